"""What ``History`` asks of the database: functions of a connection in a transaction."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import (
    Connection,
    Row,
    Select,
    Table,
    delete,
    exists,
    func,
    insert,
    select,
    type_coerce,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.types import NullType

from tracker.history.errors import AlreadyRecorded, HistoryError
from tracker.history.rows import ACTION_COLUMNS, action_rows, actions_from
from tracker.history.schema import (
    actions,
    deletions,
    files,
    match_decisions,
    plans,
    recorded,
    report_words,
    supersessions,
)
from tracker.timeline import Recorded, Superseded

_INSERTS: dict[str, Callable[[Table], sqlite.Insert | postgresql.Insert]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}


def name_key(name: str) -> str:
    """What tells a plan's name from others: its words, whatever their case and spaces."""
    return " ".join(name.casefold().split())


def all_recorded(connection: Connection, name: str) -> list[Recorded]:
    """Every recorded version of a plan: by as-at date, then as they were recorded."""
    found = connection.execute(
        _about()
        .where(plans.c.key == name_key(name))
        .order_by(recorded.c.as_at, recorded.c.recorded_at, recorded.c.id)
    )
    return [_recorded(row) for row in found]


def latest(connection: Connection, number: int) -> list[Recorded]:
    """The positions of any plan that are not superseded, the latest as-at dates first."""
    found = connection.execute(
        _about()
        .where(supersessions.c.by_id.is_(None))
        .order_by(recorded.c.as_at.desc(), recorded.c.id.desc())
        .limit(number)
    )
    return [_recorded(row) for row in found]


def one_recorded(connection: Connection, recorded_id: int) -> Recorded:
    """One recorded plan. Raises :class:`HistoryError` where there is none of that id."""
    row = connection.execute(_about().where(recorded.c.id == recorded_id)).one_or_none()
    if row is None:
        raise HistoryError(f"There is no recorded plan {recorded_id}: it may have been deleted.")
    return _recorded(row)


def name_of(connection: Connection, sha256: str, alike: Callable[[str], bool]) -> str | None:
    """The name of the plan that a file is recorded under, else of the first that is alike."""
    of_file = (
        select(plans.c.name)
        .join(recorded, recorded.c.plan_id == plans.c.id)
        .where(recorded.c.sha256 == sha256)
        .order_by(recorded.c.id.desc())
        .limit(1)
    )
    found: str | None = connection.scalar(of_file)
    if found is not None:
        return found
    names = (
        select(plans.c.key, plans.c.name, recorded.c.file_name)
        .join(recorded, recorded.c.plan_id == plans.c.id)
        .distinct()
    )
    for _, name, file_name in sorted(map(tuple, connection.execute(names))):
        if alike(name) or alike(file_name):
            return str(name)
    return None


def revision(connection: Connection, key: str | None) -> tuple[object, ...]:
    """How much is recorded, superseded, deleted and decided: of one plan, or of all."""
    of_plan = [] if key is None else [plans.c.key == key]
    of_recorded = select(recorded.c.id).join(plans, recorded.c.plan_id == plans.c.id)
    counted = (
        select(func.max(recorded.c.id))
        .join(plans, recorded.c.plan_id == plans.c.id)
        .where(*of_plan),
        select(func.count())
        .select_from(supersessions)
        .where(supersessions.c.recorded_id.in_(of_recorded.where(*of_plan))),
        select(func.max(deletions.c.deleted_at)),
        select(func.max(match_decisions.c.id))
        .join(plans, match_decisions.c.plan_id == plans.c.id)
        .where(*of_plan),
    )
    row = connection.execute(select(*(each.scalar_subquery() for each in counted))).one()
    return tuple(0 if value is None else value for value in row)


def _about() -> Select[Any]:
    return (
        select(recorded, plans.c.name, supersessions)
        .join(plans, recorded.c.plan_id == plans.c.id)
        .outerjoin(supersessions, supersessions.c.recorded_id == recorded.c.id)
    )


def _recorded(row: Row[Any]) -> Recorded:
    return Recorded(
        id=row.id,
        name=row.name,
        as_at=row.as_at,
        file_name=row.file_name,
        sha256=row.sha256,
        sheets=tuple(json.loads(row.sheets)),
        who=row.recorded_by,
        when=row.recorded_at,
        actions=row.actions,
        errors=row.errors,
        warnings=row.warnings,
        notes=row.notes,
        superseded=None
        if row.by_id is None
        else Superseded(row.by_id, row.reason, row.superseded_by, row.superseded_at),
    )


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


