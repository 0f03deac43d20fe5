"""In a real browser: the forecast of an upload, and a date given by hand and taken back."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.test_pages_browser import PATIENCE, at_rest, settled, shows, shows_not, upload
from tests.test_pages_forecast import APRIL

pytestmark = pytest.mark.browser

TITLE = "What will be done by when?"


def test_a_date_typed_and_taken_at_once_stands_beside_the_forecast(page: Page):
    page.goto("/forecast")
    settled(page, TITLE)
    upload(page, APRIL, "force plan.csv")
    shows(page, "By 30 July 2016", "This rests on 12 completions of the plan.")
    chart = page.get_by_role("figure").first
    expect(chart).to_have_accessible_name(re.compile("5 actions open: half of them done"))

    main = page.get_by_test_id("stMain")
    box = main.get_by_role("combobox", name="Open action")
    box.click()
    box.press_sequentially("Merge")
    page.get_by_role("option", name="Action 2.1: Merge the two archives").click()
    at_rest(page)
    main.get_by_role("spinbutton", name="day, Done on").click()
    page.keyboard.type("01072016")
    main.get_by_role("button", name="Take this date").click()
    shows(page, "If the date given is kept: By 30 July 2016", "Action 2.1 on 1 July 2016.")
    beside = page.get_by_test_id("stDataFrame").filter(has_text="What if")
    expect(beside).to_contain_text("Done by 30 July 2016", timeout=PATIENCE)

    main.get_by_role("button", name="Back to the plan's dates").click()
    shows_not(page, "If the date given is kept")
    shows(page, "A date is taken as kept, come what may.")
