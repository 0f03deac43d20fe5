"""Records: every recorded plan beside the others, one plan's positions, and how to correct them."""

import streamlit as st

from ui import correct_records, page_frame, portfolio_page, recorded_plans, records_page, timelines

view = page_frame.begin("What is recorded", needs_actions=False)
portfolio_page.show(view)
looks_only = records_page.looks_only()
kept = records_page.look(view) if looks_only or not timelines.only_in_full(view.in_use) else None
if kept is None:
    st.stop()
history, name, versions = kept

records_page.show(versions)
if looks_only:
    records_page.offer_to_open(versions)
    st.stop()
st.header("Correct a position", anchor=False)
records_page.correct(history, name, versions)
st.header("Rename or merge the plan", anchor=False)
correct_records.names(history, name, recorded_plans.plans(history))
records_page.deleted(history)
