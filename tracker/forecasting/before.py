"""What a plan's earlier positions tell a forecast: dates then agreed, and what was completed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Self, TypeAlias

import pandas as pd

from tracker.fields import PUBLISHED
from tracker.filters import filter_actions
from tracker.measures import measure

Positions: TypeAlias = Sequence[tuple[date, pd.DataFrame]]
"""As-at dates and measured actions, one a date, earliest first, the position in use last.

``action_number`` is the same of an action wherever it stands: see ``Timeline.over_time``.
"""


@dataclass(frozen=True)
class Before:
    """What the positions before the last say of the plan's actions.

    ``agreed``: a column for each (its name the date) with the agreed date that it gave of each
    action of the last, ``NaT`` where the action was not in it or not open. ``dropped``: the
    measured actions that were complete or withdrawn where they last stood, and are not in the last.
    """

    agreed: pd.DataFrame
    dropped: pd.DataFrame

    @classmethod
    def of(cls, over_time: Positions, published: date | None = PUBLISHED) -> Self:
        """What the positions before the last of these say; ages count from ``published``."""
        *earlier, (_, last) = over_time
        agreed = {}
        for day, then in earlier:
            dates = then["agreed_due"].where(then["is_open"]).set_axis(then["action_number"])
            agreed[day] = dates.reindex(last["action_number"]).set_axis(last.index)
        dropped, later = [measure(last[:0], over_time[-1][0], published=published)], last
        for day, then in reversed(earlier):
            gone = then[~then["action_number"].isin(later["action_number"])]
            dropped.append(measure(gone[~gone["is_open"]], day, published=published))
            later = pd.concat([later[["action_number"]], gone[["action_number"]]])
        every = pd.concat([each for each in dropped if len(each)] or dropped, ignore_index=True)
        return cls(pd.DataFrame(agreed, index=last.index), every)

    def narrowed(self, **filters: Any) -> Self:
        """The same of what the filters leave of those dropped: those of ``filter_actions``."""
        return replace(self, dropped=filter_actions(self.dropped, **filters))

    def with_dropped(self, measured: pd.DataFrame) -> pd.DataFrame:
        """The measured actions and those that were dropped, each with a number as its index."""
        shared = self.dropped.columns.intersection(measured.columns)
        dropped = self.dropped.astype(measured.dtypes[shared])  # dates of one unit, as in the plan
        every = [each for each in (measured, dropped) if len(each)] or [measured]
        return pd.concat(every, ignore_index=True)
