"""A status column: its groups, what is said of its words, and what is asked."""

from datetime import date
from typing import Any

import openpyxl
import pytest

from tests.plans import plan, saved, workbook
from tracker import Choices, Plan, measure, read_plan

DUE = date(2015, 11, 30)
HEADINGS = ["Ref", "Action", "Timescale", "Status", "Date completed"]


def statuses(*cells: Any, choices: Choices | None = None, heading: str = "Status") -> Plan:
    rows = [[str(i), f"Action {i}", DUE, cell] for i, cell in enumerate(cells)]
    headings = ["Ref", "Action", "Timescale", heading]
    return read_plan(plan(*rows, headings=headings), choices or Choices())


def said(read: Plan) -> dict[str, tuple[str, ...]]:
    return {f.kind: f.cells for f in read.findings if f.field in ("status", "completed_on")}


def asked(read: Plan) -> dict[str, tuple[str, ...]]:
    return {
        q.asks: tuple(choice.says for choice in q.choices)
        for q in read.questions
        if q.kind == "status_word"
    }


def test_one_question_a_word_with_its_count_and_cells_what_stands_first() -> None:
    read = statuses("Bedded in", "Complete", "BEDDED IN", "In progress")
    (question,) = read.questions
    assert question.asks == "What does the status “Bedded in” mean? 2 actions have it."
    assert question.cells == ("D2", "D4")
    assert [(c.says, c.stands) for c in question.choices] == [
        ("Open", True),
        ("Complete", False),
        ("Withdrawn", False),
    ]
    assert question.choices[1].change == {"statuses": {"Bedded in": "complete"}}


def test_a_word_on_several_sheets_is_one_question_that_counts_all_its_actions() -> None:
    headings = ["Ref", "Action", "Timescale", "Status"]
    wards = {
        "Ward A": [["A1", "Fit doors", DUE, "Bedded in"], ["A2", "Fit ramps", DUE, "Open"]],
        "Ward B": [["B1", "Fit rails", DUE, "Bedded in"], ["B2", "Fit lifts", DUE, "Bedded in"]],
    }
    read = read_plan(workbook({name: [headings, *rows] for name, rows in wards.items()}))
    [question] = read.questions
    assert question.asks == (
        "What does the status “Bedded in” mean? 3 actions on 2 sheets have it."
    )
    assert (question.sheet, question.cells) == ("Ward A", ("D2",))


def test_an_answered_word_is_not_asked_again_and_means_what_was_said() -> None:
    for group in ("in_progress", "complete", "withdrawn"):
        read = statuses("Bedded in", "BEDDED-IN", choices=Choices(statuses={"Bedded in": group}))
        assert read.actions["status"].tolist() == [group, group]
        assert read.questions == ()


def test_a_colour_that_may_be_complete_is_asked_about_and_one_of_trouble_is_not() -> None:
    assert list(asked(statuses("Green", "Red", "Amber", "Blue"))) == [
        "What does the status “Green” mean? 1 action has it.",
        "What does the status “Blue” mean? 1 action has it.",
    ]
    left = statuses("Green", choices=Choices(statuses={"Green": "unknown"}))
    assert left.questions == ()
    assert left.actions["status"].tolist() == ["in_progress"]


def test_a_completion_that_waits_to_be_accepted_is_open_said_and_asked() -> None:
    read = statuses("Complete – awaiting HMICFRS sign-off", "In review")
    assert read.actions["status"].tolist() == ["awaiting_sign_off"] * 2
    assert said(read) == {"complete_but_not_accepted": ("D2",)}
    assert list(asked(read).values()) == [("Awaiting sign-off", "Complete")]


def test_open_words_that_go_on_are_one_finding_and_no_question() -> None:
    read = statuses("In progress – policy drafted", "Ongoing: with legal", "Not started yet by us")
    assert [f.cells for f in read.findings if f.kind == "status_in_more_words"] == [
        ("D2", "D3"),
        ("D4",),
    ]
    assert read.questions == ()


