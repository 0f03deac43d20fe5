"""The words of reports in the making, kept in memory for the browser they were typed in.

Like the uploads (``ui/store.py``): nothing is written to disk, a browser is known by its cookie,
and words go two hours after their last use. Thread-safe.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from tracker.report.words import ReportWords
from ui.store import UNUSED_SECONDS

MAX_DRAFTS = 300  # held at the same time; each has at most 0.2 MB of text

Place = tuple[str, str]
"""A browser and the name of a plan."""


class DraftStore:
    """Words by browser and plan, bounded in number."""

    def __init__(
        self, *, max_drafts: int = MAX_DRAFTS, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._max_drafts = max_drafts
        self._clock = clock
        self._lock = threading.Lock()
        self._drafts: dict[Place, tuple[float, ReportWords]] = {}

    def put(self, browser: str, plan: str, words: ReportWords) -> None:
        """Keep the words of a plan's report in place of those before; the longest unused go."""
        now = self._clock()
        with self._lock:
            self._expire(now)
            self._drafts[browser, plan] = (now, words)
            oldest_first = sorted(self._drafts, key=lambda place: self._drafts[place][0])
            for place in oldest_first[: -self._max_drafts]:
                del self._drafts[place]

    def get(self, browser: str, plan: str) -> ReportWords | None:
        """The words of a plan's report, now used; ``None`` where none are kept."""
        now = self._clock()
        with self._lock:
            self._expire(now)
            held = self._drafts.get((browser, plan))
            if held is None:
                return None
            self._drafts[browser, plan] = (now, held[1])
            return held[1]

    def forget(self, browser: str) -> None:
        """Drop all words of ``browser``."""
        with self._lock:
            self._drafts = {
                place: held for place, held in self._drafts.items() if place[0] != browser
            }

    def expire(self) -> None:
        """Drop the words that have not been used for two hours."""
        with self._lock:
            self._expire(self._clock())

    def _expire(self, now: float) -> None:
        self._drafts = {
            place: held for place, held in self._drafts.items() if now - held[0] < UNUSED_SECONDS
        }


DRAFTS = DraftStore()
"""The drafts of this server."""
