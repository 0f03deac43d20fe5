"""What the pages show of the forecast: counts, dates that may move, what if, past forecasts."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from datetime import date, timedelta

import pandas as pd
import streamlit as st

from tracker import forecast, listing_order, listings
from tracker.forecasting import Forecast
from tracker.forecasting.before import Before
from tracker.forecasting.outlook import DAYS_AHEAD
from tracker.forecasting.past_accuracy import past_accuracy
from tracker.statements import on_forecast as statements
from tracker.summaries import By
from tracker.words import action_words, date_words, number, sentence_case
from ui import filter_widgets, page_frame, report_form
from ui.filter_widgets import LATEST
from ui.markdown_escape import escaped
from ui.session import session
from ui.view import View

UNTIL, CHOSEN, DAY, RATE = "until", "what_if_action", "what_if_day", "what_if_rate"
MOST_OFFERED = 500  # open actions in that list: more take longer to send than to filter
AS_SO_FAR, TWICE = "As many as so far", "Twice as many"


def chosen_by_outcome(view: View) -> bool:
    """Whether filters choose actions by how they stand; says then why nothing is forecast."""
    if not _by_outcome(view):
        return False
    st.warning(f"{statements.BY_OUTCOME} The other filters can stay.")
    st.button("Clear those filters", on_click=filter_widgets.clear, args=("status", "overdue"))
    return True


def choose_day(view: View) -> date:
    """The day by which is forecast: the next meeting, until another is chosen.

    A day that was not chosen, or has passed, gives way where the plan or its date is another.
    """
    first, usual = view.as_at + timedelta(days=1), default_day(view)
    asked, before = st.session_state.get(UNTIL), session().plan.of.get(UNTIL, usual)
    if asked is not None and (asked < first or (asked == before != usual)):
        st.session_state[UNTIL] = usual
    session().plan.of[UNTIL] = usual
    day: date = st.date_input(
        "How many will be done by",
        value=usual,
        min_value=first,
        max_value=max(LATEST, first),
        format="DD/MM/YYYY",
        key=UNTIL,
        bind="query-params",
        width=220,
    )
    return day


def default_day(view: View) -> date:
    """The next meeting, where the report's words give it, else 91 days on."""
    meeting = report_form.next_meeting(view.in_use)
    if meeting is not None and meeting > view.as_at:
        return meeting
    return view.as_at + timedelta(days=DAYS_AHEAD)


def of(view: View, by: date) -> Forecast:
    """The forecast of what is shown, worked out once for a view."""
    return _supposing(view, by, {}, 1.0)


def chances(view: View) -> dict[Hashable, str]:
    """The chance, in words, that the next report moves each open action's date, by its index."""
    rows = of(view, default_day(view)).chances
    return dict(zip(rows.index, map(statements.odds_words, rows["chance"]), strict=True))


def in_a_line(view: View) -> str:
    """How many will be done by the next meeting; empty where that is not known."""
    if _by_outcome(view):
        return ""
    found = of(view, default_day(view))
    return "" if found.plan.reason else statements.finding(found)


def _by_outcome(view: View) -> bool:
    return bool(view.choice["statuses"] or view.choice["overdue"])


def _supposing(view: View, by: date, promised: Mapping[Hashable, date], times: float) -> Forecast:
    def make() -> Forecast:
        before = _narrowed(view)
        return forecast(
            view.shown, view.as_at, by=by, before=before, promised=promised, times=times
        )

    return view.once_of((_supposing, by, tuple(promised.items()), times), make)


def before(view: View) -> Before:
    """What earlier positions tell a forecast of the plan."""
    return view.once(Before.of, _over_time(view), view.plan.published)


def _narrowed(view: View) -> Before:
    """The same of what the filters leave."""
    return view.once(Before.narrowed, before(view), **view.choice)


def _over_time(view: View) -> list[tuple[date, pd.DataFrame]]:
    """The positions up to the one shown, which is the last, measured."""

    def up_to_now() -> list[tuple[date, pd.DataFrame]]:
        return [each for each in view.over.shown.over_time(view.as_at) if each[0] <= view.as_at]

    return view.once_of(_over_time, up_to_now)


def dates(view: View, found: Forecast) -> None:
    """The open actions' agreed dates, the likeliest to move first."""
    if found.chances.empty:
        st.markdown("No open action has an agreed date.")
        return
    rows = view.once(listings.dates_that_may_move, view.shown, found)
    page_frame.table(
        rows,
        listing_order.OF_DATES,
        alt="Agreed dates, the likeliest to move first",
        key="dates",
        pick=page_frame.open_action,
    )
    st.caption("If the action is still open at the next report.")


