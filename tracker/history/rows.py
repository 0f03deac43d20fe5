"""A plan to the rows of the history's tables, and back, exactly."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date
from functools import lru_cache
from itertools import count, repeat
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tracker.fields import FIELDS, actions_frame
from tracker.history.columns import all_as_written, all_writable
from tracker.history.errors import HistoryError
from tracker.reading.findings import Finding
from tracker.reading.kinds import FindingKind
from tracker.reading.plan import Plan, Source
from tracker.reading.sheets import Version

ACTION_COLUMNS = (*FIELDS, "sheet", "row")
"""The columns of an action's row that say something of the action."""

_FASTEST = 1
"""zlib's level: a plan's texts shrink to a sixth, in a tenth of the time of the usual level."""

_ZIPPED = b"PK\x03\x04"
"""How xlsx, xlsb and ods files begin: they are compressed already."""

_NO_DAY = "NaT"


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
        days = column.to_numpy(dtype="datetime64[D]").astype(str).tolist()
        return [None if day == _NO_DAY else day for day in days]
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


def actions_from(columns: Sequence[Sequence[Any]]) -> pd.DataFrame:
    """The frame of actions whose :data:`ACTION_COLUMNS` a driver gave back, each a sequence."""
    index = pd.RangeIndex(len(columns[0]))
    return actions_frame(
        {
            name: pd.Series(_recalled(name, values), index=index)
            for name, values in zip(ACTION_COLUMNS, columns, strict=True)
        },
        index,
    )


def _recalled(name: str, values: Sequence[Any]) -> NDArray[Any]:
    field = FIELDS.get(name)
    if name in ("row", "date_moves"):
        return np.array(values, dtype="int64")
    if field is not None and field.kind == "date":
        return _days_from(values)
    if field is not None and field.kind == "number":
        return np.array(values, dtype="float64")
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
    """What a plan has beside its actions, as compressed JSON."""
    values = {
        "headings": list(plan.original.columns),
        "cells": [plan.original[name].tolist() for name in plan.original.columns],
        "columns": plan.columns,
        "findings": plan.findings,
        # JSON's keys are texts: pairs, not a mapping.
        "source": vars(plan.source) | {"letters": list(plan.source.letters.items())},
        "published": plan.published,
    }
    return zlib.compress(json.dumps(values, default=_as_object).encode(), _FASTEST)


def plan_from(body: bytes, actions: pd.DataFrame, as_at: date) -> Plan:
    """The plan that was recorded, as at the date it was recorded for."""
    values = json.loads(zlib.decompress(body), object_hook=_from_object)
    original = pd.DataFrame(
        dict(enumerate(values["cells"])), index=actions.index, dtype="object"
    ).set_axis(values["headings"], axis="columns")
    return Plan(
        actions=actions,
        original=original,
        columns=MappingProxyType(values["columns"]),
        findings=tuple(_finding(finding) for finding in values["findings"]),
        as_at=as_at,
        source=_source(values["source"]),
        published=values["published"],
    )


_DATE = "$date"
"""The only key of a JSON object that stands for a date."""


def _as_object(value: object) -> dict[str, Any]:
    if isinstance(value, date):
        return {_DATE: value.isoformat()}
    return dict(value) if isinstance(value, Mapping) else vars(value)


def _from_object(value: dict[str, Any]) -> Any:
    if value.keys() == {_DATE} and isinstance(value[_DATE], str):
        return date.fromisoformat(value[_DATE])
    return value


def _known(kind: type[Finding] | type[Source], values: Mapping[str, Any]) -> dict[str, Any]:
    """What this version of the tracker knows of what another one stored."""
    names = {field.name for field in fields(kind)}
    return {name: value for name, value in values.items() if name in names}


def _finding(values: Mapping[str, Any]) -> Finding:
    given = _known(Finding, values)
    return Finding(
        **given | {"also": tuple(given.get("also", ())), "kind": FindingKind(given["kind"])}
    )


def _source(values: Mapping[str, Any]) -> Source:
    given = _known(Source, values)
    for name in ("sheets", "other_sheets"):
        given[name] = tuple(given[name])
    given["letters"] = {tuple(place): letters for place, letters in given["letters"]}
    given["versions"] = tuple(Version(**version) for version in given["versions"])
    return Source(**given)
