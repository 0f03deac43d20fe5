"""Which columns hold the original timescale, the later ones and the completion dates."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

import numpy as np
import numpy.typing as npt

from tracker.book import Cell, Column, as_text
from tracker.reading import headings, statuses
from tracker.reading.kinds import FindingKind
from tracker.reading.profile import Columns, Profile, date_of

_RANK = {"original": 0, "due": 1, "end": 2, "date": 3}


def assign_dates(
    kinds: dict[int, headings.DateKind],
    names: Sequence[str],
    profiles: list[Profile],
    columns: Columns,
    none: set[str],
    today: date,
) -> None:
    """Choose the date columns among those whose heading speaks of dates (``kinds``)."""
    kinds = _settle_completion(kinds, profiles, columns, none, today)
    _assign_completed(kinds, names, columns, none)
    due = sorted(
        (i for i in kinds if kinds[i] in _RANK),
        key=lambda i: (_RANK[kinds[i]], _number(names[i]), i),
    )
    revised = sorted(
        (i for i in kinds if kinds[i] == "revised"), key=lambda i: (_number(names[i]), i)
    )
    if "recommendation_due" not in columns.fields and "recommendation_due" not in none:
        own = [i for i in due if headings.recommendation_date(names[i])]
        if own and len(due) > len(own):
            columns.fields["recommendation_due"] = own[0]
            due = [i for i in due if i not in own]
    if "original_due" not in columns.fields and "original_due" not in none:
        _choose_original(due, revised, kinds, names, columns)
    original = columns.fields.get("original_due")
    if not columns.revised and "revised_due" not in none:
        columns.revised = revised or _later_of_the_same(
            original, due, kinds, names, profiles, columns
        )
    for i in due:
        if i != original and i not in columns.revised and not columns.own_download:
            columns.note(
                "warning",
                FindingKind.ANOTHER_DATE_COLUMN,
                i,
                "",
                "This column also holds due dates; it is kept but not used. If it is the original "
                "or the revised timescale, say so in the column mapping.",
            )
    if columns.revised:
        columns.fields["revised_due"] = columns.revised[-1]


def _choose_original(
    due: list[int],
    revised: list[int],
    kinds: dict[int, headings.DateKind],
    names: Sequence[str],
    columns: Columns,
) -> None:
    """The column of the original timescale; ``revised`` gives up its only column if need be."""
    if due:
        columns.fields["original_due"] = due[0]
        if kinds[due[0]] in ("end", "date") and not revised and len(due) == 1:
            columns.note(
                "note",
                FindingKind.ONLY_ONE_DATE_COLUMN,
                due[0],
                "original_due",
                "This is the only column of due dates, so it is taken as the original timescale.",
            )
    elif len(revised) > 1:
        soft = [i for i in revised if not headings.is_firmly_revised(names[i])]
        if soft:
            revised.remove(soft[0])
            columns.fields["original_due"] = soft[0]
            columns.note(
                "warning",
                FindingKind.ORIGINAL_DATE_BY_ANOTHER_NAME,
                soft[0],
                "original_due",
                "No column is headed as the original timescale, so this one is taken as it beside "
                "the revised one. Change the column mapping if that is wrong.",
            )
    elif len(revised) == 1:
        columns.fields["original_due"] = revised.pop()
        columns.note(
            "warning",
            FindingKind.ONLY_ONE_DATE_COLUMN,
            columns.fields["original_due"],
            "original_due",
            "This is the only column of due dates, so it is taken as the original timescale, "
            "though its heading speaks of a later one. If the plan's dates have moved, add the "
            "original ones.",
        )


def _later_of_the_same(
    original: int | None,
    due: list[int],
    kinds: dict[int, headings.DateKind],
    names: Sequence[str],
    profiles: list[Profile],
    columns: Columns,
) -> list[int]:
    """Target 2 and Target 3 after Target 1; or the plain due date beside an original one."""
    if original is None:
        return []
    stem = re.sub(r"\d+", "", headings.normal(names[original])).split()
    later = [
        i
        for i in due
        if i != original
        and re.sub(r"\d+", "", headings.normal(names[i])).split() == stem
        and _number(names[i]) > _number(names[original])
    ]
    if later:
        same = any(headings.is_repeat(names[i]) for i in later)
        columns.note(
            "warning" if same else "note",
            FindingKind.SEVERAL_DATE_COLUMNS,
            later[-1],
            "revised_due",
            "Of several columns of due dates, the first is taken as the original timescale and the "
            "last one filled as the revised timescale.",
        )
        return later
    others = [
        i
        for i in due
        if i != original
        and kinds[i] in ("due", "end")
        and _later_mostly(profiles[original].cells, profiles[i].cells)
    ]
    if kinds.get(original) == "original" and others:
        columns.note(
            "warning",
            FindingKind.DUE_DATE_TAKEN_AS_REVISED,
            others[0],
            "revised_due",
            "Beside a column of original dates, this one is taken as the revised timescale.",
        )
        return others[:1]
    return []


def _later_mostly(original: Column, other: Column) -> bool:
    """Whether the dates of another column, where they differ, are mostly the later ones."""
    first, second = _days(original), _days(other)
    both = (first > 0) & (second > 0)
    later, earlier = (second > first) & both, (second < first) & both
    return bool(later.sum() >= earlier.sum())


def _days(column: Column) -> npt.NDArray[np.int64]:
    """The ordinal of each row's date, 0 where there is none."""

    def ordinal(cell: Cell) -> int:
        day = date_of(cell).day
        return day.toordinal() if day else 0

    return column.map(ordinal, np.int64)


