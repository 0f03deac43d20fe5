"""Faults of a plan over time that people met, each gone on the pages.

Written from the definitions alone: ``docs/history.md`` and sections 3, 4 and 6 of
``docs/measures.md``. In a real browser where uploads, reloads or tabs are what matters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from streamlit.testing.v1 import AppTest

from tests.commands import answer, plan_file
from tests.conftest import running_app
from tests.test_pages import started, turned_to, uploaded, words
from tests.test_pages_browser import PATIENCE, at_rest, settled, shows, turn_to, unfold, upload
from tests.test_pages_check import press
from tests.test_pages_public import everything_sent
from tests.test_timeline_histories import HEADINGS, MARCH, WORDING, row

FORCE, ESTATES = "Force plan", "Estates plan"
SECRET = "Nightjar"

PLAN = {
    f"{at // 6 + 1}.{at % 6 + 1}": f"Do what finding {at} of the audit asks" for at in range(48)
}
PLAN["2.1"] = f"Move the {SECRET} papers"
LANDINGS = ("Sell the hall", "Move shelves", "Buy vans", "Mend the roof", "Let No 4", "Paint it")


def plan(**other: str) -> list[str]:
    """48 actions due on 30 November 2015, those named here by rows of their own."""
    return [other.get(each) or row(each, action=PLAN[each]) for each in PLAN]


def estates(original: str = MARCH) -> list[str]:
    return [row(each, original, action=LANDINGS[at]) for at, each in enumerate(WORDING)]


def file_of(folder: Path, rows: Sequence[str], as_at: str, name: str = "plan.csv") -> Path:
    return plan_file(folder / as_at.replace(" ", "_") / name, rows, as_at, HEADINGS)


def data_of(folder: Path, rows: Sequence[str], as_at: str) -> bytes:
    return file_of(folder, rows, as_at, "upload.csv").read_bytes()


def recorded(folder: Path, rows: Sequence[str], as_at: str, name: str, *more: object) -> int:
    file = file_of(folder, rows, as_at, f"{name}.csv")
    number: int = answer("history", "add", file, "--name", name, *more)["id"]
    return number


@pytest.fixture(autouse=True)
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A history of each test's own."""
    monkeypatch.setenv("TRACKER_DATABASE_URL", f"sqlite:///{tmp_path / 'history.sqlite3'}")
    return tmp_path


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app over a history of two plans; in a third position of one a row is restricted."""
    folder = tmp_path_factory.mktemp("faults")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TRACKER_DATABASE_URL", f"sqlite:///{folder / 'history.sqlite3'}")
        recorded(folder, plan(), "12 January 2016", FORCE)
        marked = row("2.1", action=PLAN["2.1"], marking="OFFICIAL-SENSITIVE")
        recorded(folder, plan(**{"2.1": marked}), "31 May 2016", FORCE)
        recorded(folder, estates(), "12 January 2016", ESTATES)
        with running_app(folder / "log.txt") as url:
            yield url


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(base_url=address, locale="en-GB")
    page = context.new_page()
    page.goto("/")
    settled(page, "How the plan stands")
    yield page
    context.close()


def answered(app: AppTest) -> AppTest:
    return press(app, "Yes, it is")


@pytest.mark.browser
def test_1_another_plan_under_a_recorded_plans_file_name_is_measured_from_its_own_dates(
    page, tmp_path
):
    upload(page, data_of(tmp_path, estates("30/04/2016"), "30 June 2016"), f"{FORCE}.csv")
    shows(page, "This looks like the next version of Estates plan (6 of 6 actions)")
    page.get_by_role("button", name="No, another plan").click()
    at_rest(page)
    turn_to(page, "Slippage")
    shows(page, "the median is 61 days late")  # from 30 April to 30 June


@pytest.mark.browser
def test_2_what_was_restricted_since_is_not_sent_in_the_public_version_at_any_day(page, tmp_path):
    upload(page, data_of(tmp_path, plan(), ""), "undated.csv")
    page.get_by_role("button", name="Yes, it is").click()
    shows(page, "Not for publication: 1 restricted action included")
    expect(page.get_by_text("Nothing in it is restricted")).to_have_count(0)
    frames: list[str | bytes] = []
    page.on("websocket", lambda each: each.on("framereceived", lambda sent: frames.append(sent)))
    page.goto("/owners?public=true")
    settled(page, "Who has what to do")
    shows(page, "1 restricted action left out")
    page.goto("/changes?public=true&as_at=2019-01-01")
    settled(page, "What changed since last time")
    shows(page, "1 restricted action left out")
    assert len(b"".join(map(_bytes, frames))) > 10_000
    assert SECRET.encode() not in b"".join(map(_bytes, frames))


def _bytes(frame: str | bytes) -> bytes:
    return frame.encode() if isinstance(frame, str) else frame


@pytest.mark.browser
def test_6_and_7_a_version_is_asked_about_once_and_the_answer_outlives_reload_and_tab(
    page, tmp_path
):
    rows = [row("8.6", action="Move the archive out of the cellar"), *plan()[:-1]]
    upload(page, data_of(tmp_path, rows, "30 April 2016"), "Board paper v9.csv")
    shows(page, "This looks like the next version of Force plan (47 of 48 actions)")
    page.get_by_role("button", name="Yes, it is").click()
    shows(page, "Since 12 January 2016: 1 added, 1 removed")
    unfold(page, "Upload")
    page.get_by_role("combobox").filter(visible=True).last.click()
    page.get_by_role("option", name=ESTATES).click()
    by_hand = "Since 12 January 2016: 48 added, 6 removed"
    shows(page, by_hand)
    page.reload()
    settled(page, "How the plan stands")
    shows(page, by_hand)
    tab = page.context.new_page()
    tab.goto("/changes")
    settled(tab, "What changed since last time")
    shows(tab, by_hand)
    expect(tab.get_by_text("This looks like the next version")).to_have_count(0, timeout=PATIENCE)


def test_3_an_action_added_later_leaves_its_recommendation_as_late_as_it_is(database):
    january = [row("1.1"), row("1.2")]
    recorded(database, january, "12 January 2016", FORCE)
    added = row("1.6", "31/07/2016", revised="30/12/2016", action="Replace the index")
    app = answered(uploaded(data_of(database, [*january, added], "30 June 2016")))
    assert "Recommendation 1 has slipped furthest of the recommendations: 396 days" in words(
        turned_to(app, "recommendations")
    )


def test_4_superseding_is_offered_for_the_same_date_shown_before_and_undone(database):
    draft = recorded(database, [row("1.1"), row("3.2")], "12 January 2016", FORCE)
    final = [row("1.1"), row("3.2", "31/12/2016"), row("2.1", "31/12/2016")]
    recorded(database, final, "12 January 2016", FORCE)
    recorded(database, [row("1.1"), row("3.2")], "30 April 2016", FORCE)
    overdue = lambda: answer("history", "portfolio")["plans"][0]["overdue"]  # noqa: E731
    app = started("records", position=str(draft))
    app.selectbox(key="history_which").set_value(draft).run()
    offered = app.selectbox(key="history_by").options
    assert [bool(re.search("12 January 2016", each)) for each in offered] == [True]
    effect = "overdue 2 → 1; median slippage 152 days → 152 days; 2 original timescales change"
    assert effect in words(app)  # those of 3.2 and of recommendation 3
    assert overdue() == 2
    app.text_input(key="history_reason").set_value("A draft")
    press(app, "Supersede it")
    assert overdue() == 1
    app.selectbox(key="history_which").set_value(draft).run()
    press(app, "Let it count again")
    assert overdue() == 2


def test_5_the_same_words_are_not_said_to_have_changed(database):
    words_of = [row(each, "Immediately") for each in ("1.1", "1.2", "2.1")]
    january = [*words_of, row("2.2")]
    recorded(database, january, "12 January 2016", FORCE, "--published", "2015-07-14")
    april = [*words_of, row("2.2", MARCH)]
    app = answered(uploaded(data_of(database, april, "30 April 2016")))
    assert "1 original timescale in this plan is now another date" in words(app)


def test_8_a_recommendation_with_an_overdue_action_is_not_early(database):
    done = row("3.2", "31/07/2016", status="Complete", completed="01/03/2016")
    app = turned_to(
        uploaded(data_of(database, [row("3.1"), done], "30 April 2016")), "recommendations"
    )
    table = app.dataframe[0].value.astype(str).to_string()
    assert "early" not in words(app) + table
    assert "-92" not in table


def test_9_the_report_measures_from_what_was_first_recorded(database):
    recorded(database, [row("1.1"), row("3.2")], "12 January 2016", FORCE)
    april = [row("1.1"), row("3.2", "29/02/2016")]
    app = answered(uploaded(data_of(database, april, "30 April 2016")))
    said = everything_sent(turned_to(app, "report")).decode(errors="replace")
    assert "61 days" not in said
    assert "152 days" in said
    assert "29 February 2016" in said


def test_10_a_reference_used_again_accuses_nobody(database):
    recorded(database, [row("1.1"), row("3.1"), row("2.1")], "12 January 2016", FORCE)
    reused = row("2.1", MARCH, action="Buy a scanner for the county archive")
    april = [row("1.1"), row("3.1"), reused]
    app = answered(uploaded(data_of(database, april, "30 April 2016")))
    said = words(turned_to(app, "changes"))
    assert "Since 12 January 2016: 1 added, 1 removed." in said
    assert "original date" not in said


def test_12_recommendations_of_two_inspections_are_not_one(database):
    every = {"Building the Picture": 4, "Crime Data Integrity": 4, "PEEL": 3}
    rows = [
        row(f"{name[0]}{number}", rec=str(number), inspection=name, action=f"Do {name} {number}")
        for name, many in every.items()
        for number in range(1, many + 1)
    ]
    app = turned_to(uploaded(data_of(database, rows, "30 April 2016")), "recommendations")
    assert "All 11 recommendations have overdue actions" in words(app)
