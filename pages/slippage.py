"""Slippage: how far each action's finish lies from its timescale."""

import streamlit as st

from tracker import narrative
from tracker.charts import ageing_of_overdue, slippage_by_action
from ui import frame, slippages
from ui.safe import escaped

view = frame.begin("What has slipped, and by how much")
measure = slippages.choose_measure()
st.markdown(escaped(narrative.slippage_finding(view.summary, view.shown, view.as_at, measure)))

frame.chart(
    lambda theme: slippage_by_action(view.shown, view.as_at, measure=measure, theme=theme),
    "actions",
)
frame.chart(slippages.by_group(view, measure), "groups")
frame.chart(lambda theme: ageing_of_overdue(view.shown, view.as_at, theme=theme), "ageing")

slippages.every_action(view, measure)
frame.assumptions(view)
