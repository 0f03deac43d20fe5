"""Every recorded plan's latest position beside the others', and the way to each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from tracker import listing_order
from tracker.charts import completion_by_plan
from tracker.protective_marking import Audience
from tracker.statements.on_portfolio import furthest_behind_first, portfolio_finding
from tracker.store.errors import HistoryError
from tracker.summaries import with_overdue_known
from tracker.words import date_words
from ui import filter_widgets, opened_position, page_frame, recorded_plans, saving, timelines
from ui.links import link_to
from ui.markdown_escape import escaped
from ui.session import kept
from ui.view import View

if TYPE_CHECKING:
    from tracker.store import History

UP_TO, WHICH, ONLY_PUBLIC = "portfolio_up_to", "portfolio_which", "portfolio_public"


@dataclass(frozen=True)
class Portfolio:
    """The plans shown, the furthest behind first, and whom that is for."""

    rows: pd.DataFrame
    audience: Audience


def show(view: View) -> None:
    """The plans together, where more than one is recorded, above those of one of them."""
    words = st.container()
    found = _look(view)
    if found is None:
        return
    with words:
        _say(found)
    page_frame.chart("completion_by_plan", completion_by_plan, found.rows)
    _table(found)
    _offer_download(found)
    _offer_to_open(view, found)
    st.header("One plan and its positions", anchor=False)


def _look(view: View) -> Portfolio | None:
    """What is recorded; ``None`` where that is no more than one plan, or cannot be read."""
    try:
        history = recorded_plans.look()
        if len(recorded_plans.plans(history)) < 2:
            return None
        as_at = _up_to()
        rows = _rows(history, as_at, public=False)
        is_public = _is_public(view, rows)
        if is_public:
            rows = _rows(history, as_at, public=True)
    except HistoryError:
        return None  # what is beneath says so
    if rows.empty:
        st.markdown(f"No plan has a position recorded for {date_words(as_at)} or before.")
        return None
    audience = Audience.of_plans(rows, public=is_public)
    return Portfolio(view.once(furthest_behind_first, rows), audience)


def _rows(history: History, as_at: date | None, *, public: bool) -> pd.DataFrame:
    """The figures of every plan, asked for again when something is recorded or decided."""
    found: pd.DataFrame = kept(
        f"_portfolio_{public}",
        (as_at, history.revision()),
        lambda: history.portfolio(as_at, public=public),
    )
    return found


def _up_to() -> date | None:
    """The date up to which positions are looked at; ``None`` for the latest of each plan."""
    chosen: date | None = st.date_input(
        "Latest positions up to",
        value=None,
        min_value=filter_widgets.EARLIEST,
        max_value=filter_widgets.LATEST,
        format="DD/MM/YYYY",
        key=UP_TO,
        help="Without a date, the latest recorded position of each plan is shown.",
    )
    return chosen


def _is_public(view: View, rows: pd.DataFrame) -> bool:
    """As the plan bar says of the plan in use; else a switch here, where there is need of one."""
    if view.in_use.is_public:
        return True
    if not Audience.of_plans(rows, public=False).included:
        return False
    on: bool = st.toggle(
        f"{timelines.LABEL} of all plans",
        key=ONLY_PUBLIC,
        persist_state="session",
        help="Leaves what may not be published of every plan out of their table and its download.",
    )
    return on


def _say(found: Portfolio) -> None:
    """The finding in a sentence, and whom it is for."""
    st.markdown(escaped(f"{portfolio_finding(found.rows)}."))
    timelines.say(found.audience)
    st.caption(
        "Every recorded plan, whichever is open; the filters do not narrow "
        "them. Each is as at the date of its own position and measured from the original "
        "timescales first recorded. Furthest behind: the largest share of actions overdue, "
        "withdrawn ones left out."
    )


def _table(found: Portfolio) -> None:
    """A line a plan."""
    counted = found.audience.column
    rows = with_overdue_known(found.rows).rename(columns=counted)
    some = {each: each for each in counted.values()} if found.audience.included else {}
    headings = listing_order.of_plans() | some
    page_frame.table(rows, headings, alt="Every recorded plan, the furthest behind first")


def _offer_download(found: Portfolio) -> None:
    """Every figure of every plan as a CSV file."""
    from tracker.output.csv import portfolio_csv

    name = f"portfolio{found.audience.in_file_name}.csv"
    saving.button(
        "Download all figures as CSV", name, lambda: portfolio_csv(found.rows, found.audience)
    )


def _offer_to_open(view: View, found: Portfolio) -> None:
    """Choose a plan, then see its recorded position on every page."""
    rows = {int(row["recorded_id"]): row for row in found.rows.to_dict("records")}
    labels = {key: f"{row['plan']}, {date_words(row['as_at'])}" for key, row in rows.items()}
    which = page_frame.choose_one("Plan", labels, WHICH)
    if which is None:
        return
    if view.in_use.recorded and view.in_use.recorded.id == which:
        link_to("overview", "See how it stands")
        return
    keep_public = found.audience.is_public and rows[which]["restricted"] > 0
    st.button("Show it on every page", on_click=_open, args=(which, keep_public), type="primary")


def _open(recorded_id: int, keep_public: bool) -> None:
    """Open the position; its public version, where this page showed that."""
    if keep_public:
        st.session_state[timelines.PUBLIC] = True
    opened_position.open_position(recorded_id)
