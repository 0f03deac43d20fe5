"""``forecast``: when the open actions will be done, of the plan and of each part of it."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from tracker.forecasting.curve import closure_curve
from tracker.forecasting.outlook import Outlook, Rows, actions_of
from tracker.forecasting.pace import Pace
from tracker.forecasting.record import Reason, Record, pace_of
from tracker.summaries import By, groups_of

STEPS_AHEAD = 60
"""Points of the curve drawn beyond the as-at date."""


@dataclass(frozen=True)
class Forecast:
    """When a plan will be done, as at ``as_at``, and each part of it.

    ``published``: the day that ages count from. ``record``: the plan's completions. ``curve``:
    the closure curve up to ``as_at`` (see ``closure_curve``), empty where too few completions are
    dated (``Record.tells_when``).
    ``ahead``: the same columns for the days to come, on past pace; empty where there is none.
    ``promised``: how many actions are taken to be done on a day given by hand.
    """

    as_at: date
    published: date | None
    record: Record
    plan: Outlook
    recommendations: tuple[Outlook, ...]
    owners: tuple[Outlook, ...]
    scopes: tuple[Outlook, ...]
    curve: pd.DataFrame
    ahead: pd.DataFrame
    promised: int = 0


def forecast(
    measured: pd.DataFrame, as_at: date, *, promised: Mapping[Hashable, date] | None = None
) -> Forecast:
    """When the open actions of ``measured`` will all be done, on past pace.

    ``measured`` is what ``measure`` returns as at ``as_at``, or a part of it. ``promised`` says on
    which day open actions (by their index) are taken to be done, come what may; ``ValueError``
    where one is not open or its day is before ``as_at``. Withdrawn actions are left out. Every
    open action is taken to be like the others of its group and to be done independently of them.
    Source: ``docs/measures.md``, section 7, and ``docs/forecast.md``.

    >>> forecast(measured, date(2016, 9, 30)).plan.p80
    """
    table = actions_of(measured, as_at, promised or {})
    plan, record, pace = table.whole()

    def of_its_own(name: str | None, rows: Rows) -> Outlook:
        own = table.record(rows)
        return table.outlook(name, rows, own, pace_of(own))

    recommendations = [
        table.at_pace_of_plan(of_its_own(name, rows), rows, record, pace)
        for name, rows in _parts(measured, "recommendation")
    ]
    return Forecast(
        as_at=as_at,
        published=table.published,
        record=record,
        plan=plan,
        recommendations=tuple(recommendations),
        owners=tuple(of_its_own(*part) for part in _parts(measured, "owner")),
        scopes=tuple(of_its_own(*part) for part in _parts(measured, "scope")),
        curve=_curve(record),
        ahead=_ahead(record, pace, plan, as_at),
        promised=len(promised or {}),
    )


def plan_outlook(measured: pd.DataFrame, as_at: date) -> tuple[Outlook, Pace | Reason]:
    """When all of ``measured`` will be done, and the pace that says so: ``forecast`` in brief."""
    plan, _, pace = actions_of(measured, as_at, {}).whole()
    return plan, pace


def _parts(measured: pd.DataFrame, by: By) -> Iterator[tuple[str | None, Rows]]:
    """Each group's name and the positions of its actions, in the order first named."""
    rows, codes, names = groups_of(measured, by)
    if not names:
        return
    order = np.argsort(codes, kind="stable")
    ends = np.cumsum(np.bincount(codes, minlength=len(names)))
    yield from zip(names, np.split(rows[order], ends[:-1]), strict=True)


def _curve(record: Record) -> pd.DataFrame:
    curve = closure_curve(record.steps())
    if not record.tells_when:
        return curve.iloc[:0]
    if record.age is None or curve["age_days"].iloc[-1] >= record.age:
        return curve
    # It stays level from the last completion to the as-at date.
    return pd.concat([curve, curve.tail(1).assign(age_days=record.age)], ignore_index=True)


def _ahead(record: Record, pace: Pace | Reason, plan: Outlook, as_at: date) -> pd.DataFrame:
    """The closure curve on past pace, from the as-at date to the last date given."""
    if not isinstance(pace, Pace) or record.age is None:
        return pd.DataFrame(columns=["age_days", "share_open", "lower", "upper"])
    last = plan.later_than or plan.p95
    days = max((last - as_at).days, 1) if last else 1
    ages = np.unique(np.linspace(0, days, STEPS_AHEAD).astype(np.int64)) + record.age
    now = record.open / record.followed
    lower, upper = pace.band(ages)
    share = now * pace.still_open(ages - record.age) @ pace.weights
    return pd.DataFrame({"age_days": ages, "share_open": share, "lower": lower, "upper": upper})
