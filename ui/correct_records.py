"""Correcting what is recorded: superseding with its effect shown first, undo, date, names."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import streamlit as st

from tracker.statements.on_changes import effect_words
from tracker.store.errors import HistoryError
from tracker.words import date_words
from ui import page_frame, recorded_plans
from ui.filter_widgets import EARLIEST, LATEST
from ui.markdown_escape import escaped
from ui.session import session

if TYPE_CHECKING:
    from tracker.store import History
    from tracker.timeline import Effect, Recorded

BY, REASON, WHO, DATE, NEW_NAME, INTO = (
    "history_by",
    "history_reason",
    "history_who",
    "history_date",
    "history_new_name",
    "history_into",
)
_ORIGINALS = {
    "what": "Of",
    "name": "Reference",
    "wording": "Wording",
    "before": "Original timescale before",
    "after": "Original timescale after",
}


def supersede(history: History, chosen: Recorded, others: list[Recorded], label: Any) -> None:
    """Choose what takes the place of a position of the same date; what that does stands above
    the button."""
    by_id = {each.id: each for each in others}
    by = st.selectbox("Superseded by", list(by_id), format_func=lambda k: label(by_id[k]), key=BY)
    say_effect(lambda: history.effect(chosen.id, by=by))
    st.text_input("Why", key=REASON, placeholder="Such as: a draft was recorded by mistake")
    done = f"Superseded: the position as at {date_words(chosen.as_at)} no longer counts."

    def change(who: str) -> None:
        asked = st.session_state
        history.supersede(chosen.id, by=asked[BY], reason=asked[REASON], who=who)

    button("Supersede it", change, done, type="primary")


def say_effect(find: Callable[[], Effect | None]) -> None:
    """What a correction would change, or why it cannot be made, above the button that makes it."""
    try:
        effect = find()
    except HistoryError as error:
        st.error(escaped(str(error)))
        return
    if effect:
        st.markdown(f"**What it does** {effect_words(effect)}")
        if len(effect.originals):
            alt = "Original timescales that the correction changes"
            page_frame.table(effect.originals, _ORIGINALS, alt=alt)


def undo(history: History, chosen: Recorded) -> None:
    """The way back from superseding."""
    gone = chosen.superseded
    st.markdown(f"Superseded on {date_words(gone.when.date())}: {escaped(gone.reason)}")
    say_effect(lambda: history.effect_of_undoing(chosen.id))
    done = f"It counts again: the position as at {date_words(chosen.as_at)}."
    button("Let it count again", lambda who: history.undo(chosen.id, who=who), done)


def redate(history: History, chosen: Recorded) -> None:
    """Put right the date that a position was recorded for."""
    st.date_input(
        "It was recorded for a wrong date: the right one",
        value=chosen.as_at,
        min_value=EARLIEST,
        max_value=LATEST,
        format="DD/MM/YYYY",
        key=f"{DATE}_{chosen.id}",
    )
    new = st.session_state[f"{DATE}_{chosen.id}"]
    if new not in (None, chosen.as_at):
        say_effect(lambda: history.effect_of_redating(chosen.id, new))
    button(
        "Change its date",
        lambda who: history.redate(chosen.id, new, who=who),
        f"The position is now as at {date_words(new)}.",
        disabled=new in (None, chosen.as_at),
    )


def names(history: History, name: str, plans: list[str]) -> None:
    """Rename the plan, or make one of it and another."""
    new = st.text_input("Another name for this plan", value=name, key=f"{NEW_NAME}_{name}").strip()
    button(
        "Rename it",
        lambda who: history.rename(name, new, who=who),
        f"It is now called “{new}”.",
        disabled=not new or new == name,
    )
    others = [each for each in plans if each != name]
    if not others:
        return
    into = st.selectbox(
        "It is the same plan as",
        others,
        index=None,
        placeholder="Choose one",
        key=f"{INTO}_{name}",
        help="Its positions are then those of that plan too.",
    )
    if into:
        say_effect(lambda: history.effect_of_merging(name, into=into))
    said = f"The positions of “{name}” are now those of “{into}”."
    button(
        "Make one plan of the two",
        lambda who: history.merge(name, into=into, who=who),
        said,
        disabled=into is None,
    )


def button(label: str, change: Callable[[str], object], done: str, **look: Any) -> bool:
    """A button that makes a change as whoever is named, and says then that it is ``done``."""
    return st.button(label, on_click=_do, args=(change, done), **look)


def _do(change: Callable[[str], object], done: str) -> None:
    session().who = st.session_state.get(WHO, recorded_plans.who()).strip()
    recorded_plans.attempt(lambda: change(recorded_plans.who()), done)
