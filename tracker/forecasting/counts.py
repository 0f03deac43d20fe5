"""How many of the open actions will be done by a day: every count and how likely it is."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from math import lgamma

import numpy as np
from numpy.typing import NDArray

from tracker.forecasting.curves import Curves, Floats
from tracker.forecasting.reference import STEADINESS

RANGE = 0.8
"""The share of the chances that a range holds."""

MOST_COUNTS = 1000
"""Counts looked at one by one; of more actions every so many."""

_SHARES = np.linspace(0, 1, 201)
_FACTORS = np.geomspace(1e-4, 20, 48)


@dataclass(frozen=True)
class Counts:
    """How many will be done: ``numbers`` in order, and how likely each is (``chances``)."""

    numbers: NDArray[np.int64]
    chances: Floats

    def range(self, level: float) -> tuple[int, int]:
        """The shortest run of numbers that holds at least ``level`` of the chances: its ends."""
        summed = np.concatenate([[0.0], np.cumsum(self.chances)])
        ends = np.searchsorted(summed, summed + level - 1e-12)
        lengths = (ends - np.arange(len(summed)))[ends < len(summed)]
        length = int(lengths.min())
        start = int((summed[length:] - summed[:-length]).argmax())  # the one that holds most
        return int(self.numbers[start]), int(self.numbers[start + length - 1])

    def likeliest(self, level: float = RANGE) -> int:
        """The likeliest number of those in the range of ``level``."""
        low, high = self.range(level)
        within = (self.numbers >= low) & (self.numbers <= high)
        return int(self.numbers[np.where(within, self.chances, -1).argmax()])

    def middle(self) -> int:
        """The largest number that is as likely as not reached."""
        return int(self.numbers[np.cumsum(self.chances[::-1])[::-1] >= 0.5].max())

    def at_least(self, number: int) -> float:
        """The chance of so many or more (0 to 1)."""
        return float(self.chances[self.numbers >= number].sum())


def counts(
    curves: Curves,
    open_ages: NDArray[np.int64],
    days: int,
    *,
    batch: float = 1.0,
    certain: int = 0,
    times: float = 1.0,
) -> Counts:
    """How many of the actions open at these ages [days], and ``certain`` others, in so many days.

    ``times`` as many close as at the rate so far. The curves' hazard is multiplied by a gamma
    variable of mean 1 for the period to come: closings arrive in batches (``batch``, see
    ``Record``), so that a period differs from the last by more than chance.
    """
    number = len(open_ages)
    if not number:
        return Counts(np.array([certain]), np.array([1.0]))
    ages, many = np.unique(open_ages, return_counts=True)
    open_now, open_then = (np.maximum(curves.still_open(at), 1e-300) for at in (ages, ages + days))
    hazard = times * np.log(open_now / open_then)
    expected = float(curves.weights @ -np.expm1(-hazard) @ many)
    shape = 1 / (1 / STEADINESS + (batch - 1) / max(expected, 1e-9))
    logs = shape * (np.log(_FACTORS) - _FACTORS)
    likely = np.exp(logs - logs.max())
    shares = -np.expm1(-_FACTORS[:, None, None] * hazard) @ (many / number)
    weights = np.outer(likely / likely.sum(), curves.weights)
    return _binomials(number, shares.ravel(), weights.ravel(), certain)


def _binomials(number: int, shares: Floats, weights: Floats, certain: int) -> Counts:
    """So many actions, each done with a share that is one of ``shares``."""
    # The shares on a grid, each between its two neighbours: means are kept.
    above = np.clip(np.searchsorted(_SHARES, shares), 1, len(_SHARES) - 1)
    part = (shares - _SHARES[above - 1]) / (_SHARES[above] - _SHARES[above - 1])
    on_grid = np.bincount(above, weights * part, len(_SHARES))
    on_grid += np.bincount(above - 1, weights * (1 - part), len(_SHARES))
    done, likely = _binomial(number)
    chances = likely @ on_grid
    return Counts(done + certain, chances / chances.sum())


@lru_cache(maxsize=4)
def _binomial(number: int) -> tuple[NDArray[np.int64], Floats]:
    """The numbers done of so many, and how likely each (a row) is with each share of the grid."""
    done = np.unique(np.linspace(0, number, min(number, MOST_COUNTS) + 1).round().astype(np.int64))
    ways = [lgamma(number + 1) - lgamma(k + 1) - lgamma(number - k + 1) for k in done.tolist()]
    share = np.clip(_SHARES, 1e-9, 1 - 1e-9)
    logs = done[:, None] * np.log(share) + (number - done)[:, None] * np.log1p(-share)
    return done, np.exp(np.array(ways)[:, None] + logs)


def day_of(number: int, counts_in: Callable[[int], Counts], reach: int) -> int | None:
    """The first day by which so many are as likely as not to be done [days from now].

    ``None`` where that is further ahead than ``reach`` days.
    """
    ahead = bisect_left(
        range(1, reach + 1), True, key=lambda days: counts_in(days).at_least(number) >= 0.5
    )
    return ahead + 1 if ahead < reach else None
