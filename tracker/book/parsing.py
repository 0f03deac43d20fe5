"""What is done to a file in the limited processes: its cells, and what else is known of them.

The values of a workbook's cells come from python-calamine; beside it, in a second process, one
pass over the XML of an .xlsx or .ods finds what calamine does not tell.
"""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import count, islice
from typing import TYPE_CHECKING, Any

from tracker.book import formats, ods_xml, sheet_xml
from tracker.book.files import kind_of, rows_of
from tracker.book.limited import OUT_OF_PROPORTION, PlanError

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

MAX_CELLS = 2_000_000
"""Filled cells of all sheets together: about 500 MB while they are read."""

MAX_EXTENT, SPARSE_EXTENT, SPARSE = 5_000_000, 100_000, 1 / 20
"""Cells of a sheet's extent from which it is looked at closer: whatever it holds, or where less
than so much of it is filled."""

_ROWS_AT_ONCE = 500
"""Few enough for their cells to stay in the processor's cache between the passes over them."""

_BYTES_TO_COUNT = 30 * MAX_CELLS
"""Bytes of a sheet from which its cells are counted first: as many cells take more."""


class _Count:
    """How many filled cells there are so far; refuses too many."""

    def __init__(self) -> None:
        self.cells = 0

    def __call__(self, more: int) -> None:
        self.cells += more
        if self.cells > MAX_CELLS:
            raise PlanError(
                f"This file is too large to read: it has more than {MAX_CELLS:,} filled cells. "
                "Save only the plan's sheet in a new workbook and upload that."
            )


def cells(data: bytes, whatever_extent: bool = False) -> Iterator[Any]:
    """The kind of a file; then of each sheet fields of it, and its columns some rows at a time."""
    kind = kind_of(data)
    yield kind
    if kind == "text":
        rows, ragged = rows_of(data)
        yield from _sheet({"name": "", "ragged": ragged}, rows)
    elif kind == "docx":
        yield from _word_sheets(data)
    else:
        yield from _workbook_sheets(kind, data, whatever_extent or kind != "xlsx")


def notes(data: bytes) -> Iterator[dict[str, dict[str, Any]]]:
    """By sheet what is known of an .xlsx or .ods workbook's cells besides their values; once."""
    kind = kind_of(data)
    if kind == "ods":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield ods_xml.scan(archive)
        return
    if kind != "xlsx":
        yield {}
        return
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        known = formats.read_formats(archive)
        about = {"from_1904": formats.uses_1904(archive)}
        told = {}
        for name, part in formats.sheet_parts(archive).items():
            _refuse_many(archive, part)
            with archive.open(part) as xml:
                told[name] = about | sheet_xml.scan(xml, known)
    yield told


def _refuse_many(archive: zipfile.ZipFile, part: str) -> None:
    """Refuse a sheet of far too many cells before they are parsed, by the ends of their values."""
    if archive.getinfo(part).file_size > _BYTES_TO_COUNT:
        counted = _Count()
        with archive.open(part) as xml:
            while block := xml.read(1 << 20):
                counted(block.count(b"</v>") + block.count(b"</is>"))


def near_cells(data: bytes) -> Iterator[Any]:
    """An .xlsx workbook without cells far from most; by sheet the address and text of those."""
    if kind_of(data) != "xlsx":
        raise PlanError(OUT_OF_PROPORTION)
    counted, buffer = _Count(), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        texts = ["".join(parts) for parts in formats.shared_texts(old)]
        names = {part: name for name, part in formats.sheet_parts(old).items()}
        far = {}
        for entry in old.infolist():
            content, name = old.read(entry), names.get(entry.filename)
            if name is not None:
                content, far[name] = sheet_xml.without_far_cells(content, texts, counted)
            new.writestr(entry.filename, content)
    yield buffer.getvalue()
    yield far


def _word_sheets(data: bytes) -> Iterator[Any]:
    from tracker.book import word  # lxml is for such files alone

    tables = word.tables_of(data)
    if not tables:
        raise PlanError("This is a Word document with no table in it.")
    for number, table in enumerate(tables, start=1):
        about = vars(table) | {"name": f"Table {number}", "start": (-table.above, 0)}
        rows = about.pop("rows")
        del about["above"]
        yield from _sheet(about, rows)


