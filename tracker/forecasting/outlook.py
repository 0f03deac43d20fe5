"""When a group of actions will all be done: its dates, or why there are none."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from math import exp, lgamma, log, log1p
from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tracker.forecasting.pace import Pace
from tracker.forecasting.record import Reason, Record, pace_of

CHANCES = (0.5, 0.8, 0.95)
"""How likely it is that all is done by the dates given: P50, P80 and P95."""

TIMES_AHEAD = 5
"""How far ahead dates are given, in lengths of the record: further off is only "later than"."""

TOO_SLOW = 0.05
"""A recommendation with so few complete, less likely than this at the plan's pace, is slower."""

Rows: TypeAlias = NDArray[np.intp]
_Days: TypeAlias = NDArray[np.datetime64]
_Flags: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True)
class Agreed:
    """What the plan itself says of its open actions.

    ``latest``: the latest of their agreed dates, ``None`` where there is none. ``without``: how
    many have none. ``passed``: how many of the agreed dates are before the as-at date.
    ``chance``: how likely it is on past pace that all of them are done by ``latest`` (0 to 1);
    ``None`` where there is no forecast, or ``latest`` is not after the as-at date.
    """

    latest: date | None
    without: int
    passed: int
    chance: float | None = None


@dataclass(frozen=True)
class Outlook:
    """When all the actions of a group will be done.

    ``actions``, those not withdrawn, are ``completed`` and ``open``; ``dated`` are those completed
    on a known day since publication. ``p50``, ``p80``, ``p95``: the dates by which all are done
    with these chances of 100; ``None`` where that is later than ``later_than``, and where there is
    a ``reason`` to give none. ``behind``: the completions that the dates rest on; ``own``: whether
    they are the group's, else they are the whole plan's. ``completed_on``: for a group with
    nothing open the day on which the last was completed, ``None`` where one of them has no date.
    """

    name: str | None
    actions: int
    completed: int
    dated: int
    open: int
    agreed: Agreed
    p50: date | None = None
    p80: date | None = None
    p95: date | None = None
    later_than: date | None = None
    behind: int = 0
    own: bool = True
    reason: Reason | None = None
    completed_on: date | None = None


