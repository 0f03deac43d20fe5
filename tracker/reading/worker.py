"""The process that parses an uploaded file, so that no file can take the server with it.

Run by :mod:`tracker.reading.workbook` with the file on standard input; prints the sheets with
``marshal``. It holds itself to limits of memory and time that grow with what the file really
unpacks to, not with what it says. A file that breaks them ends this process and no other.
"""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from tracker.reading import fills, limits, ooxml, packing, text_tables, word_tables
from tracker.reading.apart import (
    OUT_OF_PROPORTION,
    begin_beside,
    expanded_size,
    hold_to_limits,
    reply,
)
from tracker.reading.sheet_notes import read_notes
from tracker.reading.signatures import PASSWORD, Refused, kind_of

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

DAMAGED = (
    "This workbook is damaged and cannot be read. "
    "Open it in Excel, save it again and upload the new copy."
)
TOO_LARGE = "This workbook is too large to read: "


def read_sheets() -> None:
    """Read a file from standard input, answer with its sheets."""
    _answer(lambda kind, data: {"kind": kind, "sheets": sheets_of(kind, data)})


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


def sheets_of(kind: str, data: bytes) -> list[dict[str, Any]]:
    """The sheets of a file of this kind, each as :class:`.workbook.Sheet` takes it, but packed."""
    if kind == "text":
        return [_sheet("", _packed(text_tables.rows_of(data)))]
    if kind == "docx":
        return _word_sheets(data)
    return _workbook_sheets(kind, data)


def _word_sheets(data: bytes) -> list[dict[str, Any]]:
    tables = word_tables.tables_of(data)
    if not tables:
        raise Refused("This is a Word document with no table in it.")
    return [
        _sheet(name, _packed(rows), (-above, 0), merged) for name, rows, above, merged in tables
    ]


def _workbook_sheets(kind: str, data: bytes) -> list[dict[str, Any]]:
    from python_calamine import CalamineWorkbook

    noted = begin_beside(lambda: _notes(data)) if kind == "xlsx" else None
    sheets = list(_worksheets(kind, CalamineWorkbook.from_filelike(io.BytesIO(data))))
    if not sheets:
        raise Refused("This workbook has no worksheet in it.")
    from_1904, notes = noted() if noted else (False, {})
    return [sheet | notes.get(sheet["name"], {}) | {"from_1904": from_1904} for sheet in sheets]


def _worksheets(kind: str, workbook: CalamineWorkbook) -> Iterator[dict[str, Any]]:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

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
        merged = [] if kind in ("xlsb", "ods") else sheet.merged_cell_ranges or []
        visible = about.visible == SheetVisibleEnum.Visible
        yield _sheet(about.name, _cells(sheet), sheet.start or (0, 0), merged, visible)


def _fills(kind: str, data: bytes) -> dict[str, list[fills.Fill]]:
    if kind != "xlsx":
        return {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return fills.fills_of(archive)


def _notes(data: bytes) -> tuple[bool, dict[str, dict[str, Any]]]:
    """Whether days count from 1904, and by sheet what is to be known of it besides its cells."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        styles = ooxml.read_styles(archive)
        return ooxml.uses_1904(archive), {
            name: vars(read_notes(archive.read(part), styles))
            for name, part in ooxml.sheet_parts(archive).items()
        }


def _sheet(
    name: str,
    columns: list[packing.Packed],
    start: tuple[int, int] = (0, 0),
    merged: Sequence[tuple[tuple[int, int], tuple[int, int]]] = (),
    visible: bool = True,
) -> dict[str, Any]:
    """A sheet's fields as :class:`tracker.reading.workbook.Sheet` takes them, columns packed."""
    return {
        "name": name,
        "start": start,
        "columns": columns,
        "merged": list(merged),
        "visible": visible,
    }


def _packed(rows: list[list[str]]) -> list[packing.Packed]:
    """The columns of rows that need not be of one length."""
    width = min(max((len(row) for row in rows), default=0), limits.MAX_COLUMNS)
    if any(len(row) != width for row in rows):
        rows = [(row + [""] * (width - len(row)))[:width] for row in rows]
    return packing.pack(rows, width)


def _cells(sheet: CalamineSheet) -> list[packing.Packed]:
    """The columns of a sheet, from its first row and column with anything in it."""
    if not sheet.height:
        return []
    rows = islice(sheet.iter_rows(), (sheet.start or (0, 0))[0], None)  # the blank ones above
    return packing.pack(rows, min(sheet.width, limits.MAX_COLUMNS))
