"""The figures of a chart as a CSV file."""

from __future__ import annotations

from typing import Any

import pandas as pd

from tracker.output.csv_files import csv_for_excel


def figures_csv(table: pd.DataFrame) -> bytes:
    """A chart's ``table``: its headings, then a row each; unknown is empty, dates are ISO."""
    rows = table.itertuples(index=False, name=None)
    return csv_for_excel(map(str, table.columns), ([_shown(cell) for cell in row] for row in rows))


def _shown(value: Any) -> Any:
    if isinstance(value, tuple | list):
        return "; ".join(map(str, value))
    return None if pd.isna(value) else value
