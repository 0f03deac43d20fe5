"""In a real browser: what looks as if it could be opened opens, by a click anywhere on its row."""

import contextlib

import pytest
from playwright.sync_api import Browser, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tests.test_pages_browser import PATIENCE, asked_of, asks_for, at_rest, settled

pytestmark = pytest.mark.browser

FIRST_ROW = 140
"""Pixels from the top of the chart: under its key, its axis and the label of the as-at date."""


def test_a_row_of_a_chart_opens_its_action_each_time_it_is_clicked(page: Page):
    page.goto("/slippage")
    settled(page, "What has slipped, and by how much")
    chart = page.get_by_test_id("stPlotlyChart").first
    dialogue = page.get_by_role("dialog")
    for _ in range(2):
        chart.click(position={"x": 600, "y": FIRST_ROW})
        expect(dialogue).to_contain_text("Overdue by 305 days", timeout=PATIENCE)
        expect(dialogue).to_contain_text("original timescale")
        page.keyboard.press("Escape")
        expect(dialogue).to_have_count(0, timeout=PATIENCE)
        at_rest(page)


def test_a_row_of_a_chart_turns_to_its_recommendation_and_back_goes_back_at_once(page: Page):
    page.goto("/slippage?by=Recommendation")
    settled(page, "What has slipped, and by how much")
    page.get_by_test_id("stPlotlyChart").first.click(position={"x": 600, "y": FIRST_ROW})
    settled(page, "Recommendation 1")
    assert asked_of(page)["recommendation"] == ["1"]
    page.go_back()
    settled(page, "What has slipped, and by how much")
    asks_for(page, {"by": ["Recommendation"]})


def test_a_row_of_the_list_opens_an_owner_and_back_goes_back(page: Page):
    page.goto("/owners")
    settled(page, "Who has what to do")
    # The box before the third row: the sample's third owner by overdue actions.
    page.get_by_test_id("stDataFrame").first.click(position={"x": 16, "y": 35 * 3 + 17})
    settled(page, "Head of ICT")
    assert asked_of(page)["owner"] == ["Head of ICT"]
    page.go_back()
    settled(page, "Who has what to do")


def test_a_chart_that_is_clicked_lets_a_finger_scroll_the_page_and_a_tap_open_a_row(
    browser: Browser, app_url: str
):
    context = browser.new_context(
        base_url=app_url, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    page.goto("/slippage")
    settled(page, "What has slipped, and by how much")
    page.evaluate(
        "window.held = []; for (const moved of ['touchstart', 'touchmove'])"
        " window.addEventListener(moved, event => window.held.push(event.defaultPrevented))"
    )
    chart = page.get_by_test_id("stPlotlyChart").first
    chart.scroll_into_view_if_needed()
    box = chart.bounding_box()
    at = {"x": 200, "y": max(box["y"], 200) + 60}
    finger = context.new_cdp_session(page)
    for kind, points in (
        ("touchStart", [at]),
        ("touchMove", [{**at, "y": at["y"] + 60}]),
        ("touchEnd", []),
    ):
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    page.wait_for_function("window.held.length >= 2")
    assert not any(page.evaluate("window.held"))
    dialog = page.get_by_role("dialog")
    for _ in range(4):  # on a busy machine the first taps can come before the chart takes any
        chart.tap(position={"x": 200, "y": FIRST_ROW})
        with contextlib.suppress(PlaywrightTimeout):
            dialog.wait_for(timeout=PATIENCE // 4)
            break
    expect(dialog).to_contain_text("original timescale", timeout=PATIENCE)
    context.close()
