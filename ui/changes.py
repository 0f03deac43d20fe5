"""The Changes page: a picture of what moved, one table of changes, doubtful matches."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, TypeAlias

import pandas as pd
import streamlit as st

from tracker import Plan
from tracker.charts import agreed_dates_slope, balance_waterfall
from tracker.statements import changes as statements
from tracker.timeline import (
    DEADLINE_DAYS,
    DOUBT_LABELS,
    KIND_LABELS,
    Comparison,
    Decision,
    Position,
    is_of_kind,
)
from tracker.words import GONE_IS_NOT_NAMED, action_words, count, date_words, shortened
from ui import earlier, frame, past
from ui.filters import LATEST
from ui.safe import escaped
from ui.view import View

_Flags: TypeAlias = "pd.Series[bool]"

SINCE, OVER_ALL = "Since last time", "Over all positions"
MEETING, SHOWN = "meeting", "show"
MOST_DOUBTFUL = 15  # doubtful pairs shown at once; settled ones give way to the next
MOVED_AT_DEADLINE = "Moved at the deadline"
ALL, OVERDUE, DUE, LIVE = "All changes", "Overdue, no date to come", "Due next", "Live"
PICKED = MappingProxyType({"opening": LIVE, "closing": LIVE})

COLUMNS = MappingProxyType(
    {
        "reference": "Reference",
        "action": "Action",
        "days_moved": "Moved by days",
        "agreed_before": "Date before",
        "agreed_after": "Date now",
        "what": "What changed",
        "owners": "Owner",
        "reason": "Reason",
        "state": "State",
        "original_due": "Original timescale",
    }
)
MORE: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        KIND_LABELS["original_changed"]: {
            "original_before": "Original timescale before",
            "original_after": "Original timescale now",
            "original_days_moved": "Original moved by days",
            "original_text_before": "As typed before",
            "original_text_after": "As typed now",
        },
        KIND_LABELS["slipped"]: {
            "date_moves": "Times moved so far",
            "moved": "When it was moved",
        },
        KIND_LABELS["completed"]: {
            "completed_on": "Completed on",
            "slippage_days": "Slippage in days",
        },
        OVERDUE: {"days_overdue": "Overdue by days", "dependency": "Waiting for"},
        DUE: {"dependency": "Waiting for"},
        LIVE: {"percent_complete": "Per cent complete"},
    }
)
"""What is also told of an action where the table is narrowed to one kind."""
_FACTS = (
    "owners",
    "state",
    "original_due",
    "completed_on",
    "slippage_days",
    "days_overdue",
    "dependency",
    "percent_complete",
    "restricted",
)


def choose_span() -> str:
    """Whether the page is about what changed since one position, or over all of them."""
    return st.segmented_control(
        "Changes",
        [SINCE, OVER_ALL],
        default=SINCE,
        required=True,
        key="span",
        bind="query-params",
        label_visibility="collapsed",
    )


def show(view: View) -> None:
    """What changed since the position compared with."""
    chosen = earlier.chosen(view)
    if chosen is None:
        earlier.say_nothing_yet(view)
        return
    comparison = compared(view, chosen)
    st.markdown(escaped(statements.changes_finding(comparison)))
    if moved := statements.originals_finding(comparison):
        st.warning(escaped(moved))
    left, right = st.columns(2)
    with left:
        frame.chart("balance", balance_waterfall, comparison, pick=_pick)
    with right:
        frame.chart("slope", agreed_dates_slope, comparison)
    for finding in (statements.missing_finding, statements.cei_finding):
        if sentence := finding(comparison):
            st.markdown(escaped(sentence))
    if view.in_use.is_public:
        st.caption(GONE_IS_NOT_NAMED)
    if doubt := statements.doubtful_finding(comparison):
        st.header("Matches to look at", anchor=False)
        st.markdown(escaped(doubt))
        doubtful(comparison, view.over.name)
    table(view, comparison)


def compared(view: View, before: Position) -> Comparison:
    """The two positions compared, each as at its own date, as the filters leave them."""
    pair = (view.in_use.id, view.as_at, before)
    if st.session_state.get("_meeting_of") != pair:
        st.session_state["_meeting_of"] = pair
        st.session_state.pop(MEETING, None)
    return earlier.filtered(view, before, st.session_state.get(MEETING))


def _pick(step: str) -> None:
    """Narrow the table to what a bar of the picture counts."""
    st.session_state[SHOWN] = PICKED.get(step) or KIND_LABELS[step]


def table(view: View, comparison: Comparison) -> None:
    """One table, most days first, narrowed to a kind of change or to a list of the committee's."""
    rows = view.once(every, comparison, view.plan)
    masks = view.once(lists, comparison, rows)
    if st.session_state.get(SHOWN) not in masks:
        st.session_state.pop(SHOWN, None)
    chosen = st.pills("Shown", [*masks], default=ALL, required=True, key=SHOWN, bind="query-params")
    if chosen == DUE:
        st.date_input(
            "Next meeting",
            value=comparison.next_meeting,
            min_value=comparison.as_at,
            max_value=LATEST,
            format="DD/MM/YYYY",
            key=MEETING,
        )
    shown = rows[masks[chosen]]
    if chosen == DUE:
        shown = shown.sort_values("agreed_after", kind="stable")
    elif chosen == OVERDUE:
        shown = shown.sort_values("days_overdue", ascending=False, kind="stable")
    st.caption(f"{chosen}: {_words(chosen, shown, comparison)}")
    if not shown.empty:
        headings = {**COLUMNS, "reason": rows.attrs["reason"], **MORE.get(chosen, {})}
        alt = f"Actions: {chosen.casefold()}, most days first"
        frame.table(shown, headings, alt=alt, wide=("action", "reason"))


