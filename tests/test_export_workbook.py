"""The filtered Excel as a public body may publish it: its sheets, charts, figures, definitions."""

from __future__ import annotations

import posixpath
import re
import zipfile
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from openpyxl.utils import range_boundaries

from tests.workbooks import AS_AT, NOV, about, definitions, opened, parts, plan_of, table
from tracker import Finding, Plan, export_excel, filter_actions, measure, read_plan, summarise
from tracker.comparison import compare
from tracker.fields import DOWNLOAD_SHEETS, NOT_FIRST_RECORDED

SAMPLES = Path(__file__).parents[1] / "sample_data"
BEFORE, NOW = date(2016, 1, 12), date(2016, 4, 30)
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


@pytest.fixture(scope="module")
def sample() -> Plan:
    return read_plan(SAMPLES / f"building_the_picture_{NOW}.xlsx")


@pytest.fixture(scope="module")
def workbook(sample: Plan) -> bytes:
    """The whole sample, with the changes since January."""
    before = read_plan(SAMPLES / f"building_the_picture_{BEFORE}.xlsx")
    return export_excel(
        sample,
        measure(sample.actions, NOW, published=sample.published),
        as_at=NOW,
        illustrative=True,
        comparison=compare(before, sample, as_at=NOW, previous_as_at=BEFORE),
    )


def rows_of(data: bytes, sheet: str, key: str) -> dict[str, dict[str, Any]]:
    """A sheet's rows by one of its columns."""
    rows = table(data, sheet).to_dict("records")
    return {row[key]: row for row in rows}


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
    book = opened(workbook)
    assert tuple(book.sheetnames) == DOWNLOAD_SHEETS
    for sheet in book:
        assert sheet.sheet_state == "visible"
        assert "30 April 2016" in sheet["A1"].value, sheet.title
        assert sheet["A2"].value, sheet.title
        assert sheet["A1"].font.bold
        hidden = [d for d in sheet.row_dimensions.values() if d.hidden]
        hidden += [d for d in sheet.column_dimensions.values() if d.hidden]
        assert not hidden, sheet.title


def test_each_sheet_has_one_table_with_a_name_of_its_own_and_its_header_frozen(workbook):
    book = opened(workbook)
    names = []
    for sheet in book:
        assert not sheet.merged_cells.ranges
        (only,) = sheet.tables.values()
        names.append(only.name)
        left, top, right, bottom = range_boundaries(only.ref)
        headings = [sheet.cell(top, column).value for column in range(left, right + 1)]
        assert [column.name for column in only.tableColumns] == headings
        assert left == 1
        if sheet.title != "About this download":
            assert (top, sheet.freeze_panes) == (3, "A4")
            assert sheet.print_title_rows == "$3:$3"
            assert (right, bottom) == (sheet.max_column, sheet.max_row)
    assert len(set(names)) == len(DOWNLOAD_SHEETS)


def test_a_screen_reader_is_told_what_each_table_holds(workbook):
    described = [content for name, content in parts(workbook) if name.startswith("xl/tables/")]
    assert len(described) == len(DOWNLOAD_SHEETS)
    for content in described:
        assert re.search(rb'altText="[^"]+" altTextSummary="[^"]{15,}"', content), content[:500]


def test_no_cell_tells_anything_by_its_colour(workbook):
    for sheet in opened(workbook):
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.fill.fill_type is None
        assert not sheet.conditional_formatting


def test_columns_are_wide_enough_for_their_words_and_long_text_wraps(workbook):
    for sheet in opened(workbook):
        for dimension in sheet.column_dimensions.values():
            assert dimension.width >= 3
        long = [c for row in sheet.iter_rows(min_row=4) for c in row if len(str(c.value)) > 90]
        assert all(cell.alignment.wrap_text for cell in long), sheet.title


def test_it_prints_landscape_with_its_pages_numbered(workbook):
    for sheet in opened(workbook):
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.oddFooter.right.text == "Page &P of &N"


