"""A download that somebody edits and uploads again: what they changed counts, and is named."""

from __future__ import annotations

import functools
import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from pandas.testing import assert_frame_equal

from tests.plans import saved, workbook
from tests.workbooks import opened
from tracker import Plan, export_excel, measure, read_plan
from tracker.own_downloads import DOWNLOADED_SHEET
from tracker.reading.findings import FindingKind

AS_AT = date(2016, 4, 30)
NOV, MAR = date(2015, 11, 30), date(2016, 3, 31)
HEADINGS = ["Ref", "What we will do", "Lead", "HMIC timescale", "Revised date", "Status", "Done %"]
ROWS = [
    ["Recommendation 1: keep a schedule"],
    ["1.1", "Adopt the schedule", "Head of Records", "Immediately", None, "Embedded", 1.0],
    ["1.2", "Train staff", "Head of Records", NOV, MAR, "Open", 0.6],
    ["Recommendation 2: review the policy"],
    ["2.1", "Review the policy", "Chief Clerk", NOV, None, "Open", 0.2],
    ["2.2", "Publish the policy", "Chief Clerk", MAR, None, "Not started", None],
]
HEADER = 3  # of the sheet of actions


@functools.cache
def source() -> Plan:
    book = workbook({"Appendix A": [["Building the Picture: action plan"], HEADINGS, *ROWS]})
    return read_plan(book)


@functools.cache
def download() -> bytes:
    plan = source()
    view = measure(plan.actions, AS_AT, published=plan.published)
    return export_excel(plan, view, as_at=AS_AT)


def edited(edit: Callable[[Worksheet], None], name: str = "Actions") -> Plan:
    """The plan of the download as it is read after an edit of its sheet of actions."""
    book = opened(download())
    edit(book["Actions"])
    book["Actions"].title = name
    return read_plan(saved(book))


def at(sheet: Worksheet, heading: str, row: int) -> Any:
    """A cell by its column's heading and its row among the actions, from 1."""
    headings = [cell.value for cell in sheet[HEADER]]
    return sheet.cell(HEADER + row, headings.index(heading) + 1)


def told(plan: Plan) -> list[tuple[str, str, str]]:
    """Severity, cell and value of each change that is named."""
    return [
        (f.severity, f.cell, f.value)
        for f in plan.findings
        if f.kind is FindingKind.CHANGE_SINCE_THE_DOWNLOAD
    ]


def put(heading: str, row: int, value: object) -> Callable[[Worksheet], None]:
    def edit(sheet: Worksheet) -> None:
        at(sheet, heading, row).value = value

    return edit


def same_but(plan: Plan, *names: str) -> None:
    """Every field but these is as it was read from the plan itself."""
    here = ("sheet", "row", *names)
    mine, theirs = (p.actions.drop(columns=list(here)) for p in (plan, source()))
    assert_frame_equal(mine, theirs)


def test_a_download_that_nobody_changed_is_the_plan_again_and_names_no_change():
    plan = read_plan(download())
    same_but(plan)
    assert told(plan) == []
    assert plan.actions["recommendation"].tolist() == ["1", "1", "2", "2"]
    assert list(plan.original) == HEADINGS
    assert (plan.as_at, plan.published) == (AS_AT, source().published)


def test_a_status_that_is_changed_counts_and_is_named_with_both_words():
    plan = edited(put("Status", 2, "Complete"))
    assert plan.actions["status"].tolist() == ["complete", "complete", "in_progress", "not_started"]
    same_but(plan, "status", "status_text")
    assert told(plan) == [("note", "F5", "Complete")]
    change = next(f for f in plan.findings if f.cell == "F5" and f.severity == "note")
    assert "was “Open” and is now “Complete”" in change.problem


def test_dates_that_are_changed_count():
    def edit(sheet: Worksheet) -> None:
        at(sheet, "HMIC timescale", 3).value = datetime(2015, 12, 31)
        at(sheet, "Revised date", 2).value = "30 June 2016"

    plan = edited(edit)
    assert plan.actions["original_due"].dt.date.tolist() == [
        source().published,
        NOV,
        date(2015, 12, 31),
        MAR,
    ]
    assert plan.actions["revised_due"].dt.date.tolist()[1] == date(2016, 6, 30)
    # Moved once when downloaded (November to March), and once more here.
    assert plan.actions["date_moves"].tolist() == [0, 2, 0, 0]
    assert [cell for _, cell, _ in told(plan)] == ["E5", "D6"]


def test_an_owner_that_is_changed_counts():
    plan = edited(put("Lead", 3, "Head of ICT; Chief Clerk"))
    assert plan.actions["owners"].tolist()[2] == ("Head of ICT", "Chief Clerk")
    same_but(plan, "owner", "owners")
    assert [cell for _, cell, _ in told(plan)] == ["C6"]


def test_wording_that_is_changed_counts():
    plan = edited(put("What we will do", 4, "Publish the policy on the intranet"))
    assert plan.actions["action"].tolist()[3] == "Publish the policy on the intranet"
    same_but(plan, "action")


