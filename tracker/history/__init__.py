"""Plans recorded in SQL, so that dates cannot move unseen: see ``docs/history.md``.

Each name is imported when it is first used: SQL takes a third of a second to load, and an error
need not wait for it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracker.history.deleted import Deleted
    from tracker.history.errors import AlreadyRecorded, HistoryError
    from tracker.history.remembered import Decided
    from tracker.history.store import History
    from tracker.history.transfer import copy_history
    from tracker.timeline import Recorded, Superseded

_HOMES = {
    "AlreadyRecorded": "tracker.history.errors",
    "Decided": "tracker.history.remembered",
    "Deleted": "tracker.history.deleted",
    "History": "tracker.history.store",
    "HistoryError": "tracker.history.errors",
    "Recorded": "tracker.timeline",
    "Superseded": "tracker.timeline",
    "copy_history": "tracker.history.transfer",
}

__all__ = [
    "AlreadyRecorded",
    "Decided",
    "Deleted",
    "History",
    "HistoryError",
    "Recorded",
    "Superseded",
    "copy_history",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
