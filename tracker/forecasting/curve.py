"""The closure curve: the share of actions still open at each age, with its band."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Z_95 = 1.959963984540054
"""Standard deviations either side of the middle that hold 95% of a normal distribution."""


def closure_curve(
    completed: NDArray[np.int64], open_: NDArray[np.int64], undated: int = 0
) -> pd.DataFrame:
    """The Kaplan–Meier curve of actions completed at these ages and open at those [days].

    ``undated`` actions were completed too, each at some age that is not known and not beyond
    that of the open ones. They are shared out over the ages of the others, which is the
    maximum-likelihood estimate where no open action is younger than a completed one was.

    Columns: ``age_days``, from 0, then each age at which an action was completed; ``share_open``
    (0 to 1); ``lower`` and ``upper``, its 95% band: Greenwood's variance on the scale of
    log(−log), and what the missing dates add to it.
    Sources: Kaplan & Meier 1958; Greenwood 1926; Kalbfleisch & Prentice 1980 (log-log).
    """
    days, done = np.unique(completed, return_counts=True)
    dated = len(completed)
    weighted = done * (1 + undated / dated) if dated else done.astype(float)
    gone = np.concatenate([[0.0], np.cumsum(weighted)[:-1]])[: len(days)]
    censored = np.searchsorted(np.sort(open_), days, side="left")
    at_risk = dated + undated + len(open_) - gone - censored
    # Rounded: dated and undated parts that make a whole number may miss it by a hair.
    staying = np.round(at_risk - weighted, 9)
    share = np.cumprod(staying / at_risk).astype(np.float64)
    with np.errstate(divide="ignore"):
        greenwood = np.cumsum(weighted / (at_risk * staying))
    lower, upper = _band(share, greenwood + _missing(share, dated, undated, done))
    start = {"age_days": 0, "share_open": 1.0, "lower": 1.0, "upper": 1.0}
    rows = pd.DataFrame({"age_days": days, "share_open": share, "lower": lower, "upper": upper})
    if dated and days[0] == 0:
        return rows
    return pd.concat([pd.DataFrame([start]), rows], ignore_index=True)


def _missing(
    share: NDArray[np.float64], dated: int, undated: int, done: NDArray[np.int64]
) -> NDArray[np.float64]:
    """What not knowing some dates adds to the variance of the curve's logarithm.

    Of those done in the end, the share done by each age is known from the dated ones alone.
    """
    if not undated:
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
