"""Plans in the layouts that people use, read to the actions that they hold."""

from datetime import date
from typing import Any

import openpyxl
import pandas as pd
import pytest
from openpyxl.styles import PatternFill

from tests.plans import HEADINGS, plan, saved, workbook
from tracker import Choices, Plan, PlanError, measure, read_plan, summarise
from tracker.summaries import recommendation_labels
from tracker.timeline import Position


def column(read: Plan, name: str) -> list[Any]:
    values = read.actions[name]
    if values.dtype.kind == "M":
        return [None if pd.isna(value) else value.date() for value in values]
    return values.tolist()


def kinds(read: Plan) -> set[str]:
    return {finding.kind for finding in read.findings}


def finding(read: Plan, kind: str) -> Any:
    (found,) = [finding for finding in read.findings if finding.kind == kind]
    return found


def test_a_plain_table_is_read_without_a_finding() -> None:
    read = read_plan(
        plan(["1.1", "1", "Audit", "Head of Records", date(2015, 11, 30), "In progress"])
    )
    assert column(read, "reference") == ["1.1"]
    assert column(read, "original_due") == [date(2015, 11, 30)]
    assert column(read, "owners") == [("Head of Records",)]
    assert column(read, "status") == ["in_progress"]
    assert column(read, "row") == [2]
    assert read.findings == ()


def test_the_header_is_found_under_titles_and_the_as_at_date_beside_them() -> None:
    rows = [
        ["Constabulary (illustrative)"],
        [],
        ["Position as at 30 April 2016"],
        [],
        HEADINGS,
        ["1.1", "1", "Audit", "Head of Records", "By 30 November 2015", "Complete"],
    ]
    read = read_plan(workbook({"Appendix A": rows}))
    assert (read.as_at, read.source.header_row, read.source.sheet) == (
        date(2016, 4, 30),
        5,
        "Appendix A",
    )
    assert column(read, "row") == [6]


def test_an_as_at_date_may_stand_in_the_cell_beside_its_label_or_on_a_cover() -> None:
    row = ["1.1", "1", "Audit", "Head of Records", date(2015, 11, 30), "Complete"]
    beside = workbook({"Plan": [["As at:", date(2016, 4, 30)], [], HEADINGS, row]})
    cover = workbook({"Cover": [["Position as at 30 April 2016"]], "Plan": [HEADINGS, row]})
    assert read_plan(beside).as_at == read_plan(cover).as_at == date(2016, 4, 30)


def test_two_header_rows_are_read_as_one() -> None:
    rows = [
        ["Ref", "Action", "Owner", "Timescale", None, "Status"],
        [None, None, None, "Original", "Revised", None],
        ["1", "Audit", "Lead", date(2015, 11, 30), date(2016, 3, 31), "Open"],
    ]
    read = read_plan(workbook({"Plan": rows}, merged=["D1:E1", "A1:A2", "B1:B2", "C1:C2"]))
    assert column(read, "original_due") == [date(2015, 11, 30)]
    assert column(read, "revised_due") == [date(2016, 3, 31)]
    assert (read.source.header_row, len(read.actions)) == (2, 1)


def test_a_recommendation_merged_down_belongs_to_each_of_its_rows() -> None:
    rows = [
        HEADINGS,
        ["1.1", "5", "Audit", "Lead", date(2015, 11, 30), "Open"],
        ["1.2", None, "Report", "Lead", date(2015, 11, 30), "Open"],
        ["1.3", None, "Follow up", "Lead", date(2015, 11, 30), "Open"],
    ]
    merged = read_plan(workbook({"Plan": rows}, merged=["B2:B4"]))
    assert column(merged, "recommendation") == ["5", "5", "5"]
    assert "carried_down" not in kinds(merged)


def test_a_recommendation_left_blank_below_is_carried_down_and_said() -> None:
    read = read_plan(
        plan(
            ["1.1", "5", "Audit", "Lead", date(2015, 11, 30), "Open"],
            ["1.2", None, "Report", "Lead", date(2015, 11, 30), "Open"],
        )
    )
    assert column(read, "recommendation") == ["5", "5"]
    assert finding(read, "carried_down").cell == "B3"


def test_banners_name_the_recommendation_and_the_scope_of_the_rows_below() -> None:
    headings = ["Ref", "Action", "Lead", "HMIC timescale", "Status"]
    rows = [
        headings,
        ["National action plan"],
        ["Recommendation 3 – Audit local practice (by 30 November 2015)"],
        ["3.1", "Audit", "Lead", date(2016, 3, 31), "Open"],
        ["Force-specific recommendations"],
        ["F1", "Train", "Lead", date(2016, 3, 31), "Open"],
    ]
    read = read_plan(workbook({"Plan": rows}, merged=["A2:E2", "A3:E3", "A5:E5"]))
    assert column(read, "reference") == ["3.1", "F1"]
    assert column(read, "scope") == ["national", "force"]
    assert column(read, "recommendation") == ["3", None]
    assert column(read, "recommendation_due") == [date(2015, 11, 30), None]


def test_repeated_headers_totals_notes_and_numbers_in_advance_are_no_actions() -> None:
    read = read_plan(
        plan(
            ["1", "1", "Audit", "Lead", date(2015, 11, 30), "Open"],
            HEADINGS,
            ["2", "1", "Report", "Lead", date(2015, 11, 30), "Open"],
            ["Total", None, None, None, None, 2],
            [],
            ["3"],
            ["4"],
            ["* HMIC timescales are those of the report"],
        )
    )
    assert column(read, "reference") == ["1", "2"]
    assert kinds(read) == {
        "repeated_header_row",
        "total_row",
        "rows_numbered_in_advance",
        "note_below_the_table",
    }


