"""The recommendations, a row each: a bar by state, then what the dates and the slippage are."""

import re
from datetime import date

import pytest

from tracker import measure, read_plan, summarise
from tracker.charts import recommendations_standing
from tracker.charts.recommendation_rows import MOST_ROWS

AS_AT = date(2016, 4, 30)
# As at 30 April 2016: of 5 one is complete and one 152 days over with no date to come; 6 is due on
# 31 May; 7 was complete on 20 November, ten days early; of 8 nothing is left in the plan.
PLAN = b"""Ref,Recommendation,Recommendation text,Action,Owner,Original timescale,Status,Done
1,5,Sort the archive,Alpha,Records,30/11/2015,Complete,15/12/2015
2,5,Sort the archive,Beta,Records,30/11/2015,In progress,
3,6,,Gamma,ICT,31/05/2016,Not started,
4,7,,Delta,ICT,30/11/2015,Complete,20/11/2015
5,8,,Epsilon,ICT,30/11/2015,Withdrawn,
"""


def drawn(data: bytes):
    plan = read_plan(data, name="plan.csv")
    measured = measure(plan.actions, AS_AT)
    return recommendations_standing(measured, summarise(measured).recommendations, AS_AT)


def test_each_recommendation_has_its_counts_its_dates_and_its_slippage_in_words():
    table = drawn(PLAN).table.set_index("Recommendation")
    rows = table[["Original timescale", "Expected finish", "Slippage"]].to_numpy().tolist()
    assert rows == [
        ["30 Nov 2015", "not known", "at least 152 days late"],
        ["31 May 2016", "31 May 2016", "in date"],
        ["30 Nov 2015", "20 Nov 2015", "10 days early"],
    ]
    assert table.index.tolist() == ["Rec 5", "Rec 6", "Rec 7"]


def test_for_a_phone_the_label_and_the_dates_stand_over_each_bar():
    plan = read_plan(PLAN, name="plan.csv")
    measured = measure(plan.actions, AS_AT)
    chart = recommendations_standing(
        measured, summarise(measured).recommendations, AS_AT, narrow=True
    )
    over = next(trace.text for trace in chart.figure.data if "Rec 6" in str(trace.text))
    assert [re.sub("<span[^>]*>|</span>", "", each) for each in over] == [
        "Rec 5: Sort the archive<br>30 Nov 2015 to not known, at least 152 days late",
        "Rec 6<br>31 May 2016 to 31 May 2016, in date",
        "Rec 7<br>30 Nov 2015 to 20 Nov 2015, 10 days early",
    ]
    assert not chart.figure.layout.annotations
    assert chart.figure.layout.margin.r < 100
    assert chart.rows == drawn(PLAN).rows


def test_the_finding_counts_the_complete_and_those_with_overdue_actions():
    chart = drawn(PLAN)
    assert chart.title == "1 of 3 recommendations (33%) is complete; 1 has overdue actions"
    assert chart.subtitle == "Actions by state; 3 recommendations, as at 30 April 2016"


@pytest.mark.parametrize(
    ("of", "title"),
    [
        ("5", "The one recommendation is not complete; it has overdue actions"),
        ("6", "The one recommendation is not complete; it has no overdue actions"),
        ("7", "The one recommendation is complete; it has no overdue actions"),
        ("67", "1 of 2 recommendations (50%) is complete; none has overdue actions"),
        ("56", "Neither of the 2 recommendations is complete; 1 has overdue actions"),
    ],
)
def test_the_finding_is_right_for_one_for_none_and_for_some(of: str, title: str):
    head, *rows = PLAN.splitlines(keepends=True)
    assert drawn(head + b"".join(row for row in rows if row.decode()[2] in of)).title == title


def test_all_recommendations_have_overdue_actions():
    late = b"1,1,Alpha,ICT,30/11/2015,Open\n2,2,Beta,ICT,30/11/2015,Open\n"
    chart = drawn(b"Ref,Recommendation,Action,Owner,Original timescale,Status\n" + late)
    assert chart.title == "Neither of the 2 recommendations is complete; all have overdue actions"


def test_a_row_says_what_it_is_of_and_its_label_has_the_number_and_the_wording():
    chart = drawn(PLAN)
    assert chart.rows == ((None, "5"), (None, "6"), (None, "7"))
    labels = chart.figure.layout.yaxis.ticktext
    assert list(labels) == ["Rec 5: Sort the archive", "Rec 6", "Rec 7"]


def test_of_very_many_the_first_are_drawn_and_that_is_said():
    rows = b"".join(b"%d,%d,Act,ICT,30/11/2015,Open\n" % (n, n) for n in range(1, MOST_ROWS + 3))
    chart = drawn(b"Ref,Recommendation,Action,Owner,Original timescale,Status\n" + rows)
    assert len(chart.table) == MOST_ROWS
    assert "the first 40 of 42 recommendations" in chart.subtitle


def test_a_plan_of_withdrawn_actions_alone_has_nothing_to_draw():
    chart = drawn(
        PLAN.replace(b"Complete", b"Withdrawn")
        .replace(b"In progress", b"Withdrawn")
        .replace(b"Not started", b"Withdrawn")
    )
    assert chart.figure is None


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_bar_and_its_words_stand_on_the_same_row(theme):
    plan = read_plan(PLAN, name="plan.csv")
    measured = measure(plan.actions, AS_AT)
    chart = recommendations_standing(
        measured, summarise(measured).recommendations, AS_AT, theme=theme
    )
    words = {note.text: note.y for note in chart.figure.layout.annotations}
    assert words["at least 152 days late"] == 0
    assert words["in date"] == 1
    overdue = next(trace for trace in chart.figure.data if trace.name == "Overdue")
    assert list(overdue.x) == [1, 0, 0]
