"""The milestone trend: how forecasts moved from report to report.

The date of the report across, the forecast upwards, a line a recommendation. A level line keeps
its date; one that climbs slips; one that meets the diagonal is reached.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from tracker.charts.chart import HOVER, Chart, date_axis, empty, figure, iso_days, scatter, widened
from tracker.charts.group_counts import group_in_title
from tracker.charts.palette import MARKS, THEMES, ThemeName
from tracker.charts.text import HOVER_LINES, HOVER_WIDTH, wrap
from tracker.measures import with_known_finish
from tracker.summaries import recommendation_labels
from tracker.vocabulary import NO_RECOMMENDATION, STATE_LABELS
from tracker.words import count, date_words, days_words, finish_words, listed, short_date

LIMIT = 5
"""Lines drawn unless some are chosen: more cannot be told apart on a phone."""
MOST_CHOSEN = 12
"""Lines drawn of those chosen."""
MILESTONE_HEIGHT = 380
LABEL_SPACE = 76
"""Pixels right of the plot for the names at the lines' ends."""
NAME_WIDTH = 11
"""Characters a line of a name there."""
CLOSE = 0.05
"""Of the plot's height: line ends this near share their label."""
LABEL_ROOM = 0.06
"""Of the plot's height: what the label of a dashed line takes."""
MOST_TICKS = 5
"""Report dates that a phone has room to name."""

_STATES = ("complete", "open", "overdue", "undated")
_HEADINGS = {
    "name": "Recommendation",
    "as_at": "Report as at",
    "original_due": "Original timescale",
    "expected_finish": "Forecast",
    "state": "State",
}


def milestone_trend(
    recommendations: pd.DataFrame, *, limit: int = LIMIT, theme: ThemeName = "light"
) -> Chart:
    """A line a recommendation: its expected finish in each report.

    ``recommendations`` is that of ``Trend``, or the rows of those to draw. Of more than ``limit``
    those are drawn whose forecast moved most. A line ends where the recommendation is complete.
    """
    rows = _until_complete(recommendations.dropna(subset=["expected_finish"]))
    reports = sorted(set(recommendations["as_at"].dt.date))
    if rows.empty:
        return empty(
            "No report has a forecast to show", reports_words(reports), [*_HEADINGS.values()]
        )
    moved = _moved(rows)
    drawn_names = moved.index[:limit]
    shown = rows[rows["name"].isin(drawn_names)]
    title = _milestone_finding(moved, reports)
    number = count("recommendation", len(moved))
    if len(drawn_names) < len(moved):
        number = f"{len(drawn_names)} of {number} shown, those that moved most"
    subtitle = f"Expected finish by the date of the report; {number}, {reports_words(reports)}"
    ends = shown.groupby("name", sort=False).last()
    latest = "; ".join(
        f"{name}: {STATE_LABELS[row['state']].lower()}, "
        f"{finish_words(row['expected_finish'], row['finish_is_minimum'])}"
        for name, row in ends.iterrows()
    )
    alt = f"{title}. A line a recommendation. In its last report: {latest}."
    known = with_known_finish(rows, "finish_is_minimum")
    table = known.assign(state=rows["state"].map(STATE_LABELS))[list(_HEADINGS)]
    figure_ = _draw_milestones(shown, list(drawn_names), reports, theme)
    return Chart(figure_, title, subtitle, alt, table.rename(columns=_HEADINGS))


def _until_complete(rows: pd.DataFrame) -> pd.DataFrame:
    """Each recommendation's rows up to the first report in which it is complete for good."""
    rows = rows.assign(name=recommendation_labels(rows).fillna(NO_RECOMMENDATION))
    done = rows["state"].eq("complete")
    before = done.groupby(rows["name"]).shift(1, fill_value=False)
    # From the end: complete here, in the report before, and in all that follow.
    follows = (~(done & before)[::-1]).groupby(rows["name"][::-1]).cummax()[::-1]
    return rows[follows].reset_index(drop=True)


