"""How many will be done: ranges by hand, and as often right as they say on made plans."""

from __future__ import annotations

import numpy as np
import pytest

from tests.simulated_plans import PACES, cases
from tracker.forecasting.counts import Counts, counts, day_of
from tracker.forecasting.curves import Curves


def of(*chances: float) -> Counts:
    return Counts(np.arange(len(chances)), np.array(chances))


ONE = Curves(np.array([100.0]), np.array([1.0]), np.array([0.0]), np.array([1.0]))
"""The same rate throughout, 1 in 100 days; none never."""


def test_a_range_is_the_shortest_that_holds_its_share():
    found = of(0.1, 0.2, 0.4, 0.2, 0.1)
    assert found.range(0.8) == (1, 3)
    assert found.range(0.4) == (2, 2)
    assert found.range(1.0) == (0, 4)


def test_of_several_as_short_a_range_is_the_likelier():
    assert of(0.3, 0.3, 0.2, 0.2).range(0.5) == (0, 1)
    assert of(0.2, 0.2, 0.3, 0.3).range(0.5) == (2, 3)


def test_the_likeliest_is_one_of_the_range():
    assert of(0.1, 0.2, 0.4, 0.2, 0.1).likeliest() == 2
    # None at all is likeliest, but the range of half is elsewhere.
    assert of(0.35, 0.05, 0.05, 0.2, 0.2, 0.15).likeliest(0.5) in (3, 4)


def test_the_middle_is_as_likely_as_not_reached():
    assert of(0.5, 0.25, 0.25).middle() == 1
    assert of(0.6, 0.2, 0.2).middle() == 0
    assert of(0.1, 0.2, 0.7).at_least(1) == pytest.approx(0.9)


def test_one_action_is_done_as_its_curve_and_the_period_say():
    # A hazard of 1 in 100 days, times a gamma variable of shape 5: done with 1 − (1 + 1/5)^−5.
    found = counts(ONE, np.array([40]), 100)
    assert found.at_least(1) == pytest.approx(1 - 1.2**-5, abs=0.005)
    assert counts(ONE, np.array([40]), 100, times=2).at_least(1) == pytest.approx(
        1 - 1.4**-5, abs=0.005
    )


def test_batches_widen_the_range():
    ages = np.full(20, 100)
    alone, together = (counts(ONE, ages, 50, batch=batch).range(0.8) for batch in (1, 6))
    assert together[1] - together[0] > alone[1] - alone[0]


def test_what_is_certain_is_added_and_with_nothing_open_all_is():
    open_ages = np.full(4, 100)
    without, certain = counts(ONE, open_ages, 50), counts(ONE, open_ages, 50, certain=2)
    assert certain.numbers.tolist() == [2, 3, 4, 5, 6]
    assert certain.chances.tolist() == without.chances.tolist()
    assert counts(ONE, open_ages[:0], 50, certain=3).range(0.8) == (3, 3)


def test_in_no_time_none_is_done():
    assert counts(ONE, np.full(5, 100), 0).range(0.8) == (0, 0)


def test_thousands_are_counted_in_steps():
    found = counts(ONE, np.full(50_000, 100), 100)
    assert len(found.numbers) == 1001
    low, high = found.range(0.8)
    assert low < 50_000 * (1 - 1.2**-5) < high


def test_the_day_of_a_number_is_the_first_by_which_it_is_as_likely_as_not():
    def sure_after_thirty(days: int) -> Counts:
        return of(0.0, 1.0) if days >= 30 else of(1.0, 0.0)

    assert day_of(1, sure_after_thirty, 60) == 30
    assert day_of(1, sure_after_thirty, 30) == 30
    assert day_of(1, sure_after_thirty, 29) is None
    assert day_of(0, sure_after_thirty, 29) == 1


@pytest.mark.parametrize("never", [0.0, 0.3])
@pytest.mark.parametrize("pace", list(PACES))
def test_ranges_hold_on_made_plans_with_and_without_a_share_that_never_closes(
    pace: str, never: float
):
    held = np.mean([case.held for case in cases(PACES[pace], never, plans=3)])
    # 80% or more, as counts are whole and closings are taken to come in batches; three standard
    # errors of 27 plans are some 10%.
    assert 0.7 <= held <= 0.99