def test_n_a_is_open_until_somebody_says_that_it_is_withdrawn() -> None:
    read = statuses("N/A", "Complete")
    assert read.actions["status"].tolist() == ["unknown", "complete"]
    assert list(asked(read).values()) == [("Open", "Complete", "Withdrawn")]


def completions(*rows: tuple[str, date | None]) -> Plan:
    cells = [[str(i), f"Action {i}", DUE, *row] for i, row in enumerate(rows)]
    return read_plan(plan(*cells, headings=HEADINGS))


def test_a_date_told_with_a_completion_is_its_date_where_it_has_no_other() -> None:
    told = date(2016, 3, 12)
    read = completions(
        ("Completed 12/03/2016", None),
        ("Completed 12/03/2016", date(2016, 3, 10)),
        ("Completed 12/03/2016", told),
        ("In progress 12/03/2016", None),
    )
    days = [None if day != day else day.date() for day in read.actions["completed_on"]]
    assert days == [told, date(2016, 3, 10), told, None]
    assert said(read)["completion_date_told_twice"] == ("D3",)


def test_a_completion_told_with_a_later_date_is_open_and_its_status_cell_is_named() -> None:
    read = completions(("Complete 30/06/2016", None), ("Complete", date(2016, 7, 1)))
    as_at = date(2016, 4, 30)
    assert measure(read.actions, as_at)["is_complete"].tolist() == [False, False]
    late = [f for f in read.findings_as_at(as_at) if f.kind == "completed_after_as_at"]
    assert [cell for found in late for cell in found.cells] == ["D2", "E3"]


def test_a_mark_answers_a_heading_that_asks_and_is_said() -> None:
    heading = "Complete?"
    alone = statuses("x", None, "X", None, heading=heading)
    assert alone.actions["status"].tolist() == ["complete", "not_started"] * 2
    assert said(alone) == {"status_told_by_a_mark": ("D2", "D4")}
    crosses = statuses("✓", "x", "✓", heading=heading)
    assert crosses.actions["status"].tolist() == ["complete", "in_progress", "complete"]


def test_no_to_what_is_outstanding_is_asked_about() -> None:
    choices = Choices(columns={"status": "Outstanding?"})
    read = statuses("Yes", "No", "In progress", heading="Outstanding?", choices=choices)
    assert read.actions["status"].tolist() == ["unknown", "unknown", "in_progress"]


def test_a_share_shown_as_a_percentage_is_read_as_it_is_shown() -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Ref", "Action", "Timescale", "Status"])
    for number, share in enumerate((1, 0.6, 0), start=2):
        sheet.append([str(number), f"Action {number}", DUE, share])
        sheet.cell(number, 4).number_format = "0%"
    read = read_plan(saved(book))
    assert read.actions["status"].tolist() == ["complete", "in_progress", "not_started"]


def test_a_completion_in_place_of_a_timescale_is_the_status_where_no_column_is_one() -> None:
    headings = ["Ref", "Action", "Lead", "Timescale"]
    rows = [
        ["1", "Keep a log", "Clerk", "Completed"],
        ["2", "Train the clerks", "Clerk", "Completed June 2019"],
        ["3", "Publish the log", "Clerk", "31/12/2019"],
        ["4", "Audit the log", "Clerk", "31/01/2020"],
        ["5", "Weed the log", "Clerk", "29/02/2020"],
    ]
    read = read_plan(plan(*rows, headings=headings))
    assert read.actions["status"].isin(["complete"]).tolist() == [True, True, False, False, False]
    assert read.actions["completed_on"].dt.date.tolist()[1] == date(2019, 6, 30)
    told = [(f.severity, f.cells) for f in read.findings if f.kind == "status_in_date_column"]
    assert told == [("warning", ("D2",)), ("warning", ("D3",))]


def test_a_completion_in_place_of_a_timescale_is_not_the_status_beside_a_column_of_it() -> None:
    headings = ["Ref", "Action", "Timescale", "Status"]
    rows = [["1", "Keep a log", "Completed", ""], ["2", "Publish it", "31/12/2019", "Open"]]
    read = read_plan(plan(*rows, headings=headings))
    assert read.actions["status"].tolist() == ["unknown", "in_progress"]
    assert [f.severity for f in read.findings if f.kind == "status_in_date_column"] == ["error"]


