"""Work on a stranger's file in a process of its own, within limits that the system keeps.

Each file has its own process, so that no file can take the server with it and none knows of
another. The processes are forked from Python's fork server, which has loaded what parsing needs
and never sees a file; where a system cannot fork (Windows) each starts anew.
"""

from __future__ import annotations

import gc
import io
import marshal
import multiprocessing
import os
import signal
import sys
import time
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from multiprocessing import forkserver
from multiprocessing.connection import Connection, wait
from threading import Lock, Timer
from types import ModuleType
from typing import Any

MAX_FILE_BYTES = 50 * 1024**2
"""A plan of 100,000 actions is about 8 MB; 50 MB is more than any plan seen."""

MAX_UNPACKED_BYTES = 400 * 1024**2
"""What a zipped workbook may unpack to; 100,000 rows x 14 columns are 80 MB."""

MAX_ENTRIES = 10_000
"""Files inside a zipped workbook; real ones have tens."""

BASE_MEMORY_BYTES = 320 * 1024**2
"""Address space that reading a small file may take: Python and its libraries are about 100 MB."""

MEMORY_PER_UNPACKED_BYTE = 12
"""More address space for each unpacked byte: measured 6 to 8 for dense sheets."""

MAX_MEMORY_BYTES = 3 * 1024**3
"""The most that reading any file may take."""

BASE_SECONDS = 4
"""Processor time that reading a small file may take."""

SECONDS_PER_UNPACKED_MB = 0.4
"""More for each unpacked megabyte: measured 0.05 to 0.1."""

MAX_SECONDS = int(BASE_SECONDS + SECONDS_PER_UNPACKED_MB * MAX_UNPACKED_BYTES / 1024**2)
"""The most, on the clock too: a process may also stall without using the processor."""

MAX_ANSWER_BYTES = 400 * 1024**2
"""What a process may hand over; 100,000 rows x 14 columns are 40 MB."""

PASSWORD = (
    "This workbook is protected by a password, so it cannot be read. "
    "Open it in Excel, remove the password (File, Info, Protect Workbook) and upload it again."
)
DAMAGED = (
    "This workbook is damaged and cannot be read. "
    "Open it in Excel, save it again and upload the new copy."
)
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

Work = Callable[..., Iterable[Any]]
"""What a process does: from a file's bytes, and what else it is given, to answers of plain values,
as ``marshal`` takes them."""


class PlanError(Exception):
    """A plan that could not be read. ``str(error)`` is one plain sentence for the user."""


class OutOfProportion(PlanError):
    """The process was ended for the memory that it took, or would have been."""


class Limited:
    """Work on a file that has begun in a process of its own, which ends with the ``with`` block.

    ``times`` is how many times the memory and time of reading the file it may take.
    """

    def __init__(self, work: Work, data: bytes, *more: Any, times: int = 1) -> None:
        self._begun = time.monotonic()
        self._process, self.connection = _started(work, more, times)
        self._clock = Timer(MAX_SECONDS, self._process.kill)
        self._clock.daemon = True
        self._clock.start()
        self._left = MAX_ANSWER_BYTES
        with suppress(OSError):  # it has ended: that is seen where its answers are taken
            self.connection.send_bytes(data)

    def __enter__(self) -> Limited:
        return self

    def __exit__(self, *_: object) -> None:
        self._clock.cancel()
        self.connection.close()
        if self._process.is_alive():
            self._process.kill()  # and not waited for: giving its memory back takes a while

    def answers(self) -> Iterator[Any]:
        """The answers as they come; raises :class:`PlanError` for a refusal or an early end."""
        while True:
            try:
                said = self.connection.recv_bytes(self._left)
            except (EOFError, OSError):
                raise self._early_end() from None
            if not said:
                return
            self._left -= len(said)
            refusal, answer = marshal.loads(said)
            if refusal:
                raise _refusal(refusal)
            yield answer

    def _early_end(self) -> PlanError:
        self._process.join(1)
        out_of_time = self._process.exitcode == -getattr(signal, "SIGXCPU", 0)
        late = out_of_time or time.monotonic() - self._begun >= MAX_SECONDS
        return _refusal(_TOO_LONG if late else OUT_OF_PROPORTION)


def _refusal(words: str) -> PlanError:
    return OutOfProportion(words) if words == OUT_OF_PROPORTION else PlanError(words)


def as_they_come(*begun: Limited) -> Iterator[tuple[Limited, Any]]:
    """The answers of several processes, each with whose it is; a refusal by any is raised."""
    answers: dict[Any, tuple[Limited, Iterator[Any]]]
    answers = {process.connection: (process, process.answers()) for process in begun}
    while answers:
        for connection in wait(list(answers)):
            process, told = answers[connection]
            try:
                yield process, next(told)
            except StopIteration:
                del answers[connection]


_PAUSES = (0.0, 0.1, 1.0)
"""Seconds before each try: the system may have ended the fork server, being short of memory."""


