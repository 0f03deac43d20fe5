"""A file is worked on in a process of its own, which can neither stop nor stall this one."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import forkserver
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests import limited_work
from tests.plans import plan
from tracker import PlanError, read_plan
from tracker.book import limited
from tracker.book.limited import Limited, Work

ROOT = Path(__file__).parents[1]
ROW = ["1.1", "5", "Audit practice", "Head of Records", "30/11/2015", "In progress"]
FORKS = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")


def answers(work: Work, data: bytes = b"a file", *more: Any) -> list[Any]:
    with Limited(work, data, *more) as process:
        return list(process.answers())


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


def test_each_file_has_a_process_of_its_own_that_knows_nothing_of_the_others() -> None:
    [first] = answers(limited_work.tell, b"the first user's file")
    [second] = answers(limited_work.tell, b"the second's")

    assert len({first["process"], second["process"], os.getpid()}) == 3
    assert second["given"] == b"the second's"
    assert second["remembered"] == []
    assert not alive(first["process"])


def test_a_large_file_arrives_whole() -> None:
    data = bytes(range(256)) * 40_000

    assert answers(limited_work.tell, data)[0]["given"] == data


def test_answers_come_in_order_and_the_work_may_be_given_more_than_the_file() -> None:
    assert answers(limited_work.count_to, b"a file", 3) == [1, 2, 3]


def test_a_refusal_is_said_in_its_own_words_whatever_was_answered_before() -> None:
    with Limited(limited_work.refuse, b"a file") as process:
        told = process.answers()
        assert next(told) == 1
        with pytest.raises(PlanError, match=r"^Not this one\.$"):
            next(told)


def test_what_a_parser_says_of_a_file_is_not_shown_but_that_the_file_is_damaged() -> None:
    with pytest.raises(PlanError, match=r"^This workbook is damaged"):
        answers(limited_work.fail)


@pytest.mark.parametrize("work", [limited_work.die, limited_work.hoard])
def test_a_process_that_ends_too_soon_is_a_refusal(work: Work) -> None:
    with pytest.raises(PlanError, match="far more memory than its contents"):
        answers(work)


@FORKS
def test_a_process_that_uses_the_processor_for_too_long_is_ended_and_that_is_said() -> None:
    started = time.monotonic()
    with pytest.raises(PlanError, match="took too long"):
        answers(limited_work.burn)  # the four seconds that a small file may take

    assert time.monotonic() - started < limited.BASE_SECONDS + 20  # the processor is shared


def test_a_process_that_stalls_is_ended_and_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limited, "MAX_SECONDS", 1)
    with Limited(limited_work.hang, b"a file") as process:
        told = process.answers()
        number = next(told)
        with pytest.raises(PlanError, match="took too long"):
            next(told)
    assert not alive(number)


def test_a_process_that_stalls_keeps_no_other_waiting_and_ends_when_nobody_waits_for_it() -> None:
    with Limited(limited_work.hang, b"a file") as stalled:
        number = next(stalled.answers())
        assert len(read_plan(plan(ROW)).actions) == 1
    assert not alive(number)


def test_more_than_may_be_handed_over_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limited, "MAX_ANSWER_BYTES", 20 * 1024**2)
    taken: list[int] = []
    with Limited(limited_work.flood, b"a file") as process, pytest.raises(PlanError):
        taken.extend(map(len, process.answers()))
    assert 0 < sum(taken) < 20 * 1024**2


@FORKS
def test_reading_goes_on_where_the_fork_server_was_ended() -> None:
    answers(limited_work.count_to, b"a file", 1)
    server = forkserver._forkserver._forkserver_pid
    os.kill(server, signal.SIGKILL)

    assert [answers(limited_work.count_to, b"a file", 2) for _ in range(3)] == [[1, 2]] * 3
    assert forkserver._forkserver._forkserver_pid != server


@FORKS
def test_where_no_process_can_be_had_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def cannot(*_: object) -> None:
        raise OSError("Resource temporarily unavailable")

    monkeypatch.setattr(forkserver, "connect_to_new_process", cannot)

    with pytest.raises(PlanError, match="could not begin"):
        answers(limited_work.tell)


def test_files_of_several_threads_do_not_mix_and_are_worked_on_at_once() -> None:
    together = threading.Barrier(4)

    def both(number: int) -> tuple[bytes, int]:
        with Limited(limited_work.tell, b"file %d" % number * 50_000) as process:
            together.wait(timeout=30)  # all of them have begun, and none has answered
            [told] = process.answers()
        return told["given"], told["process"]

    with ThreadPoolExecutor(4) as threads:
        told = list(threads.map(both, range(8)))

    assert [given for given, _ in told] == [b"file %d" % number * 50_000 for number in range(8)]
    assert len({process for _, process in told}) == 8


def test_a_plan_is_read_alike_where_processes_start_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    data = plan(ROW, ["1.2", "5", "Train staff", "Head of ICT", "Q4 2015/16", "Complete"])
    forked = read_plan(data)
    monkeypatch.setattr(multiprocessing, "get_all_start_methods", lambda: ["spawn"])
    anew = read_plan(data)

    assert anew.actions.equals(forked.actions)
    assert anew.findings == forked.findings


SCRIPT = """
print("the script runs")
import sys
from tests import limited_work
from tracker import read_plan
from tracker.book.limited import Limited
with Limited(limited_work.name_main, b"") as process:
    print(next(process.answers()))
