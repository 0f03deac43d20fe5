"""Where a history is, how its tables are made, and what is said when its database fails."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import platformdirs
import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, event, select, text
from sqlalchemy.engine import URL

from tracker import Plan, read_plan
from tracker.store import History, HistoryError
from tracker.store import database as settings
from tracker.store.database import writing
from tracker.store.migrate import FOLDER
from tracker.store.schema import REVISION, metadata, plans, version

pytest_plugins = ["tests.databases"]

SAMPLE = Path(__file__).parents[1] / "sample_data" / "building_the_picture_2016-01-12.xlsx"
AS_AT = date(2016, 1, 12)
CANNOT_BE_REACHED = "The history's database cannot be reached: try again later."


@pytest.fixture(scope="module")
def plan() -> Plan:
    return read_plan(SAMPLE)


@pytest.fixture
def short_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait a fifth of a second for another's recording, not fifteen."""
    session = [
        statement.replace(f"'{settings.WAIT_SECONDS}s'", "'200ms'")
        for statement in settings._SESSION
    ]
    monkeypatch.setattr(settings, "_SESSION", session)
    monkeypatch.setattr(settings, "WAIT_SECONDS", 0.2)


def record(history: History, plan: Plan, name: str = "Plan") -> None:
    history.record(plan, name=name, as_at=AS_AT, data=SAMPLE.read_bytes(), who="Manager")


def test_without_an_address_the_history_is_a_file_in_the_users_data_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, plan: Plan
) -> None:
    monkeypatch.delenv(settings.URL_VARIABLE, raising=False)
    folder = tmp_path / "data 100%" / "tracker"
    monkeypatch.setattr(platformdirs, "user_data_path", lambda *_, **__: folder)

    with History() as history:
        record(history, plan)

    assert [file.name for file in folder.iterdir()] == ["history.sqlite3"]
    with History() as history:
        assert history.plans() == ["Plan"]
        assert history.place == str(folder / "history.sqlite3")


def test_the_address_is_taken_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(settings.URL_VARIABLE, f"sqlite:///{tmp_path / 'ours.db'}")

    with History():
        assert (tmp_path / "ours.db").exists()


def test_the_address_may_stand_in_a_file_of_secrets(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv(settings.URL_VARIABLE, raising=False)
    secret = tmp_path / "address"
    monkeypatch.setenv(settings.URL_FILE_VARIABLE, str(secret))
    with pytest.raises(HistoryError, match=r"cannot be read\.$"):
        settings.database_url()
    secret.write_text("\n")
    with pytest.raises(HistoryError, match=r"is empty\.$"):
        settings.database_url()
    secret.write_text("postgresql://tracker:s3cret@server/history\n")
    assert settings.database_url().password == "s3cret"
    monkeypatch.setenv(settings.URL_VARIABLE, "postgresql://nearer@server/history")
    assert settings.database_url().username == "nearer"


@pytest.mark.parametrize("start", ["postgresql://", "postgres://", "postgresql+psycopg://"])
def test_postgresql_is_spoken_to_by_one_driver(start: str) -> None:
    assert settings.database_url(f"{start}u@h/d").drivername == "postgresql+psycopg"


@pytest.mark.parametrize(
    "address",
    [
        "history.sqlite3",
        "sqlite://",
        "sqlite:///:memory:",
        "mysql://user:s3cret@server/history",
        "postgresql://user:s3cret@server:port/history",
        "postgresql+asyncpg://user:s3cret@server/history",
    ],
)
def test_an_address_of_nothing_known_is_refused_without_telling_its_password(address: str) -> None:
    with pytest.raises(HistoryError, match=r"sqlite:///.*postgresql://") as refused:
        History(address)

    assert "s3cret" not in str(refused.value)
    assert refused.value.__cause__ is None


def test_where_the_history_is_is_told_without_the_password() -> None:
    history = History.__new__(History)
    history.engine = create_engine("postgresql+psycopg://user:s3cret@server/history")

    assert history.place == "postgresql+psycopg://user:***@server/history"


def test_the_tables_are_those_that_the_code_expects(database: str) -> None:
    with History(database) as history, history.engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"version_table": version.name, "compare_type": True}
        )

        assert compare_metadata(context, metadata) == []


def test_the_newest_migration_is_the_one_that_the_code_expects() -> None:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))

    assert ScriptDirectory.from_config(config).get_heads() == [REVISION]


