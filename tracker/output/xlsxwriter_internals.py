"""What reaches below what XlsxWriter offers: whole columns at once, and British English.

XlsxWriter keeps an object for every cell and turns each into XML by itself. Here a column's
cells become XML together, with their formats, as they are given: by the calls it offers the
filtered Excel takes two to three times as long (``python -m benchmarks.excel``). Its version is
pinned, what is used of its inside is looked for when this is loaded, and the tests read every kind
of cell back with two other programs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO, StringIO
from itertools import starmap
from math import isfinite
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.packager import Packager
from xlsxwriter.sharedstrings import SharedStringTable
from xlsxwriter.utility import xl_col_to_name, xl_range
from xlsxwriter.worksheet import Worksheet

from tracker.output.cells import (
    FIRST_EXCEL_DATE,
    FORMULA_STARTS,
    MAX_CELL_TEXT,
    NotHeld,
    held,
    is_taken_for_xml,
    write_in_pieces,
)
from tracker.own_downloads import MADE_BY

LINE_POINTS = 15.0  # the height of a line of text
MAX_ROW_POINTS = 409.0  # Excel's limit for the height of a row

LANGUAGE = "en-GB"

_CHART_LANGUAGE = re.compile(r'(<(?:c:lang val|a:rPr lang|a:endParaRPr lang)=)"en-US"')
_INSIDE: Mapping[type, tuple[str, ...]] = {
    Worksheet: ("_check_dimensions", "_write_rows"),
    Format: ("_get_xf_index",),
    SharedStringTable: ("_get_shared_string_index",),
    Workbook: ("_get_packager",),
    Packager: ("_create_package",),
}
"""What is called or taken the place of here."""

_ROWS_AT_ONCE = 1_000  # a compromise: fewer take longer, more take memory
_DAY_NOUGHT = date(1899, 12, 30).toordinal()
_FIRST_DAY = FIRST_EXCEL_DATE.toordinal()
_SURELY_FITS = MAX_CELL_TEXT // 2
_LOOKED_AT = "".join(FORMULA_STARTS) + "<"


def check_inside(inside: Mapping[type, tuple[str, ...]] = _INSIDE) -> None:
    """Raise ``RuntimeError``, naming it, where XlsxWriter no longer has what is used of it."""
    gone = [
        f"{of.__name__}.{name}"
        for of, names in inside.items()
        for name in names
        if not hasattr(of, name)
    ]
    if gone:
        raise RuntimeError(f"This XlsxWriter has no {', '.join(gone)}: install the version pinned.")


check_inside()


@dataclass(frozen=True)
class Style:
    """How the cells of a column are shown, by what they hold."""

    text: Format
    risky_text: Format
    date: Format
    number: Format


class TableSheet(Worksheet):  # type: ignore[misc]  # XlsxWriter ships no types
    """A worksheet whose last rows are columns given whole."""

    def __init__(self) -> None:
        super().__init__()
        self.not_held = NotHeld()
        self._rows: list[str] = []
        self._first_row = 0
        self._columns: Sequence[Sequence[Any]] = ()

    def write_columns(
        self,
        first_row: int,
        columns: Sequence[Sequence[Any]],
        styles: Sequence[Style],
        lines: Sequence[int],
    ) -> None:
        """Write columns side by side from the first one on; nothing may be written below them.

        Every column has the same length; ``lines`` says how many lines of text each row takes.
        What cannot be held as it is, is counted in ``not_held``.
        """
        if not lines:
            return
        self._first_row, self._columns = first_row, columns
        self._check_dimensions(first_row + len(lines) - 1, len(columns) - 1)
        for start in range(0, len(lines), _ROWS_AT_ONCE):
            some = lines[start : start + _ROWS_AT_ONCE]
            first = first_row + start + 1
            cells = [
                self._cells(place, first, column[start : start + _ROWS_AT_ONCE], style)
                for place, (column, style) in enumerate(zip(columns, styles, strict=True))
            ]
            rows = zip(some, zip(*cells, strict=True), strict=True)
            self._rows += starmap(_row, ((first + at, *row) for at, row in enumerate(rows)))

    def add_long_table(
        self, first_row: int, rows: int, columns: int, options: Mapping[str, object]
    ) -> None:
        """``add_table`` from the first column on, with so many rows below its header.

        XlsxWriter notes every cell of a table, to warn of another one over it: for a long table
        that takes longer than writing the cells.
        """
        self.add_table(first_row, 0, first_row + 1, columns - 1, dict(options))
        whole = xl_range(first_row, 0, first_row + rows, columns - 1)
        self.tables[-1].update(range=whole, a_range=whole, autofilter=whole)

    def _cells(self, place: int, first: int, cells: Sequence[Any], style: Style) -> list[str]:
        """The XML of a column's cells, the first of which stands in the row ``first`` (from 1)."""
        start = f'<c r="{xl_col_to_name(place)}'
        shared = self.str_table._get_shared_string_index
        text, day, number = (
            f'" s="{form._get_xf_index()}"' for form in (style.text, style.date, style.number)
        )
        written = []
        for row, value in enumerate(cells, start=first):
            kind = type(value)
            if kind is str and value:
                if value.isascii() and len(value) <= _SURELY_FITS and value[0] not in _LOOKED_AT:
                    written.append(f'{start}{row}{text} t="s"><v>{shared(value)}</v></c>')
                    continue
            elif value is None:
                written.append("")
                continue
            elif kind is date and value.toordinal() >= _FIRST_DAY:
                serial = value.toordinal() - _DAY_NOUGHT
                written.append(f"{start}{row}{day}><v>{serial}</v></c>")
                continue
            elif kind is int or (kind is float and isfinite(value)):
                written.append(f"{start}{row}{number}><v>{value:.16G}</v></c>")
                continue
            written.append(self._cell(place, row, value, style))
        return written

    def _cell(self, place: int, row: int, value: object, style: Style) -> str:
        """The XML of one cell of any kind."""
        fitting = held(value, self.not_held)
        if fitting is None:
            return ""
        if isinstance(fitting, str):
            risky = fitting.startswith(FORMULA_STARTS)
            form = style.risky_text if risky else style.text
            kind, content = ' t="s"', str(self._shared(row, place, fitting, form))
        elif isinstance(fitting, bool):
            kind, content, form = ' t="b"', str(int(fitting)), style.text
        elif isinstance(fitting, date):
            kind, content, form = "", str(fitting.toordinal() - _DAY_NOUGHT), style.date
        else:
            kind, content, form = "", f"{fitting:.16G}", style.number
        name = xl_col_to_name(place)
        return f'<c r="{name}{row}" s="{form._get_xf_index()}"{kind}><v>{content}</v></c>'

    def _shared(self, row: int, place: int, text: str, form: Format) -> int:
        if is_taken_for_xml(text):
            write_in_pieces(self, row - 1, place, text, form)
            return int(self.table[row - 1].pop(place).string)
        return int(self.str_table._get_shared_string_index(text))

    def _write_rows(self) -> None:
        """XlsxWriter's own rows, which stand above, then the columns'."""
        if self._rows:
            self.dim_rowmax: int = self._first_row - 1
        super()._write_rows()
        self.dim_rowmax += len(self._rows)
        self.fh.write("".join(self._rows))

    def _get_range_data(self, first: int, left: int, last: int, right: int) -> Any:
        """The values of cells that a chart shows, as XlsxWriter gives them."""
        if not self._rows or first < self._first_row:
            return super()._get_range_data(first, left, last, right)
        cells = [
            held(self._columns[column][row - self._first_row], NotHeld())
            for row in range(first, last + 1)
            for column in range(left, right + 1)
        ]
        return [f"{cell:.16G}" if isinstance(cell, int | float) else cell for cell in cells]