def _moved(rows: pd.DataFrame) -> pd.Series[Any]:
    """Days by which each forecast moved from first to last, the furthest first."""
    ends = rows.groupby("name", sort=False)["expected_finish"]
    moved = ends.last().to_numpy() - ends.first().to_numpy()
    days = pd.Series(moved // np.timedelta64(1, "D"), index=ends.first().index)
    return pd.Series(days.iloc[np.argsort(-np.abs(days.to_numpy()), kind="stable")])


def reports_words(reports: Sequence[date]) -> str:
    """How many reports, and from when to when."""
    if not reports:
        return "no report"
    if len(reports) == 1:
        return f"1 report, as at {date_words(reports[0])}"
    return f"{len(reports)} reports, {short_date(reports[0])} to {short_date(reports[-1])}"


def _milestone_finding(moved: pd.Series[Any], reports: Sequence[date]) -> str:
    if len(reports) == 1:
        return f"One report so far, as at {date_words(reports[0])}: no forecast can have moved yet"
    days = int(moved.iloc[0])
    if not days:
        return "No forecast has moved"
    name = group_in_title(moved.index[0], "recommendation")
    way = "later" if days > 0 else "earlier"
    return f"{name}: its forecast has moved most, {days_words(abs(days))} {way}"


def _draw_milestones(
    rows: pd.DataFrame, names: list[str], reports: Sequence[date], theme: ThemeName
) -> go.Figure:
    days = rows["expected_finish"].dt.date
    originals = rows["original_due"].dropna().dt.date
    low, high = min([*days, *originals]), max([*days, *originals])
    first, last = widened(reports[0], reports[-1], *margins(reports[0], reports[-1]))
    bottom, top = widened(low, high, *margins(low, high))
    marks = [
        *_originals(rows, (top - bottom).days, theme),
        *_reached((first, last), (bottom, top), theme),
    ]
    x_axis = date_axis(first, last, theme)
    if len(reports) <= MOST_TICKS:
        ticks = [day.isoformat() for day in reports]
        words = [short_date(day).replace(f" {day.year}", f"<br>{day.year}") for day in reports]
        x_axis |= {"tickmode": "array", "tickvals": ticks, "ticktext": words}
    steps = [{**each, "value": "%b %Y"} for each in x_axis.pop("tickformatstops")]
    y_axis = date_axis(bottom, top, theme)
    y_axis |= {"tickformatstops": steps, "automargin": True, "title": None}
    return figure(
        [_line(rows, name, theme, bold=place == 0) for place, name in enumerate(names)]
        + _marks(rows, theme),
        theme,
        plot_height=MILESTONE_HEIGHT,
        right=LABEL_SPACE,
        shapes=[mark["shape"] for mark in marks],
        annotations=[
            *(mark["label"] for mark in marks if mark["label"]),
            *_names(rows, (top - bottom).days, theme),
        ],
        xaxis={**x_axis, "showgrid": False},
        yaxis=y_axis,
    )


def margins(first: date, last: date) -> tuple[float, float]:
    """Days before the first date and after the last."""
    margin = max((last - first).days * 0.06, 14)
    return margin, margin


def _line(rows: pd.DataFrame, name: str, theme: ThemeName, *, bold: bool) -> Any:
    """The line of a recommendation; the one that moved most stands out."""
    its = rows[rows["name"].eq(name)]
    colours = THEMES[theme]
    line = {"color": colours.ink if bold else colours.muted, "width": 2.5 if bold else 1.3}
    return scatter(
        x=iso_days(its["as_at"]),
        y=iso_days(its["expected_finish"]),
        mode="lines",
        line=line,
        hoverinfo="skip",
        showlegend=False,
    )


def _marks(rows: pd.DataFrame, theme: ThemeName) -> list[Any]:
    colours = THEMES[theme]
    traces = []
    for state in _STATES:
        its = rows[rows["state"].eq(state)]
        if its.empty:
            continue
        marker: dict[str, Any] = {"symbol": MARKS[state], "size": 10}
        marker["color"] = colours.states[state]
        if not MARKS[state].endswith("-open"):
            marker["line"] = {"color": colours.background, "width": 1}
        else:
            marker["line"] = {"width": 2.5}
        traces.append(
            scatter(
                name=STATE_LABELS[state],
                x=iso_days(its["as_at"]),
                y=iso_days(its["expected_finish"]),
                mode="markers",
                marker=marker,
                cliponaxis=False,
                customdata=[_hover(row) for row in its.to_dict("records")],
                hovertemplate=HOVER,
                showlegend=True,
            )
        )
    return traces


def _hover(row: dict[Any, Any]) -> str:
    finish = "Finished" if row["state"] == "complete" else "Forecast"
    return (
        f"<b>{wrap(row['name'], HOVER_WIDTH, HOVER_LINES)}</b><br>"
        f"Report as at {date_words(row['as_at'])}<br>"
        f"{STATE_LABELS[row['state']]}<br>{finish}: "
        f"{finish_words(row['expected_finish'], row['finish_is_minimum'])}<br>"
        f"Original timescale: {date_words(row['original_due'])}"
    )


def _originals(rows: pd.DataFrame, height: int, theme: ThemeName) -> list[dict[str, Any]]:
    """A dashed level line for each original date, with whose it is where they differ.

    One that lies close between two others has no label: the hover of its marks tells it.
    """
    by_day: dict[date, list[str]] = {}
    for name, due in rows.drop_duplicates("name")[["name", "original_due"]].itertuples(index=False):
        if not pd.isna(due):
            by_day.setdefault(due.date(), []).append(name)
    days = sorted(by_day)
    marks = []
    for place, day in enumerate(days):
        whose = f" of {listed(by_day[day])}" if len(days) > 1 else ""
        text = wrap(f"original{whose}: {short_date(day)}", 40, 1)
        below = place > 0 and (day - days[place - 1]).days <= LABEL_ROOM * height
        above = place + 1 < len(days) and (days[place + 1] - day).days <= LABEL_ROOM * height
        mark = _level(day, text, "top" if above else "bottom", theme)
        marks.append({**mark, "label": None} if above and below else mark)
    return marks


def _level(day: date, text: str, anchor: str, theme: ThemeName) -> dict[str, Any]:
    colours = THEMES[theme]
    shape = {
        "type": "line",
        "xref": "x domain",
        "x0": 0,
        "x1": 1,
        "y0": day.isoformat(),
        "y1": day.isoformat(),
        "layer": "below",
        "line": {"color": colours.ink, "width": 1.3, "dash": "6px,3px"},
    }
    label = {
        "text": text,
        "xref": "x domain",
        "x": 0,
        "xanchor": "left",
        "y": day.isoformat(),
        "yanchor": anchor,
        "showarrow": False,
        "bgcolor": colours.background,
        "borderpad": 0,
        "font": {"color": colours.ink, "size": 11.5},
    }
    return {"shape": shape, "label": label}


def _reached(
    across: tuple[date, date], up: tuple[date, date], theme: ThemeName
) -> list[dict[str, Any]]:
    """The diagonal where a date is reached, if any of it lies in the plot."""
    start, end = max(across[0], up[0]), min(across[1], up[1])
    if start >= end:
        return []
    colours = THEMES[theme]
    shape = {
        "type": "line",
        "x0": start.isoformat(),
        "x1": end.isoformat(),
        "y0": start.isoformat(),
        "y1": end.isoformat(),
        "layer": "below",
        "line": {"color": colours.muted, "width": 1.5, "dash": "dot"},
    }
    label = {
        "text": "date reached",
        "x": end.isoformat(),
        "xanchor": "right",
        "y": end.isoformat(),
        "yanchor": "top",
        "yshift": -10,
        "showarrow": False,
        "font": {"color": colours.muted, "size": 11.5},
    }
    return [{"shape": shape, "label": label}]


def _names(rows: pd.DataFrame, height: int, theme: ThemeName) -> list[dict[str, Any]]:
    """The names at the ends of the lines; ends that lie together share a label."""
    ends = rows.groupby("name", sort=False).last().sort_values(["as_at", "expected_finish"])
    labels: list[tuple[date, date, list[str]]] = []
    for name, row in ends.iterrows():
        at, finish = row["as_at"].date(), row["expected_finish"].date()
        together = labels and labels[-1][0] == at
        if together and (finish - labels[-1][1]).days <= CLOSE * height:
            labels[-1][2].append(str(name))
        else:
            labels.append((at, finish, [str(name)]))
    return [
        {
            "text": wrap(", ".join(names), NAME_WIDTH, 3),
            "x": at.isoformat(),
            "xanchor": "left",
            "xshift": 9,
            "y": finish.isoformat(),
            "yanchor": "middle",
            "align": "left",
            "showarrow": False,
            "borderpad": 0,
            "font": {"color": THEMES[theme].ink},
        }
        for at, finish, names in labels
    ]
