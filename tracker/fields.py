"""Frames of actions: a column for each field of the vocabulary, each of its type."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import repeat
from typing import Any, Final

import numpy as np
import pandas as pd

from tracker.vocabulary import FIELDS, STATUS_GROUPS, Field

DATE_DTYPE: Final = "datetime64[s]"
"""Whole days. Seconds, not nanoseconds, so that a mistyped year 9999 is still a date."""

PUBLISHED = date(2015, 7, 2)
"""The day *Building the Picture* was published: "Immediately" counts from it."""


def dtype_of(field: Field) -> object:
    """The pandas dtype of a field's column; text and lists are objects, ``None`` for unknown."""
    if field.kind == "date":
        return DATE_DTYPE
    if field.kind == "status":
        return pd.CategoricalDtype(list(STATUS_GROUPS))
    if field.kind == "flag":
        return "bool"
    if field.name == "date_moves":
        return "int64"
    return "float64" if field.kind == "number" else "object"


def unknown(name: str, size: int) -> Any:
    """A column of a field that is not given: unknown throughout.

    ``None``, ``NaT``, ``NaN``; ``False``; no date moves; no owners; status ``unknown``. The sheet
    is ``""`` and rows are counted from 0.
    """
    if name == "row":
        return np.arange(size)
    if name == "sheet":
        return np.full(size, "", dtype="object")
    field = FIELDS[name]
    if field.kind == "list":
        return np.fromiter(repeat((), size), dtype="object", count=size)
    if field.kind == "status":
        return pd.Categorical(["unknown"] * size, list(STATUS_GROUPS))
    nothing = {"date": "NaT", "number": np.nan, "flag": False}.get(field.kind)
    dtype: Any = dtype_of(field)
    return np.full(size, 0 if field.name == "date_moves" else nothing, dtype=dtype)


def actions_frame(columns: Mapping[str, object], index: pd.Index | None = None) -> pd.DataFrame:
    """A frame of actions with every field, in order, each with its dtype.

    ``columns`` gives the values known, by field name, and ``sheet`` and ``row``; a field that
    is not given is :func:`unknown` throughout.
    """
    known = pd.DataFrame(dict(columns), index=index)
    frame: dict[str, object] = {}
    for name, field in FIELDS.items():
        if name not in known:
            frame[name] = unknown(name, len(known))
            continue
        values = known[name].astype(dtype_of(field))  # type: ignore[call-overload]
        frame[name] = values.where(values.notna(), None) if field.kind == "text" else values
    for name in ("sheet", "row"):
        frame[name] = known[name] if name in known else unknown(name, len(known))
    return pd.DataFrame(frame, index=known.index)


Periods = Mapping[tuple[str, int], date]
"""By sheet and row the first day of the month or quarter that an action was completed in."""


def seen_at(actions: pd.DataFrame, periods: Periods, as_at: date) -> pd.DataFrame:
    """Actions with what was completed in a period that holds a date as of that date."""
    if not periods:
        return actions
    places = zip(actions["sheet"], actions["row"], strict=True)
    begun = np.array([periods.get(place, date.max) <= as_at for place in places], dtype=bool)
    within = actions["completed_on"].gt(pd.Timestamp(as_at)) & begun
    return actions.assign(completed_on=actions["completed_on"].mask(within, pd.Timestamp(as_at)))
