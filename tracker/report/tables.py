"""Tables of a report, from rows of measured actions: a text in every cell."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, TypeAlias

import pandas as pd

from tracker.fields import COMPLETED_GROUPS, NO_OWNER, STATUS_LABELS
from tracker.report.content import Block, Paragraph, Table
from tracker.words import (
    NOT_KNOWN,
    UNKNOWN,
    days_words,
    moved_words,
    number,
    recommendation_words,
    sentence_case,
    short_date,
    shortened,
    standing_slippage,
)

MOST_ROWS = 20
"""Rows of a table within the text; the plan itself has all."""

LONGEST_ACTION = 200
"""Characters of an action's wording within the text; the appendix has all of it."""

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


def slippage(action: _Row) -> str:
    """The slippage in words: "109 days late", "at least 152 days late", "in date", "–"."""
    return standing_slippage(
        action.slippage_days,
        is_open=action.is_open,
        is_minimum=action.slippage_is_minimum,
        original_known=pd.notna(action.original_due),
        overdue=action.days_overdue,
    )


def finish(day: Any, is_minimum: bool) -> str:
    """When something finished or is to; "not known" where only a floor is known."""
    return NOT_KNOWN if is_minimum else short_date(day)


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
        "Finished or expected": lambda action: finish(
            action.expected_finish, action.slippage_is_minimum
        ),
        "Status": lambda action: STATUS_LABELS.get(action.status, UNKNOWN),
        "Slippage": slippage,
        "Overdue by": lambda action: days_words(action.days_overdue),
        "Waiting for": lambda action: shortened(action.dependency or "", 100) or UNKNOWN,
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
        "Ref": 1.3,
        "Action": 4.3,
        "Owner": 2.6,
        "Original timescale": 2.2,
        "Slippage": 2.2,
        "Status": 2.1,
        "Waiting for": 2.2,
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
    """A table of these actions, of at most ``MOST_ROWS``, and a sentence where there are more."""
    cells = [CELLS[heading] for heading in headings]
    table = Table(
        title=title,
        description=description,
        headings=headings,
        rows=tuple(
            tuple(cell(action) for cell in cells)
            for action in rows.head(MOST_ROWS).itertuples(index=False)
        ),
        widths=tuple(WIDTHS.get(heading, DATE_WIDTH) for heading in headings),
    )
    notes = footnotes(rows.head(MOST_ROWS)) if "Original timescale" in headings else []
    return [*_with_rest(table, len(rows)), *notes]


def _with_rest(table: Table, rows: int) -> list[Block]:
    """The table, and a sentence where it does not have all of so many rows."""
    if len(table.rows) == rows:
        return [table]
    return [table, Paragraph(f"The table has the first {MOST_ROWS} of {number(rows)}.")]


def recommendations_table(recommendations: pd.DataFrame, title: str) -> list[Block]:
    """How each recommendation stands, in the plan's order."""
    table = Table(
        title=title,
        description="A row for each recommendation, with its original timescale, how many of its "
        "actions are complete and overdue, when it was or is to be finished, and its slippage.",
        headings=(
            "Recommendation",
            "Original timescale",
            "Actions complete",
            "Actions overdue",
            "Finished or expected",
            "Slippage",
        ),
        rows=tuple(
            _recommendation(row) for row in recommendations.head(MOST_ROWS).itertuples(index=False)
        ),
        widths=(5.9, 2.5, 1.7, 1.6, 2.2, 2.4),
    )
    return _with_rest(table, len(recommendations))


def _recommendation(row: _Row) -> tuple[str, ...]:
    name = sentence_case(recommendation_words(row.recommendation)).strip("“”")
    wording = row.recommendation_text
    if wording and wording.strip().casefold() != name.casefold():
        name = f"{name}. {shortened(wording, LONGEST_ACTION)}"
    live = row.actions - row.withdrawn
    return (
        name,
        timescale(row.original_due, row.original_due_text),
        f"{number(row.completed)} of {number(live)}" if live else "all withdrawn",
        number(row.overdue),
        finish(row.expected_finish, row.finish_is_minimum),
        standing_slippage(
            row.slippage_days,
            is_open=not row.is_complete,
            is_minimum=row.slippage_is_minimum,
            original_known=pd.notna(row.original_due),
        ),
    )


def original_dates_table(changed: pd.DataFrame, title: str) -> list[Block]:
    """The original timescales that were changed; ``changed`` has rows of a comparison's changes."""
    table = Table(
        title=title,
        description="A row for each action whose original timescale was changed, before and now.",
        headings=("Ref", "Action", "Original timescale before", "Now", "Moved by"),
        rows=tuple(_original_date(row) for row in changed.head(MOST_ROWS).itertuples(index=False)),
        widths=(1.3, 6, 2.3, 2.1, 2.4),
    )
    return _with_rest(table, len(changed))


def _original_date(row: _Row) -> tuple[str, ...]:
    return (
        row.reference or UNKNOWN,
        shortened(row.action or "", LONGEST_ACTION) or UNKNOWN,
        short_date(row.original_before),
        short_date(row.original_after),
        _signed_days(row.original_days_moved),
    )


def _signed_days(days: Any) -> str:
    if pd.isna(days):
        return UNKNOWN
    return f"{days_words(abs(days))} {'later' if days > 0 else 'earlier'}"
