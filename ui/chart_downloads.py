"""A chart as a picture, and its figures as a file: made only when somebody asks for them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import streamlit as st

from tracker.charts import Chart, ThemeName, for_print
from tracker.output.browser import NO_BROWSER, has_browser
from tracker.output.chart_pictures import PictureFormat, draw_figure
from tracker.output.csv import figures_csv
from tracker.own_downloads import MADE_UP
from ui import saving
from ui.view import View, current_view

FORMATS: dict[PictureFormat, str] = {"png": "As PNG", "svg": "As SVG"}


def offer(draw: Callable[[ThemeName], Chart], drawn: Chart, key: str) -> None:
    """The chart's figures as CSV, and where this computer has a browser, the chart as a picture."""
    view = current_view()
    name, notices = f"{key}_{view.dated}", _notices(view)

    def picture(kind: PictureFormat) -> bytes:
        plain = draw("light")
        marked = replace(plain, subtitle=" ".join([*notices, plain.subtitle]))
        return draw_figure(for_print(marked).figure, kind)

    with st.container(horizontal=True):
        for kind, label in FORMATS.items() if has_browser() else ():
            saving.button(label, f"{name}.{kind}", partial(picture, kind), key=f"{key}_{kind}")
        figures = partial(figures_csv, drawn.table)
        saving.button("Figures as CSV", f"{name}.csv", figures, key=f"{key}_csv")
    if not has_browser():
        st.caption(NO_BROWSER)


def _notices(view: View) -> list[str]:
    """What must be known of a picture where it is passed on."""
    made_up = MADE_UP if view.in_use.is_sample else ""
    return list(filter(None, (made_up, view.audience.notice)))
