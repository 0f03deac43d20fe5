"""Actions in full: what was to be done, where it stands, and the cells it was read from."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from types import MappingProxyType

import pandas as pd
import streamlit as st

from tracker import Plan
from tracker.statements.action import standing, timescale
from tracker.vocabulary import FIELDS, NO_OWNER
from tracker.words import action_words, count, recommendation_words, sentence_case
from ui import forecasts, frame
from ui.safe import escaped
from ui.view import View

MOST_IN_FULL = 30  # actions shown in full; the table has all
NO_WORDING = "No wording"

_FIGURE_FIELDS = (
    "owner",
    "original_due",
    "revised_due",
    "status",
    "percent_complete",
    "completed_on",
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


def show_opened(view: View) -> None:
    """The action that was clicked, if any, in a dialogue until that is closed."""
    index = st.session_state.get(frame.OPENED)
    if index not in view.shown.index:
        return
    action = view.shown.loc[[index]]
    named = action_words(action["reference"].iloc[0], action["action"].iloc[0])

    def show() -> None:
        show_in_full(view.plan, action, forecasts.chances(view))

    st.dialog(escaped(sentence_case(named)), width="large", on_dismiss=_close)(show)()


def _close() -> None:
    st.session_state.pop(frame.OPENED, None)


def _show(plan: Plan, action: tuple, chance: str, of: str) -> None:
    reference = f"{escaped(action.reference)}. " if action.reference else ""
    others = [owner for owner in action.owners if owner != of]
    whose = "; ".join(others) or ("" if action.owners else NO_OWNER)
    marks = [
        standing(action),
        f"with {whose}" if of and others else whose,
        sentence_case(recommendation_words(action.recommendation)) if action.recommendation else "",
        timescale("original timescale", action.original_due, action.original_due_text),
        timescale("agreed date", action.revised_due, action.revised_due_text),
        f"waiting for {action.dependency}" if action.dependency else "",
        f"chance that the next report moves it later: {chance}" if chance else "",
        "restricted" if action.restricted else "",
    ]
    lines = [
        f"**{reference}{escaped(action.action or NO_WORDING)}**",
        escaped(" · ".join(filter(None, marks))),
        f"Progress: {escaped(action.progress)}" if action.progress else "",
    ]
    st.markdown("  \n".join(filter(None, lines)), help=_read_from(plan, action))


def _read_from(plan: Plan, action: tuple) -> str:
    """The sheet, and the cell of each field that a figure is worked out from."""
    position = plan.actions.index.get_loc(action.Index)
    cells = [
        f"{FIELDS[name].label.lower()} {plan.cell(name, position)}"
        for name in _FIGURE_FIELDS
        if name in plan.columns
    ]
    return f"Read from {escaped(action.sheet)}, row {action.row}: {', '.join(cells)}"
