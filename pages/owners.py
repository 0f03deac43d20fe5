"""Owners: who has what open, overdue and falling due."""

import streamlit as st

from tracker import narrative
from tracker.charts import ageing_by_owner, completion_by_owner, due_by_owner
from ui import actions, frame, groups
from ui.safe import escaped

view = frame.begin("Who has what to do")
st.markdown(escaped(narrative.owners_finding(view.summary)))

frame.chart(lambda theme: completion_by_owner(view.shown, view.as_at, theme=theme), "by_owner")
frame.chart(lambda theme: ageing_by_owner(view.shown, view.as_at, theme=theme), "ageing")
frame.chart(lambda theme: due_by_owner(view.shown, view.as_at, theme=theme), "due")

st.header("By owner, most overdue first", anchor=False)
rows = groups.owners(view)
frame.table(
    rows, groups.OWNER_HEADINGS, alt="Every owner's actions: overdue, open, complete, falling due"
)
note = narrative.owners_note(view.summary)
if note:
    st.caption(note)

st.header("One owner and their actions", anchor=False)
name = groups.open_one("an owner", rows["owner"].tolist(), "open_owner")
if name is not None:
    actions.show_in_full(view.plan, groups.actions_of(view, "owner", name))
frame.assumptions(view)
