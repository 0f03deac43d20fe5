"""A chart as a picture, and its figures as a file: made only when somebody asks for them."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from tracker.charts import Chart, ThemeName, for_print
from tracker.exports.browser import NO_BROWSER, has_browser
from tracker.exports.figures_csv import figures_csv
from tracker.exports.pictures import PictureFormat, draw_figure
from ui import people
from ui.view import current_view

FORMATS: dict[PictureFormat, tuple[str, str]] = {
    "png": ("As PNG", "image/png"),
    "svg": ("As SVG", "image/svg+xml"),
}


def offer(draw: Callable[[ThemeName], Chart], drawn: Chart, key: str) -> None:
    """The chart's figures as CSV, and where this computer has a browser, the chart as a picture."""
    name = f"{key}_{current_view().dated}"
    with st.container(horizontal=True):
        if has_browser():
            for kind, (label, mime) in FORMATS.items():
                file = f"{name}.{kind}"
                st.download_button(
                    label,
                    data=people.noted_download(
                        file, lambda kind=kind: draw_figure(for_print(draw("light")).figure, kind)
                    ),
                    file_name=file,
                    mime=mime,
                    key=f"{key}_{kind}",
                    on_click="ignore",
                )
        st.download_button(
            "Figures as CSV",
            data=people.noted_download(f"{name}.csv", lambda: figures_csv(drawn.table)),
            file_name=f"{name}.csv",
            mime="text/csv",
            key=f"{key}_csv",
            on_click="ignore",
        )
    if not has_browser():
        st.caption(NO_BROWSER)
