"""Closing curves: the share of actions still open at each age, and which curves a record allows.

A curve is Weibull's with a share that never closes: ``never + (1 − never)·exp(−(age/days)^rise)``.
What it may be before anything is known is borrowed from real recommendations; a plan's own
completions take over as it gains them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tracker.forecasting.reference import DAYS_SPREAD, RISE_SPREAD, TYPICAL_DAYS, TYPICAL_RISE

Floats = NDArray[np.float64]

SHARES = 8
"""Values of the share that never closes; they are the squares of evenly spread ones, so that half
of all curves have less than a quarter that never closes, and some next to none."""

NEGLIGIBLE = 1e-4
"""A curve this much less likely than the likeliest is left out."""


@dataclass(frozen=True)
class Record:
    """What is known of when a group's actions closed; ages are in days since publication.

    ``ages`` of those completed on a known day; ``undated`` were completed on another; ``before``
    the publication, which says nothing of the time since; ``open_ages`` of those still open.
    ``batch``: with how many others, itself among them, a completion came on its day, on average.
    """

    ages: NDArray[np.int64]
    undated: int
    before: int
    open_ages: NDArray[np.int64]
    batch: float = 1.0

    @property
    def reach(self) -> int:
        """Length of the record [days]."""
        return int(self.open_ages.max()) if len(self.open_ages) else 0


@dataclass(frozen=True)
class Curves:
    """Closing curves, one a place, and how likely each is (``weights``, which sum to 1)."""

    days: Floats
    rise: Floats
    never: Floats
    weights: Floats

    def still_open(self, ages: ArrayLike) -> Floats:
        """The share still open at each age [days]: a row a curve, a column an age."""
        closing = np.exp(-np.exp(self._log_hazard(np.asarray(ages, dtype=float))))
        never = self.never[:, None]
        share: Floats = never + (1 - never) * closing
        return share

    def log_likelihood(self, record: Record) -> Floats:
        """How likely each curve makes the record, as a logarithm."""
        ages, many = np.unique(record.ages, return_counts=True)
        log_hazard = self._log_hazard(ages)
        closed = np.log1p(-self.never)[:, None] + np.log(self.rise)[:, None]
        found: Floats = (closed + log_hazard - np.exp(log_hazard)) @ many
        for open_, ages, many in (
            (True, *np.unique(record.open_ages, return_counts=True)),
            (False, np.array([record.reach]), np.array([record.undated])),
        ):
            share = self.still_open(ages)
            found += np.log(np.maximum(share if open_ else 1 - share, 1e-300)) @ many
        return found

    def given(self, record: Record) -> Curves:
        """These curves as likely as the record leaves them, without the negligible ones."""
        logs = np.log(self.weights) + self.log_likelihood(record)
        weights = np.exp(logs - logs.max())
        kept = weights > NEGLIGIBLE
        weights = weights[kept] / weights[kept].sum()
        return Curves(self.days[kept], self.rise[kept], self.never[kept], weights)

    def _log_hazard(self, ages: Floats | NDArray[np.int64]) -> Floats:
        # What closes on the day itself does so in the middle of that day.
        passed = np.log(np.maximum(ages, 0.5)) - np.log(self.days)[:, None]
        found: Floats = self.rise[:, None] * passed
        return found


@lru_cache(maxsize=1)
def borrowed(days: float = TYPICAL_DAYS, rise: float = TYPICAL_RISE) -> Curves:
    """The curves before anything is known of a plan, about those of real recommendations."""
    never = ((np.arange(SHARES) + 0.5) / SHARES) ** 2
    spreads = np.linspace(-3.5, 3.5, 33), np.linspace(-2.5, 2.5, 9)
    grid = [each.ravel() for each in np.meshgrid(*spreads, never, indexing="ij")]
    weights = np.exp(-(grid[0] ** 2 + grid[1] ** 2) / 2)
    return Curves(
        days=days * np.exp(DAYS_SPREAD * grid[0]),
        rise=rise * np.exp(RISE_SPREAD * grid[1]),
        never=grid[2],
        weights=weights / weights.sum(),
    )
