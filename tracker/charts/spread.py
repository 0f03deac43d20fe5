"""Slippage by owner: its spread over their actions."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from tracker.charts.bar_rows import named
from tracker.charts.chart import (
    HOVER,
    Chart,
    days_axis,
    empty,
    figure,
    halo,
    on_time_label,
    scatter,
)
from tracker.charts.dumbbells import COUNTINGS, label_space
from tracker.charts.group_counts import group_in_title, group_label, membership
from tracker.charts.palette import THEMES, ThemeName
from tracker.charts.slippage_bars import LIMIT, slippage_subtitle
from tracker.charts.text import HOVER_LINES, HOVER_WIDTH, wrap
from tracker.words import count, date_words, median_slippage, signed

FIGURE_OVER_MARK = 36
"""Pixels of a mark with its figure over it."""
ON_TIME_LABEL = 20
"""Pixels over the first row, in which 0 is named."""


def _ends(axis: dict[str, Any]) -> tuple[float, float]:
    """Where the rows of an axis of days begin, and how far they reach from there."""
    low, high = axis["range"]
    return low, high - low


def slippage_by_owner(
    measured: pd.DataFrame,
    as_at: date,
    *,
    measure: str = "slippage_days",
    limit: int = LIMIT,
    theme: ThemeName = "light",
) -> Chart:
    """A row an owner: a line from their least slipped action to the most, a mark at the median.

    ``measure`` is one of ``COUNTINGS``. Highest median first; actions whose slippage is unknown
    are counted in the subtitle and in no row. An action counts for each owner it names.
    """
    how = COUNTINGS[measure]
    headings = ["Owner", "Actions", "Least", "Median", "Most"]
    known = int(measured[measure].notna().sum())
    subtitle = slippage_subtitle(measured, measure, as_at, known)
    if not known:
        title = "No action has both of the dates that slippage needs"
        return empty(title, subtitle, headings)
    rows = membership(measured[measured[measure].notna()], "owner", [measure])
    days = rows[measure].astype("float64").groupby(rows["name"], dropna=False, sort=False)
    spread = days.agg(["size", "min", "median", "max"]).reset_index(names="name")
    names = [None if pd.isna(name) else name for name in spread["name"]]
    spread = spread.assign(name=pd.Series(names, dtype="object"))
    spread = spread.sort_values(["median", "max"], ascending=False, kind="stable")
    shown = spread.head(limit)
    title = _spread_finding(spread, how.unit)
    subtitle += "; median and range of each owner"
    if len(shown) < len(spread):
        subtitle += f", {len(shown):,} of {len(spread):,} shown"
    labels = [group_label(name, "owner") for name in shown["name"]]
    rows_ = named(labels, FIGURE_OVER_MARK)
    axis = days_axis(shown["min"].min(), shown["max"].max(), theme)
    drawn = figure(
        rows_.traces(*_ends(axis), theme) + _spread_traces(shown, labels, how.unit, theme),
        theme,
        plot_height=rows_.plot_height(above=ON_TIME_LABEL),
        right=label_space(shown["max"]),
        xaxis={**axis, "zerolinelayer": "below traces"},
        yaxis=rows_.axis(theme, above=ON_TIME_LABEL),
        annotations=[on_time_label(theme)],
    )
    top = [
        f"{group_in_title(name, 'owner')} {median_slippage(median, how.unit)}"
        for name, median in shown[["name", "median"]].head(3).itertuples(index=False)
    ]
    alt = (
        f"{title}. The median and the range of slippage of each owner, as at {date_words(as_at)}. "
        f"Highest medians: {'; '.join(top)}."
    )
    table = shown.assign(name=labels).set_axis(headings, axis=1).reset_index(drop=True)
    return Chart(drawn, title, subtitle, alt, table, tuple(shown["name"]))


def _spread_finding(spread: pd.DataFrame, unit: str) -> str:
    top = spread.iloc[0]
    days = float(top["median"])
    if days <= 0:
        return f"No owner has slipped at the median: the highest is {median_slippage(days, unit)}"
    level = spread[spread["median"].eq(days)]
    if len(level) > 1:
        return f"{len(level):,} owners have slipped most: a median of {count(unit, days)}"
    of = f"{count(unit, days)} over {count('action', int(top['size']))}"
    if top["name"] is None:
        return f"Actions with no owner have slipped most: a median of {of}"
    most = " most" if len(spread) > 1 else ""
    return f"{group_in_title(top['name'], 'owner')} has slipped{most}: a median of {of}"


def _spread_traces(
    shown: pd.DataFrame, labels: list[str], unit: str, theme: ThemeName
) -> list[Any]:
    """The ranges, their ends with figures where there are any, and the medians."""
    colours = THEMES[theme]
    places = np.arange(len(shown))
    wide = shown["min"].lt(shown["max"]).to_numpy()
    least, most = shown["min"].to_numpy()[wide], shown["max"].to_numpy()[wide]
    gap = np.full(len(least), None)
    ranges = scatter(
        x=np.column_stack([least, most, gap]).ravel(),
        y=np.repeat(places[wide], 3),
        mode="lines",
        line={"color": colours.muted, "width": 2},
        hoverinfo="skip",
        showlegend=False,
    )
    ends = scatter(
        x=np.concatenate([least, most]),
        y=np.concatenate([places[wide], places[wide]]),
        mode="markers+text",
        marker={"symbol": "line-ns", "size": 9, "line": {"color": colours.muted, "width": 2}},
        text=[signed(day) for day in np.concatenate([least, most])],
        textposition=["middle left"] * len(least) + ["middle right"] * len(most),
        textfont={"color": colours.muted, "size": 11.5, "shadow": halo(colours.background)},
        cliponaxis=False,
        hoverinfo="skip",
        showlegend=False,
    )
    medians = scatter(
        x=shown["median"],
        y=places,
        mode="markers+text",
        marker={"symbol": "circle", "size": 11, "color": colours.ink},
        text=[f"<b>{signed(day)}</b>" for day in shown["median"]],
        textposition="top center",
        textfont={"color": colours.ink, "shadow": halo(colours.background)},
        cliponaxis=False,
        customdata=[
            f"<b>{wrap(label, HOVER_WIDTH, HOVER_LINES)}</b><br>{count('action', size)}<br>"
            f"Median: {median_slippage(median, unit)}<br>"
            f"From {median_slippage(low, unit)} to {median_slippage(high, unit)}"
            for label, (size, low, median, high) in zip(
                labels,
                shown[["size", "min", "median", "max"]].itertuples(index=False),
                strict=True,
            )
        ],
        hovertemplate=HOVER,
        showlegend=False,
    )
    return [ranges, ends, medians]
