"""One sheet's table to the rows of a plan: the fields, and the user's own columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from tracker.fields import actions_frame
from tracker.reading import date_columns, dates, sheet_plan, values
from tracker.reading.sheet_plan import SheetPlan
from tracker.reading.workbook import Cell, column_letters


@dataclass(frozen=True)
class Part:
    """One sheet's actions, and the user's own columns on the same index."""

    actions: pd.DataFrame
    original: pd.DataFrame


def read_part(part: SheetPlan, own: Mapping[str, str], published: date | None, known: bool) -> Part:
    """Read every field of one sheet; ``own`` is the user's meaning of status words."""
    part.dates = {n: date_columns.resolve(c, published) for n, c in part.dates.items()}
    part.later = [date_columns.resolve(c, published) for c in part.later]
    names, wording = values.recommendations(part)
    groups, status_texts = values.read_statuses(part, own)
    percent = values.read_percent(part)
    owners = values.read_owners(part)
    fields: dict[str, object] = {n: part.texts(n) for n in sheet_plan.TEXT_FIELDS}
    fields |= {n: c.days for n, c in part.dates.items()}
    fields["original_due_text"] = part.texts("original_due")
    fields |= _revised(part)
    fields["recommendation"], fields["recommendation_text"] = names, wording
    fields["scope"] = values.scopes(part)
    fields["recommendation_due"] = _recommendation_due(part, published)
    fields["percent_complete"] = percent.shares
    fields["status_text"] = status_texts
    fields["restricted"] = values.read_restricted(part, status_texts)
    fields["status"] = _groups(part, groups, fields)
    fields["sheet"] = [part.name] * part.size
    fields["row"] = part.row_numbers()
    index = pd.RangeIndex(part.size)
    fields["owners"] = pd.Series(owners, index=index, dtype="object")
    values.say_dates(part, known, published)
    return Part(actions_frame(fields, index), _original(part))


def _revised(part: SheetPlan) -> dict[str, object]:
    """The latest agreed date, its words, and how many different dates followed the original."""
    size = part.size
    latest = np.full(size, np.datetime64("NaT"), dtype="datetime64[s]")
    texts: list[str | None] = [None] * size
    original = part.dates["original_due"].days if "original_due" in part.dates else latest
    seen: dict[int, set[date]] = {}

    def moved(row: int, days: Sequence[date]) -> None:
        seen.setdefault(row, set()).update(days)
        latest[row] = np.datetime64(days[-1], "s")

    if "original_due" in part.dates:
        for row, days in part.dates["original_due"].later.items():
            moved(row, days)
            texts[row] = part.texts("original_due")[row]
    for column, words in zip(part.later, part.later_texts, strict=True):
        known = ~np.isnat(column.days)
        latest[known] = column.days[known]
        for row in np.flatnonzero(known).tolist():
            seen.setdefault(row, set()).add(column.days[row].astype(object).date())
        for row, days in column.later.items():
            moved(row, days)
        for row, text in enumerate(words):
            texts[row] = text if text is not None else texts[row]
    moves = np.zeros(size, dtype=np.int64)
    for row, days_seen in seen.items():
        first = None if np.isnat(original[row]) else original[row].astype(object).date()
        moves[row] = len(days_seen - {first})
    if part.columns.own_download and "date_moves" in part.cells:
        moves = np.array(
            [int(cell) if isinstance(cell, float) else 0 for cell in part.cells["date_moves"]]
        )
    return {"revised_due": latest, "revised_due_text": texts, "date_moves": moves}


def _recommendation_due(part: SheetPlan, published: date | None) -> object:
    if "recommendation_due" in part.dates:
        return part.dates["recommendation_due"].days
    found = np.full(part.size, np.datetime64("NaT"), dtype="datetime64[s]")
    for row, banner in enumerate(part.rows.banners):
        if banner is not None and banner.due is not None:
            day = banner.due.day or (published and dates.from_publication(banner.due, published))
            found[row] = np.datetime64(day, "s") if day else np.datetime64("NaT")
    return found


def _groups(part: SheetPlan, groups: list[str | None], fields: Mapping[str, object]) -> list[str]:
    """The status group of each row: its cell, else its completion, percentage or due date."""
    completed = part.dates.get("completed_on")
    percent: Any = fields["percent_complete"]
    revised: Any = fields["revised_due"]
    due = part.dates.get("original_due")
    found: list[str] = []
    assumed: list[int] = []
    for row, told in enumerate(groups):
        group = None if told == values.COLOUR else told
        banner = part.rows.banners[row]
        if group is None and (part.finished or (banner is not None and banner.completed)):
            group, assumed = "complete", [*assumed, row]
        if group is None and completed is not None:
            typed = completed.remarks.get(row)
            if not np.isnat(completed.days[row]) or (typed is not None and typed.outcome == "done"):
                group = "complete"
        if group is None and not np.isnan(percent[row]):
            value = percent[row]
            group = "complete" if value == 100 else "in_progress" if value else "not_started"
            group = "in_progress" if told == values.COLOUR and group == "not_started" else group
        if group is None and told == values.COLOUR:
            group = "in_progress"
        has_due = (due is not None and not np.isnat(due.days[row])) or not np.isnat(revised[row])
        found.append(group or ("not_started" if has_due else "unknown"))
    if assumed:
        part.say(
            "warning",
            "complete by its heading",
            f"{len(assumed)} actions have no status but stand on a sheet or under a heading of "
            "completed ones, so they count as complete. Check that.",
            "status",
            assumed[0],
        )
    return found


def _original(part: SheetPlan) -> pd.DataFrame:
    """The user's own columns as read, merged and carried-down cells filled."""
    frame: dict[str, list[object]] = {}
    filled = {column: name for name, column in part.columns.fields.items()}
    for column, name in enumerate(part.table.names):
        if column in part.columns.dropped:
            continue
        if column in filled:
            cells = part.cells[filled[column]]
        else:
            whole = part.table.columns[column]
            cells = [whole[row] for row in part.rows.kept]
        plain = _plain_values(cells)
        if not name and all(value is None for value in plain):
            continue
        frame[name or f"Column {column_letters(column + part.table.sheet.start[1])}"] = plain
    return pd.DataFrame(frame, index=pd.RangeIndex(part.size), dtype="object")


def _plain_values(cells: Sequence[Cell]) -> list[object]:
    kinds = set(map(type, cells))
    if kinds == {str}:
        return [cell if cell else None for cell in cells]
    return [
        (cell or None)
        if type(cell) is str
        else date.fromordinal(cell)
        if type(cell) is int
        else cell
        for cell in cells
    ]
