"""The figures of every plan's latest recorded position, worked out by the database."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeAlias

import pandas as pd
from sqlalchemy import (
    CTE,
    ColumnElement,
    Connection,
    Date,
    Double,
    Engine,
    FromClause,
    Integer,
    Label,
    Select,
    and_,
    case,
    cast,
    exists,
    func,
    not_,
    or_,
    select,
    type_coerce,
)

from tracker.fields import COMPLETED_GROUPS, DATE_DTYPE
from tracker.history import first_dates
from tracker.history.database import reading
from tracker.history.errors import HistoryError
from tracker.history.schema import actions, baselines, plans, recorded, supersessions
from tracker.summaries import FIGURES

COLUMNS = ("plan", "recorded_id", "as_at", "restricted", *FIGURES)
"""The columns of a portfolio. ``restricted`` is how many of a plan's rows are so marked."""

_UNKNOWN_AT_TIMES = ("confirmed", "max_slippage_days")
_RATES = (
    "completion_rate",
    "confirmed_rate",
    "on_time_rate",
    "hit_task_rate",
    "bei",
    "median_slippage_days",
    "mean_slippage_days",
)
_TRIES = 5
"""How often what was recorded meanwhile is taken in before somebody is told to wait."""

_Flag: TypeAlias = ColumnElement[bool]


def portfolio(engine: Engine, as_at: date | None, include_restricted: bool) -> pd.DataFrame:
    """A row a plan, in alphabetical order: what ``History.portfolio`` gives.

    The original timescales that the figures count from are those first recorded, as on every page.
    They are kept beside the actions and worked out again here where the plan's history has changed
    since; the figures are then one statement, on the same state of the history.
    """
    for _ in range(_TRIES):
        with reading(engine) as connection:
            stale = first_dates.stale(connection, chosen(as_at))
            if not stale:
                return _figures(connection, as_at, include_restricted)
        for recorded_id in stale:
            first_dates.work_out(engine, recorded_id)
    raise HistoryError("Somebody else is writing to the history: try again in a minute.")


def _figures(connection: Connection, as_at: date | None, include_restricted: bool) -> pd.DataFrame:
    sql = statement(as_at, include_restricted, connection.dialect.name)
    found = connection.execute(sql).all()
    ordered = sorted(found, key=lambda row: row.key)
    values: dict[str, list[Any]] = {
        name: [getattr(row, name) for row in ordered] for name in COLUMNS
    }
    return pd.DataFrame({name: _column(name, column) for name, column in values.items()})


def _column(name: str, values: list[Any]) -> pd.Series[Any]:
    if name == "plan":
        return pd.Series(values, dtype="object")
    if name in ("as_at", "next_due"):
        days = ["NaT" if day is None else day.isoformat() for day in values]
        return pd.Series(days, dtype=DATE_DTYPE)
    if name in _RATES:
        return pd.Series(values, dtype="float64")
    return pd.Series(values, dtype="Int64" if name in _UNKNOWN_AT_TIMES else "int64")


def chosen(as_at: date | None) -> CTE:
    """Each plan's latest position that is not superseded, on or before ``as_at`` where given."""
    # By plan, not by a window over all positions: a database sees then that there are many.
    position = recorded.alias("standing").c
    standing = (
        select(position.id)
        .where(
            position.plan_id == plans.c.id,
            ~exists().where(supersessions.c.recorded_id == position.id),
        )
        .order_by(position.as_at.desc(), position.recorded_at.desc(), position.id.desc())
        .limit(1)
        .correlate(plans)
    )
    if as_at is not None:
        standing = standing.where(position.as_at <= as_at)
    return (
        select(plans.c.key, plans.c.name, recorded.c.id, recorded.c.plan_id)
        .add_columns(recorded.c.as_at, recorded.c.actions)
        .select_from(plans)
        .join(recorded, recorded.c.id == standing.scalar_subquery())
        .cte("chosen")
    )


def statement(as_at: date | None, include_restricted: bool, dialect: str) -> Select[Any]:
    """The one statement: sections 3 and 4 of ``docs/measures.md`` in SQL, a row a plan."""
    latest = chosen(as_at)
    counted = _counted(_measured(_flagged(latest, include_restricted, dialect), dialect), dialect)
    known = counted.c

    def number(name: str) -> ColumnElement[int]:
        return func.coalesce(known[name], 0)

    in_plan = number("actions") - number("withdrawn")
    restricted = number("restricted")
    if not include_restricted:
        restricted = latest.c.actions - number("actions")
    of_figures: dict[str, ColumnElement[Any]] = {
        "completion_rate": _rate(number("completed"), in_plan),
        "confirmed": case((known.tells_confirmed > 0, known.confirmed)),
        "confirmed_rate": case((known.tells_confirmed > 0, _rate(known.confirmed, in_plan))),
        "on_time_rate": _rate(known.on_time, known.dated),
        "hit_task_rate": _rate(known.hit, known.due),
        "bei": _rate(number("completed"), number("due") + number("undated")),
        "mean_slippage_days": _rate(known.slipped, known.known),
        "median_slippage_days": known.median_slippage_days,
        "max_slippage_days": known.max_slippage_days,
        "next_due": known.next_due,
    }
    return (
        select(
            latest.c.key,
            latest.c.name.label("plan"),
            latest.c.id.label("recorded_id"),
            latest.c.as_at,
            restricted.label("restricted"),
            *(
                (of_figures[name] if name in of_figures else number(name)).label(name)
                for name in FIGURES
            ),
        )
        .select_from(latest)
        .outerjoin(counted, counted.c.recorded_id == latest.c.id)
    )


