"""What rows across the table say of the rows below them: timescale, group, nothing to do."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from tests.plans import workbook
from tracker import Choices, Plan, read_plan
from tracker.book import column_of
from tracker.reading.banners import are_totals

HEADINGS = ["Ref", "Action", "Owner", "Due date"]
NOV, JAN, MARCH = date(2015, 11, 30), date(2016, 1, 31), date(2016, 3, 31)


def read(*rows: Sequence[Any], choices: Choices | None = None) -> Plan:
    return read_plan(workbook({"Plan": rows}), choices)


def test_the_timescale_in_a_heading_is_that_of_actions_of_which_no_column_has_dates() -> None:
    rows = [
        ["Ref", "Action", "Owner", "Status"],
        ["Recommendation 1 – by 30 November 2015"],
        ["1.1", "Publish the policy", "Records", "Complete"],
        ["1.2", "Brief supervisors", "Training", "In progress"],
        ["Recommendation 2 – by 31 March 2016"],
        ["2.1", "Audit records", "Audit", "In progress"],
    ]
    plan = read(*rows)
    days = [day.date() for day in plan.actions["original_due"]]
    assert days == [NOV, NOV, MARCH]
    told = {str(each.kind): (each.severity, each.cells) for each in plan.findings}
    assert told["no_original_timescale"] == ("warning", ("B3", "B4", "B6"))
    assert "column_not_found" not in told
    none = read(*rows, choices=Choices(columns={"original_due": ""}))
    assert none.actions["original_due"].isna().all()


def test_a_heading_with_a_date_moves_no_action_of_a_table_with_dates() -> None:
    plan = read(
        HEADINGS,
        ["Recommendation 1 – by 30 November 2015"],
        ["1.1", "Publish the policy", "Records", MARCH],
        ["1.2", "Brief supervisors", "Training", None],
    )
    assert [day.date() for day in plan.actions["original_due"].dropna()] == [MARCH]


DIVIDED: list[list[Any]] = [
    HEADINGS,
    ["Outstanding"],
    ["1", "Brief supervisors", "Training", MARCH],
    ["Completed since the last meeting"],
    ["2", "Agree the schedule", "ICT", NOV],
    ["No longer required"],
    ["3", "Replace the index", "Records", JAN],
]


def test_what_stands_below_no_longer_required_is_withdrawn_and_asked_about() -> None:
    plan = read(*DIVIDED)
    assert plan.actions["status"].tolist() == ["not_started", "complete", "withdrawn"]
    assert plan.actions["recommendation"].isna().all()
    [question] = plan.questions
    assert question.cells == ("B7",)
    assert [choice.says for choice in question.choices] == ["Withdrawn", "Complete", "In progress"]
    for choice, group in zip(
        question.choices, ("withdrawn", "complete", "in_progress"), strict=True
    ):
        answered = read(*DIVIDED, choices=Choices().with_change(choice.change))
        assert (answered.actions["status"].tolist()[2], answered.questions) == (group, ())


def test_a_status_of_its_own_decides_below_a_heading_of_what_is_not_required() -> None:
    first, last = ([*DIVIDED[place], "Open"] for place in (2, 6))
    plan = read([*HEADINGS, "Status"], first, ["No longer required"], last)
    assert plan.actions["status"].tolist() == ["in_progress", "in_progress"]
    assert plan.questions == ()


def grouped(*above: list[Any]) -> Plan:
    """A table in two groups, each with the headings again, below what stands above the first."""
    return read(
        *above,
        HEADINGS,
        ["1", "Brief supervisors", "Training", NOV],
        ["2", "Audit records", "Audit", MARCH],
        [],
        ["Children"],
        HEADINGS,
        ["3", "Agree the schedule", "ICT", JAN],
    )


def test_the_first_group_is_named_between_the_title_and_the_headings() -> None:
    plan = grouped(["Action tracker by directorate"], ["Adults"])
    assert plan.actions["recommendation"].tolist() == ["Adults", "Adults", "Children"]


def test_a_title_or_the_day_of_the_position_names_no_group() -> None:
    title = ["Action tracker by directorate"]
    for above in ([title], [title, ["Position as at 30 April 2016"]], [title, ["Owner: ACC"]]):
        plan = grouped(*above)
        assert plan.actions["recommendation"].tolist() == [None, None, "Children"]


def test_what_a_banner_below_a_recommendation_says_is_of_that_alone() -> None:
    headings = ["Ref", "Action", "Owner", "Due date", "Status"]
    due = date(2016, 3, 31)
    rows = [
        ["Recommendation 1"], ["No longer required"], ["1", "Do it", "IT", due, None],
        ["Recommendation 2"], ["2", "Do that", "IT", due, None],
    ]  # fmt: skip
    first = [["No longer required"], ["Recommendation 1"], rows[2], *rows[3:]]
    for given, over in ((rows, [True, False]), (first, [True, True])):
        plan = read_plan(workbook({"Plan": [headings, *given]}))
        [question] = [each for each in plan.questions if each.kind == "status_word"]
        answer = next(c.change for c in question.choices if "withdrawn" in str(c.change))
        again = read_plan(workbook({"Plan": [headings, *given]}), Choices().with_change(answer))
        assert again.actions["status"].eq("withdrawn").tolist() == over


def test_the_words_of_a_total_are_known_whatever_its_first_letters() -> None:
    totals = [
        "Total",
        "grand total",
        "Sub-total",
        "Count",
        "Average",
        "SUM",
        "Overall:",
        "Cyfanswm",
    ]
    others = ["Review", "Summarise the findings", "Train", "", "Owner of the total"]
    assert are_totals(column_of([*totals, *others])).tolist() == [True] * 8 + [False] * 5
    assert are_totals(column_of(["Lead  officer", "Lead"]), "Lead Officer").tolist() == [
        True,
        False,
    ]
