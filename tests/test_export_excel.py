"""The filtered Excel: what it holds, its types, and that no cell of it can run."""

from __future__ import annotations

import zipfile
from datetime import date, datetime
from io import BytesIO

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from tests.workbooks import AS_AT, NOV, SEPT, about, definitions, opened, plan_of, table
from tracker.filters import filter_actions
from tracker.measures import measure
from tracker.output import sheet_table as exported_table
from tracker.output.cells import CUT_NOTE, headings
from tracker.output.excel import export_excel
from tracker.own_downloads import (
    CALCULATED_HEADINGS,
    DERIVED_HEADINGS,
    READ_FROM_HEADING,
    free_heading,
    heading_in_download,
)
from tracker.reading.plan import Plan


@pytest.fixture
def plan() -> Plan:
    return plan_of(
        {
            "reference": ["1.1", "1.2", "2.1"],
            "recommendation": ["1", "1", "2"],
            "action": ["Adopt the schedule", "Train staff", "Review policy"],
            "owner": ["Head of Records", "Head of Records / Chief Clerk", None],
            "owners": [("Head of Records",), ("Head of Records", "Chief Clerk"), ()],
            "status": ["complete", "in_progress", "withdrawn"],
            "scope": ["national", "force", None],
            "original_due": [NOV, NOV, NOV],
            "revised_due": [None, SEPT, None],
            "completed_on": [date(2015, 11, 23), None, None],
            "date_moves": [0, 1, 0],
            "percent_complete": [100, 60, None],
            "restricted": [False, True, False],
        },
        {
            "Ref": ["1.1", "1.2", "2.1"],
            "Rec": [1.0, 1.0, 2.0],
            "What we will do": ["Adopt the schedule", "Train staff", "Review policy"],
            "Who": ["Head of Records", "Head of Records / Chief Clerk", None],
            "HMIC timescale": ["By 30 November 2015", NOV, NOV],
            "On risk register": [True, False, None],
            "Notes": ["=1+1", None, "ok"],
        },
        reference="Ref",
        original_due="HMIC timescale",
    )


def exported(plan: Plan, view: pd.DataFrame | None = None, **options: object) -> bytes:
    shown = measure(plan.actions, AS_AT) if view is None else view
    return export_excel(plan, shown, as_at=AS_AT, **options)


def test_the_first_sheet_says_what_the_file_is(plan):
    view = filter_actions(measure(plan.actions, AS_AT), owners=["Head of Records"])
    data = exported(plan, view, filters="owner Head of Records", plan_name="Building the Picture")
    facts = about(data)
    assert facts["Plan"] == "Building the Picture"
    assert facts["Position as at"] == "30 April 2016"
    assert facts["Filters"] == "owner Head of Records"
    assert facts["Actions in this file"] == "2 of 3"
    assert facts["Actions complete"] == "1 of 2, 50% (withdrawn actions left out)"
    assert [facts[f"Actions {kind}"] for kind in ("open", "overdue", "withdrawn")] == [
        "1",
        "1",
        "0",
    ]
    assert facts["Publication"] == "Not for publication: 1 restricted action included."
    assert "Note" not in facts


def test_without_filters_or_a_name_it_says_so_and_names_the_file(plan):
    facts = about(exported(plan))
    assert facts["Filters"] == "None: every action of the plan"
    assert facts["Plan"] == "plan.xlsx"
    public = plan.actions.assign(restricted=False)
    assert about(exported(plan, measure(public, AS_AT)))["Publication"] == (
        "Nothing in it is restricted."
    )


def test_every_calculated_column_is_explained(plan):
    data = exported(plan)
    calculated = list(table(data).columns)[len(plan.original.columns) :]
    explained = definitions(data)
    for heading in calculated:
        assert explained[heading].endswith("."), heading
    assert explained["HMIC timescale"] == "The plan's own column, read as “Original timescale”."
    assert "Who" not in explained


def test_illustrative_data_is_labelled_on_both_sheets(plan):
    data = exported(plan, illustrative=True)
    assert about(data)["Note"].startswith("Illustrative")
    assert "Illustrative" in opened(data)["Actions"]["A2"].value
    assert "Illustrative" not in opened(exported(plan))["Actions"]["A2"].value


def test_the_actions_stand_under_a_title_and_a_line_of_context(plan):
    sheet = opened(exported(plan, filters="overdue only"))["Actions"]
    assert sheet["A1"].value == "Action plan: position as at 30 April 2016"
    assert sheet["A2"].value.startswith("plan.xlsx. 3 of 3 actions: overdue only.")
    assert sheet["A3"].value == "Ref"
    assert sheet["A4"].value == "1.1"


