"""How one layout is to be read: columns, status words, sheets. Saved as a small JSON file."""

from __future__ import annotations

import json
from collections.abc import Mapping as MappingOf
from dataclasses import asdict, dataclass, field
from datetime import date
from os import PathLike
from pathlib import Path
from typing import Any

from tracker.fields import FIELDS, STATUS_GROUPS
from tracker.reading.findings import PlanError

KIND = "action-plan-tracker mapping"


@dataclass(frozen=True)
class Mapping:
    """The user's choices for reading a plan; every default means "find it yourself".

    ``columns``: field to heading (empty: no column); ``statuses``: status words to group;
    ``sheets``, ``header_row`` (from 1), ``day_first`` and ``published`` as in ``read_plan``.
    """

    columns: MappingOf[str, str] = field(default_factory=dict)
    statuses: MappingOf[str, str] = field(default_factory=dict)
    sheets: tuple[str, ...] = ()
    header_row: int | None = None
    day_first: bool | None = None
    published: date | None = None

    def options(self) -> dict[str, Any]:
        """The choices as keyword arguments of ``read_plan``."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


def write_mapping(mapping: Mapping) -> bytes:
    """The JSON of a mapping, for :func:`read_mapping`."""
    published = mapping.published.isoformat() if mapping.published else None
    values = asdict(mapping) | {"published": published}
    return json.dumps({"kind": KIND, **values}, ensure_ascii=False, indent=2).encode()


def read_mapping(file: bytes | str | PathLike[str]) -> Mapping:
    """Read a mapping's JSON. Raises :class:`PlanError` where it is not one.

    >>> read_mapping(write_mapping(Mapping(columns={"action": "azione"}))).columns
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


def _mapping(values: MappingOf[str, Any]) -> Mapping:
    columns = {str(name): str(heading) for name, heading in values.get("columns", {}).items()}
    statuses = {str(word): str(group) for word, group in values.get("statuses", {}).items()}
    for name in columns:
        if name not in FIELDS or not FIELDS[name].mapped:
            raise PlanError(f"This mapping names a field that there is not: “{name}”.")
    for group in statuses.values():
        if group not in STATUS_GROUPS:
            raise PlanError(f"This mapping names a status group that there is not: “{group}”.")
    header_row, day_first = values.get("header_row"), values.get("day_first")
    published = values.get("published")
    return Mapping(
        columns=columns,
        statuses=statuses,
        sheets=tuple(str(sheet) for sheet in values.get("sheets") or ()),
        header_row=None if header_row is None else int(header_row),
        day_first=None if day_first is None else bool(day_first),
        published=None if published is None else date.fromisoformat(published),
    )
