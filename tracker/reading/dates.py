"""A cell of a date column: what day it says, how exactly, and what else it holds.

Every form in ``docs/reading.md`` is one row of :data:`FORMS`. A cell may hold one date in
words ("By 30 November 2015"), a range (its end counts), a date and what it was revised to, or
a time from publication ("Within six months"). Anything else is not a date, and says so.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from tracker.reading.date_forms import (
    BLOCKING,
    DONE,
    FORMS,
    HARMLESS,
    IMMEDIATELY,
    MONTHS,
    NO_DATE,
    NOT_APPLICABLE,
    NUMBERS,
    RANGE,
    RANGE_START,
    RELATIVE,
    REVISED,
    WAS,
)

MIN_YEAR, MAX_YEAR = 1900, 2199
"""Years outside are another calendar's, a placeholder's or a slip of the keyboard."""

SERIAL_RANGE = (20_000, 75_000)
"""Excel day numbers from 1954 to 2105: what a date that lost its format looks like."""

_MOVED = re.compile(
    r"\b(?:revised|extended|extension|re-?scheduled|re-?planned|re-?baselined|moved|slipped|amended|"
    r"deferred|postponed|new date)\b"
)
_INTERVAL = re.compile(r"\b(?:within|months?|weeks?|days?)\b|\+")
_EXCEL_EPOCH = date(1899, 12, 30)
_TWO_DIGIT_PIVOT = 70

Precision = Literal["day", "month", "quarter", "year"]
Order = Literal["", "dmy", "mdy", "either"]
Outcome = Literal[
    "date",  # a date was read
    "from_publication",  # a time from the report's publication
    "blank",
    "no_date",  # words that say there is no date yet: TBC, Ongoing
    "not_applicable",  # N/A, none, a dash
    "done",  # "Complete" typed where a date belongs
    "unclear",  # not understood
]


@dataclass(frozen=True)
class DateReading:
    """What one cell of a date column says.

    ``day`` is the date (the first, where the cell holds several), ``later`` the dates it was
    revised to, in order. ``months`` and ``days`` count from publication where ``outcome`` is
    ``from_publication``. ``caution`` is a code of :data:`tracker.reading.date_columns.CAUTIONS`
    where the reading rests on an assumption. ``order`` says whether digits alone settled which
    number is the day: ``dmy`` or ``mdy`` where only that is possible, ``either`` where both are.
    """

    outcome: Outcome
    day: date | None = None
    later: tuple[date, ...] = ()
    precision: Precision = "day"
    months: int = 0
    days: int = 0
    caution: str = ""
    order: Order = ""


_DIGIT = re.compile(r"\d")
_BLANK = DateReading("blank")
_UNCLEAR = DateReading("unclear")


@lru_cache(maxsize=20_000)
def read_date(text: str, day_first: bool = True) -> DateReading:
    """Read one cell's text. ``day_first`` decides 1/2/2016 alone; other forms settle it themselves.

    >>> read_date("By 30 November 2015").day
    datetime.date(2015, 11, 30)
    """
    text = _normal(text)
    if not text:
        return _BLANK
    whole = _whole_phrase(text)
    if whole:
        return whole
    found = _find(text, day_first) if _DIGIT.search(text) else []  # every form has a digit
    if not found:
        return _number_in_words(text)
    if any(reading.outcome != "date" for _, _, reading in found):
        return next(reading for _, _, reading in found if reading.outcome != "date")
    return _relate(text, found)


def first_date(text: str) -> date | None:
    """The first date in a text, whatever stands beside it; ``None`` where there is none.

    >>> first_date("30 April 2016, for the meeting on 12 May 2016")
    datetime.date(2016, 4, 30)
    """
    found = _find(_normal(text), True)
    return found[0][2].day if found else None


def read_number(number: float) -> DateReading:
    """A number in a date column: a day that lost its date format, or no date."""
    low, high = SERIAL_RANGE
    if low <= number < high:
        return DateReading("date", _EXCEL_EPOCH + timedelta(days=int(number)), caution="serial")
    if 19_000_101 <= number <= 21_991_231:
        return read_date(f"{number:.0f}")
    return _UNCLEAR


@lru_cache(maxsize=20_000)
def read_day(day: date) -> DateReading:
    """A real date cell; the spreadsheet's day nought and other calendars' years are no dates."""
    if not MIN_YEAR < day.year <= MAX_YEAR:
        return DateReading("unclear", caution="placeholder" if day.year in (1899, 1900) else "year")
    return DateReading("date", day)


def month_of(day: date) -> DateReading:
    """A date cell that shows only its month and year: the month's last day."""
    return _month_end(day.year, day.month, caution="month_format")


