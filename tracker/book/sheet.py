"""A book: its sheets, and columns of cells that are looked at value by value, not row by row."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from functools import cached_property
from typing import Any, TypeAlias, overload

import numpy as np
import numpy.typing as npt
import pandas as pd

from tracker.book.parsing import Coding
from tracker.book.sheet_xml import Place, column_letters


class YesNo(Enum):
    """A cell that is TRUE or FALSE."""

    YES = "Yes"
    NO = "No"


Cell: TypeAlias = str | float | date | YesNo
"""Text, a number, a day, or yes or no; blank is ``""``.

No two of them that differ are equal, as ``True`` and 1.0 are, or a day's number and that number: so
a column keeps each different cell once.
"""

Codes: TypeAlias = npt.NDArray[np.integer[Any]]
RowNumbers: TypeAlias = npt.NDArray[np.int64]
Flags: TypeAlias = npt.NDArray[np.bool_]
Objects: TypeAlias = npt.NDArray[np.object_]
CellRows: TypeAlias = Mapping[int, npt.NDArray[np.int32]]
"""Some cells of a sheet: by column the rows, in order, as the workbook counts both, from 0."""


def is_blank(cell: Cell) -> bool:
    """Whether nothing but spaces is in a cell."""
    return isinstance(cell, str) and not cell.strip()


def as_text(cell: Cell) -> str:
    """A cell as a person would type it, blanks at the ends and non-breaking spaces gone."""
    if isinstance(cell, str):
        return cell.replace("\xa0", " ").strip()
    if isinstance(cell, date):
        return f"{cell.day:02d}/{cell.month:02d}/{cell.year:04d}"
    return cell.value if isinstance(cell, YesNo) else f"{cell:.10g}"


def texts_of(cells: Sequence[Cell]) -> list[str | None]:
    """Each cell as text, ``None`` where it is blank."""
    if set(map(type, cells)) == {str} and "\xa0" not in "".join(cells):  # type: ignore[arg-type]
        return [cell.strip() or None for cell in cells]  # type: ignore[union-attr]
    return [as_text(cell) or None for cell in cells]


def objects(values: Iterable[Any], count: int = -1) -> Objects:
    """An array of these objects, each one element, tuples too."""
    return np.fromiter(values, dtype=object, count=count)


class Values:
    """The different cells of a column, and last the blank one, whose code is -1.

    The parts of a column share them. What is worked out of each cell is kept, but not pickled.
    ``texts`` are those of the different cells where they are known already.
    """

    def __init__(
        self, different: Sequence[Cell], texts: Sequence[str | None] | None = None
    ) -> None:
        self.cells: Objects = objects([*different, ""], len(different) + 1)
        if texts is not None:
            self.texts = objects([*texts, None], len(texts) + 1)

    def __getstate__(self) -> dict[str, Any]:
        return {"cells": self.cells}

    @cached_property
    def texts(self) -> Objects:
        """Each as text, ``None`` where it is blank."""
        return objects(texts_of(self.cells.tolist()), len(self.cells))

    @cached_property
    def plain(self) -> Objects:
        """Each as text, a number, ``True`` or ``False``, or a date; ``None`` where it is blank."""
        plain = self.cells.copy()
        if YesNo in set(map(type, plain.tolist())):
            plain[plain == YesNo.YES], plain[plain == YesNo.NO] = True, False
        plain[-1] = None
        return plain

    @cached_property
    def filled(self) -> Flags:
        """Whether each is more than spaces."""
        return self.texts.astype(bool)


@dataclass(frozen=True, eq=False)
class Column(Sequence[Cell]):
    """A column of cells: ``codes`` has for each row the place of its cell among ``distinct``.

    Equal cells have the same code, blank ones -1. A part of a column shares its values, so not all
    of them need be in use.
    """

    codes: Codes
    distinct: Values

    def __reduce__(self) -> tuple[Any, ...]:
        return Column, (self.codes, self.distinct)

    def __len__(self) -> int:
        return len(self.codes)

    @overload
    def __getitem__(self, rows: int) -> Cell: ...
    @overload
    def __getitem__(self, rows: slice | RowNumbers) -> Column: ...
    def __getitem__(self, rows: int | slice | RowNumbers) -> Cell | Column:
        if isinstance(rows, int):
            cell: Cell = self.distinct.cells[self.codes[rows]]
            return cell
        return Column(self.codes[rows], self.distinct)

    def __iter__(self) -> Iterator[Cell]:
        return iter(self.by_row(self.distinct.cells).tolist())

    def by_row(self, table: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """For each row, what a table has at the place of its cell among the values."""
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
        """Each row's cell as text, a number, a truth or a date; ``None`` where it is blank."""
        return self.by_row(self.distinct.plain)

    @property
    def not_empty(self) -> Flags:
        """Whether there is anything in each row's cell, be it spaces."""
        return self.codes >= 0

    @cached_property
    def used(self) -> Codes:
        """The codes in use, in the order of the rows."""
        return pd.unique(self.codes)

    def different(self) -> Iterator[Cell]:
        """The different cells in use, in the order of the rows."""
        return iter(self.distinct.cells[self.used].tolist())

    def different_texts(self) -> list[str | None]:
        """The same as text, ``None`` where blank."""
        different: list[str | None] = self.distinct.texts[self.used].tolist()
        return different

    def map(self, of: Callable[[Cell], Any], dtype: Any = object) -> npt.NDArray[Any]:
        """What a function makes of each row's cell; it is called once for each value in use."""
        return self.spread(map(of, self.different()), dtype)

    def map_texts(self, of: Callable[[str | None], Any], dtype: Any = object) -> npt.NDArray[Any]:
        """What a function makes of each row's text, ``None`` where blank."""
        return self.spread(map(of, self.different_texts()), dtype)

    def spread(self, told: Iterable[Any], dtype: Any = object) -> npt.NDArray[Any]:
        """What is told of each of the :meth:`different` cells, for each row."""
        table = np.empty(len(self.distinct.cells), dtype=dtype)
        table[self.used] = np.fromiter(told, dtype, len(self.used))
        return table[self.codes]

    def with_codes(self, codes: Codes) -> Column:
        """The column with other values of it in its rows."""
        return Column(codes, self.distinct)

    def replaced(self, cells: Mapping[int, Cell]) -> Column:
        """The column with other cells in these rows."""
        every = list(self)
        for row, cell in cells.items():
            every[row] = cell
        return column_of(every)


