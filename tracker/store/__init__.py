"""Plans recorded in SQL, so that dates cannot move unseen: see ``docs/history.md``.

Each name is imported when it is first used: SQL takes a third of a second to load, and an error
need not wait for it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracker.store.errors import AlreadyRecorded, HistoryError
    from tracker.store.history import History
    from tracker.store.remembered import Decided, Deleted
    from tracker.store.transfer import copy_history
    from tracker.timeline import Recorded, Superseded

_HOMES = {
    "AlreadyRecorded": "tracker.store.errors",
    "Decided": "tracker.store.remembered",
    "Deleted": "tracker.store.remembered",
    "History": "tracker.store.history",
    "HistoryError": "tracker.store.errors",
    "Recorded": "tracker.timeline",
    "Superseded": "tracker.timeline",
    "copy_history": "tracker.store.transfer",
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
