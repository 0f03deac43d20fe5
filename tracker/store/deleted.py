"""What a history keeps of a position that was deleted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Deleted:
    """That a recorded plan was deleted; nothing of what was in it is kept."""

    recorded_id: int
    name: str
    as_at: date
    sha256: str
    who: str
    when: datetime
