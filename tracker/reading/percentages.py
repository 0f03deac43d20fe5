"""Cells to percentages."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from tracker.book import Cell, as_text
from tracker.reading.statuses import read_status

_N = r"\d+(?:[.,]\d+)?"
_PERCENT = r"\s*(?P<sign>%|per ?cent)?"
_NUMBER = re.compile(rf"(?P<n>{_N}){_PERCENT}(?:\s*(?:complete|completed|done))?", re.IGNORECASE)
_AT_LEAST = re.compile(
    rf"(?:(?:about|approx(?:imately|\.)?|around|circa|ca?\.|over|at least|more than|[~>≥≈]=?)\s*"
    rf"(?P<n>{_N})|(?P<low>{_N})\s*%?\s*(?:-|–|to)\s*{_N}|(?P<more>{_N})){_PERCENT}\s*\+?",
    re.IGNORECASE,
)
_OF = re.compile(r"(?P<done>\d+)\s*(?:/|of|out of)\s*(?P<all>\d+)", re.IGNORECASE)


_IN_WORDS = dict.fromkeys(("complete", "completed", "done"), 100.0) | {"not started": 0.0}


def share_of_percentages(cells: Sequence[Cell]) -> float:
    """The share of these values that can be a percentage."""
    return sum(percentage(cell)[0] <= 100 for cell in cells) / len(cells) if cells else 0.0


def says_none(cell: Cell) -> bool:
    """Whether a cell's words stand for there being no percentage."""
    return isinstance(cell, str) and cell.strip().casefold() in ("-", "–", "—", "n/a", "na", "none")


def percentage(cell: Cell) -> tuple[float, bool, bool]:
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
        said = _IN_WORDS.get(read_status(words).word)
        return (np.nan, False, False) if said is None else (said, False, True)
    number = match["n"] or match["low"] or match["more"]
    return float(number.replace(",", ".")), match["sign"] is not None, True
