"""Appendix A: the plan by recommendation, the force-specific and the national plan apart."""

from __future__ import annotations

from typing import Any

import pandas as pd

from tracker.protective_marking import marking
from tracker.report.content import Block, Heading, Paragraph, ReportTable
from tracker.report.tables import MOVED, footnotes, standing, timescale
from tracker.summaries import recommendation_labels
from tracker.vocabulary import NO_OWNER, NO_RECOMMENDATION
from tracker.words import UNKNOWN, count, number, recommendation_words, sentence_case

HEADINGS = (
    "Ref",
    "Action",
    "Owner",
    "Original timescale",
    "Revised timescale",
    "State",
    "% complete",
    "Waiting for",
    "Update",
)
_WIDTHS = (1.9, 5.6, 2.9, 2.4, 2.3, 2.8, 1.9, 2.6, 4.6)
PARTS = {"force": "Force-specific recommendations", "national": "National action plan"}
"""The scopes of a plan, each with what its part is called."""

NOT_SAID = "Actions that are said to be neither national nor force-specific"


def appendix(view: pd.DataFrame, every: int, filters: str) -> list[Block]:
    """The actions in ``view``, of ``every`` in the plan: all of them, or what ``filters`` leave."""
    blocks: list[Block] = []
    if filters:
        blocks.append(Paragraph(f"{number(len(view))} of {count('action', every)}: {filters}."))
    if view.empty:
        return [*blocks, Paragraph("No action is to be shown.")]
    scopes = view["scope"]
    if scopes.isna().all():
        return [*blocks, *_table(view)]
    for scope, heading in PARTS.items():
        part = view[scopes.eq(scope).fillna(False)]
        if len(part):
            blocks += [Heading(heading), *_table(part)]
    rest = view[scopes.isna()]
    if len(rest):
        blocks += [Heading(NOT_SAID), *_table(rest)]
    return blocks


def _table(part: pd.DataFrame) -> list[Block]:
    labels = recommendation_labels(part).fillna("")
    rows: list[tuple[str, ...]] = []
    for _, of_one in part.groupby(labels, sort=False):
        if part["recommendation"].notna().any():
            rows.append((_heading(labels[of_one.index[0]], of_one),))
        rows += [_row(action) for action in of_one.itertuples(index=False)]
    table = ReportTable(
        title=count("action", len(part)),
        description="The actions of each recommendation under its wording, in the plan's order: "
        "owner, original and revised timescales, state, percentage complete, what it waits for and "
        "the latest update.",
        headings=HEADINGS,
        rows=tuple(rows),
        widths=_WIDTHS,
    )
    return [table, *footnotes(part)]


def _heading(label: str, actions: pd.DataFrame) -> str:
    """A recommendation's name and wording, and its timescale where that is its own."""
    if not label:
        return NO_RECOMMENDATION
    name = sentence_case(recommendation_words(label)).strip("“”")
    wordings = actions["recommendation_text"].dropna()
    wording = "" if wordings.empty else " ".join(str(wordings.iloc[0]).split())
    same = wording.casefold() in ("", name.casefold(), label.casefold())
    return name if same else f"{name}. {wording}"


def _row(action: Any) -> tuple[str, ...]:
    reference = action.reference or UNKNOWN
    share = action.percent_complete
    return (
        f"{reference} ({mark})" if (mark := marking(action)) else reference,
        action.action or UNKNOWN,
        "; ".join(action.owners) or NO_OWNER,
        timescale(action.original_due, action.original_due_text)
        + (MOVED if action.original_moved else ""),
        timescale(action.revised_due, action.revised_due_text),
        standing(action),
        UNKNOWN if pd.isna(share) else f"{share:.0f}%",
        action.dependency or UNKNOWN,
        action.progress or UNKNOWN,
    )
