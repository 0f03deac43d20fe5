"""Work on an uploaded file done in a process of its own, so that no file can take the server.

The process runs one function of the tracker with the file on standard input, prints its answer
with ``marshal``, which holds plain values and no code, and ends.
"""

from __future__ import annotations

import atexit
import io
import marshal
import os
import socket
import struct
import subprocess
import sys
import time
import zipfile
import zlib
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any, BinaryIO, TypeVar, cast

from tracker.reading import forker, limits
from tracker.reading.findings import PlanError
from tracker.reading.signatures import PASSWORD, Refused

OUT_OF_PROPORTION = (
    "This workbook has cells so far apart that reading it would need "
    "far more memory than its contents: delete the stray cells below and to the right of the "
    "plan, save it and upload it again."
)
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
_ENCRYPTED = 0x1  # the flag of a part of a zip file
T = TypeVar("T")
_LENGTH = struct.Struct("=Q")
"""What precedes an answer: its length in bytes."""


def call_apart(module: str, function: str, payload: bytes) -> dict[str, Any]:
    """Call a function of no arguments that answers with :func:`reply`, in a process of its own.

    Raises :class:`PlanError` with the answer's ``refused``, or where the process was ended for
    the memory or the time that it took.
    """
    started = time.monotonic()
    if hasattr(os, "fork"):
        data = _in_forked_process(module, function, payload)
    else:
        data = _in_new_process(module, function, payload)
    if data is None:
        late = time.monotonic() - started >= _SECONDS
        raise PlanError(_TOO_LONG if late else OUT_OF_PROPORTION)
    answer: dict[str, Any] = marshal.loads(data)
    if "refused" in answer:
        raise PlanError(answer["refused"])
    return answer


def reply(answer: dict[str, Any]) -> None:
    """Print an answer for :func:`call_apart`."""
    data = marshal.dumps(answer)
    sys.stdout.buffer.write(_LENGTH.pack(len(data)))
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def _python(code: str, *arguments: str) -> list[str]:
    """The command that runs this code in a new Python with the tracker in its path."""
    root = str(Path(__file__).resolve().parents[2])
    return [
        sys.executable,
        "-I",
        "-c",
        f"import sys; sys.path.insert(0, {root!r}); {code}",
        *arguments,
    ]


