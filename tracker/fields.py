"""The vocabulary: the fields of an action, the status groups and the words shown for them.

Everything else in the tracker speaks in these names. They are the names of the
data definitions in ``docs/measures.md``; the labels are what people are shown.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import repeat
from types import MappingProxyType
from typing import Any, Final, Literal

import numpy as np
import pandas as pd

Kind = Literal["text", "date", "number", "list", "flag", "status"]

DATE_DTYPE: Final = "datetime64[s]"
"""Whole days. Seconds, not nanoseconds, so that a mistyped year 9999 is still a date."""


@dataclass(frozen=True)
class Field:
    """One field of an action.

    ``name`` is the column in ``Plan.actions``; ``label`` is what people see; ``kind`` says
    how the cell is read; ``mapped`` is whether a column of the user's sheet can be it.
    """

    name: str
    label: str
    kind: Kind
    mapped: bool = True


_FIELDS = (
    Field("reference", "Reference", "text"),
    Field("recommendation", "Recommendation", "text"),
    Field("recommendation_text", "Recommendation wording", "text"),
    Field("recommendation_due", "Recommendation's own timescale", "date"),
    Field("source", "Inspection or report", "text"),
    Field("scope", "National or force-specific", "text"),
    Field("action", "Action", "text"),
    Field("owner", "Owner", "text"),
    Field("owners", "Owners named", "list", mapped=False),
    Field("original_due", "Original timescale", "date"),
    Field("original_due_text", "Original timescale as typed", "text", mapped=False),
    Field("revised_due", "Revised timescale", "date"),
    Field("revised_due_text", "Revised timescale as typed", "text", mapped=False),
    Field("date_moves", "Date moves", "number", mapped=False),
    Field("status", "Status", "status"),
    Field("status_text", "Status as typed", "text", mapped=False),
    Field("percent_complete", "Percent complete", "number"),
    Field("completed_on", "Completed on", "date"),
    Field("progress", "Progress", "text"),
    Field("dependency", "Waiting for", "text"),
    Field("risk", "Risk", "text"),
    Field("priority", "Priority", "text"),
    Field("evidence", "Evidence", "text"),
    Field("success_measure", "Success measure", "text"),
    Field("restricted", "Restricted", "flag"),
)

FIELDS: Mapping[str, Field] = MappingProxyType({field.name: field for field in _FIELDS})
"""Every field of an action, in the order in which people meet them."""

STATUS_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "not_started": "Not started",
        "in_progress": "In progress",
        "awaiting_sign_off": "Awaiting sign-off",
        "complete": "Complete",
        "confirmed": "Complete and confirmed",
        "withdrawn": "Withdrawn",
        "unknown": "Not understood",
    }
)
"""The status groups, in order, with the words shown for them."""

STATUS_GROUPS = tuple(STATUS_LABELS)
COMPLETED_GROUPS = ("complete", "confirmed")

SCOPE_LABELS: Mapping[str, str] = MappingProxyType(
    {"national": "National", "force": "Force-specific"}
)

STATE_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "complete": "Complete",
        "awaiting_sign_off": "Awaiting sign-off",
        "open": "Open, in date",
        "overdue": "Overdue",
        "lapsed": "Past its agreed date, original not known",
        "not_started": "Not started, in date",
        "withdrawn": "Withdrawn",
    }
)
"""What a chart draws an action as, in the order in which states are stacked."""

MEASURE_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "agreed_due": "Agreed timescale",
        "is_complete": "Complete",
        "is_open": "Open",
        "is_withdrawn": "Withdrawn",
        "is_due": "Due by its original timescale",
        "expected_finish": "Expected or actual finish",
        "slippage_days": "Slippage in days",
        "slippage_working_days": "Slippage in working days",
        "slippage_is_minimum": "Slipped at least that far",
        "is_overdue": "Overdue",
        "days_overdue": "Days overdue",
        "is_overdue_revised": "Overdue against the revised timescale",
        "is_lapsed": "Past its agreed date, original not known",
        "is_late": "Completed late",
        "is_rebaselined": "Timescale revised",
        "extension_days": "Extension in days",
        "slippage_against_revised_days": "Slippage against the revised timescale in days",
        "slippage_against_revised_working_days": (
            "Slippage against the revised timescale in working days"
        ),
        "age_days": "Age in days",
        "state": "State",
    }
)
"""What each measure of an action is called, in the order in which ``measure`` adds them."""

CALCULATED_HEADINGS: Mapping[str, str] = MappingProxyType(
    {
        "Status group": "status",
        "Reference (as read)": "reference",
        "Recommendation (as read)": "recommendation",
        "Recommendation wording (as read)": "recommendation_text",
        "Recommendation's own timescale (date)": "recommendation_due",
        "Inspection (as read)": "source",
        "Scope (as read)": "scope",
        "Action (as read)": "action",
        "Owner (as read)": "owner",
        "Original timescale (date)": "original_due",
        "Revised timescale (date)": "revised_due",
        "Date moves (as read)": "date_moves",
        "Percent complete (as read)": "percent_complete",
        "Completed on (date)": "completed_on",
        "Waiting for (as read)": "dependency",
        "Restricted (as read)": "restricted",
    }
)
"""A download's columns that say how a cell was read: heading to field.

