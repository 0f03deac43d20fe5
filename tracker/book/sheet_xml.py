"""One pass over the XML of an .xlsx sheet for what its cells' values do not tell."""

from __future__ import annotations

import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from html import unescape
from typing import IO, Any
from xml.parsers import expat

from tracker.book.formats import Formats

Place = tuple[int, int]
"""A cell's row and column, from 0."""

Note = Callable[[Place, str, str], None]
"""Takes a cell's place, its words that are not struck out, and those that are."""

_BLOCK = 1 << 18
_TRUE = ("1", "true")
_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")
_ROW = re.compile(r"\d{1,7}")
_WIDTH = re.compile(r"\d{1,3}(?:\.\d+)?")


def scan(xml: IO[bytes], formats: Formats) -> dict[str, Any]:
    """What one sheet part tells, as fields of :class:`tracker.book.Sheet`; cells' rows as bytes.

    A part that is not well formed gives what precedes the fault.
    """
    scanner, silent, noted = _Scanner(formats), *_plain_cells(formats)
    plain = True
    try:
        while block := xml.read(_BLOCK):
            plain = plain and b"<!" not in block  # a comment, in which nothing is a cell
            for address, style in noted.findall(block) if plain and formats.notes else ():
                scanner.styled[style.decode()].append(address.decode())
            block = _SILENT_ROWS.sub(b"", silent.sub(b"", block)) if plain else block
            scanner.parser.Parse(block)
        scanner.parser.Parse(b"", True)
    except (expat.ExpatError, ValueError):
        pass  # what precedes the fault is told
    return scanner.told()


def _plain_cells(formats: Formats) -> tuple[re.Pattern[bytes], re.Pattern[bytes]]:
    """Cells as spreadsheet programs write them: a style, a type, a plain value.

    The first pattern takes those that tell nothing but by their style, the second, of those whose
    style tells something, address and style. They are cut before the XML is parsed, which takes
    three times as long with them. Whatever is written in another way is left to the parser, and so
    is what stands before a cell or row without an address, which is counted from it.
    """
    styles = "|".join(formats.notes)
    kinds = "e|s" if formats.struck else "e"
    rest = (
        rf'(?: t="(?!(?:{kinds})")\w+")?'
        r"(?:/>|>(?:<v>[^<]*+</v>|<is><t>[^<]*+</t></is>)</c>)"
    )
    silent = rf'(?:<c r="[A-Z]+\d+"(?: s="\d+")?{rest})++(?=<c r=|</row>)'
    noted = rf'<c r="([A-Z]+\d+)" s="({styles})"{rest}'
    return re.compile(silent.encode()), re.compile(noted.encode())


_SILENT_ROWS = re.compile(
    rb'(?:<row r="\d+"(?: (?!hidden|outlineLevel)[\w:]+="[^"]*")*+></row>)++'
    rb"(?=<row r=|</sheetData>)"
)


