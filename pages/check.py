"""Check the reading: what is asked, how the sheet is read, and what was found in it."""

import streamlit as st

from tracker.statements.on_findings import COLUMNS, STATUS_WORDS
from ui import check_findings, check_page, check_sheet, open_questions, page_frame, timelines

view = page_frame.begin("Check the reading", needs_actions=False)
about = check_page.subject(view.in_use)
check_page.say_what_changed(view)
in_full = not timelines.only_in_full(view.in_use)
plan = about.plan_in_use.plan if about.plan_in_use else None

if plan is not None:
    add_ranges = open_questions.headline(view, link=False)
    if in_full:
        open_questions.ask(view, about)
        check_page.offer_to_undo(about)
    add_ranges()

if in_full:
    seen = check_sheet.look_at(about)
    if plan is None:
        check_sheet.ask_where(about)
    st.header("The sheet", anchor=COLUMNS)
    if about.can_be_changed:
        check_sheet.place(about, seen)
    check_sheet.first_rows(about, seen)
    if plan is not None:
        st.header("Status words", anchor=STATUS_WORDS)
        check_sheet.words(about, plan)

if plan is not None:
    st.header("Findings", anchor=False)
    check_findings.show(view, links=in_full and about.can_be_changed)
    check_findings.downloads(view, about)
if in_full and about.can_be_changed:
    check_findings.offer_saved(about)
