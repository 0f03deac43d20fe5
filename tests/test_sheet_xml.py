"""What a sheet's XML tells besides its values is found however the sheet is written."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from tracker.book.formats import Formats
from tracker.book.sheet_xml import scan

FORMATS = Formats({"3": ("percent_cells",), "5": ("month_cells", "#amber")})

SHEET = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    '<cols><col min="2" max="3" width="9" hidden="1"/><col min="5" max="5" width="9"/></cols>'
    "<sheetData>"
    '<row r="1" spans="1:9"><c r="A1" t="s"><v>0</v></c><c r="B1" s="3" t="s"><v>1</v></c></row>'
    '<row r="2" spans="1:9"><c r="A2" t="s"><v>2</v></c><c r="B2" s="3"><v>0.5</v></c>'
    '<c r="C2" s="5"><v>42309</v></c><c r="D2" t="e"><v>#REF!</v></c></row>'
    '<row r="4" spans="1:9" hidden="1"><c r="A4" s="3"/><c r="B4" s="3" t="e"><v>#N/A</v></c>'
    '<c r="C4"><f>A4+1</f></c><c r="AA4" s="3"><f>A4*2</f><v>0.1</v></c></row>'
    '<row r="5" spans="1:9"><c r="A5" t="str"><f>A1</f><v></v></c><c r="B5" s="33"><v>1</v></c>'
    '<c r="C5" s="5"><f>C2</f><v/></c></row>'
    '</sheetData><mergeCells count="1"><mergeCell ref="A1:A2"/></mergeCells></worksheet>'
)
TOLD = {
    "hidden_rows": [3],
    "outlined_rows": [],
    "hidden_columns": [(1, 2)],
    "widths": [(4, 4, 9.0)],
    "errors": [(1, 3, "#REF!"), (3, 1, "#N/A")],
    "uncalculated": [(3, 2), (4, 2)],
    "formulas": [(3, 2), (3, 26), (4, 0), (4, 2)],
    "percent_cells": {0: [3], 1: [0, 1, 3], 26: [3]},
    "month_cells": {2: [1, 4]},
    "fills": {"amber": {2: [1, 4]}},
    "struck_parts": {},
}
"""Worked out by reading :data:`SHEET`. A string's formula with nothing in it was calculated."""


def rows(cells: dict[int, bytes]) -> dict[int, list[int]]:
    return {column: np.frombuffer(rows, np.int32).tolist() for column, rows in cells.items()}


def told(xml: str) -> dict[str, Any]:
    found = scan(io.BytesIO(xml.encode()), FORMATS)
    for name in ("percent_cells", "month_cells"):
        found[name] = rows(found.get(name, {}))
    return found | {"fills": {colour: rows(cells) for colour, cells in found["fills"].items()}}


def written(change: Callable[[str], str]) -> str:
    changed = change(SHEET)
    assert changed != SHEET
    return changed


def with_prefix(xml: str) -> str:
    return re.sub(r"<(/?)(?=[a-z])", r"<\1x:", xml).replace("xmlns=", "xmlns:x=")


OTHERWISE = {
    "apostrophes": lambda xml: re.sub(r' (r|s|t|hidden)="([^"]*)"', r" \1='\2'", xml),
    "style first": lambda xml: re.sub(r'<c r="(\w+)" s="(\d+)"', r'<c s="\2" r="\1"', xml),
    "lines": lambda xml: re.sub(r' (s|t)="', r'\n\1="', xml),
    "tabs": lambda xml: re.sub(r' (s|t)="', r'\t\1="', xml),
    "prefix": with_prefix,
    "small letters": lambda xml: re.sub(r'<c r="(\w+)"', lambda m: m[0].lower(), xml),
    "closing tags": lambda xml: xml.replace('<c r="A4" s="3"/>', '<c r="A4" s="3"></c>'),
    "blanks": lambda xml: xml.replace("/>", " />"),
    "more attributes": lambda xml: xml.replace('s="3" t="s"', 's="3" cm="1" t="s"'),
    "entities": lambda xml: xml.replace("#N/A", "&#35;N/A"),
    "other formulas": lambda xml: xml.replace("<f>", '<f t="shared" si="0">'),
    "a comment": lambda xml: xml.replace(
        "<sheetData>", '<!-- <c r="A9" s="3"><v>1</v></c> --><sheetData>'
    ),
    "a comment among cells": lambda xml: xml.replace(
        '<row r="2"', '<!-- <c r="A9" s="3"><v>1</v></c> --><row r="2"'
    ),
    "text like a cell": lambda xml: xml.replace(
        '<c r="A2" t="s"><v>2</v></c>',
        '<c r="A2" t="inlineStr"><is><t>&lt;c r="A9" s="3" t="e"</t></is></c>',
    ),
}


def test_a_sheet_tells_its_hidden_rows_errors_uncalculated_formulas_formats_and_fills() -> None:
    assert told(SHEET) == TOLD


@pytest.mark.parametrize("how", OTHERWISE)
def test_a_sheet_written_in_another_way_tells_the_same(how: str) -> None:
    assert told(written(OTHERWISE[how])) == TOLD


def test_rows_and_cells_without_addresses_are_counted() -> None:
    found = told(re.sub(r'<(row|c) r="\w+"', r"<\1", SHEET))
    assert found["hidden_rows"] == [2]  # the third row, as none of them says that it is the fourth
    assert found["percent_cells"] == {0: [2], 1: [0, 1, 2], 3: [2]}
    assert found["errors"] == [(1, 3, "#REF!"), (2, 1, "#N/A")]


def test_a_cell_without_an_address_stands_right_of_the_one_before_it() -> None:
    cells = '<row r="7"><c r="C7"/><c s="3"><v>1</v></c></row>'
    assert told(f"<worksheet><sheetData>{cells}")["percent_cells"] == {3: [6]}


def test_a_sheet_that_breaks_off_tells_what_precedes_that() -> None:
    found = told(SHEET[: SHEET.index('<row r="4"')])
    assert found == TOLD | {
        "hidden_rows": [],
        "outlined_rows": [],
        "errors": [(1, 3, "#REF!")],
        "uncalculated": [],
        "formulas": [],
        "percent_cells": {1: [0, 1]},
        "month_cells": {2: [1]},
        "fills": {"amber": {2: [1]}},
    }


@pytest.mark.parametrize("address", ["", "A", "7", "XFD99999999", "R1C1", "é1"])
def test_an_address_that_is_none_tells_of_no_cell(address: str) -> None:
    cells = f'<row r="{"9" * 40}" hidden="1"><c r="{address}" s="3" t="e"><v>#REF!</v></c></row>'
    found = told(f"<worksheet><sheetData>{cells}</sheetData></worksheet>")
    assert all(row < 2**31 for row in found["hidden_rows"])
    assert found["percent_cells"] in ({}, {0: [0]})


def test_a_hidden_row_of_plain_cells_is_told_and_so_is_the_row_of_a_cell_without_an_address() -> (
    None
):
    plain = '<row r="{0}" spans="1:2"{1}><c r="A{0}" s="3"><v>0.5</v></c></row>'
    numbered = "".join(plain.format(n, ' ht="15" hidden="1"' if n == 2 else "") for n in (1, 2, 3))
    unnumbered = '<row><c s="3"><v>0.1</v></c></row>'
    for further, percent in (("", [0, 1, 2]), (unnumbered, [0, 1, 2, 3])):
        found = told(f"<worksheet><sheetData>{numbered}{further}</sheetData></worksheet>")
        assert found["hidden_rows"] == [1]
        assert found["percent_cells"] == {0: percent}
