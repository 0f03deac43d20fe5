"""Tables of recommendations and of owners, and the one that is opened."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pandas as pd
import streamlit as st

from tracker import Summary
from tracker.fields import NO_OWNER, NO_RECOMMENDATION
from tracker.summaries import due_within, recommendation_labels
from tracker.words import number
from ui.view import View

MOST_OFFERED = 500  # names in a list of choices: more take longer to send than to filter

RECOMMENDATION_HEADINGS = {
    "recommendation": "Recommendation",
    "recommendation_text": "Wording",
    "original_due_text": "Timescale as typed",
    "completion_rate": "Completion",
    "completed": "Complete",
    "open": "Open",
    "overdue": "Overdue",
    "slippage_days": "Slippage in days",
    "original_due": "Original timescale",
    "expected_finish": "Expected or actual finish",
    "rebaselined": "Dates revised",
    "actions": "Actions",
    "withdrawn": "Withdrawn",
}

OWNER_HEADINGS = {
    "owner": "Owner",
    "overdue": "Overdue",
    "open": "Open",
    "completed": "Complete",
    "completion_rate": "Completion",
    "median_slippage_days": "Median slippage in days",
    "max_slippage_days": "Most slippage in days",
    "due_30": "Due in 30 days",
    "due_60": "Due in 60 days",
    "due_90": "Due in 90 days",
    "next_due": "Next due",
    "actions": "Actions",
    "withdrawn": "Withdrawn",
}


def recommendations(summary: Summary) -> pd.DataFrame:
    """A row for each recommendation, in the plan's order, the nameless group named."""
    rows = summary.recommendations
    rows = rows.assign(recommendation=recommendation_labels(rows))
    return _named(rows, "recommendation", NO_RECOMMENDATION)


def owners(summary: Summary, shown: pd.DataFrame, as_at: date) -> pd.DataFrame:
    """A row for each owner, most overdue first, with what falls due in 30, 60 and 90 days."""
    due = due_within(shown, as_at, "owner").drop(columns="owner")
    rows = _named(summary.owners, "owner", NO_OWNER).join(due)
    return rows.sort_values(["overdue", "open"], ascending=False, kind="stable")


def open_one(noun: str, names: list[str], key: str) -> str | None:
    """Which of ``names`` the reader opens; the only one is open already."""
    if len(names) == 1:
        return names[0]
    asked = st.session_state.get(key) or st.query_params.get(key)
    offered = offer_first(names, [asked])
    return st.selectbox(
        f"Open {noun} to read its actions",
        offered,
        index=None,
        placeholder="Choose one",
        key=key,
        bind="query-params",
    )


def offer_first(names: list[str], chosen: Iterable[str | None]) -> list[str]:
    """The names in a list of choices, those that are chosen among them; said where not all are."""
    if len(names) <= MOST_OFFERED:
        return names
    st.caption(
        f"The first {number(MOST_OFFERED)} of {number(len(names))} are offered. The filters in the "
        "sidebar find the others."
    )
    others = set(names[MOST_OFFERED:])
    return [*names[:MOST_OFFERED], *(name for name in chosen if name in others)]


def actions_of(view: View, column: str, name: str) -> pd.DataFrame:
    """The actions shown that belong to one recommendation or name one owner."""
    if column == "recommendation":
        belongs = recommendation_labels(view.shown).fillna(NO_RECOMMENDATION).eq(name)
    else:
        belongs = view.shown["owners"].map(lambda owners: name in (owners or (NO_OWNER,)))
    return view.shown[belongs.astype(bool)]


def _named(rows: pd.DataFrame, column: str, unnamed: str) -> pd.DataFrame:
    return rows.assign(**{column: rows[column].fillna(unnamed)})
