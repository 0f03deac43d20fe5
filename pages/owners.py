"""Owners: who has what open, overdue and falling due."""

import streamlit as st

from tracker import narrative
from tracker.charts import ageing_by_owner, completion_by_owner, due_by_owner
from ui import actions, forecasts, frame, groups
from ui.safe import escaped

view = frame.begin("Who has what to do")
st.markdown(escaped(view.once(narrative.owners_finding, view.summary)))

frame.chart("by_owner", completion_by_owner, view.shown, view.as_at)
frame.chart("ageing", ageing_by_owner, view.shown, view.as_at)
frame.chart("due", due_by_owner, view.shown, view.as_at)

st.header("By owner, most overdue first", anchor=False)
rows = view.once(groups.owners, view.summary, view.shown, view.as_at)
frame.table(
    rows, groups.OWNER_HEADINGS, alt="Every owner's actions: overdue, open, complete, falling due"
)
note = narrative.owners_note(view.summary)
if note:
    st.caption(note)

st.header("One owner and their actions", anchor=False)
name = groups.open_one("an owner", rows["owner"].tolist(), "open_owner")
if name is not None:
    theirs = groups.actions_of(view, "owner", name)
    actions.show_in_full(view.plan, theirs, forecasts.chances(view))
frame.assumptions(view)
