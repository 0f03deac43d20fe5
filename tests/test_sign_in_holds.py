"""A sign-in that ends, a role that is taken away, a log that cannot be written: nothing gets by."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from tests.conftest import ROOT
from tests.test_pages import started, turned_to, words
from tests.test_pages_public import PLAN, SECRET
from tests.test_sign_in import SETTINGS, opened, record_plan, signed_in, whole
from tests.test_sign_in import log as log
from tracker.access import NotAllowed
from tracker.report.own_words import ReportWords
from tracker.store import History, HistoryError
from ui import identity, upload_route

ADMINISTRATOR = SETTINGS.replace("[roles]", '[roles]\nadministrator = ["admin@force.example"]')
UNMARKED = PLAN.replace(b"OFFICIAL-SENSITIVE", b"OFFICIAL")


def ending(monkeypatch: pytest.MonkeyPatch, email: str) -> Callable[[], None]:
    """Somebody signed in, whose sign-in is ended by what is returned."""
    said: dict[str, object] = {"is_logged_in": True, "email": email, "exp": time.time() + 600}
    monkeypatch.setattr(identity, "claims", lambda: said if identity.has_not_ended(said) else {})
    return lambda: monkeypatch.setattr(identity, "has_not_ended", lambda _: False)


def pressed(app: AppTest, label: str) -> AppTest:
    return next(button for button in app.button if button.label == label).click().run()


def about_to_delete(tmp_path: Path) -> AppTest:
    (tmp_path / "settings.toml").write_text(ADMINISTRATOR)
    app = turned_to(opened(), "records")
    app.selectbox(key="history_which").set_value(1).run()
    return pressed(app, "Delete this position")


def recorded_plans() -> list[str]:
    with History() as history:
        return history.plans()


def done(log: Path) -> list[str]:
    return [json.loads(line)["what"] for line in log.read_text().splitlines()]


def test_after_the_end_of_a_sign_in_a_dialog_left_open_deletes_nothing(monkeypatch, tmp_path):
    end = ending(monkeypatch, "admin@force.example")
    app = about_to_delete(tmp_path)
    end()
    app = pressed(app, "Delete for ever")
    assert not app.exception
    assert recorded_plans() == ["Force plan"]
    assert words(app).startswith("Sign in")


def test_a_role_taken_away_deletes_nothing_from_a_dialog_left_open(monkeypatch, tmp_path):
    ending(monkeypatch, "admin@force.example")
    app = about_to_delete(tmp_path)
    (tmp_path / "settings.toml").write_text(SETTINGS)
    pressed(app, "Delete for ever")
    assert recorded_plans() == ["Force plan"]


def test_nothing_is_deleted_or_taken_in_where_it_cannot_be_written_down(monkeypatch, tmp_path, log):
    ending(monkeypatch, "admin@force.example")
    app = about_to_delete(tmp_path)
    monkeypatch.setenv("TRACKER_AUDIT_LOG", str(tmp_path))  # a folder
    app = pressed(app, "Delete for ever")
    assert recorded_plans() == ["Force plan"]
    assert "the log cannot be written" in words(app)
    app = AppTest.from_file(str(ROOT / "ui" / "shell.py"), default_timeout=60).run()
    assert "the log cannot be written" in words(app)
    assert "Overview" not in words(app.run())  # nor at the next load


def test_an_upload_that_cannot_be_written_down_is_not_taken_in(monkeypatch, tmp_path):
    signed_in(monkeypatch, "manager@force.example")
    app = started()
    monkeypatch.setenv("TRACKER_AUDIT_LOG", str(tmp_path))
    app.file_uploader[0].upload("Another plan.csv", PLAN, "text/csv").run()
    assert "the log cannot be written" in words(app)
    assert "Another plan.csv, as at" not in words(app).replace("\\", "")


@pytest.mark.parametrize("email", ["a@opcc.example", "owner@force.example"])
def test_the_report_and_its_remembered_words_are_for_managers(monkeypatch, email):
    with History() as history:
        kept = replace(ReportWords(), reasons_restricted="Named in the reasons: Falconry")
        for name in ("Force plan", "Force plan as recorded"):
            history.remember_report_words(name, kept, who="somebody")
    signed_in(monkeypatch, email)
    app = turned_to(opened(), "report")
    assert "Only a manager may make the scrutiny report" in words(app)
    assert "Named in the reasons" not in whole(app)
    assert "Download the report" not in [each.label for each in app.get("download_button")]
    assert not app.file_uploader


def test_every_download_is_refused_after_the_sign_in_and_written_down_before(monkeypatch, log):
    end = ending(monkeypatch, "manager@force.example")
    made: dict[str, Callable[[], bytes]] = {}
    button = st.download_button

    def kept(label, data=None, **more):
        made[more["file_name"]] = data
        return button(label, data=data, **more)

    monkeypatch.setattr(st, "download_button", kept)
    for page in ("overview", "slippage", "changes", "check", "records", "report"):
        assert not turned_to(opened(), page).exception
    signed_in_app = started()
    signed_in_app.file_uploader[0].upload("own.csv", PLAN, "text/csv").run()
    assert not turned_to(signed_in_app, "check").exception
    for part in ("action_plan", "findings.csv", "mapping.json", "scrutiny_report"):
        assert any(part in name for name in made), part
    assert all(callable(data) for data in made.values())  # none is made before it is asked for
    before = done(log).count("downloaded")
    csv = next(data for name, data in made.items() if name.endswith("findings.csv"))
    assert csv()
    assert done(log).count("downloaded") == before + 1
    end()
    for data in made.values():
        with pytest.raises((NotAllowed, HistoryError), match="Your sign-in has ended"):
            data()


def test_who_only_looks_opens_no_position_that_a_correction_took_the_place_of(monkeypatch):
    first = record_plan(UNMARKED, "Other plan", date(2016, 4, 30))
    record_plan(
        PLAN, "Other plan", date(2016, 4, 30), corrects=first.id, reason="markings were missing"
    )
    signed_in(monkeypatch, "a@opcc.example")
    app = started("overview", position=str(first.id))
    assert "only a manager may open it" in words(app)
    assert not [word for word in SECRET if word in whole(app)]


def test_what_was_restricted_later_is_left_out_of_an_earlier_position_too(monkeypatch):
    earlier = UNMARKED.replace(b"30 April 2016", b"31 March 2016")
    first = record_plan(earlier, "Force plan", date(2016, 3, 31))
    signed_in(monkeypatch, "a@opcc.example")
    app = started("overview", position=str(first.id))
    assert "restricted action" in words(app)
    assert not [word for word in SECRET if word in whole(app)]


def test_an_owner_who_becomes_a_viewer_sees_their_restricted_rows_no_more(monkeypatch, tmp_path):
    signed_in(monkeypatch, "owner@force.example")
    app = opened()
    assert [word for word in SECRET if word in whole(app)]
    viewer = SETTINGS.replace('owner = ["owner@force.example"]\n', "").replace(
        '"@opcc.example"', '"@opcc.example", "owner@force.example"'
    )
    (tmp_path / "settings.toml").write_text(viewer)
    app.run()
    assert not app.exception
    assert not [word for word in SECRET if word in whole(app)]


def test_who_only_looks_is_told_no_count_of_all_rows(monkeypatch):
    signed_in(monkeypatch, "a@opcc.example")
    app = turned_to(opened(), "records")
    columns = {name for table in app.dataframe for name in table.value.columns}
    assert "File" in columns
    assert not columns & {"Actions", "Values not used", "Assumptions"}


def test_a_position_deleted_meanwhile_is_shown_no_more(monkeypatch):
    signed_in(monkeypatch, "manager@force.example")
    app = opened()
    assert "Force plan, as recorded" in words(app)
    with History() as history:
        history.delete(1, who="somebody")
    app.run()
    assert not app.exception
    assert "Force plan, as recorded, as at" not in words(app)


def test_a_position_stays_shown_while_the_history_cannot_be_reached(monkeypatch):
    signed_in(monkeypatch, "manager@force.example")
    app = opened()

    def away(*_, **__):
        raise HistoryError("The history cannot be reached.")

    for call in ("recorded", "revision", "load", "find"):
        monkeypatch.setattr(History, call, away)
    app.run()
    assert not app.exception
    assert "The history cannot be reached" in words(app).replace("\\", "")
    assert "of 4 actions" in words(app).replace("\\", "")


def test_a_sign_in_that_was_set_up_at_the_start_cannot_vanish(monkeypatch):
    monkeypatch.undo()  # the real sign_in_is_on
    monkeypatch.setattr(identity._started_with_sign_in, "is_set", lambda: True)
    with pytest.raises(identity.BrokenSignIn, match="have gone since the server started"):
        identity.sign_in_is_on()


def test_a_sign_out_ends_the_other_tabs_of_that_browser_and_no_tab_opened_later(monkeypatch):
    said = {"is_logged_in": True, "sub": "a", "email": "a@opcc.example", "exp": time.time() + 600}

    class User:
        @staticmethod
        def to_dict() -> dict[str, object]:
            return said

    monkeypatch.undo()
    monkeypatch.setattr(identity.st, "user", User)
    state: dict[str, object] = {}
    monkeypatch.setattr(identity.st, "session_state", state)
    monkeypatch.setattr(identity, "_signed_out", {})
    assert identity.claims()
    identity.end_sign_in()
    assert not identity.claims()
    state.clear()  # another tab, after a new sign-in
    assert identity.claims()


@pytest.mark.parametrize(
    ("email", "ends", "may"),
    [
        ("manager@force.example", 600, True),
        ("manager@force.example", -1, False),
        ("a@opcc.example", 600, False),
        ("stranger@elsewhere.example", 600, False),
    ],
)
def test_files_are_taken_only_from_whoever_may_upload(monkeypatch, email, ends, may):
    said = {"is_logged_in": True, "email": email, "exp": time.time() + ends}
    monkeypatch.setattr(upload_route, "claims_in", lambda _: said)
    assert upload_route.may_upload({}) is may


def test_a_cookie_that_nobody_signed_lets_nobody_send_a_file():
    assert upload_route.may_upload({}) is False
    forged = json.dumps({"is_logged_in": True, "email": "manager@force.example", "exp": 9e9})
    assert upload_route.may_upload({"_streamlit_user": forged}) is False
