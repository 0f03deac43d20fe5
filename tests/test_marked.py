"""The user's own workbook, with the cells that were not understood marked."""

import io
from datetime import date

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font

from sample_data import make
from tests.plans import HEADINGS, plan, saved, workbook
from tracker import PlanError, mark_workbook, read_plan
from tracker.book import can_be_marked
from tracker.own_downloads import MARKED_LIST


def marked(data: bytes) -> openpyxl.Workbook:
    read = read_plan(data)
    return openpyxl.load_workbook(io.BytesIO(mark_workbook(data, read, read.findings)))


def test_each_cell_not_understood_is_filled_and_has_a_comment_and_is_listed() -> None:
    book = marked(plan(["1", "1", "a", "Lead", "TBC", "Bedded in"]))
    sheet = book["Plan"]
    assert sheet["E2"].fill.fgColor.rgb.endswith("F4B183")
    assert "not a date" in sheet["E2"].comment.text
    assert "not understood" in sheet["F2"].comment.text
    assert sheet["A2"].fill.fill_type is None
    listed = [[cell.value for cell in row[:4]] for row in book[MARKED_LIST].iter_rows(min_row=2)]
    assert ["error", "Plan", "E2", "TBC"] in listed
    assert ["error", "Plan", "F2", "Bedded in"] in listed


def test_formatting_values_and_the_users_own_comment_are_kept() -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Plan"
    for row in (HEADINGS, ["1", "1", "a", "Lead", "TBC", "Open"]):
        sheet.append(row)
    sheet["C2"].font = Font(bold=True)
    sheet["E2"].comment = Comment("Ask the lead", "Manager")
    sheet.column_dimensions["C"].width = 50
    made = marked(saved(book))["Plan"]
    assert made["C2"].font.bold
    assert made.column_dimensions["C"].width == 50
    assert made["E2"].value == "TBC"
    assert made["E2"].comment.text.startswith("Ask the lead\n\nerror: ")


def test_a_cell_inside_a_merged_area_is_marked_at_its_corner() -> None:
    rows = [HEADINGS, *([str(i), "1", "a", "Lead", "TBC", "Open"] for i in (1, 2))]
    rows[2][4] = None
    made = marked(workbook({"Plan": rows}, merged=["E2:E3"]))["Plan"]
    assert made["E2"].comment is not None


def test_a_finding_of_a_whole_column_marks_its_heading() -> None:
    data = plan(["1", "a", date(2015, 11, 30)], headings=["Ref", "Action", "Expected finish"])
    assert "only column of due dates" in marked(data)["Plan"]["C1"].comment.text


def test_a_value_that_begins_like_a_formula_is_listed_as_text() -> None:
    data = plan(["1", "1", "a", "Lead", "'=1+1", "Open"])
    book = openpyxl.load_workbook(io.BytesIO(data))
    book["Plan"]["E2"].value = "=cmd|' /C calc'!A0"
    book["Plan"]["E2"].data_type = "s"
    made = marked(saved(book))
    assert made[MARKED_LIST]["D2"].value == "=cmd|' /C calc'!A0"
    assert made[MARKED_LIST]["D2"].data_type == "s"


def test_the_list_says_first_that_the_workbook_holds_restricted_actions() -> None:
    data = plan(["1", "1", "a", "Lead", "TBC", "Open", "Yes"], headings=[*HEADINGS, "Restricted"])
    first = [cell.value for cell in marked(data)[MARKED_LIST][2]]
    assert first == ["note", None, None, None, "Not for publication: 1 restricted action included."]


def test_the_sample_with_its_cells_marked_says_that_it_is_made_up() -> None:
    data = make.path(date(2016, 1, 12)).read_bytes()
    said = [row[4].value for row in marked(data)[MARKED_LIST].iter_rows(min_row=2)]
    assert said[0] == "Illustrative: a made-up plan."


def test_what_is_no_workbook_of_excel_is_refused_in_a_sentence() -> None:
    data = b"Ref,Action,Due\n1,Audit,TBC\n"
    assert not can_be_marked(data)
    with pytest.raises(PlanError, match="cannot be marked"):
        mark_workbook(data, read_plan(data), ())
