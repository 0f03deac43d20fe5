"""In a real browser: the report's form is filled, survives a reload, and the file opens in Word."""

import io
import re
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from playwright.sync_api import Browser, Page, expect

from tests.conftest import running_app
from tests.test_pages_browser import (
    PATIENCE,
    TITLES,
    at_rest,
    settled,
    shows,
    turn_to,
    unfold,
    upload,
)
from tests.test_pages_changes import AFTER, BEFORE
from tests.test_report_word import text_of, what_words_accessibility_checker_finds
from tracker.output.browser import has_browser

pytestmark = pytest.mark.browser

WORDS = {
    "Report to": "Strategic Scrutiny Meeting",
    "Report of": "Records Manager",
    "Links to the Police and Crime Plan": "Protecting vulnerable people\nVisible policing",
    "Contact for further information": "Room 2 <b>bold</b> $x$",
}


def fill(page: Page, words: dict[str, str]) -> None:
    for label, text in words.items():
        field = page.get_by_test_id("stMain").get_by_label(label, exact=True)
        field.fill(text)
        field.blur()
        at_rest(page)


def test_a_draft_survives_a_reload_and_the_report_opens_with_its_charts(page: Page, tmp_path: Path):
    page.goto("/")
    settled(page, TITLES["Overview"])
    upload(page, AFTER, "force plan.csv")
    turn_to(page, "Report")
    shows(page, "Still to be completed: Report to, Item number,")
    fill(page, WORDS)
    shows(page, "Report to: Strategic Scrutiny Meeting")

    page.reload()
    settled(page, TITLES["Report"])
    for label, text in WORDS.items():
        field = page.get_by_test_id("stMain").get_by_label(label, exact=True)
        expect(field).to_have_value(text, timeout=PATIENCE)
    shows(page, "Room 2 <b>bold</b> $x$", "Still to be completed: Item number, Date of the meeting")

    with page.expect_download(timeout=90_000) as download:
        page.get_by_role("button", name="Download the report").click()
    assert download.value.suggested_filename == "scrutiny_report_as_at_2016-04-30.docx"
    download.value.save_as(tmp_path / "report.docx")
    document = docx.Document(str(tmp_path / "report.docx"))
    text = text_of(document)
    assert "Report of: Records Manager" in text
    assert "Room 2 <b>bold</b> $x$" in text
    # Of AFTER: one of five is complete; two are overdue, from 30 November and 31 December 2015.
    assert "1 of 5 actions (20%) is complete, and 4 are open." in text
    assert "2 of the 4 open actions are overdue" in text
    assert "the longest by 152 days" in text
    assert len(document.inline_shapes) == (1 if has_browser() else 0)
    for drawing in document.element.body.iter(qn("wp:docPr")):
        assert re.search(r"as at 30 April 2016", drawing.get("descr"))
    assert what_words_accessibility_checker_finds(document) == []


def test_words_still_in_a_field_when_the_report_is_asked_for_are_in_it(page: Page, tmp_path: Path):
    page.goto("/report")
    settled(page, TITLES["Report"])
    field = page.get_by_test_id("stMain").get_by_label("Report of", exact=True)
    for typed in ("Head of Records", "Head of Information"):
        field.fill(typed)  # and the pointer goes from the field straight to the button
        with page.expect_download(timeout=90_000) as download:
            page.get_by_role("button", name="Download the report").click(delay=80)
        download.value.save_as(tmp_path / "report.docx")
        assert f"Report of: {typed}" in text_of(docx.Document(str(tmp_path / "report.docx")))


def test_the_report_says_what_changed_since_the_recorded_position(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("TRACKER_DATABASE_URL", f"sqlite:///{tmp_path / 'history.sqlite3'}")
    with running_app(tmp_path / "log.txt") as url:
        page = browser.new_context(base_url=url, locale="en-GB").new_page()
        page.goto("/")
        settled(page, TITLES["Overview"])
        upload(page, BEFORE, "force plan.csv")
        page.get_by_role("button", name="Record", exact=True).click()
        page.get_by_role("button", name="Record it").click()
        expect(page.get_by_text("Recorded: “force plan”")).to_be_visible(timeout=PATIENCE)
        upload(page, AFTER, "force plan april.csv")
        page.get_by_role("button", name="Yes, it is").click()
        expect(page.get_by_text("This looks like the next version")).to_be_hidden(timeout=PATIENCE)
        turn_to(page, "Report")
        shows(page, "5 actions were open as at 12 January 2016", "action 2.1 was changed")
        fill(page, {"Report of": "Records Manager"})
        page.get_by_role("button", name="Remember these words for next time").click()
        shows(page, "The words are remembered for “force plan”.")
        page.context.close()

        another = browser.new_context(base_url=url, locale="en-GB").new_page()
        another.goto("/")
        settled(another, TITLES["Overview"])
        upload(another, AFTER, "force plan may.csv")
        another.get_by_role("button", name="Yes, it is").click()
        expect(another.get_by_text("This looks like")).to_be_hidden(timeout=PATIENCE)
        turn_to(another, "Report")
        field = another.get_by_test_id("stMain").get_by_label("Report of", exact=True)
        expect(field).to_have_value("Records Manager", timeout=PATIENCE)
        another.context.close()


def test_a_chart_and_its_figures_and_the_overview_are_saved_when_asked_for(
    page: Page, tmp_path: Path
):
    if not has_browser():
        pytest.skip("the app finds no browser to draw with")
    page.goto("/")
    settled(page, TITLES["Overview"])
    page.get_by_text("Table and picture of this chart").first.click()
    at_rest(page)
    saved = {}
    for label in ("As PNG", "As SVG", "Figures as CSV", "The overview as a PDF"):
        if "PDF" in label:
            unfold(page, "Download")
        with page.expect_download(timeout=90_000) as download:
            page.get_by_role("button", name=label).first.click()
        download.value.save_as(tmp_path / "saved")
        saved[download.value.suggested_filename] = (tmp_path / "saved").read_bytes()

    assert [name.split("_as_at_")[1] for name in saved] == [
        f"2016-09-30_not_for_publication.{kind}" for kind in ("png", "svg", "csv", "pdf")
    ]
    png, svg, csv, pdf = saved.values()
    assert png.startswith(b"\x89PNG")
    assert svg.lstrip().startswith(b"<svg")
    assert csv.decode("utf-8-sig").startswith("Recommendation,Complete,")
    assert io.BytesIO(pdf).read(5) == b"%PDF-"