class _Scanner:
    """Looks at each cell's address and style, and closer at those that hold more to tell."""

    def __init__(self, formats: Formats) -> None:
        self.formats = formats
        self.styled: dict[str, list[str]] = {style: [] for style in formats.notes}
        self.hidden_rows: list[int] = []
        self.outlined_rows: list[int] = []
        self.hidden_columns: list[Place] = []
        self.widths: list[tuple[int, int, float]] = []
        self.errors: list[tuple[int, int, str]] = []
        self.uncalculated: list[Place] = []
        self.formulas: list[str] = []
        self.struck: dict[Place, tuple[str, str]] = {}
        self.row = 0
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._root

    def _root(self, tag: str, attributes: dict[str, str]) -> None:
        """Take the prefix of the names from the first element."""
        self.prefix = tag[: tag.rfind(":") + 1]
        self.parser.StartElementHandler = self._handler()

    def _handler(self) -> Any:
        """What is called for each element: most of the time of a pass is spent here."""
        cell, value, row, column, formula, run = (
            self.prefix + name for name in ("c", "v", "row", "col", "f", "r")
        )
        styled = self.styled
        closer: dict[str, Note] = {"e": self._note_error}
        if self.formats.struck:
            closer["s"] = self._note_shared_text
        of_cell: dict[str, str] = {}

        def start(tag: str, attributes: dict[str, str]) -> None:
            nonlocal of_cell
            if tag == value:
                return
            if tag == cell:
                if "r" not in attributes:
                    attributes["r"] = self._next_to(of_cell.get("r", ""))
                of_cell = attributes
                if "s" in attributes and attributes["s"] in styled:
                    styled[attributes["s"]].append(attributes["r"])
                if "t" in attributes and attributes["t"] in closer:
                    self._watch(attributes["r"], closer[attributes["t"]])
            elif tag == row:
                of_cell = {}
                self._begin_row(attributes)
            elif tag == column:
                self._note_columns(attributes)
            elif tag == run:
                self._watch(of_cell["r"], self._note_runs)
            elif tag == formula:
                self.formulas.append(of_cell["r"])
                if of_cell.get("t") != "str":  # an empty text was calculated
                    self._watch(of_cell["r"], self._note_formula)

        return start

    def _begin_row(self, attributes: dict[str, str]) -> None:
        number = attributes.get("r", "")
        self.row = int(number) if _ROW.fullmatch(number) else self.row + 1
        if attributes.get("hidden") in _TRUE:
            self.hidden_rows.append(self.row - 1)
        if attributes.get("outlineLevel", "0") != "0":
            self.outlined_rows.append(self.row - 1)

    def _next_to(self, address: str) -> str:
        """The address right of another, of the row's first cell where there is none."""
        at = place(address)
        return f"{column_letters(at[1] + 1 if at else 0)}{self.row}"

    def _note_columns(self, attributes: dict[str, str]) -> None:
        first, last = (attributes.get(end, "1") for end in ("min", "max"))
        if attributes.get("hidden") in _TRUE:
            self.hidden_columns.append((int(first) - 1, int(last) - 1))
        elif _WIDTH.fullmatch(attributes.get("width", "")):
            self.widths.append((int(first) - 1, int(last) - 1, float(attributes["width"])))

    def _watch(self, address: str, note: Note) -> None:
        """Give the words of the cell that has begun to ``note`` at its end: not struck, struck."""
        words, struck, inside = ["", ""], False, False
        cell, run, strike = (self.prefix + name for name in ("c", "r", "strike"))
        values = self.prefix + "v", self.prefix + "t"
        parser, before = self.parser, self.parser.StartElementHandler

        def start(tag: str, attributes: dict[str, str]) -> None:
            nonlocal struck, inside
            inside = tag in values
            if tag == run:
                struck = False
            elif tag == strike:
                struck = attributes.get("val", "1") in _TRUE

        def text(more: str) -> None:
            if inside:
                words[struck] += more

        def end(tag: str) -> None:
            nonlocal inside
            inside = False
            if tag == cell:
                parser.StartElementHandler = before
                parser.EndElementHandler = parser.CharacterDataHandler = None
                at = place(address)
                if at:
                    note(at, *words)

        parser.StartElementHandler, parser.EndElementHandler = start, end
        parser.CharacterDataHandler = text

    def _note_error(self, at: Place, value: str, _: str) -> None:
        self.errors.append((*at, value or "#ERROR"))

    def _note_formula(self, at: Place, value: str, _: str) -> None:
        if not value:
            self.uncalculated.append(at)

    def _note_shared_text(self, at: Place, number: str, _: str) -> None:
        if number in self.formats.struck:
            self.struck[at] = self.formats.struck[number]

    def _note_runs(self, at: Place, words: str, struck: str) -> None:
        if struck.strip():
            self.struck[at] = words, struck

    def told(self) -> dict[str, Any]:
        """The fields, and under :data:`formats.ZERO_HIDDEN` the cells that show no 0."""
        cells: defaultdict[str, defaultdict[int, list[int]]]
        cells = defaultdict(lambda: defaultdict(list))
        for style, addresses in self.styled.items():
            places = [at for at in map(place, addresses) if at]
            for name in self.formats.notes[style] if places else ():
                columns = cells[name]
                for row, column in places:
                    columns[column].append(row)
        for (row, column), (kept, _) in self.struck.items():
            struck = cells["struck_cells"][column]
            if not kept.strip():
                struck.append(row)
            elif row in struck:  # its runs look otherwise than the cell
                struck.remove(row)
        return cells_by_note(cells) | {
            "hidden_rows": self.hidden_rows,
            "outlined_rows": self.outlined_rows,
            "hidden_columns": self.hidden_columns,
            "widths": self.widths,
            "errors": self.errors,
            "uncalculated": self.uncalculated,
            "formulas": [at for at in map(place, self.formulas) if at],
            "struck_parts": {at: words for at, words in self.struck.items() if words[0].strip()},
        }


