"""Cells, and a column of them that is looked at value by value rather than row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, TypeAlias, overload

import numpy as np
import numpy.typing as npt
import pandas as pd

Cell: TypeAlias = str | float | bool | int
"""Text, a number, yes or no, or a date as ``int``: the ordinal of its day. Blank is ``""``."""

Codes: TypeAlias = npt.NDArray[np.int32]
RowNumbers: TypeAlias = npt.NDArray[np.int64]
Flags: TypeAlias = npt.NDArray[np.bool_]
Objects: TypeAlias = npt.NDArray[np.object_]


def is_day(cell: Cell) -> bool:
    """Whether a cell is a date (a ``bool`` is an ``int`` too, hence this)."""
    return type(cell) is int


def is_blank(cell: Cell) -> bool:
    """Whether nothing but spaces is in a cell."""
    return type(cell) is str and not cell.strip()


def as_text(cell: Cell) -> str:
    """A cell as a person would type it, blanks at the ends and non-breaking spaces gone."""
    if isinstance(cell, str):
        return cell.replace("\xa0", " ").strip()
    if isinstance(cell, bool):
        return "Yes" if cell else "No"
    if isinstance(cell, int):
        year, month, day = date.fromordinal(cell).isoformat().split("-")
        return f"{day}/{month}/{year}"
    return f"{cell:.10g}"


def _plain(cell: Cell) -> str | float | bool | date | None:
    if type(cell) is int:
        return date.fromordinal(cell)
    return None if cell == "" or cell != cell else cell


def _array(values: list[Any]) -> Objects:
    """An array of objects none of which is a sequence other than text."""
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array


def objects(values: Iterable[Any], count: int = -1) -> Objects:
    """An array of these objects, each one element, tuples too."""
    return np.fromiter(values, dtype=object, count=count)


class Values:
    """The different values of a column: most columns have far fewer of them than rows.

    Now and then two of them are equal, as two times of one day are.
    """

    def __init__(self, cells: list[Cell], *, only_text: bool = False) -> None:
        self.cells = cells
        self.only_text = only_text or set(map(type, cells)) <= {str}

    @cached_property
    def together(self) -> str:
        """All the texts in one, a line each: to see at once whether something is in any of them."""
        texts = self.cells if self.only_text else [c for c in self.cells if isinstance(c, str)]
        return "\n".join(texts)  # type: ignore[arg-type]

    @cached_property
    def texts(self) -> Objects:
        """Each value as text, ``None`` where it is blank."""
        if not self.only_text:
            return _array([as_text(cell) or None for cell in self.cells])
        texts: list[Any] = self.cells
        if "\xa0" in self.together:
            texts = [text.replace("\xa0", " ") for text in texts]
        return _array([text.strip() or None for text in texts])

    @cached_property
    def plain(self) -> Objects:
        """Each value as text, a number, yes or no, or a date; ``None`` where it is blank."""
        if not self.only_text:
            return _array([_plain(cell) for cell in self.cells])
        plain = _array(self.cells)
        for code in np.flatnonzero(~self.filled).tolist():
            plain[code] = self.cells[code] or None
        return plain

    @cached_property
    def filled(self) -> Flags:
        """Whether each value is more than spaces."""
        return ~pd.isna(self.texts)

    @cached_property
    def same(self) -> Codes:
        """The number of the first value that each one equals, as Python compares them."""
        first: dict[Cell, int] = {}
        return np.array([first.setdefault(cell, at) for at, cell in enumerate(self.cells)], "int32")


@dataclass(frozen=True, eq=False)
class Column(Sequence[Cell]):
    """A column of cells: that of row ``r`` is ``distinct.cells[codes[r]]``.

    A part of a column shares its values, so not all of them need be in use.
    """

    distinct: Values
    codes: Codes

    def __len__(self) -> int:
        return len(self.codes)

    @overload
    def __getitem__(self, rows: int) -> Cell: ...
    @overload
    def __getitem__(self, rows: slice | RowNumbers | Flags) -> Column: ...
    def __getitem__(self, rows: int | slice | RowNumbers | Flags) -> Cell | Column:
        if isinstance(rows, int):
            return self.distinct.cells[int(self.codes[rows])]
        return Column(self.distinct, self.codes[rows])

    def __iter__(self) -> Iterator[Cell]:
        return map(self.distinct.cells.__getitem__, self.codes.tolist())

    @cached_property
    def texts(self) -> Objects:
        """Each row's cell as text, ``None`` where it is blank."""
        return self.distinct.texts[self.codes]

    @cached_property
    def filled(self) -> Flags:
        """Whether there is more than spaces in each row's cell."""
        return self.distinct.filled[self.codes]

    @property
    def plain(self) -> Objects:
        """Each row's cell as text, a number, yes or no, or a date; ``None`` where it is blank."""
        return self.distinct.plain[self.codes]

    @cached_property
    def not_empty(self) -> Flags:
        """Whether there is anything in each row's cell, be it spaces."""
        flags = self.distinct.filled.copy()
        for code in np.flatnonzero(~flags).tolist():
            flags[code] = self.distinct.cells[code] != ""
        return flags[self.codes]

    @cached_property
    def used(self) -> Codes:
        """The codes in use, in the order of the rows."""
        return pd.unique(self.codes)

    @property
    def same(self) -> Codes:
        """A number for each row, the same where the cells are equal as Python compares them."""
        return self.distinct.same[self.codes]

    def different(self) -> Iterator[Cell]:
        """The cells that differ from each one before, in the order of the rows."""
        return map(self.distinct.cells.__getitem__, self.used.tolist())

    def map(self, of: Callable[[Cell], Any], dtype: Any = object) -> npt.NDArray[Any]:
        """What a function makes of each row's cell; it is called once for each value in use."""
        return self.spread(map(of, self.different()), dtype)

    def spread(self, told: Iterable[Any], dtype: Any = object) -> npt.NDArray[Any]:
        """What is told of each of the :meth:`different` cells, for each row."""
        table = np.empty(len(self.distinct.cells), dtype=dtype)
        table[self.used] = np.fromiter(told, dtype, len(self.used))
        return table[self.codes]

    def replaced(self, cells: Mapping[int, Cell]) -> Column:
        """The column with other cells in these rows."""
        codes = self.codes.copy()
        codes[list(cells)] = np.arange(len(cells)) + len(self.distinct.cells)
        return Column(Values([*self.distinct.cells, *cells.values()]), codes)


def column_of(cells: Iterable[Cell]) -> Column:
    """A column of these cells."""
    every = list(cells)
    return Column(Values(every), np.arange(len(every), dtype=np.int32))


def unpack(values: list[Cell], codes: bytes, only_text: bool) -> Column:
    """A column as :mod:`tracker.reading.packing` packs it."""
    places = np.frombuffer(codes, np.int32) if codes else np.arange(len(values), dtype=np.int32)
    return Column(Values(values, only_text=only_text), places)
