"""The actions as a CSV file, for other programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from tracker.exports.actions import action_columns
from tracker.exports.inert_csv import inert_csv

if TYPE_CHECKING:
    from tracker.reading.plan import Plan


def actions_csv(plan: Plan, view: pd.DataFrame) -> bytes:
    """The columns of the filtered Excel's actions: the user's own, then the calculated ones.

    ``view`` is a measured frame, or a filtered part of it, whose index selects the rows of
    ``plan.original``.

    >>> actions_csv(plan, filter_actions(measured, overdue=True))
    """
    columns, _ = action_columns(plan, view)
    rows = zip(*(column.cells for column in columns), strict=True)
    return inert_csv([column.heading for column in columns], rows)