@dataclass(frozen=True)
class Actions:
    """The measured actions as arrays, one value an action."""

    as_at: date
    open: _Flags
    complete: _Flags
    age: NDArray[np.float64]
    agreed: _Days
    completed_on: _Days
    promised: _Days

    @property
    def published(self) -> date | None:
        """The day that ages count from, ``None`` where no age is known."""
        ends = np.where(self.open, np.datetime64(self.as_at, "D"), self.completed_on)
        known = np.flatnonzero(~np.isnan(self.age) & ~np.isnat(ends))
        if not len(known):
            return None
        first = ends[known[0]] - np.timedelta64(int(self.age[known[0]]), "D")
        published: date = first.astype("datetime64[D]").item()
        return published

    def whole(self) -> tuple[Outlook, Record, Pace | Reason]:
        """Of all the actions."""
        rows = np.arange(len(self.open))
        record = self.record(rows)
        pace = pace_of(record)
        return self.outlook(None, rows, record, pace), record, pace

    def record(self, rows: Rows) -> Record:
        """The completions of a group."""
        complete, open_, age = self.complete[rows], self.open[rows], self.age[rows]
        dated = complete & ~np.isnan(age)
        since = dated & (age >= 0)
        open_ages = age[open_]
        known = len(open_ages) > 0 and not np.isnan(open_ages).any()
        return Record(
            ages=age[since].astype(np.int64),
            undated=int((complete & np.isnat(self.completed_on[rows])).sum()),
            before=int((dated & ~since).sum()),
            open=len(open_ages),
            age=int(open_ages.max()) if known else None,
        )

    def outlook(self, name: str | None, rows: Rows, record: Record, pace: Pace | Reason) -> Outlook:
        """When all of a group will be done, at a pace that is its own."""
        complete, open_ = self.complete[rows], self.open[rows]
        reason = None if isinstance(pace, Pace) else pace
        last = None
        if reason == "complete":
            done = self.completed_on[rows][complete]
            last = None if np.isnat(done).any() else _date(done.max())
        completed = int(np.count_nonzero(complete))
        outlook = Outlook(
            name=name,
            actions=completed + record.open,  # none is both
            completed=completed,
            dated=len(record.ages),
            open=record.open,
            agreed=self._agreed(rows[open_]),
            reason=reason,
            completed_on=last,
        )
        if reason is None or self._all_promised(rows):
            return self._dated(outlook, rows, record, pace)
        return outlook

    def at_pace_of_plan(
        self, part: Outlook, rows: Rows, plan: Record, pace: Pace | Reason
    ) -> Outlook:
        """A part that has too few completions of its own, at the pace of the whole plan."""
        if part.reason != "few_completions" or not isinstance(pace, Pace):
            return part
        share = (plan.followed - plan.open) / plan.followed
        if _at_most(part.completed, part.actions, share) < TOO_SLOW:
            return replace(part, reason="slower_than_plan")
        return self._dated(part, rows, plan, pace, own=False)

    def _dated(
        self, outlook: Outlook, rows: Rows, record: Record, pace: Pace | Reason, *, own: bool = True
    ) -> Outlook:
        promised = self.promised[rows][self.open[rows]]
        left = int(np.isnat(promised).sum())
        given = [_date(day) for day in promised[~np.isnat(promised)]]
        if not left or not isinstance(pace, Pace):
            last = max(given)
            return replace(outlook, p50=last, p80=last, p95=last, behind=0, own=own, reason=None)
        limit = min(TIMES_AHEAD * int(pace.age), (date.max - self.as_at).days)
        days = pace.days_until_done(CHANCES, left, limit)
        dates = [
            None if each > limit else max([self.as_at + timedelta(days=each), *given])
            for each in days
        ]
        later_than = self.as_at + timedelta(days=limit) if None in dates else None
        return replace(
            outlook,
            agreed=self._with_chance(outlook.agreed, pace, left),
            p50=dates[0],
            p80=dates[1],
            p95=dates[2],
            later_than=later_than and max([later_than, *given]),
            behind=len(record.ages),
            own=own,
            reason=None,
        )

    def _with_chance(self, agreed: Agreed, pace: Pace, left: int) -> Agreed:
        """``left`` open actions have no day given; the others are done by ``latest``."""
        if agreed.latest is None or agreed.latest <= self.as_at:
            return agreed
        days = (agreed.latest - self.as_at).days
        return replace(agreed, chance=pace.chance_done(days, left))

    def _all_promised(self, rows: Rows) -> bool:
        promised = self.promised[rows][self.open[rows]]
        return len(promised) > 0 and not np.isnat(promised).any()

    def _agreed(self, rows: Rows) -> Agreed:
        agreed = np.where(np.isnat(self.promised[rows]), self.agreed[rows], self.promised[rows])
        known = agreed[~np.isnat(agreed)]
        return Agreed(
            latest=_date(known.max()) if len(known) else None,
            without=len(agreed) - len(known),
            passed=int((known < np.datetime64(self.as_at, "D")).sum()),
        )


def actions_of(measured: pd.DataFrame, as_at: date, promised: Mapping[Hashable, date]) -> Actions:
    """The measured actions as at ``as_at``; ``promised`` is as in ``forecast``."""
    open_ = measured["is_open"].to_numpy(dtype=bool)
    days = np.full(len(measured), np.datetime64("NaT", "D"))
    for label, day in promised.items():
        place = measured.index.get_indexer(pd.Index([label]))[0]
        if place < 0 or not open_[place]:
            raise ValueError(f"There is no open action {label!r} to promise a date for.")
        if day < as_at:
            raise ValueError(f"{day} is before the as-at date: an open action is not done by then.")
        days[place] = np.datetime64(day, "D")
    return Actions(
        as_at=as_at,
        open=open_,
        complete=measured["is_complete"].to_numpy(dtype=bool),
        age=measured["age_days"].to_numpy(dtype=float, na_value=np.nan),
        agreed=measured["agreed_due"].to_numpy(dtype="datetime64[D]"),
        completed_on=measured["completed_on"].to_numpy(dtype="datetime64[D]"),
        promised=days,
    )


@lru_cache(maxsize=10_000)
def _at_most(completed: int, actions: int, share: float) -> float:
    """How likely at most so many actions are complete where each is with chance ``share``."""
    ways = lgamma(actions + 1)
    return sum(
        exp(
            ways
            - lgamma(number + 1)
            - lgamma(actions - number + 1)
            + number * log(share)
            + (actions - number) * log1p(-share)
        )
        for number in range(completed + 1)
    )


def _date(day: np.datetime64) -> date:
    value: date = day.astype("datetime64[D]").item()
    return value