def _flagged(latest: CTE, include_restricted: bool, dialect: str) -> FromClause:
    """The actions: complete, withdrawn, and the original timescale that they are measured from."""
    own = actions.c
    first = and_(
        baselines.c.recorded_id == own.recorded_id,
        baselines.c.public == (not include_restricted),
        baselines.c.position == own.position,
    )
    own_instead = case((baselines.c.original_due.is_not(None), own.original_due))
    finished_by_then = or_(own.completed_on.is_(None), own.completed_on <= latest.c.as_at)
    rows = (
        select(
            own.recorded_id,
            latest.c.as_at,
            own.status,
            func.coalesce(own.revised_due, own_instead, type_=Date).label("revised_due"),
            own.completed_on,
            own.restricted,
            func.coalesce(baselines.c.original_due, own.original_due, type_=Date).label(
                "original_due"
            ),
            and_(own.status.in_(COMPLETED_GROUPS), finished_by_then).label("complete"),
            (own.status == "withdrawn").label("withdrawn"),
        )
        .select_from(latest)
        .join(actions, own.recorded_id == latest.c.id)
        .outerjoin(baselines, first)
    )
    if not include_restricted:
        rows = rows.where(not_(own.restricted))
    return _once(rows, dialect).subquery("flagged")


def _measured(flagged: FromClause, dialect: str) -> FromClause:
    """With the agreed date of what is open, and the days of slippage."""
    own = flagged.c
    open_ = not_(or_(own.complete, own.withdrawn))
    agreed = func.coalesce(own.revised_due, own.original_due, type_=Date)
    finish = case(
        (own.complete, own.completed_on),
        (and_(open_, agreed > own.as_at), agreed),
        (and_(open_, agreed.is_not(None)), own.as_at),
    )
    days = _days_between(own.original_due, finish, dialect)
    rows = select(
        *own,
        open_.label("open"),
        case((and_(open_, agreed >= own.as_at), agreed)).label("upcoming"),
        days.label("slippage_days"),
    )
    return _once(rows, dialect).subquery("measured")


def _once(rows: Select[Any], dialect: str) -> Select[Any]:
    """Rows whose columns are worked out once: PostgreSQL else does so wherever one is named."""
    return rows.offset(0) if dialect == "postgresql" else rows


def _days_between(
    start: ColumnElement[Any], end: ColumnElement[Any], dialect: str
) -> ColumnElement[int]:
    if dialect == "postgresql":
        return type_coerce(end - start, Integer)
    return cast(func.julianday(end) - func.julianday(start), Integer)


def _counted(measured: FromClause, dialect: str) -> FromClause:
    """What each position's actions come to."""
    if dialect != "postgresql":
        measured = _ordered(measured)
    own = measured.c
    on_time = and_(own.complete, own.completed_on <= own.original_due)
    due = and_(not_(own.withdrawn), own.original_due <= own.as_at)
    moved = or_(own.original_due.is_(None), own.revised_due != own.original_due)
    flags: dict[str, _Flag] = {
        "withdrawn": own.withdrawn,
        "completed": own.complete,
        "open": own.open,
        "overdue": and_(own.open, own.original_due < own.as_at),
        "confirmed": and_(own.complete, own.status == "confirmed"),
        "tells_confirmed": own.status == "confirmed",
        "due": due,
        "dated": and_(own.complete, own.completed_on.is_not(None), own.original_due.is_not(None)),
        "on_time": on_time,
        "hit": and_(on_time, due),
        "undated": and_(not_(own.withdrawn), own.original_due.is_(None)),
        "rebaselined": and_(not_(own.withdrawn), own.revised_due.is_not(None), moved),
        "restricted": own.restricted,
    }
    return (
        select(
            own.recorded_id,
            func.count().label("actions"),
            *(_occurrences(flag).label(name) for name, flag in flags.items()),
            func.count(own.slippage_days).label("known"),
            func.sum(own.slippage_days).label("slipped"),
            func.max(own.slippage_days).label("max_slippage_days"),
            _median(measured, dialect),
            func.min(own.upcoming, type_=Date).label("next_due"),
        )
        .group_by(own.recorded_id)
        .subquery("counted")
    )


def _ordered(measured: FromClause) -> FromClause:
    """With each action's place by slippage among its position's, and how many have one."""
    own = measured.c
    same = (own.recorded_id, own.slippage_days.is_(None))
    place = func.row_number().over(partition_by=same, order_by=own.slippage_days)
    size = func.count().over(partition_by=same)
    return select(*own, place.label("place"), size.label("size")).subquery("ordered")


def _median(measured: FromClause, dialect: str) -> Label[Any]:
    own = measured.c
    if dialect == "postgresql":
        middle: ColumnElement[Any] = func.percentile_cont(0.5).within_group(own.slippage_days)
    else:
        in_middle = and_(2 * own.place >= own.size, 2 * own.place <= own.size + 2)
        middle = func.avg(case((in_middle, own.slippage_days)))
    return type_coerce(middle, Double).label("median_slippage_days")


def _occurrences(flag: _Flag) -> ColumnElement[int]:
    return func.count(case((flag, 1)))


def _rate(part: ColumnElement[Any], whole: ColumnElement[Any]) -> ColumnElement[Any]:
    """The share of the whole; unknown where the whole is 0."""
    return cast(part, Double) / func.nullif(whole, 0)