def test_the_users_columns_come_first_in_their_order_then_the_calculated_ones(plan):
    columns = list(table(exported(plan)).columns)
    assert columns == [
        "Ref",
        "Rec",
        "What we will do",
        "Who",
        "HMIC timescale",
        "On risk register",
        "Notes",
        "State",
        "Slippage in days",
        "Days overdue",
        "Expected or actual finish",
        "Slipped at least that far",
        "Slippage in working days",
        "Extension in days",
        "Slippage against the revised timescale in days",
        "Age in days",
        "Status group",
        "Recommendation (as read)",
        "Scope (as read)",
        "Action (as read)",
        "Owner (as read)",
        "Revised timescale (date)",
        "Date moves (as read)",
        "Percent complete (as read)",
        "Completed on (date)",
        "Restricted (as read)",
        "Read from",
    ]
    assert set(columns[7:]) <= set(CALCULATED_HEADINGS) | DERIVED_HEADINGS


def test_cells_keep_their_types(plan):
    rows = table(exported(plan))
    assert list(rows["Rec"]) == [1, 1, 2]
    assert rows["HMIC timescale"][0] == "By 30 November 2015"
    assert rows["HMIC timescale"][1] == datetime(2015, 11, 30)
    assert list(rows["On risk register"]) == [True, False, None]
    assert list(rows["Notes"]) == ["=1+1", None, "ok"]


def test_the_calculated_columns_hold_dates_numbers_and_words(plan):
    rows = table(exported(plan))
    assert list(rows["Status group"]) == ["Complete", "In progress", "Withdrawn"]
    assert list(rows["Scope (as read)"]) == ["National", "Force-specific", None]
    assert list(rows["Revised timescale (date)"]) == [None, datetime(2016, 9, 30), None]
    assert list(rows["Slippage in days"]) == [-7, 305, None]
    assert list(rows["Days overdue"]) == [None, 152, None]
    assert list(rows["State"]) == ["Complete", "Overdue", "Withdrawn"]
    assert list(rows["Read from"]) == [
        "Appendix A, row 5",
        "Appendix A, row 6",
        "Appendix A, row 7",
    ]
    assert list(rows["Owner (as read)"]) == [
        "Head of Records",
        "Head of Records; Chief Clerk",
        None,
    ]
    assert list(rows["Percent complete (as read)"]) == [100, 60, None]
    assert list(rows["Restricted (as read)"]) == ["No", "Yes", "No"]
    assert list(rows["Date moves (as read)"]) == [0, 1, 0]


def test_dates_are_shown_as_day_month_year(plan):
    sheet = opened(exported(plan))["Actions"]
    dates = [cell for row in sheet.iter_rows(min_row=4) for cell in row if cell.is_date]
    # The user's own column (one of its three is words), then revised, completed and expected
    # finish (the withdrawn action has none).
    assert len(dates) == 2 + 1 + 1 + 2
    assert {cell.number_format for cell in dates} == {"dd mmm yyyy"}


def test_percentages_read_as_shares_are_shown_as_percentages():
    shares = plan_of(
        {"action": ["a", "b"], "percent_complete": [60, 100]},
        {"Done": [0.6, 1.0], "Score": [0.6, 1.0]},
        percent_complete="Done",
    )
    sheet = opened(exported(shares))["Actions"]
    assert (sheet["A4"].value, sheet["A4"].number_format) == (0.6, "0%_)")
    assert sheet["B4"].number_format == "General"
    whole = plan_of(
        {"action": ["a", "b"], "percent_complete": [60, 1]},
        {"Done": [60.0, 1.0]},
        percent_complete="Done",
    )
    assert opened(exported(whole))["Actions"]["A5"].number_format == "General"


def test_rows_are_as_high_as_their_text():
    plan = plan_of({"action": ["a"] * 3}, {"Notes": ["short", "one\ntwo\nthree", "word " * 40]})
    heights = opened(exported(plan))["Actions"].row_dimensions
    assert heights[4].height is None
    assert heights[5].height == 45
    assert heights[6].height >= 60


def test_a_filtered_view_downloads_its_rows_only(plan):
    view = filter_actions(measure(plan.actions, AS_AT), overdue=True)
    rows = table(exported(plan, view))
    assert list(rows["Ref"]) == ["1.2"]
    assert list(rows[READ_FROM_HEADING]) == ["Appendix A, row 6"]