def from_publication(reading: DateReading, published: date) -> date:
    """The day that "Immediately" or "Within six months" means, counted from publication."""
    month = published.month - 1 + reading.months
    year, month = published.year + month // 12, month % 12 + 1
    day = min(published.day, calendar.monthrange(year, month)[1])
    return date(year, month, day) + timedelta(days=reading.days)


def column_order(texts: Iterable[str]) -> Literal["dmy", "mdy", "mixed", "either", ""]:
    """Whether a column's all-digit dates are day first or month first, from the column itself.

    ``mdy`` only where a value can only be month first and none only day first; ``mixed`` where
    there are both; ``either`` where none settles it; ``""`` where there are no such dates.
    """
    orders = {read_date(text).order for text in texts} - {""}
    if {"dmy", "mdy"} <= orders:
        return "mixed"
    for order in ("mdy", "dmy"):
        if order in orders:
            return "mdy" if order == "mdy" else "dmy"
    return "either" if orders else ""


def _normal(text: str) -> str:
    text = text.replace("\xa0", " ").replace("’", "'").replace("–", "-").replace("—", "-")
    return re.sub(r"[ \t]+", " ", text).strip().casefold()


def _whole_phrase(text: str) -> DateReading | None:
    bare = text.strip(" .!*()[]")
    if NOT_APPLICABLE.fullmatch(text) or not bare or NOT_APPLICABLE.fullmatch(bare):
        return DateReading("not_applicable")
    if DONE.fullmatch(bare):
        return DateReading("done")
    if IMMEDIATELY.fullmatch(bare):
        return DateReading("from_publication")
    relative = RELATIVE.fullmatch(bare)
    if relative:
        word = relative["n"]
        number = int(word) if word.isdigit() else NUMBERS[word]
        unit = relative["u"]
        months = {"month": number, "year": 12 * number}.get(unit, 0)
        days = {"day": number, "week": 7 * number}.get(unit, 0)
        return DateReading("from_publication", months=months, days=days)
    if NO_DATE.fullmatch(bare):
        return DateReading("no_date")
    return None


def _number_in_words(text: str) -> DateReading:
    if re.fullmatch(r"\d{5}(?:\.\d+)?", text):
        return read_number(float(text))
    return _UNCLEAR


_Found = list[tuple[int, int, DateReading]]


def _find(text: str, day_first: bool) -> _Found:
    """Every date in a text, leftmost first, each form tried in order at each place."""
    found: _Found = []
    taken = [False] * len(text)
    for name, pattern in FORMS:
        for match in pattern.finditer(text):
            start, end = match.span()
            before = text[start - 1] if start else " "
            if any(taken[start:end]) or before.isalnum() or _inside_a_number(text, start):
                continue
            reading = _BUILDERS[name](match, day_first)
            taken[start:end] = [True] * (end - start)
            found.append((start, end, reading))
    return sorted(found, key=lambda item: item[0])


def _inside_a_number(text: str, start: int) -> bool:
    """Whether a slash or full stop ties this place to digits before it, as in 7/30/11/2015."""
    return re.search(r"\d\s?[/.]$", text[:start]) is not None


