"""The filtered Excel as anybody can read it: its sheets, its tables, its print, its charts."""

from __future__ import annotations

import re
from datetime import date
from xml.etree import ElementTree

import pytest
from openpyxl.utils import range_boundaries

from tests.workbooks import (
    AS_AT,
    NOW,
    about,
    opened,
    parts,
    plan_of,
    sample_download,
    seen,
    table,
)
from tracker import Plan, export_excel, measure
from tracker.own_downloads import DOWNLOAD_SHEETS

DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


@pytest.fixture(scope="module")
def workbook() -> bytes:
    return sample_download()


def charts(data: bytes) -> dict[str, tuple[ElementTree.Element, ElementTree.Element]]:
    """The drawing's anchor and the chart of each sheet that has one, by the sheet's name."""
    files = dict(parts(data))
    found = {}
    for number, name in enumerate(opened(data).sheetnames, start=1):
        sheet = f"xl/worksheets/_rels/sheet{number}.xml.rels"
        drawing = re.search(rb"drawings/(drawing\d+\.xml)", files.get(sheet, b""))
        if not drawing:
            continue
        file = drawing.group(1).decode()
        chart = re.search(rb"charts/(chart\d+\.xml)", files[f"xl/drawings/_rels/{file}.rels"])
        assert chart
        anchor = ElementTree.fromstring(files[f"xl/drawings/{file}"])
        found[name] = (anchor, ElementTree.fromstring(files[f"xl/charts/{chart[1].decode()}"]))
    return found


# What makes a workbook one that anybody can read


def test_every_sheet_is_visible_and_titled_at_a1_with_a_line_of_context(workbook):
    assert tuple(sheet.title for sheet in seen(workbook)) == DOWNLOAD_SHEETS
    for sheet in seen(workbook):
        assert "30 April 2016" in sheet["A1"].value, sheet.title
        assert sheet["A2"].value, sheet.title
        assert sheet["A1"].font.bold
        hidden = [d for d in sheet.row_dimensions.values() if d.hidden]
        hidden += [d for d in sheet.column_dimensions.values() if d.hidden]
        assert not hidden, sheet.title


def test_each_sheet_has_one_table_with_a_name_of_its_own_and_its_header_frozen(workbook):
    names = []
    for sheet in seen(workbook):
        assert not sheet.merged_cells.ranges
        (only,) = sheet.tables.values()
        names.append(only.name)
        left, top, right, bottom = range_boundaries(only.ref)
        headings = [sheet.cell(top, column).value for column in range(left, right + 1)]
        assert [column.name for column in only.tableColumns] == headings
        assert left == 1
        if sheet.title != "About this download":
            in_view = {"Actions": "E4", "Changes": "C4"}.get(sheet.title, "A4")
            assert (top, sheet.freeze_panes) == (3, in_view)
            assert sheet.print_title_rows == "$3:$3"
            assert (right, bottom) == (sheet.max_column, sheet.max_row)
    assert len(set(names)) == len(DOWNLOAD_SHEETS)


def test_a_screen_reader_is_told_what_each_table_holds(workbook):
    described = [content for name, content in parts(workbook) if name.startswith("xl/tables/")]
    assert len(described) == len(DOWNLOAD_SHEETS)
    for content in described:
        assert re.search(rb'altText="[^"]+" altTextSummary="[^"]{15,}"', content), content[:500]


def test_no_cell_tells_anything_by_its_colour_but_what_is_calculated_by_its_headings(workbook):
    for sheet in seen(workbook):
        for row in sheet.iter_rows(min_row=4):
            for cell in row:
                assert cell.fill.fill_type is None
        assert not sheet.conditional_formatting


def test_columns_are_wide_enough_for_their_words_and_long_text_wraps(workbook):
    for sheet in seen(workbook):
        for dimension in sheet.column_dimensions.values():
            assert dimension.width >= 3
        long = [c for row in sheet.iter_rows(min_row=4) for c in row if len(str(c.value)) > 90]
        assert all(cell.alignment.wrap_text for cell in long), sheet.title


def test_it_prints_on_a4_landscape_one_page_wide_with_its_pages_numbered(workbook):
    for sheet in seen(workbook):
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert sheet.page_setup.fitToWidth in (None, 1)  # one is what is not written
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.oddFooter.right.text == "Page &P of &N"


def test_a_print_of_the_actions_ends_where_its_text_would_grow_too_small(workbook):
    sheet = opened(workbook)["Actions"]
    dimensions = sheet.column_dimensions.values()
    widths = [each.width for each in dimensions for _ in range(each.min, each.max + 1)]
    _, _, last, _ = range_boundaries(sheet.print_area.split("!")[1])
    # A4 has room for 147 characters at 11 points, so at 6 points for 270.
    assert sum(widths[:last]) <= 270 < sum(widths[: last + 1])
    assert f"A print ends with the column “{sheet.cell(3, last).value}”." in sheet["A2"].value


def test_the_document_has_a_title_a_subject_a_maker_and_is_in_british_english(workbook):
    properties = opened(workbook).properties
    assert properties.title == "Action plan: position as at 30 April 2016"
    assert properties.subject == f"building_the_picture_{NOW}.xlsx"
    assert properties.creator == "Action-plan tracker"
    assert properties.language == "en-GB"
    languages = set()
    for name, content in parts(workbook):
        if name.startswith(("xl/charts/", "xl/drawings/")):
            languages |= set(re.findall(rb'(?:c:lang val|[ :]lang)="([^"]+)"', content))
    assert languages == {b"en-GB"}


