"""The Changes page: a picture of what moved, one table of changes, doubtful matches."""

from __future__ import annotations

from types import MappingProxyType
from typing import TypeAlias

import pandas as pd
import streamlit as st

from tracker import listing_order, listings
from tracker.charts import agreed_dates_slope, balance_waterfall
from tracker.listings import ALL, DUE, LIVE, OVERDUE
from tracker.statements import on_changes as statements
from tracker.statements.on_changes import nothing_yet
from tracker.store.errors import HistoryError
from tracker.timeline import DOUBT_LABELS, KIND_LABELS, Comparison, Decision, Position
from tracker.vocabulary import heading
from tracker.words import action_words, count, shortened
from ui import compared_with, page_frame, recorded_plans
from ui.filter_widgets import LATEST
from ui.markdown_escape import escaped
from ui.session import session
from ui.view import View

_Flags: TypeAlias = "pd.Series[bool]"

SINCE, OVER_ALL = "Since last time", "Over all positions"
MEETING, SHOWN = "meeting", "show"
MOST_DOUBTFUL = 15  # doubtful pairs shown at once; settled ones give way to the next
PICKED = MappingProxyType({"opening": LIVE, "closing": LIVE})


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
    chosen = compared_with.chosen(view)
    if chosen is None:
        st.markdown(nothing_yet(view.in_use.kind, recorded=view.over.is_recorded))
        return
    comparison = compared(view, chosen)
    if comparison.changes.empty:
        page_frame.nothing_to_show(view)
        return
    moved = statements.originals_finding(comparison)
    st.markdown(escaped(statements.changes_finding(comparison, originals=not moved)))
    if moved:
        st.warning(escaped(moved))
    left, right = st.columns(2)
    with left:
        page_frame.chart("balance", balance_waterfall, comparison, pick=_pick)
    with right:
        page_frame.chart("slope", agreed_dates_slope, comparison)
    said = (statements.completions_finding, statements.missing_finding, statements.cei_finding)
    for finding in said:
        if sentence := finding(comparison):
            st.markdown(escaped(sentence))
    if view.audience.of_changes:
        st.caption(view.audience.of_changes)
    if doubt := statements.doubtful_finding(comparison):
        st.header("Matches to look at", anchor=False)
        st.markdown(escaped(doubt))
        doubtful(comparison, view.over.name)
    table(view, comparison)


def compared(view: View, before: Position) -> Comparison:
    """The two positions compared, each as at its own date, as the filters leave them."""
    pair = (view.in_use.id, view.as_at, before)
    if not session().is_of(MEETING, pair):
        st.session_state.pop(MEETING, None)
    return compared_with.filtered(view, before, st.session_state.get(MEETING))


def _pick(step: str) -> None:
    """Narrow the table to what a bar of the picture counts."""
    st.session_state[SHOWN] = PICKED.get(step) or KIND_LABELS[step]


def table(view: View, comparison: Comparison) -> None:
    """One table, most days first, narrowed to a kind of change or to a list of the committee's."""
    rows = view.once(listings.changes, comparison, view.plan)
    masks = view.once(listings.of_kinds, comparison, rows)
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
    st.caption(f"{chosen}: {listings.told_of(chosen, shown, comparison)}")
    if not shown.empty:
        columns = {name: heading(name) for name in listing_order.of_changes(chosen)}
        page_frame.table(
            shown,
            columns | {"reason": rows.attrs["reason"]},
            alt=f"Actions: {chosen.casefold()}, most days first",
            key="changes",
            pick=lambda row: page_frame.open_action(shown["label"][row]),
        )


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
    if name:
        try:
            recorded_plans.to_record().remember_match(name, decision, who=recorded_plans.who())
            return
        except HistoryError:
            pass  # it still holds for this session
    session().plan.decisions = (*session().plan.decisions, decision)
