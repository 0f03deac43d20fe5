"""Sign-in on the pages: who sees what, whose sign-in has ended, and where it is set up wrongly."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.conftest import ROOT
from tests.test_pages import PAGES, started, turned_to, words
from tests.test_pages_public import PLAN, SECRET, everything_sent
from tracker import read_plan
from tracker.store import History
from tracker.timeline import Recorded
from ui import identity

SETTINGS = """
[roles]
manager = ["manager@force.example"]
owner = ["owner@force.example"]
viewer = ["@opcc.example"]
[owners]
"owner@force.example" = ["Falconry"]
"""


def record_plan(data: bytes, name: str, as_at: date, **correction: object) -> Recorded:
    """A plan recorded by nobody in particular."""
    with History() as history:
        return history.record(
            read_plan(data, name=f"{name}.csv"),
            name=name,
            as_at=as_at,
            data=data,
            who="",
            mapping=None,
            **correction,
        )


@pytest.fixture(autouse=True)
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A recorded plan, the roles, and sign-in switched on; nobody is signed in yet."""
    monkeypatch.setenv("TRACKER_DATABASE_URL", f"sqlite:///{tmp_path / 'history.sqlite3'}")
    (tmp_path / "settings.toml").write_text(SETTINGS)
    monkeypatch.setenv("TRACKER_SETTINGS", str(tmp_path / "settings.toml"))
    monkeypatch.setenv("TRACKER_AUDIT_LOG", str(tmp_path / "audit.jsonl"))
    monkeypatch.setattr(identity, "sign_in_is_on", lambda: True)
    monkeypatch.setattr(identity, "claims", dict)
    record_plan(PLAN, "Force plan", date(2016, 4, 30))
    return tmp_path / "audit.jsonl"


def signed_in(monkeypatch: pytest.MonkeyPatch, email: str) -> None:
    said = {"is_logged_in": True, "email": email, "exp": time.time() + 600}
    monkeypatch.setattr(identity, "claims", lambda: said)


def opened(page: str = "overview", **address: str) -> AppTest:
    return started(page, position="1", **address)


def whole(app: AppTest) -> str:
    return everything_sent(app).decode(errors="replace")


@pytest.mark.parametrize("page", PAGES)
def test_nothing_of_a_plan_is_sent_to_whoever_is_not_signed_in(page):
    app = AppTest.from_file(str(ROOT / "ui" / "shell.py"), default_timeout=60)
    app.query_params["position"] = "1"
    app.run()
    if page != "overview":
        app.switch_page(f"../pages/{page}.py").run()
    assert [button.label for button in app.button] == ["Sign in"]
    assert "Force plan" not in whole(app)
    assert "Alpha" not in whole(app)


def test_whoever_has_no_role_is_told_so_and_sees_nothing(monkeypatch):
    signed_in(monkeypatch, "stranger@elsewhere.example")
    app = opened()
    assert "Force plan" not in whole(app)
    assert not app.file_uploader


@pytest.mark.parametrize("page", PAGES)
def test_a_viewer_is_sent_no_word_of_a_restricted_row_whatever_the_address_says(monkeypatch, page):
    signed_in(monkeypatch, "a@opcc.example")
    sent = whole(opened(page, public="false"))
    assert [word for word in SECRET if word in sent] == []


def test_a_viewer_can_neither_upload_nor_record(monkeypatch):
    signed_in(monkeypatch, "a@opcc.example")
    app = opened()
    assert "1 of 2 actions (50%) is complete" in words(app)
    assert not app.file_uploader
    assert "Record" not in [button.label for button in app.button]
    from ui import plan_source

    assert plan_source.UPLOADS.get("") is None


def test_an_owner_sees_their_own_restricted_rows(monkeypatch):
    signed_in(monkeypatch, "owner@force.example")
    app = opened()
    assert "1 of 4 actions (25%) is complete" in words(app)
    assert "Not for publication" in words(app)


