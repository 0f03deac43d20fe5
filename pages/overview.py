"""Overview: how much is done, what is late and what is due next."""

import streamlit as st

from tracker.charts import completion_by_recommendation, planned_and_actual
from tracker.narrative import overview
from tracker.summaries import due_next
from ui import forecasts, frame, overview_pdf, questions
from ui.safe import escaped

DAYS_AHEAD = 90

view = frame.begin("How the plan stands")
said = view.once(overview, view.summary, view.shown, view.as_at)
st.markdown(escaped(f"{said} {forecasts.in_a_line(view)}".strip()))
add_ranges = questions.headline(view)

frame.chart("completion", completion_by_recommendation, view.shown, view.as_at)
frame.chart("planned", planned_and_actual, view.shown, view.as_at)

st.header("Due next", anchor=False)
due = view.once(due_next, view.shown, view.as_at, DAYS_AHEAD)
if due.empty:
    st.write(f"No open action falls due in the {DAYS_AHEAD} days after the as-at date.")
else:
    frame.table(
        due,
        {
            "agreed_due": "Due",
            "reference": "Reference",
            "action": "Action",
            "owners": "Owner",
            "state": "State",
            "dependency": "Waiting for",
        },
        alt=f"Open actions due in the next {DAYS_AHEAD} days, soonest first",
        wide=("action",),
    )
overview_pdf.offer(view)
frame.assumptions(view)
add_ranges()
