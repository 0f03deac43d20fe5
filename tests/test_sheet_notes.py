"""What a sheet's XML tells besides its values is found however the sheet is written."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.reading import sheet_notes
from tracker.reading.ooxml import Styles
from tracker.reading.sheet_notes import SheetNotes, read_notes
from tracker.reading.sheet_search import styled_cells
from tracker.reading.sheet_xml import cell_styles

PERCENT, MONTH = 3, 5
STYLES = Styles(percent=frozenset({PERCENT}), month=frozenset({MONTH}))

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
TOLD = SheetNotes(
    hidden_rows=[3],
    hidden_columns=[(1, 2)],
    errors=[(1, 3, "#REF!"), (3, 1, "#N/A")],
    uncalculated=[(3, 2), (4, 2)],
    percent_cells={1: [0, 1], 26: [3]},
    month_cells={2: [1]},
)
"""Worked out by reading :data:`SHEET`. A string's formula with nothing in it was calculated."""


def written(change: Callable[[str], str]) -> bytes:
    changed = change(SHEET)
    assert changed != SHEET
    return changed.encode()


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


def test_a_sheet_tells_its_hidden_rows_errors_uncalculated_formulas_and_formats() -> None:
    assert read_notes(SHEET.encode(), STYLES) == TOLD
    assert sheet_notes._searched(SHEET.encode(), STYLES) == TOLD  # without parsing it


@pytest.mark.parametrize("how", OTHERWISE)
def test_a_sheet_written_in_another_way_tells_the_same(how: str) -> None:
    assert read_notes(written(OTHERWISE[how]), STYLES) == TOLD


def test_rows_and_cells_without_addresses_are_counted() -> None:
    xml = re.sub(r'<(row|c) r="\w+"', r"<\1", SHEET).encode()
    told = read_notes(xml, STYLES)
    assert told.hidden_rows == [2]  # the third row, as none of them says that it is the fourth
    assert told.percent_cells == {1: [0, 1], 3: [2]}


def test_a_sheet_that_breaks_off_tells_what_precedes_that() -> None:
    xml = SHEET[: SHEET.index('<row r="4"')].encode()
    assert read_notes(xml, STYLES) == SheetNotes(
        hidden_columns=[(1, 2)],
        errors=[(1, 3, "#REF!")],
        percent_cells={1: [0, 1]},
        month_cells={2: [1]},
    )


CELLS = st.builds(
    lambda style, kind, formula, value: (
        f"{'' if style is None else f' s={chr(34)}{style}{chr(34)}'}"
        f"{'' if kind is None else f' t={chr(34)}{kind}{chr(34)}'}",
        f"{formula}{value}",
    ),
    st.sampled_from([None, 0, 3, 5, 33, 35]),
    st.sampled_from([None, "s", "n", "e", "str", "b"]),
    st.sampled_from(["", "", "<f>A1</f>", "<f/>", '<f t="shared" si="0"/>']),
    st.sampled_from(["", "<v>1</v>", "<v/>", "<v></v>", "<v>#REF!</v>", "<v> </v>"]),
)


@given(
    st.lists(
        st.tuples(st.lists(CELLS, max_size=4), st.sampled_from(["", ' hidden="1"', ' hidden="0"'])),
        max_size=5,
    )
)
def test_searching_finds_what_parsing_finds(
    rows: list[tuple[list[tuple[str, str]], str]],
) -> None:
    body = ""
    for r, (cells, hidden) in enumerate(rows, start=1):
        inner = "".join(
            f'<c r="{"ABCD"[c]}{r}"{tag}>{content}</c>' for c, (tag, content) in enumerate(cells)
        )
        body += f'<row r="{r}"{hidden}>{inner}</row>'
    xml = f"<worksheet><sheetData>{body}</sheetData></worksheet>".encode()

    assert sheet_notes._searched(xml, STYLES) == sheet_notes._parsed(xml, STYLES)
    wanted = frozenset({0, PERCENT})
    assert styled_cells(xml, wanted) == cell_styles(xml, wanted)


def test_cells_of_a_style_are_found_or_left_to_the_parser() -> None:
    found = [(0, 1, 3), (1, 1, 3), (3, 0, 3), (3, 1, 3), (3, 26, 3)]
    assert styled_cells(SHEET.encode(), {PERCENT}) == found
    for how in ("apostrophes", "style first", "lines", "tabs", "prefix", "a comment among cells"):
        xml = written(OTHERWISE[how])
        assert styled_cells(xml, {PERCENT}) is None, how
        assert cell_styles(xml, frozenset({PERCENT})) == found, how
