"""Columns of cells as they go from the process that parses a file to the one that reads it.

A plan has few different dates, statuses and owners. So each column goes as its different values
and, for each row, which of them stands there; a column of free text goes as its cells. They go
some rows at a time: one process looks at the first while the other packs the next.
"""

from __future__ import annotations

import datetime as dt
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import count, islice
from typing import Any

Packed = tuple[list[Any], bytes, bool]
"""What some rows add to a column: further values, the rows' codes as 32-bit integers (none where
each row has its own value), and whether all of the values are text."""

_ROWS_AT_ONCE = 500
"""Few enough for their cells to stay in the processor's cache between the passes over them."""

_ROWS_IN_PART = 2 * _ROWS_AT_ONCE
"""Rows that go at a time."""

_ROWS_TO_JUDGE = _ROWS_AT_ONCE
"""Rows after which a column of mostly different values is no longer searched for equal ones."""

_YES, _NO = object(), object()
"""In place of ``True`` and ``False`` while values are compared, as those equal 1 and 0."""


def pack(rows: Iterable[Sequence[Any]], width: int) -> Iterator[list[Packed]]:
    """The first ``width`` columns of rows at least as long, some rows at a time.

    A value is text, a number, yes or no, or for a date an ``int``: the ordinal of its day.
    """
    columns = [_Column() for _ in range(width)]
    rows, packed = iter(rows), 0
    while batch := list(islice(rows, _ROWS_AT_ONCE)):
        for column, cells in zip(columns, zip(*batch, strict=True), strict=False):
            column.add(cells)
        packed += len(batch)
        if packed % _ROWS_IN_PART == 0:
            yield [column.taken() for column in columns]
    if packed % _ROWS_IN_PART:
        yield [column.taken() for column in columns]


class _Column:
    """One column being packed."""

    def __init__(self) -> None:
        self.code_of = _numbered(())
        self.answers = False
        self.codes = array("i")
        self.straight: list[Any] | None = None
        self.gone = 0

    def add(self, cells: Sequence[Any]) -> None:
        """Add the cells of further rows."""
        if self.straight is not None:
            self.straight.extend(cells)
            return
        if self.answers:
            cells = [_YES if cell is True else _NO if cell is False else cell for cell in cells]
        known, rows = len(self.code_of), len(self.codes)
        self.codes.extend(array("i", list(map(self.code_of.__getitem__, cells))))
        if not self.answers and (True in self.code_of or False in self.code_of):
            self.answers = True  # or the numbers that equal them: tell the two apart
            self.code_of = _numbered(islice(self.code_of, known))
            del self.codes[rows:]
            self.add(cells)
            return
        judged = not self.gone and len(self.codes) == _ROWS_TO_JUDGE
        if judged and len(self.code_of) > _ROWS_TO_JUDGE / 2:
            values = list(self.code_of)
            self.straight = [values[code] for code in self.codes]

    def taken(self) -> Packed:
        """What was added since it was last taken."""
        if self.straight is not None:
            values, codes, self.straight = self.straight, b"", []
        else:
            values = list(islice(reversed(self.code_of), len(self.code_of) - self.gone))[::-1]
            codes, self.codes = self.codes.tobytes(), array("i")
            self.gone = len(self.code_of)
        if set(map(type, values)) <= {str}:
            return values, codes, True
        return [_plain(value) for value in values], codes, False


def _numbered(values: Iterable[Any]) -> defaultdict[Any, int]:
    """A number for each value, from 0, and the next for each that is asked for and not there."""
    known = {value: code for code, value in enumerate(values)}
    return defaultdict(count(len(known)).__next__, known)


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
