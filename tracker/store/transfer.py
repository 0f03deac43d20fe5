"""Copy a whole history into another database: from a SQLite file to PostgreSQL, or back."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, Row, Table, func, insert, select, text

from tracker.store.database import writing
from tracker.store.errors import HistoryError
from tracker.store.history import History
from tracker.store.schema import files, metadata, plans, readings

ROWS_AT_ONCE: Mapping[str, int] = MappingProxyType(
    {files.name: 4, readings.name: 50, plans.name: 50}
)
"""Rows held in memory together where they are large; a file may have 50 MB."""

_OTHER_ROWS_AT_ONCE = 2_000


def copy_history(source: History, target: History) -> dict[str, int]:
    """Copy everything recorded and remembered; the number of rows of each table.

    Nobody can record in ``source`` meanwhile. One transaction in ``target``, which must be empty:
    every row is read back and compared before it is kept. ``source`` is not changed.
    """
    if source.place == target.place:
        raise HistoryError("A history cannot be copied onto itself.")
    copied: dict[str, int] = {}
    with writing(source.engine) as old, writing(target.engine) as new:
        _hold_still(old)
        _hold_still(new)
        if any(_size(new, table) for table in metadata.sorted_tables):
            raise HistoryError(
                "There is a history there already: a history is copied to an empty place only."
            )
        sent = {table.name: _digest(old, table, copy_to=new) for table in metadata.sorted_tables}
        _count_on(new)
        for table in metadata.sorted_tables:
            copied[table.name] = _size(new, table)
            if _digest(new, table) != sent[table.name]:
                raise HistoryError("The copy is not the same as the history: nothing was copied.")
    return copied


def _hold_still(connection: Connection) -> None:
    """Let nobody else write until the transaction ends, however long it takes.

    SQLite lets only one write as it is.
    """
    if connection.dialect.name == "postgresql":
        quote = connection.dialect.identifier_preparer.quote
        names = ", ".join(quote(table.name) for table in metadata.sorted_tables)
        connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
        connection.execute(text(f"LOCK TABLE {names} IN SHARE ROW EXCLUSIVE MODE"))


def _size(connection: Connection, table: Table) -> int:
    return connection.scalar(select(func.count()).select_from(table)) or 0


def _digest(connection: Connection, table: Table, copy_to: Connection | None = None) -> str:
    """A digest of every value of a table, whose rows are copied where that is asked."""
    digest = hashlib.sha256()
    for rows in _parts(connection, table):
        if copy_to is not None:
            copy_to.execute(insert(table), [dict(row._mapping) for row in rows])
        for row in rows:
            digest.update(repr(tuple(row)).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _parts(connection: Connection, table: Table) -> Iterator[Sequence[Row[Any]]]:
    """A table's rows in the order of their keys, some at a time."""
    at_once = ROWS_AT_ONCE.get(table.name, _OTHER_ROWS_AT_ONCE)
    ordered = select(table).order_by(*table.primary_key.columns)
    options = {"yield_per": at_once}
    return connection.execute(ordered, execution_options=options).partitions()


def _count_on(connection: Connection) -> None:
    """Let new rows be numbered after those copied; SQLite sees to it itself."""
    if connection.dialect.name != "postgresql":
        return
    for table in metadata.sorted_tables:
        if table.autoincrement_column is not None:
            last = connection.scalar(select(func.max(table.autoincrement_column)))
            if last is not None:
                sequence = func.pg_get_serial_sequence(table.name, table.autoincrement_column.name)
                connection.execute(select(func.setval(sequence, last)))