def _started(work: Work, more: tuple[Any, ...], times: int) -> tuple[Any, Connection]:
    context = _context()
    for pause in _PAUSES:
        time.sleep(pause)
        ours, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(theirs, work, more, times), daemon=True)
        with theirs, suppress(OSError, EOFError):
            if _start_without_main(process):
                return process, ours
            process.kill()
        ours.close()
    raise PlanError(_NOT_STARTED)


_LOADED = """tracker.book.parsing tracker.book.word python_calamine resource encodings.cp437
    multiprocessing.popen_forkserver"""
"""What the fork server has loaded: each process would else load it anew."""


def _context() -> Any:
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_LOADED.split())
    return context


def prepare() -> None:
    """Have the fork server start meanwhile, where there is one: a first file need not wait."""
    if _context().get_start_method() == "forkserver":
        forkserver.ensure_running()


class _NoMain(ModuleType):
    """Stands in for ``__main__``, but for the file or name that a new process would run anew."""

    def __init__(self, main: ModuleType) -> None:
        super().__init__("__main__")
        self.main = main

    def __getattr__(self, name: str) -> Any:
        if name == "__file__":
            raise AttributeError(name)
        return getattr(self.main, name)


_one_at_a_time = Lock()


def _start_without_main(process: Any) -> bool:
    """Start a process that does not run the server's own script anew, as ``multiprocessing`` would.

    False where another thread has put a script of its own there meanwhile.
    """
    with _one_at_a_time:
        main = sys.modules["__main__"]
        sys.modules["__main__"] = stand_in = _NoMain(main)
        try:
            process.start()
        finally:
            undisturbed = sys.modules["__main__"] is stand_in
            if undisturbed:
                sys.modules["__main__"] = main
    return undisturbed


def _serve(connection: Connection, work: Work, more: tuple[Any, ...], times: int) -> None:
    """Take a file, answer, end: what the new process does."""
    gc.disable()  # it ends before there is anything to collect
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # a parser that panics says so there
    data = connection.recv_bytes()
    try:
        hold_to_limits(unpacked_size(data), times)
        for answer in work(data, *more):
            connection.send_bytes(marshal.dumps(("", answer)))
        connection.send_bytes(b"")
    except PlanError as refusal:
        _refuse(connection, str(refusal))
    except MemoryError:
        _refuse(connection, OUT_OF_PROPORTION)
    except BaseException as error:  # a panic of the parser is not an Exception
        _refuse(connection, _refusal_of(error))


def _refuse(connection: Connection, words: str) -> None:
    with suppress(OSError):  # nobody waits for it any more
        connection.send_bytes(marshal.dumps((words, None)))


def _refusal_of(error: BaseException) -> str:
    """The parser's own words are for programmers; say the cause that they point at."""
    if type(error).__name__ == "PasswordError" or "password" in str(error).lower():
        return PASSWORD
    return DAMAGED


_ENCRYPTED = 0x1  # the flag of a part of a zip file


def unpacked_size(data: bytes) -> int:
    """Bytes that a file says it unpacks to.

    Raises :class:`PlanError` where that is over the limit, and is true. Where a file says less
    than the truth it is held to narrower limits (:func:`hold_to_limits`); saying more gains it no
    more than really being as large would.
    """
    if not data.startswith(b"PK"):
        return len(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if len(entries) > MAX_ENTRIES:
                raise PlanError(
                    f"This workbook holds {len(entries):,} files inside it; "
                    f"the limit is {MAX_ENTRIES:,}."
                )
            if any(entry.flag_bits & _ENCRYPTED for entry in entries):
                raise PlanError(PASSWORD)
            said = sum(entry.file_size for entry in entries)
            return said if said <= MAX_UNPACKED_BYTES else _really_unpacked(archive)
    except (zipfile.BadZipFile, NotImplementedError, OSError):
        return len(data)


def _really_unpacked(archive: zipfile.ZipFile) -> int:
    """The same, counted by unpacking. Whether a damaged part matters is the parser's to say."""
    total = 0
    try:
        for entry in archive.infolist():
            with archive.open(entry) as part:
                while block := part.read(1 << 20):
                    total += len(block)
                    if total > MAX_UNPACKED_BYTES:
                        raise PlanError(
                            "This workbook is too large to read: it unpacks to more than "
                            f"{MAX_UNPACKED_BYTES // 1024**2} MB."
                        )
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError):
        return MAX_UNPACKED_BYTES
    return total


def hold_to_limits(unpacked: int, times: int = 1) -> None:
    """Let the operating system end this process where a file costs out of proportion.

    ``unpacked`` is what the file unpacks to; ``times`` how much more than reading is done.
    """
    try:
        import resource
    except ImportError:  # Windows: the time limit and the limits of size remain
        return
    memory = BASE_MEMORY_BYTES + times * MEMORY_PER_UNPACKED_BYTE * unpacked
    seconds = int(BASE_SECONDS + SECONDS_PER_UNPACKED_MB * unpacked / 1024**2)
    for what, limit in (
        (resource.RLIMIT_AS, min(memory, MAX_MEMORY_BYTES)),
        (resource.RLIMIT_CPU, times * seconds),
    ):
        with suppress(ValueError, OSError):  # a system with a lower limit of its own, or none
            resource.setrlimit(what, (limit, resource.getrlimit(what)[1]))