def test_a_pages_number_is_no_recommendation_and_the_one_before_it_goes_on() -> None:
    read = read_plan(
        workbook(
            {
                "Plan": [
                    ["Ref", "Action", "Lead", "HMIC timescale", "Status"],
                    ["Recommendation 3"],
                    ["3.1", "Audit", "Lead", date(2016, 3, 31), "Open"],
                    ["Action plan – page 2 of 3"],
                    ["Ref", "Action", "Lead", "HMIC timescale", "Status"],
                    ["3.2", "Train", "Lead", date(2016, 3, 31), "Open"],
                    ["Page 3"],
                    ["3.3", "Report", "Lead", date(2016, 3, 31), "Open"],
                ]
            }
        )
    )
    assert column(read, "reference") == ["3.1", "3.2", "3.3"]
    assert column(read, "recommendation") == ["3", "3", "3"]


def test_several_dates_in_order_are_original_to_latest() -> None:
    headings = ["Ref", "Action", "Target 1", "Target 2", "Target 3", "Status"]
    first, second, third = date(2015, 11, 30), date(2016, 1, 31), date(2016, 3, 31)
    read = read_plan(
        plan(
            ["1", "a", first, second, third, "Open"],
            ["2", "b", first, second, None, "Open"],
            ["3", "c", first, None, None, "Open"],
            ["4", "d", first, first, second, "Open"],
            headings=headings,
        )
    )
    assert column(read, "revised_due") == [third, second, None, second]
    assert column(read, "date_moves") == [2, 1, 0, 1]


def test_a_date_revised_in_its_own_cell_gives_both() -> None:
    read = read_plan(plan(["1", "1", "a", "Lead", "30/11/2015 revised to 31/03/2016", "Open"]))
    assert column(read, "original_due") == [date(2015, 11, 30)]
    assert column(read, "revised_due") == [date(2016, 3, 31)]
    assert column(read, "date_moves") == [1]


def test_owners_part_at_semicolons_lines_and_spaced_slashes_only() -> None:
    cells = [
        "Information Manager; Head of Records",
        "Information Manager\nHead of ICT",
        "Information Manager / Head of ICT",
        "Head of Learning & Development",
        "Superintendent, Crime",
        "HEAD OF RECORDS",
        "Head  of\xa0Records",
        "TBC",
        None,
    ]
    read = read_plan(
        plan(*[[str(i), "1", "a", o, date(2015, 11, 30), "Open"] for i, o in enumerate(cells)])
    )
    assert column(read, "owners") == [
        ("Information Manager", "Head of Records"),
        ("Information Manager", "Head of ICT"),
        ("Information Manager", "Head of ICT"),
        ("Head of Learning & Development",),
        ("Superintendent, Crime",),
        ("Head of Records",),
        ("Head of Records",),
        (),
        (),
    ]
    assert finding(read, "no_owner_named").cell == "D9"


def test_a_blank_status_is_told_by_completion_percentage_or_due_date() -> None:
    headings = ["Ref", "Action", "Due", "Status", "% complete", "Date completed"]
    due, done = date(2015, 11, 30), date(2015, 12, 1)
    read = read_plan(
        plan(
            ["1", "a", due, None, None, done],
            ["2", "b", due, None, 100, None],
            ["3", "c", due, None, 40, None],
            ["4", "d", due, None, 0, None],
            ["5", "e", due, None, None, None],
            ["6", "f", None, None, None, None],
            headings=headings,
        )
    )
    assert column(read, "status") == [
        "complete",
        "complete",
        "in_progress",
        "not_started",
        "not_started",
        "unknown",
    ]


def test_the_status_cell_decides_and_a_contradiction_is_said_with_its_cell() -> None:
    headings = ["Ref", "Action", "Due", "Status", "% complete", "Date completed"]
    due = date(2015, 11, 30)
    read = read_plan(
        plan(
            ["1", "a", due, "Complete", 60, None],
            ["2", "b", due, "In progress", 60, date(2016, 1, 5)],
            headings=headings,
        )
    )
    assert column(read, "status") == ["complete", "in_progress"]
    assert finding(read, "complete_below_100_percent").cell == "E2"
    assert finding(read, "completion_date_but_not_complete").cell == "F3"


def test_completed_after_the_as_at_date_is_said_for_that_date_alone() -> None:
    headings = ["Ref", "Action", "Due", "Status", "Date completed"]
    read = read_plan(
        plan(["1", "a", date(2015, 11, 30), "Complete", date(2016, 6, 1)], headings=headings)
    )
    late = [f for f in read.findings_as_at(date(2016, 4, 30)) if f.kind == "completed_after_as_at"]
    assert [f.cell for f in late] == ["E2"]
    assert read.findings_as_at(date(2016, 6, 1)) == read.findings


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ([0.6, 1.0, 0.0], [60, 100, 0]),
        ([60, 100, 0], [60, 100, 0]),
        (["60%", "100 %", "0%"], [60, 100, 0]),
        (["60 per cent", "100% complete", "75,5"], [60, 100, 75.5]),
    ],
)
def test_percentages_are_read_however_they_are_written(
    cells: list[Any], expected: list[float]
) -> None:
    read = read_plan(
        plan(
            *[[str(i), "a", cell] for i, cell in enumerate(cells)],
            headings=["Ref", "Action", "% complete"],
        )
    )
    assert column(read, "percent_complete") == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("50-75%", 50),
        ("50 to 75", 50),
        (">90%", 90),
        ("about 60%", 60),
        ("3 of 5", 60),
        ("3/5", 60),
    ],
)
def test_of_a_percentage_in_words_the_least_is_taken_and_that_is_said(
    cell: str, expected: float
) -> None:
    read = read_plan(
        plan(["1", "a", 20], ["2", "b", cell], headings=["Ref", "Action", "% complete"])
    )
    assert column(read, "percent_complete") == [20, expected]
    assert finding(read, "percentage_in_words").cell == "C3"


