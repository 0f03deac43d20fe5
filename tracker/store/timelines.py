"""Recorded plans over time, as they are read from the database."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING

import pandas as pd
from sqlalchemy import Connection

from tracker.store import queries
from tracker.store.rows import ACTION_COLUMNS
from tracker.timeline import Decision, Position, Recorded, Timeline

if TYPE_CHECKING:
    from tracker.reading.plan import Plan


def _not_read(about: Recorded) -> Plan:
    raise AssertionError(f"position {about.id} is not opened to work out its figures")


def timeline_of(
    connection: Connection,
    every: Sequence[Recorded],
    decided: Sequence[Decision],
    names: Sequence[str] = ACTION_COLUMNS,
    known: Mapping[int, pd.DataFrame] = MappingProxyType({}),
    read: Callable[[Recorded], Plan] = _not_read,
) -> Timeline:
    """A plan over time of all that is recorded of it; of its actions the columns of these names.

    ``read`` opens a position, where one is to be opened; ``known`` are actions by position that
    need not be read.
    """
    wanted = [about.id for about in every if about.id not in known]
    tables = {**known, **queries.frames(connection, wanted, names)}
    positions = [position_of(about, tables[about.id], read) for about in every]
    return Timeline.of(positions, decided, every[0].name if every else None)


def position_of(
    about: Recorded, actions: pd.DataFrame, read: Callable[[Recorded], Plan] = _not_read
) -> Position:
    """A recorded position with its actions."""
    return Position(
        as_at=about.as_at,
        actions=actions,
        read=partial(read, about),
        stated=about.stated,
        published=about.published,
        tells_confirmed=about.tells_confirmed,
        sha256=about.sha256,
        sheets=about.sheets,
        recorded=about,
    )
