"""A status column to the groups of its rows, with what must be said and asked of its words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise

import numpy as np
import numpy.typing as npt

from tracker.book import Cell, Column
from tracker.reading.choices import Choice, Question, QuestionKind
from tracker.reading.date_columns import Days
from tracker.reading.expressions import MONTH
from tracker.reading.findings import sayings
from tracker.reading.headings import is_resolution
from tracker.reading.sheet_plan import SheetPlan
from tracker.reading.status_key import meaning, read_key
from tracker.reading.statuses import (
    ANSWERS,
    ASKED,
    CLOSED,
    DONE,
    DONE_COLOURS,
    WARM_COLOURS,
    StatusReading,
    normal,
    read_status,
)
from tracker.vocabulary import STATUS_GROUPS, STATUS_LABELS
from tracker.words import shortened

_OVER = frozenset(("withdrawn", "over"))
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


def read_statuses(plan: SheetPlan, chosen: Mapping[str, str]) -> StatusColumn:
    """Read the status column; ``chosen`` is the user's own meaning of words.

    ``unknown`` as a word's meaning leaves it as it was read, and unasked.
    """
    column = _percentages_as_shown(plan, plan.column("status"))
    column, place = _told_by_timescales(plan, column)
    column, place = _with_fills(plan, column, place)
    own = {normal(word): group for word, group in chosen.items()}
    key = {} if plan.columns.own_download else read_key(plan)
    asks = _asks_if_done(plan)
    # An x is a cross beside ticks, yes or no; else it marks what is done.
    answers = map(str.casefold, map(str.strip, filter(None, column.different_texts())))
    crosses = asks and any(text in ANSWERS for text in answers)
    month_first = [each.month_first for each in (*plan.dates.values(), *plan.later)]
    day_first = plan.day_first if plan.day_first is not None else not any(month_first)

    def read(text: str | None) -> StatusReading:
        meant = own.get(normal(text or ""), "unknown")
        if meant != "unknown":
            return StatusReading(meant, "exact")
        if asks and (text or "").strip().casefold() == "x":
            return StatusReading("in_progress" if crosses else "complete", "mark")
        reading = read_status(text or "", yes_no=asks, day_first=day_first)
        said = key.get(normal(text or "").removesuffix(" fill"))
        if said and reading.how in ("colour", "fill", "unknown") and (group := meaning(said)):
            return StatusReading(group, "key", said)
        return reading

    column, against = _with_resolutions(plan, column, read)
    readings = [
        replace(reading, group="withdrawn", how="against")
        if text in against and "withdrawn" in reading.groups and reading.how != "exact"
        else reading
        for text, reading in ((text, read(text)) for text in column.different_texts())
    ]
    words = _words(column, readings)
    _say(plan, place, list(words.values()))
    plan.questions.extend(
        _question(plan, place, word, key.get(name.removesuffix(" fill"), ""))
        for name, word in words.items()
        if name not in own and _choices(word.reading, word.text)
    )
    days = (np.datetime64(r.completed_on, "s") if r.completed_on else _NEVER for r in readings)
    return StatusColumn(
        column.spread(map(_code, readings), np.int8), column, column.spread(days, "datetime64[s]")
    )


_NEVER = np.datetime64("NaT", "s")


def _words(column: Column, readings: Sequence[StatusReading]) -> dict[str, _Word]:
    """The words of which something must be said, those spelt alike together, with their rows."""
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
    order = np.argsort(of_rows, kind="stable")
    rows = np.split(order, np.searchsorted(of_rows[order], range(len(words))))[1:]
    for word, its in zip(words.values(), rows, strict=True):
        word.rows = its.tolist()
    return words


def _code(reading: StatusReading) -> int:
    if reading.how == "blank":
        return BLANK
    if reading.how in ("colour", "fill"):  # completion and percentage come first
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
    plan: SheetPlan, column: Column, read: Callable[[str | None], StatusReading]
) -> tuple[Column, set[str]]:
    """The statuses, and those that are complete while a resolution beside them says otherwise.

    "Done" beside "Won't do" is "Done – Won't do".
    """
    status, both = plan.columns.fields.get("status"), dict[int, Cell]()
    if status is None or plan.columns.own_download:
        return column, set()
    done = column.map_texts(lambda text: read(text).group in DONE, bool)
    for place, heading in enumerate(plan.table.names):
        if place == status or not is_resolution(heading):
            continue
        cells = plan.table.columns[place][plan.rows.kept]
        over = cells.map_texts(
            lambda text: not _OVER.isdisjoint(read_status(text or "").groups), bool
        )
        rows = np.flatnonzero(done & over).tolist()
        both |= {row: f"{column.texts[row]} – {cells.texts[row]}" for row in rows}
    return (column.replaced(both) if both else column), {*map(str, both.values())}


def _with_fills(plan: SheetPlan, column: Column, place: int | None) -> tuple[Column, int]:
    """The statuses, the colour of a blank one's fill in its place ("amber fill"), and its column.

    Without a status column it is the one whose cells have the most fills, where most rows tell
    nothing of their status.
    """
    by_column = _fills(plan)
    if place is None and by_column and _lacks_statuses(plan):
        varied = [c for c, fills in by_column.items() if len(set(fills.values())) > 1]
        place = max(varied, key=lambda c: (len(by_column[c]), -c), default=None)
    fills = by_column.get(place, {}) if place is not None else {}
    blank = {row: colour for row, colour in fills.items() if not column.filled[row]}
    if not blank or place is None or plan.columns.own_download:
        return column, place or 0
    colours = list(blank.values())
    counts = ", ".join(f"{colour} {colours.count(colour)}" for colour in dict.fromkeys(colours))
    plan.tell(_SAID["fill"], "status", list(blank), column=place, value=counts, counts=counts)
    return column.replaced({row: f"{colour} fill" for row, colour in blank.items()}), place


def _fills(plan: SheetPlan) -> dict[int, dict[int, str]]:
    """By column the colour of each filled row, where the colours may tell something of the rows."""
    start = plan.table.sheet.start[1]
    by_column: dict[int, dict[int, str]] = {}
    for colour, cells in plan.table.sheet.fills.items():
        for column in cells:
            if 0 <= column - start < len(plan.table.columns):
                rows = np.flatnonzero(plan.rows_of(cells, column - start)).tolist()
                by_column.setdefault(column - start, {}).update(dict.fromkeys(rows, colour))
    groups = by_column.get(plan.columns.fields.get("recommendation", -1), {})
    painted = groups if _one_a_recommendation(plan, groups) else None
    return {
        column: dict(sorted(fills.items()))
        for column, fills in by_column.items()
        if fills and fills != painted and not _decorates(plan, column, fills)
    }


def _one_a_recommendation(plan: SheetPlan, fills: Mapping[int, str]) -> bool:
    """Whether each of several recommendations has rows of one colour, unlike the next one's."""
    if not fills:
        return False
    texts = plan.cells["recommendation"].texts
    blocks = [[*rows] for _, rows in groupby(sorted(fills), lambda row: texts[row])]
    if len(fills) < plan.size or len(blocks) < 3 or min(map(len, blocks)) < 2:
        return False
    colours = [{fills[row] for row in rows} for rows in blocks]
    return all(len(a) == len(b) == 1 and a != b for a, b in pairwise(colours))


