"""Forecast: how many open actions will be done by a day, and which agreed dates may move."""

import streamlit as st

from tracker.charts import open_ahead
from tracker.statements import on_accuracy
from tracker.statements import on_forecast as statements
from ui import forecasts, page_frame
from ui.links import link_to
from ui.markdown_escape import escaped

view = page_frame.begin("What will be done by when?")
if forecasts.chosen_by_outcome(view):
    st.stop()
found = forecasts.of(view, forecasts.choose_day(view))
past = forecasts.held(view)

for sentences in (
    [statements.finding(found), statements.own_dates(found), statements.when(found)],
    [statements.likely_to_move(found, view.shown)],
    [
        statements.basis(found),
        on_accuracy.honesty_finding(past, view.as_at),
        view.once(statements.waiting, view.shown),
    ],
):
    if any(sentences):
        st.markdown(escaped(" ".join(filter(None, sentences))))

if found.plan.reason is None:
    page_frame.chart("open_ahead", open_ahead, found)
elif found.plan.reason == "no_publication":
    link_to("check", "Say when the report was published")

st.header("Which agreed dates may move", anchor=False)
forecasts.dates(view, found)

st.header("What if", anchor=False)
forecasts.what_if(view, found)

st.header("How earlier forecasts held", anchor=False)
st.markdown(escaped(on_accuracy.accuracy_finding(past)))
forecasts.past(past)

st.header("Owners, and national or force-specific", anchor=False)
forecasts.owners_and_scopes(view, found)

st.header("What this takes for granted", anchor=False)
for sentence in statements.assumptions(found):
    st.markdown(f"- {escaped(sentence)}")
page_frame.assumptions(view)
