"""The history as the pages meet it: looked into only where there is one, made only when asked."""

from __future__ import annotations

import contextlib
import functools
import os
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from tracker import Choices
from tracker.store.errors import HistoryError
from ui import identity
from ui.markdown_escape import escaped
from ui.session import kept, session

if TYPE_CHECKING:
    from tracker.store import History

RETRY_SECONDS = 30
"""How long a history that could not be reached is left alone: each try can take ten seconds."""


@contextlib.contextmanager
def not_again_at_once() -> Iterator[None]:
    """For what every run asks of the history: where it failed, it is left alone for a while.

    Raises ``HistoryError`` meanwhile.
    """
    if time.monotonic() - session().history_failed < RETRY_SECONDS:
        raise HistoryError("The history could not be reached.")
    try:
        yield
    except HistoryError:
        session().history_failed = time.monotonic()
        raise


def look() -> History | None:
    """The history, or ``None`` where nothing was ever recorded. Raises ``HistoryError``."""
    from tracker.store.database import database_url

    url = database_url()
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").exists():
        return None
    return to_record()


def to_open() -> History:
    """The history, for something in it. Raises ``HistoryError`` where nothing was recorded."""
    history = look()
    if history is None:
        raise HistoryError("Nothing is recorded here: the position may be in another history.")
    return history


def to_record() -> History:
    """The history, made where there is none. Raises ``HistoryError``."""
    from tracker.access.guarded_history import guarded
    from tracker.store.database import URL_VARIABLE

    history = _opened(os.environ.get(URL_VARIABLE, ""))
    return guarded(history, identity.holder(), identity.noting(), identity.check_noting)


@functools.lru_cache(maxsize=4)
def _opened(address: str) -> History:
    from tracker.store import History  # only here: SQL takes a third of a second to load

    return History(address or None)


def who() -> str:
    """The name they signed in with, else what they gave in this session; empty where none."""
    return identity.current().name or session().who


def plans(history: History | None) -> list[str]:
    """The names of the recorded plans, asked for again when something is recorded."""
    return kept("recorded_names", (history.revision(),), history.plans) if history else []


def layout_for(headings: Sequence[str]) -> Choices | None:
    """How the last file with these headings was read, where that was remembered."""
    try:
        history = look()
        layout = history.layout_for(list(headings)) if history else None
    except HistoryError:
        return None  # the plan can be read without; the pages of the history say why
    return None if layout == Choices() else layout


def remember_layout(headings: Sequence[str], layout: Choices) -> None:
    """Keep how files with these headings are read; an empty layout forgets it."""
    to_record().remember_layout(list(headings), layout, who=who())


def say(done: bool, sentence: str, *, at: str = "history") -> None:
    """Keep what came of a change to the history for the next run, which shows it."""
    session().said[at] = (done, sentence)


def attempt(change: Callable[[], object], done: str, *, at: str = "history") -> None:
    """Make a change to the history; the next run says that it is ``done``, or why it is not."""
    try:
        change()
    except HistoryError as error:
        say(False, str(error), at=at)
        return
    say(True, done, at=at)


def show_what_came_of_it(at: str = "history") -> None:
    """Whether the last change to the history was made: above the page, or ``at`` a part of it."""
    said = session().said.pop(at, None)
    if said is not None:
        done, sentence = said
        (st.success if done else st.error)(escaped(sentence))
