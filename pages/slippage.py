"""Slippage: how far each action's finish lies from its timescale."""

import streamlit as st

from tracker import narrative
from tracker.charts import ageing_of_overdue, slippage_by_action, slippage_spread
from ui import frame, slippages
from ui.safe import escaped

view = frame.begin("What has slipped, and by how much")
measure = slippages.choose_measure()
shown, as_at = view.shown, view.as_at
finding = view.once(narrative.slippage_finding, view.summary, shown, as_at, measure)
st.markdown(escaped(finding))

frame.chart("actions", slippage_by_action, shown, as_at, measure=measure)
by = slippages.choose_group()
frame.chart("groups", slippage_spread, shown, as_at, by=by, measure=measure)
frame.chart("ageing", ageing_of_overdue, shown, as_at)

slippages.every_action(view, measure)
frame.assumptions(view)
