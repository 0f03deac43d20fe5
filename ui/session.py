"""What a tab remembers from run to run beside what its widgets hold, and how it forgets it.

Streamlit keeps a session for each tab. All that is worked out of a plan stands in one place of it,
so that it goes as a whole, in every tab at once, when the plan is forgotten in one of them, is
replaced there, or was not used for two hours.
"""

from __future__ import annotations

import secrets
import threading
import time
import weakref
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from tracker.access import LOCAL, Person
from ui.headers import COOKIE, TOKEN_BYTES, valid_token
from ui.streamlit_internals import rerun_session

if TYPE_CHECKING:
    from tracker.timeline import Decision
    from ui.filter_widgets import Fitted
    from ui.plan_source import OtherPlan, Refusal
    from ui.view import View

T = TypeVar("T")


@dataclass
class OfPlan:
    """What was worked out of the plan in use, and of another file that it is compared with.

    ``view`` is that of the last run and ``views`` the last ones; ``other`` is the other file,
    ``of`` what each choice was made of, ``kept`` whatever else was made, with what it was made of.
    """

    view: View | None = None
    views: list[View] = field(default_factory=list)
    other: OtherPlan | None = None
    decisions: tuple[Decision, ...] = ()
    promised: dict[Hashable, date] = field(default_factory=dict)  # new dates of open actions
    words_of: str | None = None  # the plan whose report's words stand in the form
    opened_action: Hashable = None  # its row
    of: dict[str, Any] = field(default_factory=dict)
    kept: dict[str, tuple[Hashable, Any]] = field(default_factory=dict)


@dataclass(eq=False)
class Session:
    """What one tab remembers. ``said`` is what one run has to say in the next, by who says it."""

    name: str = ""  # Streamlit's name of it
    browser: str = ""  # the cookie that tells it from others; of a tab without one, its own token
    since: float = field(default_factory=time.monotonic)
    person: Person | None = LOCAL
    signed_in: bool = False  # and that this was written down
    who: str = ""  # the name given by who records, where nobody signs in
    page: str | None = None
    turn_to: str | None = None  # the page of what was opened elsewhere
    uploaded: str | None = None  # the upload last shown
    gone: bool = False  # and that it is no longer held
    refusal: Refusal | None = None  # of the last file, until another is read or this put away
    position: int | str | None = None  # the recorded position, or the plan whose last one, shown
    asked_for: bool = False  # whether the address was looked at for it
    recorded_under: str | None = None
    fitted: Fitted | None = None
    history_failed: float = float("-inf")
    turns: dict[str, int] = field(default_factory=dict)
    said: dict[str, Any] = field(default_factory=dict)
    plan: OfPlan = field(default_factory=OfPlan)

    def turn(self, key: str) -> str:
        """The key of a widget that becomes another one, empty, with each ``next_turn``."""
        turn = self.turns.get(key, 0)
        return f"{key}_{turn}" if turn else key

    def next_turn(self, key: str) -> None:
        """Have the widget be another one from the next run on."""
        self.turns[key] = self.turns.get(key, 0) + 1

    def is_of(self, what: str, wanted: Hashable) -> bool:
        """Whether a choice was made of what is shown now; from now on it is."""
        same = self.plan.of.get(what) == wanted
        self.plan.of[what] = wanted
        return same


_SESSIONS: weakref.WeakSet[Session] = weakref.WeakSet()
_LOCK = threading.Lock()


def session() -> Session:
    """What the tab remembers whose page runs."""
    here: Session | None = st.session_state.get("_session")
    if here is None:
        context = get_script_run_ctx()
        browser = valid_token(st.context.cookies.get(COOKIE)) or secrets.token_urlsafe(TOKEN_BYTES)
        here = st.session_state["_session"] = Session(
            context.session_id if context else "", browser
        )
        with _LOCK:
            _SESSIONS.add(here)
    return here


def kept(key: str, wanted: tuple[Hashable, ...], ask: Callable[[], T]) -> T:
    """What was asked for of the plan, asked again only for something else that is wanted."""
    of_plan = session().plan.kept
    last = of_plan.get(key)
    if last is None or last[0] != wanted:
        last = of_plan[key] = (wanted, ask())
    made: T = last[1]
    return made


def let_go(holds: Callable[[str], bool]) -> None:
    """Drop what any tab has of an upload that is not held any more, and have the tab say so."""
    for each in _empty(lambda each: each.uploaded is not None and not holds(each.uploaded)):
        each.uploaded, each.gone = None, True


def leave() -> None:
    """Have the other tabs of this browser drop what they have, and ask anew who uses them."""
    here = session()
    _empty(lambda each: each.browser == here.browser and each is not here)


def _empty(which: Callable[[Session], bool]) -> list[Session]:
    with _LOCK:
        found = [each for each in _SESSIONS if which(each)]
    for each in found:
        each.plan = OfPlan()
        rerun_session(each.name)
    return found