def test_what_is_no_percentage_is_an_error_and_not_used() -> None:
    cells = [60, 140, "half", "under 25%", "5 of 3", "TBC"]
    read = read_plan(
        plan(
            *[[str(i), "a", cell] for i, cell in enumerate(cells)],
            headings=["Ref", "Action", "% complete"],
        )
    )
    assert column(read, "percent_complete")[0] == 60
    errors = [f for f in read.findings if f.kind == "percentage_not_understood"]
    assert [cell for f in errors for cell in f.cells] == ["C3", "C4", "C5", "C6", "C7"]


def test_a_share_of_one_among_whole_percentages_is_an_error_and_not_used() -> None:
    rows = [["1", "a", 20], ["2", "b", 0.75], ["3", "c", 0]]
    read = read_plan(plan(*rows, headings=["Ref", "Action", "% complete"]))
    assert read.actions["percent_complete"].isna().tolist() == [False, True, False]
    assert finding(read, "percentages_of_two_kinds").cells == ("C3",)


def test_one_is_in_doubt_only_where_its_column_mixes_shares_of_one_and_percentages() -> None:
    headings = ["Ref", "Action", "% complete"]
    mixed = [["1", "a", 50], ["2", "b", 1], ["3", "c", 0.5]]
    for rows, in_doubt in ((mixed, [False, True, True]), (mixed[:2], [False, False])):
        read = read_plan(plan(*rows, headings=headings))
        assert read.actions["percent_complete"].isna().tolist() == in_doubt


def test_a_date_that_cannot_be_used_is_an_error_with_its_cell_and_words() -> None:
    read = read_plan(
        plan(["1", "1", "a", "Lead", "30 Days", "Open"], ["2", "1", "b", "Lead", "TBC", "Open"])
    )
    errors = [(f.cell, f.value) for f in read.findings if f.severity == "error"]
    assert errors == [("E2", "30 Days"), ("E3", "TBC")]
    assert column(read, "original_due") == [None, None]
    assert column(read, "original_due_text") == ["30 Days", "TBC"]


def test_an_unknown_status_counts_as_unknown_and_each_cell_is_said() -> None:
    row = ["1", "Audit", "Lead", date(2015, 11, 30), "Bedded in"]
    read = read_plan(plan(["1", *row], ["2", *row]))
    assert column(read, "status") == ["unknown", "unknown"]
    (said,) = (f for f in read.findings if f.kind == "status_not_understood")
    assert said.cells == ("F2", "F3")


def test_the_user_can_say_what_a_status_means() -> None:
    data = plan(["1", "1", "a", "Lead", date(2015, 11, 30), "BEDDED IN"])
    read = read_plan(data, Choices(statuses={"bedded in": "complete"}))
    assert column(read, "status") == ["complete"]
    assert read.findings == ()


def test_immediately_counts_from_publication_given_named_or_assumed() -> None:
    row = ["1", "1", "a", "Lead", "Immediately", "Open"]
    given = read_plan(plan(row), Choices(published=date(2018, 1, 1)))
    assert column(given, "original_due") == [date(2018, 1, 1)]
    assert given.findings == ()
    named = read_plan(workbook({"Plan": [["Building the Picture"], HEADINGS, row]}))
    assert column(named, "original_due") == [date(2015, 7, 2)]
    assert "publication_date_assumed" not in kinds(named)
    assumed = read_plan(plan(row))
    assert column(assumed, "original_due") == [date(2015, 7, 2)]
    assert finding(assumed, "publication_date_assumed").severity == "warning"


def test_immediately_is_not_assumed_where_the_plan_is_of_another_time() -> None:
    read = read_plan(
        plan(
            ["1", "1", "a", "Lead", "Immediately", "Open"],
            ["2", "1", "b", "Lead", date(2023, 3, 31), "Open"],
        )
    )
    assert column(read, "original_due") == [None, date(2023, 3, 31)]
    assert finding(read, "publication_date_needed").severity == "error"


def test_a_marking_keeps_a_row_from_publication() -> None:
    headings = ["Ref", "Action", "Status", "Protective marking"]
    marks = ["OFFICIAL", "OFFICIAL-SENSITIVE", "Official Sensitive", None, "Restricted", "Blue"]
    read = read_plan(
        plan(*[[str(i), "a", "Open", m] for i, m in enumerate(marks)], headings=headings)
    )
    assert column(read, "restricted") == [False, True, True, False, True, True]
    assert finding(read, "marking_not_understood").cell == "D7"


def test_hidden_rows_and_columns_are_read_and_counted() -> None:
    row = ["1", "Audit", "Lead", date(2015, 11, 30), "Open"]
    read = read_plan(
        workbook(
            {"Plan": [HEADINGS, ["1", *row], ["2", *row]]}, hidden_rows=[3], hidden_columns=[4]
        )
    )
    assert (len(read.actions), read.source.hidden_rows, read.source.hidden_columns) == (2, 1, 1)
    assert {"hidden_rows", "hidden_columns"} <= kinds(read)


def test_errors_and_formulas_never_calculated_are_said() -> None:
    import openpyxl

    from tests.plans import saved

    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(HEADINGS)
    sheet.append(["1", "1", "a", "Lead", "=TODAY()", "Open"])
    sheet.append(["2", "1", "b", "Lead", "#REF!", "Open"])
    sheet["E3"].data_type = "e"
    read = read_plan(saved(book))
    assert finding(read, "formula_not_calculated").cell == "E2"
    assert (finding(read, "error_in_a_cell").cell, finding(read, "error_in_a_cell").value) == (
        "E3",
        "#REF!",
    )


def test_sheets_of_one_shape_without_a_common_reference_are_parts() -> None:
    def rows(number: int) -> list[list[Any]]:
        return [HEADINGS, [f"{number}.1", str(number), "a", "Lead", date(2015, 11, 30), "Open"]]

    read = read_plan(workbook({"National": rows(1), "Force-specific": rows(2)}))
    assert column(read, "reference") == ["1.1", "2.1"]
    assert column(read, "sheet") == ["National", "Force-specific"]
    assert column(read, "scope") == ["national", "force"]
    assert "several_sheets" in kinds(read)


