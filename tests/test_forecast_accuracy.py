"""Past forecasts against what came: counted by hand, and as often right as they say."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from tests.made_plans import AGES, AS_AT, actions, done, measured, still_open
from tracker import forecast
from tracker.fields import PUBLISHED
from tracker.forecasting.before import Before
from tracker.forecasting.counts import counts
from tracker.forecasting.curves import borrowed
from tracker.forecasting.outlook import record_of
from tracker.forecasting.past_accuracy import COLUMNS, past_accuracy
from tracker.timeline import Position, Timeline

NOW = date(2016, 9, 30)
AGE = (AS_AT - PUBLISHED).days


def over(*positions: tuple[date, pd.DataFrame]) -> list[tuple[date, pd.DataFrame]]:
    """These positions measured, each action followed through them."""
    told = [Position(day, rows, read=lambda: None, published=PUBLISHED) for day, rows in positions]
    return Timeline.of(told).over_time()


def versions(*last: dict[str, Any]) -> list[tuple[date, pd.DataFrame]]:
    """Twelve complete and six open in April; in September what ``last`` says of the six."""
    twelve = done(*AGES)
    then = actions(*twelve, *still_open(6, original_due="2016-08-31"))
    return over((AS_AT, then), (NOW, actions(*twelve, *last)))


# Of the six two are complete, one is withdrawn, one gone, two are still open.
CAME = [
    *done(400, 420),
    {"status": "withdrawn", "completed_on": None},
    *still_open(2),
]


def row(*last: dict[str, Any]) -> dict[str, Any]:
    (only,) = past_accuracy(versions(*last)).to_dict("records")
    return only


def test_what_came_of_the_open_actions_is_counted():
    found = row(*CAME)
    assert (found["open"], found["followed"], found["done"]) == (6, 4, 2)
    assert (found["withdrawn"], found["gone"]) == (1, 1)


def test_what_it_would_have_said_is_the_forecast_of_then_for_those_followed():
    then = measured(*done(*AGES), *still_open(6))
    curves = borrowed().given(record_of(then))
    expected = counts(curves, np.full(4, AGE), (NOW - AS_AT).days)
    found = row(*CAME)
    assert (found["low"], found["high"]) == expected.range(0.8)
    assert found["likeliest"] == expected.likeliest()
    assert (found["reason"], found["dated"]) == (None, 12)
    # With nothing gone or withdrawn it is the forecast itself.
    all_there, whole = row(*still_open(6)), forecast(then, AS_AT, by=NOW).plan
    assert (all_there["low"], all_there["high"]) == (whole.low, whole.high)


def test_what_fell_due_and_was_kept_is_counted():
    # All six fell due on 31 August, between the two; two of them are complete.
    found = row(*CAME)
    assert (found["due"], found["kept"]) == (6, 2)
    assert (found["due_withdrawn"], found["due_gone"]) == (1, 1)


def test_a_position_in_which_all_was_done_foretold_nothing():
    early = (date(2015, 12, 1), actions(*done(*AGES[:5])))
    (first,) = past_accuracy(over(early, (NOW, actions(*done(*AGES))))).to_dict("records")
    assert (first["reason"], first["low"], first["followed"]) == ("complete", None, 0)


def test_without_an_earlier_position_there_is_nothing_to_compare():
    assert past_accuracy([]).empty
    assert list(past_accuracy(versions()[:1]).columns) == list(COLUMNS)


def test_ages_count_from_the_publication_given():
    late = past_accuracy(versions(*CAME), published=PUBLISHED + timedelta(days=200))
    assert late["dated"].tolist() == [5]  # seven of the twelve were completed before it
    assert past_accuracy(versions(*CAME), published=None)["reason"].tolist() == ["no_publication"]


def test_the_range_holds_what_came_of_40_made_plans_8_times_in_10_or_more():
    rng = np.random.default_rng(5)
    within = []
    while len(within) < 40:
        days = np.ceil(rng.exponential(250, 40)).astype(int)
        open_ = days > AGE
        if not open_.any():
            continue
        then, now = (
            actions(*done(*(int(day) if day <= age else 10_000 for day in days)))
            for age in (AGE, AGE + 153)
        )
        (found,) = past_accuracy(over((AS_AT, then), (NOW, now))).to_dict("records")
        assert found["followed"] == open_.sum()
        assert found["done"] == ((days > AGE) & (days <= AGE + 153)).sum()
        within.append(found["low"] <= found["done"] <= found["high"])
    # Whole actions and batches make the range wider than 80%; three standard errors are 9%.
    assert 0.75 <= np.mean(within) <= 0.98


def test_the_frames_given_are_not_changed():
    given = versions(*CAME)
    copies = [frame.copy() for _, frame in given]
    past_accuracy(given)
    for (_, frame), copy in zip(given, copies, strict=True):
        pd.testing.assert_frame_equal(frame, copy)


def test_what_was_seen_complete_before_it_was_dropped_counts_as_if_it_were_there():
    # Twelve and two of the six are complete in June; in September the six alone are left, less
    # the two; one that was withdrawn in June and one that was open are gone too.
    twelve, six = done(*AGES), still_open(6)
    then = actions(*twelve, *six, *still_open(2))
    june = actions(*twelve, *done(330, 340), *six[2:], *CAME[2:4])
    kept, left = [june.iloc[rows].reset_index(drop=True) for rows in (range(18), range(14, 18))]
    over_time = {
        name: over((AS_AT, then), (date(2016, 6, 30), june), (NOW, rows))
        for name, rows in (("kept", kept), ("dropped", left))
    }
    found = {}
    for name, positions in over_time.items():
        told = forecast(positions[-1][1], NOW, before=Before.of(positions))
        assert (told.plan.completed, told.plan.dated, told.plan.open) == (14, 14, 4)
        found[name] = told.plan, told.past["open"].tolist(), told.record_reaches
    assert found["dropped"] == found["kept"]
    first, second = past_accuracy(over_time["dropped"]).to_dict("records")
    assert (first["open"], first["followed"], first["done"]) == (8, 6, 2)
    assert (first["withdrawn"], first["gone"]) == (1, 1)
    assert (second["followed"], second["done"], second["gone"]) == (4, 0, 1)


def test_what_was_dropped_is_narrowed_as_the_plan_is():
    owned = [*done(100, owners=("Ann",)), *done(200, owners=("Bob",)), *still_open(1)]
    last = actions(*still_open(1)).assign(reference="A2", action="Do thing number 2")
    before = Before.of(over((AS_AT, actions(*owned)), (NOW, last)))
    narrowed = before.narrowed(owners=["Bob"]).dropped
    assert narrowed["reference"].tolist() == ["A1"]


def test_the_dates_then_agreed_are_followed_to_the_actions_of_now():
    dated = still_open(1, original_due="2016-08-31")
    then = actions(*dated, *done(100, original_due="2016-01-31"), *still_open(1))
    # Since then a first action was added, and the date of the one that was open has moved.
    moved = still_open(1, original_due="2016-08-31", revised_due="2016-12-31")
    now = actions(*still_open(1, original_due="2017-01-31"), *moved, *done(100, 400))
    now[["reference", "action"]] = [
        ["B1", "Something wholly new"],
        *then[["reference", "action"]].to_numpy().tolist(),
    ]
    found = Before.of(over((AS_AT, then), (NOW, now))).agreed
    assert list(found) == [AS_AT]
    assert found[AS_AT].iloc[1] == pd.Timestamp("2016-08-31")
    # The new one was not there, one was complete, one had no date.
    assert found[AS_AT].isna().tolist() == [True, False, True, True]
    assert Before.of(over((AS_AT, then))).agreed.shape == (3, 0)
