"""What a column holds, how well that goes with each field, and the columns chosen."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import numpy as np

from tracker.book import Cell, Column, as_text
from tracker.reading import headings, markings, percentages, statuses
from tracker.reading.choices import Question
from tracker.reading.date_headings import DateKind
from tracker.reading.dates import DateReading, read_date, read_day, read_number
from tracker.reading.findings import Severity
from tracker.reading.kinds import FindingKind

SAMPLE = 400
"""Filled rows of a column that are looked at, spread over all of it, to see what it holds."""

LONG_TEXT = 40
"""Characters on average from which a column holds sentences, not names or numbers."""

MOST_WORDS = 60
"""Different values beyond which a column is too varied to be looked through for status words."""

_LONGEST_DATE = 80
_WORDED = ("exact", "phrase", "waiting")
_SECONDS = 60
"""Numbers that are all multiples of this count time; days that lost their format are not."""

_ROLES = re.compile(
    r"\b(?:head|manager|officer|director|lead|chief|superintendent|supt|inspector|insp|dci|sergeant|sgt|"
    r"commander|assistant|deputy|coordinator|team|administrator|clerk|governor|nurse|matron|caretaker|"
    r"engineer|analyst|secretary|sponsor|pennaeth|rheolwr|swyddog|cyfarwyddwr|arweinydd)\b",
    re.IGNORECASE,
)
_DONE_WORDS = re.compile(
    r"\b(?:implemented|delivered|achieved|completed?|closed|done|finished|discharged|resolved|"
    r"actioned|fixed|met|cwblhawyd)\b"
)
_NOT_DONE_WORDS = re.compile(r"\b(?:not|yet|to be|outstanding|incomplete|overdue|open|further)\b")
_PERCENT = re.compile(r"\d{1,3}(?:[.,]\d+)? ?%")
_NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)?")
_TICKS = frozenset("x✓✔☑✅")
_YES_NO = frozenset(("yes", "no", "y", "n", "true", "false", "ydy", "nac ydy", "ie", "na"))


@dataclass
class Profile:
    """What one column holds; ``percent_format`` is whether its cells are shown as percentages.

    Shares are of the rows looked at, from 0 to 1, and 0 where the column is blank.
    """

    cells: Column
    percent_format: bool = False

    @cached_property
    def counts(self) -> Counter[Cell]:
        """The different values that are not blank and how many of the rows have each."""
        filled = np.flatnonzero(self.cells.filled)
        rows = filled[:: -(-len(filled) // SAMPLE) or 1]
        return Counter(self.cells[rows])

    @cached_property
    def values(self) -> list[Cell]:
        return list(self.counts)

    @cached_property
    def texts(self) -> list[str]:
        return [as_text(value) for value in self.values]

    @cached_property
    def length(self) -> float:
        """Mean length of the different values, in characters."""
        return sum(map(len, self.texts)) / len(self.texts) if self.texts else 0.0

    def share(self, of: Callable[[Cell], bool]) -> float:
        """The share of the rows whose value is so."""
        return sum(n for cell, n in self.counts.items() if of(cell)) / (self.rows or 1)

    @cached_property
    def rows(self) -> int:
        """How many filled rows were looked at."""
        return sum(self.counts.values())

    @cached_property
    def dates(self) -> float:
        """The share of dates; none where they are numbers that count time."""
        return 0.0 if self.counts_time else self.share(_is_date)

    @cached_property
    def like_dates(self) -> float:
        """The share of dates and of words that stand where a date would."""
        outcomes = ("unclear", "blank")
        like = 0.0 if self.counts_time else self.share(lambda v: date_of(v).outcome not in outcomes)
        return like

    @cached_property
    def numbers(self) -> float:
        """The share of plain numbers."""
        return self.share(lambda value: number_of(value) is not None)

    @cached_property
    def counts_time(self) -> bool:
        """Whether all are numbers, and seconds or minutes rather than days of a calendar."""
        numbers = [number_of(value) for value in self.values]
        return len(numbers) > 1 and all(n is not None and n % _SECONDS == 0 for n in numbers)

    @cached_property
    def percents(self) -> float:
        """The share that carry a percent sign, or are shown with one."""
        if self.percent_format:
            return self.numbers
        return self.share(lambda value: _PERCENT.fullmatch(as_text(value)) is not None)

    @cached_property
    def could_be_percents(self) -> bool:
        """Whether all are numbers from 0 to 100, more than 0 and 1, and more than a rank's."""
        told = [number_of(value) for value in self.values]
        numbers = [number for number in told if number is not None]
        if len(numbers) < len(told) or not numbers or min(numbers) < 0 or max(numbers) > 100:
            return False
        return max(numbers) > 10 or any(0 < number < 1 for number in numbers)

    @cached_property
    def status_words(self) -> float:
        """The share of status words that are not mere colours, percentages or numbers."""
        if len(self.texts) > MOST_WORDS:
            return 0.0
        return self.share(lambda v: statuses.read_status(as_text(v)).how in _WORDED)

    @cached_property
    def colours(self) -> float:
        if len(self.texts) > MOST_WORDS:
            return 0.0
        return self.share(lambda value: statuses.read_status(as_text(value)).how == "colour")

    @property
    def tells_status(self) -> bool:
        """Whether its words alone show a status: several of them, of more than one group."""
        known = {statuses.read_status(text).group for text in self.texts[:MOST_WORDS]} - {None}
        return self.status_words >= 0.6 and len(known) > 1 and self.length < LONG_TEXT

    @cached_property
    def yes_no(self) -> bool:
        return bool(self.texts) and {text.casefold() for text in self.texts} <= _YES_NO

    @cached_property
    def ticks(self) -> bool:
        return bool(self.texts) and {text.casefold() for text in self.texts} <= _TICKS

    @cached_property
    def unique(self) -> float:
        """The share of different values among the rows."""
        return len(self.counts) / (self.rows or 1)

    @cached_property
    def roles(self) -> float:
        """The share that name a role: Head of Records, Training Manager."""
        names = self.share(lambda value: _ROLES.search(as_text(value)) is not None)
        return names if self.length < LONG_TEXT else 0.0


