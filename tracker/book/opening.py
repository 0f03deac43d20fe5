"""``open_book``: a file's bytes to a :class:`Book`, parsed once in processes of their own."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from tracker.book import parsing
from tracker.book.limited import MAX_FILE_BYTES, Limited, PlanError
from tracker.book.sheet import Book, Cell, CellRows, Column, Sheet, YesNo, coded_column


def open_book(file: bytes | str | os.PathLike[str] | BinaryIO, name: str = "") -> Book:
    """The sheets of a file, with what is known of their cells.

    Parameters
    ----------
    file : bytes, path or binary file
        An xlsx, xlsm, xls, xlsb, ods, csv, tsv or docx file; what it is decides, not its name.
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
    with Limited(parsing.cells, data) as cells, Limited(parsing.notes, data) as notes:
        answers = cells.answers()
        kind = next(answers)
        found = [(about, _columns(about.pop("width"), answers)) for about in answers]
        told = next(notes.answers())
    sheets = (
        Sheet(columns=columns, **about, **_notes(told.get(about["name"], {})))
        for about, columns in found
    )
    return Book(kind, name, tuple(sheets), hashlib.sha256(data).hexdigest())


def _load(file: bytes | str | os.PathLike[str] | BinaryIO, name: str) -> tuple[bytes, str]:
    if isinstance(file, bytes):
        return file, name
    if isinstance(file, str | os.PathLike):
        path = Path(file)
        try:
            return path.read_bytes(), name or path.name
        except FileNotFoundError as error:
            raise PlanError(f"There is no file “{path.name}” there.") from error
        except IsADirectoryError as error:
            raise PlanError(f"“{file}” is a folder, not a file.") from error
        except OSError as error:
            raise PlanError(
                f"The file “{path.name}” could not be opened: {error.strerror}."
            ) from error
    return file.read(), name or Path(getattr(file, "name", "") or "").name


def _columns(width: int, answers: Iterator[Any]) -> list[Column]:
    """The next columns that are answered."""
    columns = []
    for _ in range(width):
        columns.append(arrived(*next(answers)))
    return columns


def arrived(values: list[Any], codes: bytes) -> Column:
    """A column from how :mod:`.parsing` hands it over."""
    if not set(map(type, values)) <= {str, float}:
        values = list(map(_cell, values))
    return coded_column(values, np.frombuffer(codes, np.int32))


def _cell(value: Any) -> Cell:
    if isinstance(value, bool):
        return YesNo.YES if value else YesNo.NO
    if isinstance(value, int):
        return date.fromordinal(value)
    return value  # type: ignore[no-any-return]


def _notes(told: Mapping[str, Any]) -> dict[str, Any]:
    """What was told of a sheet, its cells' rows as arrays."""
    notes = dict(told)
    for name in ("percent_cells", "month_cells"):
        if name in notes:
            notes[name] = _rows(notes[name])
    if "fills" in notes:
        notes["fills"] = {colour: _rows(cells) for colour, cells in notes["fills"].items()}
    return notes


def _rows(cells: Mapping[int, bytes]) -> CellRows:
    return {column: np.frombuffer(rows, np.int32) for column, rows in cells.items()}
