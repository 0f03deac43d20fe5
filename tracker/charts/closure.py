"""The closure curve: the share of actions still open over time, and how it goes on at past pace."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, NamedTuple

import pandas as pd
import plotly.graph_objects as go

from tracker.charts.chart import (
    HOVER,
    Chart,
    as_at_marks,
    date_axis,
    empty,
    figure,
    halo,
    scatter,
    widened,
)
from tracker.charts.palette import THEMES, ThemeName
from tracker.forecasting import Forecast
from tracker.words import (
    count,
    date_words,
    month_words,
    number,
    percent,
    rate_words,
    short_date,
)

PLOT_HEIGHT = 290
"""Pixels: four marks stand one under the other, and the heading stays on a phone's screen."""
HEADROOM = 1.12
"""The y axis over 100%, so that the as-at label stands clear of the curve."""
LEAST_MARGIN = 14
"""Days before the first date and after the last."""
BAND_OPACITY = 0.22
AHEAD_OPACITY = 0.13
HEADINGS = ("Date", "What it is", "Still open (%)", "From (%)", "To (%)")

HIGHEST, STEP_DOWN, PASSED = 0.66, 0.1, 0.12
"""How high the first mark stands on the axis, how much lower each later one (so that the words of
one pass over the next), and one that lies before the as-at date, beneath the curve."""
LETTER = 6.4
"""Pixels a letter of a mark's words."""
PHONE_PLOT = 240
"""Pixels of the plot's width on a phone of 390."""

_WORDS = (("p50", "even chance"), ("p80", "80%"), ("p95", "95%"))


class _Mark(NamedTuple):
    """A date marked: its words, how its line is dashed, and how high it stands."""

    day: date
    words: str
    dash: str
    high: float


def closure_curve(forecast: Forecast, *, theme: ThemeName = "light") -> Chart:
    """The recorded curve with its 95% band up to the as-at date, and on past pace beyond it.

    Marked are the dates of the forecast and the latest that the plan itself gives.
    """
    record, published = forecast.record, forecast.published
    actions = f"{count('action', record.followed)}, as at {date_words(forecast.as_at)}"
    if record.before:
        actions += f"; {number(record.before)} more, complete before the report, left out"
    if forecast.curve.empty or published is None:
        few = "Too few completions have" if len(record.ages) else "No completion has"
        title = f"{few} a date to draw the curve from"
        return empty(title, f"Actions still open over time; {actions}", HEADINGS)
    title = _finding(forecast)
    subtitle = (
        f"Share of actions still open since the report was published, shaded its 95% range; "
        f"{actions}"
    )
    table = _table(forecast, published)
    drawn = _draw(forecast, published, title, subtitle, theme)
    return Chart(drawn, title, subtitle, _alt(forecast, title), table)


def _finding(forecast: Forecast) -> str:
    plan = forecast.plan
    done = f"{rate_words(plan.completed, plan.actions)} complete"
    if plan.reason == "complete":
        return f"All {count('action', plan.actions)} complete"
    if plan.p50 is not None:
        return f"{done}; on past pace, an even chance of all by {month_words(plan.p50)}"
    if plan.later_than is not None:
        end = month_words(plan.later_than)
        return f"{done}; on past pace, more likely than not to last beyond {end}"
    return f"{done}; no date can be told"


def _alt(forecast: Forecast, title: str) -> str:
    plan = forecast.plan
    marks = [
        f"{words}: {month_words(getattr(plan, name))}"
        for name, words in _WORDS
        if getattr(plan, name) is not None
    ]
    if plan.agreed.latest is not None:
        marks.append(f"the plan's own latest date: {date_words(plan.agreed.latest)}")
    told = f" Marked: {'; '.join(marks)}." if marks else ""
    return f"{title}. A falling line over time, the share of actions still open.{told}"


def _table(forecast: Forecast, published: date) -> pd.DataFrame:
    parts = [
        rows.assign(what=what)
        for rows, what in ((forecast.curve, "On record"), (forecast.ahead, "On past pace"))
        if len(rows)
    ]
    rows = pd.concat(parts, ignore_index=True)
    days = pd.to_timedelta(rows["age_days"], unit="D")
    table = {
        HEADINGS[0]: (pd.Timestamp(published) + days).astype("datetime64[s]"),
        HEADINGS[1]: rows["what"],
    }
    shares = zip(HEADINGS[2:], ("share_open", "lower", "upper"), strict=True)
    table |= {heading: 100 * rows[name] for heading, name in shares}
    return pd.DataFrame(table)


def _draw(
    forecast: Forecast, published: date, title: str, subtitle: str, theme: ThemeName
) -> go.Figure:
    marked = _marked(forecast)
    ends = [published, forecast.as_at, *(day for day, *_ in marked)]
    if len(forecast.ahead):
        ends.append(published + timedelta(days=int(forecast.ahead["age_days"].iloc[-1])))
    margin = max((max(ends) - min(ends)).days * 0.04, LEAST_MARGIN)
    first, last = widened(min(ends), max(ends), 0, margin)
    as_at = as_at_marks(forecast.as_at, first, last, theme)
    traces = [*_curve(forecast.curve, published, theme)]
    if len(forecast.ahead):
        traces = [*_ahead(forecast.ahead, published, theme), *traces]
    return figure(
        traces,
        theme,
        plot_height=PLOT_HEIGHT,
        right=max(12, *(_beyond(mark, first, last) for mark in marked), 0),
        shapes=[*as_at["shapes"], *(_stick(mark, theme) for mark in marked)],
        annotations=[*as_at["annotations"], *(_label(mark, first, last, theme) for mark in marked)],
        xaxis=date_axis(first, last, theme),
        yaxis=_share_axis(theme),
    )


