"""The figures that a meeting asks for, as tiles."""

from __future__ import annotations

import streamlit as st

from tracker.words import number, percent
from ui.view import View

TILE_WIDTH = 165  # pixels: two side by side on a phone of 390, six on a laptop


def tiles(view: View) -> None:
    """Complete, overdue, slippage, on time and re-dated: the figures of the paragraph above."""
    with st.container(horizontal=True, gap="small"):
        for label, value, beneath in _tiles(view):
            st.metric(
                label,
                value,
                delta=beneath,
                delta_color="off",
                delta_arrow="off",
                border=True,
                width=TILE_WIDTH,
            )


def _tiles(view: View) -> list[tuple[str, str, str]]:
    totals = view.summary.totals
    live = totals["actions"] - totals["withdrawn"]
    completed = view.shown[view.shown["is_complete"]]
    dated = completed.dropna(subset=["original_due", "completed_on"])
    on_time = len(dated) - int(dated["is_late"].sum())
    most = totals["max_slippage_days"]
    return [
        ("Complete", percent(totals["completed"], live), f"{totals['completed']} of {live}"),
        ("Overdue", number(totals["overdue"]), f"of {totals['open']} open"),
        ("Median slippage, days", number(totals["median_slippage_days"]), f"most {number(most)}"),
        (
            "Completed on time",
            percent(on_time, len(dated)),
            f"{on_time} of {len(dated)}" if len(dated) else "no dates known",
        ),
        ("Date revised", number(totals["rebaselined"]), f"of {live}"),
    ]
