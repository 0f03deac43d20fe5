"""Data quality: what was understood of the sheet, and every cell that was not."""

import streamlit as st

from ui import frame, quality

view = frame.begin("What was read, and what was not", needs_actions=False)
st.markdown(quality.in_words(view))

st.header("What to look at", anchor=False)
quality.show_findings(view)

st.header("What was understood", anchor=False)
quality.show_source(view.plan)