def test_words_that_may_mean_two_things_beside_a_completion_are_a_warning_to_check_them() -> None:
    read = statuses(
        "Complete", "Done – reviewed by the PCC", "Green: closed, evidence filed", "Closed at Board"
    )
    assert read.actions["status"].tolist() == ["complete"] * 4
    more = {f.severity: f.cells for f in read.findings if f.kind == "status_in_more_words"}
    assert more == {"warning": ("D3", "D4"), "note": ("D5",)}


def test_an_accepted_risk_stays_open_and_what_was_raised_in_error_is_withdrawn() -> None:
    read = statuses("Risk accepted", "Closed – accepted risk", "Cancelled, entered in error")
    assert read.actions["status"].tolist() == ["unknown", "unknown", "withdrawn"]
    assert [choices[-1] for choices in asked(read).values()] == ["Withdrawn", "Withdrawn"]


def test_withdrawn_is_offered_for_what_was_only_closed_and_for_a_colour_of_neither_kind() -> None:
    offered = asked(statuses("Closed partial", "Grey", "Blue", "Completed (part B outstanding)"))
    assert ["Withdrawn" in choices for choices in offered.values()] == [True, True, False, False]


def ended(*pairs: tuple[str, str], heading: str = "Decision") -> Plan:
    """A plan of actions with a status, and how each ended in a column of its own."""
    rows = [[str(n), f"Task {n}", status, end] for n, (status, end) in enumerate(pairs, 1)]
    return read_plan(plan(*rows, headings=["Ref", "Action", "Status", heading]))


def test_how_a_matter_ended_may_speak_against_a_completion_and_is_asked_about() -> None:
    read = ended(
        ("Completed", "Withdrawn by the Board"),
        ("Completed", "Not pursued"),
        ("Resolved", "Duplicate"),
        ("Closed", "Tolerated"),
        ("Completed", "Delivered"),
        ("Open", "Not pursued"),
    )
    # Until somebody answers the reading stands that claims less: withdrawn, not complete.
    assert read.actions["status"].tolist() == [
        "withdrawn", "withdrawn", "withdrawn", "unknown", "complete", "in_progress"
    ]  # fmt: skip
    what = "What does the status “{}” mean? 1 action has it."
    over = (
        "What do “Completed – Withdrawn by the Board”, “Completed – Not pursued” and “Resolved – "
        "Duplicate” mean as a status? 3 actions have one of them."
    )
    assert asked(read) == {
        over: ("Withdrawn", "Complete", "In progress"),
        what.format("Closed – Tolerated"): ("Open", "Complete", "Withdrawn"),
        what.format("Open – Not pursued"): ("In progress", "Complete", "Withdrawn"),
    }


def test_one_status_beside_several_reasons_is_one_doubt_and_one_answer_settles_it() -> None:
    rows = [("Closed", why) for why in ("Superseded", "Duplicate", "Won't do", "Superseded")]
    headings = ["Ref", "Action", "Status", "Reason for closure"]
    file = plan(*([str(n), f"Task {n}", *row] for n, row in enumerate(rows, 1)), headings=headings)
    read = read_plan(file)
    assert read.actions["status"].tolist() == ["withdrawn"] * 4
    [question] = read.questions
    assert question.asks == (
        "What do “Closed – Superseded”, “Closed – Duplicate” and “Closed – Won't do” mean as a "
        "status? 4 actions have one of them."
    )
    assert question.cells == ("C2", "C5", "C3", "C4")
    for choice, group in zip(
        question.choices, ("withdrawn", "complete", "in_progress"), strict=True
    ):
        answered = read_plan(file, Choices().with_change(choice.change))
        assert (answered.actions["status"].tolist(), answered.questions) == ([group] * 4, ())


