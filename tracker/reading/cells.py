"""Cells, and a column of them that is looked at value by value rather than row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import islice
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


def objects(values: Iterable[Any], count: int = -1) -> Objects:
    """An array of these objects, each one element, tuples too."""
    return np.fromiter(values, dtype=object, count=count)


LOOKED_FOR = ("SENSITIVE", "RESTRICTED", "PUBLICATION")
"""Words of protective markings: that a column has none of them is known as its cells come."""


class Values:
    """The different values of a column, ``most`` of them: most columns have far fewer than rows.

    Now and then two of them are equal, as two times of one day are. Each is looked at once, as
    it comes: ``found`` are the words of :data:`LOOKED_FOR` that are in any of them.
    """

    def __init__(self, most: int) -> None:
        self.cells: list[Cell] = []
        self.found: set[str] = set()
        self._texts, self._plain = np.empty(most, object), np.empty(most, object)
        self._filled = np.empty(most, bool)

    def add(self, cells: list[Any], only_text: bool) -> None:
        """Add further values; ``only_text`` where each of them is text."""
        texts: list[Any] = cells
        if not only_text:
            texts = [as_text(cell) for cell in cells]
        together = "\n".join(texts)
        if "\xa0" in together:
            texts = [text.replace("\xa0", " ") for text in texts]
        texts = [text.strip() or None for text in texts]
        self.found.update(word for word in LOOKED_FOR if word in together)
        new = slice(len(self.cells), len(self.cells) + len(cells))
        self.cells += cells
        self._texts[new] = texts
        self._plain[new] = [c or None for c in cells] if only_text else list(map(_plain, cells))
        self._filled[new] = [text is not None for text in texts]

    @property
    def texts(self) -> Objects:
        """Each value as text, ``None`` where it is blank."""
        return self._texts[: len(self.cells)]

    @property
    def plain(self) -> Objects:
        """Each value as text, a number, yes or no, or a date; ``None`` where it is blank."""
        return self._plain[: len(self.cells)]

    @property
    def filled(self) -> Flags:
        """Whether each value is more than spaces."""
        return self._filled[: len(self.cells)]

    @cached_property
    def same(self) -> Codes:
        """The number of the first value that each one equals, as Python compares them."""
        first: dict[Cell, int] = {}
        return np.array([first.setdefault(cell, at) for at, cell in enumerate(self.cells)], "int32")


def values_of(cells: Sequence[Cell]) -> Values:
    """These values."""
    values = Values(len(cells))
    values.add(list(cells), set(map(type, cells)) <= {str})
    return values


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

    def different(self) -> Iterator[Cell]:
        """The cells in use, in the order of the rows: few of them are equal."""
        if self.straight and len(self.codes):
            return islice(self.distinct.cells, int(self.codes[0]), int(self.codes[-1]) + 1)
        return map(self.distinct.cells.__getitem__, self.used.tolist())

    def different_texts(self) -> list[str | None]:
        """The same as text, ``None`` where blank."""
        texts = self.texts if self.straight else self.distinct.texts[self.used]
        different: list[str | None] = texts.tolist()
        return different

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
        return Column(values_of([*self.distinct.cells, *cells.values()]), codes)


def column_of(cells: Sequence[Cell]) -> Column:
    """A column of these cells."""
    return straight_column(values_of(cells))


def straight_column(values: Values) -> Column:
    """A column in which each row has its own value."""
    return Column(values, np.arange(len(values.cells), dtype=np.int32), straight=True)
