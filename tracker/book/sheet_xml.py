"""One pass over the XML of an .xlsx sheet for what its cells' values do not tell."""

from __future__ import annotations

import re
from array import array
from collections import defaultdict
from functools import lru_cache
from typing import IO, Any
from xml.parsers import expat

from tracker.book.formats import Styles

_BLOCK = 1 << 18
_TRUE = ("1", "true")
Place = tuple[int, int]
"""A cell's row and column, from 0."""

_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")
_ROW = re.compile(r"\d{1,7}")


def scan(xml: IO[bytes], styles: Styles) -> dict[str, Any]:
    """What one sheet part tells, as fields of :class:`tracker.book.Sheet`; cells' rows as bytes.

    A part that is not well formed gives what precedes the fault.
    """
    scanner = _Scanner(styles)
    try:
        while block := xml.read(_BLOCK):
            scanner.parser.Parse(block)
        scanner.parser.Parse(b"", True)
    except (expat.ExpatError, ValueError):
        pass  # what precedes the fault is told
    return scanner.told()


class _Scanner:
    """Looks at each cell's address and style, and closer at those that hold more to tell."""

    def __init__(self, styles: Styles) -> None:
        self.styles = styles
        self.styled: dict[str, list[Place | str]] = {style: [] for style in styles.notes}
        self.hidden_rows: list[int] = []
        self.hidden_columns: list[tuple[int, int]] = []
        self.errors: list[tuple[int, int, str]] = []
        self.uncalculated: list[Place] = []
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._root

    def _root(self, tag: str, attributes: dict[str, str]) -> None:
        """Take the prefix of the names from the first element."""
        prefix = tag[: tag.rfind(":") + 1]
        self.cell_tag, self.value_tag = prefix + "c", prefix + "v"
        self.parser.StartElementHandler = self._handler(prefix)

    def _handler(self, prefix: str) -> Any:
        """What is called for each element: half of the time of a pass is spent here."""
        cell, value, formula = (prefix + name for name in ("c", "v", "f"))
        row, column = prefix + "row", prefix + "col"
        styled = self.styled
        here: Place | str = ""
        row_number, kind = 0, ""

        def start(tag: str, attributes: dict[str, str]) -> None:
            nonlocal row_number, here, kind
            if tag == cell:
                here = attributes.get("r") or _next_to(here, row_number)
                kind = attributes.get("t", "")
                style = attributes.get("s")
                if style in styled:
                    styled[style].append(here)
                if kind == "e":
                    self._watch(here, kind)
            elif tag == value:
                return
            elif tag == row:
                number = attributes.get("r", "")
                row_number = int(number) if _ROW.fullmatch(number) else row_number + 1
                here = ""
                if attributes.get("hidden") in _TRUE:
                    self.hidden_rows.append(row_number - 1)
            elif tag == formula and kind != "e":
                self._watch(here, kind)
            elif tag == column and attributes.get("hidden") in _TRUE:
                first, last = attributes.get("min", "1"), attributes.get("max", "1")
                self.hidden_columns.append((int(first) - 1, int(last) - 1))

        return start

    def _watch(self, address: Place | str, kind: str) -> None:
        """Look at the words of the cell that has just begun, to its end."""
        self.words, self.in_value = "", False
        at = place(address)

        def start(tag: str, _: dict[str, str]) -> None:
            self.in_value = tag == self.value_tag

        def text(words: str) -> None:
            if self.in_value:
                self.words += words

        def end(tag: str) -> None:
            self.in_value = False
            if tag != self.cell_tag:
                return
            parser.StartElementHandler = before
            parser.EndElementHandler = parser.CharacterDataHandler = None
            if at and kind == "e":
                self.errors.append((*at, self.words or "#ERROR"))
            elif at and not self.words and kind != "str":
                self.uncalculated.append(at)

        parser = self.parser
        before = parser.StartElementHandler
        parser.StartElementHandler, parser.EndElementHandler = start, end
        parser.CharacterDataHandler = text

    def told(self) -> dict[str, Any]:
        """The fields."""
        cells: dict[str, dict[int, list[int]]] = {}
        for style, addresses in self.styled.items():
            places = [at for at in map(place, addresses) if at]
            for name in self.styles.notes[style] if places else ():
                columns = cells.setdefault(name, defaultdict(list))
                for row, column in places:
                    columns[column].append(row)
        rows = {
            name: {column: array("i", sorted(rows)).tobytes() for column, rows in columns.items()}
            for name, columns in cells.items()
        }
        fills = {name[1:]: rows.pop(name) for name in list(rows) if name.startswith("#")}
        return rows | {
            "hidden_rows": self.hidden_rows,
            "hidden_columns": self.hidden_columns,
            "errors": self.errors,
            "uncalculated": self.uncalculated,
            "fills": fills,
        }


def place(address: Place | str) -> Place | None:
    """The place of an address; ``None`` where it is none."""
    if isinstance(address, tuple):
        return address
    match = _ADDRESS.fullmatch(address)
    return (int(match[2]) - 1, column_number(match[1])) if match else None


@lru_cache(maxsize=1_000)
def column_number(letters: str) -> int:
    """0 for ``A``, 26 for ``AA``, whatever their case."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _next_to(address: Place | str, row: int) -> Place:
    """The place right of another in a row, its first where there is none."""
    at = place(address)
    return row - 1, at[1] + 1 if at else 0
