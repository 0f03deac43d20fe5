"""What the words of a heading make of it, and what those of dates say.

A heading is taken for a field only where each of its words is accounted for: the field's own,
one that says nothing else (``fillers``), or the name of what a row is (``items``). A word of
``others`` makes it the date, status or owner of something else; a word on no list leaves
doubt.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Set
from functools import lru_cache
from typing import Any, Literal, cast

from tracker.reading.expressions import BODIES, expressions
from tracker.vocabulary import tables_beside

Doubt = Literal["", "item", "unknown", "held", "thing", "another"]
"""What the words left over make of a heading. ``item``: it names what a row is; ``held``:
something that is held, written or signed, which may set a deadline; ``thing``: the same with a
deadline of its own, or beside words that are not known; ``another``: something else;
``unknown``: who knows."""

TOLD: dict[str, Any] = tables_beside(__file__)
"""The tables of ``heading_words.toml``."""

_INNER_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")
_POSSESSIVE = re.compile(r"['’]s\b")
_WORD = re.compile(r"\w+")


@lru_cache(maxsize=10_000)
def normal(heading: str) -> str:
    """A heading as it is compared.

    >>> normal("% Complete\\n(to date)"), normal("Action_Owner"), normal("dueDate")
    ('percent complete to date', 'action owner', 'due date')
    """
    text = heading.replace("\xa0", " ")
    if not text[1:].islower():
        text = _INNER_CAPITAL.sub(" ", text)
    text = text.casefold().replace("%", " percent ").replace("&", " and ").replace("#", " no ")
    if not text.isascii():
        letters = unicodedata.normalize("NFD", text.replace("’", "'"))
        text = "".join(letter for letter in letters if not unicodedata.combining(letter))
    if "'" in text:
        text = _POSSESSIVE.sub("", text).replace("'", "")
    return " ".join(_WORD.findall(text.replace("_", " ")))


def singular(text: str) -> str:
    """A heading's words without their plural endings.

    >>> singular("actions and progress")
    'action and progress'
    """
    return " ".join(
        word[:-1] if len(word) > 3 and word[-1] == "s" and word[-2] not in "sui" else word
        for word in text.split()
    )


_FILLERS = frozenset(map(singular, TOLD["fillers"].split()))
_ITEMS, _OFFICES = frozenset(TOLD["items"].split()), frozenset(TOLD["offices"].split())
_ASIDE = frozenset(map(singular, TOLD["aside"].split()))


def expression(words: str) -> re.Pattern[str]:
    """One pattern of words parted by semicolons."""
    each = (" ".join(word.split()) for word in words.split(";"))
    return re.compile(rf"\b(?:{'|'.join(filter(None, each))})\b")


_HELD, _THINGS, _OTHERS = (expression(TOLD[name]) for name in ("held", "things", "others"))
_BODIES = re.compile(rf"\b{BODIES}\b")
_IN_BRACKETS = re.compile(r"[(\[].*?[)\]]")
_INITIALS = re.compile(r"\b[A-Z]{2,6}\b(?!['’])")
"""Of an office or a body before an owner, in a heading that is not all capitals: "SLT lead"."""


@lru_cache(maxsize=10_000)
def doubt_of(
    heading: str, own: re.Pattern[str] | None = None, known: str = "", *, office: bool = False
) -> Doubt:
    """What the words of a heading make of it that are not a field's ``own``, nor ``known``.

    ``office``: whether they may be an office's, as capitals that are on no list then are.

    >>> [doubt_of(words) for words in ("Agreed action", "Evidence", "Finding", "Audit", "Xyz")]
    ['', 'another', 'item', 'held', 'unknown']
    """
    if _OTHERS.search(normal(heading)):
        return "another"
    bare = normal(_IN_BRACKETS.sub(" ", heading))
    aside = normal(" ".join(_IN_BRACKETS.findall(heading)))
    held = _HELD.search(bare)
    if office and not heading.isupper():
        named = _INITIALS.sub(" ", heading)
        bare = normal(_IN_BRACKETS.sub(" ", named))
        aside = normal(" ".join(_IN_BRACKETS.findall(named)))
    if held:
        bare = _BODIES.sub(" ", _HELD.sub(" ", bare))
    thing, aside = _THINGS.search(bare), _BODIES.sub(" ", aside)
    if own:
        bare, aside = own.sub(" ", bare), own.sub(" ", aside)
    beside = {word for word in singular(aside).split() if len(word) > 1}
    left = {*singular(bare).split(), *(beside - _ASIDE)}
    left -= _FILLERS | {*known.split()}
    left = {word for word in left if not word[0].isdigit()} - (_OFFICES if office else set())
    if held or thing:
        return "thing" if thing or left - _ITEMS else "held"
    return "unknown" if left - _ITEMS else "item" if left else ""


# --- What a heading says of the dates below it --------------------------------------------------

DateKind = Literal[
    "original", "due", "end", "date", "soft", "revised", "completed", "completion", "either",
    "other", "",
]  # fmt: skip
"""What a heading says of its dates. ``due``: a due date of any standing (target, deadline);
``end`` and ``date`` weaker ones; ``soft``: agreed or expected, so a later one only beside an
original; ``completion``: the bare "Completion date"; ``either``: by the row, when it was completed
or when it is to be ("Actual / forecast"); ``other``: dates, or numbers of days, that are none of
these."""

Standing = Literal["", "doubtful", "asked", "never"]
"""How far a heading stands for what its own words say: wholly; where no other column does, and
it is asked about; not until the user says so; never."""

_IS = expressions("heading_words")
NOT_NAMES = frozenset(singular(normal(heading)) for heading in TOLD["none"].split(";"))

_SAID = {name: expression(words) for name, words in TOLD["dates"].items()}
_OWN = expression(
    "compliance;" + ";".join(w for name, w in TOLD["dates"].items() if name != "other")
)
_TO_COME = re.compile(rf"{_SAID['due'].pattern}|\b(?:planned|scheduled?|to be|by(?! hmic))\b")
_BY_WHOM = re.compile(rf" by (?:the )?(?!(?:the|of|and|for|it|hmic\w*)\b){BODIES}\b")
"""Who completed or set it: "Date completed (by Force)" is no date by which it is to be."""
_EITHER = re.compile(r"\s*[/|&(]\s*|\s+(?:or|and|neu|ac?)\s+", re.IGNORECASE)
_TO_BE: frozenset[DateKind] = frozenset(("original", "due", "end", "soft", "revised"))
_WHEN: frozenset[DateKind] = frozenset(("original", "due"))
_DONE = re.compile(
    r"(?:(?:action|task|work|item|activity|response|recommendation|objective|deliverable|"
    r"time ?(?:scale|line|frame)) )?"  # as over "Original | Revised | Completed"
    rf"(?:{'|'.join(TOLD['parts']['done'].split())})"
)
_UNSURE = {
    singular(normal(heading)): kind
    for kind, told in TOLD["unsure_dates"].items()
    for heading in told.split(";")
}


_FORMER = re.compile(r"(?:previous|former|old|prior|last month|previously)\b|.*\bblaenorol$")


def is_former(text: str) -> bool:
    """Whether a heading, as compared, says that it was so before: "Previous status"."""
    return _FORMER.match(text) is not None


def is_former_due(heading: str) -> bool:
    """Whether the dates below a heading were those due before others: "Previous due date"."""
    text = normal(heading)
    rest = _FORMER.sub("", text, count=1).strip()
    return is_former(text) and date_kind(rest) in ("due", "end", "soft", "original")


def is_unsure(heading: str) -> bool:
    """Whether a heading may be that of due dates, of completions or of something else."""
    return singular(normal(heading)) in _UNSURE


def says_date(heading: str) -> bool:
    """Whether a heading says in so many words that dates stand below it."""
    return _SAID["says"].search(normal(heading)) is not None


def date_kind(heading: str) -> DateKind:
    """What a heading says of the dates below it, ``""`` where it does not speak of dates.

    >>> [date_kind(h) for h in ("HMIC timescale", "Revised target date", "Date completed")]
    ['original', 'revised', 'completed']
    >>> [date_kind(h) for h in ("Revised policy date", "Owner")]
    ['other', '']
    """
    kind, standing = said_of_dates(heading)
    return "other" if standing in ("asked", "never") else kind


@lru_cache(maxsize=10_000)
def said_of_dates(heading: str) -> tuple[DateKind, Standing]:
    """What a heading's own words say of dates, and how far its other words let it stand."""
    alone = _IS["and_words"].sub("", normal(heading))
    heading = heading if alone == normal(heading) else alone
    text = _BY_WHOM.sub("", alone)
    said = {name for name, words in _SAID.items() if words.search(text)}
    still_due = _IS["still_due"].search(text) is not None
    if singular(text) in NOT_NAMES:
        return "other", ""
    if singular(text) in _UNSURE:
        return cast(DateKind, _UNSURE[singular(text)]), "asked"
    if "other" in said and not still_due:
        due = _part_of_due(heading)
        return (due, "doubtful") if due else ("other", "")
    either = _says_either(heading)
    if not (
        either
        or said & {"says", "due", "planned", "end", "bare"}
        or _DONE.fullmatch(singular(text))
    ):
        return ("other" if doubt_of(heading, _OWN) in ("held", "thing") else ""), ""
    if is_former(text) or "quantity" in said:
        return "other", ""
    kind = "either" if either else _kind(text, said)
    return kind, _standing(doubt_of(heading, _OWN), kind, said, still_due)


