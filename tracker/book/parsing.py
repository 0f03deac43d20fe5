"""What is done to a file in the limited processes: its cells, and what else is known of them.

The values of a workbook's cells come from python-calamine; beside it, in a second process, one
pass over the XML of an .xlsx finds what calamine does not tell.
"""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import count, islice
from typing import TYPE_CHECKING, Any

from tracker.book import delimited, formats, sheet_xml, word
from tracker.book.kinds import kind_of
from tracker.book.limited import PlanError

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

MAX_CELLS = 5_000_000
"""Cells of all sheets together, blank ones inside a sheet's extent included: about 500 MB."""

MAX_COLUMNS = 1_000
"""Columns of one sheet that are looked at; a plan has 8 to 40."""

_ROWS_AT_ONCE = 500
"""Few enough for their cells to stay in the processor's cache between the passes over them."""

_TOO_LARGE = "This workbook is too large to read: "


def cells(data: bytes) -> Iterator[Any]:
    """The kind of a file; then of each sheet what begins it, with its ``width``, and its columns.

    A column is its different values (text, number, truth, or for a date the ordinal of its day as
    an ``int``) and for each row the place of its cell among them, -1 where blank, as 32-bit bytes.
    """
    kind = kind_of(data)
    yield kind
    if kind == "text":
        yield from _sheet({"name": ""}, delimited.rows_of(data))
    elif kind == "docx":
        yield from _word_sheets(data)
    else:
        yield from _workbook_sheets(kind, data)


def notes(data: bytes) -> Iterator[dict[str, dict[str, Any]]]:
    """By sheet what is known of an .xlsx workbook's cells besides their values; once."""
    if not zipfile.is_zipfile(io.BytesIO(data)) or kind_of(data) != "xlsx":
        yield {}
        return
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        styles = formats.read_styles(archive)
        about = {"from_1904": formats.uses_1904(archive)}
        told = {}
        for name, part in formats.sheet_parts(archive).items():
            with archive.open(part) as xml:
                told[name] = about | sheet_xml.scan(xml, styles)
    yield told


def _word_sheets(data: bytes) -> Iterator[Any]:
    tables = word.tables_of(data)
    if not tables:
        raise PlanError("This is a Word document with no table in it.")
    for name, rows, above, merged in tables:
        yield from _sheet({"name": name, "start": (-above, 0), "merged": merged}, rows)


def _workbook_sheets(kind: str, data: bytes) -> Iterator[Any]:
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
    sheets = cells = 0
    for about in workbook.sheets_metadata:
        if about.typ not in (SheetTypeEnum.WorkSheet, SheetTypeEnum.MacroSheet):
            continue
        sheet = workbook.get_sheet_by_name(about.name)
        sheets, cells = sheets + 1, cells + sheet.height * sheet.width
        if cells > MAX_CELLS:
            raise PlanError(
                f"{_TOO_LARGE}it has more than {MAX_CELLS:,} cells, "
                "blank ones between the filled ones included."
            )
        merged = [] if kind in ("xlsb", "ods") else sheet.merged_cell_ranges or []
        told = {
            "name": about.name,
            "start": sheet.start or (0, 0),
            "merged": list(merged),
            "visible": about.visible == SheetVisibleEnum.Visible,
        }
        columns = packed(_rows(sheet), min(sheet.width, MAX_COLUMNS))
        yield told | {"width": len(columns)}
        yield from columns
    if not sheets:
        raise PlanError("This workbook has no worksheet in it.")


def _rows(sheet: CalamineSheet) -> Iterator[Sequence[Any]]:
    """The rows of a sheet, from its first row and column with anything in it."""
    if not sheet.height:
        return iter(())
    return islice(sheet.iter_rows(), (sheet.start or (0, 0))[0], None)  # the blank ones above


def _sheet(about: dict[str, Any], rows: list[list[str]]) -> Iterator[Any]:
    """A sheet of rows that need not be of one length."""
    width = min(max((len(row) for row in rows), default=0), MAX_COLUMNS)
    yield about | {"width": width}
    yield from packed(((row + [""] * (width - len(row)))[:width] for row in rows), width)


def packed(rows: Iterable[Sequence[Any]], width: int) -> list[tuple[list[Any], bytes]]:
    """The first ``width`` columns of rows at least as long, as :func:`cells` gives them."""
    code_of: list[defaultdict[Any, int]] = [
        defaultdict(count().__next__, {"": -1}) for _ in range(width)
    ]
    codes = [array("i") for _ in range(width)]
    rows = iter(rows)
    while batch := list(islice(rows, _ROWS_AT_ONCE)):
        for known, column, values in zip(code_of, codes, zip(*batch, strict=True), strict=False):
            if set(map(type, values)) != {str}:
                values = tuple(map(_hashable, values))
            column.extend(map(known.__getitem__, values))
    return [
        ([v[0] if isinstance(v, tuple) else v for v in islice(known, 1, None)], column.tobytes())
        for known, column in zip(code_of, codes, strict=True)
    ]


def _hashable(value: Any) -> Any:
    """A value as text or a number, one of another kind in a tuple: ``True`` would equal 1.0."""
    if isinstance(value, str):
        return value
    if isinstance(value, float):
        return value if value == value else ""
    if isinstance(value, bool):
        return (value,)
    if isinstance(value, dt.date):
        return (value.toordinal(),)
    if isinstance(value, int):
        return float(value)
    if isinstance(value, dt.time):
        return value.strftime("%H:%M")
    if isinstance(value, dt.timedelta):
        hours, seconds = divmod(int(value.total_seconds()), 3600)
        return f"{hours}:{seconds // 60:02d}"
    return "" if value is None else str(value)
