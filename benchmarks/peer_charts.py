"""A peer to measure pages against: an app that only shows the same charts, from ready figures.

``streamlit run benchmarks/peer_charts.py -- FOLDER`` shows ``off.json`` or ``on.json`` of the
folder, each a list of Plotly figures, as its one switch says.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import plotly.graph_objects as go
import streamlit as st


@st.cache_resource
def figures(path: str) -> list[go.Figure]:
    """The figures of a file, read once."""
    return [go.Figure(json.loads(figure)) for figure in json.loads(Path(path).read_text())]


on = st.sidebar.toggle("Overdue only")
st.title("Charts")
for place, figure in enumerate(figures(str(Path(sys.argv[1]) / f"{'on' if on else 'off'}.json"))):
    st.plotly_chart(figure, key=str(place), theme=None, config={"displayModeBar": False})