def test_the_columns_do_not_depend_on_the_filters(plan):
    view = filter_actions(measure(plan.actions, AS_AT), statuses=["withdrawn"])
    assert list(table(exported(plan, view)).columns) == list(table(exported(plan)).columns)


def test_what_was_read_has_a_column_only_where_the_plan_has_none_and_says_something():
    facts = {"action": ["Do it"], "status": ["complete"], "scope": ["national"]}
    plan = plan_of(
        facts, {"Task": ["Do it"], "State of play": ["Done"]}, action="Task", status="State of play"
    )
    columns = set(table(exported(plan)).columns)
    assert {name for name in columns if name in CALCULATED_HEADINGS} == {"Scope (as read)"}


def test_the_table_can_be_filtered_and_its_header_stays(plan):
    sheet = opened(exported(plan))["Actions"]
    assert sheet.freeze_panes == "B4"  # the reference stays in view
    (actions,) = sheet.tables.values()
    last = openpyxl.utils.get_column_letter(sheet.max_column)
    assert actions.ref == f"A3:{last}6"
    assert actions.autoFilter.ref == actions.ref
    assert [column.name for column in actions.tableColumns] == [cell.value for cell in sheet[3]]
    assert not sheet.merged_cells.ranges
    assert sheet.column_dimensions["C"].width > 15
    assert sheet["C4"].alignment.wrap_text
    assert sheet.print_title_rows == "$3:$3"


def test_the_document_has_a_title_and_a_language(plan):
    book = opened(exported(plan, plan_name="Building the Picture"))
    assert book.properties.title == "Action plan: position as at 30 April 2016"
    assert book.properties.subject == "Building the Picture"
    assert book.custom_doc_props["Language"].value == "en-GB"


def test_no_actions_download_as_a_table_with_its_header(plan):
    data = exported(plan, measure(plan.actions, AS_AT).iloc[:0])
    assert next(iter(table(data).columns)) == "Ref"
    assert table(data).isna().all(axis=None)
    assert about(data)["Actions in this file"] == "0 of 3"
    assert about(data)["Actions complete"].startswith("–")


HOSTILE = [
    "=1+1",
    '=HYPERLINK("http://example.com","x")',
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "http://example.com",
    "mailto:a@example.com",
    "123",
    "bell\x07 nul\x00",
    "_x0041_",
    "<r><t>x</t></r>",
    "<r>&</r>",
    "</t></si>",
    "‮right to left",
    "two\nlines",
    " spaces ",
    "x" * 32_767,
]


def hostile_export() -> bytes:
    """Hostile texts in the user's own column, in what was read, in the filters and the name."""
    plan = plan_of(
        {
            "action": HOSTILE,
            "owners": [(text,) for text in HOSTILE],
            "recommendation": HOSTILE,
        },
        {"=Notes": HOSTILE},
        action="=Notes",
    )
    return exported(plan, filters="=1+1\x00", plan_name="=1+1\x01")


def test_no_cell_is_a_formula_or_a_link():
    data = hostile_export()
    for sheet in opened(data):
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", cell.coordinate
                if cell.hyperlink:
                    assert cell.hyperlink.target is None
                    assert cell.hyperlink.location == f"'{cell.value}'!A1"
    with zipfile.ZipFile(BytesIO(data)) as parts:
        for name in parts.namelist():
            if name.startswith("xl/worksheets/"):
                assert b"<f>" not in parts.read(name)


def test_hostile_text_comes_out_as_it_went_in():
    rows = CalamineWorkbook.from_filelike(BytesIO(hostile_export())).get_sheet_by_name("Actions")
    written = [row[0] for row in rows.to_python()]
    assert written[2] == "=Notes"
    assert written[3:] == HOSTILE


def test_text_that_a_formula_could_be_made_of_is_marked_as_text():
    sheet = opened(hostile_export())["Actions"]
    marked = [sheet.cell(4 + row, 1).quotePrefix for row in range(len(HOSTILE))]
    assert marked == [text[0] in "=+-@\t\r" for text in HOSTILE]


@pytest.mark.parametrize("character", ["x", "é", "😀"])
def test_text_over_excels_limit_is_cut_and_says_so(character):
    plan = plan_of({"action": ["a"]}, {"Notes": [character * 40_000]})
    text = table(exported(plan))["Notes"][0]
    assert text.endswith(CUT_NOTE)
    units = len(text.encode("utf-16-le")) // 2
    assert 32_767 - 1 <= units <= 32_767
    assert set(text.removesuffix(CUT_NOTE)) == {character}