def test_of_many_reasons_a_question_names_the_first_few() -> None:
    reasons = ["Superseded", "Duplicate", "Won't do", "Cancelled", "Withdrawn", "Not adopted"]
    [asks] = asked(ended(*(("Closed", why) for why in reasons)))
    assert "“Closed – Won't do” and 3 more mean" in asks
    assert "Cancelled" not in asks


@pytest.mark.parametrize(
    ("heading", "counts"),
    [
        ("Closing reason", "withdrawn"),
        ("Management response", "withdrawn"),
        ("Accepted or rejected", "withdrawn"),
        ("Sub-status", "withdrawn"),
        ("Outcome (implemented / superseded)", "withdrawn"),
        ("Reason for late delivery", "complete"),
        ("Previous outcome", "complete"),
        ("Extension decision", "complete"),
    ],
)
def test_only_a_column_of_how_the_matter_itself_ended_speaks_against_it(
    heading: str, counts: str
) -> None:
    read = ended(("Closed", "Rejected"), ("Open", ""), ("Closed", ""), heading=heading)
    assert read.actions["status"].tolist() == [counts, "in_progress", "complete"]


@pytest.mark.parametrize("status", ["Done", "Complete", "Implemented", "Completed 12/11/2015"])
def test_a_completion_that_another_column_denies_is_withdrawn_and_asked_about(status: str) -> None:
    read = ended((status, "Won't Do"), ("Open", ""))
    assert read.actions["status"].tolist() == ["withdrawn", "in_progress"]
    assert [*asked(read).values()] == [("Withdrawn", "Complete", "In progress")]
    assert [each.severity for each in read.findings if each.kind == "status_in_more_words"] == [
        "warning"
    ]


def test_an_answer_on_how_a_matter_ended_is_kept_by_its_words() -> None:
    file = plan(["1", "a", "Done", "Abandoned"], headings=["Ref", "Action", "Status", "Outcome"])
    chosen = Choices(statuses={"done - abandoned": "withdrawn"})
    read = read_plan(file, chosen)
    assert (read.actions["status"].tolist(), asked(read)) == (["withdrawn"], {})


def test_a_status_that_has_been_given_a_meaning_is_not_overruled_by_a_response() -> None:
    file = plan(["1", "a", "N/A", "Rejected"], headings=["Ref", "Action", "Status", "Outcome"])
    for group in ("complete", "in_progress", "withdrawn"):
        assert read_plan(file, Choices(statuses={"N/A": group})).actions["status"].tolist() == [
            group
        ]


RESPONSES = [
    "No",
    "Recommendation",
    "Agreed / part agreed / not agreed",
    "Action",
    "Lead",
    "By when",
]


def responded(*rows: list[Any], choices: Choices | None = None, headings: Any = RESPONSES) -> Plan:
    return read_plan(plan(*rows, headings=headings), choices or Choices())


AGREED = ["1", "Fit doors", "Agreed", "Doors to be ordered", "Estates", DUE]
NOT_AGREED = ["2", "Sell the site", "Not agreed", "The site is needed", "Chief", DUE]
IN_PART = ["3", "Train staff", "Part agreed", "Wardens only", "Safety", DUE]


@pytest.mark.parametrize(
    ("heading", "words"),
    [
        ("Agreed / part agreed / not agreed", "Not agreed"),
        ("The recommendation's position", "Rejected"),
        ("Response", "Not accepted"),
        ("Agree or disagree", "Disagree"),
    ],
)
def test_what_was_not_agreed_is_withdrawn_where_no_status_stands_and_asked_about(
    heading: str, words: str
) -> None:
    headings = [*RESPONSES[:2], heading, *RESPONSES[3:]]
    refused = [*NOT_AGREED[:2], words, *NOT_AGREED[3:]]
    read = responded(AGREED, refused, IN_PART, headings=headings)
    assert read.actions["status"].tolist() == ["not_started", "withdrawn", "not_started"]
    assert asked(read) == {
        f"What does the status “{words}” mean? 1 action has it.": (
            "Withdrawn",
            "Complete",
            "In progress",
        )
    }
    [question] = read.questions
    assert question.cells == ("C3",)
    kept = responded(
        AGREED, refused, choices=Choices(statuses={words: "in_progress"}), headings=headings
    )
    assert kept.actions["status"].tolist() == ["not_started", "in_progress"]
    for choice in question.choices:
        answered = responded(
            AGREED, refused, choices=Choices().with_change(choice.change), headings=headings
        )
        assert answered.questions == (), choice


