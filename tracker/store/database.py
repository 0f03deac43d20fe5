"""Which database a history is in, and how it is spoken to: a SQLite file or PostgreSQL."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, Engine, NullPool, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import (
    ArgumentError,
    DBAPIError,
    SQLAlchemyError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeout

from tracker.store.errors import HistoryError

URL_VARIABLE = "TRACKER_DATABASE_URL"
URL_FILE_VARIABLE = "TRACKER_DATABASE_URL_FILE"
"""Names a file that holds the address: a password in it is then in no list of processes."""

FOLDER_NAME = "action-plan-tracker"
FILE_NAME = "history.sqlite3"

WAIT_SECONDS = 15
"""How long one waits for another's recording, which takes a fraction of a second."""

CONNECT_SECONDS = 10
"""How long a PostgreSQL server may take to answer the door."""

IDLE_SECONDS = 60
"""After which PostgreSQL ends a transaction that its client left open, and with it its locks."""

_SESSION = (
    f"SET lock_timeout = '{WAIT_SECONDS}s'",
    f"SET idle_in_transaction_session_timeout = '{IDLE_SECONDS}s'",
)

_GONE = (
    "The history's database cannot be reached: try again later. Nothing is recorded by halves, "
    "and the same file is not recorded twice."
)
_REFUSED = "The history's database refused what was asked of it: nothing was changed."

_SENTENCES = (
    # PostgreSQL's codes; what SQLite says, or PostgreSQL's door, which gives no codes; in words.
    (("55P03",), ("locked",), "Somebody else is writing to the history: try again in a minute."),
    (("53100",), (" full",), "The disk that holds the history is full: nothing was changed."),
    (
        ("25006", "42501"),
        ("readonly",),
        "The history may be read here but not written: nothing was changed.",
    ),
    (
        ("XX001",),
        ("not a database", "malformed"),
        "The history's file is damaged, or is not a history: put back a copy of it.",
    ),
    (
        ("58P01",),
        ("unable to open",),
        "The history's file could not be opened: check that its folder is there.",
    ),
    (
        ("28",),
        ("authentication failed", 'role "', "pg_hba.conf"),
        "The history's database did not accept the user or the password.",
    ),
    (
        ("3D000",),
        ('fatal:  database "',),
        "There is no database of that name on the history's server.",
    ),
    (("08", "57"), (), _GONE),
)

_POSTGRESQL = ("postgresql", "postgres", "postgresql+psycopg")
_SQLITE = ("sqlite", "sqlite+pysqlite")

# For a read: one state of the database throughout, however many statements it takes.
_SNAPSHOT: Mapping[str, Any] = MappingProxyType(
    {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
)


def database_url(url: str | None = None) -> URL:
    """The database's address: ``url``, else as the environment says, else the user's own file.

    The environment says it in ``TRACKER_DATABASE_URL``, or in the file that
    ``TRACKER_DATABASE_URL_FILE`` names. Raises :class:`HistoryError` where it is not an address of
    SQLite or PostgreSQL, or that file cannot be read.
    """
    text = url or os.environ.get(URL_VARIABLE) or _address_in_file()
    if not text:
        return URL.create("sqlite", database=str(_own_file()))
    try:
        parsed = make_url(text)
    except (ArgumentError, ValueError):
        # The address is not repeated: it may hold a password.
        raise HistoryError(
            "The history's address is not one of a database, such as "
            "sqlite:////folder/history.sqlite3 or postgresql://user@server/database."
        ) from None
    if parsed.drivername in _POSTGRESQL:
        return parsed.set(drivername="postgresql+psycopg")
    if parsed.drivername in _SQLITE and parsed.database not in (None, "", ":memory:"):
        return parsed
    raise HistoryError(
        "A history is kept in a SQLite file or in PostgreSQL: its address starts with "
        "sqlite:/// and a file's name, or with postgresql://."
    )


def _address_in_file() -> str | None:
    named = os.environ.get(URL_FILE_VARIABLE)
    if not named:
        return None
    try:
        text = Path(named).read_text(encoding="utf-8-sig").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise HistoryError(
            f"The file with the history's address, {named} ({URL_FILE_VARIABLE}), cannot be read."
        ) from error
    if not text:
        raise HistoryError(
            f"The file with the history's address, {named} ({URL_FILE_VARIABLE}), is empty."
        )
    return text


def _own_file() -> Path:
    from platformdirs import user_data_path  # only where no address is given

    folder = user_data_path(FOLDER_NAME, appauthor=False)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise HistoryError(
            f"The folder for the history could not be made: {error.strerror} ({folder})."
        ) from error
    return folder / FILE_NAME


def open_engine(url: URL) -> Engine:
    """An engine for the database at ``url``; nothing is connected yet."""
    # Parameters are cells of people's plans: they are kept out of errors and logs.
    if url.get_backend_name() == "postgresql":
        engine = create_engine(
            url,
            hide_parameters=True,
            pool_pre_ping=True,  # after a restart of the server the next call succeeds
            connect_args={"connect_timeout": CONNECT_SECONDS},
        )
        event.listen(engine, "connect", _start_postgresql_session)
        return engine
    # No connection is kept: opening the file takes a third of a millisecond, and between two
    # calls all of the history is in that one file, which can then be copied.
    engine = create_engine(
        url, hide_parameters=True, poolclass=NullPool, connect_args={"timeout": WAIT_SECONDS}
    )
    event.listen(engine, "connect", _start_sqlite_session)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _start_postgresql_session(connection: Any, _record: object) -> None:
    with connection.cursor() as cursor:
        for statement in _SESSION:
            cursor.execute(statement)
    connection.commit()


def _start_sqlite_session(connection: sqlite3.Connection, _record: object) -> None:
    # Python's own handling of transactions leaves statements outside them.
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    # What is deleted is overwritten, not left in the file until something else needs the room.
    connection.execute("PRAGMA secure_delete = ON")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes")
    # A transaction that begins by reading can find, when it comes to write, that it may not.
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection that sees one state of the history, whatever others record meanwhile."""
    options = _SNAPSHOT if engine.dialect.name == "postgresql" else {}
    with said_plainly(engine), engine.execution_options(**options).begin() as connection:
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A connection in a transaction that is kept whole at the end, or not at all."""
    with said_plainly(engine), engine.execution_options(writes=True).begin() as connection:
        yield connection


@contextmanager
def said_plainly(engine: Engine) -> Iterator[None]:
    """What a database refuses, as a :class:`HistoryError`."""
    try:
        yield
    except (SQLAlchemyError, engine.dialect.loaded_dbapi.Error) as error:
        raise HistoryError(_sentence(error)) from error


def _sentence(error: Exception) -> str:
    cause = error.orig if isinstance(error, DBAPIError) else error
    code = getattr(cause, "sqlstate", None) or ""
    # A message that has a code may name a row's values: only its code is looked at.
    said = "" if code else str(cause).casefold()
    for codes, words, sentence in _SENTENCES:
        if code.startswith(codes) if code else any(word in said for word in words):
            return sentence
    lost = not code and type(cause).__name__ == "OperationalError"
    return _GONE if lost or isinstance(error, PoolTimeout) else _REFUSED
