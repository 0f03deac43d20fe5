"""What every chart is, and the frame that all share: background, axes, key; a picture's heading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from tracker.charts.palette import THEMES, ThemeName
from tracker.charts.text import balanced, safe
from tracker.words import short_date

PLOTLY_CONFIG: Mapping[str, object] = MappingProxyType(
    {"displayModeBar": False, "doubleClick": False, "scrollZoom": False, "showTips": False}
)
"""How a page draws a chart: no tool bar (eight tab stops), and no gesture taken from the page."""

HOVER = "%{customdata}<extra></extra>"
"""What a point says: its ``customdata``, which Plotly does not read as a template."""

FONT = '"Source Sans", "Source Sans Pro", "Segoe UI", Arial, sans-serif'
TITLE_SIZE = 16
SUBTITLE_SIZE = 13
LABEL_SIZE = 12.5
TOP = 12
"""Pixels over the key, or over a plot without one."""
LINE = 21
"""Pixels a line of the heading: Plotly's 1.3 times the title's size."""
KEY_LINE = 20
KEY_WIDTH = 340
"""Pixels for the key on a phone of 390."""
TITLE_WIDTH, SUBTITLE_WIDTH = 74, 96
"""Characters a line of a heading that stands over a picture as wide as a page."""
PRINT_PLOT = 0.8
"""Of a plot's height on the screen: fingers need more room than eyes."""
MOST_TICKS = 6
"""Dates that a phone has room to name."""
TICK_MONTHS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400, 6000, 12_000, 24_000)
AXIS_SPACE = 38
"""Pixels for the tick labels below the plot."""


Trace: TypeAlias = dict[str, Any]
"""A trace of a figure, as Plotly's JSON has it."""


@dataclass(frozen=True)
class Chart:
    """A figure with its finding in words and the figures drawn.

    ``title`` states the finding; ``subtitle`` the measure, the as-at date and the number of
    actions: a page writes them over ``figure``, and ``for_print`` draws them. ``alt`` is the
    finding for those who cannot see it. ``table`` holds what is drawn, under headings for people.
    With nothing to draw ``figure`` is None, ``title`` says so, and ``table`` is empty. ``rows``
    says of each row what it is: an action's index, an owner's name, the inspection and the name
    of a recommendation.
    """

    figure: go.Figure | None
    title: str
    subtitle: str
    alt: str
    table: pd.DataFrame
    rows: tuple[Any, ...] = ()


def empty(title: str, subtitle: str, columns: Sequence[str]) -> Chart:
    """The chart of nothing: words only."""
    return Chart(
        None, title, subtitle, f"{title}. {subtitle}.", pd.DataFrame(columns=list(columns))
    )


