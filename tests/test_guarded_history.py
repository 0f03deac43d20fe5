"""What each role may do with a history, and what is written down of it."""

from __future__ import annotations

import inspect
import json
from datetime import date
from pathlib import Path

import pytest

from tests.comparing import one
from tracker.access import LOCAL, Person
from tracker.access.audit import FILE_VARIABLE, check_audit, write_audit
from tracker.access.guarded_history import ACTS, NOTED, guarded
from tracker.store import History, HistoryError

AS_AT = date(2016, 4, 30)
SIGNED_IN = {
    role: Person(f"{role}@force.example", role)
    for role in ("viewer", "owner", "manager", "administrator")
}


@pytest.fixture
def history(tmp_path: Path):
    with History(f"sqlite:///{tmp_path / 'history.sqlite3'}") as kept:
        yield kept


def recorded(history: History, who: str = "somebody else"):
    return history.record(
        one(), name="Force plan", as_at=AS_AT, data=b"file", who=who, mapping=None
    )


def seen_by(history: History, person: Person, noted: list | None = None):
    def note(what, facts):
        if noted is not None:
            noted.append((what, facts))

    return guarded(history, lambda: person, note, lambda: None)


def test_every_call_of_a_history_is_given_to_a_role():
    public = {name for name, _ in inspect.getmembers(History) if not name.startswith("_")}
    assert public - {"close"} <= set(ACTS)
    assert set(NOTED) <= set(ACTS)


def test_a_call_that_no_role_is_given_cannot_be_made(history):
    for person in (*SIGNED_IN.values(), LOCAL):
        with pytest.raises(AttributeError):
            seen_by(history, person).engine  # noqa: B018


@pytest.mark.parametrize("role", ["viewer", "owner"])
def test_who_only_looks_can_neither_record_nor_have_the_file(history, role):
    kept = recorded(history)
    theirs = seen_by(history, SIGNED_IN[role])
    assert theirs.plans() == ["Force plan"]
    assert len(theirs.load(kept.id).actions) == 1
    with pytest.raises(HistoryError, match="Only a manager may record a position"):
        recorded(theirs)
    with pytest.raises(HistoryError, match="Only a manager may see restricted rows"):
        theirs.file(kept.id)
    with pytest.raises(HistoryError, match="Only an administrator may delete"):
        theirs.delete(kept.id, who="")
    assert len(history.recorded("Force plan")) == 1


def test_a_manager_records_under_the_name_they_signed_in_with_and_it_is_written_down(history):
    noted = []
    theirs = seen_by(history, SIGNED_IN["manager"], noted)
    kept = recorded(theirs, who="somebody else")
    assert kept.who == "manager@force.example"
    ((what, facts),) = noted
    assert what == "recorded"
    assert facts["plan"] == "Force plan"
    assert facts["sha256"] == kept.sha256
    with pytest.raises(HistoryError, match="Only an administrator"):
        theirs.delete(kept.id, who="")


def test_an_administrator_deletes_and_whose_sign_in_has_ended_does_nothing(history):
    kept = recorded(history)
    ended = seen_by(history, Person("", "nobody"))
    with pytest.raises(HistoryError, match="Your sign-in has ended"):
        ended.plans()
    seen_by(history, SIGNED_IN["administrator"]).delete(kept.id, who="")
    assert [each.who for each in history.deleted()] == ["administrator@force.example"]


def test_a_desk_that_a_page_kept_asks_again_who_it_is(history):
    kept = recorded(history)
    now = [SIGNED_IN["administrator"]]
    theirs = guarded(history, lambda: now[0], lambda *_: None, lambda: None)
    delete = theirs.delete
    now[0] = Person("", "nobody")
    with pytest.raises(HistoryError, match="Your sign-in has ended"):
        delete(kept.id, who="")
    assert len(history.recorded("Force plan")) == 1


def test_what_could_not_be_written_down_is_not_done(history, tmp_path, monkeypatch):
    kept = recorded(history)
    monkeypatch.setenv(FILE_VARIABLE, str(tmp_path))  # a folder: no line can be added to it
    who = SIGNED_IN["administrator"]
    theirs = guarded(history, lambda: who, lambda *_: None, check_audit)
    for change in (lambda: theirs.delete(kept.id, who=""), lambda: recorded(theirs)):
        with pytest.raises(HistoryError, match="the log cannot be written: nothing was done"):
            change()
    assert history.deleted() == []
    assert len(history.recorded("Force plan")) == 1


def test_the_audit_log_has_a_line_of_each_thing_done(tmp_path, monkeypatch):
    file = tmp_path / "kept" / "audit.jsonl"
    monkeypatch.setenv(FILE_VARIABLE, str(file))
    write_audit("a@force.example", "downloaded", {"file": "x.xlsx", "actions": 3})
    write_audit("b@force.example", "uploaded\nforged", {"file_name": "y\n.csv"})
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    assert [line["who"] for line in lines] == ["a@force.example", "b@force.example"]
    assert lines[0]["actions"] == 3
    assert lines[0]["when"].endswith("+00:00")
    assert file.stat().st_mode & 0o077 == 0
