"""Uploaded plans, kept in the server's memory for the browser that sent them, for a while.

Nothing is written to disk. A browser is known by a random cookie (``ui/headers.py``); it holds one
plan at a time. Thread-safe: every reader's page runs in a thread of its own.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from tracker import Plan

MAX_UPLOADS = 100  # browsers with a plan of their own at the same time
MAX_BYTES = 1_000_000_000  # of all uploads together, by the estimate below
BYTES_PER_CELL = 120  # a short text in a frame of objects, with its pointer
UNUSED_SECONDS = 2 * 60 * 60  # an upload is gone two hours after its last use
SPARED_SECONDS = 10 * 60  # used more lately than this, an upload is not dropped for a newer one


class StoreFull(Exception):
    """There is no room for another upload. ``str(error)`` is one plain sentence for the user."""


@dataclass(frozen=True)
class Upload:
    """One plan as one browser sent it: what was read, and which file it was read from.

    ``id`` is random: it tells this upload from every other one, the same file's included.
    """

    id: str
    name: str
    sha256: str
    plan: Plan
    used: float = 0.0

    @property
    def size(self) -> int:
        """Bytes it takes in memory, estimated."""
        return BYTES_PER_CELL * int(self.plan.actions.size + self.plan.original.size)


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
        self._uploads: dict[str, Upload] = {}

    def put(
        self,
        browser: str,
        *,
        name: str,
        content: bytes,
        plan: Plan,
    ) -> Upload:
        """Keep a plan for ``browser`` in place of the one it had.

        Raises :class:`StoreFull`, and keeps what was there, where there is no room.
        """
        now = self._clock()
        upload = Upload(
            id=secrets.token_hex(8),
            name=name,
            sha256=hashlib.sha256(content).hexdigest(),
            plan=plan,
            used=now,
        )
        with self._lock:
            self._expire(now)
            others = {key: held for key, held in self._uploads.items() if key != browser}
            self._make_room(others, upload.size, now)
            self._uploads = {**others, browser: upload}
        return upload

    def get(self, browser: str) -> Upload | None:
        """The plan of ``browser``, now used; ``None`` if it has none, or has it no longer."""
        now = self._clock()
        with self._lock:
            self._expire(now)
            upload = self._uploads.get(browser)
            if upload is not None:
                upload = self._uploads[browser] = replace(upload, used=now)
            return upload

    def forget(self, browser: str) -> None:
        """Drop the plan of ``browser``, if it has one."""
        with self._lock:
            self._uploads.pop(browser, None)

    def expire(self) -> None:
        """Drop every plan that has not been used for two hours."""
        with self._lock:
            self._expire(self._clock())

    def _expire(self, now: float) -> None:
        self._uploads = {
            browser: upload
            for browser, upload in self._uploads.items()
            if now - upload.used < UNUSED_SECONDS
        }

    def _make_room(self, held: dict[str, Upload], size: int, now: float) -> None:
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
        for browser in set(held) - {browser for browser, _ in keep}:
            del held[browser]


UPLOADS = UploadStore()
"""The uploads of this server."""
