"""What the Forecast page shows: the dates of each part, dates given by hand, and past forecasts."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from datetime import date

import pandas as pd
import streamlit as st

from tracker import forecast, narrative_accuracy, narrative_forecast
from tracker.forecasting import Forecast, Outlook
from tracker.forecasting.accuracy import past_accuracy
from tracker.words import (
    action_words,
    count,
    date_words,
    number,
    rate_words,
    sentence_case,
    shortened,
)
from ui import filters, frame, trends
from ui.filters import LATEST
from ui.past import kept
from ui.safe import escaped
from ui.view import View

CHOSEN, DAY = "what_if_action", "what_if_day"
NAME_LENGTH = 80  # characters of an action's wording in the list of choices
MOST_OFFERED = 500  # open actions in that list: more take longer to send than to filter

_PARTS = {
    "name": "{}",
    "complete": "Complete",
    "p50": "Even chance by",
    "p80": "80% by",
    "latest": "The plan itself says",
    "rests_on": "The chances rest on",
    "passed": "Agreed dates passed",
    "without": "Open without a date",
}
_SIDE_BY_SIDE = {"what": "All done", "now": "As the plan stands", "given": "With your dates"}
_HELD = {
    "as_at": "Forecast as at",
    "behind": "Completions behind it",
    "foretold": "It gave, by now",
    "came": "What came",
    "p50": "Even chance by",
    "p80": "80% by",
    "due": "Dates due by now",
    "kept": "Kept",
}


def chosen_by_outcome(view: View) -> bool:
    """Whether filters choose actions by how they stand; says then that no pace can be told."""
    if not view.choice["statuses"] and not view.choice["overdue"]:
        return False
    st.warning(f"{narrative_forecast.BY_OUTCOME} The other filters can stay.")
    st.button("Clear those filters", on_click=filters.clear, args=("status", "overdue"))
    return True


def of(view: View) -> Forecast:
    """The forecast of what is shown, worked out once for a view."""
    return _with_dates(view, {})


def _with_dates(view: View, promised: Mapping[Hashable, date]) -> Forecast:
    return view.once(_with, view.shown, view.as_at, tuple(promised.items()))


def _with(
    shown: pd.DataFrame, as_at: date, promised: tuple[tuple[Hashable, date], ...]
) -> Forecast:
    return forecast(shown, as_at, promised=dict(promised))


def parts(view: View, found: Forecast, by: str) -> None:
    """The dates of each recommendation, owner or scope, and what they rest on."""
    rows = view.once(_rows, found, by)
    heading = {"scope": "National or force-specific"}.get(by, by.capitalize())
    headings = {name: words.format(heading) for name, words in _PARTS.items()}
    frame.table(rows, headings, alt=f"When all will be done, by {by}")


def _rows(found: Forecast, by: str) -> pd.DataFrame:
    outlooks: Sequence[Outlook] = {
        "recommendation": found.recommendations,
        "owner": found.owners,
        "scope": found.scopes,
    }[by]
    return pd.DataFrame([_row(each, by) for each in outlooks])


def _row(outlook: Outlook, by: str) -> dict[str, object]:
    agreed = outlook.agreed
    return {
        "name": narrative_forecast.group_name(outlook.name, by),
        "complete": rate_words(outlook.completed, outlook.actions),
        "p50": narrative_forecast.date_or_later(outlook, "p50"),
        "p80": narrative_forecast.date_or_later(outlook, "p80"),
        "latest": pd.Timestamp(agreed.latest).as_unit("s"),
        "passed": agreed.passed,
        "without": agreed.without,
        "rests_on": narrative_forecast.rests_on(outlook),
    }


def owners_and_scopes(view: View, found: Forecast) -> None:
    """The owners and scopes with completions enough of their own; a sentence where none has."""
    told = {"owner": found.owners, "scope": found.scopes}
    some = [by for by, outlooks in told.items() if any(not each.reason for each in outlooks)]
    for by in some:
        parts(view, found, by)
    if not some:
        st.markdown(
            "No owner and no scope has enough completions for a pace of its own. It takes 10 on a "
            "known day."
        )


def what_if(view: View, found: Forecast) -> None:
    """Dates given by hand, and what would come of them if they were kept."""
    open_ = view.shown[view.shown["is_open"]]
    if open_.empty:
        st.markdown("No action is open.")
        return
    promised = _promised(view, open_)
    names = view.once(_names, view.shown)
    if len(names) < len(open_):
        st.caption(
            f"The first {number(len(names))} of {number(len(open_))} open actions are offered. "
            "The filters in the sidebar find the others."
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
    if not promised:
        st.caption("The date is taken as kept, come what may. The plan itself is not changed.")
        return
    given = [
        f"{escaped(action_words(*open_.loc[each, ['reference', 'action']]))} on {date_words(day)}"
        for each, day in promised.items()
    ]
    st.markdown(f"{count('date', len(given))} given: {'; '.join(given)}.")
    _side_by_side(found, _with_dates(view, promised))


def _names(shown: pd.DataFrame) -> dict[Hashable, str]:
    """What each open action that is offered is called, by its label."""
    offered = shown[shown["is_open"]].head(MOST_OFFERED)
    named = zip(offered["reference"], offered["action"], strict=True)
    return dict(zip(offered.index, (_name(*each) for each in named), strict=True))


def _side_by_side(now: Forecast, given: Forecast) -> None:
    rows = [
        {
            "what": words,
            "now": narrative_forecast.date_or_later(now.plan, name),
            "given": narrative_forecast.date_or_later(given.plan, name),
        }
        for name, words in (("p50", "Even chance by"), ("p80", "80% by"), ("p95", "95% by"))
    ]
    own = {name: each.plan.agreed for name, each in (("now", now), ("given", given))}
    rows.append(
        {"what": "The plan itself says"}
        | {name: date_words(agreed.latest) for name, agreed in own.items()}
    )
    frame.table(
        pd.DataFrame(rows), _SIDE_BY_SIDE, alt="The forecast with and without the dates given"
    )


def _promised(view: View, open_: pd.DataFrame) -> dict[Hashable, date]:
    """The dates given so far for this plan as at this date, of the open actions shown."""
    key = (view.in_use.id, view.as_at)
    if st.session_state.get("_promised_for") != key:
        st.session_state["_promised_for"], st.session_state["_promised"] = key, {}
    given = st.session_state["_promised"]
    return {label: day for label, day in given.items() if label in open_.index}


def _day_key(label: Hashable, as_at: date) -> str:
    """The widget of a day is another one for another as-at date, before which it cannot lie."""
    return f"{DAY}_{label}_{as_at.isoformat()}"


def _take(label: Hashable, as_at: date) -> None:
    day = st.session_state[_day_key(label, as_at)]  # as it stands now, not as it was last drawn
    st.session_state["_promised"] = {**st.session_state["_promised"], label: day}


def _reset() -> None:
    st.session_state["_promised"] = {}
    for key in [key for key in st.session_state if str(key).startswith(f"{DAY}_")]:
        del st.session_state[key]


def _name(reference: str | None, action: str | None) -> str:
    name = sentence_case(action_words(reference, None)) if reference else ""
    words = shortened(action or "", NAME_LENGTH)
    return ": ".join(filter(None, (name, words))) or "An action without a reference"


def held(view: View) -> pd.DataFrame:
    """What the forecast would have said of each earlier position: rows of ``past_accuracy``."""
    found = trends.positions(view)

    def accuracy() -> pd.DataFrame:
        earlier = [each for each in found.versions() if each[0] < view.as_at]
        versions = [*earlier, (view.as_at, view.plan.actions)]
        return past_accuracy(versions, found.decided, published=view.plan.published)

    rows: pd.DataFrame = kept("_held", (found.key, view.in_use.id, view.as_at), accuracy)
    return rows


def past(rows: pd.DataFrame) -> None:
    """The earlier forecasts beside what came."""
    if rows.empty:
        return
    said = [
        {
            "as_at": pd.Timestamp(row["as_at"]).as_unit("s"),
            "behind": row["behind"],
            "foretold": narrative_accuracy.foretold(row),
            "came": narrative_accuracy.what_came(row),
            "p50": narrative_accuracy.past_date(row, "p50"),
            "p80": narrative_accuracy.past_date(row, "p80"),
            "due": row["due"],
            "kept": row["kept"],
        }
        for row in rows.to_dict("records")
    ]
    frame.table(pd.DataFrame(said), _HELD, alt="Earlier forecasts and what came")
    st.caption(
        "Of the whole plan, whatever the filters. Of the actions that were open then, those that "
        "are still in the plan and not withdrawn."
    )
