"""History: what is recorded, and the way to correct it."""

import streamlit as st

from ui import frame, records

view = frame.begin("What is recorded", needs_actions=False)
kept = records.look(view)
if kept is None:
    st.stop()
history, name, versions = kept

records.show(versions)
st.header("Correct it", anchor=False)
records.correct(history, name, versions)
records.deleted(history)
