"""``forecast``: how many open actions will be done by a day, which dates will move, when half."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any, Literal, TypeAlias

import numpy as np
import pandas as pd

from tracker.fields import DATE_DTYPE
from tracker.forecasting.before import Before
from tracker.forecasting.counts import RANGE, Counts, counts, day_of
from tracker.forecasting.curves import Record, borrowed
from tracker.forecasting.moves import date_chances
from tracker.forecasting.reference import LEAST_COMPLETIONS
from tracker.summaries import By, groups_of

DAYS_AHEAD = 91
"""How far ahead is forecast where no day is asked for."""

STEPS_AHEAD = 24
"""Days to come of which the picture shows the range."""

Reason: TypeAlias = Literal["no_actions", "complete", "no_publication", "before_publication"]
"""Why there is no forecast."""

InDays: TypeAlias = Callable[[int], Counts]
"""The count of those done in so many days."""


@dataclass(frozen=True)
class Outlook:
    """How many of a group's open actions will be done by the day ``by``.

    ``low`` to ``high`` is the 80% range of that number and ``likeliest`` the likeliest in it,
    ``None`` where there is a ``reason`` for none. Counts of the group: ``completed``, also those
    that were before they were dropped, of which ``dated`` on a known day since the publication, and
    ``open``.
    """

    name: str | None
    by: date
    completed: int
    dated: int
    open: int
    likeliest: int | None = None
    low: int | None = None
    high: int | None = None
    reason: Reason | None = None

    @property
    def is_borrowed(self) -> bool:
        """Whether it rests on others' recommendations more than on its own completions."""
        return self.reason is None and self.dated < LEAST_COMPLETIONS


@dataclass(frozen=True)
class Forecast:
    """What is to be expected of a plan as at ``as_at``.

    ``plan``: how many of its open actions by ``plan.by``. ``half_by``, ``eight_in_ten_by`` and
    ``all_by``: the first day by which so many of them are as likely as not done, ``None`` where
    that is after ``record_reaches``, as far ahead as the record is long (``None`` without one).
    ``ahead``: columns ``day``, ``low``, ``middle`` (as likely as not reached) and ``high``, numbers
    done by days up to the later of ``plan.by`` and ``record_reaches``. ``past``: columns ``day``
    and ``open``, how many of these actions were open after each day of a completion.
    ``chances``: see ``date_chances``. ``promised`` dates were given by hand, and ``times`` as many
    close.
    """

    as_at: date
    plan: Outlook
    record: Record
    record_reaches: date | None
    half_by: date | None
    eight_in_ten_by: date | None
    all_by: date | None
    ahead: pd.DataFrame
    past: pd.DataFrame
    chances: pd.DataFrame
    promised: int = 0
    times: float = 1.0


def forecast(
    measured: pd.DataFrame,
    as_at: date,
    *,
    by: date | None = None,
    before: Before | None = None,
    promised: Mapping[Hashable, date] | None = None,
    times: float = 1.0,
) -> Forecast:
    """How many open actions of ``measured`` will be done by a day, and which dates will move.

    ``measured`` is what ``measure`` returns as at ``as_at``, or a part of it; ``by`` a day after
    that, by default 91 days on. ``agreed_before`` is what earlier reports said (``date_chances``).
    What if: ``promised`` gives open actions (by their index) a day on which they are done, come
    what may; ``times`` as many close as so far. ``ValueError`` where ``by`` is not after ``as_at``
    or a promise is of an action that is not open, or of a day before it.
    Source: ``docs/measures.md``, section 7, and ``docs/forecast.md``.

    >>> forecast(measured, date(2016, 9, 30), by=date(2017, 1, 12)).plan.likeliest
    """
    by = by or as_at + timedelta(days=DAYS_AHEAD)
    given = dict(promised or {})
    if by <= as_at or any(day < as_at for day in given.values()):
        raise ValueError("what is to come is after the as-at date")
    every = measured if before is None else before.with_dropped(measured)
    agreed = None if before is None else before.agreed.loc[measured.index]
    record = record_of(every)
    in_days = counting(measured, record, as_at, given, times)
    told = not isinstance(in_days, str)
    reach = record.reach if told else 0

    def day_by(share: float) -> date | None:
        number = math.ceil(share * len(record.open_ages))
        days = None if isinstance(in_days, str) else day_of(number, in_days, reach)
        return None if days is None else as_at + timedelta(days=days)

    return Forecast(
        as_at=as_at,
        plan=_outlook(None, every, record, as_at, by, in_days),
        record=record,
        record_reaches=as_at + timedelta(days=reach) if told else None,
        half_by=day_by(0.5),
        eight_in_ten_by=day_by(0.8),
        all_by=day_by(1.0),
        ahead=_ahead(as_at, max((by - as_at).days, reach), in_days),
        past=_past(every),
        chances=date_chances(measured, as_at, by, agreed),
        promised=len(given),
        times=times,
    )


