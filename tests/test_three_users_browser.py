"""What three kinds of user come for, in a browser: seen without a scroll, done in few clicks.

Measured as at 30 April 2016 on a plan with a recorded position as at 12 January 2016, on a laptop
and on a phone.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.conftest import running_app
from tests.test_pages_browser import (
    PATIENCE,
    TITLES,
    UNFOLDED,
    at_rest,
    settled,
    shows,
    unfold,
    upload,
)
from tests.test_pages_changes import AFTER, BEFORE
from tracker import read_plan
from tracker.store import History

pytestmark = pytest.mark.browser

LAPTOP, PHONE = (1366, 768), (390, 844)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app, with January's and April's positions of the plan recorded."""
    folder = tmp_path_factory.mktemp("three_users")
    url = f"sqlite:///{folder / 'history.sqlite3'}"
    with History(url) as history:
        for name, data in (("january.csv", BEFORE), ("april.csv", AFTER)):
            plan = read_plan(data, name=name)
            history.record(plan, name="Force plan", as_at=plan.as_at, data=data, who="Manager")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TRACKER_DATABASE_URL", url)
        with running_app(folder / "log.txt") as address:
            yield address


@pytest.fixture(params=[LAPTOP, PHONE], ids=["laptop", "phone"])
def visitor(browser: Browser, site: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page of a new visitor on a laptop and on a phone."""
    width, height = request.param
    context = browser.new_context(base_url=site, viewport={"width": width, "height": height})
    yield context.new_page()
    context.close()


def in_sight(page: Page, what: Locator) -> bool:
    """Whether all of it lies in the part of the page that is seen without a scroll."""
    expect(what).to_be_visible(timeout=PATIENCE)
    box, size = what.bounding_box(), page.viewport_size
    assert box
    assert size
    inside_across = box["x"] >= 0 and box["x"] + box["width"] <= size["width"]
    return inside_across and box["y"] >= 0 and box["y"] + box["height"] <= size["height"]


def test_the_officer_reads_what_slipped_and_what_changed_at_first_sight(
    browser: Browser, site: str
):
    width, height = LAPTOP
    context = browser.new_context(base_url=site, viewport={"width": width, "height": height})
    page = context.new_page()
    page.goto("/?position=2")
    settled(page, TITLES["Overview"])
    # Of five actions one is complete, where none was; two are overdue, where four were.
    for figure, change in (("Complete", "+1"), ("Overdue", "−2")):
        tile = page.get_by_test_id("stMetric").filter(has_text=figure).first
        expect(tile).to_contain_text(change)
        expect(tile).to_contain_text("since 12 January 2016")
        assert in_sight(page, tile)
    shows(page, "Since 12 January 2016: 1 completed", "Slipped since 12 January 2016")
    assert in_sight(page, page.get_by_role("heading", name="Slipped since 12 January 2016"))
    slips = page.locator(".st-key-slips")
    assert in_sight(page, slips)
    for said in ("1.2 Buy a scanner", "ICT", "30 Apr 2016 to 30 Jun 2016", "61 days"):
        expect(slips).to_contain_text(said)
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    for said in ("1.2 Buy a scanner", "61 days"):  # no word needs a move to the side
        box = slips.get_by_text(said).bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= PHONE[0]
    context.close()


def test_the_manager_uploads_without_a_scroll_and_records_in_two_clicks(visitor: Page):
    visitor.goto("/")
    settled(visitor, TITLES["Overview"])
    bar = visitor.locator(".st-key-plan_bar")
    assert in_sight(visitor, bar.locator("summary", has_text="Upload"))
    unfold(visitor, "Filters")
    unfold(visitor, "Upload")  # in place of the filters
    assert in_sight(visitor, bar.get_by_role("button", name="Upload", exact=True))
    may = AFTER.replace(b"30 April 2016", b"31 May 2016")
    upload(visitor, may, "may.csv")
    expect(bar.locator(UNFOLDED)).to_have_count(0, timeout=PATIENCE)  # out of the way
    yes = visitor.get_by_role("button", name="Yes, it is")
    assert in_sight(visitor, yes)
    yes.click()
    expect(yes).to_be_hidden(timeout=PATIENCE)
    at_rest(visitor)
    visitor.get_by_role("button", name="Record", exact=True).click()
    again = visitor.get_by_role("button", name="Record it")
    assert in_sight(visitor, again)  # the second click


def test_the_report_is_two_clicks_from_the_overview(browser: Browser, site: str, tmp_path: Path):
    page = browser.new_context(base_url=site, locale="en-GB").new_page()
    page.goto("/?position=2")
    settled(page, TITLES["Overview"])
    page.get_by_role("link", name="Report", exact=True).click()
    settled(page, TITLES["Report"])
    with page.expect_download(timeout=90_000) as download:
        page.get_by_role("button", name="Download the report").click()
    assert download.value.suggested_filename.endswith(".docx")
    page.context.close()


def test_a_chip_takes_its_filter_off_and_back_undoes_a_page_at_the_first_press(visitor: Page):
    visitor.goto("/?position=2&owner=ICT&overdue=true")
    settled(visitor, TITLES["Overview"])
    chip = visitor.get_by_role("button", name="Owner: ICT")
    assert in_sight(visitor, chip)
    chip.click()
    expect(chip).to_be_hidden(timeout=PATIENCE)
    at_rest(visitor)
    expect(visitor.get_by_role("button", name="Overdue only")).to_be_visible()
    assert "owner=" not in visitor.url
    assert "overdue=true" in visitor.url
    visitor.get_by_role("link", name="See which").first.click()
    settled(visitor, TITLES["Check the reading"])
    assert "overdue=true" in visitor.url
    visitor.go_back()
    settled(visitor, TITLES["Overview"])
    expect(visitor.get_by_role("button", name="Overdue only")).to_be_visible()


def test_an_owner_reads_their_own_rows_of_a_link_and_has_their_workbook_in_a_click(visitor: Page):
    visitor.goto("/owners?plan=Force+plan&owner=ICT")
    settled(visitor, "ICT")
    first = visitor.get_by_text("1.2. Buy a scanner for the archive")
    assert in_sight(visitor, first)
    shows(visitor, "Overdue by 152 days", "original timescale 30 November 2015")
    workbook = visitor.get_by_role("button", name="Workbook to fill in")
    assert in_sight(visitor, workbook)
    with visitor.expect_download(timeout=90_000) as download:
        workbook.click()
    assert download.value.suggested_filename.endswith(".xlsx")
