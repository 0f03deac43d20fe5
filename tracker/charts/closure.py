"""The open actions over time: how many there were, and how many there may be."""

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
    figure,
    iso_days,
    scatter,
    widened,
)
from tracker.charts.palette import THEMES, ThemeName
from tracker.forecasting import Forecast
from tracker.statements.on_forecast import finding, range_words
from tracker.words import count, date_words, month_words, number, short_date

PLOT_HEIGHT = 270
HEADROOM = 1.15
"""The y axis over the most actions, so that the as-at label stands clear of the line."""
LEAST_MARGIN = 14
"""Days before the first date and after the last."""
BAND_OPACITY = 0.2
HEADINGS = ("Date", "What it is", "Open", "From", "To")


def open_ahead(forecast: Forecast, *, theme: ThemeName = "light") -> Chart:
    """How many of today's actions were open, and the 80% range of how many will be."""
    plan = forecast.plan
    actions = f"{count('action', plan.open + plan.completed)}, as at {date_words(forecast.as_at)}"
    if forecast.ahead.empty:
        title = finding(forecast).removesuffix(".")
        return empty(title, f"Open actions over time; {actions}", HEADINGS)
    title = _title(forecast)
    subtitle = f"Open actions; shaded, the range that should hold 4 times in 5; {actions}"
    if forecast.record.undated:
        subtitle += f"; {number(forecast.record.undated)} completed on a day not known"
    past, ahead = _past(forecast), _ahead(forecast)
    alt = f"{title}. A falling line over time, the actions still open, and a widening band ahead."
    drawn = _draw(forecast, past, ahead, theme)
    rows = pd.concat([past.assign(what="On record"), ahead.assign(what="Forecast")])
    names = ("day", "what", "open", "least", "most")
    table = pd.DataFrame({head: rows[name] for head, name in zip(HEADINGS, names, strict=True)})
    return Chart(drawn, title, subtitle, alt, table.reset_index(drop=True))


def _title(forecast: Forecast) -> str:
    """How many are open, and when half of them are done."""
    half = "half of them done" if forecast.plan.open > 1 else "done"
    if forecast.half_by is None:
        when = f"not before {date_words(forecast.record_reaches)}"
    else:
        when = f"as likely as not by {month_words(forecast.half_by)}"
    return f"{count('action', forecast.plan.open)} open: {half} {when}"


def _past(forecast: Forecast) -> pd.DataFrame:
    """The record up to the as-at date, level from the last completion on."""
    now = pd.DataFrame({"day": [pd.Timestamp(forecast.as_at)], "open": [forecast.plan.open]})
    rows = pd.concat([forecast.past, now], ignore_index=True)
    return rows.assign(
        day=rows["day"].astype("datetime64[s]"), least=rows["open"], most=rows["open"]
    )


def _ahead(forecast: Forecast) -> pd.DataFrame:
    """How many will still be open: in the middle, at least and at most."""
    ahead, open_ = forecast.ahead, forecast.plan.open
    names = {"open": "middle", "least": "high", "most": "low"}
    return pd.DataFrame(
        {"day": ahead["day"], **{name: open_ - ahead[done] for name, done in names.items()}}
    )


def _draw(
    forecast: Forecast, past: pd.DataFrame, ahead: pd.DataFrame, theme: ThemeName
) -> go.Figure:
    start, end = past["day"].iloc[0].date(), ahead["day"].iloc[-1].date()
    margin = max((end - start).days * 0.04, LEAST_MARGIN)
    first, last = widened(start, end, margin, margin)
    as_at = as_at_marks(forecast.as_at, first, last, theme)
    by = _mark(forecast, (forecast.plan.by - first) / (last - first), theme)
    top = int(past["open"].max())
    return figure(
        [*_band(ahead, theme), *_lines(past, ahead, theme)],
        theme,
        plot_height=PLOT_HEIGHT,
        shapes=[*as_at["shapes"], by["shape"]],
        annotations=[*as_at["annotations"], by["note"]],
        xaxis=date_axis(first, last, theme),
        yaxis=count_ticks(top, theme) | {"range": [0, max(top, 1) * HEADROOM]},
    )


def _mark(forecast: Forecast, place: float, theme: ThemeName) -> dict[str, Any]:
    """The range at the day asked for, with its words left of it where it stands far right."""
    plan, ink = forecast.plan, THEMES[theme].ink
    low, high = plan.low or 0, plan.high or 0
    day = plan.by.isoformat()
    left = place > 0.6
    return {
        "shape": {
            "type": "line",
            "x0": day,
            "x1": day,
            "y0": plan.open - high,
            "y1": plan.open - low,
            "line": {"color": ink, "width": 2},
        },
        "note": {
            "text": f"{short_date(plan.by)}:<br>{range_words(low, high)} more done",
            "x": day,
            "y": plan.open - low,
            "xanchor": "right" if left else "left",
            "xshift": -4 if left else 4,
            "yanchor": "bottom",
            "align": "right" if left else "left",
            "showarrow": False,
            "bgcolor": THEMES[theme].background,
            "borderpad": 1,
            "font": {"color": ink, "size": 12},
        },
    }


def _band(ahead: pd.DataFrame, theme: ThemeName) -> list[Any]:
    colour = THEMES[theme].states["open"]
    rgb = ",".join(str(int(colour[start : start + 2], 16)) for start in (1, 3, 5))
    shared = {"x": iso_days(ahead["day"]), "mode": "lines", "line": {"width": 0}}
    edge = {**shared, "showlegend": False, "hoverinfo": "skip"}
    fill = {"fill": "tonexty", "fillcolor": f"rgba({rgb},{BAND_OPACITY})"}
    return [scatter(y=ahead["least"], **edge), scatter(y=ahead["most"], **edge, **fill)]


def _lines(past: pd.DataFrame, ahead: pd.DataFrame, theme: ThemeName) -> list[Any]:
    """The recorded steps, and the middle of what is to come, dashed."""
    colour = THEMES[theme].states["open"]
    line = {"color": colour, "width": 3}
    rows: Any = past.itertuples()
    steps = [f"{_day(row)}<br>{number(row.open)} open" for row in rows]
    rows = ahead.itertuples()
    to_come = [
        f"{_day(row)}<br>{range_words(row.least, row.most)} open, about {number(row.open)}"
        for row in rows
    ]
    shared = {"mode": "lines", "showlegend": False, "hovertemplate": HOVER}
    return [
        scatter(
            x=iso_days(past["day"]),
            y=past["open"],
            line={**line, "shape": "hv"},
            customdata=steps,
            **shared,
        ),
        scatter(
            x=iso_days(ahead["day"]),
            y=ahead["open"],
            line={**line, "width": 2.5, "dash": "6px,4px"},
            customdata=to_come,
            **shared,
        ),
    ]


def _day(row: Any) -> str:
    day: date = row.day.date()
    return short_date(day)