def test_a_table_of_several_pages_across_repeats_the_column_that_names_its_rows(workbook):
    book = opened(workbook)
    reference = [cell.value for cell in book["Actions"][3]].index("Ref")
    assert book["Actions"].print_title_cols == "$C:$C"
    assert reference == 2
    assert not book["Balance"].print_title_cols


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


# Figures


def test_the_figures_of_each_group_are_those_of_the_summary(sample, workbook):
    summary = summarise(measure(sample.actions, NOW, published=sample.published))
    for frame, sheet, key in (
        (summary.recommendations, "By recommendation", "Recommendation"),
        (summary.owners, "By owner", "Owner"),
    ):
        shown = rows_of(workbook, sheet, key)
        assert len(shown) == len(frame)
        for figures in frame.astype("object").where(frame.notna(), None).to_dict("records"):
            row = shown[figures[key.casefold()]]
            assert row["Actions"] == figures["actions"]
            assert row["Complete"] == figures["completed"]
            assert row["Overdue"] == figures["overdue"]
            assert row["Open in all"] == figures["open"]
            assert row["Completion rate"] == pytest.approx(figures["completion_rate"])
            assert row["Hit task rate"] == pytest.approx(figures["hit_task_rate"])
            parts_of_it = ("Withdrawn", "Complete", "Overdue", "Open, not overdue")
            assert sum(row[part] for part in parts_of_it) == row["Actions"]


def test_the_figures_of_a_recommendation_worked_out_by_hand():
    # At 30 April 2016, from 30 November 2015: done 7 days early; open and 152 days late.
    plan = plan_of(
        {
            "recommendation": ["5", "5", "5", None],
            "action": ["a", "b", "c", "d"],
            "status": ["complete", "in_progress", "withdrawn", "in_progress"],
            "original_due": [NOV, NOV, NOV, date(2016, 6, 1)],
            "completed_on": [date(2015, 11, 23), None, None, None],
        },
        {"Task": ["a", "b", "c", "d"]},
    )
    data = export_excel(plan, measure(plan.actions, AS_AT), as_at=AS_AT)
    rows = rows_of(data, "By recommendation", "Recommendation")
    five = rows["5"]
    assert five["Original timescale"] == datetime(2015, 11, 30)
    assert five["Expected or actual finish"] == datetime(2016, 4, 30)
    assert (five["Slippage in days"], five["All complete"]) == (152, "No")
    counts = ("Actions", "Withdrawn", "Complete", "Overdue", "Open, not overdue")
    assert [five[name] for name in counts] == [3, 1, 1, 1, 0]
    assert (five["Completion rate"], five["Hit task rate"]) == (0.5, 0.5)
    assert five["Median slippage in days"] == 72.5
    assert rows["No recommendation given"]["Open, not overdue"] == 1
    assert "Confirmed" not in five
    assert table(data, "Completion")["Recommendation"].tolist() == ["5", "No recommendation given"]


def test_a_rate_is_never_rounded_to_all_or_none():
    actions = 300
    plan = plan_of(
        {
            "action": ["a"] * actions,
            "recommendation": ["1"] * actions,
            "status": ["in_progress"] + ["complete"] * (actions - 1),
        },
        {"Task": ["a"] * actions},
    )
    sheet = opened(export_excel(plan, measure(plan.actions, AS_AT), as_at=AS_AT))[
        "By recommendation"
    ]
    headings = [cell.value for cell in sheet[3]]
    rate = sheet.cell(4, headings.index("Completion rate") + 1)
    assert rate.value == pytest.approx(299 / 300)
    assert rate.number_format == "0.00%_)"


