"""Which columns may hold the original timescale, the later ones and the completion dates."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from tracker.book import Column, as_text
from tracker.reading import headings, statuses
from tracker.reading.contents import LONG, Contents, asks_whether_done, date_of
from tracker.reading.heading_words import (
    DateKind,
    date_kind,
    is_former_due,
    said_of_dates,
    says_date,
)

if TYPE_CHECKING:
    from tracker.reading.columns import Columns

EVIDENCE: Mapping[DateKind, Mapping[str, float]] = {
    "original": {"original_due": 100},
    "due": {"original_due": 80},
    "end": {"original_due": 60},
    "date": {"original_due": 40},
    "soft": {"revised_due": 80},
    "revised": {"revised_due": 90},
    "completed": {"completed_on": 100},
}
"""How surely a column is each of the dates by what its heading says (0 to 100)."""

DOUBTFUL = 0.5
"""What is left of the evidence of a heading with a word that is not known."""

DUE: tuple[DateKind, ...] = ("original", "due", "end", "date")
LATER: tuple[DateKind, ...] = ("soft", "revised")
_ON_A_DAY = re.compile(r"\b(?:on|at)$")
"""A heading ("Completed on") below which a single date shows what the rest should be."""
_OF_A_FORECAST = re.compile(r"\b(?:forecast|expected|anticipated|projected|estimated|likely)")
_OF_RECOMMENDATION = re.compile(r"\b(?:rec|recommendation|argymhelliad)\b")


def field_of(kind: DateKind) -> str:
    """The field that a column of dates of some kind is."""
    done = kind in ("completed", "completion", "either")
    return "completed_on" if done else "revised_due" if kind in LATER else "original_due"


def kind_of(name: str, held: Contents) -> DateKind:
    """What a heading says of its dates, ``""`` where what the column holds speaks against it."""
    kind = date_kind(name)
    if kind in ("", "other"):
        return kind
    if not held.counts:
        return kind if says_date(name) or not headings.matches(name) else ""
    if not says_date(name):
        likely = held.like_dates >= 0.8 or _ON_A_DAY.search(headings.normal(name)) is not None
        return kind if held.dates >= 0.5 or (held.dates > 0 and likely) else ""
    if held.tells_status or held.counts_time or held.percents >= 0.5:
        return "other"
    return kind if held.like_dates >= 0.5 or held.length < LONG else ""


def roles_of_either(columns: Columns, untaken: Collection[str]) -> dict[str, int]:
    """The fields of a column whose heading says both when it was completed and when it is to be.

    Which of the two a date is, its row's status says; nothing where no column tells that.
    ``untaken`` are the fields that may be given.
    """
    place = columns.either  # which the user chose
    if "completed_on" in untaken and columns.fields.keys() & {"status", "percent_complete"}:
        either = (i for i, kind in columns.settled.items() if kind == "either")
        place = next((i for i in either if columns.held[i].dates >= 0.5), None)
    if place is None:
        return {}
    to_be = "revised_due" if "original_due" in columns.fields else "original_due"
    return {name: place for name in ("completed_on", to_be) if name in untaken}


def settle_completion(columns: Columns, status: int | None, today: date) -> dict[int, DateKind]:
    """What a bare "Completion date", or one of two roles, is, from the rows that it stands on.

    A due date where actions that are not complete have one (a later date beside a due date),
    where another column says when they were completed, or where nothing else says what is
    complete or due; else the day of completion. A bare "Date" right of "Completed Y/N" is that.
    """
    kinds, held = columns.date_kinds, columns.held
    has_due = "original_due" in columns.fields or any(kind in DUE for kind in kinds.values())
    settled = dict(kinds)
    told = None if status is None else held[status].cells
    known = told or has_due or any(name == "percent_complete" for name, _ in columns.scores)
    for i, kind in kinds.items():
        beside = told if kind == "date" and has_due and i - 1 == status else None
        if beside is not None and asks_whether_done(columns.names[i - 1], held[i - 1]):
            settled[i] = "completed" if _where_done(held[i].cells, beside) else kind
        if kind == "either" and told and not _on_open_rows(held[i].cells, told, today):
            settled[i] = "completed"
        if kind != "completion":
            continue
        if "completed" in settled.values() or not (known or "completed_on" in columns.fields):
            settled[i] = "end"
        elif _on_open_rows(held[i].cells, told, today):
            settled[i] = "soft" if has_due else "end"
        elif not has_due and "implement" in headings.normal(columns.names[i]):
            settled[i] = "due"  # as audit plans head it
        else:
            settled[i] = "completed"
    return settled


def evidence(columns: Columns) -> dict[tuple[str, int], float]:
    """How surely each column is each of the dates, from its heading, contents and neighbours."""
    kinds, names, held = columns.settled, columns.names, columns.held
    original = columns.fields.get("original_due")  # where the user chose it
    found: dict[tuple[str, int], float] = {}
    doubtful = {i for i in kinds if said_of_dates(names[i])[1] == "doubtful"}
    for i, kind in kinds.items():
        number = _number(names[i]) / 20
        well = 1.0 if held[i].like_dates >= 0.5 else 0.4 if not held[i].counts else 0.5
        well *= DOUBTFUL if i in doubtful else 1
        for field, score in EVIDENCE.get(kind, {}).items():
            found[field, i] = score * well - (number if kind in DUE else 0)
        if kind == "completed" and "actual" in headings.normal(names[i]):
            found["completed_on", i] += 5
        if kind in DUE and _OF_RECOMMENDATION.search(headings.normal(names[i])):
            found["original_due", i] *= 0.75
            found["recommendation_due", i] = 60 * well
    later = [i for i, kind in kinds.items() if kind in LATER]
    agreed_only = {kinds[i] for i in later} == {"soft"}
    due = [i for i, kind in kinds.items() if kind in DUE and not (agreed_only and i in doubtful)]
    first = max(due, key=lambda i: found["original_due", i], default=None)
    anchor = first if original is None else original
    if anchor is not None:
        for i in [] if later else _later_than(anchor, columns):
            found["revised_due", i] = 30
        return found
    soft = [i for i in later if kinds[i] == "soft"]
    agreed = [i for i in soft if not _OF_A_FORECAST.search(headings.normal(names[i]))]
    most = max((held[i].rows for i in soft), default=0)
    agreed = agreed or [i for i in soft if 2 * held[i].rows > most]  # a later date few rows have
    for i in later if len(later) == 1 else agreed or soft:  # the only dates, or those agreed first
        found["original_due", i] = 50
    if len(later) == 1:
        found.pop(("revised_due", later[0]))
    return found


def later_columns(columns: Columns, revised: int) -> list[int]:
    """All columns of later dates, in their order, of which ``revised`` is one."""
    names, kinds, original = columns.names, columns.settled, columns.fields.get("original_due")
    later = [i for i, kind in kinds.items() if kind in LATER and i != original]
    if not later and original is not None and follows(names[original], names[revised]):
        later = [i for i in kinds if follows(names[original], names[i])]
    return sorted(later or [revised], key=lambda i: (_number(names[i]), i))


def _later_than(anchor: int, columns: Columns) -> list[int]:
    """Target 2 and Target 3 after Target 1; or the plain due dates beside the original ones."""
    kinds, names, held = columns.settled, columns.names, columns.held
    due = [i for i, kind in kinds.items() if kind in DUE and i != anchor]
    series = [i for i in due if follows(names[anchor], names[i])]
    if series or not (kinds.get(anchor) == "original" or is_former_due(names[anchor])):
        return series
    plain = [i for i in due if kinds[i] in ("due", "end")]
    return [i for i in plain if _later_mostly(held[anchor].cells, held[i].cells)]


def follows(first: str, name: str) -> bool:
    """Whether a heading is the same as another with a greater number in it."""
    stems = [
        re.sub(r"\d+(?:st|nd|rd|th)?", "", headings.normal(each)).split() for each in (first, name)
    ]
    return stems[0] == stems[1] and _number(name) > _number(first)


_ORDINALS = {"first": 1, "second": 2, "third": 3, "further": 4, "latest": 90, "current": 91}


def _number(name: str) -> int:
    """The number in a heading (Target 2, second revised date), 0 where there is none."""
    text = headings.normal(name)
    digits = re.search(r"\b(\d{1,2})(?:st|nd|rd|th)?\b", text)
    if digits:
        return int(digits[1])
    return next((number for word, number in _ORDINALS.items() if word in text.split()), 0)


def _later_mostly(original: Column, other: Column) -> bool:
    """Whether the dates of another column, where they differ, are mostly the later ones."""
    first, second = _days(original), _days(other)
    apart = (second - first)[(first > 0) & (second > 0)]
    return bool((apart > 0).sum() >= (apart < 0).sum())


def _days(column: Column) -> npt.NDArray[np.int64]:
    """The ordinal of each row's date, 0 where there is none."""
    days = (date_of(cell).day for cell in column.different())
    return column.spread((day.toordinal() if day else 0 for day in days), np.int64)


def _where_done(cells: Column, status: Column) -> bool:
    """Whether each date stands where the answer to whether it is done is yes."""
    answers = map(as_text, status[np.flatnonzero(_days(cells))].different())
    told = {statuses.read_status(text, yes_no=True).group for text in answers if text}
    return bool(told) and told <= {*statuses.DONE}


def _on_open_rows(cells: Column, status: Column | None, today: date) -> bool:
    """Whether a date lies in the future, or on an action whose status is an open one."""
    days = _days(cells)
    if (days > today.toordinal()).any() or status is None:
        return bool((days > today.toordinal()).any())
    told = map(as_text, status[np.flatnonzero(days)].different())
    return any(statuses.read_status(text).group in statuses.OPEN for text in told)
