"""Overview: how much is done and overdue, what slipped, and what is due next."""

import streamlit as st

from tracker.charts import planned_and_actual
from ui import forecasts, open_questions, overview_page, page_frame
from ui.markdown_escape import escaped

view = page_frame.begin("How the plan stands")
overview_page.say(view)
add_ranges = open_questions.headline(view)
overview_page.slipped(view)
overview_page.recommendations(view)
page_frame.chart("planned", planned_and_actual, view.shown, view.as_at)
overview_page.due(view)
st.markdown(escaped(forecasts.in_a_line(view)))
page_frame.assumptions(view)
add_ranges()
