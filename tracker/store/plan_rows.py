"""A plan to the rows of the history's tables, and back, exactly."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import date
from functools import lru_cache
from itertools import count, repeat
from operator import is_
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tracker.fields import DATE_DTYPE, unknown
from tracker.reading.plan import Plan
from tracker.store.codec import decoded, encoded
from tracker.store.column_types import all_as_written, all_writable
from tracker.store.errors import HistoryError
from tracker.vocabulary import FIELDS, STATUS_GROUPS

ACTION_COLUMNS = (*FIELDS, "sheet", "row")
"""The columns of an action's row that say something of the action."""

_FASTEST = 1
"""zlib's level: a plan's texts shrink to a sixth, in a tenth of the time of the usual level."""

_ZIPPED = b"PK\x03\x04"
"""How xlsx, xlsb and ods files begin: they are compressed already."""


def action_rows(actions: pd.DataFrame, recorded_id: int) -> list[tuple[Any, ...]]:
    """One row an action, as a driver takes it: its plan, its position, :data:`ACTION_COLUMNS`.

    Dates are ISO texts, which both databases take for dates.
    """
    columns = [_stored(actions, name) for name in ACTION_COLUMNS]
    return list(zip(repeat(recorded_id, len(actions)), count(), *columns, strict=False))


def _stored(actions: pd.DataFrame, name: str) -> Sequence[Any]:
    field = FIELDS.get(name)
    column = actions[name]
    if name == "row" or (field is not None and field.kind in ("status", "flag")):
        return column.tolist()
    if field is not None and field.kind == "date":
        codes, days = pd.factorize(column.to_numpy(dtype="datetime64[s]"))
        texts = np.array([*days.astype("datetime64[D]").astype(str), None], dtype="object")
        return list(texts[codes])  # code -1 is the last: no day
    if field is not None and field.kind == "list":
        return [_names_as_text(names) for names in column]
    if field is not None and field.kind == "number":
        # NaN is a number to PostgreSQL and no value to SQLite.
        return [None if value != value else value for value in column.tolist()]
    return all_writable(column.tolist())


@lru_cache(maxsize=1024)
def _names_as_text(names: tuple[str, ...]) -> str:
    return json.dumps(names)


@lru_cache(maxsize=1024)
def _names_from(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))


def actions_from(
    columns: Sequence[Sequence[Any]], names: Sequence[str] = ACTION_COLUMNS
) -> pd.DataFrame:
    """The frame of actions whose columns of these names a driver gave back, each a sequence."""
    given = dict(zip(names, columns, strict=True))
    size = len(columns[0])
    return pd.DataFrame(
        {
            name: _recalled(name, given[name]) if name in given else unknown(name, size)
            for name in ACTION_COLUMNS
        }
    )


def _recalled(name: str, values: Sequence[Any]) -> NDArray[Any] | pd.Categorical:
    field = FIELDS.get(name)
    if name in ("row", "date_moves"):
        return np.array(values, dtype="int64")
    if field is not None and field.kind == "date":
        return _days_from(values)
    if field is not None and field.kind == "number":
        return np.array(values, dtype="float64")
    if field is not None and field.kind == "status":
        return pd.Categorical(list(values), list(STATUS_GROUPS))
    if field is not None and field.kind == "list":
        return _objects([_names_from(text) for text in values])
    if field is not None and field.kind == "flag":
        return np.array(values, dtype="bool")
    return _objects(all_as_written(values))


def _days_from(values: Sequence[str | date | None]) -> NDArray[np.datetime64]:
    """Days from ISO texts (SQLite) or dates (PostgreSQL): each one converted once."""
    codes, days = pd.factorize(_objects(values))
    # By whole days: a year 9999 does not fit into nanoseconds. Code -1 is the last: no day.
    known = np.append(days.astype("datetime64[D]"), np.datetime64("NaT")).astype("datetime64[s]")
    return known[codes]


def _objects(values: Sequence[Any]) -> NDArray[Any]:
    objects = np.empty(len(values), dtype="object")
    objects[:] = values
    return objects


