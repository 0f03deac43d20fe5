"""Recommendations and owners: the list of them, and the one that is chosen by a filter."""

from __future__ import annotations

from functools import partial
from typing import Any
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from tracker import Summary, filter_actions, listing_order, listings, summarise
from tracker.charts import completion_by_owner, completion_by_recommendation
from tracker.filters import of_owners
from tracker.recommendation_numbers import recommendation_key
from tracker.statements.headlines import in_figures
from tracker.statements.on_action import dates_of
from tracker.summaries import By
from tracker.vocabulary import NO_OWNER, NO_RECOMMENDATION, NO_SOURCE
from tracker.words import recommendation_words, sentence_case
from ui import (
    action_dialogue,
    compared_with,
    downloads,
    filter_widgets,
    forecasts,
    page_frame,
    saving,
)
from ui.markdown_escape import escaped
from ui.session import session
from ui.view import View, current_view

PAGES = {"recommendation": "recommendations", "owner": "owners"}
FILTERS = {"recommendation": ("recommendation", "source"), "owner": ("owner",)}
UNRECORDED = (
    "A link opens the last recorded position of a plan, and nothing of this one is recorded yet: "
    "record it first."
)


def chosen(by: By) -> str | None:
    """The recommendation or the owner that a filter leaves alone, as the page calls it."""
    view = current_view()
    names = st.session_state.get(by) or []
    if by == "owner":
        return names[0] if len(names) == 1 else None
    rows = view.summary.recommendations
    return (
        listings.recommendations(view.summary)["recommendation"].iloc[0]
        if names and len(rows) == 1
        else None
    )


def begin(by: By, title: str) -> tuple[View, str | None]:
    """The page's beginning, with the name of the one chosen for its title, if one is."""
    name = chosen(by)
    if name is None:
        return page_frame.begin(title), None
    as_it_is = by == "owner" or name == NO_RECOMMENDATION
    words = name if as_it_is else sentence_case(recommendation_words(name))
    return page_frame.begin(escaped(words)), name


def open_one(by: By, key: Any) -> None:
    """Choose an owner, or a recommendation by its inspection and name: set the filter to it."""
    if by == "owner":
        st.session_state["owner"] = [NO_OWNER if pd.isna(key) else key]
    else:
        source, name = key
        wanted = NO_RECOMMENDATION if pd.isna(name) else name
        offered = filter_widgets.choices(current_view().in_use)
        st.session_state["recommendation"] = [
            each
            for each in offered["recommendation"]
            if recommendation_key(each) == recommendation_key(wanted)
        ]
        if offered["source"]:
            st.session_state["source"] = [NO_SOURCE if pd.isna(source) else source]
    session().turn_to = PAGES[by]


def turn() -> None:
    """Turn to the page of what was opened elsewhere."""
    page, session().turn_to = session().turn_to, None
    if page is not None:
        st.switch_page(f"../pages/{page}.py", query_params={})  # the filters say theirs again


def groups(view: View, by: By, name: str | None) -> tuple[Summary, pd.DataFrame]:
    """All of them with their actions, whichever one is chosen; of several owners, these alone."""
    if name is not None:
        return view.once_of((groups, by), lambda: _without_the_choice(view, by))
    if by == "recommendation" or not view.choice["owners"]:
        return view.summary, view.shown
    shown = view.once(of_owners, view.shown, view.choice["owners"])
    return view.once(summarise, shown, confirmed=view.plan.tells_confirmed), shown


def every(view: View, by: By, name: str | None) -> None:
    """The list of all of them: a click on a row opens it."""
    summary, shown = groups(view, by, name)
    if name is not None:
        st.header(f"Every {by}", anchor=False)
    if by == "owner":
        rows = view.once(listings.owners, summary, shown, view.as_at)
        alt = "Every owner's actions: overdue, open, complete, falling due"
    else:
        rows = view.once(listings.recommendations, summary)
        alt = "Every recommendation with its timescale, completion and slippage"
    of = summary.owners["owner"] if by == "owner" else summary.recommendations
    page_frame.table(
        rows,
        listing_order.of_groups(by),
        alt=alt,
        key=f"every_{by}",
        pick=lambda row: open_one(
            by, of[row] if by == "owner" else of.loc[row, ["source", "recommendation"]]
        ),
    )
    if name is None:
        draw = completion_by_owner if by == "owner" else completion_by_recommendation
        page_frame.chart(f"by_{by}", draw, shown, view.as_at, pick=lambda key: open_one(by, key))


def _without_the_choice(view: View, by: By) -> tuple[Summary, pd.DataFrame]:
    others = {key: () if key.rstrip("s") in FILTERS[by] else v for key, v in view.choice.items()}
    shown = filter_actions(view.measured, **others)
    return summarise(shown, confirmed=view.plan.tells_confirmed), shown


def one(view: View, by: By, name: str) -> None:
    """The one chosen: its figures, its workbook and its link, then its actions, overdue first."""
    wordings = view.summary.recommendations["recommendation_text"]
    if by == "recommendation" and wordings.notna().any():
        st.markdown(escaped(wordings.dropna().iloc[0]))
    if by == "recommendation" and name != NO_RECOMMENDATION:
        st.markdown(escaped(dates_of(next(view.summary.recommendations.itertuples()))))
    st.markdown(escaped(in_figures(view.summary)))
    with st.container(horizontal=True):
        _offer_workbook(view, by, name)
        _offer_link(view, by)
    ordered = view.once(listings.most_urgent_first, view.shown)
    of = name if by == "owner" else ""
    action_dialogue.show_in_full(view.plan, ordered, forecasts.chances(view), of=of)


def _offer_workbook(view: View, by: By, name: str) -> None:
    """An owner's own workbook, to fill in; else the actions shown as Excel."""
    since = compared_with.since(view)
    theirs = by == "owner" and name != NO_OWNER and bool(view.summary.totals["open"])
    file = f"action_plan{'_to_fill_in' if theirs else ''}_{view.dated}.xlsx"
    build = partial(_own_workbook, view, name) if theirs else lambda: downloads.excel(view, since())
    saving.button(
        "Workbook to fill in" if theirs else "Workbook of these actions",
        file,
        build,
        {"plan": view.in_use.name, "actions": len(view.shown)},
    )


def _own_workbook(view: View, name: str) -> bytes:
    books = downloads.owners_books(view)
    return next(book.content for book in books if book.owner == name)


def _offer_link(view: View, by: By) -> None:
    with st.popover("Copy link"):
        if view.over.name is None:
            st.write(UNRECORDED)
            return
        st.write(
            f"Opens the last recorded position of {escaped(view.over.name)}, as far as "
            "the reader's role allows."
        )
        st.code(link(st.context.url or "", view.over.name, by, view.choice), language=None)


def link(page: str, plan: str, by: By, choice: Any) -> str:
    """The address of one recommendation or owner in a plan's last recorded position."""
    unnamed = {"recommendation": NO_RECOMMENDATION, "owner": NO_OWNER, "source": NO_SOURCE}
    named = [
        (key, unnamed[key] if value is None else value)
        for key in FILTERS[by]
        for value in choice[f"{key}s"]
    ]
    return f"{page.split('?')[0]}?{urlencode([('plan', plan), *named])}"
