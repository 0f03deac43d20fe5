"""Changes over all positions: the positions together, and each as it was known."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from tracker import listing_order, listings
from tracker.charts import milestone_trend, position_over_time
from tracker.charts.milestones import LIMIT, MOST_CHOSEN
from tracker.measures import with_known_finish
from tracker.statements import on_plan as statements
from tracker.summaries import recommendation_labels
from tracker.timeline import Position, Trend
from tracker.vocabulary import NO_RECOMMENDATION, heading
from tracker.words import count, date_words
from ui import page_frame, recorded_plans, saving
from ui.markdown_escape import escaped
from ui.view import View

ONE_POSITION = (
    "One position is known so far. Once a second one is recorded, this shows how the dates moved "
    "from one to the next."
)
NONE_LEFT = "No action of the latest position is left by these filters."
MOST_OFFERED = 500  # names in a list of choices: more take longer to send than to filter
CHOSEN, KNOWN = "lines", "known"


def over_time(view: View) -> Trend:
    """The plan's positions together with the one shown, as the filters leave them."""
    return view.once_of(over_time, lambda: view.over.shown.trend(view.as_at, **view.choice))


def show(view: View) -> None:
    """How forecasts and counts moved from position to position; what will be here, with one."""
    over = over_time(view)
    if len(over.positions) < 2:
        st.markdown(ONE_POSITION)
        return
    rows = choose_recommendations(view, over)
    page_frame.chart("milestones", milestone_trend, rows, limit=lines(rows, over))
    page_frame.chart("positions", position_over_time, over.positions)
    st.header("How often dates have moved", anchor=False)
    moves(view, over)
    st.header("Original timescales, as first recorded", anchor=False)
    originals(over)
    st.header("As it was known", anchor=False)
    as_known_on(view)


def choose_recommendations(view: View, over: Trend) -> pd.DataFrame:
    """The rows of the recommendations whose lines are drawn, all where none is chosen."""
    rows = over.recommendations
    names = recommendation_labels(rows).fillna(NO_RECOMMENDATION)
    chosen = st.multiselect(
        "Recommendations drawn",
        list(dict.fromkeys(names))[:MOST_OFFERED],
        key=CHOSEN,
        placeholder="Those that moved most",
        wrap=False,
    )
    return view.once(listings.named, rows, tuple(chosen)) if chosen else rows


def lines(rows: pd.DataFrame, over: Trend) -> int:
    """How many lines are drawn: more where the reader chose them."""
    return LIMIT if rows is over.recommendations else MOST_CHOSEN


def moves(view: View, over: Trend) -> None:
    """How often dates have moved, by owner and by recommendation."""
    if over.moves.empty:
        st.write(NONE_LEFT)
        return
    for by in ("owner", "recommendation"):
        rows = view.once(listings.moves, over, by)
        page_frame.table(
            rows,
            {by: heading(by), **listing_order.OF_MOVES},
            alt=f"How often dates have moved, by {by}, most first",
        )
    st.caption(
        "At least: a date that moved twice between two positions is counted once, unless the plan "
        "itself says so. An action with two owners counts for both."
    )


def originals(over: Trend) -> None:
    """The actions whose original timescale is not the one that was first recorded."""
    if over.moves.empty:
        st.write(NONE_LEFT)
        return
    rows = over.moves[over.moves["original_moved"]]
    if rows.empty:
        st.write("Every original timescale is the one that was first known.")
        return
    st.warning(
        f"{count('original timescale', len(rows))} {'is' if len(rows) == 1 else 'are'} not the one "
        "first recorded. Slippage is measured from the first recorded one."
    )
    page_frame.table(
        rows,
        listing_order.OF_ORIGINALS,
        alt="Original timescales that are not those first recorded",
    )


def as_known_on(view: View) -> None:
    """One position, exactly as it was known."""
    over = view.over.shown
    labels = dict(enumerate(view.over.labels))
    for number, gone in enumerate(over.corrected):
        labels[-1 - number] = f"{date_words(gone.as_at)}: {gone.recorded.file_name} (superseded)"
    keys = sorted(labels, reverse=True)
    if st.session_state.get(KNOWN) not in keys:
        st.session_state.pop(KNOWN, None)
    place = st.selectbox("As known on", keys, format_func=labels.__getitem__, key=KNOWN)
    position = over.positions[place] if place >= 0 else over.corrected[-1 - place]
    st.markdown("  \n".join(_lines(view, position)))
    measured = view.once_of((as_known_on, place), lambda: over.measured_of(position))
    st.markdown(escaped(view.once(statements.as_known, measured, position)))
    rows = with_known_finish(measured)
    page_frame.table(rows, listing_order.OF_KNOWN, alt="Every action as known on the date chosen")
    about = position.recorded
    if about and not view.in_use.is_public:
        saving.button(
            "Download the file as it was recorded",
            about.file_name,
            lambda: recorded_plans.to_open().file(about.id),
        )


def _lines(view: View, position: Position) -> list[str]:
    about = position.recorded
    if about is None:
        file = position.plan.source.file
        return [f"File: {escaped(file)}", f"SHA-256: `{position.sha256}`"]
    by = f" by {escaped(about.who)}" if about.who else ""
    recorded = f"Recorded{by} on {date_words(about.when.date())}"
    if not view.in_use.is_public:
        recorded += (
            f": {count('action', about.actions)}; {count('value', about.errors)} could not "
            f"be used, {count('assumption', about.warnings)}."
        )
    lines = [f"File: {escaped(about.file_name)}", f"SHA-256: `{about.sha256}`", recorded]
    if about.superseded is not None:
        when = date_words(about.superseded.when.date())
        lines.append(f"**Superseded** on {when}: {escaped(about.superseded.reason)}")
    return lines
