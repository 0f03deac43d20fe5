"""Bytes to sheets of cells, within limits: the parsing itself is done in :mod:`.worker`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from tracker.reading import limits
from tracker.reading.apart import call_apart
from tracker.reading.cells import Cell, Column, Values, straight_column
from tracker.reading.findings import PlanError
from tracker.reading.packing import Packed

_WORKER = "tracker.reading.worker"


@dataclass(frozen=True)
class Sheet:
    """One sheet: ``columns[c][r]`` is a cell; ``start`` is the address (row, column) of the first.

    ``merged`` and the rest are addresses in the workbook, counted from 0, as ``start`` is:
    ``percent_cells`` and ``month_cells`` the rows of a column's cells with such a format, as
    32-bit integers.
    """

    name: str
    columns: list[Column]
    start: tuple[int, int] = (0, 0)
    merged: Sequence[tuple[tuple[int, int], tuple[int, int]]] = ()
    visible: bool = True
    from_1904: bool = False
    hidden_rows: Sequence[int] = ()
    hidden_columns: Sequence[tuple[int, int]] = ()
    errors: Sequence[tuple[int, int, str]] = ()
    uncalculated: Sequence[tuple[int, int]] = ()
    percent_cells: Mapping[int, bytes] = field(default_factory=dict)
    month_cells: Mapping[int, bytes] = field(default_factory=dict)

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
        columns = [column[first:end].texts.tolist() for column in self.columns]
        return [[text or "" for text in row] for row in zip(*columns, strict=True)]

    def address(self, row: int, column: int) -> str:
        """``H14`` for a row and column of ``columns``, counted from 0."""
        return f"{column_letters(column + self.start[1])}{row + self.start[0] + 1}"


def column_letters(column: int) -> str:
    """``A`` for 0, ``AA`` for 26."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@dataclass(frozen=True)
class Book:
    """A file's sheets in its order, and what it is: ``xlsx``, ``docx``, ``text`` and so on."""

    kind: str
    sheets: list[Sheet]


def read_book(data: bytes) -> Book:
    """The sheets of a file.

    Raises :class:`PlanError` with one sentence where the file is not one that can be read, or
    would cost out of proportion to read.
    """
    if len(data) > limits.MAX_FILE_BYTES:
        raise PlanError(
            f"This file is {len(data) / 1024**2:.0f} MB; "
            f"the limit is {limits.MAX_FILE_BYTES // 1024**2} MB."
        )
    kind, rest = "", {}
    sheets: list[ComingSheet] = []
    for answer in call_apart(_WORKER, "read_sheets", data):
        if "columns" in answer:
            sheets[-1].add(answer["columns"])
        elif "sheet" in answer:
            sheets.append(ComingSheet(answer["sheet"]))
        elif "kind" in answer:
            kind = answer["kind"]
        else:
            rest = answer
    notes = rest.pop("notes", {})
    return Book(kind, [sheet.come(notes.get(sheet.told["name"], {}) | rest) for sheet in sheets])


class ComingSheet:
    """A sheet whose rows are coming, as :mod:`.packing` packs them.

    ``told`` are the fields of :class:`Sheet` that are known before, and its ``height`` in rows.
    """

    def __init__(self, told: Mapping[str, Any]) -> None:
        self.told = dict(told)
        self.height = self.told.pop("height")
        self.values: list[Values] = []
        self.codes: list[bytearray] = []

    def add(self, columns: list[Packed]) -> None:
        """Add some rows."""
        if not self.values:
            self.values = [Values(self.height) for _ in columns]
            self.codes = [bytearray() for _ in columns]
        for number, (values, codes, only_text) in enumerate(columns):
            self.values[number].add(values, only_text)
            self.codes[number] += codes

    def come(self, rest: Mapping[str, Any]) -> Sheet:
        """The sheet, its rows come; ``rest`` is what else is to be known of it."""
        columns = [
            Column(values, np.frombuffer(codes, np.int32)) if codes else straight_column(values)
            for values, codes in zip(self.values, self.codes, strict=True)
        ]
        return Sheet(columns=columns, **self.told, **rest)


def read_fills(data: bytes) -> dict[str, list[tuple[int, int, str]]]:
    """By sheet, the row and column (from 0) of each filled cell and the name of its colour.

    Empty for files other than .xlsx and .xlsm. Raises :class:`PlanError` as ``read_book`` does.
    """
    [answer] = call_apart(_WORKER, "read_fills", data)
    fills: dict[str, list[tuple[int, int, str]]] = answer["fills"]
    return fills
