"""Trend: how the forecasts moved from report to report, and each position as it was known."""

import streamlit as st

from tracker.charts import milestone_trend, position_over_time
from ui import frame, trends
from ui.safe import escaped

view = frame.begin("When it was going to be done, and when it is now", needs_actions=False)
over = trends.over_time(view)
trends.say_what_would_fill_it(view, over)

finding = st.empty()
rows = trends.choose_recommendations(view, over)
limit = trends.lines(rows, over)
forecasts = frame.chart("milestones", milestone_trend, rows, limit=limit)
counts = frame.chart("positions", position_over_time, over.positions)
finding.markdown(escaped(f"{forecasts.title}. {counts.title}."))

st.header("How often dates have moved", anchor=False)
trends.moves(view, over)

st.header("Original timescales, as first recorded", anchor=False)
trends.originals(over)

st.header("As it was known", anchor=False)
trends.as_known_on(view)
frame.assumptions(view)
