"""What is asked of the columns, and what an answer does."""

import io
from datetime import date

import pytest

from tests.plans import plan
from tests.tables import table_of
from tracker import measure, read_plan, summarise
from tracker.book import Cell
from tracker.questions import HEADLINES
from tracker.reading.choices import Choices
from tracker.reading.columns import Columns, assign

TODAY = date(2016, 4, 30)


def read(names: list[str], *rows: list[Cell]) -> Columns:
    return assign(table_of(names, rows), Choices(), TODAY)


TWO_DUE = (
    ["Action", "Due date", "Deadline"],
    ["a", "30/11/2015", "31/12/2015"],
    ["b", "30/11/2015", "31/01/2016"],
)


def test_two_columns_that_could_both_be_the_original_are_asked_about() -> None:
    names, *rows = TWO_DUE
    [question] = read(names, *rows).questions
    assert (question.kind, question.cells) == ("original_column", ("B", "C"))
    assert [choice.change["columns"] for choice in question.choices] == [
        {"original_due": "Due date"},
        {"original_due": "Deadline"},
    ]
    assert [choice.stands for choice in question.choices] == [True, False]


def test_an_answer_settles_its_question() -> None:
    names, *rows = TWO_DUE
    [question] = read(names, *rows).questions
    for choice in question.choices:
        columns = assign(table_of(names, rows), Choices().with_change(choice.change), TODAY)
        assert columns.questions == []
        heading = choice.change["columns"]["original_due"]
        assert names[columns.fields["original_due"]] == heading


def test_a_second_column_that_says_the_same_or_nothing_is_not_asked_about() -> None:
    names, *rows = TWO_DUE
    assert read(names, *([*row[:2], row[1]] for row in rows)).questions == []
    assert read(names, *([*row[:2], ""] for row in rows)).questions == []


def test_a_bare_date_is_taken_as_the_original_warned_of_and_asked_about() -> None:
    columns = read(["Action", "Date"], ["a", "30/11/2015"], ["b", "31/12/2015"])
    assert columns.fields["original_due"] == 1
    assert [remark.said.severity for remark in columns.remarks] == ["warning"]
    assert [c.says for c in columns.questions[0].choices] == [
        "“Date” (column B)",
        "None of the columns",
    ]


def test_a_completion_date_that_could_be_either_is_asked_about() -> None:
    columns = read(["Action", "Completion date"], ["a", "30/11/2015"], ["b", ""])
    assert "original_due" in columns.fields  # which claims less: that nothing is complete
    assert [choice.change["columns"] for choice in columns.questions[0].choices] == [
        {"original_due": "Completion date", "completed_on": ""},
        {"completed_on": "Completion date", "original_due": ""},
    ]


def test_dates_that_nothing_names_stay_unused_until_the_user_says_what_they_are() -> None:
    [question] = read(["Action", "Échéance"], ["a", "30/11/2015"]).questions
    assert [choice.change["columns"]["original_due"] for choice in question.choices] == [
        "",
        "Échéance",
    ]


def test_bare_numbers_are_the_percentage_until_the_user_says_that_they_are_not() -> None:
    rows: list[list[Cell]] = [["a", 100.0], ["b", 60.0]]
    table = table_of(["Action", "Progress"], rows)
    [question] = assign(table, Choices(), TODAY).questions
    answers = [Choices().with_change(choice.change) for choice in question.choices]
    found = [assign(table, answer, TODAY).fields for answer in answers]
    assert [each.get("percent_complete") for each in found] == [1, None]


def test_a_chosen_column_of_percentages_is_taken_whatever_its_heading() -> None:
    table = table_of(["Action", "Score"], [["a", 100.0], ["b", 60.0]])
    found = assign(table, Choices(percent={"Score": True}), TODAY).fields
    assert found["percent_complete"] == 1


def test_a_question_offers_few_columns_however_many_there_are() -> None:
    names = ["Action", *(f"Column {i}" for i in range(50))]
    rows = [
        [f"Do {row}", *(f"{row + 1:02}/{i % 12 + 1:02}/2016" for i in range(50))] for row in (0, 1)
    ]
    [question] = read(names, *rows).questions
    assert len(question.choices) <= 6


TWO_ROLES = """Finished / expected; Date done (or target); Actual/Revised date; Date closed or due;
    Planned and actual finish; Due date | Date of completion; Resolved & forecast date;
    Completed (C) or revised (R) date"""


