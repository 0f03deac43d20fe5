"""Recommendations: how each stands, and its actions in full."""

import streamlit as st

from tracker import narrative
from tracker.charts import slippage_by_recommendation
from ui import actions, frame, groups
from ui.safe import escaped

view = frame.begin("How each recommendation stands")
st.markdown(escaped(view.once(narrative.recommendations_finding, view.summary, view.as_at)))

recommendations = view.summary.recommendations
frame.chart("by_recommendation", slippage_by_recommendation, recommendations, view.as_at)

st.header("By recommendation", anchor=False)
rows = view.once(groups.recommendations, view.summary)
frame.table(
    rows,
    groups.RECOMMENDATION_HEADINGS,
    alt="Every recommendation with its timescale, completion and slippage",
    wide=("recommendation_text",),
)

st.header("One recommendation and its actions", anchor=False)
name = groups.open_one("a recommendation", rows["recommendation"].tolist(), "open")
if name is not None:
    actions.show_in_full(view.plan, groups.actions_of(view, "recommendation", name))
frame.assumptions(view)
