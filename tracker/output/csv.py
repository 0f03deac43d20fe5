"""CSV files: for Excel, which takes some texts for formulas, and for programs, unaltered."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pandas as pd

from tracker.output.cells import FORMULA_STARTS
from tracker.output.sheet_of_actions import action_columns
from tracker.output.sheet_of_findings import HEADINGS, in_words
from tracker.protective_marking import Audience
from tracker.summaries import with_overdue_known
from tracker.vocabulary import FIGURES

if TYPE_CHECKING:
    from tracker.reading.plan import Plan


def csv_bytes(
    headings: Iterable[str], rows: Iterable[Sequence[object]], *, for_excel: bool = True
) -> bytes:
    """UTF-8 of the headings and rows.

    None is an empty cell; dates are ISO; a flag is Yes or No. Half a character (a surrogate
    alone), which UTF-8 cannot hold, is replaced. ``for_excel`` it begins with a mark, and a text
    that would be run as a formula with an apostrophe; else every text is as it is.
    """
    file = io.StringIO(newline="")
    every = ([_cell(cell, inert=for_excel) for cell in row] for row in (headings, *rows))
    csv.writer(file).writerows(every)
    return file.getvalue().encode("utf-8-sig" if for_excel else "utf-8", errors="replace")


def _cell(cell: object, *, inert: bool) -> object:
    if isinstance(cell, bool):
        return "Yes" if cell else "No"
    if inert and isinstance(cell, str) and cell.startswith(FORMULA_STARTS):
        return f"'{cell}"
    return cell.date() if isinstance(cell, datetime) else cell


def actions_csv(plan: Plan, view: pd.DataFrame, as_at: date, *, for_excel: bool = False) -> bytes:
    """The user's own columns, then what was read of them and calculated, and the as-at date.

    ``view`` is a frame measured as at that date, or a filtered part of it, whose index selects
    the rows of ``plan.original``. Read back, it is measured as at the same date.

    >>> actions_csv(plan, filter_actions(measured, overdue=True), date(2016, 4, 30))
    """
    columns, _ = action_columns(plan, view, as_at)
    rows = zip(*(column.cells for column in columns), strict=True)
    return csv_bytes([column.heading for column in columns], rows, for_excel=for_excel)


def figures_csv(table: pd.DataFrame) -> bytes:
    """A chart's ``table``: its headings, then a row each; unknown is empty, dates are ISO."""
    rows = table.itertuples(index=False, name=None)
    return csv_bytes(map(str, table.columns), ([_shown(cell) for cell in row] for row in rows))


def _shown(value: Any) -> Any:
    if isinstance(value, tuple | list):
        return "; ".join(map(str, value))
    return None if pd.isna(value) else value


def findings_csv(findings: Iterable[Mapping[str, str]]) -> bytes:
    """A row a finding; each is given with the keys of ``Finding.as_dict``."""
    rows = map(in_words, findings)
    return csv_bytes(HEADINGS.values(), ([row[name] for name in HEADINGS] for row in rows))


def portfolio_csv(rows: pd.DataFrame, audience: Audience) -> bytes:
    """A row a plan: its name, the date of its position, its figures; unknown is empty.

    >>> portfolio_csv(rows, Audience(0))
    """
    headings = {
        "plan": "Plan",
        "as_at": "As at",
        **audience.column,
    } | {name: figure.label for name, figure in FIGURES.items()}
    days = with_overdue_known(rows)
    days = days.assign(**{name: rows[name].dt.date for name in ("as_at", "next_due")})
    return figures_csv(days[list(headings)].rename(columns=headings).astype("object"))
