"""Plans recorded in SQL, so that dates cannot move unseen: see ``docs/history.md``."""

from tracker.history.errors import AlreadyRecorded, HistoryError
from tracker.history.recorded import Deleted, Recorded, Superseded
from tracker.history.remembered import Decided
from tracker.history.store import History
from tracker.history.transfer import copy_history

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
