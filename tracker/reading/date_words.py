"""What the words beside a cell's dates make of them; what each word may do is of its role.

Where a cell holds several dates, each word goes with its own. Where words could go with either of
two, each way is tried; unless one reading comes of them, none is taken. An original later than its
revised date is never a reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import dropwhile, pairwise, product

from tracker.reading.choices import DateWords
from tracker.reading.date_forms import RULES, DateReading, Order, Role, Token, unclear
from tracker.reading.expressions import WEEKDAYS

NO_WORDS = frozenset(("date", "nothing", "mark", "time", "weekday"))
"""Kinds of tokens that say nothing of a date beside them."""


def judged(tokens: list[Token], role: Role) -> DateReading:
    """What a cell's dates are, and its words make of them, by the column's role."""
    readings = [token.reading for token in tokens if token.reading]
    kinds = {token.kind for token in tokens}
    order: Order = next((reading.order for reading in readings if reading.order), "")
    bad = next((reading for reading in readings if reading.outcome != "date"), None)
    if bad:
        return bad
    if role == "completed_on" and any("counted" in reading.cautions for reading in readings):
        return unclear("not_completed")
    if len(readings) == 1 and "weekday" not in kinds:
        reading = _one_date(readings[0], frozenset(kinds - NO_WORDS), role)
    else:
        reading = _relate(tokens, role)
    if reading.later and role == "recommendation_due":
        reading = unclear("several")
    days = tuple(dict.fromkeys(each.day for each in readings if each.day))
    return in_doubt(replace(reading, order=order), days)


_IN_DOUBT = frozenset(("words", "several", "start", "before"))
"""Why a date is not used though its user may say that it counts: no word of it denies that."""


def in_doubt(reading: DateReading, days: tuple[date, ...]) -> DateReading:
    """A reading with the dates that may count, where it is unclear whether one does."""
    asked = reading.outcome == "unclear" and not _IN_DOUBT.isdisjoint(reading.cautions)
    return replace(reading, written=days) if asked else reading


def as_said(reading: DateReading, which: DateWords, role: Role) -> DateReading:
    """A reading that is in doubt as its user says it: the first or the last of its dates counts.

    Later ones that stand in order are what a first timescale was revised to.
    """
    if not reading.written or which == "none":
        return reading
    first, *others = reading.written if which == "first" else reading.written[-1:]
    moved = role == "original_due" and _rise(reading.written)
    later = tuple(others) if moved else ()
    return DateReading("date", first, later, cautions=("as_said",), order=reading.order)


_OF_A_WEEK = frozenset(("nothing", "plain", "weekday"))
"""What may stand between "week commencing" and its day."""


def whole_weeks(tokens: list[Token]) -> list[Token]:
    """The tokens, a week that is named by its first day as the day that ends it."""
    found: list[Token] = []
    for token in tokens:
        week = [each.kind for each in found[::-1]].index("week") + 1 if _ends_week(found) else 0
        reading = token.reading
        if week and reading and reading.day and reading.precision == "day":
            named = [each for each in found[-week:] if each.kind == "weekday"]
            if _weekdays_fit([reading], [named]):
                last = replace(reading, day=reading.day + _WEEK, cautions=("week",))
                token, found = token._replace(reading=last), found[:-week]
        found.append(token)
    return found


_WEEK = timedelta(days=6)


def _ends_week(tokens: list[Token]) -> bool:
    """Whether these end with "week commencing" and nothing that could not stand before its day."""
    behind = dropwhile(lambda token: token.kind in _OF_A_WEEK, reversed(tokens))
    return next((token.kind == "week" for token in behind), False)


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


_REASONS = ("not_agreed", "not_completed", "start", "words", "done")


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
        yield [frozenset(kinds - NO_WORDS) for kinds in said]


_MOST_FREE = 6
_PREFIXES = frozenset(("previous", "from", "to", "start", "done", "refused"))


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
        elif token.kind not in NO_WORDS:
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


def _falls(readings: Iterable[DateReading]) -> bool:
    return not _rise(reading.day for reading in readings)


def _rise(days: Iterable[date | None]) -> bool:
    """Whether no day is before the one ahead of it."""
    return all(not a or not b or a <= b for a, b in pairwise(days))


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
