"""A status column to the groups of its rows, with what must be said and asked of its words."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

import numpy as np
import numpy.typing as npt

from tracker.book import Cell, Column, Flags, column_of
from tracker.reading import headings
from tracker.reading.choices import Choice, Question, QuestionKind
from tracker.reading.date_columns import Days
from tracker.reading.fills import with_fills
from tracker.reading.findings import sayings
from tracker.reading.heading_words import doubt_of
from tracker.reading.sheet_plan import SheetPlan
from tracker.reading.status_key import meaning, read_key, word_of
from tracker.reading.statuses import (
    ANSWERS,
    ASKED,
    CLOSED,
    DONE,
    DONE_COLOURS,
    NO_TICKS,
    OPEN,
    TICKS,
    WARM_COLOURS,
    StatusReading,
    normal,
    read_status,
)
from tracker.vocabulary import STATUS_GROUPS, STATUS_LABELS
from tracker.words import shortened

_OVER = frozenset(("withdrawn", "over"))
_MOST_RESPONSES = 12
"""Different words of a column of responses; of narrative there are more."""
_FAILED = frozenset(("failed", "fail", "not passed", "unsuccessful", "not successful")) | {
    f"{asked}: no" for asked in ("agreed", "accepted", "supported")
}
BLANK, COLOUR = -1, -2
"""In place of a group: no status; a colour alone, in progress unless another cell says complete."""

_ASKS_WHAT_IS_LEFT = re.compile(r"\b(?:outstanding|open|overdue|remaining|incomplete|not)\b", re.I)


@dataclass(frozen=True)
class StatusColumn:
    """Each row's ``codes``: a group's place in ``STATUS_GROUPS``, or ``BLANK`` or ``COLOUR``.

    ``texts`` are its words (or a fill's colour), ``completed_on`` the days that they tell.
    """

    codes: npt.NDArray[np.int8]
    texts: Column
    completed_on: Days


@dataclass
class _Word:
    """One status word of the column, however its cells spell it."""

    text: str
    reading: StatusReading
    rows: list[int] = field(default_factory=list)


def read_statuses(plan: SheetPlan, done: Flags) -> StatusColumn:
    """Read the status column, each word that its user gives a meaning as that.

    ``done`` are the rows that are complete by their date or percentage if their status is blank.
    ``unknown`` as a word's meaning leaves it as it was read, and unasked.
    """
    column = _percentages_as_shown(plan, plan.column("status"))
    column, place = _told_by_timescales(plan, column)
    column, place = with_fills(plan, column, place)
    own = {normal(word): group for word, group in plan.choices.statuses.items()}
    typed = [text for text in column.different_texts() if text]
    asks = _asks_if_done(plan)
    # An x is a cross beside ticks, yes or no; else it marks what is done.
    crosses = asks and any(text.strip().casefold() in ANSWERS for text in typed)
    day_first = plan.choices.day_first
    if day_first is None:
        day_first = not any(each.month_first for each in (*plan.dates.values(), *plan.later))

    @cache
    def key() -> dict[str, str]:  # which is looked for where a word needs it
        return {} if plan.columns.own_download else read_key(plan, typed)

    def read(text: str | None) -> StatusReading:
        meant = own.get(normal(text or ""), "unknown")
        if meant != "unknown":
            return StatusReading(meant, "exact")
        if asks and (text or "").strip().casefold() == "x":
            return StatusReading("in_progress" if crosses else "complete", "mark")
        if (text or "").strip().casefold() in TICKS:
            return StatusReading("complete", "yes_no") if asks else StatusReading(None, "tick")
        if (text or "").strip() in NO_TICKS:
            return StatusReading("not_started", "phrase")
        reading = read_status(text or "", yes_no=asks, day_first=day_first)
        if reading.how in ("colour", "fill", "unknown"):
            said = key().get(word_of(text or ""), "")
            group = meaning(said)
            return StatusReading(group, "key", said) if group else reading
        return reading

    column, against, asked_of = _with_resolutions(plan, column, read, done)
    readings = [_beside(read(text), against.get(text or "")) for text in column.different_texts()]
    words = _words(column, readings, asked_of)
    _say(plan, place, list(words.values()))
    for name, word in words.items():
        if name not in own and _choices(word.reading, word.text):
            _ask(plan, place, word, key().get(word_of(word.text), ""))
    days = (np.datetime64(r.completed_on, "s") if r.completed_on else _NEVER for r in readings)
    return StatusColumn(
        column.spread(map(_code, readings), np.int8), column, column.spread(days, "datetime64[s]")
    )


_NEVER = np.datetime64("NaT", "s")


def _words(
    column: Column, readings: Sequence[StatusReading], but: Sequence[int]
) -> dict[str, _Word]:
    """The words of which something must be said, those spelt alike together, with their rows.

    ``but`` are rows of which all is said already.
    """
    words: dict[str, _Word] = {}
    keys = [
        None if reading.how in ("exact", "blank", "yes_no") else normal(text or "") or text
        for text, reading in zip(column.different_texts(), readings, strict=True)
    ]
    for key, text, reading in zip(keys, column.different_texts(), readings, strict=True):
        if key and text:
            words.setdefault(key, _Word(text, reading))
    numbers = {key: number for number, key in enumerate(words)}
    of_rows = column.spread((numbers.get(key or "", -1) for key in keys), np.int64)
    of_rows[but] = -1
    order = np.argsort(of_rows, kind="stable")
    rows = np.split(order, np.searchsorted(of_rows[order], range(len(words))))[1:]
    for word, its in zip(words.values(), rows, strict=True):
        word.rows = its.tolist()
    return {key: word for key, word in words.items() if word.rows}


def _code(reading: StatusReading) -> int:
    if reading.how == "blank":
        return BLANK
    if reading.how in ("colour", "fill", "tick"):  # completion and percentage come first
        return COLOUR
    return STATUS_GROUPS.index(reading.group or "unknown")


def _asks_if_done(plan: SheetPlan) -> bool:
    """Whether the column's heading asks whether the action is done, so that yes answers it."""
    place = plan.columns.fields.get("status")
    if place is None or not plan.columns.yes_no:
        return False
    return _ASKS_WHAT_IS_LEFT.search(plan.table.names[place]) is None


def _percentages_as_shown(plan: SheetPlan, column: Column) -> Column:
    """The column with numbers in a percentage format as they are shown: 0.6 as 60%."""
    place = plan.columns.fields.get("status")
    if place is None:
        return column
    rows = plan.rows_of(plan.table.sheet.percent_cells, place)
    shown = {
        row: f"{cell * 100:g}%"
        for row in np.flatnonzero(rows).tolist()
        if isinstance(cell := column[row], float)
    }
    return column.replaced(shown) if shown else column


def _told_by_timescales(plan: SheetPlan, column: Column) -> tuple[Column, int | None]:
    """The statuses, and their column; without one the completions told in place of timescales."""
    place = plan.columns.fields.get("status")
    due = plan.columns.fields.get("original_due")
    if place is not None or due is None:
        return column, place
    cells = plan.cells["original_due"]
    done = [
        text is not None and read_status(text).group in DONE for text in cells.different_texts()
    ]
    rows = np.flatnonzero(cells.spread(done, bool)).tolist()
    return (column.replaced({row: cells[row] for row in rows}), due) if rows else (column, None)


def _with_resolutions(
    plan: SheetPlan, column: Column, read: Callable[[str | None], StatusReading], told: Flags
) -> tuple[Column, dict[str, str], list[int]]:
    """The statuses, and of those beside which a resolution says otherwise the group that stands.

    With the rows whose status is not understood, taken from a resolution, which is asked of here.

    "Done" beside "Won't do" is "Done – Won't do", withdrawn; where no status stands, a response
    that is nothing but "Not agreed" is the status, unless the row is ``told`` to be complete and
    what it says goes with that, as "No further action" does.
    """
    status, both = plan.columns.fields.get("status"), dict[int, Cell]()
    if plan.columns.own_download:
        return column, {}, []
    groups = column.map_texts(lambda text: read(text).group)
    done, left = np.isin(groups, DONE), np.isin(groups, OPEN)
    against: dict[str, str] = {}
    asked_of: list[int] = []
    for place, heading in enumerate(plan.table.names):
        cells = plan.table.columns[place][plan.rows.kept]
        answered = _answered_no(plan, place, cells)
        if answered is not None:
            cells = answered
        elif place == status or not (
            headings.is_resolution(heading) or _is_response(plan, place, cells)
        ):
            continue
        over, wholly = (cells.map_texts(of, bool) for of in (_says_over, _is_over))
        rows = np.flatnonzero((done & over & (answered is None)) | (left & wholly)).tolist()
        both |= {row: f"{column.texts[row]} – {cells.texts[row]}" for row in rows}
        against |= {str(both[row]): "withdrawn" if done[row] else groups[row] for row in rows}
        failed = cells.map_texts(lambda text: normal(text or "") in _FAILED, bool)
        ended = told & (cells.map_texts(_goes_with_done, bool) | (answered is not None))
        alone = np.flatnonzero(((wholly & ~ended) | failed) & ~column.filled).tolist()
        both |= {row: cells.texts[row] for row in alone}
        asked_of += [row for row in alone if failed[row]]
        _ask_of_responses(plan, place, cells, alone, read)
    return (column.replaced(both) if both else column), against, asked_of


def _beside(reading: StatusReading, stands: str | None) -> StatusReading:
    """A reading with what a resolution beside it makes stand; what the user said stands."""
    if not stands or reading.how == "exact":
        return reading
    return (
        replace(reading, group=stands, how="against") if "withdrawn" in reading.groups else reading
    )


def _says_over(text: str | None) -> bool:
    return not _OVER.isdisjoint(read_status(text or "").groups)


def _is_over(text: str | None) -> bool:
    """Whether a text says nothing but that nothing is to be done."""
    reading = read_status(text or "")
    return reading.group == "withdrawn" and reading.how in ("exact", "phrase")


def _goes_with_done(text: str | None) -> bool:
    return read_status(f"Complete – {text}").group in DONE


_ASKS_IF = re.compile(
    r"(?:is )?(?P<active>active|in force)(?: (?:y n|yes no|flag))?|"
    r".*\b(?P<agreed>agreed|accepted|supported)(?: (?:y n|yes no|or not))?"
)
"""Headings, as compared, that ask whether a task is one still, or whether it was agreed."""
_NO = frozenset(("no", "n", "false"))
_YES_OR_NO = _NO | {"yes", "y", "true"}


def _answered_no(plan: SheetPlan, place: int, cells: Column) -> Column | None:
    """Of an unused column that asks whether a task is active, or agreed, where it says no.

    "Not active" is withdrawn; "Agreed: no" may be agreed yet.
    """
    heading = plan.table.names[place]
    asks = None if place in plan.columns.used else _ASKS_IF.fullmatch(headings.normal(heading))
    if not asks or not (asks["active"] or _is_own(heading)):
        return None
    if not {text.casefold() for text in cells.different_texts() if text} <= _YES_OR_NO:
        return None
    says = "Not active" if asks["active"] else f"{asks['agreed'].capitalize()}: no"
    return column_of([says if text and text.casefold() in _NO else "" for text in cells.texts])


def _is_own(heading: str) -> bool:
    """Whether a heading is of the action itself: "Accepted (Y/N)", not "Extension agreed"."""
    return not doubt_of(re.sub(r"(?i)\by\W*n\b|yes\W*no|\baccepted\b|\bsupported\b", "", heading))


def _is_response(plan: SheetPlan, place: int, cells: Column) -> bool:
    """Whether an unused column holds only whether something is agreed, and some of it is not.

    Its heading names nothing else: it has no words but those of its cells ("Agreed / rejected"),
    or of the action.
    """
    if place in plan.columns.used or len(cells.used) > _MOST_RESPONSES:
        return False
    texts = [text for text in cells.different_texts() if text]
    told = [read_status(text).groups for text in texts]
    name = headings.normal(plan.table.names[place])
    own = " ".join(["or and part partly partially", *map(headings.normal, texts)])
    named = _stems(re.sub(r"\d", "", name)) <= _stems(own)
    both = {"asked", "withdrawn"} == {group for groups in told for group in groups}
    return all(told) and both and (named or not doubt_of(name))


def _stems(words: str) -> set[str]:
    return {word[:5] for word in words.split()}


def _ask_of_responses(
    plan: SheetPlan,
    place: int,
    cells: Column,
    rows: Sequence[int],
    read: Callable[[str | None], StatusReading],
) -> None:
    """Say and ask of responses that stand for a status."""
    words: dict[str, _Word] = {}
    for row in rows:
        text = cells.texts[row]
        words.setdefault(normal(text), _Word(text, read(text))).rows.append(row)
    for word in words.values():
        withdrawn = word.reading.group == "withdrawn"
        word.reading = replace(word.reading, how="against") if withdrawn else word.reading
        label = STATUS_LABELS[word.reading.group or "unknown"]
        said = _SAID["response" if word.reading.group else "unknown"]
        plan.tell(said, "status", word.rows, column=place, label=label)
        if withdrawn or not word.reading.group:
            _ask(plan, place, word, "")


_SAID = sayings("status_column")


def _say(plan: SheetPlan, place: int, words: Sequence[_Word]) -> None:
    told: dict[tuple[str, str], _Word] = {}
    for word in words:
        if word.reading.how in _SAID and word.reading.how != "fill":
            more = word.reading.how == "more"
            key = ("more", word.reading.group or "") if more else ("", word.text)
            told.setdefault(key, _Word(word.text, word.reading)).rows.extend(word.rows)
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


def _ask(plan: SheetPlan, place: int, word: _Word, said: str) -> None:
    """Ask what it means, once though two columns hold it.

    ``said`` is what the sheet's key says of it, which was not understood.
    """
    choices, kind = _choices(word.reading, word.text), QuestionKind.STATUS_WORD
    also = [each for each in plan.questions if each.kind is kind and each.choices == choices]
    plan.questions[:] = [each for each in plan.questions if each not in also]
    cells = (*(cell for each in also for cell in each.cells), *plan.addresses(place, word.rows))
    where = "1 action has it" if len(cells) == 1 else f"{len(cells)} actions have it"
    asks = f"What does the status “{word.text}” mean? {where}."
    asks += f" The sheet's own key says “{shortened(said)}”." if said else ""
    plan.questions.append(Question(kind, asks, plan.name, cells, choices))


def _choices(reading: StatusReading, text: str) -> tuple[Choice, ...]:
    """What a word may mean, what stands first; nothing where no answer would complete it."""
    stands = Choice("Open", {"statuses": {text: "in_progress"}}, stands=True)
    likely = [group for group in reading.groups if group in (*DONE, "withdrawn")]
    over: list[str] = []
    if reading.how == "against":
        now = reading.group or "unknown"
        stands = Choice(STATUS_LABELS[now], {"statuses": {text: now}}, stands=True)
        over, likely = ["in_progress" if now == "withdrawn" else "withdrawn"], []
    elif reading.how == "waiting":
        stands = Choice(
            STATUS_LABELS["awaiting_sign_off"],
            {"statuses": {text: "awaiting_sign_off"}},
            stands=True,
        )
    elif reading.how in ("colour", "fill", "tick"):
        colour = normal(text).removesuffix(" fill")
        if colour in WARM_COLOURS:
            return ()
        says = "As the completion date or percentage says, else open"
        stands = Choice(says, {"statuses": {text: "unknown"}}, stands=True)
        over = [] if colour in DONE_COLOURS or reading.how == "tick" else ["withdrawn"]
    elif reading.how != "unknown":
        return ()
    elif (
        not likely
        or not {*ASKED}.isdisjoint(reading.groups)
        or not CLOSED.isdisjoint(normal(text).split())
    ):
        over = ["withdrawn"]
    groups = dict.fromkeys([*likely, "complete", *over])
    others = [Choice(STATUS_LABELS[group], {"statuses": {text: group}}) for group in groups]
    return (stands, *others)
