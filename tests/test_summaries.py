"""The figures of a group, against a plan of nine actions worked out by hand."""

from __future__ import annotations

import math
from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.fields import actions_frame
from tracker.measures import measure
from tracker.summaries import (
    AGEING_BANDS,
    ageing,
    cumulative,
    due_next,
    due_within,
    summarise,
    tells_confirmed,
)
from tracker.vocabulary import FIGURES, STATUS_GROUPS

COUNTS = ("actions", "withdrawn", "completed", "open", "overdue")
AS_AT = date(2016, 4, 30)
NOV, SEPT = date(2015, 11, 30), date(2016, 9, 30)
RECORDS, MANAGER = "Head of Records", "Information Manager"
BOTH = (RECORDS, MANAGER)

# reference, recommendation, owners, scope, status, original, revised, completed
# fmt: off
ROWS = [
    ("1.1", "1", (RECORDS,), "national", "complete", NOV, None, date(2015, 11, 23)),
    ("1.2", "1", (RECORDS,), "national", "confirmed", NOV, None, date(2015, 12, 29)),
    ("2.1", "2", BOTH, "force", "in_progress", NOV, SEPT, None),
    ("2.2", "2", (MANAGER,), "force", "not_started", date(2016, 5, 31), None, None),
    ("2.3", "2", (MANAGER,), "force", "withdrawn", date(2016, 6, 30), None, None),
    ("3.1", None, (), None, "in_progress", None, None, None),
    ("3.2", None, (MANAGER,), None, "complete", date(2015, 12, 31), None, None),
    ("4.1", "4", (RECORDS,), "force", "withdrawn", NOV, None, None),
    ("5.1", "5", (RECORDS,), "national", "awaiting_sign_off", date(2016, 3, 31), None, None),
]
# fmt: on
NAMES = (
    "reference",
    "recommendation",
    "owners",
    "scope",
    "status",
    "original_due",
    "revised_due",
    "completed_on",
)


def measured_of(rows: list[tuple], **more: list) -> pd.DataFrame:
    columns = {name: [row[at] for row in rows] for at, name in enumerate(NAMES)}
    return measure(actions_frame(columns | more), AS_AT)


@pytest.fixture
def measured() -> pd.DataFrame:
    return measured_of(ROWS)


def group(frame: pd.DataFrame, name: str | None) -> dict[str, object]:
    names = frame.iloc[:, 0]
    found = frame[names.isna() if name is None else names == name]
    assert len(found) == 1
    return {
        key: None if pd.isna(value) else value.date() if isinstance(value, pd.Timestamp) else value
        for key, value in found.iloc[0].items()
    }


def test_the_totals_of_the_plan(measured: pd.DataFrame):
    assert summarise(measured).totals == {
        "actions": 9,
        "withdrawn": 2,
        "completed": 3,
        "open": 4,
        "overdue": 2,  # 2.1 and 5.1
        "completion_rate": pytest.approx(3 / 7),
        "confirmed": 1,
        "confirmed_rate": pytest.approx(1 / 7),
        "due": 5,  # 1.1, 1.2, 2.1, 3.2, 5.1
        "on_time_rate": 0.5,  # 1.1 of 1.1 and 1.2; 3.2 has no completion date
        "hit_task_rate": 0.2,  # 1.1 of the five due
        "bei": 0.5,  # three completed over five due and 3.1, which has no original date
        "median_slippage_days": 29.0,  # of −7, 0, 29, 30, 305
        "mean_slippage_days": pytest.approx(71.4),
        "max_slippage_days": 305,
        "rebaselined": 1,
        "next_due": date(2016, 5, 31),
        "overdue_unknown": 1,
    }


def test_totals_are_plain_numbers_and_dates_in_the_order_of_the_command_line(measured):
    totals = summarise(measured).totals
    assert list(totals) == [*FIGURES, "overdue_unknown"]
    assert {type(value) for value in totals.values()} == {int, float, date}


def test_groups_stand_in_the_order_first_named_and_none_is_one_of_them(measured):
    summary = summarise(measured)
    assert list(summary.recommendations["recommendation"]) == ["1", "2", None, "4", "5"]
    assert list(summary.owners["owner"]) == [RECORDS, MANAGER, None]
    assert list(summary.scopes["scope"]) == ["national", "force", None]
    assert list(summary.owners.columns) == ["owner", *FIGURES, "overdue_unknown"]
    assert list(summary.recommendations.columns) == [
        "recommendation",
        "source",
        "original_due",
        "expected_finish",
        "finish_is_minimum",
        "slippage_days",
        "slippage_is_minimum",
        "is_complete",
        *FIGURES,
        "overdue_unknown",
        "recommendation_text",
        "original_due_text",
    ]


