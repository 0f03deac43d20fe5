"""Report: the paper for the meeting, as a Word file."""

import streamlit as st

from ui import frame, report, report_form

view = frame.begin("The report to the meeting", needs_actions=False)
report.only_for_who_makes_it()
choices, pages = st.columns([2, 3], gap="medium")

with choices:
    comparison = report.choose_last_report(view)
    report.options(view)
    template = report.template()
    st.header("Words for the report", anchor=False)
    words = report_form.words_of(view.in_use, view.as_at)
    report_form.remember(view.in_use, words)

compose = report.composer(view, comparison)
made = compose(words)
newest = report_form.newest_words(view.in_use, words)
with pages:
    report.download(view, made, lambda: compose(newest()), template)
    report.publish(view)
    st.header("Preview", anchor=False)
    report.preview(made, report.charts(view))
frame.assumptions(view)
