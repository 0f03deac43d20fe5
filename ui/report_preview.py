"""A report as it will print, on the page: the same content as in the Word file."""

from __future__ import annotations

import streamlit as st

from tracker.output.report_html import report_html
from tracker.report.content import Report

CHARTS = {"completion": "The chart of each recommendation's actions by state stands here."}


def show(report: Report, *, with_charts: bool) -> None:
    """The whole report, its appendices on papers of their own."""
    st.html(report_html(report, CHARTS if with_charts else {}))
