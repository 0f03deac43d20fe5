"""Tables below one another on a sheet, and rows that head the rows below them by their number."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from tests.plans import workbook
from tracker import Plan, PlanError, read_plan
from tracker.reading.choices import Choices, QuestionKind
from tracker.reading.findings import FindingKind as Kind

N = None
SPRING, SUMMER = date(2019, 3, 31), date(2019, 6, 30)
HEADINGS = ["Ref", "Issue", "Action", "Owner", "Due date", "Status"]
FIRST = [
    HEADINGS,
    ["1", "Fire", "Fit the doors", "Estates", SPRING, "Complete"],
    ["2", "Fire", "Train the wardens", "Estates", SUMMER, "In progress"],
    [],
]
ROWS = [
    ["3", "Flood", "Fit the pumps", "Estates", SPRING, "Complete"],
    ["4", "Flood", "Fill the bags", "Estates", SUMMER, "Complete"],
]


def read(*rows: Sequence[Any]) -> Plan:
    return read_plan(workbook({"Plan": rows}))


def told(plan: Plan, kind: Kind) -> dict[str, tuple[str, ...]]:
    return {found.severity: found.cells for found in plan.findings if found.kind is kind}


@pytest.mark.parametrize(
    "headings",
    [
        ["No", "Concern", "Remedy", "Who", "When", "RAG"],
        ["Number", "Finding", "What we will do", "Lead", "Deadline", "Position"],
        ["Item", "Weakness", "Response", "Responsible officer", "Target", "Progress"],
    ],
)
def test_a_table_below_with_none_of_the_first_ones_headings_is_read(headings: list[str]) -> None:
    plan = read(*FIRST, headings, *ROWS)
    assert plan.actions["reference"].tolist() == ["1", "2", "3", "4"]
    assert plan.actions["status"].tolist() == ["complete", "in_progress", "complete", "complete"]
    assert plan.actions["original_due"].dt.date.tolist() == [SPRING, SUMMER, SPRING, SUMMER]


def test_a_short_table_below_a_long_one_is_read_though_it_shares_no_heading() -> None:
    long = ["Ref", "Recommendation", "Action", "Owner", "HMIC timescale", "Revised date", "Status"]
    plan = read(
        [*long, "% complete", "Date completed", "Progress"],
        ["1", "1", "Fit the doors", "Estates", SPRING, N, "Complete", 100, SPRING, "Fitted"],
        [],
        ["Local findings"],
        ["No", "Local finding", "Lead", "Deadline", "Action required", N, "Position"],
        ["2", "Pumps are old", "Estates", SUMMER, "Fit the pumps", N, "In progress"],
    )
    assert plan.actions["reference"].tolist() == ["1", "2"]
    assert plan.actions["status"].tolist() == ["complete", "in_progress"]


def test_a_table_above_one_whose_headings_say_more_is_read_too() -> None:
    plan = read(
        ["Ref", "Remedy", "Who", "When", "RAG"],
        ["1", "Fit the doors", "Estates", SPRING, "Complete"],
        ["2", "Train the wardens", "Estates", SUMMER, "In progress"],
        [],
        ["Ref", "Action", "Owner", "Due date", "Status"],
        ["3", "Fit the pumps", "Estates", SPRING, "Complete"],
    )
    assert plan.actions["reference"].tolist() == ["1", "2", "3"]
    assert plan.actions["status"].tolist() == ["complete", "in_progress", "complete"]
    assert told(plan, Kind.ROWS_ABOVE_THE_HEADINGS) == {}


def test_a_table_above_with_its_columns_in_another_order_is_read_too() -> None:
    plan = read(
        ["Ref", "Finding", "Due date", "Comments", "Date completed", "Owner", "Action", "BRAG"],
        ["1", "Fire", SPRING, "Bought", SPRING, "Estates", "Fit the doors", "Complete"],
        [],
        ["Part B"],
        ["Owner", "Date completed", "Status", "Comments", "Ref", "Due date", "Action", "Finding"],
        ["Estates", N, "Overdue", "No money", "2", SPRING, "Fit the pumps", "Flood"],
        ["Estates", SUMMER, "Complete", "Done", "3", SUMMER, "Fill the bags", "Flood"],
    )
    assert plan.actions["reference"].tolist() == ["1", "2", "3"]
    assert plan.actions["original_due"].dt.date.tolist() == [SPRING, SPRING, SUMMER]


def test_another_tab_of_actions_none_of_whose_headings_names_their_words_is_named() -> None:
    tabs = {
        "Part A": FIRST,
        "Part B": [
            ["Ref", "Remedy", "Who", "When", "Status"],
            ["3", "Pumps", "HR", SPRING, "Open"],
        ],
    }
    plan = read_plan(workbook(tabs))
    assert plan.actions["reference"].tolist() == ["1", "2"]
    found = [(f.severity, f.sheet) for f in plan.findings if f.kind is Kind.SHEET_NOT_READ]
    assert found == [("warning", "Part B")]


def test_headings_that_stand_again_do_not_hide_what_a_column_holds() -> None:
    headings = ["Ref", "Action", "Owner", "Due date", "Extended to", "Status"]
    plan = read(
        headings,
        ["1", "Fit the doors", "Estates", SPRING, N, "Complete"],
        [],
        headings,
        ["2", "Train the wardens", "Estates", SPRING, SUMMER, "In progress"],
        [],
        headings,
        ["3", "Fit the pumps", "Estates", SPRING, N, "In progress"],
    )
    assert plan.columns["revised_due"] == "Extended to"
    assert plan.actions["revised_due"].dt.date.tolist()[1] == SUMMER


def test_a_table_below_that_is_not_read_is_named_with_its_cells() -> None:
    risks = [
        ["Ref", "Recommendation", "Owner", "Priority"],
        ["A", "The staff leave before it is done", "HR", "High"],
        ["B", "The money is spent before it is done", "Finance", "Low"],
    ]
    plan = read(*FIRST, *risks)
    assert plan.actions["reference"].tolist() == ["1", "2"]
    assert told(plan, Kind.SECOND_TABLE) == {"warning": ("A5 to D7",)}


NUMBERED = ["No", "Recommendation / action", "Owner", "HMIC timescale", "Status"]


def test_a_number_over_its_parts_that_nobody_answers_for_is_their_recommendation() -> None:
    plan = read(
        NUMBERED,
        ["1", "Review how custody is run", N, SUMMER, N],
        ["1.1", "Review the policy", "Custody", SPRING, "Complete"],
        ["1.2", "Train the sergeants", "Custody", SUMMER, "In progress"],
        ["2", "Publish the data", N, SUMMER, N],
        ["2a", "Put it on the website", "Press office", SUMMER, "In progress"],
    )
    assert plan.actions["reference"].tolist() == ["1.1", "1.2", "2a"]
    assert plan.actions["recommendation"].tolist() == ["1", "1", "2"]
    assert plan.actions["recommendation_due"].dt.date.tolist() == [SUMMER] * 3
    assert told(plan, Kind.HEADING_ROW) == {"warning": ("A2", "A5")}


@pytest.mark.parametrize(
    "above",
    [
        ["1", "Review how custody is run", "Custody", SUMMER, N],
        ["1", "Review how custody is run", N, SUMMER, "In progress"],
    ],
)
def test_a_number_over_its_parts_with_an_owner_or_a_status_is_an_action(above: list[Any]) -> None:
    plan = read(NUMBERED, above, ["1.1", "Review the policy", "Custody", SPRING, "Complete"])
    assert plan.actions["reference"].tolist() == ["1", "1.1"]


def test_rows_over_their_parts_are_actions_where_one_of_them_is_answered_for() -> None:
    plan = read(
        NUMBERED,
        ["1", "Review how custody is run", N, SUMMER, N],
        ["1.1", "Review the policy", "Custody", SPRING, "Complete"],
        ["2", "Publish the data", "Press office", SUMMER, "In progress"],
        ["2.1", "Put it on the website", "Press office", SUMMER, "In progress"],
    )
    assert plan.actions["reference"].tolist() == ["1", "1.1", "2", "2.1"]


def test_one_and_ten_are_no_number_and_its_part() -> None:
    plan = read(
        NUMBERED,
        ["1", "Review how custody is run", N, SUMMER, N],
        ["10", "Review the policy", "Custody", SPRING, "Complete"],
    )
    assert plan.actions["reference"].tolist() == ["1", "10"]


@pytest.mark.parametrize(
    "again",
    [
        ["No", "Concern", "Task", "Lead", "Deadline", "RAG"],
        ["Ref.", N, "Action (cont.)", "Owner", "Due", "Status"],
    ],
)
def test_headings_again_in_other_words_with_no_gap_are_no_action(again: list[Any]) -> None:
    plan = read(*FIRST[:-1], again, *ROWS)
    assert plan.actions["reference"].tolist() == ["1", "2", "3", "4"]
    assert told(plan, Kind.REPEATED_HEADER_ROW) == {"note": ("A4",)}


def test_an_action_of_words_that_are_headings_too_is_an_action() -> None:
    plan = read(*FIRST[:-1], ["5", "Risk", "Review", "Team", SPRING, "Progress"], *ROWS)
    assert plan.actions["reference"].tolist() == ["1", "2", "5", "3", "4"]


def test_a_last_row_without_an_action_is_one_where_its_status_says_that_it_is_over() -> None:
    headings = ["Ref", "Recommendation", "Action", "Owner", "Due date", "Status"]
    first = ["1", "Keep a log", "Write the log", "Clerk", SPRING, "In progress"]
    for status, references in (("Rejected", ["1", "2"]), ("Not started", ["1"])):
        plan = read(headings, first, ["2", "Sell the building", N, N, N, status])
        assert plan.actions["reference"].tolist() == references


@pytest.mark.parametrize(
    "other",
    [
        ["Version", "Date", "Author", "Description", "Status"],
        ["Risk", "Likelihood", "Impact", "Mitigation", "Owner"],
        ["Decision", "Date", "Made by", "Status"],
    ],
)
def test_a_table_of_other_things_below_is_named_and_not_read(other: list[str]) -> None:
    row = ["1.0", date(2019, 1, 1), "Clerk", "First issue", "Final"][: len(other)]
    plan = read(*FIRST, other, row)
    assert plan.actions["reference"].tolist() == ["1", "2"]
    kinds = (Kind.SECOND_TABLE, Kind.ANOTHER_TABLE_BELOW)
    assert [f.severity for f in plan.findings if f.kind in kinds] == ["warning"]


def test_a_history_of_the_document_above_the_plan_is_no_table_of_actions() -> None:
    plan = read(
        ["Version", "Date", "Author", "Description", "Status"],
        ["1.0", date(2019, 1, 1), "Clerk", "First issue", "Final"],
        ["1.1", date(2019, 2, 1), "Clerk", "Second issue", "Draft"],
        [],
        ["Ref", "Action", "Owner", "Due date", "Status"],
        ["1", "Fit the doors", "Estates", SPRING, "Open"],
    )
    assert plan.actions["reference"].tolist() == ["1"]


def test_an_action_numbered_over_the_next_is_counted_and_that_is_said() -> None:
    plan = read(
        HEADINGS,
        ["1", "Fire", "Make the site safe", "Chief", SUMMER, "In progress"],
        ["1.1", "Fire", "Fit the doors", "Estates", SPRING, "Complete"],
        ["10", "Flood", "Fit the pumps", "Estates", SPRING, "Complete"],
        ["11", "Flood", "Fill the bags", "Estates", SPRING, "Complete"],
    )
    assert len(plan.actions) == 4
    assert told(plan, Kind.COUNTED_BESIDE_ITS_PARTS) == {"warning": ("A2",)}


def test_a_line_of_dashes_under_the_headings_is_no_action() -> None:
    plan = read(HEADINGS, ["---", "---", "---", ":---", "---", "---"], *ROWS)
    assert plan.actions["reference"].tolist() == ["3", "4"]
    assert told(plan, Kind.HEADINGS_EXPLAINED) == {"note": ("A2 to F2",)}


OPEN_POINTS = [
    ["Open points"],
    ["No", "Point raised", "Target date", "Status"],
    ["1", "The alarm is not heard", SUMMER, "In progress"],
    ["2", "The stairs are dark", SPRING, "In progress"],
]
CLOSED_POINTS = [
    ["3", "The lamps are old", date(2019, 2, 1), "Photograph"],
    ["4", "The signs are hidden", date(2019, 2, 8), "Invoice"],
]


@pytest.mark.parametrize("gap", [[[]], [[], []], []])
@pytest.mark.parametrize("last", ["How it was closed", "Closing evidence", "Remarks"])
def test_a_table_of_what_is_closed_below_the_open_ones_is_read_by_its_own_headings(
    gap: list[list[Any]], last: str
) -> None:
    headings = ["No", "Point raised", "Date closed", last]
    plan = read(*OPEN_POINTS, *gap, ["Closed points"], headings, *CLOSED_POINTS)
    actions = plan.actions
    assert actions["reference"].tolist() == ["1", "2", "3", "4"]
    assert actions["status"].tolist() == ["in_progress", "in_progress", "complete", "complete"]
    assert [day.date() for day in actions["original_due"][:2]] == [SUMMER, SPRING]
    assert actions["original_due"][2:].isna().all()
    assert actions["completed_on"].dt.date.tolist()[2:] == [date(2019, 2, 1), date(2019, 2, 8)]
    assert told(plan, Kind.REPEATED_HEADER_ROW) == {}


def test_rows_without_a_closing_date_under_a_heading_of_closed_ones_are_complete() -> None:
    headings = ["No", "Point raised", "Date closed", "Remarks"]
    undated = ["5", "The door sticks", N, "Planed"]
    plan = read(*OPEN_POINTS, [], ["Closed points"], headings, *CLOSED_POINTS, undated)
    assert plan.actions["status"].tolist()[2:] == ["complete"] * 3
    assert told(plan, Kind.COMPLETE_BY_ITS_HEADING) == {"warning": ("A10",)}


@pytest.mark.parametrize(
    ("title", "complete"),
    [
        ("Closed points", True),
        ("Completed actions to date (2)", True),
        ("Recommendations implemented in March 2019", True),
        ("Points partially implemented", False),
        ("Nearly complete", False),
        ("Previously closed, now reopened", False),
        ("Closed circuit television points", False),
        ("Closed session points", False),
    ],
)
def test_only_a_title_that_says_nothing_else_makes_the_rows_below_it_complete(
    title: str, complete: bool
) -> None:
    rows = [["3", "The lamps are old", SPRING, "Photo"], ["4", "The signs are hid", SPRING, N]]
    plan = read(*OPEN_POINTS, [], [title], ["No", "Point raised", "Target date", "Remarks"], *rows)
    own = ["complete"] * 2 if complete else ["not_started"] * 2
    assert plan.actions["status"].tolist() == ["in_progress", "in_progress", *own]
    kinds = (Kind.COMPLETE_BY_ITS_HEADING, Kind.NO_STATUS)
    says = {"warning": ("A8", "A9")}
    assert [told(plan, kind) for kind in kinds] == ([says, {}] if complete else [{}, says])


def test_the_title_of_a_table_that_is_read_is_not_said_to_be_words_below_another() -> None:
    headings = ["No", "Point raised", "Date closed", "Remarks"]
    plan = read(*OPEN_POINTS, [], ["Closed points"], headings, *CLOSED_POINTS)
    assert told(plan, Kind.NOTE_BELOW_THE_TABLE) == {}


ACTIONS_OF_A_LOG = [
    ["Key actions"],
    ["Action no", "Description", "Owner", "Due date", "Status"],
    ["A1", "Fit the doors", "Estates", SPRING, "In progress"],
    ["A2", "Train the wardens", "Safety", SUMMER, "Not started"],
]
RISKS = [
    ["Key risks"],
    ["Risk no", "Description", "Mitigation", "Owner", "Review date", "Status"],
    ["R1", "The money runs out", "Ask for more", "Finance", SUMMER, "Open"],
]
DECISIONS = [
    ["Key decisions"],
    ["Decision no", "Description", "Decision date", "Decided by", "Impact"],
    ["D1", "Use the old hall", SPRING, "Board", "No cost"],
    ["D2", "Keep both doors", SUMMER, "Board", "On time"],
]


@pytest.mark.parametrize(
    "tables",
    [
        (ACTIONS_OF_A_LOG, DECISIONS),
        (RISKS, ACTIONS_OF_A_LOG, DECISIONS),
        (ACTIONS_OF_A_LOG, RISKS, DECISIONS),
    ],
)
def test_of_a_log_of_actions_risks_and_decisions_the_actions_count(tables: Any) -> None:
    plan = read(*[row for table in tables for row in (*table, [])])
    assert plan.actions["reference"].tolist() == ["A1", "A2"]
    assert plan.actions["status"].tolist() == ["in_progress", "not_started"]
    kinds = (Kind.SECOND_TABLE, Kind.ROWS_ABOVE_THE_HEADINGS)
    assert len([f for f in plan.findings if f.kind in kinds]) == len(tables) - 1


def test_the_risks_of_a_log_are_offered_and_count_if_they_are_said_to() -> None:
    log = workbook({"Plan": [*RISKS, [], *ACTIONS_OF_A_LOG, [], *DECISIONS]})
    [question] = [q for q in read_plan(log).questions if q.kind is QuestionKind.SECOND_TABLE]
    assert [choice.says for choice in question.choices] == [
        "No: leave it out",
        "Yes: its 1 row count too",
    ]
    used = read_plan(log, Choices().with_change(question.choices[1].change))
    assert used.actions["reference"].tolist() == ["R1", "A1", "A2"]
    assert read_plan(log, Choices(second_table="leave")).questions == ()


def test_a_register_of_risks_alone_is_read_as_it_was() -> None:
    assert read(*RISKS).actions["reference"].tolist() == ["R1"]


INDENTED = [
    ["ID", "Name", "Due date", "% complete", "Owner"],
    ["1", "Whole programme", SUMMER, 50, N],
    ["2", "  Fire", SPRING, 50, N],
    ["3", "    Fit the doors", SPRING, 100, "Estates"],
    ["4", "    Train the wardens", SPRING, 0, "Safety"],
    ["5", "  Fit the pumps", SUMMER, 0, "Estates"],
]


def test_rows_over_those_indented_below_them_that_nobody_answers_for_are_no_actions() -> None:
    plan = read(*INDENTED)
    assert plan.actions["reference"].tolist() == ["3", "4", "5"]
    assert told(plan, Kind.HEADING_ROW) == {"warning": ("A2 to A3",)}


def test_a_row_over_those_indented_below_it_that_somebody_answers_for_is_an_action() -> None:
    answered = [*INDENTED[:2], ["2", "  Fire", SPRING, 50, "Estates"], *INDENTED[3:]]
    assert read(*answered).actions["reference"].tolist() == ["1", "2", "3", "4", "5"]


@pytest.mark.parametrize(
    ("due", "status", "actions"),
    [
        (SPRING, "Not started", ["1", "2", "3"]),  # a status of its own
        (SUMMER, N, ["1", "2", "3"]),  # a date later than that of its one part
        (SPRING, N, ["2", "3"]),
        (N, N, ["2", "3"]),
    ],
)
def test_a_row_over_an_indented_one_with_a_status_or_a_date_of_its_own_is_an_action(
    due: date | None, status: str | None, actions: list[str]
) -> None:
    plan = read(
        ["ID", "Action", "Due date", "Status", "Owner"],
        ["1", "Fire", due, status, N],
        ["2", "  Fit the doors", SPRING, "Complete", "Estates"],
        ["3", "Fit the pumps", SUMMER, "Complete", "Estates"],
    )
    assert plan.actions["reference"].tolist() == actions


@pytest.mark.parametrize(
    "last",
    [["Overall", N, N, N, 60], ["OVERALL", N, N, "Nearly there", 60], ["Overall:", N, N, "Amber"]],
)
def test_a_last_row_of_how_far_it_is_overall_is_no_action(last: list[Any]) -> None:
    plan = read(
        ["Action", "Owner", "Due date", "Status", "% complete"],
        ["Fit the doors", "Estates", SPRING, "Complete", 100],
        ["Train the wardens", "Safety", SUMMER, "In progress", 20],
        last,
    )
    assert plan.actions["action"].tolist() == ["Fit the doors", "Train the wardens"]
    assert told(plan, Kind.TOTAL_ROW) == {"note": ("A4",)}


def test_an_action_that_begins_with_overall_is_one() -> None:
    headings = ["Action", "Owner", "Due date", "Status"]
    plan = read(headings, ["Overall review of the site", "Chief", SPRING, "Open"])
    assert len(plan.actions) == 1


def test_which_number_of_a_date_is_the_day_another_table_of_the_sheet_proves() -> None:
    headings = ["No", "Point raised", "Target date", "Status"]
    closed = ["No", "Point raised", "Date closed", "Remarks"]
    for due, day in (("30/06/2019", date(2019, 2, 1)), ("06/30/2019", date(2019, 1, 2))):
        plan = read(
            headings,
            ["1", "The alarm", due, "Open"],
            [],
            closed,
            ["2", "Lamps", "01/02/2019", "Photo"],
        )
        assert plan.actions["completed_on"].dt.date.tolist()[1] == day
        assert plan.questions == ()


def test_a_table_that_names_only_a_status_is_read_where_statuses_stand_below_it() -> None:
    rows = [
        ["Alarms work", "Done", "A"],
        ["Doors shut", "Not done", "B"],
        ["Signs up", "Partial", ""],
    ]
    plan = read(["Check", "Status", "Needs"], *rows)
    assert plan.actions["status"].tolist() == ["complete", "in_progress", "in_progress"]
    with pytest.raises(PlanError):
        read(["City", "Status", "Size"], ["Leeds", "large", "7"], ["York", "small", "3"])


def test_grades_in_sentences_under_a_heading_that_says_nothing_are_named() -> None:
    grades = [
        "Mostly implemented, and the work there goes well",
        "Not implemented, and no work on it was begun",
    ]
    rows = [[str(i), f"Action {i}", grades[i % 2], SPRING] for i in range(6)]
    plan = read(["Ref", "Action", "Mark given", "Due date"], *rows)
    assert [f.cells for f in plan.findings if f.kind is Kind.COLUMN_NOT_USED] == [("C",)]


def test_a_table_of_what_is_closed_may_have_its_columns_in_another_order() -> None:
    headings = ["Date closed", "No", "Remarks", "Point raised"]
    closed = [[day, number, remark, point] for number, point, day, remark in CLOSED_POINTS]
    plan = read(*OPEN_POINTS, [], ["Closed points"], headings, *closed)
    assert plan.actions["reference"].tolist() == ["1", "2", "3", "4"]
    assert plan.actions["status"].tolist()[2:] == ["complete", "complete"]


@pytest.mark.parametrize("number", ["Issue no", "Risk no", "Ref"])
def test_a_table_with_a_column_of_actions_is_of_the_plan_whatever_its_rows_are_numbered_as(
    number: str,
) -> None:
    headings = [number, "Finding", "Action", "Lead", "Deadline", "Position"]
    plan = read(*ACTIONS_OF_A_LOG, [], ["Change and risk"], headings, *ROWS)
    assert plan.actions["reference"].tolist() == ["A1", "A2", "3", "4"]


def test_risks_below_a_plan_that_does_not_number_its_rows_as_actions_are_offered() -> None:
    plan = read(*FIRST, ["Risks"], *RISKS[1:])
    assert plan.actions["reference"].tolist() == ["1", "2"]
    assert [q.kind for q in plan.questions] == [QuestionKind.SECOND_TABLE]


def test_a_space_before_an_actions_words_by_mistake_indents_nothing() -> None:
    headings = ["ID", "Action", "Due date", "Owner"]
    plan = read(
        headings, ["1", "Fit the doors", SPRING, N], ["2", " Train staff", SPRING, "Safety"]
    )
    assert len(plan.actions) == 2


def test_closed_recommendations_below_the_open_ones_are_read() -> None:
    plan = read(
        ["Rec", "Recommendation", "Owner", "Due date", "Status"],
        ["1", "Fit the doors", "Estates", SPRING, "Open"],
        [],
        ["Rec", "Recommendation", "Owner", "Date closed", "Comment"],
        ["2", "Train the wardens", "Safety", SPRING, "By video"],
    )
    assert plan.actions["recommendation"].tolist() == ["1", "2"]
    assert plan.actions["status"].tolist() == ["in_progress", "complete"]


def test_risks_with_their_actions_but_no_due_date_or_status_do_not_count_below_a_plan() -> None:
    risks = ["Risk ID", "Risk", "Action", "Owner", "Review date", "Rating"]
    plan = read(
        *FIRST, ["Risks"], risks, ["R1", "Money", "Ask for more", "Finance", SUMMER, "High"]
    )
    assert plan.actions["reference"].tolist() == ["1", "2"]
    assert list(told(plan, Kind.SECOND_TABLE)) == ["warning"]


@pytest.mark.parametrize("between", [[["Future tasks"]], [[]], [["Future tasks"], []], []])
def test_the_first_tables_headings_again_below_another_table_head_a_table_again(
    between: list[list[str]],
) -> None:
    plan = read(
        ["Task ID", "Task name", "Phase", "Target date", "Status"],
        ["P-1", "Set up", "Build", SPRING, "Done"],
        ["P-2", "Model", "Build", SUMMER, "Done"],
        ["Gates"],
        ["Milestone ID", "Milestone name", "Target date", "Dependencies", N],
        ["M-1", "Baseline", SPRING, "P-2", N],
        *between,
        ["Task ID", "Task name", "Phase", "Target date", "Status"],
        ["F-1", "Gather", "Plan", SUMMER, "Not started"],
        [],
        ["Task ID", "Task name", "Phase", "Target date", "Status"],
        ["F-2", "Design", "Plan", SPRING, "Open"],
    )
    assert plan.actions["reference"].tolist() == ["P-1", "P-2", "M-1", "F-1", "F-2"]
    days = plan.actions["original_due"].dt.date.tolist()
    assert days == [SPRING, SUMMER, SPRING, SUMMER, SPRING]
    assert plan.actions["status"].tolist()[-2:] == ["not_started", "in_progress"]
    assert not [each for each in plan.findings if each.severity == "error"]


def staged(*phases: list[Any]) -> Plan:
    heads = ["Task name", "Baseline finish", "Finish", "% complete", "Assigned to", "Status"]
    one, two = phases
    done = ["Appoint the lead", SPRING, SPRING, 1.0, "Chief", "Complete"]
    tasks = [[name, SPRING, SUMMER, 0.6, "Team", "In progress"] for name in ("Terms", "Buy")]
    return read(heads, one, done, tasks[0], two, tasks[1])


def test_a_phase_that_nobody_answers_for_and_that_has_no_status_heads_its_tasks() -> None:
    one = ["Phase 1 - Governance", SPRING, SUMMER, 0.66, N, N]
    plan = staged(one, ["Phase 2 - Delivery", SUMMER, SUMMER, 0.1, N, N])
    assert plan.actions["action"].tolist() == ["Appoint the lead", "Terms", "Buy"]
    assert told(plan, Kind.HEADING_ROW) == {"warning": ("A2", "A5")}
    for own in ([*one[:4], "Chief", N], [*one[:5], "Open"], ["Governance", *one[1:]]):
        kept = staged(own, ["Phase 2 - Delivery", SUMMER, SUMMER, 0.1, N, N])
        assert own[0] in kept.actions["action"].tolist()


def test_recommendations_under_one_merged_number_and_status_stay_apart() -> None:
    rows = [["Status", "Number", "Recommendations"], ["Implemented", 3, "Ethics questions"]]
    rows += [[N, N, "Overhead method"], [N, N, "Regular reports"], ["In progress", 2, "Permits"]]
    plan = read_plan(workbook({"Plan": [*rows, [N, N, "Goals"]]}, merged=["A2:A4", "B2:B4"]))
    assert plan.actions["recommendation"].tolist()[:3] == [
        "Ethics questions", "Overhead method", "Regular reports"
    ]  # fmt: skip
    assert plan.actions["status"].tolist()[:4] == [*["complete"] * 3, "in_progress"]


def test_a_table_of_other_things_under_a_title_straight_below_is_left_out_and_said() -> None:
    plan = read(
        ["Workstream", "Owner", "Due", "Status", "Notes"],
        ["Sync", "Admin", SPRING, "Blocked", "x"],
        ["Guard", "Platform", SPRING, "Not started", "y"],
        ["Map", "Quality", SUMMER, "Complete", "z"],
        ["Pilot metrics"],
        ["Metric", "Threshold", "Current", "Status", N],
        ["Conflict rate", "< 10%", "Pending the pilot", "Pending", N],
        ["Median", "< 8 min", "Baseline", "Pending", N],
    )
    assert len(plan.actions) == 3
    assert told(plan, Kind.ANOTHER_TABLE_BELOW)["warning"] == ("A6 to A8",)
    assert plan.questions == ()


def test_a_phase_with_its_own_reference_and_date_is_an_action_that_nobody_owns() -> None:
    head = ["Ref", "Action", "Owner", "Due date", "Status"]
    rows = [[f"{i}", f"Do what is {i}", "ICT", SPRING, "Open"] for i in range(1, 6)]
    phase = ["6", "Phase 2 – Roll out to all officers", "", SUMMER, ""]
    assert len(read(head, *rows, phase, ["7", "Report", "ICT", SUMMER, "Open"]).actions) == 7
    bare = ["", "Phase 2 – Roll out to all officers", "", "", ""]
    assert len(read(head, *rows, bare, ["7", "Report", "ICT", SUMMER, "Open"]).actions) == 6


def test_of_two_tables_the_one_that_names_actions_goes_first() -> None:
    left = [
        ["Rec", "Owner", "Status", "Due date"],
        ["1", "DCC", "Open", SPRING],
        ["2", "DCC", "Open", SPRING],
    ]
    actions = ([f"{i}", f"Do what is {i}", "ICT", SPRING, "Open"] for i in range(1, 4))
    right = [["Ref", "Action", "Owner", "Due date", "Status"], *actions]
    rows = [[*(left[i] if i < len(left) else [""] * 4), "", *line] for i, line in enumerate(right)]
    assert read(*rows).actions["action"].tolist() == [
        "Do what is 1",
        "Do what is 2",
        "Do what is 3",
    ]


def test_headings_that_stand_again_in_another_order_head_the_rows_below_them() -> None:
    first = ["Ref", "Action", "Original date", "Revised date", "Status"]
    plan = read(
        first,
        ["1", "Fit the doors", SPRING, SUMMER, "Open"],
        ["Ref", "Action", "Revised date", "Original date", "Status"],
        ["2", "Fit the pumps", SUMMER, SPRING, "Open"],
    )
    assert plan.actions["original_due"].dt.date.tolist() == [SPRING, SPRING]
    assert plan.actions["revised_due"].dt.date.tolist() == [SUMMER, SUMMER]


def test_an_account_across_the_row_below_an_action_is_no_recommendation_of_the_next() -> None:
    account = ["Update: discussed in April; two of three areas are done.", N, N, N, N]
    headings = ["Ref", "Action", "Owner", "Due date", "Status"]
    plan = read(
        headings,
        ["1", "Fit the doors", "Estates", SPRING, "Open"],
        account,
        ["2", "Fit the pumps", "Estates", SPRING, "Open"],
        account,
    )
    assert plan.actions["recommendation"].isna().all()
    assert told(plan, Kind.ROW_GOES_ON) == {"note": ("A3", "A5")}


def test_under_a_heading_of_timescales_the_one_below_decides_which_it_is() -> None:
    plan = read(
        ["Ref", "Action", "Timescale", N, N, "Status"],
        [N, N, "Target", "Revised", "Achieved", N],
        ["1", "Fit the doors", SPRING, N, SUMMER, "Complete"],
        ["2", "Fit the pumps", SPRING, SUMMER, N, "Open"],
    )
    assert plan.actions["completed_on"].dt.date.tolist()[0] == SUMMER
    assert plan.questions == ()