def test_an_owner_counts_every_action_that_names_them(measured):
    owners = summarise(measured).owners
    records = group(owners, RECORDS)
    assert [records[name] for name in COUNTS] == [5, 1, 2, 2, 2]
    assert records["completion_rate"] == 0.5
    assert records["due"] == 4
    assert records["hit_task_rate"] == 0.25
    assert records["bei"] == 0.5
    assert records["median_slippage_days"] == 29.5  # of −7, 29, 30, 305
    assert records["mean_slippage_days"] == 89.25
    manager = group(owners, MANAGER)
    assert [manager[name] for name in COUNTS] == [4, 1, 1, 2, 1]
    assert manager["confirmed"] == 0
    assert manager["on_time_rate"] is None
    assert manager["hit_task_rate"] == 0.0
    assert manager["median_slippage_days"] == 152.5
    nobody = group(owners, None)
    assert nobody["completion_rate"] == 0.0
    assert nobody["hit_task_rate"] is None
    assert nobody["bei"] == 0.0
    assert nobody["median_slippage_days"] is None
    assert nobody["max_slippage_days"] is None
    assert nobody["next_due"] is None


def test_an_owner_named_twice_in_one_action_counts_it_once():
    measured = measured_of([("1", "1", (RECORDS, RECORDS), None, "complete", NOV, None, NOV)])
    assert group(summarise(measured).owners, RECORDS)["actions"] == 1


def test_a_scope_is_a_group(measured):
    national = group(summarise(measured).scopes, "national")
    assert [national[name] for name in COUNTS] == [3, 0, 2, 1, 1]


def test_a_recommendation_is_complete_when_all_of_its_actions_not_withdrawn_are(measured):
    recommendations = summarise(measured).recommendations
    first = group(recommendations, "1")
    assert first["is_complete"]
    assert first["original_due"] == NOV
    assert first["expected_finish"] == date(2015, 12, 29)
    assert first["slippage_days"] == 29
    second = group(recommendations, "2")
    assert not second["is_complete"]
    assert second["original_due"] == date(2016, 5, 31)  # 2.3, due later, is withdrawn
    assert second["expected_finish"] == SEPT
    assert second["slippage_days"] == 122


def test_a_recommendation_with_an_unknown_finish_has_unknown_slippage(measured):
    without = group(summarise(measured).recommendations, None)
    assert without["original_due"] == date(2015, 12, 31)
    assert without["expected_finish"] is None
    assert without["slippage_days"] is None
    assert not without["is_complete"]


def test_actions_without_a_recommendation_are_of_no_inspection_where_they_are_of_several() -> None:
    rows = [row for row in ROWS if row[1] is None]
    for sources, told in ((["PEEL", "Custody"], None), (["PEEL", "PEEL"], "PEEL")):
        found = summarise(measured_of(rows, source=sources)).recommendations
        assert found["source"].tolist() == [told]


def test_a_recommendation_with_only_withdrawn_actions_is_not_complete(measured):
    withdrawn = group(summarise(measured).recommendations, "4")
    assert not withdrawn["is_complete"]
    assert withdrawn["completion_rate"] is None
    assert withdrawn["expected_finish"] is None
    assert withdrawn["slippage_days"] is None
    assert withdrawn["original_due"] is None


def test_a_recommendations_own_timescale_comes_before_its_actions():
    rows = [
        ("1", "1", (), None, "complete", NOV, None, NOV),
        ("2", "1", (), None, "in_progress", SEPT, None, None),
    ]
    measured = measured_of(rows, recommendation_due=[None, date(2016, 1, 31)])
    got = group(summarise(measured).recommendations, "1")
    assert got["original_due"] == date(2016, 1, 31)
    assert got["slippage_days"] == 243  # to 30 September 2016


def test_a_recommendation_shows_its_wording_and_its_timescale_as_typed():
    rows = [
        ("1", "1", (), None, "complete", NOV, None, NOV),
        ("2", "1", (), None, "in_progress", SEPT, None, None),
        ("3", "2", (), None, "in_progress", None, None, None),
    ]
    texts = {
        "recommendation_text": [None, "Review it", None],
        "original_due_text": ["By 30 November 2015", "End of September", None],
    }
    recommendations = summarise(measured_of(rows, **texts)).recommendations
    first = recommendations.iloc[0]
    assert first["recommendation_text"] == "Review it"
    assert first["original_due_text"] == "End of September"
    assert recommendations.iloc[1]["recommendation_text"] is None
    assert recommendations.iloc[1]["original_due_text"] is None


def test_confirmed_is_unknown_where_the_plan_does_not_tell_it_apart(measured):
    plain = measured[measured["status"] != "confirmed"]
    assert not tells_confirmed(plain)
    totals = summarise(plain).totals
    assert totals["confirmed"] is None
    assert totals["confirmed_rate"] is None
    # A filtered part of a plan that does tell it apart has none confirmed.
    totals = summarise(plain, confirmed=tells_confirmed(measured)).totals
    assert totals["confirmed"] == 0
    assert totals["confirmed_rate"] == 0.0