def _workbook_sheets(kind: str, data: bytes, whatever_extent: bool) -> Iterator[Any]:
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
    counted, sheets = _Count(), 0
    for about in workbook.sheets_metadata:
        if about.typ not in (SheetTypeEnum.WorkSheet, SheetTypeEnum.MacroSheet):
            continue
        sheet, sheets = workbook.get_sheet_by_name(about.name), sheets + 1
        extent, before = sheet.height * sheet.width, counted.cells
        if not whatever_extent and (sheet.width > sheet_xml.MOST_COLUMNS or extent > MAX_EXTENT):
            raise PlanError(OUT_OF_PROPORTION)
        merged = None if kind in ("xlsb", "ods") else sheet.merged_cell_ranges
        yield {
            "name": about.name,
            "start": sheet.start or (0, 0),
            "merged": list(merged or ()),
            "visible": about.visible == SheetVisibleEnum.Visible,
        }
        yield from packed(_rows(sheet), min(sheet.width, sheet_xml.MOST_COLUMNS), counted)
        sparse = counted.cells - before < SPARSE * extent
        if not whatever_extent and sparse and extent > SPARSE_EXTENT:
            raise PlanError(OUT_OF_PROPORTION)
    if not sheets:
        raise PlanError("This workbook has no worksheet in it.")


def _rows(sheet: CalamineSheet) -> Iterator[Sequence[Any]]:
    if not sheet.height:
        return iter(())
    return islice(sheet.iter_rows(), (sheet.start or (0, 0))[0], None)  # the blank ones above


def _sheet(about: dict[str, Any], rows: list[list[str]]) -> Iterator[Any]:
    """A sheet of rows that need not be of one length."""
    width = min(max((len(row) for row in rows), default=0), sheet_xml.MOST_COLUMNS)
    yield about
    even = ((row + [""] * (width - len(row)))[:width] for row in rows)
    yield from packed(even, width, _Count())


Packed = tuple[list[Any], bytes]
"""What some rows add to a column: further values, as ``marshal`` takes them (for a date the
ordinal of its day, an ``int``), and the rows' codes among all values, -1 where blank, as 32-bit
integers; or the rows' own values and no codes. Two values may be the same: two times of one day."""


def packed(
    rows: Iterable[Sequence[Any]], width: int, counted: Callable[[int], None]
) -> Iterator[list[Packed]]:
    """The first ``width`` columns of rows at least as long, some rows at a time."""
    codings = [Coding() for _ in range(width)]
    rows, columns = iter(rows), range(width)
    straight: set[int] | None = None
    while batch := list(islice(rows, _ROWS_AT_ONCE)):
        packs = []
        for column, values in zip(columns, zip(*batch, strict=True), strict=False):
            counted(len(values) - values.count(""))
            kinds = set(map(type, values))
            if bool in kinds:  # True equals 1.0, but not in a tuple
                values = tuple((v,) if isinstance(v, bool) else v for v in values)
            new: Iterable[Any] = values
            codes = b""
            if not straight or column not in straight:
                codes = codings[column].add(values).tobytes()
                new = codings[column].taken()
            packs.append((list(new if kinds == {str} else map(_cell, new)), codes))
        yield packs
        if straight is None:  # a column of free text: whoever takes it codes it meanwhile
            straight = {c for c in columns if len(codings[c].places) > _ROWS_AT_ONCE / 2}


class Coding:
    """The different values of a column, as they come, and the place of each; blank is at -1."""

    def __init__(self) -> None:
        self.places = defaultdict[Any, int](count().__next__, {"": -1})
        self.gone = 1

    def add(self, values: Iterable[Any]) -> array[int]:
        """The codes of some values."""
        return array("i", map(self.places.__getitem__, values))

    def taken(self) -> list[Any]:
        """The values that are new since this was last asked."""
        new = list(islice(reversed(self.places), len(self.places) - self.gone))
        self.gone = len(self.places)
        return new[::-1]


_NOUGHT = ""
"""What is read of 00/01/1900: a formula that points at a blank cell."""


def _cell(value: Any) -> str | float | int | bool:
    if isinstance(value, str):
        return value
    if isinstance(value, float):
        return value if value == value else ""
    if isinstance(value, tuple):
        return bool(value[0])
    if isinstance(value, dt.date):
        return value.toordinal() if value.year >= 1900 else _NOUGHT
    if isinstance(value, int):
        return float(value)
    if isinstance(value, dt.time):
        return value.strftime("%H:%M") if value != dt.time() else _NOUGHT
    if isinstance(value, dt.timedelta):
        hours, seconds = divmod(int(value.total_seconds()), 3600)
        return f"{hours}:{seconds // 60:02d}"
    return "" if value is None else str(value)
