"""What a history says of one recorded plan without opening it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Superseded:
    """That a recorded plan no longer counts: ``by`` is the ``id`` of the one that does."""

    by: int
    reason: str
    who: str
    when: datetime


@dataclass(frozen=True)
class Recorded:
    """One recorded plan: never edited, only superseded or deleted.

    ``id`` is never given to another. ``name`` is the plan's, ``as_at`` the date of its position,
    ``sheets`` those read as the plan. ``actions`` is their number; ``errors``, ``warnings`` and
    ``notes`` are the numbers of findings. ``when`` is in UTC.
    """

    id: int
    name: str
    as_at: date
    file_name: str
    sha256: str
    sheets: tuple[str, ...]
    who: str
    when: datetime
    actions: int
    errors: int
    warnings: int
    notes: int
    superseded: Superseded | None = None


@dataclass(frozen=True)
class Deleted:
    """That a recorded plan was deleted; nothing of what was in it is kept."""

    recorded_id: int
    name: str
    as_at: date
    sha256: str
    who: str
    when: datetime
