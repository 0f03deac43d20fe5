"""What ``History`` asks of the database: functions of a connection in a transaction."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from sqlalchemy import (
    CTE,
    ColumnElement,
    Connection,
    Row,
    Select,
    Table,
    exists,
    func,
    insert,
    select,
    type_coerce,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.types import NullType

from tracker.store.errors import AlreadyRecorded, HistoryError
from tracker.store.plan_rows import ACTION_COLUMNS, action_rows, actions_from
from tracker.store.schema import (
    actions,
    deletions,
    match_decisions,
    plans,
    recorded,
    supersessions,
)
from tracker.timeline import Decision, Position, Recorded, Superseded, Timeline
from tracker.words import folded

if TYPE_CHECKING:
    from tracker.reading.plan import Plan

MEASURED = (
    "reference",
    "recommendation",
    "recommendation_text",
    "recommendation_due",
    "source",
    "action",
    "owner",
    "owners",
    "original_due",
    "original_due_text",
    "revised_due",
    "revised_due_text",
    "date_moves",
    "status",
    "completed_on",
    "restricted",
)
"""The columns of an action that its figures are worked out from, and that it is matched by."""

_NAMES = [field.name for field in fields(Recorded) if field.name != "superseded"]

_SAID: list[Any] = [
    *(recorded.c[name] for name in _NAMES if name in recorded.c),
    recorded.c.recorded_by.label("who"),
    recorded.c.recorded_at.label("when"),
    plans.c.name,
]
_ABOUT: Select[Any] = (
    select(*_SAID, supersessions)
    .join(plans, recorded.c.plan_id == plans.c.id)
    .outerjoin(supersessions, supersessions.c.recorded_id == recorded.c.id)
)
"""What is known of a recorded position, to be asked of some of them."""

_INSERTS: dict[str, Callable[[Table], sqlite.Insert | postgresql.Insert]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}


@dataclass(frozen=True)
class Decided(Decision):
    """A decision of the comparison, with who made it and when (in UTC)."""

    who: str
    when: datetime


def all_recorded(connection: Connection, of_plan: ColumnElement[bool]) -> list[Recorded]:
    """Every recorded position of a plan: by as-at date, then as they were recorded."""
    found = connection.execute(
        _ABOUT.where(of_plan).order_by(recorded.c.as_at, recorded.c.recorded_at, recorded.c.id)
    )
    return [_recorded(row) for row in found]


def latest_of_each(as_at: date | None) -> CTE:
    """Each plan's latest position that counts, on or before ``as_at`` where given."""
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
        select(plans.c.key, plans.c.name, recorded.c.id, recorded.c.as_at)
        .select_from(plans)
        .join(recorded, recorded.c.id == standing.scalar_subquery())
        .cte("chosen")
    )


def latest(connection: Connection, number: int) -> list[Recorded]:
    """The positions of any plan that are not superseded, the latest as-at dates first."""
    found = connection.execute(
        _ABOUT.where(supersessions.c.by_id.is_(None))
        .order_by(recorded.c.as_at.desc(), recorded.c.id.desc())
        .limit(number)
    )
    return [_recorded(row) for row in found]


def one_recorded(connection: Connection, recorded_id: int) -> Recorded:
    """One recorded plan. Raises :class:`HistoryError` where there is none of that id."""
    row = connection.execute(_ABOUT.where(recorded.c.id == recorded_id)).one_or_none()
    if row is None:
        raise HistoryError(f"There is no recorded plan {recorded_id}: it may have been deleted.")
    return _recorded(row)


def plan_id(connection: Connection, name: str) -> int:
    """The id of a plan. Raises :class:`HistoryError` where none of that name is recorded."""
    found: int | None = connection.scalar(select(plans.c.id).where(plans.c.key == folded(name)))
    if found is None:
        raise HistoryError(f"No plan “{name}” is recorded.")
    return found


def revision(connection: Connection, key: str | None) -> tuple[object, ...]:
    """What is another whenever anything is recorded, corrected or decided: of a plan, or of all."""
    of_plan = [] if key is None else [plans.c.key == key]
    counted = (
        select(func.coalesce(func.sum(plans.c.revision), 0)).where(*of_plan),
        select(func.count()).select_from(plans).where(*of_plan),
        select(func.count()).select_from(deletions),
    )
    return tuple(connection.execute(select(*(each.scalar_subquery() for each in counted))).one())


def _recorded(row: Row[Any]) -> Recorded:
    given = {name: row._mapping[name] for name in _NAMES}
    gone = None
    if row.by_id is not None:
        gone = Superseded(row.by_id, row.reason, row.superseded_by, row.superseded_at)
    return Recorded(**given | {"sheets": tuple(json.loads(row.sheets))}, superseded=gone)


