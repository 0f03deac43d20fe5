"""A cell of a date column: what day it says, how exactly, and what else it holds.

The cell is cut into dates and words; what each word does depends on the column's role
(:mod:`tracker.reading.date_words`). A date is taken only where every word of the cell is known and
none speaks against it: "Planned 12/03/2016" is a due date, and no completion.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from tracker.reading.date_forms import (
    RELATIVE,
    Order,
    in_digits,
    later_by,
    length,
    make,
    month_end,
    unclear,
)
from tracker.reading.date_forms import DateReading as DateReading
from tracker.reading.date_words import PHRASES, Role, Token, tokens_of
from tracker.reading.several_dates import NO_WORDS, one_date, relate

SERIAL_RANGE = (20_000, 75_000)
"""Excel day numbers from 1954 to 2105: what a date that lost its format looks like."""

NARRATIVE = 120
"""Characters; a cell with more that has an unknown word is prose, and is not searched further."""

_EXCEL_EPOCH = date(1899, 12, 30)
_BLANK = DateReading("blank")
_UNCLEAR = DateReading("unclear")
_SIMPLE = re.compile(
    r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})|(\d{4})-(\d\d)-(\d\d)(?: 00:00:00)?"
)


@lru_cache(maxsize=50_000)
def read_date(text: str, day_first: bool = True, role: Role = "original_due") -> DateReading:
    """Read one cell's text, as a column of this role does.

    ``day_first`` decides 1/2/2016 alone; other forms settle it themselves.

    >>> read_date("By 30 November 2015").day
    datetime.date(2015, 11, 30)
    """
    simple = _SIMPLE.fullmatch(text)
    if simple:
        a, _, b, year, *iso = simple.groups()
        if a:
            return in_digits(a, b, year, day_first)
        year, month, day = map(int, iso)
        return make(year, month, day)
    text = _normal(text)
    if not text:
        return _BLANK
    struck = re.fullmatch(r"~~([^~]+)~~\s*([^~]+)", text)
    if struck:
        old, new = (read_date(part, day_first, role) for part in struck.groups())
        return _struck(old, new, role)
    whole = _whole_phrase(text, role)
    return whole or _read_tokens(text, day_first, role)


def first_date(text: str) -> date | None:
    """The first date in a text, whatever stands beside it; ``None`` where there is none.

    >>> first_date("30 April 2016, for the meeting on 12 May 2016")
    datetime.date(2016, 4, 30)
    """
    found = (token.reading for token in tokens_of(_normal(text), True) if token.reading)
    return next((reading.day for reading in found), None)


def read_number(number: float) -> DateReading:
    """A number in a date column: a day that lost its date format, or no date."""
    low, high = SERIAL_RANGE
    if low <= number < high:
        return DateReading("date", _EXCEL_EPOCH + timedelta(days=int(number)), cautions=("serial",))
    if 19_000_101 <= number <= 21_991_231:
        return read_date(f"{number:.0f}")
    return _UNCLEAR


@lru_cache(maxsize=20_000)
def read_day(day: date) -> DateReading:
    """A real date cell; the spreadsheet's day nought and other calendars' years are no dates."""
    return make(day.year, day.month, day.day)


def month_of(day: date) -> DateReading:
    """A date cell that shows only its month and year: the month's last day."""
    return month_end(day.year, day.month, caution="month_format")


def year_of(year: int) -> DateReading:
    """A cell that holds or shows only a year: the year's last day."""
    return make(year, 12, 31, "year", "year_alone")


def from_publication(reading: DateReading, published: date) -> date:
    """The day that "Immediately" or "Within six months" means, counted from publication."""
    return later_by(published, reading.months, reading.days)


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


_ODD_MARKS = str.maketrans(
    {
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("⁄∕", "/"),
        **dict.fromkeys("‘’ʼ`", "'"),
        **dict.fromkeys("→⇒➔➜➝⟶▶►", " → "),
        **dict.fromkeys("\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u2060\ufeff\u00ad", ""),
    }
)


def _normal(text: str) -> str:
    """Small letters, plain digits, dashes, arrows and spaces."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).translate(_ODD_MARKS)
    if ">" in text:
        text = re.sub(r"[-=]*>+", " → ", text)
    text = re.sub(r"[ \t\r]+", " ", re.sub(r":\s*\n", ": ", text))
    return text.strip().casefold()


def _whole_phrase(text: str, role: Role) -> DateReading | None:
    """A cell that is no date but is known as a whole: TBC, N/A, Complete, Within six months."""
    bare = text.strip(" .!*()[]-")
    completions = role == "completed_on"
    outcome = PHRASES.get(bare) if bare else "not_applicable"
    if completions and bare == "no":
        return DateReading("not_done")
    if outcome and outcome != "from_publication":
        return DateReading(outcome)
    if _AWAITED.fullmatch(bare):
        return DateReading("no_date")
    if re.fullmatch(r"\d{5}(?:\.\d+)?", text):
        return read_number(float(text))
    after = RELATIVE.fullmatch(bare)
    named = after is not None and bool(after["publication"])
    if not outcome and not named and not (after and after["within"]):
        return None
    if completions:
        return unclear("not_completed")
    if role == "revised_due" and not named:
        return _UNCLEAR  # what a timescale was revised to does not count from publication
    months, days = length(after["length"]) if after else (0, 0)
    return DateReading("from_publication", months=months, days=days)


_AWAITED = re.compile(r"(?:awaiting|subject to|depend[a-z]+ (?:up)?on)\b[^0-9]*")


def _read_tokens(text: str, day_first: bool, role: Role) -> DateReading:
    tokens: list[Token] = []
    for token in tokens_of(text, day_first):
        tokens.append(token)
        if token.kind == "unknown" and len(text) > NARRATIVE:
            break
    kinds = {token.kind for token in tokens}
    readings = [token.reading for token in tokens if token.reading]
    if not readings:
        same = "same" in kinds and kinds <= {"same", "plain", "original", *NO_WORDS}
        return DateReading("not_applicable") if same and role == "revised_due" else _UNCLEAR
    order: Order = next((reading.order for reading in readings if reading.order), "")
    bad = next((reading for reading in readings if reading.outcome != "date"), None)
    if bad or "unknown" in kinds:
        return bad or unclear("words", order)
    if role == "completed_on" and any("counted" in reading.cautions for reading in readings):
        return unclear("not_completed")
    if len(readings) == 1 and "weekday" not in kinds:
        return one_date(readings[0], frozenset(kinds - NO_WORDS), role)
    return replace(relate(tokens, role), order=order)


def _struck(old: DateReading, new: DateReading, role: Role) -> DateReading:
    """A cell whose first part is struck out: that was the date before."""
    if new.outcome != "date" or not new.day or old.outcome == "unclear":
        return unclear("several")
    cautions = (*new.cautions, "struck")
    if old.outcome != "date" or not old.day or role == "completed_on":
        return replace(new, cautions=cautions)
    if old.later or old.day > new.day:
        return unclear("several")
    return replace(old, later=(new.day, *new.later), cautions=cautions, order=new.order)
