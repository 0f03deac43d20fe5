"""How much is complete: actions by state, a bar for each recommendation or owner."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from tracker.charts.bar_rows import named
from tracker.charts.chart import (
    HOVER,
    Chart,
    bar,
    count_ticks,
    empty,
    figure,
    halo,
    scatter,
)
from tracker.charts.group_counts import (
    GROUP_HEADINGS,
    Group,
    counts_by_state,
    group_in_title,
    group_label,
)
from tracker.charts.palette import DRAWN_STATES, THEMES, ThemeName, state_bar, text_on
from tracker.charts.text import HOVER_LINES, HOVER_WIDTH, LABEL_WIDTH, wrap
from tracker.statements.on_overdue import none_overdue
from tracker.vocabulary import STATE_LABELS
from tracker.words import count, date_words, every, have

LIMIT = 40
"""Bars drawn unless more are asked for: two screens of a phone."""
BAR = 20
"""Pixels a bar is high."""
LARGEST_PATCH = 20
"""Pixels: within the height of a bar; a longer count has its halo to stand on."""
PHONE_WIDTH = 340
"""Pixels for labels and bars on a phone, on which a count must fit its part."""


def completion_by_recommendation(
    measured: pd.DataFrame, as_at: date, *, limit: int = LIMIT, theme: ThemeName = "light"
) -> Chart:
    """Stacked bars of the actions by state, a bar a recommendation, in the plan's order.

    Over ``limit``, those with the most overdue are drawn, still in the plan's order.
    """
    counts = counts_by_state(measured, "recommendation")
    worst = counts.sort_values(["overdue", "drawn"], ascending=False, kind="stable")
    shown = worst.head(limit).sort_index()
    order = ""
    if len(shown) < len(counts):
        order = f", {len(shown):,} of {len(counts):,} recommendations shown: the most overdue"
    return _stacked(counts, shown, "recommendation", measured, as_at, order, theme)


def completion_by_owner(
    measured: pd.DataFrame, as_at: date, *, limit: int = LIMIT, theme: ThemeName = "light"
) -> Chart:
    """Stacked bars of the actions by state, a bar an owner, those with the most overdue first."""
    counts = counts_by_state(measured, "owner")
    counts = counts.assign(still=counts["drawn"] - counts["complete"])
    worst = counts.sort_values(["overdue", "still"], ascending=False, kind="stable")
    shown = worst.head(limit)
    order = ", most overdue first"
    if len(shown) < len(counts):
        order = f", {len(shown):,} of {len(counts):,} owners shown, most overdue first"
    return _stacked(worst, shown, "owner", measured, as_at, order, theme)


def _stacked(
    counts: pd.DataFrame,
    shown: pd.DataFrame,
    group: Group,
    measured: pd.DataFrame,
    as_at: date,
    order: str,
    theme: ThemeName,
) -> Chart:
    subtitle = _subtitle(measured, as_at, order)
    headings = [GROUP_HEADINGS[group], *(STATE_LABELS[s] for s in DRAWN_STATES)]
    if not counts["drawn"].sum():
        return empty("No actions to show", f"As at {date_words(as_at)}", headings)
    finding = _finding(counts, group, measured)
    labels = [group_label(name, group) for name in shown["name"]]
    rows, axis = named(labels), count_ticks(int(shown["drawn"].max()), theme)
    traces = [
        *rows.traces(0, axis["range"][1], theme),
        *state_bars(shown, labels, theme, rows.height),
        bar_counts(shown, [] if rows.lines else labels, theme),
        complete_of_all(shown, theme),
    ]
    drawn = figure(
        traces,
        theme,
        plot_height=rows.plot_height(),
        right=16 + 13 * len(f"{int(shown['drawn'].max()):,}"),
        barmode="stack",
        xaxis=axis,
        yaxis=rows.axis(theme),
    )
    table = shown[["name", *DRAWN_STATES, "withdrawn"]].assign(name=labels)
    names = {**STATE_LABELS, "name": GROUP_HEADINGS[group]}
    return Chart(
        drawn,
        finding,
        subtitle,
        _alt(counts, finding, group, as_at),
        table.rename(columns=names).reset_index(drop=True),
        tuple(shown["name"]),
    )


def complete_of_all(shown: pd.DataFrame, theme: ThemeName) -> Any:
    """At the end of each bar, how many of its actions are complete: "3 of 8"."""
    return scatter(
        x=shown["drawn"],
        y=np.arange(len(shown)),
        mode="text",
        text=[
            f" {done:,} of {every:,}"
            for done, every in zip(shown["complete"], shown["drawn"], strict=True)
        ],
        textposition="middle right",
        textfont={"color": THEMES[theme].ink},
        cliponaxis=False,
        hoverinfo="skip",
        showlegend=False,
    )


def state_bars(shown: pd.DataFrame, labels: list[str], theme: ThemeName, height: int) -> list[Any]:
    """A trace for each state that occurs; ``height`` is that of a row in pixels."""
    names = [wrap(label, HOVER_WIDTH, HOVER_LINES) for label in labels]
    return [
        bar(
            name=STATE_LABELS[state],
            x=shown[state].to_numpy(),
            y=np.arange(len(shown)),
            orientation="h",
            width=BAR / height,
            showlegend=True,
            marker=state_bar(state, theme),
            customdata=[
                f"<b>{name}</b><br>{STATE_LABELS[state]}: {number:,} of {whole:,}"
                for name, number, whole in zip(names, shown[state], shown["drawn"], strict=True)
            ],
            hovertemplate=HOVER,
        )
        for state in DRAWN_STATES
        if shown[state].any()
    ]


def bar_counts(shown: pd.DataFrame, labels: list[str], theme: ThemeName) -> Any:
    """The counts, each on a plain patch of its colour in the middle of its part of the bar.

    A count that would not fit its part on a phone is left to the hover and the table.
    """
    colours = THEMES[theme]
    parts = shown[list(DRAWN_STATES)].to_numpy()
    ends = parts.cumsum(axis=1)
    widest = max(int(shown["drawn"].max()), 1)
    plot_width = PHONE_WIDTH - 7 * min(max(map(len, labels), default=0), LABEL_WIDTH)
    digits = np.char.str_len(parts.astype(str))
    rows, columns = np.nonzero(parts * plot_width >= (digits * 8 + 6) * widest * (parts > 0))
    keep = parts[rows, columns] > 0
    rows, columns = rows[keep], columns[keep]
    values = parts[rows, columns]
    states = [colours.states[DRAWN_STATES[column]] for column in columns]
    return scatter(
        x=ends[rows, columns] - values / 2,
        y=rows,
        mode="markers+text",
        text=[f"{value:,}" for value in values],
        textfont={
            "color": [text_on(colour) for colour in states],
            "shadow": [halo(colour) for colour in states],
        },
        marker={
            "symbol": "square",
            "size": np.minimum(digits[rows, columns] * 7 + 5, LARGEST_PATCH),
            "color": states,
            "opacity": 1,
            "line": {"width": 0},
        },
        hoverinfo="skip",
        showlegend=False,
    )


def _subtitle(measured: pd.DataFrame, as_at: date, order: str) -> str:
    withdrawn = int(measured["is_withdrawn"].sum())
    noted = f" ({withdrawn:,} withdrawn left out)" if withdrawn else ""
    return (
        f"Actions by state, and how many are complete{order}; "
        f"{count('action', len(measured))}{noted}, as at {date_words(as_at)}"
    )


def _finding(counts: pd.DataFrame, group: Group, measured: pd.DataFrame) -> str:
    """How many of the groups have overdue actions; of one alone, how many of its actions are."""
    named = counts[counts["name"].notna() & counts["drawn"].gt(0)]
    late, overdue = int(named["overdue"].gt(0).sum()), int(counts["overdue"].sum())
    actions = count("action", int(counts["drawn"].sum()))
    if len(named) > 1 and late:
        if late == len(named):
            return f"{every(group, late)} have overdue actions"
        return f"{late:,} of {count(group, len(named))} {have(late)} overdue actions"
    if overdue:
        start = f"{group_in_title(named['name'].iloc[0], group)}: " if len(named) else ""
        return f"{start}{overdue:,} of {actions} overdue"
    done = f"{int(counts['complete'].sum()):,} of {actions} complete"
    none = none_overdue(measured)
    return f"{none}; {done}" if none else f"No action is overdue; {done}"


def _alt(counts: pd.DataFrame, finding: str, group: Group, as_at: date) -> str:
    """The finding, and the groups with the most overdue."""
    worst = counts.sort_values("overdue", ascending=False, kind="stable").head(3)
    late = [
        f"{group_in_title(row['name'], group)}, {row['overdue']:,} of {row['drawn']:,}"
        for _, row in worst.iterrows()
        if row["overdue"]
    ]
    most = f" Most overdue: {'; '.join(late)}." if late else ""
    return (
        f"{finding}. Stacked bars of actions by state for {count(group, len(counts))}, as at "
        f"{date_words(as_at)}.{most}"
    )
