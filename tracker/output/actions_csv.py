"""The actions as CSV: for other programs, and for Excel."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from tracker.output.actions import action_columns
from tracker.output.csv_files import csv_for_excel, csv_for_programs

if TYPE_CHECKING:
    from tracker.reading.plan import Plan


def actions_csv(plan: Plan, view: pd.DataFrame, *, for_excel: bool = False) -> bytes:
    """The user's own columns, then what was read of them and calculated.

    ``view`` is a measured frame, or a filtered part of it, whose index selects the rows of
    ``plan.original``. For other programs every text is as it is; ``for_excel`` no text can be
    taken for a formula.

    >>> actions_csv(plan, filter_actions(measured, overdue=True))
    """
    columns, _ = action_columns(plan, view)
    rows = zip(*(column.cells for column in columns), strict=True)
    write = csv_for_excel if for_excel else csv_for_programs
    return write([column.heading for column in columns], rows)
