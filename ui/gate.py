"""The gate before every page: where sign-in is on, nothing is drawn for whoever may not see it."""

from __future__ import annotations

import threading

import streamlit as st
from cachetools import TTLCache

from tracker.access import LOCAL, AuditError, Person
from ui import identity, plan_source
from ui.markdown_escape import escaped
from ui.session import session

MINUTES_TO_SIGN_IN = 15
MOST_WANTED = 1_000

_LOCK = threading.Lock()
_wanted: TTLCache[str, tuple[str, dict[str, list[str]]]] = TTLCache(
    MOST_WANTED, MINUTES_TO_SIGN_IN * 60
)
"""The page that a browser asked for before it signed in: its name and its address's rest."""


def is_open() -> bool:
    """Whether this person may go on to the pages."""
    try:
        return identity.recognised() is not None
    except identity.BrokenSignIn:
        return False


def hold(page: str) -> Person:
    """Who may go on to ``page``; for anybody else the sign-in is shown and the run ends here."""
    try:
        person = identity.recognised()
    except identity.BrokenSignIn as error:
        st.title("Sign in", anchor=False)
        st.error(escaped(str(error)))
        st.stop()
    if person is None:
        _sign_in(page)
        st.stop()
    if person is not LOCAL:
        if not session().signed_in:
            try:
                identity.note("signed in", {"role": person.role})
            except AuditError as error:
                st.error(str(error))
                st.stop()
            session().signed_in = True
        _go_to_wanted(page)
    return person


def offer_sign_out(person: Person) -> None:
    """Who is signed in, as what, and the way out."""
    st.caption(f"Signed in as {escaped(person.name)}, {person.role}.")
    if st.button("Sign out"):
        identity.note("signed out")
        plan_source.forget_everything()
        identity.end_sign_in()
        st.logout()


def _sign_in(page: str) -> None:
    known = st.user.to_dict()
    st.title("Sign in", anchor=False)
    if identity.claims():
        st.error(
            f"You are signed in as {escaped(str(known.get('email') or known.get('sub') or '?'))}, "
            "but have no role in this tracker. Ask its administrator to give you one."
        )
        if st.button("Sign out"):
            st.logout()
        return
    if known.get("is_logged_in"):
        st.warning("Your sign-in has ended. Sign in again to go on where you were.")
    else:
        st.markdown("This tracker is for people who sign in with their organisation's account.")
    if st.button("Sign in", type="primary", key="sign_in"):
        rest = {name: st.query_params.get_all(name) for name in st.query_params}
        with _LOCK:
            _wanted[session().browser] = (page, rest)
        st.login()


def _go_to_wanted(page: str) -> None:
    """After a sign-in, which ends on the first page: on to the page that was asked for."""
    with _LOCK:
        kept = _wanted.pop(session().browser, None)
    if kept is None:
        return
    wanted, rest = kept
    if wanted != page:
        name = wanted or "overview"
        st.switch_page(f"../pages/{name}.py", query_params=rest)
    st.query_params.from_dict(rest)
    st.rerun()
