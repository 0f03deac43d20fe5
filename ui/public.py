"""The public version switch, and what every page says of restricted rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

import streamlit as st

from tracker import Plan
from tracker.comparison import Decision, public_plans
from tracker.public import public_version
from tracker.words import OF_THOSE_SHOWN, count
from ui import people
from ui.uploading import PlanInUse
from ui.view import View

PUBLIC = "public"
LABEL = "Public version"


def choose(in_use: PlanInUse) -> PlanInUse:
    """The plan in use, or its public version where that is switched on."""
    person = people.current()
    if not person.may("see_restricted"):  # also of earlier versions, where this one has none
        return _public(in_use, person.owners)
    restricted = int(in_use.plan.actions["restricted"].sum())
    if not restricted:
        return in_use
    on = st.toggle(
        LABEL,
        key=PUBLIC,
        bind="query-params",
        help=f"Leaves {count('restricted row', restricted)} out of every page, chart and download, "
        "and says how many were left out.",
    )
    return _public(in_use) if on else in_use


def _public(in_use: PlanInUse, owners: tuple[str, ...] = ()) -> PlanInUse:
    """The public version, made once for each plan, with the restricted rows of these owners."""
    kept = st.session_state.get("_public")
    wanted = (in_use.id, owners)
    if kept is None or kept[0] != wanted:
        kept = st.session_state["_public"] = (wanted, *_made_public(in_use, owners))
    _, plan, left_out = kept
    return replace(
        in_use,
        id=" ".join([in_use.id, "public", *owners]),
        plan=plan,
        left_out=left_out,
        whole=in_use.plan,
        owners=owners,
    )


def _made_public(in_use: PlanInUse, owners: tuple[str, ...]) -> tuple[Plan, int]:
    if not in_use.later:
        return public_version(in_use.plan, owners)
    plan, *_ = public_plans([in_use.plan, *in_use.later], in_use.decided, owners)
    return plan, len(in_use.plan.actions) - len(plan.actions)


def earlier_plan(
    view: View,
    plan: Plan,
    later: Callable[[], list[tuple[date, Plan]]],
    decided: Sequence[Decision],
) -> Plan:
    """Another plan beside the one in use, in a public version without what has been restricted.

    ``later`` reads the versions known after it, each with its date; the plan in use is taken to be
    another of them.
    """
    in_use = view.in_use
    if not in_use.is_public:
        return plan
    known = [(in_use.own_date(view.as_at), in_use.whole_plan), *later()]
    known.sort(key=lambda version: version[0])
    return public_plans([plan, *(each for _, each in known)], decided, in_use.owners)[0]


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
