"""How complete each recorded plan is: a bar a plan."""

from __future__ import annotations

from typing import Any

import pandas as pd

from tracker.charts.chart import Chart, count_ticks, empty, figure, rows_axis
from tracker.charts.completion import bar_counts, state_bars
from tracker.charts.palette import DRAWN_STATES, ThemeName
from tracker.charts.text import plain, wrap
from tracker.statements.on_portfolio import furthest_behind_first, overdue_words, portfolio_finding
from tracker.vocabulary import STATE_LABELS
from tracker.words import count, rate_words, short_date, shortened

LIMIT = 40
"""Plans drawn unless more are asked for: two screens of a phone."""
ROW_HEIGHT = 40
"""Pixels a bar, beside a label of two lines, and its gap."""

TITLE = "How complete is each plan?"
_PARTS = ("complete", "open", "overdue", "undated")
_HEADINGS = {
    "plan": "Plan",
    "as_at": "As at",
    **{state: STATE_LABELS[state] for state in _PARTS},
    "withdrawn": "Withdrawn",
}


def completion_by_plan(
    rows: pd.DataFrame, *, limit: int = LIMIT, theme: ThemeName = "light"
) -> Chart:
    """Stacked bars of the actions complete, open and overdue: ``rows`` of ``History.portfolio``.

    A bar a plan, the furthest behind first. What awaits sign-off or is not started is open, or
    overdue.
    """
    if not len(rows) or not (rows["actions"] - rows["withdrawn"]).any():
        return empty("No actions to show", "All recorded plans", [*_HEADINGS.values()])
    ranked = _parts(furthest_behind_first(rows))
    shown = ranked.head(limit)
    labels = [plain(name) for name in shown["plan"]]
    axis = [
        f"{wrap(label, lines=1)}<br>{rate_words(row['complete'], row['drawn'])}"
        for label, row in zip(labels, shown.to_dict("records"), strict=True)
    ]
    drawn = figure(
        [*state_bars(shown, labels, theme, ROW_HEIGHT), bar_counts(shown, labels, theme)],
        theme,
        plot_height=ROW_HEIGHT * max(len(shown), 2),
        barmode="stack",
        xaxis=count_ticks(int(shown["drawn"].max()), theme),
        yaxis=rows_axis(axis, theme),
    )
    table = shown[list(_HEADINGS)].rename(columns=_HEADINGS)
    return Chart(drawn, TITLE, _subtitle(rows, ranked, shown), _alt(rows, ranked), table)


def _parts(ranked: pd.DataFrame) -> pd.DataFrame:
    """With a count for each state that can be drawn, and of all together."""
    counts: dict[str, Any] = dict.fromkeys(DRAWN_STATES, 0)
    counts |= {
        "complete": ranked["completed"],
        "overdue": ranked["overdue"],
        "open": ranked["open"] - ranked["overdue"] - ranked["overdue_unknown"],
        "undated": ranked["overdue_unknown"],
        "drawn": ranked["completed"] + ranked["open"],
    }
    return ranked.assign(**counts)


def _subtitle(rows: pd.DataFrame, ranked: pd.DataFrame, shown: pd.DataFrame) -> str:
    withdrawn = int(rows["withdrawn"].sum())
    left_out = f" ({withdrawn:,} withdrawn left out)" if withdrawn else ""
    first, last = (short_date(day.date()) for day in (rows["as_at"].min(), rows["as_at"].max()))
    dates = f"as at {first}" if first == last else f"each as at its own date, {first} to {last}"
    order = ", the furthest behind first" if len(ranked) > 1 else ""
    if len(shown) < len(ranked):
        order = f", the furthest behind {len(shown):,} of {len(ranked):,} plans"
    actions = count("action", int(rows["actions"].sum()))
    return f"Actions complete, open and overdue{order}; {actions}{left_out}, {dates}"


def _alt(rows: pd.DataFrame, ranked: pd.DataFrame) -> str:
    late = [
        f"{shortened(plain(row['plan']))}, {overdue_words(row)}"
        for _, row in ranked.head(3).iterrows()
        if row["overdue"]
    ]
    most = f" Most overdue: {'; '.join(late)}." if late else ""
    return f"{TITLE} {portfolio_finding(rows)}. Stacked bars, one a plan.{most}"