@pytest.mark.parametrize("heading", [" ".join(each.split()) for each in TWO_ROLES.split(";")])
def test_a_heading_of_what_was_and_what_is_to_be_is_each_by_the_row_and_is_asked(
    heading: str,
) -> None:
    names = ["Action", "Deadline", heading, "Status"]
    columns = read(
        names, ["a", "30/11/2015", "12/12/2015", "Done"], ["b", "30/11/2015", "31/01/2016", "Open"]
    )
    assert (columns.fields["completed_on"], columns.fields["revised_due"]) == (2, 2)
    assert [remark.said.severity for remark in columns.remarks] == ["warning"]
    [question] = columns.questions
    assert [choice.change["columns"] for choice in question.choices] == [
        {"revised_due": heading, "completed_on": heading},
        {"revised_due": "", "completed_on": ""},
        {"revised_due": "", "completed_on": heading},
        {"revised_due": heading, "completed_on": ""},
    ]


EARLY_AND_MOVED = plan(
    # 10 days early; 20 days late; open, and moved by 31 days; due only after the as-at date
    ["1", "a", "Finance", "30/11/2015", "20/11/2015", "Complete"],
    ["2", "b", "Estates", "31/12/2015", "20/01/2016", "Complete"],
    ["3", "c", "Estates", "31/03/2016", "01/05/2016", "In progress"],
    ["4", "d", "Finance", "31/05/2016", "TBC", "In progress"],
    headings=["Ref", "Action", "Owner", "Deadline", "Achieved / anticipated", "Status"],
)


def test_what_each_answer_on_a_column_of_two_roles_makes_of_the_figures() -> None:
    def totals(choices: Choices) -> tuple[object, ...]:
        summary = summarise(
            measure(read_plan(io.BytesIO(EARLY_AND_MOVED), choices=choices).actions, TODAY)
        )
        return tuple(summary.totals[name] for name in HEADLINES)

    asked = read_plan(io.BytesIO(EARLY_AND_MOVED)).questions
    [question] = [each for each in asked if "anticipated" in each.asks]
    found = [totals(Choices().with_change(choice.change)) for choice in question.choices]
    # Slippage -10, 20, 31 and 0 days; then 30 days at least (31 March to the as-at date) and 0
    # of the open ones alone; -10, 20, 30 and 0; then 31 and 0, as nobody knows when the first two
    # were completed.
    assert totals(Choices()) == found[0] == (4, 2, 1, 0.5, 10.0, 0)
    assert found[1] == (4, 2, 1, None, 15.0, 0)
    assert found[2] == (4, 2, 1, 0.5, 10.0, 0)
    assert found[3] == (4, 2, 1, None, 15.5, 0)
    actions = read_plan(io.BytesIO(EARLY_AND_MOVED)).actions
    assert actions["completed_on"].notna().tolist() == [True, True, False, False]
    [later] = actions["revised_due"].dropna()
    assert later.date() == date(2016, 5, 1)


def test_a_column_of_two_roles_that_is_of_completion_in_every_row_tells_which_are_complete() -> (
    None
):
    rows = [["a", "Chief", "12/11/2015", ""], ["b", "Chief", "30/06/2016", ""]]
    rows.append(["c", "Chief", "31/12/2015", "Ongoing"])
    file = plan(*rows, headings=["Action", "Owner", "Completed / due date", "Status"])
    [question] = read_plan(file).questions
    [every] = [each for each in question.choices if each.says == "Completed on in every row"]
    answered = read_plan(file, Choices().with_change(every.change))
    assert answered.actions["status"].tolist() == ["complete", "complete", "in_progress"]
    assert answered.actions["completed_on"].notna().all()
    assert answered.actions["original_due"].isna().all()
    assert answered.questions == ()


def test_whether_numbers_behind_months_are_years_is_asked_with_what_each_would_make() -> None:
    rows = [["a", "Chief", "Nov 16", "Open"], ["b", "Chief", "Dec 16", "Open"]]
    file = plan(*rows, headings=["Action", "Owner", "Due", "Status"])
    [question] = read_plan(file).questions
    assert (question.kind, question.cells) == ("month_or_day", ("C2", "C3"))
    assert [choice.change for choice in question.choices] == [
        {"month_numbers": "years"},
        {"month_numbers": "days"},
    ]
    for choice, overdue in zip(question.choices, (2, 0), strict=True):
        answered = read_plan(file, Choices().with_change(choice.change))
        assert answered.questions == ()
        measured = measure(answered.actions, date(2020, 1, 1))
        assert int(measured["is_overdue"].sum()) == overdue


