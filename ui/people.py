"""Who uses this session: whoever signed in, or whoever is at the computer where nobody does."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import streamlit as st

from tracker.access import LOCAL, NotAllowed, Person, SettingsError, read_settings
from tracker.access.audit import write_audit

PERSON = "_person"


class BrokenSignIn(Exception):
    """Sign-in is set up in a way that cannot be used; ``str(error)`` is one plain sentence."""


def sign_in_is_on() -> bool:
    """Whether a sign-in is set up. Raises :class:`BrokenSignIn` where its settings are broken."""
    files = [Path(name) for name in st.get_option("secrets.files")]
    if not any(file.exists() for file in files):
        return False
    try:
        return "auth" in st.secrets
    except Exception as error:
        raise BrokenSignIn(
            "The sign-in settings (secrets.toml) cannot be read, so nobody is let in: see the "
            "server's log."
        ) from error


def claims() -> Mapping[str, Any]:
    """What the provider says of whoever signed in; empty where nobody did, or it has ended."""
    said = st.user.to_dict()
    if not said.get("is_logged_in"):
        return {}
    return said if has_not_ended(said) else {}


def has_not_ended(said: Mapping[str, Any]) -> bool:
    """Whether the provider's own token still holds; without an end it does not."""
    ends = said.get("exp")
    return isinstance(ends, int | float) and time.time() < ends


def recognised() -> Person | None:
    """Who this is in this run; ``None`` where nobody is signed in or they have no role.

    Raises :class:`BrokenSignIn` where that cannot be told.
    """
    person = LOCAL
    if sign_in_is_on():
        said = claims()
        try:
            person = read_settings().person(said) if said else None
        except SettingsError as error:
            raise BrokenSignIn(str(error)) from error
    st.session_state[PERSON] = person
    return person


def current() -> Person:
    """Whoever was recognised in this run: nothing is drawn, and no callback runs, without one.

    A callback runs before the page does, so it asks anew whether the sign-in has ended.
    """
    person: Person | None = st.session_state.get(PERSON, LOCAL)
    if person is None or (person is not LOCAL and not claims()):
        return Person("", "nobody")
    return person


def note(what: str, facts: Mapping[str, Any] = {}) -> None:
    """Write down what whoever signed in did; of somebody at their own computer nothing is."""
    person = current()
    if person is not LOCAL:
        write_audit(person.name, what, facts)


def noting() -> Callable[[str, Mapping[str, Any]], None]:
    """As ``note``, for what is done outside of a page's run, and only while the sign-in holds."""
    person = current()
    said = claims() if person is not LOCAL else {}

    def write(what: str, facts: Mapping[str, Any]) -> None:
        if person is LOCAL:
            return
        if not has_not_ended(said):
            raise NotAllowed("Your sign-in has ended: sign in again.")
        write_audit(person.name, what, facts)

    return write
