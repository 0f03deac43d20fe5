"""The sentences above the figures, on plans worked out by hand, as at 30 April 2016."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker import read_plan
from tracker.fields import actions_frame
from tracker.measures import measure
from tracker.statements.on_plan import (
    overview,
    owners_finding,
    owners_note,
    position,
    recommendations_finding,
    slippage_finding,
)
from tracker.summaries import summarise
from tracker.vocabulary import STATUS_GROUPS

AS_AT = date(2016, 4, 30)
NOV, SEPT, MAY = date(2015, 11, 30), date(2016, 9, 30), date(2016, 5, 31)
RECORDS, MANAGER = "Head of Records", "Information Manager"


def plan(**columns: list) -> pd.DataFrame:
    return measure(actions_frame(columns), AS_AT)


def said(measured: pd.DataFrame) -> str:
    return overview(summarise(measured), measured, AS_AT)


@pytest.fixture
def measured() -> pd.DataFrame:
    """Seven actions that count and one withdrawn, of three recommendations and two owners."""
    return plan(
        reference=["1.1", "1.2", "2.1", "2.2", "2.3", "3.1", "3.2", "3.3"],
        recommendation=["1", "1", "2", "2", "2", "3", "3", "3"],
        owners=[
            (RECORDS,),
            (RECORDS,),
            (RECORDS, MANAGER),
            (MANAGER,),
            (MANAGER,),
            (RECORDS,),
            (),
            (),
        ],
        status=[
            "complete",
            "confirmed",
            "in_progress",
            "not_started",
            "withdrawn",
            "awaiting_sign_off",
            "in_progress",
            "complete",
        ],
        original_due=[NOV, NOV, NOV, MAY, MAY, date(2016, 3, 31), None, NOV],
        revised_due=[None, None, SEPT, None, None, None, None, None],
        completed_on=[date(2015, 11, 23), date(2015, 12, 29), *[None] * 6],
        dependency=[None, None, "National MoPI review", "N/A", "MoPI", "ICT", None, None],
    )


def test_the_overview_tells_the_position_in_a_paragraph(measured):
    # Slippage −7, 29, 305, 0 and 30: a median of 29. Overdue are 2.1 (by 152 days, with a later
    # date to come) and 3.1 (by 30, with none).
    assert said(measured) == (
        "3 of 7 actions (43%) are complete as at 30 April 2016, one of them confirmed by those who "
        "set them, and 4 are open. "
        "2 of the 3 open actions whose original timescale is known are overdue against their "
        "original timescales, the longest by 152 days. "
        "One of the 2 overdue actions (action 3.1) has no later agreed date still to come. "
        "Over the 5 actions whose dates are known, the median slippage is 29 days. "
        "1 of 2 completed actions (50%) whose dates are known was completed on time. "
        "1 of 7 actions (14%) has had a timescale revised. "
        "1 open action is waiting for the national MoPI review, and 1 for something else. "
        "One withdrawn action is left out of the figures."
    )


def test_one_action_is_said_as_one():
    done = plan(status=["complete"], original_due=[NOV], completed_on=[date(2015, 11, 23)])
    assert said(done) == (
        "The one action is complete as at 30 April 2016. "
        "The one action whose dates are known has not slipped. "
        "The one completed action was completed on time. "
        "The one action has not had a timescale revised."
    )


def test_no_actions_are_said_so(measured):
    nothing = measured.iloc[:0]
    summary = summarise(nothing)
    sentence = "No actions to show: the plan has none, or the filters leave none."
    assert said(nothing) == sentence
    assert slippage_finding(nothing) == sentence
    assert recommendations_finding(summary, AS_AT) == sentence
    assert owners_finding(summary) == sentence
    assert owners_note(summary) == ""


def test_only_withdrawn_actions_have_no_position():
    withdrawn = plan(status=["withdrawn"] * 2, recommendation=["1", "1"], original_due=[NOV, NOV])
    sentence = "No actions to count: 2 actions shown, withdrawn."
    assert said(withdrawn) == sentence
    summary = summarise(withdrawn)
    assert slippage_finding(withdrawn) == sentence
    assert recommendations_finding(summary, AS_AT) == sentence


def test_what_is_past_an_agreed_date_without_a_known_original_is_said_apart():
    lapsed = plan(
        status=["in_progress", "in_progress"], original_due=[NOV, None], revised_due=[None, NOV]
    )
    assert (
        "The one open action whose original timescale is known is overdue against its original "
        "timescale, by 152 days. "
        "1 open action is past its agreed date, and its original timescale is not known. "
        "The one overdue action has no later agreed date still to come."
    ) in said(lapsed)


def test_what_is_not_known_is_said_to_be_unknown():
    undated = plan(status=["complete", "in_progress"])
    text = said(undated)
    assert "The original timescale of the one open action is not known." in text
    assert "The slippage is not known, because dates are missing." in text
    assert "How many were completed on time is unknown" in text
    assert slippage_finding(undated).startswith("The slippage of 2 actions is unknown")


@pytest.mark.parametrize(
    ("revised", "words"),
    [
        ([SEPT, SEPT], "Each of the 2 overdue actions has a later agreed date still to come."),
        ([None, None], "Neither of the 2 overdue actions has a later agreed date still to come."),
        ([None, SEPT], "One of the 2 overdue actions has no later agreed date still to come."),
    ],
)
def test_overdue_with_and_without_a_later_date_is_told_apart(revised, words):
    late = plan(status=["in_progress"] * 2, original_due=[NOV, NOV], revised_due=revised)
    assert words in said(late)


def test_what_waits_is_counted_only_while_open_and_only_where_something_is_named():
    waiting = plan(
        status=["in_progress"] * 4 + ["complete"],
        dependency=["Review of Management of Police Information", "none", " ", "ICT", "MoPI"],
    )
    assert (
        "1 open action is waiting for the national MoPI review, and 1 for something else."
    ) in said(waiting)
    assert "1 open action has a dependency noted." in said(waiting.iloc[3:])
    assert "waiting" not in said(waiting.iloc[1:3])


def test_the_slippage_finding_counts_what_slipped_and_gives_the_median(measured):
    assert slippage_finding(measured) == (
        "3 of 5 actions (60%) whose slippage is known have slipped against the original "
        "timescale; the median is 29 days late."
    )


def test_a_median_of_no_days_is_not_called_on_time(measured):
    column = "slippage_against_revised_working_days"
    # 3.1: from Thursday 31 March to Friday 29 April, 22 working days. 1.1 is 5 early, 1.2 is 19
    # late, 2.1 and 2.2 are on time: the median is 0.
    assert slippage_finding(measured, column) == (
        "2 of 5 actions (40%) whose slippage is known have slipped against the agreed timescale; "
        "the median is 0 working days."
    )


def test_of_one_action_no_share_and_no_median_is_told(measured):
    # 1.1 was five working days early, so seven days; 1.2 was late: 29 days.
    assert slippage_finding(measured.iloc[[0]]) == (
        "The one action whose slippage is known has not slipped against the original timescale: "
        "7 days early."
    )
    assert slippage_finding(measured.iloc[[1]]) == (
        "The one action whose slippage is known has slipped against the original timescale: "
        "29 days late."
    )


def test_of_one_recommendation_no_share_is_told():
    one = {"recommendation": ["1"], "original_due": [SEPT]}
    assert recommendations_finding(summarise(plan(status=["in_progress"], **one)), AS_AT) == (
        "The one recommendation is not complete. No recommendation was due by 30 April 2016."
    )
    done = plan(status=["complete"], completed_on=[NOV], **one)
    assert recommendations_finding(summarise(done), AS_AT).startswith(
        "The one recommendation is complete. "
    )


def test_a_plan_in_which_nothing_slipped_says_none_has(measured):
    early = measured.iloc[[0, 3]]
    assert slippage_finding(early) == (
        "Neither of the 2 actions whose slippage is known has slipped against the original "
        "timescale; the median is 3.5 days early."
    )


def test_the_recommendations_finding_says_whether_timescales_were_met(measured):
    # Recommendation 1 finished on 29 December; the timescale of 2 has not passed; that of 3 is
    # 31 March 2016, and one of its actions has no date at all.
    assert recommendations_finding(summarise(measured), AS_AT) == (
        "1 of 3 recommendations (33%) is complete. "
        "Neither of the 2 recommendations due by 30 April 2016 was complete by its original "
        "timescale. "
        "Recommendation 2 has slipped furthest of the recommendations: 122 days."
    )


def test_a_completion_without_its_day_cannot_be_said_to_have_met_the_timescale():
    rows = plan(
        recommendation=["1", "2", None],
        status=["complete", "complete", "in_progress"],
        original_due=[NOV, NOV, None],
        completed_on=[NOV, None, None],
    )
    assert recommendations_finding(summarise(rows), AS_AT) == (
        "Both recommendations are complete. "
        "1 of 2 recommendations (50%) due by 30 April 2016 is known to have been complete by its "
        "original timescale (one was completed on a day not given). "
        "1 action names no recommendation."
    )


def test_the_owners_finding_names_who_has_most_overdue(measured):
    assert owners_finding(summarise(measured)) == (
        "Head of Records has the most overdue actions: 2 of 2 open. 2 actions name no owner."
    )
    assert owners_note(summarise(measured)) == (
        "An action that names several owners counts for each of them, so the rows add up to "
        "9 for 8 actions."
    )


def test_the_one_owner_with_an_overdue_action_is_told_with_what_else_they_have_open():
    rows = plan(
        owners=[("A",), ("A",), ("B",)],
        status=["in_progress"] * 3,
        original_due=[NOV, MAY, MAY],
    )
    assert owners_finding(summarise(rows)) == (
        "A is the only owner with an overdue action, of 2 open."
    )


def test_what_has_no_owner_is_counted_beside_who_has_most_overdue():
    rows = plan(
        owners=[("A",), ("B",), ("C",), ()],
        status=["in_progress"] * 4,
        original_due=[NOV, MAY, MAY, NOV],
    )
    assert owners_finding(summarise(rows)) == (
        "A is the only owner with an overdue action. 1 action names no owner, 1 of them overdue."
    )
    assert owners_note(summarise(rows)) == ""
    assert owners_finding(summarise(rows.iloc[:1])) == "A has one open action, which is overdue."
    assert owners_finding(summarise(rows.iloc[1:3])) == "No owner has an overdue action."


def test_a_plan_that_names_nobody_and_no_recommendation_says_so():
    rows = plan(status=["in_progress"])
    assert owners_finding(summarise(rows)) == "No action names an owner."
    assert recommendations_finding(summarise(rows), AS_AT) == (
        "No action says which recommendation it answers."
    )


some_date = st.none() | st.dates(date(2015, 6, 1), date(2016, 12, 31))


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(STATUS_GROUPS), some_date, some_date, some_date), max_size=6)
)
def test_any_plan_has_its_sentences(rows):
    columns = {
        name: [row[at] for row in rows]
        for at, name in enumerate(("status", "original_due", "revised_due", "completed_on"))
    }
    measured = plan(recommendation=["1"] * len(rows), owners=[("A",)] * len(rows), **columns)
    summary = summarise(measured)
    totals = summary.totals
    live = totals["actions"] - totals["withdrawn"]
    for text in (
        said(measured),
        slippage_finding(measured),
        slippage_finding(measured, "slippage_working_days"),
        recommendations_finding(summary, AS_AT),
        owners_finding(summary),
    ):
        assert text.endswith(".")
        assert "nan" not in text.lower()
        assert "–" not in text
    part = {
        0: "Neither of the " if live == 2 else "None of the ",
        live: "Both " if live == 2 else "All ",
    }
    start = part.get(totals["completed"], f"{totals['completed']} of ")
    start = {0: "No actions", 1: "The one action is "}.get(live, start)
    assert said(measured).startswith(start)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([], "No actions to show: the plan has none, or the filters leave none."),
        (["Complete,30/11/2015"], "The one action is complete."),
        (
            ["Complete,30/11/2015", "In progress,30/11/2015"],
            "1 of 2 actions (50%) is complete, and one is open. The one open action is overdue.",
        ),
        (
            ["In progress,31/05/2016"],
            "The one action is not complete. The one open action is not overdue.",
        ),
        (
            ["In progress,30/11/2015", "In progress,30/11/2015", "Withdrawn,30/11/2015"],
            "Neither of the 2 actions is complete. Both open actions are overdue.",
        ),
        (
            ["In progress,30/11/2015", "In progress,31/05/2016", "Complete,30/11/2015"],
            "1 of 3 actions (33%) is complete, and 2 are open. "
            "One of the 2 open actions is overdue.",
        ),
        (
            ["In progress,31/05/2016", "In progress,31/05/2016"],
            "Neither of the 2 actions is complete. Neither of the 2 open actions is overdue.",
        ),
        (
            ["In progress,", "In progress,"],
            "Neither of the 2 actions is complete. "
            "The original timescales of the 2 open actions are not known.",
        ),
    ],
)
def test_the_position_is_said_in_a_sentence(rows: list[str], said: str) -> None:
    lines = [f"{number},Act,ICT,{row}" for number, row in enumerate(rows, start=1)]
    data = "\n".join(["Ref,Action,Owner,Status,Original timescale", *lines, ""])
    measured = measure(read_plan(data.encode(), name="plan.csv").actions, AS_AT)
    assert position(summarise(measured), measured) == said


@pytest.mark.parametrize(
    ("completed", "confirmed", "said"),
    [
        (1, 1, "1 of 4 actions (25%) is complete, and confirmed by those who set it, and 3 are"),
        (2, 2, "2 of 4 actions (50%) are complete, both of them confirmed by those who set them"),
        (3, 3, "3 of 4 actions (75%) are complete, all of them confirmed by those who set them"),
        (3, 1, "3 of 4 actions (75%) are complete, one of them confirmed by those who set them"),
    ],
)
def test_what_is_confirmed_is_said_of_one_of_some_and_of_all(
    completed: int, confirmed: int, said: str
):
    statuses = ["confirmed"] * confirmed + ["complete"] * (completed - confirmed)
    measured = plan(status=[*statuses, *["in_progress"] * (4 - completed)])
    assert position(summarise(measured), measured).startswith(said)


def test_one_complete_that_is_not_confirmed_is_said_so():
    measured = plan(status=["complete", "in_progress"])
    assert position(summarise(measured, confirmed=True), measured).startswith(
        "1 of 2 actions (50%) is complete but not confirmed by those who set it, and one is open."
    )
