"""A status cell to its group, by a grammar in which every word of the cell is accounted for.

A cell is one or more of :data:`WORDS`, and beside them only what cannot contradict them: a date,
who did it, where it is written down, whether it was on time. Anything else, or two words that do
not agree, is asked about. Nothing becomes complete, confirmed or withdrawn by a part of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, lru_cache
from typing import Literal

from rapidfuzz import fuzz, process

from tracker.reading import dates
from tracker.reading.expressions import MONTH, expressions, words
from tracker.vocabulary import tables_beside

WORDS: dict[str, str] = tables_beside(__file__)
"""Group to the words for it, semicolon between; of ``asked`` and ``over`` they mean two things."""

COLOURS = frozenset(words("status", "COLOURS"))
WARM_COLOURS = frozenset("red amber orange yellow r a y".split())
DONE_COLOURS = frozenset("green blue g b".split())
"""Colours of trouble, which contradict a completion beside them, and those that may mean one."""

_TYPOGRAPHY = str.maketrans(
    {"\xa0": " ", "–": "-", "—": "-", "‑": "-", "_": " ", "•": " "}
    | dict.fromkeys("'’‘ʼ\u200b\ufeff", "")
    | {mark: f" {colour} " for marks, colour in (
        ("🔴🟥", "red"), ("🟠🟧", "amber"), ("🟡🟨", "yellow"), ("🟢🟩", "green"),
        ("🔵🟦", "blue"), ("⚪⬜", "white"), ("⚫⬛", "black")) for mark in marks}
)  # fmt: skip

ANSWERS = dict.fromkeys(("yes", "y", "true", "1", "✓", "✔", "☑", "✅", "√", "ie"), "complete") | (
    dict.fromkeys(("no", "n", "false", "0", "✗", "✘", "❌", "☒", "nac ydy"), "in_progress")
)
"""Answers to whether an action is done."""
_IN_PART = frozenset(("partly", "partially", "part", "in part", "partial", "not yet", "not fully"))
TICKS, NO_TICKS = frozenset("✓✔☑✅√") | {"[x]", "[✓]", "[✔]"}, frozenset(("☐", "[ ]", "[]"))

FUZZY_THRESHOLD = 90
"""Of 100 (RapidFuzz ratio): one slip in a word of ten letters. Below it a word is asked about."""

OPEN, DONE = ("not_started", "in_progress", "awaiting_sign_off"), ("complete", "confirmed")
ASKED = ("asked", "over")

How = Literal[
    "exact",  # a word of the table
    "phrase",  # a word of the table with what cannot contradict it
    "waiting",  # done, and waiting to be accepted
    "short",  # resolved, where others are closed
    "more",  # open, with words that are on no list; done, with words that can mean two things
    "against",  # done by its own words, withdrawn by those of another column
    "typo",  # an open status, misspelt
    "key",  # as the sheet's own key says
    "percent",
    "yes_no",
    "mark",  # 1, 0 or an x in answer to whether it is done
    "colour",
    "tick",  # alone, where the heading asks nothing
    "fill",
    "unknown",  # to be asked about
    "blank",
]


@dataclass(frozen=True)
class StatusReading:
    """The group of a status cell and how it was found.

    ``word`` is what it was taken to say, or, of one that is asked about, what it may mean.
    ``groups`` are those of the status words in it, and ``completed`` is the date that a
    completion is told with.
    """

    group: str | None
    how: How
    word: str = ""
    groups: tuple[str, ...] = ()
    completed: dates.DateReading | None = None

    @property
    def completed_on(self) -> date | None:
        return self.completed.day if self.completed else None


_NUMBER_BEFORE = re.compile(
    rf"^(?:\(?[0-9a-z][.)]|\(?\d+\)?\s?[-:.)])\s*(?=[^\W\d])(?!{MONTH}[-./ ]?\d)"
)
_SHORTCODES = {
    "✅": re.compile(r"^:(?:white |heavy |ballot box with )?check(?: mark)?:"),
    r"\1": re.compile(r"^:(?:large )?(red|yellow|green|orange|blue) (?:circle|square):"),
}
"""Marks as chat programs write them."""
_LEFT_BY_WEB = re.compile(r"</?(?:p|div|span|br|b|i)\b[^<>]*>|&nbsp;|;#| x000d |(?<=\w) ?\[\d+\]$")


@lru_cache(maxsize=20_000)
def normal(text: str) -> str:
    """A status as it is compared: case, spaces, dashes and a number before it do not count."""
    text = _LEFT_BY_WEB.sub(" ", text.translate(_TYPOGRAPHY).casefold())
    text = re.sub(r"(?<=[^\W\d])-(?=[^\W\d])", " ", text)
    text = re.sub(r"\s+", " ", text).strip()
    text = re.sub(r"\*\*(\w[^*]*)\*\*", r"\1", text) if "**" in text else text
    for mark, pattern in _SHORTCODES.items() if text.startswith(":") else ():
        text = pattern.sub(mark, text)
    text = _NUMBER_BEFORE.sub("", text)
    text = re.sub(r"^\*+(.*?)\*+$", r"\1", text)
    return re.sub(r"(?<!\.)\.$", "", text.strip(' ,;:!-[]"“”'))


_GROUPS: dict[str, str] = {
    normal(word): group for group, words in WORDS.items() for word in words.split(";")
}
_ANSWERED = _GROUPS | ANSWERS
_BETWEEN = re.compile(r"[\s,;:.!()\[\]/|&+-]*")


@cache
def _by_first_word(yes_no: bool) -> dict[str, list[str]]:
    """First word to the phrases, the longest first."""
    phrases: dict[str, list[str]] = {}
    for word in sorted(_ANSWERED if yes_no else _GROUPS, key=len, reverse=True):
        phrases.setdefault(re.split(r"\b(?=\W)", word)[0], []).append(word)
    return phrases


@lru_cache(maxsize=2_000)
def _phrases(first: str, yes_no: bool) -> re.Pattern[str] | None:
    """The phrases of a first word; dashes and brackets may stand between a phrase's words."""
    phrases = _by_first_word(yes_no).get(first)
    if phrases is None:
        return None
    any_of = "|".join(r"[\s,:(-]+".join(map(re.escape, each.split())) for each in phrases)
    return re.compile(rf"(?:{any_of})(?!\w)")


