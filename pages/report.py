"""Report: the paper for the meeting, as a Word file."""

import streamlit as st

from ui import page_frame, report_form, report_page

view = page_frame.begin("The report to the meeting", needs_actions=False)
report_page.only_for_who_makes_it()
choices, pages = st.columns([2, 3], gap="medium")

with choices:
    comparison = report_page.choose_last_report(view)
    report_page.options(view)
    template = report_page.template()
    st.header("Words for the report", anchor=False)
    words = report_form.words_of(view.in_use, view.as_at)
    report_form.remember(view.in_use, words)

compose = report_page.composer(view, comparison)
made = compose(words)
newest = report_form.newest_words(view.in_use, words)
with pages:
    report_page.download(view, made, lambda: compose(newest()), template)
    report_page.publish(view)
    st.header("Preview", anchor=False)
    report_page.preview(made, report_page.charts(view))
page_frame.assumptions(view)