def test_a_response_beside_a_status_that_is_open_is_asked_about_and_stays_open() -> None:
    headings = [*RESPONSES, "Status"]
    rows = [[*AGREED, "In progress"], [*NOT_AGREED, "Not started"], [*IN_PART, "Complete"]]
    read = responded(*rows, headings=headings)
    assert read.actions["status"].tolist() == ["in_progress", "not_started", "complete"]
    assert list(asked(read)) == [
        "What does the status “Not started – Not agreed” mean? 1 action has it."
    ]


def test_responses_that_all_agree_and_words_about_them_say_nothing_of_a_status() -> None:
    told = "The old system was withdrawn and the new one is not accepted by all"
    headings = [*RESPONSES[:2], "Response", *RESPONSES[3:]]
    for words in ("Agreed", told):
        read = responded(AGREED, [*NOT_AGREED[:2], words, *NOT_AGREED[3:]], headings=headings)
        assert read.actions["status"].tolist() == ["not_started", "not_started"]
        assert read.questions == ()


@pytest.mark.parametrize("heading", ["Active", "Is active?", "Active (Y/N)"])
def test_a_task_that_is_not_active_is_withdrawn_where_nothing_else_is_said_and_asked_about(
    heading: str,
) -> None:
    rows = [["1", "Order doors", "Yes", DUE], ["2", "Order ramps", "No", DUE]]
    read = read_plan(plan(*rows, headings=["No", "Task", heading, "Due date"]))
    assert read.actions["status"].tolist() == ["not_started", "withdrawn"]
    assert list(asked(read)) == ["What does the status “Not active” mean? 1 action has it."]


def test_a_task_that_is_not_active_stays_open_where_its_status_says_so_and_is_asked_about() -> None:
    rows = [["1", "Order doors", "Yes", DUE, "Open"], ["2", "Order ramps", "No", DUE, "Open"]]
    read = read_plan(plan(*rows, headings=["No", "Task", "Active", "Due date", "Status"]))
    assert read.actions["status"].tolist() == ["in_progress", "in_progress"]
    assert list(asked(read)) == ["What does the status “Open – Not active” mean? 1 action has it."]


def test_a_tick_alone_is_complete_where_a_date_says_so_and_asked_about_where_none_does() -> None:
    rows = [["1", "a", "[x]", DUE], ["2", "b", "✅", DUE], ["3", "c", "[ ]", None]]
    headings = ["Ref", "Action", "Status", "Date completed"]
    read = read_plan(plan(*rows, headings=headings))
    assert read.actions["status"].tolist() == ["complete", "complete", "not_started"]
    undated = read_plan(plan(["4", "d", "✔", None], *rows, headings=headings))
    assert undated.actions["status"].tolist()[0] == "in_progress"
    [question] = [q for q in undated.questions if "“✔”" in q.asks]
    assert [choice.says for choice in question.choices][1:] == ["Complete"]


@pytest.mark.parametrize("answer", ["Partly", "In part", "Partially", "Not yet"])
def test_part_of_it_is_an_answer_to_whether_it_is_done(answer: str) -> None:
    read = statuses("Yes", answer, heading="Implemented?")
    assert read.actions["status"].tolist() == ["complete", "in_progress"]
    assert asked(read) == {}


def test_what_ended_but_failed_is_asked_about_and_open_where_no_status_stands() -> None:
    headings = ["Ref", "Action", "Planned date", "Actual date", "Outcome"]
    rows = [["1", "Test the pump", DUE, DUE, "Passed"], ["2", "Test the gate", DUE, DUE, "Failed"]]
    read = read_plan(plan(*rows, headings=headings))
    assert read.actions["status"].tolist() == ["complete", "unknown"]
    [question] = [q for q in read.questions if q.kind == "status_word"]
    assert (question.cells, question.choices[0].says) == (("E3",), "Open")
    done = read_plan(plan(*rows, headings=headings), Choices(statuses={"Failed": "complete"}))
    assert done.actions["status"].tolist() == ["complete", "complete"]


