"""What a group of actions has on record of its completions, and whether that tells a pace."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tracker.forecasting.curve import Steps, closure_steps
from tracker.forecasting.pace import Pace, fit_pace

LEAST_COMPLETIONS = 10
"""Completions with a date under which nothing is forecast."""

LEAST_DAYS = 5
"""Different days of completion under which they are batches, not a pace."""

FURTHEST_GAP = 0.75
"""Times the root of the number of actions: the gap between record and fitted curve that 19 of 20
simulated plans which follow one of the curves stay under."""

LEAST_GAP = 0.1
"""A gap of a tenth of the actions or less matters to no forecast, however many they are."""

Reason: TypeAlias = Literal[
    "no_actions",
    "complete",
    "no_publication",
    "before_publication",
    "few_completions",
    "few_days",
    "late_start",
    "uneven",
    "slower_than_plan",
]
"""Why there is no forecast."""


@dataclass(frozen=True)
class Record:
    """The completions of a group of actions that are not withdrawn.

    ``ages``: of those completed on a known day, from the report's publication on [days].
    ``undated``: completed on a day not known. ``before``: completed before the publication, and
    so no evidence of a pace since. ``open``: still open, all at ``age`` [days], ``None`` where
    the day of publication is not known.
    """

    ages: NDArray[np.int64]
    undated: int
    before: int
    open: int
    age: int | None

    @property
    def followed(self) -> int:
        """How many actions the curve is of."""
        return len(self.ages) + self.undated + self.open

    @property
    def tells_when(self) -> bool:
        """Whether enough of the completions have a date to say when the others came."""
        dated = len(self.ages)
        return dated > 0 and (dated >= LEAST_COMPLETIONS or dated >= self.undated)

    @property
    def median(self) -> int | None:
        """The age by which half of the actions were complete [days].

        ``None`` where fewer are, where too few have a date, or where some were complete before
        the report was published.
        """
        return self.steps().median if self.tells_when and not self.before else None

    def steps(self) -> Steps:
        """The closure curve."""
        open_ages = np.full(self.open, self.age or 0, dtype=np.int64)
        return closure_steps(self.ages, open_ages, self.undated)


def pace_of(record: Record) -> Pace | Reason:
    """The pace of a group of actions, or why there is none to tell."""
    if record.open == 0:
        return "complete" if record.followed + record.before else "no_actions"
    if record.age is None:
        return "no_publication"
    if record.age <= 0:
        return "before_publication"
    if len(record.ages) < LEAST_COMPLETIONS:
        return "few_completions"
    if len(np.unique(record.ages)) < LEAST_DAYS:
        return "few_days"
    if record.ages.min() * 2 > record.age:
        return "late_start"
    pace = fit_pace(record.ages, record.open, record.age, record.undated)
    gap = largest_gap(record, pace)
    allowed = max(FURTHEST_GAP / np.sqrt(record.followed), LEAST_GAP)
    return "uneven" if gap > allowed else pace


def largest_gap(record: Record, pace: Pace) -> float:
    """How far the closure curve and the fitted one are apart at most, as a share of the actions."""
    steps = record.steps()
    before, after = np.concatenate([[1.0], steps.share[:-1]]), steps.share
    fitted = pace.share_open(np.maximum(steps.days, 0.5))
    return float(max(np.abs(after - fitted).max(), np.abs(before - fitted).max()))
