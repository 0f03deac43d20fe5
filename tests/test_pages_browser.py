"""The whole job in a real browser: a plan in, the figures, every page, the filtered Excel out."""

import io
import re
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import openpyxl
import pytest
from playwright.sync_api import Browser, Page, Route, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tests.conftest import running_app
from tracker import measure, read_plan, summarise

pytestmark = pytest.mark.browser

TITLES = {
    "Overview": "How the plan stands",
    "Slippage": "What has slipped, and by how much",
    "Recommendations": "How each recommendation stands",
    "Owners": "Who has what to do",
    "Changes": "What changed since last time",
    "Forecast": "What will be done by when?",
    "Report": "The report to the meeting",
    "Check the reading": "Check the reading",
    "Records": "What is recorded",
    "About the measures": "What the figures mean",
    "Accessibility": "Accessibility statement",
}
PATHS = (
    "",
    "slippage",
    "recommendations",
    "owners",
    "changes",
    "forecast",
    "report",
    "check",
    "records",
    "about",
    "accessibility",
)
BANNER = "Illustrative sample plan."
PATIENCE = 30_000  # milliseconds; a page takes one or two seconds on an idle machine

# Charts are drawn one after another, and each moves what stands below it: a list that has just
# been opened there closes again.
LAYOUT_RESTS = """async () => {
    const drawn = chart => chart.querySelector(".main-svg");
    const main = document.querySelector("[data-testid=stMain]");
    for (let height = -1, rested = 0; rested < 5; ) {
        await new Promise(done => setTimeout(done, 100));
        const charts = [...document.querySelectorAll("[data-testid=stPlotlyChart]")];
        rested = charts.every(drawn) && main.scrollHeight === height ? rested + 1 : 0;
        height = main.scrollHeight;
    }
}"""

# Text that would act, were it not shown as text: Markdown, HTML, mathematics, an emoji, links.
HOSTILE = (
    "**bold** <b>b</b> <img src=x onerror=alert(1)> $x^2$ :smile: :red[red] [link](http://a.test) "
    "http://b.test www.c.test d@e.test"
)


def workbook(*, owner: str = "Head of Records", action: str = "Alpha") -> bytes:
    """A plan as at 30 April 2016 of four actions.

    The first was 15 days late; the second has slipped 152 days so far; the third is not yet due;
    the fourth is withdrawn.
    """
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Plan"
    for row in (
        ["Force action plan"],
        ["Position as at 30 April 2016"],
        [],
        ["Ref", "Recommendation", "Action", "Lead", "HMIC timescale", "Revised", "Status", "Done"],
        ["1.1", "5", action, owner, date(2015, 11, 30), None, "Complete", date(2015, 12, 15)],
        ["1.2", "5", "Beta", owner, "By 30 November 2015", date(2016, 3, 31), "In progress"],
        ["2.1", "6", "Gamma", "Head of ICT", date(2016, 5, 31), None, "Not started"],
        ["2.2", "6", "Delta", "Head of ICT", date(2015, 11, 30), None, "Withdrawn"],
    ):
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def settled(page: Page, title: str) -> Page:
    """The page once it shows its title and Streamlit has stopped running."""
    expect(page.get_by_role("heading", level=1, name=title)).to_be_visible(timeout=PATIENCE)
    at_rest(page)
    return page


def at_rest(page: Page) -> None:
    """Wait until the page's script has run to its end."""
    page.wait_for_timeout(300)  # for what was just done to reach the server
    running = page.locator("[data-testid=stApp][data-test-script-state=running]")
    expect(running).to_have_count(0, timeout=PATIENCE)
    page.evaluate(LAYOUT_RESTS)


def upload(page: Page, content: bytes, name: str = "force plan.xlsx") -> None:
    """Give the page a file and wait until it is shown or refused."""
    file = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    page.set_input_files("input[type=file]", files=[file])
    shows(page, name)
    at_rest(page)


