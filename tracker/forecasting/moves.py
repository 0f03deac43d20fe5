"""Which agreed dates will hold: the chance that the next report moves each of them later."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from tracker.forecasting.reference import MOVED_BEFORE, NOT_SEEN_BEFORE
from tracker.summaries import groups_of

Floats = NDArray[np.float64]
Days = NDArray[np.datetime64]
Moves = NDArray[np.int64]

MOST_MOVES = 3
"""Moves after which one more says nothing new."""

LONGEST_MOVE = 365
"""Days later at the last report, beyond which more says nothing new."""

SHORTEST, LONGEST = 120, 366
"""Days between the reports of the histories. A sooner report is taken to move as many fewer dates
as it comes sooner, a later one as many."""

RECORD_WEIGHT = 30
"""How many chances, moved and not, the histories weigh against a plan's own record."""

OWNER_WEIGHT, LEAST_OF_OWNER = 10, 10
"""The same for an owner's against the plan's, and chances under which an owner has no record."""


class _Record(NamedTuple):
    """Dates that a report could have moved: their log odds, whether it did, of which actions."""

    odds: Floats
    moved: Floats
    action: NDArray[np.intp]


def terms(dates: Days, reports: Sequence[date], shown: Moves | None = None) -> Floats:
    """What speaks for a move at the next report: a row an action, a column a term.

    ``dates`` has the agreed date of each action (a row) at each report (a column), ``NaT`` where
    none is known; ``reports`` their dates and, last, the next one's. ``shown`` is how often each
    date has moved as the plan itself shows. The columns are those of
    ``reference.MOVED_BEFORE``: ``always`` 1; ``changed``, whether the last report changed the date
    either way; ``extent``, by how much later as a share of a year; ``moves``, how often it moved
    later so far, at most three; ``near``, 1 for a date due now, falling to 0 for one two reports
    away; ``passed``.
    """
    now = reports[-2]
    later = np.diff(dates, axis=1).astype("timedelta64[D]").astype(float)
    later[np.isnat(dates[:, 1:]) | np.isnat(dates[:, :-1])] = 0
    last = later[:, -1] if later.shape[1] else np.zeros(len(dates))
    moves = (later > 0).sum(axis=1)
    moves = moves if shown is None else np.maximum(moves, shown)
    ahead = (dates[:, -1] - np.datetime64(now, "D")).astype("timedelta64[D]").astype(float)
    apart = min(_apart(reports), LONGEST)
    return np.column_stack(
        [
            np.ones(len(dates)),
            last != 0,
            np.clip(last, 0, LONGEST_MOVE) / LONGEST_MOVE,
            np.minimum(moves, MOST_MOVES),
            np.clip(1 - ahead / (2 * apart), 0, 1),
            ahead < 0,
        ]
    ).astype(float)


def log_odds(dates: Days, reports: Sequence[date], shown: Moves | None = None) -> Floats:
    """The log odds of a move at the next report, one an action; the arguments are ``terms``'s."""
    values = terms(dates, reports, shown)
    seen = ~np.isnat(dates[:, -2]) if dates.shape[1] > 1 else np.zeros(len(dates), dtype=bool)
    names = list(MOVED_BEFORE)
    known, unknown = (
        values @ np.array([weights.get(name, 0.0) for name in names])
        for weights in (MOVED_BEFORE, NOT_SEEN_BEFORE)
    )
    sooner = math.log(min(_apart(reports), SHORTEST) / SHORTEST)
    found: Floats = np.where(seen, known, unknown) + sooner
    return found