def _decorates(plan: SheetPlan, column: int, fills: Mapping[int, str]) -> bool:
    """Whether fills are a table's or a Gantt chart's, or say what the cells' words say."""
    if _TIME.match(plan.table.names[column]):
        return True
    rows = sorted(fills)
    banded = all(below - above == 2 for above, below in pairwise(rows))
    plain = set(fills.values()) in ({"grey"}, {"blue"}) and len(rows) > 1
    if plain and (banded or len(rows) == plan.size):
        return True
    name = next((n for n, c in plan.columns.fields.items() if c == column), "")
    cells = plan.cells[name] if name in plan.cells else plan.table.columns[column][plan.rows.kept]
    texts = [cells.texts[row] for row in rows]
    meant = dict(zip(texts, fills.values(), strict=False))
    return len(meant) < len(rows) and all(
        text is not None and meant[text] == fills[row]
        for text, row in zip(texts, rows, strict=True)
    )


_TIME = re.compile(
    rf"\W*(?:w(?:ee)?k|w/[ce]|month|q|day)?\W*\d|[JFMASOND]$|{MONTH}\W*\d*$",
    re.IGNORECASE,
)
"""A heading of a week or month, as a Gantt chart has."""


def _lacks_statuses(plan: SheetPlan) -> bool:
    """Whether most rows have neither a completion date nor a percentage."""
    telling = ("completed_on", "percent_complete")
    told = [plan.cells[name].filled for name in telling if name in plan.cells]
    return int(np.any(told, axis=0).sum()) < plan.size / 2 if told else True


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


def _question(plan: SheetPlan, place: int, word: _Word, said: str) -> Question:
    """What it means; ``said`` is what the sheet's key says of it, which was not understood."""
    number = len(word.rows)
    letters = plan.table.sheet.letters(place)
    where = "1 action has it" if number == 1 else f"{number} actions have it"
    return Question(
        QuestionKind.STATUS_WORD,
        f"What does the status “{word.text}” mean? {where}."
        + (f" The sheet's own key says “{shortened(said)}”." if said else ""),
        plan.name,
        tuple(f"{letters}{row}" for row in plan.row_numbers()[word.rows].tolist()),
        _choices(word.reading, word.text),
    )


def _choices(reading: StatusReading, text: str) -> tuple[Choice, ...]:
    """What a word may mean, what stands first; nothing where no answer would complete it."""
    stands = Choice("Open", {"statuses": {text: "in_progress"}}, stands=True)
    likely = [group for group in reading.groups if group in (*DONE, "withdrawn")]
    over: list[str] = []
    if reading.how == "against":
        stands = Choice(STATUS_LABELS["withdrawn"], {"statuses": {text: "withdrawn"}}, stands=True)
        over, likely = ["in_progress"], []
    elif reading.how == "waiting":
        stands = Choice(
            STATUS_LABELS["awaiting_sign_off"],
            {"statuses": {text: "awaiting_sign_off"}},
            stands=True,
        )
    elif reading.how in ("colour", "fill"):
        colour = normal(text).removesuffix(" fill")
        if colour in WARM_COLOURS:
            return ()
        says = "As the completion date or percentage says, else open"
        stands = Choice(says, {"statuses": {text: "unknown"}}, stands=True)
        over = [] if colour in DONE_COLOURS else ["withdrawn"]
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
