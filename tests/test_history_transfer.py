"""A whole history copied into another database, from SQLite to PostgreSQL and back."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy import Connection, text

from tracker import Choices, Plan, read_plan
from tracker.report.own_words import ReportWords
from tracker.store import History, HistoryError, copy_history, transfer
from tracker.timeline import Decision

pytest_plugins = ["tests.databases"]

SAMPLES = Path(__file__).parents[1] / "sample_data"
DATES = (date(2016, 1, 12), date(2016, 4, 30), date(2016, 9, 30))
NAME = "Building the Picture"


@pytest.fixture(params=["to PostgreSQL", "to SQLite"])
def both(
    request: pytest.FixtureRequest, sqlite_database: str, postgresql_database: str
) -> Iterator[tuple[History, History]]:
    """A history and an empty one to copy it into."""
    with History(sqlite_database) as file, History(postgresql_database) as server:
        yield (file, server) if request.param == "to PostgreSQL" else (server, file)


@functools.cache
def sample(as_at: date) -> tuple[bytes, Plan]:
    data = (SAMPLES / f"building_the_picture_{as_at}.xlsx").read_bytes()
    return data, read_plan(data)


def fill(history: History) -> None:
    """Something in every table, and a number that was given and is gone."""
    for day, as_at in zip(DATES, (DATES[0], DATES[0], DATES[2]), strict=True):
        data, plan = sample(day)
        history.record(
            plan,
            name=NAME + " \0 \ud800",
            as_at=as_at,
            data=data,
            who="Manager",
            mapping=Choices(statuses={"Embedded": "complete"}),
        )
    csv = b"Ref,Action,Status\n1,Do it,Open\n"
    gone = history.record(read_plan(csv), name="Gone", as_at=DATES[0], data=csv, who="Manager")
    kept = history.record(read_plan(csv), name="Kept", as_at=date.max, data=csv, who="Manager")
    history.delete(gone.id, who="Administrator")
    assert kept.id == 5
    history.supersede(1, by=2, reason="A draft", who="Manager")
    history.remember_layout(["Ref"], Choices(columns={"owner": "Who"}), who="Manager")
    history.remember_match("Kept", Decision("a", "b", same=False), who="Manager")
    history.remember_report_words("Kept", ReportWords(links="\0 \ud800"), who="Manager")


def test_everything_is_the_same_in_the_copy(both: tuple[History, History]) -> None:
    source, target = both
    fill(source)

    copied = copy_history(source, target)

    assert copied == {
        "plans": 2,
        "files": 4,
        "recorded": 4,
        "readings": 4,
        "actions": 32 + 33 + 32 + 1,
        "supersessions": 1,
        "report_words": 1,
        "deletions": 1,
        "layouts": 1,
        "match_decisions": 1,
        "figures": 6,
    }
    assert target.plans() == source.plans()
    assert target.deleted() == source.deleted()
    assert target.layout_for(["Ref"]) == source.layout_for(["Ref"])
    for name in source.plans():
        assert target.recorded(name) == source.recorded(name)
        assert target.decisions(name) == source.decisions(name)
        for recorded in source.recorded(name):
            here, there = source.load(recorded.id), target.load(recorded.id)
            pd.testing.assert_frame_equal(there.actions, here.actions, check_exact=True)
            pd.testing.assert_frame_equal(there.original, here.original, check_exact=True)
            assert (there.source, there.findings) == (here.source, here.findings)
            assert target.file(recorded.id) == source.file(recorded.id)
            assert target.mapping(recorded.id) == source.mapping(recorded.id)


def test_recording_goes_on_in_the_copy(both: tuple[History, History]) -> None:
    source, target = both
    fill(source)
    copy_history(source, target)

    data = b"Ref,Action,Status\n1,Do it,Complete\n"
    recorded = target.record(read_plan(data), name="Kept", as_at=DATES[0], data=data, who="Manager")
    target.remember_layout(["Ref"], Choices(), who="Manager")
    target.remember_match("Kept", Decision("c", "d", same=True), who="Manager")

    assert recorded.id == 6
    assert target.layout_for(["Ref"]) == Choices()
    assert [each.old for each in target.decisions("Kept")] == ["a", "c"]


def test_a_history_is_not_copied_into_another_one(both: tuple[History, History]) -> None:
    source, target = both
    fill(source)
    target.remember_layout(["Ref"], Choices(), who="Manager")

    with pytest.raises(HistoryError, match="There is a history there already"):
        copy_history(source, target)
    assert target.plans() == []


def test_a_history_is_not_copied_onto_itself(database: str) -> None:
    with (
        History(database) as history,
        History(database) as again,
        pytest.raises(HistoryError, match="onto itself"),
    ):
        copy_history(history, again)


def test_a_copy_that_differs_is_not_kept(
    both: tuple[History, History], monkeypatch: pytest.MonkeyPatch
) -> None:
    source, target = both
    fill(source)
    number_on = transfer._count_on

    def spoil(connection: Connection) -> None:
        number_on(connection)
        connection.execute(
            text("UPDATE actions SET completed_on = '2016-01-01' WHERE position = 3")
        )

    monkeypatch.setattr(transfer, "_count_on", spoil)

    with pytest.raises(HistoryError, match="not the same as the history: nothing was copied"):
        copy_history(source, target)
    assert target.plans() == []


def test_an_empty_history_is_copied(both: tuple[History, History]) -> None:
    assert set(copy_history(*both).values()) == {0}
