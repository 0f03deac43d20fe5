"""Owners: who has what open, overdue and falling due; one owner's own."""

import streamlit as st

from tracker import narrative
from ui import frame, groups, replies
from ui.safe import escaped

view, name = groups.begin("owner", "Who has what to do")
if name is None:
    st.markdown(escaped(view.once(narrative.owners_finding, view.summary)))
else:
    groups.one(view, "owner", name)
groups.every(view, "owner", name)
note = narrative.owners_note(view.summary)
if note:
    st.caption(note)
replies.offer(view)
frame.assumptions(view)
