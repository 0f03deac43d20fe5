"""The figures stored with each position, made by the same functions as those on a page."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import Connection, Engine, delete, exists, insert, or_, select, update

from tracker.fields import DATE_DTYPE
from tracker.store import queries
from tracker.store.database import reading, writing
from tracker.store.schema import figures, plans, recorded, supersessions
from tracker.store.timelines import timeline_of
from tracker.summaries import Value, totals
from tracker.timeline import Timeline
from tracker.vocabulary import FIGURES

DEFINITIONS = 2
"""One more whenever a figure is worked out otherwise: those stored are then made again."""

COLUMNS = ("plan", "recorded_id", "as_at", "restricted", *FIGURES)
"""The columns of a portfolio."""

_UNKNOWN_AT_TIMES = ("confirmed", "max_slippage_days")


def figures_of(timeline: Timeline, place: int) -> dict[bool, tuple[Mapping[str, Value], int]]:
    """What a position of a timeline comes to, whole (False) and public (True).

    For each its totals and how many of its rows the public may not see: in public, are left out.
    """
    position = timeline.positions[place]
    measured = timeline.measured_at(place)
    withheld = timeline.using(position).withheld[place]
    apart = position.tells_confirmed
    whole, restricted = totals(measured, confirmed=apart), int(withheld.sum())
    public = totals(measured[~withheld], confirmed=apart) if restricted else whole
    return {False: (whole, restricted), True: (public, restricted)}


def store(
    connection: Connection, plan_id: int, added: tuple[int, pd.DataFrame] | None = None
) -> None:
    """Work out again the figures of a plan, after anything of it was changed.

    ``added`` are the id and the actions of a position, where all that was changed is that it was
    recorded: where nothing is restricted, those before it stay as they are.
    """
    known = {} if added is None else {added[0]: added[1]}
    timeline = timeline_of(connection, plan_id, queries.MEASURED, known)
    ids = [position.recorded.id for position in timeline.positions if position.recorded]
    touched = ids if added is None or timeline.restricts else ids[ids.index(added[0]) :]
    rows = [
        {
            "recorded_id": recorded_id,
            "public": public,
            "definitions": DEFINITIONS,
            "restricted": restricted,
            "body": json.dumps(found, default=date.isoformat),
        }
        for recorded_id in touched
        for public, (found, restricted) in figures_of(timeline, ids.index(recorded_id)).items()
    ]
    of_plan = select(recorded.c.id).where(recorded.c.plan_id == plan_id)
    old = of_plan if added is None else touched
    connection.execute(delete(figures).where(figures.c.recorded_id.in_(old)))
    if rows:
        connection.execute(insert(figures), rows)
    counted = update(plans).where(plans.c.id == plan_id).values(revision=plans.c.revision + 1)
    connection.execute(counted)


def bring_up_to_date(engine: Engine) -> None:
    """Work out again what another version of the definitions stored, a plan at a time."""
    old = (
        select(recorded.c.plan_id)
        .outerjoin(figures, figures.c.recorded_id == recorded.c.id)
        .where(
            ~exists().where(supersessions.c.recorded_id == recorded.c.id),
            or_(figures.c.definitions.is_(None), figures.c.definitions != DEFINITIONS),
        )
        .distinct()
    )
    with reading(engine) as connection:
        stale = list(connection.scalars(old))
    for plan_id in stale:
        with writing(engine) as connection:
            connection.execute(select(plans.c.id).where(plans.c.id == plan_id).with_for_update())
            store(connection, plan_id)


def portfolio(connection: Connection, as_at: date | None, *, public: bool) -> pd.DataFrame:
    """A row a plan, in alphabetical order: what ``History.portfolio`` gives."""
    latest = queries.latest_of_each(as_at)
    found = connection.execute(
        select(latest, figures.c.restricted, figures.c.body)
        .join(figures, figures.c.recorded_id == latest.c.id)
        .where(figures.c.public == public)
    ).all()
    ordered = sorted(found, key=lambda row: row.key)
    values: dict[str, list[Any]] = {
        "plan": [row.name for row in ordered],
        "recorded_id": [row.id for row in ordered],
        "as_at": [row.as_at for row in ordered],
        "restricted": [row.restricted for row in ordered],
    }
    bodies = [json.loads(row.body) for row in ordered]
    values |= {name: [body.get(name) for body in bodies] for name in FIGURES}
    return pd.DataFrame({name: _column(name, values[name]) for name in COLUMNS})


def _column(name: str, values: list[Any]) -> pd.Series[Any]:
    if name == "plan":
        return pd.Series(values, dtype="object")
    if name in ("as_at", "next_due"):
        days = ["NaT" if day is None else str(day) for day in values]
        return pd.Series(days, dtype=DATE_DTYPE)
    if name in _UNKNOWN_AT_TIMES:
        return pd.Series(values, dtype="Int64")
    counted = name not in FIGURES or FIGURES[name].unit == "count"
    return pd.Series(values, dtype="int64" if counted else "float64")