_PATTERNS = {
    name: re.compile(rf"(?:{item.pattern})(?!\w)") for name, item in expressions("status").items()
}
"""What a cell may hold, in the order in which each is tried."""
_VOCABULARY = frozenset(part for word in _GROUPS for part in word.split()) | {"not", "no"}
CLOSED = frozenset(("closed", "closed out", "resolved", "ar gau", "caewyd", "wedi cau"))
"""Completions that say only that the matter is over: "closed – superseded" is withdrawn."""
_ACCEPTING = {"approved": "complete", "reviewed": "complete", "agreed": "complete",
              "mitigated": "complete", "confirmed": "confirmed",
              "peer reviewed": "confirmed"}  # fmt: skip
"""What the words that can mean two things mean beside a completion."""
_NO_MATTER = dict.fromkeys(("n/a", "na", "not applicable"), "withdrawn")
"""Words that say of a withdrawal no more than that it is one."""
_GENERAL = frozenset(("open", "active", "live", "current", "outstanding", "pending", "ar agor"))
_MOST_CHARACTERS = 400


@dataclass
class _Said:
    """What the words of one cell said, gathered from left to right."""

    statuses: list[tuple[str, str]] = field(default_factory=list)
    colours: set[str] = field(default_factory=set)
    days: list[dates.DateReading] = field(default_factory=list)
    percent: float | None = None
    share_of_status: bool = False
    unread: bool = False
    doubtful: bool = False
    denied: bool = False
    begins_open: bool = False
    beside: set[str] = field(default_factory=set)

    @property
    def groups(self) -> list[str]:
        return [group for group, _ in self.statuses]

    def take_status(self, group: str, word: str) -> None:
        if self.denied and group in DONE:
            waiting = group == "confirmed" and "complete" in self.groups
            group = "awaiting_sign_off" if waiting else "in_progress"
        elif self.denied:
            self.doubtful = True
        self.denied = False
        self.statuses.append((group, word))

    def takes(self, kind: str, match: re.Match[str], group: str, day_first: bool) -> int:
        """Take in one item; the place behind it, or 0 where it cannot stand here."""
        last, word = self.statuses[-1] if self.statuses else ("", "")
        end = match.end()
        if kind in ("timing", "nothing_left") and last not in DONE:
            return 0
        if kind == "nothing_left" and word in CLOSED:
            return 0
        if kind == "target" and last != "withdrawn":
            return 0
        if kind == "person" and match["surname"] in _VOCABULARY:
            return 0
        if kind == "status":
            first = match.start() == 0 and group in OPEN
            self.begins_open |= first and match.string[end : end + 2].strip()[:1] in set("-,;:.(/")
            self.take_status(group, match[0])
        elif kind == "waiting":
            self.take_status("awaiting_sign_off", match[0])
        elif kind == "not":
            self.doubtful |= self.denied
            self.denied = True
        elif kind == "colour":
            self.colours.add(match[0])
        elif kind == "percent":
            self.unread |= self.percent is not None
            self.percent = float(re.sub(r"[^\d.]", "", match[0]))
            self.share_of_status = not self.statuses
        elif kind == "count":
            return end if match["n"] == match["m"] else 0
        elif kind == "date":
            day, end = _day_in(match, day_first)
            if day is None:
                return 0
            self.days += [day] * (not match[0].startswith("as "))  # when it was so, not since
        self.beside.add(kind)
        return end


