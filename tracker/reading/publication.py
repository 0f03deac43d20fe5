"""Whether a plan is about *Building the Picture*, and so from which day "immediately" counts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from tracker.fields import PUBLISHED
from tracker.reading.sheet_plan import SheetPlan

REPORT_NAME = "building the picture"
YEARS_FROM_REPORT = 3
"""Where all a plan's dates are further from July 2015, it is not about that report."""


def names_report(parts: Sequence[SheetPlan], name: str) -> bool:
    """Whether a sheet, title, inspection or the file's ``name`` is that of the report."""
    texts = [name.replace("_", " ").replace("-", " ")]
    for part in parts:
        texts += [part.name, part.table.title]
        texts += filter(None, part.column("source").different_texts())
    return any(REPORT_NAME in " ".join(text.casefold().split()) for text in texts)


def assumed_publication(parts: Sequence[SheetPlan], known: bool) -> date | None:
    """The day from which "immediately" counts, where the plan may be of the report."""
    if known:
        return PUBLISHED
    days = [c.days[~np.isnat(c.days)] for p in parts for c in (*p.dates.values(), *p.later)]
    every = np.concatenate(days) if days else np.array([], dtype="datetime64[s]")
    if not every.size:
        return PUBLISHED
    near = np.abs(every - np.datetime64(PUBLISHED, "s")) <= np.timedelta64(
        YEARS_FROM_REPORT * 365, "D"
    )
    return PUBLISHED if near.any() else None
