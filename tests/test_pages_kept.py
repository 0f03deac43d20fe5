"""What is kept of earlier choices never shows: a page is as its address shows it to others."""

from __future__ import annotations

import random

import pytest
from streamlit.testing.v1 import AppTest

from tests.test_pages import PAGES, charts, started, words

LISTS = ("recommendation", "owner", "status", "scope")
SWITCHES = {
    "against": ("Original timescale", "Revised timescale"),
    "days": ("Calendar days", "Working days"),
    "by": ("Recommendation", "Owner"),
}
DAYS = ("2016-01-31", "2016-04-30", "2016-09-30", "2017-06-30")
STEPS = 6


def change(app: AppTest, chance: random.Random) -> str:
    """Change one choice at random; which it was."""
    keys = [*LISTS, "overdue", "text", "as_at", "public", "sample"]
    keys += [each.key for each in app.segmented_control if each.key in SWITCHES] * 2
    key = chance.choice(keys)
    if key in LISTS:
        box = app.multiselect(key=key)
        box.set_value(chance.sample(box.options, chance.choice((0, 1, 2)))).run()
    elif key in SWITCHES:
        app.segmented_control(key=key).set_value(chance.choice(SWITCHES[key])).run()
    elif key in ("overdue", "public"):
        if key in [each.key for each in app.toggle]:
            app.toggle(key=key).set_value(chance.random() < 0.5).run()
    elif key == "text":
        app.text_input(key=key).set_value(chance.choice(("", "records", "the"))).run()
    elif key == "as_at":
        app.date_input(key=key).set_value(chance.choice(DAYS)).run()
    else:
        box = app.selectbox(key=key)
        box.set_value(chance.choice(box.options)).run()
    assert not app.exception
    return key


def address(app: AppTest) -> dict[str, object]:
    """What the browser's address would hold."""
    keys = (*LISTS, "overdue", "public", "text", "as_at", "sample", *SWITCHES)
    state = {key: app.session_state[key] for key in keys if key in app.session_state}
    held: dict[str, object] = {}
    for key, value in state.items():
        if value:
            held[key] = value if key in LISTS else "true" if value is True else str(value)
    return held


def shown(app: AppTest) -> tuple[str, str, list[str], list[str]]:
    """Every sentence, chart and table of the page."""
    said = [line for line in words(app).splitlines() if not line.startswith("Left out of the")]
    drawn = [chart.proto.spec for chart in app.get("plotly_chart")]
    return "\n".join(said), charts(app), drawn, [each.value.to_csv() for each in app.dataframe]


@pytest.mark.parametrize("page", PAGES)
def test_whatever_was_chosen_before_the_page_is_as_its_address_says(page):
    chance = random.Random(f"{page} 2015")
    app = started(page)
    done = []
    for _ in range(STEPS):
        done.append(change(app, chance))
        anew = started(page, **address(app))
        assert shown(app) == shown(anew), (done, address(app))


@pytest.mark.parametrize("page", PAGES)
def test_filters_that_leave_nothing_are_said_on_every_page(page):
    app = started(page)
    app.text_input(key="text").set_value("a word of no action").run()
    assert not app.exception
    assert "0 of 32 actions" in words(app)


def test_filters_that_only_the_latest_position_has_nothing_for_are_said():
    app = started(
        "changes", sample="12 January 2016", status="Not started", owner="Head of Records"
    )
    assert not app.exception
