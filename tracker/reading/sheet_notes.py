"""What an .xlsx sheet's XML tells that its cell values do not: hidden rows, errors, formats.

The values themselves come from python-calamine, which gives an error cell, and a formula
that was never calculated, as blank. A sheet written as spreadsheet programs write it is searched
for the cells that tell something; every other is parsed, which takes eight times as long.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from tracker.reading.ooxml import Styles
from tracker.reading.sheet_xml import CellXml, SheetParser, column_number


@dataclass
class SheetNotes:
    """What was found in one sheet; rows and columns counted from 0.

    ``percent_cells`` and ``month_cells`` give, by column, the rows of the cells with such a format.
    """

    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    errors: list[tuple[int, int, str]] = field(default_factory=list)
    uncalculated: list[tuple[int, int]] = field(default_factory=list)
    percent_cells: dict[int, list[int]] = field(default_factory=dict)
    month_cells: dict[int, list[int]] = field(default_factory=dict)

    def add(self, row: int, column: int, cell: CellXml, styles: Styles) -> None:
        """Note a cell, if it tells something."""
        if cell.kind == "e":
            self.errors.append((row, column, cell.value or "#ERROR"))
        elif cell.formula and not cell.value and cell.kind != "str":
            self.uncalculated.append((row, column))
        elif cell.value and cell.style in styles.percent:
            self.percent_cells.setdefault(column, []).append(row)
        elif cell.value and cell.style in styles.month:
            self.month_cells.setdefault(column, []).append(row)


_TELLING = re.compile(rb"""hidden=|\bt=["']e["']|<(?:\w+:)?f[\s>/]""")


def read_notes(xml: bytes, styles: Styles) -> SheetNotes:
    """What one sheet part tells."""
    return _searched(xml, styles) or _parsed(xml, styles)


def _parsed(xml: bytes, styles: Styles) -> SheetNotes:
    notes = SheetNotes()
    numbers = "|".join(map(str, sorted(styles.percent | styles.month)))
    formats = rf"""\bs=["'](?:{numbers})["']""".encode()
    if _TELLING.search(xml) or (numbers and re.search(formats, xml)):
        parser = SheetParser(lambda row, column, cell: notes.add(row, column, cell, styles))
        parser.run(xml)
        notes.hidden_rows, notes.hidden_columns = parser.hidden_rows, parser.hidden_columns
    return notes


def _searched(xml: bytes, styles: Styles) -> SheetNotes | None:
    """The same by searching; ``None`` where some of what is there is written in another way."""
    if xml.rfind(b"</sheetData>") < 0 or b"<!" in xml:
        return None  # names with a prefix, or comments, in which anything may be found
    notes = SheetNotes()
    found_all = _find_hidden(xml, notes) and _find_cells(xml, styles, notes)
    return notes if found_all else None


_HIDDEN = re.compile(rb"<(row|col) ([^<>]*\bhidden=[^<>]*)>")
_ATTRIBUTE = re.compile(rb'(\w+)="([^"]*)"')


def _find_hidden(xml: bytes, notes: SheetNotes) -> bool:
    """Note hidden rows and columns; false where not everything hidden could be made out."""
    hidden = _HIDDEN.findall(xml) if b"hidden=" in xml else []
    for tag, text in hidden:
        told = dict(_ATTRIBUTE.findall(text))
        if b"hidden" not in told or (tag == b"row" and b"r" not in told):
            return False
        if told[b"hidden"] not in (b"1", b"true"):
            continue
        if tag == b"row":
            notes.hidden_rows.append(int(told[b"r"]) - 1)
        else:
            first, last = int(told.get(b"min", 1)), int(told.get(b"max", 1))
            notes.hidden_columns.append((first - 1, last - 1))
    return len(hidden) == xml.count(b"hidden=")


_FORMULA = re.compile(rb"<f[\s>/]")
_CONTENT = rb"(?: ?/>|>(<f(?=[\s>/])[^<>]*(?:(?<=/)>|>[^<]*</f>))?(?:<v>([^<&]*)</v>|<v ?/>)?</c>)"
_STYLE = re.compile(rb' s="(\d+)"')
_KIND = re.compile(rb' t="(\w+)"')


@lru_cache(maxsize=1_000)
def _kind_and_style(tag: bytes) -> tuple[str, int]:
    kind, style = _KIND.search(tag), _STYLE.search(tag)
    return kind[1].decode() if kind else "", int(style[1]) if style else -1


def _find_cells(xml: bytes, styles: Styles, notes: SheetNotes) -> bool:
    """Note the cells that tell something; false where not all of them could be made out.

    That is known by counting, for each mark that a cell can tell something by, how often it is in
    the part and on how many cells it was found.
    """
    telling = styles.percent | styles.month
    numbers = b"|".join(b"%d" % style for style in sorted(telling))
    styled = re.findall(b"s=[\"'](?:%b)[\"']" % numbers, xml) if telling else []
    marks = {
        b' s="(?:%b)"(?: t="\\w+")?' % numbers: len(styled),
        rb'(?: s="\d+")? t="e"': xml.count(b't="e"') + xml.count(b"t='e'"),
        rb'(?: s="\d+")?(?: t="\w+")?(?=><f[\s>/])': len(_FORMULA.findall(xml)),
    }
    present = [mark for mark, count in marks.items() if count]
    if not present:
        return True
    pattern = rb'<c r="([A-Z]{1,3})(\d{1,7})"(%b)' % b"|".join(present) + _CONTENT
    found = [0, 0, 0]
    for letters, row, tag, formula, value in re.findall(pattern, xml):
        kind, style = _kind_and_style(tag)
        cell = CellXml(kind, style, formula != b"", value.decode("utf-8", "replace"))
        found[0] += cell.style in telling
        found[1] += cell.kind == "e"
        found[2] += cell.formula
        notes.add(int(row) - 1, column_number(letters), cell, styles)
    return found == list(marks.values())
