"""What a column holds, and how well that goes with each field."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import islice

import numpy as np

from tracker.book import Cell, Column
from tracker.reading import headings, markings, statuses
from tracker.reading.banners import scope_of
from tracker.reading.dates import DateReading, read_date, read_day, read_number
from tracker.reading.expressions import expressions
from tracker.reading.heading_words import date_kind, doubt_of
from tracker.reading.percentages import share_of_percentages
from tracker.vocabulary import tables_beside

_IS = expressions("contents")

SAMPLE = 200
"""Filled rows of a column that are looked at, spread over all of it, to see what it holds."""

FIRST = 40
"""Different values among which there must be a date before a column is looked through for them."""

LONG = 40
"""Characters on average from which a column holds sentences, not names or numbers."""

MOST_WORDS = 60
"""Different values beyond which a column is too varied to be looked through for status words."""

_MOST_GRADES = 8
_LONGEST_DATE = 80
_SEVERAL = 3
_SECONDS = 60  # numbers that are all multiples of it count time; days without a format do not

_NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)?")
_BY_YEAR = re.compile(r"(?:19|20)\d\d[-/.]\d{1,4}")
_PERCENT = re.compile(r"\d{1,3}(?:[.,]\d+)? ?%")
_YES_NO = frozenset("yes no y n true false ydy na".split())
_TICKS = frozenset("x✓✔☑✅")
_WORDED = ("exact", "phrase", "waiting")

_MARKS = frozenset("○◔◑◐◒◓◕●◯⬤⚪⚫🔵🟢🟡🟠🔴🟣🟦🟩🟨🟧🟥⬛⬜■□▪▫")


@dataclass
class Contents:
    """What one column holds; ``percent_format`` is whether its cells are shown as percentages.

    Shares are of the rows looked at, from 0 to 1, and 0 where the column is blank.
    """

    cells: Column
    percent_format: bool = False

    @cached_property
    def _sample(self) -> dict[int, int]:
        """The codes of the rows looked at, and how many of them have each."""
        filled = np.flatnonzero(self.cells.filled)
        return Counter(self.cells.codes[filled[:: -(-len(filled) // SAMPLE) or 1]].tolist())

    @cached_property
    def counts(self) -> dict[Cell, int]:
        """The different values that are not blank and how many of the rows have each."""
        cells = self.cells.distinct.cells[list(self._sample)].tolist()
        return dict(zip(cells, self._sample.values(), strict=True))

    @cached_property
    def rows(self) -> int:
        """How many rows are looked at."""
        return sum(self._sample.values())

    @cached_property
    def texts(self) -> list[str]:
        """The different values as text."""
        texts: list[str] = self.cells.distinct.texts[list(self._sample)].tolist()
        return texts

    @cached_property
    def length(self) -> float:
        """Mean length of the different values, in characters."""
        return sum(map(len, self.texts)) / max(len(self.texts), 1)

    @cached_property
    def numbers(self) -> list[float]:
        """The different values that are plain numbers."""
        return [float(t.replace(",", ".")) for t in self.texts if _NUMBER.fullmatch(t)]

    def share(self, of: Callable[[Cell], bool]) -> float:
        """The share of the rows whose value is so."""
        return sum(n for cell, n in self.counts.items() if of(cell)) / max(self.rows, 1)

    def share_of_texts(self, of: Callable[[str], object]) -> float:
        """The share of the rows whose text is so."""
        texts = zip(self.texts, self._sample.values(), strict=True)
        return sum(n for text, n in texts if of(text)) / max(self.rows, 1)

    @cached_property
    def counts_time(self) -> bool:
        """Whether all are numbers of seconds or minutes rather than days of a calendar."""
        every = len(self.numbers) == len(self.counts) > 1
        return every and all(number % _SECONDS == 0 for number in self.numbers)

    @cached_property
    def dates(self) -> float:
        """The share of dates; none where they are numbers that count time."""
        dates = ("date", "from_publication")
        if not any(date_of(value).outcome in dates for value in islice(self.counts, FIRST)):
            return 0.0
        return self.share(lambda v: date_of(v).outcome in dates) * (not self.counts_time)

    @cached_property
    def numbered_by_year(self) -> bool:
        """Whether all are different texts such as "2023-01" or "2023/014"."""
        every = all(isinstance(cell, str) and _BY_YEAR.fullmatch(cell) for cell in self.counts)
        return every and len(self.counts) == self.rows

    @cached_property
    def like_dates(self) -> float:
        """The share of dates and of words that stand where a date would."""
        none = ("unclear", "blank")
        quarters = self.share_of_texts(_IS["quarter"].fullmatch)
        dates = self.share(lambda v: date_of(v).outcome not in none) * (not self.counts_time)
        return dates + quarters

    @cached_property
    def percents(self) -> float:
        """The share that carry a percent sign, or are shown with one, and numbers among such."""
        signed = self.share_of_texts(_PERCENT.fullmatch)
        if not self.percent_format and not (signed and all(0 <= n <= 100 for n in self.numbers)):
            return signed
        return signed + self.share(lambda value: isinstance(value, float))

    def how(self, *hows: str) -> float:
        """The share that are read as a status in one of these ways (:class:`StatusReading`)."""
        if len(self.texts) > MOST_WORDS or self.length > LONG:
            return 0.0
        return self.share_of_texts(lambda text: statuses.read_status(text).how in hows)

    @cached_property
    def tells_status(self) -> bool:
        """Whether its words alone show a status: most are, and they are of several groups."""
        if self.how(*_WORDED) < 0.6:
            return False
        return len({statuses.read_status(text).group for text in self.texts} - {None}) > 1

    @cached_property
    def repeats_status(self) -> bool:
        """Whether its texts say how far something is, and stand again as no account of it does."""
        few = 2 * len(self.texts) <= self.rows
        return few and self.how(*_WORDED, "more", "percent") == 1 and self.how(*_WORDED) > 0

    @cached_property
    def tells_done(self) -> bool:
        """Whether some of its texts say that an action is complete, or begin with that."""
        read = map(statuses.read_status, self.texts)
        hows = _WORDED if "percents" in self.facts else (*_WORDED, "percent")
        told = any(each.group in statuses.DONE and each.how in hows for each in read)
        return told or any(map(statuses.begins_done, self.texts))

    @cached_property
    def is_status(self) -> bool:
        """Whether each of several rows is a status word and nothing else."""
        return self.rows >= _SEVERAL and self.how(*_WORDED) == 1

    @cached_property
    def like_status(self) -> bool:
        """Whether two in five of its words, colours too, show a status, and not the same one.

        So may several marks, such as circles filled in part.
        """
        if self.marks:
            return True
        if self.how(*_WORDED, "colour") < 0.4:
            return False
        readings = zip(self.texts, map(statuses.read_status, self.texts), strict=True)
        told = {text if read.how == "colour" else read.group for text, read in readings}
        return self.is_status or len(told - {None}) > 1

    @cached_property
    def grades(self) -> bool:
        """Whether it is a few sentences on several rows, most of them of how far something is."""
        if self.length <= LONG or not 1 < len(self.texts) <= min(_MOST_GRADES, self.rows / 2):
            return False
        told = [statuses.read_status(text).groups for text in self.texts]
        return sum(map(bool, told)) > len(told) / 2 and len({*told} - {()}) > 1

    @cached_property
    def answers(self) -> bool:
        """Whether all are yes or no, or ticks."""
        texts = {text.casefold() for text in self.texts}
        return bool(texts) and (texts <= _YES_NO or texts <= _TICKS)

    @cached_property
    def marks(self) -> bool:
        """Whether it is a few different circles or squares, coloured or filled in part."""
        marked = all(text.strip("\ufe0f ") in _MARKS for text in self.texts)
        return marked and 1 < len(self.texts) <= self.rows - 1

    @cached_property
    def facts(self) -> frozenset[str]:
        """What the table of evidence asks of a column's contents."""
        rows, different = self.rows, len(self.counts)
        varied = different / max(rows, 1)
        ranks = all(_IS["rank"].fullmatch(text) for text in self.texts)
        facts = {
            "blank": not different,
            "dates": self.dates >= 0.8,
            "percents": self.percents >= 0.8,
            "numbers": len(self.numbers) >= 0.8 * different,
            "status": self.tells_status or self.repeats_status or self.how(*_WORDED) == 1,
            "answers": self.answers,
            "marks": self.marks,
            "one": different == 1 and rows > 2,
            "repeats": varied < 0.9,
            "varied": varied >= 0.9,
            "ranks": ranks,
            "labels": ranks or (varied < 0.7 and rows > 3 and self.length < LONG / 3),
            "brief": self.length < 3,
            "short": self.length < LONG / 2,
            "wordy": self.length > LONG / 2,
            "long": self.length > LONG,
            "very long": self.length > 2 * LONG,
        }
        return frozenset(fact for fact, true in facts.items() if true)


