"""Dates beside words that are not understood: unused until somebody says which counts."""

from __future__ import annotations

from datetime import date

import pytest

from tests.commands import answer
from tracker import measure, read_plan
from tracker.questions import HEADLINES, Weighed, effects, ranges, weigh
from tracker.reading.choices import Choices, Question
from tracker.reading.dates import read_date
from tracker.summaries import totals

AS_AT = date(2016, 6, 30)
HEADINGS = "Ref,Action,Owner,Due date,Revised date,Date completed,Status"
PLAN = f"""{HEADINGS}
1,Write the guide,Finance,31/01/2016 subject to funding,,,Open
2,Train the team,Estates,30/11/2015,,,Open
3,Move the archive,Estates,30/04/2016 (needs the board),,,Open
4,Check the index,Finance,31/12/2015,,13/02/16 at board,Complete
5,Audit the files,Finance,31/12/2015,,20/02/16 - JB,Complete
"""


def figures(text: str, choices: Choices) -> dict[str, object]:
    found = totals(measure(read_plan(text.encode(), choices, name="plan.csv").actions, AS_AT))
    return {name: found[name] for name in HEADLINES}


def weighed(text: str, choices: Choices | None = None) -> tuple[Weighed, ...]:
    choices = choices or Choices()
    plan = read_plan(text.encode(), choices, name="plan.csv")
    return weigh(plan.questions, choices, figures(text, choices), lambda so: figures(text, so))


def of_due(*cells: str, more: str = ",,Open") -> str:
    rows = [f"{n},Do thing {n},Finance,{cell}{more}" for n, cell in enumerate(cells, start=1)]
    return "\n".join([HEADINGS.replace("Revised date,", ""), *rows])


def questions(text: str, choices: Choices | None = None) -> tuple[Question, ...]:
    return read_plan(text.encode(), choices or Choices(), name="plan.csv").questions


def test_one_question_is_asked_of_each_column_with_what_each_answer_makes_of_the_figures() -> None:
    due, done = sorted(weighed(PLAN), key=lambda each: each.question.cells)
    assert (due.question.kind, due.question.cells) == ("date_words", ("D2", "D4"))
    assert due.question.asks.startswith("2 cells under “Due date” hold a date with words")
    # To 30 June 2016: 213 days from 30 November; 151 from 31 January and 61 from 30 April.
    assert effects(due) == ["1 overdue, median 213 days", "3 overdue, median 151 days"]
    assert [choice.change for choice in due.question.choices] == [
        {"date_words": {"Due date": "none"}},
        {"date_words": {"Due date": "first"}},
    ]
    assert (done.question.kind, done.question.cells) == ("date_words", ("F5", "F6"))
    # Of 213, 44 (to 13 February) and 51 days (to 20 February).
    assert [each["median_slippage_days"] for each in done.figures] == [213, 51]
    assert [each["completed"] for each in done.figures] == [2, 2]


def test_the_headline_figures_carry_the_doubt_of_a_date_that_is_not_used() -> None:
    found = ranges(figures(PLAN, Choices()), weighed(PLAN))
    assert found["overdue"] == (1, 3)
    assert found["median_slippage_days"] == (51, 213)


def test_an_answer_settles_its_question_and_gives_what_it_foretold() -> None:
    for each in weighed(PLAN):
        for choice, foretold in zip(each.question.choices, each.figures, strict=True):
            answered = Choices().with_change(choice.change)
            assert figures(PLAN, answered) == foretold
            left = [other.question.cells for other in weighed(PLAN, answered)]
            assert len(left) == 1
            assert each.question.cells not in left


def test_a_date_that_is_used_as_its_user_says_is_told_with_its_day() -> None:
    plan = read_plan(PLAN.encode(), Choices(date_words={"Due date": "first"}), name="plan.csv")
    told = {each.cell: (each.severity, each.problem) for each in plan.findings if each.cell}
    assert told["D2"][0] == "note"
    assert "31 January 2016" in told["D2"][1]
    assert told["F5"][0] == "error"


def test_a_plan_whose_dates_are_all_of_words_unknown_is_asked_once() -> None:
    text = of_due(*(f"Board {month} 2016" for month in ("March", "April", "May", "June", "July")))
    [question] = questions(text)
    assert question.cells == ("D2", "D3", "D4", "D5", "D6")
    [each] = weighed(text)
    assert [found["overdue"] for found in each.figures] == [0, 3]  # 30 June is not past yet


def test_of_several_dates_in_a_cell_the_first_or_the_last_may_count() -> None:
    text = of_due("31/01/2016 / 30/04/2016 see minute 4", "30/11/2015")
    [each] = weighed(text)
    assert [choice.change["date_words"] for choice in each.question.choices] == [
        {"Due date": "none"},
        {"Due date": "first"},
        {"Due date": "last"},
    ]
    for choice, due, revised in zip(
        each.question.choices,
        (None, date(2016, 1, 31), date(2016, 4, 30)),
        (None, date(2016, 4, 30), None),
        strict=True,
    ):
        read = read_plan(text.encode(), Choices().with_change(choice.change), name="plan.csv")
        found = [read.actions[name].iloc[0] for name in ("original_due", "revised_due")]
        assert [None if str(day) == "NaT" else day.date() for day in found] == [due, revised]


