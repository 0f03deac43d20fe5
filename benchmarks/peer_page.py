"""A peer to measure pages against: an app that sends the same page again, ready to be sent.

``streamlit run benchmarks/peer_page.py -- FOLDER`` sends what is in ``off.messages`` and
``on.messages`` of the folder, one after the other with each click: every element that the tracker's
page sends to the browser, and its menu, as they were recorded. It builds none itself.
"""

from __future__ import annotations

import itertools
import sys
from collections.abc import Iterator
from pathlib import Path

import streamlit as st
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg, ForwardMsgList
from streamlit.runtime.scriptrunner import get_script_run_ctx


@st.cache_resource
def messages(path: str) -> list[ForwardMsg]:
    """The messages of a file, read once."""
    return list(ForwardMsgList.FromString(Path(path).read_bytes()).messages)


turns: Iterator[str] = st.session_state.setdefault("turns", itertools.cycle(("off", "on")))
context = get_script_run_ctx()
assert context is not None
for message in messages(str(Path(sys.argv[1]) / f"{next(turns)}.messages")):
    own = ForwardMsg()
    own.CopyFrom(message)  # Streamlit notes in it what it is sent for
    context.enqueue(own)
