"""Plans whose rows or headings stand elsewhere than in one table below its headings."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import docx
import openpyxl
import pytest

from tests.plans import saved, workbook
from tracker import Plan, measure, read_plan
from tracker.book import PlanError
from tracker.reading.findings import FindingKind as Kind
from tracker.timeline import Position, Timeline

HEADINGS = ["Ref", "Action", "Owner", "Original timescale", "Status"]
ROWS: list[list[Any]] = [
    ["1.1", "List the paper records", "Records Manager", date(2016, 3, 31), "Complete"],
    ["1.2", "Weed the paper records", "Head of ICT", date(2016, 6, 30), "In progress"],
    ["2.1", "Train the supervisors", "Head of Learning", date(2016, 12, 31), "Not started"],
]
N = None
LEDGER = [["Cost", "Paid", "By", "Of", "Year"], ["1", "2", "x", "y", "2016"]]


def figures(plan: Plan) -> list[tuple[Any, ...]]:
    """Reference, owner, original date, complete and overdue of each action at 30 September 2016."""
    rows = measure(plan.actions, date(2016, 9, 30))
    fields = ("reference", "owner", "original_due", "is_complete", "is_overdue")
    return [
        (ref, owner, due.date(), *flags)
        for ref, owner, due, *flags in rows[list(fields)].itertuples(index=False)
    ]


RIGHT = [
    ("1.1", "Records Manager", date(2016, 3, 31), True, False),
    ("1.2", "Head of ICT", date(2016, 6, 30), False, True),
    ("2.1", "Head of Learning", date(2016, 12, 31), False, False),
]


def document(*tables: list[list[Any]], between: str = "continued") -> bytes:
    made, buffer = docx.Document(), BytesIO()
    for rows in tables:
        table = made.add_table(len(rows), len(rows[0]))
        for line, row in zip(table.rows, rows, strict=True):
            for cell, value in zip(line.cells, row, strict=True):
                cell.text = f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value)
        made.add_paragraph(between)
    made.save(buffer)
    return buffer.getvalue()


def found(plan: Plan, kind: Kind) -> list[tuple[str, str]]:
    return [(each.sheet, each.cell) for each in plan.findings if each.kind is kind]


def test_a_table_that_goes_on_in_word_without_its_headings_is_read_with_it() -> None:
    plan = read_plan(document([HEADINGS, ROWS[0]], ROWS[1:]))
    assert figures(plan) == RIGHT
    assert found(plan, Kind.CONTINUED_WITHOUT_HEADINGS) == [("Table 2", "A1 to E2")]


def test_a_sheet_that_goes_on_without_headings_is_read_with_the_one_before() -> None:
    plan = read_plan(workbook({"Plan": [HEADINGS, ROWS[0]], "More": [ROWS[1]], "Rest": [ROWS[2]]}))
    assert figures(plan) == RIGHT
    assert len(found(plan, Kind.CONTINUED_WITHOUT_HEADINGS)) == 2


@pytest.mark.parametrize(
    "other",
    [
        [["Version", "Date"], ["0.1", date(2016, 2, 1)]],
        [["Complete"], ["In progress"], ["Not started"]],
        LEDGER,
        # Headings of another list, and a history of the document.
        [["Name", "Station", "Extension", "Since", "Grade"],
         ["9.1", "Supt A", "Leeds", date(2016, 1, 4), "Open"]],
        [["1.0", "First draft", "Records Manager", date(2016, 1, 4), "Approved"],
         ["1.3", "Second draft", "Records Manager", date(2016, 2, 4), "Approved"]],
        # Its references are those of the plan, and its dates are none.
        [["1.1", "Budget for the records", "Records Manager", date(2016, 1, 4), "Open"]],
        [["9.1", "Paper", "Records Manager", 400, "Open"],
         ["9.2", "Boxes", "Records Manager", 90, "Open"]],
        [["Chair", "Deputy Chief Constable", "", "", ""], ["Clerk", "Records Manager", "", "", ""]],
    ],
)  # fmt: skip
def test_a_sheet_that_is_filled_otherwise_does_not_go_on(other: list[list[Any]]) -> None:
    plan = read_plan(workbook({"Plan": [HEADINGS, *ROWS], "Other": other}))
    assert figures(plan) == RIGHT
    assert not found(plan, Kind.CONTINUED_WITHOUT_HEADINGS)


def form(row: list[Any]) -> list[list[Any]]:
    return [[f"{heading}:", value] for heading, value in zip(HEADINGS, row, strict=True)]


def test_a_table_on_its_side_has_an_action_in_each_column() -> None:
    sideways = [list(line) for line in zip(HEADINGS, *ROWS, strict=True)]
    plan = read_plan(workbook({"Plan": [["Position as at 30 September 2016"], [], *sideways]}))
    assert figures(plan) == RIGHT
    assert plan.as_at == date(2016, 9, 30)
    assert len(found(plan, Kind.HEADINGS_DOWN_THE_SHEET)) == 1


def test_forms_below_one_another_are_an_action_each() -> None:
    rows = [line for row in ROWS for line in [*form(row), []]]
    assert figures(read_plan(workbook({"Plan": [["Action plan"], *rows]}))) == RIGHT


def test_what_stands_once_above_forms_is_no_part_of_one() -> None:
    rows = [["Force:", "Northshire"], ["Position as at:", date(2016, 9, 30)], []]
    rows += [line for row in ROWS for line in [*form(row), []]]
    assert figures(read_plan(workbook({"Plan": rows}))) == RIGHT


def test_a_form_may_have_a_heading_more_than_once() -> None:
    updates = [["Update:", "Begun"], ["Update:", "Half way"], ["Update:", "Nearly done"]]
    rows = [line for row in ROWS for line in [*form(row), *updates, []]]
    assert figures(read_plan(workbook({"Plan": rows}))) == RIGHT


def test_statuses_in_a_column_on_its_side_are_no_headings() -> None:
    headings = [*HEADINGS, "Progress", "Completed on"]
    rows = [[*ROWS[0], "Done", date(2016, 3, 31)], [*ROWS[1], "Open", N], [*ROWS[2], "Complete", N]]
    sideways = [list(line) for line in zip(headings, *rows, strict=True)]
    assert len(read_plan(workbook({"Plan": sideways})).actions) == 3


def test_a_form_in_each_table_of_word_is_an_action_each() -> None:
    assert figures(read_plan(document(*map(form, ROWS), between="Next"))) == RIGHT


def test_a_form_may_have_two_columns_of_headings() -> None:
    pages = [
        [["Ref", ref, "Status", status], ["Action", action, "Owner", owner],
         ["Original timescale", due, "", ""]]
        for ref, action, owner, due, status in ROWS
    ]  # fmt: skip
    assert figures(read_plan(document(*pages, between="Next"))) == RIGHT


def test_a_form_of_two_rows_has_two_headings_and_their_values_in_each() -> None:
    rows = [["", *row[1:]] for row in ROWS]
    pages = [
        [["Action", action, "Owner", owner], ["Original timescale", due, "Status", status]]
        for _, action, owner, due, status in rows
    ]
    plan = read_plan(document(*pages, between="Next"))
    assert figures(plan) == [(None, *row[1:]) for row in RIGHT]


def test_the_number_of_a_recommendation_may_stand_in_the_heading_of_its_words() -> None:
    pages = [
        [[f"Recommendation {number}", "The force should improve", "", ""],
         ["Action", action, "Owner", owner], ["Original timescale", due, "Status", status]]
        for number, (_, action, owner, due, status) in enumerate(ROWS, start=1)
    ]  # fmt: skip
    plan = read_plan(document(*pages, between="Next"))
    assert plan.actions["recommendation"].tolist() == ["1", "2", "3"]
    assert set(plan.actions["recommendation_text"]) == {"The force should improve"}


def test_what_is_said_of_a_cell_on_its_side_names_where_it_stands_in_the_file() -> None:
    sideways = [list(line) for line in zip(HEADINGS, *ROWS, strict=True)]
    sideways[3][2] = "when the board says"  # C4, beside the heading in A4
    plan = read_plan(workbook({"Plan": sideways}))
    assert found(plan, Kind.DATE_NOT_UNDERSTOOD) == [("Plan", "C4")]


def test_a_month_shown_alone_stays_a_month_on_its_side() -> None:
    sideways = [list(line) for line in zip(HEADINGS, *ROWS, strict=True)]
    sideways[3][2] = date(2016, 6, 1)
    book = openpyxl.load_workbook(BytesIO(workbook({"Plan": sideways})))
    book.active["C4"].number_format = "mmm-yy"
    assert figures(read_plan(saved(book))) == RIGHT  # the month's last day


def test_words_that_explain_headings_are_no_form() -> None:
    guide = [["Ref", "A number"], ["Action", "What will be done"], ["Owner", "Who answers for it"],
             ["Original timescale", "As HMIC set it"], ["Status", "How far it is"]]  # fmt: skip
    plan = read_plan(workbook({"Guide": guide, "Plan": [HEADINGS, *ROWS]}))
    assert figures(plan) == RIGHT


BLOCK = [["Recommendation:", "Records"], ["Lead:", "DCC"], ["Due date:", date(2016, 4, 1)],
         ["Status:", "Open"], ["Reference:", "P12"], ["Action:", "Keep records"]]  # fmt: skip


def test_what_stands_in_a_block_above_a_table_is_no_form() -> None:
    table = [["Task", "By whom", "By when"], *([row[1], row[2], row[3]] for row in ROWS)]
    plan = read_plan(workbook({"Plan": [*BLOCK, [], *table]}))
    assert plan.actions["owner"].tolist() == [row[2] for row in ROWS]


def test_a_single_form_beside_a_table_is_left_out_and_said() -> None:
    plan = read_plan(workbook({"Cover": BLOCK, "Plan": [HEADINGS, *ROWS]}))
    assert figures(plan) == RIGHT
    assert [each.kind for each in plan.findings if each.sheet == "Cover"] == [Kind.SHEET_NOT_READ]
    cover = [line for line in BLOCK if line[0] not in ("Action:", "Status:")]
    plan = read_plan(workbook({"Cover": cover, "Plan": [HEADINGS, *ROWS]}))
    assert not [each for each in plan.findings if each.sheet == "Cover"]


def test_forms_count_where_the_table_beside_them_is_but_a_list_of_them() -> None:
    index = [HEADINGS[:3], *(row[:3] for row in ROWS)]
    tabs = {row[0]: form(row) for row in ROWS}
    assert figures(read_plan(workbook({"Index": index, **tabs}))) == RIGHT


def test_a_value_that_is_a_heading_too_undoes_no_form() -> None:
    rows = [
        line for row in [*ROWS, ["3.1", "Audit", "Head of Audit", N, "Open"]] for line in form(row)
    ]
    assert len(read_plan(workbook({"Plan": rows})).actions) == 4


def test_a_cell_on_its_side_is_known_by_its_place_in_the_file() -> None:
    plan = read_plan(workbook({"Plan": [list(line) for line in zip(HEADINGS, *ROWS, strict=True)]}))
    assert plan.cells("original_due", [0, 1, 2]) == ["B4", "C4", "D4"]


def test_of_a_sheet_on_its_side_the_public_is_told_of_no_cell_where_a_row_is_withheld() -> None:
    rows = [[*ROWS[0], "No"], [*ROWS[1][:3], "when asked", ROWS[1][4], "Yes"], [*ROWS[2], "No"]]
    lines = zip([*HEADINGS, "Restricted"], *rows, strict=True)
    plan = read_plan(workbook({"Plan": [list(line) for line in lines]}))
    assert found(plan, Kind.DATE_NOT_UNDERSTOOD) == [("Plan", "C4")]
    public = Timeline.of([Position.of(plan, date(2016, 9, 30))]).redacted().in_use.plan
    assert public.actions["reference"].tolist() == ["1.1", "2.1"]
    assert "when asked" not in repr(public.findings)
    assert not found(public, Kind.DATE_NOT_UNDERSTOOD)


def test_a_dashboard_of_months_is_no_form() -> None:
    months = [["Measure", "Jan", "Feb", "Mar"], ["Actions", 20, 20, 21], ["Complete", 3, 5, 9],
              ["Overdue", 4, 4, 2], ["Recommendations", 5, 5, 5],
              ["Owner", "DCC", "DCC", "ACC"],
              ["Next due date", *[date(2016, 4, 30)] * 3]]  # fmt: skip
    plan = read_plan(workbook({"Dash": months, "Plan": [HEADINGS, *ROWS]}))
    assert figures(plan) == RIGHT
    with pytest.raises(PlanError):
        read_plan(workbook({"Dash": months}))


@pytest.mark.parametrize("title", [[], [["Issue closure summary"]]])
def test_a_table_whose_statuses_are_all_one_word_is_no_form(title: list[list[str]]) -> None:
    rows = [[f"#{n}", f"Do thing {n}", "✅ CLOSED", f"2016-03-14 17:4{n}"] for n in range(5)]
    plan = read_plan(
        workbook({"Log": [*title, ["Issue", "Title", "Status", "Date Closed"], *rows]})
    )
    assert plan.actions["status"].tolist() == ["complete"] * 5
