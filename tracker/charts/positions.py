"""What was complete and overdue in each report."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from tracker.charts.chart import (
    HOVER,
    Chart,
    count_ticks,
    date_axis,
    empty,
    end_label,
    figure,
    iso_days,
    scatter,
    widened,
)
from tracker.charts.milestones import LABEL_SPACE, margins, reports_words
from tracker.charts.palette import MARKS, THEMES, ThemeName
from tracker.statements.on_overdue import overdue_count
from tracker.summaries import overdue_known, with_overdue_known
from tracker.words import UNKNOWN, date_words, number, rate_words, short_date

COUNTS_HEIGHT = 240
"""Pixels: the lines can be told apart."""


def position_over_time(positions: pd.DataFrame, *, theme: ThemeName = "light") -> Chart:
    """Actions complete and overdue in each report: ``positions`` of ``Trend``."""
    headings = {
        "as_at": "Report as at",
        "actions": "Actions",
        "completed": "Complete",
        "open": "Open",
        "overdue": "Overdue",
    }
    reports = list(positions["as_at"].dt.date)
    if not reports:
        return empty("No report is recorded", "complete and overdue", [*headings.values()])
    title = _counts_finding(positions)
    subtitle = (
        f"Actions that are not withdrawn, by the date of the report; {reports_words(reports)}"
    )
    told = "; ".join(
        f"{date_words(row['as_at'])}: {number(row['completed'])} of {number(row['actions'])} "
        f"complete, {overdue_count(row)}"
        for row in positions.to_dict("records")
    )
    table = with_overdue_known(positions)[list(headings)].rename(columns=headings)
    drawn = _draw_counts(positions, theme)
    return Chart(drawn, title, subtitle, f"{title}. Lines over time. {told}.", table)


def _counts_finding(positions: pd.DataFrame) -> str:
    first, last = positions.iloc[0], positions.iloc[-1]
    now = rate_words(last["completed"], last["actions"])
    if now == UNKNOWN:
        return "No action to count"
    late = overdue_count(last)
    if len(positions) == 1:
        return f"{now} complete and {late}"
    was = rate_words(first["completed"], first["actions"])
    if was == UNKNOWN:
        return f"{now} complete and {late}"
    before, after = (
        "not known" if known is None else number(known)
        for known in (overdue_known(first), overdue_known(last))
    )
    return f"Complete: {was}, then {now}; overdue: {before}, then {after}"


def _draw_counts(positions: pd.DataFrame, theme: ThemeName) -> go.Figure:
    colours = THEMES[theme]
    reports = list(positions["as_at"].dt.date)
    first, last = widened(reports[0], reports[-1], *margins(reports[0], reports[-1]))
    highest = max(int(positions["actions"].max()), 1)
    x = iso_days(positions["as_at"])
    looks: dict[str, tuple[str, dict[str, Any], dict[str, Any] | None]] = {
        "actions": ("in all", {"color": colours.ink, "width": 1.3, "dash": "6px,3px"}, None),
        "completed": (
            "complete",
            {"color": colours.states["complete"], "width": 2.5},
            {"symbol": MARKS["complete"], "size": 9},
        ),
        "overdue": (
            "overdue",
            {"color": colours.states["overdue"], "width": 2.5},
            {"symbol": MARKS["overdue"], "size": 10},
        ),
    }
    traces, labels = [], []
    known = with_overdue_known(positions)
    end_values = {name: known[name].iloc[-1] for name in looks}
    end_values = {name: int(value) for name, value in end_values.items() if pd.notna(value)}
    for name, (word, line, marker) in looks.items():
        values = [None if pd.isna(value) else int(value) for value in known[name]]
        traces.append(
            scatter(
                x=x,
                y=values,
                mode="lines+markers" if marker else "lines",
                line=line,
                marker=marker,
                cliponaxis=False,
                customdata=[
                    f"{short_date(day)}<br>{number(value)} {word}"
                    for day, value in zip(reports, values, strict=True)
                ],
                hovertemplate=HOVER,
                showlegend=False,
            )
        )
        if name not in end_values:
            continue
        value = end_values[name]
        near = [each for other, each in end_values.items() if other != name]
        anchor = _clear_of(value, near, 0.1 * highest, upper=name != "overdue")
        label = end_label(reports[-1], value, f"{value:,} {word}", anchor, theme)
        labels.append({**label, "xshift": 9})
    return figure(
        traces,
        theme,
        plot_height=COUNTS_HEIGHT,
        right=LABEL_SPACE,
        annotations=labels,
        xaxis={**date_axis(first, last, theme), "showgrid": False},
        yaxis={**count_ticks(highest, theme), "range": [0, highest * 1.1]},
    )


def _clear_of(value: int, others: list[int], room: float, *, upper: bool) -> str:
    """How a label stands by its mark, so that it is clear of a near one above or below."""
    above = any(0 < other - value <= room for other in others)
    below = any(0 < value - other <= room for other in others)
    level = value in others
    if level:
        return "bottom" if upper else "top"
    return "top" if above and not below else "bottom" if below and not above else "middle"
