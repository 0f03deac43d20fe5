"""The forecast in words: the count, what it rests on, when half, which dates, and what came."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import pytest

from tests.made_plans import AGES, AS_AT, NONE_TOLD, done, measured, still_open
from tracker import forecast
from tracker.forecasting import Forecast, Outlook
from tracker.forecasting.past_accuracy import COLUMNS
from tracker.statements import on_accuracy as held
from tracker.statements import on_forecast as said

BY = date(2017, 1, 12)
PLAN = measured(*done(*AGES), *still_open(5, original_due="2016-08-31"))
FOUND = forecast(PLAN, AS_AT, by=BY)


def made(**plan: Any) -> Forecast:
    """A forecast of sixteen open actions with twelve complete, with what is given of its plan."""
    outlook = {"open": 16, "low": 4, "likeliest": 6, "high": 9} | plan
    return replace(FOUND, plan=replace(FOUND.plan, **outlook))


@pytest.mark.parametrize(
    ("plan", "words"),
    [
        (
            {},
            "By 12 January 2017, 4 to 9 of the 16 open actions are likely to be done, most likely "
            "6.",
        ),
        (
            {"low": 0, "likeliest": 0, "high": 3},
            "By 12 January 2017, up to 3 of the 16 open actions are likely to be done, most likely "
            "none.",
        ),
        (
            {"low": 0, "likeliest": 0, "high": 0},
            "By 12 January 2017, none of the 16 open actions is likely to be done.",
        ),
        (
            {"low": 2, "likeliest": 2, "high": 2},
            "By 12 January 2017, 2 of the 16 open actions are likely to be done.",
        ),
        (
            {"open": 1, "low": 0, "likeliest": 0, "high": 1},
            "By 12 January 2017, the one open action may be done, but more likely is not.",
        ),
        (
            {"open": 1, "low": 0, "likeliest": 1, "high": 1},
            "By 12 January 2017, the one open action may be done, more likely than not.",
        ),
        (
            {"open": 1, "low": 1, "likeliest": 1, "high": 1},
            "By 12 January 2017, the one open action is likely to be done.",
        ),
        (
            {"open": 1, "low": 0, "likeliest": 0, "high": 0},
            "By 12 January 2017, the one open action is not likely to be done.",
        ),
    ],
)
def test_the_finding_is_a_count_by_a_day_with_its_range(plan: dict[str, Any], words: str):
    assert said.finding(made(**plan)) == words


def test_where_there_is_no_forecast_one_sentence_says_what_would_bring_it():
    told = [
        said.finding(forecast(measured(*rows, **options), options.get("as_at", AS_AT)))
        for rows, options, _ in NONE_TOLD
    ]
    assert told == [
        "No forecast yet: say on which day the report was published.",
        "No forecast yet: the as-at date is before the report was published.",
        "There is nothing to forecast: every action is complete.",
        "There is nothing to forecast: no action is left that is not withdrawn.",
    ]
    assert said.basis(forecast(measured(*done(*AGES)), AS_AT)) == ""


def test_what_is_borrowed_is_said_to_be_and_from_whom():
    own = said.basis(FOUND)
    assert own.startswith("This rests on 12 completions of the plan. On real recommendations 70 of")
    assert "borrowed" not in own
    few = said.basis(forecast(measured(*done(*AGES[:4], None), *still_open(5)), AS_AT))
    assert few.startswith("This is borrowed from safety recommendations of New Zealand's Transport")
    assert (
        "with 4 completions on a known day the plan has too few of its own (at least 10 are "
        "needed). 1 more is complete without a date." in few
    )


def test_what_the_plan_itself_says_stands_beside_it():
    rows = measured(
        *done(*AGES),
        *still_open(2, original_due="2016-03-31"),
        *still_open(1, original_due="2017-01-12"),
        *still_open(1, original_due="2017-01-13"),
        *still_open(1),
    )
    assert said.own_dates(forecast(rows, AS_AT, by=BY)) == (
        "By the plan's own dates it would be 3 (2 of them already passed); 1 has no date."
    )
    far = measured(*done(*AGES), *still_open(2, original_due="2018-03-31"))
    assert said.own_dates(forecast(far, AS_AT, by=BY)) == (
        "By the plan's own dates it would be none."
    )
    assert said.own_dates(forecast(measured(*done(*AGES)), AS_AT)) == ""


def test_half_and_eight_in_ten_are_told_as_far_as_the_record_reaches():
    reach = {"record_reaches": date(2018, 3, 1), "eight_in_ten_by": None, "all_by": None}
    half = replace(FOUND, half_by=date(2017, 3, 3), **reach)
    assert said.when(half) == (
        "Half of the open actions may be done by March 2017, eight in ten not before 1 March 2018, "
        "as far ahead as the record reaches."
    )
    assert said.half_done(half, "half_by") == "March 2017"
    assert said.half_done(half, "eight_in_ten_by") == "Not before March 2018"
    assert said.when(replace(half, half_by=None)) == (
        "Half of the open actions: not before 1 March 2018, as far ahead as the record reaches."
    )
    most = replace(half, eight_in_ten_by=date(2017, 11, 3))
    assert said.when(most).endswith(
        "eight in ten by November 2017, all not before 1 March 2018, as far ahead as the record "
        "reaches."
    )


def test_a_date_for_all_comes_with_what_became_of_such_dates():
    day = date(2017, 3, 3)
    every = replace(FOUND, half_by=day, eight_in_ten_by=day, all_by=date(2018, 1, 5))
    assert said.when(every) == (
        "Half of the open actions may be done by March 2017, eight in ten by March 2017, all by "
        "January 2018; on real recommendations a date for all of them never held (0 of 13)."
    )


@pytest.mark.parametrize(
    ("chance", "words"),
    [(0.01, "1 in 10"), (0.19, "1 in 5"), (0.5, "1 in 2"), (0.78, "4 in 5"), (0.99, "9 in 10")],
)
def test_a_chance_is_said_as_so_many_in_so_many(chance: float, words: str):
    assert said.odds_words(chance) == words


def test_the_dates_likeliest_to_move_are_named_with_what_speaks_for_it():
    rows = measured(*done(*AGES), *still_open(5, original_due="2016-08-31"))
    columns = ["agreed_due", "days_ahead", "moves", "changed", "passed", "chance"]
    due = pd.Timestamp("2016-05-14")
    chances = pd.DataFrame(
        [
            [due, 14, 2, True, False, 0.81],
            [due, -1, 0, False, True, 0.7],
            [due, 0, 1, False, False, 0.6],
            [due, 14, 4, False, False, 0.5],
            [due, 14, 0, False, False, 0.49],
        ],
        columns=columns,
        index=[12, 13, 14, 15, 16],
    )
    found = replace(FOUND, chances=chances)
    assert said.likely_to_move(found, rows) == (
        "Likely to move later at the next report: action A12 (moved twice, changed at the last "
        "report, due in 14 days: 4 in 5); action A13 (not moved so far, passed 1 day ago: 7 in "
        "10); action A14 (moved once, due on the as-at date: 3 in 5); 1 more is at "
        "least as likely as not."
    )
    assert said.chance_words(found, 12) == "4 in 5"
    assert said.chance_words(found, 0) == "–"
    assert said.likely_to_move(replace(found, chances=chances.tail(1)), rows) == ""


def test_what_open_actions_wait_for_is_said_to_be_unknown_to_it():
    rows = measured(*done(*AGES), *still_open(2, dependency="National review"), *still_open(1))
    assert said.waiting(rows) == (
        "2 open actions say what they wait for. The forecast knows nothing of that."
    )
    assert said.waiting(PLAN) == ""


def test_what_is_supposed_is_said_before_what_would_come_of_it():
    assert said.what_if(FOUND) == ""
    assert said.what_if(replace(FOUND, promised=1)) == "If the date given is kept: "
    assert said.what_if(replace(FOUND, promised=3, times=2.0)) == (
        "If the 3 dates given are kept and twice as many are done a month: "
    )


def test_what_is_left_out_of_the_record_is_among_the_assumptions():
    assert len(said.assumptions(FOUND)) == 4
    before = forecast(measured(*done(*AGES, -5), *still_open(5)), AS_AT)
    assert said.assumptions(before)[-1] == (
        "1 action completed before the report was published is left out."
    )


def test_no_sentence_needs_to_be_explained():
    rows = measured(*done(*AGES[:3]), *still_open(5, original_due="2016-03-31"))
    found = forecast(rows, AS_AT)
    text = " ".join(
        [
            said.finding(found),
            said.basis(found),
            said.own_dates(found),
            said.when(found),
            said.likely_to_move(found, rows),
            *said.assumptions(found),
            *(said.finding(made(low=low)) for low in (0, 4)),
        ]
    )
    assert not re.search(r"\bP\d|percentile|\bpace\b|chances? in 10|quantile|median", text)


def test_a_part_is_called_by_its_name():
    force = Outlook("force", BY, 12, 12, 4)
    assert said.group_name(force, "scope") == "Force-specific"
    assert said.group_name(replace(force, name="Head of ICT"), "owner") == "Head of ICT"


def past(*rows: dict[str, Any]) -> pd.DataFrame:
    """Rows of past accuracy: of 18 open actions 1 to 9 foretold, 9 done, unless given otherwise."""
    usual = {"as_at": AS_AT, "open": 18, "dated": 14, "reason": None, "low": 1, "likeliest": 4}
    usual |= {"high": 9, "followed": 18, "done": 9, "withdrawn": 0, "gone": 0, "due": 11, "kept": 8}
    usual |= {"due_withdrawn": 0, "due_gone": 0}
    return pd.DataFrame([usual | row for row in rows], columns=list(COLUMNS), dtype="object")


def test_one_earlier_forecast_is_told_with_what_came():
    assert held.accuracy_finding(past({})) == (
        "The forecast as at 30 April 2016 would have given 1 to 9 of 18 open actions as done by "
        "now. 9 were done, within the range that it gave."
    )
    assert held.accuracy_finding(past({"done": 10})).endswith("10 were done, more than it gave.")
    assert held.accuracy_finding(past({"done": 0})).endswith("None was done, fewer than it gave.")


def test_several_earlier_forecasts_are_counted():
    assert held.accuracy_finding(past({}, {"done": 12}, {"done": 9})) == (
        "Of 3 earlier forecasts, 2 gave a range that the number completed since fell in (4 in 5 "
        "should); fewer were completed in none, more in 1."
    )


def test_without_an_earlier_forecast_it_says_so():
    assert held.accuracy_finding(past()) == held.NO_HISTORY
    nothing = {"reason": "complete", "followed": 0}
    assert held.accuracy_finding(past(nothing)) == (
        "1 earlier position is known, and none of them had open actions to forecast."
    )
    unpublished = {"reason": "no_publication"}
    assert held.accuracy_finding(past(unpublished, unpublished)) == (
        "No earlier forecast can be checked: the day on which the report was published is not "
        "known."
    )


def test_what_fell_due_and_was_kept_is_told_of_the_last_position():
    now = date(2016, 9, 30)
    assert held.honesty_finding(past({"due_withdrawn": 1, "due_gone": 2}), now) == (
        "8 of 11 open actions (73%) that the plan of 30 April 2016 said would be done by "
        "30 September 2016 were done; 1 was withdrawn and 2 are no longer in the plan."
    )
    assert held.honesty_finding(past({"due": 1, "kept": 0}), now) == (
        "The one open action that the plan of 30 April 2016 said would be done by "
        "30 September 2016 was not done."
    )
    assert held.honesty_finding(past({"due": 0}), now) == ""
    assert held.honesty_finding(past(), now) == ""


def test_a_table_says_what_was_foretold_and_what_came():
    (row,) = past({"withdrawn": 1, "gone": 2}).to_dict("records")
    assert held.foretold(row) == "1 to 9 of 18"
    assert held.what_came(row) == "9 of 18, 1 withdrawn, 2 no longer in the plan"
    assert held.foretold(row | {"reason": "no_publication"}) == "No forecast"