def test_a_row_typed_below_is_an_action():
    def edit(sheet: Worksheet) -> None:
        at(sheet, "Ref", 5).value = "2.3"
        at(sheet, "What we will do", 5).value = "Tell the staff"
        at(sheet, "HMIC timescale", 5).value = datetime(2016, 6, 30)
        at(sheet, "Status", 5).value = "Open"

    plan = edited(edit)
    assert plan.actions["reference"].tolist() == ["1.1", "1.2", "2.1", "2.2", "2.3"]
    assert plan.actions["original_due"].dt.date.tolist()[4] == date(2016, 6, 30)
    assert plan.actions["status"].tolist()[4] == "in_progress"
    assert [cell for _, cell, _ in told(plan)] == ["A8"]


def test_a_row_that_is_deleted_is_no_action_and_is_named():
    plan = edited(lambda sheet: sheet.delete_rows(HEADER + 2))
    assert plan.actions["reference"].tolist() == ["1.1", "2.1", "2.2"]
    (only,) = [f for f in plan.findings if f.kind is FindingKind.CHANGE_SINCE_THE_DOWNLOAD]
    assert (only.severity, only.cell) == ("warning", "")
    assert "The row of “1.2. Train staff” was deleted" in only.problem


def test_a_calculated_cell_typed_over_is_an_error_that_names_it_and_is_not_used():
    plan = edited(put("Slippage in days", 2, 5))
    same_but(plan)
    (change,) = told(plan)
    assert change[0] == "error"
    assert change[2] == "5"
    assert "Slippage in days" not in list(plan.original)


def test_sorting_the_rows_changes_nothing_but_their_order():
    def edit(sheet: Worksheet) -> None:
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=HEADER + 1)]
        for number, values in enumerate(rows[::-1], start=HEADER + 1):
            for column, value in enumerate(values, start=1):
                sheet.cell(number, column).value = value

    plan = edited(edit)
    assert told(plan) == []
    assert plan.actions["reference"].tolist() == ["2.2", "2.1", "1.2", "1.1"]
    assert plan.actions["recommendation"].tolist() == ["2", "2", "1", "1"]
    assert plan.actions["status"].tolist() == [
        "not_started",
        "in_progress",
        "in_progress",
        "complete",
    ]


def test_rows_that_a_filter_hides_still_count():
    def edit(sheet: Worksheet) -> None:
        sheet.row_dimensions[HEADER + 1].hidden = True
        sheet.row_dimensions[HEADER + 3].hidden = True
        at(sheet, "Status", 2).value = "Complete"

    plan = edited(edit)
    same_but(plan, "status", "status_text")
    assert plan.actions["status"].tolist()[1] == "complete"


def test_a_column_that_is_added_is_kept_and_named():
    def edit(sheet: Worksheet) -> None:
        sheet.insert_cols(3)
        sheet.cell(HEADER, 3).value = "Risk"
        sheet.cell(HEADER + 1, 3).value = "High"

    plan = edited(edit)
    same_but(plan, "risk")
    assert plan.actions["risk"].tolist() == ["High", None, None, None]
    assert told(plan) == [("note", "C", "")]


def test_a_column_beyond_the_calculated_ones_is_kept_too():
    def edit(sheet: Worksheet) -> None:
        place = sheet.max_column + 1
        sheet.cell(HEADER, place).value = "Cost code"
        sheet.cell(HEADER + 2, place).value = "K-17"

    plan = edited(edit)
    same_but(plan)
    assert plan.original["Cost code"].tolist() == [None, "K-17", None, None]


def test_a_column_that_is_gone_is_an_error_and_what_was_in_it_still_counts():
    plan = edited(lambda sheet: sheet.delete_cols(3))
    same_but(plan)
    assert told(plan) == [("error", "", "")]
    assert any("“Lead” is gone" in f.problem for f in plan.findings)


def test_a_copied_row_is_an_action_of_its_own_and_is_named():
    def edit(sheet: Worksheet) -> None:
        for cell in list(sheet[HEADER + 1]):
            sheet.cell(HEADER + 5, cell.column).value = cell.value

    plan = edited(edit)
    assert plan.actions["reference"].tolist() == ["1.1", "1.2", "2.1", "2.2", "1.1"]
    assert told(plan) == [("warning", "A8", "")]


def test_a_sheet_that_is_renamed_is_found_all_the_same():
    plan = edited(put("Status", 2, "Complete"), name="Our actions")
    assert told(plan) == [("note", "F5", "Complete")]
    assert plan.source.sheets == ("Our actions",)


def test_saved_by_another_program_it_is_still_read_as_it_was_edited():
    # As LibreOffice writes it: sheets hidden but not deeply, no tables, texts in their cells.
    book = opened(download())
    book[DOWNLOADED_SHEET].sheet_state = "hidden"
    for sheet in book:
        for name in list(sheet.tables):
            del sheet.tables[name]
    at(book["Actions"], "Status", 2).value = "Complete"
    plan = read_plan(saved(book))
    same_but(plan, "status", "status_text")
    assert told(plan) == [("note", "F5", "Complete")]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not on this computer")
