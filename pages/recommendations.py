"""Recommendations: how each stands; one of them with its actions in full."""

import streamlit as st

from tracker.statements import plan as statements
from ui import frame, groups
from ui.safe import escaped

view, name = groups.begin("recommendation", "How each recommendation stands")
if name is None:
    st.markdown(escaped(view.once(statements.recommendations_finding, view.summary, view.as_at)))
else:
    groups.one(view, "recommendation", name)
groups.every(view, "recommendation", name)
frame.assumptions(view)
