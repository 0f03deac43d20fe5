"""A status column to the groups of its rows, with what must be said and asked of its words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import numpy.typing as npt

from tracker.book import Column, Flags
from tracker.reading.date_columns import Days
from tracker.reading.expressions import expressions
from tracker.reading.fills import tells_in_words, with_fills
from tracker.reading.resolutions import with_resolutions
from tracker.reading.sheet_plan import SheetPlan
from tracker.reading.status_key import meaning, read_key, word_of
from tracker.reading.status_questions import OF_TIMING, Word, ask_words, say_words
from tracker.reading.statuses import (
    ANSWERS,
    CLOSED,
    DONE,
    NO_TICKS,
    OPEN,
    TICKS,
    StatusReading,
    normal,
    read_status,
)
from tracker.vocabulary import STATUS_GROUPS

BLANK, COLOUR = -1, -2
"""In place of a group: no status; a colour alone, in progress unless another cell says complete."""

_ASKS_WHAT_IS_LEFT = re.compile(r"\b(?:outstanding|open|overdue|remaining|incomplete|not)\b", re.I)


@dataclass(frozen=True)
class StatusColumn:
    """Each row's ``codes``: a group's place in ``STATUS_GROUPS``, or ``BLANK`` or ``COLOUR``.

    ``texts`` are its words (or a fill's colour), ``completed_on`` the days that they tell,
    the last of a period, and ``completed_from`` its first.
    """

    codes: npt.NDArray[np.int8]
    texts: Column
    completed_on: Days
    completed_from: Days


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

    short, timings = _is_short(column, done), _timings(column, done)

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
            reading = StatusReading(*(("complete", "yes_no") if asks else (None, "tick")))
        elif (text or "").strip() in NO_TICKS:
            return StatusReading("not_started", "phrase")
        elif text in timings:
            reading = StatusReading(None, "unknown", OF_TIMING, ("asked",))
        else:
            reading = read_status(text or "", yes_no=asks, day_first=day_first)
        if reading.how in ("colour", "fill", "unknown", "tick"):
            said = key().get(word_of(text or ""), "")
            group = meaning(said)
            return StatusReading(group, "key", said) if group else reading
        if reading.word == "resolved" and short:
            return replace(reading, group="awaiting_sign_off", how="short")
        return reading

    column, against, asked_of = with_resolutions(plan, column, read, done)
    readings = [
        against[text] if text in against and normal(text) not in own else read(text)
        for text in column.different_texts()
    ]
    readings = _of_entries(column.different_texts(), readings)
    words = _words(column, readings, asked_of)
    say_words(plan, place, [*words.values()])
    open_ = [word for name, word in words.items() if name not in own]
    ask_words(plan, place, open_, lambda word: key().get(word_of(word.text), ""))
    return StatusColumn(
        column.spread(map(_code, readings), np.int8), column, *_days(column, readings)
    )


_NEVER = np.datetime64("NaT", "s")


def _days(column: Column, readings: Sequence[StatusReading]) -> tuple[Days, Days]:
    """The last and the first day on which each row says that it was completed."""
    told = [reading.completed for reading in readings]
    ends, begins = (
        column.spread((np.datetime64(day, "s") if day else _NEVER for day in days), "datetime64[s]")
        for days in ([r and r.day for r in told], [r and r.begins for r in told])
    )
    return ends, begins


_ENTRY = expressions("status_column")["entry"]
"""How an account of a day begins: "12/04/2016: "."""


def _of_entries(
    texts: Sequence[str | None], readings: Sequence[StatusReading]
) -> list[StatusReading]:
    """The readings; where what is open begins with a day too, that is none of a completion."""
    entries = [bool(_ENTRY.match(text or "")) for text in texts]
    told = [*zip(readings, entries, strict=True)]
    if not any(entry and reading.group in OPEN for reading, entry in told):
        return [*readings]
    return [replace(reading, completed=None) if entry else reading for reading, entry in told]


def _is_short(column: Column, done: Flags) -> bool:
    """Whether "resolved" may be short of done: others are closed, and some have no day of it."""
    words = [read_status(text or "").word for text in column.different_texts()]
    resolved = column.spread([word == "resolved" for word in words], bool)
    return not CLOSED.isdisjoint({*words} - {"resolved"}) and not done[resolved].all()


_TIMINGS = frozenset(
    "late; early; delayed; delay; slipped; on time; on target; off target; on schedule; "
    "behind schedule; ahead of schedule".split("; ")
)


def _timings(column: Column, done: Flags) -> set[str]:
    """The words of whether something was in time that stand only where there is a day of it."""
    timed = [text for text in column.different_texts() if normal(text or "") in _TIMINGS]
    return {text for text in timed if text and done[column.texts == text].all()}


def _words(
    column: Column, readings: Sequence[StatusReading], but: Sequence[int]
) -> dict[str, Word]:
    """The words of which something must be said, those spelt alike together, with their rows.

    ``but`` are rows of which all is said already.
    """
    words: dict[str, Word] = {}
    keys = [
        None if reading.how in ("exact", "blank", "yes_no") else normal(text or "") or text
        for text, reading in zip(column.different_texts(), readings, strict=True)
    ]
    for key, text, reading in zip(keys, column.different_texts(), readings, strict=True):
        if key and text:
            words.setdefault(key, Word(text, reading))
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
    """The statuses, and their column; without one the completions told in place of timescales.

    So where the status is a colour alone.
    """
    place = plan.columns.fields.get("status")
    due = plan.columns.fields.get("original_due")
    if due is None or due == place or tells_in_words(column):
        return column, place
    cells = plan.cells["original_due"]
    done = [
        text is not None and read_status(text).group in DONE for text in cells.different_texts()
    ]
    rows = np.flatnonzero(cells.spread(done, bool)).tolist()
    told = column.replaced({row: cells[row] for row in rows}) if rows else column
    return told, due if rows and place is None else place
