"""Writing cells so that what a plan says stays what it says: text is text, dates are dates."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

MAX_CELL_TEXT = 32_767  # UTF-16 units; Excel's limit for the text of a cell
MAX_HEADING = 255  # characters; Excel's limit for the heading of a table's column
CUT_NOTE = f" … [cut: a cell holds {MAX_CELL_TEXT:,} characters]"

LETTERS_TO_WIDTH = 1.05  # a width counts digits, which are broader than most letters
LINE_POINTS = 15.0  # the height of a line of text
MAX_ROW_POINTS = 409.0  # Excel's limit for the height of a row

FIRST_EXCEL_DATE = date(1900, 3, 1)
"""Before it Excel and other programs disagree about the day: such dates are written as text."""

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet program may take for the beginning of a formula."""

_NOT_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")
_NOT_IN_HEADING = re.compile(r"_x[0-9a-fA-F]{4}_|[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Formats:
    """The cell formats of a workbook."""

    text: Format
    risky_text: Format
    date: Format
    number: Format
    percent: Format
    heading: Format
    title: Format
    label: Format
    line: Format


def formats_of(workbook: Workbook) -> Formats:
    """The formats, added to the workbook."""
    top = {"valign": "top"}
    wrapped = {**top, "text_wrap": True}
    return Formats(
        text=workbook.add_format(wrapped),
        # Keeps Excel from making a formula of it when somebody edits the cell.
        risky_text=workbook.add_format({**wrapped, "quote_prefix": True}),
        date=workbook.add_format({**top, "num_format": "dd mmm yyyy", "align": "left"}),
        # Set in from the edge, so that a number does not run into the text of the next column.
        number=workbook.add_format({**top, "align": "right", "indent": 1}),
        percent=workbook.add_format({**top, "align": "right", "indent": 1, "num_format": "0%"}),
        heading=workbook.add_format({**wrapped, "bold": True, "bottom": 2}),
        title=workbook.add_format({"bold": True, "font_size": 14}),
        label=workbook.add_format({**wrapped, "bold": True}),
        line=workbook.add_format(top),
    )


def write_cell(
    sheet: Worksheet,
    row: int,
    column: int,
    value: object,
    formats: Formats,
    *,
    text_format: Format | None = None,
    number_format: Format | None = None,
) -> None:
    """Write a value as what it is; nothing for None and NaN.

    Text is never a formula, a link or a number. A date that Excel cannot hold and a number
    that is infinite are written as text; text over Excel's limit is cut, and ends by saying so.
    """
    if isinstance(value, str):
        _write_text(sheet, row, column, value, formats, text_format)
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, date):
        day = value.date() if isinstance(value, datetime) else value
        if day < FIRST_EXCEL_DATE:
            sheet.write_string(row, column, day.isoformat())
        else:
            sheet.write_datetime(row, column, day, formats.date)
    elif isinstance(value, int | float) and math.isfinite(value):
        sheet.write_number(row, column, value, number_format or formats.number)
    elif value is not None and value == value:
        _write_text(sheet, row, column, str(value), formats, text_format)


def headings(names: Iterable[str]) -> list[str]:
    """Headings that an Excel table takes: on one line, not empty, told apart whatever their case.

    A heading that is there already gets a number: "Owner", "Owner (2)".
    """
    taken: set[str] = set()
    result = []
    for position, name in enumerate(names, start=1):
        line = " ".join(_NOT_IN_HEADING.sub(" ", name).split()) or f"Column {position}"
        heading, number = line[:MAX_HEADING], 1
        while heading.casefold() in taken:
            number += 1
            suffix = f" ({number})"
            heading = line[: MAX_HEADING - len(suffix)] + suffix
        taken.add(heading.casefold())
        result.append(heading)
    return result


def lines_needed(text: str, width: float) -> int:
    """How many lines a text takes, wrapped in a column of that many characters, about."""
    per_line = max(int(width * LETTERS_TO_WIDTH), 1)
    if len(text) <= per_line and "\n" not in text:
        return 1
    return sum(max(1, math.ceil(len(line) / per_line)) for line in text.split("\n"))


def set_lines(sheet: Worksheet, row: int, lines: int) -> None:
    """Make a row as high as its lines: not every program does so by itself."""
    if lines > 1:
        sheet.set_row(row, min(lines * LINE_POINTS, MAX_ROW_POINTS))


def one_line(text: str) -> str:
    """Text for a document's properties: one line, nothing that XML cannot hold."""
    return " ".join(_NOT_IN_HEADING.sub(" ", text).split())


def _write_text(
    sheet: Worksheet, row: int, column: int, text: str, formats: Formats, style: Format | None
) -> None:
    if text == "":
        return
    if not text.isascii():
        text = _NOT_XML.sub("�", text)
    text = _fitting(text)
    style = style or (formats.risky_text if text.startswith(FORMULA_STARTS) else None)
    if text.startswith("<r>") and text.endswith("</r>"):
        # XlsxWriter takes such a text for XML of its own making; in pieces it is text.
        sheet.write_rich_string(row, column, "<", "r", text[2:], style or formats.text)
    else:
        sheet.write_string(row, column, text, style)


def _fitting(text: str) -> str:
    """The text, or as much of it as Excel holds with a note that it is cut."""
    if len(text) <= MAX_CELL_TEXT // 2:  # no character takes more than two units
        return text
    units = text.encode("utf-16-le")
    if len(units) // 2 <= MAX_CELL_TEXT:
        return text
    kept = units[: 2 * (MAX_CELL_TEXT - len(CUT_NOTE))]
    return kept.decode("utf-16-le", errors="ignore") + CUT_NOTE