def test_a_word_that_is_a_status_here_and_an_outcome_there_is_said_of_both_and_asked_once() -> None:
    rows = [["1", "a", DUE, "Open", None, None], ["2", "b", DUE, None, None, "Failed"]]
    rows.append(["3", "c", DUE, "Failed", None, None])
    read = read_plan(plan(*rows, headings=[*HEADINGS, "Outcome"]))
    assert read.actions["status"].tolist() == ["in_progress", "unknown", "unknown"]
    errors = [each for each in read.findings if each.severity == "error"]
    assert {cell for each in errors for cell in each.cells} == {"F3", "D4"}
    [question] = [each for each in read.questions if each.kind == "status_word"]
    assert question.cells == ("F3", "D4")
    assert question.asks == "What does the status “Failed” mean? 2 actions have it."


@pytest.mark.parametrize(
    ("heading", "words"),
    [
        ("Extension", "Not agreed"),
        ("Further training", "Not required"),
        ("Extra money", "Declined"),
    ],
)
def test_what_something_else_was_answered_does_not_withdraw_the_action(
    heading: str, words: str
) -> None:
    headings = [*RESPONSES[:2], heading, *RESPONSES[3:]]
    read = responded(AGREED, [*NOT_AGREED[:2], words, *NOT_AGREED[3:]], headings=headings)
    assert read.actions["status"].tolist() == ["not_started", "not_started"]


@pytest.mark.parametrize("heading", ["Agreed?", "Accepted (Y/N)", "Recommendation agreed"])
def test_no_to_whether_it_was_agreed_is_asked_about_and_open(heading: str) -> None:
    headings = [*RESPONSES[:2], heading, *RESPONSES[3:]]
    rows = [[*AGREED[:2], "Y", *AGREED[3:]], [*NOT_AGREED[:2], "N", *NOT_AGREED[3:]]]
    read = responded(*rows, headings=headings)
    assert read.actions["status"].tolist() == ["not_started", "unknown"]
    [question] = read.questions
    assert (question.cells, question.choices[0].says) == (("C3",), "Open")


@pytest.mark.parametrize("heading", ["Extension agreed", "Funding agreed?"])
def test_no_to_whether_something_else_was_agreed_withdraws_nothing(heading: str) -> None:
    headings = [*RESPONSES[:2], heading, *RESPONSES[3:]]
    rows = [[*AGREED[:2], "Yes", *AGREED[3:]], [*NOT_AGREED[:2], "No", *NOT_AGREED[3:]]]
    read = responded(*rows, headings=headings)
    assert read.actions["status"].tolist() == ["not_started", "not_started"]


def test_what_is_complete_is_not_active_and_that_speaks_against_nothing() -> None:
    rows = [["1", "Order doors", "Yes", "Open"], ["2", "Order ramps", "No", "Complete"]]
    read = read_plan(plan(*rows, headings=["No", "Task", "Active", "Status"]))
    assert read.actions["status"].tolist() == ["in_progress", "complete"]
    assert read.questions == ()


def test_what_a_date_or_percentage_says_is_done_is_not_withdrawn_as_not_active_or_as_over() -> None:
    rows: list[list[Any]] = [
        ["1", "Order doors", DUE, None, DUE, None, "No", None],
        ["2", "Order ramps", DUE, None, None, 1, "No", None],
        ["3", "Order signs", DUE, None, DUE, None, "Yes", "No further action required"],
        ["4", "Order locks", DUE, None, DUE, None, "Yes", "Superseded"],
        ["5", "Order gates", DUE, None, None, 0.5, "No", None],
    ]
    headings = [*HEADINGS, "% complete", "Active", "Closure"]
    read = read_plan(plan(*rows, headings=headings))
    # What is superseded was perhaps not done, what is half done may be over: both are asked.
    groups = ["complete", "complete", "complete", "withdrawn", "withdrawn"]
    assert read.actions["status"].tolist() == groups
    assert [q.cells for q in read.questions if q.kind == "status_word"] == [("G6",), ("H5",)]


