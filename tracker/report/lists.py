"""What a full report adds: the lists that a committee asks for, an appendix each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from tracker.report.content import Block, Paragraph
from tracker.report.inputs import Given, due_soon
from tracker.report.tables import actions_table
from tracker.statements.on_forecast import chance_words, finding
from tracker.statements.on_overdue import none_overdue
from tracker.statements.on_plan import due_unknown
from tracker.words import count, date_words

if TYPE_CHECKING:
    from tracker.forecasting import Forecast

_LIVE = ("Ref", "Action", "Owner", "Status", "Original timescale", "Revised timescale", "Slippage")
_COMPLETED = ("Ref", "Action", "Owner", "Completed on", "Original timescale", "Slippage")
_EXTENDED = ("Ref", "Action", "Owner", "Date before", "Date now", "Moved by", "Times moved")
_OVERDUE = ("Ref", "Action", "Owner", "Original timescale", "Revised timescale", "Overdue by")
_DUE = ("Agreed date", "Ref", "Action", "Owner", "Status", "Original timescale", "May move")


def lists(given: Given, forecast: Forecast) -> list[tuple[str, list[Block]]]:
    """The committee's lists, each with its title; empty ones say so.

    Source: ``docs/measures.md``, section 6.
    """
    measured, comparison = given.measured, given.comparison
    made = [_listed("Live actions", measured[measured["is_open"]], _LIVE)]
    if comparison is not None:
        since = f"since {date_words(comparison.previous_as_at)}"
        made += [
            _listed(f"Completed {since}", comparison.lists.completed, _COMPLETED),
            _listed(f"Agreed dates moved later {since}", comparison.lists.extended, _EXTENDED),
        ]
    late = measured[measured["is_overdue"] & measured["is_overdue_revised"]]
    late = late.sort_values("days_overdue", ascending=False, kind="stable")
    none = f"{none_overdue(measured) or 'None'}."
    made.append(_listed("Overdue with no later date still to come", late, _OVERDUE, none))
    rows, when = due_soon(given)
    chances = [chance_words(forecast, label) for label in rows.index]
    none, due = due_unknown(measured) or "None.", rows.assign(chance=chances)
    title, blocks = _listed(f"Open actions due {when}", due, _DUE, none)
    expected = [] if forecast.plan.reason else [Paragraph(finding(forecast))]
    return [*made, (title, [*expected, *blocks])]


def _listed(
    title: str, rows: pd.DataFrame, headings: tuple[str, ...], none: str = "None."
) -> tuple[str, list[Block]]:
    if rows.empty:
        return title, [Paragraph(none)]
    said = f"A row for each action, with {', '.join(headings[1:]).casefold()}."
    return title, actions_table(rows, headings, count("action", len(rows)), said)