def test_slippage_is_in_days_and_in_words_with_at_least_where_it_goes_on(workbook):
    rows = table(workbook, "Slippage")
    days = dict(zip(rows["Action"], rows["Slippage in days"], strict=True))
    words = dict(zip(rows["Action"], rows["In words"], strict=True))
    # 6.1 of the sample: immediately, 2 July 2015, and still open on 30 April 2016, revised to
    # 31 July 2016. FS1.1 was done on 24 March 2016, a week early.
    (early,) = [name for name in words if name.startswith("FS1.1.")]
    assert (days[early], words[early]) == (-7, "7 days early")
    assert any(word.startswith("at least ") for word in words.values())


def test_what_changed_is_listed_changed_original_timescales_first(workbook):
    changes = table(workbook, "Changes")
    first = changes.iloc[0]
    assert (first["Reference"], first["What changed"].split("; ")[0]) == (
        "4.2",
        "Original timescale changed",
    )
    assert first["Original timescale before"] == datetime(2015, 11, 30)
    assert first["Original timescale now"] == datetime(2016, 2, 29)
    assert first["Original moved by days"] == 91
    assert "Unchanged" not in set(changes["What changed"])
    assert "Since 12 January 2016" in opened(workbook)["Changes"]["A2"].value


def test_the_balance_adds_up_line_by_line(workbook):
    rows = table(workbook, "Balance")
    # Counted by hand in the sample's two versions: see test_command_line.
    assert rows["Actions"].tolist() == [24, 1, 1, -7, -1, 0, 18]
    assert sum(rows["Actions"][:-1]) == rows["Actions"].iloc[-1]
    assert rows["Open actions"].iloc[-1] == "Open as at 30 April 2016"


def test_an_original_timescale_in_words_is_shown_in_words():
    def version(words: str) -> Plan:
        return plan_of(
            {"reference": ["1"], "action": ["Do it"], "original_due_text": [words]}, {"Ref": ["1"]}
        )

    changed = compare(version("TBC"), version("In due course"), as_at=AS_AT, previous_as_at=BEFORE)
    plan = version("In due course")
    data = export_excel(plan, measure(plan.actions, AS_AT), as_at=AS_AT, comparison=changed)
    (row,) = table(data, "Changes").to_dict("records")
    assert row["Original timescale before"] == "TBC"
    assert row["Original timescale now"] == "In due course"


# Findings, definitions, what is said on the cover


def finding(cell: str, problem: str, kind: str = "odd") -> Finding:
    return Finding("warning", "Appendix A", cell, "action", "as typed", problem, kind)


def test_findings_are_those_of_the_rows_shown_and_of_no_one_action():
    plan = plan_of(
        {"action": ["a", "b"], "status": ["complete", "in_progress"]},
        {"Task": ["a", "b"]},
        findings=(
            finding("C5", "of the first"),
            finding("C6", "of the second"),
            finding("C", "of the column"),
            finding("A40", "of a note below the table"),
        ),
    )
    measured = measure(plan.actions, AS_AT)
    view = filter_actions(measured, statuses=["complete"])
    column = "What it means, and what to do"
    shown = table(export_excel(plan, view, as_at=AS_AT), "Findings")[column]
    assert shown.tolist() == ["of the first", "of the column", "of a note below the table"]
    assert len(table(export_excel(plan, measured, as_at=AS_AT), "Findings")) == 4


def test_every_figure_of_a_group_is_defined_with_its_source(workbook):
    for sheet in ("By recommendation", "By owner"):
        explained = definitions(workbook, sheet)
        headings = [cell.value for cell in opened(workbook)[sheet][3]]
        assert list(explained) == headings[1:]
    rows = rows_of(workbook, "Definitions", "Column")
    assert "Defense Contract Management Agency" in rows["Hit task rate"]["Source"]
    assert "Defense Acquisition University" in rows["Baseline execution index"]["Source"]
    assert all(row["Source"] for row in rows.values())


