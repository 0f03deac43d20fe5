"""Portfolio: every recorded plan beside the others, and the way to each."""

import streamlit as st

from tracker.charts import completion_by_plan
from ui import frame, portfolio

view = frame.begin("How all the plans stand", of_plan=False)
words = st.container()
found = portfolio.look(view)
if found is None:
    st.stop()

with words:
    portfolio.say(found)
frame.chart("completion_by_plan", completion_by_plan, found.rows)
portfolio.table(found)
portfolio.offer_download(found)
st.header("Open one of them", anchor=False)
portfolio.offer_to_open(view, found)
