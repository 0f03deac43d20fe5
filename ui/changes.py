"""What the Changes page shows of a comparison: each table with its words, and doubtful matches."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from tracker.narrative_changes import balance_lines
from tracker.timeline import (
    DOUBT_LABELS,
    KIND_LABELS,
    Comparison,
    Decision,
    Position,
    filter_comparison,
)
from tracker.words import (
    GONE_IS_NOT_NAMED,
    action_words,
    count,
    date_words,
    number,
    shortened,
)
from ui import earlier, frame, past
from ui.filters import LATEST
from ui.safe import escaped
from ui.view import View

MEETING = "meeting"
MOST_DOUBTFUL = 15  # doubtful pairs shown at once; settled ones give way to the next
MOVED_AT_DEADLINE = "Moved at the deadline"
WIDE = ("action",)

ORIGINALS = {
    "reference": "Reference",
    "action": "Action",
    "original_before": "Original timescale before",
    "original_after": "Original timescale now",
    "original_days_moved": "Moved by days",
    "original_text_before": "As typed before",
    "original_text_after": "As typed now",
}
FIRST_RECORDED = {
    "reference": "Reference",
    "action": "Action",
    "original_due": "Original timescale first recorded",
    "original_now": "Original timescale now",
}
EXTENDED = {
    "reference": "Reference",
    "action": "Action",
    "agreed_before": "Date before",
    "agreed_after": "Date now",
    "days_moved": "Extended by days",
    "date_moves": "Times moved so far",
    "moved": "When it was moved",
    "owners": "Owner",
    "original_due": "Original timescale",
}
COMPLETED = {
    "reference": "Reference",
    "action": "Action",
    "owners": "Owner",
    "completed_on": "Completed on",
    "original_due": "Original timescale",
    "slippage_days": "Slippage in days",
}
OVERDUE = {
    "reference": "Reference",
    "action": "Action",
    "owners": "Owner",
    "original_due": "Original timescale",
    "revised_due": "Revised timescale",
    "days_overdue": "Overdue by days",
    "dependency": "Waiting for",
}
DUE = {
    "agreed_due": "Due",
    "reference": "Reference",
    "action": "Action",
    "owners": "Owner",
    "state": "State",
    "dependency": "Waiting for",
}
LIVE = {
    "reference": "Reference",
    "action": "Action",
    "owners": "Owner",
    "state": "State",
    "original_due": "Original timescale",
    "agreed_due": "Agreed date",
    "percent_complete": "Per cent complete",
}
EVERY = {
    "what": "What changed",
    "reference": "Reference",
    "action": "Action",
    "agreed_before": "Date before",
    "agreed_after": "Date now",
    "days_moved": "Moved by days",
}


def compared(view: View, before: Position) -> Comparison:
    """The two positions compared, each as at its own date, as the filters leave them."""
    pair = (view.in_use.id, view.as_at, before)
    if st.session_state.get("_meeting_of") != pair:
        st.session_state["_meeting_of"] = pair
        st.session_state.pop(MEETING, None)
    comparison = earlier.compared(view, before, st.session_state.get(MEETING))
    return filter_comparison(comparison, **view.choice)


def say_what_is_held_back(view: View) -> None:
    """In a public version, which actions that are gone are not listed."""
    if view.in_use.is_public:
        st.caption(GONE_IS_NOT_NAMED)


def originals(comparison: Comparison) -> None:
    """The original timescales changed since, before and now; then those changed before that."""
    changes = comparison.changes
    rows = changes[changes["kind"].eq("original_changed")]
    if rows.empty:
        st.write("No original timescale was changed.")
    else:
        frame.table(
            rows, ORIGINALS, alt="Original timescales that were changed, before and now", wide=WIDE
        )
    _changed_earlier(comparison, set(rows["new"].dropna()))


def _changed_earlier(comparison: Comparison, since: set[int]) -> None:
    """The original timescales that were changed before the earlier plan, as the history knows."""
    moved = comparison.after["original_moved"]
    places = comparison.changes["new"].dropna()
    shown = pd.Series(range(len(moved)), index=moved.index).isin(places[~places.isin(since)])
    changed = shown & moved
    if not changed.any():
        return
    st.markdown(
        f"Changed before that, against what was first recorded: "
        f"{count('original timescale', int(changed.sum()))}."
    )
    frame.table(
        comparison.after[changed],
        FIRST_RECORDED,
        alt="Original timescales that were changed before, first recorded and now",
        wide=WIDE,
    )


def balance(comparison: Comparison) -> None:
    """How the open actions of the earlier plan became those of this one."""
    lines = balance_lines(comparison)
    rows = [
        (words, number(actions) if at in (0, len(lines) - 1) else _signed(actions))
        for at, (words, actions) in enumerate(lines)
    ]
    frame.table(
        pd.DataFrame(rows, columns=["line", "actions"]),
        {"line": "Open actions", "actions": "Number"},
        alt="How the open actions of the earlier plan became those of this one",
    )


def _signed(actions: int) -> str:
    return f"+{number(actions)}" if actions > 0 else number(actions)


def extended(comparison: Comparison) -> None:
    """The actions whose agreed date is later than it was."""
    rows = comparison.lists.extended
    moved = rows["moved_at_deadline"].map({True: MOVED_AT_DEADLINE, False: ""})
    _list("Extended since", rows.assign(moved=moved), EXTENDED, "No date was moved to a later one.")
    late = int(rows["moved_at_deadline"].sum())
    if late:
        verb = "was" if late == 1 else "were"
        st.caption(
            f"{count('date', late)} {verb} moved within 14 days of the deadline that was replaced."
        )


def completed(comparison: Comparison) -> None:
    """The actions that were open and are complete."""
    _list("Completed since", comparison.lists.completed, COMPLETED, "None was completed.")


def overdue(comparison: Comparison) -> None:
    """The overdue actions without a later date, or with one that has passed."""
    _list(
        "Overdue, with no later date or one that has passed",
        comparison.lists.overdue,
        OVERDUE,
        "No action is overdue without a later date that is still to come.",
    )


def due(comparison: Comparison) -> None:
    """The open actions that fall due before the next meeting, whose date can be said."""
    st.header("Due before the next meeting", anchor=False)
    st.date_input(
        "Next meeting",
        value=comparison.next_meeting,
        min_value=comparison.as_at,
        max_value=LATEST,
        format="DD/MM/YYYY",
        key=MEETING,
    )
    words = f"by {date_words(comparison.next_meeting)}"
    _table("Due", comparison.lists.due, DUE, f"No open action falls due {words}.")


def live(comparison: Comparison) -> None:
    """The open actions."""
    _list("Live", comparison.lists.live, LIVE, "No action is open.")


def every(comparison: Comparison) -> None:
    """Every action that changed, with all that changed of it."""
    changes = comparison.changes[comparison.changes["kind"].ne("unchanged")]
    what = ["; ".join(KIND_LABELS[kind] for kind in kinds) for kinds in changes["kinds"]]
    rows = changes.assign(what=pd.Series(what, index=changes.index, dtype="object"))
    _list("Every change", rows, EVERY, "Nothing changed.")


def _list(heading: str, rows: pd.DataFrame, headings: dict[str, str], nothing: str) -> None:
    st.header(f"{heading} ({number(len(rows))})", anchor=False)
    _table(heading, rows, headings, nothing)


def _table(name: str, rows: pd.DataFrame, headings: dict[str, str], nothing: str) -> None:
    if rows.empty:
        st.write(nothing)
    else:
        frame.table(rows, headings, alt=f"Actions: {name.casefold()}", wide=WIDE)


def doubtful(comparison: Comparison, name: str | None) -> None:
    """Each doubtful match with its two wordings, to be confirmed or split."""
    pairs = comparison.doubtful
    for pair in pairs.head(MOST_DOUBTFUL).itertuples():
        with st.container(border=True):
            _doubtful(comparison, pair, name)
    left = len(pairs) - MOST_DOUBTFUL
    if left > 0:
        st.caption(f"And {count('more pair', left)}, shown when these are settled.")


def _doubtful(comparison: Comparison, pair: tuple, name: str | None) -> None:
    st.markdown(f"**{escaped(DOUBT_LABELS[pair.doubt])}.** Taken for two actions.")
    for when, row in (
        ("Before", comparison.before.iloc[pair.old]),
        ("Now", comparison.after.iloc[pair.new]),
    ):
        named = action_words(row["reference"], None) if row["reference"] else "no reference"
        st.markdown(f"{when}, {escaped(named)}: {escaped(shortened(row['action'] or '–', 300))}")
    with st.container(horizontal=True):
        for label, same in (("The same action", True), ("Two actions", False)):
            st.button(
                label,
                key=f"match_{pair.old_key}_{pair.new_key}_{same}",
                on_click=_decide,
                args=(Decision(pair.old_key, pair.new_key, same), name),
            )


def _decide(decision: Decision, name: str | None) -> None:
    """Keep what the user says of a match: in the history, else for this session."""
    from tracker.history import HistoryError

    if name:
        try:
            past.to_record().remember_match(name, decision, who=past.who())
            return
        except HistoryError:
            pass  # it still holds for this session
    st.session_state["_decisions"] = (*st.session_state.get("_decisions", ()), decision)


LISTS: tuple[Callable[[Comparison], None], ...] = (extended, completed, overdue, due, live, every)
"""The committee's lists, in the order in which they are asked for."""
