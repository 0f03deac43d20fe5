"""Past forecasts against what came: counted by hand, and as often right as they say."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest

from tests.made_plans import AGES, AS_AT, actions, done, measured, still_open
from tracker import Plan, forecast
from tracker.fields import PUBLISHED
from tracker.forecasting.accuracy import COLUMNS, past_accuracy
from tracker.forecasting.pace import fit_pace
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
    assert (found["withdrawn"], found["gone"], found["finished_on"]) == (1, 1, None)


def test_what_it_would_have_said_is_the_forecast_of_then():
    then = forecast(measured(*done(*AGES), *still_open(6)), AS_AT).plan
    found = row(*CAME)
    assert [found[name] for name in ("p50", "p80", "p95", "later_than", "behind")] == [
        then.p50,
        then.p80,
        then.p95,
        then.later_than,
        12,
    ]
    assert found["reason"] is None


def test_how_many_were_expected_is_that_of_the_pace():
    found = row(*CAME)
    pace = fit_pace(np.array(AGES), 6, AGE)
    chance = float(pace.all_done([(NOW - AS_AT).days], 1)[0])
    assert found["expected"] == pytest.approx(4 * chance)
    assert 0 <= found["low"] <= found["expected"] <= found["high"] <= 4


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


def test_when_all_are_done_it_says_when():
    found = row(*done(400, 420, 410, 399, 401, 402))
    assert (found["done"], found["followed"], found["gone"]) == (6, 6, 0)
    assert found["finished_on"] == PUBLISHED + timedelta(days=420)
    assert row(*done(400, 420, 410, 399, 401, None))["finished_on"] is None
    assert row(*done(400, 420, 410, 399, 401))["finished_on"] is None  # one is gone


def test_a_position_with_too_few_completions_is_said_to_have_none():
    early = (date(2015, 12, 1), actions(*done(*AGES[:5]), *still_open(13)))
    first, second = past_accuracy([early, *versions(*CAME)]).to_dict("records")
    assert (first["reason"], first["expected"], first["behind"]) == ("few_completions", None, 0)
    assert first["done"] == 9  # seven by April and two since
    assert second["reason"] is None


def test_without_an_earlier_position_there_is_nothing_to_compare():
    assert past_accuracy([]).empty
    assert list(past_accuracy(versions()[:1]).columns) == list(COLUMNS)
    assert past_accuracy([versions()[0], versions()[0]]).empty


def test_ages_count_from_the_publication_given():
    late = past_accuracy(versions(*CAME), published=PUBLISHED + timedelta(days=200))
    # Six of the twelve were completed before it.
    assert late["reason"].tolist() == ["few_completions"]


def test_the_range_holds_what_came_of_150_made_plans_8_times_in_10_or_more():
    rng = np.random.default_rng(5)
    within = []
    while len(within) < 150:
        days = np.ceil(rng.exponential(250, 40)).astype(int)
        open_ = days > AGE
        if 40 - open_.sum() < 10 or not open_.any():
            continue
        then, now = (
            actions(*done(*(int(day) if day <= age else 10_000 for day in days)))
            for age in (AGE, AGE + 153)
        )
        (found,) = past_accuracy([(AS_AT, then), (NOW, now)]).to_dict("records")
        assert found["followed"] == open_.sum()
        assert found["done"] == ((days > AGE) & (days <= AGE + 153)).sum()
        if found["reason"] is None:
            within.append(found["low"] <= found["done"] <= found["high"])
    # Whole actions make the range a little wider than 80%; three standard errors are 9%.
    assert 0.75 <= np.mean(within) <= 0.97


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
