"""The open questions of the plan in use: what each answer would make of the figures shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import streamlit as st

from tracker import Choices, measure
from tracker.filters import filter_actions
from tracker.questions import HEADLINES, Headline, Weighed, ranges, weigh
from tracker.reading.choices import Choice, Question, QuestionKind
from tracker.reading.preview import text_at
from tracker.summaries import totals
from tracker.words import count, days_words, listed, number, percent, shortened
from ui import check, figures, filters, originals, public
from ui.check import Subject
from ui.safe import escaped
from ui.uploading import plan_of
from ui.view import View

MOST_READ_AGAIN = 200_000  # actions in all the readings that weigh a plan: ten seconds or so
MOST_CELLS = 5  # named of one text that a question stands on
MOST_TEXTS = 3
WEIGHING = "Working out what the answers to open questions would change …"

_TILES = {
    "completed": figures.COMPLETE,
    "overdue": figures.OVERDUE,
    "on_time_rate": figures.ON_TIME,
    "median_slippage_days": figures.SLIPPAGE,
}
_NOT_KNOWN = {
    "on_time_rate": "share completed on time not known",
    "median_slippage_days": "median slippage not known",
}
_IN_WORDS = {
    "completed": lambda value: f"{number(value)} complete",
    "overdue": lambda value: f"{number(value)} overdue",
    "on_time_rate": lambda value: f"{percent(value, 1)} completed on time",
    "median_slippage_days": lambda value: f"median slippage {days_words(value)}",
}


def headline(view: View, *, link: bool = True) -> Callable[[], None]:
    """The tiles, drawn at once. What is given back adds what open questions could make of them.

    With a ``link`` it says how many there are, and leads to them.
    """
    place = st.empty()
    known = view.made(weighed)

    def draw(asked: tuple[Weighed, ...] | None) -> None:
        with place.container():
            if link and asked:
                st.page_link("../pages/check.py", label=_how_many(asked), icon=":material/help:")
            elif link and asked is None and _first_of(view):
                st.caption(WEIGHING)
            figures.tiles(view, ranges_in_words(view.summary.totals, asked or ()))

    draw(known)
    return lambda: None if known is not None else draw(weighed(view))


def _how_many(asked: tuple[Weighed, ...]) -> str:
    return f"{count('question', len(asked))} could change these figures"


def ranges_in_words(now: Headline, known: Iterable[Weighed]) -> dict[str, str]:
    """By the tile's label the least and the most that an answer would make of its figure."""
    said = {}
    for name, (low, high) in ranges(now, known).items():
        if low != high:
            rate = name == "on_time_rate"
            ends = [percent(end, 1) if rate else number(end) for end in (low, high)]
            said[_TILES[name]] = " to ".join(ends)
    return said


def weighed(view: View) -> tuple[Weighed, ...]:
    """The questions that could change the figures shown, weighed once for this view."""
    return view.once_of(weighed, lambda: _weigh(view))


def _weigh(view: View) -> tuple[Weighed, ...]:
    from tracker.history.errors import HistoryError

    choices = view.in_use.whole_plan.choices
    try:
        return weigh(
            _first_of(view), choices, view.summary.totals, lambda other: _figures(view, other)
        )
    except HistoryError:
        return ()  # every page says that the history cannot be read


def _first_of(view: View) -> tuple[Question, ...]:
    """The doubts of an upload that can be weighed in a few seconds, those of most cells first."""
    if not view.in_use.is_upload:
        return ()
    readings = MOST_READ_AGAIN // max(1, len(view.measured))
    first: list[Question] = []
    for each in sorted(view.in_use.whole_plan.questions, key=lambda each: -len(each.cells)):
        readings -= sum(not choice.stands for choice in each.choices)
        if first and readings < 0:
            break
        first.append(each)
    return tuple(first)


def _figures(view: View, choices: Choices) -> Headline:
    """What the page would show of the file, were it read with these choices."""
    in_use = view.in_use
    plan = public.another_reading(in_use, plan_of(in_use.book(), choices, in_use.catalogue))
    narrowed, as_at = filters.of_another_reading(plan)
    plan = originals.first_recorded(view.known.name, plan, as_at, in_use.catalogue)
    shown = filter_actions(measure(plan.actions, as_at, published=plan.published), **narrowed)
    return totals(shown, confirmed=plan.tells_confirmed)


def ask(view: View, about: Subject) -> None:
    """Every open question with its answers: each says what it would change, and is one click."""
    place = st.empty()
    if view.made(weighed) is None and _first_of(view):
        place.caption(WEIGHING)
    asked = weighed(view)
    with place.container():
        st.header(_how_many(asked) if asked else "No open questions", anchor=False)
        for number, each in enumerate(asked):
            with st.container(border=True, gap="xsmall", key=f"question_{number}"):
                _ask(about, each, f"answer_{number}")


def _ask(about: Subject, each: Weighed, key: str) -> None:
    question = each.question
    st.markdown(f"**{escaped(question.asks)}**")
    st.caption(_where(about, question))
    changed = [name for name in HEADLINES if len({told[name] for told in each.figures}) > 1]
    for place, (choice, told) in enumerate(zip(question.choices, each.figures, strict=True)):
        now = " (now)" if choice.stands else ""
        st.button(
            f"**{escaped(choice.says)}**{now}: {effect(told, changed)}",
            key=f"{key}_{place}",
            on_click=_answer,
            args=(about, choice),
            disabled=not choice.change,  # there is nothing to keep of it
        )
    if question.kind is QuestionKind.PUBLISHED:
        check.published(about, "Another date", f"{key}_date", None)


def effect(told: Headline, names: Iterable[str]) -> str:
    """What an answer makes of the figures named: "9 overdue, median slippage 61 days"."""
    values = {name: told[name] for name in names}
    return ", ".join(
        _NOT_KNOWN[name] if value is None else _IN_WORDS[name](value)
        for name, value in values.items()
    )


def _answer(about: Subject, choice: Choice) -> None:
    check.change(about, about.choices.with_change(choice.change))


def _where(about: Subject, question: Question) -> str:
    """The cells that a question stands on, by what is in them."""
    texts: dict[str, list[str]] = {}
    for cell in question.cells:
        texts.setdefault(text_at(about.book(), question.sheet, cell), []).append(cell)
    said = []
    for text, cells in list(texts.items())[:MOST_TEXTS]:
        more = len(cells) - MOST_CELLS
        named = listed(cells[:MOST_CELLS] + ([f"{more} more"] if more > 0 else []))
        said.append(f"“{escaped(shortened(text))}” in {named}" if text else named)
    left = sum(len(cells) for cells in list(texts.values())[MOST_TEXTS:])
    sheet = f"Sheet “{escaped(question.sheet)}”: " if question.sheet else ""
    return sheet + "; ".join(said + ([f"{left} more"] if left else [])) + "."
