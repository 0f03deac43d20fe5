"""The figures of all recorded plans as a CSV file."""

from __future__ import annotations

import pandas as pd

from tracker.output.figures_csv import figures_csv
from tracker.vocabulary import FIGURES


def portfolio_csv(rows: pd.DataFrame, *, include_restricted: bool = True) -> bytes:
    """A row a plan: its name, the date of its position, its figures; unknown is empty.

    >>> portfolio_csv(history.portfolio())
    """
    headings = {
        "plan": "Plan",
        "as_at": "As at",
        "restricted": "Restricted rows" if include_restricted else "Restricted rows left out",
    } | {name: figure.label for name, figure in FIGURES.items()}
    days = rows.assign(**{name: rows[name].dt.date for name in ("as_at", "next_due")})
    return figures_csv(days[list(headings)].rename(columns=headings).astype("object"))
