"""One table on one sheet: a title, a line of context, then the table, by name."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range
from xlsxwriter.worksheet import Worksheet

from tracker.output.cells import CellFormats, NotHeld, write_column, write_text
from tracker.own_downloads import MADE_BY

HEADER_ROW = 2  # from 0: a title and a line of context stand above it
NARROWEST, WIDEST = 11.0, 48.0  # characters of a column
LETTERS_TO_WIDTH = 1.05  # a width counts digits, which are broader than most letters
MAX_ROWS = 1_048_576 - HEADER_ROW - 1  # below the header; Excel's limit for a sheet
LINE_POINTS = 15.0  # the height of a line of text
MAX_ROW_POINTS = 409.0  # Excel's limit for the height of a row
A4 = 9  # Excel's number for the paper size
MOST_COMMENTS = 2_000
"""Comments of a sheet; Excel grows slow over more."""

Kind = Literal["any", "count", "decimal", "signed", "share"]
"""How the numbers of a column are shown: of a column that may hold anything, as they are."""


class TooLong(Exception):
    """More rows than a sheet holds; ``str(error)`` is one plain sentence."""


@dataclass(frozen=True)
class SheetColumn:
    """A column of a table: its heading and a value for each row, None where there is none.

    ``width`` is its own, in characters; by default that of its texts, up to ``widest``.
    ``comments`` are those on its cells, by row from 0. ``calculated`` gives it the heading colour
    of what the tracker worked out.
    """

    heading: str
    cells: Sequence[Any]
    kind: Kind = "any"
    widest: float = WIDEST
    width: float | None = None
    comments: Mapping[int, str] = field(default_factory=dict)
    calculated: bool = False


@dataclass(frozen=True)
class SheetTable:
    """A table with what stands above it.

    ``sheet`` names its sheet, ``name`` the table itself (no spaces); ``about`` says what it holds
    to who cannot see it, and in the contents; ``shown`` which rows it has, where it has not all.
    ``in_view`` is how many of its first columns stay in view, ``printed`` how many a print has, by
    default all.
    """

    sheet: str
    name: str
    title: str
    context: str
    about: str
    columns: Sequence[SheetColumn]
    shown: str = ""
    in_view: int = 0
    printed: int | None = None
    on_one_page: bool = False

    @property
    def rows(self) -> int:
        """How many rows it has below its header."""
        return len(self.columns[0].cells)

    def place(self, heading: str) -> int:
        """The position of a column."""
        return [column.heading for column in self.columns].index(heading)


@dataclass(frozen=True)
class SheetBook:
    """A workbook being written, and what it could not hold so far."""

    workbook: Workbook
    formats: CellFormats
    not_held: NotHeld = field(default_factory=NotHeld)


def write_table(book: SheetBook, table: SheetTable) -> Worksheet:
    """Write a table to a new sheet, its header frozen and repeated in print.

    Raises :class:`TooLong` over ``MAX_ROWS``.
    """
    if table.rows > MAX_ROWS:
        raise TooLong(
            f"A sheet of Excel holds {MAX_ROWS:,} rows and “{table.sheet}” would have "
            f"{table.rows:,}: filter the actions, or take them as CSV."
        )
    sheet, formats = book.workbook.add_worksheet(table.sheet), book.formats
    write_text(sheet, 0, 0, table.title, formats, formats.title)
    write_text(sheet, 1, 0, table.context, formats, formats.line)
    widths = [width_of(column) for column in table.columns]
    for place, width in enumerate(widths):
        sheet.set_column(place, place, width, formats.text)
    headings = [column.heading for column in table.columns]
    # The arrow of the filter takes two characters of a heading's width.
    tallest = max(
        lines_needed(heading, width - 2) for heading, width in zip(headings, widths, strict=True)
    )
    set_lines(sheet, HEADER_ROW, tallest)
    options = {
        "name": table.name,
        "style": "Table Style Light 1",
        "title": table.title,
        "description": table.about,
        "columns": [
            {"header": column.heading, "header_format": _heading_format(column, formats)}
            for column in table.columns
        ],
    }
    # A table has at least one row, if only an empty one.
    last = HEADER_ROW + max(table.rows, 1)
    sheet.add_table(HEADER_ROW, 0, last, len(headings) - 1, options)
    for place, column in enumerate(table.columns):
        shown = _number_format(column, formats)
        write_column(sheet, HEADER_ROW + 1, place, column.cells, formats, shown, book.not_held)
    for row, lines in enumerate(_lines(table, widths), start=HEADER_ROW + 1):
        set_lines(sheet, row, lines)
    # References such as "1" are text, and no mistake for Excel to mark.
    cells = xl_range(HEADER_ROW, 0, last, len(headings) - 1)
    sheet.ignore_errors({"number_stored_as_text": cells})
    _write_comments(sheet, table.columns)
    sheet.freeze_panes(HEADER_ROW + 1, table.in_view)
    sheet.repeat_rows(HEADER_ROW)
    set_page(sheet)
    if table.printed:
        sheet.print_area(0, 0, last, table.printed - 1)
    if table.on_one_page:
        sheet.fit_to_pages(1, 1)
    return sheet


def set_page(sheet: Worksheet) -> None:
    """A4, landscape, one page across, pages numbered."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(left=0.3, right=0.3, top=0.6, bottom=0.7)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&A&RPage &P of &N")


