"""Whether the server may start: others must not reach it without a sign-in unawares."""

from __future__ import annotations

import os

import streamlit as st

from tracker.access import SettingsError, read_settings
from ui.identity import BrokenSignIn, hold_to_sign_in, sign_in_is_on

OPEN = "TRACKER_OPEN_WITHOUT_SIGN_IN"
_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")


def refuse_to_be_open() -> None:
    """End the start, in one sentence, where anybody could reach the plans without a sign-in.

    A sign-in that is set up at the start holds until the end.
    """
    try:
        hold_to_sign_in()
        if st.get_option("server.address") in _THIS_MACHINE:
            return
        if sign_in_is_on() or read_settings().open_without_sign_in:
            return
    except (BrokenSignIn, SettingsError) as error:
        raise SystemExit(f"error: {error}") from error
    if os.environ.get(OPEN, "").casefold() == "yes":
        return
    raise SystemExit(
        "error: the tracker would be open to everybody on the network without a sign-in. Set one "
        f"up (docs/sign-in.md), or set {OPEN}=yes where something else keeps others out."
    )


def greet() -> None:
    """Say where the tracker is to whoever starts it."""
    address = st.get_option("server.address")
    place = "localhost" if address in ("0.0.0.0", "::") else address
    print(f"The tracker is at http://{place}:{st.get_option('server.port')}", flush=True)
