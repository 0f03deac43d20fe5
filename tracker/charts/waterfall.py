"""What changed between two positions: how the open actions add up, and which agreed dates moved."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from tracker.charts.bar_rows import ChartRows
from tracker.charts.chart import (
    HOVER,
    Chart,
    bar,
    count_ticks,
    date_axis,
    empty,
    figure,
    iso_days,
    scatter,
    widened,
)
from tracker.charts.palette import MARKS, THEMES, ThemeName, state_mark
from tracker.charts.text import HOVER_LINES, HOVER_WIDTH, action_in_title, wrap
from tracker.vocabulary import STATE_LABELS
from tracker.words import count, date_words, days_words, short_date, signed

if TYPE_CHECKING:
    from tracker.timeline import Comparison

MOST_MOVED = 12
"""Lines drawn of dates that moved: more cannot be told apart."""
LABEL_LINE = 17
"""Pixels that a label at the end of a line needs to itself."""
SLOPE_HEIGHT = 300
"""Pixels of the plot of agreed dates, unless its labels need more."""
NAME_SPACE = 118
"""Pixels right of the lines for their names."""
NAME_WIDTH = 12
"""Characters of a name there."""

_COMES = ("opening", "added", "reopened")
_LABELS = {
    "opening": "Open at {earlier}",
    "added": "Added",
    "reopened": "Reopened",
    "completed": "Completed",
    "withdrawn": "Withdrawn",
    "removed": "No longer in the plan",
    "closing": "Open at {later}",
}


def balance_waterfall(comparison: Comparison, *, theme: ThemeName = "light") -> Chart:
    """How the open actions of the earlier plan became those of the later: a bar a step.

    Steps that nothing took are left out of the picture, and stand in its table.
    """
    balance = comparison.balance
    dates = {
        "earlier": short_date(comparison.previous_as_at),
        "later": short_date(comparison.as_at),
    }
    labels = {name: words.format(**dates) for name, words in _LABELS.items()}
    signs = {name: 1 if name in (*_COMES, "closing") else -1 for name in _LABELS}
    table = pd.DataFrame(
        {
            "Open actions": [labels[name] for name in _LABELS],
            "Number": [signs[name] * balance[name] for name in _LABELS],
        }
    )
    title = _balance_finding(balance["opening"], balance["closing"])
    subtitle = (
        f"Open actions, {date_words(comparison.previous_as_at)} to {date_words(comparison.as_at)}; "
        f"{count('action', len(comparison.changes))} in all"
    )
    steps = [name for name in _LABELS if balance[name] or name in ("opening", "closing")]
    if not any(balance[name] for name in steps):
        return empty("No action was open at either date", subtitle, [*table.columns])
    told = "; ".join(f"{labels[name].lower()}: {balance[name]:,}" for name in steps)
    start = 0
    bases = []
    for name in steps:
        if name == "closing":
            start = 0
        bases.append(start if signs[name] > 0 else start - balance[name])
        start += signs[name] * balance[name]
    rows = ChartRows(tuple(labels[name] for name in steps), 0)
    axis = count_ticks(
        max(base + balance[name] for base, name in zip(bases, steps, strict=True)), theme
    )
    drawn = figure(
        [*rows.traces(0, axis["range"][1], theme), _steps(comparison, steps, bases, signs, theme)],
        theme,
        plot_height=rows.plot_height(),
        right=24,
        barmode="overlay",
        xaxis=axis,
        yaxis=rows.axis(theme),
    )
    return Chart(drawn, title, subtitle, f"{title}. {told}.", table, tuple(steps))


def _balance_finding(opening: int, closing: int) -> str:
    if opening == closing:
        return f"As many open as before: {closing:,}"
    more = "more" if closing > opening else "fewer"
    return f"{abs(closing - opening):,} {more} open than before: {opening:,}, then {closing:,}"


def _steps(
    comparison: Comparison,
    steps: list[str],
    bases: list[int],
    signs: dict[str, int],
    theme: ThemeName,
) -> Any:
    """The bars, each from where the one before it ended."""
    colours = THEMES[theme]
    coloured = {"opening": colours.ink, "closing": colours.ink}
    coloured |= {"completed": colours.states["complete"]}
    coloured |= dict.fromkeys(("added", "reopened"), colours.states["open"])
    values = [comparison.balance[name] for name in steps]
    return bar(
        x=values,
        y=list(range(len(steps))),
        base=bases,
        orientation="h",
        width=0.7,
        marker={
            "color": [coloured.get(name, colours.states["not_started"]) for name in steps],
            "line": {"width": 0},
        },
        text=[
            f"{value:,}" if name in ("opening", "closing") else signed(signs[name] * value)
            for name, value in zip(steps, values, strict=True)
        ],
        textposition="outside",
        textfont={"color": colours.ink},
        cliponaxis=False,
        hoverinfo="none",
        showlegend=False,
    )


def agreed_dates_slope(comparison: Comparison, *, theme: ThemeName = "light") -> Chart:
    """A line an action whose agreed date moved: from the earlier date to the one now.

    Those that moved most days, ``MOST_MOVED`` of them. Later is higher.
    """
    changes = comparison.changes
    moved = changes[changes["days_moved"].fillna(0).ne(0)]
    moved = moved.iloc[np.argsort(-moved["days_moved"].abs().to_numpy("int64"), kind="stable")]
    headings = {
        "reference": "Reference",
        "action": "Action",
        "agreed_before": "Date before",
        "agreed_after": "Date now",
        "days_moved": "Moved by days",
    }
    earlier, later = date_words(comparison.previous_as_at), date_words(comparison.as_at)
    shown = moved.head(MOST_MOVED)
    number = count("date", len(moved))
    if len(shown) < len(moved):
        number = f"{len(shown)} of {number} shown, those that moved most"
    subtitle = f"Agreed dates, as at {earlier} and as at {later}; {number}"
    if moved.empty:
        nothing = f"No agreed date moved between {earlier} and {later}"
        return empty(nothing, subtitle, [*headings.values()])
    title = _moved_finding(moved)
    worst = shown.iloc[0]
    alt = (
        f"{title}. A line an action from its agreed date before to the one now. "
        f"{action_in_title(worst)} moved from {date_words(worst['agreed_before'])} to "
        f"{date_words(worst['agreed_after'])}."
    )
    table = shown[list(headings)].rename(columns=headings).reset_index(drop=True)
    drawn = _draw_slope(comparison, shown, theme)
    return Chart(drawn, title, subtitle, alt, table, tuple(shown.index))


def _moved_finding(moved: pd.DataFrame) -> str:
    worst = moved.iloc[0]
    days = int(worst["days_moved"])
    way = "later" if days > 0 else "earlier"
    level = int(moved["days_moved"].eq(days).sum())
    who = action_in_title(worst) if level == 1 else count("action", level)
    each = "" if level == 1 else " each"
    return f"{who} moved most: {days_words(abs(days))} {way}{each}"


def _draw_slope(comparison: Comparison, shown: pd.DataFrame, theme: ThemeName) -> Any:
    colours = THEMES[theme]
    days = pd.concat([shown["agreed_before"], shown["agreed_after"]]).dt.date
    span = max((max(days) - min(days)).days, 60)
    bottom, top = widened(min(days), max(days), span * 0.08, span * 0.08)
    ends = _ends(shown)
    height = max(SLOPE_HEIGHT, LABEL_LINE * (len(ends) + 1))
    axis = date_axis(bottom, top, theme)
    axis["tickformatstops"] = [
        {**each, "value": each["value"].replace("\n", " ")} for each in axis["tickformatstops"]
    ]
    as_at = _as_at(comparison.as_at, bottom, top, theme)
    traces = [_line(row, theme) for _, row in shown.iterrows()]
    traces += _marks(comparison, shown, theme)
    return figure(
        traces,
        theme,
        plot_height=height,
        right=NAME_SPACE,
        annotations=[
            *_names(ends, bottom, top, height, theme),
            *as_at["annotations"],
        ],
        shapes=as_at["shapes"],
        xaxis={
            "range": [-0.45, 1.04],
            "tickvals": [0, 1],
            "ticktext": [
                f"as at<br>{short_date(comparison.previous_as_at)}",
                f"as at<br>{short_date(comparison.as_at)}",
            ],
            "fixedrange": True,
            "showgrid": False,
            "zeroline": False,
            "tickfont": {"color": colours.muted},
        },
        yaxis={**axis, "automargin": True},
    )


def _line(row: Any, theme: ThemeName) -> Any:
    later = row["days_moved"] > 0
    return scatter(
        x=[0, 1],
        y=iso_days(pd.Series([row["agreed_before"], row["agreed_after"]])),
        mode="lines",
        line={
            "color": THEMES[theme].ink if later else THEMES[theme].muted,
            "width": 2 if later else 1.5,
            "dash": "solid" if later else "dot",
        },
        hoverinfo="skip",
        showlegend=False,
    )


def _marks(comparison: Comparison, shown: pd.DataFrame, theme: ThemeName) -> list[Any]:
    """A ring where each began, and the mark of its state where it stands now."""
    colours = THEMES[theme]
    states = comparison.after["state"].iloc[shown["new"].astype(int)].astype("object").to_numpy()
    hover = [
        f"<b>{wrap(action_in_title(row), HOVER_WIDTH, HOVER_LINES)}</b><br>"
        f"{wrap(row['action'] or '', HOVER_WIDTH, HOVER_LINES)}<br>"
        f"From {date_words(row['agreed_before'])}<br>to {date_words(row['agreed_after'])}, "
        f"{days_words(abs(row['days_moved']))} {'later' if row['days_moved'] > 0 else 'earlier'}"
        for _, row in shown.iterrows()
    ]
    told = {"customdata": hover, "hovertemplate": HOVER, "cliponaxis": False}
    started = scatter(
        x=[0] * len(shown),
        y=iso_days(shown["agreed_before"]),
        mode="markers",
        marker={"symbol": "circle", "size": 7, "color": colours.muted},
        showlegend=False,
        **told,
    )
    now = [
        scatter(
            name=STATE_LABELS[state],
            x=[1] * int((states == state).sum()),
            y=iso_days(shown["agreed_after"])[states == state],
            mode="markers",
            marker=state_mark(state, theme),
            showlegend=True,
            **{**told, "customdata": list(np.array(hover, dtype="object")[states == state])},
        )
        for state in MARKS
        if (states == state).any()
    ]
    return [started, *now]


def _ends(shown: pd.DataFrame) -> list[tuple[date, str]]:
    """What stands at each date at which lines end: the names of those that end there."""
    ends: dict[date, list[str]] = {}
    for _, row in shown.sort_values("agreed_after", kind="stable").iterrows():
        name = wrap(row["reference"] or row["action"] or "–", NAME_WIDTH, 1)
        words = f"{name} {signed(int(row['days_moved']))}"
        ends.setdefault(row["agreed_after"].date(), []).append(words)
    return [
        (day, names[0] if len(names) == 1 else f"{names[0]}, {len(names) - 1} more")
        for day, names in ends.items()
    ]


def _names(
    ends: list[tuple[date, str]], bottom: date, top: date, height: float, theme: ThemeName
) -> list[dict[str, Any]]:
    """The names right of the lines' ends, moved apart as far as they need to be read."""
    share = [(day - bottom).days / (top - bottom).days * height for day, _ in ends]
    places: list[float] = []
    for at in share:  # from the lowest
        places.append(max(at, places[-1] + LABEL_LINE if places else 0.0))
    over = max(places[-1] - (height - LABEL_LINE / 2), 0) if places else 0
    for place in range(len(places) - 1, -1, -1):  # back down from the top, where there is room
        above = places[place + 1] - LABEL_LINE if place + 1 < len(places) else places[-1] - over
        places[place] = min(places[place], above)
    return [
        {
            "text": words,
            "x": 1,
            "xanchor": "left",
            "xshift": 10,
            "y": place / height,
            "yref": "paper",
            "yanchor": "middle",
            "align": "left",
            "showarrow": False,
            "borderpad": 0,
            "font": {"color": THEMES[theme].ink},
        }
        for (_, words), place in zip(ends, places, strict=True)
    ]


def _as_at(as_at: date, bottom: date, top: date, theme: ThemeName) -> dict[str, Any]:
    """The labelled level line of the as-at date, where it lies in the plot."""
    if not bottom < as_at < top:
        return {"shapes": [], "annotations": []}
    colours = THEMES[theme]
    at = {"y0": as_at.isoformat(), "y1": as_at.isoformat(), "x0": 0, "x1": 1}
    line = {"color": colours.muted, "width": 1.5, "dash": "dot"}
    label = {
        "text": f"as at<br>{short_date(as_at)}",
        "x": 0,
        "xref": "x domain",
        "xanchor": "left",
        "y": as_at.isoformat(),
        "yanchor": "middle",
        "align": "left",
        "showarrow": False,
        "bgcolor": colours.background,
        "borderpad": 0,
        "font": {"color": colours.ink, "size": 12},
    }
    shape = {"type": "line", "xref": "x domain", "layer": "below", "line": line, **at}
    return {"shapes": [shape], "annotations": [label]}
