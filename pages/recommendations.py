"""Recommendations: how each stands; one of them with its actions in full."""

import streamlit as st

from tracker.statements import on_plan as statements
from ui import group_pages, page_frame
from ui.markdown_escape import escaped

view, name = group_pages.begin("recommendation", "How each recommendation stands")
if name is None:
    st.markdown(escaped(view.once(statements.recommendations_finding, view.summary, view.as_at)))
else:
    group_pages.one(view, "recommendation", name)
group_pages.every(view, "recommendation", name)
page_frame.assumptions(view)
