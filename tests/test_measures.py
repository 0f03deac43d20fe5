"""The measures of an action, against values worked out by hand.

The as-at date is Saturday 30 April 2016, 152 days after Monday 30 November 2015.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker import measures
from tracker.fields import DATE_DTYPE, actions_frame
from tracker.measures import measure
from tracker.summaries import totals
from tracker.vocabulary import MEASURES, STATE_LABELS, STATUS_GROUPS

AS_AT = date(2016, 4, 30)
NOV = date(2015, 11, 30)


def dates(*values: date | None) -> pd.Series:
    return pd.Series(list(values), dtype="object").astype(DATE_DTYPE)


def action(**fields: object) -> dict[str, object]:
    """One action measured, as a plain dict: dates as ``date``, unknown as None."""
    frame = actions_frame({name: [value] for name, value in ({"action": "x"} | fields).items()})
    return plain(measure(frame, AS_AT).iloc[0])


def plain(row: pd.Series) -> dict[str, object]:
    def value(cell: object) -> object:
        if isinstance(cell, tuple) or not pd.isna(cell):
            return cell.date() if isinstance(cell, pd.Timestamp) else cell
        return None

    return {name: value(cell) for name, cell in row.items()}


def test_an_open_action_past_its_original_timescale_slips_to_the_as_at_date():
    got = action(status="in_progress", original_due=NOV)
    assert got["is_open"]
    assert not got["is_complete"]
    assert got["agreed_due"] == NOV
    assert got["expected_finish"] == AS_AT
    assert got["slippage_days"] == 152
    # 21 weeks and Monday to Friday are 110 weekdays; less 25 and 28 December, 1 January, Good
    # Friday 25 March and Easter Monday 28 March.
    assert got["slippage_working_days"] == 105
    assert got["slippage_is_minimum"]
    assert got["is_overdue"]
    assert got["days_overdue"] == 152
    assert got["is_overdue_revised"]
    assert got["is_due"]
    assert got["slippage_against_revised_days"] == 152
    assert got["state"] == "overdue"


def test_an_open_action_with_a_later_agreed_date_is_expected_on_that_date():
    got = action(status="in_progress", original_due=NOV, revised_due=date(2016, 9, 30))
    assert got["agreed_due"] == date(2016, 9, 30)
    assert got["expected_finish"] == date(2016, 9, 30)
    assert got["slippage_days"] == 305
    assert not got["slippage_is_minimum"]
    assert got["is_overdue"]
    assert got["days_overdue"] == 152
    assert not got["is_overdue_revised"]
    assert got["is_rebaselined"]
    assert got["extension_days"] == 305
    assert got["slippage_against_revised_days"] == 0
    assert got["slippage_against_revised_working_days"] == 0


def test_a_revised_date_that_has_passed_too_is_a_second_slip():
    got = action(status="in_progress", original_due=NOV, revised_due=date(2016, 3, 31))
    assert got["expected_finish"] == AS_AT
    assert got["slippage_days"] == 152
    assert got["slippage_is_minimum"]
    assert got["is_overdue_revised"]
    assert got["extension_days"] == 122
    assert got["slippage_against_revised_days"] == 30
    # Thursday 31 March to Friday 29 April: 2 weekdays, then 4 weeks; no bank holiday.
    assert got["slippage_against_revised_working_days"] == 22


def test_an_early_completion_is_negative_slippage():
    got = action(status="complete", original_due=NOV, completed_on=date(2015, 11, 23))
    assert got["is_complete"]
    assert got["expected_finish"] == date(2015, 11, 23)
    assert got["slippage_days"] == -7
    assert got["slippage_working_days"] == -5
    assert not got["is_late"]
    assert not got["slippage_is_minimum"]
    assert got["days_overdue"] is None
    assert got["state"] == "complete"


def test_a_late_completion_is_late_but_no_longer_overdue():
    got = action(status="confirmed", original_due=NOV, completed_on=date(2015, 12, 29))
    assert got["is_late"]
    assert not got["is_overdue"]
    assert got["slippage_days"] == 29
    # 29 days from a Monday are 4 weeks and a Monday: 21 weekdays, less 25 and 28 December.
    assert got["slippage_working_days"] == 19


def test_completed_on_the_original_day_is_neither_late_nor_early():
    got = action(status="complete", original_due=NOV, completed_on=NOV)
    assert (got["slippage_days"], got["is_late"]) == (0, False)


def test_what_is_due_on_the_as_at_date_is_due_but_not_overdue():
    got = action(status="in_progress", original_due=AS_AT)
    assert got["is_due"]
    assert not got["is_overdue"]
    assert not got["is_overdue_revised"]
    assert got["slippage_days"] == 0
    assert got["slippage_is_minimum"]
    assert got["state"] == "open"


def test_what_was_completed_after_the_as_at_date_is_open_as_at_it():
    got = action(status="complete", original_due=NOV, completed_on=date(2016, 5, 1))
    assert got["is_open"]
    assert not got["is_complete"]
    assert got["expected_finish"] == AS_AT
    assert got["is_overdue"]
    assert not got["is_late"]
    assert got["state"] == "overdue"


def test_what_was_completed_on_the_as_at_date_is_complete():
    got = action(status="complete", original_due=NOV, completed_on=AS_AT)
    assert got["is_complete"]
    assert got["slippage_days"] == 152


def test_complete_with_no_date_is_complete_with_unknown_finish_slippage_and_age():
    got = action(status="complete", original_due=NOV)
    assert got["is_complete"]
    assert not got["is_late"]
    for unknown in (
        "expected_finish",
        "slippage_days",
        "slippage_working_days",
        "slippage_against_revised_days",
        "days_overdue",
        "age_days",
    ):
        assert got[unknown] is None, unknown


def test_a_withdrawn_action_is_neither_open_nor_due_and_has_no_slippage_or_age():
    got = action(status="withdrawn", original_due=NOV, revised_due=AS_AT, completed_on=NOV)
    assert got["is_withdrawn"]
    for flag in ("is_open", "is_complete", "is_due", "is_overdue", "is_overdue_revised", "is_late"):
        assert not got[flag], flag
    for unknown in ("expected_finish", "slippage_days", "days_overdue", "age_days"):
        assert got[unknown] is None, unknown
    assert got["is_rebaselined"]
    assert got["state"] == "withdrawn"


def test_an_open_action_without_any_date_has_no_expected_finish_and_is_not_overdue():
    got = action(status="not_started")
    assert got["is_open"]
    for unknown in (
        "agreed_due",
        "expected_finish",
        "slippage_days",
        "slippage_working_days",
        "days_overdue",
        "extension_days",
        "slippage_against_revised_days",
        "slippage_against_revised_working_days",
    ):
        assert got[unknown] is None, unknown
    for flag in ("is_due", "is_overdue", "is_overdue_revised", "slippage_is_minimum"):
        assert not got[flag], flag
    assert got["state"] == "undated"  # nothing says that it is in date


def test_with_only_a_revised_date_slippage_is_unknown_and_the_date_counts_as_moved():
    got = action(status="in_progress", revised_due=date(2016, 3, 31))
    assert got["expected_finish"] == AS_AT
    assert got["slippage_days"] is None
    assert not got["is_overdue"]
    assert got["days_overdue"] is None
    assert got["is_overdue_revised"]
    assert got["is_rebaselined"]
    assert got["extension_days"] is None
    assert got["slippage_against_revised_days"] == 30


def test_a_revised_date_equal_to_the_original_is_no_extension():
    got = action(status="in_progress", original_due=NOV, revised_due=NOV)
    assert not got["is_rebaselined"]
    assert got["extension_days"] == 0


def test_a_date_brought_forward_is_a_negative_extension():
    got = action(status="in_progress", original_due=NOV, revised_due=date(2015, 11, 20))
    assert got["is_rebaselined"]
    assert got["extension_days"] == -10


def test_a_status_that_was_not_understood_is_open():
    got = action(status="unknown", original_due=date(2016, 5, 31))
    assert got["is_open"]
    assert got["state"] == "open"


def test_what_awaits_sign_off_is_open_and_drawn_as_overdue_once_it_is():
    late = action(status="awaiting_sign_off", original_due=NOV)
    assert late["is_open"]
    assert late["is_overdue"]
    assert late["state"] == "overdue"
    in_date = action(status="awaiting_sign_off", original_due=date(2016, 5, 31))
    assert in_date["state"] == "awaiting_sign_off"


def test_what_is_past_its_agreed_date_without_a_known_original_has_a_state_of_its_own():
    # Due by the agreed date on 30 November 2015, and it is 30 April 2016.
    assert action(status="in_progress", revised_due=NOV)["state"] == "lapsed"
    assert action(status="awaiting_sign_off", revised_due=NOV)["state"] == "lapsed"
    assert action(status="in_progress", revised_due=date(2016, 5, 31))["state"] == "open"


def test_what_has_not_started_is_drawn_as_overdue_once_it_is():
    assert action(status="not_started", original_due=NOV)["state"] == "overdue"
    assert action(status="not_started", original_due=date(2016, 5, 31))["state"] == "not_started"


def test_age_counts_from_publication_to_completion_or_to_the_as_at_date():
    # 2 July to 30 November 2015: 29 days of July, then 31, 30, 31 and 30.
    assert action(status="complete", completed_on=NOV)["age_days"] == 151
    assert action(status="in_progress")["age_days"] == 151 + 152


def test_age_is_unknown_where_the_publication_date_is():
    frame = actions_frame({"status": ["in_progress", "complete"], "completed_on": [None, NOV]})
    assert measure(frame, AS_AT, published=None)["age_days"].isna().all()
    assert list(measure(frame, AS_AT, published=date(2015, 11, 29))["age_days"]) == [153, 1]


@pytest.mark.parametrize("mistyped", [date(9999, 12, 31), date(1915, 11, 30), date(1, 1, 1)])
def test_a_mistyped_year_neither_fails_nor_costs_thousands_of_years(mistyped: date):
    got = action(status="in_progress", original_due=NOV, revised_due=mistyped)
    finish = max(mistyped, AS_AT)
    assert got["slippage_days"] == (finish - NOV).days
    backwards = action(status="in_progress", original_due=mistyped)
    assert backwards["slippage_days"] == max(0, (AS_AT - mistyped).days)


def test_working_days_beyond_the_years_with_bank_holidays_count_weekdays():
    # Any seven days hold five weekdays.
    got = measures.slippage_working_days(dates(date(2200, 6, 8)), dates(date(2200, 6, 1)))
    assert got[0] == 5


def test_working_days_are_unknown_where_either_date_is_and_for_no_actions_at_all():
    finish, original = dates(None, NOV, None), dates(NOV, None, None)
    assert measures.slippage_working_days(finish, original).isna().all()
    assert len(measures.slippage_working_days(dates(), dates())) == 0


def test_working_days_stand_still_over_a_weekend_and_a_bank_holiday():
    # Good Friday 25 to Easter Monday 28 March 2016: Thursday 24 to Tuesday 29 is one day.
    got = measures.slippage_working_days(dates(date(2016, 3, 29)), dates(date(2016, 3, 24)))
    assert got[0] == 1


def test_a_scottish_bank_holiday_is_a_working_day():
    # 2 January 2017 was the substitute for New Year's Day everywhere; 3 January in Scotland only.
    got = measures.slippage_working_days(dates(date(2017, 1, 4)), dates(date(2016, 12, 30)))
    assert got[0] == 2


def test_measure_adds_its_columns_in_order_with_their_types_and_changes_nothing_it_was_given():
    frame = actions_frame({"status": ["complete"], "original_due": [NOV]}, index=pd.Index([7]))
    before = frame.copy()
    measured = measure(frame, AS_AT)
    pd.testing.assert_frame_equal(frame, before)
    assert list(measured.columns) == [
        *(*frame.columns, "original_moved", "original_now"),
        *MEASURES,
    ]
    assert list(measured.index) == [7]
    for name in MEASURES:
        kind = measured[name].dtype
        if name in ("agreed_due", "expected_finish"):
            assert kind == DATE_DTYPE
        elif name == "state":
            assert list(kind.categories) == list(STATE_LABELS)
        elif name.startswith(("is_", "slippage_is")):
            assert kind == "bool"
        else:
            assert kind == "Int64"


def test_a_plan_without_actions_measures_to_nothing():
    measured = measure(actions_frame({"reference": []}), AS_AT)
    assert len(measured) == 0
    assert set(MEASURES) <= set(measured.columns)


some_dates = st.none() | st.dates(date(2014, 1, 1), date(2018, 12, 31))
some_actions = st.lists(
    st.tuples(st.sampled_from(STATUS_GROUPS), some_dates, some_dates, some_dates), max_size=12
)


def frame_of(rows: list[tuple[str, date | None, date | None, date | None]]) -> pd.DataFrame:
    columns = zip(*rows, strict=True) if rows else ((), (), (), ())
    names = ("status", "original_due", "revised_due", "completed_on")
    given_ = {name: list(values) for name, values in zip(names, columns, strict=True)}
    return actions_frame({"action": ["x"] * len(rows), **given_})


@settings(max_examples=20, deadline=None)
@given(some_actions, st.dates(date(2014, 1, 1), date(2018, 12, 31)))
def test_what_is_measured_for_totals_comes_to_the_same(rows, as_at: date):
    frame = frame_of(rows)
    assert totals(measure(frame, as_at, for_totals=True)) == totals(measure(frame, as_at))


@settings(max_examples=60, deadline=None)
@given(some_actions, st.dates(date(2014, 1, 1), date(2018, 12, 31)))
def test_every_action_agrees_with_the_definitions_read_one_by_one(rows, as_at: date):
    measured = measure(frame_of(rows), as_at)
    for (status, original, revised, completed), (_, cells) in zip(
        rows, measured.iterrows(), strict=True
    ):
        got = plain(cells)
        is_complete = status in ("complete", "confirmed") and not (completed and completed > as_at)
        is_open = not is_complete and status != "withdrawn"
        agreed = revised or original
        finish = completed if is_complete else max(as_at, agreed) if is_open and agreed else None
        slippage = (finish - original).days if finish and original else None
        if is_open and finish == as_at and (slippage or 0) < 0:
            slippage = None  # what has not finished is never early
        overdue = is_open and original is not None and original < as_at
        assert (got["is_complete"], got["is_open"]) == (is_complete, is_open)
        assert got["expected_finish"] == finish
        assert got["slippage_days"] == slippage
        assert got["is_overdue"] == overdue
        assert got["days_overdue"] == ((as_at - original).days if overdue and original else None)
        if got["slippage_working_days"] is not None:
            assert abs(got["slippage_working_days"]) <= abs(slippage or 0)


@settings(max_examples=40, deadline=None)
@given(some_actions)
def test_every_action_is_complete_open_or_withdrawn_and_only_one_of_them(rows):
    measured = measure(frame_of(rows), AS_AT)
    flags = measured[["is_complete", "is_open", "is_withdrawn"]].to_numpy()
    assert np.all(flags.sum(axis=1) == 1)
