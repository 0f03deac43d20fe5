"""The closure curve: by hand, against lifelines, and with completions whose day is not known."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from lifelines import KaplanMeierFitter

from tracker.forecasting.curve import Steps, closure_curve, closure_steps


def steps(completed: list[int], open_: list[int], undated: int = 0) -> Steps:
    return closure_steps(np.array(completed, dtype=int), np.array(open_, dtype=int), undated)


def test_a_small_curve_is_as_worked_out_by_hand():
    # Five actions: done at 10, 20 and 20 days, open at 20 and 30. 4/5 stay after 10; of the four
    # at risk on day 20 two are done, so 4/5 × 2/4 = 2/5 stay. No more is known of the rest.
    curve = steps([10, 20, 20], [20, 30])
    assert curve.days.tolist() == [10, 20]
    assert curve.share.tolist() == pytest.approx([0.8, 0.4])
    # Greenwood on day 10: 1/(5 × 4) = 0.05, so log(−log 0.8) ± 1.96 × √0.05 / 0.22314.
    assert (curve.lower[0], curve.upper[0]) == pytest.approx((0.204, 0.969), abs=0.001)
    assert curve.median == 20


def test_the_table_begins_with_everything_open():
    table = closure_curve(steps([10, 20], [30]))
    assert table.to_dict("list")["age_days"] == [0, 10, 20]
    assert table.iloc[0].tolist() == [0, 1, 1, 1]
    at_once = closure_curve(steps([0, 20], [30]))
    assert at_once["age_days"].tolist() == [0, 20]
    assert at_once["share_open"].tolist() == pytest.approx([2 / 3, 1 / 3])
    assert closure_curve(steps([], [30]))["share_open"].tolist() == [1.0]


def test_half_is_half_however_it_is_reached():
    # 9/10 × 8/9 × 7/8 × 6/7 × 5/6 is a half, and a hair more or less in floating point.
    assert steps([1, 2, 3, 4, 5], [9] * 5).median == 5
    assert steps([1, 2, 3], [9] * 3).median == 3


def test_with_more_than_half_open_there_is_no_median():
    assert steps([10], [30, 30]).median is None
    assert steps([], []).median is None


@given(
    st.lists(st.integers(0, 60), min_size=1, max_size=60), st.lists(st.integers(0, 60), max_size=60)
)
def test_curve_band_and_median_are_those_of_lifelines(completed: list[int], open_: list[int]):
    ours = steps(completed, open_)
    theirs = KaplanMeierFitter().fit(completed + open_, [1] * len(completed) + [0] * len(open_))
    there = theirs.survival_function_.loc[ours.days].to_numpy()[:, 0]
    assert ours.share.tolist() == pytest.approx(there.tolist(), abs=1e-9)
    band = theirs.confidence_interval_.loc[ours.days].to_numpy()
    known = (ours.share > 1e-9) & ~np.isnan(band).any(axis=1)
    assert ours.lower[known].tolist() == pytest.approx(band[known, 0].tolist(), abs=1e-6)
    assert ours.upper[known].tolist() == pytest.approx(band[known, 1].tolist(), abs=1e-6)
    # Where half is open to the last digit, lifelines' rounding decides.
    assume(not np.isclose(ours.share, 0.5).any())
    median = theirs.median_survival_time_
    assert ours.median == (None if np.isinf(median) else median)


def test_completions_without_a_date_are_shared_out_as_lifelines_does():
    dated, still_open, age = [10, 20, 20, 35, 50], 4, 60
    ours = steps(dated, [age] * still_open, undated=3)
    # Its intervals include their ends: done before the open ones' age is done by the day before.
    lower = dated + [0] * 3 + [age] * still_open
    upper = dated + [age - 1] * 3 + [np.inf] * still_open
    theirs = KaplanMeierFitter().fit_interval_censoring(lower, upper, tol=1e-9)
    # Its table gives the share open before an age, ours from it on.
    after = theirs.survival_function_["NPMLE_estimate_upper"].shift(-1).loc[ours.days]
    assert ours.share.tolist() == pytest.approx(after.tolist(), abs=1e-5)
    assert ours.share[-1] == pytest.approx(4 / 12)  # of 12 actions 4 are open


def test_the_band_holds_as_often_as_it_says_with_half_of_the_dates_missing():
    # 300 plans of 60 actions at a constant rate, seen at 100 days; half of those done lost theirs.
    rng = np.random.default_rng(1926)
    inside = []
    for _ in range(300):
        days = np.ceil(rng.exponential(80, 60)).astype(int)
        done = days[days <= 100]
        known = done[rng.random(len(done)) < 0.5]
        found = closure_steps(known, np.full((days > 100).sum(), 100), len(done) - len(known))
        place = np.searchsorted(found.days, 40, side="right") - 1
        inside.append(found.lower[place] <= np.exp(-40 / 80) <= found.upper[place])
    # 95% of 300, give or take three standard errors of 1.3%.
    assert np.mean(inside) == pytest.approx(0.95, abs=0.04)


def test_missing_dates_widen_the_band():
    known = steps(list(range(1, 41)), [50] * 20)
    missing = steps(list(range(1, 41, 2)), [50] * 20, undated=20)
    middle = np.searchsorted(missing.days, 20)
    at_same = np.searchsorted(known.days, missing.days[middle])
    assert (
        missing.upper[middle] - missing.lower[middle] > known.upper[at_same] - known.lower[at_same]
    )


def test_the_curve_never_rises_and_stays_in_its_band():
    rng = np.random.default_rng(0)
    for undated in (0, 7):
        found = closure_curve(closure_steps(rng.integers(0, 300, 50), np.full(12, 300), undated))
        assert isinstance(found, pd.DataFrame)
        assert (found["share_open"].diff().dropna() <= 0).all()
        assert found["share_open"].between(found["lower"], found["upper"]).all()
