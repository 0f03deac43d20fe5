"""A report as it will read, on the page: the same content as in the Word file."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd
import streamlit as st

from tracker.report.content import Block, Bullets, Heading, Paragraph, Report, Table
from ui import frame
from ui.safe import escaped

CHARTS = {
    "completion": "A chart stands here: the actions of each recommendation by state.",
    "slippage": "A chart stands here: the actions that have slipped most.",
}
WIDE = ("Action", "Progress", "Recommendation")


def show(report: Report, *, with_charts: bool) -> None:
    """The whole report; its appendix waits to be opened."""
    st.subheader(escaped(report.title), anchor=False)
    lines = [f"**{escaped(notice)}**" for notice in report.notices]
    lines += [f"**{label}:** {escaped(text)}" for label, text in report.facts]
    st.markdown("  \n".join(lines))
    for section in report.sections:
        st.subheader(escaped(section.heading), anchor=False)
        _blocks(section.blocks, with_charts=with_charts)
    with st.expander(escaped(report.appendix_title)):
        _blocks(report.appendix, with_charts=with_charts)


def _blocks(blocks: Iterable[Block], *, with_charts: bool) -> None:
    for block in blocks:
        if isinstance(block, Heading):
            st.markdown(f"**{escaped(block.text)}**")
        elif isinstance(block, Paragraph):
            st.markdown("  \n".join(escaped(line) for line in block.text.splitlines()))
        elif isinstance(block, Bullets):
            st.markdown("\n".join(f"- {escaped(item)}" for item in block.items))
        elif isinstance(block, Table):
            _table(block)
        elif with_charts and block.key in CHARTS:
            st.caption(CHARTS[block.key])


def _table(table: Table) -> None:
    st.caption(escaped(table.title))
    rows = pd.DataFrame(list(table.rows), columns=list(table.headings), dtype="object")
    headings = {heading: heading for heading in table.headings}
    frame.table(rows, headings, alt=f"{table.title}. {table.description}", wide=WIDE)
