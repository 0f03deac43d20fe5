"""Forecast: when the open actions will all be done, on past pace, beside what the plan says."""

import streamlit as st

from tracker import narrative_accuracy
from tracker import narrative_forecast as narrative
from tracker.charts import closure_curve
from ui import forecasts, frame
from ui.safe import escaped

view = frame.begin("When will it be done?")
if forecasts.chosen_by_outcome(view):
    st.stop()
found = forecasts.of(view)
past = forecasts.held(view)

for sentences in (
    [narrative.finding(found), narrative.plan_says(found.plan)],
    [
        narrative_accuracy.honesty_finding(past, view.as_at),
        view.once(narrative.waiting, view.shown),
    ],
    [narrative.later_parts(found), narrative.half_done(found)],
):
    if any(sentences):
        st.markdown(escaped(" ".join(filter(None, sentences))))

frame.chart("closure", closure_curve, found)

st.header("Each recommendation", anchor=False)
forecasts.parts(view, found, "recommendation")

st.header("What if a date is kept", anchor=False)
forecasts.what_if(view, found)

st.header("How such forecasts have held", anchor=False)
st.markdown(escaped(narrative_accuracy.accuracy_finding(past)))
forecasts.past(past)

st.header("Owners, and national or force-specific", anchor=False)
forecasts.owners_and_scopes(view, found)

st.header("What this takes for granted", anchor=False)
for sentence in narrative.assumptions(found):
    st.markdown(f"- {escaped(sentence)}")
frame.assumptions(view)
