"""What an .xlsx sheet's XML tells that its cell values do not: hidden rows, errors, formats.

The values themselves come from python-calamine, which gives an error cell, and a formula
that was never calculated, as blank. A quick search of the bytes tells whether a sheet holds
anything of the kind; only then is it parsed.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from dataclasses import dataclass, field
from xml.etree import ElementTree
from xml.parsers import expat

_RELATIONS = re.compile(r"(?:^|/)workbook\.xml$", re.IGNORECASE)
_MARKED = re.compile(rb"""hidden=|\bt=["']e["']|<(?:\w+:)?f[\s>/]""")
_BUILT_IN_PERCENT = {9, 10}
_BUILT_IN_MONTH = 17  # mmm-yy


@dataclass
class SheetNotes:
    """What was found in one sheet; rows and columns counted from 0."""

    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    errors: list[tuple[int, int, str]] = field(default_factory=list)
    uncalculated: list[tuple[int, int]] = field(default_factory=list)
    percent_cells: list[tuple[int, int]] = field(default_factory=list)
    month_cells: list[tuple[int, int]] = field(default_factory=list)


def local(tag: str) -> str:
    """A tag or attribute without its namespace."""
    return tag.rsplit("}", 1)[-1].rsplit(":", 1)[-1]


def sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name to the path of its part. Empty where the workbook part cannot be read."""
    names = {name.lstrip("/").lower(): name for name in archive.namelist()}
    workbook = next((name for name in names.values() if _RELATIONS.search(name)), None)
    if workbook is None:
        return {}
    folder = posixpath.dirname(workbook)
    relations = posixpath.join(folder, "_rels", posixpath.basename(workbook) + ".rels")
    if relations.lower() not in names:
        return {}
    try:
        targets = {
            element.get("Id", ""): element.get("Target", "")
            for element in ElementTree.fromstring(archive.read(names[relations.lower()]))
        }
        tree = ElementTree.fromstring(archive.read(workbook))
    except ElementTree.ParseError:
        return {}
    parts: dict[str, str] = {}
    for element in tree.iter():
        if local(element.tag) != "sheet":
            continue
        relation = next((v for k, v in element.attrib.items() if local(k) == "id"), "")
        target = targets.get(relation, "")
        path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
        path = posixpath.normpath(path).lower()
        if path in names:
            parts[element.get("name", "")] = names[path]
    return parts


def uses_1904(archive: zipfile.ZipFile) -> bool:
    """Whether a workbook counts its days from 1904 instead of 1900."""
    name = next((n for n in archive.namelist() if _RELATIONS.search(n)), None)
    text = archive.read(name)[:20_000] if name else b""
    return re.search(rb"""date1904=["'](?:1|true)["']""", text) is not None


@dataclass(frozen=True)
class Styles:
    """The cell styles whose number format is a percentage, and those that show month and year."""

    percent: frozenset[int] = frozenset()
    month: frozenset[int] = frozenset()


def read_styles(archive: zipfile.ZipFile) -> Styles:
    """The cell styles whose number format changes what a number says."""
    name = next((n for n in archive.namelist() if n.lower().endswith("styles.xml")), None)
    if name is None:
        return Styles()
    try:
        tree = ElementTree.fromstring(archive.read(name))
    except ElementTree.ParseError:
        return Styles()
    percent, month = set(_BUILT_IN_PERCENT), {_BUILT_IN_MONTH}
    styles: list[int] = []
    for element in tree.iter():
        tag = local(element.tag)
        if tag == "numFmt":
            number, code = int(element.get("numFmtId", "0")), element.get("formatCode", "")
            if "%" in code:
                percent.add(number)
            elif _shows_month(code):
                month.add(number)
        elif tag == "cellXfs":
            styles = [int(xf.get("numFmtId", "0") or 0) for xf in element]
    return Styles(
        frozenset(i for i, number_format in enumerate(styles) if number_format in percent),
        frozenset(i for i, number_format in enumerate(styles) if number_format in month),
    )


def _shows_month(code: str) -> bool:
    """Whether a date format shows a month and a year and no day: ``mmm-yy``."""
    letters = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.|_.', "", code.split(";")[0]).lower()
    return "m" in letters and "y" in letters and not re.search("[dhs0#]", letters)


def read_notes(xml: bytes, styles: Styles) -> SheetNotes:
    """What one sheet part holds. A part that is not well formed gives what precedes the fault."""
    notes = SheetNotes()
    telling = styles.percent | styles.month
    if _MARKED.search(xml) or (telling and _uses_style(xml, telling)):
        _Parser(notes, styles).run(xml)
    return notes


def _uses_style(xml: bytes, styles: frozenset[int]) -> bool:
    pattern = "|".join(str(style) for style in sorted(styles))
    return re.search(rf"""\bs=["'](?:{pattern})["']""".encode(), xml) is not None


def cell_styles(xml: bytes, wanted: frozenset[int]) -> list[tuple[int, int, int]]:
    """The row, column and style of each cell of a sheet part whose style is wanted."""
    parser = _Parser(SheetNotes(), Styles(), wanted)
    parser.run(xml)
    return parser.styled


class _Parser:
    """One pass over a sheet part with expat, keeping count where cells carry no address."""

    def __init__(
        self, notes: SheetNotes, styles: Styles, wanted: frozenset[int] = frozenset()
    ) -> None:
        self.notes, self.styles, self.wanted = notes, styles, wanted
        self.styled: list[tuple[int, int, int]] = []
        self.row, self.column = -1, -1
        self.kind, self.style = "", -1
        self.formula = self.in_value = False
        self.value = ""

    def run(self, xml: bytes) -> None:
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
            self.kind = attributes.get("t", "")
            self.style = int(attributes.get("s", "-1"))
            self.formula, self.value = False, ""
        elif tag == "row":
            self.row = int(attributes["r"]) - 1 if "r" in attributes else self.row + 1
            self.column = -1
            if attributes.get("hidden") in ("1", "true"):
                self.notes.hidden_rows.append(self.row)
        elif tag == "f":
            self.formula = True
        elif tag in ("v", "t"):
            self.in_value = True
        elif tag == "col" and attributes.get("hidden") in ("1", "true"):
            span = (int(attributes.get("min", "1")) - 1, int(attributes.get("max", "1")) - 1)
            self.notes.hidden_columns.append(span)

    def _text(self, text: str) -> None:
        if self.in_value:
            self.value += text

    def _end(self, tag: str) -> None:
        tag = local(tag)
        if tag in ("v", "t"):
            self.in_value = False
        elif tag == "c":
            where = (self.row, self.column)
            if self.style in self.wanted:
                self.styled.append((*where, self.style))
            if self.kind == "e":
                self.notes.errors.append((*where, self.value or "#ERROR"))
            elif self.formula and not self.value and self.kind != "str":
                self.notes.uncalculated.append(where)
            elif self.style in self.styles.percent and self.value:
                self.notes.percent_cells.append(where)
            elif self.style in self.styles.month and self.value:
                self.notes.month_cells.append(where)


def _address(address: str, row: int, column: int) -> tuple[int, int]:
    match = re.fullmatch(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})", address)
    if not match:
        return row, column
    letters = 0
    for letter in match.group(1).upper():
        letters = letters * 26 + ord(letter) - 64
    return int(match.group(2)) - 1, letters - 1
