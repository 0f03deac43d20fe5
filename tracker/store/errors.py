"""What a history refuses, each in one plain sentence for the user."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.words import date_words

if TYPE_CHECKING:
    from tracker.timeline.position import Recorded


class HistoryError(Exception):
    """The history could not do what was asked. ``str(error)`` is one plain sentence."""


class AlreadyRecorded(HistoryError):
    """The same file is in the history already: ``recorded`` says when and by whom."""

    def __init__(self, recorded: Recorded) -> None:
        by = f" by {recorded.who}" if recorded.who else ""
        super().__init__(
            f"This file is already recorded under “{recorded.name}”, as at "
            f"{date_words(recorded.as_at)}: it was recorded{by} on "
            f"{date_words(recorded.when.date())}."
        )
        self.recorded = recorded
