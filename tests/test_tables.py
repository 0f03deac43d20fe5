"""Where a table's headings are, what stands around it, and which of its rows are actions."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.plans import workbook
from tracker import Finding, Plan, read_plan
from tracker.book import Sheet, column_of
from tracker.reading.choices import Choices
from tracker.reading.findings import FindingKind as Kind
from tracker.reading.header import hint_rows
from tracker.reading.sheet_plan import read_sheet
from tracker.reading.table import find_tables

Row = list[Any]
N = None
DUE = date(2016, 3, 31)
HEADINGS = ["Ref", "Action", "Owner", "Due date", "Status"]
ONE: Row = ["1.1", "List the paper records", "Head of IT", DUE, "Open"]
TWO: Row = ["1.2", "Weed the paper records", "Head of IT", DUE, "Complete"]
THREE: Row = ["2.1", "Train the supervisors", "Records Manager", DUE, "In progress"]
PLAN = [HEADINGS, ONE, TWO, THREE]
REFERENCES = ["1.1", "1.2", "2.1"]


def read(rows: Sequence[Row], merged: Sequence[str] = ()) -> Plan:
    return read_plan(workbook({"Plan": rows}, merged=merged))


def references(plan: Plan) -> list[str | None]:
    return plan.actions["reference"].tolist()


def cells(plan: Plan, kind: Kind) -> tuple[str, ...]:
    return tuple(cell for found in plan.findings if found.kind is kind for cell in found.cells)


ABOVE: dict[str, list[Row]] = {
    "labels and values": [
        ["Force:", "Lancashire", N, "Owner:", "ACC Jones"],
        ["Date:", DUE, N, "Status:", "Draft"],
        [],
    ],
    "labels that name fields, with no gap": [
        ["Organisation", "Force", "Report", "Custody"],
        ["Lead officer", "ACC Smith", "Status", "Draft"],
    ],
    "a table of counts": [
        ["Theme", "Total", "Complete", "Open", "Overdue"],
        ["Records", 3, 1, 2, 0],
        ["Custody", 2, 1, 1, 0],
        [],
    ],
    "thirty lines of notes": [[f"Note {number}"] for number in range(30)],
}
WELSH = ["Cyfeirnod", "Cam gweithredu", "Perchennog", "Dyddiad targed", "Statws"]


@pytest.mark.parametrize("above", ABOVE.values(), ids=ABOVE)
def test_what_stands_above_the_headings_is_neither_headings_nor_an_action(above: list[Row]) -> None:
    plan = read([*above, *PLAN])
    assert references(plan) == REFERENCES
    assert plan.source.header_row == len(above) + 1
    assert cells(plan, Kind.ROWS_ABOVE_THE_HEADINGS) == ()


def test_rows_above_the_headings_that_are_filled_like_actions_are_an_error() -> None:
    plan = read([["0.1", *ONE[1:]], ["0.2", *ONE[1:]], *PLAN])
    assert references(plan) == REFERENCES
    assert cells(plan, Kind.ROWS_ABOVE_THE_HEADINGS) == ("A1 to E2",)
    assert plan.findings[0].severity == "error"


@pytest.mark.parametrize(
    "rows",
    [
        [
            ["No", "Task", "Lead", "Agreed date", "Position"],
            ["1", "Complete by the deadline", "Owner", "31/03/2016", "Open"],
            ["2", "Action plan update", "Lead officer", "Complete by October 2015", "Complete"],
            ["3", "Status report", "Owner", "30/04/2016", "Open"],
        ],
        [
            ["item", "issue", "task", "who", "by", "state"],
            ["1", "Status", "Action plan", "Owner", "31/03/2016", "complete"],
            ["2", "Target", "Due date list", "Lead", "30/04/2016", "open"],
            ["3", "Target", "Owner list", "Lead", "30/04/2016", "open"],
        ],
        [
            ["Ref", "Measure", "Sector", "Timeline", "Progress"],
            ["1", "Action list", "Owner", "Target date", "Complete"],
            ["2", "Work list", "Owner", "Target date", "Complete"],
            ["3", "Task list", "Lead officer", "Deadline", "Complete"],
        ],
    ],
)
def test_a_row_of_data_that_speaks_like_headings_is_an_action(rows: list[Row]) -> None:
    assert references(read(rows)) == ["1", "2", "3"]


def test_months_and_weeks_as_headings_leave_a_header_a_header() -> None:
    weeks = [DUE + timedelta(7 * week) for week in range(20)]
    months = [N, N, N, N, N, "Apr-16", N, N, N, "May-16"]
    assert references(read([[*HEADINGS, *weeks], *PLAN[1:]])) == REFERENCES
    days = ["4", "11", "18", "25", "2"]
    assert references(read([months, [*HEADINGS, *days], *PLAN[1:]])) == REFERENCES


def test_three_header_rows_are_read_as_one() -> None:
    rows = [
        ["Ref", "Action", "Timescale", N, N, "Status"],
        [N, N, "HMIC", "Force", N, N],
        [N, N, "Original", "Original", "Revised", N],
        ["1.1", "Weed", DUE, DUE, date(2016, 9, 30), "Open"],
    ]
    plan = read(rows, ["A1:A3", "B1:B3", "C1:E1", "D2:E2", "F1:F3"])
    assert (references(plan), plan.source.header_row) == (["1.1"], 3)
    assert plan.columns["original_due"] == "Timescale HMIC Original"
    assert plan.columns["revised_due"] == "Timescale Force Revised"


def test_a_second_header_row_that_only_names_parts_of_a_group_is_no_action() -> None:
    rows = [
        ["Ref", "Action", "Owner", N, "Due date", "Status"],
        [N, N, "Name", "Team", N, N],
        ["1.1", "Weed", "Jane Smith", "IT", DUE, "Open"],
    ]
    assert read(rows).actions["owners"].tolist() == [("Jane Smith",)]


EXPLAINED: dict[str, list[Row]] = {
    "an example of each": [["e.g. 1.1", "What will be done", "Name of lead", "dd/mm/yyyy", "Y/N"]],
    "a row headed Example": [["Example", "Review the policy", "Jane Smith", DUE, "Open"]],
    "what to choose": [[N, "Describe the action", "Enter the owner's name", "DD/MM/YY", "Select"]],
    "brackets": [["(number)", "(free text)", "(name)", "(date)", "(RAG)"]],
    "questions, then forms": [
        [N, "What will be done?", "Who will do it?", "When will it be done?", N],
        [N, "Short description", "Named person", "dd/mm/yy", "Not started / In progress"],
    ],
    "a form under the date alone": [[N, N, N, "dd/mm/yyyy", N]],
    "column numbers": [[1, 2, 3, 4, 5]],
    "column letters": [["(a)", "(b)", "(c)", "(d)", "(e)"]],
    "the headings in Welsh": [WELSH],
    "what must be filled in": [["Mandatory", "Mandatory", "Optional", "Optional", "Mandatory"]],
}


@pytest.mark.parametrize("hints", EXPLAINED.values(), ids=EXPLAINED)
def test_rows_that_explain_the_headings_are_no_actions(hints: list[Row]) -> None:
    plan = read([HEADINGS, *hints, *PLAN[1:]])
    assert references(plan) == REFERENCES
    (found,) = [f for f in plan.findings if f.kind is Kind.HEADINGS_EXPLAINED]
    assert found.severity == "note"


@pytest.mark.parametrize(
    "first",
    [
        ["1.1", "What works? Review the evidence", "Head of IT", "TBC", "Open"],
        ["1.1", "Set the date of the audit", "Lead officer", "Ongoing", "Ongoing"],
        ["F1", "Describe the roles", "Officer in charge", "TBC", "Y/N"],
        [N, "Review the policy", "Head of IT", "TBC", "Open"],
    ],
)
def test_a_first_action_that_sounds_like_an_explanation_is_an_action(first: Row) -> None:
    assert references(read([HEADINGS, first, *PLAN[1:]])) == [first[0], *REFERENCES]


@given(st.lists(st.text(max_size=30), min_size=5, max_size=5))
def test_no_row_with_a_reference_and_a_date_is_taken_for_an_explanation(words: list[str]) -> None:
    row = ["1.1", *words[1:3], "30/11/2015", words[4]]
    assert hint_rows(HEADINGS, [row]) == 0


def beside(left: Sequence[Row], right: Sequence[Row], gap: int = 1) -> list[Row]:
    width = len(left[0])
    return [
        [*(left[r] if r < len(left) else [N] * width), *[N] * gap, *(right[r : r + 1] or [[]])[0]]
        for r in range(max(len(left), len(right)))
    ]


KEYS: dict[str, list[Row]] = {
    "titled": [["Key"], ["Red", "Overdue"], ["Amber", "At risk"], ["Green", "Complete"]],
    "untitled": [[], ["Red", "Overdue"], ["Amber", "At risk"], ["Green", "Complete"]],
    "headed RAG": [["RAG", "Meaning"], ["R", "Overdue"], ["A", "At risk"], ["G", "Complete"]],
    "in one cell each": [["RAG key"], ["Red – overdue"], ["Amber – at risk"]],
    "counts": [["Total", 3], ["Complete", 1], ["Open", 2]],
}


@pytest.mark.parametrize("key", KEYS.values(), ids=KEYS)
def test_a_key_beside_the_table_is_told_and_not_read(key: list[Row]) -> None:
    plan = read(beside(PLAN, key))
    assert references(plan) == REFERENCES
    assert plan.actions["status"].tolist() == ["in_progress", "complete", "in_progress"]
    assert list(plan.original) == HEADINGS
    assert len(cells(plan, Kind.KEY_BESIDE_THE_TABLE)) == 1


def test_a_column_behind_a_blank_one_belongs_to_the_table() -> None:
    done = [["Date completed"], [N], [date(2016, 3, 1)], [N]]
    plan = read(beside(PLAN, done))
    assert plan.columns["completed_on"] == "Date completed"
    ranked = read(beside(PLAN, [["Priority", "Why"], ["High", "a"], ["Low", "b"], ["Medium", "c"]]))
    assert ranked.actions["priority"].tolist() == ["High", "Low", "Medium"]
    notes = read(beside(PLAN, [[N], ["Chase Bob"]], gap=3))
    assert notes.original["Column I"].tolist() == ["Chase Bob", None, None]


BELOW: dict[str, tuple[list[Row], Kind, str]] = {
    "a key": ([[], ["Key"], ["Red", "Overdue"]], Kind.KEY_BELOW_THE_TABLE, "A6 to A7"),
    "a key with no gap": ([["Key:"], ["Green", "On track"]], Kind.KEY_BELOW_THE_TABLE, "A5 to A6"),
    "a key among the actions": (
        [[], [N, "RAG key"], [N, "Green = complete"], [N, "Red = overdue"]],
        Kind.KEY_BELOW_THE_TABLE,
        "B6 to B8",
    ),
    "signatures": (
        [[N, "Signed: ............"], [N, "Date: 1/4/2016"]],
        Kind.SIGNATURE_BLOCK,
        "B5 to B6",
    ),
    "who approved it": (
        [[], ["Prepared by:", "J Smith", N, "Date:", DUE], ["Approved by:", "ACC Jones"]],
        Kind.SIGNATURE_BLOCK,
        "A6 to A7",
    ),
    "name and rank": (
        [[], ["Name", "J Smith"], ["Rank", "Insp"]],
        Kind.SIGNATURE_BLOCK,
        "A6 to A7",
    ),
    "notes": (
        [[N, "* HMIC dates are as published"], [N, "Note: all are working days"]],
        Kind.NOTE_BELOW_THE_TABLE,
        "B5 to B6",
    ),
    "the end of it": ([["End of plan"]], Kind.NOTE_BELOW_THE_TABLE, "A5"),
    "a marking": ([[], ["OFFICIAL"]], Kind.NOTE_BELOW_THE_TABLE, "A6"),
    "a total": ([["Total", 3, N, "Complete", 1]], Kind.TOTAL_ROW, "A5"),
    "a subtotal of what stands beside it": (
        [[N, "Subtotal", "Custody", "2 of 3 complete", 16]],
        Kind.TOTAL_ROW,
        "B5",
    ),
    "a total of hours, with how far it is": (
        [["Subtotal", "3h", "£4.5k", "On schedule"], ["Total", "12 days", "11.5 days", "Open"]],
        Kind.TOTAL_ROW,
        "A5 to A6",
    ),
    "a total among the actions": ([[N, "Total actions: 3"]], Kind.TOTAL_ROW, "B5"),
    "numbers in advance": (
        [["2.2"], ["2.3"], ["2.4"]],
        Kind.ROWS_NUMBERED_IN_ADVANCE,
        "A5 to A7",
    ),
    "numbers and a status in advance": (
        [["2.2", N, N, N, "Not started"], ["2.3", N, N, N, "Not started"]],
        Kind.ROWS_NUMBERED_IN_ADVANCE,
        "A5 to A6",
    ),
    "counts by team": (
        [[], ["Team", "Lead", "Open", "Overdue", "Total"], ["IT", "Head of Ops", 2, 1, 3]],
        Kind.ANOTHER_TABLE_BELOW,
        "A6 to A7",
    ),
    "a log of changes": (
        [[], ["Version", "Changes", "Author", "Date"], ["0.1", "First draft", "J Smith", DUE]],
        Kind.ANOTHER_TABLE_BELOW,
        "A6 to A7",
    ),
    "meetings": (
        [[], ["Date", "Attendees", "Venue"], ["12/1/2016", "All the leads", "HQ"]],
        Kind.ANOTHER_TABLE_BELOW,
        "A6 to A7",
    ),
}


@pytest.mark.parametrize(("below", "kind", "where"), BELOW.values(), ids=BELOW)
def test_what_stands_below_the_actions_is_one_finding_with_its_cells(
    below: list[Row], kind: Kind, where: str
) -> None:
    plan = read([*PLAN, *below])
    assert references(plan) == REFERENCES
    assert cells(plan, kind) == (where,)
    assert {f.kind for f in plan.findings} == {kind}


@pytest.mark.parametrize(
    "more",
    [
        [[N, "Agree the funding bid"]],
        [["Total 4", "Agree the total", "Head of IT", "12/11/2015", "Open"]],
        [["2.2", "Agree the next steps"], ["2.3", "Brief the chief officers"]],
        [["3.1", "Agree", "Chief Constable", "TBC", "Paused"]],
        [["2.2", "Date of the next meeting to be agreed", "Head of IT", N, "Open"]],
        [[], ["2.2", "Name: change the name of the unit", "Head of HR", "TBC", "Open"]],
    ],
)
def test_an_action_at_the_end_counts_however_little_is_said_of_it(more: list[Row]) -> None:
    added = [row[0] for row in more if row]
    assert references(read([*PLAN, *more])) == [*REFERENCES, *added]


def test_blank_rows_between_actions_end_nothing() -> None:
    assert references(read([HEADINGS, ONE, [], TWO, [], THREE])) == REFERENCES
    again = read([HEADINGS, ONE, [], HEADINGS, TWO, [], ["Stage 2"], HEADINGS, THREE])
    assert references(again) == REFERENCES
    assert cells(again, Kind.REPEATED_HEADER_ROW) == ("A4", "A8")
    loose = [HEADINGS, ONE, [], TWO, [], THREE, [], [N, "Agree the funding bid"]]
    assert references(read(loose)) == [*REFERENCES, None]
    letters = [["A", *ONE[1:]], [], ["B", *TWO[1:3], "TBC", "Not begun"]]
    assert references(read([HEADINGS, *letters])) == ["A", "B"]


HEADED: dict[str, list[Row]] = {
    "a theme": [["Theme 1: Leadership"], ONE, TWO, ["Theme 2: Training"], THREE],
    "a stage in the reference's column": [["Stage 1"], ONE, [], ["Stage 2"], TWO, THREE],
    "a number and a title": [ONE, [], ["Objective 2", "Improve training"], TWO, THREE],
    "a recommendation and its lead": [
        ONE,
        [],
        ["Recommendation 2", "Lead officer: ACC Jones"],
        TWO,
        THREE,
    ],
}


@pytest.mark.parametrize("rows", HEADED.values(), ids=HEADED)
def test_headings_of_stages_are_no_actions_and_one_finding(rows: list[Row]) -> None:
    plan = read([HEADINGS, *rows])
    assert references(plan) == REFERENCES
    assert len([f for f in plan.findings if f.kind is Kind.HEADING_ROW]) == 1


def test_a_sentence_that_goes_on_in_the_next_row_is_one_action() -> None:
    plan = read([HEADINGS, ONE, [N, "and those held by the courts"], TWO, [N, "• by hand"], THREE])
    assert references(plan) == REFERENCES
    assert plan.actions["action"][0] == "List the paper records\nand those held by the courts"
    assert cells(plan, Kind.ROW_GOES_ON) == ("B3", "B5")


def test_an_action_of_words_alone_counts_and_is_warned_of() -> None:
    plan = read([HEADINGS, ONE, [N, "Agree the funding bid"], TWO, THREE])
    assert len(plan.actions) == 4
    assert cells(plan, Kind.WORDS_ALONE) == ("B3",)


def test_a_last_recommendation_without_an_action_is_warned_of_not_taken_for_words_below() -> None:
    rows = [
        ["Rec No", "Recommendation", "Lead", "Action", "Due date"],
        ["1", "Hold fewer records", "Head of IT", "List the paper records", DUE],
        ["2", "Weed them", "Head of IT", "Weed the paper records", DUE],
        ["3", "Train the supervisors", "Records Manager", N, N],
    ]
    assert cells(read(rows), Kind.ROW_LEFT_OUT) == ("A4",)


def test_words_in_another_column_alone_are_no_heading_of_the_rows_below() -> None:
    rows = [[*HEADINGS, "Progress"], [*ONE, "Started"], [N] * 5 + ["Half way"], [*TWO, "Done"]]
    plan = read(rows)
    assert references(plan) == ["1.1", "1.2"]
    assert plan.actions["recommendation"].isna().all()
    assert cells(plan, Kind.ROW_LEFT_OUT) == ("F3",)


def test_headings_repeated_in_other_words_are_no_action() -> None:
    again = ["Ref", "Action", "Lead", "Target date", "RAG"]
    assert references(read([HEADINGS, ONE, again, TWO, THREE])) == REFERENCES


def test_a_first_column_of_statuses_or_priorities_is_not_a_key() -> None:
    for heading, words in (("Status", ("Open", "Complete")), ("Priority", ("High", "Low"))):
        rows = [[heading, "Action", "Owner", "Due date"]]
        rows += [[word, f"Do what is {word}", "Head of IT", DUE] for word in words]
        assert len(read(rows).actions) == 2


def sheet_of(rows: Sequence[Sequence[str]]) -> Sheet:
    """A sheet of these rows of text, made without a file."""
    width = max(map(len, rows))
    full = [[*row, *[""] * (width - len(row))] for row in rows]
    return Sheet("Plan", [column_of(list(column)) for column in zip(*full, strict=True)])


def rows_named(found: Iterable[Finding]) -> set[int]:
    """The rows of every cell and range that findings name."""
    named: set[int] = set()
    for cell in (cell for each in found for cell in each.cells):
        ends = [int(number) for number in re.findall(r"\d+", cell)]
        named.update(range(ends[0], ends[-1] + 1) if ends else ())
    return named


SOMETHING = st.sampled_from(
    ["", "", "1.4", "Total", "Key", "Stage 2", "Weed the files", "Jo", "Open", "30/11/2015", "Red",
     "Signed:", "* a note", "Due date", "Recommendation 3 – Audit", "12", "TBC", "Complete"]
)  # fmt: skip


@given(st.lists(st.lists(SOMETHING, min_size=5, max_size=8), min_size=1, max_size=12))
def test_every_filled_row_below_the_headings_is_an_action_or_in_a_finding(
    below: list[list[str]],
) -> None:
    plan = [["1.1", "List the paper records", "Head of IT", "31/03/2016", "Open"]] * 3
    accounted: set[int] = set()
    tables = find_tables(sheet_of([HEADINGS, *plan, *below]))
    for table in tables:
        part = read_sheet(table, Choices())
        accounted.update(part.row_numbers().tolist(), rows_named(part.findings))
        titled = len(table.title.splitlines()) * (table.title != table.sheet_title)
        accounted.update(range(table.header_row + 1 - titled, table.first_row + 1))
        words = " ".join(table.names)  # of headings in two rows, those of the upper one too
        above = enumerate(below[: max(table.header_row - 3, 0)], start=5)
        accounted.update(number for number, row in above if all(cell in words for cell in row))
        if table.beside:
            accounted.update(range(table.header_row + 1, len(below) + 5))
    filled = {number for number, row in enumerate(below, start=5) if any(row)}
    assert filled <= accounted
