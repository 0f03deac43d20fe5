"""How long the figures of all recorded plans take: python -m benchmarks.portfolio

Five million recorded actions in PostgreSQL as it is installed: ten thousand plans of five hundred,
each with its latest position alone and the figures that are stored with it, all of which are put
side by side. They are made by the server itself from a series of numbers, with texts as long as
people write. Takes several minutes and six gigabytes of disk, most of both for making them.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator

from sqlalchemy import text

from benchmarks.history import databases
from benchmarks.table import Row, least, show
from tracker.store import History
from tracker.store.figures import DEFINITIONS
from tracker.vocabulary import FIGURES

PLANS = 10_000
ACTIONS = 500
SECONDS = 2.0
RUNS = 3

_MADE = (
    # References between rows hold as they are made: they need not be checked five million times.
    "SET session_replication_role = replica",
    "INSERT INTO files (sha256, compressed, body) VALUES ('0', false, '')",
    """INSERT INTO plans (id, key, name)
    SELECT n, 'plan ' || n, 'Plan ' || n FROM generate_series(1, :plans) AS n""",
    """INSERT INTO recorded (id, plan_id, as_at, file_name, sha256, sheets, sheets_sha256, edition,
        recorded_by, recorded_at, actions, errors, warnings, notes, tells_confirmed)
    SELECT n, n, date '2016-04-30' - n % 90, 'plan.xlsx', '0', '["Plan"]', '0', 1, 'Benchmark',
        now(), :actions, 0, 0, 0, false
    FROM generate_series(1, :plans) AS n""",
    """INSERT INTO actions (recorded_id, position, reference, recommendation, action, owner, owners,
        original_due, revised_due, date_moves, status, status_text, completed_on, progress,
        restricted, sheet, row)
    SELECT plan, n, plan || '.' || n, 'Recommendation ' || n / 10, repeat('Review the policy. ', 6),
        'Head of Records', '["Head of Records"]',
        CASE WHEN n % 20 > 0 THEN date '2015-11-30' + (plan + 7 * n) % 400 END,
        CASE WHEN n % 4 = 0 THEN date '2016-03-31' + (plan + 11 * n) % 400 END,
        n % 3,
        (ARRAY['complete', 'confirmed', 'in_progress', 'not_started', 'withdrawn', 'complete',
            'awaiting_sign_off', 'in_progress', 'complete', 'unknown'])[1 + (plan + n) % 10],
        'As typed',
        CASE WHEN n % 7 > 0 THEN date '2015-10-01' + (plan + 13 * n) % 240 END,
        repeat('The board agreed the next step. ', 6), n % 25 = 0, 'Plan', n + 5
    FROM generate_series(1, :plans) AS plan, generate_series(0, :actions - 1) AS n""",
    """INSERT INTO figures (recorded_id, public, definitions, restricted, body)
    SELECT id, public, :definitions, 0, :body
    FROM recorded, (VALUES (false), (true)) AS version (public)""",
)


def fill(history: History, plans: int, actions: int) -> float:
    """Make so many plans of so many actions, on the server; the seconds that it took."""
    start = time.perf_counter()
    body = json.dumps(dict.fromkeys(FIGURES, 12) | {"next_due": "2016-06-30"})
    values = {"plans": plans, "actions": actions, "definitions": DEFINITIONS, "body": body}
    with history.engine.begin() as connection:
        for sql in _MADE:
            connection.execute(text(sql), {k: v for k, v in values.items() if f":{k}" in sql})
    # As the server itself does within minutes of so many new rows.
    with history.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))
    return time.perf_counter() - start


def size(history: History) -> str:
    """What the actions and their stored figures take on the disk."""
    with history.engine.connect() as connection:
        sql = "SELECT pg_total_relation_size('actions'), pg_total_relation_size('figures')"
        whole, stored = connection.execute(text(sql)).one()
    return f"actions {whole / 1e9:.1f} GB, figures {stored / 1e6:.0f} MB"


def rows(plans: int = PLANS, actions: int = ACTIONS) -> Iterator[Row]:
    """The figures of all plans, whole and public."""
    with databases() as addresses, History(addresses["PostgreSQL"]) as history:
        taken = fill(history, plans, actions)
        print(f"made in {taken:.0f} s: {size(history)}", file=sys.stderr)
        whole, public = least(history.portfolio, lambda: history.portfolio(public=True), runs=RUNS)
    limit = f"{SECONDS:.0f} s"
    yield Row(f"figures of {plans:,} plans", limit, plans * actions, whole, SECONDS, 1.0)
    yield Row("the same, public", limit, plans * actions, public, SECONDS, 1.0)


def main() -> int:
    """Print the table; 1 where a row is above what it must be."""
    return 0 if show(rows()) else 1


if __name__ == "__main__":
    sys.exit(main())
