"""About the measures: what every figure means, where it comes from, and what the sample is."""

import streamlit as st

from ui import about_page

st.title("What the figures mean", anchor=False)
st.markdown(about_page.measures())
