"""The forecast of a plan and its parts: dates, refusals, and dates given by hand."""

from __future__ import annotations

from datetime import date, timedelta
from math import comb
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.made_plans import AGES, AS_AT, REFUSED, done, measured, names, still_open
from tracker import forecast
from tracker.fields import PUBLISHED
from tracker.forecasting.outlook import Outlook
from tracker.forecasting.pace import fit_pace

AGE = (AS_AT - PUBLISHED).days


def dates(outlook: Outlook) -> list[date | None]:
    return [outlook.p50, outlook.p80, outlook.p95]


def test_the_dates_are_those_on_which_the_chances_are_reached():
    found = forecast(measured(*done(*AGES), *still_open(5)), AS_AT)
    pace = fit_pace(np.array(AGES), 5, AGE)
    for day, chance in zip(dates(found.plan), (0.5, 0.8, 0.95), strict=True):
        days = (day - AS_AT).days
        before, by = pace.all_done([days - 1, days], 5)
        assert before < chance <= by
    assert (found.plan.behind, found.plan.own, found.plan.reason) == (12, True, None)
    assert (found.plan.actions, found.plan.completed, found.plan.open) == (17, 12, 5)


def test_the_curve_ends_level_at_the_as_at_date_and_goes_on_from_there():
    found = forecast(measured(*done(*AGES), *still_open(5)), AS_AT)
    assert found.published == PUBLISHED
    assert found.curve["age_days"].iloc[-1] == AGE
    assert found.curve["share_open"].iloc[-1] == pytest.approx(5 / 17)
    assert found.ahead["age_days"].iloc[0] == AGE
    assert found.ahead["share_open"].iloc[0] == pytest.approx(5 / 17)
    last = PUBLISHED + timedelta(days=int(found.ahead["age_days"].iloc[-1]))
    assert last == (found.plan.p95 or found.plan.later_than)


def test_a_plan_that_is_complete_says_when_the_last_was():
    found = forecast(measured(*done(10, 266, 101)), AS_AT).plan
    assert (found.reason, found.completed_on) == ("complete", date(2016, 3, 24))
    assert dates(found) == [None, None, None]


def test_a_complete_plan_with_a_date_missing_does_not_say_when():
    found = forecast(measured(*done(10, None)), AS_AT).plan
    assert (found.reason, found.completed_on) == ("complete", None)


def test_what_is_completed_after_the_as_at_date_is_open():
    found = forecast(measured(*done(*AGES), *done(400)), AS_AT).plan
    assert (found.completed, found.open, found.reason) == (12, 1, None)
    assert found.p50 is not None
    assert found.p50 > AS_AT


@pytest.mark.parametrize(("rows", "options", "reason"), REFUSED)
def test_too_little_to_say_is_said(rows: list[dict[str, Any]], options: Any, reason: str):
    found = forecast(measured(*rows, **options), options.get("as_at", AS_AT))
    assert found.plan.reason == reason
    assert dates(found.plan) == [None, None, None]
    assert found.plan.later_than is None
    assert found.ahead.empty


def test_ten_completions_on_known_days_are_enough():
    found = forecast(measured(*done(*AGES[:10]), *still_open(3)), AS_AT).plan
    assert (found.behind, found.reason) == (10, None)


def test_withdrawn_actions_change_nothing():
    rows = [*done(*AGES), *still_open(5)]
    without = forecast(measured(*rows), AS_AT).plan
    withdrawn = [{"status": "withdrawn", "completed_on": None}] * 4
    assert forecast(measured(*rows, *withdrawn), AS_AT).plan == without


def test_completions_before_publication_are_counted_complete_and_say_nothing_of_the_pace():
    rows = [*done(*AGES), *still_open(5)]
    without = forecast(measured(*rows), AS_AT)
    found = forecast(measured(*rows, *done(-30, -2)), AS_AT)
    assert dates(found.plan) == dates(without.plan)
    assert (found.plan.completed, found.plan.dated, found.record.before) == (14, 12, 2)


def test_completions_without_a_date_bring_the_dates_forward():
    rows = [*done(*AGES), *still_open(5)]
    without = forecast(measured(*rows), AS_AT).plan
    found = forecast(measured(*rows, *done(None, None, None, None)), AS_AT)
    assert (found.plan.behind, found.record.undated, found.plan.completed) == (12, 4, 16)
    assert found.plan.p50 < without.p50
    assert found.curve["share_open"].iloc[-1] == pytest.approx(5 / 21)


