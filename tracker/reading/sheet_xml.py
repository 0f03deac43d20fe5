"""One pass over the XML of an .xlsx sheet, cell by cell, however it is written."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from xml.parsers import expat

from tracker.reading.ooxml import local


@dataclass(slots=True)
class CellXml:
    """A cell as the XML has it: its type and style as numbered there, and its raw value."""

    kind: str = ""
    style: int = -1
    formula: bool = False
    value: str = ""


def cell_styles(xml: bytes, wanted: frozenset[int]) -> list[tuple[int, int, int]]:
    """The row, column and style of each cell of a sheet part whose style is wanted."""
    styled: list[tuple[int, int, int]] = []

    def take(row: int, column: int, cell: CellXml) -> None:
        if cell.style in wanted:
            styled.append((row, column, cell.style))

    SheetParser(take).run(xml)
    return styled


class SheetParser:
    """Gives every cell to ``take``, with its row and column, and keeps what is hidden.

    It keeps count where rows and cells carry no address. A part that is not well formed gives
    what precedes the fault.
    """

    def __init__(self, take: Callable[[int, int, CellXml], None]) -> None:
        self.take = take
        self.hidden_rows: list[int] = []
        self.hidden_columns: list[tuple[int, int]] = []
        self.row, self.column = -1, -1
        self.cell = CellXml()
        self.in_value = False

    def run(self, xml: bytes) -> None:
        """Parse a sheet part."""
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        try:
            parser.Parse(xml, True)
        except (expat.ExpatError, ValueError):
            return

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = local(tag)
        if tag == "c":
            self.column += 1
            address = attributes.get("r")
            if address:
                self.row, self.column = _address(address, self.row, self.column)
            self.cell = CellXml(attributes.get("t", ""), int(attributes.get("s", "-1")))
        elif tag == "row":
            self.row = int(attributes["r"]) - 1 if "r" in attributes else self.row + 1
            self.column = -1
            if attributes.get("hidden") in ("1", "true"):
                self.hidden_rows.append(self.row)
        elif tag == "f":
            self.cell.formula = True
        elif tag in ("v", "t"):
            self.in_value = True
        elif tag == "col" and attributes.get("hidden") in ("1", "true"):
            span = (int(attributes.get("min", "1")) - 1, int(attributes.get("max", "1")) - 1)
            self.hidden_columns.append(span)

    def _text(self, text: str) -> None:
        if self.in_value:
            self.cell.value += text

    def _end(self, tag: str) -> None:
        tag = local(tag)
        if tag in ("v", "t"):
            self.in_value = False
        elif tag == "c":
            self.take(self.row, self.column, self.cell)


def _address(address: str, row: int, column: int) -> tuple[int, int]:
    match = re.fullmatch(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})", address)
    if not match:
        return row, column
    return int(match.group(2)) - 1, column_number(match.group(1).encode())


@lru_cache(maxsize=1_000)
def column_number(letters: bytes) -> int:
    """0 for ``A``, 26 for ``AA``, whatever their case."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number - 1