A download that is read back takes these fields from these columns, not from the user's own,
so that it gives the same figures without a mapping. Owners are joined with "; ".
"""

ORIGINAL_NOW_HEADING = "Original timescale that the plan now gives"
"""A download's column for what the plan prints where another timescale was first recorded."""

READ_FROM_HEADING = "Read from"
"""A download's column for the sheet and row that an action was read from."""

DOWNLOAD_MEASURES = (
    "state",
    "slippage_days",
    "slippage_working_days",
    "slippage_is_minimum",
    "is_overdue",
    "days_overdue",
    "expected_finish",
    "is_overdue_revised",
    "is_late",
    "is_rebaselined",
    "extension_days",
    "slippage_against_revised_days",
    "age_days",
)
"""The measures that a download shows, in its order."""

DERIVED_HEADINGS = frozenset(
    {
        *(MEASURE_LABELS[name] for name in DOWNLOAD_MEASURES),
        ORIGINAL_NOW_HEADING,
        READ_FROM_HEADING,
    }
)
"""A download's columns that are worked out again, and so are dropped when it is read back."""

ABOUT_SHEET = "About this download"
ACTIONS_SHEET = "Actions"
RECOMMENDATIONS_SHEET = "By recommendation"
OWNERS_SHEET = "By owner"
COMPLETION_SHEET = "Completion"
SLIPPAGE_SHEET = "Slippage"
CHANGES_SHEET = "Changes"
BALANCE_SHEET = "Balance"
FINDINGS_SHEET = "Findings"
DEFINITIONS_SHEET = "Definitions"
DOWNLOADED_SHEET = "Tracker download"
"""A download's hidden sheet with what was downloaded."""
RECOMMENDATION_NAMES = ("recommendation", "recommendation_text")
"""The fields that say which recommendation an action answers."""
CARRIED_FIELDS = "(blank cells)"
"""Its column that names the fields whose cells were blank and filled from the row above."""
DOWNLOAD_SHEETS = (
    ABOUT_SHEET,
    ACTIONS_SHEET,
    RECOMMENDATIONS_SHEET,
    OWNERS_SHEET,
    COMPLETION_SHEET,
    SLIPPAGE_SHEET,
    CHANGES_SHEET,
    BALANCE_SHEET,
    FINDINGS_SHEET,
    DEFINITIONS_SHEET,
)
"""A download's sheets, in order. The plan is in the actions; the rest is worked out from it."""

CLASH_SUFFIX = " (calculated)"
"""Added to a calculated heading where the user's own sheet has a column of that name."""


def free_heading(heading: str, taken: Collection[str]) -> str:
    """A calculated column's heading, told apart from the user's own columns ``taken``."""
    used = {text.casefold() for text in taken}
    while heading.casefold() in used or (heading + CLASH_SUFFIX).casefold() in used:
        heading += CLASH_SUFFIX
    return heading


def heading_in_download(heading: str, headings: Collection[str]) -> str | None:
    """Which of a download's ``headings`` is the calculated one that ``free_heading`` named."""
    by_folded = {text.casefold(): text for text in headings}
    found = by_folded.get(heading.casefold())
    while (longer := by_folded.get((heading + CLASH_SUFFIX).casefold())) is not None:
        found, heading = longer, heading + CLASH_SUFFIX
    return found


NO_RECOMMENDATION = "No recommendation given"
NO_OWNER = "No owner named"
NO_SCOPE = "Not said"
NO_SOURCE = "No inspection given"

PUBLISHED_ON = "Report published"
"""A download's words before the publication date that it was measured from."""


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
