"""What a cell can hold, so that what a plan says stays what it says: text is text, dates dates."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

MAX_CELL_TEXT = 32_767  # UTF-16 units; Excel's limit for the text of a cell
MAX_HEADING = 255  # characters; Excel's limit for the heading of a table's column
CUT_NOTE = f" … [cut: a cell holds {MAX_CELL_TEXT:,} characters]"
NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

FIRST_EXCEL_DATE = date(1900, 3, 1)
"""Before it Excel and other programs disagree about the day: such dates are written as text."""

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet program may take for the beginning of a formula."""

_NO_CHARACTER = re.compile("[\ud800-\udfff\ufffe\uffff]")
_NOT_IN_HEADING = re.compile(r"_x[0-9a-fA-F]{4}_|[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass
class NotHeld:
    """How many values a workbook could not hold as they are, counted while one is written.

    ``cut``: texts over ``MAX_CELL_TEXT``. ``replaced``: texts with something that is no
    character (a surrogate alone, U+FFFE, U+FFFF), for which ``REPLACEMENT`` stands. ``as_text``:
    dates before ``FIRST_EXCEL_DATE`` and numbers that are not finite.
    """

    cut: int = 0
    replaced: int = 0
    as_text: int = 0


@dataclass(frozen=True)
class CellFormats:
    """The cell formats of a workbook."""

    text: Format
    risky_text: Format
    date: Format
    number: Format
    count: Format
    decimal: Format
    signed: Format
    share: Format
    fine_share: Format
    heading: Format
    number_heading: Format
    calculated: Format
    calculated_number: Format
    title: Format
    label: Format
    line: Format
    link: Format


def formats_of(workbook: Workbook) -> CellFormats:
    """The formats, added to the workbook."""
    top = {"valign": "top"}
    wrapped = {**top, "text_wrap": True}
    right = {**top, "align": "right"}
    heading = {**wrapped, "bold": True, "bottom": 2}
    calculated = {**heading, "bg_color": "#E3ECF7"}
    over_numbers = {"align": "right", "indent": 1}

    def numbers(*shown: str) -> Format:
        # The room of a bracket at the edge keeps a number from the text of the next column.
        return workbook.add_format({**right, "num_format": ";".join(f"{s}_)" for s in shown)})

    return CellFormats(
        text=workbook.add_format(wrapped),
        # Keeps Excel from making a formula of it when somebody edits the cell.
        risky_text=workbook.add_format({**wrapped, "quote_prefix": True}),
        date=workbook.add_format({**top, "num_format": "dd mmm yyyy", "align": "left"}),
        number=workbook.add_format({**right, "indent": 1}),
        count=numbers("#,##0", '"−"#,##0'),
        decimal=numbers("#,##0.0#", '"−"#,##0.0#'),
        signed=numbers("+#,##0", '"−"#,##0', "0"),
        share=numbers("0%"),
        fine_share=numbers("0.00%"),
        heading=workbook.add_format(heading),
        number_heading=workbook.add_format({**heading, **over_numbers}),
        calculated=workbook.add_format(calculated),
        calculated_number=workbook.add_format({**calculated, **over_numbers}),
        title=workbook.add_format({"bold": True, "font_size": 14}),
        label=workbook.add_format({**wrapped, "bold": True}),
        line=workbook.add_format(top),
        link=workbook.add_format({**top, "font_color": "#0B4F9E", "underline": 1}),
    )


def held(value: object, not_held: NotHeld) -> str | bool | int | float | date | None:
    """A value as a cell holds it; None for an empty cell: None, NaN and "".

    Text over Excel's limit is cut, and ends by saying so; what is no character is replaced; a date
    that Excel cannot hold and a number that is infinite become text. Each is counted.
    """
    if isinstance(value, str):
        return _held_text(value, not_held)
    if value is None or value != value:
        return None
    if isinstance(value, bool):
        return value
    if isinstance(value, date):
        day = value.date() if isinstance(value, datetime) else value
        if day >= FIRST_EXCEL_DATE:
            return day
        not_held.as_text += 1
        return day.isoformat()
    if isinstance(value, np.generic):
        return held(value.item(), not_held)
    if isinstance(value, int | float):
        if math.isfinite(value):
            return value
        not_held.as_text += 1
    return _held_text(str(value), not_held)


def write_text(
    sheet: Worksheet, row: int, column: int, text: str, formats: CellFormats, style: Format
) -> None:
    """Write a text of the tracker's own or of the plan's, as text whatever it begins with."""
    fitting = held(text, NotHeld())
    if isinstance(fitting, str):
        _write_held(sheet, row, column, fitting, formats, style)


def write_column(
    sheet: Worksheet,
    first_row: int,
    column: int,
    cells: Iterable[object],
    formats: CellFormats,
    number: Format,
    not_held: NotHeld,
) -> None:
    """Write values of any kind below each other, each as what it is; ``number`` shows numbers.

    What cannot be held as it is, is counted in ``not_held``.
    """
    for row, value in enumerate(cells, start=first_row):
        fitting = held(value, not_held)
        if isinstance(fitting, str):
            _write_held(sheet, row, column, fitting, formats, formats.text)
        elif isinstance(fitting, bool):
            sheet.write_boolean(row, column, fitting, formats.text)
        elif isinstance(fitting, date):
            sheet.write_datetime(row, column, fitting, formats.date)
        elif fitting is not None:
            sheet.write_number(row, column, fitting, number)


def _write_held(
    sheet: Worksheet, row: int, column: int, text: str, formats: CellFormats, style: Format
) -> None:
    if is_taken_for_xml(text):  # in pieces it is text
        sheet.write_rich_string(row, column, "<", "r", text[2:], style)
    elif style is formats.text and text.startswith(FORMULA_STARTS):
        sheet.write_string(row, column, text, formats.risky_text)
    else:
        sheet.write_string(row, column, text, style)


def is_taken_for_xml(text: str) -> bool:
    """Whether XlsxWriter would take a text for XML of its own making."""
    return text.startswith("<r>") and text.endswith("</r>")


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
        result.append(heading + NO_BREAK_SPACE if is_taken_for_xml(heading) else heading)
    return result


def one_line(text: str) -> str:
    """Text for a document's properties: one line, nothing that XML cannot hold."""
    return " ".join(_NOT_IN_HEADING.sub(" ", text).split())


def _held_text(text: str, not_held: NotHeld) -> str | None:
    if not text.isascii():
        text, replaced = _NO_CHARACTER.subn(REPLACEMENT, text)
        not_held.replaced += bool(replaced)
    if len(text) <= MAX_CELL_TEXT // 2:  # no character takes more than two units
        return text or None
    units = text.encode("utf-16-le")
    if len(units) // 2 <= MAX_CELL_TEXT:
        return text
    not_held.cut += 1
    kept = units[: 2 * (MAX_CELL_TEXT - len(CUT_NOTE))]
    return kept.decode("utf-16-le", errors="ignore") + CUT_NOTE