def _relate(text: str, found: _Found) -> DateReading:
    """Several dates in one cell: a range, or a date and what it was revised to."""
    gaps = [text[a_end:b_start] for (_, a_end, _), (b_start, _, _) in pairwise(found)]
    lead, tail = text[: found[0][0]], text[found[-1][1] :]
    start = RANGE_START.search(lead)
    if start:
        lead = lead[: start.start()]
    readings = [reading for _, _, reading in found]
    result = (
        _one(readings[0], lead, tail)
        if len(readings) == 1
        else _several(readings, gaps, lead, tail)
    )
    if result.outcome != "date":
        return result
    return _judge_words(result, " ".join([lead, *gaps, tail]))


def _one(reading: DateReading, lead: str, tail: str) -> DateReading:
    """One date; "revised to 31 March 2016" says what it moved to and not what it was."""
    if (REVISED.search(lead) or _MOVED.search(tail)) and reading.day:
        return replace(reading, day=None, later=(reading.day,))
    return reading


def _several(readings: list[DateReading], gaps: list[str], lead: str, tail: str) -> DateReading:
    first, last = readings[0], readings[-1]
    days = [reading.day for reading in readings if reading.day]
    order: Order = next((reading.order for reading in readings if reading.order), "")
    caution = next((reading.caution for reading in readings if reading.caution), "")
    moved = REVISED.search(lead) is not None
    both = any(gap.strip() in ("and", "&") for gap in gaps) and "between" not in lead
    if both:
        return DateReading("unclear", caution="several", order=order)
    if (
        all(RANGE.fullmatch(gap) for gap in gaps)
        and len(days) == 2
        and days[0] <= days[1]
        and not moved
    ):
        return DateReading("date", last.day, (), last.precision, caution=caution, order=order)
    if any(WAS.search(gap) for gap in gaps):
        days = days[::-1] if not WAS.search(lead) else days
        return DateReading(
            "date", days[0], tuple(days[1:]), first.precision, caution=caution, order=order
        )
    said = moved or any(REVISED.search(words) for words in (*gaps, tail)) or WAS.search(lead)
    listed = all(re.fullmatch(r"[\s;,|/]*(?:\n|;|,)[\s;,|/]*", gap) for gap in gaps)
    if said or (listed and days == sorted(days)):
        return DateReading(
            "date", days[0], tuple(days[1:]), first.precision,
            caution=caution or ("" if said else "listed"), order=order,
        )  # fmt: skip
    return DateReading("unclear", caution="several", order=order)


def _judge_words(reading: DateReading, words: str) -> DateReading:
    """What stands beside the date: harmless, worth a warning, or a reason not to use it."""
    words = REVISED.sub(" ", words)
    if re.search(r"\b(?:no|not)\s+later\b", words):
        words = re.sub(r"\b(?:no|not)\s+later\b", " ", words)
    if re.search(r"\bon\s+or\s+before\b|\bor\s+(?:before|earlier|sooner)\b", words):
        words = re.sub(r"\bon\s+or\s+before\b|\bor\s+(?:before|earlier|sooner)\b", " ", words)
    words = re.sub(
        r"\b(?:subject to|depend\w+ (?:up)?on|depending|pending)\b.*", " proviso ", words
    )
    if BLOCKING.search(words) or _INTERVAL.search(words.replace("end of the month", "")):
        return DateReading("unclear", caution="words", order=reading.order)
    rest = re.sub(r"[^a-z0-9]+", " ", HARMLESS.sub(" ", words)).strip()
    return replace(reading, caution="beside") if rest and not reading.caution else reading


def _year(text: str) -> int:
    text = text.lstrip("'")
    if len(text) == 4:
        return int(text)
    return int(text) + (1900 if int(text) >= _TWO_DIGIT_PIVOT else 2000)


def _make(
    year: int,
    month: int,
    day: int,
    precision: Precision = "day",
    *,
    caution: str = "",
    order: Order = "",
) -> DateReading:
    if not MIN_YEAR < year <= MAX_YEAR:
        caution = "placeholder" if year in (1899, 1900) else "year"
        return DateReading("unclear", caution=caution)
    try:
        return DateReading(
            "date", date(year, month, day), (), precision, caution=caution, order=order
        )
    except ValueError:
        return DateReading("unclear", caution="impossible")