def test_the_cover_says_whether_restricted_actions_are_in_the_file_or_how_many_were_left_out():
    plan = plan_of({"action": ["a", "b"], "restricted": [True, False]}, {"Task": ["a", "b"]})
    measured = measure(plan.actions, AS_AT)

    def said(view: Any, left_out: int | None = None) -> str:
        facts = about(export_excel(plan, view, as_at=AS_AT, left_out=left_out))
        return str(facts["Actions restricted"])

    assert said(measured) == "1 restricted action in this file: not for publication"
    assert said(measured[1:]) == "None in this file"
    left_out = "left out of every sheet, figure and chart: this is a public version"
    assert said(measured[1:], 3) == f"3 restricted actions {left_out}"
    assert said(measured[1:], 0) == f"0 restricted actions {left_out}"
    data = export_excel(plan, measured[1:], as_at=AS_AT, left_out=3)
    assert "Public version: 3 restricted actions left out." in opened(data)["Actions"]["A2"].value


def test_the_cover_says_that_original_timescales_are_those_first_recorded():
    plan = plan_of(
        {"action": ["a"]},
        {"Task": ["a"]},
        findings=(finding("C5", "was another", NOT_FIRST_RECORDED),),
    )
    measured = measure(plan.actions, AS_AT)
    said = about(export_excel(plan, measured, as_at=AS_AT))["Original timescales"]
    assert "those first recorded" in said
    assert "1 place" in said
    unmoved = replace(plan, findings=())
    assert "Original timescales" not in about(export_excel(unmoved, measured, as_at=AS_AT))


def test_what_no_workbook_holds_is_counted_on_the_cover():
    values = ["x" * 40_000, "\ud800 alone", date(1899, 1, 1), "fine"]
    plan = plan_of({"action": ["a"] * 4}, {"Odd": values})
    said = about(export_excel(plan, measure(plan.actions, AS_AT), as_at=AS_AT))
    assert said["Not held as it was"].startswith("1 cell cut to the 32,767 characters")
    assert "1 cell with something that is no character" in said["Not held as it was"]
    assert "1 cell with a date before March 1900" in said["Not held as it was"]
    fine = plan_of({"action": ["a"]}, {"Odd": ["=1+1"]})
    data = export_excel(fine, measure(fine.actions, AS_AT), as_at=AS_AT)
    assert "Not held as it was" not in about(data)


# Read back


def test_read_back_the_plan_is_its_actions_alone(sample, workbook):
    back = read_plan(workbook)
    assert back.source.sheets == ("Actions",)
    assert back.source.versions == ()
    assert back.as_at == NOW
    kinds = {found.kind for found in back.findings}
    assert not kinds & {"several versions", "several sheets", "sheet not read", "hidden sheet"}
    again = summarise(measure(back.actions, NOW, published=back.published))
    first = summarise(measure(sample.actions, NOW, published=sample.published))
    assert again.totals == first.totals


def test_a_sheet_that_somebody_adds_to_a_download_is_not_passed_over_in_silence(workbook):
    book = opened(workbook)
    sheet = book.create_sheet("More actions")
    headings = ["Reference", "Action", "Owner", "Original timescale", "Status"]
    for row in (headings, ["X1", "Do more", "Head of Records", NOV, "Open"]):
        sheet.append(row)
    buffer = BytesIO()
    book.save(buffer)
    back = read_plan(buffer.getvalue())
    assert "X1" in set(back.actions["reference"]) or any(
        found.kind == "sheet not read" and found.value == "More actions" for found in back.findings
    )


def test_every_part_of_the_workbook_is_well_formed_and_named_in_its_relations(workbook):
    files = dict(parts(workbook))
    for name, content in files.items():
        ElementTree.fromstring(content)
        if name.endswith(".rels"):
            folder = posixpath.dirname(posixpath.dirname(name))
            for target, mode in re.findall(
                r'Target="([^"]+)"(?: TargetMode="(\w+)")?', content.decode()
            ):
                assert mode != "External"
                path = posixpath.normpath(posixpath.join(folder, target))
                assert path.lstrip("/") in files, (name, target)
    with zipfile.ZipFile(BytesIO(workbook)) as archive:
        assert archive.testzip() is None