@dataclass(frozen=True)
class Remark:
    """What must be said of a column: it becomes a finding with the column's address."""

    severity: Severity
    kind: FindingKind
    column: int
    field: str
    problem: str


@dataclass
class Evidence:
    """How surely each column is each field by its heading, contents and neighbours.

    ``scores`` is from 0 to 100 by field and column, ``hows`` how a heading names the field
    (``contents`` where it says nothing). ``date_kinds`` is what the headings say of dates, the
    contents agreeing, ``settled`` the same once a bare "Completion date" is settled. ``free``
    are the columns that nobody chose and no download of ours names.
    """

    held: list[Profile]
    free: list[int]
    scores: dict[tuple[str, int], float] = field(default_factory=dict)
    hows: dict[tuple[str, int], str] = field(default_factory=dict)
    date_kinds: dict[int, DateKind] = field(default_factory=dict)
    settled: dict[int, DateKind] = field(default_factory=dict)


@dataclass
class Columns:
    """The columns chosen: ``fields`` (field to column), and those that need more than one.

    ``revised`` are the columns of later dates in order, ``yes_no`` whether the status column
    asks a question; ``own_download`` whether the tracker wrote the file, ``dropped`` its
    calculated columns there. ``remarks`` and ``questions`` are what must be said and asked.
    """

    names: Sequence[str]
    fields: dict[str, int] = field(default_factory=dict)
    revised: list[int] = field(default_factory=list)
    yes_no: bool = False
    own_download: bool = False
    dropped: frozenset[int] = frozenset()
    remarks: list[Remark] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)

    @property
    def used(self) -> set[int]:
        """The columns that a field is read from, or that are left out on purpose."""
        return {*self.fields.values(), *self.revised, *self.dropped}


def number_of(value: Cell) -> float | None:
    """The plain number that a cell is, ``None`` where it is none."""
    if isinstance(value, float):
        return value
    text = value.strip() if isinstance(value, str) else ""
    return float(text.replace(",", ".")) if _NUMBER.fullmatch(text) else None


def date_of(value: Cell) -> DateReading:
    """A cell of any kind read as a date, day first."""
    if isinstance(value, date):
        return read_day(value)
    if isinstance(value, float):
        return read_number(value)
    if isinstance(value, str) and len(value) < _LONGEST_DATE:
        return read_date(value)
    return DateReading("unclear")


