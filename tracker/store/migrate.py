"""Bring a history's tables to the newest form, once, whoever comes first."""

from __future__ import annotations

import sqlite3
import threading
import time
from pathlib import Path

from sqlalchemy import Connection, Engine, delete, insert, inspect, select, text

from tracker.store.database import WAIT_SECONDS, reading, said_plainly, writing
from tracker.store.errors import HistoryError
from tracker.store.schema import REVISION, metadata, version

FOLDER = Path(__file__).parent / "migrations"

OLDEST = "0005"
"""The revision that every older history is brought to at once."""

_LOCK_NUMBER = 2015_0702
"""Names the tracker's migrations among PostgreSQL's advisory locks."""

_PAUSE_SECONDS = 0.05

# Alembic keeps the migration that is running in module variables.
_one_at_a_time = threading.Lock()


def prepare(engine: Engine) -> None:
    """Make the tables, or bring them to :data:`REVISION`, in one transaction.

    Another process that does the same waits, then finds nothing to do.
    """
    with reading(engine) as connection:
        if _revision(connection) == REVISION:
            return
    if engine.dialect.name == "sqlite":
        _write_ahead(engine)
    with _one_at_a_time, writing(engine) as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK_NUMBER})
        found = _revision(connection)
        if found is None:
            metadata.create_all(connection)
            version.create(connection, checkfirst=True)
            connection.execute(insert(version).values(version_num=REVISION))
        elif found != REVISION:
            _upgrade(connection)


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table(version.name):
        return None
    return connection.scalar(select(version.c.version_num))


def _upgrade(connection: Connection) -> None:
    from alembic import command  # only here: it takes as long to load as a plan to record
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    # The oldest revision that there is takes up all that were before it.
    connection.execute(delete(version).where(version.c.version_num < OLDEST))
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise HistoryError(
            "This history was last used by a newer version of the tracker: update the tracker."
        ) from error


def _write_ahead(engine: Engine) -> None:
    """Let people read while one records. The file remembers it."""
    give_up = time.monotonic() + WAIT_SECONDS
    with said_plainly(engine):
        connection = engine.raw_connection()
    try:
        while True:
            try:
                connection.cursor().execute("PRAGMA journal_mode = WAL")
                return
            except sqlite3.OperationalError as error:
                # SQLite does not wait here for another that does the same.
                if "locked" not in str(error) or time.monotonic() > give_up:
                    raise HistoryError("The history's file cannot be written here.") from error
            time.sleep(_PAUSE_SECONDS)
    finally:
        connection.close()
