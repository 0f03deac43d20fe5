"""Functions that a test has called in a process of their own: good ones, and bad ones."""

from __future__ import annotations

import os
import signal
import sys
import time

from tracker.reading.confined import begin_beside, finish, hold_to_limits, send

remembered: list[bytes] = []


def tell() -> None:
    """Answer with the process, what it was given and what it remembers of others."""
    given = sys.stdin.buffer.read()
    send({"process": os.getpid(), "given": given, "remembered": list(remembered)})
    remembered.append(given)
    finish()


def several() -> None:
    """Answer three times."""
    for number in range(3):
        send({"number": number})
    finish()


def refuse() -> None:
    """Answer once, then refuse."""
    send({"number": 0})
    send({"refused": "Not this one."})
    finish()


def stop_midway() -> None:
    """Answer once, and end without having finished."""
    send({"number": 0})


def die() -> None:
    """Be killed, as by the system."""
    os.kill(os.getpid(), signal.SIGKILL)


def hang() -> None:
    """Never come to an end, without using the processor."""
    sys.stdin.buffer.read()
    send({"process": os.getpid()})
    while True:
        time.sleep(60)


def burn() -> None:
    """Never come to an end, and use the processor for it."""
    hold_to_limits(0)
    while True:
        pass


def hoard() -> None:
    """Take more memory than a small file may."""
    hold_to_limits(0)
    send({"length": len(bytearray(1024**3))})
    finish()


def flood() -> None:
    """Answer without end."""
    while True:
        send({"many": bytes(1024**2)})


def beside() -> None:
    """Answer with what was worked out in a further process, and with which."""
    send({"own": os.getpid(), "beside": begin_beside(os.getpid)()})
    finish()


def fail_beside() -> None:
    """Answer with the fault of a further process."""
    try:
        begin_beside(lambda: 1 // 0)()
    except ValueError as error:
        send({"fault": str(error)})
    try:
        begin_beside(die)()
    except MemoryError:
        send({"fault": "ended"})
    finish()
