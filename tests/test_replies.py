"""Owners' workbooks that come back: what is taken, what is stopped and named, what is written."""

from __future__ import annotations

import functools
import io
import time
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest
from lxml import etree
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from tests.plans import saved
from tests.workbooks import opened
from tracker import Plan, accept, measure, owners_workbooks, read_plan, read_replies
from tracker.replies.form import FACTS_SHEET, FORM_SHEET
from tracker.replies.proposals import Proposal, Replies, silent_words
from tracker.replies.workbooks import owners_files, unowned

AS_AT = date(2016, 4, 30)
NOV, SEPT = date(2015, 11, 30), date(2016, 9, 30)
OWNERS = [f"Owner {number:02}" for number in range(1, 31)]
HEADINGS = [
    *("Ref", "Action", "Lead", "HMIC timescale", "Revised date", "Status", "Done %"),
    *("Completed on", "Progress", "Evidence"),
]


def manager_workbook() -> Workbook:
    """A plan of an action for each of 30 owners, and one that two of them share."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Plan"
    sheet["A1"] = "Building the Picture: position as at 30 April 2016"
    sheet.append([])
    sheet.append(HEADINGS)
    for number, owner in enumerate(OWNERS, start=1):
        sheet.append([str(number), f"Task {number}", owner, NOV, None, "Open", 0.2, None, "Begun"])
    sheet.append(["31", "A task of two", "Owner 11; Owner 12", NOV, SEPT, "Embedded", 1.0])
    sheet.append(["32", "The shared task", "Owner 11; Owner 12", NOV, SEPT, "Open", 0.5])
    for row in sheet.iter_rows(min_row=4):
        for cell in (row[3], row[4]):
            cell.number_format = "dd/mm/yyyy"
        row[6].number_format = "0%"
    return book


@functools.cache
def plan_bytes() -> bytes:
    return saved(manager_workbook())


@functools.cache
def plan() -> Plan:
    return read_plan(plan_bytes(), name="plan.xlsx")


@functools.cache
def measured() -> Any:
    return measure(plan().actions, AS_AT, published=plan().published)


@functools.cache
def forms() -> dict[str, bytes]:
    return {book.owner: book.content for book in owners_workbooks(plan(), measured(), as_at=AS_AT)}


def cell(sheet: Worksheet, heading: str, row: int = 1) -> Any:
    """A cell of a form by its heading and the row of its action, from 1."""
    headings = [each.value for each in sheet[4]]
    return sheet.cell(4 + row, headings.index(heading) + 1)


def filled(owner: str, row: int = 1, **answers: object) -> bytes:
    """An owner's workbook with answers by heading, underscores for spaces."""
    book = opened(forms()[owner])
    for heading, value in answers.items():
        cell(book[FORM_SHEET], heading.replace("_", " "), row).value = value
    return saved(book)


def changed(owner: str, change: Callable[[Workbook], None]) -> bytes:
    """An owner's workbook after an answer and some mischief."""
    book = opened(filled(owner, Status="Complete"))
    change(book)
    return saved(book)


def replies(**files: bytes) -> Replies:
    """What files say, by names without their ending."""
    return read_replies(
        plan(), measured(), AS_AT, [(f"{name}.xlsx", data) for name, data in files.items()]
    )


def told(found: Replies) -> list[tuple[str, str, object]]:
    return [(each.reference, each.field, each.after) for each in found.proposed]


def why(found: Replies, file: str) -> list[str]:
    return [each.problem for each in found.stopped if each.file == f"{file}.xlsx"]


# The workbooks that go out


def test_each_owner_of_open_actions_gets_their_own_and_nobody_elses():
    assert list(forms()) == OWNERS
    texts = {
        owner: {c.value for row in opened(data)[FORM_SHEET].iter_rows(min_row=5) for c in row}
        for owner, data in forms().items()
    }
    assert "Task 11" in texts["Owner 11"]
    assert "The shared task" in texts["Owner 11"] & texts["Owner 12"]
    assert "A task of two" not in texts["Owner 11"]  # it is complete
    assert not {"Task 12", "Task 1"} & texts["Owner 11"]