def test_resolved_beside_closed_may_be_short_of_it_so_it_is_open_and_asked_about() -> None:
    read = statuses("Resolved", "Closed", "Unresolved", "Closed", "Resolved")
    assert read.actions["status"].tolist() == [
        "awaiting_sign_off", "complete", "in_progress", "complete", "awaiting_sign_off"
    ]  # fmt: skip
    assert asked(read) == {
        "What does the status “Resolved” mean? 2 actions have it.": (
            "Awaiting sign-off",
            "Complete",
        )
    }
    assert said(read)["complete_but_not_accepted"] == ("D2", "D6")
    done = statuses("Resolved", "Closed", choices=Choices(statuses={"Resolved": "complete"}))
    assert (done.actions["status"].tolist(), asked(done)) == (["complete", "complete"], {})


def test_resolved_is_complete_where_nothing_is_closed_or_each_has_its_day() -> None:
    alone = statuses("Resolved", "Unresolved", "Resolved")
    assert (alone.actions["status"].tolist()[::2], asked(alone)) == (["complete"] * 2, {})
    rows = [["1", "a", DUE, "Resolved", DUE], ["2", "b", DUE, "Closed", DUE]]
    rows.append(["3", "c", DUE, "Open", None])
    dated = read_plan(plan(*rows, headings=HEADINGS))
    assert dated.actions["status"].tolist() == ["complete", "complete", "in_progress"]
    assert asked(dated) == {}


def test_texts_that_begin_with_a_completion_are_one_question_and_not_taken_as_complete() -> None:
    cells = ("Complete – policy published", "Completed. Staff trained", "Complete: log kept")
    read = statuses(*cells, "Complete – but for the policy", "In progress")
    assert read.actions["status"].tolist() == [*["unknown"] * 4, "in_progress"]
    together, alone = read.questions
    assert together.asks == (
        "What do “Complete – policy published”, “Completed. Staff trained” and “Complete: log "
        "kept” mean as a status? 3 actions have one of them."
    )
    assert "“Complete – but for the policy”" in alone.asks
    answer = next(each for each in together.choices if each.says == "Complete")
    answered = statuses(
        *cells,
        "Complete – but for the policy",
        "In progress",
        choices=Choices().with_change(answer.change),
    )
    assert answered.actions["status"].tolist()[:4] == [*["complete"] * 3, "unknown"]


def test_without_a_status_an_account_that_begins_with_completions_is_offered_as_it() -> None:
    headings = ["Ref", "Action", "Timescale", "Progress update"]
    rows = [
        ["1", "Clear the backlog", DUE, "Complete. The backlog was cleared in January."],
        ["2", "Buy the software", DUE, "Ongoing. It is being tested."],
        ["3", "Check transfers", DUE, "Complete. Policy approved on 12 November 2015."],
        ["4", "Train staff", DUE, "Complete. But some were not trained."],
    ]
    read = read_plan(plan(*rows, headings=headings))
    (question,) = read.questions
    assert [choice.says for choice in question.choices] == [
        "None of the columns",
        "“Progress update” (column D), complete where it begins so and nothing in it speaks "
        "against that",
    ]
    answered = read_plan(
        plan(*rows, headings=headings), Choices().with_change(question.choices[1].change)
    )
    assert answered.actions["status"].tolist() == [
        "complete", "in_progress", "complete", "unknown"
    ]  # fmt: skip


