"""Accessibility: the statement that the law asks of British authorities."""

import streamlit as st

from ui import statement

st.title("Accessibility statement", anchor=False)
st.markdown(statement.words())
