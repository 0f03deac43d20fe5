"""Tables of a report, from rows of measured actions: a text in every cell."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, TypeAlias

import pandas as pd

from tracker.report.content import Block, Paragraph, ReportTable
from tracker.statements.on_action import slippage
from tracker.summaries import recommendation_labels
from tracker.vocabulary import COMPLETED_GROUPS, NO_OWNER, STATUS_LABELS
from tracker.words import (
    UNKNOWN,
    days_words,
    moved_words,
    number,
    recommendation_words,
    sentence_case,
    short_date,
    short_finish,
    shortened,
)

MOST_RECOMMENDATIONS = 5
"""Rows of the table within the text; Appendix A has all of them."""

LONGEST_ACTION = 200
"""Characters of an action's wording in a list; Appendix A has all of it."""

LONGEST_IN_TEXT = 40
"""The same in a table of the text itself."""

MOVED = "*"
"""Marks an original timescale that is not the one that the plan now prints."""

_MOVED = ("reference", "action", "original_due", "original_now")

_Row: TypeAlias = Any
Cell: TypeAlias = Callable[[_Row], str]

_HAS_DATE = re.compile(r"\d{4}|\d\s*[/.-]\s*\d")


def timescale(day: Any, typed: str | None) -> str:
    """A date, with the words that stood for it: "2 Jul 2015 (“Immediately”)"; "–" without either.

    What was typed is left out where it is the date itself in another form.
    """
    words = " ".join((typed or "").split())
    worded = any(letter.isalpha() for letter in words) and not _HAS_DATE.search(words)
    if pd.isna(day):
        return f"“{words}”" if words else UNKNOWN
    return f"{short_date(day)} (“{words}”)" if worded else short_date(day)


def standing(action: _Row) -> str:
    """The status in words: "Complete on 18 Mar 2016", "In progress, overdue by 152 days"."""
    label = STATUS_LABELS[action.status] if isinstance(action.status, str) else UNKNOWN
    if action.is_complete:
        return f"{label} on {short_date(action.completed_on)}" if _known(action) else label
    if action.is_open and action.status in COMPLETED_GROUPS and _known(action):
        label = f"Open: completed later, on {short_date(action.completed_on)}"
    if action.is_overdue:
        return f"{label}, overdue by {days_words(action.days_overdue)}"
    return label


def _mark(action: _Row) -> str:
    """The mark of the footnote of an original timescale that has moved."""
    return MOVED if action.original_moved else ""


def footnotes(rows: pd.DataFrame) -> list[Block]:
    """What the plan now prints instead of the original timescales that are marked in a table."""
    moved = rows.loc[rows["original_moved"], list(_MOVED)].itertuples(index=False, name=None)
    return [Paragraph(f"{MOVED} {moved_words(*row)}.") for row in moved]


def _known(action: _Row) -> bool:
    return bool(pd.notna(action.completed_on))


CELLS: Mapping[str, Cell] = MappingProxyType(
    {
        "Ref": lambda action: action.reference or UNKNOWN,
        "Action": lambda action: shortened(action.action or "", LONGEST_ACTION) or UNKNOWN,
        "Owner": lambda action: "; ".join(action.owners) or NO_OWNER,
        "Original timescale": lambda action: short_date(action.original_due) + _mark(action),
        "Revised timescale": lambda action: timescale(action.revised_due, action.revised_due_text),
        "Agreed date": lambda action: short_date(action.agreed_due),
        "Completed on": lambda action: short_date(action.completed_on),
        "Status": lambda action: STATUS_LABELS.get(action.status, UNKNOWN),
        "Slippage": lambda action: slippage(action, overdue=True),
        "Overdue by": lambda action: days_words(action.days_overdue),
        "In short": lambda action: shortened(action.action or "", LONGEST_IN_TEXT) or UNKNOWN,
        "Reason given": lambda action: shortened(action.progress or "", LONGEST_ACTION) or UNKNOWN,
        "Date asked for": lambda action: timescale(action.agreed_after, action.revised_due_text),
        "Date before": lambda action: short_date(action.agreed_before),
        "Date now": lambda action: short_date(action.agreed_after),
        "Moved by": lambda action: days_words(action.days_moved),
        "Times moved": lambda action: number(action.date_moves),
        "May move": lambda action: action.chance,
    }
)
"""What a cell of each heading says of a measured action."""

WIDTHS: Mapping[str, float] = MappingProxyType(
    {
        "Ref": 1.5,
        "Action": 4.3,
        "Owner": 2.6,
        "Original timescale": 2.2,
        "Slippage": 3.0,
        "Status": 2.1,
        "In short": 4.0,
        "Reason given": 4.6,
        "Moved by": 1.8,
        "Times moved": 1.5,
        "May move": 1.6,
    }
)
"""Centimetres that a column takes where there is room."""

DATE_WIDTH = 2.1
"""The same for a date, a number of days and whatever else is short."""


def actions_table(
    rows: pd.DataFrame, headings: tuple[str, ...], title: str, description: str
) -> list[Block]:
    """A table of these actions, with the footnotes of their original timescales."""
    cells = [CELLS[heading] for heading in headings]
    table = ReportTable(
        title=title,
        description=description,
        headings=headings,
        rows=tuple(
            tuple(cell(action) for cell in cells) for action in rows.itertuples(index=False)
        ),
        widths=tuple(WIDTHS.get(heading, DATE_WIDTH) for heading in headings),
    )
    return [table, *(footnotes(rows) if "Original timescale" in headings else [])]


def recommendations_table(recommendations: pd.DataFrame) -> list[Block]:
    """The recommendations that have slipped most; where none has, those due first."""
    named = recommendations.assign(name=recommendation_labels(recommendations))
    dated = named[named["original_due"].notna()]
    if dated.empty:
        return []
    slipped = dated[dated["slippage_days"].gt(0).fillna(False)]
    if slipped.empty:
        ordered, what = dated.sort_values("original_due", kind="stable"), "due first"
    else:
        ordered = slipped.sort_values("slippage_days", ascending=False, kind="stable")
        what = "that have slipped most"
    shown = ordered.head(MOST_RECOMMENDATIONS)
    title = f"Recommendations: the {len(shown)} of {len(ordered)} {what}"
    if len(shown) == len(ordered):
        title = "Recommendations that have slipped" if len(slipped) else "The recommendations"
    table = ReportTable(
        title=title,
        description="A row for each recommendation, with its original timescale, when it finished "
        "or is expected to, and its slippage.",
        headings=("Recommendation", "Original", "Now", "Slippage"),
        rows=tuple(_recommendation(row) for row in shown.itertuples(index=False)),
        widths=(8.2, 2.4, 2.4, 3.4),
    )
    return [table]


def _recommendation(row: _Row) -> tuple[str, ...]:
    days = row.slippage_days
    least = "at least " if row.slippage_is_minimum else ""
    return (
        sentence_case(recommendation_words(row.name)).strip("“”"),
        short_date(row.original_due),
        short_finish(row.expected_finish, row.finish_is_minimum),
        f"{least}{days_words(days)}" if pd.notna(days) and days > 0 else slippage(row),
    )