def put_actions(connection: Connection, frame: pd.DataFrame, recorded_id: int) -> None:
    """Add a recorded plan's actions, by the fastest way that each database has."""
    rows = action_rows(frame, recorded_id)
    if connection.dialect.name == "postgresql":
        quote = connection.dialect.identifier_preparer.quote
        names = ", ".join(quote(column.name) for column in actions.columns)
        cursor = connection.connection.cursor()
        with cursor.copy(f"COPY {quote(actions.name)} ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
    elif rows:
        add = str(insert(actions).compile(dialect=connection.dialect))
        connection.exec_driver_sql(add, rows)


def frames(
    connection: Connection, ids: Sequence[int], names: Sequence[str] = ACTION_COLUMNS
) -> dict[int, pd.DataFrame]:
    """The actions of recorded plans, a frame each, by id, with what these columns say."""
    if not ids:
        return {}
    # As the driver gives them: a plan's cells are converted by column, not one by one.
    columns = (type_coerce(actions.c[name], NullType()) for name in names)
    found = connection.execute(
        select(actions.c.recorded_id, *columns)
        .where(actions.c.recorded_id.in_(ids))
        .order_by(actions.c.recorded_id, actions.c.position)
    ).all()
    belongs_to, *values = zip(*found, strict=True) if found else [()] * (len(names) + 1)
    together = actions_from(values, names)
    return {
        recorded_id: together.iloc[
            slice(*np.searchsorted(belongs_to, [recorded_id, recorded_id + 1]))
        ].reset_index(drop=True)
        for recorded_id in ids
    }


def _not_read(about: Recorded) -> Plan:
    raise AssertionError(f"position {about.id} is not opened to work out its figures")


def timeline(
    connection: Connection,
    of_plan: ColumnElement[bool],
    names: Sequence[str] = ACTION_COLUMNS,
    known: Mapping[int, pd.DataFrame] = MappingProxyType({}),
    read: Callable[[Recorded], Plan] = _not_read,
) -> Timeline:
    """A plan over time of all that is recorded of it; of its actions the columns of these names.

    ``read`` opens a position, where one is to be opened; ``known`` are actions by position that
    need not be read.
    """
    every, decided = all_recorded(connection, of_plan), decisions_about(connection, of_plan)
    wanted = [about.id for about in every if about.id not in known]
    tables = {**known, **frames(connection, wanted, names)}
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
        revised_only=about.revised_only,
        sha256=about.sha256,
        sheets=about.sheets,
        recorded=about,
    )


def held(
    connection: Connection, table: Table, key: str, values: dict[str, Any], *, kept: bool = True
) -> Any:
    """The primary key of the row whose ``key`` is that of ``values``, added where there is none.

    What it has is ``kept``, or replaced by these values. Nobody else can delete it, or hold it,
    until the transaction ends.
    """
    add = _INSERTS[connection.dialect.name](table).values(values)
    # An update, if of nothing, takes hold of the row and says which it is.
    changed = {name: add.excluded[name] for name in ([key] if kept else values)}
    held = add.on_conflict_do_update(index_elements=[key], set_=changed)
    return connection.scalar(held.returning(*table.primary_key))


def edition(connection: Connection, values: dict[str, Any], corrects: int | None) -> int:
    """The how-manieth recording of these sheets this is.

    The same file may be recorded at another meeting: nothing has moved then. Raises
    :class:`AlreadyRecorded` where they are recorded as at that date and it does not correct that.
    """
    same = [recorded.c[name] == values[name] for name in ("plan_id", "sha256", "sheets_sha256")]
    earlier = connection.execute(
        select(recorded.c.id, recorded.c.as_at, recorded.c.edition, supersessions.c.by_id)
        .outerjoin(supersessions, supersessions.c.recorded_id == recorded.c.id)
        .where(*same)
        .order_by(recorded.c.edition)
    ).all()
    then = [row for row in earlier if row.as_at == values["as_at"]]
    standing = [row for row in then if row.by_id is None and row.id != corrects]
    if standing or (then and corrects is None):
        raise AlreadyRecorded(one_recorded(connection, (standing or then)[-1].id))
    return earlier[-1].edition + 1 if earlier else 1


def decisions_about(connection: Connection, of_plan: ColumnElement[bool]) -> list[Decided]:
    """What was decided last about each two actions of a plan, in the order it was decided."""
    table = match_decisions.c
    rows = connection.execute(
        select(table.old_key, table.new_key, table.same, table.decided_by, table.decided_at)
        .join(plans, plans.c.id == table.plan_id)
        .where(of_plan)
        .order_by(table.id)
    )
    last: dict[tuple[str, str], Decided] = {}
    for old_key, new_key, same, who, when in rows:
        last.pop((old_key, new_key), None)
        last[old_key, new_key] = Decided(old_key, new_key, same, who, when)
    return list(last.values())