def test_sheets_that_share_references_are_versions_and_the_latest_is_read() -> None:
    def rows(status: str) -> list[list[Any]]:
        return [HEADINGS, ["1.1", "1", "Audit practice", "Lead", date(2015, 11, 30), status]]

    read = read_plan(workbook({"April 2016": rows("Complete"), "January 2016": rows("Open")}))
    assert read.source.sheets == ("April 2016",)
    assert read.as_at == date(2016, 4, 30)
    assert [(v.sheet, v.as_at) for v in read.source.versions] == [
        ("January 2016", date(2016, 1, 31))
    ]
    assert column(read, "status") == ["complete"]


def test_a_completed_sheet_beside_the_live_one_is_a_part_whose_rows_are_complete() -> None:
    live = [HEADINGS, ["1.1", "1", "Audit", "Lead", date(2015, 11, 30), "Open"]]
    done = [HEADINGS, ["1.2", "1", "Report", "Lead", date(2015, 11, 30), None]]
    read = read_plan(workbook({"Live": live, "Completed": done}))
    assert column(read, "status") == ["in_progress", "complete"]


def test_a_sheet_can_be_chosen_and_one_that_is_not_there_is_refused() -> None:
    data = workbook({"Plan": [HEADINGS, ["1", "1", "a", "Lead", None, "Open"]], "Other": [["x"]]})
    assert read_plan(data, Choices(sheets=["plan"])).source.sheets == ("Plan",)
    with pytest.raises(PlanError, match="no sheet “Annex”"):
        read_plan(data, Choices(sheets=["Annex"]))


def test_a_template_without_actions_says_so_and_claims_nothing() -> None:
    read = read_plan(plan())
    assert len(read.actions) == 0
    assert finding(read, "no_actions_found").severity == "error"


def test_the_users_own_columns_are_kept_in_order_with_their_values() -> None:
    headings = ["Ref", "Cost (£)", "Action", "Start date", "Due", "Status"]
    read = read_plan(
        plan(["1", 12.5, "a", date(2015, 1, 1), date(2015, 11, 30), "Open"], headings=headings)
    )
    assert list(read.original) == headings
    assert read.original.iloc[0].tolist() == [
        "1",
        12.5,
        "a",
        date(2015, 1, 1),
        date(2015, 11, 30),
        "Open",
    ]


def test_plausibility_is_asked_about() -> None:
    headings = ["Ref", "Action", "Lead", "Due", "Revised date", "Status", "Date completed"]
    due = date(2015, 11, 30)
    read = read_plan(
        plan(
            ["1", "a", "Head of Records", due, date(2015, 10, 1), "Open", None],
            ["1", "b", "Head of Recrods", due, None, "Complete", date(2015, 6, 1)],
            ["3", "c", "Head of Records", due, None, "Open", None],
            ["4", "d", "Head of Records", date(1915, 11, 30), None, "Open", None],
            headings=headings,
        ),
        Choices(published=date(2015, 7, 2)),
    )
    cells = {f.kind: f.cell for f in read.findings}
    assert cells == {
        "revised_earlier_than_original": "E2",
        "reference_used_more_than_once": "A2",
        "completed_before_publication": "G3",
        "owner_written_two_ways": "C3",
        "year_out_of_line": "D5",
    }


