"""What the plan in use is compared with: another of its positions, or another file."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from tracker import PlanError, read_plan
from tracker.access import AuditError, NotAllowed
from tracker.timeline import Comparison, Position, filter_comparison
from ui import people, uploading
from ui.filters import EARLIEST, LATEST
from ui.safe import escaped

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.view import View

CHOICE = "since"


def choose(view: View) -> Position | None:
    """The position compared with; ``None``, with what would help, where there is none.

    What was compared with another version is not kept: each begins with the last one before it.
    """
    offered = {_key(view, place): label for place, label in view.over.others.items()}
    places = dict(zip(offered, view.over.others, strict=True))
    shown = (view.in_use.file, view.over.whole.in_use.sheets)
    if st.session_state.get(CHOICE) not in offered or st.session_state.get("_since_of") != shown:
        st.session_state.pop(CHOICE, None)
    st.session_state["_since_of"] = shown
    chosen = None
    if offered:
        chosen = st.selectbox(
            "Compared with",
            list(offered),
            format_func=offered.__getitem__,
            index=0 if view.over.shown.previous else None,
            placeholder="Choose another position of this plan",
            key=CHOICE,
            bind="query-params",
        )
    if not view.in_use.is_sample:
        _offer_other_file(view)
    if chosen is None:
        _nothing_yet(view)
        return None
    return view.over.shown.positions[places[chosen]]


def _key(view: View, place: int) -> str:
    """What a position is called in the address: its record's number, else its date."""
    position = view.over.whole.positions[place]
    return f"r{position.recorded.id}" if position.recorded else position.as_at.isoformat()


def compared(view: View, earlier: Position, meeting: date | None = None) -> Comparison:
    """All of the two positions, each as at its own date; ``meeting`` is the day of the next one."""
    key = (compared, view.over.shown.positions.index(earlier), meeting)
    return view.once_of(key, lambda: _compared(view, earlier, meeting))


def _compared(view: View, earlier: Position, meeting: date | None) -> Comparison:
    return view.over.shown.compared(earlier, as_at=view.as_at, next_meeting=meeting)


def since_last(view: View) -> Callable[[], Comparison | None]:
    """What makes the comparison with the last position before this one, where there is one."""
    before = view.over.shown.previous
    if before is None:
        return lambda: None
    return lambda: filter_comparison(compared(view, before), **view.choice)


def _offer_other_file(view: View) -> None:
    turn = st.session_state.setdefault("_other_turn", 0)
    with st.expander("Compare with another file"):
        st.file_uploader(
            "An earlier version of your plan",
            type=uploading.FILE_TYPES,
            key=f"other_{turn}",
            max_upload_size=uploading.MAX_FILE_BYTES // 1024**2,
            on_change=_other_uploaded,
            args=(f"other_{turn}", view.as_at),
            help="It is compared with the plan shown, and not kept.",
        )
        other = st.session_state.get("_other_plan")
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
    refused = st.session_state.pop("_other_refused", None)
    if refused:
        st.error(refused)


def _other_uploaded(key: str, as_at: date) -> None:
    file = st.session_state[key]
    if file is None:
        return
    st.session_state["_other_turn"] += 1
    try:
        people.current().must("upload")
        plan = read_plan(file.getvalue(), name=file.name)
        people.note("uploaded to compare", {"file_name": file.name, "actions": len(plan.actions)})
    except (PlanError, NotAllowed, AuditError) as error:
        st.session_state["_other_refused"] = (
            f"{escaped(file.name)} could not be read. {escaped(str(error))}"
        )
        return
    _other_is(Position.of(plan, plan.as_at or as_at))


def _other_dated(key: str) -> None:
    other = st.session_state["_other_plan"]
    _other_is(Position.of(other.position.plan, st.session_state[key]))


def _other_is(position: Position) -> None:
    turn = st.session_state["_other_turn"]
    key = f"{turn} {position.as_at.isoformat()}"  # a second one is another choice
    st.session_state["_other_plan"] = uploading.OtherPlan(key, position)
    st.session_state[CHOICE] = position.as_at.isoformat()


def _nothing_yet(view: View) -> None:
    if view.in_use.is_sample:
        st.markdown(
            "This is the first version of the sample. Choose a later one in the sidebar to see "
            "what changed."
        )
    else:
        st.markdown(
            "There is no earlier position to compare with yet. Press *Record this position* in "
            "the sidebar, and at the next meeting this page says what changed since; or give an "
            "earlier version of your plan above."
        )
