"""The browser of this machine, for pictures and pages: found, run in a process apart, kept warm.

One job at a time, each for a bounded time, in a folder of the browser's own that is deleted with
it: nothing of a plan stays on disk. A browser that nobody has asked for a while is ended.
"""

from __future__ import annotations

import atexit
import base64
import contextlib
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

IDLE_SECONDS = 300
"""How long a browser waits for the next job: somebody who saves one picture often saves more."""

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
    """Draw figures and print a page, as :func:`tracker.output.browser_process.draw` says.

    Raises :class:`BrowserError` where there is no browser, or it does not answer.
    """
    path = _browser_path(os.environ.get("BROWSER_PATH"))
    if path is None:
        raise BrowserError(NO_BROWSER)
    if not _one_at_a_time.acquire(timeout=WAIT_SECONDS):
        raise BrowserError(BUSY)
    try:
        answer = _asked({"figures": dict(figures), "page": page}, path)
    finally:
        _one_at_a_time.release()
    pdf = answer["pdf"]
    return Result(
        {name: base64.b64decode(data) for name, data in answer["pictures"].items()},
        base64.b64decode(pdf) if pdf else None,
    )


def warm() -> None:
    """Start the browser, where this machine has one, so that it is ready when it is asked."""
    path = _browser_path(os.environ.get("BROWSER_PATH"))
    if path and _one_at_a_time.acquire(blocking=False):
        try:
            _ready(path)
        except OSError:
            end()  # whoever asks for a picture is told
        finally:
            _one_at_a_time.release()


class _Running:
    """A browser in its process, its folder and when it was last used."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.jobs = 0
        self.folder = tempfile.TemporaryDirectory(
            prefix="tracker-browser-", ignore_cleanup_errors=True
        )
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tracker.output.browser_process", str(SECONDS)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # what it says could quote the charts
            cwd=_ROOT,
            env=_environment(path, self.folder.name),
        )
        self.idle = self._timer()

    def _timer(self) -> threading.Timer:
        timer = threading.Timer(IDLE_SECONDS, _end_idle, [self])
        timer.daemon = True
        timer.start()
        return timer

    def ask(self, job: Mapping[str, Any]) -> dict[str, Any]:
        """Its answer; it ends where it takes too long. Raises OSError or ValueError for none."""
        self.idle.cancel()
        self.jobs += 1
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        late = threading.Timer(2 * SECONDS + SECONDS_TO_END, self.process.kill)
        late.daemon = True
        late.start()
        try:
            self.process.stdin.write(json.dumps(job).encode() + b"\n")
            self.process.stdin.flush()
            answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        finally:
            late.cancel()
        self.idle = self._timer()
        return answer

    def end(self) -> None:
        """End it, and delete its folder."""
        self.idle.cancel()
        with contextlib.suppress(OSError), self.process:  # which closes its pipes too
            with contextlib.suppress(OSError, ValueError, subprocess.TimeoutExpired):
                self.process.communicate(timeout=SECONDS_TO_END)  # its input ends, and it with it
            self.process.kill()
        self.folder.cleanup()


_running: _Running | None = None


def _ready(path: str) -> _Running:
    """The running browser, else one that is started."""
    global _running
    if _running is not None and (_running.path != path or _running.process.poll() is not None):
        end()
    if _running is None:
        _running = _Running(path)
    return _running


def _asked(job: Mapping[str, Any], path: str) -> dict[str, Any]:
    """The answer to a job; a browser that ended since its last one is started once more."""
    running = _ready(path)
    first = running.jobs == 0
    try:
        answer = running.ask(job)
    except (OSError, ValueError) as error:
        end()
        if first:
            raise BrowserError(FAILED) from error
        return _asked(job, path)
    if "error" in answer:
        end()
        raise BrowserError(FAILED)
    return answer


def end() -> None:
    """End the running browser, if one is."""
    global _running
    running, _running = _running, None
    if running is not None:
        running.end()


def _end_idle(running: _Running) -> None:
    with _one_at_a_time:
        if running is _running and running.idle is threading.current_thread():
            end()


atexit.register(end)


def _environment(path: str, folder: str) -> dict[str, str]:
    """This process's, without its settings, and with the folder for all that is written."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(_NOT_PASSED_ON)
    }
    own = {"BROWSER_PATH": path}
    if "snap" not in path:  # one from a snap writes in the user's own home only
        own |= dict.fromkeys(("HOME", "TMPDIR", "TEMP", "TMP", "XDG_CONFIG_HOME"), folder)
    return {**kept, **own}
