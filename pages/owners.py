"""Owners: who has what open, overdue and falling due; one owner's own."""

import streamlit as st

from tracker.statements import plan as statements
from ui import frame, groups, replies
from ui.safe import escaped

view, name = groups.begin("owner", "Who has what to do")
if name is None:
    st.markdown(escaped(view.once(statements.owners_finding, view.summary)))
else:
    groups.one(view, "owner", name)
groups.every(view, "owner", name)
note = statements.owners_note(view.summary)
if note:
    st.caption(note)
replies.offer(view)
frame.assumptions(view)