@pytest.mark.parametrize(
    "heading", ["Due / review date", "Review date / deadline", "Target (next update)"]
)
def test_a_heading_of_which_one_part_says_due_is_taken_warned_of_and_asked_about(
    heading: str,
) -> None:
    columns = read(["Action", heading], ["a", "30/11/2015"], ["b", "31/12/2015"])
    assert columns.fields.get("original_due") == 1
    assert [remark.said.severity for remark in columns.remarks] == ["warning"]
    assert [c.says for c in columns.questions[0].choices] == [
        f"“{heading}” (column B)",
        "None of the columns",
    ]


@pytest.mark.parametrize("heading", ["Start / end date", "Review date", "Date raised / updated"])
def test_a_heading_of_which_no_part_says_due_is_not_taken(heading: str) -> None:
    assert "original_due" not in read(["Action", heading], ["a", "30/11/2015"]).fields


def test_a_due_column_mostly_of_other_words_is_asked_about_where_there_is_no_other() -> None:
    rows: list[list[Cell]] = [["a", "30/11/2015"], ["b", "With the move"], ["c", "After the audit"]]
    columns = read(["Action", "Planned end"], *rows)
    assert "original_due" not in columns.fields
    [question] = columns.questions
    assert [c.says for c in question.choices] == ["None of the columns", "“Planned end” (column B)"]
    [remark] = [remark for remark in columns.remarks if remark.column == 1]
    assert remark.words["what"] == "due dates, but mostly what is no date"


def test_a_column_of_two_roles_chosen_as_the_completion_keeps_its_other_role() -> None:
    names = ["Action", "Deadline", "Achieved / anticipated", "Status"]
    table = table_of(names, [["a", "30/11/2015", "12/12/2015", "Done"]])
    for chosen in ({"completed_on": names[2]}, {"completed_on": names[2], "revised_due": names[2]}):
        columns = assign(table, Choices(columns=chosen), TODAY)
        assert (columns.fields["completed_on"], columns.fields["revised_due"]) == (2, 2)
        assert columns.questions == []
    alone = {"completed_on": names[2], "revised_due": ""}
    assert "revised_due" not in assign(table, Choices(columns=alone), TODAY).fields


def test_a_column_of_two_roles_beside_columns_of_both_is_said_and_nothing_is_asked() -> None:
    names = ["Action", "Deadline", "New deadline", "Completed on", "Actual / planned", "Status"]
    days = ["30/11/2015", "31/12/2015", "12/12/2015", "12/12/2015"]
    columns = read(names, ["a", *days, "Done"], ["b", *days[:2], "", days[1], "Open"])
    assert 4 not in columns.fields.values()
    assert (columns.questions, [remark.column for remark in columns.remarks]) == ([], [4])


def test_a_column_whose_heading_says_a_status_comes_before_one_that_only_holds_such_words() -> None:
    names = ["Task Name", "Bucket Name", "Progress", "Due date"]
    rows: list[list[Cell]] = [
        ["a", "To do", "Completed", "28/02/2016"],
        ["b", "Done", "In progress", "15/03/2016"],
        ["c", "In progress", "Not started", "30/04/2016"],
    ]
    columns = read(names, *rows)
    assert (columns.fields["status"], columns.questions) == (2, [])
    [said] = [remark for remark in columns.remarks if remark.column == 1]
    assert (said.said.severity, said.words["what"]) == ("warning", "status words")


UPDATES = plan(
    ["1", "Segregate duties", "Finance", "31/03/2016", "Complete"],
    ["2", "Review report", "Finance", "30/04/2016", "75% complete"],
    ["3", "Register contracts", "Place", "31/03/2016", "Completed 14/04/2016"],
    ["4", "Allocations policy", "Housing", "31/12/2016", "The board will look at this in May"],
    headings=["Ref", "Action", "Responsible Officer", "Due Date", "Update"],
)


def test_an_update_that_tells_a_completion_is_offered_as_the_status_where_there_is_no_other() -> (
    None
):
    read = read_plan(UPDATES)
    assert read.actions["status"].tolist() == ["not_started"] * 4
    [question] = read.questions
    assert question.asks == "Which column is the status?"
    says = [choice.says for choice in question.choices]
    assert says == ["None of the columns", "“Update” (column E)"]
    answered = read_plan(UPDATES, Choices().with_change(question.choices[1].change))
    assert answered.actions["status"].tolist()[:3] == ["complete", "in_progress", "complete"]
    none = read_plan(UPDATES, Choices().with_change(question.choices[0].change))
    assert none.questions == ()


