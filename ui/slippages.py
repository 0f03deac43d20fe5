"""The slippage page: how it is counted, its chart, and the table beneath."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from tracker.charts import slippage_by_action, slippage_by_owner, slippage_by_recommendation
from tracker.statements.plan import SlippageMeasure
from tracker.vocabulary import MEASURES
from tracker.words import number
from ui import actions, forecasts, frame, groups
from ui.view import View

ORIGINAL, REVISED = "Original timescale", "Revised timescale"
CALENDAR, WORKING = "Calendar days", "Working days"
ACTION, RECOMMENDATION, OWNER = "Action", "Recommendation", "Owner"
STEPS = (15, 50, 200)
"""Rows that a chart draws: a screen and a half of a laptop, then more for who asks."""

COUNTED: dict[tuple[str, str], SlippageMeasure] = {
    (ORIGINAL, CALENDAR): "slippage_days",
    (ORIGINAL, WORKING): "slippage_working_days",
    (REVISED, CALENDAR): "slippage_against_revised_days",
    (REVISED, WORKING): "slippage_against_revised_working_days",
}


def choose() -> tuple[str, SlippageMeasure]:
    """The switches: slippage of what; and against which timescale, in which days.

    A recommendation's slippage has one definition: from its own timescale, in calendar days.
    """
    with st.container(horizontal=True):
        by = _switch("Slippage by", [ACTION, RECOMMENDATION, OWNER], "by")
        if by == RECOMMENDATION:
            return by, COUNTED[ORIGINAL, CALENDAR]
        against = _switch("Measured against", [ORIGINAL, REVISED], "against")
        days = _switch("Counted in", [CALENDAR, WORKING], "days")
    return by, COUNTED[against, days]


def _switch(label: str, options: list[str], key: str) -> str:
    chosen: str | None = st.segmented_control(
        label,
        options,
        default=options[0],
        required=True,
        key=key,
        bind="query-params",
        label_visibility="collapsed",
    )
    return chosen or options[0]


def chart(view: View, by: str, measure: SlippageMeasure) -> None:
    """The one chart of the page; a click on a row opens what it is of."""
    if by == ACTION:
        frame.chart(
            "actions",
            slippage_by_action,
            view.shown,
            view.as_at,
            measure=measure,
            limit=_how_many(int(view.shown[measure].notna().sum())),
            pick=actions.open_one,
        )
    elif by == RECOMMENDATION:
        frame.chart(
            "by_recommendation",
            slippage_by_recommendation,
            view.summary.recommendations,
            view.as_at,
            limit=_how_many(len(view.summary.recommendations)),
            pick=lambda key: groups.open_one("recommendation", key),
        )
    else:
        frame.chart(
            "by_owner",
            slippage_by_owner,
            view.shown,
            view.as_at,
            measure=measure,
            limit=_how_many(len(view.summary.owners)),
            pick=lambda name: groups.open_one("owner", name),
        )


def _how_many(known: int) -> int:
    """How many rows are drawn, most slipped first: more for who asks."""
    steps = [step for step in STEPS if step < known]
    if not steps:
        return STEPS[-1]
    chosen = st.segmented_control(
        "Rows drawn, most slipped first",
        sorted({*steps, min(known, STEPS[-1])}),
        default=steps[0],
        required=True,
        key="rows",
        format_func=lambda step: f"{number(step)} of {number(known)}",
        bind="query-params",
        label_visibility="collapsed",
    )
    return chosen or steps[0]


def every_action(view: View, measure: SlippageMeasure) -> None:
    """The table of all the actions: sent when somebody opens it, as it is the page's longest."""
    label = f"Table of every action shown, {number(len(view.shown))}"
    with st.expander(label, key="every_action", on_change="rerun") as opened:
        if opened.open:
            every = rows(view.shown, measure)
            chances = forecasts.chances(view)
            frame.table(
                every.assign(chance=[chances.get(label) for label in every.index]),
                headings(measure),
                alt="Every action's timescales, finish and slippage, most slipped first",
                wide=("action",),
            )


def rows(shown: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Every action, most slipped first and those with unknown slippage last."""
    return shown.sort_values(measure, ascending=False, kind="stable", na_position="last")


def headings(measure: str) -> dict[str, str]:
    """The columns of the table, with the slippage as it is counted on the page."""
    return {
        "reference": "Reference",
        "action": "Action",
        measure: MEASURES[measure].label,
        "slippage_is_minimum": MEASURES["slippage_is_minimum"].label,
        "state": MEASURES["state"].label,
        "owners": "Owner",
        "original_due": "Original timescale",
        "revised_due": "Revised timescale",
        "expected_finish": MEASURES["expected_finish"].label,
        "chance": "Moves later at the next report",
        "days_overdue": MEASURES["days_overdue"].label,
        "extension_days": MEASURES["extension_days"].label,
        "recommendation": "Recommendation",
    }