def _row(number: int, lines: int, cells: Sequence[str]) -> str:
    height = ""
    if lines > 1:
        height = f' ht="{min(lines * LINE_POINTS, MAX_ROW_POINTS):g}" customHeight="1"'
    return f'<row r="{number}"{height}>{"".join(cells)}</row>'


class LanguagePackager(Packager):  # type: ignore[misc]  # XlsxWriter ships no types
    """XlsxWriter's parts, which are in American English or in none, in ``LANGUAGE``."""

    def _create_package(self) -> list[Any]:
        parts: list[Any] = super()._create_package()
        return [
            (_in_language(file, name) if not is_binary else file, name, is_binary)
            for file, name, is_binary in parts
        ]


class DownloadWorkbook(Workbook):  # type: ignore[misc]
    """A workbook in memory whose text is text: no formula, link or number is made of it."""

    def __init__(self, buffer: BytesIO, title: str, subject: str) -> None:
        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        super().__init__(buffer, options)
        self.set_properties({"title": title, "subject": subject, "author": MADE_BY})
        self.set_custom_property("Language", LANGUAGE)

    def _get_packager(self) -> LanguagePackager:
        return LanguagePackager()


def _in_language(file: StringIO, name: str) -> StringIO:
    if name == "docProps/core.xml":
        language = f"<dc:language>{LANGUAGE}</dc:language></cp:coreProperties>"
        return StringIO(file.getvalue().replace("</cp:coreProperties>", language))
    if name.startswith("xl/charts/"):
        return StringIO(_CHART_LANGUAGE.sub(rf'\1"{LANGUAGE}"', file.getvalue()))
    return file