def test_an_update_of_how_it_goes_is_not_offered_as_the_status() -> None:
    rows = [["a", "The board will meet"], ["b", "Training is complete for most staff"]]
    file = plan(*rows, headings=["Action", "Update"])
    assert read_plan(file).questions == ()


BARE = plan(
    ["a", "Radio", "30/09/2015"],
    ["b", "Paging", "31/12/2015"],
    ["c", "Shelter", None],
    headings=["Corrective action", "Owner", "Completion date"],
)


def test_a_bare_completion_date_is_when_it_is_due_where_nothing_else_says_what_is_complete() -> (
    None
):
    read = read_plan(BARE)
    assert read.columns["original_due"] == "Completion date"
    assert "completed_on" not in read.columns
    [question] = read.questions
    assert [(choice.says, choice.stands) for choice in question.choices] == [
        ("When it is due", True),
        ("When it was completed", False),
    ]
    done = read_plan(BARE, Choices().with_change(question.choices[1].change))
    assert done.actions["status"].tolist() == ["complete", "complete", "unknown"]
    assert done.questions == ()
    due = read_plan(BARE, Choices().with_change(question.choices[0].change))
    assert (due.columns["original_due"], due.questions) == ("Completion date", ())


def test_a_bare_completion_date_after_the_day_that_the_plan_states_is_when_it_is_due() -> None:
    rows = [["a", "Radio", "30/09/2015", "Complete"], ["b", "Paging", "31/12/2015", "Complete"]]
    heads = ["Action", "Owner", "Completion date", "Status"]
    text = "\n".join(",".join(row) for row in [["Position as at 31 October 2015"], heads, *rows])
    stated = read_plan(text.encode(), name="plan.csv")
    assert stated.columns["original_due"] == "Completion date"
    undated = read_plan(text.partition("\n")[2].encode(), name="plan.csv")
    assert undated.columns["completed_on"] == "Completion date"


def test_percentages_with_words_are_offered_as_the_status_too() -> None:
    told = ["100% - complete", "80% - tool in test", "0%", "50%, late"]
    rows = [[f"Do thing {n}", "Finance", "31/01/2016", text] for n, text in enumerate(told)]
    headings = ["Action", "Owner", "Deadline", "% progress and comment"]
    [question] = read_plan(plan(*rows, headings=headings)).questions
    assert question.asks == "Which column is the status?"


def test_a_column_that_may_be_the_original_for_two_reasons_is_offered_once() -> None:
    rows = [["a", "30/11/2015", "Open"], ["b", "31/03/2016", "Open"]]
    [question] = read(["Action", "Milestone date", "Status"], *rows).questions
    assert question.cells == ("B",)
    assert [choice.says for choice in question.choices] == [
        "None of the columns",
        "“Milestone date” (column B)",
    ]


def test_a_later_update_that_tells_completions_is_offered_in_place_of_an_older_status() -> None:
    [question] = read_plan(
        io.BytesIO(
            plan(
                ["1", "a", "Finance", "30/11/2015", "In progress", "Complete. Policy published"],
                ["2", "b", "Estates", "31/12/2015", "Not started", "Begins in May"],
                headings=["Ref", "Action", "Owner", "Due", "Position January 2016",
                          "Position April 2016"],
            )
        )
    ).questions  # fmt: skip
    assert question.asks == "Which column is the status?"
    earlier, later = (choice.change["columns"]["status"] for choice in question.choices)
    assert (earlier, later) == ("Position January 2016", "Position April 2016")


def test_by_how_long_dates_were_extended_is_said_not_to_be_used() -> None:
    def told(heading: str, length: Cell) -> list[str]:
        rows: list[list[Cell]] = [["a", "30/11/2015", length], ["b", "31/12/2015", ""]]
        columns = read(["Action", "Due date", heading], *rows)
        return [remark.words["what"] for remark in columns.remarks if remark.column == 2]

    moved = "lengths of time by which dates were extended, but moves none"
    assert told("Extension granted (months)", 6.0) == [moved]
    assert told("Extended by", "6 months") == [moved]
    assert told("Reason for extension", "The supplier was late") == []
    assert told("Extension granted (months)", "") == []
    assert told("Number of extensions", 2.0) == []