SECTIONS = {
    "Check the reading": "The file",
    "Records": "The file",
    "About the measures": "Help",
    "Accessibility": "Help",
}
"""The drop-down of the menu in which a page stands; the others stand in it by themselves."""


def turn_to(page: Page, name: str) -> Page:
    if name in SECTIONS:
        page.get_by_test_id("stTopNavSection").filter(has_text=SECTIONS[name]).click()
        page.get_by_role("menuitem", name=name, exact=True).click()
    else:
        page.get_by_role("link", name=name, exact=True).click()
    return settled(page, TITLES[name])


UNFOLDED = "[data-testid=stExpanderDetails]:visible"


def unfold(page: Page, name: str) -> None:
    """Open what the plan bar holds under this name."""
    bar = page.locator(".st-key-plan_bar")
    bar.locator("summary", has_text=name).click()
    expect(bar.locator(UNFOLDED)).to_have_count(1, timeout=PATIENCE)
    expect(bar.locator("details", has=page.locator(UNFOLDED))).to_contain_text(name)
    at_rest(page)


def asked_of(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def asks_for(page: Page, wanted: dict[str, list[str]]) -> None:
    """Wait until the address asks for just this."""
    for _ in range(PATIENCE // 100):
        if asked_of(page) == wanted:
            return
        page.wait_for_timeout(100)
    assert asked_of(page) == wanted


def shows(page: Page, *texts: str) -> None:
    for text in texts:
        expect(page.get_by_test_id("stMain")).to_contain_text(text, timeout=PATIENCE)


def shows_not(page: Page, *texts: str) -> None:
    for text in texts:
        expect(page.get_by_test_id("stMain")).not_to_contain_text(text, timeout=PATIENCE)


def refused_by_policy(page: Page) -> list[str]:
    """What the content security policy keeps the page from doing, from now on."""
    refused: list[str] = []
    page.expose_function("refusedByPolicy", lambda what: refused.append(what))
    page.add_init_script(
        "addEventListener('securitypolicyviolation', event =>"
        " refusedByPolicy(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`))"
    )
    return refused


def choose(page: Page, label: str, option: str) -> None:
    """Set a filter as from the keyboard: find the option by its first letters."""
    unfold(page, "Filters")
    box = page.locator(".st-key-plan_bar").get_by_role("combobox", name=label)
    box.click()
    box.press_sequentially(option)
    page.get_by_role("option", name=option, exact=True).click()
    page.keyboard.press("Escape")
    page.locator(".st-key-plan_bar summary", has_text="Filters").click()
    at_rest(page)


def test_from_an_upload_to_the_figures_and_the_filtered_excel(page: Page, app_url, tmp_path):
    hosts: set[str] = set()
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    refused = refused_by_policy(page)
    page.goto("/")
    settled(page, TITLES["Overview"])
    shows(page, BANNER)

    upload(page, workbook())
    shows(page, "force plan.xlsx, as at 30 April 2016. 4 actions.", "1 of 3 actions (33%)")
    shows_not(page, BANNER)
    complete = page.get_by_test_id("stMetric").filter(has_text="Complete").first
    expect(complete).to_contain_text("33%")

    for name in TITLES:
        turn_to(page, name)
        expect(page).to_have_title(name)
        shows(page, "4 actions.")
        expect(page.get_by_test_id("stAlertContentError")).to_have_count(0)

    turn_to(page, "Slippage")
    choose(page, "Owner", "Head of Records")
    shows(page, "2 of 4 actions.", "Owner: Head of Records")
    finding = page.get_by_role("figure").first
    expect(finding).to_have_accessible_name(re.compile("Action 1.2 has slipped most: at least 152"))
    assert asked_of(page)["owner"] == ["Head of Records"]

    unfold(page, "Download")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download filtered Excel").click()
    assert download.value.suggested_filename == "action_plan_as_at_2016-04-30.xlsx"
    download.value.save_as(tmp_path / "download.xlsx")

    back = read_plan(tmp_path / "download.xlsx")
    assert back.as_at == date(2016, 4, 30)
    assert back.actions["action"].tolist() == ["Alpha", "Beta"]
    measured = measure(back.actions, back.as_at)
    assert measured["slippage_days"].tolist() == [15, 152]
    totals = summarise(measured).totals
    assert (totals["actions"], totals["completed"], totals["overdue"]) == (2, 1, 1)

    assert hosts == {urlsplit(app_url).netloc}
    assert refused == []


def test_a_plan_survives_a_reload_and_a_new_tab_and_is_nobody_elses(page: Page, browser, app_url):
    page.goto("/owners")
    settled(page, TITLES["Owners"])
    upload(page, workbook(), "ours.xlsx")
    choose(page, "Status", "Complete")
    shows(page, "1 of 4 actions.", "Status: Complete")

    page.reload()
    settled(page, TITLES["Owners"])
    shows(page, "ours.xlsx, as at 30 April 2016. 1 of 4 actions.")

    turn_to(page, "Recommendations")
    shows(page, "1 of 4 actions.", "Status: Complete")

    tab = page.context.new_page()
    tab.goto("/slippage")
    settled(tab, TITLES["Slippage"])
    shows(tab, "ours.xlsx, as at 30 April 2016. 4 actions.")

    elsewhere = browser.new_context(base_url=app_url).new_page()
    elsewhere.goto(page.url)
    settled(elsewhere, TITLES["Recommendations"])
    shows(elsewhere, BANNER, "a plan that is not open in this browser", "Status: Complete")
    shows_not(elsewhere, "ours.xlsx")
    elsewhere.context.close()

    unfold(page, "Upload")
    page.get_by_role("button", name="Forget my plan").click()
    page.get_by_role("button", name="Forget it").click()
    shows(page, BANNER)
    shows(tab, BANNER, "no longer held")  # though nobody touched it
    shows_not(tab, "ours.xlsx")
    assert tab.url.endswith("/slippage")
    turn_to(tab, "Owners")
    shows(tab, BANNER)


def test_a_link_on_another_site_leaves_the_readers_plan_where_it_is(page: Page, app_url):
    page.goto("/")
    settled(page, TITLES["Overview"])
    upload(page, workbook(), "ours.xlsx")
    link = f'<a href="{app_url}/owners">the plan</a>'
    page.route(
        "http://mail.test/", lambda route: route.fulfill(body=link, content_type="text/html")
    )
    page.goto("http://mail.test/")
    page.get_by_role("link", name="the plan").click()
    settled(page, TITLES["Owners"])
    shows(page, "ours.xlsx, as at")


def test_a_file_that_cannot_be_read_gets_one_sentence_and_the_plan_stays(page: Page):
    page.goto("/")
    settled(page, TITLES["Overview"])
    upload(page, workbook(), "ours.xlsx")
    upload(page, b"PK\x03\x04 not really", "broken.xlsx")
    shows(page, "broken.xlsx could not be read.", "Still shown: ours.xlsx.")
    shows(page, "ours.xlsx, as at 30 April 2016. 4 actions.")
    shows_not(page, "Traceback")


def test_a_deep_link_is_the_first_request_after_a_start(browser: Browser, tmp_path: Path):
    with running_app(tmp_path / "log.txt") as url:
        page = browser.new_context(base_url=url).new_page()
        page.goto("/slippage?owner=Head+of+Records&overdue=true&as_at=2016-10-15")
        settled(page, TITLES["Slippage"])
        shows(page, BANNER, "as at 15 October 2016", "Owner: Head of Records", "Overdue only")
        shows(page, "Upload your action plan")
        page.context.close()


def test_the_filters_in_the_address_follow_from_page_to_page_and_back(page: Page):
    """Also where the browser is slow to load what draws the filters, and would drop them."""
    wanted = {"owner": ["Head of Records"], "text": ["records"], "as_at": ["2016-10-15"]}
    waiting: list[Route] = []
    slow = re.compile(r"/(DateInput|TextInput)\.")
    page.route(slow, lambda route: waiting.append(route))
    link = "/?owner=Head+of+Records&text=records&as_at=2016-10-15"
    page.goto(link, wait_until="commit")
    expect(page.get_by_role("heading", level=1, name=TITLES["Overview"])).to_be_visible(
        timeout=PATIENCE
    )
    expect(page.get_by_test_id("stMultiSelect").first).to_be_attached(timeout=PATIENCE)
    page.get_by_role("link", name="Slippage", exact=True).click()
    expect(page).to_have_url(re.compile("/slippage"))
    for route in waiting:
        route.continue_()
    page.unroute(slow)
    settled(page, TITLES["Slippage"])
    asks_for(page, wanted)
    for _ in range(3):  # what was written again in the address may be a step of its own
        page.go_back()
        page.wait_for_timeout(500)
        if urlsplit(page.url).path == "/":
            break
    overview = page.get_by_role("heading", level=1, name=TITLES["Overview"])
    try:
        overview.wait_for(timeout=PATIENCE // 3)
        page.wait_for_timeout(1_000)
        missed = asked_of(page) != wanted
    except PlaywrightTimeout:
        missed = True
    if missed:  # on a busy machine Streamlit can miss the step, or what had not loaded at the first
        page.goto(link)
    settled(page, TITLES["Overview"])
    asks_for(page, wanted)
    page.get_by_role("button", name="Clear filters").click()
    shows(page, "as at 15 October 2016. 32 actions.")
    expect(page).to_have_url(re.compile(r"/\?as_at=2016-10-15$"))


def test_text_from_cells_does_nothing_on_any_page(page: Page):
    page.goto("/recommendations")
    settled(page, TITLES["Recommendations"])
    alerts: list[str] = []
    page.on("dialog", lambda dialog: (alerts.append(dialog.message), dialog.dismiss()))
    upload(page, workbook(owner=HOSTILE, action=HOSTILE), "a **b** $c$.xlsx")
    page.goto("/recommendations?recommendation=5")
    settled(page, "Recommendation 5")
    shows(page, "**bold** <b>b</b>", "$x^2$", "[link](http")
    page.goto("/")  # every recommendation again
    settled(page, TITLES["Overview"])
    for name in TITLES:
        turn_to(page, name)
        main = page.get_by_test_id("stMain")
        targets = [link.get_attribute("href") or "" for link in main.get_by_role("link").all()]
        assert not [href for href in targets if ".test" in href or "mailto" in href]
        assert main.locator(".katex, b, img, [class*=stMarkdownColoredText]").count() == 0
    assert not alerts


def test_no_page_scrolls_sideways(page: Page):
    page.goto("/")
    for name in TITLES:
        turn_to(page, name)
        for width in (320, 1366):
            page.set_viewport_size({"width": width, "height": 800})
            page.wait_for_timeout(500)  # until the charts have taken the width that they are given
            for part in ("html", "[data-testid=stMain]"):
                over = page.locator(part).evaluate("part => part.scrollWidth - part.clientWidth")
                assert over <= 0, (name, width, part)


def test_what_the_plan_bar_unfolds_lies_within_the_window_and_a_press_beside_it_closes_it(
    page: Page,
):
    page.goto("/")
    settled(page, TITLES["Overview"])
    for width in (320, 1024):
        page.set_viewport_size({"width": width, "height": 900})
        for name in ("Upload", "Dates", "Filters", "Download"):
            unfold(page, name)
            box = page.locator(f".st-key-plan_bar {UNFOLDED}").bounding_box()
            assert box
            assert 0 <= box["x"] <= box["x"] + box["width"] <= width, (name, width)
            page.get_by_test_id("stMain").click(position={"x": 5, "y": 890})
            expect(page.locator(f".st-key-plan_bar {UNFOLDED}")).to_have_count(0)
    unfold(page, "Upload")
    turn_to(page, "Slippage")  # the press on its link is not lost
    expect(page.locator(f".st-key-plan_bar {UNFOLDED}")).to_have_count(0)