def _in_new_process(module: str, function: str, payload: bytes) -> memoryview | None:
    try:
        done = subprocess.run(
            _python(f"from {module} import {function}; {function}()"),
            input=payload,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None
    return _received(io.BytesIO(done.stdout)) if done.returncode == 0 else None


def _in_forked_process(module: str, function: str, payload: bytes) -> memoryview | None:
    request = f"{module} {function} {_SECONDS}"
    with _forked(request) as connection:
        try:
            connection.sendall(payload)
            connection.shutdown(socket.SHUT_WR)
            with connection.makefile("rb") as answer:
                return _received(answer)
        except OSError:  # it has ended, or does not answer
            return None


def _received(stream: BinaryIO) -> memoryview | None:
    """An answer, whose length comes first; ``None`` where it ends too soon or is out of bounds."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size or _LENGTH.unpack(head)[0] > limits.MAX_ANSWER_BYTES:
        return None
    answer = bytearray(_LENGTH.unpack(head)[0])
    whole = stream.readinto(answer) == len(answer)  # type: ignore[attr-defined]
    return memoryview(answer) if whole else None


def _forked(request: str) -> socket.socket:
    """The connection with a child of the forker that does what is asked."""
    for _ in range(2):  # again where the forker was ended, as the system may do short of memory
        connection, its_end = socket.socketpair()
        connection.settimeout(_SECONDS + 1)
        with its_end, suppress(OSError):
            _ask_forker(request, its_end)
        with suppress(OSError):
            if connection.recv(len(forker.STARTED)) == forker.STARTED:
                return connection
        connection.close()
        _forker.cache_clear()
    raise PlanError(_NOT_STARTED)


_one_at_a_time = Lock()


def _ask_forker(request: str, connection: socket.socket) -> None:
    message = request.ljust(forker.REQUEST_BYTES).encode()
    with _one_at_a_time:
        socket.send_fds(_forker(os.getpid()), [message], [connection.fileno()])


@lru_cache(maxsize=1)
def _forker(of_process: int) -> socket.socket:
    """The socket of this process's own :mod:`.forker`, started when it is first asked for."""
    ours, theirs = socket.socketpair()
    with theirs:
        process = subprocess.Popen(
            _python("from tracker.reading.forker import main; main()", str(theirs.fileno())),
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def end() -> None:
        ours.close()  # it ends when nobody can ask it any more
        process.wait()

    atexit.register(end)
    return ours


def begin_beside(work: Callable[[], T]) -> Callable[[], T]:
    """Begin work in a further process, forked from this one; what is returned waits for its end.

    The work's result is of plain values. It may be no more than this process may
    (:func:`hold_to_limits`). A thread would do, but that each of the two then waits for the other
    whenever it asks for memory. Where the system cannot fork, the work is done when asked for.
    """
    if not hasattr(os, "fork"):
        return work
    reading, writing = os.pipe()
    if os.fork() == 0:
        try:
            os.closerange(0, writing)
            _write_outcome(work, writing)
        finally:
            os._exit(0)
    os.close(writing)

    def outcome() -> T:
        with os.fdopen(reading, "rb") as stream:
            data = stream.read()
        if not data:
            raise MemoryError
        done, result = marshal.loads(data)
        if not done:
            raise ValueError(result)
        return cast(T, result)

    return outcome


def _write_outcome(work: Callable[[], Any], descriptor: int) -> None:
    with os.fdopen(descriptor, "wb") as stream:
        try:
            stream.write(marshal.dumps((True, work())))
        except MemoryError:
            return
        except Exception as error:  # whatever it is, who asked is to see it
            stream.write(marshal.dumps((False, str(error))))


def expanded_size(data: bytes) -> int:
    """Bytes that a file says it unpacks to.

    Raises :class:`Refused` where that is over the limit, and is true. Where a file says less than
    the truth it is held to narrower limits (:func:`hold_to_limits`); saying more gains it no more
    than really being as large would.
    """
    if not data.startswith(b"PK"):
        return len(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if len(entries) > limits.MAX_ENTRIES:
                raise Refused(
                    f"This workbook holds {len(entries):,} files inside it; "
                    f"the limit is {limits.MAX_ENTRIES:,}."
                )
            if any(entry.flag_bits & _ENCRYPTED for entry in entries):
                raise Refused(PASSWORD)
            said = sum(entry.file_size for entry in entries)
            return said if said <= limits.MAX_EXPANDED_BYTES else _unpacked_size(archive)
    except (zipfile.BadZipFile, NotImplementedError, OSError):
        return len(data)


def _unpacked_size(archive: zipfile.ZipFile) -> int:
    """The same, counted by unpacking. Whether a damaged part matters is the parser's to say."""
    total = 0
    try:
        for entry in archive.infolist():
            with archive.open(entry) as part:
                while block := part.read(1 << 20):
                    total += len(block)
                    if total > limits.MAX_EXPANDED_BYTES:
                        raise Refused(
                            "This workbook is too large to read: it unpacks to more than "
                            f"{limits.MAX_EXPANDED_BYTES // 1024**2} MB."
                        )
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError):
        return limits.MAX_EXPANDED_BYTES
    return total


def hold_to_limits(expanded: int, times: int = 1) -> None:
    """Let the operating system end this process where a file costs out of proportion.

    ``expanded`` is what the file unpacks to; ``times`` how much more than reading is done.
    """
    try:
        import resource
    except ImportError:  # Windows: the time limit and the limits of size remain
        return
    memory = limits.BASE_MEMORY_BYTES + times * limits.MEMORY_PER_EXPANDED_BYTE * expanded
    memory = min(memory, limits.MAX_MEMORY_BYTES)
    seconds = int(limits.BASE_SECONDS + limits.SECONDS_PER_EXPANDED_MB * expanded / 1024**2)
    for what, limit in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, times * seconds)):
        try:
            resource.setrlimit(what, (limit, resource.getrlimit(what)[1]))
        except (ValueError, OSError):  # a system with a lower limit of its own, or none
            continue
