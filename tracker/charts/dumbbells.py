"""Dumbbells: a tick at a timescale, a line, a mark at the finish with the signed days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from tracker.charts.bar_rows import worded
from tracker.charts.chart import (
    HOVER,
    as_at_marks,
    date_axis,
    figure,
    halo,
    iso_days,
    month_ticks,
    scatter,
    widened,
)
from tracker.charts.palette import DRAWN_STATES, THEMES, ThemeName, state_mark
from tracker.charts.text import HOVER_LINES, HOVER_WIDTH, wrap
from tracker.vocabulary import STATE_LABELS
from tracker.words import (
    UNKNOWN,
    date_words,
    finish_words,
    sentence_case,
    signed,
    standing_slippage,
)

TOP_AXIS = 34
"""Pixels of the axis above the plot."""
AS_AT_LABEL = 22
"""Pixels over the first row, in which the as-at date is named."""
DAY = 86_400_000
"""Milliseconds, in which an axis of dates has its lengths."""
LEAST_SPAN = 60
"""Days an axis of dates covers at least, so that few do not look like many."""
EARLY_SPACE = 0.18
"""Share of the axis left of an early finish, in which its figure stands."""
ARROW_OFFSET = 11
"""Pixels from the middle of a mark to its arrow head."""
FIGURE_SPACE = "\u2007"
ARROW_SPACE = 2 * FIGURE_SPACE
"""What an arrow head takes between a mark and its figure."""


@dataclass(frozen=True)
class Counting:
    """How slippage is counted: from which date (a column), in which days, and their names."""

    start: str
    unit: str
    timescale: str


COUNTINGS: Mapping[str, Counting] = MappingProxyType(
    {
        "slippage_days": Counting("original_due", "day", "original timescale"),
        "slippage_working_days": Counting("original_due", "working day", "original timescale"),
        "slippage_against_revised_days": Counting("agreed_due", "day", "agreed timescale"),
        "slippage_against_revised_working_days": Counting(
            "agreed_due", "working day", "agreed timescale"
        ),
    }
)
"""Each measure of slippage, by its column in the measured frame."""


def draw(shown: pd.DataFrame, as_at: date, measure: str, theme: ThemeName) -> go.Figure:
    """The picture of what has ``reference``, ``action``, ``owner``, ``state`` and its dates."""
    how = COUNTINGS[measure]
    rows = worded([*shown["reference"]], [*shown["action"]], [*shown["owner"]], theme)
    first, last = _span(shown, how.start, as_at, measure)
    hover = [_hover(action, measure) for _, action in shown.iterrows()]
    placed = shown.assign(place=np.arange(len(shown)), hover=hover)
    states = [state for state in DRAWN_STATES if shown["state"].eq(state).any()]
    axis = {**date_axis(first, last, theme), **month_ticks(first, last)}
    traces = rows.traces(first.isoformat(), (last - first).days * DAY, theme)
    traces += [_line(placed, state, how.start, theme) for state in states]
    traces.append(_starts(placed, how, theme))
    traces += [_finishes(placed, state, measure, theme) for state in states]
    moving = shown["slippage_is_minimum"].to_numpy()
    if moving.any():
        colours = [THEMES[theme].states[str(state)] for state in shown["state"][moving]]
        x, y = iso_days(shown["expected_finish"][moving]), placed["place"][moving]
        traces += [_arrow_heads(x, y, colours), _still_moving_key(theme)]
    # An axis that no trace has is not drawn.
    traces.append(scatter(x=[None], y=[None], xaxis="x2", showlegend=False, hoverinfo="skip"))
    return figure(
        traces,
        theme,
        plot_height=rows.plot_height(above=AS_AT_LABEL),
        right=label_space(shown[measure]),
        above=TOP_AXIS,
        xaxis=axis,
        xaxis2={**axis, "side": "top", "overlaying": "x", "showgrid": False},
        yaxis=rows.axis(theme, above=AS_AT_LABEL),
        **as_at_marks(as_at, first, last, theme),
    )


def label_space(days: pd.Series[Any]) -> int:
    """Pixels right of the plot for the longest of the signed days after an arrow head."""
    return 32 + 7 * len(f"{float(days.abs().max()):,.0f}")


def _span(shown: pd.DataFrame, start: str, as_at: date, measure: str) -> tuple[date, date]:
    """The first and the last day of the axis, with room left of an early finish for its days."""
    columns = (shown[start], shown["expected_finish"])
    days = [as_at, *(end.date() for column in columns for end in (column.min(), column.max()))]
    lacking = max(LEAST_SPAN - (max(days) - min(days)).days, 0) / 2
    first, last = widened(min(days), max(days), lacking, lacking)
    span = (last - first).days
    early = shown.loc[shown[measure].lt(0), "expected_finish"]
    clear = (early.min().date() - first).days / span if len(early) else 1.0
    return widened(first, last, span * max(0.03, EARLY_SPACE - clear), span * 0.02)


def _line(placed: pd.DataFrame, state: str, start: str, theme: ThemeName) -> Any:
    """The lines of a state from start to finish, broken between the actions."""
    part = placed[placed["state"].eq(state)]
    ends = [iso_days(part[start]), iso_days(part["expected_finish"]), np.full(len(part), None)]
    return scatter(
        x=np.column_stack(ends).ravel(),
        y=np.repeat(part["place"].to_numpy(), 3),
        mode="lines",
        line={"color": THEMES[theme].states[state], "width": 2.5},
        hoverinfo="skip",
        showlegend=False,
    )


def _starts(placed: pd.DataFrame, how: Counting, theme: ThemeName) -> Any:
    """The upright ticks at the timescale."""
    return scatter(
        name=sentence_case(how.timescale),
        x=iso_days(placed[how.start]),
        y=placed["place"],
        mode="markers",
        marker={"symbol": "line-ns", "size": 13, "line": {"color": THEMES[theme].ink, "width": 2}},
        customdata=placed["hover"],
        hovertemplate=HOVER,
        showlegend=True,
    )


def _finishes(placed: pd.DataFrame, state: str, measure: str, theme: ThemeName) -> Any:
    """The marks of a state at the finish, the signed days on their outer side."""
    colours = THEMES[theme]
    part = placed[placed["state"].eq(state)]
    days = part[measure].astype(int)
    room = np.where(part["slippage_is_minimum"], ARROW_SPACE, "")
    return scatter(
        name=STATE_LABELS[state],
        x=iso_days(part["expected_finish"]),
        y=part["place"],
        mode="markers+text",
        text=[f"{r}{signed(d)}" if d else "" for r, d in zip(room, days, strict=True)],
        textposition=np.where(days.lt(0), "middle left", "middle right"),
        textfont={"color": colours.ink, "size": 12, "shadow": halo(colours.background)},
        marker=state_mark(state, theme),
        cliponaxis=False,
        customdata=part["hover"],
        hovertemplate=HOVER,
        showlegend=True,
    )


def _arrow_heads(x: Any, y: Any, colours: list[str]) -> Any:
    """Arrow heads right of the marks at ``x``, ``y`` that move on with the as-at date."""
    return scatter(
        x=x,
        y=y,
        mode="markers",
        marker={
            # Turned to point right; a standoff moves it that way, clear of the mark.
            "symbol": "triangle-down",
            "angle": -90,
            "standoff": ARROW_OFFSET,
            "size": 8,
            "color": colours,
        },
        cliponaxis=False,
        hoverinfo="skip",
        showlegend=False,
    )


def _still_moving_key(theme: ThemeName) -> Any:
    """The arrow head in the key, drawn nowhere: a key does not turn or move its marks."""
    return scatter(
        name="Still moving",
        x=[None],
        y=[None],
        mode="markers",
        marker={"symbol": "triangle-right", "size": 9, "color": THEMES[theme].ink},
        showlegend=True,
    )


def _hover(action: pd.Series[Any], measure: str) -> str:
    how = COUNTINGS[measure]
    days = int(action[measure])
    said = standing_slippage(
        days,
        is_open=not action["is_complete"],
        is_minimum=action["slippage_is_minimum"],
        unit=how.unit,
    )
    head = " ".join(str(action[n]) for n in ("reference", "action") if action[n] is not None)
    finish = "Finished" if action["is_complete"] else "Expected finish"
    return "<br>".join(
        [
            f"<b>{wrap(head or UNKNOWN, HOVER_WIDTH, HOVER_LINES)}</b>",
            wrap(action["owner"], HOVER_WIDTH, HOVER_LINES),
            f"{STATE_LABELS[str(action['state'])]}, {said}",
            f"{sentence_case(how.timescale)}: {date_words(action[how.start])}",
            f"{finish}: {finish_words(action['expected_finish'], action['slippage_is_minimum'])}",
        ]
    )
