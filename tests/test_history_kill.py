"""A history stays whole when a process is killed while it records, and when two record at once."""

from __future__ import annotations

import dataclasses
import hashlib
import multiprocessing
import multiprocessing.context
import os
import sys
import time
from datetime import date
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy import text

from tracker import Plan, read_plan
from tracker.store import AlreadyRecorded, History

pytest_plugins = ["tests.databases"]

SAMPLE = Path(__file__).parents[1] / "sample_data" / "building_the_picture_2016-01-12.xlsx"
AS_AT = date(2016, 1, 12)
KILLS = 8
TIMES_LONGER = 30
"""A plan of nearly a thousand actions: its recording takes long enough to be killed within it."""

UNDISTURBED = (0, 1)
"""Those that are let end, and are killed then: they say how long a recording takes."""

WITHIN = 60
"""Seconds after which a process that should have answered is taken for lost."""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no fork server")

# In one statement: what it sees is one state, though another may be committing.
AMISS = """
SELECT (SELECT count(*) FROM recorded) - (SELECT count(*) FROM readings),
       (SELECT count(*) FROM recorded WHERE sha256 NOT IN (SELECT sha256 FROM files)),
       (SELECT count(*) FROM files WHERE sha256 NOT IN (SELECT sha256 FROM recorded)),
       (SELECT count(*) FROM plans WHERE id NOT IN (SELECT plan_id FROM recorded)),
       (SELECT coalesce(sum(actions), 0) FROM recorded) - (SELECT count(*) FROM actions)
"""


