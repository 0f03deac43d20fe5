"""The chance that the next report moves an agreed date: its terms, its record, its order."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest

from tests.made_plans import actions, done, still_open
from tracker.forecasting.moves import date_chances, log_odds, terms
from tracker.forecasting.reference import MOVED_BEFORE, NOT_SEEN_BEFORE
from tracker.measures import measure

REPORTS = [date(2015, 9, 1), date(2016, 1, 1), date(2016, 5, 1)]
NEXT = date(2016, 9, 1)  # 123 days on


def dates(*rows: list[str | None]) -> Any:
    return np.array([[day or "NaT" for day in row] for row in rows], dtype="datetime64[D]")


def odds(chance: float) -> float:
    return float(np.log(chance / (1 - chance)))


def chances(*rows: dict[str, Any], before: list[list[str | None]] | None = None) -> pd.DataFrame:
    measured = measure(actions(*rows), REPORTS[-1])
    earlier = None
    if before is not None:
        columns = pd.DataFrame(before, columns=REPORTS[:-1], index=measured.index)
        earlier = columns.apply(pd.to_datetime)
    return date_chances(measured, REPORTS[-1], NEXT, earlier)


def test_the_terms_of_a_date_are_as_worked_out_by_hand():
    # Moved by 30 days and then by 91; due 61 days on, of the 246 of two reports.
    moved = ["2016-03-02", "2016-04-01", "2016-07-01"]
    # Brought forward by the last report; it passed a day ago.
    forward = ["2016-06-30", "2016-06-30", "2016-04-30"]
    found = terms(dates(moved, forward), [*REPORTS, NEXT])
    assert found[0].tolist() == pytest.approx([1, 1, 91 / 365, 2, 1 - 61 / 246, 0])
    assert found[1].tolist() == pytest.approx([1, 1, 0, 0, 1, 1])


def test_a_date_far_off_that_never_moved_speaks_for_nothing():
    found = terms(dates(["2019-01-01"] * 3), [*REPORTS, NEXT])
    assert found[0].tolist() == [1, 0, 0, 0, 0, 0]


def test_moves_that_the_plan_itself_shows_count_where_they_are_more():
    rows = dates(["2019-01-01"] * 3, ["2016-10-01", "2017-01-01", "2019-01-01"])
    found = terms(rows, [*REPORTS, NEXT], np.array([1, 1]))
    assert found[:, 3].tolist() == [1, 2]
    assert terms(rows, [*REPORTS, NEXT], np.array([7, 0]))[0, 3] == 3  # a fourth says nothing new


def test_the_log_odds_are_the_sum_of_the_terms():
    moved = dates(["2016-03-02", "2016-04-01", "2016-07-01"])
    w = MOVED_BEFORE
    expected = w["always"] + w["changed"] + w["extent"] * 91 / 365 + 2 * w["moves"]
    expected += w["near"] * (1 - 61 / 246)
    assert log_odds(moved, [*REPORTS, NEXT])[0] == pytest.approx(expected)


def test_without_an_earlier_report_of_it_less_is_known_of_a_date():
    w = NOT_SEEN_BEFORE
    expected = w["always"] + w["near"] * (1 - 61 / 246)
    new = dates([None, None, "2016-07-01"])
    assert log_odds(new, [*REPORTS, NEXT])[0] == pytest.approx(expected)
    assert log_odds(new[:, 2:], [REPORTS[-1], NEXT])[0] == pytest.approx(expected)


def test_a_report_in_a_month_moves_fewer_dates_than_one_in_four():
    far = dates(["2019-01-01"] * 3)
    soon = log_odds(far, [*REPORTS, date(2016, 5, 31)])[0]  # in 30 days, a quarter of 120
    assert soon - log_odds(far, [*REPORTS, NEXT])[0] == pytest.approx(np.log(1 / 4))


def test_only_open_actions_with_a_date_have_a_chance_and_the_likeliest_stands_first():
    found = chances(
        *done(100, original_due="2016-03-31", date_moves=0),
        *still_open(1, original_due="2018-01-31", date_moves=0),
        *still_open(1, date_moves=0),
        *still_open(1, original_due="2016-03-31", revised_due="2016-05-15", date_moves=1),
    )
    assert found.index.tolist() == [3, 1]
    assert found["days_ahead"].tolist() == [14, 640]
    assert found["moves"].tolist() == [1, 0]
    assert found["chance"].is_monotonic_decreasing
    assert found["chance"].between(0, 1, inclusive="neither").all()


def test_a_plan_whose_dates_held_so_far_has_lower_chances_and_one_whose_moved_higher():
    rows = still_open(20, original_due="2018-01-31")
    held = chances(*rows, before=[["2018-01-31", "2018-01-31"]] * 20)["chance"].iloc[0]
    alone = chances(*rows, before=[[None, "2018-01-31"]] * 20)["chance"].iloc[0]
    assert held < alone
    # Forty chances, none moved, of which the histories would have had E: shrunk by 30 to 30/(E+30)
    # for moves and 70/(70−E) against.
    w = MOVED_BEFORE
    far = w["always"]
    expected = 20 / (1 + np.exp(-NOT_SEEN_BEFORE["always"])) + 20 / (1 + np.exp(-far))
    shift = np.log(30 / (expected + 30)) - np.log(70 / (70 - expected))
    assert odds(held) == pytest.approx(far + shift)


def test_an_owner_who_moves_dates_has_higher_chances_than_one_who_keeps_them():
    keeper = still_open(8, original_due="2018-01-31", owners=("Head of Estates",))
    mover = still_open(8, original_due="2018-01-31", owners=("Head of ICT",))
    before = [["2018-01-31"] * 2] * 8 + [["2017-01-31", "2017-06-30"]] * 7 + [["2018-01-31"] * 2]
    found = chances(*keeper, *mover, before=before)["chance"]
    # The last action of each has the same dates: only their owners differ.
    assert found[15] > found[7] + 0.1


def test_an_owner_with_few_chances_so_far_has_no_record():
    nobody = still_open(30, original_due="2018-01-31")
    few = still_open(4, original_due="2018-01-31", owners=("Head of ICT",))
    before = [["2018-01-31"] * 2] * 30 + [["2017-01-31", "2017-06-30"]] * 3 + [["2018-01-31"] * 2]
    found = chances(*nobody, *few, before=before)["chance"]
    assert found[33] == pytest.approx(found[0])  # eight chances, and at least ten are needed


def test_an_empty_plan_has_no_chances():
    assert chances(*still_open(1)).empty
    assert date_chances(measure(actions(*still_open(1)), REPORTS[-1]).iloc[:0], *REPORTS[:2]).empty
