"""The figures by recommendation and by owner, as tables."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from tracker.fields import (
    COMPLETION_SHEET,
    FIELDS,
    NO_OWNER,
    NO_RECOMMENDATION,
    OWNERS_SHEET,
    RECOMMENDATIONS_SHEET,
)
from tracker.output.actions import finishes, in_words
from tracker.output.table import Column, Kind, Table
from tracker.statements.plan import owners_note
from tracker.summaries import Summary
from tracker.words import number, shortened

COMPLETE, OVERDUE, NOT_OVERDUE = "Complete", "Overdue", "Open, not overdue"
RECOMMENDATION, OWNER = "Recommendation", "Owner"

MOST_DRAWN = 40
"""Recommendations that a chart shows: as many as can be read."""

_NAMES: Mapping[str, tuple[str, Kind]] = {
    "recommendation": (RECOMMENDATION, "any"),
    "source": (FIELDS["source"].label, "any"),
    "owner": (OWNER, "any"),
    "recommendation_text": ("Recommendation wording", "any"),
    "original_due": ("Original timescale", "any"),
    "expected_finish": ("Expected or actual finish", "any"),
    "slippage_days": ("Slippage in days", "count"),
    "is_complete": ("All complete", "any"),
    "actions": ("Actions", "count"),
    "withdrawn": ("Withdrawn", "count"),
    "completed": (COMPLETE, "count"),
    "overdue": (OVERDUE, "count"),
    "not_overdue": (NOT_OVERDUE, "count"),
    "open": ("Open in all", "count"),
    "completion_rate": ("Completion rate", "share"),
    "confirmed": ("Confirmed", "count"),
    "confirmed_rate": ("Confirmed rate", "share"),
    "due": ("Due by its original timescale", "count"),
    "on_time_rate": ("Completed on time", "share"),
    "hit_task_rate": ("Hit task rate", "share"),
    "bei": ("Baseline execution index", "decimal"),
    "median_slippage_days": ("Median slippage in days", "decimal"),
    "mean_slippage_days": ("Mean slippage in days", "decimal"),
    "max_slippage_days": ("Greatest slippage in days", "count"),
    "rebaselined": ("Timescales revised", "count"),
    "next_due": ("Next due", "any"),
}
"""The heading of each figure of a group, and how its numbers are shown."""

HEADINGS: Mapping[str, str] = {name: heading for name, (heading, _) in _NAMES.items()}
"""The heading of each figure of a group."""

_COUNTS = ("actions", "withdrawn", "completed", "overdue", "not_overdue", "open")
_RATES = (
    "completion_rate",
    "confirmed",
    "confirmed_rate",
    "due",
    "on_time_rate",
    "hit_task_rate",
    "bei",
    "median_slippage_days",
    "mean_slippage_days",
    "max_slippage_days",
    "rebaselined",
    "next_due",
)
_DATES = ("original_due", "expected_finish", "slippage_days", "is_complete")


def recommendations_table(summary: Summary, title: str, context: str) -> Table:
    """A row a recommendation, in the plan's order."""
    rows = _counted(summary.recommendations).assign(
        recommendation=summary.recommendations["recommendation"].fillna(NO_RECOMMENDATION)
    )
    names = ("recommendation", "source", "recommendation_text", *_DATES, *_COUNTS, *_RATES)
    return Table(
        sheet=RECOMMENDATIONS_SHEET,
        name="By_recommendation",
        title=f"{RECOMMENDATIONS_SHEET}: {title}",
        context=context,
        about="The figures of each recommendation",
        columns=_columns(rows, names),
    )


def completion_table(summary: Summary, title: str, context: str) -> Table | None:
    """A row a recommendation, as its chart shows them; None where there is no action.

    Over ``MOST_DRAWN`` those with the most overdue, still in the plan's order; which is said.
    """
    every = _counted(summary.recommendations)
    if every.empty:
        return None
    worst = every.sort_values(["overdue", "open"], ascending=False, kind="stable")
    rows = worst.head(MOST_DRAWN).sort_index()
    shown = ""
    if len(rows) < len(every):
        shown = f"the {number(len(rows))} of {number(len(every))} recommendations most overdue"
    names = ("completed", "not_overdue", "overdue", "withdrawn")
    return Table(
        sheet=COMPLETION_SHEET,
        name="Completion",
        title=f"{COMPLETION_SHEET} by recommendation: {title}",
        context=f"In the plan's order{f': {shown}' if shown else ''}. {context}",
        about="How many actions of each recommendation are complete, with a chart beside the table",
        columns=[Column(RECOMMENDATION, _labels(rows), widest=60), *_columns(rows, names)],
        shown=shown,
        on_one_page=True,
    )


def owners_table(summary: Summary, title: str, context: str) -> Table:
    """A row an owner, the most overdue first; an action of two owners is in both rows."""
    rows = _counted(summary.owners).assign(owner=summary.owners["owner"].fillna(NO_OWNER))
    rows = rows.sort_values(["overdue", "open"], ascending=False, kind="stable")
    note = owners_note(summary)
    return Table(
        sheet=OWNERS_SHEET,
        name="By_owner",
        title=f"{OWNERS_SHEET}: {title}",
        context=f"{f'{note} ' if note else ''}The most overdue first. {context}",
        about="The figures of each owner",
        columns=_columns(rows, ("owner", *_COUNTS, *_RATES)),
    )


def _counted(groups: pd.DataFrame) -> pd.DataFrame:
    return groups.assign(not_overdue=groups["open"] - groups["overdue"])


def _columns(rows: pd.DataFrame, names: tuple[str, ...]) -> list[Column]:
    """The figures' columns, without those that are unknown of every group."""
    optional = ("source", "recommendation_text", "confirmed", "confirmed_rate")
    known = [name for name in names if name not in optional or rows[name].notna().any()]
    return [Column(_NAMES[name][0], _values(rows, name), _NAMES[name][1]) for name in known]


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
