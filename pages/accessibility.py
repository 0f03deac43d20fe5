"""Accessibility: the statement that UK public bodies must publish."""

import streamlit as st

from ui import frame, statement

frame.begin("Accessibility statement", needs_actions=False)
st.markdown(statement.words())