def _day_in(match: re.Match[str], day_first: bool) -> tuple[dates.DateReading | None, int]:
    """The date that the most of these words are, and where it ends."""
    start = match.start("date")
    ends = [start + word.end() for word in re.finditer(r"[^\s,]+", match["date"])]
    for end in reversed(ends):
        words = match.string[start:end]
        if not re.search(r"\d", words):
            continue
        reading = dates.read_date(words, day_first)
        plain = set(reading.cautions) <= {"month", "month_or_day", "financial_quarter", "weekday"}
        if reading.outcome == "date" and reading.day and not reading.later and plain:
            return reading, end
    return None, 0


_TOKEN = re.compile(r"\w+|.")
_HANGING = re.compile(r"\b(?:and|but|then|also|ac|ond|is|the|by|at)$")  # cut short


def _scan(text: str, yes_no: bool, day_first: bool) -> _Said:
    groups = _ANSWERED if yes_no else _GROUPS
    said = _Said(doubtful=".." in text)
    place = _BETWEEN.match(text).end()  # type: ignore[union-attr]
    while place < len(text):
        token: re.Match[str] = _TOKEN.match(text, place)  # type: ignore[assignment]
        end = 0
        for kind, pattern in _PATTERNS.items():
            tried = _phrases(token[0], yes_no) if kind == "status" else pattern
            match = tried.match(text, place) if tried else None
            if match:
                group = groups.get(re.sub(r"[\s,:(-]+", " ", match[0]), "")
                end = said.takes(kind, match, group, day_first)
            if end:
                break
        said.unread |= not end
        place = _BETWEEN.match(text, end or token.end()).end()  # type: ignore[union-attr]
    said.doubtful |= said.denied or _HANGING.search(text) is not None
    return said


def read_status(text: str, *, yes_no: bool = False, day_first: bool = True) -> StatusReading:
    """Read one status. ``yes_no`` where the column's heading asks ("Complete?").

    >>> read_status("Completed – verified by HMIC").group
    'confirmed'
    >>> read_status("Complete, evidence outstanding").how
    'unknown'
    """
    return _read(text, yes_no, day_first)


@lru_cache(maxsize=20_000)
def _read(text: str, yes_no: bool, day_first: bool) -> StatusReading:
    if not text.strip():
        return StatusReading(None, "blank")
    word = normal(_ticked(text))
    if yes_no and word in ANSWERS:
        return StatusReading(ANSWERS[word], "mark" if word in "01" else "yes_no")
    if yes_no and word in _IN_PART:
        return StatusReading("in_progress", "yes_no")
    if word.removesuffix(" fill") in COLOURS and word.endswith(" fill"):
        return StatusReading("in_progress", "fill")
    group = _GROUPS.get(word)
    if group in ASKED or len(word) > _MOST_CHARACTERS:
        return StatusReading(None, "unknown", groups=(group,) if group else ())
    if group:
        return StatusReading(group, "exact", word, (group,))
    return _judge(_scan(word, yes_no, day_first)) or _like(word)


_BEGINS = expressions("begins")


def begins_done(text: str) -> str:
    """The completion with which a longer text begins, if its others, unknown, may go with one.

    >>> begins_done("Complete – policy published"), begins_done("Complete – but for the policy")
    ('complete', '')
    """
    first, *others = _BEGINS["parts"].split(text.strip(), maxsplit=1)
    if not others or not others[0].strip() or _BEGINS["against"].search(others[0].casefold()):
        return ""
    reading = read_status(first)
    done = reading.how in ("exact", "phrase", "percent") and reading.group in DONE
    told = _scan(normal(text), yes_no=False, day_first=True).statuses if done else []
    over = any(group in (*ASKED, "withdrawn") and word not in _ACCEPTING for group, word in told)
    return "" if over or not done else reading.group or ""