def owners_and_scopes(view: View, found: Forecast) -> None:
    """The owners and scopes with completions enough of their own; a sentence where none has."""
    groups: dict[By, str] = {"owner": "Owner", "scope": "National or force-specific"}
    some = False
    for by, heading in groups.items():
        rows = view.once(
            listings.parts_done, view.shown, view.as_at, found.plan.by, by, _narrowed(view)
        )
        if len(rows):
            some = True
            headings = {
                name: words.format(heading) for name, words in listing_order.OF_PARTS.items()
            }
            page_frame.table(rows, headings, alt=f"How many will be done, by {by}")
    if not some:
        st.markdown("No owner and no scope has at least 10 actions with a completion date.")


def what_if(view: View, found: Forecast) -> None:
    """Dates given by hand and more done a month, and what would come of that."""
    open_ = view.shown[view.shown["is_open"]]
    if found.plan.reason is not None:
        st.markdown("Without a forecast there is nothing to suppose.")
        return
    promised = _promised(view, open_)
    _ask_for_date(view, open_, promised)
    rate = st.segmented_control(
        "Done a month", [AS_SO_FAR, TWICE], default=AS_SO_FAR, required=True, key=RATE
    )
    times = 2.0 if rate == TWICE else 1.0
    if not promised and times == 1:
        st.caption("A date is taken as kept, come what may. The plan itself is not changed.")
        return
    given = [
        f"{escaped(action_words(*open_.loc[each, ['reference', 'action']]))} on {date_words(day)}"
        for each, day in promised.items()
    ]
    supposed = _supposing(view, found.plan.by, promised, times)
    said = statements.what_if(supposed) + statements.finding(supposed)
    dated = f" {sentence_case('; '.join(given))}." if given else ""
    st.markdown(f"{escaped(said)}{dated}")
    rows = listings.side_by_side(found, supposed)
    page_frame.table(
        rows, listing_order.SIDE_BY_SIDE, alt="The forecast as the plan stands, and what if"
    )


def _ask_for_date(view: View, open_: pd.DataFrame, promised: Mapping[Hashable, date]) -> None:
    names = view.once(listings.open_actions, view.shown, MOST_OFFERED)
    if len(names) < len(open_):
        st.caption(
            f"The first {number(len(names))} of {number(len(open_))} open actions are offered. "
            "The filters find the others."
        )
    label = st.selectbox(
        "Open action", list(names), format_func=lambda label: names[label], key=CHOSEN
    )
    agreed = open_.loc[label, "agreed_due"]
    own = agreed.date() if pd.notna(agreed) else view.as_at
    st.date_input(
        "Done on",
        value=min(max(promised.get(label, own), view.as_at), max(LATEST, view.as_at)),
        min_value=view.as_at,
        max_value=max(LATEST, view.as_at),
        format="DD/MM/YYYY",
        key=_day_key(label, view.as_at),
    )
    with st.container(horizontal=True):
        st.button("Take this date", on_click=_take, args=(label, view.as_at), type="primary")
        st.button("Back to the plan's dates", on_click=_reset, disabled=not promised)


def _promised(view: View, open_: pd.DataFrame) -> dict[Hashable, date]:
    """The dates given so far for this plan as at this date, of the open actions shown."""
    key = (view.in_use.id, view.as_at)
    if not session().is_of(DAY, key):
        session().plan.promised = {}
    return {label: day for label, day in session().plan.promised.items() if label in open_.index}


def _day_key(label: Hashable, as_at: date) -> str:
    """The widget of a day is another one for another as-at date, before which it cannot lie."""
    return f"{DAY}_{label}_{as_at.isoformat()}"


def _take(label: Hashable, as_at: date) -> None:
    day = st.session_state[_day_key(label, as_at)]  # as it stands now, not as it was last drawn
    session().plan.promised[label] = day


def _reset() -> None:
    session().plan.promised = {}
    for key in [key for key in st.session_state if str(key).startswith(f"{DAY}_")]:
        del st.session_state[key]


def held(view: View) -> pd.DataFrame:
    """What the forecast would have said of each earlier position: rows of ``past_accuracy``."""
    return view.once(past_accuracy, _over_time(view), published=view.plan.published)


def past(rows: pd.DataFrame) -> None:
    """The earlier forecasts beside what came."""
    if rows.empty:
        return
    rows = listings.earlier_forecasts(rows)
    page_frame.table(rows, listing_order.OF_FORECASTS, alt="Earlier forecasts and what came")
    st.caption(
        "Of the whole plan, whatever the filters. Of the actions that were open then, those that "
        "are still in the plan, or were complete when they left it, and not withdrawn."
    )
