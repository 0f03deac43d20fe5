"""The pace at which actions are completed, and what it says of those still open.

Every age counts from one day, the report's publication, so every open action has the same age,
and none was ever seen older: the Kaplan–Meier curve ends there and says nothing of the days to
come. What comes after is a stated assumption: the pace goes on as a smooth curve fitted to the
record. Two curves are fitted, weighed by how well each describes the record: one whose rate of
completion rises or falls steadily with age (Weibull; a constant rate is one of them), and one
whose rate in the end wanes (lognormal). Neither is taken as known: their parameters are averaged
over what the record leaves possible, under the prior that makes predictions from a location-scale
family hold as often as they say (right Haar; exact for one family censored after a fixed number
of completions). Sources: Lawless 2003, chapters 5 and 8; Berger, Pericchi & Varshavsky 1998.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats: TypeAlias = NDArray[np.float64]
Likelihood: TypeAlias = Callable[[Floats, Floats], Floats]

STEADY = 0.8
"""How likely the steady curve is before the record is seen. At 0.8 an 80% interval holds 80 ± 5%
of simulated plans of either sort: the table in docs/forecast.md."""

NODES = 21
"""Values of each parameter that are averaged over: five times as many move no date by 1 in 500."""

_LEAST = 1e-4  # curves less likely than this share of the best are left out: 1 in 10,000 in all
_ZOOMS = 20  # far more than a plan of millions of actions takes


@dataclass(frozen=True)
class Pace:
    """Curves of the share still open by age, each with its weight.

    ``age``: that of the open actions [days]. ``rise``, ``hazard``: the exponent and the
    cumulative hazard at ``age`` of the Weibull curves. ``spread``, ``place``: of the lognormal
    ones the standard deviation of the log age, and how many of them the log of ``age`` lies above
    its mean. ``weights``: of the Weibull curves, then of the lognormal; they add up to 1.
    """

    age: float
    rise: Floats
    hazard: Floats
    spread: Floats
    place: Floats
    weights: Floats

    def log_open(self, ages: ArrayLike) -> Floats:
        """The log of the share still open at each age [days]: a row an age, a column a curve."""
        log_age = np.log(np.asarray(ages, dtype=float)[:, None] / self.age)
        steady = -self.hazard * np.exp(self.rise * log_age)
        waning = _log_tail(self.place + log_age / self.spread)
        return np.concatenate([steady, waning], axis=1)

    def still_open(self, days: ArrayLike) -> Floats:
        """How likely an action open now still is, ``days`` from now: a row each, a column a curve.

        A day counts to its end.
        """
        ages = self.age + np.asarray(days, dtype=float)
        return np.exp(self.log_open(ages) - self._now)

    @cached_property
    def _now(self) -> Floats:
        return self.log_open([self.age])

    def all_done(self, days: ArrayLike, actions: ArrayLike) -> Floats:
        """How likely ``actions`` open now are all completed within ``days``, one by one."""
        done = 1 - self.still_open(days)
        counts = np.broadcast_to(actions, len(done))[:, None]
        likely: Floats = done**counts @ self.weights
        return likely

    def days_until(self, likely: ArrayLike, actions: ArrayLike, limit: int) -> NDArray[np.int64]:
        """Days from now until all ``actions`` are done with a chance of ``likely``, one by one.

        At least 1; ``limit`` + 1 where it takes longer than ``limit`` days.
        """
        wanted, counts = np.broadcast_arrays(np.asarray(likely, dtype=float), np.asarray(actions))
        before = np.zeros(wanted.shape, dtype=np.int64)
        after = np.full(wanted.shape, limit + 1, dtype=np.int64)
        while (after - before > 1).any():
            middle = (before + after) // 2
            reached = self.all_done(middle, counts) >= wanted
            after = np.where(reached, middle, after)
            before = np.where(reached, before, middle)
        return after

    def days_until_done(self, likely: tuple[float, ...], actions: int, limit: int) -> list[int]:
        """As ``days_until``, for one number of actions.

        Worked out once, as what follows: of a plan's many parts, many have as many left.
        """
        key = (likely, actions, limit)
        if key not in self._days:
            self._days[key] = self.days_until(likely, actions, limit).tolist()
        return self._days[key]

    def chance_done(self, days: int, actions: int) -> float:
        """As ``all_done``, for one day and one number of actions."""
        key = (days, actions)
        if key not in self._chances:
            self._chances[key] = float(self.all_done([days], actions)[0])
        return self._chances[key]

    @cached_property
    def _days(self) -> dict[tuple[tuple[float, ...], int, int], list[int]]:
        return {}

    @cached_property
    def _chances(self) -> dict[tuple[int, int], float]:
        return {}

    def share_open(self, ages: ArrayLike) -> Floats:
        """The share still open at each age [days], averaged over the curves."""
        share: Floats = np.exp(self.log_open(ages)) @ self.weights
        return share

    def band(self, ages: ArrayLike, tail: float = 0.025) -> tuple[Floats, Floats]:
        """Between which shares the curve lies at each age, ``tail`` left out on either side."""
        shares = np.exp(self.log_open(ages))
        order = np.argsort(shares, axis=1)
        summed = np.cumsum(self.weights[order], axis=1)
        ends = [(summed < share).sum(axis=1, keepdims=True) for share in (tail, 1 - tail)]
        low, high = (
            np.take_along_axis(shares, np.take_along_axis(order, end, axis=1), axis=1)[:, 0]
            for end in (np.minimum(each, shares.shape[1] - 1) for each in ends)
        )
        return low, high


def fit_pace(
    completed: NDArray[np.int64], open_: int, age: int, undated: int = 0, nodes: int = NODES
) -> Pace:
    """The pace of actions ``completed`` at these ages [days], with ``open_`` still open at ``age``.

    ``undated`` were completed too, at an age not known but at most ``age``. At least 2 different
    ages are needed, at most ``age`` each, and at least 1 open action.
    """
    # A day's completions stand in the middle of the day: one on the day itself was not at age 0.
    days, done = np.unique(np.maximum(completed, 1), return_counts=True)
    log_age = np.log((days - 0.5) / age)
    steady = _weibull(log_age, done, open_, undated)
    waning = _lognormal(log_age, done, open_, undated)
    rise, hazard, of_steady, steady_evidence = _averaged(steady, (-3.0, 4.0), (-10.0, 4.0), nodes)
    spread, place, of_waning, waning_evidence = _averaged(waning, (-4.0, 4.0), (-5.0, 5.0), nodes)
    # exp(709) is the largest there is
    odds = STEADY / (1 - STEADY) * math.exp(min(steady_evidence - waning_evidence, 700.0))
    chance = odds / (1 + odds)
    weights = np.concatenate([of_steady * chance, of_waning * (1 - chance)])
    kept = weights > _LEAST * weights.max()
    first, rest = kept[: len(rise)], kept[len(rise) :]
    return Pace(
        age=float(age),
        rise=np.exp(rise[first]),
        hazard=np.exp(hazard[first]),
        spread=np.exp(spread[rest]),
        place=place[rest],
        weights=weights[kept] / weights[kept].sum(),
    )


def _weibull(log_age: Floats, done: NDArray[np.int64], open_: int, undated: int) -> Likelihood:
    """Of the logs of the exponent and of the cumulative hazard at the age of the open: 1 there."""
    dated, summed = int(done.sum()), float(done @ log_age)

    def likelihood(log_rise: Floats, log_hazard: Floats) -> Floats:
        rise, hazard = np.exp(log_rise), np.exp(log_hazard)
        exposed = np.exp(np.multiply.outer(rise, log_age)) @ done + open_
        at_ages = dated * log_rise + rise * summed - log_rise  # the last is the prior
        at_end = dated * log_hazard + undated * np.log(-np.expm1(-hazard))
        found: Floats = at_ages[:, None] + at_end - np.multiply.outer(exposed, hazard)
        return found

    return likelihood


def _lognormal(log_age: Floats, done: NDArray[np.int64], open_: int, undated: int) -> Likelihood:
    """Of the log of the spread, and of how many spreads the age of the open is above the mean."""
    dated, summed, squared = int(done.sum()), float(done @ log_age), float(done @ log_age**2)

    def likelihood(log_spread: Floats, place: Floats) -> Floats:
        spread = np.exp(log_spread)[:, None]
        squares = squared / spread**2 + 2 * place * summed / spread + dated * place**2
        at_ages = (1 - dated) * log_spread[:, None] - squares / 2  # the 1 is the prior
        at_end = open_ * _log_tail(place) + undated * _log_tail(-place)
        found: Floats = at_ages + at_end - dated * math.log(2 * math.pi) / 2
        return found

    return likelihood


def _averaged(
    likelihood: Likelihood, first: tuple[float, float], second: tuple[float, float], nodes: int
) -> tuple[Floats, Floats, Floats, float]:
    """Values of two parameters, their weights, and the log of the likelihood's mean over both.

    A grid over the ranges given, drawn closer until it spans what is likely and no more.
    """
    for _ in range(_ZOOMS):
        one, other = np.linspace(*first, nodes), np.linspace(*second, nodes)
        found = likelihood(one, other)
        likely = found > found.max() + math.log(_LEAST)
        rows, columns = (np.flatnonzero(likely.any(axis=axis)) for axis in (1, 0))
        if min(np.ptp(rows), np.ptp(columns)) > nodes // 2:
            break
        first, second = _closer(one, rows), _closer(other, columns)
    weights = np.exp(found - found.max())[likely]
    area = (one[1] - one[0]) * (other[1] - other[0])
    evidence = math.log(weights.sum() * area) + float(found.max())
    grid = np.meshgrid(one, other, indexing="ij")
    return grid[0][likely], grid[1][likely], weights / weights.sum(), evidence


def _closer(values: Floats, likely: NDArray[np.intp]) -> tuple[float, float]:
    step = 1.2 * (values[1] - values[0])
    return float(values[likely[0]] - step), float(values[likely[-1]] + step)


@lru_cache(maxsize=1)
def _tail_table() -> tuple[Floats, Floats]:
    """The log of the normal distribution's upper tail, as far as a float can tell it from 0."""
    at = np.linspace(-9, 37, 9201)
    return at, np.log([math.erfc(value / math.sqrt(2)) / 2 for value in at])


def _log_tail(at: Floats) -> Floats:
    """The log of the chance that a standard normal value is above ``at``, to 5 places."""
    return np.interp(at, *_tail_table())
