"""Uploaded plans and words of reports, kept in memory for the browser they are of, for a while.

Nothing is written to disk. A browser is known by a random cookie (``ui/headers.py``); it holds one
plan at a time, and beside it at most one file in which no plan was found yet. Thread-safe: every
reader's page runs in a thread of its own.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from cachetools import TTLCache

from tracker import Choices
from tracker.book import bytes_held

if TYPE_CHECKING:
    from tracker import Plan
    from tracker.book import Book
    from tracker.report.own_words import ReportWords

MAX_UPLOADS = 100  # files held at the same time
MAX_BYTES = 1_000_000_000  # of all uploads together: seven or so of 100,000 actions
UNUSED_SECONDS = 2 * 60 * 60  # an upload is gone two hours after its last use
MAX_DRAFTS = 300  # words of reports held at the same time; each has at most 0.2 MB of text
SPARED_SECONDS = 10 * 60  # used more lately than this, an upload is not dropped for a newer one


class StoreFull(Exception):
    """There is no room for another upload. ``str(error)`` is one plain sentence for the user."""


@dataclass(frozen=True)
class Upload:
    """One file as one browser sent it, how its user says to read it, and what was read.

    ``id`` is random: it tells this reading from every other one, the same file's included.
    ``content`` is the file's bytes and ``book`` the file as opened, which each reading is made of.
    ``plan`` is ``None`` where no plan was found yet. ``catalogue`` is whether the recommendations
    are those of the inspection whose list comes with the tracker, ``remembered`` whether the
    mapping is what was remembered for a file with the same headings, ``version_of`` the recorded
    plan that its user says it is a version of: "" where of none, ``None`` until they say.
    ``size`` is the bytes that it takes in memory.
    """

    id: str
    content: bytes
    book: Book
    plan: Plan | None
    mapping: Choices = field(default_factory=Choices)
    catalogue: bool = False
    remembered: bool = False
    version_of: str | None = None
    size: int = 0
    used: float = 0.0

    @property
    def name(self) -> str:
        """The file's name."""
        return self.book.name

    @property
    def sha256(self) -> str:
        """By which the file is known again."""
        return self.book.sha256


Place = tuple[str, bool]
"""A browser, and whether a plan was read from the file."""


class UploadStore:
    """Uploads by browser, bounded in number and in size."""

    def __init__(
        self,
        *,
        max_uploads: int = MAX_UPLOADS,
        max_bytes: int = MAX_BYTES,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._max_uploads = max_uploads
        self._max_bytes = max_bytes
        self._clock = clock
        self._lock = threading.Lock()
        self._uploads: dict[Place, Upload] = {}

    def put(
        self,
        browser: str,
        *,
        content: bytes,
        book: Book,
        plan: Plan | None,
        mapping: Choices | None = None,
        catalogue: bool = False,
        remembered: bool = False,
    ) -> Upload:
        """Keep a plan for ``browser`` in place of all that it had; a file without one beside it.

        Raises :class:`StoreFull`, and keeps what was there, where there is no room.
        """
        now = self._clock()
        before = self._uploads.get((browser, True))
        upload = Upload(
            version_of=before.version_of if before and before.sha256 == book.sha256 else None,
            id=secrets.token_hex(8),
            content=content,
            book=book,
            plan=plan,
            mapping=mapping or Choices(),
            catalogue=catalogue,
            remembered=remembered,
            size=len(content) + bytes_held(book, *([plan.actions, plan.original] if plan else [])),
            used=now,
        )
        place = (browser, plan is not None)
        with self._lock:
            self._expire(now)
            replaced = {place, (browser, False)}
            others = {key: held for key, held in self._uploads.items() if key not in replaced}
            self._make_room(others, upload.size, now)
            self._uploads = {**others, place: upload}
        return upload

    def get(self, browser: str) -> Upload | None:
        """The plan of ``browser``, now used; ``None`` if it has none, or has it no longer."""
        return self._used((browser, True))

    def waiting(self, browser: str) -> Upload | None:
        """The file of ``browser`` in which no plan was found yet, now used."""
        return self._used((browser, False))

    def say_version_of(self, browser: str, name: str) -> None:
        """Keep with the plan of ``browser`` which recorded one it is a version of; "" for none."""
        with self._lock:
            upload = self._uploads.get((browser, True))
            if upload is not None:
                self._uploads[browser, True] = replace(upload, version_of=name)

    def forget(self, browser: str) -> None:
        """Drop all that ``browser`` has."""
        with self._lock:
            self._uploads.pop((browser, True), None)
            self._uploads.pop((browser, False), None)

    def put_away(self, browser: str) -> None:
        """Drop the file of ``browser`` in which no plan was found; its plan stays."""
        with self._lock:
            self._uploads.pop((browser, False), None)

    def holds(self, upload_id: str) -> bool:
        """Whether an upload is still held."""
        return any(upload.id == upload_id for upload in self._uploads.values())

    def expire(self) -> None:
        """Drop every plan that has not been used for two hours."""
        with self._lock:
            self._expire(self._clock())

    def _used(self, place: Place) -> Upload | None:
        now = self._clock()
        with self._lock:
            self._expire(now)
            upload = self._uploads.get(place)
            if upload is not None:
                upload = self._uploads[place] = replace(upload, used=now)
            return upload

    def _expire(self, now: float) -> None:
        self._uploads = {
            place: upload
            for place, upload in self._uploads.items()
            if now - upload.used < UNUSED_SECONDS
        }

    def _make_room(self, held: dict[Place, Upload], size: int, now: float) -> None:
        """Drop from ``held`` those longest unused until ``size`` more bytes fit."""
        if size > self._max_bytes:
            raise StoreFull("This plan is larger than all that the server can hold for its users.")
        keep = sorted(held.items(), key=lambda item: item[1].used, reverse=True)
        total = size + sum(upload.size for _, upload in keep)
        while len(keep) >= self._max_uploads or total > self._max_bytes:
            _, oldest = keep[-1]
            if now - oldest.used < SPARED_SECONDS:
                raise StoreFull(
                    "The server is holding as many plans as it can; try again in ten minutes."
                )
            keep.pop()
            total -= oldest.size
        for place in set(held) - {place for place, _ in keep}:
            del held[place]


UPLOADS = UploadStore()
"""The uploads of this server."""


class DraftStore:
    """The words of reports in the making, by browser and plan: the longest unused give way."""

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
                del self._drafts[place]

    def expire(self) -> None:
        """Drop the words that have not been used for two hours."""
        with self._lock:
            self._drafts.expire()


DRAFTS = DraftStore()
"""The drafts of this server."""
