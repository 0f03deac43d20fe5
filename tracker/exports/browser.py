"""The browser of this machine, for pictures and pages: found, run in a process apart, and closed.

One at a time, for a bounded time, in a folder of its own that is deleted after it: nothing of a
plan stays on disk.
"""

from __future__ import annotations

import base64
import functools
import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

SECONDS = 45
"""A job's time, after which the browser is ended: a chart takes one, a slow first start ten."""

SECONDS_TO_END = 10
"""More for the process that ends it."""

WAIT_SECONDS = 60
"""How long to wait for another's job."""

NO_BROWSER = (
    "Charts cannot be saved as pictures here, because this computer has no Chrome, Edge or "
    "Chromium."
)
BUSY = "The browser that draws charts is busy with others' charts: try again in a minute."
FAILED = "The browser that draws charts did not answer: try again, or do without pictures."

_ROOT = Path(__file__).parents[2]
_NOT_PASSED_ON = ("TRACKER_", "STREAMLIT_", "PYTHON")

_one_at_a_time = threading.Lock()


class BrowserError(Exception):
    """A picture that could not be drawn; ``str(error)`` is one plain sentence."""


@dataclass(frozen=True)
class Result:
    """What a browser made: pictures by name, and a page as a PDF."""

    pictures: Mapping[str, bytes]
    pdf: bytes | None


NO_FIGURES: Mapping[str, Mapping[str, Any]] = MappingProxyType({})


def has_browser() -> bool:
    """Whether this machine has a Chrome, Edge or Chromium, or one that BROWSER_PATH names."""
    return _browser_path(os.environ.get("BROWSER_PATH")) is not None


@functools.lru_cache(maxsize=8)
def _browser_path(_: str | None) -> str | None:
    from choreographer.browsers import Chromium

    path = Chromium.find_browser(skip_local=False)
    return path if path and Path(path).is_file() else None


def make(figures: Mapping[str, Mapping[str, Any]] = NO_FIGURES, page: str = "") -> Result:
    """Draw figures and print a page; see :func:`tracker.exports.draw.draw` for what they are.

    Raises :class:`BrowserError` where there is no browser, or it does not answer.
    """
    path = _browser_path(os.environ.get("BROWSER_PATH"))
    if path is None:
        raise BrowserError(NO_BROWSER)
    if not _one_at_a_time.acquire(timeout=WAIT_SECONDS):
        raise BrowserError(BUSY)
    try:
        with tempfile.TemporaryDirectory(
            prefix="tracker-browser-", ignore_cleanup_errors=True
        ) as folder:
            answer = _run(
                {"figures": dict(figures), "page": page, "seconds": SECONDS}, path, folder
            )
    finally:
        _one_at_a_time.release()
    if "error" in answer:
        raise BrowserError(FAILED)
    pdf = answer["pdf"]
    return Result(
        {name: base64.b64decode(data) for name, data in answer["pictures"].items()},
        base64.b64decode(pdf) if pdf else None,
    )


def _run(job: Mapping[str, Any], path: str, folder: str) -> dict[str, Any]:
    """The answer of the process apart; it is ended where it takes too long."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", "tracker.exports.draw"],
            input=json.dumps(job).encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # what it says could quote the charts
            cwd=_ROOT,
            env=_environment(path, folder),
            timeout=SECONDS + SECONDS_TO_END,
            check=False,
        )
        answer: dict[str, Any] = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, OSError, ValueError) as error:
        raise BrowserError(FAILED) from error
    return answer


def _environment(path: str, folder: str) -> dict[str, str]:
    """This process's, without its settings, and with the folder for all that is written."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(_NOT_PASSED_ON)
    }
    own = {"BROWSER_PATH": path}
    if "snap" not in path:  # one from a snap writes in the user's own home only
        own |= dict.fromkeys(("HOME", "TMPDIR", "TEMP", "TMP", "XDG_CONFIG_HOME"), folder)
    return {**kept, **own}
