"""The figures stored with each position, made by the same functions as those on a page."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import TypeAlias

import pandas as pd
from sqlalchemy import Connection, Engine, delete, exists, insert, or_, select, update

from tracker.fields import DATE_DTYPE
from tracker.store import queries
from tracker.store.database import reading, writing
from tracker.store.schema import figures, plans, recorded, supersessions
from tracker.store.trails import packed_trail, trail_from
from tracker.summaries import Value, totals
from tracker.timeline import Recorded
from tracker.timeline.threads import Flags
from tracker.timeline.trail import Step, Trail, trail_of
from tracker.vocabulary import FIGURES

DEFINITIONS = 7
"""One more whenever a figure is worked out otherwise, or actions are followed otherwise: what is
stored is then made again, trails too."""

COLUMNS = ("plan", "recorded_id", "as_at", "restricted", *FIGURES, "overdue_unknown")
"""The columns of a portfolio."""

_DTYPES: Mapping[str, str] = MappingProxyType(
    {name: "int64" if figure.unit == "count" else "float64" for name, figure in FIGURES.items()}
    | dict.fromkeys(("recorded_id", "restricted", "overdue_unknown"), "int64")
    | dict.fromkeys(("confirmed", "max_slippage_days"), "Int64")  # unknown at times
    | dict.fromkeys(("as_at", "next_due"), DATE_DTYPE)
)

_Found: TypeAlias = "dict[bool, tuple[Mapping[str, Value], int]]"


def figures_of(measured: pd.DataFrame, withheld: Flags, *, confirmed: bool) -> _Found:
    """What a position's measured actions come to, whole (False) and public (True).

    For each its totals and how many of its rows the public may not see: in public, are left out.
    ``confirmed`` is whether the plan tells confirmed completions apart.
    """
    whole, restricted = totals(measured, confirmed=confirmed), int(withheld.sum())
    public = totals(measured[~withheld], confirmed=confirmed) if restricted else whole
    return {False: (whole, restricted), True: (public, restricted)}


def store(connection: Connection, plan_id: int) -> None:
    """Work out again the figures of a plan, after anything of it was changed."""
    _put(connection, plan_id, *_of_timeline(connection, plan_id, None))


def store_added(connection: Connection, plan_id: int, about: Recorded, added: pd.DataFrame) -> None:
    """Work out the figures of a plan, after all that was changed is that a position was recorded.

    ``about`` and ``added`` are that position and its actions: its figures follow from the plan's
    trail where they can, and nothing is read then.
    """
    step = _next_step(connection, plan_id, about, added)
    if step is None:
        _put(connection, plan_id, *_of_timeline(connection, plan_id, (about.id, added)))
        return
    found = figures_of(step.measured, step.withheld, confirmed=about.tells_confirmed)
    _put(connection, plan_id, {about.id: found}, step.trail, about.id)


def _put(
    connection: Connection,
    plan_id: int,
    found: Mapping[int, _Found],
    trail: Trail,
    last: int | None,
) -> None:
    """Keep the figures of these positions, and what all leave to the next one."""
    rows = [
        {
            "recorded_id": recorded_id,
            "public": public,
            "definitions": DEFINITIONS,
            "restricted": restricted,
            "body": json.dumps(values, default=date.isoformat),
        }
        for recorded_id, of_position in found.items()
        for public, (values, restricted) in of_position.items()
    ]
    if rows:
        connection.execute(insert(figures), rows)
    values = {
        "revision": plans.c.revision + 1,
        "trail_after": last,
        "trail": packed_trail(trail),
    }
    connection.execute(update(plans).where(plans.c.id == plan_id).values(values))


def _next_step(
    connection: Connection, plan_id: int, about: Recorded, actions: pd.DataFrame
) -> Step | None:
    """The position that was recorded, from the plan's trail; None where that does not tell it.

    So where it is not the latest, and where it is the first.
    """
    ends = select(plans.c.trail, recorded.c.as_at, recorded.c.recorded_at).join(
        recorded, recorded.c.id == plans.c.trail_after
    )
    trail = connection.execute(ends.where(plans.c.id == plan_id)).one_or_none()
    if trail is None or (trail.as_at, trail.recorded_at) > (about.as_at, about.when):
        return None
    decided = queries.decisions_about(connection, plans.c.id == plan_id)
    return trail_from(trail.trail).next(queries.position_of(about, actions), decided)


def _of_timeline(
    connection: Connection, plan_id: int, added: tuple[int, pd.DataFrame] | None
) -> tuple[dict[int, _Found], Trail, int | None]:
    """From the whole timeline the figures that were touched, the trail, and the last position.

    Of those figures what is stored is deleted.
    """
    known = dict([added]) if added else {}
    timeline = queries.timeline(connection, plans.c.id == plan_id, queries.MEASURED, known)
    ids = [each.recorded.id for each in timeline.positions if each.recorded]
    # Where nothing is restricted, those before the one recorded stay as they are.
    first = ids.index(added[0]) if added and not timeline.restricts else 0
    found = {
        ids[place]: figures_of(
            timeline.measured_at(place),
            timeline.using(position).withheld[place],
            confirmed=position.tells_confirmed,
        )
        for place, position in enumerate(timeline.positions[first:], start=first)
    }
    of_plan = select(recorded.c.id).where(recorded.c.plan_id == plan_id)
    old = list(found) if added else of_plan
    connection.execute(delete(figures).where(figures.c.recorded_id.in_(old)))
    return found, trail_of(timeline), ids[-1] if ids else None


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
    rows = [
        {"plan": row.name, "recorded_id": row.id, "as_at": row.as_at, "restricted": row.restricted}
        | json.loads(row.body)
        for row in ordered
    ]
    return pd.DataFrame(rows, columns=COLUMNS, dtype="object").astype(_DTYPES)
