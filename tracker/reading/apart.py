"""Work on an uploaded file done in a process of its own, so that no file can take the server.

The process runs one function of the tracker with the file on standard input, prints its answers
with ``marshal``, which holds plain values and no code, and ends (:mod:`.confined`).
"""

from __future__ import annotations

import atexit
import io
import marshal
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock
from typing import Any, BinaryIO

from tracker.reading import forker, limits
from tracker.reading.confined import LENGTH_BYTES, OUT_OF_PROPORTION
from tracker.reading.findings import PlanError

_TOO_LONG = (
    "Reading this file took too long, so it was stopped. Save only the plan's sheet in a new "
    "workbook and upload that."
)
_NOT_STARTED = (
    "Reading could not begin: the server is short of memory or has too much to do. "
    "Try again in a minute."
)
_SECONDS = int(
    limits.BASE_SECONDS + limits.SECONDS_PER_EXPANDED_MB * limits.MAX_EXPANDED_BYTES / 1024**2
)


def call_apart(module: str, function: str, payload: bytes) -> Iterator[dict[str, Any]]:
    """The answers of a function of no arguments that :func:`.confined.send` gives them with.

    Raises :class:`PlanError` with an answer's ``refused``, or where the process was ended for
    the memory or the time that it took.
    """
    started = time.monotonic()
    run = _forked_process if hasattr(os, "fork") else _new_process
    with run(module, function, payload) as stream:
        left = limits.MAX_ANSWER_BYTES
        with suppress(EOFError, OSError):  # it was ended, or does not answer
            while length := int.from_bytes(_exactly(stream, LENGTH_BYTES)):
                left -= length
                if left < 0:
                    break
                answer: dict[str, Any] = marshal.loads(_exactly(stream, length))
                if "refused" in answer:
                    raise PlanError(answer["refused"])
                yield answer
            else:
                return
    late = time.monotonic() - started >= _SECONDS
    raise PlanError(_TOO_LONG if late else OUT_OF_PROPORTION)


def _exactly(stream: BinaryIO, length: int) -> bytes:
    data = stream.read(length)
    if len(data) < length:
        raise EOFError
    return data


def _python(code: str, *arguments: str) -> list[str]:
    """The command that runs this code in a new Python with the tracker in its path."""
    root = str(Path(__file__).resolve().parents[2])
    code = f"import sys; sys.path.insert(0, {root!r}); {code}"
    return [sys.executable, "-I", "-c", code, *arguments]


@contextmanager
def _new_process(module: str, function: str, payload: bytes) -> Iterator[BinaryIO]:
    """What a new process prints, which does what is asked."""
    with suppress(subprocess.TimeoutExpired):
        done = subprocess.run(
            _python(f"from {module} import {function}; {function}()"),
            input=payload,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_SECONDS,
            check=False,
        )
        yield io.BytesIO(done.stdout)
        return
    yield io.BytesIO()


@contextmanager
def _forked_process(module: str, function: str, payload: bytes) -> Iterator[BinaryIO]:
    """What a child of the forker prints, which does what is asked, as it prints it."""
    with _forked(f"{module} {function} {_SECONDS}") as connection:
        with suppress(OSError):  # it was ended before it had read everything
            connection.sendall(payload)
            connection.shutdown(socket.SHUT_WR)
        with connection.makefile("rb") as answers:
            yield answers


def _forked(request: str) -> socket.socket:
    """The connection with a child of the forker that does what is asked."""
    for _ in range(2):  # again where the forker was ended, as the system may do short of memory
        connection, its_end = socket.socketpair()
        connection.settimeout(_SECONDS + 1)
        asked = _forker()
        with its_end, suppress(OSError):
            asked.ask(request, its_end)
        with suppress(OSError):
            if connection.recv(len(forker.STARTED)) == forker.STARTED:
                return connection
        connection.close()
        asked.usable = False
    raise PlanError(_NOT_STARTED)


_FEWER_PAGES = {"GLIBC_TUNABLES": "glibc.malloc.hugetlb=1"}
"""Lets malloc of glibc take memory in large pages: a child takes all of its memory anew."""


class _Forker:
    """A running :mod:`.forker`; ``usable`` until it is found to have ended."""

    def __init__(self) -> None:
        self.usable, self.of_process, self.lock = True, os.getpid(), Lock()
        self.requests, theirs = socket.socketpair()
        with theirs:
            self.process = subprocess.Popen(
                _python("from tracker.reading.forker import main; main()", str(theirs.fileno())),
                pass_fds=[theirs.fileno()],
                env=os.environ | _FEWER_PAGES,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        atexit.register(self.end)

    def ask(self, request: str, connection: socket.socket) -> None:
        """Ask for a child with this connection."""
        message = request.ljust(forker.REQUEST_BYTES).encode()
        with self.lock:
            socket.send_fds(self.requests, [message], [connection.fileno()])

    def end(self) -> None:
        """End it, and with it the child that waits for a file."""
        atexit.unregister(self.end)
        self.requests.close()
        if self.of_process == os.getpid():
            self.process.kill()
            self.process.wait()


_running: list[_Forker] = []  # one at most: a process, not data, so that a file finds it ready
_one_at_a_time = Lock()


def _forker() -> _Forker:
    """This process's own forker: started when it is first asked for, and anew where it ended."""
    with _one_at_a_time:
        for each in _running:
            if each.usable and each.of_process == os.getpid():
                return each
            each.end()
        _running[:] = [_Forker()]
        return _running[0]
