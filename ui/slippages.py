"""How slippage is counted on the page, and the table beneath its charts."""

from __future__ import annotations

from typing import Literal

import pandas as pd
import streamlit as st

from tracker.fields import MEASURE_LABELS
from tracker.narrative import SlippageMeasure
from tracker.words import number
from ui import forecasts, frame
from ui.view import View

ORIGINAL, REVISED = "Original timescale", "Revised timescale"
CALENDAR, WORKING = "Calendar days", "Working days"
RECOMMENDATION, OWNER = "Recommendation", "Owner"

MEASURES: dict[tuple[str, str], SlippageMeasure] = {
    (ORIGINAL, CALENDAR): "slippage_days",
    (ORIGINAL, WORKING): "slippage_working_days",
    (REVISED, CALENDAR): "slippage_against_revised_days",
    (REVISED, WORKING): "slippage_against_revised_working_days",
}


def choose_measure() -> SlippageMeasure:
    """The two switches: against which timescale, and in which days."""
    with st.container(horizontal=True):
        against = st.segmented_control(
            "Measured against",
            [ORIGINAL, REVISED],
            default=ORIGINAL,
            required=True,
            key="against",
            bind="query-params",
        )
        days = st.segmented_control(
            "Counted in",
            [CALENDAR, WORKING],
            default=CALENDAR,
            required=True,
            key="days",
            bind="query-params",
        )
    return MEASURES[against or ORIGINAL, days or CALENDAR]


def choose_group() -> Literal["recommendation", "owner"]:
    """Whether slippage is drawn by recommendation or by owner."""
    group = st.segmented_control(
        "Slippage by",
        [RECOMMENDATION, OWNER],
        default=RECOMMENDATION,
        required=True,
        key="by",
        bind="query-params",
    )
    return "owner" if group == OWNER else "recommendation"


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
        measure: MEASURE_LABELS[measure],
        "slippage_is_minimum": MEASURE_LABELS["slippage_is_minimum"],
        "state": MEASURE_LABELS["state"],
        "owners": "Owner",
        "original_due": "Original timescale",
        "revised_due": "Revised timescale",
        "expected_finish": MEASURE_LABELS["expected_finish"],
        "chance": "Moves later at the next report",
        "days_overdue": MEASURE_LABELS["days_overdue"],
        "extension_days": MEASURE_LABELS["extension_days"],
        "recommendation": "Recommendation",
    }
