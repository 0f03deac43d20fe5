"""Actions in full: what was to be done, where it stands, and the cells it was read from."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from types import MappingProxyType

import pandas as pd
import streamlit as st

from tracker import Plan
from tracker.statements.on_action import in_brief, read_from
from tracker.statements.on_changes import what_changed_of
from tracker.words import action_words, count, sentence_case
from ui import compared_with, forecasts
from ui.markdown_escape import escaped
from ui.session import session
from ui.view import View

MOST_IN_FULL = 30  # actions shown in full; the table has all
NO_WORDING = "No wording"


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
    index = session().plan.opened_action
    if index not in view.shown.index:
        return
    action = view.shown.loc[[index]]
    named = action_words(action["reference"].iloc[0], action["action"].iloc[0])

    def show() -> None:
        show_in_full(view.plan, action, forecasts.chances(view))
        if since := compared_with.since(view)():
            st.markdown(escaped(view.once(what_changed_of, since, index)))

    st.dialog(escaped(sentence_case(named)), width="large", on_dismiss=_close)(show)()


def _close() -> None:
    session().plan.opened_action = None


def _show(plan: Plan, action: tuple, chance: str, of: str) -> None:
    """One action; ``of`` is whose it is known to be."""
    words = escaped(action.action or NO_WORDING)
    reference = f"{escaped(action.reference)}. " if action.reference else ""
    lines = [
        f"**{reference}{words}**",
        escaped(" · ".join(in_brief(action, chance, of))),
        f"Progress: {escaped(action.progress)}" if action.progress else "",
    ]
    st.markdown("  \n".join(filter(None, lines)), help=escaped(read_from(plan, action)))
