"""How long the overdue have been overdue."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from tracker.charts.chart import Chart, bar, count_ticks, empty, figure, rows_axis
from tracker.charts.palette import THEMES, ThemeName, state_bar
from tracker.statements.on_overdue import none_overdue
from tracker.summaries import AGEING_BANDS, ageing
from tracker.words import count, date_words

BAR_HEIGHT = 30
"""Pixels a bar and its gap."""


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
        return empty(none_overdue(measured) or "No action is overdue", subtitle, headings)
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