def _ticked(text: str) -> str:
    """Of a list of tick boxes the one that is ticked; no words where none or several are."""
    text = re.sub(r"\[\s*\]", "☐", re.sub(r"\[[x✓✔]\]", "☑", text, flags=re.IGNORECASE))
    if not re.search("[☐☑☒]", text):
        return text
    boxes = re.findall(r"([☐☑☒✓✔✅])\s*([^☐☑☒✓✔✅]+)", text)
    ticked = [words for box, words in boxes if box != "☐"]
    begins = re.match(r"\s*[☐☑☒✓✔✅]", text)
    return ticked[0] if begins and len(ticked) == 1 else "?"


def _judge(said: _Said) -> StatusReading | None:
    """The group of all that was said; ``None`` where no status word was."""
    groups = tuple(said.groups)
    unknown = StatusReading(None, "unknown", groups=groups)
    clean = not said.unread and not said.doubtful
    if not groups or (said.colours and {word for _, word in said.statuses} == {"new"}):
        if clean and said.percent is not None and not said.colours:
            return _of_percent(said.percent, groups)
        return StatusReading("in_progress", "colour") if clean and said.colours else None
    said = _beside_others(said)
    kinds = set(said.groups)
    if kinds <= {"complete"} and clean and said.percent is not None and said.share_of_status:
        return _of_percent(said.percent, groups)
    begun = said.begins_open and said.unread  # "In progress – the first part completed, …"
    if kinds <= set(OPEN) or begun:
        ready = said.unread and any(word == "ready" for _, word in said.statuses)  # for what?
        if (said.doubtful and not begun) or said.percent == 100 or ready:
            return unknown
        still = [(group, word) for group, word in said.statuses if group in OPEN]
        specific = [group for group, word in still if word not in _GENERAL]
        how: How = "more" if said.unread else "phrase"
        return StatusReading((*specific, still[0][0])[0], how, said.statuses[0][1], groups)
    below = said.percent is not None and said.percent != 100
    contradicted = not kinds.isdisjoint(DONE) and (below or said.colours & WARM_COLOURS)
    dates_told = len(said.days) > max(1, sum(group in DONE for group in said.groups))
    if not clean or contradicted or dates_told:
        return unknown
    first = said.statuses[0][1]
    if kinds <= set(DONE):
        group = "confirmed" if "confirmed" in kinds else "complete"
        others = "asked" in groups or (said.colours and not said.beside.isdisjoint(_MORE))
        done = said.days[0] if said.days else None
        return StatusReading(group, "more" if others else "phrase", first, groups, done)
    if kinds <= {*DONE, "awaiting_sign_off"} and said.groups[0] in DONE:
        return StatusReading("awaiting_sign_off", "waiting", first, groups)
    over = all(word in CLOSED for group, word in said.statuses if group != "withdrawn")
    if kinds <= {"complete", "withdrawn"} and over:
        return StatusReading("withdrawn", "phrase", first, groups)
    return unknown


_MORE = frozenset(("evidence", "reference", "body", "person"))
"""What tells no more than a completion does, but not where a colour stands beside it too."""


def _of_percent(percent: float, groups: tuple[str, ...]) -> StatusReading:
    if percent > 100:
        return StatusReading(None, "unknown")
    group = "complete" if percent == 100 else "in_progress" if percent else "not_started"
    return StatusReading(group, "percent", groups=groups)


def _beside_others(said: _Said) -> _Said:
    """Words that can mean two things, as what they mean beside a completion or a withdrawal."""
    others = {group for group in said.groups if group not in ASKED}
    if others == {"withdrawn"}:
        told = {word: "withdrawn" for group, word in said.statuses if group == "over"} | _NO_MATTER
    elif others and others <= set(DONE):
        told = _ACCEPTING
    else:
        return said
    settled = [
        (told.get(word, group) if group in ASKED else group, word) for group, word in said.statuses
    ]
    return replace(said, statuses=settled)


def _like(word: str) -> StatusReading:
    """A word that is not known: an open one misspelt, or what it is like, to be asked about."""
    best = process.extractOne(word, _GROUPS.keys(), scorer=fuzz.ratio, score_cutoff=FUZZY_THRESHOLD)
    if best is None or len(word) < 6 or best[0].count(" ") != word.count(" "):
        return StatusReading(None, "unknown")
    group = _GROUPS[best[0]]
    if group in OPEN and best[0][0] == word[0]:
        return StatusReading(group, "typo", best[0], (group,))
    return StatusReading(None, "unknown", best[0], (group,))
