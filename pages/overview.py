"""Overview: how much is done and overdue, what slipped, and what is due next."""

import streamlit as st

from tracker.charts import planned_and_actual
from ui import forecasts, frame, overview, questions
from ui.safe import escaped

view = frame.begin("How the plan stands")
overview.say(view)
add_ranges = questions.headline(view)
overview.slipped(view)
overview.recommendations(view)
frame.chart("planned", planned_and_actual, view.shown, view.as_at)
overview.due(view)
st.markdown(escaped(forecasts.in_a_line(view)))
frame.assumptions(view)
add_ranges()
