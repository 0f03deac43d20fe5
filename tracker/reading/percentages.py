"""A column of percentages: 60%, 60, or 0.6 in a column of fractions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tracker.book import Cell, Column, Flags, as_text

_NUMBER = re.compile(
    r"(\d+(?:[.,]\d+)?)\s*(%|per ?cent)?(?:\s*(?:complete|completed|done))?", re.IGNORECASE
)


@dataclass(frozen=True)
class PercentColumn:
    """``shares`` from 0 to 100, ``NaN`` where blank; ``bad`` the rows that were not understood.

    ``fractions``: the column's plain numbers were read as fractions of 1; ``only_ones`` where
    that rests on their being all 0 or 1.
    """

    shares: npt.NDArray[np.float64]
    bad: list[int]
    fractions: bool
    only_ones: bool
    mixed: bool = False


def share_of_percentages(cells: Sequence[Cell]) -> float:
    """The share of these values that can be a percentage."""
    good = sum(1 for cell in cells if not np.isnan(_value(cell)[0]) and _value(cell)[0] <= 100)
    return good / len(cells) if cells else 0.0


def says_none(cell: Cell) -> bool:
    """Whether a cell's words stand for there being no percentage."""
    return isinstance(cell, str) and cell.strip().casefold() in ("-", "–", "—", "n/a", "na", "none")


def read_percentages(cells: Column, formatted: Flags) -> PercentColumn:
    """Read a column; ``formatted`` says which rows' cells have a percentage format."""
    told = [(np.nan, False) if says_none(cell) else _value(cell) for cell in cells.different()]
    values = cells.spread((value for value, _ in told), np.float64)
    signed = cells.spread((sign for _, sign in told), bool)
    bad = np.flatnonzero(np.isnan(values) & cells.filled & ~cells.map(says_none, bool)).tolist()
    values[formatted & ~signed] *= 100
    plain = ~np.isnan(values) & ~signed & ~formatted
    numbers = values[plain]
    fractions = bool(numbers.size and numbers.max() <= 1 and numbers.max() > 0)
    if fractions:
        values[plain] *= 100
    out = np.flatnonzero((values < 0) | (values > 100)).tolist()
    values[out] = np.nan
    mixed = bool(((numbers > 0) & (numbers < 1)).any() and (numbers > 1).any())
    only_ones = fractions and bool(np.isin(numbers, (0, 1)).all())
    return PercentColumn(np.round(values, 6), sorted([*bad, *out]), fractions, only_ones, mixed)


def _value(cell: Cell) -> tuple[float, bool]:
    """The number in a cell (``NaN`` if none) and whether it carries a percent sign."""
    if isinstance(cell, float):
        return cell, False
    match = _NUMBER.fullmatch(as_text(cell)) if isinstance(cell, str) else None
    if not match:
        return np.nan, False
    return float(match[1].replace(",", ".")), match[2] is not None
