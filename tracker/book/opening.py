"""``open_book``: a file's bytes to a :class:`Book`, parsed once in processes of their own."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from tracker.book import parsing
from tracker.book.files import workbook_in
from tracker.book.formats import ZERO_HIDDEN
from tracker.book.limited import (
    MAX_FILE_BYTES,
    Limited,
    OutOfProportion,
    PlanError,
    as_they_come,
)
from tracker.book.parsing import Coding
from tracker.book.sheet import (
    Book,
    Cell,
    CellRows,
    Codes,
    Column,
    RowNumbers,
    Sheet,
    YesNo,
    coded_column,
    texts_of,
)


def open_book(file: bytes | str | os.PathLike[str] | BinaryIO, name: str = "") -> Book:
    """The sheets of a file, with what is known of their cells.

    Parameters
    ----------
    file : bytes, path or binary file
        An xlsx, xlsm, xls, xlsb, ods, csv, tsv or docx file, or a page that the tracker published;
        what it is decides, not its name.
    name : str
        The file's name, for showing.

    Raises
    ------
    PlanError
        One plain sentence, where the file cannot be read or would cost out of proportion.
    """
    data, name = _load(file, name)
    if len(data) > MAX_FILE_BYTES:
        raise PlanError(
            f"This file is {len(data) / 1024**2:.0f} MB; "
            f"the limit is {MAX_FILE_BYTES // 1024**2} MB."
        )
    sha256, far = hashlib.sha256(data).hexdigest(), {}
    data = workbook_in(data) or data
    try:
        kind, found, told = _parsed(data)
    except OutOfProportion:
        with Limited(parsing.near_cells, data) as near:
            data, far = near.answers()
        kind, found, told = _parsed(data, True)
    sheets = []
    for about, coming in found:
        columns = [column.column() for column in coming]
        notes = _as_arrays(about | told.get(about["name"], {}))
        for column, rows in notes.pop(ZERO_HIDDEN, {}).items():
            _hide_zeros(columns, column - notes["start"][1], rows - notes["start"][0])
        sheets.append(Sheet(columns=columns, far=far.get(about["name"], ()), **notes))
    return Book(kind, name, tuple(sheets), sha256)


def _parsed(
    data: bytes, whatever_extent: bool = False
) -> tuple[str, list[tuple[dict[str, Any], list[Coming]]], dict[str, dict[str, Any]]]:
    """The kind of a file, its sheets as told with their columns, and what else is told of each."""
    kind, told = "", {}
    found: list[tuple[dict[str, Any], list[Coming]]] = []
    with (
        Limited(parsing.cells, data, whatever_extent) as cells,
        Limited(parsing.notes, data) as notes,
    ):
        for process, answer in as_they_come(cells, notes):
            if process is notes:
                told = answer
            elif isinstance(answer, str):
                kind = answer
            elif isinstance(answer, dict):
                found.append((answer, []))
            else:
                coming = found[-1][1]
                coming += [Coming() for _ in answer[len(coming) :]]
                for column, pack in zip(coming, answer, strict=True):
                    column.add(*pack)
    return kind, found, told


def _load(file: bytes | str | os.PathLike[str] | BinaryIO, name: str) -> tuple[bytes, str]:
    if isinstance(file, bytes):
        return file, name
    if isinstance(file, str | os.PathLike):
        path = Path(file)
        try:
            return path.read_bytes(), name or path.name
        except FileNotFoundError as error:
            raise PlanError(
                f"There is no file “{path.name}” in {path.absolute().parent}."
            ) from error
        except IsADirectoryError as error:
            raise PlanError(f"“{file}” is a folder, not a file.") from error
        except OSError as error:
            raise PlanError(
                f"The file “{path.name}” could not be opened: {error.strerror}."
            ) from error
    return file.read(), name or Path(getattr(file, "name", "") or "").name


class Coming:
    """A column that comes some rows at a time, as :mod:`.parsing` hands it over."""

    def __init__(self) -> None:
        self.coding = Coding()
        self.places = np.array([-1], np.int32)
        self.codes: list[Codes] = []
        self.cells: list[Cell] = []
        self.texts: list[str | None] = []

    def add(self, values: list[Any], codes: bytes) -> None:
        """Add what some rows add to it, and put it in words while others are awaited."""
        if not set(map(type, values)) <= {str, float}:
            values = list(map(_cell, values))
        own = np.frombuffer(self.coding.add(values), np.int32)
        if codes:
            self.places = np.concatenate([self.places[:-1], own, [-1]])
            own = self.places[np.frombuffer(codes, np.int32)]
        self.codes.append(own)
        new = self.coding.taken()
        self.cells += new
        self.texts += texts_of(new)

    def column(self) -> Column:
        """The column, all its rows come."""
        return coded_column(self.cells, np.concatenate(self.codes), self.texts)


def _cell(value: Any) -> Cell:
    if isinstance(value, str | float):
        return value
    if isinstance(value, bool):
        return YesNo.YES if value else YesNo.NO
    return date.fromordinal(value)


def _as_arrays(told: dict[str, Any]) -> dict[str, Any]:
    """What was told of a sheet, its cells' rows as arrays."""
    for name, value in told.items():
        if name == "fills":
            told[name] = {colour: _rows(cells) for colour, cells in value.items()}
        elif name.endswith("_cells") or name == ZERO_HIDDEN:
            told[name] = _rows(value)
    return told


def _rows(cells: Mapping[int, bytes]) -> CellRows:
    return {column: np.frombuffer(rows, np.int32) for column, rows in cells.items()}


def _hide_zeros(columns: list[Column], at: int, rows: RowNumbers) -> None:
    if 0 <= at < len(columns):
        rows = rows[(rows >= 0) & (rows < len(columns[at]))]
        zeros = rows[columns[at][rows].map(lambda cell: cell == 0.0, bool)]
        codes = columns[at].codes.copy()
        codes[zeros] = -1
        columns[at] = columns[at].with_codes(codes)
