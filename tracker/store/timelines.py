"""Recorded plans over time, as they are read from the database."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING

import pandas as pd
from sqlalchemy import Connection

from tracker.store import queries
from tracker.store.remembered import decisions_about
from tracker.store.rows import ACTION_COLUMNS
from tracker.store.schema import plans
from tracker.timeline import Position, Recorded, Timeline

if TYPE_CHECKING:
    from tracker.reading.plan import Plan


def timeline_of(
    connection: Connection,
    plan_id: int,
    names: Sequence[str] = ACTION_COLUMNS,
    known: Mapping[int, pd.DataFrame] = MappingProxyType({}),
    read: Callable[[Recorded], Plan] | None = None,
) -> Timeline:
    """A plan over time as it is recorded; of its actions the columns of these names.

    ``read`` opens a position, where one is to be opened; ``known`` are actions by position that
    need not be read.
    """
    every = queries.all_recorded(connection, plans.c.id == plan_id)
    wanted = [about.id for about in every if about.id not in known]
    tables = {**known, **queries.frames(connection, wanted, names)}
    positions = [
        Position(
            as_at=about.as_at,
            actions=tables[about.id],
            read=partial(read or _not_read, about),
            stated=about.stated,
            published=about.published,
            tells_confirmed=about.tells_confirmed,
            sha256=about.sha256,
            sheets=about.sheets,
            recorded=about,
        )
        for about in every
    ]
    name = every[0].name if every else None
    return Timeline.of(positions, decisions_about(connection, plan_id), name)


def _not_read(about: Recorded) -> Plan:
    raise AssertionError(f"position {about.id} is not opened to work out its figures")
