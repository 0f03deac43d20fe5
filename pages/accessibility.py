"""Accessibility: the statement that UK public bodies must publish."""

import streamlit as st

from ui import statement

st.title("Accessibility statement", anchor=False)
st.markdown(statement.words())