_ORDINALS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "further": 4,
    "fourth": 4,
    "latest": 90,
    "current": 91,
}


def _number(name: str) -> int:
    """The number in a heading (Target 2, second revised date), 0 where there is none."""
    text = headings.normal(name)
    digits = re.search(r"\b(\d{1,2})(?:st|nd|rd|th)?\b", text)
    if digits:
        return int(digits[1])
    return next((number for word, number in _ORDINALS.items() if word in text.split()), 0)


def _assign_completed(
    kinds: dict[int, headings.DateKind], names: Sequence[str], columns: Columns, none: set[str]
) -> None:
    if "completed_on" in columns.fields or "completed_on" in none:
        return
    found = [i for i, kind in kinds.items() if kind == "completed"]
    found.sort(key=lambda i: ("actual" not in headings.normal(names[i]), i))
    if found:
        columns.fields["completed_on"] = found[0]
    for i in found[1:]:
        columns.note(
            "note",
            FindingKind.ANOTHER_COMPLETION_DATE,
            i,
            "",
            "This column also holds completion dates; it is kept but not used.",
        )


def _settle_completion(
    kinds: dict[int, headings.DateKind],
    profiles: list[Profile],
    columns: Columns,
    none: set[str],
    today: date,
) -> dict[int, headings.DateKind]:
    """Decide what a bare "Completion date" is from the rows that it stands on."""
    settled = dict(kinds)
    for i, kind in kinds.items():
        if kind != "completion":
            continue
        if "completed" in kinds.values():
            settled[i] = "end"
            continue
        due = _on_open_rows(profiles[i].cells, columns, profiles, today)
        has_due = any(k in _RANK for k in kinds.values()) or "original_due" in columns.fields
        settled[i] = ("revised" if has_due else "end") if due else "completed"
        meaning = "a due date" if due else "the day on which the action was completed"
        why = (
            "it has dates on actions that are not complete, or in the future"
            if due
            else "every date in it is past and on a completed action"
        )
        columns.note(
            "warning",
            FindingKind.COMPLETION_DATE,
            i,
            "completed_on" if not due else "original_due",
            f"“Completion date” can mean two things. It is taken as {meaning}, because {why}.",
        )
    return settled


def _on_open_rows(cells: Column, columns: Columns, profiles: list[Profile], today: date) -> bool:
    dated = cells.map(lambda cell: date_of(cell).outcome in ("date", "from_publication"), bool)
    if (_days(cells)[dated] > today.toordinal()).any():
        return True
    status = columns.fields.get("status")
    if status is None or not dated.any():
        return False
    groups = map(as_text, profiles[status].cells[np.flatnonzero(dated)].different())
    open_groups = ("not_started", "in_progress", "awaiting_sign_off")
    return any(statuses.read_status(text).group in open_groups for text in groups)
