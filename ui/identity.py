"""Who uses this session: whoever signed in, or whoever is at the computer where nobody does."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import streamlit as st

from tracker.access import LOCAL, NotAllowed, Person, SettingsError, read_settings
from tracker.access.audit import check_audit, write_audit
from ui.session import leave, session

DAY = 86_400.0  # seconds; no provider's token that the tracker was tried with holds as long

_started_with_sign_in = threading.Event()
_signed_out: dict[tuple[str, str], float] = {}
"""When who signed out in which browser: other tabs opened before are signed out too."""


class BrokenSignIn(Exception):
    """Sign-in is set up in a way that cannot be used; ``str(error)`` is one plain sentence."""


def sign_in_is_on() -> bool:
    """Whether a sign-in is set up. Raises :class:`BrokenSignIn` where its settings are broken."""
    files = [Path(name) for name in st.get_option("secrets.files")]
    try:
        on = any(file.exists() for file in files) and "auth" in st.secrets
    except Exception as error:
        raise BrokenSignIn(
            "The sign-in settings (secrets.toml) cannot be read, so nobody is let in: see the "
            "server's log."
        ) from error
    if not on and _started_with_sign_in.is_set():
        raise BrokenSignIn(
            "The sign-in settings (secrets.toml) have gone since the server started, so nobody is "
            "let in: put them back, or start it again without."
        )
    return on


def hold_to_sign_in() -> None:
    """Where a sign-in is set up now, let nobody in without until the server is started again."""
    if sign_in_is_on():
        _started_with_sign_in.set()


def claims() -> Mapping[str, Any]:
    """What the provider says of whoever signed in; empty where nobody did, or it has ended."""
    said = st.user.to_dict()
    if not said.get("is_logged_in") or _signed_out.get(_browser_of(said), 0.0) > session().since:
        return {}
    return said if has_not_ended(said) else {}


def end_sign_in() -> None:
    """End this person's sign-in in every tab of this browser: Streamlit itself ends this tab's."""
    now = time.monotonic()
    for browser in [each for each, when in _signed_out.items() if now - when > DAY]:
        _signed_out.pop(browser, None)
    _signed_out[_browser_of(st.user.to_dict())] = now
    leave()


def _browser_of(said: Mapping[str, Any]) -> tuple[str, str]:
    return session().browser, str(said.get("sub") or said.get("email"))


def has_not_ended(said: Mapping[str, Any]) -> bool:
    """Whether the provider's own token still holds; without an end it does not."""
    ends = said.get("exp")
    return isinstance(ends, int | float) and time.time() < ends


def person_of(said: Mapping[str, Any]) -> Person | None:
    """Whose claims these are; ``None`` where they have ended or have no role.

    Raises ``SettingsError`` where the settings cannot be used.
    """
    return read_settings().person(said) if has_not_ended(said) else None


def recognised() -> Person | None:
    """Who this is in this run; ``None`` where nobody is signed in or they have no role.

    Raises :class:`BrokenSignIn` where that cannot be told.
    """
    person = LOCAL
    if sign_in_is_on():
        said = claims()
        try:
            person = person_of(said)
        except SettingsError as error:
            raise BrokenSignIn(str(error)) from error
    session().person = person
    return person


def current() -> Person:
    """Whoever was recognised in this run: nothing is drawn, and no callback runs, without one.

    A callback runs before the page does, so it asks anew whether the sign-in has ended.
    """
    person = session().person
    if person is None or (person is not LOCAL and not claims()):
        return Person("", "nobody")
    return person


def note(what: str, facts: Mapping[str, Any] = {}) -> None:
    """Write down what whoever signed in did; of somebody at their own computer nothing is."""
    if current() is not LOCAL:
        write_audit(current().name, what, facts)


def holder() -> Callable[[], Person]:
    """Says who this is, as their sign-in and the settings stand when it is asked.

    Also outside of a page's run, where nothing of the session can be looked up.
    """
    person = current()
    said = dict(claims()) if person is not LOCAL else {}

    def now() -> Person:
        if person is LOCAL:
            return LOCAL
        try:
            known = person_of(said)
        except SettingsError:
            known = None
        return known or Person("", "nobody")

    return now


def noting() -> Callable[[str, Mapping[str, Any]], None]:
    """As ``note``, for what is done outside of a page's run, and only while the sign-in holds."""
    who = holder()

    def write(what: str, facts: Mapping[str, Any]) -> None:
        person = who()
        if person is LOCAL:
            return
        if person.role == "nobody":
            raise NotAllowed("Your sign-in has ended: sign in again.")
        write_audit(person.name, what, facts)

    return write


def check_noting() -> None:
    """Raise ``AuditError`` where what whoever signed in does could not be written down."""
    if current() is not LOCAL:
        check_audit()


def noted_download(file: str, build: Callable[[], bytes], **facts: Any) -> Callable[[], bytes]:
    """What makes a download when it is asked for: written down first, and not after the sign-in."""
    write = noting()

    def made() -> bytes:
        write("downloaded", {"file": file, **facts})
        return build()

    return made