def test_tables_that_are_made_half_way_are_not_left(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("no power")

    with monkeypatch.context() as patched:
        patched.setattr("tracker.store.migrate.insert", fail)
        with pytest.raises(RuntimeError, match="no power"):
            History(database)

    with History(database) as history:
        assert history.plans() == []


def test_a_history_of_a_newer_tracker_is_left_alone(database: str) -> None:
    with History(database) as history, history.engine.begin() as connection:
        connection.execute(text(f"UPDATE {version.name} SET version_num = '9999'"))

    with pytest.raises(HistoryError, match="a newer version of the tracker"):
        History(database)


def test_several_threads_may_be_the_first_to_open_a_history(database: str) -> None:
    def open_it(_: int) -> list[str]:
        with History(database) as history:
            return history.plans()

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(open_it, range(4))) == [[]] * 4


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(HistoryError, match="check that its folder is there"):
        History(f"sqlite:///{tmp_path / 'no such folder' / 'history.sqlite3'}")


def test_a_file_that_is_no_history_is_said_and_left_alone(tmp_path: Path) -> None:
    other = tmp_path / "plan.xlsx"
    other.write_bytes(SAMPLE.read_bytes())

    with pytest.raises(HistoryError, match="is not a history"):
        History(f"sqlite:///{other}")
    assert other.read_bytes() == SAMPLE.read_bytes()


def test_a_server_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(HistoryError) as refused:
        History(f"postgresql://user@/history?host={tmp_path}")

    assert str(refused.value).startswith(CANNOT_BE_REACHED)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"database": "no_such_database"}, "There is no database of that name"),
        ({"username": "nobody_at_all"}, "did not accept the user"),
    ],
)
def test_a_wrong_database_or_user_is_said(
    postgresql_server: URL, wrong: dict[str, str], said: str
) -> None:
    address = postgresql_server.set(**wrong).render_as_string(hide_password=False)

    with pytest.raises(HistoryError, match=said):
        History(address)


@pytest.fixture
def other_session(postgresql_server: URL) -> Iterator[Connection]:
    engine = create_engine(postgresql_server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection
    engine.dispose()


END_OTHER_SESSIONS = text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
)


def test_after_the_server_was_away_the_next_call_succeeds(
    postgresql_database: str, plan: Plan, other_session: Connection
) -> None:
    with History(postgresql_database) as history:
        record(history, plan)
        other_session.execute(END_OTHER_SESSIONS)

        assert history.plans() == ["Plan"]


@pytest.mark.parametrize("statement", ["INSERT INTO readings", "commit"])
def test_a_connection_lost_while_recording_is_said_and_nothing_is_recorded(
    postgresql_database: str, plan: Plan, other_session: Connection, statement: str
) -> None:
    with History(postgresql_database) as history:

        def lose(_connection: Connection, *said: object) -> None:
            if not said or str(said[1]).startswith(statement):
                other_session.execute(END_OTHER_SESSIONS)

        moment = "commit" if statement == "commit" else "before_cursor_execute"
        event.listen(history.engine, moment, lose)
        with pytest.raises(HistoryError) as refused:
            record(history, plan)
        event.remove(history.engine, moment, lose)

        assert str(refused.value).startswith(CANNOT_BE_REACHED)
        assert history.plans() == []
        record(history, plan)
        assert history.plans() == ["Plan"]


@pytest.mark.usefixtures("short_wait")
def test_one_who_waits_too_long_for_another_is_told_so(database: str, plan: Plan) -> None:
    with History(database) as history, History(database) as other:
        record(history, plan)
        with writing(other.engine) as connection:
            connection.execute(select(plans.c.id).with_for_update()).all()
            with pytest.raises(HistoryError, match="Somebody else is writing to the history"):
                history.record(plan, name="Plan", as_at=AS_AT, data=b"new", who="Manager")
            assert history.plans() == ["Plan"]  # reading does not wait


@pytest.mark.usefixtures("short_wait")
def test_a_full_disk_is_said(sqlite_database: str, plan: Plan) -> None:
    with History(sqlite_database) as history:

        def fill(connection: sqlite3.Connection, _record: object) -> None:
            connection.execute("PRAGMA max_page_count = 1")

        event.listen(history.engine, "connect", fill)
        with pytest.raises(HistoryError, match="is full: nothing was changed"):
            record(history, plan)
        event.remove(history.engine, "connect", fill)
        assert history.plans() == []


def test_a_history_that_may_only_be_read_is_read(tmp_path: Path, plan: Plan) -> None:
    file = tmp_path / "history.sqlite3"
    with History(f"sqlite:///{file}") as history:
        record(history, plan)

    with History(f"sqlite:///file:{file}?mode=ro&uri=true") as history:
        assert history.plans() == ["Plan"]
        with pytest.raises(HistoryError, match="may be read here but not written"):
            history.record(plan, name="Plan", as_at=AS_AT, data=b"new", who="Manager")


def test_what_is_deleted_is_overwritten_in_the_file(tmp_path: Path, plan: Plan) -> None:
    file = tmp_path / "history.sqlite3"
    with History(f"sqlite:///{file}") as history:
        record(history, plan, name="Operation Secret")
        words = b"Nominate the force's lead"
        assert words in file.read_bytes()

        history.delete(1, who="Administrator")

    assert words not in file.read_bytes()
