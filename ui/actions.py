"""Actions in full: what was to be done, where it stands, and the cells it was read from."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from types import MappingProxyType

import pandas as pd
import streamlit as st

from tracker import Plan
from tracker.fields import FIELDS, NO_OWNER, STATE_LABELS
from tracker.words import count, date_words, days_words, sentence_case, slippage_words
from ui.safe import escaped

MOST_IN_FULL = 30  # actions shown in full; the table above them has all

_FIGURE_FIELDS = (
    "owner",
    "original_due",
    "revised_due",
    "status",
    "percent_complete",
    "completed_on",
)


def show_in_full(
    plan: Plan, actions: pd.DataFrame, chances: Mapping[Hashable, str] = MappingProxyType({})
) -> None:
    """Each action in a box of its own, in the plan's order.

    ``chances``: of those (by their index) whose date may move, the chance in words.
    """
    for action in actions.head(MOST_IN_FULL).itertuples():
        with st.container(border=True):
            _show(plan, action, chances.get(action.Index, ""))
    left = len(actions) - MOST_IN_FULL
    if left > 0:
        st.caption(f"{count('more action', left)} in the table; filter to read them in full.")


def standing(action: tuple) -> str:
    """Where an action stands against its original timescale, in words."""
    words = STATE_LABELS[action.state]
    if action.is_complete:
        finished = f" on {date_words(action.completed_on)}" if pd.notna(action.completed_on) else ""
        known = pd.notna(action.slippage_days)
        return words + finished + (f", {slippage_words(action.slippage_days)}" if known else "")
    if action.is_overdue:
        overdue = f"overdue by {days_words(action.days_overdue)}"
        return f"{words}, {overdue}" if action.state != "overdue" else sentence_case(overdue)
    if action.is_open and pd.isna(action.original_due):
        return f"{words}: no original timescale"
    return words


def _show(plan: Plan, action: tuple, chance: str) -> None:
    reference = f"{escaped(action.reference)}. " if action.reference else ""
    owners = "; ".join(action.owners) or NO_OWNER
    marks = [standing(action), owners] + (["Restricted"] if action.restricted else [])
    timescales = [
        f"{label} {text}"
        for label, text in (
            ("Original timescale", _dated(action.original_due, action.original_due_text)),
            ("revised to", _dated(action.revised_due, action.revised_due_text)),
        )
        if text
    ]
    lines = [
        f"**{reference}{escaped(action.action or 'No wording')}**",
        escaped(" · ".join(marks)),
        escaped(", ".join(timescales)),
        f"Chance that the next report moves its date later: {chance}" if chance else "",
        f"Waiting for: {escaped(action.dependency)}" if action.dependency else "",
        f"Progress: {escaped(action.progress)}" if action.progress else "",
    ]
    st.markdown("  \n".join(line for line in lines if line))
    st.caption(_read_from(plan, action))


def _dated(value: pd.Timestamp, typed: str | None) -> str:
    """A date in words, with what was typed where that was words: "30 November 2015 (“Nov-15”)"."""
    words = date_words(value) if pd.notna(value) else ""
    typed = " ".join((typed or "").split())
    if not any(letter.isalpha() for letter in typed) or typed == words:
        return words
    if not words:
        return f"“{typed}”, which is no date"
    return f"“{typed}”" if words in typed else f"{words} (“{typed}”)"


def _read_from(plan: Plan, action: tuple) -> str:
    """The sheet, and the cell of each field that a figure is worked out from."""
    position = plan.actions.index.get_loc(action.Index)
    cells = [
        f"{FIELDS[name].label.lower()} {plan.cell(name, position)}"
        for name in _FIGURE_FIELDS
        if name in plan.columns
    ]
    return f"Read from {escaped(action.sheet)}, row {action.row}: {', '.join(cells)}"