def test_an_original_later_than_its_revision_is_asked_about_and_the_first_is_no_move() -> None:
    text = of_due("30/04/2016 (revised 31/01/2016)", "30/11/2015")
    [each] = weighed(text)
    assert [found["overdue"] for found in each.figures] == [1, 2, 2]
    said = Choices(date_words={"Due date": "first"})
    read = read_plan(text.encode(), said, name="plan.csv").actions.iloc[0]
    assert (str(read["original_due"])[:10], str(read["revised_due"])) == ("2016-04-30", "NaT")


def test_an_original_date_that_is_refused_beside_a_revised_one_is_asked_about() -> None:
    text = f"{HEADINGS}\n1,Write,Finance,30/11/2015 by Q team,31/03/2016,,Open"
    [each] = weighed(text)
    assert each.question.cells == ("D2",)
    assert [found["overdue"] for found in each.figures] == [0, 1]


@pytest.mark.parametrize("cell", ["TBC", "31/02/2016", "Not agreed 31/03/2016", "see progress", ""])
def test_a_cell_with_no_date_that_could_count_is_not_asked_about(cell: str) -> None:
    assert questions(of_due(cell, "30/11/2015")) == ()


@pytest.mark.parametrize("cell", ["Planned 12/03/2016", "Within 6 months of 12/03/2016", "TBC"])
def test_a_completion_that_its_words_deny_is_not_asked_about(cell: str) -> None:
    text = f"{HEADINGS}\n1,Write,Finance,30/11/2015,,{cell},Open"
    assert questions(text) == ()


def test_a_struck_date_before_one_that_is_refused_is_the_first_of_them() -> None:
    reading = read_date("~~31/01/2016~~ 30/04/2016 subject to funding")
    assert (reading.outcome, reading.written) == (
        "unclear",
        (date(2016, 1, 31), date(2016, 4, 30)),
    )


@pytest.mark.parametrize(
    "text",
    [
        "w/c 14 March 2016",
        "week commencing 14/03/2016",
        "W/C Monday 14th March 2016",
        "wc 14/03/16",
    ],
)
def test_a_week_is_due_by_its_last_day_which_is_said(text: str) -> None:
    for role in ("original_due", "revised_due", "completed_on"):
        reading = read_date(text, True, role)
        assert (reading.day, reading.cautions) == (date(2016, 3, 20), ("week",))


@pytest.mark.parametrize(
    "text", ["w/c March 2016", "w/c Tuesday 14 March 2016", "commencing 14 March 2016", "w/c"]
)
def test_a_week_of_no_day_or_of_another_weekday_is_not_read(text: str) -> None:
    assert read_date(text).outcome == "unclear"


def test_a_date_between_weeks_goes_with_its_own_words() -> None:
    reading = read_date("w/c 14/03/2016 revised to w/c 11/04/2016")
    assert (reading.day, reading.later) == (date(2016, 3, 20), (date(2016, 4, 17),))


def test_the_command_line_says_which_date_counts(tmp_path) -> None:
    file = tmp_path / "plan.csv"
    file.write_text(PLAN)
    given = answer("summary", file, "--as-at", "2016-06-30", "--date-words", "Due date=first")
    assert given["totals"]["overdue"] == 3
    now = answer("summary", file, "--as-at", "2016-06-30")
    [due] = [each for each in now["questions"] if each["cells"] == ["D2", "D4"]]
    assert due["choices"][1]["options"] == ["--date-words", "Due date=first"]


def test_a_share_that_is_achieved_beside_a_due_date_says_nothing_sure_and_is_asked_about() -> None:
    [each] = weighed(of_due("31/03/2016 – 72% achieved", "30/11/2015"))
    assert [found["overdue"] for found in each.figures] == [1, 2]
    assert questions(of_due("Achieved 31/03/2016", "30/11/2015")) == ()


def test_dates_line_by_line_beside_as_many_actions_are_not_one_and_what_it_moved_to() -> None:
    lines = '"30/11/2015\n30/06/2016"'
    several = f'{HEADINGS}\n1,"1.1 Revise\n1.2 Brief",Finance,{lines},,,Open\n'
    one = f"{HEADINGS}\n1,Revise,Finance,{lines},,,Open\n"
    [question] = read_plan(several.encode(), name="plan.csv").questions
    assert (question.kind, question.cells) == ("date_words", ("D2",))
    read = read_plan(several.encode(), name="plan.csv").actions
    assert read[["original_due", "revised_due"]].isna().all(axis=None)
    moved = read_plan(one.encode(), name="plan.csv").actions.iloc[0]
    assert (moved["original_due"].date(), moved["revised_due"].date()) == (
        date(2015, 11, 30),
        date(2016, 6, 30),
    )


def test_which_number_is_the_day_is_asked_where_a_column_proves_both() -> None:
    plan = read_plan(of_due("30/11/2015", "11/30/2015", "03/12/2016").encode(), name="plan.csv")
    [question] = plan.questions
    assert (question.kind, question.cells) == ("month_first", ("D",))
    assert plan.actions["original_due"].dt.date.tolist()[2] == date(2016, 12, 3)