def packed_file(data: bytes) -> tuple[bool, bytes]:
    """A file as it is stored, and whether that is compressed."""
    if data.startswith(_ZIPPED):
        return False, data
    return True, zlib.compress(data, _FASTEST)


def unpacked_file(sha256: str, compressed: bool, body: bytes) -> bytes:
    """The file that was stored. Raises :class:`HistoryError` where it is not that file any more."""
    try:
        data = zlib.decompress(body) if compressed else body
    except zlib.error:
        data = b""
    if hashlib.sha256(data).hexdigest() != sha256:
        raise HistoryError(
            "The recorded file is not as it was recorded: the history is damaged, or was changed "
            "by another program."
        )
    return data


def packed_reading(plan: Plan) -> bytes:
    """What a plan has beside its actions, as compressed JSON: every field of it, and its cells."""
    values = {
        "plan": {
            field.name: encoded(getattr(plan, field.name))
            for field in fields(plan)
            if field.name not in _TABLES
        },
        "headings": [str(heading) for heading in plan.original.columns],
        "cells": list(_cells(plan)),
    }
    return zlib.compress(json.dumps(values, separators=(",", ":")).encode(), _FASTEST)


def plan_from(body: bytes, actions: pd.DataFrame) -> Plan:
    """The plan that was recorded, exactly as it was read."""
    values = json.loads(zlib.decompress(body), object_hook=decoded)
    columns = [_cells_from(kept, actions) for kept in values["cells"]]
    original = pd.DataFrame(dict(enumerate(columns)), index=actions.index, dtype="object")
    names = {field.name for field in fields(Plan)}
    known = {name: value for name, value in values["plan"].items() if name in names}
    return Plan(
        actions=actions,
        original=original.set_axis(values["headings"], axis="columns"),
        **known,
    )


_TABLES = ("actions", "original")
"""The fields of a plan that are tables: the first is kept in rows, the second by column."""

_LIKE: Mapping[str, str] = MappingProxyType(
    {"status": "status_text", "percent_complete": "percent_complete"}
)
"""The field that holds what was typed in a column, where it is not the column's own."""


def _cells(plan: Plan) -> Iterator[dict[str, Any]]:
    """The user's own columns: most cells are what was read of them, so only the others are kept.

    Where one thing read stands for another throughout ("5" for 5), that is kept once.
    """
    read = {heading: _LIKE.get(name, name) for name, heading in plan.columns.items()}
    for place, heading in enumerate(plan.original.columns):
        cells = plan.original.iloc[:, place].tolist()
        name = read.get(heading)
        like = _as_cells(plan.actions, name) if name else [None] * len(cells)
        others = _places_where_other(cells, like)
        given = {like[at]: cells[at] for at in others if like[at] is not None}
        if given:
            like = [given.get(value, value) for value in like]
            others = _places_where_other(cells, like)
        pairs = [(at, encoded(cells[at])) for at in others]
        yield {"like": name, "given": encoded(given), "others": pairs}


def _places_where_other(cells: list[Any], like: list[Any]) -> list[int]:
    """Where two columns of cells differ; most do nowhere, which is told at once."""
    if cells == like and all(map(is_, map(type, cells), map(type, like))):
        return []
    pairs = enumerate(zip(cells, like, strict=True))
    return [at for at, (cell, other) in pairs if type(cell) is not type(other) or cell != other]


def _cells_from(kept: Mapping[str, Any], actions: pd.DataFrame) -> list[Any]:
    name, given = kept["like"], kept.get("given")  # which earlier versions did not keep
    cells = _as_cells(actions, name) if name else [None] * len(actions)
    if given:
        cells = [given.get(value, value) for value in cells]
    for at, cell in kept["others"]:
        cells[at] = cell
    return cells


def _as_cells(actions: pd.DataFrame, name: str) -> list[Any]:
    """A field's column as cells would hold it: dates, texts and numbers, None for unknown."""
    column = actions[name]
    if column.dtype == DATE_DTYPE:
        return list(column.to_numpy(dtype="datetime64[D]").tolist())
    if column.dtype == "bool":
        return [None] * len(column)
    return [None if value != value else value for value in column.tolist()]
