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

    A part of a column shares its values, so not all of them need be in use. ``straight`` says
    that the codes follow one another: each row has its own value, as in a column of free text.
    """

    distinct: Values
    codes: Codes
    straight: bool = False

    def __len__(self) -> int:
        return len(self.codes)

    @overload
    def __getitem__(self, rows: int) -> Cell: ...
    @overload
    def __getitem__(self, rows: slice | RowNumbers) -> Column: ...
    def __getitem__(self, rows: int | slice | RowNumbers) -> Cell | Column:
        if isinstance(rows, int):
            return self.distinct.cells[int(self.codes[rows])]
        codes = self.codes[rows]
        follow = self.straight and (not len(codes) or codes[-1] - codes[0] + 1 == len(codes))
        return Column(self.distinct, codes, follow)

    def __iter__(self) -> Iterator[Cell]:
        return map(self.distinct.cells.__getitem__, self.codes.tolist())

    def by_row(self, table: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """For each row, what a table has at the place of its value among :attr:`distinct`."""
        if self.straight and len(self.codes):
            return table[self.codes[0] : self.codes[-1] + 1]
        return table[self.codes]

    @cached_property
    def texts(self) -> Objects:
        """Each row's cell as text, ``None`` where it is blank."""
        return self.by_row(self.distinct.texts)

    @cached_property
    def filled(self) -> Flags:
        """Whether there is more than spaces in each row's cell."""
        return self.by_row(self.distinct.filled)

    @property
    def plain(self) -> Objects:
        """Each row's cell as text, a number, yes or no, or a date; ``None`` where it is blank."""
        return self.by_row(self.distinct.plain)

    @cached_property
    def not_empty(self) -> Flags:
        """Whether there is anything in each row's cell, be it spaces."""
        flags = self.distinct.filled.copy()
        for code in np.flatnonzero(~flags).tolist():
            flags[code] = self.distinct.cells[code] != ""
        return self.by_row(flags)

    @cached_property
    def used(self) -> Codes:
        """The codes in use, in the order of the rows."""
        return self.codes if self.straight else pd.unique(self.codes)

    @property
    def same(self) -> Codes:
        """A number for each row, the same where the cells are equal as Python compares them."""
        return self.by_row(self.distinct.same)

    def different(self) -> list[Cell]:
        """The cells in use, in the order of the rows: few of them are equal."""
        if self.straight and len(self.codes):
            return self.distinct.cells[self.codes[0] : self.codes[-1] + 1]
        return [self.distinct.cells[code] for code in self.used.tolist()]

    def different_texts(self) -> list[str | None]:
        """The same as text, ``None`` where blank."""
        texts: list[str | None] = self.distinct.texts[self.used].tolist()
        return texts

    def map(self, of: Callable[[Cell], Any], dtype: Any = object) -> npt.NDArray[Any]:
        """What a function makes of each row's cell; it is called once for each value in use."""
        return self.spread(map(of, self.different()), dtype)

    def map_texts(self, of: Callable[[str | None], Any], dtype: Any = object) -> npt.NDArray[Any]:
        """What a function makes of each row's text, ``None`` where blank."""
        return self.spread(map(of, self.different_texts()), dtype)

    def spread(self, told: Iterable[Any], dtype: Any = object) -> npt.NDArray[Any]:
        """What is told of each of the :meth:`different` cells, for each row."""
        told = np.fromiter(told, dtype, len(self.used))
        if self.straight:
            return told
        table = np.empty(len(self.distinct.cells), dtype=dtype)
        table[self.used] = told
        return table[self.codes]

    def with_codes(self, codes: Codes) -> Column:
        """The column with other values of it in its rows."""
        return Column(self.distinct, codes)

    def replaced(self, cells: Mapping[int, Cell]) -> Column:
        """The column with other cells in these rows."""
        codes = self.codes.copy()
        codes[list(cells)] = np.arange(len(cells)) + len(self.distinct.cells)
        return Column(Values([*self.distinct.cells, *cells.values()]), codes)


def column_of(cells: Iterable[Cell]) -> Column:
    """A column of these cells."""
    return unpack(list(cells), b"", only_text=False)


def unpack(values: list[Cell], codes: bytes, only_text: bool) -> Column:
    """A column as :mod:`tracker.reading.packing` packs it."""
    distinct = Values(values, only_text=only_text)
    if codes:
        return Column(distinct, np.frombuffer(codes, np.int32))
    return Column(distinct, np.arange(len(values), dtype=np.int32), straight=True)
