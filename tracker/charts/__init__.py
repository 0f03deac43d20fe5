"""The charts: each a pure function of measured actions or of a summary.

>>> chart = slippage_by_action(measured, date(2016, 4, 30), theme="dark")
>>> chart.title
'Action 7.1 has slipped most: at least 288 days'

A page draws ``chart.figure`` with ``PLOTLY_CONFIG``; where it is None there is nothing to
draw, and ``chart.title`` says so.
"""

from tracker.charts.ageing import ageing_of_overdue
from tracker.charts.chart import PLOTLY_CONFIG, Chart, for_print
from tracker.charts.closure import open_ahead
from tracker.charts.completion import completion_by_owner, completion_by_recommendation
from tracker.charts.completion_by_plan import completion_by_plan
from tracker.charts.milestones import milestone_trend
from tracker.charts.palette import ThemeName
from tracker.charts.planned_and_actual import planned_and_actual
from tracker.charts.positions import position_over_time
from tracker.charts.recommendation_rows import recommendations_standing
from tracker.charts.slippage_bars import slippage_by_action, slippage_by_recommendation
from tracker.charts.spread import slippage_by_owner
from tracker.charts.waterfall import agreed_dates_slope, balance_waterfall

__all__ = [
    "PLOTLY_CONFIG",
    "Chart",
    "ThemeName",
    "ageing_of_overdue",
    "agreed_dates_slope",
    "balance_waterfall",
    "completion_by_owner",
    "completion_by_plan",
    "completion_by_recommendation",
    "for_print",
    "milestone_trend",
    "open_ahead",
    "planned_and_actual",
    "position_over_time",
    "recommendations_standing",
    "slippage_by_action",
    "slippage_by_owner",
    "slippage_by_recommendation",
]