def test_a_date_further_than_five_times_the_record_is_only_later_than():
    found = forecast(measured(*done(*AGES), *still_open(40)), AS_AT).plan
    assert found.later_than == AS_AT + timedelta(days=5 * AGE)
    assert dates(found) == [None, None, None]
    assert found.reason is None


def test_a_recommendation_of_few_completions_has_the_plans_pace():
    rows = [
        *done(*AGES[:11], recommendation="1"),
        *done(*AGES[11:], recommendation="2"),
        *still_open(2, recommendation="1"),
        *still_open(1, recommendation="2"),
    ]
    found = forecast(measured(*rows), AS_AT)
    one, two = found.recommendations
    assert (one.own, one.behind, one.dated) == (True, 11, 11)
    assert (two.own, two.behind, two.dated) == (False, 12, 1)
    # One action at the plan's pace, beside the three of the plan.
    pace = fit_pace(np.array(AGES), 3, AGE)
    assert two.p80 == AS_AT + timedelta(days=int(pace.days_until([0.8], 1, 5 * AGE)[0]))
    assert two.p80 < found.plan.p80


def test_a_recommendation_slower_than_the_plan_has_no_date():
    rows = [
        *done(*AGES, recommendation="1"),
        *still_open(4, recommendation="1"),
        *still_open(4, recommendation="2"),
        *still_open(1, recommendation="3"),
    ]
    found = forecast(measured(*rows), AS_AT)
    # Of 21 actions 12 are done. None of four: (9/21)^4 = 0.034, less than 1 in 20.
    assert (9 / 21) ** 4 < 0.05
    assert [each.reason for each in found.recommendations] == [None, "slower_than_plan", None]


def test_how_few_is_too_few_is_the_binomial_distributions():
    rows = [
        *done(*AGES, recommendation="1"),
        *still_open(2, recommendation="1"),
        *done(150, recommendation="2"),
        *still_open(5, recommendation="2"),
    ]
    share = 13 / 20
    chance = sum(comb(6, n) * share**n * (1 - share) ** (6 - n) for n in (0, 1))
    assert chance < 0.05  # 0.022
    assert forecast(measured(*rows), AS_AT).recommendations[1].reason == "slower_than_plan"


def test_owners_and_scopes_have_dates_of_their_own_completions_or_none():
    rows = [
        *done(*AGES[:10], owners=("Records", "ICT"), scope="force"),
        *done(*AGES[10:], owners=("ICT",), scope="national"),
        *still_open(2, owners=("Records",), scope="force"),
        *still_open(1, owners=("ICT",), scope="national"),
        *still_open(1),
    ]
    found = forecast(measured(*rows), AS_AT)
    assert names(found.owners) == ["Records", "ICT", None]
    assert [each.behind for each in found.owners] == [10, 12, 0]
    assert [each.reason for each in found.owners] == [None, None, "few_completions"]
    assert names(found.scopes) == ["force", "national", None]
    assert [each.reason for each in found.scopes] == [None, "few_completions", "few_completions"]


def test_what_the_plan_says_itself_stands_beside():
    rows = [
        *done(*AGES, original_due="2019-01-01"),
        *still_open(1, original_due="2015-11-30"),
        *still_open(1, original_due="2015-11-30", revised_due="2016-12-31"),
        *still_open(2),
    ]
    plan = forecast(measured(*rows), AS_AT).plan
    assert (plan.agreed.latest, plan.agreed.without, plan.agreed.passed) == (
        date(2016, 12, 31),
        2,
        1,
    )
    pace = fit_pace(np.array(AGES), 4, AGE)
    assert plan.agreed.chance == pytest.approx(float(pace.all_done([245], 4)[0]))


def test_a_date_that_has_passed_has_no_chance():
    rows = [*done(*AGES), *still_open(2, original_due="2015-11-30")]
    agreed = forecast(measured(*rows), AS_AT).plan.agreed
    assert (agreed.latest, agreed.passed, agreed.chance) == (date(2015, 11, 30), 2, None)