def test_what_excel_cannot_hold_is_written_as_text():
    values = [date(1899, 5, 1), date(1900, 2, 28), float("inf"), "\ud800 alone", "\uffff"]
    plan = plan_of({"action": ["a"] * 5}, {"Odd": values})
    assert list(table(exported(plan))["Odd"]) == [
        "1899-05-01",
        "1900-02-28",
        "inf",
        "\ufffd alone",
        "\ufffd",
    ]


def test_the_first_and_last_dates_of_excel_are_dates():
    plan = plan_of({"action": ["a"] * 2}, {"When": [date(1900, 3, 1), date(9999, 12, 31)]})
    rows = CalamineWorkbook.from_filelike(BytesIO(exported(plan))).get_sheet_by_name("Actions")
    assert [row[0] for row in rows.to_python()[3:]] == [date(1900, 3, 1), date(9999, 12, 31)]


def test_more_rows_than_a_sheet_holds_are_refused_in_a_sentence(monkeypatch):
    plan = plan_of({"action": ["a"] * 4}, {"Task": ["a"] * 4})
    monkeypatch.setattr(exported_table, "MAX_ROWS", 3)
    with pytest.raises(exported_table.TooLong, match="“Actions” would have 4: filter"):
        exported(plan)


def test_numbers_of_other_libraries_are_numbers():
    values = [np.int64(3), np.float64(2.5), np.bool_(True)]
    plan = plan_of({"action": ["a"] * 3}, {"Odd": values})
    assert list(table(exported(plan))["Odd"]) == [3, 2.5, True]


def test_blank_and_unknown_cells_are_empty():
    plan = plan_of({"action": ["a"] * 3}, {"Notes": ["", None, float("nan")]})
    assert list(table(exported(plan))["Notes"]) == [None, None, None]


def test_headings_are_told_apart_whatever_their_case():
    assert headings(["Owner", "OWNER", "owner (2)", "", "a\nb  c", "bell\x07", "_x000D_"]) == [
        "Owner",
        "OWNER (2)",
        "owner (2) (2)",
        "Column 4",
        "a b c",
        "bell",
        "Column 7",
    ]
    long = headings(["x" * 300, "x" * 300])
    assert [len(name) for name in long] == [255, 255]
    assert long[1].endswith(" (2)")


def test_a_heading_of_the_users_own_is_never_taken_for_a_calculated_one():
    own = {"State": ["mine"], "status group": ["mine too"], "<r>x</r>": ["odd"]}
    data = exported(plan_of({"action": ["a"], "status": ["complete"]}, own))
    rows = table(data)
    assert rows["State"][0] == "mine"
    assert rows["status group"][0] == "mine too"
    assert rows["State (calculated)"][0] == "Complete"
    assert rows["Status group (calculated)"][0] == "Complete"
    assert "State (calculated)" in definitions(data)
    names = list(rows.columns)
    assert heading_in_download("State", names) == "State (calculated)"
    assert heading_in_download("Days overdue", names) == "Days overdue"
    assert heading_in_download("Owner (as read)", names) is None


@given(st.lists(st.sampled_from(["Overdue", "OVERDUE (calculated)", "Ref"]), unique=True))
def test_a_download_names_its_own_column_whatever_the_users_are_called(own):
    heading = free_heading("Overdue", own)
    assert heading.casefold() not in {name.casefold() for name in own}
    assert heading_in_download("Overdue", [*own, heading]) == heading


cells = st.one_of(
    st.none(),
    st.text(max_size=20),
    st.floats(),
    st.booleans(),
    st.dates(),
)


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.tuples(cells, cells), min_size=1, max_size=5),
    st.text(max_size=10),
    st.text(max_size=10),
)
def test_any_cells_and_headings_make_a_workbook_without_formulas(rows, first, second):
    frame = pd.DataFrame(rows, dtype="object", columns=[first, second])
    plan = plan_of({"action": ["a"] * len(rows)}, {"Notes": [None] * len(rows)})
    whole = Plan(plan.actions, frame, {}, (), AS_AT, plan.source)
    data = exported(whole, plan_name=first, filters=second)
    sheet = opened(data)["Actions"]
    assert sheet.max_row == 3 + len(rows)
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    names = [cell.value for cell in sheet[3]]
    assert len({name.casefold() for name in names}) == len(names)
    (actions,) = sheet.tables.values()
    assert [column.name for column in actions.tableColumns] == names