def test_no_actions_have_counts_of_zero_and_no_rates(measured):
    summary = summarise(measured.iloc[:0])
    for name in ("actions", "withdrawn", "completed", "open", "overdue", "due", "rebaselined"):
        assert summary.totals[name] == 0
    for name in set(FIGURES) - set(COUNTS) - {"due", "rebaselined"}:
        assert summary.totals[name] is None
    assert len(summary.recommendations) == len(summary.owners) == len(summary.scopes) == 0


def test_the_ageing_bands_begin_and_end_on_their_days():
    days_past = [1, 30, 31, 90, 91, 180, 181, 365, 366]
    rows = [
        ("r", None, (), None, "in_progress", AS_AT - pd.Timedelta(days=days), None, None)
        for days in [*days_past, 0, -5]
    ]
    measured = measured_of(rows)
    assert list(ageing(measured)["actions"]) == [2, 2, 2, 2, 1]
    assert tuple(ageing(measured)["band"]) == AGEING_BANDS


def test_planned_and_actual_are_counted_up_to_each_date(measured):
    rows = cumulative(measured, AS_AT)
    # Planned: three on 30 November (4.1 is withdrawn), then 3.2, 5.1 and 2.2. Completed: 1.1,
    # 1.2, and by the as-at date 3.2, whose day is not known.
    assert [
        (day.date(), planned, None if pd.isna(actual) else actual)
        for day, planned, actual in rows.itertuples(index=False)
    ] == [
        (date(2015, 11, 23), 0, 1),
        (date(2015, 11, 30), 3, 1),
        (date(2015, 12, 29), 3, 2),
        (date(2015, 12, 31), 4, 2),
        (date(2016, 3, 31), 5, 2),
        (date(2016, 4, 30), 5, 3),
        (date(2016, 5, 31), 6, None),
    ]


def test_what_is_due_next_is_open_and_soonest_first(measured):
    assert list(due_next(measured, AS_AT)["reference"]) == ["2.2"]
    assert list(due_next(measured, AS_AT, days=200)["reference"]) == ["2.2", "2.1"]
    assert list(due_next(measured, AS_AT, days=30)["reference"]) == []


def test_due_within_counts_the_days_ahead_of_each_owner(measured):
    # 2.2 is due in 31 days.
    assert due_within(measured, AS_AT, "owner").to_numpy().tolist() == [
        [RECORDS, 0, 0, 0],
        [MANAGER, 0, 1, 1],
        [None, 0, 0, 0],
    ]


def test_what_is_due_on_the_as_at_date_is_the_next_due():
    measured = measured_of([("1", None, (), None, "in_progress", AS_AT, None, None)])
    assert summarise(measured).totals["next_due"] == AS_AT
    assert list(due_next(measured, AS_AT)["reference"]) == ["1"]


any_date = st.none() | st.dates(date(2015, 6, 1), date(2017, 3, 31))
any_rows = st.lists(
    st.tuples(
        st.just("r"),
        st.sampled_from(["1", "2", None]),
        st.lists(st.sampled_from("ABC"), max_size=3, unique=True).map(tuple),
        st.sampled_from(["national", "force", None]),
        st.sampled_from(STATUS_GROUPS),
        any_date,
        any_date,
        any_date,
    ),
    max_size=15,
)


@settings(max_examples=40, deadline=None)
@given(any_rows)
def test_the_sums_hold_in_every_group(rows):
    summary = summarise(measured_of(rows))
    for frame in (summary.recommendations, summary.owners, summary.scopes):
        parts = frame["withdrawn"] + frame["completed"] + frame["open"]
        assert (frame["actions"] == parts).all()
        assert (frame["overdue"] <= frame["open"]).all()
    totals = summary.totals
    assert totals["actions"] == len(rows)
    assert totals["actions"] == totals["withdrawn"] + totals["completed"] + totals["open"]
    for name in ("actions", "withdrawn", "completed", "open", "overdue", "due", "rebaselined"):
        for frame in (summary.recommendations, summary.scopes):
            assert frame[name].sum() == totals[name], name
        assert summary.owners[name].sum() >= totals[name], name


@settings(max_examples=40, deadline=None)
@given(any_rows)
def test_rates_are_shares_or_unknown_and_bands_add_up_to_the_overdue(rows):
    measured = measured_of(rows)
    totals = summarise(measured).totals
    for name in ("completion_rate", "confirmed_rate", "on_time_rate", "hit_task_rate"):
        rate = totals[name]
        assert rate is None or (0 <= rate <= 1 and not math.isnan(rate)), name
    assert ageing(measured)["actions"].sum() == totals["overdue"]


@settings(max_examples=30, deadline=None)
@given(any_rows)
def test_a_group_alone_has_the_figures_it_has_among_the_others(rows):
    measured = measured_of(rows)
    known = tells_confirmed(measured)
    whole = summarise(measured, confirmed=known)
    for owner in whole.owners["owner"]:
        named = [owner in owners if owner else not owners for owners in measured["owners"]]
        alone = summarise(measured[named], confirmed=known).totals
        among = group(whole.owners, owner)
        assert {name: among[name] for name in alone} == pytest.approx(alone, nan_ok=True)
