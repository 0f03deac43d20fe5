"""The fields that a column heading says, by the words of ``heading_words.toml``, and how surely.

A heading is compared without its case, punctuation, accents, line breaks and plural endings.
Where one says two things ("Statws / Status", "Recommendation/Action") each part is looked up.
What a heading says of dates stands in :mod:`tracker.reading.heading_words`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from rapidfuzz import fuzz, process

from tracker.reading.expressions import expressions
from tracker.reading.heading_words import (
    NOT_NAMES,
    TOLD,
    date_kind,
    doubt_of,
    expression,
    is_former,
    says_date,
    singular,
)
from tracker.reading.heading_words import normal as normal

_IS = expressions("headings")
LIKENESS = 90
"""Of 100 (RapidFuzz, words in any order). Below it a heading is not taken for a field."""

EXACT, IN_PART, WEAKLY = 100.0, 80.0, 45.0
"""How surely a heading is a field; two weak ones together are less than one that is exact."""

_IN_BRACKETS = re.compile(r"[(\[].*?[)\]]")
_RESOLUTIONS = expression(TOLD["resolutions"])
_BODY = re.compile(f"^{expression(TOLD['inspectorates']).pattern} ")
_OF_A_BODY = ("source", "recommendation", "recommendation_text")
"""What is called a body's own: "HMICFRS report", "CQC requirement"."""
_BETWEEN_PARTS = re.compile(r"\s*[/|\n&]\s*|\s+[-–—]\s+")


def _compared(heading: str) -> str:
    """A heading as it is looked up, in whatever order it names the colours of a status."""
    return _IS["colours"].sub("rag", singular(normal(heading)))


def _table(rows: dict[str, str]) -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for field, headings in rows.items():
        for heading in map(_compared, headings.split(";")):
            table[heading] = (*table.get(heading, ()), field)
    return table


_STRONG, _WEAK, _UNSURE = (_table(TOLD[name]) for name in ("strong", "weak", "unsure"))
_ASKS = frozenset(_table({"": TOLD["asks"]}))
_PARTS = {name: frozenset(words.split()) for name, words in TOLD["parts"].items()}
_PERSON = re.compile(rf"\b(?:{'|'.join(_PARTS['persons'])})\b")
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
    whole = _compared(heading)
    bare = _compared(_IN_BRACKETS.sub(" ", heading)) or whole
    if not whole or bare in NOT_NAMES or is_no_field(heading):
        return ()
    found = _in_tables(whole, EXACT) or _percentage(whole)
    if not found:
        found = [_accounted(heading, match, bare) for match in _in_tables(bare, EXACT - 2)]
    if not found:
        found = [m for m in _in_tables(_BODY.sub("", whole), EXACT - 4) if m.field in _OF_A_BODY]
    if not found and is_dated(heading):
        found = _in_tables(" ".join(_IS["when"].sub(" ", whole).split()), EXACT - 4)
    if not found:
        parts = {part: _compared(part) for part in _BETWEEN_PARTS.split(heading)}
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
    return (
        singular(text) in NOT_NAMES or is_former(text) or _IS["did_else"].search(text) is not None
    )


def is_resolution(heading: str) -> bool:
    """Whether a heading says how a matter ended: "Resolution", "Reason for closure"."""
    text = normal(heading)
    said = _RESOLUTIONS.search(text) is not None and not is_former(text)
    rest = _RESOLUTIONS.sub(" ", heading.casefold().replace("-", " "))
    return said and doubt_of(rest) in ("", "item")


def is_number(heading: str) -> bool:
    """Whether a heading ends as that of a number or reference does: "Rec ref"."""
    return not _PARTS["numbers"].isdisjoint(normal(heading).split()[-1:])


def is_dated(heading: str) -> bool:
    """Whether a heading says when what stands below it was written."""
    return _IS["when"].search(normal(heading)) is not None


def _in_tables(text: str, score: float) -> list[Match]:
    found = [Match(field, score + _more(text), "exact") for field in _STRONG.get(text, ())]
    if text in _ASKS:
        found.append(Match("status", score - 15, "asks"))
    weakly = score - EXACT + WEAKLY
    found += [Match(field, weakly, "doubtful") for field in _UNSURE.get(text, ())]
    return found + [Match(field, weakly, "weak") for field in _WEAK.get(text, ())]


def _more(text: str) -> float:
    """The owner of the action goes before another thing's, and an owner before a lead."""
    return 0.0 if not _IS["answerable"].search(text) else 0.2 if _IS["others"].match(text) else 0.5


def _percentage(text: str) -> list[Match]:
    """A heading of percentages, where every word of it is of the action's completion."""
    words = set(_IS["when"].sub(" ", text).split())
    own = words & _PARTS["percentage"] and words <= _PARTS["of_completion"]
    return [Match("percent_complete", EXACT - 5, "exact")] if own else []


def _in_part(heading: str, text: str) -> list[Match]:
    """A heading that ends, or before a slash or bracket begins, with the words for a field."""
    if of := _IS["of_action"].search(text):
        said = text[: of.start()]
        own = IN_PART - 5 * of[0].endswith("recommendation")  # the action's own goes before
        return [] if said in _PARTS["numbers"] else _in_tables(said, own)
    words = text.split()
    if _IS["action_to"].match(text):
        return [Match("action", IN_PART, "part")]
    if words[-1] in _PARTS["numbers"] and words[0] in _PARTS["numbered"]:
        return [Match("reference", IN_PART, "numbered"), Match("source", IN_PART, "numbered")]
    if words[-1] in _PARTS["persons"] and not doubt_of(heading, _PERSON):
        return [Match("owner", IN_PART - 10, "part")]
    for length in range(min(len(words) - 1, 4), 0, -1):
        tail = " ".join(words[-length:])
        if tail in _STRONG and (length > 1 or tail in _PARTS["endings"]):
            field = _STRONG[tail][0]
            lesser = 20 * (words[0] in _PARTS["of_another"]) + length * (field != "reference")
            return [_accounted(heading, Match(field, IN_PART - lesser, "part"), tail)]
    longest = 0 if words[-1] in _PARTS["other_nouns"] else min(len(words) - 1, 4)
    for length in range(longest, 1, -1):
        head = " ".join(words[:length])
        if head in _STRONG:
            match = Match(_STRONG[head][0], IN_PART - 5 + length, "part")
            return [_accounted(heading, match, head)]
    if words[0] in _PARTS["notes"]:
        return [Match(_STRONG[words[0]][0], IN_PART - 10, "part")]
    if len(words) != 2 or words[0] not in _PARTS["endings"]:
        return []
    if words[0] == "action" and (words[1] in _PARTS["other_nouns"] or _in_tables(words[1], 0)):
        return [_accounted(heading, match, words[1]) for match in _in_tables(words[1], IN_PART)]
    fields = _STRONG.get(words[0], ())
    return [_accounted(heading, Match(field, IN_PART - 10, "part"), words[0]) for field in fields]


def _accounted(heading: str, match: Match, known: str) -> Match:
    """What some words of a heading name, by what its others make of it."""
    owner = match.field == "owner"
    first = match.field == known and singular(normal(heading)).startswith(known)
    asked = owner or first or match.field in ("status", "percent_complete")
    doubt = doubt_of(heading, known=known, office=owner) if asked else ""
    if match.field == "status" and not doubt and _IS["of_persons"].search(normal(heading)):
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
