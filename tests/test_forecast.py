"""The forecast of a plan: its count, its days, what it supposes, and when there is none."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest

from tests.made_plans import AGES, AS_AT, NONE_TOLD, done, measured, still_open
from tracker import forecast
from tracker.fields import PUBLISHED
from tracker.forecasting.counts import counts
from tracker.forecasting.curves import borrowed
from tracker.forecasting.outlook import outlooks, record_of

AGE = (AS_AT - PUBLISHED).days
PLAN = measured(*done(*AGES), *still_open(8, original_due="2016-08-31"))


def test_the_count_is_that_of_the_curves_which_the_record_allows():
    plan = forecast(PLAN, AS_AT).plan
    curves = borrowed().given(record_of(PLAN))
    expected = counts(curves, np.full(8, AGE), 91)
    assert (plan.low, plan.high) == expected.range(0.8)
    assert plan.likeliest == expected.likeliest()
    assert (plan.completed, plan.dated, plan.open) == (12, 12, 8)
    assert plan.by == AS_AT + timedelta(days=91)
    assert 0 <= plan.low <= plan.likeliest <= plan.high <= 8


def test_more_are_done_by_a_later_day():
    soon, late = (forecast(PLAN, AS_AT, by=AS_AT + timedelta(days=n)).plan for n in (10, 700))
    assert soon.high < late.high
    assert soon.likeliest < late.likeliest


def test_a_plan_of_few_completions_borrows_and_ten_are_its_own():
    few = forecast(measured(*done(*AGES[:9]), *still_open(8)), AS_AT).plan
    assert few.reason is None
    assert few.is_borrowed
    assert not forecast(measured(*done(*AGES[:10]), *still_open(8)), AS_AT).plan.is_borrowed
    none = forecast(measured(*still_open(8)), AS_AT).plan
    assert none.is_borrowed
    assert none.low == 0


def test_a_plan_that_closes_faster_than_what_is_borrowed_comes_into_its_own():
    day = PUBLISHED + timedelta(days=100)
    ages = ((), range(20, 100, 20), range(20, 100, 2))
    rows = [measured(*done(*each), *still_open(20), as_at=day) for each in ages]
    none, few, many = (forecast(row, day).plan.high for row in rows)
    assert none < few < many


def test_a_plan_that_closed_many_and_then_none_is_not_expected_to_go_on():
    day = PUBLISHED + timedelta(days=100)
    steady, stopped = (
        forecast(measured(*done(*ages), *still_open(20), as_at=day), day).plan
        for ages in (range(20, 100, 2), range(10, 50))
    )
    assert stopped.high < steady.low


def test_the_days_are_the_first_by_which_as_likely_as_not_so_many_are_done():
    found = forecast(PLAN, AS_AT)
    curves = borrowed().given(found.record)

    def chance(day: date, number: int) -> float:
        return counts(curves, np.full(8, AGE), (day - AS_AT).days).at_least(number)

    assert found.record_reaches == AS_AT + timedelta(days=AGE)
    assert found.half_by is not None
    assert chance(found.half_by, 4) >= 0.5 > chance(found.half_by - timedelta(days=1), 4)
    for day, number in ((found.eight_in_ten_by, 7), (found.all_by, 8)):
        if day is None:
            assert chance(found.record_reaches, number) < 0.5
        else:
            assert found.half_by <= day <= found.record_reaches


def test_a_batch_is_what_a_completion_came_in():
    # Three of four completions came together, one alone: (3 × 3 + 1) / 4.
    assert record_of(measured(*done(5, 5, 5, 9), *still_open(2))).batch == 2.5
    assert record_of(measured(*done(None, -5), *still_open(2))).batch == 1


def test_no_day_is_given_that_is_further_ahead_than_the_record_is_long():
    slow = forecast(measured(*done(*AGES[:2]), *still_open(30)), AS_AT)
    assert (slow.half_by, slow.eight_in_ten_by, slow.all_by) == (None, None, None)
    assert slow.record_reaches == AS_AT + timedelta(days=AGE)


def test_a_date_that_is_kept_is_done_by_then_come_what_may():
    by = AS_AT + timedelta(days=91)
    every = dict.fromkeys(PLAN.index[PLAN["is_open"]], by)
    kept = forecast(PLAN, AS_AT, promised=every)
    assert (kept.plan.low, kept.plan.likeliest, kept.plan.high) == (8, 8, 8)
    assert kept.all_by == by
    assert kept.promised == 8
    late = forecast(PLAN, AS_AT, promised={12: by + timedelta(days=1)}).plan
    assert late.high <= 7
    three = forecast(PLAN, AS_AT, promised=dict.fromkeys((12, 13, 14), by)).plan
    assert three.low >= 3


def test_twice_as_many_a_month_are_more_by_a_day_and_sooner_half():
    now, twice = forecast(PLAN, AS_AT), forecast(PLAN, AS_AT, times=2)
    assert twice.plan.high > now.plan.high
    assert twice.half_by < now.half_by
    assert twice.times == 2


@pytest.mark.parametrize(
    "options",
    [
        {"by": AS_AT},
        {"promised": {0: date(2017, 1, 1)}},  # complete
        {"promised": {99: date(2017, 1, 1)}},  # not there
        {"promised": {12: AS_AT - timedelta(days=1)}},
    ],
)
def test_what_cannot_be_supposed_is_refused(options: dict[str, Any]):
    with pytest.raises(ValueError, match=r"promised|after"):
        forecast(PLAN, AS_AT, **options)


@pytest.mark.parametrize(("rows", "options", "reason"), NONE_TOLD)
def test_where_there_is_no_forecast_it_says_why(
    rows: list[dict[str, Any]], options: dict[str, Any], reason: str
):
    as_at = options.get("as_at", AS_AT)
    found = forecast(measured(*rows, **options), as_at)
    assert found.plan.reason == reason
    assert (found.plan.low, found.plan.likeliest, found.plan.high) == (None, None, None)
    assert (found.half_by, found.all_by, found.record_reaches) == (None, None, None)
    assert found.ahead.empty
    assert not found.plan.is_borrowed


def test_dates_may_move_also_where_nothing_can_be_counted():
    rows = still_open(2, original_due="2016-08-31")
    assert len(forecast(measured(*rows, published=None), AS_AT).chances) == 2


def test_withdrawn_actions_and_those_done_before_the_report_count_for_nothing():
    plain = forecast(PLAN, AS_AT).plan
    more = measured(
        *done(*AGES),
        *still_open(8, original_due="2016-08-31"),
        {"status": "withdrawn"},
        *done(-20, -30),
    )
    found = forecast(more, AS_AT)
    assert (found.plan.low, found.plan.high) == (plain.low, plain.high)
    assert found.record.before == 2


def test_completions_without_a_date_make_a_plan_faster():
    few, more = (
        forecast(measured(*done(*AGES[:3], *undated), *still_open(10)), AS_AT).plan
        for undated in ([], [None] * 20)
    )
    assert more.high > few.high
    assert more.dated == 3


def test_the_record_is_how_many_were_open_after_each_day():
    found = forecast(measured(*done(43, 102, 102, None), *still_open(3)), AS_AT).past
    days = [pd.Timestamp(PUBLISHED + timedelta(days=age)) for age in (43, 102)]
    assert found["day"].tolist() == days
    assert found["open"].tolist() == [5, 3]  # the one without a day was never in it


def test_what_is_ahead_begins_with_nothing_done_and_goes_as_far_as_it_is_asked():
    ahead = forecast(PLAN, AS_AT, by=AS_AT + timedelta(days=2000)).ahead
    assert ahead.iloc[0].tolist() == [pd.Timestamp(AS_AT), 0, 0, 0]
    assert ahead["day"].iloc[-1] == pd.Timestamp(AS_AT + timedelta(days=2000))
    assert (ahead["low"] <= ahead["middle"]).all()
    assert (ahead["middle"] <= ahead["high"]).all()
    nearer = forecast(PLAN, AS_AT).ahead["day"].iloc[-1]
    assert nearer == pd.Timestamp(AS_AT + timedelta(days=AGE))


def test_only_owners_with_completions_enough_have_a_count_of_their_own():
    rows = measured(
        *done(*AGES[:10], owners=("Records",)),
        *still_open(4, owners=("Records", "ICT")),
        *done(*AGES[:9], owners=("ICT",)),
        *done(*AGES[:10], owners=("Training",)),  # nothing open
        *done(*AGES[:10]),
        *still_open(1),
    )
    by = AS_AT + timedelta(days=91)
    (found,) = outlooks(rows, AS_AT, by, "owner")
    assert (found.name, found.completed, found.open) == ("Records", 10, 4)
    own = forecast(rows.iloc[:14], AS_AT).plan
    assert (found.low, found.likeliest, found.high) == (own.low, own.likeliest, own.high)


def test_an_empty_plan_has_a_forecast_of_nothing():
    assert forecast(PLAN.iloc[:0], AS_AT).plan.reason == "no_actions"


def test_the_frame_given_is_not_changed():
    copy = PLAN.copy()
    forecast(PLAN, AS_AT, promised={12: date(2016, 9, 1)})
    pd.testing.assert_frame_equal(PLAN, copy)
