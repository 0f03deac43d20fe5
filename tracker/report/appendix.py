"""Appendix A: the plan as tables, the force-specific and the national plan apart."""

from __future__ import annotations

from typing import Any

import pandas as pd

from tracker.fields import NO_OWNER
from tracker.report.content import Block, Heading, Paragraph, Table
from tracker.report.information import NOT_SAID
from tracker.report.tables import MOVED, footnotes, slippage, standing, timescale
from tracker.words import UNKNOWN, count, number

HEADINGS = (
    "Ref",
    "Recommendation",
    "Action",
    "Owner",
    "Original timescale",
    "Revised timescale",
    "Status",
    "Slippage",
    "Progress",
)
_WIDTHS = (2.0, 3.0, 5.1, 2.9, 2.5, 2.2, 2.5, 2.2, 4.5)
_PARTS = (
    ("force", "Force-specific recommendations"),
    ("national", "National action plan"),
)


def appendix(view: pd.DataFrame, every: int, filters: str) -> list[Block]:
    """The actions in ``view``, of ``every`` in the plan: all of them, or what ``filters`` leave."""
    blocks: list[Block] = []
    if filters:
        blocks.append(Paragraph(f"{number(len(view))} of {count('action', every)}: {filters}."))
    if view.empty:
        return [*blocks, Paragraph("No action is to be shown.")]
    scopes = view["scope"]
    if scopes.isna().all():
        return [*blocks, *_table(view, "The action plan")]
    for scope, heading in _PARTS:
        part = view[scopes.eq(scope).fillna(False)]
        if len(part):
            blocks += [Heading(heading), *_table(part, heading)]
    rest = view[scopes.isna()]
    if len(rest):
        blocks += [Heading(NOT_SAID), *_table(rest, NOT_SAID)]
    return blocks


def _table(part: pd.DataFrame, title: str) -> list[Block]:
    table = Table(
        title=f"{title}: {count('action', len(part))}",
        description="A row for each action of the plan, in its order, with its recommendation, "
        "wording, owner, original and revised timescales, status, slippage and progress.",
        headings=HEADINGS,
        rows=tuple(_row(action) for action in part.itertuples(index=False)),
        widths=_WIDTHS,
    )
    return [table, *footnotes(part)]


def _row(action: Any) -> tuple[str, ...]:
    reference = action.reference or UNKNOWN
    return (
        f"{reference} (restricted)" if action.restricted else reference,
        action.recommendation or UNKNOWN,
        action.action or UNKNOWN,
        "; ".join(action.owners) or NO_OWNER,
        timescale(action.original_due, action.original_due_text)
        + (MOVED if action.original_moved else ""),
        timescale(action.revised_due, action.revised_due_text),
        standing(action),
        slippage(action),
        action.progress or UNKNOWN,
    )
