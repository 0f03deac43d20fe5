"""The figures that a meeting asks for, as tiles, each with its change since another position."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from tracker.statements import headlines
from tracker.words import UNKNOWN, date_words
from ui import compared_with
from ui.view import View

BETTER, WORSE = "blue", "orange"  # not green and red, which one man in twelve cannot tell apart
_WHY_UNKNOWN = {
    headlines.COMPLETE: "Every action shown is withdrawn.",
    headlines.OVERDUE: "No action shown is open.",
    headlines.SLIPPAGE: "No action shown has both an original timescale and a known finish.",
    headlines.ON_TIME: "No completed action shown has an original timescale and a finish date.",
}


def tiles(view: View, ranges: Mapping[str, str]) -> None:
    """Complete, overdue, median slippage and completed on time.

    ``ranges`` are what open questions could make of them, by their label.
    """
    since = compared_with.since(view)()
    changes = view.once(headlines.changes_of, since) if since else {}
    said_since = f"since {date_words(since.previous_as_at)}" if since else None
    with st.container(horizontal=True, gap="small"):
        for figure in view.once(headlines.key_figures, view.shown):
            with st.container(border=True, gap=None):
                st.metric(
                    figure.label,
                    figure.words,
                    help=_WHY_UNKNOWN[figure.label] if figure.words == UNKNOWN else None,
                    delta_description=said_since if figure.label in changes else None,
                    **_delta(changes.get(figure.label), figure.better),
                )
                if figure.label in ranges:
                    st.caption(f"could be {ranges[figure.label]}")


def _delta(change: float | None, better: int) -> dict[str, str]:
    if change is None:
        return {}
    if not change:
        return {"delta": "no change", "delta_color": "off", "delta_arrow": "off"}
    return {
        "delta": f"{change:+,.1f}".removesuffix(".0"),
        "delta_color": BETTER if (change > 0) == (better > 0) else WORSE,
    }
