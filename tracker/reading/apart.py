"""Work on an uploaded file done in a process of its own, so that no file can take the server.

The process runs one function of the tracker with the file on standard input and prints its
answer with ``marshal``, which holds plain values and no code.
"""

from __future__ import annotations

import io
import marshal
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path
from typing import Any

from tracker.reading import limits
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


def call_apart(module: str, function: str, payload: bytes) -> dict[str, Any]:
    """Call a function of no arguments that answers with :func:`reply`, in a new process.

    Raises :class:`PlanError` with the answer's ``refused``, or where the process was ended for
    the memory or the time that it took.
    """
    root = str(Path(__file__).resolve().parents[2])
    code = (
        f"import sys; sys.path.insert(0, {root!r}); from {module} import {function}; {function}()"
    )
    seconds = limits.BASE_SECONDS + (
        limits.SECONDS_PER_EXPANDED_MB * limits.MAX_EXPANDED_BYTES / 1024**2
    )
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-c", code],
            input=payload,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise PlanError(_TOO_LONG) from error
    if done.returncode != 0 or not done.stdout:
        raise PlanError(OUT_OF_PROPORTION)
    answer: dict[str, Any] = marshal.loads(done.stdout)
    if "refused" in answer:
        raise PlanError(answer["refused"])
    return answer


def reply(answer: dict[str, Any]) -> None:
    """Print an answer for :func:`call_apart`."""
    sys.stdout.buffer.write(marshal.dumps(answer))
    sys.stdout.buffer.flush()


def expanded_size(data: bytes) -> int:
    """Bytes that a file really unpacks to, counted by unpacking it.

    Raises :class:`Refused` over the limits. One damaged part need not matter: the parser says
    whether it does.
    """
    if not data.startswith(b"PK"):
        return len(data)
    total = 0
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if len(entries) > limits.MAX_ENTRIES:
                raise Refused(
                    f"This workbook holds {len(entries):,} files inside it; "
                    f"the limit is {limits.MAX_ENTRIES:,}."
                )
            for entry in entries:
                with archive.open(entry) as part:
                    while block := part.read(1 << 20):
                        total += len(block)
                        if total > limits.MAX_EXPANDED_BYTES:
                            raise Refused(
                                "This workbook is too large to read: it unpacks to more than "
                                f"{limits.MAX_EXPANDED_BYTES // 1024**2} MB."
                            )
    except RuntimeError as error:  # an encrypted entry
        raise Refused(PASSWORD) from error
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError):
        return total + len(data)
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
