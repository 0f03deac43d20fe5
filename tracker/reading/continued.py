"""What goes on: a table on the next sheet or after words in Word, an action in the next row."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from tracker.book import Cell, Column, Flags, RowNumbers, Sheet
from tracker.reading import headings
from tracker.reading.dates import read_date
from tracker.reading.findings import sayings
from tracker.reading.heading_words import date_kind
from tracker.reading.parents import DATED
from tracker.reading.statuses import read_status
from tracker.reading.table import Table, area, filled_down, shape_of
from tracker.words import count

_SAID = sayings("continued")
_LEAST_FILLED = 4
_SHARE_FILLED = 0.6
"""Cells that a row must have in common with one above to be of the same table: of its headings."""

_MOSTLY = 0.8
"""Share of the rows that must be so."""

_ROWS_SEEN = 50
"""Rows of each that are looked at."""


def with_continued(sheets: Sequence[Sheet], tables: Sequence[list[Table]]) -> list[list[Table]]:
    """The tables of each sheet, with those of sheets without headings that go on with the last."""
    found: list[list[Table]] = []
    headed = ""
    for sheet, own in zip(sheets, tables, strict=True):
        before = found[-1][-1:] if found else []
        headed = sheet.name if own else headed
        going_on = (_going_on(sheet, each, headed) for each in before if not own)
        found.append(own or [table for table in going_on if table])
    return found


def _going_on(sheet: Sheet, before: Table, headed_on: str) -> Table | None:
    """A sheet's cells under the headings of the table before, where they are filled as its rows.

    Its first row is no headings, its dates are dates, its statuses statuses, its references others.
    """
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
    if not seen or not alike(seen[0]) or sum(map(alike, seen)) < _MOSTLY * len(seen):
        return None
    told = [
        _holds_the_same(names[c], before.columns[c], filled.columns[c][np.array(seen)])
        for c in headed
    ]
    if False in told or True not in told:
        return None
    first = rows[0]
    cells = area(sheet, first, headed[0], rows[-1], headed[-1])
    said = _SAID["CONTINUED_WITHOUT_HEADINGS"].of(
        sheet.name, [cells], rows=count("row", len(rows)), other=f"“{headed_on}”"
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
        findings=(said,),
    )


def _holds_the_same(name: str, before: Column, now: Column) -> bool | None:
    """Whether a column's cells are such as those before; None where that shows nothing."""
    texts = [text for text in now.different_texts() if text]
    known = {text for text in before.different_texts() if text}
    if not texts or not known:
        return None
    if date_kind(name) not in ("", "other"):
        days = [isinstance(cell, date) or _is_date(cell) for cell in now.different()]
        return sum(days) >= _MOSTLY * len(texts) if any(map(_is_date, known)) else None
    fields = headings.surely(name)
    if fields == ["status"]:
        understood = [text in known or read_status(text).group is not None for text in texts]
        return 2 * sum(understood) >= len(texts)
    return False if fields == ["reference"] and known & set(texts) else None


def _is_date(cell: Cell) -> bool:
    return isinstance(cell, str) and read_date(cell).outcome == "date"


_GOES_ON = re.compile(r"[a-z]|[(•·–-]\s*[a-z]")
"""How a row begins that goes on with the sentence above it."""

_OF_AN_ACTION = ("reference", "status", *DATED)


def rows_going_on(
    table: Table, fields: Mapping[str, int], filled: Flags, count: RowNumbers
) -> dict[int, int]:
    """Rows with nothing of an action of their own under an action, to that action's row.

    It is merged down over them, or they go on with its sentence in the next row.
    """
    action = fields.get("action", fields.get("reference"))
    if action is None:
        return {}
    words = () if "action" in fields else ("recommendation", "recommendation_text")
    own = [fields[name] for name in (*_OF_AN_ACTION, *words) if name in fields]
    merged = table.merged_down.get(action, frozenset())
    heads: dict[int, int] = {}
    for row in sorted(merged):
        new = [c for c in own if filled[c, row] and row not in table.merged_down.get(c, ())]
        if not new and filled[action, row]:
            heads[row] = heads.get(row - 1, row - 1)
    alone = np.flatnonzero(filled[action] & (count == 1)).tolist()
    for row in alone if "reference" in fields else ():
        goes_on = _GOES_ON.match(table.columns[action].texts[row])
        if goes_on and row and filled[action, row - 1]:
            heads[row] = heads.get(row - 1, row - 1)
    return heads
