"""The fields that a column heading says, by the words of ``heading_words.toml``, and how surely.

A heading is compared without its case, punctuation, accents, line breaks and plural endings.
Where one says two things ("Statws / Status", "Recommendation/Action") each part is looked up.
What a heading says of dates stands in :mod:`tracker.reading.date_headings`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from rapidfuzz import fuzz, process

from tracker.reading.date_headings import NOT_NAMES, date_kind, is_former, says_date
from tracker.reading.heading_words import TOLD, doubt_of, expression, singular
from tracker.reading.heading_words import normal as normal

LIKENESS = 90
"""Of 100 (RapidFuzz, words in any order). Below it a heading is not taken for a field."""

EXACT, IN_PART, WEAKLY = 100.0, 80.0, 45.0
"""How surely a heading is a field; two weak ones together are less than one that is exact."""

_IN_BRACKETS = re.compile(r"[(\[].*?[)\]]")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?|q[1-4])"
)
_DAY = rf"(?:\d\d? \d\d? \d{{2,4}}|(?:\d\d?(?:st|nd|rd|th)? )?{_MONTH}(?: \d{{2,4}})?|\d{{4}})"
_WHEN = re.compile(rf"\b(?:(?:as )?(?:at|of|on|for|to) )?{_DAY}\b")
"""When a heading's words were written: "Status as at 31/12/2015", "RAG May"."""
_RESOLUTIONS = expression(TOLD["resolutions"])
_BODY = re.compile(f"^{expression(TOLD['inspectorates']).pattern} ")
_OF_A_BODY = ("source", "recommendation", "recommendation_text")
"""What is called a body's own: "HMICFRS report", "CQC requirement"."""
_BETWEEN_PARTS = re.compile(r"\s*[/|\n&]\s*|\s+[-–—]\s+")


def _table(rows: dict[str, str]) -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for field, headings in rows.items():
        for heading in map(singular, map(normal, headings.split(";"))):
            table[heading] = (*table.get(heading, ()), field)
    return table


_STRONG, _WEAK, _UNSURE = (_table(TOLD[name]) for name in ("strong", "weak", "unsure"))
_ASKS = frozenset(_table({"": TOLD["asks"]}))
_ENDINGS = frozenset(
    "ref reference id no number owner lead officer status action recommendation priority evidence "
    "dependency comment note update progress outcome marking contact statws perchennog".split()
)
"""Last words that make a longer heading the field that they name alone: "Force lead officer"."""
_NOTES = frozenset(("update", "progress", "comment", "note", "evidence"))
"""First words that alone settle a long heading: "Update for the April meeting"."""
_OTHER_NOUNS = frozenset("type category mode group cost date count size points".split())
"""Last words of headings that are of what stands before them: "Work item type"."""
_OF_ANOTHER = frozenset("linked related parent source associated control asset".split())
"""First words of headings that name another thing than the action: "Linked risk ID"."""
_ACTION_TO = re.compile(r"action (?:to(?! date)|for|we|being|that|which)\b")
"""How a heading begins that says what its actions are for: "Actions to deliver improvement"."""
_NUMBERS = frozenset("no number ref reference id code".split())
_NUMBERED = frozenset("report audit review inspection assignment engagement".split())
"""First words of headings that, with one of a number, are what several rows may share."""
_PERSONS = "holder official officer manager sponsor party person director head executive".split()
_PERSON = re.compile(rf"\b(?:{'|'.join(_PERSONS)})\b")
_DID_ELSE = re.compile(
    r"^(?!(?:owned|actioned|assigned|implemented|delivered|led|managed|progressed) )(?:last )?\w+(?:ed|en) by(?: whom| who)?$|"
    r"^(?:lead |head |action )?(?:auditor|inspector|reviewer|author|chair(?:man|person)?|reporter|verifier|approver)(?: name)?$"
)
"""Headings of persons who did something else than the action."""
_ANSWERABLE = re.compile(r"\b(?:owners?|responsible|accountable|assigned|assignee|sro)\b")
_OTHERS = re.compile(r"(?:risk|issue|process|business|recommendation|project|control)\b")
_OF_PERSONS = re.compile(
    r"\b(?:staff|officer|post|job|member|person|people|site|school|ward|target|forecast|expected|"
    r"planned|proposed|baseline)s? (?:status|rag|state)$"
)
"""Headings of what a person or a place is, or is to be, perhaps not an action."""
PERCENTAGE = frozenset("percent percentage pct canran".split())
_OF_COMPLETION = PERCENTAGE | frozenset(
    "complete completed completion progress done finished achieved delivered implemented "
    "implementation work task action milestone project status update rate actual physical overall current latest total "
    "est estimated reported assessed self plan phase activity average of the to date cynnydd gwblhau cwblhau cwblhawyd wedii wedi ei".split()
)
"""Words of a heading of percentages that are of the action's completion: any other is of another thing."""
_NAMED = 1.5


