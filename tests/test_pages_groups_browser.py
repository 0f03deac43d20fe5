"""In a real browser: what looks as if it could be opened opens, by a click anywhere on its row."""

import pytest
from playwright.sync_api import Page, expect

from tests.test_pages_browser import PATIENCE, asked_of, at_rest, settled

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


def test_a_row_of_a_chart_turns_to_its_recommendation(page: Page):
    page.goto("/slippage?by=Recommendation")
    settled(page, "What has slipped, and by how much")
    page.get_by_test_id("stPlotlyChart").first.click(position={"x": 600, "y": FIRST_ROW})
    settled(page, "Recommendation 1")
    assert asked_of(page)["recommendation"] == ["1"]


def test_a_row_of_the_list_opens_an_owner_and_back_goes_back(page: Page):
    page.goto("/owners")
    settled(page, "Who has what to do")
    # The third row under the heading: the sample's third owner by overdue actions.
    page.get_by_test_id("stDataFrame").first.click(position={"x": 60, "y": 35 * 3 + 17})
    settled(page, "Head of ICT")
    assert asked_of(page)["owner"] == ["Head of ICT"]
    page.go_back()
    settled(page, "Who has what to do")
