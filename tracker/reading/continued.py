"""A table that goes on where its headings do not: on the next sheet, or after words in Word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tracker.book import Sheet
from tracker.reading.findings import sayings
from tracker.reading.table import Table, area, filled_down, shape_of
from tracker.words import count

_SAID = sayings("continued")
_LEAST_FILLED = 3
_SHARE_FILLED = 0.6
"""Cells that a row must have in common with one above to be of the same table: of its headings."""

_MOSTLY = 0.8
"""Share of the rows that must be so."""

_ROWS_SEEN = 50
"""Rows of each that are looked at."""


def with_continued(sheets: Sequence[Sheet], tables: Sequence[list[Table]]) -> list[list[Table]]:
    """The tables of each sheet, with those of sheets without headings that go on with the last."""
    found: list[list[Table]] = []
    for sheet, own in zip(sheets, tables, strict=True):
        before = found[-1][-1:] if found else []
        found.append(own or [table for each in before if (table := _going_on(sheet, each))])
    return found


def _going_on(sheet: Sheet, before: Table) -> Table | None:
    """A sheet's cells under the headings of the table before, where they are filled as its rows."""
    if (
        not sheet.width
        or sheet.start[1] != before.sheet.start[1]
        or sheet.width > len(before.names)
    ):
        return None
    names = before.names[: sheet.width]
    headed = [c for c, name in enumerate(names) if name]
    least = max(_LEAST_FILLED, _SHARE_FILLED * sum(map(bool, before.names)))
    above = [shape_of(before.columns, headed, row) for row in range(_ROWS_SEEN)[: before.height]]

    def alike(row: int) -> bool:
        own = shape_of(filled.columns, headed, row)
        shared = max((len(own.items() & each.items()) for each in above), default=0)
        return any(own.values()) and shared >= least

    filled, merged = filled_down(sheet)
    texts = filled.texts(0, sheet.height)
    rows = [row for row, line in enumerate(texts) if sum(map(bool, line)) > 1]
    seen = rows[:_ROWS_SEEN]
    if not seen or sum(map(alike, seen)) < _MOSTLY * len(seen):
        return None
    first = rows[0]
    cells = area(sheet, first, headed[0], rows[-1], headed[-1])
    where = f"“{before.sheet.name}”"
    told = _SAID["CONTINUED_WITHOUT_HEADINGS"].of(
        sheet.name, [cells], rows=count("row", len(rows)), other=where
    )
    return replace(
        before,
        sheet=filled,
        names=names,
        columns=[column[first:] for column in filled.columns],
        header_row=first,
        first_row=first,
        as_at=None,
        title="\n".join(" ".join(filter(None, line)) for line in texts[:first]),
        sheet_title="",
        merged_down={c: frozenset(r - first for r in rows) for c, rows in merged.items()},
        keys={},
        findings=(told,),
    )
