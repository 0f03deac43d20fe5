"""The actions as columns: the user's own, then what was read and calculated."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pandas as pd

from tracker.fields import DATE_DTYPE
from tracker.output.as_read import comments
from tracker.output.cells import headings
from tracker.output.sheet_table import SheetColumn
from tracker.own_downloads import (
    AS_AT_HEADING,
    CALCULATED_HEADINGS,
    ORIGINAL_NOW_HEADING,
    READ_FROM_HEADING,
    free_heading,
)
from tracker.vocabulary import LABELS, MEASURES
from tracker.words import NOT_KNOWN

if TYPE_CHECKING:
    from tracker.reading.plan import Plan

FIRST_HEADINGS = (
    "Status group",
    "Original timescale (date)",
    "Revised timescale (date)",
    "Completed on (date)",
)
"""What people want to see first of what was read; the rest stands after the measures."""

_Column: TypeAlias = "pd.Series[Any]"


def own_columns(plan: Plan, view: pd.DataFrame) -> list[SheetColumn]:
    """The user's own columns in their order, as wide as they were, with the rows of ``view``.

    A cell that was read otherwise than it was typed has a comment that says so.
    """
    original = plan.original.loc[view.index]
    names = headings(str(column) for column in original.columns)
    share, said = _share_column(plan), comments(plan, view)
    return [
        SheetColumn(
            name,
            original.iloc[:, at].tolist(),
            "share" if at == share else "any",
            width=plan.source.widths.get(str(original.columns[at])),
            comments=said.get(at, {}),
        )
        for at, name in enumerate(names)
    ]


def sheet_columns(
    plan: Plan, view: pd.DataFrame, *, with_measures: bool = True
) -> tuple[list[SheetColumn], dict[str, str]]:
    """The columns of a workbook's actions: the user's own, then the calculated ones.

    What was read has a column only where the user's sheet has none for it. Beside them the heading
    under which each calculated one stands.
    """
    read = [
        heading
        for heading, field in CALCULATED_HEADINGS.items()
        if field not in plan.columns and _is_told(plan, field)
    ]
    calculated = [
        *(_measures(view, "xlsx") if with_measures else ()),
        *(_as_read(heading, view) for heading in read),
        SheetColumn(READ_FROM_HEADING, _read_from(view)),
    ]
    return _told_apart(own_columns(plan, view), calculated)


def _is_told(plan: Plan, field: str) -> bool:
    """Whether a plan tells a field though no column of its own is it."""
    if field == "status":
        return bool(plan.actions["status"].ne("unknown").any())
    return _is_known(plan.actions[field])


def calculated_columns(plan: Plan, view: pd.DataFrame, as_at: date) -> list[SheetColumn]:
    """The calculated columns of the actions as CSV, in their order.

    What was read of a field is left out where the whole plan says nothing of it.
    """
    read = [
        heading
        for heading, field in CALCULATED_HEADINGS.items()
        if heading not in FIRST_HEADINGS and _is_known(plan.actions[field])
    ]
    return [
        *(_as_read(heading, view) for heading in FIRST_HEADINGS),
        *_moved(view),
        *_measures(view, "csv"),
        SheetColumn(READ_FROM_HEADING, _read_from(view)),
        *(_as_read(heading, view) for heading in read),
        SheetColumn(AS_AT_HEADING, [as_at] * len(view)),
    ]


def action_columns(
    plan: Plan, view: pd.DataFrame, as_at: date
) -> tuple[list[SheetColumn], dict[str, str]]:
    """All columns of the actions, and the heading under which each calculated one stands."""
    return _told_apart(own_columns(plan, view), calculated_columns(plan, view, as_at))


def _told_apart(
    own: list[SheetColumn], calculated: list[SheetColumn]
) -> tuple[list[SheetColumn], dict[str, str]]:
    """All columns, a calculated heading told apart from a user's own column that has its name."""
    taken = [column.heading for column in own]
    shown = {column.heading: free_heading(column.heading, taken) for column in calculated}
    renamed = [
        replace(column, heading=shown[column.heading], calculated=True) for column in calculated
    ]
    return [*own, *renamed], shown


def in_words(column: _Column) -> list[object]:
    """A column's values as they are written: words for groups and flags, None for unknown."""
    if column.dtype == "bool":
        return list(np.where(column.to_numpy(), "Yes", "No").tolist())
    if column.dtype == DATE_DTYPE:
        return list(column.to_numpy(dtype="datetime64[D]").tolist())
    labels = LABELS.get(str(column.name), {})
    objects = column.astype("object").to_numpy(copy=True)
    objects[column.isna().to_numpy()] = None
    values: list[Any] = objects.tolist()
    return values if not labels else [labels.get(value, value) for value in values]


def _as_read(heading: str, view: pd.DataFrame) -> SheetColumn:
    field = CALCULATED_HEADINGS[heading]
    if field == "owner":
        return SheetColumn(heading, ["; ".join(owners) or None for owners in view["owners"]])
    return _column(heading, view[field])


def finishes(days: _Column, is_minimum: _Column) -> list[object]:
    """When things finished or are to: "not known" where only a floor is known, never that date."""
    pairs = zip(in_words(days), is_minimum, strict=True)
    return [NOT_KNOWN if minimum else day for day, minimum in pairs]


def _moved(view: pd.DataFrame) -> list[SheetColumn]:
    """What the plan now gives as original timescale, where any is not the one first recorded."""
    if not view["original_moved"].any():
        return []
    days = zip(in_words(view["original_now"]), view["original_moved"], strict=True)
    now = [(day or "none") if moved else None for day, moved in days]
    return [SheetColumn(ORIGINAL_NOW_HEADING, now)]


def _measures(view: pd.DataFrame, place: str) -> Iterator[SheetColumn]:
    for name, measure in MEASURES.items():
        if name == "expected_finish" and place in measure.places:
            finish = finishes(view[name], view["slippage_is_minimum"])
            yield SheetColumn(measure.label, finish)
        elif place in measure.places:
            yield _column(measure.label, view[name])


def _column(heading: str, values: _Column) -> SheetColumn:
    whole = pd.api.types.is_integer_dtype(values.dtype)
    return SheetColumn(heading, in_words(values), "count" if whole else "any")


def _is_known(column: _Column) -> bool:
    if pd.api.types.is_bool_dtype(column) or column.name == "date_moves":
        return bool(column.any())
    return bool(column.notna().any())


def _read_from(view: pd.DataFrame) -> list[object]:
    return [
        f"{sheet}, row {row}" if sheet else f"row {row}"
        for sheet, row in zip(view["sheet"], view["row"], strict=True)
    ]


def _share_column(plan: Plan) -> int | None:
    """Where the user's column stands that gives percentages as shares of 1: 0.6 is shown as 60%."""
    name = plan.columns.get("percent_complete")
    for position, heading in enumerate(plan.original.columns):
        if heading == name:
            shares = pd.to_numeric(plan.original.iloc[:, position], errors="coerce").dropna()
            percent = plan.actions["percent_complete"].loc[shares.index]
            is_share = (100 * shares - percent).abs().lt(0.001).all()
            return position if is_share else None
    return None