def _words(chosen: str, shown: pd.DataFrame, comparison: Comparison) -> str:
    """How many there are, and what is to be said of them together."""
    many = f"{count('action', len(shown))}."
    if chosen == DUE:
        return f"{count('open action', len(shown))} by {date_words(comparison.next_meeting)}."
    late = int(shown["moved_at_deadline"].sum())
    if chosen == KIND_LABELS["slipped"] and late:
        dates = count("date", late)
        return f"{many} {dates} moved within {DEADLINE_DAYS} days of the deadline replaced."
    return many


def every(comparison: Comparison, plan: Plan) -> pd.DataFrame:
    """Every action of the two positions with what became of it, those that moved most days first.

    ``reason`` is what the plan gives as one, else its progress; ``attrs["reason"]`` says which.
    """
    changes = comparison.changes
    there = changes["new"].notna()
    reasons, heading = _reasons(comparison, plan)
    now = comparison.after.assign(reason=reasons).iloc[changes["new"][there].astype(int)]
    gone = comparison.before.assign(reason=comparison.before["progress"])
    gone = gone.iloc[changes["old"][~there].astype(int)]
    facts = pd.concat(
        [
            now[[*_FACTS, "reason"]].set_axis(changes.index[there]),
            gone[[*_FACTS, "reason"]].set_axis(changes.index[~there]),
        ]
    ).reindex(changes.index)
    what = [
        "; ".join(KIND_LABELS[kind] for kind in kinds if kind != "unchanged")
        for kinds in changes["kinds"]
    ]
    moved = changes["moved_at_deadline"].map({True: MOVED_AT_DEADLINE, False: ""})
    rows = changes.join(facts).assign(
        what=pd.Series(what, changes.index, "object"),
        moved=moved,
        days_moved=changes["days_moved"].mask(changes["days_moved"].eq(0)),
    )
    days = rows["days_moved"].fillna(rows["original_days_moved"]).astype("float64").fillna(0)
    rows = rows.iloc[(-days).argsort(kind="stable")]
    rows.attrs["reason"] = heading
    return rows


def _reasons(comparison: Comparison, plan: Plan) -> tuple[pd.Series[Any], str]:
    """What the plan's own column of reasons says of each action; without one, its progress."""
    own = plan.original
    named = [name for name in own.columns if "reason" in str(name).casefold()]
    if not named:
        return comparison.after["progress"], "Progress"
    return own[named[0]].astype("object").reindex(comparison.after.index), str(named[0])


def lists(comparison: Comparison, rows: pd.DataFrame) -> dict[str, _Flags]:
    """Which of ``every`` each filter of the table leaves, by its label; kinds that occur alone."""
    masks: dict[str, _Flags] = {ALL: rows["kind"].ne("unchanged")}
    for kind, label in KIND_LABELS.items():
        applies = is_of_kind(rows, kind)
        if kind != "unchanged" and applies.any():
            masks[label] = applies
    after = comparison.after.index
    known = rows["new"].dropna().astype(int)
    labels = pd.Series(after[known], index=known.index).reindex(rows.index)
    for label, of in (
        (OVERDUE, comparison.lists.overdue),
        (DUE, comparison.lists.due),
        (LIVE, comparison.lists.live),
    ):
        masks[label] = labels.isin(of.index)
    return masks


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
    from tracker.store import HistoryError

    if name:
        try:
            past.to_record().remember_match(name, decision, who=past.who())
            return
        except HistoryError:
            pass  # it still holds for this session
    st.session_state["_decisions"] = (*st.session_state.get("_decisions", ()), decision)