@dataclass(frozen=True)
class Match:
    """A field that a heading may be, how surely (0 to 100) and why.

    ``doubtful``: a word of it is on no list; ``another``: it is that of something else;
    ``numbered``: a number of reports or audits, each of which may have several actions.
    """

    field: str
    score: float
    how: Literal["exact", "weak", "asks", "part", "doubtful", "another", "numbered", "similar"]


@lru_cache(maxsize=10_000)
def matches(heading: str) -> tuple[Match, ...]:
    """The fields other than dates that a heading may be, surest first.

    >>> [match.field for match in matches("Perchennog / Owner")]
    ['owner']
    """
    whole = singular(normal(heading))
    bare = singular(normal(_IN_BRACKETS.sub(" ", heading))) or whole
    if not whole or bare in NOT_NAMES or is_no_field(heading):
        return ()
    found = _in_tables(whole, EXACT) or _percentage(whole)
    if not found:
        found = [_accounted(heading, match, bare) for match in _in_tables(bare, EXACT - 2)]
    if not found:
        found = [m for m in _in_tables(_BODY.sub("", whole), EXACT - 4) if m.field in _OF_A_BODY]
    if not found and is_dated(heading):
        found = _in_tables(" ".join(_WHEN.sub(" ", whole).split()), EXACT - 4)
    if not found:
        parts = {part: singular(normal(part)) for part in _BETWEEN_PARTS.split(heading)}
        rest = " ".join(part for part, text in parts.items() if not _in_tables(text, 0))
        told = [match for text in parts.values() for match in _in_tables(text, EXACT - 12)]
        found = [_accounted(rest, match, "") for match in told]
    if not found and not says_date(heading):
        found = _in_part(heading, bare) or _in_part(heading, whole) or _similar(whole)
    best: dict[str, Match] = {}
    for match in sorted(found, key=lambda match: -match.score):
        best.setdefault(match.field, match)
    return tuple(best.values())


def names(text: str, field: str) -> bool:
    """Whether a text is a heading of a field, word for word.

    >>> names("Deadline", "original_due"), names("Task", "action"), names("Train", "action")
    (True, True, False)
    """
    if field.endswith(("_due", "completed_on")):
        return date_kind(text) not in ("", "other")
    return any(match.field == field and match.how in ("exact", "weak") for match in matches(text))


def surely(heading: str) -> list[str]:
    """The field that a heading names, if it surely does."""
    return [match.field for match in matches(heading)[:1] if match.how != "weak"]


def is_no_field(heading: str) -> bool:
    """Whether a heading is known to be none of the fields, or says that it was so before."""
    text = normal(heading)
    return singular(text) in NOT_NAMES or is_former(text) or _DID_ELSE.search(text) is not None


def is_resolution(heading: str) -> bool:
    """Whether a heading says how a matter ended: "Resolution", "Reason for closure"."""
    text = normal(heading)
    said = _RESOLUTIONS.search(text) is not None and not is_former(text)
    return said and doubt_of(_RESOLUTIONS.sub(" ", text)) in ("", "item")


def is_number(heading: str) -> bool:
    """Whether a heading ends as that of a number or reference does: "Rec ref"."""
    return not _NUMBERS.isdisjoint(normal(heading).split()[-1:])


def is_dated(heading: str) -> bool:
    """Whether a heading says when what stands below it was written."""
    return _WHEN.search(normal(heading)) is not None


def _in_tables(text: str, score: float) -> list[Match]:
    found = [Match(field, score + _more(text), "exact") for field in _STRONG.get(text, ())]
    if text in _ASKS:
        found.append(Match("status", score - 15, "asks"))
    weakly = score - EXACT + WEAKLY
    found += [Match(field, weakly, "doubtful") for field in _UNSURE.get(text, ())]
    return found + [Match(field, weakly, "weak") for field in _WEAK.get(text, ())]


def _more(text: str) -> float:
    """The owner of the action goes before another thing's, and an owner before a lead."""
    return 0.0 if not _ANSWERABLE.search(text) else 0.2 if _OTHERS.match(text) else 0.5


def _percentage(text: str) -> list[Match]:
    """A heading of percentages, where every word of it is of the action's completion."""
    words = set(_WHEN.sub(" ", text).split())
    own = words & PERCENTAGE and words <= _OF_COMPLETION
    return [Match("percent_complete", EXACT - 5, "exact")] if own else []