def test_an_owner_is_told_what_they_own_why_it_matters_and_where_it_stands():
    form = opened(forms()["Owner 01"])[FORM_SHEET]
    assert form["A1"].value == "Actions of Owner 01: position as at 30 April 2016"
    assert cell(form, "Action").value == "Task 1"
    assert cell(form, "Original timescale").value == datetime(2015, 11, 30)
    assert cell(form, "Days overdue").value == 152  # 30 November 2015 to 30 April 2016
    assert cell(form, "Status now").value == "In progress"
    assert cell(form, "Percent complete now").value == 20
    assert cell(form, "Latest update").value == "Begun"


def test_only_the_answers_are_open_and_each_takes_what_it_is_for():
    form = opened(forms()["Owner 11"])[FORM_SHEET]
    assert form.protection.sheet
    open_cells = {c.coordinate for row in form.iter_rows() for c in row if not c.protection.locked}
    headings = [each.value for each in form[4]]
    first = headings.index("Status") + 1
    wanted = {form.cell(r, c).coordinate for r in (5, 6) for c in range(first, first + 7)}
    assert open_cells == wanted
    lists = [v.formula1 for v in form.data_validations.dataValidation if v.type == "list"]
    assert lists == ['"Not started,In progress,Awaiting sign-off,Complete"']
    assert {v.type for v in form.data_validations.dataValidation} >= {"decimal", "date"}
    assert opened(forms()["Owner 11"])[FACTS_SHEET].sheet_state == "veryHidden"


def test_an_action_without_an_owner_is_in_nobodys_workbook_and_is_counted():
    bare = measured().iloc[:2].assign(owners=[(), ("Owner 02",)])
    assert list(owners_files(bare)) == ["Owner 02"]
    assert unowned(bare) == 1


# What comes back


def test_answers_become_proposals_beside_what_the_plan_says_now():
    data = filled(
        "Owner 01",
        Status="Complete",
        Percent_complete=100,
        Completed_on=datetime(2016, 4, 20),
        Update="All done",
        Evidence="Minute 4",
    )
    found = replies(one=data)
    assert found.stopped == ()
    assert [(e.field, e.before, e.after) for e in found.proposed] == [
        ("status", "In progress", "Complete"),
        ("percent_complete", 20.0, 100.0),
        ("completed_on", None, date(2016, 4, 20)),
        ("progress", "Begun", "Begun\nAll done"),
        ("evidence", None, "Minute 4"),
    ]
    assert {(e.reference, e.owner, e.file) for e in found.proposed} == {
        ("1", "Owner 01", "one.xlsx")
    }


def test_an_empty_form_and_an_answer_that_is_as_it_stands_change_nothing():
    found = replies(a=forms()["Owner 01"], b=filled("Owner 02", Status="In progress"))
    assert (found.proposed, found.stopped) == ((), ())


def test_a_new_date_with_its_reason_is_proposed_and_without_it_stopped_alone():
    given = {"New_date_asked_for": datetime(2016, 7, 31), "Reason_for_the_new_date": "Supplier"}
    (only,) = replies(a=filled("Owner 01", **given)).proposed
    assert (only.field, only.after, only.reason) == ("revised_due", date(2016, 7, 31), "Supplier")
    found = replies(
        a=filled("Owner 01", New_date_asked_for=datetime(2016, 7, 31), Status="Complete")
    )
    assert told(found) == [("1", "status", "Complete")]
    assert why(found, "a") == ["A new date is asked for without a reason."]
    assert found.stopped[0].cell == "L5"


@pytest.mark.parametrize(
    ("answers", "problem"),
    [
        ({"Status": "Nearly"}, "“Nearly” is not a status in the list"),
        ({"Percent_complete": 140}, "“140” is not a percentage"),
        ({"Percent_complete": "most"}, "“most” is not a percentage"),
        ({"Completed_on": "soon"}, "“soon” is text, not a date"),
        (
            {"Completed_on": "03/04/2016"},
            "“03/04/2016” is text, and may be 3 April 2016 or 4 March",
        ),
        ({"Completed_on": "March 2016"}, "“March 2016” is text, not a date"),
        ({"Completed_on": datetime(2099, 1, 1)}, "1 January 2099 has not come yet"),
        ({"Reason_for_the_new_date": "Supplier"}, "A reason is given, but no new date."),
    ],
)
def test_an_answer_that_is_none_is_stopped_and_named(answers: dict[str, object], problem: str):
    found = replies(a=filled("Owner 01", **answers))
    assert found.proposed == ()
    (only,) = why(found, "a")
    assert only.startswith(problem)