def test_words_of_timing_that_stand_only_beside_a_day_are_asked_about_once() -> None:
    rows = [
        ["1", "a", DUE, "Late", date(2015, 12, 24)],
        ["2", "b", DUE, "On time", DUE],
        ["3", "c", DUE, "In progress", None],
    ]
    read = read_plan(plan(*rows, headings=HEADINGS))
    assert read.actions["status"].tolist() == ["unknown", "unknown", "in_progress"]
    (question,) = read.questions
    assert question.asks.startswith("What do “Late” and “On time” mean as a status?")
    # The sheet's own key says what they mean.
    key = [[], ["Key"], ["On time", "Complete"], ["Late", "Complete"]]
    assert read_plan(plan(*rows, *key, headings=HEADINGS)).actions["status"].tolist() == [
        "complete", "complete", "in_progress"
    ]  # fmt: skip
    # Where one has no day it may be late and open.
    rows[1][3:], rows[2][3] = ["Late", None], "Late"
    again = read_plan(plan(*rows, headings=HEADINGS))
    assert again.actions["status"].tolist() == ["in_progress"] * 3


def test_a_completion_in_place_of_a_timescale_counts_where_the_status_is_but_a_colour() -> None:
    headings = ["Ref", "Action", "Completion date", "RAG"]
    rows = [
        ["1", "a", "Completed", "Green"],
        ["2", "b", "31/03/2023", "Amber"],
        ["3", "c", "30/04/2023", "Red"],
    ]
    read = read_plan(plan(*rows, headings=headings))
    assert read.actions["status"].tolist() == ["complete", "in_progress", "in_progress"]
    assert next(f for f in read.findings if f.value == "Amber").cells == ("D3",)
    said = next(f for f in read.findings if f.kind == "status_in_date_column")
    assert said.severity == "warning"
    assert "it counts as complete" in said.problem


def test_a_day_as_at_which_it_was_complete_is_not_the_day_of_completion() -> None:
    read = statuses("Complete as at 31/03/2023", "Complete 28/03/2023")
    assert read.actions["status"].tolist() == ["complete", "complete"]
    assert read.actions["completed_on"].isna().tolist() == [True, False]


def test_a_heading_that_asks_whether_it_is_done_and_when_is_answered_by_yes_and_a_date() -> None:
    cells = ("Yes 28/09/2015", "Yes – 01/10/2015", "Yes", "No", "Partly")
    read = statuses(*cells, heading="Completed? (date)")
    assert read.actions["status"].tolist() == [*["complete"] * 3, *["in_progress"] * 2]
    assert read.actions["completed_on"].iloc[0].date() == date(2015, 9, 28)
    assert read.questions == ()


def test_the_day_of_an_entry_is_none_of_a_completion_where_open_ones_bear_one_too() -> None:
    def days(*statuses: str) -> list[object]:
        rows = [[str(n), f"Do {n}", "IT", "31/03/2016", s] for n, s in enumerate(statuses, 1)]
        read = read_plan(plan(*rows, headings=["Ref", "Action", "Owner", "Due", "Status"]))
        return read.actions["completed_on"].notna().tolist()

    assert days("12/04/2016: Complete", "12/04/2016 - In progress") == [False, False]
    assert days("12/04/2016: Complete", "In progress") == [True, False]


def test_what_was_not_accepted_stays_open_where_its_status_says_so_and_is_asked_about() -> None:
    rows = [["1", "Order doors", "Yes", DUE, "Open"], ["2", "Order ramps", "No", DUE, "Open"]]
    read = read_plan(plan(*rows, headings=["No", "Task", "Accepted", "Due date", "Status"]))
    assert read.actions["status"].tolist() == ["in_progress", "in_progress"]
    assert asked(read) == {
        "What does the status “Open – Accepted: no” mean? 1 action has it.": (
            "In progress",
            "Complete",
            "Withdrawn",
        )
    }


def test_no_further_action_beside_a_completion_goes_with_it_and_wont_do_does_not() -> None:
    rows = [["1", "Do a", "Ann", "30/11/2015", "Complete", "No further action required"],
            ["2", "Do b", "Ann", "30/11/2015", "Complete", "Policy published"],
            ["3", "Do c", "Ann", "30/11/2015", "Complete", "Won't do"]]  # fmt: skip
    headings = ["Ref", "Action", "Owner", "Due date", "Status", "Outcome"]
    read = read_plan(plan(*rows, headings=headings))
    assert read.actions["status"].tolist() == ["complete", "complete", "withdrawn"]