print(len(read_plan("plan.xlsx").actions))
"""


@pytest.mark.parametrize("method", ["forkserver", "spawn"])
@pytest.mark.parametrize("how", ["file", "-c", "-m", "standard input"])
def test_a_script_that_reads_a_plan_is_not_run_again_in_the_process_that_parses_it(
    how: str, method: str, tmp_path: Path
) -> None:
    (tmp_path / "plan.xlsx").write_bytes(plan(ROW))
    script = SCRIPT
    if method == "spawn":
        script = script.replace(
            "import sys", "import multiprocessing as m; m.get_all_start_methods = lambda: ['spawn']"
        )
    (tmp_path / "script.py").write_text(script)
    arguments = {
        "file": [str(tmp_path / "script.py")],
        "-c": ["-c", script],
        "-m": ["-m", "script"],
        "standard input": ["-"],
    }[how]
    done = subprocess.run(
        [sys.executable, "-W", "error", *arguments],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        input=script,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )

    assert done.stdout == "the script runs\n[]\n1\n"
    assert done.stderr == ""


def test_a_script_that_another_thread_runs_meanwhile_stays_and_is_not_run_in_the_process(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    mine, its = ModuleType("__main__"), ModuleType("__main__")
    mine.__dict__["a_name"] = "found"
    its.__file__ = str(tmp_path / "script.py")
    Path(its.__file__).write_text(f"open({str(tmp_path / 'it_ran')!r}, 'w')")
    monkeypatch.setitem(sys.modules, "__main__", mine)
    tries: list[bool] = []
    start = limited._start_without_main

    class Disturbed:
        """A process during whose start another thread runs a script, the first time."""

        def __init__(self, process: Any) -> None:
            self.process = process

        def start(self) -> None:
            assert sys.modules["__main__"].a_name == "found"
            assert not hasattr(sys.modules["__main__"], "__file__")
            self.process.start()
            if not tries:
                sys.modules["__main__"] = its

    def tried(process: Any) -> bool:
        its.__dict__["a_name"] = "found"
        tries.append(start(Disturbed(process)))
        return tries[-1]

    monkeypatch.setattr(limited, "_start_without_main", tried)

    assert answers(limited_work.name_main) == [[]]
    assert tries == [False, True]
    assert sys.modules["__main__"] is its
    assert not (tmp_path / "it_ran").exists()


@FORKS
def test_a_script_that_has_read_a_plan_leaves_no_process_behind(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    path.write_bytes(plan(ROW))
    script = (
        "from tracker import read_plan; from multiprocessing import forkserver; "
        f"print(len(read_plan({str(path)!r}).actions)); "
        "print(forkserver._forkserver._forkserver_pid)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    actions, server = done.stdout.split()

    assert actions == "1"
    assert not alive(int(server))
