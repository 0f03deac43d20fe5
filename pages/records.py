"""Records: every recorded plan beside the others, one plan's positions, and how to correct them."""

import streamlit as st

from ui import corrections, frame, past, portfolio, records, timelines

view = frame.begin("What is recorded", needs_actions=False)
portfolio.show(view)
looks_only = records.looks_only()
kept = records.look(view) if looks_only or not timelines.only_in_full(view.in_use) else None
if kept is None:
    st.stop()
history, name, versions = kept

records.show(versions)
if looks_only:
    records.offer_to_open(versions)
    st.stop()
st.header("Correct a position", anchor=False)
records.correct(history, name, versions)
st.header("Rename or merge the plan", anchor=False)
corrections.names(history, name, past.plans(history))
records.deleted(history)