def test_a_date_given_by_hand_is_taken_as_kept():
    plan = measured(*done(*AGES), *still_open(3, original_due="2016-06-30"))
    now, late = forecast(plan, AS_AT), date(2018, 12, 31)
    given = forecast(plan, AS_AT, promised={13: late})
    # Two are left to the pace, and nothing is done before the day given.
    pace = fit_pace(np.array(AGES), 3, AGE)
    two = AS_AT + timedelta(days=int(pace.days_until([0.95], 2, 5 * AGE)[0]))
    assert dates(given.plan) == [late, late, max(late, two)]
    assert given.plan.agreed.latest == late
    assert given.plan.agreed.chance == pytest.approx(
        float(pace.all_done([(late - AS_AT).days], 2)[0])
    )
    soon = forecast(plan, AS_AT, promised={13: date(2016, 5, 1)})
    assert soon.plan.p80 < now.plan.p80
    assert soon.plan.p95 == two
    assert (now.promised, soon.promised) == (0, 1)


def test_where_every_date_is_given_the_last_of_them_is_the_answer():
    plan = measured(*done(*AGES[:3]), *still_open(2))
    promised = {3: date(2016, 6, 30), 4: date(2016, 5, 31)}
    found = forecast(plan, AS_AT, promised=promised).plan
    assert dates(found) == [date(2016, 6, 30)] * 3
    assert (found.reason, found.behind) == (None, 0)
    one = forecast(plan, AS_AT, promised={3: date(2016, 6, 30)}).plan
    assert one.reason == "few_completions"


def test_a_date_given_for_what_is_not_open_or_before_the_as_at_date_is_refused():
    plan = measured(*done(*AGES), *still_open(2))
    for promised in ({0: date(2017, 1, 1)}, {99: date(2017, 1, 1)}, {12: date(2016, 4, 29)}):
        with pytest.raises(ValueError, match="open action"):
            forecast(plan, AS_AT, promised=promised)


def test_an_empty_plan_has_a_forecast_of_nothing():
    found = forecast(measured(*done(*AGES)).iloc[:0], AS_AT)
    assert found.plan.reason == "no_actions"
    assert found.recommendations == found.owners == found.scopes == ()
    assert found.curve.empty
    assert found.published is None


def test_a_plan_of_the_last_day_of_the_calendar_does_not_fail():
    as_at = date(9999, 12, 1)
    rows = [*done(*AGES), *still_open(3)]
    found = forecast(measured(*rows, as_at=as_at, published=date(9999, 1, 1)), as_at)
    assert found.plan.reason is not None or found.plan.later_than is not None


ACTION = st.fixed_dictionaries(
    {
        "status": st.sampled_from(
            ["not_started", "in_progress", "complete", "confirmed", "withdrawn", "unknown"]
        ),
        "completed_on": st.none() | st.dates(date(2015, 1, 1), date(2017, 12, 31)),
        "original_due": st.none() | st.dates(date(2010, 1, 1), date(2030, 1, 1)),
        "recommendation": st.sampled_from([None, "1", "2"]),
        "owners": st.sampled_from([(), ("A",), ("A", "B")]),
        "scope": st.sampled_from([None, "national", "force"]),
    }
)


@given(st.lists(ACTION, min_size=1, max_size=60), st.dates(date(2015, 6, 1), date(2017, 12, 31)))
def test_whatever_the_plan_the_dates_are_in_order_and_after_the_as_at_date(
    rows: list[dict[str, Any]], as_at: date
):
    found = forecast(measured(*rows, as_at=as_at), as_at)
    every = [found.plan, *found.recommendations, *found.owners, *found.scopes]
    for outlook in every:
        assert outlook.actions == outlook.completed + outlook.open
        known = [day for day in dates(outlook) if day is not None]
        assert known == sorted(known)
        assert all(day > as_at for day in known)
        assert dates(outlook)[: len(known)] == known
        assert (outlook.reason is None) == bool(known or outlook.later_than)
        assert (outlook.reason is None) <= (outlook.behind >= 10)
        assert (outlook.reason in ("complete", "no_actions")) == (outlook.open == 0)


@given(st.lists(st.integers(1, 300), min_size=10, max_size=40), st.integers(1, 12))
def test_one_more_open_action_never_brings_the_end_nearer(ages: list[int], number: int):
    plan = measured(*done(*ages), *still_open(number))
    outlook = forecast(plan, AS_AT).plan
    promised = {len(ages): AS_AT}
    without_one = forecast(plan, AS_AT, promised=promised).plan
    for name in ("p50", "p80", "p95"):
        with_all, less = getattr(outlook, name), getattr(without_one, name)
        if with_all is not None:
            assert less is not None
            assert less <= with_all
