"""Slippage: how far each action's finish lies from its timescale."""

import streamlit as st

from tracker.charts import ageing_of_overdue
from tracker.statements import on_plan as statements
from ui import page_frame, slippages
from ui.markdown_escape import escaped

view = page_frame.begin("What has slipped, and by how much")
by, measure = slippages.choose()
finding = view.once(statements.slippage_finding, view.shown, measure)
st.markdown(escaped(finding))

slippages.chart(view, by, measure)
page_frame.chart("ageing", ageing_of_overdue, view.shown, view.as_at)

slippages.every_action(view, measure)
page_frame.assumptions(view)
