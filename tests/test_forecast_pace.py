"""The pace: against brute force, against lifelines, and on 1,000 plans whose end is known."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lifelines import WeibullFitter
from scipy.integrate import simpson
from scipy.stats import norm

from tests.simulated_plans import chances, coverage, forecasts, mixed, rushed, steady
from tracker.forecasting.pace import STEADY, Pace, fit_pace
from tracker.forecasting.record import Record, largest_gap, pace_of

AGES = np.array([43, 102, 127, 141, 148, 151, 190, 211, 239, 242, 260, 266, 273, 284])
OPEN, AGE = 18, 303
LONG_AHEAD = 1_000_000


def brute_force(days: int, actions: int, undated: int = 0) -> float:
    """The chance that all are done, by Simpson's rule over two plain likelihoods in days.

    In the mean and spread of the log age themselves, with the prior 1/spread; scipy's normal.
    """
    logs = np.log(AGES - 0.5)[:, None, None]
    end, then = math.log(AGE), math.log(AGE + days)
    means, log_spreads = np.linspace(1.5, 14, 700), np.linspace(-2.5, 2.5, 500)
    mean, spread = means[:, None], np.exp(log_spreads)[None, :]

    def log_tails(weibull: bool, at: float) -> np.ndarray:
        return -np.exp((at - mean) / spread) if weibull else norm.logsf((at - mean) / spread)

    totals = []
    for weibull in (True, False):
        z = (logs - mean) / spread
        density = (z - np.exp(z) if weibull else norm.logpdf(z)) - np.log(spread)
        with np.errstate(divide="ignore"):
            done_by_now = np.log(-np.expm1(log_tails(weibull, end)))
        fit = density.sum(axis=0) + OPEN * log_tails(weibull, end)
        fit += undated * done_by_now if undated else 0
        with np.errstate(invalid="ignore"):
            likely = np.exp(np.nan_to_num(fit, nan=-np.inf) + 90)  # the prior is 1/spread × dspread
        with np.errstate(under="ignore"):
            open_then = np.exp(log_tails(weibull, then) - log_tails(weibull, end))
        for weight in (likely, likely * np.nan_to_num(1 - open_then, nan=1.0) ** actions):
            totals.append(simpson(simpson(weight, x=log_spreads, axis=1), x=means))
    steady_all, steady_done, waning_all, waning_done = totals
    of_waning = (1 - STEADY) / STEADY
    return (steady_done + of_waning * waning_done) / (steady_all + of_waning * waning_all)


@pytest.mark.parametrize(("days", "actions"), [(200, 1), (500, 18), (1500, 18)])
def test_chances_are_those_of_brute_force(days: int, actions: int):
    pace = fit_pace(AGES, OPEN, AGE)
    found = float(pace.all_done([days], actions)[0])
    assert found == pytest.approx(brute_force(days, actions), abs=0.002)


def test_completions_without_a_date_count_as_done_by_now():
    pace = fit_pace(AGES, OPEN, AGE, undated=6)
    found = float(pace.all_done([500], 18)[0])
    assert found == pytest.approx(brute_force(500, 18, undated=6), abs=0.002)
    assert found > fit_pace(AGES, OPEN, AGE).all_done([500], 18)[0]


def test_of_many_actions_the_pace_is_that_of_lifelines_most_likely_curve():
    rng = np.random.default_rng(7)
    days = np.ceil(400 * rng.weibull(1.4, 20_000)).astype(int)
    done = days[days <= 500]
    pace = fit_pace(done, int((days > 500).sum()), 500)
    times = np.where(days <= 500, days - 0.5, 500)
    theirs = WeibullFitter().fit(times, days <= 500)
    assert pace.rise @ pace.weights[: len(pace.rise)] == pytest.approx(theirs.rho_, rel=0.002)
    at = [100, 300, 500, 800]
    assert pace.share_open(at) == pytest.approx(
        theirs.survival_function_at_times(at).to_numpy(), abs=0.002
    )


def test_finer_steps_move_no_date_by_1_in_500():
    for completed, open_, undated in ((AGES, OPEN, 0), (AGES[:10], 3, 9), (AGES, 60, 0)):
        usual = fit_pace(completed, open_, AGE, undated)
        fine = fit_pace(completed, open_, AGE, undated, nodes=101)
        days = [
            each.days_until([0.1, 0.5, 0.8, 0.95], open_, LONG_AHEAD).tolist()
            for each in (usual, fine)
        ]
        assert days[0] == pytest.approx(days[1], rel=0.002, abs=1)


def test_a_record_of_a_constant_rate_is_forecast_at_that_rate():
    # 1,000 actions at 1 in 300 a day: of 135 open after 600 days the last takes
    # 300 × ln(135 / ln 2) = 1,582 days in the median.
    ages = np.ceil(-300 * np.log(1 - (np.arange(865) + 0.5) / 1000)).astype(int)
    assert ages.max() <= 600
    pace = fit_pace(ages, 135, 600)
    assert int(pace.days_until([0.5], 135, LONG_AHEAD)[0]) == pytest.approx(1582, rel=0.05)


@given(
    st.lists(st.integers(0, 300), min_size=2, max_size=40).filter(lambda ages: len(set(ages)) > 1),
    st.integers(1, 500),
    st.integers(0, 50),
    st.integers(1, 400),
)
def test_any_record_gives_chances_in_order(ages: list[int], open_: int, undated: int, actions: int):
    pace = fit_pace(np.array(ages), open_, 300, undated)
    assert pace.weights.sum() == pytest.approx(1)
    days = pace.days_until([0.1, 0.5, 0.8, 0.95], actions, 5000)
    assert (np.diff(days) >= 0).all()
    assert ((days >= 1) & (days <= 5001)).all()
    chance = pace.all_done([1, 10, 100, 1000], actions)
    assert (np.diff(chance) >= 0).all()
    assert ((chance >= 0) & (chance <= 1)).all()
    more = pace.days_until(0.5, [actions, actions + 1], 5000)
    assert more[0] <= more[1]
    low, high = pace.band([150, 300, 600])
    assert (low <= high).all()


def test_a_date_is_the_first_day_on_which_the_chance_is_reached():
    pace = fit_pace(AGES, OPEN, AGE)
    day = int(pace.days_until([0.8], OPEN, 5000)[0])
    before, then = pace.all_done([day - 1, day], OPEN)
    assert before < 0.8 <= then
    assert pace.days_until([0.8], OPEN, day - 1)[0] == day  # one more than the limit: later


def test_an_80_percent_range_holds_80_percent_of_1000_plans_whose_end_is_known():
    plans = list(forecasts(mixed, tuple(range(20, 201, 5))))
    told = [chances(pace, plan) for pace, plan in plans if isinstance(pace, Pace)]
    assert len(told) == 1000
    held = coverage(told)
    assert held["range"] == pytest.approx(80, abs=5)
    assert held["p80"] == pytest.approx(80, abs=5)
    assert held["p50"] == pytest.approx(50, abs=8)
    assert held["p95"] == pytest.approx(95, abs=3)


def test_it_holds_for_small_plans_at_a_pace_that_rises_or_falls():
    found = list(forecasts(steady, (20, 25, 30), number=600, seed=2))
    told = [chances(pace, plan) for pace, plan in found if isinstance(pace, Pace)]
    assert coverage(told)["range"] == pytest.approx(80, abs=5)


def test_a_rush_at_a_deadline_is_mostly_refused():
    found = list(forecasts(rushed, (60, 100), number=5, seed=3))
    refused = sum(pace == "uneven" for pace, _ in found)
    assert refused / len(found) > 0.85


def test_the_gap_between_record_and_curve_is_the_furthest_on_either_side_of_a_step():
    # A curve that never falls: weights on one Weibull with almost no hazard.
    one = np.array([1.0])
    flat = Pace(100, one, np.array([1e-12]), np.array([]), np.array([]), one)
    record = Record(np.arange(1, 11), 0, 0, 10, 100)
    assert largest_gap(record, flat) == pytest.approx(0.5)


def test_an_even_record_is_not_refused():
    record = Record(np.arange(10, 110, 10), 0, 0, 10, 110)
    assert isinstance(pace_of(record), Pace)
