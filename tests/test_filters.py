"""Filters keep what matches all of them, and are said in words."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.fields import actions_frame
from tracker.filters import describe_filters, filter_actions
from tracker.measures import measure
from tracker.vocabulary import STATUS_GROUPS

AS_AT = date(2016, 4, 30)


@pytest.fixture
def measured() -> pd.DataFrame:
    columns = {
        "reference": ["1.1", "1.2", "2.1", "3.1"],
        "recommendation": ["1", "1", "2", None],
        "owners": [("Head of Records",), ("Head of Records", "Chief Clerk"), (), ("Chief Clerk",)],
        "status": ["complete", "in_progress", "in_progress", "withdrawn"],
        "scope": ["national", "force", None, "force"],
        "source": ["Building the Picture", "Building the Picture", None, "Crime data"],
        "original_due": [date(2015, 11, 30), date(2015, 11, 30), date(2016, 6, 30), None],
        "completed_on": [date(2015, 11, 30), None, None, None],
        "action": [
            "Adopt the retention schedule",
            "Train staff (all grades)",
            "Review policy",
            "Write a SCHEDULE of reviews",
        ],
        "progress": [None, "50% of staff trained", "Retention policy with the board", None],
    }
    return measure(actions_frame(columns), AS_AT)


def kept(measured: pd.DataFrame, **filters: object) -> list[str]:
    return list(filter_actions(measured, **filters)["reference"])


def test_no_filter_keeps_everything_and_the_index(measured):
    pd.testing.assert_frame_equal(filter_actions(measured), measured)


def test_each_filter_keeps_any_of_its_values(measured):
    assert kept(measured, recommendations=["1"]) == ["1.1", "1.2"]
    assert kept(measured, recommendations=["1", "2"]) == ["1.1", "1.2", "2.1"]
    assert kept(measured, statuses=["complete", "withdrawn"]) == ["1.1", "3.1"]
    assert kept(measured, scopes=["force"]) == ["1.2", "3.1"]
    assert kept(measured, sources=["Crime data"]) == ["3.1"]


def test_an_owner_is_found_among_several(measured):
    assert kept(measured, owners=["Chief Clerk"]) == ["1.2", "3.1"]
    assert kept(measured, owners=["Head of Records", "Chief Clerk"]) == ["1.1", "1.2", "3.1"]


def test_none_keeps_the_actions_that_name_none(measured):
    assert kept(measured, recommendations=[None]) == ["3.1"]
    assert kept(measured, owners=[None]) == ["2.1"]
    assert kept(measured, owners=[None, "Chief Clerk"]) == ["1.2", "2.1", "3.1"]
    assert kept(measured, scopes=[None, "national"]) == ["1.1", "2.1"]
    assert kept(measured, sources=[None]) == ["2.1"]


def test_a_name_matches_whatever_its_case_and_spacing(measured):
    assert kept(measured, owners=["head  of RECORDS "]) == ["1.1", "1.2"]


def test_a_name_that_is_not_in_the_plan_keeps_nothing(measured):
    assert kept(measured, owners=["Head"]) == []
    assert kept(measured, recommendations=["9"]) == []


def test_overdue_keeps_what_is_overdue_against_the_original_timescale(measured):
    assert kept(measured, overdue=True) == ["1.2"]


def test_every_word_must_occur_in_some_text_field(measured):
    assert kept(measured, text="retention") == ["1.1", "2.1"]
    assert kept(measured, text="schedule RETENTION") == ["1.1"]
    assert kept(measured, text="policy board") == ["2.1"]
    assert kept(measured, text="1.2") == ["1.2"]
    assert kept(measured, text="nowhere") == []
    assert kept(measured, text="  ") == ["1.1", "1.2", "2.1", "3.1"]


def test_words_are_not_patterns(measured):
    assert kept(measured, text="(all") == ["1.2"]
    assert kept(measured, text=".*") == []
    assert kept(measured, text="50%") == ["1.2"]


def test_filters_apply_together(measured):
    assert kept(measured, owners=["Chief Clerk"], scopes=["force"], overdue=True) == ["1.2"]


def test_a_plan_without_actions_can_be_filtered():
    nothing = measure(actions_frame({"reference": []}), AS_AT)
    everything = {"owners": [None], "recommendations": ["1"], "statuses": ["complete"], "text": "a"}
    assert len(filter_actions(nothing, **everything)) == 0


@pytest.mark.parametrize(
    ("filters", "words"),
    [
        ({}, ""),
        ({"text": "  "}, ""),
        ({"owners": ["Head of Records"], "overdue": True}, "owner Head of Records; overdue only"),
        ({"recommendations": ["1", "2", "5"]}, "recommendation 1, 2 or 5"),
        ({"recommendations": [None]}, "no recommendation given"),
        ({"owners": ["Chief Clerk", None]}, "owner Chief Clerk or no owner named"),
        ({"statuses": ["in_progress"]}, "status In progress"),
        ({"scopes": ["force", None]}, "scope Force-specific or not said"),
        ({"sources": ["Crime data"]}, "inspection Crime data"),
        ({"text": " retention  schedule "}, "words “retention schedule”"),
    ],
)
def test_the_filters_are_said_in_words(filters, words):
    assert describe_filters(**filters) == words


names = st.sampled_from(["a", "b", None])
any_filters = st.fixed_dictionaries(
    {},
    optional={
        "recommendations": st.lists(names, max_size=2),
        "owners": st.lists(names, max_size=2),
        "statuses": st.lists(st.sampled_from(STATUS_GROUPS), max_size=3),
        "scopes": st.lists(st.sampled_from(["national", "force", None]), max_size=2),
        "overdue": st.booleans(),
        "text": st.sampled_from(["", "x", "x y", "."]),
    },
)
any_rows = st.lists(
    st.tuples(
        names,
        st.lists(st.sampled_from("abc"), max_size=2).map(tuple),
        st.sampled_from(STATUS_GROUPS),
        st.sampled_from(["national", "force", None]),
        st.sampled_from(["x", "X and y", "z.", None]),
        st.none() | st.dates(date(2016, 1, 1), date(2016, 12, 31)),
    ),
    max_size=10,
)


@settings(max_examples=60, deadline=None)
@given(any_rows, any_filters, any_filters)
def test_a_filter_only_ever_takes_away_and_keeps_the_order(rows, first, more):
    fields = ("recommendation", "owners", "status", "scope", "action", "original_due")
    columns = {name: [row[at] for row in rows] for at, name in enumerate(fields)}
    measured = measure(actions_frame(columns), AS_AT)
    some = filter_actions(measured, **first)
    assert list(some.index) == sorted(set(some.index))
    fewer = filter_actions(some, **more)
    assert set(fewer.index) <= set(some.index) <= set(measured.index)
    pd.testing.assert_frame_equal(fewer, measured.loc[fewer.index])


@settings(max_examples=30, deadline=None)
@given(any_rows)
def test_filtering_by_every_owner_and_by_none_leaves_nothing_out(rows):
    measured = measure(
        actions_frame({"action": [row[4] for row in rows], "owners": [row[1] for row in rows]}),
        AS_AT,
    )
    everyone = {owner for row in rows for owner in row[1]}
    assert len(filter_actions(measured, owners=[*everyone, None])) == len(rows)
    if everyone:
        named = filter_actions(measured, owners=sorted(everyone))
        assert len(named) == sum(bool(row[1]) for row in rows)


def test_words_are_found_in_the_plans_own_columns_too(measured):
    own = pd.DataFrame(
        {"Notes": [None, "alpha", None, None], "Notes (2)": [None, None, "Beta", 7]},
        index=measured.index,
    )
    assert kept(measured, text="ALPHA", own=own) == ["1.2"]
    assert kept(measured, text="beta policy", own=own) == ["2.1"]
    assert kept(measured[measured["reference"] != "1.2"], text="alpha", own=own) == []