def test_a_manager_sees_all_and_cannot_delete(monkeypatch):
    signed_in(monkeypatch, "manager@force.example")
    app = turned_to(opened(), "records")
    assert "Signed in as manager@force.example" in words(app).replace("\\", "")
    app.selectbox(key="history_which").set_value(1).run()
    next(b for b in app.button if b.label == "Delete this position").click().run()
    next(b for b in app.button if b.label == "Delete for ever").click().run()
    assert "Only an administrator may delete a recorded position" in words(app)
    with History() as history:
        assert len(history.recorded("Force plan")) == 1


def test_what_is_done_is_written_down_without_a_word_of_the_plan(monkeypatch, log):
    signed_in(monkeypatch, "manager@force.example")
    app = started()
    app.file_uploader[0].upload("Another plan.csv", PLAN, "text/csv").run()
    assert not app.exception
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    assert [line["what"] for line in lines] == ["signed in", "uploaded"]
    assert lines[1]["who"] == "manager@force.example"
    assert lines[1]["file_name"] == "Another plan.csv"
    assert not any(word in log.read_text() for word in SECRET)


def test_an_upload_is_not_seen_by_the_next_who_signs_in_on_the_same_browser(monkeypatch):
    signed_in(monkeypatch, "manager@force.example")
    app = started()
    app.file_uploader[0].upload("Another plan.csv", PLAN, "text/csv").run()
    assert "Another plan" in whole(app)
    signed_in(monkeypatch, "owner@force.example")
    assert "Another plan" not in whole(app.run())


def test_a_sign_in_ends_when_the_providers_token_does(monkeypatch):
    signed_in(monkeypatch, "manager@force.example")
    app = opened()
    monkeypatch.setattr(identity, "claims", dict)  # as it says once the end has passed
    app.run()
    assert [button.label for button in app.button] == ["Sign in"]
    assert "Force plan" not in whole(app)
    now = time.time()
    assert identity.has_not_ended({"exp": now + 60})
    assert not identity.has_not_ended({"exp": now - 1})
    assert not identity.has_not_ended({})


def test_broken_settings_let_nobody_in(monkeypatch, tmp_path):
    signed_in(monkeypatch, "manager@force.example")
    (tmp_path / "settings.toml").write_text("[roles]\nmanger = []")
    app = started()
    assert "“manger”" in words(app)
    assert not app.file_uploader


@pytest.mark.parametrize("address", ["0.0.0.0", "192.0.2.1", ""])
def test_listening_to_others_without_a_sign_in_is_refused(address, tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", LISTENS, address, str(tmp_path / "none.toml")],
        cwd=ROOT, capture_output=True, text=True, env=_environment(), check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.startswith("error: the tracker would be open to everybody on the network")
    assert "docs/sign-in.md" in done.stderr


def test_listening_to_others_is_allowed_where_that_is_said_or_sign_in_is_on(tmp_path):
    secrets = tmp_path / "secrets.toml"
    secrets.write_text('[auth]\nredirect_uri = "x"\n')
    for file, more in ((secrets, {}), (tmp_path / "none", {"TRACKER_OPEN_WITHOUT_SIGN_IN": "yes"})):
        done = subprocess.run(
            [sys.executable, "-c", LISTENS, "0.0.0.0", str(file)],
            cwd=ROOT, capture_output=True, text=True, env=_environment() | more, check=False,
        )  # fmt: skip
        assert (done.returncode, done.stderr) == (0, "")


LISTENS = """
import sys
from streamlit import config
config.set_option("server.address", sys.argv[1] or None)
config.set_option("secrets.files", [sys.argv[2]])
from ui.start_checks import refuse_to_be_open
refuse_to_be_open()
"""


def _environment() -> dict[str, str]:
    import os

    kept = {name: value for name, value in os.environ.items() if not name.startswith("TRACKER")}
    return kept | {"PYTHONPATH": str(ROOT)}
