"""A history that an earlier version kept is brought up to date, and nothing of it is lost."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import MetaData, insert, text

from tests.comparing import APRIL, JANUARY
from tracker import Choices
from tracker.reading.findings import FindingKind
from tracker.store import History
from tracker.store.database import database_url, open_engine, writing
from tracker.store.schema import metadata, version
from tracker.summaries import totals

pytest_plugins = ["tests.databases"]

DATA = Path(__file__).parent / "data"
KEPT = DATA / "history_0004.sql"
FORCE, CRIME = "Force plan", "Crime Data"

# As it was recorded: in January 1.1 (due 30 November 2015), 1.2 ("Immediately", published on
# 2 July 2015), 2.1, 3.1 (complete) and 3.2. In April 1.1 says 29 February 2016; 1.3 is new; 2.1 is
# marked as restricted; 3.2 is verified.


def recorded_rows() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Each table's rows, read by SQLite from the script as Python values."""
    with sqlite3.connect(":memory:") as memory:
        script = KEPT.read_text()
        for line in script.splitlines():
            if line.startswith("INSERT INTO "):
                table, names = line.removeprefix("INSERT INTO ").split(" (", 1)
                columns = names.split(")", 1)[0]
                memory.execute(f"CREATE TABLE IF NOT EXISTS {table} ({columns})")
        memory.executescript(script)
        memory.row_factory = sqlite3.Row
        tables = [row[0] for row in memory.execute("SELECT name FROM sqlite_master")]
        for table in tables:
            yield table, [dict(row) for row in memory.execute(f"SELECT * FROM {table}")]


@pytest.fixture
def earlier(database: str) -> str:
    """A database of the earlier form with what was recorded in it."""
    engine = open_engine(database_url(database))
    kind = engine.dialect.name
    with writing(engine) as connection:
        for statement in (DATA / f"tables_0004_{kind}.sql").read_text().split(";\n"):
            connection.exec_driver_sql(statement)
        tables = MetaData()
        tables.reflect(connection)
        for name, rows in recorded_rows():
            table = tables.tables[name]
            for row in rows:
                values = {key: valued(table.c[key].type, value) for key, value in row.items()}
                connection.execute(insert(table).values(values))
        if kind == "postgresql":
            connection.execute(text("SELECT setval('recorded_id_seq', 4)"))
    engine.dispose()
    return database


@pytest.fixture
def history(earlier: str) -> Iterator[History]:
    """The same, opened by this version."""
    with History(earlier) as opened:
        yield opened


def valued(kind: Any, value: Any) -> Any:
    """A value of the script as the column's type takes it."""
    wanted = kind.python_type
    if value is None or not isinstance(value, str | int):
        return value
    if wanted is datetime:
        return datetime.fromisoformat(value).replace(tzinfo=UTC)
    if wanted is date:
        return date.fromisoformat(value)
    return bool(value) if wanted is bool else value


def test_every_position_is_there_with_what_was_said_of_it(history: History) -> None:
    first, draft, april = history.recorded(FORCE)
    assert (first.as_at, first.actions, first.who) == (JANUARY, 5, "Information Manager")
    assert (draft.as_at, april.as_at, april.superseded) == (APRIL, APRIL, None)
    assert draft.superseded is not None
    assert (draft.superseded.by, draft.superseded.reason) == (
        april.id,
        "A draft was recorded by mistake",
    )
    assert first.published == april.published == date(2015, 7, 2)
    assert april.tells_confirmed
    assert not first.tells_confirmed
    assert history.plans() == [CRIME, FORCE]


def test_a_plan_is_read_back_as_it_was(history: History) -> None:
    (_, _, april) = history.recorded(FORCE)
    plan = history.load(april.id)
    assert plan.actions["reference"].tolist() == ["1.1", "1.2", "1.3", "2.1", "3.1", "3.2"]
    assert plan.original["Own notes"].tolist() == ["=SUM(A1)", "a", "a", "b", "c", "d"]
    assert plan.original["Revised"].tolist()[:2] == [None, "30/06/2016"]
    assert plan.actions["owners"].tolist()[1] == ("Head of ICT", "Head of Records")
    assert plan.source.file == "Force plan 2016-04-30.csv"
    assert plan.published == date(2015, 7, 2)
    kinds = {finding.kind for finding in history.load(history.recorded(FORCE)[0].id).findings}
    assert kinds >= {FindingKind.STATUS_NOT_UNDERSTOOD, FindingKind.NO_DATE_GIVEN}
    assert history.file(april.id).startswith(b"Ref,Recommendation,")


