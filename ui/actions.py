"""Actions in full: what was to be done, where it stands, and the cells it was read from."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from types import MappingProxyType

import pandas as pd
import streamlit as st

from tracker import Plan
from tracker.vocabulary import FIELDS, NO_OWNER, STATE_LABELS
from tracker.words import (
    action_words,
    count,
    date_words,
    recommendation_words,
    sentence_case,
    slippage_words,
    standing_slippage,
)
from ui import forecasts
from ui.safe import escaped
from ui.view import View

MOST_IN_FULL = 30  # actions shown in full; the table has all
OPENED = "_opened_action"

_FIGURE_FIELDS = (
    "owner",
    "original_due",
    "revised_due",
    "status",
    "percent_complete",
    "completed_on",
)
_LAST = MappingProxyType({"complete": 2, "withdrawn": 3})


def most_urgent_first(measured: pd.DataFrame) -> pd.DataFrame:
    """The overdue, longest first; then the open by agreed date, the complete, the withdrawn."""
    group = measured["state"].astype("object").map(_LAST).fillna(1)
    return (
        measured.assign(
            _group=group.mask(measured["is_overdue"], 0),
            _late=-measured["days_overdue"].astype("float64"),
        )
        .sort_values(["_group", "_late", "agreed_due"], kind="stable")
        .drop(columns=["_group", "_late"])
    )


def show_in_full(
    plan: Plan,
    actions: pd.DataFrame,
    chances: Mapping[Hashable, str] = MappingProxyType({}),
    *,
    of: str = "",
) -> None:
    """Each action in words, in this order.

    ``chances``: of those (by their index) whose date may move, the chance in words. ``of`` names
    whose they all are, an owner, which then is not said of each.
    """
    for action in actions.head(MOST_IN_FULL).itertuples():
        _show(plan, action, chances.get(action.Index, ""), of)
    left = len(actions) - MOST_IN_FULL
    if left > 0:
        st.caption(f"{count('more action', left)}: set a filter to read them in full.")


def open_one(index: Hashable) -> None:
    """Have the page open an action, at the end of its run."""
    st.session_state[OPENED] = index


def show_opened(view: View) -> None:
    """The action that was clicked, if any, in a dialogue until that is closed."""
    index = st.session_state.get(OPENED)
    if index not in view.shown.index:
        return
    action = view.shown.loc[[index]]
    named = action_words(action["reference"].iloc[0], action["action"].iloc[0])

    def show() -> None:
        show_in_full(view.plan, action, forecasts.chances(view))

    st.dialog(escaped(sentence_case(named)), width="large", on_dismiss=_close)(show)()


def _close() -> None:
    st.session_state.pop(OPENED, None)


def standing(action: tuple) -> str:
    """Where an action stands against its original timescale, in words."""
    words = STATE_LABELS[action.state]
    if action.is_complete:
        finished = f" on {date_words(action.completed_on)}" if pd.notna(action.completed_on) else ""
        known = pd.notna(action.slippage_days)
        return words + finished + (f", {slippage_words(action.slippage_days)}" if known else "")
    if action.is_overdue and action.slippage_is_minimum:
        words = f"overdue by {count('day', action.days_overdue)}"
    elif action.is_open and pd.notna(action.slippage_days) and action.slippage_days > 0:
        words = standing_slippage(
            action.slippage_days,
            is_open=True,
            is_minimum=action.slippage_is_minimum,
            overdue=action.days_overdue,
        )
    elif action.is_open and not action.is_lapsed and pd.isna(action.original_due):
        return f"{words}: no original timescale"
    waiting = action.status == "awaiting_sign_off" and action.is_overdue
    return sentence_case(words) + (", awaiting sign-off" if waiting else "")


def _show(plan: Plan, action: tuple, chance: str, of: str) -> None:
    reference = f"{escaped(action.reference)}. " if action.reference else ""
    others = [owner for owner in action.owners if owner != of]
    whose = "; ".join(others) or ("" if action.owners else NO_OWNER)
    marks = [
        standing(action),
        f"with {whose}" if of and others else whose,
        sentence_case(recommendation_words(action.recommendation)) if action.recommendation else "",
        _labelled("original timescale", action.original_due, action.original_due_text),
        _labelled("agreed date", action.revised_due, action.revised_due_text),
        f"waiting for {action.dependency}" if action.dependency else "",
        f"chance that the next report moves it later: {chance}" if chance else "",
        "restricted" if action.restricted else "",
    ]
    lines = [
        f"**{reference}{escaped(action.action or 'No wording')}**",
        escaped(" · ".join(filter(None, marks))),
        f"Progress: {escaped(action.progress)}" if action.progress else "",
    ]
    st.markdown("  \n".join(filter(None, lines)), help=_read_from(plan, action))


def _labelled(label: str, value: pd.Timestamp, typed: str | None) -> str:
    """A date in words, with what was typed where that was words: "30 November 2015 (“Nov-15”)"."""
    words = date_words(value) if pd.notna(value) else ""
    typed = " ".join((typed or "").split())
    if not any(letter.isalpha() for letter in typed) or typed == words:
        return f"{label} {words}" if words else ""
    if not words:
        return f"{label} “{typed}”, which is no date"
    return f"{label} “{typed}”" if words in typed else f"{label} {words} (“{typed}”)"


def _read_from(plan: Plan, action: tuple) -> str:
    """The sheet, and the cell of each field that a figure is worked out from."""
    position = plan.actions.index.get_loc(action.Index)
    cells = [
        f"{FIELDS[name].label.lower()} {plan.cell(name, position)}"
        for name in _FIGURE_FIELDS
        if name in plan.columns
    ]
    return f"Read from {escaped(action.sheet)}, row {action.row}: {', '.join(cells)}"
