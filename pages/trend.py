"""Trend: how the forecasts moved from report to report, and each position as it was known."""

from ui import frame, trends

view = frame.begin("When it was going to be done, and when it is now", needs_actions=False)
trends.show(view)
frame.assumptions(view)
