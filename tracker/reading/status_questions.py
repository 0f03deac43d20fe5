"""What is said and asked of the words of a status column."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from tracker.reading.choices import Choice, Question, QuestionKind
from tracker.reading.findings import sayings
from tracker.reading.sheet_plan import SheetPlan
from tracker.reading.statuses import (
    ASKED,
    CLOSED,
    DONE,
    DONE_COLOURS,
    OPEN,
    WARM_COLOURS,
    StatusReading,
    begins_done,
    normal,
)
from tracker.vocabulary import STATUS_LABELS
from tracker.words import count, listed, shortened


@dataclass
class Word:
    """One status word of the column, however its cells spell it."""

    text: str
    reading: StatusReading
    rows: list[int] = field(default_factory=list)


_SAID = sayings("status_column")
OF_TIMING = "of timing"
"""What a word may mean that says whether something was done in time."""


def say_words(plan: SheetPlan, place: int, words: Sequence[Word]) -> None:
    """Say of each word how it is read; of words that are read with others' in one finding."""
    told: dict[tuple[str, str], Word] = {}
    for word in words:
        if word.reading.how in _SAID and word.reading.how != "fill":
            more = word.reading.how == "more"
            key = ("more", word.reading.group or "") if more else ("", word.text)
            told.setdefault(key, Word(word.text, word.reading)).rows.extend(word.rows)
    for word in told.values():
        day = word.reading.completed_on
        plan.tell(
            _SAID[word.reading.how],
            "status",
            word.rows,
            column=place,
            value=word.text,
            label=STATUS_LABELS[word.reading.group or "unknown"],
            word=word.reading.word,
            day=f", on {day.day} {day:%B %Y}" if day else "",
        )


def ask_words(
    plan: SheetPlan, place: int, words: Sequence[Word], key: Callable[[Word], str] = lambda _: ""
) -> None:
    """Ask what each word means; of statuses that a resolution speaks against all in one.

    So of those that begin with a completion, and of those that say whether it was in time.

    ``key`` gives what the sheet's key says of a word, which was not understood.
    """
    alike: dict[object, list[Word]] = {}
    for word in words:
        shared = word.reading.group if word.reading.how == "against" else ""
        if word.reading.how == "unknown":
            timed = word.reading.word == OF_TIMING
            shared = OF_TIMING if timed else begins_done(word.text)
        key_of = (word.reading.how, shared) if shared else word.text
        alike.setdefault(key_of, []).append(word)
    for its in alike.values():
        groups = _groups(its[0].reading, its[0].text)
        if groups:
            _ask(plan, place, its, groups, key(its[0]))


_MOST_NAMED = 3  # words that a question names


def _ask(
    plan: SheetPlan, place: int, words: Sequence[Word], groups: Mapping[str, str], key: str
) -> None:
    """Ask what these words mean, once though two columns hold them."""
    kind = QuestionKind.STATUS_WORD
    choices = tuple(
        Choice(says, {"statuses": {word.text: group for word in words}}, stands=not number)
        for number, (group, says) in enumerate(groups.items())
    )
    also = [each for each in plan.questions if each.kind is kind and each.choices == choices]
    plan.questions[:] = [each for each in plan.questions if each not in also]
    cells = [cell for word in words for cell in plan.addresses(place, word.rows)]
    names = [f"“{word.text}”" for word in words]
    if names[_MOST_NAMED + 1 :]:
        names[_MOST_NAMED:] = [f"{len(names) - _MOST_NAMED} more"]
    asks, what = f"What does the status {names[0]} mean?", "it"
    if len(words) > 1:
        asks, what = f"What do {listed(names)} mean as a status?", "one of them"
    asks += f" {_have(len(cells))} {what}."
    asks += f" The sheet's own key says “{shortened(key)}”." if key else ""
    asked = Question(kind, asks, plan.name, tuple(cells), choices)
    plan.questions.append(_as_one([*also, asked]))


def _have(cells: int, sheets: int = 1) -> str:
    where = f" on {sheets} sheets" if sheets > 1 else ""
    return f"{count('action', cells)}{where} {'has' if cells == 1 else 'have'}"


def _as_one(asked: Sequence[Question]) -> Question:
    """What several columns or sheets ask of the same words, with how many actions have them.

    The cells are those of the first sheet.
    """
    first = asked[0]
    own = [each for each in asked if each.sheet == first.sheet]
    cells = tuple(cell for each in own for cell in each.cells)
    sheets = len({each.sheet for each in asked})
    have = _have(sum(len(each.cells) for each in asked), sheets)
    asks = first.asks.replace(f" {_have(len(first.cells))} ", f" {have} ")
    return replace(first, asks=asks, cells=cells)


def _groups(reading: StatusReading, text: str) -> dict[str, str]:
    """The groups that a word may mean and how each is said, what stands first.

    None where no answer would complete it.
    """
    now, says = "in_progress", "Open"
    others = [group for group in reading.groups if group in (*DONE, "withdrawn")]
    over = False
    if reading.how == "against":
        now = reading.group or "unknown"
        says, others = STATUS_LABELS[now], []
        others = ["complete", *(["in_progress"] if now not in OPEN else []), "withdrawn"]
    elif reading.how in ("waiting", "short"):
        now, says = "awaiting_sign_off", STATUS_LABELS["awaiting_sign_off"]
    elif reading.how in ("colour", "fill", "tick"):
        colour = normal(text).removesuffix(" fill")
        if colour in WARM_COLOURS:
            return {}
        now, says = "unknown", "As the completion date or percentage says, else open"
        over = colour not in DONE_COLOURS and reading.how != "tick"
    elif reading.how != "unknown":
        return {}
    else:
        closed = not CLOSED.isdisjoint(normal(text).split())
        over = not others or closed or not {*ASKED}.isdisjoint(reading.groups)
    others += ["complete", *(["withdrawn"] if over else [])]
    return {now: says} | {group: STATUS_LABELS[group] for group in others if group != now}


def asked_once(questions: Sequence[Question]) -> tuple[Question, ...]:
    """The questions, one that several sheets raise alike asked of the first."""
    words = QuestionKind.STATUS_WORD
    alike: dict[str, list[Question]] = {}
    for question in questions:
        asks = "" if question.kind is words else question.asks  # which counts the actions
        alike.setdefault(repr((question.kind, asks, question.choices)), []).append(question)
    return tuple(_as_one(its) if its[0].kind is words else its[0] for its in alike.values())