def test_its_figures_are_worked_out(history: History) -> None:
    whole = history.portfolio().set_index("plan").loc[FORCE]
    # Open on 30 April: 1.1 (30 November), 1.2 (2 July) and 2.1 (31 December) are overdue; 1.3 is
    # due in July. 3.1 and 3.2 are complete, the second of them verified.
    assert (whole["actions"], whole["completed"], whole["overdue"]) == (6, 2, 3)
    assert (whole["confirmed"], whole["as_at"]) == (1, pd.Timestamp(APRIL))
    public = history.portfolio(public=True).set_index("plan").loc[FORCE]
    assert (public["actions"], public["overdue"], public["restricted"]) == (5, 2, 1)
    earlier = history.portfolio(JANUARY, public=True).set_index("plan").loc[FORCE]
    assert (earlier["actions"], earlier["restricted"]) == (4, 1)  # marked since


def test_what_is_original_is_what_was_first_recorded(history: History) -> None:
    actions = history.timeline(FORCE).baseline.actions.set_index("reference")
    assert actions.loc["1.1", "original_due"] == pd.Timestamp(2015, 11, 30)
    assert actions.loc["1.1", "original_now"] == pd.Timestamp(2016, 2, 29)
    assert actions["original_moved"].sum() == 1


def test_what_was_remembered_is_still_known(history: History) -> None:
    headings = list(history.load(1).original.columns)
    layout = Choices(columns={"owner": "Owner"}, statuses={"Oddly": "in_progress"})
    assert history.layout_for(headings) == layout
    words = history.report_words(FORCE)
    assert words is not None
    assert words.meeting == "Scrutiny Meeting"
    (decided,) = history.decisions(FORCE)
    assert decided.same
    assert history.mapping(1) == Choices(published=date(2015, 7, 2))


@pytest.mark.parametrize("name", [FORCE, CRIME])
def test_it_goes_on_from_there(history: History, name: str) -> None:
    last = history.recorded(name)[-1]
    plan = history.load(last.id)
    for month in (6, 7):
        as_at = date(2016, month, 30)
        recorded = history.record(plan, name=name, as_at=as_at, data=b"Later", who="Manager")
        assert recorded.id > 4
        timeline = history.timeline(name)
        for public, shown in ((False, timeline), (True, timeline.redacted())):
            found = history.portfolio(public=public).set_index("plan").loc[name]
            summary = totals(shown.measured(), confirmed=shown.in_use.tells_confirmed)
            assert found["as_at"] == pd.Timestamp(as_at)
            assert {key: found[key] for key in ("actions", "overdue", "max_slippage_days")} == {
                key: summary[key] for key in ("actions", "overdue", "max_slippage_days")
            }


def test_its_tables_are_those_of_a_new_history(history: History) -> None:
    with history.engine.connect() as connection:
        options = {"version_table": version.name, "compare_type": True}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, metadata) == []


def test_an_upgrade_that_fails_half_way_leaves_it_as_it_was(
    earlier: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("no power")

    with monkeypatch.context() as patched:
        patched.setattr("alembic.op.drop_index", fail)
        with pytest.raises(RuntimeError, match="no power"):
            History(earlier)

    with History(earlier) as history:
        assert history.plans() == [CRIME, FORCE]


def test_a_history_without_what_came_between_is_brought_up_to_date_too(earlier: str) -> None:
    engine = open_engine(database_url(earlier))
    with writing(engine) as connection:
        for name in ("report_words", "baselines", "baselines_known"):
            connection.execute(text(f"DROP TABLE {name}"))
        connection.execute(text("DROP INDEX ix_actions_measured"))
        connection.execute(text(f"UPDATE {version.name} SET version_num = '0001'"))
    engine.dispose()

    with History(earlier) as history:
        assert history.plans() == [CRIME, FORCE]
        assert history.report_words(FORCE) is None
