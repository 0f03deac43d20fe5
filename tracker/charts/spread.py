"""Slippage by group: each recommendation's own, and its spread over an owner's actions."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from tracker.charts.chart import (
    HOVER,
    Chart,
    bar,
    days_axis,
    empty,
    figure,
    halo,
    on_time_label,
    scatter,
    signed,
)
from tracker.charts.groups import group_in_title, group_label, membership
from tracker.charts.palette import THEMES, ThemeName, state_bar
from tracker.charts.rows import named
from tracker.charts.slippage import (
    ARROW_SPACE,
    COUNTINGS,
    FIGURE_SPACE,
    arrow_heads,
    label_space,
    not_slipped,
    slippage_subtitle,
    still_moving_key,
)
from tracker.charts.text import HOVER_LINES, HOVER_WIDTH, wrap
from tracker.fields import MEASURE_LABELS, STATE_LABELS
from tracker.summaries import recommendation_labels
from tracker.words import count, date_words, finish_words, slippage_words, standing_slippage

LIMIT = 25
"""Groups drawn unless more are asked for: a screen and a half of a phone."""
BAR = 20
"""Pixels a bar is high."""
FIGURE_OVER_MARK = 36
"""Pixels of a mark with its figure over it."""
ON_TIME_LABEL = 20
"""Pixels over the first row, in which 0 is named."""

KEY = ["source", "recommendation"]
"""What a recommendation is known by."""
_STATES = ("complete", "open", "overdue")
"""What a recommendation is drawn as: complete, or its own timescale ahead or behind."""


def slippage_by_recommendation(
    recommendations: pd.DataFrame,
    as_at: date,
    *,
    limit: int = LIMIT,
    theme: ThemeName = "light",
) -> Chart:
    """A bar a recommendation: days from its own timescale to its last action's finish.

    ``recommendations`` is the frame of ``Summary``. Most slipped first; recommendations whose
    slippage is unknown are counted in the subtitle and not drawn.
    """
    columns = {
        "recommendation": "Recommendation",
        "state": MEASURE_LABELS["state"],
        "original_due": "Original timescale",
        "expected_finish": MEASURE_LABELS["expected_finish"],
        "slippage_days": MEASURE_LABELS["slippage_days"],
        "is_minimum": MEASURE_LABELS["slippage_is_minimum"],
        "actions": "Actions",
    }
    all_rows = recommendations.assign(recommendation=recommendation_labels(recommendations))
    all_rows = all_rows[all_rows["recommendation"].notna()]
    rows = all_rows[all_rows["slippage_days"].notna()]
    overdue = rows["original_due"].lt(pd.Timestamp(as_at))
    rows = rows.assign(
        state=np.select([rows["is_complete"], overdue], ["complete", "overdue"], "open"),
        is_minimum=rows["slippage_is_minimum"],
    ).sort_values("slippage_days", ascending=False, kind="stable")
    shown = rows.head(limit)
    subtitle = _recommendations_subtitle(all_rows, rows, shown, as_at)
    if rows.empty:
        title = "No recommendation has both of the dates that slippage needs"
        return empty(title, subtitle, list(columns.values()))
    title = _recommendations_finding(rows)
    named_as = tuple(recommendations.loc[shown.index, KEY].itertuples(index=False, name=None))
    labels = [
        ". ".join(filter(None, (group_label(name, "recommendation"), wording)))
        for name, wording in zip(shown["recommendation"], shown["recommendation_text"], strict=True)
    ]
    rows_ = named(labels)
    axis = days_axis(shown["slippage_days"].min(), shown["slippage_days"].max(), theme)
    drawn = figure(
        rows_.traces(*_ends(axis), theme)
        + _recommendation_traces(shown, labels, BAR / rows_.height, theme),
        theme,
        plot_height=rows_.plot_height(above=ON_TIME_LABEL),
        right=label_space(shown["slippage_days"]),
        barmode="overlay",
        xaxis=axis,
        yaxis=rows_.axis(theme, above=ON_TIME_LABEL),
        annotations=[on_time_label(theme)],
    )
    late = int(rows["slippage_days"].gt(0).sum())
    alt = (
        f"{title}. Bars of each recommendation's slippage as at {date_words(as_at)}: "
        f"{late:,} of {len(rows):,} slipped."
    )
    table = shown.assign(
        recommendation=labels,
        state=shown["state"].map(STATE_LABELS),
        expected_finish=shown["expected_finish"].mask(shown["finish_is_minimum"]),
    )
    table = table[list(columns)].rename(columns=columns).reset_index(drop=True)
    return Chart(drawn, title, subtitle, alt, table, named_as)


def _recommendations_subtitle(
    all_rows: pd.DataFrame, rows: pd.DataFrame, shown: pd.DataFrame, as_at: date
) -> str:
    unknown = len(all_rows) - len(rows)
    note = f" ({unknown:,} without the dates left out)" if unknown else ""
    number = count("recommendation", len(rows))
    if len(shown) < len(rows):
        number = f"{len(shown):,} of {number} shown, worst first"
    actions = count("action", int(rows["actions"].sum()))
    return (
        f"Days from its own timescale to its last finish; {number}{note}, {actions}, "
        f"as at {date_words(as_at)}"
    )


def _recommendations_finding(rows: pd.DataFrame) -> str:
    days = int(rows["slippage_days"].iloc[0])
    if days <= 0:
        told = not_slipped(rows["slippage_days"], rows["is_complete"].astype(bool))
        return f"No recommendation has slipped: {told}"
    level = rows[rows["slippage_days"].eq(days)]
    least = "at least " if level["is_minimum"].any() else ""
    if len(level) > 1:
        who = f"{len(level):,} recommendations have"
        return f"{who} slipped most: {least}{count('day', days)} each"
    name = group_in_title(rows["recommendation"].iloc[0], "recommendation")
    return f"{name} has slipped most: {least}{count('day', days)}"


def _ends(axis: dict[str, Any]) -> tuple[float, float]:
    """Where the rows of an axis of days begin, and how far they reach from there."""
    low, high = axis["range"]
    return low, high - low


def _recommendation_traces(
    shown: pd.DataFrame, labels: list[str], width: float, theme: ThemeName
) -> list[Any]:
    colours = THEMES[theme]
    places = np.arange(len(shown))
    states = shown["state"].to_numpy()
    days = shown["slippage_days"].astype(int).to_numpy()
    moving = shown["is_minimum"].to_numpy()
    hover = _recommendation_hover(shown, labels)
    traces = [
        bar(
            name=STATE_LABELS[state],
            x=days[states == state],
            y=places[states == state],
            orientation="h",
            width=width,
            marker=state_bar(state, theme),
            customdata=hover[states == state],
            hovertemplate=HOVER,
            showlegend=True,
        )
        for state in _STATES
        if (states == state).any()
    ]
    traces.append(
        scatter(
            x=days,
            y=places,
            mode="text",
            text=[
                f"{ARROW_SPACE + FIGURE_SPACE if least else ''} {signed(float(day))} "
                for day, least in zip(days, moving, strict=True)
            ],
            textposition=np.where(days < 0, "middle left", "middle right"),
            textfont={"color": colours.ink, "shadow": halo(colours.background)},
            cliponaxis=False,
            hoverinfo="skip",
            showlegend=False,
        )
    )
    if moving.any():
        heads = [colours.states[state] for state in states[moving]]
        traces += [arrow_heads(days[moving], places[moving], heads), still_moving_key(theme)]
    return traces


def _recommendation_hover(shown: pd.DataFrame, labels: list[str]) -> Any:
    columns = ["state", "slippage_days", "is_minimum", "original_due", "actions"]
    finishes = map(finish_words, shown["expected_finish"], shown["finish_is_minimum"])
    rows = zip(labels, *(shown[column] for column in columns), finishes, strict=True)
    return np.array(
        [
            f"<b>{wrap(label, HOVER_WIDTH, HOVER_LINES)}</b><br>{STATE_LABELS[state]}, "
            f"{standing_slippage(days, is_open=state != 'complete', is_minimum=least)}<br>"
            f"Original timescale: {date_words(due)}<br>"
            f"{'Finished' if state == 'complete' else 'Expected finish'}: {finish}<br>"
            f"{count('action', actions)}"
            for label, state, days, least, due, actions, finish in rows
        ],
        dtype="object",
    )


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
        f"{group_in_title(name, 'owner')} {slippage_words(median, how.unit)}"
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
        return f"No owner has slipped at the median: the highest is {slippage_words(days, unit)}"
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
            f"Median: {slippage_words(median, unit)}<br>"
            f"From {slippage_words(low, unit)} to {slippage_words(high, unit)}"
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
