"""The history as the pages meet it: looked into only where there is one, made only when asked."""

from __future__ import annotations

import contextlib
import functools
import os
import re
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

import streamlit as st

from tracker import Choices
from tracker.timeline import versions_of
from ui import people
from ui.safe import escaped

if TYPE_CHECKING:
    from datetime import date, datetime

    import pandas as pd

    from tracker.history import History, Recorded
    from ui.uploading import PlanInUse

RETRY_SECONDS = 30
"""How long a history that could not be reached is left alone: each try can take ten seconds."""

_MONTH = (
    "(jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?"
    "|oct(ober)?|nov(ember)?|dec(ember)?)"
)
_DATE_IN_NAME = re.compile(
    r"\b\d{4} \d{1,2} \d{1,2}\b|\b\d{1,2} \d{1,2} \d{2,4}\b"
    rf"|\b\d{{1,2}}(st|nd|rd|th)? {_MONTH}( \d{{2,4}})?\b|\b{_MONTH}( \d{{2,4}}\b|$)"
    r"|\b(19|20)\d{2}\b|\bv(ersion)? ?\d+\b",
    re.IGNORECASE,
)
"""Dates and versions in a file's name, its punctuation being spaces."""


@contextlib.contextmanager
def not_again_at_once() -> Iterator[None]:
    """For what every run asks of the history: where it failed, it is left alone for a while.

    Raises ``HistoryError`` meanwhile.
    """
    from tracker.history.errors import HistoryError

    failed = st.session_state.get("_history_failed", -RETRY_SECONDS)
    if time.monotonic() - failed < RETRY_SECONDS:
        raise HistoryError("The history could not be reached.")
    try:
        yield
    except HistoryError:
        st.session_state["_history_failed"] = time.monotonic()
        raise


def look() -> History | None:
    """The history, or ``None`` where nothing was ever recorded. Raises ``HistoryError``."""
    from tracker.history.database import database_url

    url = database_url()
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").exists():
        return None
    return to_record()


def to_open() -> History:
    """The history, for something in it. Raises ``HistoryError`` where nothing was recorded."""
    from tracker.history.errors import HistoryError

    history = look()
    if history is None:
        raise HistoryError("Nothing is recorded here: the position may be in another history.")
    return history


def to_record() -> History:
    """The history, made where there is none. Raises ``HistoryError``."""
    from tracker.access.desk import desk_of
    from tracker.history.database import URL_VARIABLE

    history = _opened(os.environ.get(URL_VARIABLE, ""))
    return desk_of(history, people.holder(), people.noting(), people.check_noting)


@functools.lru_cache(maxsize=4)
def _opened(address: str) -> History:
    from tracker.history import History  # only here: SQL takes a third of a second to load

    return History(address or None)


def who() -> str:
    """The name they signed in with, else what they gave in this session; empty where none."""
    signed_in = people.current().name
    if signed_in:
        return signed_in
    return st.session_state.get("_who", "")


def name_from_file(file_name: str) -> str:
    """A plan's name from its file's: "Force plan" of ``Force_plan_2016-04-30.xlsx``."""
    words = re.sub(r"[\W_]+", " ", PurePath(file_name).stem)
    undated = " ".join(_DATE_IN_NAME.sub(" ", words).split())
    return undated or words.strip() or "Action plan"


def plans(history: History) -> list[str]:
    """The names of the recorded plans, asked for again when something is recorded."""
    return kept("_recorded_names", (history.revision(),), history.plans)


def portfolio(history: History, as_at: date | None, *, include_restricted: bool) -> pd.DataFrame:
    """The figures of every plan, asked for again when something is recorded or decided."""
    wanted = (as_at, history.revision())
    found: pd.DataFrame = kept(
        f"_portfolio_{include_restricted}",
        wanted,
        lambda: history.portfolio(as_at, include_restricted),
    )
    return found


def recorded_as(history: History, in_use: PlanInUse) -> str | None:
    """Under which name the plan in use is recorded: as its user said, else as its contents tell."""
    if in_use.recorded:
        return in_use.recorded.name
    said = st.session_state.get("_version_of", {})
    if in_use.file in said:
        name = said[in_use.file]
        return name if name in plans(history) else None

    def likest() -> str | None:
        found = versions_of(in_use.plan.actions, history.last_actions())
        return found[0].name if found else None

    return kept("_recorded_as", (in_use.id, history.revision()), likest)


def say_it_is_a_version_of(in_use: PlanInUse, name: str | None) -> None:
    """Keep, for this session, which recorded plan the one in use is a version of."""
    st.session_state.setdefault("_version_of", {})[in_use.file] = name


def kept(key: str, wanted: tuple, ask: Callable[[], Any]) -> Any:
    """What was asked for in this session, asked again only for something else that is wanted."""
    last = st.session_state.get(key)
    if last is None or last[0] != wanted:
        last = st.session_state[key] = (wanted, ask())
    return last[1]


def positions(history: History, name: str) -> list[tuple[Recorded, pd.DataFrame]]:
    """The recorded positions of a plan that count, with their actions, by as-at date."""
    return [(each.recorded, each.actions) for each in history.timeline(name).positions]


def standing(history: History, name: str) -> list[Recorded]:
    """The recorded positions of a plan that count, by as-at date."""
    return [version for version in history.recorded(name) if version.superseded is None]


def standing_kept(history: History, name: str) -> list[Recorded]:
    """As ``standing``, asked again when something of the plan is recorded."""
    wanted = (name, history.revision(name))
    found: list[Recorded] = kept("_standing", wanted, lambda: standing(history, name))
    return found


def recorded_since(history: History, recorded: Recorded) -> list[tuple[date, pd.DataFrame]]:
    """The later positions of the same plan that count, earliest first: dates and actions."""
    place = _order(recorded)
    every = sorted(positions(history, recorded.name), key=lambda each: _order(each[0]))
    return [(about.as_at, actions) for about, actions in every if _order(about) > place]


def actions_after(history: History, name: str, day: date) -> tuple[pd.DataFrame, ...]:
    """The actions of each position of a plan that counts after a day, earliest first."""
    if all(each.as_at <= day for each in standing_kept(history, name)):
        return ()
    return tuple(rows for about, rows in positions(history, name) if about.as_at > day)


def _order(recorded: Recorded) -> tuple[date, datetime, int]:
    return recorded.as_at, recorded.when, recorded.id


def layout_for(headings: Sequence[str]) -> Choices | None:
    """How the last file with these headings was read, where that was remembered."""
    from tracker.history.errors import HistoryError

    try:
        history = look()
        layout = history.layout_for(list(headings)) if history else None
    except HistoryError:
        return None  # the plan can be read without; the pages of the history say why
    return None if layout == Choices() else layout


def remember_layout(headings: Sequence[str], layout: Choices) -> None:
    """Keep how files with these headings are read; an empty layout forgets it."""
    to_record().remember_layout(list(headings), layout, who=who())


def say(done: bool, sentence: str) -> None:
    """Keep what came of a change to the history for the next run, which shows it."""
    st.session_state["_history_said"] = (done, sentence)


def show_what_came_of_it() -> None:
    """Whether the last change to the history was made, above the page."""
    said = st.session_state.pop("_history_said", None)
    if said is not None:
        done, sentence = said
        (st.success if done else st.error)(escaped(sentence))
