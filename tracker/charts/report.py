"""The charts of the scrutiny report, by the place where each stands in it."""

from __future__ import annotations

from datetime import date

import pandas as pd

from tracker.charts.chart import Chart, for_print
from tracker.charts.completion import completion_by_recommendation
from tracker.charts.slippage import slippage_by_action

MOST_RECOMMENDATIONS = 20
MOST_ACTIONS = 15
"""Rows of a chart that leave room for words on a page."""


def report_charts(measured: pd.DataFrame, as_at: date) -> dict[str, Chart]:
    """The charts for the keys of the report's pictures, light and as wide as a page."""
    charts = {
        "completion": completion_by_recommendation(measured, as_at, limit=MOST_RECOMMENDATIONS),
        "slippage": slippage_by_action(measured, as_at, limit=MOST_ACTIONS),
    }
    return {key: for_print(chart) for key, chart in charts.items()}
