"""A file is worked on in a process of its own, which can neither stop nor stall this one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.plans import HEADINGS, plan
from tracker import PlanError, read_plan
from tracker.reading import apart, limits

ROOT = Path(__file__).parents[1]
ROW = ["1.1", "5", "Audit practice", "Head of Records", "30/11/2015", "In progress"]
FORKS = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")


def call(function: str, payload: bytes = b"") -> list[dict[str, Any]]:
    return list(apart.call_apart("tests.apart_functions", function, payload))


def alive(process: int) -> bool:
    """Whether a process of this number is there, five seconds on at the latest."""
    give_up = time.monotonic() + 5
    while time.monotonic() < give_up:
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return False
        time.sleep(0.01)
    return True


def test_each_call_has_a_process_of_its_own_that_knows_nothing_of_the_others() -> None:
    [first], [second] = call("tell", b"the first user's file"), call("tell", b"the second's")

    assert len({first["process"], second["process"], os.getpid()}) == 3
    assert second["given"] == b"the second's"
    assert second["remembered"] == []


def test_the_process_of_a_call_ends_with_it() -> None:
    [answer] = call("tell")

    assert not alive(answer["process"])


def test_a_large_file_arrives_whole() -> None:
    payload = bytes(range(256)) * 40_000

    assert call("tell", payload)[0]["given"] == payload


def test_answers_come_one_by_one_in_order() -> None:
    assert call("several") == [{"number": 0}, {"number": 1}, {"number": 2}]


def test_a_refusal_is_said_in_its_own_words_whatever_was_answered_before() -> None:
    answers = apart.call_apart("tests.apart_functions", "refuse", b"")
    assert next(answers) == {"number": 0}

    with pytest.raises(PlanError, match=r"^Not this one\.$"):
        next(answers)


@pytest.mark.parametrize("function", ["die", "stop_midway", "hoard", "no_such_function"])
def test_a_process_that_ends_too_soon_is_a_refusal(function: str) -> None:
    with pytest.raises(PlanError, match="far more memory than its contents"):
        call(function)


def test_a_process_that_uses_the_processor_for_too_long_is_ended() -> None:
    started = time.monotonic()
    with pytest.raises(PlanError):
        call("burn")

    assert time.monotonic() - started < limits.BASE_SECONDS + 20  # the processor is shared


@FORKS
def test_a_process_that_stalls_is_ended_and_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "_SECONDS", 1)
    answers = apart.call_apart("tests.apart_functions", "hang", b"")
    process = next(answers)["process"]

    with pytest.raises(PlanError, match="took too long"):
        next(answers)
    assert not alive(process)


@FORKS
def test_a_process_that_stalls_keeps_no_other_waiting() -> None:
    stalled = apart.call_apart("tests.apart_functions", "hang", b"")
    process = next(stalled)["process"]
    started = time.monotonic()
    read = read_plan(plan(ROW))

    assert len(read.actions) == 1
    assert time.monotonic() - started < 60
    os.kill(process, signal.SIGKILL)
    with pytest.raises(PlanError):
        next(stalled)


def test_more_than_may_be_handed_over_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_ANSWER_BYTES", 20 * 1024**2)
    taken: list[int] = []

    def take_all() -> None:
        for answer in apart.call_apart("tests.apart_functions", "flood", b""):
            taken.append(len(answer["many"]))

    with pytest.raises(PlanError):
        take_all()
    assert sum(taken) < 20 * 1024**2


@FORKS
def test_reading_goes_on_where_the_process_that_forks_was_ended() -> None:
    call("several")
    forker = apart._forker()
    os.kill(forker.process.pid, signal.SIGKILL)
    forker.process.wait()

    assert [len(call("several")) for _ in range(3)] == [3, 3, 3]
    assert apart._forker() is not forker


@FORKS
def test_where_no_process_can_be_had_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "_python", lambda *_: [sys.executable, "-c", ""])
    monkeypatch.setattr(apart, "_running", [])

    with pytest.raises(PlanError, match="could not begin"):
        call("several")


def test_calls_of_several_threads_do_not_mix() -> None:
    payloads = [f"file {number}".encode() * 50_000 for number in range(24)]
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda payload: call("tell", payload)[0], payloads))

    assert [answer["given"] for answer in answers] == payloads
    assert len({answer["process"] for answer in answers}) == len(payloads)


@FORKS
def test_work_beside_is_done_in_a_further_process_and_its_faults_come_back() -> None:
    [answer] = call("beside")
    assert answer["own"] != answer["beside"]
    assert call("fail_beside") == [
        {"fault": "integer division or modulo by zero"},
        {"fault": "ended"},
    ]


def test_a_plan_is_read_alike_where_the_system_cannot_fork(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = plan(ROW, ["1.2", "5", "Train staff", "Head of ICT", "Q4 2015/16", "Complete"])
    forked = read_plan(data)
    monkeypatch.delattr(os, "fork", raising=False)
    anew = read_plan(data)

    assert anew.actions.equals(forked.actions)
    assert anew.findings == forked.findings


def test_a_script_that_has_read_a_plan_ends_and_leaves_no_process_behind(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    path.write_bytes(plan(ROW, headings=HEADINGS))
    script = (
        "import sys; from tracker import read_plan; from tracker.reading import apart; "
        f"print(len(read_plan({str(path)!r}).actions)); "
        "print(*[forker.process.pid for forker in apart._running])"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", script],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    actions, *processes = done.stdout.split()

    assert actions == "1"
    assert done.stderr == ""
    assert not any(alive(int(process)) for process in processes)


def test_threads_that_first_read_at_once_share_one_forker() -> None:
    together = threading.Barrier(6)

    def first(_: int) -> int:
        together.wait()
        return len(call("several"))

    with ThreadPoolExecutor(6) as threads:
        assert list(threads.map(first, range(6))) == [3] * 6
    assert len(apart._running) <= 1