def column_of(cells: Sequence[Cell]) -> Column:
    """A column of these cells."""
    # Not pandas.factorize: to it two texts are one where they are the same up to a character 0.
    coding = Coding()
    codes = np.frombuffer(coding.add(cells), np.int32)
    return coded_column(coding.taken(), codes)


def blank_column(rows: int) -> Column:
    """A column of so many blank cells."""
    return Column(np.full(rows, -1, np.int8), Values(()))


def coded_column(
    different: Sequence[Cell], codes: Codes, texts: Sequence[str | None] | None = None
) -> Column:
    """A column by its different cells and, for each row, the place of its own; -1 is blank."""
    narrow = np.min_scalar_type(-len(different)) if different else np.int8
    return Column(codes.astype(narrow), Values(different, texts))


@dataclass(frozen=True)
class Sheet:
    """One sheet: ``columns[c][r]`` is a cell; ``start`` is the address (row, column) of the first.

    All else has addresses as the workbook counts them, from 0. ``percent_cells`` are shown as
    percentages and hold the share, ``typed_percent_cells`` hold the percentage itself (``0"%"``);
    ``month_cells`` and ``year_cells`` are dates shown by month and year or by the year alone.
    ``struck_cells`` are struck out, ``struck_parts`` hold words that are (what is not, what is).
    ``indented_cells`` are moved in, ``outlined_rows`` grouped under another.
    ``formulas`` are calculated. ``widths``: first and last of columns of one width, in characters.
    ``fills``: the cells of each colour, by its everyday name. ``changed``: changes in Word not
    accepted yet, ``deleted``: the rows before which others are so deleted. ``far``: address and
    text of cells too far from the others to be in ``columns``.
    ``ragged``: rows of delimited text (from 1) with their number of cells and the headings'.
    """

    name: str
    columns: list[Column]
    start: Place = (0, 0)
    merged: Sequence[tuple[Place, Place]] = ()
    visible: bool = True
    from_1904: bool = False
    hidden_rows: Sequence[int] = ()
    outlined_rows: Sequence[int] = ()
    hidden_columns: Sequence[Place] = ()
    widths: Sequence[tuple[int, int, float]] = ()
    errors: Sequence[tuple[int, int, str]] = ()
    uncalculated: Sequence[Place] = ()
    formulas: Sequence[Place] = ()
    percent_cells: CellRows = field(default_factory=dict)
    typed_percent_cells: CellRows = field(default_factory=dict)
    month_cells: CellRows = field(default_factory=dict)
    year_cells: CellRows = field(default_factory=dict)
    indented_cells: CellRows = field(default_factory=dict)
    struck_cells: CellRows = field(default_factory=dict)
    struck_parts: Mapping[Place, tuple[str, str]] = field(default_factory=dict)
    fills: Mapping[str, CellRows] = field(default_factory=dict)
    changed: Sequence[Place] = ()
    deleted: Sequence[int] = ()
    far: Sequence[tuple[str, str]] = ()
    ragged: Sequence[tuple[int, int, int]] = ()

    @property
    def height(self) -> int:
        return len(self.columns[0]) if self.columns else 0

    @property
    def width(self) -> int:
        return len(self.columns)

    def row(self, index: int) -> list[Cell]:
        """The cells of one row."""
        return [column[index] for column in self.columns]

    def texts(self, first: int, end: int) -> list[list[str]]:
        """The cells as text of the rows from ``first`` to before ``end``, blank ones empty."""
        columns = [c.distinct.texts[c.codes[first:end]].tolist() for c in self.columns]
        return [[text or "" for text in row] for row in zip(*columns, strict=True)]

    def letters(self, column: int) -> str:
        """``H`` for a column of ``columns``, counted from 0."""
        return column_letters(column + self.start[1])

    def address(self, row: int, column: int) -> str:
        """``H14`` for a row and column of ``columns``, counted from 0."""
        return f"{self.letters(column)}{row + self.start[0] + 1}"


@dataclass(frozen=True)
class Book:
    """A file as opened: its sheets in its order, and what it is.

    ``kind`` is ``xlsx``, ``xls``, ``xlsb``, ``ods``, ``docx`` or ``text``; ``name`` the file's,
    for showing; ``sha256`` that of its bytes, by which it is known again.
    """

    kind: str
    name: str
    sheets: tuple[Sheet, ...]
    sha256: str


def bytes_held(book: Book, *frames: pd.DataFrame) -> int:
    """What the cells of a book and of frames made of it take in memory: each text counts once."""
    texts: dict[int, object] = {}
    arrays = 0
    for column in (column for sheet in book.sheets for column in sheet.columns):
        different = column.distinct.cells.tolist()
        texts.update(zip(map(id, different), different, strict=True))
        arrays += column.codes.nbytes + column.distinct.cells.nbytes
    for frame in frames:
        for _, texts_of in frame.select_dtypes("object").items():
            cells = texts_of.tolist()
            texts.update(zip(map(id, cells), cells, strict=True))
    arrays += sum(int(frame.memory_usage(index=False).sum()) for frame in frames)
    return arrays + sum(map(sys.getsizeof, texts.values()))
