"""A column of percentages: 60%, 60, or 0.6 in a column of fractions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from tracker.book import Cell, Column, Flags, as_text

_N = r"\d+(?:[.,]\d+)?"
_PERCENT = r"\s*(?P<sign>%|per ?cent)?"
_NUMBER = re.compile(rf"(?P<n>{_N}){_PERCENT}(?:\s*(?:complete|completed|done))?", re.IGNORECASE)
_AT_LEAST = re.compile(
    rf"(?:(?:about|approx(?:imately|\.)?|around|circa|ca?\.|over|at least|more than|[~>≥≈]=?)\s*"
    rf"(?P<n>{_N})|(?P<low>{_N})\s*%?\s*(?:-|–|to)\s*{_N}|(?P<more>{_N})){_PERCENT}\s*\+?",
    re.IGNORECASE,
)
_OF = re.compile(r"(?P<done>\d+)\s*(?:/|of|out of)\s*(?P<all>\d+)", re.IGNORECASE)


@dataclass(frozen=True)
class PercentColumn:
    """``shares`` from 0 to 100, ``NaN`` where blank; ``bad`` the rows that were not understood.

    ``least`` are the rows whose words give more than one number, of which the least is taken, or
    a count ("3 of 5"). ``small`` are those below 1 among whole percentages, not used.
    ``fractions``: the column's plain numbers were read as fractions of 1; ``only_ones`` where
    that rests on their being all 0 or 1.
    """

    shares: npt.NDArray[np.float64]
    bad: list[int] = field(default_factory=list)
    least: list[int] = field(default_factory=list)
    small: list[int] = field(default_factory=list)
    fractions: bool = False
    only_ones: bool = False


def share_of_percentages(cells: Sequence[Cell]) -> float:
    """The share of these values that can be a percentage."""
    good = sum(1 for cell in cells if not np.isnan(_value(cell)[0]) and _value(cell)[0] <= 100)
    return good / len(cells) if cells else 0.0


def says_none(cell: Cell) -> bool:
    """Whether a cell's words stand for there being no percentage."""
    return isinstance(cell, str) and cell.strip().casefold() in ("-", "–", "—", "n/a", "na", "none")


def read_percentages(cells: Column, formatted: Flags, typed: Flags) -> PercentColumn:
    """Read a column.

    ``formatted`` says which rows' cells show a share as a percentage, ``typed`` which show a
    percent sign behind the number as it is.
    """
    told = [
        (np.nan, False, False) if says_none(cell) else _value(cell) for cell in cells.different()
    ]
    values = cells.spread((value for value, _, _ in told), np.float64)
    signed = cells.spread((sign for _, sign, _ in told), bool) | typed
    least = np.flatnonzero(cells.spread((words for _, _, words in told), bool)).tolist()
    bad = np.flatnonzero(np.isnan(values) & cells.filled & ~cells.map(says_none, bool)).tolist()
    values[formatted & ~signed] *= 100
    plain = ~np.isnan(values) & ~signed & ~formatted
    numbers = values[plain]
    fractions = bool(numbers.size and 0 < numbers.max() <= 1)
    small: list[int] = []
    if fractions:
        values[plain] *= 100
    elif (numbers > 1).any():
        small = np.flatnonzero(plain & (values > 0) & (values < 1)).tolist()
    out = np.flatnonzero((values < 0) | (values > 100)).tolist()
    values[[*out, *small]] = np.nan
    only_ones = fractions and bool(np.isin(numbers, (0, 1)).all())
    return PercentColumn(
        np.round(values, 6), sorted([*bad, *out]), least, small, fractions, only_ones
    )


def _value(cell: Cell) -> tuple[float, bool, bool]:
    """The number in a cell (``NaN`` if none), whether it is a percentage for certain, and whether
    it is the least of what its words say, or a count of some."""
    if isinstance(cell, float):
        return cell, False, False
    if not isinstance(cell, str):
        return np.nan, False, False
    words = as_text(cell)
    of = _OF.fullmatch(words)
    if of and 0 < int(of["all"]) >= int(of["done"]):
        return 100 * int(of["done"]) / int(of["all"]), True, True
    match = _NUMBER.fullmatch(words)
    if match:
        return float(match["n"].replace(",", ".")), match["sign"] is not None, False
    match = _AT_LEAST.fullmatch(words)
    if not match:
        return np.nan, False, False
    number = match["n"] or match["low"] or match["more"]
    return float(number.replace(",", ".")), match["sign"] is not None, True
