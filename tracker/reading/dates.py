"""A cell of a date column: what day it says, how exactly, and what else it holds.

The cell is cut into dates and words; what each word does depends on the column's role
(:mod:`tracker.reading.date_forms`). A date is taken only where every word of the cell is known and
none speaks against it: "Planned 12/03/2016" is a due date, and no completion.

Where a cell holds several dates, each word goes with its own. Where words could go with either of
two, each way is tried; unless one reading comes of them, none is taken. An original later than its
revised date is never a reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise, product

from tracker.reading import date_forms as forms
from tracker.reading.date_forms import RULES, Order, Role, Token, make, normal, unclear
from tracker.reading.date_forms import DateReading as DateReading
from tracker.reading.expressions import WEEKDAYS

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
        a, _, b, year, *iso = simple.groups()
        if a:
            return forms.in_digits(a, b, year, day_first)
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
    kinds = {token.kind for token in tokens}
    if not readings:
        same = "same" in kinds and kinds <= {"same", "plain", "original", *_NO_WORDS}
        return DateReading("not_applicable") if same and role == "revised_due" else _UNCLEAR
    order: Order = next((reading.order for reading in readings if reading.order), "")
    bad = next((reading for reading in readings if reading.outcome != "date"), None)
    if bad:
        return bad
    if role == "completed_on" and any("counted" in reading.cautions for reading in readings):
        return unclear("not_completed")
    if len(readings) == 1 and "weekday" not in kinds:
        reading = _one_date(readings[0], frozenset(kinds - _NO_WORDS), role)
    else:
        reading = _relate(tokens, role)
    return replace(reading, order=order)


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


def _relate(tokens: list[Token], role: Role) -> DateReading:
    """The reading of a cell's dates and words together; every word of it is known."""
    readings = [token.reading for token in tokens if token.reading]
    gaps: list[list[Token]] = [[]]
    for token in tokens:
        if token.reading:
            gaps.append([])
        else:
            gaps[-1].append(token)
    told = [_judge(readings, said, gaps, role) for said in _assignments(gaps)]
    clear = {reading for reading in told if reading.outcome != "unclear"}
    if len(clear) > 1 or not told:
        return unclear("several")
    misfit = () if not clear or _weekdays_fit(readings, gaps) else ("weekday",)
    found = clear.pop() if clear else told[0]
    return replace(found, cautions=found.cautions + misfit)


_REASONS = ("not_agreed", "not_completed", "start", "done", "words")


def _reason(kinds: Iterable[str], role: Role) -> str:
    verdicts = {RULES[role].get(kind, "!words") for kind in kinds}
    return next((reason for reason in _REASONS if f"!{reason}" in verdicts), "")


def _one_date(reading: DateReading, kinds: frozenset[str], role: Role) -> DateReading:
    if {"shifted", "to"} <= kinds:
        kinds = kinds - {"shifted"} | {"revised"}
    reason = _reason(kinds, role)
    if reason or ("before" in kinds and reading.precision != "day" and reading.cautions):
        return unclear(reason or "before")
    verdicts = {RULES[role][kind] for kind in kinds}
    cautions = reading.cautions + tuple(v[1:] for v in sorted(verdicts) if v.startswith("~"))
    if "later" in verdicts and reading.day:
        return replace(reading, day=None, later=(reading.day,), cautions=cautions)
    return replace(reading, cautions=cautions)


_Said = list[frozenset[str]]
"""For each date of a cell, the kinds of the words that go with it."""


def _assignments(gaps: list[list[Token]]) -> Iterator[_Said]:
    """Each way of giving the words to the dates: some of those between two fit either."""
    shares = [_shares(gap) for gap in gaps[1:-1]]
    either = [(place, piece) for place, (_, free, _) in enumerate(shares) for piece in free]
    for sides in product((0, 1), repeat=len(either)) if len(either) <= _MOST_FREE else ():
        said = [set[str]() for _ in gaps[1:]]
        said[0] |= {token.kind for token in gaps[0]}
        said[-1] |= {token.kind for token in gaps[-1]}
        for place, (before, _, after) in enumerate(shares):
            said[place] |= before
            said[place + 1] |= after
        for (place, piece), side in zip(either, sides, strict=True):
            said[place + side] |= piece
        yield [frozenset(kinds - _NO_WORDS) for kinds in said]


_MOST_FREE = 6
_PREFIXES = frozenset(("previous", "from", "to", "start", "done", "refused"))
_NO_WORDS = frozenset(("date", "nothing", "mark", "time", "weekday"))


def _shares(gap: list[Token]) -> tuple[set[str], list[set[str]], set[str]]:
    """The words between two dates: those of the first, those of either, those of the second.

    What brackets close or a comma ends goes with the date before; what follows a mark and runs
    up to the next date goes with that; a line may end anywhere.
    """
    before: set[str] = set()
    free: list[set[str]] = []
    piece: set[str] = set()
    marked = False
    for token in gap:
        arrow = token.text.strip() == "→"
        if token.kind == "mark" or arrow:
            if token.text in ")]" or (token.text in ",;/|" and not marked):
                before |= piece
            else:
                free.append(piece)
            piece = {"revised"} if arrow else set()
            marked = True
        elif token.kind not in _NO_WORDS:
            piece.add(token.kind)
    if marked or piece & _PREFIXES:
        return before, free, piece
    return before, [piece], set()


