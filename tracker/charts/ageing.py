"""How long the overdue have been overdue, and what falls due next."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from tracker.charts.chart import HOVER, Chart, bar, count_ticks, empty, figure, rows_axis, scatter
from tracker.charts.groups import GROUP_HEADINGS, group_in_title, group_label, membership
from tracker.charts.palette import THEMES, ThemeName, state_bar, text_on
from tracker.charts.text import HOVER_LINES, HOVER_WIDTH, wrap
from tracker.summaries import AGEING_BANDS, DUE_WITHIN, ageing, ageing_by, due_next, due_within
from tracker.words import count, date_words, days_words

LIMIT = 25
"""Owners drawn unless more are asked for: a screen and a half of a phone."""
BAR_HEIGHT = 30
ROW_HEIGHT = 36
"""Pixels a row of tiles: the largest tile and a gap."""
HEADER_SPACE = 36
"""Pixels over the tiles for the two lines that say what they count."""
LARGEST_TILE = 32
SMALLEST_TILE = 17
"""Pixels a side: one digit must stand on it, and each further one takes 6."""


def ageing_of_overdue(measured: pd.DataFrame, as_at: date, *, theme: ThemeName = "light") -> Chart:
    """A bar for each ageing band: how many actions have been overdue that long."""
    table = ageing(measured)
    total = int(table["actions"].sum())
    subtitle = (
        f"Days since the original timescale; {total:,} overdue of "
        f"{count('action', len(measured))}, as at {date_words(as_at)}"
    )
    headings = ["Overdue for", "Actions"]
    if not total:
        return empty("No action is overdue", subtitle, headings)
    title = _commonest_band(table)
    largest = int(table["actions"].max())
    drawn = figure(
        [
            bar(
                x=table["actions"],
                y=np.arange(len(table)),
                orientation="h",
                width=0.72,
                marker=state_bar("overdue", theme),
                text=[f"{number:,}" if number else "" for number in table["actions"]],
                textposition="outside",
                textfont={"color": THEMES[theme].ink},
                cliponaxis=False,
                hoverinfo="skip",
                showlegend=False,
            )
        ],
        theme,
        plot_height=BAR_HEIGHT * len(table),
        right=16 + 7 * len(f"{largest:,}"),
        xaxis=count_ticks(largest, theme),
        yaxis=rows_axis(list(AGEING_BANDS), theme),
    )
    bands = "; ".join(f"{band}: {number:,}" for band, number in table.itertuples(index=False))
    alt = f"{title}. Bars of the overdue actions by age, as at {date_words(as_at)}. {bands}."
    return Chart(drawn, title, subtitle, alt, table.set_axis(headings, axis=1))


def _commonest_band(table: pd.DataFrame) -> str:
    total = int(table["actions"].sum())
    band, number = table.loc[table["actions"][::-1].idxmax()]  # of equals, the longest overdue
    if total == 1:
        return f"1 action is overdue, by {band}"
    verb = "is" if number == 1 else "are"
    return f"{number:,} of {total:,} overdue actions {verb} {band} overdue"


def ageing_by_owner(
    measured: pd.DataFrame, as_at: date, *, limit: int = LIMIT, theme: ThemeName = "light"
) -> Chart:
    """A row an owner, a tile for each ageing band with its overdue actions, oldest first."""
    headings = [GROUP_HEADINGS["owner"], *AGEING_BANDS]
    table = ageing_by(measured, "owner")
    rows = _ordered(table, list(reversed(AGEING_BANDS)))
    overdue = int(measured["is_overdue"].sum())
    subtitle = _subtitle("Overdue actions by age", overdue, rows, limit, as_at)
    if rows.empty:
        return empty("No action is overdue", subtitle, headings)
    title = _oldest(measured)
    # On two lines each, or on the narrowest screen they would run into one another.
    ages = [band.removesuffix(" days") for band in AGEING_BANDS]
    short = [age.replace("–", "–<br>").replace("over ", "over<br>") for age in ages]
    drawn = _tiles(rows.head(limit), short, title, subtitle, "overdue", theme)
    return _tile_chart(drawn, rows.head(limit), headings, title, subtitle, as_at)


def due_by_owner(
    measured: pd.DataFrame, as_at: date, *, limit: int = LIMIT, theme: ThemeName = "light"
) -> Chart:
    """A row an owner, a tile each for what falls due within 30, 60 and 90 days, most first.

    Each number of days counts what the ones before it count.
    """
    within = [f"Within {days} days" for days in DUE_WITHIN]
    headings = [GROUP_HEADINGS["owner"], *within]
    table = due_within(measured, as_at, "owner").set_axis(["owner", *within], axis=1)
    rows = _ordered(table, within)
    due = len(due_next(measured, as_at))
    words = f"Open actions by agreed timescale, within {DUE_WITHIN[-1]} days"
    subtitle = _subtitle(words, due, rows, limit, as_at)
    if rows.empty:
        return empty(f"Nothing is due within {DUE_WITHIN[-1]} days", subtitle, headings)
    title = _most_due(rows, within, due)
    short = [f"within<br>{days} days" for days in DUE_WITHIN]
    drawn = _tiles(rows.head(limit), short, title, subtitle, "open", theme)
    return _tile_chart(drawn, rows.head(limit), headings, title, subtitle, as_at)


def _ordered(table: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """The owners with anything to show, the most in the first of ``columns`` first."""
    some = table[table[columns].any(axis=1)]
    return some.sort_values(columns, ascending=False, kind="stable")


def _subtitle(words: str, actions: int, rows: pd.DataFrame, limit: int, as_at: date) -> str:
    shown = f"; {limit:,} of {len(rows):,} owners shown" if len(rows) > limit else ""
    return f"{words}; {count('action', actions)}{shown}, as at {date_words(as_at)}"


def _oldest(measured: pd.DataFrame) -> str:
    days = measured["days_overdue"].max()
    oldest = measured[measured["days_overdue"].eq(days).fillna(False)]
    owners = membership(oldest, "owner", [])["name"].drop_duplicates()
    if len(owners) > 1:
        return f"The longest overdue, {days_words(days)}, is with {len(owners):,} owners"
    name = owners.iloc[0]
    who = "has no owner named" if name is None else f"is with {group_in_title(name, 'owner')}"
    return f"The longest overdue {who}: {days_words(days)}"


def _most_due(rows: pd.DataFrame, within: list[str], due: int) -> str:
    soonest = next(column for column in within if rows[column].any())
    most = int(rows[soonest].max())
    top = rows[rows[soonest].eq(most)]
    when = soonest.lower()
    if len(top) > 1:
        return f"{len(top):,} owners have the most due {when}: {most:,} each"
    name = top["owner"].iloc[0]
    if name is None:
        return (
            f"{count('action', most)} with no owner named {'is' if most == 1 else 'are'} due {when}"
        )
    return f"{group_in_title(name, 'owner')} has the most due {when}: {most:,}"


def _tiles(
    rows: pd.DataFrame,
    columns: list[str],
    title: str,
    subtitle: str,
    state: str,
    theme: ThemeName,
) -> go.Figure:
    """A grid of tiles, the area of each by its count, which stands on it; none for 0."""
    colours = THEMES[theme]
    colour = colours.states[state]
    counts = rows.iloc[:, 1:].to_numpy()
    y, x = np.nonzero(counts)
    values = counts[y, x]
    labels = [group_label(name, "owner") for name in rows["owner"]]
    texts = [f"{value:,}" for value in values]
    room = [SMALLEST_TILE + 6 * (len(text) - 1) for text in texts]
    sides = np.maximum(LARGEST_TILE * np.sqrt(values / values.max()), room)
    tiles = scatter(
        x=x,
        y=y,
        mode="markers+text",
        marker={
            "symbol": "square",
            "size": sides,
            "color": colour,
            "opacity": 1,
            "line": {"width": 0},
        },
        text=texts,
        textfont={"color": text_on(colour)},
        cliponaxis=False,
        customdata=[
            f"<b>{wrap(labels[row], HOVER_WIDTH, HOVER_LINES)}</b><br>"
            f"{heading}: {count('action', value)}"
            for row, heading, value in zip(y, np.array(rows.columns[1:])[x], values, strict=True)
        ],
        hovertemplate=HOVER,
        showlegend=False,
    )
    down = {**rows_axis([wrap(label) for label in labels], theme), "showgrid": True}
    return figure(
        [tiles],
        theme,
        plot_height=ROW_HEIGHT * len(rows),
        above=HEADER_SPACE,
        xaxis=_columns_axis(columns, theme),
        yaxis={**down, "gridcolor": colours.grid},
    )


def _columns_axis(columns: list[str], theme: ThemeName) -> dict[str, Any]:
    """The x axis of a grid of tiles: what each column counts, above it."""
    return {
        "range": [-0.5, len(columns) - 0.5],
        "side": "top",
        "tickvals": list(range(len(columns))),
        "ticktext": columns,
        "tickangle": 0,
        "tickfont": {"color": THEMES[theme].muted},
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "automargin": True,
    }


def _tile_chart(
    drawn: go.Figure,
    rows: pd.DataFrame,
    headings: list[str],
    title: str,
    subtitle: str,
    as_at: date,
) -> Chart:
    table = rows.assign(owner=[group_label(name, "owner") for name in rows["owner"]])
    table = table.set_axis(headings, axis=1).reset_index(drop=True)
    first = table.iloc[0]
    parts = ", ".join(f"{name}: {first[name]:,}" for name in headings[1:] if first[name])
    alt = (
        f"{title}. Numbers of actions of {count('owner', len(table))}, as at {date_words(as_at)}. "
        f"First, {group_in_title(rows['owner'].iloc[0], 'owner')}: {parts}."
    )
    return Chart(drawn, title, subtitle, alt, table)
