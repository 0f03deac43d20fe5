"""A cell of a date column: what day it says, how exactly, and what else it holds.

The cell is cut into dates and words; what each word does depends on the column's role
(:mod:`tracker.reading.date_words`). A date is taken only where every word of the cell is known and
none speaks against it: "Planned 12/03/2016" is a due date, and no completion.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache

from tracker.reading import date_forms as forms
from tracker.reading import date_words
from tracker.reading.date_forms import DateReading as DateReading
from tracker.reading.date_forms import Role, Token, make, normal, unclear
from tracker.reading.date_words import NO_WORDS, in_doubt

SERIAL_RANGE = (20_000, 75_000)
"""Excel day numbers from 1954 to 2105: what a date that lost its format looks like."""

NARRATIVE, LONGEST = 120, 400
"""Characters; a cell of more that has an unknown word, and any longer one, is prose and no date."""

_EXCEL_EPOCH = date(1899, 12, 30)
_BLANK = DateReading("blank")
_UNCLEAR = DateReading("unclear")
_SIMPLE = re.compile(
    r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})|(\d{4})-(\d\d)-(\d\d)(?: 00:00:00)?"
)


def read_date(text: str, day_first: bool = True, role: Role = "original_due") -> DateReading:
    """Read one cell's text, as a column of this role does.

    ``day_first`` decides 1/2/2016 alone; other forms settle it themselves.

    >>> read_date("By 30 November 2015").day
    datetime.date(2015, 11, 30)
    """
    return _read(text, day_first, role) if len(text) <= LONGEST else _UNCLEAR


@lru_cache(maxsize=20_000)
def _read(text: str, day_first: bool, role: Role) -> DateReading:
    simple = _SIMPLE.fullmatch(text)
    if simple:
        a, mark, b, year, *iso = simple.groups()
        if a:
            return forms.in_digits(a, b, year, day_first, mark)
        year, month, day = map(int, iso)
        return make(year, month, day)
    text = normal(text)
    if not text:
        return _BLANK
    struck = re.fullmatch(r"~~([^~]+)~~\s*([^~]+)", text)
    if struck:
        old, new = (read_date(part, day_first, role) for part in struck.groups())
        return _struck(old, new, role)
    reading = _whole_phrase(text, role) or _read_tokens(text, day_first, role)
    return (
        unclear("no_year") if reading == _UNCLEAR and forms.DAY_ALONE.fullmatch(text) else reading
    )


def first_date(text: str) -> date | None:
    """The first date in a text, whatever stands beside it; ``None`` where there is none.

    >>> first_date("30 April 2016, for the meeting on 12 May 2016")
    datetime.date(2016, 4, 30)
    """
    found = (token.reading for token in forms.tokens_of(normal(text), True) if token.reading)
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


def from_publication(reading: DateReading, published: date) -> date:
    """The day that "Immediately" or "Within six months" means, counted from publication."""
    return forms.later_by(published, reading.months, reading.days)


def _whole_phrase(text: str, role: Role) -> DateReading | None:
    """A cell that is no date but is known as a whole: TBC, N/A, Complete, Within six months."""
    bare = text.strip(" .!*()[]-")
    completions = role == "completed_on"
    outcome = forms.PHRASES.get(bare.replace("-", " ")) if bare else "not_applicable"
    if completions and bare == "no":
        return DateReading("not_done")
    if outcome and outcome != "from_publication":
        return DateReading(outcome)
    if _AWAITED.fullmatch(bare):
        return DateReading("no_date")
    if not completions and _YEARS.fullmatch(bare):
        return read_date(f"financial year {bare}", role=role)
    if re.fullmatch(r"\d{5}(?:\.\d+)?", text):
        return read_number(float(text))
    after = forms.RELATIVE.fullmatch(bare)
    named = after is not None and bool(after["publication"])
    if not outcome and not named and not (after and after["within"]):
        return None
    if completions:
        return unclear("not_completed")
    if role == "revised_due" and not named:
        return _UNCLEAR  # what a timescale was revised to does not count from publication
    months, days = forms.length(after["length"]) if after else (0, 0)
    return DateReading("from_publication", months=months, days=days)


_YEARS = re.compile(r"(?P<century>20)\d\d\s?[/-]\s?(?:(?P=century))?(?:1[3-9]|[2-9]\d)")
"""A financial year as a timescale, "2015/16", which is no month of a year as 2011/12 may be."""

_AWAITED = re.compile(
    r"(?:awaiting|subject to|depend[a-z]+ (?:up)?on)\b[^0-9]*|(?:to be|no date|not|not yet) "
    r"(?:set|agreed|known|given|confirmed|determined|decided|advised|arranged)"
)


def _read_tokens(text: str, day_first: bool, role: Role) -> DateReading:
    tokens: list[Token] = []
    for token in forms.tokens_of(text, day_first):
        tokens.append(token)
        if token.kind == "unknown" and len(text) > NARRATIVE:
            break
    readings = [token.reading for token in tokens if token.reading]
    if len(readings) != 1 or not tokens[0].reading:  # a tick behind one date only ticks it off
        tokens = [t._replace(kind="done") if t.kind == "tick" else t for t in tokens]
    tokens = date_words.whole_weeks(tokens)
    readings = [token.reading for token in tokens if token.reading]
    kinds = {token.kind for token in tokens}
    if not readings:
        same = "same" in kinds and kinds <= {"same", "plain", "original", *NO_WORDS}
        return DateReading("not_applicable") if same and role == "revised_due" else _UNCLEAR
    return date_words.judged(tokens, role)


def _struck(old: DateReading, new: DateReading, role: Role) -> DateReading:
    """A cell whose first part is struck out: that was the date before."""
    days = tuple(filter(None, (old.day, *old.written, new.day, *new.written)))
    several = in_doubt(unclear("several"), days)
    if new.outcome != "date" or not new.day or old.outcome == "unclear":
        return several
    cautions = (*new.cautions, "struck")
    if old.outcome != "date" or not old.day or role == "completed_on":
        return replace(new, cautions=cautions)
    if old.later or old.day > new.day or role == "recommendation_due":
        return several
    return replace(old, later=(new.day, *new.later), cautions=cautions, order=new.order)
