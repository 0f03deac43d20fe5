"""Planned by the original timescales against actual, cumulatively over time."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from tracker.charts.chart import (
    HOVER,
    Chart,
    as_at_marks,
    count_ticks,
    date_axis,
    empty,
    end_label,
    figure,
    iso_days,
    scatter,
    widened,
)
from tracker.charts.palette import THEMES, ThemeName
from tracker.summaries import cumulative
from tracker.words import count, date_words

PLOT_HEIGHT = 250
"""Pixels: the two lines can be told apart, and the heading stays on the same phone screen."""
LABEL_SPACE = 64
"""Pixels right of the plot for the words at the lines' ends, without their figures."""
HEADROOM = 1.18
"""The y axis over its highest value, so that the as-at label stands clear of the lines."""
LEAST_MARGIN = 14
"""Days before the first date and after the last, so that a single step is seen as one."""
HEADINGS = ("Date", "Due by the original timescales", "Complete")


def planned_and_actual(measured: pd.DataFrame, as_at: date, *, theme: ThemeName = "light") -> Chart:
    """Two step lines: actions due by each day, and actions complete by it, up to ``as_at``.

    Withdrawn actions are in neither; completions without a date are counted at ``as_at``.
    """
    actions = int((~measured["is_withdrawn"]).sum())
    steps = cumulative(measured, as_at)
    if not steps["planned"].any():
        title = "No action has an original timescale to show"
        return empty(title, f"{count('action', actions)}, as at {date_words(as_at)}", HEADINGS)
    now = steps[steps["date"] <= pd.Timestamp(as_at)].iloc[-1]
    due, done = int(now["planned"]), int(now["actual"])
    title = _finding(due, done)
    undated = int((measured["is_complete"] & measured["completed_on"].isna()).sum())
    subtitle = (
        f"Due by the original timescales, and complete, over time; {count('action', actions)}, "
        f"as at {date_words(as_at)}"
    )
    if undated:
        subtitle += f" ({undated:,} complete without a date, counted then)"
    alt = (
        f"{title}. Two lines over time. By {date_words(as_at)}: due by the original timescales "
        f"{due:,}, complete {done:,}. In the end: due {int(steps['planned'].max()):,}."
    )
    drawn = _draw(steps, as_at, theme)
    return Chart(drawn, title, subtitle, alt, steps.set_axis(list(HEADINGS), axis=1))


def _finding(due: int, done: int) -> str:
    complete = f"{done:,} complete" if done else "none complete"
    if not due:
        return f"Nothing was due yet; {complete}"
    if done == due:
        return f"On schedule: {due:,} due, {complete}"
    word = "behind" if done < due else "ahead"
    return f"{count('action', abs(due - done))} {word}: {due:,} due, {complete}"


def _draw(steps: pd.DataFrame, as_at: date, theme: ThemeName) -> go.Figure:
    colours = THEMES[theme]
    days = steps["date"].dt.date
    margin = max((days.max() - days.min()).days * 0.04, LEAST_MARGIN)
    first, last = widened(days.min(), days.max(), margin, margin)
    done = steps[steps["actual"].notna()]
    highest = max(int(steps["planned"].iloc[-1]), int(done["actual"].iloc[-1]))
    marks = as_at_marks(as_at, first, last, theme)
    planned = {"color": colours.ink, "width": 1.5, "dash": "6px,3px", "shape": "hv"}
    actual = {"color": colours.states["complete"], "width": 3.5, "shape": "hv"}
    return figure(
        [
            _line(steps["date"], steps["planned"], (first, last), planned, _hover(steps)),
            _line(done["date"], done["actual"], (first, None), actual, None),
        ],
        theme,
        plot_height=PLOT_HEIGHT,
        right=LABEL_SPACE + 7 * len(f"{highest:,}"),
        hovermode="x",
        shapes=marks["shapes"],
        annotations=[*marks["annotations"], *_labels(steps, as_at, last, highest, theme)],
        xaxis=date_axis(first, last, theme),
        yaxis={**count_ticks(highest, theme), "range": [0, highest * HEADROOM]},
    )


def _labels(
    steps: pd.DataFrame, as_at: date, last: date, highest: int, theme: ThemeName
) -> list[dict[str, Any]]:
    """What is due and complete at the as-at date, and due in the end, beside the lines."""
    now = steps[steps["date"].eq(pd.Timestamp(as_at))].iloc[0]
    due, done, end = int(now["planned"]), int(now["actual"]), int(steps["planned"].iloc[-1])
    # Lines that end close together have their labels above the upper and below the lower.
    apart = abs(end - done) > 0.12 * highest
    over, under = ("middle", "middle") if apart else ("bottom", "top")
    end_at, done_at = (over, under) if end >= done else (under, over)
    labels = [
        end_label(last, end, f"{end:,} due" if due == end else f"{end:,} in all", end_at, theme),
        end_label(as_at, done, f"<b>{done:,} complete</b>", done_at if done else "bottom", theme),
    ]
    if 0 < due != end:
        before = end_label(as_at, due, f"{due:,} due", "bottom", theme)
        labels.append({**before, "xanchor": "right", "xshift": -4, "yshift": 2})
    return labels


def _line(
    days: pd.Series[Any],
    values: pd.Series[Any],
    ends: tuple[date, date | None],
    line: dict[str, Any],
    hover: list[str] | None,
) -> Any:
    """A step line from 0 at the first of ``ends``, level to the second where it is given."""
    x, y = [ends[0].isoformat(), *iso_days(days)], [0, *values.astype(int)]
    if ends[1] is not None:
        x, y = [*x, ends[1].isoformat()], [*y, y[-1]]
    told: dict[str, Any] = {"hoverinfo": "skip"}
    if hover is not None:
        told = {"customdata": ["0 due", *hover, hover[-1]], "hovertemplate": HOVER}
    return scatter(x=x, y=y, mode="lines", line=line, showlegend=False, **told)


def _hover(steps: pd.DataFrame) -> list[str]:
    """What each step says; the date stands on the axis."""
    return [
        f"{due:,} due" + ("" if pd.isna(done) else f"<br>{done:,} complete")
        for due, done in zip(steps["planned"], steps["actual"], strict=True)
    ]
