"""Nothing leaves this computer: Streamlit is kept from asking others what its address is."""

from __future__ import annotations

import streamlit as st
from streamlit import net_util


def _unknown() -> None:
    return None


def ask_nobody_for_addresses() -> None:
    """Have Streamlit do without the addresses by which this computer is seen from outside.

    It would ask a host of Amazon's whenever a page of another site tries to connect, to compare
    it; and when it listens to others, to greet whoever starts it, which the configuration forbids.
    """
    net_util.get_external_ip = _unknown
    net_util.get_internal_ip = _unknown  # looks which way 8.8.8.8 would be reached


def greet() -> None:
    """Say where the tracker is to whoever starts it."""
    address = st.get_option("server.address")
    place = "localhost" if address in ("0.0.0.0", "::") else address
    print(f"The tracker is at http://{place}:{st.get_option('server.port')}", flush=True)