def _marked(forecast: Forecast) -> list[_Mark]:
    """The dates of the forecast, and the plan's own latest, the later the lower."""
    plan = forecast.plan
    found = [
        (getattr(plan, name), f"{words}: {month_words(getattr(plan, name))}", "solid")
        for name, words in _WORDS
        if getattr(plan, name) is not None
    ]
    if plan.agreed.latest is not None:
        words = f"the plan: {short_date(plan.agreed.latest)}"
        found.append((plan.agreed.latest, words, "6px,3px"))
    found.sort(key=lambda mark: mark[0])
    passed = [mark for mark in found if mark[0] <= forecast.as_at]
    to_come = [mark for mark in found if mark[0] > forecast.as_at]
    return [_Mark(*mark, PASSED) for mark in passed] + [
        _Mark(*mark, HIGHEST - STEP_DOWN * place) for place, mark in enumerate(to_come)
    ]


def _beyond(mark: _Mark, first: date, last: date) -> int:
    """Pixels right of the plot that a mark's words take on a phone."""
    room = PHONE_PLOT * ((last - mark.day) / (last - first))
    return round(LETTER * len(mark.words) + 10 - room)


def _stick(mark: _Mark, theme: ThemeName) -> dict[str, Any]:
    return {
        "type": "line",
        "x0": mark.day.isoformat(),
        "x1": mark.day.isoformat(),
        "y0": 0,
        "y1": mark.high,
        "line": {"color": THEMES[theme].ink, "width": 1.5, "dash": mark.dash},
    }


def _label(mark: _Mark, first: date, last: date, theme: ThemeName) -> dict[str, Any]:
    """Words right of a mark; of one that has passed in two lines, on its left if there is room."""
    colours = THEMES[theme]
    passed = mark.high == PASSED
    left = passed and (mark.day - first) / (last - first) > 0.4
    font = {"color": colours.ink, "size": 12}
    return {
        "text": mark.words.replace(": ", ":<br>") if passed else mark.words,
        "x": mark.day.isoformat(),
        "y": mark.high,
        "xanchor": "right" if left else "left",
        "xshift": -4 if left else 4,
        "yanchor": "middle",
        "align": "right" if left else "left",
        "showarrow": False,
        "borderpad": 1,
        "font": {**font, "shadow": halo(colours.background)} if passed else font,
    }


def _curve(rows: pd.DataFrame, published: date, theme: ThemeName) -> list[Any]:
    """The recorded steps over their band."""
    line = {"color": THEMES[theme].states["open"], "width": 3, "shape": "hv"}
    return _lines(rows, published, line, BAND_OPACITY, theme)


def _ahead(rows: pd.DataFrame, published: date, theme: ThemeName) -> list[Any]:
    """The smooth curve to come over its band, dashed."""
    line = {"color": THEMES[theme].states["open"], "width": 2.5, "dash": "6px,4px"}
    return _lines(rows, published, line, AHEAD_OPACITY, theme)


def _lines(
    rows: pd.DataFrame, published: date, line: dict[str, Any], opacity: float, theme: ThemeName
) -> list[Any]:
    days = [published + timedelta(days=int(age)) for age in rows["age_days"]]
    shape = line.get("shape", "linear")
    edge = {"width": 0, "shape": shape}
    shared = {"x": [day.isoformat() for day in days], "mode": "lines", "showlegend": False}
    colour = THEMES[theme].states["open"]
    rgb = ",".join(str(int(colour[start : start + 2], 16)) for start in (1, 3, 5))
    hover = [
        f"{short_date(day)}<br>{percent(share, 1)} still open<br>({low:.0%} to {high:.0%})"
        for day, share, low, high in zip(
            days, rows["share_open"], rows["lower"], rows["upper"], strict=True
        )
    ]
    return [
        scatter(y=rows["lower"], line=edge, hoverinfo="skip", **shared),
        scatter(
            y=rows["upper"],
            line=edge,
            fill="tonexty",
            fillcolor=f"rgba({rgb},{opacity})",
            hoverinfo="skip",
            **shared,
        ),
        scatter(y=rows["share_open"], line=line, customdata=hover, hovertemplate=HOVER, **shared),
    ]


def _share_axis(theme: ThemeName) -> dict[str, Any]:
    colours = THEMES[theme]
    return {
        "range": [0, HEADROOM],
        "tickvals": [0, 0.25, 0.5, 0.75, 1],
        "tickformat": ".0%",
        "fixedrange": True,
        "gridcolor": colours.grid,
        "zeroline": True,
        "zerolinecolor": colours.muted,
        "zerolinewidth": 1.5,
        "tickfont": {"color": colours.muted},
        "automargin": True,
    }
