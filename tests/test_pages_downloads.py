"""The downloads of the plan bar: what each is of, and that none is built before it is asked for."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from tests.plans import saved
from tests.test_pages import PAGES, PLAN, session_of, started, turned_to, uploaded, words
from tests.test_pages_recording import press, record
from tests.test_schemas import assert_as_published
from tests.workbooks import about, table
from ui import downloads
from ui.view import View

LABELS = [
    "Download filtered Excel",
    "Owners' workbooks",
    "Owners' workbooks, e-mail drafts and calendars",
    "Actions as CSV",
    "Actions as CSV for Excel",
    "Actions as JSON",
]


def view(app: AppTest) -> View:
    kept: View = session_of(app).plan.view
    return kept


def buttons(app: AppTest) -> dict[str, Any]:
    """The plan bar's download buttons by their labels."""
    return {button.label: button for button in app.get("download_button") if button.label in LABELS}


@pytest.mark.parametrize("page", PAGES)
def test_every_page_offers_every_download(page):
    assert list(buttons(started(page))) == LABELS


def test_the_workbook_is_of_what_the_filters_show_and_says_so():
    app = uploaded(PLAN, plan="own", owner=["ICT"])
    data = downloads.excel(view(app))
    facts = about(data)
    assert facts["Plan"] == "plan.csv"
    assert facts["Filters"] == "owner ICT"
    assert facts["Actions in this file"] == "2 of 4"
    assert table(data)["Ref"].tolist() == ["1.2", "2.1"]
    assert "Note" not in facts


def test_the_sample_is_called_illustrative_in_its_downloads():
    assert about(downloads.excel(view(started())))["Note"].startswith("Illustrative")


def test_the_zip_has_a_workbook_for_each_owner_of_open_actions_shown():
    app = uploaded(PLAN)
    with zipfile.ZipFile(io.BytesIO(downloads.by_owner(view(app)))) as archive:
        names = archive.namelist()
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    with zipfile.ZipFile(io.BytesIO(downloads.by_owner(view(app), with_post=True))) as archive:
        assert archive.namelist()[:3] == [
            names[0],
            *(f"{names[0][:-5]}{e}" for e in (".eml", ".ics")),
        ]
    assert names == ["Records.xlsx", "ICT.xlsx"]


def test_a_download_that_is_changed_and_uploaded_again_lists_each_change():
    book = openpyxl.load_workbook(io.BytesIO(downloads.excel(view(uploaded(PLAN)))))
    sheet = book["Actions"]
    place = [cell.value for cell in sheet[3]].index("Status") + 1
    assert sheet.cell(5, place).value == "In progress"
    sheet.cell(5, place).value = "Complete"
    app = turned_to(uploaded(saved(book), "back.xlsx"), "check")
    said = "\n".join(str(cell) for table in app.table for cell in table.value.to_numpy().ravel())
    assert "was “In progress” and is now “Complete”" in said.replace("\\", "")
    assert view(app).summary.totals["completed"] == 2


def test_csv_and_json_are_of_the_actions_shown():
    app = uploaded(PLAN, plan="own", status=["Complete"])
    text = downloads.csv_file(view(app)).decode("utf-8-sig")
    assert "Alpha" in text
    assert "Beta" not in text
    values = json.loads(downloads.json_file(view(app)))
    assert_as_published("actions", values)
    assert (values["as_at"], values["as_at_source"]) == ("2016-04-30", "workbook")
    assert (values["filters"], values["questions"]) == ("status Complete", [])
    assert [action["action"] for action in values["actions"]] == ["Alpha"]


def test_where_nothing_is_shown_nothing_can_be_downloaded():
    app = started(text="nosuchword")
    assert all(button.proto.disabled for button in buttons(app).values())


def test_the_downloads_say_whether_restricted_actions_are_in_them():
    assert "Nothing in it is restricted." in words(uploaded(PLAN))
    marked = PLAN.replace(b"Progress,", b"Marking,").replace(b"Done with care", b"OFFICIAL")
    marked = marked.replace(b"Half way", b"OFFICIAL-SENSITIVE")
    app = uploaded(marked)
    assert "Not for publication: 1 restricted action included." in words(app)
    app.toggle(key="public").set_value(True).run()
    assert "Public version: 1 restricted action left out." in words(app)
    facts = about(downloads.excel(view(app)))
    assert facts["Publication"].startswith("Public version: 1 restricted action left out.")


def test_nothing_is_built_until_it_is_asked_for(monkeypatch):
    built: list[str] = []
    for name in ("excel", "by_owner", "csv_file", "json_file"):
        monkeypatch.setattr(downloads, name, lambda view, name=name: built.append(name) or b"")
    turned_to(started(), "slippage")
    assert built == []


def built(monkeypatch, made: Callable[[], AppTest]) -> dict[str, Callable[[], bytes]]:
    """What each download would be, by its label, of the page last shown by ``made``."""
    builds: dict[str, Callable[[], bytes]] = {}
    monkeypatch.setattr(
        "ui.downloads._button",
        lambda view, label, ending, build, *rest: builds.update({label: build}),
    )
    made()
    return builds


def test_the_workbook_has_the_changes_since_the_last_recorded_position(monkeypatch, tmp_path):
    monkeypatch.setenv("TRACKER_DATABASE_URL", f"sqlite:///{tmp_path / 'history.sqlite3'}")
    before = PLAN.replace(b"30 April 2016", b"12 January 2016").replace(b",Complete,", b",Open,")
    record(uploaded(before, "Force_plan_2016-01-12.csv"))

    builds = built(
        monkeypatch, lambda: press(uploaded(PLAN, "Force_plan_2016-04-30.csv"), "Yes, it is")
    )
    book = openpyxl.load_workbook(io.BytesIO(builds["Download filtered Excel"]()))
    cells = [[cell.value for cell in row] for row in book["Changes"].iter_rows()]
    assert any("Completed" in row and "1.1" in row for row in cells)
    assert "Balance" in book.sheetnames


def test_without_an_earlier_position_the_workbook_has_no_changes(monkeypatch, tmp_path):
    monkeypatch.setenv("TRACKER_DATABASE_URL", f"sqlite:///{tmp_path / 'history.sqlite3'}")
    builds = built(monkeypatch, lambda: uploaded(PLAN))
    book = openpyxl.load_workbook(io.BytesIO(builds["Download filtered Excel"]()))
    assert "Changes" not in book.sheetnames