def test_dates_in_parts_or_as_marks_are_said_not_to_be_used_where_no_column_has_dates() -> None:
    rows: list[list[Cell]] = [["a", "November", 2015.0, "X", ""], ["b", "March", 2016.0, "", "X"]]
    columns = read(["Action", "Month", "Year", "Q3 2015/16", "Q4 2015/16"], *rows)
    told = {remark.column: remark.words["what"] for remark in columns.remarks if remark.words}
    parts, marks = (
        "parts of dates, on which actions may be due",
        "marks that may show when actions are due",
    )
    assert told == {1: parts, 2: parts, 3: marks, 4: marks}
    dated = read(["Action", "Month", "Due date"], ["a", "March", "30/11/2015"])
    assert [remark for remark in dated.remarks if remark.column == 1] == []


def test_of_several_areas_the_status_of_the_one_with_the_fewest_completions_stands() -> None:
    rows: list[list[Cell]] = [
        ["a", "Complete", "Complete"],
        ["b", "Complete", "In progress"],
        ["c", "Open", "Not started"],
    ]
    columns = read(["Action", "North", "South"], *rows)
    [question] = [each for each in columns.questions if each.asks == "Which column is the status?"]
    assert [choice.says for choice in question.choices if choice.stands] == ["“South” (column C)"]
    assert len(question.choices) == 2


@pytest.mark.parametrize("heading", ["Previous due date", "Old deadline", "Former target date"])
def test_dates_that_were_due_before_others_may_be_the_original_ones(heading: str) -> None:
    file = plan(
        ["1", "a", "Finance", "30/06/2016", "31/12/2015", "Open"],
        ["2", "b", "Finance", "31/03/2016", "", "Open"],
        headings=["Ref", "Action", "Owner", "Due date", heading, "Status"],
    )
    [question] = read_plan(io.BytesIO(file)).questions
    now, former = question.choices
    assert (now.change, former.change) == (
        {"columns": {"original_due": "Due date"}},
        {"columns": {"original_due": heading}},
    )
    actions = read_plan(io.BytesIO(file), Choices().with_change(former.change)).actions
    # The first moved from the former date; the second has the only date that it ever had.
    assert actions["original_due"].dt.date.tolist() == [date(2015, 12, 31), date(2016, 3, 31)]
    assert actions["revised_due"].dt.date.tolist()[0] == date(2016, 6, 30)
    assert actions["revised_due"].isna().tolist() == [False, True]
    assert actions["date_moves"].tolist() == [1, 0]


def test_a_revised_date_is_not_the_first_of_an_action_without_a_former_one() -> None:
    file = plan(
        ["1", "a", "Finance", "31/12/2015", "31/01/2016", "30/06/2016", "Open"],
        ["2", "b", "Finance", "", "31/01/2016", "30/06/2016", "Open"],
        headings="Ref;Action;Owner;Previous due date;Due date;Revised due date;Status".split(";"),
    )
    plain = read_plan(io.BytesIO(file))
    assert (plain.columns["original_due"], plain.questions) == ("Due date", ())
    choices = Choices(columns={"original_due": "Previous due date"})
    actions = read_plan(io.BytesIO(file), choices).actions
    assert actions["original_due"].isna().tolist() == [False, True]


def test_signed_off_over_dates_may_be_the_completion() -> None:
    file = plan(
        ["1", "a", "Finance", "30/06/2016", "31/05/2016"],
        ["2", "b", "Finance", "31/03/2016", ""],
        headings=["Ref", "Action", "Owner", "Due date", "Signed off"],
    )
    [question] = read_plan(io.BytesIO(file)).questions
    assert {"columns": {"completed_on": "Signed off"}} in [each.change for each in question.choices]


@pytest.mark.parametrize("heading", ["Proposed new date", "Proposed revised date"])
def test_whether_proposed_dates_are_the_agreed_ones_is_asked(heading: str) -> None:
    def asked(of: str) -> list[object]:
        row = ["1", "a", "Finance", "31/12/2015", "30/06/2016", "Open"]
        file = plan(row, headings=["Ref", "Action", "Owner", "Due date", of, "Status"])
        questions = read_plan(io.BytesIO(file)).questions
        return [choice.change for question in questions for choice in question.choices]

    assert asked(heading) == [{"columns": {"revised_due": of}} for of in (heading, "")]
    assert asked(heading.replace("Proposed", "Proposed and agreed")) == []
