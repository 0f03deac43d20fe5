"""The words of reports in the making, kept in memory for the browser they were typed in.

Like the uploads (``ui/uploads.py``): nothing is written to disk, a browser is known by its cookie,
and words go two hours after their last use. Thread-safe.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from cachetools import TTLCache

from tracker.report.words import ReportWords
from ui.uploads import UNUSED_SECONDS

MAX_DRAFTS = 300  # held at the same time; each has at most 0.2 MB of text


class DraftStore:
    """Words by browser and plan, bounded in number: the longest unused go."""

    def __init__(
        self, *, max_drafts: int = MAX_DRAFTS, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._lock = threading.Lock()
        self._drafts: TTLCache[tuple[str, str], ReportWords] = TTLCache(
            max_drafts, UNUSED_SECONDS, clock
        )

    def put(self, browser: str, plan: str, words: ReportWords) -> None:
        """Keep the words of a plan's report in place of those before."""
        with self._lock:
            self._drafts[browser, plan] = words

    def get(self, browser: str, plan: str) -> ReportWords | None:
        """The words of a plan's report, now used; ``None`` where none are kept."""
        with self._lock:
            words = self._drafts.get((browser, plan))
            if words is not None:
                self._drafts[browser, plan] = words  # from now on for two hours again
            return words

    def forget(self, browser: str) -> None:
        """Drop all words of ``browser``."""
        with self._lock:
            for place in [place for place in self._drafts if place[0] == browser]:
                self._drafts.pop(place, None)

    def expire(self) -> None:
        """Drop the words that have not been used for two hours."""
        with self._lock:
            self._drafts.expire()


DRAFTS = DraftStore()
"""The drafts of this server."""
