"""The process that parses an uploaded file, so that no file can take the server with it.

Run by :mod:`tracker.reading.workbook` with the file on standard input; prints the sheets with
``marshal``. It holds itself to limits of memory and time that grow with what the file really
unpacks to, not with what it says. A file that breaks them ends this process and no other.
"""

from __future__ import annotations

import datetime as dt
import io
import sys
import zipfile
from collections.abc import Callable
from typing import Any

from tracker.reading import fills, limits, ooxml, text_tables, word_tables
from tracker.reading.apart import OUT_OF_PROPORTION, expanded_size, hold_to_limits, reply
from tracker.reading.signatures import PASSWORD, Refused, kind_of

DAMAGED = (
    "This workbook is damaged and cannot be read. "
    "Open it in Excel, save it again and upload the new copy."
)
TOO_LARGE = "This workbook is too large to read: "


def read_sheets() -> None:
    """Read a file from standard input, answer with its sheets."""
    _answer(lambda kind, data: {"kind": kind, "sheets": _sheets(kind, data)})


def read_fills() -> None:
    """Read a file from standard input, answer with the filled cells of each sheet."""
    _answer(lambda kind, data: {"kind": kind, "fills": _fills(kind, data)})


def _answer(read: Callable[[str, bytes], dict[str, Any]]) -> None:
    data = sys.stdin.buffer.read()
    try:
        kind = kind_of(data)
        hold_to_limits(expanded_size(data))
        answer = read(kind, data)
    except Refused as refusal:
        answer = {"refused": str(refusal)}
    except MemoryError:
        answer = {"refused": OUT_OF_PROPORTION}
    except BaseException as error:  # a panic of the parser is not an Exception
        answer = {"refused": _refusal_of(error)}
    reply(answer)


def _refusal_of(error: BaseException) -> str:
    """The parser's own words are for programmers; say the cause that they point at."""
    name = type(error).__name__
    if name == "PasswordError" or "password" in str(error).lower():
        return PASSWORD
    return DAMAGED


def _sheets(kind: str, data: bytes) -> list[dict[str, Any]]:
    if kind == "text":
        return [_sheet("", text_tables.rows_of(data))]
    if kind == "docx":
        return _word_sheets(data)
    return _workbook_sheets(kind, data)


def _word_sheets(data: bytes) -> list[dict[str, Any]]:
    tables = word_tables.tables_of(data)
    if not tables:
        raise Refused("This is a Word document with no table in it.")
    return [_sheet(name, rows, (-above, 0), merged) for name, rows, above, merged in tables]


def _workbook_sheets(kind: str, data: bytes) -> list[dict[str, Any]]:
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
    notes = _notes(data) if kind == "xlsx" else {}
    from_1904 = kind == "xlsx" and _uses_1904(data)
    sheets = []
    cells = 0
    for about in workbook.sheets_metadata:
        if about.typ not in (SheetTypeEnum.WorkSheet, SheetTypeEnum.MacroSheet):
            continue
        sheet = workbook.get_sheet_by_name(about.name)
        cells += sheet.height * sheet.width
        if cells > limits.MAX_CELLS:
            raise Refused(
                f"{TOO_LARGE}it has more than {limits.MAX_CELLS:,} cells, "
                "blank ones between the filled ones included."
            )
        rows = sheet.to_python(skip_empty_area=True)
        start = sheet.start or (0, 0)
        merged = [] if kind in ("xlsb", "ods") else sheet.merged_cell_ranges or []
        sheets.append(
            _sheet(about.name, rows, start, merged, notes.get(about.name))
            | {"visible": about.visible == SheetVisibleEnum.Visible, "from_1904": from_1904}
        )
    if not sheets:
        raise Refused("This workbook has no worksheet in it.")
    return sheets


def _fills(kind: str, data: bytes) -> dict[str, list[fills.Fill]]:
    if kind != "xlsx":
        return {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return fills.fills_of(archive)


def _uses_1904(data: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return ooxml.uses_1904(archive)


def _notes(data: bytes) -> dict[str, ooxml.SheetNotes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        styles = ooxml.read_styles(archive)
        return {
            name: ooxml.read_notes(archive.read(part), styles)
            for name, part in ooxml.sheet_parts(archive).items()
        }


def _sheet(
    name: str,
    rows: list[list[Any]],
    start: tuple[int, int] = (0, 0),
    merged: list[tuple[tuple[int, int], tuple[int, int]]] | None = None,
    notes: ooxml.SheetNotes | None = None,
) -> dict[str, Any]:
    notes = notes or ooxml.SheetNotes()
    width = min(max((len(row) for row in rows), default=0), limits.MAX_COLUMNS)
    if any(len(row) != width for row in rows):
        rows = [(row + [""] * (width - len(row)))[:width] for row in rows]
    return {
        "name": name,
        "start": start,
        "columns": [_plain(list(column)) for column in zip(*rows, strict=True)],
        "merged": merged or [],
        "visible": True,
        "hidden_rows": notes.hidden_rows,
        "hidden_columns": notes.hidden_columns,
        "errors": notes.errors,
        "uncalculated": notes.uncalculated,
        "percent_cells": notes.percent_cells,
        "month_cells": notes.month_cells,
    }


_PLAIN_TYPES = {str, float, bool}


def _plain(column: list[Any]) -> list[Any]:
    """A column of ``str``, ``float``, ``bool`` and, for a date, ``int``: its day's ordinal."""
    if set(map(type, column)) <= _PLAIN_TYPES:
        return column
    return [value if type(value) in _PLAIN_TYPES else _plain_value(value) for value in column]


def _plain_value(value: Any) -> str | float | int:
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
