"""The open questions of the plan in use: what each answer would make of the figures shown."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from tracker import Choices, measure
from tracker.filters import filter_actions
from tracker.questions import Headline, Weighed, effects, how_many, weigh, where
from tracker.reading.choices import Question, QuestionKind
from tracker.statements import headlines
from tracker.store.errors import HistoryError
from tracker.summaries import totals
from ui import check_page, filter_widgets, tiles, timelines
from ui.check_page import Subject
from ui.links import link_to
from ui.markdown_escape import escaped
from ui.plan_source import plan_of
from ui.view import View

WEIGHING = "Working out what the answers to open questions would change …"


def headline(view: View, *, link: bool = True) -> Callable[[], None]:
    """The tiles, drawn at once. What is given back adds what open questions could make of them.

    With a ``link`` it says how many there are, and leads to them.
    """
    with st.container(key="tiles"):
        place = st.empty()
    known = view.made(weighed)

    def draw(asked: tuple[Weighed, ...] | None) -> None:
        with place.container():
            if link and asked:
                link_to("check", how_many(asked), icon=":material/help:")
            elif link and asked is None and _open(view):
                st.caption(WEIGHING)
            tiles.tiles(view, headlines.ranges_in_words(view.summary.totals, asked or ()))

    draw(known)
    return lambda: None if known is not None else draw(weighed(view))


def weighed(view: View) -> tuple[Weighed, ...]:
    """The questions that could change the figures shown, weighed once for this view."""
    return view.once_of(weighed, lambda: _weigh(view))


def _weigh(view: View) -> tuple[Weighed, ...]:
    choices, now = view.in_use.whole_plan.choices, view.summary.totals
    try:
        return weigh(
            _open(view), choices, now, lambda other: _figures(view, other), len(view.measured)
        )
    except HistoryError:
        return ()  # every page says that the history cannot be read


def _open(view: View) -> tuple[Question, ...]:
    """The doubts that somebody can settle: of an upload."""
    return view.in_use.whole_plan.questions if view.in_use.is_upload else ()


def _figures(view: View, choices: Choices) -> Headline:
    """What the page would show of the file, were it read with these choices."""
    in_use = view.in_use
    read = plan_of(in_use.book(), choices, in_use.catalogue)
    narrowed, as_at = filter_widgets.of_another_reading(read)
    plan = timelines.another_reading(in_use, read, as_at)
    measured = measure(plan.seen_at(as_at).actions, as_at, published=plan.published)
    shown = filter_actions(measured, own=plan.original, **narrowed)
    return totals(shown, confirmed=plan.tells_confirmed)


def ask(view: View, about: Subject) -> None:
    """Every open question with its answers: each says what it would change, and is one click."""
    if not about.can_be_changed:
        return  # it is shown as it was read, whatever was asked then
    place = st.empty()
    if view.made(weighed) is None and _open(view):
        place.caption(WEIGHING)
    asked = weighed(view)
    with place.container():
        st.header(how_many(asked) if asked else "No open questions", anchor=False)
        for number, each in enumerate(asked):
            with st.container(border=True, gap="xsmall", key=f"question_{number}"):
                _ask(about, each, f"answer_{number}")


def _ask(about: Subject, each: Weighed, key: str) -> None:
    question = each.question
    st.markdown(f"**{escaped(question.asks)}**")
    st.caption(where(about.book(), question, escaped))
    with st.container(horizontal=True, gap="xsmall"):
        for place, (choice, effect) in enumerate(zip(question.choices, effects(each), strict=True)):
            st.button(
                f"**{escaped(choice.says)}**{' (now)' if choice.stands else ''}: {effect}",
                key=f"{key}_{place}",
                on_click=check_page.change,
                args=(about, about.choices.with_change(choice.change)),
                disabled=not choice.change,  # there is nothing to keep of it
            )
    if question.kind is QuestionKind.PUBLISHED:
        check_page.published(about, "Another date", f"{key}_date", None)
