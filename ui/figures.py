"""The figures that a meeting asks for, as tiles."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from tracker import Summary
from tracker.narrative import on_time_of, waiting_for
from tracker.words import UNKNOWN, number, percent
from ui.view import View

TILE_WIDTH = 136  # pixels: six side by side on a laptop of 1366, two on a phone
COMPLETE, OVERDUE, ON_TIME = "Complete", "Overdue", "Completed on time"
SLIPPAGE = "Median days slipped"
_WHY_UNKNOWN = {
    COMPLETE: "Every action shown is withdrawn.",
    SLIPPAGE: "No action shown has both an original timescale and a known finish.",
    ON_TIME: "No completed action shown has both an original timescale and a completion date.",
}


def tiles(view: View, ranges: Mapping[str, str]) -> None:
    """Complete, overdue, slippage, on time, re-dated, waiting: the figures of the paragraph.

    ``ranges`` are what open questions could make of them, by their label.
    """
    with st.container(horizontal=True, gap="small"):
        for label, value, beneath in view.once(figures_of, view.summary, view.shown):
            with st.container(width=TILE_WIDTH, gap=None):
                st.metric(
                    label,
                    value,
                    delta=beneath,
                    delta_color="off",
                    delta_arrow="off",
                    help=_WHY_UNKNOWN[label] if value == UNKNOWN else None,
                )
                if label in ranges:
                    st.caption(f"could be {ranges[label]}")


def figures_of(summary: Summary, shown: pd.DataFrame) -> list[tuple[str, str, str]]:
    """Each figure: what it is called, the figure, and what stands beneath it."""
    totals = summary.totals
    live = totals["actions"] - totals["withdrawn"]
    of_live = f"of {number(live)}"
    on_time, dated = on_time_of(shown)
    review, other = waiting_for(shown)
    return [
        (COMPLETE, percent(totals["completed"], live), f"{number(totals['completed'])} {of_live}"),
        (OVERDUE, number(totals["overdue"]), f"of {number(totals['open'])} open"),
        (
            SLIPPAGE,
            number(totals["median_slippage_days"]),
            f"most {number(totals['max_slippage_days'])}",
        ),
        (ON_TIME, percent(on_time, dated), f"{number(on_time)} of {number(dated)}"),
        ("Date revised", number(totals["rebaselined"]), of_live),
        ("Waiting for review", number(review), f"{number(other)} for other things"),
    ]
