"""Closing curves: their shape, how likely they make a record, and what is borrowed."""

from __future__ import annotations

import numpy as np
import pytest

from tracker.forecasting.curves import Curves, Record, borrowed


def record(ages: list[int], open_ages: list[int], undated: int = 0) -> Record:
    return Record(np.array(ages, dtype=int), undated, 0, np.array(open_ages, dtype=int))


def two(**of: list[float]) -> Curves:
    """Two curves that differ in what is given; else 100 days, a steady rate, and none never."""
    values = {"days": [100.0] * 2, "rise": [1.0] * 2, "never": [0.0] * 2, **of}
    return Curves(
        **{name: np.array(each) for name, each in values.items()}, weights=np.full(2, 0.5)
    )


def test_a_curve_falls_to_the_share_that_never_closes():
    shares = two(never=[0.5, 0.0]).still_open([0, 100, 100_000])
    # Half never closes; of the other half 1/e is open after the typical time.
    assert shares[0].tolist() == pytest.approx([0.9975, 0.5 + 0.5 / np.e, 0.5], abs=1e-4)
    assert shares[1].tolist() == pytest.approx([0.9950, 1 / np.e, 0], abs=1e-4)


def test_a_rising_rate_closes_late_and_a_falling_one_early():
    shares = two(rise=[2.0, 0.5]).still_open([25])
    assert shares[:, 0].tolist() == pytest.approx([np.exp(-(0.25**2)), np.exp(-0.5)])


def test_a_completion_is_as_likely_as_the_rate_on_its_day():
    # On day 100: rate 1/100 and 1/e left open, or rate 1/200 and e^-0.5 left.
    first, second = two(days=[100.0, 200.0]).log_likelihood(record([100], []))
    assert first - second == pytest.approx(np.log(2) - 0.5)


def test_an_open_action_and_one_done_on_a_day_not_known_count_as_what_is_left_and_gone():
    curves = two(days=[100.0, 200.0])
    first, second = curves.log_likelihood(record([], [100]))
    assert first - second == pytest.approx(-1 + 0.5)
    first, second = curves.log_likelihood(record([], [100], undated=1))
    gone = np.log(1 - np.exp(-1)) - np.log(1 - np.exp(-0.5))
    assert first - second == pytest.approx(-1 + 0.5 + gone)


def test_a_record_makes_the_curve_likelier_that_fits_it():
    # Seven in ten closed by day 500, or one in ten: the first speaks for fewer that never do.
    curves = two(never=[0.2, 0.8])
    # What is left out is more than ten thousand times less likely.
    assert curves.given(record([50, 80] * 7, [500] * 6)).never.tolist() == [0.2]
    assert curves.given(record([50, 80], [500] * 18)).never.tolist() == [0.8]


def test_what_is_borrowed_leaves_every_share_that_never_closes_possible():
    curves = borrowed()
    assert curves.weights.sum() == pytest.approx(1)
    assert curves.weights @ curves.never == pytest.approx(1 / 3, abs=0.002)
    assert curves.weights[curves.never < 0.01].sum() == pytest.approx(1 / 8)


def test_many_completions_outweigh_what_is_borrowed():
    # Sixty actions at a constant rate of 1 in 60 days, seen when ten are left.
    ages = np.ceil(-60 * np.log(1 - (np.arange(50) + 0.5) / 60)).astype(int).tolist()
    curves = borrowed().given(record(ages, [110] * 10))
    assert np.exp(curves.weights @ np.log(curves.days)) == pytest.approx(60, rel=0.2)


def test_a_record_reaches_as_far_back_as_its_oldest_open_action():
    assert record([5], [10, 12]).reach == 12
    assert record([5], []).reach == 0