def test_the_contents_link_to_every_other_sheet_and_say_how_many_rows_it_has(workbook):
    book = opened(workbook)
    cover = book["About this download"]
    (contents,) = cover.tables.values()
    left, top, right, bottom = range_boundaries(contents.ref)
    rows = list(cover.iter_rows(top + 1, bottom, left, right))
    assert [row[0].value for row in rows] == list(DOWNLOAD_SHEETS[1:])
    for name, what, count in rows:
        assert name.hyperlink.location == f"'{name.value}'!A1"
        assert len(what.value) > 15
        assert count.value == book[name.value].max_row - 3


# Charts


def test_two_sheets_have_a_chart_that_covers_no_cell(workbook):
    found = charts(workbook)
    assert list(found) == ["Completion", "Slippage"]
    for name, (anchor, _) in found.items():
        start = anchor.find(f".//{DRAWING}from/{DRAWING}col")
        assert start is not None
        assert start.text
        assert int(start.text) > opened(workbook)[name].max_column - 1


def test_a_chart_has_a_title_axis_titles_and_alternative_text(workbook):
    for name, (anchor, chart) in charts(workbook).items():
        titles = ["".join(title.itertext()) for title in chart.iter(f"{CHART}title")]
        assert len(titles) == 3, name
        assert "as at 30 April 2016" in titles[0]
        properties = anchor.find(f".//{DRAWING}cNvPr")
        assert properties is not None
        assert len(properties.get("descr", "")) > 100
        assert "table beside it" in properties.get("descr", "")


def test_the_series_of_the_charts_are_the_cells_of_their_tables(workbook):
    for name, (_, chart) in charts(workbook).items():
        sheet = opened(workbook)[name]
        for series in chart.iter(f"{CHART}ser"):
            for part in ("cat", "val"):
                formula = series.find(f"{CHART}{part}//{CHART}f")
                assert formula is not None
                assert formula.text
                where, _, cells = formula.text.rpartition("!")
                assert where.strip("'") == name
                left, top, right, bottom = range_boundaries(cells.replace("$", ""))
                assert (top, bottom, left) == (4, sheet.max_row, right)
                drawn = [value.text for value in series.findall(f"{CHART}{part}//{CHART}v")]
                written = [sheet.cell(row, left).value for row in range(top, bottom + 1)]
                assert drawn == [str(value) for value in written]


def test_the_parts_of_a_bar_are_told_apart_without_colour(workbook):
    _, chart = charts(workbook)["Completion"]
    names, labels, patterns = [], [], []
    for series in chart.iter(f"{CHART}ser"):
        names += [name.text for name in series.findall(f"{CHART}tx//{CHART}v")]
        labels += [form.get("formatCode") for form in series.findall(f"{CHART}dLbls/{CHART}numFmt")]
        patterns.append(any(element.tag.endswith("pattFill") for element in series.iter()))
    assert names == ["Complete", "Open, not overdue", "Overdue"]
    assert labels == ['0" complete";;', '0" open, not overdue";;', '0" overdue";;']
    assert patterns == [False, False, True]


def many(actions: int) -> Plan:
    numbers = [str(number + 1) for number in range(actions)]
    return plan_of(
        {
            "reference": numbers,
            "recommendation": numbers,
            "action": [f"Do {number}" for number in numbers],
            "original_due": [date(2016, 1, 1 + number % 28) for number in range(actions)],
            "status": ["complete" if number % 2 else "in_progress" for number in range(actions)],
        },
        {"Ref": numbers},
    )


def test_charts_show_as_many_as_can_be_read_and_say_so():
    plan = many(90)
    data = export_excel(plan, measure(plan.actions, AS_AT), as_at=AS_AT)
    slippage, completion = table(data, "Slippage"), table(data, "Completion")
    assert len(slippage) == len(completion) == 40
    # Half are open and overdue; those 45 have slipped, most from 1 January 2016: 120 days.
    assert slippage["Slippage in days"].tolist() == sorted(slippage["Slippage in days"])[::-1]
    assert slippage["Slippage in days"][0] == 120
    assert set(completion["Overdue"]) == {1}
    assert "the 40 of 45 actions most slipped" in opened(data)["Slippage"]["A2"].value
    assert "45 without the dates" in opened(data)["Slippage"]["A2"].value
    said = "the 40 of 90 recommendations most overdue"
    assert said in opened(data)["Completion"]["A2"].value
    title = "".join(next(charts(data)["Completion"][1].iter(f"{CHART}title")).itertext())
    assert title.endswith(said)
    assert len(table(data, "By recommendation")) == 90


def test_a_long_bar_has_its_counts_without_words():
    plan = plan_of(
        {"action": ["a"] * 13, "recommendation": ["1"] * 13, "status": ["complete"] * 13},
        {"Ref": list(range(13))},
    )
    _, chart = charts(export_excel(plan, measure(plan.actions, AS_AT), as_at=AS_AT))["Completion"]
    labels = [form.get("formatCode") for form in chart.iter(f"{CHART}numFmt")]
    assert labels[:3] == ["0;;", "0;;", "0;;"]


def test_without_a_known_slippage_or_an_action_there_is_no_sheet_to_draw():
    plan = plan_of({"action": ["a"]}, {"Task": ["a"]})
    measured = measure(plan.actions, AS_AT)
    data = export_excel(plan, measured, as_at=AS_AT)
    assert "Slippage" not in opened(data).sheetnames
    assert "Completion" in opened(data).sheetnames
    empty = export_excel(plan, measured.iloc[:0], as_at=AS_AT)
    assert "Completion" not in opened(empty).sheetnames
    assert about(empty)["Actions complete"].startswith("–")
