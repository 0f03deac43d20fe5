"""Colours of cells that tell the status of their rows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import groupby, pairwise

import numpy as np

from tracker.book import Column
from tracker.reading.expressions import MONTH
from tracker.reading.findings import sayings
from tracker.reading.sheet_plan import SheetPlan
from tracker.reading.statuses import read_status

_FILL = sayings("status_column")["fill"]


def tells_in_words(statuses: Column) -> bool:
    """Whether a status is more than a colour: "Amber" alone does not say what is complete."""
    hows = {read_status(text).how for text in statuses.different_texts() if text}
    return not hows <= {"colour"}


def with_fills(plan: SheetPlan, column: Column, place: int | None) -> tuple[Column, int]:
    """The statuses, the colour of a blank one's fill in its place ("amber fill"), and its column.

    Without a status column it is the one whose cells have the most fills, where most rows tell
    nothing of their status.
    """
    by_column = _fills(plan)
    if place is None and by_column and _lacks_statuses(plan):
        varied = [c for c, fills in by_column.items() if len(set(fills.values())) > 1]
        place = max(varied, key=lambda c: (len(by_column[c]), -c), default=None)
    fills = by_column.get(place, {}) if place is not None else {}
    blank = {row: colour for row, colour in fills.items() if not column.filled[row]}
    if not blank or place is None or plan.columns.own_download:
        return column, place or 0
    colours = list(blank.values())
    counts = ", ".join(f"{colour} {colours.count(colour)}" for colour in dict.fromkeys(colours))
    plan.tell(_FILL, "status", list(blank), column=place, value=counts, counts=counts)
    return column.replaced({row: f"{colour} fill" for row, colour in blank.items()}), place


def _fills(plan: SheetPlan) -> dict[int, dict[int, str]]:
    """By column the colour of each filled row, where the colours may tell something of the rows."""
    start = plan.table.sheet.start[1]
    by_column: dict[int, dict[int, str]] = {}
    for colour, cells in plan.table.sheet.fills.items():
        for column in cells:
            if 0 <= column - start < len(plan.table.columns):
                rows = np.flatnonzero(plan.rows_of(cells, column - start)).tolist()
                by_column.setdefault(column - start, {}).update(dict.fromkeys(rows, colour))
    groups = by_column.get(plan.columns.fields.get("recommendation", -1), {})
    painted = groups if _one_a_recommendation(plan, groups) else None
    return {
        column: dict(sorted(fills.items()))
        for column, fills in by_column.items()
        if fills and fills != painted and not _decorates(plan, column, fills)
    }


def _one_a_recommendation(plan: SheetPlan, fills: Mapping[int, str]) -> bool:
    """Whether each of several recommendations has rows of one colour, unlike the next one's."""
    if not fills:
        return False
    texts = plan.cells["recommendation"].texts
    blocks = [[*rows] for _, rows in groupby(sorted(fills), lambda row: texts[row])]
    if len(fills) < plan.size or len(blocks) < 3 or min(map(len, blocks)) < 2:
        return False
    colours = [{fills[row] for row in rows} for rows in blocks]
    return all(len(a) == len(b) == 1 and a != b for a, b in pairwise(colours))


def _decorates(plan: SheetPlan, column: int, fills: Mapping[int, str]) -> bool:
    """Whether fills are a table's or a Gantt chart's, or say what the cells' words say."""
    if _TIME.match(plan.table.names[column]):
        return True
    rows = sorted(fills)
    banded = all(below - above == 2 for above, below in pairwise(rows))
    plain = set(fills.values()) in ({"grey"}, {"blue"}) and len(rows) > 1
    if plain and (banded or len(rows) == plan.size):
        return True
    name = next((n for n, c in plan.columns.fields.items() if c == column), "")
    cells = plan.cells[name] if name in plan.cells else plan.table.columns[column][plan.rows.kept]
    texts = [cells.texts[row] for row in rows]
    meant = dict(zip(texts, fills.values(), strict=False))
    return len(meant) < len(rows) and all(
        text is not None and meant[text] == fills[row]
        for text, row in zip(texts, rows, strict=True)
    )


_TIME = re.compile(
    rf"\W*(?:w(?:ee)?k|w/[ce]|month|q|day)?\W*\d|[JFMASOND]$|{MONTH}\W*\d*$",
    re.IGNORECASE,
)
"""A heading of a week or month, as a Gantt chart has."""


def _lacks_statuses(plan: SheetPlan) -> bool:
    """Whether most rows have neither a completion date nor a percentage."""
    telling = ("completed_on", "percent_complete")
    told = [plan.cells[name].filled for name in telling if name in plan.cells]
    return int(np.any(told, axis=0).sum()) < plan.size / 2 if told else True
