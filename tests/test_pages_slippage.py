"""The Slippage page's switches: what they say is what its chart shows."""

from __future__ import annotations

import pytest

from tests.test_pages import charts, started, words
from tracker import charts as drawn
from tracker import read_plan, sample, summarise
from tracker.timeline import Position, Timeline
from ui.slippages import (
    ACTION,
    CALENDAR,
    COUNTED,
    ORIGINAL,
    OWNER,
    RECOMMENDATION,
    REVISED,
    WORKING,
)


@pytest.fixture(scope="module")
def measured_sample():
    # Slippage counts from the original timescales of the sample's first version.
    plans = [read_plan(path) for path in sample.versions().values()]
    over = Timeline.of([Position.of(plan, plan.as_at) for plan in plans])
    return over.measured(), over.in_use.as_at


@pytest.mark.parametrize("by", [ACTION, RECOMMENDATION, OWNER])
def test_slippage_is_drawn_by_what_the_address_says_and_nothing_else(measured_sample, by):
    measured, as_at = measured_sample
    every = {
        ACTION: drawn.slippage_by_action(measured, as_at).alt,
        RECOMMENDATION: drawn.slippage_by_recommendation(
            summarise(measured).recommendations, as_at, limit=15
        ).alt,
        OWNER: drawn.slippage_by_owner(measured, as_at).alt,
    }
    shown = charts(started("slippage", by=by))
    assert {each for each in every if every[each] in shown} == {by}


def test_each_way_of_counting_is_drawn(measured_sample):
    app = started("slippage", by=OWNER)
    for against, days in ((REVISED, CALENDAR), (REVISED, WORKING), (ORIGINAL, WORKING)):
        app.segmented_control(key="against").set_value(against)
        app.segmented_control(key="days").set_value(days).run()
        measure = COUNTED[against, days]
        assert drawn.slippage_by_owner(*measured_sample, measure=measure).alt in charts(app)


def test_of_many_actions_the_most_slipped_are_drawn_and_more_for_who_asks():
    app = started("slippage")
    rows = app.segmented_control(key="rows")
    assert rows.options == ["15 of 31", "31 of 31"]
    assert "15 of 31 shown, worst first" in words(app)
    rows.set_value(31).run()
    assert "shown, worst first" not in words(app)
