"""Slippage by action or by recommendation: a line from each timescale to the finish."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from tracker.charts.chart import Chart, empty
from tracker.charts.dumbbells import COUNTINGS, draw
from tracker.charts.group_counts import group_in_title, group_label
from tracker.charts.palette import ThemeName
from tracker.charts.text import action_in_title
from tracker.measures import with_known_finish
from tracker.summaries import recommendation_labels
from tracker.vocabulary import FIELDS, MEASURES, NO_OWNER, STATE_LABELS
from tracker.words import (
    count,
    date_words,
    rate_words,
    sentence_case,
)

LIMIT = 15
"""Actions drawn unless more are asked for: a screen and a half of a laptop."""


def slippage_by_action(
    measured: pd.DataFrame,
    as_at: date,
    *,
    measure: str = "slippage_days",
    limit: int = LIMIT,
    theme: ThemeName = "light",
) -> Chart:
    """A row an action, most slipped first: a tick at its timescale, a line, a mark at its finish.

    ``measure`` is one of ``COUNTINGS``. Actions whose slippage is unknown, and the withdrawn,
    are counted in the subtitle and not drawn.
    """
    known = measured[measured[measure].notna()]
    names = {name: FIELDS[name].label for name in ("reference", "action", "owner")}
    return _dumbbells(
        known.assign(owner=known["owner"].fillna(NO_OWNER)),
        slippage_subtitle(measured, measure, as_at, min(len(known), limit)),
        names,
        "action",
        as_at,
        measure,
        limit,
        theme,
    )


def slippage_by_recommendation(
    recommendations: pd.DataFrame,
    as_at: date,
    *,
    limit: int = LIMIT,
    theme: ThemeName = "light",
) -> Chart:
    """A row a recommendation: from its own timescale to the finish of its last action.

    ``recommendations`` is the frame of ``Summary``. Most slipped first; those whose slippage is
    unknown are counted in the subtitle and not drawn.
    """
    labels = recommendation_labels(recommendations)
    named = recommendations.assign(recommendation=labels)[labels.notna()]
    known = named[named["slippage_days"].notna()]
    live = known["actions"] - known["withdrawn"]
    overdue = known["original_due"].lt(pd.Timestamp(as_at))
    rows = known.assign(
        reference=[group_label(name, "recommendation") for name in known["recommendation"]],
        action=known["recommendation_text"],
        owner=[
            f"{rate_words(*each)} complete" for each in zip(known["completed"], live, strict=True)
        ],
        state=np.select([known["is_complete"], overdue], ["complete", "overdue"], "open"),
    )
    unknown = len(named) - len(known)
    note = f" ({unknown:,} without the dates left out)" if unknown else ""
    number = count("recommendation", len(known))
    if limit < len(known):
        number = f"{limit:,} of {number} shown, worst first"
    chart = _dumbbells(
        rows,
        f"Days from its own timescale to its last finish; {number}{note}, "
        f"{count('action', int(known['actions'].sum()))}, as at {date_words(as_at)}",
        {"reference": "Recommendation", "action": "Wording", "owner": "Complete"},
        "recommendation",
        as_at,
        "slippage_days",
        limit,
        theme,
    )
    keys = recommendations.loc[[*chart.rows], ["source", "recommendation"]]
    return replace(chart, rows=tuple(keys.itertuples(index=False, name=None)))


def _dumbbells(
    known: pd.DataFrame,
    subtitle: str,
    names: Mapping[str, str],
    noun: str,
    as_at: date,
    measure: str,
    limit: int,
    theme: ThemeName,
) -> Chart:
    """The chart of ``known``, whose reference, action and owner are called ``names``."""
    how = COUNTINGS[measure]
    columns = {
        **names,
        "state": MEASURES["state"].label,
        how.start: sentence_case(how.timescale),
        "expected_finish": MEASURES["expected_finish"].label,
        measure: MEASURES[measure].label,
        "slippage_is_minimum": MEASURES["slippage_is_minimum"].label,
    }
    if known.empty:
        title = f"No {noun} has both of the dates that slippage needs"
        return empty(title, subtitle, list(columns.values()))
    ordered = known.sort_values(measure, ascending=False, kind="stable")
    shown = ordered.head(limit)
    title = _finding(ordered, measure, noun)
    days = shown[measure]
    alt = (
        f"{title}. A line for each {noun} from its {how.timescale} to its finish, as at "
        f"{date_words(as_at)}. Of those drawn {int(days.gt(0).sum()):,} slipped, "
        f"{not_slipped(days, shown['is_complete'])}."
    )
    table = with_known_finish(shown)[list(columns)]
    table = table.assign(state=shown["state"].astype("object").map(STATE_LABELS))
    return Chart(
        draw(shown, as_at, measure, theme),
        title,
        subtitle,
        alt,
        table.rename(columns=columns).reset_index(drop=True),
        tuple(shown.index),
    )


def slippage_subtitle(measured: pd.DataFrame, measure: str, as_at: date, shown: int) -> str:
    """The measure, how many actions are shown of those known, what is left out, the date."""
    how = COUNTINGS[measure]
    known = int(measured[measure].notna().sum())
    live = int((~measured["is_withdrawn"]).sum())
    left_out = [
        f"{number:,} {words}"
        for number, words in (
            (live - known, "without the dates"),
            (len(measured) - live, "withdrawn"),
        )
        if number
    ]
    note = f" ({' and '.join(left_out)} left out)" if left_out else ""
    number = f"{shown:,} of {known:,} shown, worst first" if shown < known else None
    return (
        f"{sentence_case(how.unit)}s from the {how.timescale}; "
        f"{number or count('action', known)}{note}, as at {date_words(as_at)}"
    )


def not_slipped(days: pd.Series[Any], complete: pd.Series[Any]) -> str:
    """How many finished early and on time, and how many are open and in date."""
    early, on_time = complete & days.lt(0), complete & days.eq(0)
    said = [f"{int(early.sum()):,} early", f"{int(on_time.sum()):,} on time"]
    in_date = int((~complete & days.le(0)).sum())
    return ", ".join([*said, f"{in_date:,} in date"] if in_date else said)


def _finding(ordered: pd.DataFrame, measure: str, noun: str) -> str:
    how = COUNTINGS[measure]
    top = ordered.iloc[0]
    days = int(top[measure])
    if days <= 0:
        return f"No {noun} has slipped: {not_slipped(ordered[measure], ordered['is_complete'])}"
    level = ordered[ordered[measure].eq(days)]
    least = "at least " if level["slippage_is_minimum"].any() else ""
    past = " past the agreed timescale" if how.start == "agreed_due" else ""
    if len(level) > 1:
        who, each = f"{len(level):,} {noun}s have", " each"
    else:
        who, each = f"{_called(top, noun)} has", ""
    return f"{who} slipped most: {least}{count(how.unit, days)}{each}{past}"


def _called(row: pd.Series[Any], noun: str) -> str:
    if noun == "recommendation":
        return group_in_title(row["recommendation"], "recommendation")
    return action_in_title(row)