def cells_by_note(cells: Mapping[str, Mapping[int, Sequence[int]]]) -> dict[str, Any]:
    """The rows of each column by note, as fields of :class:`tracker.book.Sheet`, as bytes.

    Notes of a fill's colour stand together under ``fills``.
    """
    rows = {
        name: {c: array("i", sorted(set(its))).tobytes() for c, its in columns.items() if its}
        for name, columns in cells.items()
    }
    fills = {name[1:]: rows.pop(name) for name in list(rows) if name.startswith("#")}
    return {**rows, "fills": fills}


def place(address: str) -> Place | None:
    """The row and column of an address; ``None`` where it is none."""
    match = _ADDRESS.fullmatch(address)
    return (int(match[2]) - 1, column_number(match[1])) if match else None


@lru_cache(maxsize=1_000)
def column_letters(column: int) -> str:
    """``A`` for 0, ``AA`` for 26."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@lru_cache(maxsize=1_000)
def column_number(letters: str) -> int:
    """0 for ``A``, 26 for ``AA``, whatever their case."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


class _Filled:
    """The cells of a sheet part that have a value.

    ``numbers`` has of each its row, its column, where its XML begins and its end tag does, and
    whether its value is the number of a shared text.
    """

    def __init__(self, xml: bytes) -> None:
        self.numbers = array("q")
        self.at: Place = (-1, -1)
        self.begun, self.has_value, self.shared = 0, False, False
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler, self.parser.EndElementHandler = self._start, self._end
        self.parser.Parse(xml, True)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "row":
            number = attributes.get("r", "")
            self.at = (int(number) - 1 if _ROW.fullmatch(number) else self.at[0] + 1, -1)
        elif name == "c":
            self.at = place(attributes.get("r", "")) or (self.at[0], self.at[1] + 1)
            self.begun, self.has_value = self.parser.CurrentByteIndex, False
            self.shared = attributes.get("t") == "s"
        elif name in ("v", "is"):
            self.has_value = True

    def _end(self, tag: str) -> None:
        if self.has_value and tag.rpartition(":")[2] == "c":
            self.numbers.extend((*self.at, self.begun, self.parser.CurrentByteIndex, self.shared))


MOST_COLUMNS = 1_000
"""Columns of one sheet that are looked at; a plan has 8 to 40."""

MOST_BLANK_ROWS, MOST_BLANK_COLUMNS = 1_000, 100
"""What stands behind more blank rows or columns than these is far from the rest."""

MOST_FAR_CELLS = 100
"""Cells far from the rest that are told of."""

_TAGS = re.compile(rb"<(?:\w+:)?f[ >].*?</(?:\w+:)?f>|<[^>]*>", re.DOTALL)
"""All of a cell's XML but its value."""


def without_far_cells(
    xml: bytes, texts: Sequence[str], counted: Callable[[int], None]
) -> tuple[bytes, list[tuple[str, str]]]:
    """A sheet part without the cells far from most others, and address and text of those.

    ``texts`` are the workbook's shared ones; at most :data:`MOST_FAR_CELLS` are told of.
    """
    numbers = _Filled(xml).numbers
    counted(len(numbers) // 5)
    rows = _mostly(numbers[::5], MOST_BLANK_ROWS)
    columns = _mostly(numbers[1::5], MOST_BLANK_COLUMNS)
    columns = range(columns.start, min(columns.stop, columns.start + MOST_COLUMNS))
    far: list[tuple[str, str]] = []
    kept, last = [], 0
    for row, column, start, end, shared in zip(*[iter(numbers)] * 5, strict=True):
        if row in rows and column in columns:
            continue
        kept.append(xml[last:start])
        last = xml.index(b">", end) + 1
        if len(far) < MOST_FAR_CELLS:
            words = unescape(_TAGS.sub(b"", xml[start:end]).decode("utf-8", "replace"))
            text = texts[int(words)] if shared else words
            far.append((f"{column_letters(column)}{row + 1}", text))
    return b"".join([*kept, xml[last:]]), far


def _mostly(numbers: array[int], most_blank: int) -> range:
    """The range with most of the numbers that has no gap longer than allowed in it."""
    best, most, first, count, last = range(0), 0, 0, 0, None
    for number, times in sorted(Counter(numbers).items()):
        if last is None or number - last - 1 > most_blank:
            first, count = number, 0
        count, last = count + times, number
        if count > most:
            best, most = range(first, number + 1), count
    return best
