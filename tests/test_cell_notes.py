"""What a workbook shows of cells besides their values counts: struck out, by year, in per cent."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import xlsxwriter

from tests.plans import workbook
from tracker import Choices, Plan, read_plan
from tracker.reading.findings import FindingKind

HEADINGS = ["Ref", "Action", "Owner", "Original date", "Revised date", "Status", "% complete"]
ROWS = [
    ["1.1", "Audit the archive", "Head of IT", date(2015, 11, 30), "", "Complete", ""],
    ["1.2", "Train the officers", "Head of Records", date(2015, 9, 30), "", "In progress", ""],
]


def read(write: Callable[[Any, Any], None], choices: Choices | None = None) -> Plan:
    """A plan of two actions in rows 2 and 3, with what ``write`` writes over it."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet("Plan")
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for r, cells in enumerate([HEADINGS, *ROWS]):
            for c, cell in enumerate(cells):
                if isinstance(cell, date):
                    sheet.write_datetime(r, c, cell, day)
                else:
                    sheet.write(r, c, cell)
        write(book, sheet)
    return read_plan(buffer.getvalue(), choices)


def said(plan: Plan, kind: FindingKind) -> list[tuple[str, tuple[str, ...]]]:
    return [(f.severity, f.cells) for f in plan.findings if f.kind is kind]


def strike_rows(book: Any, sheet: Any) -> None:
    struck = book.add_format({"font_strikeout": True})
    for column, cell in enumerate(["1.1", "Audit the archive", "Head of IT"]):
        sheet.write(1, column, cell, struck)


@pytest.mark.parametrize(("choice", "status"), [("keep", "complete"), ("withdraw", "withdrawn")])
def test_the_user_says_whether_an_action_that_is_struck_out_is_withdrawn(
    choice: Any, status: str
) -> None:
    plan = read(strike_rows, Choices(struck=choice))
    assert plan.actions["status"].tolist() == [status, "in_progress"]
    assert plan.questions == ()


def test_whether_an_action_that_is_struck_out_is_withdrawn_is_asked() -> None:
    plan = read(strike_rows)
    [question] = plan.questions
    assert question.kind == "struck_out"
    assert plan.actions["status"].tolist() == ["complete", "in_progress"]
    assert plan.actions["owners"].tolist() == [("Head of IT",), ("Head of Records",)]
    assert said(plan, FindingKind.STRUCK_OUT) == [("warning", ("B2",))]
    assert question.cells == ("B2",)
    assert [c.change["struck"] for c in question.choices] == ["keep", "withdraw"]
    assert question.choices[0].stands


def test_a_status_or_later_date_struck_out_alone_no_longer_counts() -> None:
    def write(book: Any, sheet: Any) -> None:
        struck = {"font_strikeout": True}
        day = book.add_format(struck | {"num_format": "dd/mm/yyyy"})
        sheet.write(1, 5, "Complete", book.add_format(struck))
        sheet.write_datetime(1, 4, date(2016, 3, 31), day)
        sheet.write_datetime(2, 3, date(2015, 9, 30), day)

    plan = read(write)
    assert plan.actions["status"].tolist() == ["unknown", "in_progress"]
    assert said(plan, FindingKind.STATUS_NOT_UNDERSTOOD) == [("error", ("F2",))]
    assert plan.actions["revised_due"].isna().all()
    assert plan.actions["revised_due_text"].isna().all()  # which reports print beside the date
    assert plan.actions["original_due"].dt.date.tolist() == [date(2015, 11, 30), date(2015, 9, 30)]
    assert {cells for _, cells in said(plan, FindingKind.STRUCK_OUT)} == {("E2",), ("D3",)}


def test_of_words_struck_out_in_part_the_rest_is_read_and_a_date_so_struck_was_the_earlier() -> (
    None
):
    def write(book: Any, sheet: Any) -> None:
        struck = book.add_format({"font_strikeout": True})
        sheet.write_rich_string(1, 5, struck, "Complete", " In progress")
        sheet.write_rich_string(1, 3, struck, "30/09/2015", " 30/11/2015")
        sheet.write_rich_string(2, 4, struck, "31 December 2015", " 31 March 2016")

    plan = read(write)
    first = plan.actions.iloc[0]
    assert (first["status"], first["original_due"].date()) == ("in_progress", date(2015, 9, 30))
    assert first["revised_due"].date() == date(2015, 11, 30)
    assert plan.actions["revised_due_text"][1] == "31 March 2016"
    assert said(plan, FindingKind.STRUCK_OUT) == [("warning", ("F2",))]
    cells = said(plan, FindingKind.SEVERAL_DATES_IN_A_CELL)
    assert cells == [("warning", ("D2",)), ("warning", ("E3",))]
    assert plan.original["Status"].tolist()[0] == "Complete In progress"


def test_a_date_shown_as_a_year_is_read_as_one() -> None:
    def write(book: Any, sheet: Any) -> None:
        year = book.add_format({"num_format": "yyyy"})
        sheet.write_datetime(1, 3, date(2016, 1, 1), year)

    plan = read(write)
    assert plan.actions["original_due"].dt.date.tolist()[0] == date(2016, 12, 31)
    assert ("warning", ("D2",)) in said(plan, FindingKind.YEAR_PRECISION)


def test_a_percent_sign_that_is_typed_into_the_format_leaves_the_number_as_it_is() -> None:
    def write(book: Any, sheet: Any) -> None:
        for row, code in ((1, '0"%"'), (2, "0%")):
            sheet.write(row, 6, 1, book.add_format({"num_format": code}))

    assert read(write).actions["percent_complete"].tolist() == [1.0, 100.0]


def test_a_line_with_a_cell_too_many_is_an_error_with_its_line() -> None:
    lines = ["Ref,Action,Owner,Due,Status", "1,Scan 1,000 files,Lead,30/11/2015,Open"]
    plan = read_plan("\n".join([*lines, "2,Train,Lead,30/11/2015,Open"]).encode())
    assert said(plan, FindingKind.LINE_OF_ANOTHER_LENGTH) == [("error", ("A2",))]


def test_a_value_far_from_the_plan_is_a_warning_with_its_cell() -> None:
    plan = read(lambda _, sheet: sheet.write(1_048_000, 5, "x"))
    assert len(plan.actions) == 2
    assert said(plan, FindingKind.VALUE_FAR_AWAY) == [("warning", ("F1048001",))]


def test_an_action_that_its_own_words_call_withdrawn_is_asked_about() -> None:
    due = date(2015, 11, 30)
    rows = [
        ["1", "WITHDRAWN – merged with 2", "ICT", None, None],
        ["2", "Review the index (deleted Feb 2016)", "ICT", due, None],
        ["3", "Withdrawn (see the board's minutes)", "ICT", due, "In progress"],
        ["4", "Superseded policies are to be destroyed", "ICT", due, None],
        ["5", "[Cancelled] Move the paper store", "ICT", due, None],
    ]
    headings = ["Ref", "Action", "Owner", "Due", "Status"]
    file = workbook({"Plan": [headings, *rows]})
    [question] = read_plan(file).questions
    assert question.kind == "struck_out"
    assert question.cells == ("B2", "B3", "B4", "B6")
    groups = read_plan(file, Choices(struck="withdraw")).actions["status"].tolist()
    assert [group == "withdrawn" for group in groups] == [True, True, True, False, True]
