"""The figures of a chart as a CSV file."""

from __future__ import annotations

import csv
import io
from typing import Any

import pandas as pd

from tracker.exports.findings_csv import inert


def figures_csv(table: pd.DataFrame) -> bytes:
    """A chart's ``table``: its headings, then a row each; unknown is empty, dates are ISO.

    UTF-8 with a mark, so that Excel shows every letter. A text that a spreadsheet program would
    run as a formula begins with an apostrophe.
    """
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow([inert(str(heading)) for heading in table.columns])
    for row in table.itertuples(index=False, name=None):
        writer.writerow([_shown(value) for value in row])
    return file.getvalue().encode("utf-8-sig", "replace")


def _shown(value: Any) -> Any:
    if isinstance(value, str):
        return inert(value)
    if isinstance(value, tuple | list):
        return inert("; ".join(map(str, value)))
    if pd.isna(value):
        return ""
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    return value
