"""What a heading says of the dates below it, and how headings are compared."""

from __future__ import annotations

import re
from collections.abc import Set
from functools import lru_cache
from typing import Literal

from tracker.reading.heading_words import TOLD, Doubt, doubt_of, expression, normal, singular

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

NOT_NAMES = frozenset(singular(normal(heading)) for heading in TOLD["none"].split(";"))

_SAID = {name: expression(words) for name, words in TOLD["dates"].items()}
_OWN = expression(
    "compliance;" + ";".join(w for name, w in TOLD["dates"].items() if name != "other")
)
_TO_COME = re.compile(rf"{_SAID['due'].pattern}|\b(?:planned|scheduled?|to be|by(?! hmic))\b")
_STILL_DUE = re.compile(
    r"\b(?:updated|changed|latest|new|current|revised|extended|extension)\b.*\b(?:due|target|deadline|time ?scales?|"
    r"completion|scheduled|planned|ends?|finish|delivery|implementation|approved|agreed)\b|"
    r"\bapproved (?:extension|extended|revised|target|due|deadline)\b"
)
"""Words by which a heading with one of ``other`` still speaks of a due date."""
_PLAIN = re.compile(
    r"(?:(?:action|task|no|the|of|and|time) )*(?:dates?|d?dyddiad)(?: \d+| and time)?"
)
"""Headings of dates that say nothing else: what other word stands there was not understood."""
_EITHER = re.compile(r"\s*[/|&(]\s*|\s+(?:or|and|neu|ac?)\s+", re.IGNORECASE)
_TO_BE: frozenset[DateKind] = frozenset(("original", "due", "end", "soft", "revised"))
_DONE = frozenset(
    "complete completed implemented done finished fixed achieved delivered remediated actioned".split()
)
"""Headings that, alone, speak of dates where dates stand below."""


def is_former(text: str) -> bool:
    """Whether a heading, as compared, says that it was so before: "Previous status"."""
    former = r"(?:previous|former|old|prior|last month|previously)\b|.*\bblaenorol$"
    return re.match(former, text) is not None


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
    text = normal(heading)
    said = {name for name, words in _SAID.items() if words.search(text)}
    still_due = _STILL_DUE.search(text) is not None
    if singular(text) in NOT_NAMES or ("other" in said and not still_due):
        return "other", ""
    either = _says_either(heading)
    if not (either or said & {"says", "due", "planned", "end", "bare"} or text in _DONE):
        return ("other" if doubt_of(heading, _OWN) in ("held", "thing") else ""), ""
    if is_former(text) or "quantity" in said:
        return "other", ""
    kind = "either" if either else _kind(text, said)
    return kind, _standing(doubt_of(heading, _OWN), kind, said, still_due)


def _says_either(heading: str) -> bool:
    """Whether one part of a heading says that it is done, and another that it is to be."""
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
        ("date", _PLAIN.fullmatch(text) is not None),
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