def _is_date(value: Cell) -> bool:
    return date_of(value).outcome in ("date", "from_publication")


def fit(field: str, held: Profile, how: str) -> float:
    """How well what a column holds goes with a field: 1 as expected, 0 where it cannot be it.

    ``how`` is how its heading names the field (:class:`tracker.reading.headings.Match`).
    """
    if not held.values:
        return 0.8
    if held.dates >= 0.8 or (held.percents >= 0.8 and field not in ("percent_complete", "status")):
        return 0.0
    return _FITS.get(field, _text)(held, how)


def _text(held: Profile, how: str) -> float:
    if held.tells_status or held.yes_no:
        return 0.3
    return 0.2 if held.numbers >= 0.8 else 1.0


def _action(held: Profile, how: str) -> float:
    codes = held.numbers >= 0.8 or held.length < 3
    return 0.2 if codes or held.tells_status or held.yes_no else 1.0


def _reference(held: Profile, how: str) -> float:
    if held.length > LONG_TEXT or held.yes_no or (held.rows > 2 and len(held.values) == 1):
        return 0.0
    if how == "weak" and (held.unique < 0.9 or held.length > LONG_TEXT / 2):
        return 0.0
    return 0.7 + 0.3 * held.unique


def _owner(held: Profile, how: str) -> float:
    if held.length > 2 * LONG_TEXT or held.numbers >= 0.5 or held.yes_no or held.tells_status:
        return 0.0
    return 0.95 + 0.05 * held.roles


def _status(held: Profile, how: str) -> float:
    words = held.status_words
    if how == "asks" and (held.yes_no or held.ticks or held.numbers >= 0.8):
        return 1.0
    if held.length > LONG_TEXT and words < 0.5:
        return 0.4 if how == "exact" else 0.0
    if how == "weak":
        return 1.0 if held.tells_status or words + held.colours >= 0.5 else 0.0
    return 0.6 + 0.4 * words


def _percent_complete(held: Profile, how: str) -> float:
    share = percentages.share_of_percentages(held.values)
    if how == "weak":
        return 2.0 if held.percents >= 0.5 else 1.0 if held.could_be_percents else 0.0
    return 1.0 if share >= 0.5 else 0.5 if how == "exact" and not held.tells_status else 0.0


def _recommendation(held: Profile, how: str) -> float:
    return 0.3 if held.tells_status or held.yes_no else 1.0


def _recommendation_text(held: Profile, how: str) -> float:
    return _text(held, how) if held.length >= LONG_TEXT / 2 else 0.3


def _restricted(held: Profile, how: str) -> float:
    return float(markings.share_of_markings(held.texts) >= 0.5)


def _scope(held: Profile, how: str) -> float:
    return float(any(markings.scope_of(text) for text in held.texts))


def _any(held: Profile, how: str) -> float:
    return 1.0


_FITS: dict[str, Callable[[Profile, str], float]] = {
    "reference": _reference,
    "recommendation": _recommendation,
    "recommendation_text": _recommendation_text,
    "source": _recommendation,
    "scope": _scope,
    "action": _action,
    "owner": _owner,
    "status": _status,
    "percent_complete": _percent_complete,
    "restricted": _restricted,
    "risk": _any,
    "priority": _any,
    "dependency": _any,
}


def alone(held: Profile) -> dict[str, float]:
    """The fields that contents alone show, where a heading says nothing (evidence, 0 to 100)."""
    if held.dates >= 0.5 or not held.values:
        return {}
    return {
        "status": 40 * held.status_words * held.tells_status,
        "percent_complete": 35.0 * (held.percents == 1.0),
        "restricted": 35.0 * markings.are_markings(held.texts),
        "owner": 30 * held.roles * (held.roles >= 0.8),
    }


def asks_whether_done(name: str, held: Profile) -> bool:
    """Whether a column answers yes or no, or with a tick, to "is it done?"."""
    text = headings.normal(name)
    if not _DONE_WORDS.search(text) or _NOT_DONE_WORDS.search(text):
        return False
    asks = name.strip().endswith("?") or re.search(r"\b(?:y n|yes no|is)\b", text) is not None
    return asks or held.yes_no or held.ticks or _DONE_WORDS.fullmatch(text) is not None
