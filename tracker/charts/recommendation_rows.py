"""How each recommendation stands, a row each: a bar by state, then its dates and its slippage."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from tracker.charts.bar_rows import WIDTH, over
from tracker.charts.chart import Chart, count_ticks, empty, figure, rows_axis
from tracker.charts.completion import bar_counts, complete_of_all, state_bars
from tracker.charts.group_counts import GROUP_HEADINGS, group_label, state_counts
from tracker.charts.palette import DRAWN_STATES, THEMES, ThemeName
from tracker.charts.text import plain, wrap
from tracker.statements.on_action import slippage
from tracker.statements.on_overdue import none_known
from tracker.summaries import recommendation_groups, recommendation_labels
from tracker.vocabulary import STATE_LABELS
from tracker.words import (
    NOT_KNOWN,
    UNKNOWN,
    count,
    date_words,
    have,
    holds_of,
    number,
    short_date,
    short_finish,
)

MOST_ROWS = 40
"""Recommendations drawn: two screens of a laptop."""
ROW_HEIGHT = 36
"""Pixels: a label of two lines."""
LABEL_WIDTH = 46
"""Characters a line of a label: its number and its wording, a third of a laptop's width."""
COLUMNS = {"Complete": 72, "Original timescale": 132, "Expected finish": 116, "Slippage": 152}
"""The columns of words right of the bars, and the pixels that each takes."""


def recommendations_standing(
    measured: pd.DataFrame,
    recommendations: pd.DataFrame,
    as_at: date,
    *,
    narrow: bool = False,
    theme: ThemeName = "light",
) -> Chart:
    """A row for each recommendation, in the plan's order; at most ``MOST_ROWS``.

    ``narrow`` is for a phone: its words, dates and slippage stand over each bar.

    Parameters
    ----------
    measured : DataFrame
        What ``measure`` returns, or a part of it.
    recommendations : DataFrame
        ``summarise(measured).recommendations``.
    as_at : date
    theme : {"light", "dark"}
    """
    headings = [GROUP_HEADINGS["recommendation"], *COLUMNS]
    rows = _rows(measured, recommendations)
    drawn = rows[rows["drawn"] > 0].head(MOST_ROWS)
    if drawn.empty:
        return empty("No actions to show", f"As at {date_words(as_at)}", headings)
    finding, labels = _finding(rows), [_label(*each) for each in drawn[_NAMED].to_numpy()]
    words = _words(drawn)
    of = f"the first {len(drawn)} of " if len(drawn) < (rows["drawn"] > 0).sum() else ""
    chart = (_over if narrow else _beside)(drawn, labels, words, theme)
    counts = {STATE_LABELS[state]: drawn[state].to_numpy() for state in DRAWN_STATES}
    names = [group_label(name, "recommendation") for name in drawn["name"]]
    return Chart(
        chart,
        finding,
        f"Actions by state; {of}{count('recommendation', int((rows['drawn'] > 0).sum()))}, "
        f"as at {date_words(as_at)}",
        f"{finding}. Bars of actions by state for each recommendation, with its dates and its "
        f"slippage, as at {date_words(as_at)}.",
        pd.DataFrame({headings[0]: names, **words, **counts}),
        tuple(zip(drawn["source"], drawn["recommendation"], strict=True)),
    )


def _beside(
    drawn: pd.DataFrame, labels: list[str], words: dict[str, list[str]], theme: ThemeName
) -> go.Figure:
    """The labels left of the bars, the dates and the slippage in columns right of them."""
    return figure(
        [*state_bars(drawn, labels, theme, ROW_HEIGHT), bar_counts(drawn, labels, theme)],
        theme,
        plot_height=ROW_HEIGHT * max(len(drawn), 2),
        right=sum(COLUMNS.values()),
        above=24,
        barmode="stack",
        xaxis={**count_ticks(int(drawn["drawn"].max()), theme), "showticklabels": False},
        yaxis=rows_axis([wrap(label, LABEL_WIDTH) for label in labels], theme),
        annotations=_columns(words, theme),
    )