def _write_comments(sheet: Worksheet, columns: Sequence[SheetColumn]) -> None:
    """The comments of the cells, of the first rows where there are more than ``MOST_COMMENTS``."""
    every = sorted(
        (row, place, words)
        for place, column in enumerate(columns)
        for row, words in column.comments.items()
    )
    for row, place, words in every[:MOST_COMMENTS]:
        sheet.write_comment(HEADER_ROW + 1 + row, place, words, {"author": MADE_BY})


def lines_needed(text: str, width: float) -> int:
    """How many lines a text takes, wrapped in a column of that many characters, about."""
    per_line = _letters(width)
    if len(text) <= per_line and "\n" not in text:
        return 1
    return sum(max(1, math.ceil(len(line) / per_line)) for line in text.split("\n"))


def set_lines(sheet: Worksheet, row: int, lines: int) -> None:
    """Make a row as high as its lines: not every program does so by itself."""
    if lines > 1:
        sheet.set_row(row, min(lines * LINE_POINTS, MAX_ROW_POINTS))


def _letters(width: float) -> int:
    return max(int(width * LETTERS_TO_WIDTH), 1)


def _lines(table: SheetTable, widths: Sequence[float]) -> list[int]:
    """The lines of text that each row takes."""
    lines = [1] * table.rows
    for column, width in zip(table.columns, widths, strict=True):
        per_line = _letters(width)
        for row, cell in enumerate(column.cells):
            if type(cell) is str and (len(cell) > per_line or "\n" in cell):
                lines[row] = max(lines[row], lines_needed(cell, width))
    return lines


def width_of(column: SheetColumn) -> float:
    """A column's width in characters: its own, else that of its longest text, within limits."""
    if column.width is not None:
        return column.width
    longest = max((len(cell) for cell in column.cells if type(cell) is str), default=0)
    longest_word = max(map(len, column.heading.split()))
    return min(max(NARROWEST, longest + 2.0, longest_word + 4.0), column.widest)


def _heading_format(column: SheetColumn, formats: CellFormats) -> Format:
    """Over figures that stand at the right edge of their cells the heading does too."""
    if column.calculated:
        return formats.calculated if column.kind == "any" else formats.calculated_number
    return formats.heading if column.kind == "any" else formats.number_heading


def _rounds_falsely(column: SheetColumn) -> bool:
    """Whether a whole percentage would say all, or none, of what is not."""
    shares = (cell for cell in column.cells if isinstance(cell, float))
    return any(0 < share < 0.005 or 0.995 <= share < 1 for share in shares)


def _number_format(column: SheetColumn, formats: CellFormats) -> Format:
    if column.kind == "share":
        return formats.fine_share if _rounds_falsely(column) else formats.share
    return {
        "any": formats.number,
        "count": formats.count,
        "decimal": formats.decimal,
        "signed": formats.signed,
    }[column.kind]