def test_saved_by_libreoffice_it_names_no_change(tmp_path: Path):  # starts a program: some seconds
    file = tmp_path / "download.xlsx"
    file.write_bytes(download())
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML"]
    command += ["--outdir", str(tmp_path / "out"), str(file)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    plan = read_plan(tmp_path / "out" / "download.xlsx")
    same_but(plan)
    assert told(plan) == []


def test_a_public_download_holds_no_word_of_how_hidden_rows_were_read():
    from tests.workbooks import holds
    from tracker import Choices
    from tracker.timeline import Position, Timeline

    rows = [["1", "Audit", "Open", "OFFICIAL"], ["2", "Watch", "Nightjar", "OFFICIAL-SENSITIVE"]]
    book = workbook({"Plan": [["Ref", "Action", "Status", "Marking"], *rows]})
    plan = read_plan(book, Choices(statuses={"Nightjar": "complete", "Open": "in_progress"}))
    public = Timeline((Position.of(plan, AS_AT),), 0).redacted().baseline
    data = export_excel(public, measure(public.actions, AS_AT), as_at=AS_AT)
    assert holds(data, "Nightjar") == []
    assert holds(data, "Audit")


def test_how_a_cell_was_read_is_a_comment_where_it_differs_from_what_was_typed():
    sheet = openpyxl.load_workbook(io.BytesIO(download()))["Actions"]
    said = {
        cell.coordinate: cell.comment.text
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment
    }
    assert said == {
        "D4": "Read as 2 July 2015",
        "F4": "Read as Complete",
        "F5": "Read as In progress",
        "F6": "Read as In progress",
    }


def test_the_users_columns_keep_their_widths_and_the_calculated_ones_have_a_colour():
    book = openpyxl.load_workbook(io.BytesIO(workbook({"Plan": [HEADINGS, *ROWS[1:3]]})))
    book.active.column_dimensions["B"].width = 33
    plan = read_plan(saved(book))
    view = measure(plan.actions, AS_AT)
    sheet = opened(export_excel(plan, view, as_at=AS_AT))["Actions"]
    assert sheet.column_dimensions["B"].width == pytest.approx(33, abs=1)
    fills = {cell.value: cell.fill.fill_type for cell in sheet[HEADER]}
    assert fills["Lead"] is None
    assert fills["Slippage in days"] == "solid"
    assert sheet.freeze_panes == "C4"
    assert sheet.page_setup.paperSize == 9
    assert sheet.page_setup.fitToWidth in (None, 1)  # one page wide is what is not written
    assert sheet.page_setup.fitToHeight == 0


def test_facts_too_long_for_a_cell_are_read_all_the_same():
    from tracker import Choices

    words = {f"Stage {number} {'x' * 200}": "in_progress" for number in range(200)}
    rows = [[str(n), "Audit", word] for n, word in enumerate(words)]
    plan = read_plan(
        workbook({"Plan": [["Ref", "Action", "Status"], *rows]}), Choices(statuses=words)
    )
    data = export_excel(plan, measure(plan.actions, AS_AT), as_at=AS_AT)
    assert set(read_plan(data).actions["status"]) == {"in_progress"}
    parts = zipfile.ZipFile(io.BytesIO(data))
    assert re.search(rb'state="veryHidden"', parts.read("xl/workbook.xml"))


def test_what_the_plan_said_nothing_of_is_not_read_from_its_other_columns_when_it_comes_back():
    from tracker import Choices

    headings = ["Ref", "Action", "Due date", "Estimated end", "Status"]
    rows = [[str(n), "Audit", NOV, MAR, "Open"] for n in range(1, 5)]
    plan = read_plan(workbook({"Plan": [headings, *rows]}), Choices(columns={"revised_due": ""}))
    data = export_excel(plan, measure(plan.actions, AS_AT), as_at=AS_AT)
    again = read_plan(data)
    assert again.actions["revised_due"].isna().all()
    assert again.actions["date_moves"].tolist() == [0] * 4
    assert dict(again.columns) == dict(plan.columns)
    now = read_plan(data, Choices(columns={"revised_due": "Estimated end"}))
    assert now.actions["revised_due"].dt.date.tolist() == [MAR] * 4


@pytest.mark.parametrize("text", ["", "{}", "[1]", "not facts", '{"own": "many"}'])
def test_a_hidden_sheet_that_is_spoilt_is_not_believed_and_the_sheet_is_read_as_any_other(
    text: str,
):
    book = opened(download())
    book[DOWNLOADED_SHEET]["A1"] = text
    plan = read_plan(saved(book), name="x.xlsx")
    assert plan.actions["reference"].tolist()[:4] == ["1.1", "1.2", "2.1", "2.2"]
    assert told(plan) == []


def test_what_is_spoilt_in_the_hidden_sheet_is_unknown():
    book = opened(download())
    for row in book[DOWNLOADED_SHEET].iter_rows(min_row=3, min_col=8):
        for each in row:
            each.value = "spoilt"
    statuses = set(read_plan(saved(book)).actions["status"])
    assert statuses <= {"unknown", "complete", "in_progress", "not_started"}
