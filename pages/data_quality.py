"""Data quality: what was understood of the sheet, and every cell that was not."""

import streamlit as st

from ui import findings, frame, quality

view = frame.begin("What was read, and what was not", needs_actions=False)
st.markdown(quality.in_words(view))
st.page_link("../pages/mapping.py", label="Change how columns and words are read")
quality.offer_versions(view)
findings.downloads(view)

st.header("What to look at", anchor=False)
findings.show(view)

st.header("What was understood", anchor=False)
quality.show_source(view.plan)