@pytest.mark.parametrize("typed", ["31 March 2027", "31/03/2027", "31st Mar 2027", "2027-03-31"])
def test_a_date_typed_as_text_is_taken_where_it_can_be_one_day_alone(typed: str):
    found = replies(
        a=filled("Owner 01", New_date_asked_for=typed, Reason_for_the_new_date="Supplier")
    )
    assert told(found) == [("1", "revised_due", date(2027, 3, 31))]
    assert found.stopped == ()


def test_who_has_answered_nothing_yet_is_named_and_a_form_sent_back_untouched_is_no_answer():
    sent = {f"o{n}": filled(f"Owner {n:02}", Update="Met") for n in range(1, 28)}
    wrong = filled("Owner 28", Percent_complete="most")  # stopped, but an answer
    found = replies(**sent, wrong=wrong, back=forms()["Owner 29"])
    assert found.untouched == ("back.xlsx",)
    assert found.silent == ("Owner 29", "Owner 30")
    assert silent_words(found) == [
        "Sent back without an answer: back.xlsx.",
        "2 owners have answered nothing yet: Owner 29 and Owner 30.",
    ]
    assert replies(back=forms()["Owner 29"], a=filled("Owner 29", Update="x")).silent[-2:] == (
        "Owner 28",
        "Owner 30",
    )
    many = silent_words(replies(a=sent["o1"]))
    assert many[0].startswith("29 owners have answered nothing yet: Owner 02, Owner 03")
    assert many[0].endswith("Owner 13 and 17 more.")


def test_updates_of_two_owners_stand_one_below_the_other():
    found = replies(
        a=filled("Owner 11", 2, Update="We met"), b=filled("Owner 12", 2, Update="Agreed")
    )
    (only,) = found.proposed
    assert (only.after, only.owner) == ("We met\nAgreed", "Owner 11; Owner 12")


def test_an_answer_that_it_stands_as_the_plan_says_still_disagrees_with_another_owners():
    one = filled("Owner 11", 2, Status="Complete", Completed_on=datetime(2016, 4, 29))
    other = filled("Owner 12", 2, Status="In progress", Percent_complete=60)  # as the plan says
    found = replies(a=one, b=other)
    assert found.proposed == ()
    problem = (
        "Owners disagree about the status of 32: Owner 11 says “Complete”; Owner 12 says "
        "“In progress”."
    )
    assert [(each.file, each.problem) for each in found.stopped] == [
        ("a.xlsx", problem),
        ("a.xlsx", problem),
        ("b.xlsx", problem),
        ("b.xlsx", problem),
    ]


def test_what_is_said_to_be_complete_is_not_one_per_cent_done():
    found = replies(a=filled("Owner 01", Status="Complete", Percent_complete=1))
    assert told(found) == [("1", "status", "Complete")]
    assert why(found, "a") == ["It is said to be complete, and 1% done."]


def test_a_percentage_is_taken_as_it_is_shown():
    for value, shown in ((0.75, "0%"), ("75%", "0"), (75, "0")):
        book = opened(forms()["Owner 01"])
        answer = cell(book[FORM_SHEET], "Percent complete")
        answer.value, answer.number_format = value, shown
        found = replies(a=saved(book))
        assert told(found) == [("1", "percent_complete", 75.0)]


def copy_row(book: Workbook) -> None:
    form = book[FORM_SHEET]
    for each in list(form[5]):
        form.cell(6, each.column).value = each.value


def older() -> bytes:
    before = manager_workbook()
    before.active["A1"] = "Building the Picture: position as at 31 January 2016"
    was = read_plan(saved(before), name="plan.xlsx")
    view = measure(was.actions, date(2016, 1, 31), published=was.published)
    books = owners_workbooks(was, view, as_at=date(2016, 1, 31))
    return next(book.content for book in books if book.owner == "Owner 05")


