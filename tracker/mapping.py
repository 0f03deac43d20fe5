"""How one layout is to be read: columns, status words, sheets. Saved as a small JSON file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from os import PathLike
from pathlib import Path
from typing import Any, get_args

from tracker.book import PlanError
from tracker.fields import FIELDS, STATUS_GROUPS
from tracker.reading.choices import Choices, SecondTable, Struck, Tabs

KIND = "action-plan-tracker mapping"


def write_mapping(choices: Choices) -> bytes:
    """The JSON of the choices for a layout, for :func:`read_mapping`."""
    published = choices.published.isoformat() if choices.published else None
    values = asdict(choices) | {"published": published}
    return json.dumps({"kind": KIND, **values}, ensure_ascii=False, indent=2).encode()


def read_mapping(file: bytes | str | PathLike[str]) -> Choices:
    """Read a mapping's JSON. Raises :class:`PlanError` where it is not one.

    >>> read_mapping(write_mapping(Choices(columns={"action": "azione"}))).columns
    {'action': 'azione'}
    """
    try:
        data = file if isinstance(file, bytes) else Path(file).read_bytes()
    except OSError as error:
        raise PlanError(f"The mapping “{Path(str(file)).name}” could not be opened.") from error
    try:
        values = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise PlanError("This is not a mapping: it is not a JSON file.") from error
    if not isinstance(values, dict) or not isinstance(values.get("columns", {}), dict):
        raise PlanError("This is not a mapping that the tracker wrote.")
    try:
        return _mapping(values)
    except (TypeError, ValueError, AttributeError) as error:
        raise PlanError(
            "This mapping holds a value that the tracker does not understand."
        ) from error


def _mapping(values: Mapping[str, Any]) -> Choices:
    columns = {str(name): str(heading) for name, heading in values.get("columns", {}).items()}
    statuses = {str(word): str(group) for word, group in values.get("statuses", {}).items()}
    for name in columns:
        if name not in FIELDS or not FIELDS[name].mapped:
            raise PlanError(f"This mapping names a field that there is not: “{name}”.")
    for group in statuses.values():
        if group not in STATUS_GROUPS:
            raise PlanError(f"This mapping names a status group that there is not: “{group}”.")
    percent = values.get("percent") or {}
    header_row, day_first = values.get("header_row"), values.get("day_first")
    published = values.get("published")
    return Choices(
        columns=columns,
        statuses=statuses,
        sheets=tuple(str(sheet) for sheet in values.get("sheets") or ()),
        header_row=None if header_row is None else int(header_row),
        day_first=None if day_first is None else bool(day_first),
        published=None if published is None else date.fromisoformat(published),
        tabs=_one_of(values, "tabs", get_args(Tabs)),
        second_table=_one_of(values, "second_table", get_args(SecondTable)),
        percent={str(heading): bool(is_it) for heading, is_it in percent.items()},
        struck=_one_of(values, "struck", get_args(Struck)),
    )


def _one_of(values: Mapping[str, Any], name: str, known: tuple[str, ...]) -> Any:
    value = values.get(name)
    if value is not None and value not in known:
        raise ValueError(name)
    return value