@pytest.fixture(scope="module")
def processes() -> multiprocessing.context.ForkServerContext:
    """Processes that have everything loaded when they start: thirty of them would take a minute."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tracker.store", "tracker.reading.plan", "psycopg"])
    return context


@pytest.fixture(scope="module")
def plan() -> Plan:
    read = read_plan(SAMPLE)
    return dataclasses.replace(
        read,
        actions=pd.concat([read.actions] * TIMES_LONGER, ignore_index=True),
        original=pd.concat([read.original] * TIMES_LONGER, ignore_index=True),
        columns=dict(read.columns),  # a view of a mapping cannot be sent to another process
    )


def address(history: History) -> str:
    return history.engine.url.render_as_string(hide_password=False)


def file_of(name: str) -> bytes:
    """A file that differs from every other, of a size that takes some writing."""
    return name.encode() + os.urandom(500_000)


def record_and_tell(url: str, plan: Plan, name: str, data: bytes, tell: Connection) -> None:
    with History(url) as history:
        tell.send("starting")
        history.record(plan, name=name, as_at=AS_AT, data=data, who="Manager")
        tell.send("recorded")


class Recording:
    """A process that records a plan and can be killed; its recording has just begun."""

    def __init__(
        self,
        processes: multiprocessing.context.ForkServerContext,
        history: History,
        plan: Plan,
        name: str,
        data: bytes,
    ) -> None:
        self.listen, tell = processes.Pipe(duplex=False)
        self.process = processes.Process(
            target=record_and_tell, args=(address(history), plan, name, data, tell)
        )
        self.process.start()
        tell.close()
        self.wait_for("starting")

    def wait_for(self, word: str) -> None:
        assert self.listen.poll(WITHIN)
        assert self.listen.recv() == word

    def kill(self) -> None:
        self.process.kill()
        self.process.join(WITHIN)
        self.listen.close()


def test_a_history_is_whole_whenever_a_recording_is_killed(
    history: History, plan: Plan, processes: multiprocessing.context.ForkServerContext
) -> None:
    files = {f"Plan {kill}": file_of(str(kill)) for kill in range(KILLS)}
    durations = []
    for kill, (name, data) in enumerate(files.items()):
        recording = Recording(processes, history, plan, name, data)
        start = time.perf_counter()
        if kill in UNDISTURBED:
            recording.wait_for("recorded")
            durations.append(time.perf_counter() - start)
        else:
            time.sleep(max(durations) * kill / KILLS)
        recording.kill()
        assert amiss(history) == (0, 0, 0, 0, 0)

    there = history.plans()
    assert {f"Plan {kill}" for kill in UNDISTURBED} <= set(there)
    for name in there:
        (recorded,) = history.recorded(name)
        loaded = history.load(recorded.id)
        pd.testing.assert_frame_equal(loaded.actions, plan.actions, check_exact=True)
        pd.testing.assert_frame_equal(loaded.original, plan.original, check_exact=True)
        assert history.file(recorded.id) == files[name]
    # Whoever was killed can record again; who was not is told that it is recorded.
    for name, data in list(files.items())[-5:]:
        try:
            history.record(plan, name=name, as_at=AS_AT, data=data, who="Manager")
        except AlreadyRecorded:
            assert name in there
    assert is_sound(history)


def amiss(history: History) -> tuple[int, ...]:
    """How many rows of each table are without those that belong to them."""
    with history.engine.connect() as connection:
        return tuple(connection.execute(text(AMISS)).one())


def is_sound(history: History) -> bool:
    """What the database itself says of its file and its references."""
    if history.engine.dialect.name != "sqlite":
        return True  # PostgreSQL keeps no reference that leads nowhere
    with history.engine.connect() as connection:
        whole = connection.execute(text("PRAGMA integrity_check")).scalar_one()
        return whole == "ok" and not connection.execute(text("PRAGMA foreign_key_check")).all()


def record_several(
    url: str, plan: Plan, who: str, files: list[bytes], together: Barrier, tell: Connection
) -> None:
    """Record each file when the others do, and tell the digests of those already recorded."""
    refused = []
    for data in files:
        together.wait(WITHIN)
        with History(url) as history:
            try:
                history.record(plan, name="Shared", as_at=AS_AT, data=data, who=who)
            except AlreadyRecorded as error:
                refused.append((error.recorded.who, error.recorded.sha256))
    tell.send(refused)


def run_together(
    processes: multiprocessing.context.ForkServerContext,
    url: str,
    plan: Plan,
    files_of: dict[str, list[bytes]],
) -> dict[str, list[tuple[str, str]]]:
    """Have each of these people record their files at once; what each of them was refused."""
    together = processes.Barrier(len(files_of))
    running = []
    for who, files in files_of.items():
        listen, tell = processes.Pipe(duplex=False)
        process = processes.Process(
            target=record_several, args=(url, plan, who, files, together, tell)
        )
        process.start()
        tell.close()
        running.append((who, process, listen))
    refused = {}
    for who, process, listen in running:
        assert listen.poll(WITHIN)
        refused[who] = listen.recv()
        process.join(WITHIN)
        listen.close()
    return refused


def test_two_who_record_at_once_lose_nothing(
    history: History, plan: Plan, processes: multiprocessing.context.ForkServerContext
) -> None:
    files = {who: [file_of(f"{who} {n}") for n in range(5)] for who in ("Manager", "Officer")}

    refused = run_together(processes, address(history), plan, files)

    assert refused == {"Manager": [], "Officer": []}
    kept = {(each.who, each.sha256) for each in history.recorded("Shared")}
    assert kept == {
        (who, hashlib.sha256(data).hexdigest()) for who, some in files.items() for data in some
    }
    assert amiss(history) == (0, 0, 0, 0, 0)


def test_the_same_file_recorded_by_two_at_once_is_recorded_by_one(
    history: History, plan: Plan, processes: multiprocessing.context.ForkServerContext
) -> None:
    files = [file_of(f"file {n}") for n in range(5)]

    refused = run_together(processes, address(history), plan, {"Manager": files, "Officer": files})

    kept = history.recorded("Shared")
    assert sorted(each.sha256 for each in kept) == sorted(
        hashlib.sha256(data).hexdigest() for data in files
    )
    recorded_by = {each.sha256: each.who for each in kept}
    assert len(refused["Manager"]) + len(refused["Officer"]) == 5
    for who, told in refused.items():
        assert all(recorded_by[sha256] == other != who for other, sha256 in told)
    assert amiss(history) == (0, 0, 0, 0, 0)


def test_those_who_are_the_first_to_use_a_history_make_it_once(
    database: str, plan: Plan, processes: multiprocessing.context.ForkServerContext
) -> None:
    people = [f"Person {n}" for n in range(4)]

    refused = run_together(processes, database, plan, {who: [file_of(who)] for who in people})

    assert list(refused.values()) == [[]] * 4
    with History(database) as history:
        assert sorted(each.who for each in history.recorded("Shared")) == people
