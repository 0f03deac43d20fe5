"""Work that a test has done in a limited process: good, and bad."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator
from typing import Any

from tracker.book.limited import PlanError

remembered: list[bytes] = []


def tell(data: bytes) -> Iterator[dict[str, Any]]:
    """Answer with the process, what it was given and what it remembers of others."""
    yield {"process": os.getpid(), "given": data, "remembered": list(remembered)}
    remembered.append(data)


def count_to(_: bytes, last: int) -> Iterator[int]:
    """Answer with each number from 1."""
    yield from range(1, last + 1)


def name_main(_: bytes) -> Iterator[list[str]]:
    """Answer with the files of the modules that are or were a main script."""
    mains = (sys.modules.get(name) for name in ("__main__", "__mp_main__"))
    yield [file for main in mains if (file := getattr(main, "__file__", None))]


def refuse(_: bytes) -> Iterator[int]:
    """Answer once, then refuse."""
    yield 1
    raise PlanError("Not this one.")


def fail(_: bytes) -> Iterator[int]:
    """Fail as a parser may, with words for programmers."""
    yield 1
    raise KeyError("xl/worksheets/sheet1.xml")


def die(_: bytes) -> Iterator[int]:
    """Answer once, and be ended by the system."""
    yield 1
    os.kill(os.getpid(), signal.SIGKILL)


def hang(_: bytes) -> Iterator[int]:
    """Never come to an end, without using the processor."""
    yield os.getpid()
    while True:
        time.sleep(60)


def burn(_: bytes) -> Iterator[int]:
    """Never come to an end, and use the processor for it."""
    yield 1
    while True:
        pass


def hoard(_: bytes) -> Iterator[int]:
    """Take more memory than a small file may."""
    yield len(bytearray(1024**3))


def flood(_: bytes) -> Iterator[bytes]:
    """Answer without end."""
    while True:
        yield bytes(1024**2)
