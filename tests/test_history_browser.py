"""In a real browser: a position recorded, and next month's plan compared with it."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.conftest import running_app
from tests.test_pages_browser import PATIENCE, settled, shows, turn_to, upload
from tests.test_pages_changes import AFTER, BEFORE

pytestmark = pytest.mark.browser


def test_a_position_is_recorded_and_the_next_plan_is_compared_with_it(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("TRACKER_DATABASE_URL", f"sqlite:///{tmp_path / 'history.sqlite3'}")
    with running_app(tmp_path / "log.txt") as url:
        page = browser.new_context(base_url=url, locale="en-GB").new_page()
        page.goto("/")
        settled(page, "How the plan stands")
        upload(page, BEFORE, "force plan.csv")
        page.get_by_role("button", name="Record", exact=True).click()
        page.get_by_role("textbox", name="Who records it").fill("Records Manager")
        page.get_by_role("button", name="Record it").click()
        expect(page.get_by_text("Recorded: “force plan” as at 12 January 2016")).to_be_visible(
            timeout=PATIENCE
        )
        upload(page, AFTER, "force plan april.csv")
        shows(page, "This looks like the next version of force plan (4 of 5 actions)")
        page.get_by_role("button", name="Yes, it is").click()
        turn_to(page, "Changes")
        shows(
            page,
            "Since 12 January 2016: 1 completed",
            "The original timescale of action 2.1 was changed",
        )
        page.get_by_role("radio", name="Over all positions").click()
        shows(page, "Recommendation 6: its forecast has moved most, 122 days later")
        page.context.close()