def of_another_plan() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["Ref", "Action", "Lead", "Due", "Status"])
    book.active.append(["9", "Clean the cells", "Owner 06", NOV, "Open"])
    other = read_plan(saved(book), name="custody.xlsx")
    (form,) = owners_workbooks(other, measure(other.actions, AS_AT), as_at=AS_AT)
    return form.content


def rename(book: Workbook) -> None:
    book[FORM_SHEET].title = "Sheet1"


def put(heading: str, value: object) -> Callable[[Workbook], None]:
    def change(book: Workbook) -> None:
        cell(book[FORM_SHEET], heading).value = value

    return change


@functools.cache
def mischief() -> dict[str, tuple[bytes, str]]:
    """Twelve files that something is wrong with, by owner, and what must be said of each."""
    return {
        "Owner 01": (
            changed("Owner 01", put("Original timescale", datetime(2016, 11, 30))),
            "The original timescale was changed from “30/11/2015” to “30/11/2016”",
        ),
        "Owner 02": (
            changed("Owner 02", lambda book: book[FORM_SHEET].delete_rows(5)),
            "The row of “2. Task 2” was deleted",
        ),
        "Owner 03": (changed("Owner 03", copy_row), "Rows 5, 6 are copies of one row"),
        "Owner 04": (
            filled("Owner 04", New_date_asked_for=datetime(2016, 12, 31)),
            "A new date is asked for without a reason.",
        ),
        "Owner 05": (older(), "This answers the position as at 31 January 2016"),
        "Owner 06": (of_another_plan(), "This is of another plan: “custody.xlsx”"),
        "Owner 07": (
            changed("Owner 07", put("Percent complete", "=50+50")),
            "This cell holds a formula",
        ),
        "Owner 11": (filled("Owner 11", 2, Status="Complete"), "Owners disagree about the status"),
        "Owner 12": (
            filled("Owner 12", 2, Status="Not started"),
            "Owners disagree about the status",
        ),
        "Owner 08": (
            b"Reference,Action,Status\r\n8,Task 8,Complete\r\n",
            "This is not the workbook that was sent, but the same saved as another kind of file",
        ),
        "Owner 09": (changed("Owner 09", rename), "The sheet “Your actions” is gone"),
        "Owner 10": (
            changed("Owner 10", put("Action", "Task 10, but easier")),
            "“Action” was changed from “Task 10” to “Task 10, but easier”",
        ),
        "Owner 13": (b"", "The file is empty."),
    }


def test_of_thirty_files_twelve_kinds_of_mischief_are_named_and_the_others_taken():
    files = {
        owner: mischief()[owner][0] if owner in mischief() else filled(owner, Status="Complete")
        for owner in OWNERS
    }
    began = time.monotonic()
    found = replies(**files)
    assert time.monotonic() - began < 10
    for owner, (_, problem) in mischief().items():
        (said,) = why(found, owner)
        assert said.startswith(problem), owner
    assert len({each.file for each in found.stopped}) == len(mischief()) == 13  # two disagree
    good = [owner for owner in OWNERS if owner not in mischief()]
    assert len(good) == 17
    assert told(found) == [(str(int(owner[-2:])), "status", "Complete") for owner in good]


def test_a_row_that_changed_in_the_plan_since_is_stopped_and_the_others_are_taken():
    book = manager_workbook()
    book["Plan"]["B14"].value = "Task 11, put otherwise"
    now = read_plan(saved(book), name="plan.xlsx")
    data = opened(filled("Owner 11", Status="Complete"))
    cell(data[FORM_SHEET], "Status", 2).value = "Complete"
    view = measure(now.actions, AS_AT, published=now.published)
    found = read_replies(now, view, AS_AT, [("a.xlsx", saved(data))])
    assert told(found) == [("32", "status", "Complete")]
    assert why(found, "a") == ["This action has changed in the plan since the workbook was sent."]


def test_two_rows_that_are_alike_are_told_apart_by_their_order():
    book = manager_workbook()
    for row in (4, 5):
        for column, value in enumerate(("1", "Task 1", "Owner 01"), start=1):
            book["Plan"].cell(row, column).value = value
    twins = read_plan(saved(book), name="plan.xlsx")
    view = measure(twins.actions, AS_AT, published=twins.published)
    form = opened(next(owners_workbooks(twins, view, as_at=AS_AT)).content)
    cell(form[FORM_SHEET], "Status", 2).value = "Complete"
    found = read_replies(twins, view, AS_AT, [("a.xlsx", saved(form))])
    assert [(each.position, each.after) for each in found.proposed] == [(1, "Complete")]
    assert found.stopped == ()