def _month_end(
    year: int, month: int, precision: Precision = "month", caution: str = ""
) -> DateReading:
    last = calendar.monthrange(year, month)[1] if 1 <= year <= 9999 else 28
    return _make(year, month, last, precision, caution=caution)


def _month_number(text: str) -> int:
    return MONTHS[text.strip(". ")]


def _number(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def _numeric(match: re.Match[str], day_first: bool) -> DateReading:
    a, b, year = int(match["a"]), int(match["b"]), _year(match["y"])
    order: Order = "dmy" if a > 12 else "mdy" if b > 12 else "either"
    if a > 12 and b > 12:
        return DateReading("unclear", caution="impossible")
    month_first = order == "mdy" or (order == "either" and not day_first)
    day, month = (b, a) if month_first else (a, b)
    return _make(year, month, day, order="either" if a == b and order == "either" else order)


def _span_end(span: str) -> int | None:
    """The closing year of a financial year: 2016 for 2015/16; ``None`` where they do not follow."""
    first, second = (_year(part) for part in re.split(r"\s?[/-]\s?", span))
    return second if second == first + 1 else None


def _fy_quarter(end_year: int | None, quarter: str, caution: str = "") -> DateReading:
    if end_year is None:
        return DateReading("unclear", caution="impossible")
    number = int(quarter)
    year, month = (end_year, 3) if number == 4 else (end_year - 1, 3 * number + 3)
    return _month_end(year, month, "quarter", caution or "financial_quarter")


def _calendar_quarter(match: re.Match[str], _: bool) -> DateReading:
    return _month_end(int(match["y"]), 3 * int(match["q"]), "quarter", "calendar_quarter")


def _end_of_fy(match: re.Match[str], _: bool) -> DateReading:
    end = _span_end(match["span"] or match["span2"])
    if end is None:
        return DateReading("unclear", caution="impossible")
    return _make(end, 3, 31, "year", caution="financial_year")


_Builder = Callable[[re.Match[str], bool], DateReading]
_BUILDERS: dict[str, _Builder] = {
    "quarter_fy": lambda m, _: _fy_quarter(_span_end(m["span"]), m["q"]),
    "fy_quarter": lambda m, _: _fy_quarter(_span_end(m["span"]), m["q"]),
    "ordinal_quarter_fy": lambda m, _: _fy_quarter(_span_end(m["span"]), m["q"]),
    "quarter_fy_end": lambda m, _: _fy_quarter(_year(m["y"]), m["q"], "financial_year_name"),
    "fy_end_quarter": lambda m, _: _fy_quarter(_year(m["y"]), m["q"], "financial_year_name"),
    "quarter": _calendar_quarter,
    "ordinal_quarter": _calendar_quarter,
    "year_quarter": _calendar_quarter,
    "iso": lambda m, _: _make(int(m["y"]), int(m["m"]), int(m["d"])),
    "compact": lambda m, _: _make(int(m["y"]), int(m["m"]), int(m["d"])),
    "numeric": _numeric,
    "day_month_year": lambda m, _: _make(_year(m["y"]), _month_number(m["mon"]), _number(m["d"])),
    "month_day_year": lambda m, _: _make(_year(m["y"]), _month_number(m["mon"]), _number(m["d"])),
    "month_year": lambda m, _: _month_end(
        _year(m["y"]),
        _month_number(m["mon"]),
        caution="month_or_day" if re.search(r"[a-z]\s\d\d$", m[0]) else "month",
    ),
    "number_month_year": lambda m, _: _month_end(int(m["y"]), int(m["m"]), caution="month"),
    "iso_month": lambda m, _: _month_end(int(m["y"]), int(m["m"]), caution="month"),
    "end_of_fy": _end_of_fy,
    "end_of_year": lambda m, _: _make(int(m["y"]), 12, 31, "year", caution="year_end"),
}
