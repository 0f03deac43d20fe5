"""The description of a published CSV as a Frictionless data package."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from tracker.output.definitions import meaning
from tracker.output.sheet_of_actions import action_columns

if TYPE_CHECKING:
    from tracker.output.sheet_table import SheetColumn
    from tracker.reading.plan import Plan

ACTIONS_FILE = "actions.csv"

_UNITS = {"working days": "working day", "days": "day", "percent": "percent"}
"""Units, by what a heading says of its numbers."""


def data_package(
    plan: Plan, view: pd.DataFrame, as_at: date, rows: bytes, title: str
) -> Mapping[str, Any]:
    """``datapackage.json`` of the actions' CSV: each column's type, unit and definition.

    ``rows`` is the CSV that it describes. See https://specs.frictionlessdata.io/table-schema/.
    """
    columns, shown = action_columns(plan, view, as_at)
    calculated = {heading: name for name, heading in shown.items()}
    names = next(csv.reader(io.StringIO(rows.decode(), newline="")))
    fields = [
        _field(name, column, calculated.get(column.heading))
        for name, column in zip(names, columns, strict=True)
    ]
    return {
        "profile": "tabular-data-package",
        "name": "action-plan",
        "title": title,
        "resources": [
            {
                "profile": "tabular-data-resource",
                "name": "actions",
                "path": ACTIONS_FILE,
                "format": "csv",
                "encoding": "utf-8",
                "bytes": len(rows),
                "hash": f"sha256:{hashlib.sha256(rows).hexdigest()}",
                "schema": {"fields": fields, "missingValues": [""]},
            }
        ],
    }


def _field(name: str, column: SheetColumn, calculated: str | None) -> dict[str, Any]:
    field: dict[str, Any] = {"name": name, "type": _type(column)}
    if calculated is None:
        return field | {"description": "A column of the plan's own, as typed."}
    field["description"], _ = meaning(calculated)
    unit = next((unit for word, unit in _UNITS.items() if word in calculated.casefold()), "")
    return field | ({"unit": unit} if unit else {})


def _type(column: SheetColumn) -> str:
    """The type of all the values of a column; ``string`` where they differ."""
    kinds = {type(cell) for cell in column.cells if cell is not None}
    if kinds and kinds <= {int}:
        return "integer"
    if kinds and kinds <= {int, float}:
        return "number"
    return "date" if kinds and kinds <= {date} else "string"
