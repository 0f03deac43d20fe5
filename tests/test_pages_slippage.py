"""The Slippage page's switches: what they say is what its charts show."""

from __future__ import annotations

import itertools

import pytest

from tests.test_pages import charts, started
from tracker import charts as drawn
from tracker import read_plan
from tracker.timeline import Position, Timeline
from ui.slippages import CALENDAR, MEASURES, ORIGINAL, OWNER, RECOMMENDATION, REVISED, WORKING
from ui.uploading import sample_versions


@pytest.fixture(scope="module")
def sample():
    # Slippage counts from the original timescales of the sample's first version.
    plans = [read_plan(path) for path in sample_versions().values()]
    over = Timeline.of([Position.of(plan, plan.as_at) for plan in plans])
    return over.measured(), over.in_use.as_at


@pytest.mark.parametrize("by", [RECOMMENDATION, OWNER])
def test_slippage_is_drawn_by_what_the_switch_says(sample, by):
    app = started("slippage", by=by)
    expected = drawn.slippage_spread(*sample, by=by.lower(), measure="slippage_days")
    assert expected.alt in charts(app)


def test_every_switch_pressed_one_after_another_is_followed(sample):
    app = started("slippage")
    for against, days, by in itertools.product(
        (ORIGINAL, REVISED), (CALENDAR, WORKING), (RECOMMENDATION, OWNER)
    ):
        app.segmented_control(key="against").set_value(against)
        app.segmented_control(key="days").set_value(days)
        app.segmented_control(key="by").set_value(by).run()
        measured = MEASURES[against, days]
        shown = charts(app)
        assert drawn.slippage_by_action(*sample, measure=measured).alt in shown
        spread = drawn.slippage_spread(*sample, by=by.lower(), measure=measured)
        assert spread.alt in shown, (against, days, by)
        assert spread.subtitle.split(";")[0] in " ".join(
            each.value for each in [*app.caption, *app.markdown]
        )
