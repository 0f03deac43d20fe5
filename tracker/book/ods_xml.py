"""One pass over the XML of an OpenDocument spreadsheet for what its cells' values do not tell."""

from __future__ import annotations

import re
import zipfile
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from tracker.book.formats import colour_name, local
from tracker.book.sheet_xml import Place, cells_by_note

_MOST_ROWS, _MOST_COLUMNS = 1_000, 100
"""Rows or columns that are alike: more of them are formatted to the sheet's end, and no plan's."""

_RGB = re.compile("#[0-9A-Fa-f]{6}")
_UNSEEN = ("collapse", "filter")
_TIMES = {"day", "hours", "minutes", "seconds"}

Attributes = dict[str, str]


@dataclass
class _Told:
    """What a sheet tells: of cells, by the note of a style, each column's rows."""

    cells: dict[str, dict[int, list[int]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )
    merged: list[tuple[Place, Place]] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    outlined_rows: list[int] = field(default_factory=list)
    hidden_columns: list[Place] = field(default_factory=list)

    def as_fields(self) -> dict[str, Any]:
        """The same as fields of :class:`tracker.book.Sheet`, cells' rows as bytes."""
        return cells_by_note(self.cells) | {
            "merged": self.merged,
            "hidden_rows": self.hidden_rows,
            "outlined_rows": self.outlined_rows,
            "hidden_columns": self.hidden_columns,
        }


def scan(archive: zipfile.ZipFile) -> dict[str, dict[str, Any]]:
    """What each sheet tells, by its name; where a part is not well formed, what precedes that."""
    scanner = _Scanner()
    for part in ("styles.xml", "content.xml"):
        if part not in archive.namelist():
            continue
        parser = expat.ParserCreate()
        parser.StartElementHandler, parser.EndElementHandler = scanner.start, scanner.end
        try:
            with archive.open(part) as xml:
                parser.ParseFile(xml)
        except (expat.ExpatError, ValueError):
            pass  # what precedes the fault is told
    return {name: told.as_fields() for name, told in scanner.sheets.items()}


class _Scanner:
    """Takes the styles first, as they stand before the cells, then each cell's place and style."""

    def __init__(self) -> None:
        self.sheets: dict[str, _Told] = {}
        self.notes: dict[str, tuple[str, ...]] = {}
        self.of_dates: dict[str, set[str]] = {}
        self.style, self.date_style = "", ""
        self.told: _Told | None = None
        self.columns: list[tuple[int, str]] = []
        self.row, self.column, self.rows, self.row_style, self.groups = 0, 0, 1, "", 0

    def start(self, tag: str, given: Attributes) -> None:
        """Take an element's beginning."""
        take = _TAKES.get(local(tag))
        if take:
            take(self, {local(name): value for name, value in given.items()})
        elif self.date_style:
            self.of_dates[self.date_style].add(local(tag))

    def end(self, tag: str) -> None:
        """Take an element's end."""
        name = local(tag)
        if name == "table":
            self.told = None
        elif name == "table-row-group":
            self.groups -= 1
        elif name == "table-row":
            self.row += self.rows
        elif name == "style":
            self.style = ""
        elif name == "date-style":
            self.date_style = ""

    def _style(self, said: Attributes) -> None:
        if said.get("family") == "table-cell":
            self.style = said.get("name", "")
            noted = self.notes.get(said.get("parent-style-name", ""), ())
            self.notes[self.style] = noted + _of_dates(
                self.of_dates.get(said.get("data-style-name", ""), set())
            )

    def _cell_look(self, said: Attributes) -> None:
        colour = said.get("background-color", "")
        if self.style and colour:
            kept = [note for note in self.notes[self.style] if not note.startswith("#")]
            name = colour_name(colour[1:]) if _RGB.fullmatch(colour) else ""
            self.notes[self.style] = (*kept, *([f"#{name}"] if name else []))

    def _text_look(self, said: Attributes) -> None:
        line = said.get("text-line-through-style") or said.get("text-line-through-type")
        if self.style and line:
            kept = [note for note in self.notes[self.style] if note != "struck_cells"]
            self.notes[self.style] = (*kept, *(["struck_cells"] if line != "none" else []))

    def _paragraph_look(self, said: Attributes) -> None:
        if self.style and re.match(r"0*\.?0*[1-9]", said.get("margin-left", "")):
            self.notes[self.style] += ("indented_cells",)

    def _group(self, _: Attributes) -> None:
        self.groups += 1

    def _dates(self, said: Attributes) -> None:
        self.date_style = said.get("name", "")
        self.of_dates[self.date_style] = set()

    def _percentages(self, said: Attributes) -> None:
        self.of_dates[said.get("name", "")] = {"percent"}

    def _sheet(self, said: Attributes) -> None:
        self.told = self.sheets.setdefault(said.get("name", ""), _Told())
        self.row, self.column, self.columns, self.groups = 0, 0, [], 0

    def _column(self, said: Attributes) -> None:
        times = _number(said, "number-columns-repeated")
        first, last = self.column, self.column + times - 1
        self.columns.append((last, said.get("default-cell-style-name", "")))
        if self.told and said.get("visibility") in _UNSEEN and times <= _MOST_COLUMNS:
            self.told.hidden_columns.append((first, last))
        self.column += times

    def _row(self, said: Attributes) -> None:
        self.column, self.rows = 0, _number(said, "number-rows-repeated")
        self.row_style = said.get("default-cell-style-name", "")
        if self.told and said.get("visibility") in _UNSEEN and self.rows <= _MOST_ROWS:
            self.told.hidden_rows += range(self.row, self.row + self.rows)
        if self.told and self.groups and self.rows <= _MOST_ROWS:
            self.told.outlined_rows += range(self.row, self.row + self.rows)

    def _cell(self, said: Attributes) -> None:
        times = _number(said, "number-columns-repeated")
        place, self.column = self.column, self.column + times
        if self.told is None or times > _MOST_COLUMNS or self.rows > _MOST_ROWS:
            return
        down, across = (_number(said, f"number-{each}-spanned") for each in ("rows", "columns"))
        if down > 1 or across > 1:
            last = self.row + down - 1, place + across - 1
            self.told.merged.append(((self.row, place), last))
        for column in range(place, place + times):
            style = said.get("style-name") or self.row_style or self._column_style(column)
            for note in self.notes.get(style, ()):
                self.told.cells[note][column] += range(self.row, self.row + self.rows)

    def _column_style(self, column: int) -> str:
        return next((style for last, style in self.columns if column <= last), "")


_TAKES = {
    "style": _Scanner._style,
    "table-cell-properties": _Scanner._cell_look,
    "text-properties": _Scanner._text_look,
    "paragraph-properties": _Scanner._paragraph_look,
    "table-row-group": _Scanner._group,
    "date-style": _Scanner._dates,
    "percentage-style": _Scanner._percentages,
    "table": _Scanner._sheet,
    "table-column": _Scanner._column,
    "table-row": _Scanner._row,
    "table-cell": _Scanner._cell,
    "covered-table-cell": _Scanner._cell,
}


def _number(said: Attributes, name: str) -> int:
    text = said.get(name, "1")
    return int(text) if text.isdecimal() and len(text) < 8 else 1


def _of_dates(shown: set[str]) -> tuple[str, ...]:
    """The note of a format that shows these parts of a date, or a percentage."""
    if "percent" in shown:
        return ("percent_cells",)
    if "year" not in shown or shown & _TIMES:
        return ()
    return ("month_cells" if "month" in shown else "year_cells",)
