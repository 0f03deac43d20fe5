"""The form for a report's own words: kept while they are typed, remembered when it is asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date

import streamlit as st

from tracker.report.inspection import offered, read_inspection
from tracker.report.own_words import (
    DATES,
    HELP,
    LABELS,
    LONGEST,
    PLACEHOLDERS,
    ReportWords,
    for_next_time,
)
from tracker.store.errors import HistoryError
from tracker.timeline import name_from_file
from tracker.words import date_words
from ui import plan_source, recorded_plans
from ui.filter_widgets import EARLIEST, LATEST
from ui.held_uploads import DRAFTS
from ui.plan_source import PlanInUse
from ui.session import session

SHORT = ("meeting", "item", "author", "classification", "title")
"""The words that fit a line; the others that are not dates are paragraphs."""

WORDS = "words"  # where it is said what came of a change to those remembered
LONGEST_LINE = 200  # characters of a line
_RECORDED = (
    "Remembered words are kept in this tracker's history under the plan's name, in place of those "
    "remembered before. Everybody who can open this tracker can see them."
)


def words_of(in_use: PlanInUse, as_at: date) -> ReportWords:
    """The form's fields; what they say. ``as_at`` is the day the report is as at."""
    name = plan_name(in_use)
    _fill(name, in_use)
    for short in SHORT:
        _line(short, name)
    with st.container(horizontal=True):
        for day in DATES:
            st.date_input(
                LABELS[day],
                min_value=EARLIEST,
                max_value=LATEST,
                format="DD/MM/YYYY",
                key=_key(day),
                on_change=_keep,
                args=(name,),
            )
    meeting = st.session_state.get(_key("next_meeting"))
    if meeting and meeting <= as_at:
        st.warning(
            f"The next meeting is not after {date_words(as_at)}, which the report is as at: give "
            "a later date. Until then the report does not name it."
        )
    for field in LABELS:
        if field not in (*SHORT, *DATES):
            _paragraphs(field, name)
    return _typed()


def newest_words(in_use: PlanInUse, words: ReportWords) -> Callable[[], ReportWords]:
    """What gives the words as they are by then, for a file made later; ``words`` are those now."""
    browser, name = plan_source.browser(), plan_name(in_use)
    return lambda: DRAFTS.get(browser, name) or words


def remember(in_use: PlanInUse, words: ReportWords) -> None:
    """The buttons that start the words anew, remember them for next time and forget them."""
    name = plan_name(in_use)
    with st.container(horizontal=True):
        if not in_use.is_sample:
            st.button("Remember these words for next time", on_click=_remember, args=(name, words))
        st.button("Start the words anew", on_click=_start_anew, args=(name, in_use))
        if not in_use.is_sample and _remembered(name) is not None:
            st.button("Forget the remembered words", on_click=_forget_remembered, args=(name,))
    recorded_plans.show_what_came_of_it(WORDS)
    if not in_use.is_sample:
        st.caption(_RECORDED)


def plan_name(in_use: PlanInUse) -> str:
    """Under which name the words of a plan's report are kept: the same for next month's file."""
    return name_from_file(in_use.name)


def next_meeting(in_use: PlanInUse) -> date | None:
    """The date of the next meeting, where the words of the plan's report give it."""
    words = DRAFTS.get(plan_source.browser(), plan_name(in_use))
    return words.next_meeting if words else None


def forget() -> None:
    """Forget what is in the form's fields, so that they are filled anew."""
    for field in fields(ReportWords):
        st.session_state.pop(_key(field.name), None)
    session().plan.words_of = None


def _fill(name: str, in_use: PlanInUse) -> None:
    """Fill the fields when the page is opened, and when the plan is another."""
    if session().plan.words_of != name:
        forget()
        session().plan.words_of = name
    elif all(_key(field.name) in st.session_state for field in fields(ReportWords)):
        return
    words = DRAFTS.get(plan_source.browser(), name) or _remembered(name)
    words = words or first_words(in_use)
    for field in fields(ReportWords):
        st.session_state[_key(field.name)] = getattr(words, field.name)


def _remembered(name: str) -> ReportWords | None:
    """The words that were remembered for the plan's next report."""
    try:
        history = recorded_plans.look()
        words = history.report_words(name) if history else None
    except HistoryError:
        return None  # the report can be written without; the pages of the history say why
    return for_next_time(words) if words else None


def _line(field: str, name: str) -> None:
    st.text_input(
        LABELS[field],
        key=_key(field),
        max_chars=LONGEST_LINE,
        placeholder=PLACEHOLDERS.get(field),
        on_change=_keep,
        args=(name,),
    )


def _paragraphs(field: str, name: str) -> None:
    st.text_area(
        LABELS[field],
        key=_key(field),
        height=100,
        max_chars=LONGEST,
        placeholder=PLACEHOLDERS.get(field),
        help=HELP.get(field),
        on_change=_keep,
        args=(name,),
    )


def _typed() -> ReportWords:
    values = {field.name: st.session_state.get(_key(field.name)) for field in fields(ReportWords)}
    texts = {name: value or "" for name, value in values.items() if name not in DATES}
    return replace(ReportWords(), **(values | texts))


def _keep(name: str) -> None:
    DRAFTS.put(plan_source.browser(), name, _typed())


def _remember(name: str, words: ReportWords) -> None:
    def keep() -> None:
        recorded_plans.to_record().remember_report_words(name, words, who=recorded_plans.who())

    recorded_plans.attempt(keep, f"The words are remembered for “{name}”.", at=WORDS)


def _forget_remembered(name: str) -> None:
    recorded_plans.attempt(
        lambda: recorded_plans.to_record().forget_report_words(name),
        f"The words that were remembered for “{name}” are forgotten.",
        at=WORDS,
    )


def _start_anew(name: str, in_use: PlanInUse) -> None:
    """Words as at the first time; what is remembered stays."""
    forget()
    DRAFTS.put(plan_source.browser(), name, first_words(in_use))


def first_words(in_use: PlanInUse) -> ReportWords:
    """The words of a first report: the inspection's own where its catalogue is chosen."""
    return offered(read_inspection(plan_source.CATALOGUE) if in_use.catalogue else None)


def _key(field: str) -> str:
    return f"report_{field}"
