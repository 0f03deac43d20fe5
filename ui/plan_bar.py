"""The plan bar: which plan is shown, as at when, and all that can be done with it on every page.

What it holds folds out beneath its buttons. It is there all the time, folded or not: a filter that
the browser does not hold would be lost from the page's address.
"""

from __future__ import annotations

from datetime import date

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from tracker.access import LOCAL, Person
from tracker.words import count, date_words, number
from ui import (
    compared_with,
    downloads,
    filter_widgets,
    gate,
    opened_position,
    page_frame,
    plan_source,
    record_dialogue,
    timelines,
)
from ui.markdown_escape import escaped
from ui.session import session
from ui.view import View, keep_view

UPLOAD, DATES, FILTERS, DOWNLOAD, ACCOUNT = FOLDS = (
    "bar_upload",
    "bar_dates",
    "bar_filters",
    "bar_download",
    "bar_account",
)


def draw(page: str, person: Person) -> View:
    """The bar, with the chips of the filters set beneath it. ``page`` is the one shown."""
    _fold_up_on_another(page)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="plan_bar"):
        heading = st.container(width="content")
        upload = _fold(UPLOAD, "Upload", ":material/upload:")
        dates = _fold(DATES, "Dates", ":material/event:")
        narrowing, record, saving, switch = (st.container(width="content") for _ in range(4))
        with dates:
            own = opened_position.plan_in_use() or plan_source.plan_in_use()
        with switch:
            in_use = timelines.choose(own)
        filter_widgets.prepare(in_use)
        with dates:
            as_at = filter_widgets.choose_as_at(in_use)
            if in_use.recorded:
                opened_position.offer(in_use)
            compared_with.offer(in_use, as_at)
        with narrowing:
            _count(filter_widgets.how_many())
            with _fold(FILTERS, "Filters", ":material/filter_list:"):
                choice = filter_widgets.choose(in_use)
        view = keep_view(in_use, as_at, choice)
        with upload:
            _upload(view)
        with record:
            record_dialogue.offer(view)
        with saving, _fold(DOWNLOAD, "Download", ":material/download:"):
            downloads.offer(view)
        if person is not LOCAL:
            with _fold(ACCOUNT, escaped(person.name), ":material/person:"):
                gate.offer_sign_out(person)
        heading.markdown(_heading(view))
    filter_widgets.chips()
    return view


def _heading(view: View) -> str:
    """Plan, as-at date, what the filters leave of it and what it is compared with."""
    every, shown = len(view.measured), len(view.shown)
    some = f"{number(shown)} of {count('action', every)}"
    before = compared_with.chosen(view)
    compared = f" Compared with {date_words(before.as_at)}." if before else ""
    undated = view.in_use.plan.as_at is None and view.as_at == date.today()
    assumed = " (today: the file states no date, set it under *Dates*)" if undated else ""
    return (
        f"**{escaped(view.in_use.name)}**, as at {date_words(view.as_at)}{assumed}. "
        f"{count('action', every) if shown == every else some}.{compared}"
    )


def _upload(view: View) -> None:
    plan_source.offer_upload(when_read=opened_position.close)
    if view.in_use.is_upload:
        record_dialogue.ask_which_plan(view)
        page_frame.layout_remembered(view.in_use)
        if st.button("Forget my plan"):
            plan_source.confirm_forgetting(view.in_use.name)


def _fold(key: str, label: str, icon: str) -> DeltaGenerator:
    return st.expander(label, key=key, icon=icon, on_change=_fold_up_but, args=(key,))


def _count(chosen: int) -> None:
    """How many filters are set: not in the label, as one with another label folds up."""
    if chosen:
        st.html(f"<style>.st-key-{FILTERS} summary p::after {{ content: ' ({chosen})' }}</style>")


def _fold_up_but(key: str) -> None:
    """Of what folds out one is open at a time: they would cover each other."""
    for other in FOLDS:
        if other != key:
            st.session_state[other] = False


def _fold_up_on_another(page: str) -> None:
    if session().page != page:
        session().page = page
        for key in FOLDS:
            st.session_state[key] = False
