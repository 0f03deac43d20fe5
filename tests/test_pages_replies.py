"""*Owners' replies* on the owners' page: what is proposed, what is stopped, what is taken away."""

from __future__ import annotations

import io
from datetime import datetime

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from tests.plans import saved
from tests.test_pages import started, turned_to
from tests.test_replies import cell, forms, plan_bytes, replies
from tracker.replies.form import FORM_SHEET
from ui.replies import ACCEPT, sent_back


def filled(owner: str, **answers: object) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(forms()[owner]))
    for heading, value in answers.items():
        cell(book[FORM_SHEET], heading.replace("_", " ")).value = value
    return saved(book)


@pytest.fixture
def page() -> AppTest:
    app = started(owner=[])
    app.file_uploader[0].upload("plan.xlsx", plan_bytes(), "application/octet-stream").run()
    return turned_to(app, "owners")


def test_replies_are_shown_beside_the_plan_and_what_is_stopped_is_named(page):
    late = filled("Owner 02", New_date_asked_for=datetime(2016, 7, 31))
    page.file_uploader(key="replies").set_value(
        [
            ("one.xlsx", filled("Owner 01", Status="Complete"), "application/octet-stream"),
            ("two.xlsx", late, "application/octet-stream"),
        ]
    ).run()
    assert not page.exception
    said = "\n".join(each.value for each in page.markdown)
    assert "1 change proposed" in said
    assert "1 answer stopped" in said
    assert "28 owners have answered nothing yet" in said
    stopped = next(t.value for t in page.table if "Why" in t.value)
    assert "without a reason" in stopped["Why"].iloc[0]
    proposed = next(t.value for t in page.dataframe if ACCEPT in t.value)
    assert proposed.iloc[0].tolist()[:5] == [True, "1", "Status", "In progress", "Complete"]
    labels = [button.label for button in page.get("download_button")]
    assert "My workbook with what is accepted" in labels

    page.toggle(key="replies_all").set_value(False).run()
    labels = [button.label for button in page.get("download_button")]
    assert "My workbook with what is accepted" not in labels
    assert "What goes back to owners" in labels


def test_what_goes_back_is_what_was_stopped_and_what_was_not_accepted():
    late = filled("Owner 02", New_date_asked_for=datetime(2016, 7, 31))
    found = replies(one=filled("Owner 01", Status="Complete"), two=late)
    assert sent_back(found, found.proposed).decode("utf-8-sig").splitlines() == [
        "File,Cell,Why",
        "two.xlsx,L5,A new date is asked for without a reason.",
        "one.xlsx,J5,Not accepted: Status Complete",
    ]


def test_a_file_that_is_no_owners_workbook_is_named_and_stops_no_other(page):
    page.file_uploader(key="replies").set_value(
        [
            ("list.csv", b"a,b\n1,2\n", "text/csv"),
            ("one.xlsx", filled("Owner 01", Update="Met"), "application/octet-stream"),
        ]
    ).run()
    stopped = next(t.value for t in page.table if "Why" in t.value)
    assert stopped["File"].tolist() == ["list\\.csv"]
    assert any("1 change proposed" in each.value for each in page.markdown)