def date_of(value: Cell) -> DateReading:
    """A cell of any kind read as a date, day first."""
    if isinstance(value, date):
        return read_day(value)
    if isinstance(value, float):
        return read_number(value)
    if isinstance(value, str) and len(value) < _LONGEST_DATE:
        return read_date(value)
    return DateReading("unclear")


AGAINST: dict[str, dict[str, float]] = tables_beside(__file__)
"""What a column holds that speaks against a field, and what is then left of its evidence."""


def fit(field: str, held: Contents, how: str) -> float:
    """How well what a column holds goes with a field: 1 as expected, 0 where it cannot be it.

    ``how`` is how its heading names the field (:class:`tracker.reading.headings.Match`).
    """
    if "blank" in held.facts:
        return AGAINST["every"]["blank"]
    if field == "reference" and how == "exact" and held.numbered_by_year:
        return 1.0
    if field == "status":
        return _status(held, how)
    if field == "percent_complete":
        return _percent_complete(held, how)
    if field == "priority":
        ranks = held.share_of_texts(_IS["rank"].fullmatch)
        return ranks if how == "exact" else float(ranks >= 0.5)
    if field == "restricted":
        return float(markings.share_of_markings(held.texts) >= 0.5)
    if field == "scope":
        return float(any(map(scope_of, held.texts)))
    against = AGAINST["every"] | AGAINST.get(f"{how} {field}", AGAINST.get(field, {}))
    return min((against[fact] for fact in held.facts if fact in against), default=1.0)


