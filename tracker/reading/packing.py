"""Columns of cells as they go from the process that parses a file to the one that reads it.

A plan has few different dates, statuses and owners. So each column goes as its different values
and, for each row, which of them stands there; a column of free text goes as its cells.
"""

from __future__ import annotations

import datetime as dt
from array import array
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import count, islice
from typing import Any

Packed = tuple[list[Any], bytes, bool]
"""A column's values, its codes as 32-bit integers (none where each row has its own value), and
whether every value is text."""

_ROWS_AT_ONCE = 500
"""Few enough for their cells to stay in the processor's cache between the two passes."""

_ROWS_TO_JUDGE = _ROWS_AT_ONCE
"""Rows after which a column of mostly different values is no longer searched for equal ones."""

_YES, _NO = object(), object()
"""In place of ``True`` and ``False`` while values are compared, as those equal 1 and 0."""


def pack(rows: Iterable[Sequence[Any]], width: int) -> list[Packed]:
    """The first ``width`` columns of rows at least as long, as :data:`Packed`.

    A value is text, a number, yes or no, or for a date an ``int``: the ordinal of its day.
    """
    columns = [_Column() for _ in range(width)]
    rows = iter(rows)
    while batch := list(islice(rows, _ROWS_AT_ONCE)):
        for column, cells in zip(columns, zip(*batch, strict=True), strict=False):
            column.add(cells)
    return [column.packed() for column in columns]


class _Column:
    """One column being packed."""

    def __init__(self) -> None:
        self.code_of: defaultdict[Any, int] = defaultdict(count().__next__)
        self.codes = array("i")
        self.uncoded: list[Any] | None = None

    def add(self, cells: Sequence[Any]) -> None:
        """Add the cells of further rows."""
        if self.uncoded is not None:
            self.uncoded.extend(cells)
            return
        if bool in set(map(type, cells)):
            cells = [_YES if cell is True else _NO if cell is False else cell for cell in cells]
        self.codes.extend(map(self.code_of.__getitem__, cells))
        if len(self.codes) == _ROWS_TO_JUDGE and len(self.code_of) > _ROWS_TO_JUDGE / 2:
            values = list(self.code_of)
            self.uncoded = [values[code] for code in self.codes]

    def packed(self) -> Packed:
        """The column as it goes."""
        values = list(self.code_of) if self.uncoded is None else self.uncoded
        codes = self.codes.tobytes() if self.uncoded is None else b""
        if set(map(type, values)) <= {str}:
            return values, codes, True
        return [_plain(value) for value in values], codes, False


def _plain(value: Any) -> str | float | int | bool:
    if isinstance(value, str | float | bool):
        return value
    if value is _YES or value is _NO:
        return value is _YES
    if isinstance(value, dt.date):
        return value.toordinal()
    if isinstance(value, int):
        return float(value)
    if isinstance(value, dt.time):
        return value.strftime("%H:%M")
    if isinstance(value, dt.timedelta):
        hours, seconds = divmod(int(value.total_seconds()), 3600)
        return f"{hours}:{seconds // 60:02d}"
    return "" if value is None else str(value)