def outlooks(
    measured: pd.DataFrame, as_at: date, by: date, group: By, before: Before | None = None
) -> list[Outlook]:
    """How many open actions of each owner or scope will be done by a day, in the plan's order.

    Of those alone that have open actions and completions enough to rest on their own; ``before`` is
    what earlier positions say.
    """
    every = measured if before is None else before.with_dropped(measured)
    rows, codes, names = groups_of(every, group)
    found = []
    for code, name in enumerate(names):
        part = every.iloc[rows[codes == code]]
        record = record_of(part)
        if name is not None and len(record.ages) >= LEAST_COMPLETIONS and len(record.open_ages):
            found.append(_outlook(name, part, record, as_at, by, counting(part, record, as_at)))
    return found


def record_of(measured: pd.DataFrame) -> Record:
    """What the measured actions say of when they closed."""
    complete = measured["is_complete"]
    ages = measured["age_days"]
    since = complete & ages.ge(0).fillna(False)
    _, together = np.unique(measured.loc[since, "completed_on"], return_counts=True)
    return Record(
        ages=ages[since].to_numpy(dtype=np.int64),
        undated=int((complete & measured["completed_on"].isna()).sum()),
        before=int((complete & ages.lt(0).fillna(False)).sum()),
        open_ages=ages[measured["is_open"]].dropna().to_numpy(dtype=np.int64),
        batch=float((together**2).sum() / max(together.sum(), 1)) or 1.0,
    )


def reason_for_none(measured: pd.DataFrame, record: Record) -> Reason | None:
    """Why nothing can be forecast of these actions; ``None`` where it can."""
    if not measured["is_open"].any():
        return "complete" if measured["is_complete"].any() else "no_actions"
    if not len(record.open_ages):
        return "no_publication"
    return "before_publication" if record.reach < 0 else None


def counting(
    measured: pd.DataFrame,
    record: Record,
    as_at: date,
    promised: Mapping[Hashable, date] = MappingProxyType({}),
    times: float = 1.0,
) -> InDays | Reason:
    """What counts those of ``measured`` done in so many days, or why nothing can be forecast.

    ``record`` is theirs; the other arguments are those of ``forecast``.
    """
    labels = measured.index[measured["is_open"]]
    kept = labels.isin(list(promised))
    if kept.sum() != len(promised):
        raise ValueError("an action is promised that is not open")
    reason = reason_for_none(measured, record)
    if reason:
        return reason
    curves, free = borrowed().given(record), record.open_ages[~kept]

    def in_days(days: int) -> Counts:
        certain = sum((day - as_at).days <= days for day in promised.values())
        return counts(curves, free, days, batch=record.batch, certain=certain, times=times)

    return in_days


def _outlook(
    name: str | None,
    measured: pd.DataFrame,
    record: Record,
    as_at: date,
    by: date,
    in_days: InDays | Reason,
) -> Outlook:
    found: dict[str, Any] = {"reason": in_days}
    if not isinstance(in_days, str):
        number = in_days((by - as_at).days)
        low, high = number.range(RANGE)
        found = {"likeliest": number.likeliest(), "low": low, "high": high}
    completed, open_ = (int(measured[flag].sum()) for flag in ("is_complete", "is_open"))
    return Outlook(name, by, completed, len(record.ages), open_, **found)


def _ahead(as_at: date, last: int, in_days: InDays | Reason) -> pd.DataFrame:
    """The numbers done by some days up to ``last`` days on."""
    rows = []
    if not isinstance(in_days, str):
        for days in np.unique(np.linspace(0, last, STEPS_AHEAD + 1).astype(int)).tolist():
            number = in_days(days)
            low, high = number.range(RANGE)
            rows.append((as_at + timedelta(days=days), low, number.middle(), high))
    return pd.DataFrame(rows, columns=["day", "low", "middle", "high"]).astype({"day": DATE_DTYPE})


def _past(measured: pd.DataFrame) -> pd.DataFrame:
    """How many were open after each day on which one was completed."""
    done = measured.loc[measured["is_complete"], "completed_on"].dropna().sort_values()
    days, many = np.unique(done.to_numpy(), return_counts=True)
    after = int(measured["is_open"].sum()) + len(done) - np.cumsum(many)
    return pd.DataFrame({"day": days.astype(DATE_DTYPE), "open": after.astype(np.int64)})
