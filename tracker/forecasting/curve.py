"""The closure curve: the share of actions still open at each age, with its band."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Z_95 = 1.959963984540054
"""Standard deviations either side of the middle that hold 95% of a normal distribution."""


@dataclass(frozen=True)
class Steps:
    """A Kaplan–Meier curve: the ages at which it falls [days], and the share open from each on.

    ``lower`` and ``upper`` are its 95% band.
    """

    days: NDArray[np.int64]
    share: NDArray[np.float64]
    lower: NDArray[np.float64]
    upper: NDArray[np.float64]

    @property
    def median(self) -> int | None:
        """The age by which half are completed [days]; ``None`` where more are still open."""
        half = np.flatnonzero(self.share < 0.5 + 1e-9)  # 4/5 × 5/8 is half
        return int(self.days[half[0]]) if len(half) else None


def closure_steps(
    completed: NDArray[np.int64], open_: NDArray[np.int64], undated: int = 0
) -> Steps:
    """The Kaplan–Meier curve of actions completed at these ages and open at those [days].

    ``undated`` actions were completed too, each at some age that is not known and not beyond
    that of the open ones. They are shared out over the ages of the others, which is the
    maximum-likelihood estimate where no open action is younger than a completed one was. The band
    is from Greenwood's variance on the scale of log(−log), and what the missing dates add to it.
    Sources: Kaplan & Meier 1958; Greenwood 1926; Kalbfleisch & Prentice 1980 (log-log).
    """
    days, done = np.unique(completed, return_counts=True)
    dated = len(completed)
    weighted = done * (1 + undated / max(dated, 1))
    gone = np.cumsum(weighted) - weighted
    censored = np.searchsorted(np.sort(open_), days, side="left")
    at_risk = dated + undated + len(open_) - gone - censored
    # Rounded: dated and undated parts that make a whole number may miss it by a hair.
    staying = np.round(at_risk - weighted, 9)
    share = np.cumprod(staying / at_risk).astype(np.float64)
    with np.errstate(divide="ignore"):
        greenwood = np.cumsum(weighted / (at_risk * staying))
    lower, upper = _band(share, greenwood + _missing(share, dated, undated, done))
    return Steps(days, share, lower, upper)


def closure_curve(steps: Steps) -> pd.DataFrame:
    """The curve as a table, from age 0 on, when all actions are open.

    Columns: ``age_days``; ``share_open`` (0 to 1) from that age on; ``lower`` and ``upper``.
    """
    from_start = len(steps.days) > 0 and steps.days[0] == 0
    before = [] if from_start else [1.0]
    return pd.DataFrame(
        {
            "age_days": np.concatenate([[0][: len(before)], steps.days]).astype(np.int64),
            "share_open": np.concatenate([before, steps.share]),
            "lower": np.concatenate([before, steps.lower]),
            "upper": np.concatenate([before, steps.upper]),
        }
    )


def _missing(
    share: NDArray[np.float64], dated: int, undated: int, done: NDArray[np.int64]
) -> NDArray[np.float64]:
    """What not knowing some dates adds to the variance of the curve's logarithm.

    Of those done in the end, the share done by each age is known from the dated ones alone.
    """
    if not undated or not dated:
        return np.zeros(len(share))
    early = np.cumsum(done) / dated
    variance = (1 - share) ** 2 * (1 - early) / early * (1 / dated - 1 / (dated + undated))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(share > 0, variance / share**2, 0.0)


def _band(
    share: NDArray[np.float64], variance: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The band of ``share``, given the variance of its logarithm; 0 where nothing is open."""
    inside = (share > 0) & (share < 1)
    log = np.log(share, out=np.full(len(share), -1.0), where=inside)
    spread = Z_95 * np.sqrt(np.where(inside, variance, 0.0)) / np.abs(log)
    lower, upper = (np.exp(log * np.exp(sign * spread)) for sign in (1, -1))
    return np.where(inside, lower, share), np.where(inside, upper, share)
