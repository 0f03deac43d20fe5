"""A recorded position as the plan in use: opened from the history, shown, never changed."""

from __future__ import annotations

import functools
from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from tracker import Choices
from tracker.book import open_book
from tracker.store.errors import HistoryError
from tracker.timeline import standing
from tracker.words import date_words, number
from ui import filter_widgets, identity, recorded_plans
from ui.links import link_to
from ui.markdown_escape import escaped
from ui.plan_source import PlanInUse
from ui.session import kept, session

if TYPE_CHECKING:
    from tracker.store import History
    from tracker.timeline import Recorded

ADDRESS = "position"  # in the address: which recorded position is open
CHOICE = "opened_position"
MOST_OFFERED = 6  # plans to open on the first page: a line of a laptop


def plan_in_use() -> PlanInUse | None:
    """The recorded position that is open, ``None`` where none is; what went wrong is said."""
    wanted = _wanted()
    if wanted is None:
        return None
    try:
        return _opened(_last_of(wanted) if isinstance(wanted, str) else wanted)
    except HistoryError as error:
        close()
        recorded_plans.say(False, str(error))
        return None


def _wanted() -> int | str | None:
    """The position asked for: by a link when the session starts, else as opened since.

    A text is the name of a plan, of which the last position is shown, whichever that is.
    """
    here = session()
    if not here.asked_for:
        asked = st.query_params.get(ADDRESS, "")
        number = asked.isascii() and asked.isdigit() and len(asked) < 19
        named = st.query_params.get(filter_widgets.OWN_PLAN[0], filter_widgets.OWN_PLAN[1])
        of_plan = None if named == filter_widgets.OWN_PLAN[1] else named
        here.position, here.asked_for = int(asked) if number else of_plan, True
    wanted = here.position
    if isinstance(wanted, int) and st.query_params.get(ADDRESS) != str(wanted):
        st.query_params[ADDRESS] = str(wanted)
    elif not isinstance(wanted, int) and ADDRESS in st.query_params:
        del st.query_params[ADDRESS]
    return wanted


def _last_of(name: str) -> int:
    """The last position of a recorded plan that no correction has taken the place of."""

    def ids() -> list[int]:
        return [each.id for each in standing(history.recorded(name))]

    try:
        history = recorded_plans.to_open()
        found: list[int] = kept("last_position", (name, history.revision(name)), ids)
    except HistoryError:
        known = session().plan.kept.get("last_position")
        if known is None or known[0][0] != name:
            raise
        found = known[1]  # what is shown stays, while the history cannot be reached
    if not found:
        raise HistoryError(f"No plan is recorded here under the name “{name}”.")
    return found[-1]


def _opened(recorded_id: int) -> PlanInUse:
    """The position, read again when something was recorded or deleted, or for another role."""
    in_full = identity.current().may("see_restricted")
    wanted, in_use = session().plan.kept.get("opened", ((None, None, None), None))
    try:
        history = recorded_plans.to_open()
        same = wanted[0] == recorded_id
        recorded = in_use.recorded if same else history.find(recorded_id)
        revision = history.revision(recorded.name)
    except HistoryError:
        if wanted[:2] != (recorded_id, in_full):
            raise
        return in_use  # what is shown stays, while the history cannot be reached
    return kept(
        "opened",
        (recorded_id, in_full, revision),
        lambda: _read(history, history.find(recorded_id), in_full),
    )


def _read(history: History, recorded: Recorded, in_full: bool) -> PlanInUse:
    """A position as the plan in use.

    Where somebody may not see all rows, a position that a correction has taken the place of
    is not opened: it may lack its markings.
    """
    if not in_full and recorded.superseded is not None:
        raise HistoryError(
            "This position was superseded, so only a manager may open it: open the one that took "
            "its place."
        )
    name = f"{recorded.name}, as recorded"
    return PlanInUse(
        f"recorded {recorded.id}",
        name,
        replace(history.load(recorded.id), as_at=recorded.as_at),
        kind="recorded",
        file=recorded.sha256,
        content=lambda: history.file(recorded.id),
        book=functools.cache(lambda: open_book(history.file(recorded.id), name)),
        mapping=history.mapping(recorded.id) or Choices(),
        recorded=recorded,
    )


def open_position(which: int | str) -> None:
    """Show a recorded position, or the last one of a plan by its name, on every page.

    Until it is closed or a file is uploaded.
    """
    session().position = which


def offer_plans() -> None:
    """The recorded plans by name, each to be opened as it stood last; nothing where none is."""
    try:
        with recorded_plans.not_again_at_once():
            history = recorded_plans.look()
        names = recorded_plans.plans(history)
    except HistoryError:
        return  # the page says so as soon as a plan is open
    if not names:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown("Recorded here:", width="content")
        for name in names[:MOST_OFFERED]:
            st.button(escaped(name), key=f"open_{name}", on_click=open_position, args=(name,))
        if len(names) > MOST_OFFERED:
            link_to("records", f"All {number(len(names))} recorded plans")


def close() -> None:
    """Go back to the browser's own plan, or the sample."""
    session().position = None
    session().plan.kept.pop("opened", None)


def offer(in_use: PlanInUse) -> None:
    """What the open position is, the plan's others, and the way back."""
    recorded = in_use.recorded
    by = f" by {escaped(recorded.who)}" if recorded.who else ""
    st.caption(f"Recorded{by} on {date_words(recorded.when.date())}, and shown as it was.")
    versions = _others(recorded)
    labels = {each.id: date_words(each.as_at) for each in (*reversed(versions), recorded)}
    key = f"{CHOICE}_{recorded.id}"
    st.selectbox(
        "Position as at",
        list(labels),
        index=list(labels).index(recorded.id),
        format_func=labels.__getitem__,
        key=key,
        on_change=lambda: open_position(st.session_state[key]),
    )
    st.button("Close this recorded plan", on_click=close)


def _others(recorded: Recorded) -> list[Recorded]:
    try:
        return standing(recorded_plans.to_open().recorded(recorded.name))
    except HistoryError as error:
        st.caption(escaped(str(error)))
        return []
