"""What the overview shows of a plan: its slips, its recommendations, what is due next."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from tracker import listings
from tracker.charts import recommendations_standing
from tracker.statements import on_plan as statements
from tracker.statements.on_changes import changes_finding
from tracker.summaries import due_next
from tracker.vocabulary import NO_OWNER
from tracker.words import count, date_words, number, short_date, told_apart
from ui import compared_with, group_pages, page_frame
from ui.action_dialogue import NO_WORDING
from ui.links import link_to
from ui.markdown_escape import escaped
from ui.view import View

DAYS_AHEAD = 90
MOST_SLIPS = 6  # rows that are read without a scroll on a laptop
WORDS, OWNER = 84, 44  # characters in a row: a line of a laptop


def say(view: View) -> None:
    """How the plan stands, in a sentence, and in another what changed."""
    said = [view.once(statements.position, view.summary, view.shown)]
    since = compared_with.since(view)()
    if since:
        said.append(view.once(changes_finding, since))
    st.markdown(escaped(" ".join(said)))


def slipped(view: View) -> None:
    """The actions that slipped most since the earlier position; without one, that slipped most."""
    since = compared_with.since(view)()
    if since:
        st.header(f"Slipped since {date_words(since.previous_as_at)}", anchor=False)
        rows, page = view.once(listings.slips_since, since), "changes"
    else:
        st.header("Slipped most", anchor=False)
        rows, page = view.once(listings.slips, view.shown), "slippage"
    if rows.empty:
        st.write(statements.none_slipped(view.shown, since))
        return
    with st.container(key="slips", gap=None):
        first = rows.head(MOST_SLIPS)
        names = told_apart(first["owners"].explode().dropna(), OWNER)
        names |= told_apart(first["action"].dropna(), WORDS)
        for index, row in zip(first.index, first.itertuples(), strict=True):
            _slip(index, row, names)
    if len(rows) > MOST_SLIPS:
        link_to(page, f"All {number(len(rows))}")


def _slip(index: Hashable, row: Any, names: Mapping[str, str]) -> None:
    """An action that slipped, in a line where there is room: its words open it."""
    named = " ".join(filter(None, (row.reference, names.get(row.action))))
    days = f"{'at least ' if row.at_least else ''}{count('day', row.slipped_days)}"
    until = f" to {short_date(row.slipped_to)}" if pd.notna(row.slipped_to) else ", not finished"
    owners = "; ".join(names[owner] for owner in row.owners) or NO_OWNER
    dates = f"{short_date(row.slipped_from)}{until}"
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.button(
            escaped(named or NO_WORDING),
            key=f"slip_{index}",
            type="tertiary",
            on_click=page_frame.open_action,
            args=(index,),
        )
        st.markdown(f"**{days}** · {escaped(owners)} · {dates}")


def recommendations(view: View) -> None:
    """Each with its bar, its dates and its slippage; a click on a bar opens it.

    Drawn twice, for a laptop and for a phone: each shows the one that it has room for.
    """
    for key, narrow in (("recommendations", False), ("recommendations_narrow", True)):
        with st.container(key=f"{key}_standing"):
            page_frame.chart(
                key,
                recommendations_standing,
                view.shown,
                view.summary.recommendations,
                view.as_at,
                narrow=narrow,
                pick=lambda key: group_pages.open_one("recommendation", key),
            )


def due(view: View) -> None:
    """The open actions that fall due in the next quarter."""
    st.header("Due next", anchor=False)
    rows = view.once(due_next, view.shown, view.as_at, DAYS_AHEAD)
    if rows.empty:
        when = f"in the {DAYS_AHEAD} days after the as-at date"
        st.write(statements.none_due(view.shown, when))
        return
    page_frame.table(
        rows,
        ("agreed_due", "reference", "action", "owners", "state", "dependency"),
        alt=f"Open actions due in the next {DAYS_AHEAD} days, soonest first",
        key="due",
        pick=page_frame.open_action,
    )