def _part_of_due(heading: str) -> DateKind:
    """What one part of a heading says that is wholly of a due date: "Due / review date"."""
    parts = [part for part in _EITHER.split(heading) if part]
    told = [said_of_dates(part) for part in parts if len(parts) > 1]
    return next((kind for kind, standing in told if kind in _WHEN and not standing), "")


def _says_either(heading: str) -> bool:
    parts = [part for part in _EITHER.split(heading) if part]
    if len(parts) < 2:
        return False
    # Of "Agreed / completed date" the first is an agreed date, of "Planned / actual cost" nothing.
    dated = says_date(heading)
    wholly = [said_of_dates(part)[0] for part in parts]
    kinds = {
        kind or (said_of_dates(f"{part} date")[0] if dated or _OWN.fullmatch(normal(part)) else "")
        for part, kind in zip(parts, wholly, strict=True)
    }
    return "completed" in kinds and not kinds.isdisjoint(_TO_BE)


def _kind(text: str, said: Set[str]) -> DateKind:
    done = "completed" in said and not _TO_COME.search(_SAID["completed"].sub(" ", text))
    done |= _DONE.fullmatch(singular(text)) is not None
    rules: tuple[tuple[DateKind, bool], ...] = (
        ("completion", "actual" in text and bool(said & {"soft", "due", "planned"})),
        ("revised", "revised" in said and "original" not in said),
        ("completed", done and "first" in said),
        ("original", bool(said & {"original", "first"})),
        ("soft", "soft" in said),
        ("completed", done),
        ("due", bool(said & {"due", "planned"})),
        ("completion", "completion" in said),
        ("end", "end" in said),
        ("date", _IS["plain"].fullmatch(text) is not None),
    )
    return next((kind for kind, fits in rules if fits), "")


def _standing(doubt: Doubt, kind: DateKind, said: Set[str], still_due: bool) -> Standing:
    """How far a heading with a doubt stands for what its own words say."""
    when = "due" in said
    if not doubt or (not kind and doubt == "unknown"):
        return ""
    if doubt == "another":
        return "asked" if not kind or (when and kind in ("original", "due")) else "never"
    if doubt == "unknown" or (doubt == "thing" and (when or still_due)):
        return "doubtful" if when and kind in ("original", "due") else "asked"
    if when or still_due or (doubt == "item" and said & {"completed", "completion"}):
        return ""
    return "never" if kind in ("", "soft", "revised") else "asked"
