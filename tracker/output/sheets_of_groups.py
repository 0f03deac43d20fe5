"""The figures by recommendation and by owner, as tables."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from tracker.output.sheet_of_actions import finishes, in_words
from tracker.output.sheet_table import Kind, SheetColumn, SheetTable
from tracker.own_downloads import COMPLETION_SHEET, OWNERS_SHEET, RECOMMENDATIONS_SHEET
from tracker.statements.on_plan import owners_note
from tracker.summaries import Summary, most_overdue_first, with_overdue_known
from tracker.vocabulary import FIELDS, FIGURES, NO_OWNER, NO_RECOMMENDATION, heading
from tracker.words import number, shortened

COMPLETE, OVERDUE = FIGURES["completed"].label, FIGURES["overdue"].label
NOT_OVERDUE, NOT_KNOWN = heading("not_overdue"), heading("overdue_unknown")
RECOMMENDATION = FIELDS["recommendation"].label

MOST_DRAWN = 40
"""Recommendations that a chart shows: as many as can be read."""

_DATES = ("original_due", "expected_finish", "slippage_days", "is_complete")


def recommendations_table(summary: Summary, title: str, context: str) -> SheetTable:
    """A row a recommendation, in the plan's order."""
    rows = with_overdue_known(summary.recommendations)
    rows = rows.assign(recommendation=rows["recommendation"].fillna(NO_RECOMMENDATION))
    names = ("recommendation", "source", "recommendation_text", *_DATES, *FIGURES)
    return SheetTable(
        sheet=RECOMMENDATIONS_SHEET,
        name="By_recommendation",
        title=f"{RECOMMENDATIONS_SHEET}: {title}",
        context=context,
        about="The figures of each recommendation",
        columns=_columns(rows, names),
    )


def completion_table(summary: Summary, title: str, context: str) -> SheetTable | None:
    """A row a recommendation, as its chart shows them; None where there is no action.

    Over ``MOST_DRAWN`` those with the most overdue, still in the plan's order; which is said.
    """
    groups = summary.recommendations
    in_date = groups["open"] - groups["overdue"] - groups["overdue_unknown"]
    every = groups.assign(not_overdue=in_date)
    if every.empty:
        return None
    rows = with_overdue_known(most_overdue_first(every).head(MOST_DRAWN).sort_index())
    shown = ""
    if len(rows) < len(every):
        shown = f"the {number(len(rows))} of {number(len(every))} recommendations most overdue"
    unknown = ["overdue_unknown"] if rows["overdue_unknown"].any() else []
    names = ("completed", "not_overdue", "overdue", *unknown, "withdrawn")
    return SheetTable(
        sheet=COMPLETION_SHEET,
        name="Completion",
        title=f"{COMPLETION_SHEET} by recommendation: {title}",
        context=f"In the plan's order{f': {shown}' if shown else ''}. {context}",
        about="How many actions of each recommendation are complete, with a chart beside the table",
        columns=[SheetColumn(RECOMMENDATION, _labels(rows), widest=60), *_columns(rows, names)],
        shown=shown,
        on_one_page=True,
    )


def owners_table(summary: Summary, title: str, context: str) -> SheetTable:
    """A row an owner, the most overdue first; an action of two owners is in both rows."""
    rows = summary.owners.assign(owner=summary.owners["owner"].fillna(NO_OWNER))
    rows = with_overdue_known(most_overdue_first(rows))
    note = owners_note(summary)
    return SheetTable(
        sheet=OWNERS_SHEET,
        name="By_owner",
        title=f"{OWNERS_SHEET}: {title}",
        context=f"{f'{note} ' if note else ''}The most overdue first. {context}",
        about="The figures of each owner",
        columns=_columns(rows, ("owner", *FIGURES)),
    )


def label(name: str) -> str:
    """The heading of a column of groups, in full."""
    return FIGURES[name].label if name in FIGURES else heading(name)


def _columns(rows: pd.DataFrame, names: Iterable[str]) -> list[SheetColumn]:
    """The figures' columns, without those that are unknown of every group."""
    optional = ("source", "recommendation_text", "confirmed", "confirmed_rate")
    known = [name for name in names if name not in optional or rows[name].notna().any()]
    return [SheetColumn(label(name), _values(rows, name), _kind(rows, name)) for name in known]


def _kind(rows: pd.DataFrame, name: str) -> Kind:
    if name in FIGURES and FIGURES[name].unit == "rate":
        return "share"
    if pd.api.types.is_float_dtype(rows[name]):
        return "decimal"
    return "count" if pd.api.types.is_integer_dtype(rows[name]) else "any"


def _values(rows: pd.DataFrame, name: str) -> list[object]:
    if name == "expected_finish":
        return finishes(rows[name], rows["finish_is_minimum"])
    return in_words(rows[name])


def _labels(rows: pd.DataFrame) -> list[str]:
    """Each recommendation's name, with the beginning of its wording where that says more."""
    return [
        ". ".join(
            filter(None, (shortened(name or NO_RECOMMENDATION), shortened(wording or "", 45)))
        )
        if wording != name
        else shortened(name or NO_RECOMMENDATION)
        for name, wording in zip(rows["recommendation"], rows["recommendation_text"], strict=True)
    ]
