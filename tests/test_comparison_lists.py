"""The committee's lists after a comparison, and how far the earlier plan's forecasts were kept."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.comparing import (
    APRIL,
    DONE,
    GONE,
    JANUARY,
    JUNE,
    MARCH,
    NOV,
    OPEN,
    between,
    one,
    plan,
)


@pytest.mark.parametrize(
    ("fields", "overdue"),
    [
        ({"original_due": NOV}, True),
        ({"original_due": NOV, "revised_due": MARCH}, True),
        ({"original_due": NOV, "revised_due": APRIL}, False),
        ({"original_due": NOV, "revised_due": JUNE}, False),
        ({"original_due": NOV, "revised_due_text": "TBC"}, True),
        ({"original_due": APRIL}, False),
        ({"original_due": JUNE, "revised_due": MARCH}, False),
        ({"original_due": NOV, "status": "complete"}, False),
        ({"revised_due": MARCH}, False),
    ],
)
def test_overdue_without_a_later_date_to_come(fields: Any, overdue: bool) -> None:
    assert len(between(plan(), one(**fields)).lists.overdue) == overdue


@pytest.mark.parametrize(
    ("dates", "meeting"),
    [
        ({}, date(2016, 8, 17)),  # 109 days on, as many as from 12 January to 30 April
        ({"next_meeting": date(2016, 6, 1)}, date(2016, 6, 1)),
        ({"previous_as_at": APRIL}, date(2016, 7, 29)),  # 90 days on
        ({"as_at": date.max}, date.max),
    ],
)
def test_the_next_meeting_is_as_far_ahead_as_the_dates_are_apart(
    dates: dict[str, date], meeting: date
) -> None:
    assert between(plan(), plan(), **dates).next_meeting == meeting


def test_what_is_due_by_the_next_meeting_is_listed_soonest_first() -> None:
    meeting = date(2016, 6, 1)
    new = plan(
        {"reference": "late", "original_due": MARCH},
        {"reference": "after", "original_due": meeting + timedelta(days=1)},
        {"reference": "on the day", "original_due": meeting},
        {"reference": "today", "original_due": NOV, "revised_due": APRIL},
        {"reference": "done", "original_due": meeting, **DONE},
    )
    due = between(plan(), new, next_meeting=meeting).lists.due

    assert due["reference"].tolist() == ["today", "on the day"]


@pytest.mark.parametrize(
    ("agreed", "counted"),
    [
        (JANUARY, False),  # to finish by the earlier date: it had its day
        (JANUARY + timedelta(days=1), True),
        (APRIL, True),
        (APRIL + timedelta(days=1), False),
        (None, False),
    ],
)
def test_a_forecast_is_judged_where_it_fell_after_the_earlier_date_and_by_the_later(
    agreed: date | None, counted: bool
) -> None:
    comparison = between(one(revised_due=agreed), one(revised_due=agreed, status="complete"))

    assert comparison.cei == (1.0 if counted else None)


def test_forecasts_of_actions_withdrawn_or_gone_were_not_kept() -> None:
    due = {"original_due": MARCH}
    old = plan(*({"reference": name, **due, **OPEN} for name in "abcd"))
    new = plan({"reference": "a", **due, **DONE}, {"reference": "b", **due, **GONE},
               {"reference": "c", "revised_due": JUNE, **due, **OPEN})  # fmt: skip

    assert between(old, new).cei == 0.25


def test_what_was_complete_already_was_no_forecast() -> None:
    done = one(original_due=MARCH, status="complete")

    assert between(done, done).cei is None


def test_forecasts_are_unknown_where_the_two_dates_are_the_same() -> None:
    comparison = between(one(revised_due=APRIL), one(revised_due=APRIL), previous_as_at=APRIL)

    assert comparison.cei is None
