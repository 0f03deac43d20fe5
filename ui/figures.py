"""The figures that a meeting asks for, as tiles, each with its change since another position."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from tracker.statements.plan import on_time_of
from tracker.summaries import totals
from tracker.timeline import Comparison
from tracker.words import UNKNOWN, count, date_words, number, rate_words
from ui import earlier
from ui.view import View

COMPLETE, OVERDUE, ON_TIME = "Complete", "Overdue", "Completed on time"
SLIPPAGE = "Median slippage"
BETTER, WORSE = "blue", "orange"  # not green and red, which one man in twelve cannot tell apart
_WHY_UNKNOWN = {
    COMPLETE: "Every action shown is withdrawn.",
    OVERDUE: "No action shown is open.",
    SLIPPAGE: "No action shown has both an original timescale and a known finish.",
    ON_TIME: "No completed action shown has both an original timescale and a completion date.",
}


@dataclass(frozen=True)
class Tile:
    """A figure in words, and as the number that changes; which way of changing is better."""

    label: str
    words: str
    amount: float | None
    better: int


def tiles(view: View, ranges: Mapping[str, str]) -> None:
    """Complete, overdue, median slippage and completed on time.

    ``ranges`` are what open questions could make of them, by their label.
    """
    since = earlier.since(view)()
    changes = view.once(changes_of, since) if since else {}
    said_since = f"since {date_words(since.previous_as_at)}" if since else None
    with st.container(horizontal=True, gap="small"):
        for figure in view.once(figures_of, view.shown):
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


def figures_of(shown: pd.DataFrame) -> list[Tile]:
    """The four figures of measured actions."""
    of = totals(shown)
    live = of["actions"] - of["withdrawn"]
    median, (on_time, dated) = of["median_slippage_days"], on_time_of(shown)
    overdue = f"{number(of['overdue'])} of {number(of['open'])} open" if of["open"] else UNKNOWN
    return [
        Tile(COMPLETE, rate_words(of["completed"], live), of["completed"], 1),
        Tile(OVERDUE, overdue, of["overdue"], -1),
        Tile(SLIPPAGE, count("day", median), median, -1),
        Tile(ON_TIME, rate_words(on_time, dated), on_time, 1),
    ]


def changes_of(since: Comparison) -> dict[str, float]:
    """How far each figure has moved since an earlier position, by its label; known ones alone.

    Of the actions whose changes are told: those that a filter leaves, as they were and as they are.
    """
    if since.previous_as_at > since.as_at:
        return {}
    then, now = (
        frame.iloc[since.changes[place].dropna().astype(int)]
        for frame, place in ((since.before, "old"), (since.after, "new"))
    )
    pairs = zip(figures_of(then), figures_of(now), strict=True)
    return {
        now.label: now.amount - then.amount
        for then, now in pairs
        if then.amount is not None and now.amount is not None
    }
