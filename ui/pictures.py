"""A chart as a picture, and its figures as a file: made only when somebody asks for them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from tracker.charts import Chart, ThemeName, for_print
from tracker.output.browser import NO_BROWSER, has_browser
from tracker.output.csv import figures_csv
from tracker.output.pictures import PictureFormat, draw_figure
from tracker.own_files import MADE_UP
from ui import people
from ui.view import View, current_view

FORMATS: dict[PictureFormat, tuple[str, str]] = {
    "png": ("As PNG", "image/png"),
    "svg": ("As SVG", "image/svg+xml"),
}


def offer(draw: Callable[[ThemeName], Chart], drawn: Chart, key: str) -> None:
    """The chart's figures as CSV, and where this computer has a browser, the chart as a picture."""
    view = current_view()
    name, notices = f"{key}_{view.dated}", _notices(view)
    with st.container(horizontal=True):
        if has_browser():
            for kind, (label, mime) in FORMATS.items():
                file = f"{name}.{kind}"
                st.download_button(
                    label,
                    data=people.noted_download(
                        file,
                        lambda kind=kind: draw_figure(
                            for_print(_marked(draw("light"), notices)).figure, kind
                        ),
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


def _notices(view: View) -> list[str]:
    """What must be known of a picture where it is passed on."""
    made_up = MADE_UP if view.in_use.is_sample else ""
    return list(filter(None, (made_up, view.audience.notice)))


def _marked(chart: Chart, notices: list[str]) -> Chart:
    return replace(chart, subtitle=" ".join([*notices, chart.subtitle]))