def test_a_plan_without_a_date_of_its_own_takes_replies_on_any_later_day():
    book = manager_workbook()
    book["Plan"]["A1"] = "Building the Picture"
    undated = read_plan(saved(book), name="plan.xlsx")
    then, later = date(2016, 5, 3), date(2016, 5, 20)
    view = measure(undated.actions, then, published=undated.published)
    form = opened(next(owners_workbooks(undated, view, as_at=then)).content)
    cell(form[FORM_SHEET], "Status").value = "Complete"
    answered = [("a.xlsx", saved(form))]
    now = measure(undated.actions, later, published=undated.published)
    assert told(read_replies(undated, now, later, answered)) == [("1", "status", "Complete")]
    book["Plan"]["B9"] = "Task 6, put otherwise"  # another row's, and so another file
    edited = read_plan(saved(book), name="plan.xlsx")
    now = measure(edited.actions, later, published=edited.published)
    assert told(read_replies(edited, now, later, answered)) == [("1", "status", "Complete")]


def test_a_hidden_sheet_that_is_changed_is_refused():
    def change(book: Workbook) -> None:
        facts = book[FACTS_SHEET]["A1"]
        facts.value = facts.value.replace("Owner 01", "Owner 02")

    found = replies(a=changed("Owner 01", change))
    assert found.proposed == ()
    assert "hidden sheet" in why(found, "a")[0]


# What is accepted


def proposal(position: int, field: str, after: str | float | date) -> Proposal:
    reference = plan().actions["reference"].iloc[position]
    return Proposal(position, reference, "An owner", field, None, after, "why", "a.xlsx", "J5")


def test_a_status_is_written_in_a_word_that_stands_in_a_status_cell_of_the_plan():
    data = b"""Ref,Action,Owner,Due,Status,Resolution
1,Alpha,ICT,30/11/2015,Done,Won't Do
2,Beta,ICT,30/11/2015,To do,
"""
    withdrawn = Proposal(1, "2", "ICT", "status", None, "Withdrawn", "why", "a.xlsx", "J5")
    book = opened(accept(read_plan(data, name="plan.csv"), data, [withdrawn]).content)
    rows = {row[0]: row for row in book["Actions"].iter_rows(values_only=True)}
    assert rows["1"][4:6] == ("Done", "Won't Do")
    assert rows["2"][4] == "Withdrawn"


def test_accepted_changes_are_read_back_from_the_managers_workbook_and_marked():
    accepted = accept(
        plan(),
        plan_bytes(),
        [
            proposal(0, "status", "Complete"),
            proposal(0, "percent_complete", 100.0),
            proposal(0, "completed_on", date(2016, 4, 20)),
            proposal(1, "revised_due", SEPT),
            proposal(1, "progress", "Begun\nAlmost <done> & dusted"),
            proposal(1, "evidence", "Minute 4"),
        ],
    )
    assert (len(accepted.written), accepted.stopped, accepted.is_new) == (6, (), False)
    again = read_plan(accepted.content).actions
    assert again["status"].tolist()[:2] == ["complete", "in_progress"]
    assert again["percent_complete"].tolist()[0] == 100
    assert again["completed_on"].iloc[0].date() == date(2016, 4, 20)
    assert again["revised_due"].iloc[1].date() == SEPT
    assert again["progress"].tolist()[1] == "Begun\nAlmost <done> & dusted"
    sheet = opened(accepted.content)["Plan"]
    assert sheet["F4"].value == "Embedded"  # the plan's own word for what is complete
    assert (sheet["G4"].value, sheet["G4"].number_format) == (1, "0%")
    assert sheet["H4"].is_date
    filled_cells = {c.coordinate for row in sheet.iter_rows() for c in row if c.fill.fill_type}
    assert filled_cells == {"F4", "G4", "H4", "E5", "I5", "J5"}
    listed = list(opened(accepted.content)["Accepted replies"].values)
    assert listed[0][0] == "Reference"
    assert listed[1][:5] == ("1", "An owner", "Status", None, "Complete")
    assert listed[1][-1] == "Plan, F4"


