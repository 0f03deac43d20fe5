"""The slippage page: how it is counted, its chart, and the table beneath."""

from __future__ import annotations

import streamlit as st

from tracker import listings
from tracker.charts import slippage_by_action, slippage_by_owner, slippage_by_recommendation
from tracker.filters import of_owners
from tracker.statements.on_plan import SlippageMeasure
from tracker.words import number
from ui import forecasts, group_pages, page_frame
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


_BESIDE = (
    "state",
    "owners",
    "original_due",
    "revised_due",
    "expected_finish",
    "chance",
    "days_overdue",
    "extension_days",
    "recommendation",
)


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
        page_frame.chart(
            "actions",
            slippage_by_action,
            view.shown,
            view.as_at,
            measure=measure,
            limit=_how_many(int(view.shown[measure].notna().sum())),
            pick=page_frame.open_action,
        )
    elif by == RECOMMENDATION:
        page_frame.chart(
            "by_recommendation",
            slippage_by_recommendation,
            view.summary.recommendations,
            view.as_at,
            limit=_how_many(len(view.summary.recommendations)),
            pick=lambda key: group_pages.open_one("recommendation", key),
        )
    else:
        page_frame.chart(
            "by_owner",
            slippage_by_owner,
            view.once(of_owners, view.shown, view.choice["owners"]),
            view.as_at,
            measure=measure,
            limit=_how_many(len(view.choice["owners"]) or len(view.summary.owners)),
            pick=lambda name: group_pages.open_one("owner", name),
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
            rows = listings.most_slipped_first(view.shown, measure)
            chances = forecasts.chances(view)
            page_frame.table(
                rows.assign(chance=[chances.get(label) for label in rows.index]),
                ("reference", "action", measure, "slippage_is_minimum", *_BESIDE),
                alt="Every action's timescales, finish and slippage, most slipped first",
                key="every_action_table",
                pick=page_frame.open_action,
            )
