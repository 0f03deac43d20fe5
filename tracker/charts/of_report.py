"""The charts of the scrutiny report, by the place where each stands in it."""

from __future__ import annotations

from datetime import date

import pandas as pd

from tracker.charts.chart import Chart, for_print
from tracker.charts.completion import completion_by_recommendation

MOST_RECOMMENDATIONS = 8
"""Rows of a chart that leave room for a report's words on two pages."""


def report_charts(measured: pd.DataFrame, as_at: date) -> dict[str, Chart]:
    """The charts for the keys of the report's pictures, light and as wide as a page."""
    chart = completion_by_recommendation(measured, as_at, limit=MOST_RECOMMENDATIONS)
    return {"completion": for_print(chart)}
