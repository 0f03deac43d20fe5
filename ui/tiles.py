"""The figures that a meeting asks for, as tiles, each with its change since another position."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from tracker.statements import headlines
from tracker.words import UNKNOWN, date_words
from ui import compared_with
from ui.view import View

BETTER, WORSE = "blue", "orange"  # not green and red, which one man in twelve cannot tell apart


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
                    help=figure.note if figure.words == UNKNOWN else None,
                    delta_description=said_since if figure.label in changes else None,
                    **_delta(changes.get(figure.label), figure.better),
                )
                beneath = [figure.note] if figure.note and figure.words != UNKNOWN else []
                if figure.label in ranges:
                    beneath.append(f"could be {ranges[figure.label]}")
                if beneath:
                    st.caption("  \n".join(beneath))


def _delta(change: headlines.Change | None, better: int) -> dict[str, str]:
    if change is None:
        return {}
    arrow = {1: "up", -1: "down", 0: "off"}[change.towards]
    colour = {better: BETTER, -better: WORSE}.get(change.towards, "off")
    return {"delta": change.words, "delta_color": colour, "delta_arrow": arrow}