def filled(statuses: list[str | None], colours: list[str]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Ref", "Action", "Due", "RAG"])
    for number, (status, colour) in enumerate(zip(statuses, colours, strict=True), start=1):
        sheet.append([str(number), "Audit", date(2015, 11, 30), status])
        sheet.cell(number + 1, 4).fill = PatternFill("solid", fgColor=colour)
    return saved(book)


def test_a_status_told_by_fill_alone_is_said_with_the_colours_and_can_be_mapped() -> None:
    data = filled([None, None, None], ["FF0000", "92D050", "92D050"])
    read = read_plan(data)
    assert column(read, "status") == ["in_progress"] * 3
    assert finding(read, "status_told_by_fill_colour").value == "red 1, green 2"
    mapped = read_plan(data, Choices(statuses={"green fill": "complete"}))
    assert column(mapped, "status") == ["in_progress", "complete", "complete"]


def test_a_fill_tells_the_status_only_of_a_blank_cell_and_not_where_it_is_a_table_s_bands() -> None:
    read = read_plan(filled(["Open", "Complete", None], ["FF0000", "92D050", "92D050"]))
    assert column(read, "status") == ["in_progress", "complete", "in_progress"]
    assert finding(read, "status_told_by_fill_colour").cells == ("D4",)
    bands = read_plan(filled([None] * 5, ["D9D9D9", "FFFFFF", "D9D9D9", "FFFFFF", "D9D9D9"]))
    assert not [f for f in bands.findings if f.kind == "status_told_by_fill_colour"]


def test_a_colour_for_each_group_of_rows_is_no_status() -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Theme", "Action", "Owner", "Timescale"])
    for number, theme in enumerate(["Custody", "Custody", "Records", "Records"], start=2):
        sheet.append([theme, f"Action {number}", "Lead", date(2015, 11, 30)])
        colour = "92D050" if theme == "Custody" else "FF0000"
        sheet.cell(number, 1).fill = PatternFill("solid", fgColor=colour)
    read = read_plan(saved(book))
    assert not [f for f in read.findings if f.kind == "status_told_by_fill_colour"]


def numbered(*rows: list[str]) -> bytes:
    lines = [["Ref", "Action", "Owner", "Due date", "Status"], *rows]
    return "\n".join(map(",".join, lines)).encode()


STAGED = (
    ["", "PHASE 1 - DISCOVERY", "", "", ""],
    ["1", "Map the flows", "DPO", "31/01/2016", "Open"],
    ["", "Stage two: delivery", "", "", ""],
    ["2", "Weed the index", "DPO", "28/02/2016", "Closed"],
)


def test_the_heading_of_a_stage_above_the_actions_words_is_no_action() -> None:
    read = read_plan(numbered(*STAGED))
    assert column(read, "reference") == ["1", "2"]
    assert finding(read, "heading_row").cells == ("B2", "B4")
    own = read_plan(numbered(["3", "Phase 3: plan the move", "DPO", "", "Open"], *STAGED[1:2]))
    assert column(own, "reference") == ["3", "1"]


def test_who_signed_a_plan_is_no_action_though_a_date_stands_beside_the_name() -> None:
    signed = ["", "Prepared by: J. Smith", "Information Manager", "01/05/2016", ""]
    read = read_plan(numbered(STAGED[1], STAGED[3], signed))
    assert column(read, "reference") == ["1", "2"]
    assert finding(read, "signature_block").cells == ("B4",)
    action = ["3", "Approved by: seek a name for the form", "DPO", "01/05/2016", ""]
    assert column(read_plan(numbered(STAGED[1], action)), "reference") == ["1", "3"]


def painted(*colours: str) -> bytes:
    """Rows painted throughout, two of them for each recommendation."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Ref", "Recommendation", "Action", "Timescale"])
    for number, colour in enumerate(colours):
        recommendation = str(number // 2 + 1)
        sheet.append([str(number), recommendation, f"Action {number}", date(2015, 11, 30)])
        for cell in sheet[number + 2]:
            cell.fill = PatternFill("solid", fgColor=colour)
    return saved(book)


def test_whole_rows_in_a_colour_for_each_recommendation_are_no_status() -> None:
    green, amber, red = "92D050", "FFC000", "FF0000"
    read = read_plan(painted(green, green, amber, amber, red, red))
    assert column(read, "status") == ["not_started"] * 6
    told = read_plan(painted(green, amber, amber, amber, red, red))
    assert finding(told, "status_told_by_fill_colour").value == "green 1, amber 3, red 2"


def test_a_table_in_word_is_read_with_its_merged_cells_and_the_words_above_it() -> None:
    import io

    import docx

    document = docx.Document()
    document.add_heading("Appendix A: Building the Picture")
    document.add_paragraph("Position as at 30 April 2016")
    rows = [
        HEADINGS,
        ["National action plan", "", "", "", "", ""],
        ["1.1", "1", "Audit", "A", "By 30 November 2015", "Complete"],
        ["1.2", "", "Report", "B", "Immediately", "Open"],
    ]
    table = document.add_table(rows=4, cols=6)
    for r, cells in enumerate(rows):
        for c, words in enumerate(cells):
            table.cell(r, c).text = words
    table.cell(1, 0).merge(table.cell(1, 5))
    table.cell(2, 1).merge(table.cell(3, 1))
    buffer = io.BytesIO()
    document.save(buffer)
    read = read_plan(buffer.getvalue(), name="appendix.docx")
    assert read.as_at == date(2016, 4, 30)
    assert column(read, "recommendation") == ["1", "1"]
    assert column(read, "scope") == ["national", "national"]
    assert column(read, "original_due") == [date(2015, 11, 30), date(2015, 7, 2)]
    assert column(read, "row") == [3, 4]


def test_a_dated_tab_that_the_user_names_is_read_as_at_its_date() -> None:
    rows = [["1", "1", "a", "Lead", date(2015, 11, 30), "Open"]]
    data = workbook({"March 2016": [HEADINGS, *rows], "April 2016": [HEADINGS, *rows]})
    assert read_plan(data).as_at == date(2016, 4, 30)
    assert read_plan(data, Choices(sheets=["March 2016"])).as_at == date(2016, 3, 31)


def test_a_colour_does_not_decide_where_a_date_or_percentage_does() -> None:
    headings = ["Ref", "Action", "Due", "RAG", "% complete", "Actual finish"]
    due = date(2015, 11, 30)
    data = plan(
        ["1", "a", due, "Green", 100, date(2015, 11, 1)],
        ["2", "b", due, "Green", 100, None],
        ["3", "c", due, "Amber", 0, None],
        ["4", "d", due, "Red", None, None],
        headings=headings,
    )
    assert column(read_plan(data), "status") == [
        "complete",
        "complete",
        "in_progress",
        "in_progress",
    ]
    assert "colour_as_a_status" in kinds(read_plan(data))
    mapped = read_plan(data, Choices(statuses={"Red": "not_started", "green": "confirmed"}))
    assert column(mapped, "status") == ["confirmed", "confirmed", "in_progress", "not_started"]


def test_a_second_table_below_with_other_headings_is_read_as_what_it_is() -> None:
    due, done = date(2015, 11, 30), date(2016, 4, 2)
    rows = [
        ["Ref", "Action", "Owner", "Deadline", "Status", "Date completed"],
        ["N1", "a", "Jo", due, "Complete", due],
        [],
        ["Force actions"],
        ["Ref", "Owner", "Action", "Status", "Deadline", "Date completed"],
        ["F1", "Al", "d", "Complete", date(2016, 3, 31), done],
    ]
    read = read_plan(workbook({"Plan": rows}))
    assert column(read, "action") == ["a", "d"]
    assert column(read, "owners") == [("Jo",), ("Al",)]
    assert column(read, "completed_on") == [due, done]
    assert read.cell("owner", 1) == "B6"
    assert "several_tables" in kinds(read)


def test_keys_and_signatures_below_a_gap_are_no_actions() -> None:
    read = read_plan(
        plan(
            ["1", "1", "Audit", "Lead", date(2015, 11, 30), "Open"],
            [],
            ["Complete", "3"],
            ["Prepared by:", "Information Manager"],
            ["Amber", "At risk"],
        )
    )
    assert column(read, "reference") == ["1"]
    assert {(f.kind, f.cells) for f in read.findings} == {
        ("key_below_the_table", ("A4", "A6")),
        ("signature_block", ("A5",)),
    }


def test_who_signed_below_the_last_action_is_no_action_though_a_date_stands_beside() -> None:
    day = date(2016, 4, 30)
    for words in ("Signed:", "Agreed by"):
        read = read_plan(
            plan(
                ["1", "1", "Audit", "Lead", date(2015, 11, 30), "Open"],
                [words, None, "Chief Constable", "Force", day, None],
                [None, None, "PCC", None, day, None],
            )
        )
        assert column(read, "reference") == ["1"]
        assert {(f.kind, f.cells) for f in read.findings} == {("signature_block", ("A3 to A4",))}
        assert read.findings[0].rows == (3, 4)


def test_an_action_of_signing_is_one_where_others_follow_or_it_has_a_status() -> None:
    signing = ["2", "1", "Signed agreements with partners", "Lead", date(2015, 11, 30), "Open"]
    read = read_plan(plan(["1", "1", "Audit", "Lead", date(2015, 11, 30), "Open"], signing))
    assert column(read, "reference") == ["1", "2"]


def test_an_action_merged_over_several_rows_is_one_action_with_all_its_notes() -> None:
    headings = ["Ref", "Action", "Owner", "Due", "Status", "Progress"]
    due = date(2015, 11, 30)
    rows = [
        headings,
        ["1", "Audit", "A", due, "Open", "First note"],
        [None, None, "B", None, None, "Second note"],
        ["2", "Report", "A", due, "Open", "Note"],
    ]
    areas = ["A2:A3", "B2:B3", "D2:D3", "E2:E3"]
    read = read_plan(workbook({"Plan": rows}, merged=areas))
    assert column(read, "reference") == ["1", "2"]
    assert column(read, "owners") == [("A", "B"), ("A",)]
    assert column(read, "progress")[0] == "First note\nSecond note"


def test_an_action_merged_over_rows_with_their_own_dates_is_an_action_each() -> None:
    headings = ["Action", "Owner", "Due", "Status"]
    rows = [
        headings,
        ["Audit", "A", date(2015, 11, 30), "Open"],
        [None, "B", date(2016, 3, 31), "Complete"],
    ]
    read = read_plan(workbook({"Plan": rows}, merged=["A2:A3"]))
    assert column(read, "action") == ["Audit", "Audit"]
    assert column(read, "owners") == [("A",), ("B",)]


def test_a_sheet_for_each_recommendation_names_it_in_its_title_or_tab() -> None:
    def rows(title: str | None, number: int) -> list[list[Any]]:
        top = [[title]] if title else []
        headings = ["Ref", "Action", "Owner", "Deadline", "Status"]
        return [*top, headings, [f"{number}.1", "a", "Jo", date(2015, 11, 30), "Open"]]

    read = read_plan(
        workbook({"First": rows("Recommendation 1: Audit", 1), "Rec 2": rows(None, 2)})
    )
    assert column(read, "recommendation") == ["1", "2"]


def test_a_hidden_sheet_beside_the_plan_is_not_read_and_is_said() -> None:
    import io

    import openpyxl

    from tests.plans import saved

    row = ["1", "1", "Audit", "Lead", date(2015, 11, 30), "Open"]
    data = workbook({"Plan": [HEADINGS, row], "Old": [HEADINGS, ["9", *row[1:]]]})
    book = openpyxl.load_workbook(io.BytesIO(data))
    book["Old"].sheet_state = "hidden"
    read = read_plan(saved(book))
    assert column(read, "reference") == ["1"]
    assert finding(read, "hidden_sheet").value == "Old"


def test_the_as_at_date_is_not_the_previous_one_nor_the_meetings() -> None:
    row = ["1", "1", "Audit", "Lead", date(2015, 11, 30), "Open"]
    titles = [
        ["Report to committee of 17 May 2016"],
        ["Previous position as at 12 January 2016"],
        ["Position as at 30 April 2016 for the meeting on 17 May 2016"],
    ]
    assert read_plan(workbook({"Plan": [*titles, HEADINGS, row]})).as_at == date(2016, 4, 30)


def test_a_banner_may_give_its_recommendations_timescale_in_several_ways() -> None:
    headings = ["Ref", "Action", "Lead", "Target date", "Status"]
    rows: list[list[Any]] = [["Building the Picture"], headings]
    said = [
        "Audit (by 30 November 2015)",
        "Weed. HMIC timescale: 31 March 2016",
        "Immediately: report",
        "By 30 November 2015",
        "Keep a register",
    ]
    for number, words in enumerate(said, start=1):
        rows.append([f"Recommendation {number} - {words}"])
        rows.append([str(number), "a", "Lead", date(2016, 6, 30), "Open"])
    read = read_plan(workbook({"Plan": rows}, merged=[f"A{r}:E{r}" for r in (3, 5, 7, 9, 11)]))
    assert column(read, "recommendation_due") == [
        date(2015, 11, 30),
        date(2016, 3, 31),
        date(2015, 7, 2),
        date(2015, 11, 30),
        None,
    ]


def test_what_is_said_of_a_recommendation_is_not_carried_to_another() -> None:
    headings = ["Ref", "Rec No", "Recommendation wording", "Action", "Lead", "Due", "Status"]
    due = date(2015, 11, 30)
    read = read_plan(
        plan(
            ["1", "1", "Audit practice", "a", "Lead", due, "Open"],
            ["2", "1", None, "b", "Lead", due, "Open"],
            ["3", "2", None, "c", "Lead", due, "Open"],
            headings=headings,
        )
    )
    assert column(read, "recommendation_text") == ["Audit practice", "Audit practice", None]


def test_a_chosen_column_that_one_part_lacks_is_said_and_the_part_is_still_read() -> None:
    def rows(heading: str, number: str) -> list[list[Any]]:
        headings = ["Ref", "Action", "Owner", "Deadline", "Status", heading]
        return [headings, [number, "a", "Jo", date(2015, 11, 30), "Open", "x"]]

    data = workbook({"One": rows("Anmerkung", "1"), "Two": rows("Notiz", "2")})
    read = read_plan(data, Choices(columns={"progress": "Anmerkung"}))
    assert column(read, "reference") == ["1", "2"]
    assert finding(read, "chosen_column_missing").sheet == "Two"


def test_another_columns_american_dates_settle_a_column_that_does_not_settle_itself() -> None:
    headings = ["Task", "Created", "Due date", "Completed date"]
    read = read_plan(
        plan(
            ["a", "01/20/2024", "02/15/2024", "02/12/2024"],
            ["b", "01/20/2024", "03/29/2024", "03/01/2024"],
            headings=headings,
        )
    )
    assert column(read, "completed_on") == [date(2024, 2, 12), date(2024, 3, 1)]
    warned = [
        f.field for f in read.findings if f.kind == "month_first_dates" and f.severity == "warning"
    ]
    assert warned == ["completed_on"]


def test_titles_of_groups_in_the_actions_column_are_no_actions_and_that_is_asked() -> None:
    headings = ["Action", "Owner", "Due", "Status"]
    due = date(2024, 2, 9)
    read = read_plan(
        plan(
            ["Meeting of 12 January 2024"],
            ["Circulate minutes", "Clerk", due, "Open"],
            ["Completed"],
            ["Find venue", "Clerk", due, None],
            headings=headings,
        )
    )
    assert column(read, "action") == ["Circulate minutes", "Find venue"]
    assert column(read, "status") == ["in_progress", "complete"]
    assert (finding(read, "heading_row").severity, finding(read, "heading_row").cells) == (
        "warning",
        ("A2", "A4"),
    )


def test_a_progress_column_of_status_words_is_the_status_where_no_other_is() -> None:
    rows = [["a", "Completed"], ["b", "Not started"]]
    read = read_plan(plan(*rows, headings=["Task", "Progress"]))
    assert column(read, "status") == ["complete", "not_started"]
    both = read_plan(plan(["a", "Completed", "Open"], headings=["Task", "Progress", "Status"]))
    assert column(both, "status") == ["in_progress"]


def test_an_agreed_date_beside_a_revised_one_is_the_original_and_is_said() -> None:
    headings = ["Action", "Agreed implementation date", "Revised implementation date"]
    read = read_plan(plan(["a", date(2022, 10, 31), date(2023, 1, 31)], headings=headings))
    assert column(read, "original_due") == [date(2022, 10, 31)]
    assert column(read, "revised_due") == [date(2023, 1, 31)]
    assert finding(read, "original_date_by_another_name").severity == "warning"


def test_a_cell_that_shows_only_month_and_year_is_the_months_last_day_and_that_is_said() -> None:
    import io

    import openpyxl

    from tests.plans import saved

    row = ["1", "1", "a", "Lead", date(2015, 11, 1), "Open"]
    book = openpyxl.load_workbook(io.BytesIO(plan(row, ["2", *row[1:]], ["3", *row[1:]])))
    book["Plan"]["E2"].number_format = "mmm-yy"
    book["Plan"]["E3"].number_format = '"By "mmmm yyyy'
    read = read_plan(saved(book))
    assert column(read, "original_due") == [
        date(2015, 11, 30),
        date(2015, 11, 30),
        date(2015, 11, 1),
    ]
    assert finding(read, "month_precision").cell == "E2"


@pytest.mark.parametrize("heading", ["Implemented?", "Delivered (Y/N)", "Complete"])
def test_a_column_that_answers_whether_it_is_done_is_the_status(heading: str) -> None:
    rows = [["1", "a", "Y"], ["2", "b", "N"]]
    read = read_plan(plan(*rows, headings=["Ref", "Action", heading]))
    assert column(read, "status") == ["complete", "in_progress"]


def test_two_dates_joined_by_and_are_not_guessed_between() -> None:
    read = read_plan(plan(["1", "1", "a", "Lead", "30/11/2015 and 31/03/2016", "Open"]))
    assert column(read, "original_due") == [None]
    assert finding(read, "date_not_understood").cell == "E2"


def test_a_heading_of_another_status_ends_that_of_the_completed_ones() -> None:
    headings = ["Ref", "Action", "Lead", "Due", "Status"]
    due = date(2015, 11, 30)
    rows = [headings, ["Completed actions"], ["1", "a", "L", due, None], ["In progress"]]
    rows.append(["2", "b", "L", due, None])
    read = read_plan(workbook({"Plan": rows}))
    assert column(read, "status") == ["complete", "not_started"]
    assert finding(read, "complete_by_its_heading").severity == "warning"


def test_a_theme_that_only_sounds_like_completed_or_local_is_a_recommendation() -> None:
    headings = ["Ref", "Action", "Lead", "Due", "Status"]
    due = date(2015, 11, 30)
    rows = [headings, ["Closed source intelligence"], ["1", "a", "L", due, None]]
    rows += [["Improving local intelligence"], ["2", "b", "L", due, None]]
    read = read_plan(workbook({"Plan": rows}, merged=["A2:E2", "A4:E4"]))
    assert column(read, "status") == ["not_started", "not_started"]
    assert column(read, "recommendation") == [
        "Closed source intelligence",
        "Improving local intelligence",
    ]


def test_a_single_sheet_is_not_complete_by_its_name() -> None:
    rows = [["Ref", "Action", "Lead", "Due"], ["1", "a", "L", date(2015, 11, 30)]]
    for name in ("Actions to be done", "Completed"):
        assert column(read_plan(workbook({name: rows})), "status") == ["not_started"]


def test_words_behind_a_date_that_say_it_moved_leave_the_original_unknown() -> None:
    read = read_plan(plan(["1", "1", "a", "Lead", "31/03/2016 (revised)", "Open"]))
    assert (column(read, "original_due"), column(read, "revised_due")) == (
        [None],
        [date(2016, 3, 31)],
    )
    assert finding(read, "original_date_not_given").severity == "error"


def test_a_completion_cell_with_two_dates_is_not_guessed_between() -> None:
    headings = ["Action", "Status", "Due", "Date completed"]
    row = ["a", "Complete", date(2015, 11, 30), "30/11/2015 now 31/03/2016"]
    read = read_plan(plan(row, headings=headings))
    assert column(read, "completed_on") == [None]
    assert finding(read, "date_not_understood").cell == "D2"


@pytest.mark.parametrize(
    ("heading", "yes"),
    [
        ("For publication?", False),
        ("Not for publication", True),
        ("Exempt from publication", True),
        ("Do not publish", True),
        ("Withhold from publication", True),
    ],
)
def test_a_column_may_ask_for_publication_or_against_it(heading: str, yes: bool) -> None:
    rows = [["1", "a", "Open", "Yes"], ["2", "b", "Open", "No"]]
    read = read_plan(plan(*rows, headings=["Ref", "Action", "Status", heading]))
    assert column(read, "restricted") == [yes, not yes]


def test_a_marking_in_any_cell_of_a_row_restricts_it() -> None:
    headings = ["Ref", "Action", "Status", "Gold group steer"]
    rows = [["1", "a", "Open", "OFFICIAL-SENSITIVE: note"], ["2", "b", "Open", "None"]]
    assert column(read_plan(plan(*rows, headings=headings)), "restricted") == [True, False]


def test_a_visible_sheet_of_actions_in_another_layout_is_said_to_be_unread() -> None:
    other = [["No", "Task", "Responsible officer", "RAG"], ["9", "Train", "Lead", "Green"]]
    row = ["1", "1", "Audit", "Lead", date(2015, 11, 30), "Open"]
    read = read_plan(workbook({"National": [HEADINGS, row], "Others": other}))
    assert finding(read, "sheet_not_read").value == "Others"


def test_recommendations_of_two_inspections_are_counted_apart() -> None:
    headings = ["Inspection", "Recommendation", "Action", "Status"]
    rows = [["Building the Picture", "1", "a", "Complete"], ["Crime data", "1", "b", "Open"]]
    read = read_plan(plan(*rows, headings=headings))
    assert column(read, "recommendation") == ["1", "1"]
    assert column(read, "source") == ["Building the Picture", "Crime data"]
    found = summarise(measure(read.actions, date(2016, 4, 30))).recommendations
    assert found["is_complete"].tolist() == [True, False]
    assert recommendation_labels(found).tolist() == ["1 (Building the Picture)", "1 (Crime data)"]


@pytest.mark.parametrize(
    "words", ["HMIC report dated 2 July 2015", "Improvement plan to 31 March 2018"]
)
def test_a_date_that_is_not_a_position_is_no_as_at_date(words: str) -> None:
    row = ["1", "1", "Audit", "Lead", date(2015, 11, 30), "Open"]
    assert read_plan(workbook({"Plan": [[words], HEADINGS, row]})).as_at is None


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ("April 2016", "Complete"),
        ("Q1 2016/17", "Complete"),
        ("2016", "Complete"),
        ("", "Completed April 2016"),
    ],
)
def test_what_was_completed_in_the_month_that_holds_the_as_at_date_was_so_by_that_date(
    told: str, status: str
) -> None:
    text = "Ref,Action,Owner,Due,Date completed,Status\n"
    text += (
        f"1,Write it,IT,31/03/2016,{told},{status}\n2,Check it,IT,31/03/2016,03/05/2016,Complete\n"
    )
    plan = read_plan(text.encode(), name="plan.csv")
    position = Position.of(plan, date(2016, 4, 15))
    measured = position.measured()
    assert measured["is_complete"].tolist() == [True, False]  # the second on a day to come
    assert measured["is_overdue"].tolist() == [False, True]
    assert measured["slippage_days"].iloc[0] == 15  # from 31 March: at the latest
    kinds = {f.kind: f.cells for f in plan.findings_as_at(date(2016, 4, 15))}
    cell = "E2" if told else "F2"
    assert kinds["completed_within"] == (cell,)
    assert kinds["completed_after_as_at"] == ("E3",)
    later = Position.of(plan, date(2016, 12, 31)).measured()
    assert later["completed_on"].notna().all()


def test_a_date_in_a_row_without_an_action_is_named_as_a_date() -> None:
    due = date(2015, 11, 30)
    headings = ["Ref", "Action", "Due date"]
    rows = [["1", "Publish", due], [None, None, date(2016, 5, 31)], ["2", "Brief", due]]
    left = finding(read_plan(plan(*rows, headings=headings)), "row_left_out")
    assert (left.severity, left.cells) == ("warning", ("C3",))
    assert "a date without an action" in left.problem


def test_a_row_that_an_unaccepted_change_deletes_is_a_warning_at_the_row_above() -> None:
    import io

    import docx
    from docx.oxml import OxmlElement

    document = docx.Document()
    rows = [HEADINGS, *(["1", "1", words, "Lead", "30/11/2015", "Open"] for words in "abc")]
    table = document.add_table(rows=4, cols=6)
    for cells, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(cells.cells, texts, strict=True):
            cell.text = text
    table.rows[2]._tr.get_or_add_trPr().append(OxmlElement("w:del"))
    buffer = io.BytesIO()
    document.save(buffer)
    read = read_plan(buffer.getvalue(), name="plan.docx")
    assert column(read, "action") == ["a", "c"]
    told = finding(read, "change_not_accepted")
    assert (told.severity, told.cells) == ("warning", ("A2",))