def _judge(
    readings: list[DateReading], said: _Said, gaps: list[list[Token]], role: Role
) -> DateReading:
    """What the dates of a cell mean where these words go with them."""
    if len({reading.day for reading in readings}) == 1:  # one date, or the same day twice
        return _one_date(readings[0], frozenset[str]().union(*said), role)
    moving = any(kinds & {"revised", "shifted", "forward", "refused"} for kinds in said)
    by_name = not any("original" in kinds for kinds in said)
    parts = [_part(kinds, moving, by_name) for kinds in said]
    others = frozenset[str]().union(*said) - _PARTS
    agreed = "body" in others
    unsaid = "two" in parts or (agreed and not any(parts))
    reason = _reason(others, role) or ("several" if unsaid else "")
    if reason:
        return unclear(reason)
    aside = ["by_whom"] if agreed else []
    kept: list[tuple[str, DateReading]] = []
    for place, (part, reading) in enumerate(zip(parts, readings, strict=True)):
        if part == "start":
            if parts[place + 1 : place + 2] != [""] or _falls([reading, readings[place + 1]]):
                return unclear("start")
        elif part in _ASIDE:
            aside.append(_ASIDE[part])
        else:
            kept.append((part, reading))
    if not kept or (role == "completed_on" and aside):
        return unclear("several")
    if len(kept) == 1:
        part, reading = kept[0]
        part = "original" if part == "previous" and "not_agreed_beside" in aside else part
        result = _one_date(reading, frozenset({part}) - {""}, role)
    elif any(part for part, _ in kept):
        result = _moved(kept, role)
        if by_name and "original" in parts and "" in parts:
            aside.append("listed")
    else:
        result = _unnamed([reading for _, reading in kept], said, gaps, role)
    return replace(result, cautions=result.cautions + tuple(dict.fromkeys(aside)))


_PARTS = frozenset(
    """refused hedge done force from start original hmic revised shifted forward previous between
    same to""".split()
)
_ASIDE = {"refused": "not_agreed_beside", "done": "done_beside", "force": "internal_beside"}


def _part(kinds: frozenset[str], moving: bool, by_name: bool) -> str:
    """What one date of several is: the original, a revised one …; ``two`` where words disagree."""
    if kinds & {"refused", "hedge"}:
        return "refused"
    for part in ("done", "force"):
        if part in kinds:
            return part
    if kinds & {"from", "start"}:
        return "previous" if moving and "start" not in kinds else "start"
    original = "original" in kinds or ("hmic" in kinds and by_name)
    moved = "forward" if "forward" in kinds else ""
    moved = moved or ("revised" if "revised" in kinds or {"shifted", "to"} <= kinds else "")
    if "shifted" in kinds and not moved:
        return "two"
    if original:
        return "two" if moved else "original"
    return moved or ("previous" if "previous" in kinds else "")


def _falls(readings: list[DateReading]) -> bool:
    return any(a.day and b.day and a.day > b.day for a, b in pairwise(readings))


def _moved(kept: list[tuple[str, DateReading]], role: Role) -> DateReading:
    """A date and what it was revised to, as the words with each say."""
    named: dict[str, list[DateReading]] = {}
    for part, reading in kept:
        named.setdefault(part if part in ("original", "previous") else "current", []).append(
            reading
        )
    original, current = named.get("original", []), named.get("current", [])
    previous = sorted(named.get("previous", []), key=lambda reading: reading.day or date.min)
    forward = kept[-1][0] == "forward"
    inorder = [*original, *previous, *current]
    only_later = not original and not previous and kept[0][0] != ""
    if (
        len(original) > 1
        or not current
        or (only_later and any(part == "" for part, _ in kept))
        or _falls(inorder[:-1] if forward else inorder)
        or role == "completed_on"
    ):
        return unclear("several")
    days = [day for day in dict.fromkeys(reading.day for reading in inorder) if day]
    cautions = tuple(dict.fromkeys(c for reading in inorder for c in reading.cautions))
    first = None if only_later and role != "revised_due" else days.pop(0)
    return DateReading("date", first, tuple(days), inorder[0].precision, cautions=cautions)


_RANGE = re.compile(r"\s*(?:-|to|until|till|through|up to|hyd|i)\s*")
_NUMBERED = re.compile(r"\b(?:1st|2nd|3rd|first|second|third)\b:?")
_LIST = re.compile(r"[ ,;|/]*[\n;,][\s,;|/]*")


def _unnamed(
    readings: list[DateReading], said: _Said, gaps: list[list[Token]], role: Role
) -> DateReading:
    """Several dates and no word with any: a range, whose end counts, or a list."""
    if _falls(readings) or len(readings) != len(said):
        return unclear("several")
    between = [_NUMBERED.sub("", "".join(token.text for token in gap)) for gap in gaps[1:-1]]
    joined = "between" in said[0] and re.fullmatch(r"\s*(?:and|&|a)\s*", between[0])
    first, last = readings[0], readings[-1]
    if len(readings) == 2 and (joined or _RANGE.fullmatch(between[0])):
        return last
    if "between" in said[0] or role == "completed_on" or not all(map(_LIST.fullmatch, between)):
        return unclear("several")
    later = tuple(reading.day for reading in readings[1:] if reading.day)
    return replace(first, later=later, cautions=(*first.cautions, "listed"))


def _weekdays_fit(readings: list[DateReading], gaps: list[list[Token]]) -> bool:
    """Whether each weekday in a cell is that of a date beside it."""
    for place, gap in enumerate(gaps):
        beside = [reading.day.isoweekday() for reading in readings[max(place - 1, 0) : place + 1]
                  if reading.day and reading.precision == "day"]  # fmt: skip
        named = [WEEKDAYS[" ".join(t.text.split())] for t in gap if t.kind == "weekday"]
        if named and named[-1] not in beside:
            return False
    return True