def frames(connection: Connection, ids: Sequence[int]) -> dict[int, pd.DataFrame]:
    """The actions of recorded plans, a frame each, by id."""
    # As the driver gives them: a plan's cells are converted by column, not one by one.
    columns = (type_coerce(actions.c[name], NullType()) for name in ACTION_COLUMNS)
    found = connection.execute(
        select(actions.c.recorded_id, *columns)
        .where(actions.c.recorded_id.in_(ids))
        .order_by(actions.c.recorded_id, actions.c.position)
    ).all()
    belongs_to, *values = zip(*found, strict=True) if found else [()] * (len(ACTION_COLUMNS) + 1)
    together = actions_from(values)
    return {
        recorded_id: together.iloc[
            slice(*np.searchsorted(belongs_to, [recorded_id, recorded_id + 1]))
        ].reset_index(drop=True)
        for recorded_id in ids
    }


def held(connection: Connection, table: Table, key: str, values: dict[str, Any]) -> Any:
    """The primary key of the row whose ``key`` is that of ``values``, added where there is none.

    Nobody else can delete it, or hold it, until the transaction ends.
    """
    (primary_key,) = table.primary_key
    wanted = select(primary_key).where(table.c[key] == values[key]).with_for_update()
    add = _INSERTS[connection.dialect.name](table).values(values).on_conflict_do_nothing()
    while (found := connection.scalar(wanted)) is None:
        connection.execute(add)
    return found


def edition(connection: Connection, values: dict[str, Any], corrects: int | None) -> int:
    """The how-manieth reading of these sheets this is.

    Raises :class:`AlreadyRecorded` where they are recorded and it does not correct that.
    """
    same = [recorded.c[name] == values[name] for name in ("plan_id", "sha256", "sheets_sha256")]
    earlier = connection.execute(
        select(recorded.c.id, recorded.c.edition, supersessions.c.by_id)
        .outerjoin(supersessions, supersessions.c.recorded_id == recorded.c.id)
        .where(*same)
        .order_by(recorded.c.edition)
    ).all()
    standing = [row.id for row in earlier if row.by_id is None and row.id != corrects]
    if standing or (earlier and corrects is None):
        raise AlreadyRecorded(one_recorded(connection, (standing or [earlier[-1].id])[-1]))
    return earlier[-1].edition + 1 if earlier else 1


def supersede(connection: Connection, recorded_id: int, by: int, reason: str, who: str) -> None:
    """Say that a recorded plan no longer counts."""
    # One at a time: two that supersede each other would leave none that counts.
    of_either = select(recorded.c.plan_id).where(recorded.c.id.in_((recorded_id, by)))
    connection.execute(select(plans.c.id).where(plans.c.id.in_(of_either)).with_for_update()).all()
    old, new = one_recorded(connection, recorded_id), one_recorded(connection, by)
    if old.id == new.id or name_key(old.name) != name_key(new.name):
        raise HistoryError("A recorded plan is superseded by another one of the same name.")
    for version in (old, new):
        if version.superseded is not None:
            raise HistoryError(f"The recorded plan {version.id} is superseded already.")
    if not reason.strip():
        raise HistoryError("Say why the recorded plan is superseded: the reason is kept.")
    connection.execute(
        insert(supersessions).values(
            recorded_id=recorded_id,
            by_id=by,
            reason=reason,
            superseded_by=who,
            superseded_at=datetime.now(UTC),
        )
    )


def remove(connection: Connection, recorded_id: int, who: str) -> None:
    """Delete a recorded plan and what only it needed; keep that it was, and who did it."""
    about = one_recorded(connection, recorded_id)
    of_plan = plans.c.key == name_key(about.name)
    of_file = files.c.sha256 == about.sha256
    # In the order in which recording takes them, so that neither waits for the other for ever.
    connection.execute(select(plans.c.id).where(of_plan).with_for_update()).all()
    connection.execute(select(files.c.sha256).where(of_file).with_for_update()).all()
    if not connection.execute(delete(recorded).where(recorded.c.id == recorded_id)).rowcount:
        raise HistoryError(f"The recorded plan {recorded_id} was deleted by somebody else.")
    connection.execute(
        delete(files).where(of_file, ~exists().where(recorded.c.sha256 == files.c.sha256))
    )
    connection.execute(
        delete(plans).where(of_plan, ~exists().where(recorded.c.plan_id == plans.c.id))
    )
    connection.execute(
        delete(report_words).where(
            report_words.c.key == name_key(about.name),
            ~exists().where(plans.c.key == report_words.c.key),
        )
    )
    connection.execute(
        insert(deletions).values(
            recorded_id=recorded_id,
            name=about.name,
            as_at=about.as_at,
            sha256=about.sha256,
            deleted_by=who,
            deleted_at=datetime.now(UTC),
        )
    )
