"""Past forecasts against what came: counted by hand, and as often right as they say."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from tests.made_plans import AGES, AS_AT, actions, done, measured, still_open
from tracker import Plan, forecast
from tracker.fields import PUBLISHED
from tracker.forecasting.accuracy import COLUMNS, agreed_before, past_accuracy
from tracker.forecasting.counts import counts
from tracker.forecasting.curves import borrowed
from tracker.forecasting.plan import record_of
from tracker.measures import measure
from tracker.reading.plan import Source
from tracker.timeline import Decision, compare
from tracker.timeline.texts import keys_of, texts_of

NOW = date(2016, 9, 30)
AGE = (AS_AT - PUBLISHED).days


def versions(*last: dict[str, Any]) -> list[tuple[date, pd.DataFrame]]:
    """Twelve complete and six open in April; in September what ``last`` says of the six."""
    twelve = done(*AGES)
    then = actions(*twelve, *still_open(6, original_due="2016-08-31"))
    return [(AS_AT, then), (NOW, actions(*twelve, *last))]


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


def test_what_fell_due_and_was_kept_is_the_current_execution_index():
    before, after = versions(*CAME)
    source = Source(file="", sheets=(), header_row=1, rows=0)
    plans = [
        Plan(frame, pd.DataFrame(index=frame.index), {}, (), as_at, source, PUBLISHED)
        for as_at, frame in (before, after)
    ]
    index = compare(plans[0], plans[1], as_at=NOW, previous_as_at=AS_AT)
    found = row(*CAME)
    assert (found["due"], found["kept"]) == (6, 2)
    assert (found["due"], found["kept"]) == (index.due_between, index.completed_of_due)


def test_a_position_in_which_all_was_done_foretold_nothing():
    early = (date(2015, 12, 1), actions(*done(*AGES[:5])))
    first, second = past_accuracy([early, *versions(*CAME)]).to_dict("records")
    assert (first["reason"], first["low"], first["followed"]) == ("complete", None, 0)
    assert second["reason"] is None


def test_without_an_earlier_position_there_is_nothing_to_compare():
    assert past_accuracy([]).empty
    assert list(past_accuracy(versions()[:1]).columns) == list(COLUMNS)
    assert past_accuracy([versions()[0], versions()[0]]).empty


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
        (found,) = past_accuracy([(AS_AT, then), (NOW, now)]).to_dict("records")
        assert found["followed"] == open_.sum()
        assert found["done"] == ((days > AGE) & (days <= AGE + 153)).sum()
        within.append(found["low"] <= found["done"] <= found["high"])
    # Whole actions and batches make the range wider than 80%; three standard errors are 9%.
    assert 0.75 <= np.mean(within) <= 0.98


def test_a_decision_that_two_are_one_action_is_followed():
    before, after = versions(*done(400), *still_open(5))
    renamed = after[1].copy()
    renamed.loc[12, ["reference", "action"]] = ["Z9", "Wholly other words for it"]
    then = [before, (NOW, renamed)]
    apart = past_accuracy(then).iloc[0]
    assert (apart["gone"], apart["done"]) == (1, 0)
    keys = [keys_of(texts_of(frame), [12])[0] for _, frame in then]
    same = past_accuracy(then, [Decision(keys[0], keys[1], same=True)]).iloc[0]
    assert (same["gone"], same["done"]) == (0, 1)


def test_the_frames_given_are_not_changed():
    given = versions(*CAME)
    copies = [frame.copy() for _, frame in given]
    past_accuracy(given)
    for (_, frame), copy in zip(given, copies, strict=True):
        pd.testing.assert_frame_equal(frame, copy)


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
    known = measure(now, NOW)
    found = agreed_before(known, NOW, [(AS_AT, then), (NOW, now)], ())
    assert list(found) == [AS_AT]
    assert found[AS_AT].iloc[1] == pd.Timestamp("2016-08-31")
    # The new one was not there, one was complete, one had no date.
    assert found[AS_AT].isna().tolist() == [True, False, True, True]
    assert agreed_before(known, AS_AT, [(AS_AT, then)], ()).shape == (4, 0)
