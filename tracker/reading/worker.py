"""The process that parses an uploaded file, so that no file can take the server with it.

Run by :mod:`tracker.reading.workbook` with the file on standard input. It holds itself to limits
of memory and time that grow with what the file unpacks to. A file that breaks them ends this
process and no other.
"""

from __future__ import annotations

import io
import sys
import zipfile
from array import array
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from tracker.reading import fills, limits, ooxml, packing, text_tables, word_tables
from tracker.reading.confined import (
    OUT_OF_PROPORTION,
    begin_beside,
    expanded_size,
    finish,
    hold_to_limits,
    send,
)
from tracker.reading.sheet_notes import SheetNotes, read_notes
from tracker.reading.signatures import PASSWORD, Refused, kind_of

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

DAMAGED = (
    "This workbook is damaged and cannot be read. "
    "Open it in Excel, save it again and upload the new copy."
)
TOO_LARGE = "This workbook is too large to read: "


def read_sheets() -> None:
    """Read a file from standard input; answer with its kind, then with its sheets.

    Of each sheet there is an answer with what begins it, then one for some rows at a time, as
    :mod:`.packing` gives them, and for a workbook at last one with the notes on its sheets.
    """
    _answer(lambda kind, data: chain([{"kind": kind}], sheets_of(kind, data)))


def read_fills() -> None:
    """Read a file from standard input, answer with the filled cells of each sheet."""
    _answer(lambda kind, data: iter([{"fills": _fills(kind, data)}]))


def _answer(read: Callable[[str, bytes], Iterator[dict[str, Any]]]) -> None:
    data = sys.stdin.buffer.read()
    try:
        kind = kind_of(data)
        hold_to_limits(expanded_size(data))
        for answer in read(kind, data):
            send(answer)
    except Refused as refusal:
        send({"refused": str(refusal)})
    except MemoryError:
        send({"refused": OUT_OF_PROPORTION})
    except BaseException as error:  # a panic of the parser is not an Exception
        send({"refused": _refusal_of(error)})
    finish()


def _refusal_of(error: BaseException) -> str:
    """The parser's own words are for programmers; say the cause that they point at."""
    name = type(error).__name__
    if name == "PasswordError" or "password" in str(error).lower():
        return PASSWORD
    return DAMAGED


def sheets_of(kind: str, data: bytes) -> Iterator[dict[str, Any]]:
    """What :func:`read_sheets` answers of the sheets of a file of this kind."""
    if kind == "text":
        rows = text_tables.rows_of(data)
        return _sheet("", len(rows), _packed(rows))
    if kind == "docx":
        return _word_sheets(data)
    return _workbook_sheets(kind, data)


def _word_sheets(data: bytes) -> Iterator[dict[str, Any]]:
    tables = word_tables.tables_of(data)
    if not tables:
        raise Refused("This is a Word document with no table in it.")
    for name, rows, above, merged in tables:
        yield from _sheet(name, len(rows), _packed(rows), (-above, 0), merged)


def _workbook_sheets(kind: str, data: bytes) -> Iterator[dict[str, Any]]:
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    noted = begin_beside(lambda: _notes(data)) if kind == "xlsx" else None
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
    sheets = cells = 0
    for about in workbook.sheets_metadata:
        if about.typ not in (SheetTypeEnum.WorkSheet, SheetTypeEnum.MacroSheet):
            continue
        sheet = workbook.get_sheet_by_name(about.name)
        sheets, cells = sheets + 1, cells + sheet.height * sheet.width
        if cells > limits.MAX_CELLS:
            raise Refused(
                f"{TOO_LARGE}it has more than {limits.MAX_CELLS:,} cells, "
                "blank ones between the filled ones included."
            )
        merged = [] if kind in ("xlsb", "ods") else sheet.merged_cell_ranges or []
        visible = about.visible == SheetVisibleEnum.Visible
        yield from _sheet(
            about.name, sheet.height, _cells(sheet), sheet.start or (0, 0), merged, visible
        )
    if not sheets:
        raise Refused("This workbook has no worksheet in it.")
    if noted:
        from_1904, notes = noted()
        yield {"from_1904": from_1904, "notes": notes}


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
            name: _plain(read_notes(archive.read(part), styles))
            for name, part in ooxml.sheet_parts(archive).items()
        }


def _plain(notes: SheetNotes) -> dict[str, Any]:
    """Notes as plain values, long lists of rows as 32-bit integers."""
    return vars(notes) | {
        name: {column: array("i", rows).tobytes() for column, rows in getattr(notes, name).items()}
        for name in ("percent_cells", "month_cells")
    }


def _sheet(
    name: str,
    height: int,
    rows: Iterator[list[packing.Packed]],
    start: tuple[int, int] = (0, 0),
    merged: Sequence[tuple[tuple[int, int], tuple[int, int]]] = (),
    visible: bool = True,
) -> Iterator[dict[str, Any]]:
    about = {"name": name, "height": height, "start": start, "visible": visible}
    yield {"sheet": about | {"merged": list(merged)}}
    for columns in rows:
        yield {"columns": columns}


def _packed(rows: list[list[str]]) -> Iterator[list[packing.Packed]]:
    """The columns of rows that need not be of one length."""
    width = min(max((len(row) for row in rows), default=0), limits.MAX_COLUMNS)
    if any(len(row) != width for row in rows):
        rows = [(row + [""] * (width - len(row)))[:width] for row in rows]
    return packing.pack(rows, width)


def _cells(sheet: CalamineSheet) -> Iterator[list[packing.Packed]]:
    """The columns of a sheet, from its first row and column with anything in it."""
    if not sheet.height:
        return iter(())
    rows = islice(sheet.iter_rows(), (sheet.start or (0, 0))[0], None)  # the blank ones above
    return packing.pack(rows, min(sheet.width, limits.MAX_COLUMNS))
