"""Check the reading in a real browser: an odd layout to right figures, a question in one click."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.conftest import ROOT
from tests.plans import workbook
from tests.test_pages_browser import (
    PATIENCE,
    TITLES,
    at_rest,
    settled,
    shows,
    shows_not,
    turn_to,
    unfold,
    upload,
)

pytestmark = pytest.mark.browser

# As at 30 April 2016. Alfa, due on 30 November 2015, was completed on 15 December 2015: 15 days
# late. Beta was due on 5 January 2016, month first, and goes on: 116 days. Gamma is due on 1 June.
ODD = workbook(
    {
        "Piano": [
            ["Piano d'azione della polizia"],
            ["Position as at 30 April 2016"],
            [],
            ["Numero", "Azione", "Responsabile", "Scadenza", "Avanzamento", "Chiusa il"],
            ["1", "Alfa", "Archivio", "11/30/2015", "Fatto", "12/15/2015"],
            ["2", "Beta", "Informatica", "01/05/2016", "Avviato", None],
            ["3", "Gamma", "Archivio", "06/01/2016", "Da avviare", None],
        ]
    }
)
COLUMNS = {
    "Numero": "Reference",
    "Azione": "Action",
    "Responsabile": "Owner",
    "Scadenza": "Original timescale",
    "Avanzamento": "Status",
    "Chiusa il": "Completed on",
}
MEANINGS = {"Fatto": "Complete", "Avviato": "In progress", "Da avviare": "Not started"}

HEADINGS = ["Ref", "Action", "Lead", "HMIC timescale", "Status"]


def choose(page: Page, label: str, option: str) -> None:
    """Set a choice of the page from the keyboard."""
    box = page.get_by_test_id("stMain").get_by_role("combobox", name=label)
    box.focus()
    page.keyboard.press("Enter")
    page.keyboard.type(option)
    expect(page.get_by_role("option").first).to_contain_text(option, timeout=PATIENCE)
    page.keyboard.press("Enter")
    at_rest(page)


def shows_right_figures(page: Page) -> None:
    shows(page, "piano.xlsx, as at 30 April 2016. 3 actions.")
    tiles = page.get_by_test_id("stMetric")
    expect(tiles.nth(0)).to_contain_text("1 of 3")
    expect(tiles.nth(1)).to_contain_text("of 2 open")
    expect(tiles.nth(2)).to_contain_text("15 days")


def test_an_odd_layout_becomes_right_figures_and_the_mapping_serves_again(page: Page, tmp_path):
    page.goto("/")
    settled(page, TITLES["Overview"])
    upload(page, ODD, "piano.xlsx")
    shows(page, "piano.xlsx could not be read.")
    page.get_by_role("link", name="Show where the plan is in it").click()
    settled(page, TITLES["Check the reading"])

    page.get_by_label("Row of the headings").fill("4")
    page.keyboard.press("Enter")
    at_rest(page)
    for heading, field in COLUMNS.items():
        choose(page, f"“{heading}”", field)
    for word, group in MEANINGS.items():
        choose(page, f"“{word}”", group)
    shows_right_figures(page)

    with page.expect_download() as download:
        page.get_by_role("button", name="How it is read, as a mapping file").click()
    assert download.value.suggested_filename == "piano mapping.json"
    mapping, plan = tmp_path / "mapping.json", tmp_path / "piano.xlsx"
    download.value.save_as(mapping)
    plan.write_bytes(ODD)

    printed = subprocess.run(
        [sys.executable, "-m", "tracker", "summary", plan, "--mapping", mapping, "--format=json"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout
    totals = json.loads(printed)["totals"]
    assert (totals["actions"], totals["completed"], totals["overdue"]) == (3, 1, 1)
    assert totals["max_slippage_days"] == 116

    unfold(page, "Upload")
    page.get_by_role("button", name="Forget my plan").click()
    page.get_by_role("button", name="Forget it").click()
    shows(page, "Illustrative sample plan.")
    upload(page, ODD, "piano.xlsx")
    page.locator("input[type=file][accept*=json]").set_input_files(mapping)
    shows_right_figures(page)
    turn_to(page, "Overview")
    shows(page, "1 of 3 actions (33%) is complete")


def test_a_question_is_answered_in_one_click_that_shows_its_effect_before(page: Page):
    rows = [
        ["Position as at 30 April 2016"],
        HEADINGS,
        ["1", "Alpha", "Records", date(2015, 11, 30), "Complete"],
        ["2", "Beta", "ICT", date(2015, 11, 30), "Signed off subject to funding"],
        ["3", "Gamma", "ICT", date(2016, 5, 31), "In progress"],
    ]
    page.goto("/")
    settled(page, TITLES["Overview"])
    upload(page, workbook({"Plan": rows}), "ours.xlsx")
    shows(page, "could be 1 to 2")
    page.get_by_role("link", name="1 question could change these figures").click()
    settled(page, TITLES["Check the reading"])
    shows(page, "What does the status “Signed off subject to funding” mean?")
    shows(page, "Open (now): 1 complete, 1 overdue")
    page.get_by_role("button", name="Complete: 2 complete, 0 overdue").click()
    tiles = page.get_by_test_id("stMetric")
    expect(tiles.nth(0)).to_contain_text("2 of 3")
    expect(tiles.nth(1)).to_contain_text("of 1 open")
    shows(page, "No open questions")
    turn_to(page, "Overview")
    shows(page, "2 of 3 actions (67%) are complete")
    shows_not(page, "could change these figures", "could be")


def test_the_users_workbook_comes_back_with_its_cells_marked(page: Page, tmp_path: Path):
    rows = [
        HEADINGS,
        ["1", "Alpha", "Records", date(2015, 11, 30), "Embedding"],
        ["2", "Beta", "Head of ICT", "TBC", "In progress"],
    ]
    page.goto("/data_quality?owner=Head+of+ICT")
    settled(page, TITLES["Check the reading"])
    upload(page, workbook({"Plan": rows}), "ours.xlsx")
    shows(page, "ours.xlsx", "1 of 2 actions.", "Owner: Head of ICT", "“Embedding” in E2")
    with page.expect_download() as download:
        page.get_by_role("button", name="My workbook with these cells marked").click()
    assert download.value.suggested_filename == "ours marked.xlsx"
    download.value.save_as(tmp_path / "marked.xlsx")
    book = openpyxl.load_workbook(tmp_path / "marked.xlsx")
    assert "not understood" in book["Plan"]["E2"].comment.text
    assert "not a date" in book["Plan"]["D3"].comment.text
    assert book["Plan"]["B2"].comment is None
    assert book.sheetnames == ["Plan", "Tracker findings"]
    with page.expect_download() as download:
        page.get_by_role("button", name="The findings as CSV").click()
    download.value.save_as(tmp_path / "findings.csv")
    assert "Embedding" in (tmp_path / "findings.csv").read_text(encoding="utf-8-sig")


def test_another_version_in_the_workbook_is_opened_and_left_again(page: Page):
    rows = [["1", "Alpha", "Records", date(2015, 11, 30)], ["2", "Beta", "ICT", date(2016, 1, 31)]]
    data = workbook(
        {
            "March 2016": [HEADINGS, *([*row, "In progress"] for row in rows)],
            "April 2016": [HEADINGS, *([*row, "Complete"] for row in rows)],
        }
    )
    page.goto("/check")
    settled(page, TITLES["Check the reading"])
    upload(page, data, "monthly.xlsx")
    shows(page, "monthly.xlsx, as at 30 April 2016", "“April 2016” was read")
    choose(page, "Sheet", "March 2016")
    shows(page, "monthly.xlsx, as at 31 March 2016")
    page.get_by_role("button", name="Read: “March 2016”").click()
    shows(page, "monthly.xlsx, as at 30 April 2016")
    shows_not(page, "to be undone with a click")
