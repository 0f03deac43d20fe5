"""The open questions of a plan, weighed: what each answer would make of the headline figures."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tracker.book import Book, PlanError
from tracker.reading.choices import Choice, Choices, Question, QuestionKind
from tracker.reading.preview import text_at
from tracker.summaries import Value
from tracker.words import count, days_words, listed, number, percent, shortened

HEADLINES = (
    "actions",
    "completed",
    "overdue",
    "on_time_rate",
    "median_slippage_days",
    "withdrawn",
)
"""The figures that a question must change to be asked, in the order in which they are shown."""

_WEIGHTS = {
    "actions": 0.01,
    "completed": 1.0,
    "overdue": 1.0,
    "on_time_rate": 0.01,
    "median_slippage_days": 0.01,
}

MOST_QUESTIONS = 7
"""Questions that are asked at once: a person answers a handful before a meeting."""

MOST_WEIGHED = 12
"""Doubts that are weighed: each answer reads the plan again, and most plans have two or three."""

MOST_READ_AGAIN = 200_000
"""Actions in all the readings that weigh a plan: some ten seconds; one doubt is always weighed."""

Headline = Mapping[str, Value]
Read = Callable[[Choices], Headline]
"""The headline figures of the plan read with some choices."""


@dataclass(frozen=True)
class Weighed:
    """A question with what each of its choices makes of the :data:`HEADLINES`.

    ``figures`` has one mapping a choice, in their order; ``question.choices`` are those with
    which the plan could be read.
    """

    question: Question
    figures: tuple[Headline, ...]

    def weight(self) -> float:
        """How much the answers differ: in actions first, then in days of median slippage.

        What is withdrawn weighs nothing: of two questions alike the order of the rows decides.
        """
        return sum(_spread(self.figures, name) * weight for name, weight in _WEIGHTS.items())


MOST_CELLS, MOST_TEXTS = 5, 3  # named of those that a question stands on


def weigh(
    questions: Iterable[Question], choices: Choices, now: Headline, read: Read, actions: int = 1
) -> tuple[Weighed, ...]:
    """The questions that change a headline figure, weightiest first, at most seven.

    Parameters
    ----------
    questions : iterable of Question
        The doubts that the reader found (``Plan.questions``), each with what stands first.
    choices : Choices
        What the plan was read with.
    now : mapping
        The headline figures as they stand.
    read : function of Choices
        The same figures, of the plan read with other choices. A choice with which it cannot be
        read (:class:`PlanError`) is left out.
    actions : int
        How many actions the plan has: of a very large one fewer doubts are weighed at a time.
    """
    weighed = []
    for question in _first_of(questions, actions):
        told = [
            (choice, figures)
            for choice in question.choices
            if (figures := _figures(choice, choices, now, read)) is not None
        ]
        each = Weighed(
            replace(question, choices=tuple(choice for choice, _ in told)),
            tuple(figures for _, figures in told),
        )
        if any(_spread(each.figures, name) for name in HEADLINES):
            weighed.append(each)
    return tuple(sorted(weighed, key=Weighed.weight, reverse=True)[:MOST_QUESTIONS])


def _first_of(questions: Iterable[Question], actions: int) -> Iterable[Question]:
    """Doubts to weigh, as many as can be read in time: of the whole plan, then of most cells."""
    readings = MOST_READ_AGAIN // max(1, actions)
    words = QuestionKind.STATUS_WORD
    ordered = sorted(questions, key=lambda each: (each.kind is words, -len(each.cells)))
    for place, question in enumerate(ordered[:MOST_WEIGHED]):
        readings -= sum(not choice.stands for choice in question.choices)
        if place and readings < 0:
            return
        yield question


def how_many(asked: Sequence[Weighed]) -> str:
    """ "3 questions could change these figures"."""
    return f"{count('question', len(asked))} could change these figures"


def effects(asked: Weighed) -> list[str]:
    """What each choice makes of the figures that differ: "9 overdue, median 61 days"."""
    differing = [name for name in HEADLINES if len({_known(f[name]) for f in asked.figures}) > 1]
    return [
        ", ".join(_IN_WORDS[name](_known(figures[name])) for name in differing)
        for figures in asked.figures
    ]


_IN_WORDS: Mapping[str, Callable[[Any], str]] = {
    "actions": lambda value: count("action", int(value)),
    "withdrawn": lambda value: f"{number(value)} withdrawn",
    "completed": lambda value: f"{number(value)} complete",
    "overdue": lambda value: f"{number(value)} overdue",
    "on_time_rate": lambda value: (
        "completed on time not known" if value is None else f"{percent(value, 1)} completed on time"
    ),
    "median_slippage_days": lambda value: (
        f"median {'not known' if value is None else days_words(value)}"
    ),
}


def ranges(now: Headline, weighed: Iterable[Weighed]) -> dict[str, tuple[Value, Value]]:
    """The least and the most of each headline figure that any one answer would make it.

    The other questions stay as they stand. A figure that is unknown under an answer does not
    count; one that is unknown throughout is ``(None, None)``.
    """
    every = [now, *(figures for each in weighed for figures in each.figures)]
    return {name: _ends(every, name) for name in HEADLINES}


def _figures(choice: Choice, choices: Choices, now: Headline, read: Read) -> Headline | None:
    if choice.stands:
        return {name: now[name] for name in HEADLINES}
    try:
        read_so = read(choices.with_change(choice.change))
    except PlanError:
        return None
    return {name: read_so[name] for name in HEADLINES}


def _spread(figures: Sequence[Headline], name: str) -> float:
    if len({_known(each[name]) for each in figures}) < 2:
        return 0.0
    low, high = _ends(figures, name)
    apart = float(high) - float(low) if low is not None and high is not None else 0.0  # type: ignore[arg-type]
    return apart or 1.0  # known under one answer and unknown under another


def _ends(figures: Iterable[Headline], name: str) -> tuple[Value, Value]:
    known = [value for each in figures if (value := _known(each[name])) is not None]
    return (min(known), max(known)) if known else (None, None)


def _known(value: Value) -> Value:
    return None if isinstance(value, float) and math.isnan(value) else value


def where(book: Book, question: Question, escape: Callable[[str], str] = str) -> str:
    """The cells that a question stands on, by what is in them."""
    texts: dict[str, list[str]] = {}
    for cell in question.cells:
        texts.setdefault(text_at(book, question.sheet, cell), []).append(cell)
    said = []
    for text, cells in list(texts.items())[:MOST_TEXTS]:
        more = len(cells) - MOST_CELLS
        named = listed(cells[:MOST_CELLS] + ([f"{more} more"] if more > 0 else []))
        said.append(f"“{escape(shortened(text))}” in {named}" if text else named)
    left = sum(len(cells) for cells in list(texts.values())[MOST_TEXTS:])
    sheet = f"Sheet “{escape(question.sheet)}”: " if question.sheet else ""
    return sheet + "; ".join(said + ([f"{left} more"] if left else [])) + "."
