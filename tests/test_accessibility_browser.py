"""axe-core finds nothing on any page, light or dark, with data or without; the keyboard works."""

from __future__ import annotations

from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.test_pages_browser import PATHS, PATIENCE, TITLES, settled, turn_to, unfold, upload

pytestmark = pytest.mark.browser

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

OF_STREAMLIT: dict[str, str] = {
    "presentation-role-conflict": "the uploader's drop zone is a section with a role and a label",
    "page-has-heading-one": "the dialog of an unknown address stands over the page",
}
"""axe's rules that Streamlit's own elements break, each with why we cannot mend it."""

RUN = """async rules => {
    const found = await axe.run(document, {runOnly: {type: "tag", values: rules},
                                           resultTypes: ["violations"]});
    return found.violations.map(each => [each.id, each.nodes.map(node => node.target.join(" ") + " "
        + node.any.map(check => check.message).join("; ")).slice(0, 4)]);
}"""

HEADINGS_ALONE = b"Ref,Action,Owner,Status,Due\r\n"


def faults(page: Page) -> list[object]:
    """What axe-core finds on the page and still finds some seconds later.

    The colours of a theme come one after another, later where the machine is busy.
    """
    page.evaluate(AXE)
    lasting: list[object] = []
    for _ in range(6):
        found: list[list[object]] = page.evaluate(RUN, RULES)
        lasting = [[rule, nodes] for rule, nodes in found if rule not in OF_STREAMLIT]
        if not lasting:
            break
        page.wait_for_timeout(1000)
    return lasting


@pytest.fixture(scope="module")
def still(browser: Browser, app_url: str):
    """A page whose reader asks for less movement: colours do not fade from one to another."""
    context = browser.new_context(
        base_url=app_url,
        viewport={"width": 1366, "height": 900},
        locale="en-GB",
        reduced_motion="reduce",
        bypass_csp=True,  # for axe-core itself, which is no script of the page's
    )
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("name", TITLES)
def test_axe_finds_nothing_in_light_and_in_dark(still: Page, name: str):
    still.emulate_media(color_scheme="light")
    if still.url == "about:blank":
        still.goto("/")
    turn_to(still, name)
    assert faults(still) == []
    still.emulate_media(color_scheme="dark")
    still.wait_for_timeout(500)
    assert faults(still) == []


def test_axe_finds_nothing_on_a_plan_without_actions_or_on_one_that_is_refused(still: Page):
    still.emulate_media(color_scheme="light")
    still.goto("/")
    settled(still, TITLES["Overview"])
    upload(still, HEADINGS_ALONE, "empty.csv")
    assert faults(still) == []


FOCUSED = """() => {
    const at = document.activeElement;
    if (at === document.body) return ["", true];
    const outlined = s => s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0;
    const styles = [];
    for (let around = at; around && styles.length < 4; around = around.parentElement)
        styles.push(getComputedStyle(around));
    at.setAttribute("data-reached", "");
    const rings = styles.filter(outlined).length;
    const shown = rings == 1 || !rings && styles.some(s => s.boxShadow !== "none");
    return [at.innerText || at.getAttribute("aria-label") || at.outerHTML.slice(0, 80), shown];
}"""
FOCUS_IS_DRAWN_WITHIN = 20  # tenths of a second: a busy browser draws some rings after the focus


def focused(page: Page) -> tuple[str, bool]:
    """What has the focus, and whether it has one ring, at once or soon after on a busy machine."""
    for _ in range(FOCUS_IS_DRAWN_WITHIN):
        name, seen = page.evaluate(FOCUSED)
        if seen:
            break
        page.wait_for_timeout(100)
    return name, seen


NOT_REACHED = """() => [...document.querySelectorAll(
        "[data-testid=stHeader], [data-testid=stMain]")].flatMap(part => [...part.querySelectorAll(
        "button:not([role=radio]), a[href], input:not([type=radio]), textarea, summary")])
    .filter(each => each.checkVisibility({visibilityProperty: true, opacityProperty: true})
        && !each.disabled && each.tabIndex >= 0 && each.getBoundingClientRect().width > 0
        && !each.hasAttribute("data-reached"))
    .map(each => each.outerHTML.slice(0, 160))"""
"""Controls that Tab has not come to. Of radio buttons Tab comes to one, and arrows to the rest."""


@pytest.mark.parametrize(("path", "title"), [*zip(PATHS, TITLES.values(), strict=True)])
def test_everything_on_a_page_is_reached_by_keyboard_and_its_focus_is_seen(
    page: Page, path: str, title: str
):
    page.goto(f"/{path}")
    settled(page, title)
    page.wait_for_timeout(1000)
    for _ in range(250):
        page.keyboard.press("Tab")
        name, seen = focused(page)
        assert seen, f"no focus is seen, or more than one, on {name!r}"
        if not page.evaluate(NOT_REACHED):
            return
    assert page.evaluate(NOT_REACHED) == []


def test_escape_closes_a_list_then_its_panel_and_the_focus_stays_at_the_panel(page: Page):
    page.goto("/owners")
    settled(page, "Who has what to do")
    unfold(page, "Filters")
    panel = page.locator(".st-key-plan_bar details[open]")
    panel.get_by_role("combobox", name="Owner").click()
    expect(page.get_by_role("listbox")).to_have_count(1, timeout=PATIENCE)
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_have_count(0, timeout=PATIENCE)
    expect(panel).to_have_count(1)
    page.keyboard.press("Escape")
    expect(panel).to_have_count(0, timeout=PATIENCE)
    assert "Filters" in page.evaluate("document.activeElement.innerText")


def test_whoever_asks_for_less_movement_gets_none(still: Page):
    still.goto("/about")
    settled(still, TITLES["About the measures"])
    moving = still.evaluate(
        """() => [...document.querySelectorAll("*")].filter(each =>
            parseFloat(getComputedStyle(each).transitionDuration) > 0.01).length"""
    )
    assert moving == 0


def test_the_statement_names_who_runs_the_tracker(monkeypatch: pytest.MonkeyPatch):
    from ui import statement

    monkeypatch.setenv(statement.ORGANISATION, "A *Force*")
    monkeypatch.setenv(statement.CONTACT, "records@force.example")
    said = statement.words()
    assert "run by A \\*Force\\*." in said
    assert "records" in said
    monkeypatch.delenv(statement.CONTACT)
    assert "has not said here who to ask" in statement.words()
    assert "{" not in statement.words()
