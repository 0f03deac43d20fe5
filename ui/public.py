"""The public version switch, and what every page says of restricted rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from zlib import crc32

import numpy as np
import pandas as pd
import streamlit as st
from numpy.typing import NDArray

from tracker import Plan
from tracker.timeline import Decision, restricted_since
from tracker.timeline.redaction import without_restricted
from tracker.words import OF_THOSE_SHOWN, count
from ui import past, people
from ui.uploading import PlanInUse
from ui.view import View

PUBLIC = "public"
LABEL = "Public version"


def choose(in_use: PlanInUse) -> PlanInUse:
    """The plan in use, or its public version where that is switched on."""
    person = people.current()
    in_use = _with_later(in_use)
    if not person.may("see_restricted"):  # also of earlier versions, where this one has none
        return _public(in_use, _hidden(in_use, person.owners), person.owners)
    hidden = _hidden(in_use)
    restricted = int(hidden.sum())
    if not restricted:
        return in_use
    on = st.toggle(
        LABEL,
        key=PUBLIC,
        bind="query-params",
        help=f"Leaves {count('restricted row', restricted)} out of every page, chart and download, "
        "and says how many were left out.",
    )
    return _public(in_use, hidden) if on else in_use


def _with_later(in_use: PlanInUse) -> PlanInUse:
    """An upload of an earlier position with what has been recorded since."""
    from tracker.history.errors import HistoryError

    own = in_use.plan.as_at
    if not in_use.is_upload or own is None:
        return in_use
    try:
        with past.not_again_at_once():
            history = past.look()
            name = past.recorded_as(history, in_use) if history else None
            if history is None or name is None:
                return in_use
            later, decided = past.kept(
                "_recorded_since",
                (name, own, history.revision(name)),
                lambda: (past.actions_after(history, name, own), tuple(history.decisions(name))),
            )
    except HistoryError:
        return in_use  # every page says that the history cannot be read
    return replace(in_use, later=later, decided=decided)


def _hidden(in_use: PlanInUse, owners: tuple[str, ...] = ()) -> NDArray[np.bool_]:
    """Which rows stay out of the public version, told once for each plan and what came later."""
    kept = st.session_state.get("_hidden")
    wanted = (in_use.id, owners, in_use.decided)
    if kept is None or kept[0] != wanted or kept[1] is not in_use.later:
        hidden = restricted_since(in_use.plan.actions, in_use.later, in_use.decided, owners)
        kept = st.session_state["_hidden"] = (wanted, in_use.later, hidden)
    flags: NDArray[np.bool_] = kept[2]
    return flags


def _public(
    in_use: PlanInUse, hidden: NDArray[np.bool_], owners: tuple[str, ...] = ()
) -> PlanInUse:
    """The public version, made once for each plan, with the restricted rows of these owners."""
    own = " ".join([in_use.id, "public", f"{crc32(hidden.tobytes()):x}", *owners])
    plan = past.kept("_public", (own,), lambda: without_restricted(in_use.plan, hidden))
    left_out = int(hidden.sum())
    return replace(in_use, id=own, plan=plan, left_out=left_out, whole=in_use.plan, owners=owners)


def another_reading(in_use: PlanInUse, plan: Plan) -> Plan:
    """The plan in use as read in another way, without what its public version leaves out."""
    if not in_use.is_public:
        return plan
    hidden = restricted_since(plan.actions, in_use.later, in_use.decided, in_use.owners)
    return without_restricted(plan, hidden)


def earlier_plan(
    view: View,
    plan: Plan,
    later: Callable[[], list[tuple[date, pd.DataFrame]]],
    decided: Sequence[Decision],
    *,
    same_plan: bool = True,
) -> Plan:
    """Another plan beside the one in use, in a public version without what has been restricted.

    ``later`` reads the versions known after it: dates and actions. ``same_plan`` is whether the
    plan in use is one of its versions.
    """
    if not view.in_use.is_public:
        return plan
    since = later()
    frames = [actions for _, actions in since]
    if same_plan and is_last(view, since):
        frames.append(view.in_use.whole_plan.actions)
    owners = view.in_use.owners
    hidden = restricted_since(plan.actions, frames, decided, owners)
    return without_restricted(plan, hidden | beside(view, plan.actions, decided))


def beside(view: View, actions: pd.DataFrame, decided: Sequence[Decision]) -> NDArray[np.bool_]:
    """Which actions of another version are restricted in the plan in use, whichever is later."""
    in_use = view.in_use
    return restricted_since(actions, [in_use.whole_plan.actions], decided, in_use.owners)


def is_last(view: View, others: Sequence[tuple[date, pd.DataFrame]]) -> bool:
    """Whether the plan in use is an upload after all of these versions: what it marks no more is
    restricted no more."""
    if not view.in_use.is_upload:
        return False
    own = view.in_use.plan.as_at or view.as_at
    return all(day < own for day, _ in others)


def say(view: View) -> None:
    """Whether restricted rows are shown, or how many were left out."""
    own = int(view.shown["restricted"].sum())
    if view.in_use.is_public and own:
        st.caption(
            f"**Not for publication**: {count('restricted row', own)} of your own shown and "
            f"counted here, {count('other restricted row', view.in_use.left_out)} left out."
        )
        return
    if view.in_use.is_public:
        st.caption(
            f"**Public version**: {count('restricted row', view.in_use.left_out)} left out of "
            f"these figures. {OF_THOSE_SHOWN}."
        )
        return
    shown = int(view.shown["restricted"].sum())
    if shown:
        st.caption(
            f"**Not for publication**: {count('restricted row', shown)} shown and counted here. "
            f"*{LABEL}*, in the sidebar, leaves {'it' if shown == 1 else 'them'} out."
        )


def only_in_full(view: View) -> bool:
    """Whether the public version is shown; says then that this page is about all of the plan."""
    if not people.current().may("see_restricted"):
        st.info("This page is about the whole of the plan, with its restricted rows: for managers.")
        return True
    if view.in_use.is_public:
        st.info(
            "This page is about the whole of the plan, with its restricted rows. Switch *Public "
            "version* off in the sidebar to use it."
        )
    return view.in_use.is_public
