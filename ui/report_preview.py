"""A report as it will print, on the page: the same content as in the Word file."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import zip_longest

import streamlit as st

from tracker.charts import PLOTLY_CONFIG, Chart
from tracker.output.report_html import report_html
from tracker.report.content import Picture, Report


def show(report: Report, charts: Mapping[str, Chart]) -> None:
    """The whole report with its charts, its appendices on papers of their own."""
    blocks = [block for section in report.sections for block in section.blocks]
    stand = [charts[b.key] for b in blocks if isinstance(b, Picture) and b.key in charts]
    with st.container(gap=None):
        for fragment, chart in zip_longest(report_html(report, charts), stand):
            st.html(fragment)
            if chart is not None and chart.figure is not None:
                st.plotly_chart(chart.figure, alt=chart.alt, config=dict(PLOTLY_CONFIG), theme=None)