def _without(xml: bytes, address: str) -> bytes:
    """A sheet's XML in one form, without one of its cells."""
    root = etree.fromstring(xml)
    (gone,) = root.xpath(f"//*[local-name()='c' and @r='{address}']")
    gone.getparent().remove(gone)
    return bytes(etree.tostring(root, method="c14n"))


def test_everything_else_in_the_managers_workbook_stays_byte_for_byte():
    book = manager_workbook()
    sheet = book["Plan"]
    sheet["B4"].font = Font(bold=True, color="FF0000")
    sheet["A4"].comment = Comment("Ask again", "Manager")
    validation = DataValidation(type="list", formula1='"Open,Embedded"')
    validation.add("F4:F40")
    sheet.add_data_validation(validation)
    sheet.conditional_formatting.add(
        "G4:G40", openpyxl.formatting.rule.DataBarRule("num", 0, "num", 1, "638EC6")
    )
    book.create_sheet("Notes")["A1"] = "Kept"
    data = saved(book)
    accepted = accept(read_plan(data), data, [proposal(0, "status", "Complete")])
    with (
        zipfile.ZipFile(io.BytesIO(data)) as before,
        zipfile.ZipFile(io.BytesIO(accepted.content)) as after,
    ):
        same = {n for n in before.namelist() if before.read(n) == after.read(n)}
        assert set(before.namelist()) - same == {
            "[Content_Types].xml",
            "xl/workbook.xml",
            "xl/_rels/workbook.xml.rels",
            "xl/styles.xml",
            "xl/worksheets/sheet1.xml",
        }
        (was, now) = (_without(f.read("xl/worksheets/sheet1.xml"), "F4") for f in (before, after))
        assert was == now
    again = opened(accepted.content)
    sheet = again["Plan"]
    assert sheet["B4"].font.bold
    assert sheet["A4"].comment.text == "Ask again"
    assert [str(v.sqref) for v in sheet.data_validations.dataValidation] == ["F4:F40"]
    assert len(sheet.conditional_formatting) == 1
    assert again["Notes"]["A1"].value == "Kept"


def test_a_merged_cell_and_a_formula_are_not_written_over_and_are_named():
    book = manager_workbook()
    book["Plan"]["F5"] = '=IF(G5=1,"Embedded","Open")'
    book["Plan"].merge_cells("I4:I5")
    data = saved(book)
    accepted = accept(
        read_plan(data), data, [proposal(1, "status", "Complete"), proposal(1, "progress", "x")]
    )
    assert accepted.written == ()
    assert [each.problem.split(",")[0] for each in accepted.stopped] == [
        "F5: the cell holds a formula",
        "I5: the cell is merged with others",
    ]


def test_a_field_that_the_plan_has_no_column_for_is_named():
    book = manager_workbook()
    book["Plan"].delete_cols(10)
    data = saved(book)
    accepted = accept(read_plan(data), data, [proposal(0, "evidence", "Minute 4")])
    assert accepted.written == ()
    assert "no column for “Evidence”" in accepted.stopped[0].problem


def test_of_another_kind_of_file_a_new_workbook_is_made_that_is_read_as_the_plan_was():
    data = (
        b"Position as at 30 April 2016\nRef,Action,Lead,HMIC timescale,Status\n"
        b"Recommendation 5: audit,,,,\n1,Audit,Heron,30/11/2015,Open\n"
        b"Recommendation 6: train,,,,\n2,Train,Heron,Q4 2015/16,Open\n"
    )
    csv = read_plan(data, name="plan.csv")
    accepted = accept(csv, data, [proposal(0, "status", "Complete")])
    assert accepted.is_new
    again = read_plan(accepted.content)
    assert again.actions["status"].tolist() == ["complete", "in_progress"]
    assert again.actions["recommendation"].tolist() == ["5", "6"]
    assert again.actions["original_due"].dt.date.tolist() == [NOV, date(2016, 3, 31)]
    assert again.as_at == AS_AT