def _status(held: Contents, how: str) -> float:
    words = held.how(*_WORDED)
    if "dates" in held.facts or (how != "exact" and "long" in held.facts):
        return 0.0
    if how == "asks":
        told = held.share_of_texts(_answers)
        return 1.0 if held.answers or "numbers" in held.facts else min(1.0, 2 * told)
    if how == "weak":
        percents = held.how("percent") * (words > 0)
        told = held.tells_status or held.repeats_status
        return float(told or words + held.how("colour") + percents >= 0.5)
    return 0.4 if "long" in held.facts else 0.6 + 0.4 * words


def _answers(text: str) -> bool:
    """Whether a text answers whether it is done, in whatever words."""
    return statuses.read_status(text, yes_no=True).how in (*_WORDED, "yes_no", "mark", "percent")


def _percent_complete(held: Contents, how: str) -> float:
    """A heading that only hints at it needs percent signs, or numbers that are no mere rank."""
    if how == "weak":
        numbers = held.numbers
        whole = len(numbers) == len(held.counts) and min(numbers) >= 0 and max(numbers) <= 100
        likely = whole and (max(numbers) > 10 or any(0 < number < 1 for number in numbers))
        return 2.0 if held.percents >= 0.5 else float(likely)
    share = share_of_percentages(list(held.counts))
    return 1.0 if share >= 0.5 else 0.5 if how == "exact" and not held.tells_status else 0.0


def alone(held: Contents) -> dict[str, float]:
    """The fields that contents alone show, where a heading says nothing (evidence, 0 to 100)."""
    if held.dates >= 0.5:
        return {}
    roles = held.share_of_texts(_IS["role"].search)
    return {
        "status": 40 * max(held.marks, held.how(*_WORDED) * (held.tells_status or held.is_status)),
        "restricted": 35.0 * markings.are_markings(held.texts),
        "owner": 30.0 * (roles >= 0.8 and "long" not in held.facts),
    }


def asks_whether_done(name: str, held: Contents) -> bool:
    """Whether a column answers yes or no, or with a tick, to "is it done?"."""
    text = headings.normal(name)
    if (
        not _IS["done_words"].search(text)
        or _IS["not_done_words"].search(text)
        or doubt_of(name, _IS["done_words"])
    ):
        return False
    question = re.search(r"\b(?:y n|yes no)\b|^(?:is|has)\b", text)
    asks = re.search(r"\?\s*(?:\([^()]*\))?$", name) is not None or question is not None
    return asks or held.answers or _IS["done_words"].fullmatch(text) is not None


def perhaps(name: str, held: Contents) -> set[str]:
    """The fields that a column may be by its contents, but is not by its heading's words.

    Status words or answers under "Evidence status" or "Evidence complete?" are of something else;
    percentages that do not say of what are of nothing that is known.
    """
    doubt, text = doubt_of(name), headings.normal(name)
    done = held.answers and _IS["done_words"].search(text) and not asks_whether_done(name, held)
    status = doubt in ("another", "held", "thing") and (held.tells_status or held.is_status)
    status |= held.grades and not headings.matches(name)
    percent = held.percents == 1 and doubt != "another" and not date_kind(name)
    found = {"status": done or status, "percent_complete": percent, "owner": doubt == "another"}
    return {name for name, so in found.items() if so}
