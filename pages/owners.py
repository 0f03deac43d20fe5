"""Owners: who has what open, overdue and falling due; one owner's own."""

import streamlit as st

from tracker.statements import on_plan as statements
from ui import group_pages, page_frame, replies
from ui.markdown_escape import escaped

view, name = group_pages.begin("owner", "Who has what to do")
summary, _ = group_pages.groups(view, "owner", name)
if name is None:
    st.markdown(escaped(view.once(statements.owners_finding, summary)))
else:
    group_pages.one(view, "owner", name)
group_pages.every(view, "owner", name)
note = statements.owners_note(summary)
if note:
    st.caption(note)
replies.offer(view)
page_frame.assumptions(view)
