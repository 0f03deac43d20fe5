"""What a process does that works on an uploaded file: within limits, and answering as it goes.

Run by :mod:`tracker.reading.apart`, with the file on standard input.
"""

from __future__ import annotations

import io
import marshal
import os
import sys
import zipfile
import zlib
from collections.abc import Callable
from typing import Any, TypeVar, cast

from tracker.reading import limits
from tracker.reading.signatures import PASSWORD, Refused

OUT_OF_PROPORTION = (
    "This workbook has cells so far apart that reading it would need "
    "far more memory than its contents: delete the stray cells below and to the right of the "
    "plan, save it and upload it again."
)
LENGTH_BYTES = 8
"""Before each answer stands its length in bytes; 0 says that all have been given."""

_ENCRYPTED = 0x1  # the flag of a part of a zip file
T = TypeVar("T")


def send(answer: dict[str, Any]) -> None:
    """Give an answer of plain values to whoever called; several may be given."""
    data = marshal.dumps(answer)
    sys.stdout.buffer.write(len(data).to_bytes(LENGTH_BYTES))
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def finish() -> None:
    """Say that all answers have been given."""
    sys.stdout.buffer.write(bytes(LENGTH_BYTES))
    sys.stdout.buffer.flush()


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