def date_chances(
    measured: pd.DataFrame,
    as_at: date,
    next_report: date,
    agreed_before: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """The chance that the next report moves each open action's agreed date later, likeliest first.

    ``measured`` is what ``measure`` returns as at ``as_at``. ``agreed_before`` has the agreed date
    of each of these actions (same index) at each earlier report (a column, its name the date,
    earliest first), ``NaT`` where it was not open then. A row for each open action with an agreed
    date, in the index of ``measured``: ``agreed_due``; ``days_ahead`` to it, negative where it
    has passed; ``moves`` so far; ``changed``, whether the last report changed it; ``passed``;
    ``chance`` (0 to 1) that it is later at ``next_report``, if the action is then still open.
    Source: logistic regression on the histories of ``docs/forecast.md``, shifted by how this
    plan's dates and the owner's have moved so far.
    """
    before = pd.DataFrame(index=measured.index) if agreed_before is None else agreed_before
    rows = measured["is_open"] & measured["agreed_due"].notna()
    every = before.assign(**{"now": measured["agreed_due"].where(rows)})
    dates = every.to_numpy(dtype="datetime64[D]")
    reports: list[date] = [*before.columns, as_at, next_report]
    shown = measured["date_moves"].fillna(0).to_numpy(dtype=np.int64)
    values = terms(dates, reports, shown)
    odds = log_odds(dates, reports, shown) + _shifts(dates, reports[:-1], measured)
    chances = pd.DataFrame(
        {
            "agreed_due": measured["agreed_due"],
            "days_ahead": (measured["agreed_due"] - pd.Timestamp(as_at)).dt.days,
            "moves": np.maximum((np.diff(dates, axis=1) > np.timedelta64(0)).sum(axis=1), shown),
            "changed": values[:, 1] > 0,
            "passed": values[:, 5] > 0,
            "chance": _chance(odds),
        },
        index=measured.index,
    )[rows]
    return chances.sort_values("chance", ascending=False, kind="stable")


def _shifts(dates: Days, reports: Sequence[date], measured: pd.DataFrame) -> Floats:
    """By how much each action's log odds differ, by the plan's record of moves and its owners'."""
    record = [_Record(np.zeros(0), np.zeros(0), np.zeros(0, dtype=np.intp))]
    for place in range(1, dates.shape[1]):
        then, now = dates[:, place - 1], dates[:, place]
        both = np.flatnonzero(~np.isnat(then) & ~np.isnat(now))
        odds = log_odds(dates[both, :place], reports[: place + 1])
        record.append(_Record(odds, (now[both] > then[both]).astype(float), both))
    expected, moved, action = map(np.concatenate, zip(*record, strict=True))
    of_plan = _shift(len(moved), moved.sum(), _chance(expected).sum(), RECORD_WEIGHT)
    rows, owner, names = groups_of(measured, "owner")

    def of_each_owner(values: Floats) -> NDArray[np.number]:
        each_action = np.bincount(action, values, len(dates))
        return np.bincount(owner, each_action[rows], len(names))

    tried = of_each_owner(np.ones(len(moved)))
    chance = _chance(expected + of_plan)
    of_owner = _shift(tried, of_each_owner(moved), of_each_owner(chance), OWNER_WEIGHT)
    named = np.array([name is not None for name in names], dtype=bool)
    told = named & (tried >= LEAST_OF_OWNER)
    told_of = np.maximum(np.bincount(rows, told[owner], len(dates)), 1)
    summed = np.bincount(rows, np.where(told, of_owner, 0.0)[owner], len(dates))
    shifts: Floats = of_plan + summed / told_of
    return shifts


def _apart(reports: Sequence[date]) -> int:
    """Days from the last report to the next."""
    return max((reports[-1] - reports[-2]).days, 1)


def _shift(tried: ArrayLike, moved: ArrayLike, expected: ArrayLike, weight: float) -> Floats:
    """By how much the log odds of a record differ from those expected, drawn towards none."""
    all_, came, due = (np.asarray(each, dtype=float) + weight for each in (tried, moved, expected))
    shift: Floats = np.log(came / due) - np.log((all_ - came + weight) / (all_ - due + weight))
    return shift


def _chance(odds: Floats) -> Floats:
    chance: Floats = 1 / (1 + np.exp(-odds))
    return chance