def _over(
    drawn: pd.DataFrame, labels: list[str], words: dict[str, list[str]], theme: ThemeName
) -> go.Figure:
    """The label over each bar, and beneath it the dates and the slippage."""
    _, starts, finishes, slipped = words.values()
    told = zip(labels, starts, finishes, slipped, strict=True)
    pairs = (
        (wrap(label, WIDTH, 1), f"{start} to {end}, {days}".replace(UNKNOWN, NOT_KNOWN))
        for label, start, end, days in told
    )
    rows = over(pairs, theme)
    axis = count_ticks(int(drawn["drawn"].max()), theme)
    return figure(
        [
            *rows.traces(0, axis["range"][1], theme),
            *state_bars(drawn, labels, theme, rows.height),
            bar_counts(drawn, [], theme),
            complete_of_all(drawn, theme),
        ],
        theme,
        plot_height=rows.plot_height(),
        right=60,  # pixels: "99 of 99"
        barmode="stack",
        xaxis={**axis, "showticklabels": False},
        yaxis=rows.axis(theme),
    )


_NAMED = ["name", "recommendation_text"]


def _rows(measured: pd.DataFrame, recommendations: pd.DataFrame) -> pd.DataFrame:
    """The recommendations with how many of their actions are in each state."""
    codes, keys = recommendation_groups(measured)
    counts = state_counts(measured["state"], codes, len(keys)).set_index(recommendations.index)
    labels = recommendation_labels(recommendations).astype("object")
    return recommendations.assign(name=labels.mask(labels.isna(), None), **counts)


def _label(name: str | None, wording: str | None) -> str:
    """ "Rec 4: Match duplicate records"; a name that is a wording already stands alone."""
    label = group_label(name, "recommendation")
    told = plain(wording or "")
    return f"{label}: {told}" if told and told not in label else label


def _finding(rows: pd.DataFrame) -> str:
    named = rows[rows["name"].notna() & rows["drawn"].gt(0)]
    if named.empty:
        return "No action says which recommendation it answers"
    complete, late = int(named["is_complete"].sum()), int(named["overdue"].gt(0).sum())
    done = holds_of(complete, "recommendation", len(named), ("is", "are"), "complete")
    none = none_known(
        int(named["overdue_unknown"].sum()), int((named["drawn"] - named["complete"]).sum())
    )
    if none and not late:
        return f"{done}. {none}"
    if len(named) == 1:
        return f"{done}; it has {'' if late else 'no '}overdue actions"
    some = "all" if late == len(named) else number(late) if late else "none"
    return f"{done}; {some} {have(late or 1)} overdue actions"


def _words(drawn: pd.DataFrame) -> dict[str, list[str]]:
    """What stands in each of the columns."""
    finishes = zip(drawn["expected_finish"], drawn["finish_is_minimum"], strict=True)
    complete = zip(drawn["completed"], drawn["drawn"], strict=True)
    words = (
        [f"{number(done)} of {number(live)}" for done, live in complete],
        list(map(short_date, drawn["original_due"])),
        [short_finish(*finish) for finish in finishes],
        list(map(slippage, drawn.itertuples())),
    )
    return dict(zip(COLUMNS, words, strict=True))


def _columns(words: dict[str, list[str]], theme: ThemeName) -> list[dict[str, Any]]:
    """The words right of the bars, under their headings."""
    colours, start, notes = THEMES[theme], 12, []
    for heading, pixels in COLUMNS.items():
        place = {"xref": "paper", "x": 1, "xanchor": "left", "xshift": start, "showarrow": False}
        top = {"yref": "paper", "y": 1, "yanchor": "bottom", "font": {"color": colours.muted}}
        notes.append({**place, **top, "text": heading})
        notes += [{**place, "y": row, "text": each} for row, each in enumerate(words[heading])]
        start += pixels
    return notes
