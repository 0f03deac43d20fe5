"""What became of each action between two plans: the sample's three versions, and plans by hand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sample_data import make
from tests.comparing import (
    APRIL,
    DONE,
    GONE,
    JANUARY,
    JUNE,
    MARCH,
    NOV,
    OPEN,
    SEPTEMBER,
    between,
    each,
    kinds_of,
    listed,
    one,
    plan,
    sample,
)
from tracker import read_plan
from tracker.reading.plan import Plan
from tracker.timeline import BALANCE, KINDS, compare
from tracker.vocabulary import STATUS_GROUPS

# The sample plan. The lists are those of the docstring of sample_data/actions.py.


def test_from_january_to_april_the_sample_changed_as_it_was_built_to() -> None:
    comparison = sample(JANUARY, APRIL)

    assert listed(comparison) == [
        ("4.2", "original_changed slipped"),
        ("FS3.2", "added"),
        ("6.2", "reopened slipped"),
        *each("2.2 5.2 9.1 10.1 FS1.1 FS2.1 FS3.1", "completed"),
        ("10.3", "withdrawn"),
        *each("1.2 2.3 3.2 6.1 7.2 8.2 10.2", "slipped"),
        ("2.4", "pulled_in"),
        *each("4.3 4.4 5.3 7.3 FS1.2 FS2.2", "progressed"),
        *each("1.1 2.1 3.1 4.1 5.1 7.1 8.1 9.2", "unchanged"),
    ]
    assert comparison.balance == {
        "opening": 24,
        "added": 1,
        "reopened": 1,
        "completed": 7,
        "withdrawn": 1,
        "removed": 0,
        "closing": 18,
    }
    assert comparison.counts == {
        "original_changed": 1,
        "added": 1,
        "removed": 0,
        "reopened": 1,
        "completed": 7,
        "withdrawn": 1,
        "slipped": 9,  # the seven above, 4.2 and 6.2
        "pulled_in": 1,
        "reassigned": 0,
        "renumbered": 0,
        "progressed": 6,
        "unchanged": 8,
    }
    assert comparison.doubtful.empty


def test_from_april_to_september_the_sample_changed_as_it_was_built_to() -> None:
    comparison = sample(APRIL, SEPTEMBER)

    assert listed(comparison) == [
        ("8.1", "removed"),
        *each("2.3 3.2 4.2 4.3 5.3 6.2 7.2 7.3 FS1.2", "completed"),
        *each("4.4 6.1 FS2.2", "slipped"),
        *each("1.2 2.4 5.1 5.2 FS3.2", "progressed"),
        *each("1.1 2.1 2.2 3.1 4.1 7.1 8.2 9.1 9.2 10.1 10.2 10.3", "unchanged"),
        *each("FS1.1 FS2.1 FS3.1", "unchanged"),
    ]
    assert comparison.balance == {
        "opening": 18,
        "added": 0,
        "reopened": 0,
        "completed": 9,
        "withdrawn": 0,
        "removed": 0,
        "closing": 9,
    }
    assert comparison.doubtful.empty


def test_the_sample_s_quietly_changed_date_is_first_with_what_it_was() -> None:
    first = sample(JANUARY, APRIL).changes.iloc[0]

    assert first["reference"] == "4.2"
    assert first["original_before"] == pd.Timestamp(NOV)
    assert first["original_after"] == pd.Timestamp(2016, 2, 29)
    assert first["original_days_moved"] == 91  # December 31, January 31, February 29


def test_the_sample_s_slips_are_counted_in_days_with_the_moves_so_far() -> None:
    extended = sample(JANUARY, APRIL).lists.extended.set_index("reference")

    assert extended["days_moved"].to_dict() == {
        "1.2": 580,  # 30 June 2016 to 31 January 2018: 365 + 215
        "2.3": 91,  # 31 March to 30 June
        "3.2": 93,  # 29 April to 31 July
        "4.2": 92,  # 29 February to 31 May
        "6.1": 92,  # 30 June to 30 September
        "6.2": 395,  # 2 July 2015 to 31 July 2016: 366 + 29
        "7.2": 91,  # 31 March to 30 June
        "8.2": 793,  # 30 November 2015 to 31 January 2018: 366 + 365 + 62
        "10.2": 793,
    }
    # Once before January, but for the last three; 4.2 though its first date was typed over.
    assert extended["date_moves"].to_dict() == {
        **dict.fromkeys(["1.2", "2.3", "3.2", "4.2", "6.1", "7.2"], 2),
        **dict.fromkeys(["6.2", "8.2", "10.2"], 1),
    }
    assert extended.index[extended["moved_at_deadline"]].tolist() == ["3.2"]


def test_the_sample_s_committee_lists() -> None:
    lists = sample(APRIL, SEPTEMBER).lists

    def references(frame: pd.DataFrame) -> str:
        return " ".join(frame["reference"])

    assert references(lists.live) == "1.2 2.4 4.4 6.1 8.2 9.2 10.2 FS2.2 FS3.2"
    assert references(lists.completed) == "2.3 3.2 4.2 4.3 5.3 6.2 7.2 7.3 FS1.2"
    assert references(lists.extended) == "4.4 6.1 FS2.2"
    # 2.4's later date was 31 July; 9.2's is to be confirmed. The others' are to come.
    assert references(lists.overdue) == "2.4 9.2"
    # As far ahead as the dates are apart, 153 days, is 2 March 2017.
    assert references(lists.due) == "FS2.2 4.4 FS3.2 6.1"


def test_the_sample_s_forecasts_were_kept_by_six_of_eleven_and_then_eight_of_eleven() -> None:
    # To finish from 13 January to 30 April: 2.2, 5.2, 9.1, 10.1, FS1.1 and FS2.1, which did, and
    # 2.3, 3.2, 4.2, 4.4 and 7.2.
    assert sample(JANUARY, APRIL).cei == pytest.approx(6 / 11)
    # From 1 May to 30 September: 2.3, 3.2, 4.2, 5.3, 6.2, 7.2, 7.3 and FS1.2 did; 2.4, 6.1 and
    # FS2.2 did not.
    assert sample(APRIL, SEPTEMBER).cei == pytest.approx(8 / 11)


# What became of an action.


@pytest.mark.parametrize(
    ("before", "after", "kind", "line"),
    [
        (OPEN, OPEN, "unchanged", None),
        (OPEN, DONE, "completed", "completed"),
        (OPEN, GONE, "withdrawn", "withdrawn"),
        (DONE, OPEN, "reopened", "reopened"),
        (DONE, DONE, "unchanged", None),
        (DONE, GONE, "withdrawn", None),
        (GONE, OPEN, "reopened", "reopened"),
        (GONE, DONE, "completed", None),
        (GONE, GONE, "unchanged", None),
        (None, OPEN, "added", "added"),
        (None, DONE, "added", None),
        (None, GONE, "added", None),
        (OPEN, None, "removed", "removed"),
        (DONE, None, "removed", None),
        (GONE, None, "removed", None),
    ],
)
def test_every_change_of_state_has_a_kind_and_open_actions_have_a_line_in_the_balance(
    before: Mapping[str, object] | None,
    after: Mapping[str, object] | None,
    kind: str,
    line: str | None,
) -> None:
    old = plan() if before is None else one(**before)
    new = plan() if after is None else one(**after)
    comparison = between(old, new)

    assert listed(comparison) == [("1", kind)]
    moved = {name: comparison.balance[name] for name in BALANCE[1:-1]}
    assert moved == {name: int(name == line) for name in BALANCE[1:-1]}
    assert comparison.balance["opening"] == int(before is OPEN)
    assert comparison.balance["closing"] == int(after is OPEN)


def test_an_action_completed_after_the_earlier_date_was_open_then() -> None:
    both = one(status="complete", completed_on=date(2016, 2, 15))

    assert kinds_of(both, both) == ("completed",)


def test_an_action_is_reopened_where_the_later_plan_is_taken_as_at_a_day_before() -> None:
    both = one(status="complete", completed_on=date(2016, 2, 15))
    comparison = compare(both, both, as_at=JANUARY, previous_as_at=APRIL)

    assert listed(comparison) == [("1", "reopened")]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"status": "not_started"}, {"status": "in_progress"}),
        ({"status": "complete"}, {"status": "confirmed"}),
        ({"percent_complete": 40.0}, {"percent_complete": 60.0}),
        ({"percent_complete": None}, {"percent_complete": 0.0}),
    ],
)
def test_a_change_of_status_or_percentage_alone_is_progress(before: Any, after: Any) -> None:
    assert kinds_of(one(**before), one(**after)) == ("progressed",)


def test_words_and_owners_are_not_changes() -> None:
    old = one(progress="Begun", owner="Head of Records", percent_complete=None)
    new = one(progress="Nearly done", owner="Head of ICT", percent_complete=None)

    assert kinds_of(old, new) == ("unchanged",)


def test_progress_is_not_said_of_an_action_that_slipped() -> None:
    old = one(revised_due=MARCH, percent_complete=40.0)
    new = one(revised_due=JUNE, percent_complete=70.0)

    assert kinds_of(old, new) == ("slipped",)


def test_an_action_that_slipped_and_was_completed_is_both_and_listed_as_completed() -> None:
    comparison = between(one(revised_due=MARCH), one(revised_due=JUNE, status="complete"))

    assert listed(comparison) == [("1", "completed slipped")]
    assert comparison.counts["completed"] == comparison.counts["slipped"] == 1


@pytest.mark.parametrize(
    ("before", "after", "kinds"),
    [
        ({"original_due": NOV}, {"original_due": MARCH}, "original_changed slipped"),
        ({"original_due": MARCH}, {"original_due": NOV}, "original_changed pulled_in"),
        (
            {"original_due": NOV, "revised_due": JUNE},
            {"original_due": MARCH, "revised_due": JUNE},
            "original_changed",
        ),
        (
            {"original_due": NOV, "revised_due": MARCH},
            {"original_due": MARCH, "revised_due": None},
            "original_changed",
        ),
        ({"original_due": NOV}, {"original_due": None}, "original_changed"),
        ({"original_due": None}, {"original_due": NOV}, "original_changed"),
        (
            {"original_due": NOV},
            {"original_due": None, "original_due_text": "TBC"},
            "original_changed slipped",
        ),
        ({"original_due_text": "TBC"}, {"original_due_text": "Ongoing"}, "original_changed"),
        ({"original_due_text": "TBC"}, {"original_due_text": None}, "original_changed"),
        ({"original_due_text": "TBC"}, {"original_due_text": " tbc"}, "unchanged"),
        (
            {"original_due": NOV, "original_due_text": "By 30 November 2015"},
            {"original_due": NOV, "original_due_text": "30/11/2015"},
            "unchanged",
        ),
    ],
)
def test_an_original_timescale_is_compared_as_a_date_and_in_words_where_there_is_none(
    before: Any, after: Any, kinds: str
) -> None:
    assert " ".join(kinds_of(one(**before), one(**after))) == kinds


@pytest.mark.parametrize(
    ("before", "after", "kind", "days"),
    [
        ({}, {"revised_due": MARCH}, "slipped", 122),
        ({"revised_due": MARCH}, {"revised_due": JUNE}, "slipped", 91),
        ({"revised_due": JUNE}, {"revised_due": MARCH}, "pulled_in", -91),
        # The cell was cleared: what is agreed is the original timescale again.
        ({"revised_due": MARCH}, {}, "pulled_in", -122),
        ({"revised_due": MARCH}, {"revised_due_text": "N/A"}, "pulled_in", -122),
        # A date that becomes words is no earlier, and how much later it is nobody knows.
        ({"revised_due": MARCH}, {"revised_due_text": "TBC"}, "slipped", None),
        ({}, {"revised_due_text": "To be confirmed"}, "slipped", None),
        ({"revised_due": MARCH}, {"revised_due_text": "31 Marhc"}, "slipped", None),
        ({"revised_due_text": "TBC"}, {"revised_due_text": "TBA"}, "unchanged", 0),
        # What is only asked for moves nothing.
        ({}, {"revised_due_text": "Extension requested to 30/06/2016"}, "unchanged", 0),
        ({"revised_due": MARCH}, {"revised_due_text": "30/06/2016 requested"}, "unchanged", 0),
        ({"revised_due_text": "TBC"}, {"revised_due": MARCH}, "slipped", 122),
    ],
)
def test_the_agreed_date_is_the_revised_one_else_the_original(
    before: Any, after: Any, kind: str, days: int | None
) -> None:
    old, new = one(original_due=NOV, **before), one(original_due=NOV, **after)
    change = between(old, new).changes.iloc[0]

    assert change["kinds"] == (kind,)
    assert (None if pd.isna(change["days_moved"]) else change["days_moved"]) == days


@pytest.mark.parametrize(
    ("replaced", "marked"),
    [
        (APRIL - timedelta(days=15), False),
        (APRIL - timedelta(days=14), True),
        (APRIL, True),
        (APRIL + timedelta(days=14), True),
        (APRIL + timedelta(days=15), False),
    ],
)
def test_an_extension_is_at_the_deadline_within_14_days_of_the_date_it_replaces(
    replaced: date, marked: bool
) -> None:
    change = between(one(revised_due=replaced), one(revised_due=SEPTEMBER)).changes.iloc[0]

    assert change["moved_at_deadline"] == marked


def test_only_an_extension_is_moved_at_the_deadline() -> None:
    old, new = one(revised_due=APRIL), one(revised_due=MARCH)

    assert not between(old, new).changes["moved_at_deadline"].iloc[0]
    assert not between(old, old).changes["moved_at_deadline"].iloc[0]


@pytest.mark.parametrize(
    ("before", "after", "moves"),
    [
        ({"revised_due": MARCH, "date_moves": 1}, {"revised_due": JUNE, "date_moves": 1}, 2),
        ({"revised_due": MARCH, "date_moves": 1}, {"revised_due": JUNE, "date_moves": 4}, 4),
        ({"revised_due": MARCH, "date_moves": 3}, {"revised_due": MARCH, "date_moves": 1}, 3),
        ({"original_due": NOV}, {"original_due": MARCH}, 1),
    ],
)
def test_moves_are_those_the_later_plan_shows_or_those_before_and_one_more(
    before: Any, after: Any, moves: int
) -> None:
    old = one(**{"original_due": NOV, "date_moves": 0, **before})
    new = one(**{"original_due": NOV, "date_moves": 0, **after})

    assert between(old, new).changes["date_moves"].tolist() == [moves]


def test_changes_stand_in_the_order_of_their_kinds_and_then_of_the_plan() -> None:
    old = plan(
        {"reference": "b", **DONE}, {"reference": "a", **OPEN}, {"reference": "x", **OPEN},
        {"reference": "w", **OPEN},
    )  # fmt: skip
    new = plan(
        {"reference": "a", **DONE}, {"reference": "z", **OPEN}, {"reference": "b", **DONE},
        {"reference": "y", **OPEN},
    )  # fmt: skip

    assert listed(between(old, new)) == [
        *each("z y", "added"),
        *each("x w", "removed"),
        ("a", "completed"),
        ("b", "unchanged"),
    ]


# Any two plans.

DAYS = st.one_of(st.none(), st.dates(date(2015, 6, 1), date(2017, 1, 31)))
ACTIONS = st.fixed_dictionaries(
    {
        "reference": st.sampled_from([None, "1", "2", "3", "4", "5"]),
        "recommendation": st.sampled_from([None, "1", "2"]),
        "action": st.sampled_from(
            [None, "Audit", "Train staff", "Train all staff", "Link records"]
        ),
        "status": st.sampled_from(STATUS_GROUPS),
        "original_due": DAYS,
        "original_due_text": st.sampled_from([None, "TBC", "Immediately"]),
        "revised_due": DAYS,
        "revised_due_text": st.sampled_from([None, "TBC", "n/a"]),
        "completed_on": DAYS,
        "percent_complete": st.sampled_from([None, 0.0, 50.0]),
    }
)
PLANS = st.lists(ACTIONS, max_size=8).map(lambda rows: plan(*rows))
AS_AT = st.dates(date(2015, 6, 1), date(2017, 1, 31))


@given(old=PLANS, new=PLANS, as_at=AS_AT, previous=AS_AT)
def test_the_balance_reconciles_and_every_action_is_in_one_change(
    old: Plan, new: Plan, as_at: date, previous: date
) -> None:
    comparison = compare(old, new, as_at=as_at, previous_as_at=previous)
    balance, changes = comparison.balance, comparison.changes

    assert tuple(balance) == BALANCE
    came = balance["added"] + balance["reopened"]
    went = balance["completed"] + balance["withdrawn"] + balance["removed"]
    assert balance["opening"] + came - went == balance["closing"]
    assert sorted(changes["old"].dropna()) == list(range(len(old.actions)))
    assert sorted(changes["new"].dropna()) == list(range(len(new.actions)))
    assert changes["kind"].tolist() == [kinds[0] for kinds in changes["kinds"]]
    assert tuple(comparison.counts) == KINDS
    assert all(list(kinds) == sorted(kinds, key=KINDS.index) for kinds in changes["kinds"])
    assert comparison.counts["slipped"] == len(comparison.lists.extended)


@given(old=PLANS, as_at=AS_AT)
def test_a_plan_has_not_changed_from_itself_but_for_actions_that_nothing_names(
    old: Plan, as_at: date
) -> None:
    changes = compare(old, old, as_at=as_at, previous_as_at=as_at).changes
    paired = changes.dropna(subset=["old", "new"])
    apart = changes[~changes.index.isin(paired.index)]

    assert apart["action"].isna().all()
    assert (paired["old"] == paired["new"]).all()
    assert set(paired["kind"]) <= {"unchanged"}


def test_comparing_changes_neither_plan() -> None:
    old, new = read_plan(make.path(JANUARY)), read_plan(make.path(APRIL))
    copies = old.actions.copy(deep=True), new.actions.copy(deep=True)
    compare(old, new, as_at=APRIL, previous_as_at=JANUARY)

    pd.testing.assert_frame_equal(old.actions, copies[0])
    pd.testing.assert_frame_equal(new.actions, copies[1])


@pytest.mark.parametrize("rows", [0, 1])
def test_the_columns_are_of_one_kind_however_few_the_rows(rows: int) -> None:
    comparison = between(plan(*[OPEN] * rows), plan())
    types = comparison.changes.dtypes.astype(str).to_dict()

    assert types["old"] == types["new"] == types["days_moved"] == "Int64"
    assert types["original_before"] == types["agreed_after"] == "datetime64[s]"
    assert types["moved_at_deadline"] == "bool"
    assert types["date_moves"] == "int64"
    assert comparison.doubtful.columns.tolist() == [
        "old", "new", "score", "doubt", "old_key", "new_key",
    ]  # fmt: skip