def key_height(names: Sequence[str]) -> int:
    """Pixels that a key of ``names`` takes on a phone, where it stands in even columns."""
    if not names:
        return 0
    columns = max(KEY_WIDTH // (44 + 7 * max(map(len, names))), 1)
    return -(-len(names) // columns) * KEY_LINE + 6


def bar(**properties: Any) -> Trace:
    """A trace of bars, as Plotly's ``go.Bar`` takes its properties."""
    return {"type": "bar", **_arrays(properties)}


def scatter(**properties: Any) -> Trace:
    """A trace of points or lines, as Plotly's ``go.Scatter`` takes its properties."""
    return {"type": "scatter", **_arrays(properties)}


def _arrays(properties: dict[str, Any]) -> dict[str, Any]:
    """With columns of a frame as plain arrays, as Plotly itself would take them."""
    return {
        name: value.to_numpy() if isinstance(value, pd.Series) else value
        for name, value in properties.items()
    }


def figure(
    traces: Sequence[Trace],
    theme: ThemeName,
    *,
    plot_height: float,
    right: int = 12,
    above: int = 0,
    **layout: Any,
) -> go.Figure:
    """A figure of ``traces`` under its key, ``plot_height`` pixels below it; without a heading.

    ``right`` and ``above`` are the pixels right of the plot and above it for what stands outside
    it; ``layout`` is added to what all charts share.
    """
    colours = THEMES[theme]
    names = [trace["name"] for trace in traces if trace.get("showlegend")]
    key = key_height(names)
    shared = {
        "template": go.layout.Template(),
        "height": round(TOP + key + above + plot_height + AXIS_SPACE),
        "margin": {"l": 2, "r": right, "t": TOP + above, "b": AXIS_SPACE, "pad": 6},
        "paper_bgcolor": colours.background,
        "plot_bgcolor": colours.background,
        "font": {"family": FONT, "size": LABEL_SIZE, "color": colours.ink},
        "legend": {**_key(), "y": 1 + above / plot_height},
        "dragmode": False,
        "hovermode": "closest",
        "hoverdistance": 30,
        "hoverlabel": {
            "align": "left",
            "bgcolor": colours.background,
            "font": {"family": FONT, "size": LABEL_SIZE, "color": colours.ink},
            "namelength": -1,
        },
    }
    # Checked by a test, not at each drawing: it takes more time than all else here.
    return go.Figure(data=list(traces), layout={**shared, **layout}, _validate=False)


def for_print(chart: Chart) -> Chart:
    """The chart as a picture: its heading drawn over it, and a lower plot.

    Lines of the heading are as long as a page is wide, as Plotly does not wrap them by itself.
    """
    if chart.figure is None:
        return chart
    drawn = go.Figure(chart.figure)
    layout = drawn.layout
    heading, lines = _heading(chart.title, chart.subtitle)
    top = layout.margin.t + LINE * lines
    plot = layout.height - layout.margin.t - layout.margin.b
    height = round(top + PRINT_PLOT * plot + layout.margin.b)
    drawn.update_layout(
        height=height,
        margin_t=top,
        title={
            "text": heading,
            "font": {"size": TITLE_SIZE, "color": THEMES["light"].ink},
            "x": 0,
            "xanchor": "left",
            "y": 1 - 20 / height,
            "yref": "container",
            "yanchor": "top",
        },
        # Its blank title keeps the heading's place, so that both push the plot down.
        legend_title={
            "text": "<br>".join(["\u00a0"] * lines),
            "side": "top",
            "font": {"size": TITLE_SIZE + 1},
        },
    )
    return replace(chart, figure=drawn)


def _heading(title: str, subtitle: str) -> tuple[str, int]:
    """The heading as Plotly's text, and its lines."""
    upper, lower = balanced(title, TITLE_WIDTH), balanced(subtitle, SUBTITLE_WIDTH)
    style = f"font-size:{SUBTITLE_SIZE}px;color:{THEMES['light'].muted};font-weight:400"
    text = "<br>".join(
        [f"<b>{safe(line)}</b>" for line in upper]
        + [f'<span style="{style}">{safe(line)}</span>' for line in lower]
    )
    return text, len(upper) + len(lower)


def _key() -> dict[str, Any]:
    """The key, over the plot, in as many rows as it takes."""
    return {
        "orientation": "h",
        # Just left of the plot and above it, Plotly lets a key take the whole width.
        "x": -0.0001,
        "xanchor": "left",
        "y": 1,
        "yanchor": "bottom",
        "bgcolor": "rgba(0,0,0,0)",
        "itemclick": False,
        "itemdoubleclick": False,
        "traceorder": "normal",
        "maxheight": 1,
    }


def rows_axis(labels: Sequence[str], theme: ThemeName) -> dict[str, Any]:
    """The y axis of a chart with a row for each of ``labels`` (safe text), first at the top.

    Rows stand at 0, 1, 2 …, as two rows may have the same label.
    """
    return {
        "range": [len(labels) - 0.5, -0.5],
        "tickmode": "array",
        "tickvals": list(range(len(labels))),
        "ticktext": list(labels),
        "automargin": True,
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "tickfont": {"color": THEMES[theme].ink},
    }


def count_ticks(most: int, theme: ThemeName) -> dict[str, Any]:
    """An axis of whole numbers from 0 to ``most``, for either direction."""
    return {
        **_with_zero(theme),
        "range": [0, most * 1.01],
        "tickformat": ",d",
        "automargin": True,
        **({"dtick": 1} if most <= 5 else {}),
    }


def _with_zero(theme: ThemeName) -> dict[str, Any]:
    """What axes of numbers share: a line at 0 that stands out from the grid."""
    colours = THEMES[theme]
    return {
        "fixedrange": True,
        "gridcolor": colours.grid,
        "zeroline": True,
        "zerolinecolor": colours.muted,
        "zerolinewidth": 1.5,
        "zerolinelayer": "above traces",
        "tickfont": {"color": colours.muted},
        "nticks": 6,
    }


def widened(first: date, last: date, before: float, after: float) -> tuple[date, date]:
    """``first`` moved ``before`` days earlier and ``last`` ``after`` later, within the calendar.

    A mistyped date may be as late as the last day of 9999.
    """
    low, high = first.toordinal() - round(before), last.toordinal() + round(after)
    return date.fromordinal(max(low, 1)), date.fromordinal(min(high, date.max.toordinal()))


def date_axis(first: date, last: date, theme: ThemeName) -> dict[str, Any]:
    """The x axis of days from ``first`` to ``last``."""
    colours = THEMES[theme]
    return {
        "type": "date",
        "range": [first.isoformat(), last.isoformat()],
        "fixedrange": True,
        "showgrid": True,
        "gridcolor": colours.grid,
        "zeroline": False,
        "tickfont": {"color": colours.muted},
        "tickangle": 0,
        "hoverformat": "%-d %b %Y",
        "nticks": 7,
        "tickformatstops": [
            {"dtickrange": [None, "M1"], "value": "%-d %b\n%Y"},
            {"dtickrange": ["M1", "M12"], "value": "%b\n%Y"},
            {"dtickrange": ["M12", None], "value": "%Y"},
        ],
    }


def month_ticks(first: date, last: date) -> dict[str, Any]:
    """The same ticks for each of several axes of these days: the first of a month, or of a year."""
    months = (last.year - first.year) * 12 + last.month - first.month
    step = next(each for each in TICK_MONTHS if months <= MOST_TICKS * each)
    start = first.year * 12 + first.month  # the month after the first, from 0
    every = range(-(-start // step) * step, last.year * 12 + last.month, step)
    days = [date(month // 12, month % 12 + 1, 1) for month in every]
    return {
        "tickmode": "array",
        "tickvals": [day.isoformat() for day in days],
        "ticktext": [
            str(day.year) if step >= 12 else short_date(day).removeprefix("1 ").replace(" ", "<br>")
            for day in days
        ],
    }


def days_axis(least: float, most: float, theme: ThemeName) -> dict[str, Any]:
    """The x axis of days of slippage from ``least`` to ``most``, with 0 on it."""
    low, high = min(least, 0), max(most, 0)
    span = max(high - low, 10)
    return {
        **_with_zero(theme),
        # Figures of early finishes stand left of them, inside the plot.
        "range": [low - span * (0.2 if least < 0 else 0.01), high + span * 0.02],
        "tickformat": "+,d",
        "labelalias": {"+0": "0"},
    }


def on_time_label(theme: ThemeName) -> dict[str, Any]:
    """The words over the 0 of an axis of slippage."""
    return {
        "text": "on time",
        "x": 0,
        "xanchor": "left",
        "yref": "y domain",
        "y": 1,
        "yanchor": "top",
        "showarrow": False,
        "font": {"color": THEMES[theme].muted, "size": 12},
    }


def as_at_marks(as_at: date, first: date, last: date, theme: ThemeName) -> dict[str, Any]:
    """The labelled line of the as-at date, for a layout whose x axis is ``first`` to ``last``."""
    colours = THEMES[theme]
    share = (as_at - first) / (last - first)
    anchor = "left" if share < 0.2 else "right" if share > 0.8 else "center"
    line = {
        "type": "line",
        "x0": as_at.isoformat(),
        "x1": as_at.isoformat(),
        "yref": "y domain",
        "y0": 0,
        "y1": 1,
        "layer": "below",
        "line": {"color": colours.muted, "width": 1.5, "dash": "dot"},
    }
    label = {
        "text": f"as at {short_date(as_at)}",
        "x": as_at.isoformat(),
        "xanchor": anchor,
        "yref": "y domain",
        "y": 1,
        "yanchor": "top",
        "showarrow": False,
        "bgcolor": colours.background,
        "borderpad": 1,
        "font": {"color": colours.ink, "size": 12},
    }
    return {"shapes": [line], "annotations": [label]}


def end_label(day: date, value: float, text: str, anchor: str, theme: ThemeName) -> dict[str, Any]:
    """Words right of the end of a line."""
    return {
        "text": text,
        "x": day.isoformat(),
        "y": value,
        "xanchor": "left",
        "yanchor": anchor,
        "xshift": 4,
        "showarrow": False,
        "bgcolor": THEMES[theme].background,
        "borderpad": 0,
        "font": {"color": THEMES[theme].ink},
    }


def iso_days(column: pd.Series[Any]) -> Any:
    """Known dates as Plotly reads them."""
    return np.datetime_as_string(column.to_numpy(dtype="datetime64[D]")).astype("object")


def halo(background: str) -> str:
    """A shadow that keeps a figure clear of the lines it stands on, where a browser draws one."""
    return ", ".join([f"0 0 3px {background}"] * 4)
