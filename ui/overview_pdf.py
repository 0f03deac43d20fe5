"""The overview as one page to print, made only when somebody asks for it."""

from __future__ import annotations

import streamlit as st

from tracker.charts import completion_by_recommendation, for_print, planned_and_actual
from tracker.exports.browser import NO_BROWSER, has_browser
from tracker.exports.one_page import OnePage, Tile, overview_pdf
from tracker.narrative import overview
from tracker.report.compose import ILLUSTRATIVE
from tracker.words import count, date_words
from ui import figures, people, questions
from ui.view import View

MOST_RECOMMENDATIONS = 16  # bars that leave room for the other chart


def offer(view: View) -> None:
    """The download, or why there is none."""
    if not has_browser():
        st.caption(f"This page cannot be saved as a PDF. {NO_BROWSER}")
        return
    name = f"overview_{view.dated}.pdf"
    st.download_button(
        "This page as a PDF",
        data=people.noted_download(name, lambda: pdf(view), plan=view.in_use.name),
        file_name=name,
        mime="application/pdf",
        on_click="ignore",
    )


def pdf(view: View) -> bytes:
    """The finding, the tiles and two charts of what is shown, on an A4 page."""
    charts = (
        completion_by_recommendation(view.shown, view.as_at, limit=MOST_RECOMMENDATIONS),
        planned_and_actual(view.shown, view.as_at),
    )
    return overview_pdf(page_of(view), [for_print(chart) for chart in charts])


def _tiles(view: View) -> list[Tile]:
    ranges = questions.ranges_in_words(view.summary.totals, questions.weighed(view))
    return [
        Tile(label, value, f"{beneath}, could be {ranges[label]}" if label in ranges else beneath)
        for label, value, beneath in figures.figures_of(view.summary, view.shown)
    ]


def page_of(view: View) -> OnePage:
    """The words and figures of the page."""
    left_out = view.in_use.left_out
    every, shown = len(view.measured), len(view.shown)
    part = count("action", every) if shown == every else f"{shown} of {count('action', every)}"
    filters = f": {view.filters}" if view.filters else ""
    restricted = int(view.shown["restricted"].sum())
    notices = [ILLUSTRATIVE] if view.in_use.is_sample else []
    if restricted:
        includes = f"this page includes {count('restricted action', restricted)}"
        notices.append(f"Not for publication: {includes}.")
    if left_out is not None:
        without = count("restricted action", left_out) if left_out else "no restricted action"
        notices.append(f"Public version: {without} left out.")
    return OnePage(
        title="How the plan stands",
        context=f"{view.in_use.name}, as at {date_words(view.as_at)}. {part}{filters}.",
        notices=notices,
        finding=overview(view.summary, view.shown, view.as_at),
        tiles=_tiles(view),
        footer=f"Position as at {date_words(view.as_at)}, against the original timescales.",
    )
