"""What the plan in use is compared with: another of its positions, or another file."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from tracker import PlanError, read_plan
from tracker.access import AuditError, NotAllowed
from tracker.timeline import Comparison, Position, filter_comparison
from ui import identity, plan_source
from ui.filter_widgets import EARLIEST, LATEST
from ui.markdown_escape import escaped
from ui.session import session

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.plan_source import PlanInUse
    from ui.timelines import OverTime
    from ui.view import View

CHOICE = "since"


def offer(in_use: PlanInUse, as_at: date) -> None:
    """Choose what the plan is compared with: another of its positions, or another file.

    What was compared with another version is not kept: each begins with the last one before it.
    """
    offered = _offered(in_use.over)
    same = session().is_of(CHOICE, (in_use.file, in_use.over.whole.in_use.sheets))
    if not same or st.session_state.get(CHOICE) not in offered:
        st.session_state.pop(CHOICE, None)
    if offered:
        st.selectbox(
            "Compared with",
            list(offered),
            format_func=lambda key: in_use.over.labels[offered[key]],
            index=0 if in_use.over.shown.previous else None,
            placeholder="Choose another position of this plan",
            key=CHOICE,
            bind="query-params",
        )
    if not in_use.is_sample and identity.current().may("upload"):
        _offer_other_file(as_at)


def chosen(view: View) -> Position | None:
    """The position compared with, ``None`` where there is none."""
    place = _offered(view.over).get(st.session_state.get(CHOICE))
    return None if place is None else view.over.shown.positions[place]


def _offered(over: OverTime) -> dict[str, int]:
    """The places of the positions that can be compared with, by what the address calls them."""
    offered = {}
    for place in over.others:
        position = over.whole.positions[place]
        key = f"r{position.recorded.id}" if position.recorded else position.as_at.isoformat()
        offered[key] = place
    return offered


def compared(view: View, earlier: Position, meeting: date | None = None) -> Comparison:
    """All of the two positions, each as at its own date; ``meeting`` is the day of the next one."""
    over, key = view.over.shown, (compared, view.over.shown.positions.index(earlier), meeting)
    return view.once_of(key, lambda: over.compared(earlier, as_at=view.as_at, next_meeting=meeting))


def filtered(view: View, earlier: Position, meeting: date | None = None) -> Comparison:
    """The same of what the filters leave."""
    return view.once(filter_comparison, compared(view, earlier, meeting), **view.choice)


def since(view: View) -> Callable[[], Comparison | None]:
    """What makes the comparison of what the filters leave, where it is compared with anything."""
    before = chosen(view)
    return lambda: None if before is None else filtered(view, before)


def _offer_other_file(as_at: date) -> None:
    key = session().turn("other")
    st.file_uploader(
        "Compare with another file: an earlier version of your plan",
        type=plan_source.FILE_TYPES,
        key=key,
        max_upload_size=plan_source.MAX_FILE_BYTES // 1024**2,
        on_change=_other_uploaded,
        args=(key, as_at),
        help="It is compared with the plan shown, and not kept.",
    )
    other = session().plan.other
    if other is not None and other.position.stated is None:
        st.date_input(
            "As-at date of the other file, which states none",
            value=other.position.as_at,
            min_value=EARLIEST,
            max_value=LATEST,
            format="DD/MM/YYYY",
            key=f"other_date_{other.key}",
            on_change=_other_dated,
            args=(f"other_date_{other.key}",),
        )
    refused = session().said.pop("other", None)
    if refused:
        st.error(refused)


def _other_uploaded(key: str, as_at: date) -> None:
    file = st.session_state[key]
    if file is None:
        return
    session().next_turn("other")
    try:
        identity.current().must("upload")
        plan = read_plan(file.getvalue(), name=file.name)
        identity.note("uploaded to compare", {"file_name": file.name, "actions": len(plan.actions)})
    except (PlanError, NotAllowed, AuditError) as error:
        session().said["other"] = f"{escaped(file.name)} could not be read. {escaped(str(error))}"
        return
    _other_is(Position.of(plan, plan.as_at or as_at))


def _other_dated(key: str) -> None:
    other = session().plan.other
    if other is not None:
        _other_is(Position.of(other.position.plan, st.session_state[key]))


def _other_is(position: Position) -> None:
    key = (
        f"{session().turn('other')} {position.as_at.isoformat()}"  # a second one is another choice
    )
    session().plan.other = plan_source.OtherPlan(key, position)
    st.session_state[CHOICE] = position.as_at.isoformat()
