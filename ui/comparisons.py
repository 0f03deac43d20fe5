"""The plan shown, compared with an earlier one: once for the Changes page, the report and Excel."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import streamlit as st

from tracker.timeline import Comparison, Decision, compare, filter_comparison
from ui import past, public
from ui.earlier import Earlier, last
from ui.view import View


def compared(
    view: View, earlier: Earlier, previous_as_at: date, meeting: date | None = None
) -> Comparison:
    """All of the two plans, each as at its own date, without what a public version leaves out.

    ``meeting`` is the day of the next one. Kept until one of these changes. Raises
    ``HistoryError`` where a recorded plan cannot be had.
    """
    decided = decisions(earlier)
    wanted = (view.in_use.id, view.as_at, earlier.key, previous_as_at, meeting, decided)
    if view.in_use.is_public and earlier.name:  # what has been restricted since may be another
        wanted = (*wanted, past.to_open().revision(earlier.name))
    kept = st.session_state.get("_comparison")
    if kept is None or kept[0] != wanted or kept[1] is not view.plan:
        made = compare_with(view, earlier, previous_as_at, decided, meeting)
        kept = st.session_state["_comparison"] = (wanted, view.plan, made)
    comparison: Comparison = kept[2]
    return comparison


def compare_with(
    view: View,
    earlier: Earlier,
    previous_as_at: date,
    decided: Sequence[Decision],
    meeting: date | None = None,
) -> Comparison:
    """As ``compared``, worked out anew: also outside of a page's run, where a download is made."""
    before = public.earlier_plan(
        view, earlier.load(), earlier.later, decided, same_plan=earlier.same_plan
    )
    return compare(
        before,
        view.in_use.plan,
        as_at=view.as_at,
        previous_as_at=previous_as_at,
        next_meeting=meeting,
        decided=decided,
    )


def since_last(view: View) -> Callable[[], Comparison | None]:
    """What makes the comparison with the last position before this one, where there is one.

    What it needs of this session is taken now; the work is done when it is called.
    """
    before = last(view)
    if before is None or before.as_at is None:
        return lambda: None
    its_date, decided = before.as_at, decisions(before)
    return lambda: filter_comparison(compare_with(view, before, its_date, decided), **view.choice)


def decisions(earlier: Earlier) -> tuple[Decision, ...]:
    """What was decided of doubtful matches: kept in the history, and in this session."""
    history = past.look() if earlier.name else None
    kept = history.decisions(earlier.name) if history else []
    return (*kept, *st.session_state.get("_decisions", ()))
