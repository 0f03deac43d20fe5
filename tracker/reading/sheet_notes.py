"""What an .xlsx sheet's XML tells that its cell values do not: hidden rows, errors, formats.

The values themselves come from python-calamine, which gives an error cell, and a formula
that was never calculated, as blank. A sheet written as spreadsheet programs write it is searched
for the cells that tell something; every other is parsed, which takes eight times as long.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from tracker.reading.ooxml import Styles
from tracker.reading.sheet_search import Part, alternatives, count_styled, part_of
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
    part = part_of(xml)
    if part is None:
        return None
    notes = SheetNotes()
    found_all = _find_hidden(part, notes) and _find_cells(part, styles, notes)
    return notes if found_all else None


_COLUMN = re.compile(rb"<col ([^<>]*\bhidden=[^<>]*)>")
_ATTRIBUTE = re.compile(rb'(\w+)="([^"]*)"')
_TRUE = (b"1", b"true")


def _find_hidden(part: Part, notes: SheetNotes) -> bool:
    """Note hidden rows and columns; false where not everything hidden could be made out."""
    for text in _COLUMN.findall(part.xml, 0, part.start):
        told = {b"min": b"1", b"max": b"1", **dict(_ATTRIBUTE.findall(text))}
        if b"hidden" not in told or not (told[b"min"] + told[b"max"]).isdigit():
            return False
        if told[b"hidden"] in _TRUE:
            notes.hidden_columns.append((int(told[b"min"]) - 1, int(told[b"max"]) - 1))
    count = part.occurrences(b"hidden=", b"h")
    rows = part.findall(rb'<row r="(\d+)"[^<>]* hidden="(\w+)"') if count else []
    notes.hidden_rows += [int(row) - 1 for row, hidden in rows if hidden in _TRUE]
    return len(rows) == count


_STYLE = re.compile(rb' s="(\d+)"')
_KIND = re.compile(rb' t="(\w+)"')


def _kind_and_style(tag: bytes) -> tuple[str, int]:
    kind, style = _KIND.search(tag), _STYLE.search(tag)
    return kind[1].decode() if kind else "", int(style[1]) if style else -1


_CONTENT = rb"(?: ?/>|>(<f(?=[\s>/])[^<>]*(?:(?<=/)>|>[^<]*</f>))?(?:<v>([^<&]*)</v>|<v ?/>)?</c>)"


def _find_cells(part: Part, styles: Styles, notes: SheetNotes) -> bool:
    """Note the cells that tell something; false where not all of them could be made out.

    That is known by counting, for each mark that a cell can tell something by, how often it is in
    the part and on how many cells it was found.
    """
    telling = styles.percent | styles.month
    numbers = alternatives(telling)
    marks = {
        b' s="(?:%b)"(?: t="\\w+")?' % numbers: count_styled(part, numbers),
        rb'(?: s="\d+")? t="e"': _count_errors(part),
        rb'(?: s="\d+")?(?: t="\w+")?(?=><f[\s>/])': _count_formulas(part),
    }
    present = [mark for mark, count in marks.items() if count]
    if not present:
        return True
    pattern = rb'<c r="([A-Z]{1,3}+)(\d{1,7}+)"(%b)' % b"|".join(present) + _CONTENT
    cells = part.findall(pattern)
    tags = Counter(tag for _, _, tag, _, _ in cells)
    told = {tag: _kind_and_style(tag) for tag in tags}
    found = [
        sum(count for tag, count in tags.items() if told[tag][1] in telling),
        sum(count for tag, count in tags.items() if told[tag][0] == "e"),
        sum(1 for _, _, _, formula, _ in cells if formula),
    ]
    valued: defaultdict[tuple[bytes, bytes], list[bytes]] = defaultdict(list)
    for letters, row, tag, formula, value in cells:
        if formula or told[tag][0] == "e":
            cell = CellXml(*told[tag], formula != b"", value.decode("utf-8", "replace"))
            notes.add(int(row) - 1, column_number(letters), cell, styles)
        elif value:
            valued[letters, tag].append(row)
    for (letters, tag), rows in valued.items():
        _, style = told[tag]
        formatted = notes.percent_cells if style in styles.percent else notes.month_cells
        formatted.setdefault(column_number(letters), []).extend(int(row) - 1 for row in rows)
    for rows_of_column in (*notes.percent_cells.values(), *notes.month_cells.values()):
        rows_of_column.sort()
    return found == list(marks.values())


def _count_errors(part: Part) -> int:
    return part.occurrences(b't="e"', b"e") + part.occurrences(b"t='e'", b"'")


def _count_formulas(part: Part) -> int:
    return len(part.findall(rb"<f[\s>/]")) if part.occurrences(b"<f", b"f") else 0
