"""History: what is recorded, and the way to correct it."""

import streamlit as st

from ui import frame, public, records

view = frame.begin("What is recorded", needs_actions=False)
kept = None if public.only_in_full(view) else records.look(view)
if kept is None:
    st.stop()
history, name, versions = kept

records.show(versions)
st.header("Correct it", anchor=False)
records.correct(history, name, versions)
records.deleted(history)