def _in_part(heading: str, text: str) -> list[Match]:
    """A heading that ends, or before a slash or bracket begins, with the words for a field."""
    words = text.split()
    if _ACTION_TO.match(text):
        return [Match("action", IN_PART, "part")]
    if words[-1] in _NUMBERS and words[0] in _NUMBERED:
        return [Match("reference", IN_PART, "numbered"), Match("source", IN_PART, "numbered")]
    if words[-1] in _PERSONS and not doubt_of(heading, _PERSON):
        return [Match("owner", IN_PART - 10, "part")]
    for length in range(min(len(words) - 1, 4), 0, -1):
        tail = " ".join(words[-length:])
        if tail in _STRONG and (length > 1 or tail in _ENDINGS):
            field = _STRONG[tail][0]
            lesser = 20 * (words[0] in _OF_ANOTHER) + length * (field != "reference")
            return [_accounted(heading, Match(field, IN_PART - lesser, "part"), tail)]
    for length in [] if words[-1] in _OTHER_NOUNS else range(min(len(words) - 1, 4), 1, -1):
        head = " ".join(words[:length])
        if head in _STRONG:
            match = Match(_STRONG[head][0], IN_PART - 5 + length, "part")
            return [_accounted(heading, match, head)]
    if words[0] in _NOTES:
        return [Match(_STRONG[words[0]][0], IN_PART - 10, "part")]
    if len(words) != 2 or words[0] not in _ENDINGS:
        return []
    if words[0] == "action" and (words[1] in _OTHER_NOUNS or _in_tables(words[1], 0)):
        return [_accounted(heading, match, words[1]) for match in _in_tables(words[1], IN_PART)]
    fields = _STRONG.get(words[0], ())
    return [_accounted(heading, Match(field, IN_PART - 10, "part"), words[0]) for field in fields]


def _accounted(heading: str, match: Match, known: str) -> Match:
    """What some words of a heading name, by what its others make of it."""
    owner = match.field == "owner"
    first = match.field == known and singular(normal(heading)).startswith(known)
    asked = owner or first or match.field in ("status", "percent_complete")
    doubt = doubt_of(heading, known=known, office=owner) if asked else ""
    if match.field == "status" and not doubt and _OF_PERSONS.search(normal(heading)):
        doubt = "unknown"
    if doubt == "another" or (doubt in ("held", "thing") and not owner):
        return replace(match, how="another")
    doubtful = doubt in ("unknown", "held", "thing")
    return replace(match, score=match.score - 30, how="doubtful") if doubtful else match


def _sorted_words(text: str) -> str:
    return " ".join(sorted(text.split()))


_KNOWN_WORDS = {heading: _sorted_words(heading) for heading in (*NOT_NAMES, *_STRONG)}
_LONGEST = 60
"""Characters beyond which a text is no heading with a slip in it."""


def _similar(text: str) -> list[Match]:
    if not 4 <= len(text) <= _LONGEST:
        return []
    words = _sorted_words(text)
    best = process.extractOne(words, _KNOWN_WORDS, scorer=fuzz.ratio, score_cutoff=LIKENESS)
    if best is None or best[2] in NOT_NAMES:
        return []
    return [Match(_STRONG[best[2]][0], best[1] - 30, "similar")]


def repeated(name: str, count: int) -> str:
    """The heading of a second or further column of one name."""
    return f"{name} ({count})"


def is_repeat(name: str) -> bool:
    """Whether :func:`repeated` gave this heading its number."""
    return re.search(r" \(\d+\)$", name) is not None


def score(headings: list[str], said: frozenset[str] = frozenset()) -> float:
    """How much like the header row of a plan these texts are: one point a field recognised.

    A heading that the user named (``said``, normalised) counts more than any other.
    """
    fields: dict[str, float] = {}
    for heading in headings:
        for field, worth in _worth(heading):
            fields[field] = max(fields.get(field, 0.0), worth)
    named = said & {normal(heading) for heading in headings} if said else ()
    return sum(fields.values()) + _NAMED * len(named)


def are_bilingual(headings: Sequence[str]) -> bool:
    """Whether most of a sheet's headings say one thing twice, as "Statws / Status" does."""
    named = [heading for heading in headings if heading]
    parts = [re.split(r"\s*[/|\n]\s*", heading) for heading in named]
    twice = [
        {what for what, _ in _worth(first)} & {what for what, _ in _worth(second)}
        for first, second in (each for each in parts if len(each) == 2)
        if normal(first) != normal(second)
    ]
    return 2 < len([*filter(None, twice)]) >= 2 * len(named) / 3


@lru_cache(maxsize=10_000)
def _worth(heading: str) -> tuple[tuple[str, float], ...]:
    """What one heading is recognised as, and how many points that is."""
    kind = date_kind(heading)
    found = matches(heading)[:1]
    if kind not in ("", "other") and not (found and found[0].how == "exact"):
        return ((f"date {kind}", 1.0),)
    worth = {"exact": 1.0, "asks": 1.0, "similar": 0.8, "weak": 0.5}
    told = [(match.field, worth.get(match.how, 0.7)) for match in found]
    known = is_no_field(heading) or (kind == "other" and says_date(heading))
    return tuple(told) or (((normal(heading), 0.5),) if known else ())
