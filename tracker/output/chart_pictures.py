"""Pictures of charts: drawn by the browser of this machine, where it has one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from tracker.output.browser import make

if TYPE_CHECKING:
    from tracker.charts import Chart

PictureFormat = Literal["png", "svg"]

WIDTH = 680
"""Pixels of a picture's width: 16 cm of paper at which its smallest text is 8 points."""

SCALE = 2
"""Dots for each pixel of a PNG: about 215 to the inch on paper."""


@dataclass(frozen=True)
class Drawn:
    """A chart as a picture; ``alt`` is its finding for those who cannot see it."""

    key: str
    png: bytes
    alt: str


def draw_charts(charts: Mapping[str, Chart]) -> dict[str, Drawn]:
    """The charts as pictures for a document; those with nothing to draw are left out.

    Raises ``BrowserError`` where they cannot be drawn.
    """
    figures = {
        key: figure_job(chart.figure, "png")
        for key, chart in charts.items()
        if chart.figure is not None
    }
    if not figures:
        return {}
    made = make(figures)
    return {key: Drawn(key, made.pictures[key], charts[key].alt) for key in figures}


def draw_figure(figure: Any, kind: PictureFormat) -> bytes:
    """A figure as a PNG or an SVG. Raises ``BrowserError`` where it cannot be drawn."""
    return make({"chart": figure_job(figure, kind)}).pictures["chart"]


def figure_job(figure: Any, kind: PictureFormat, width: int = WIDTH) -> dict[str, Any]:
    """A figure as the browser is asked for it."""
    return {
        "figure": json.loads(figure.to_json()),
        "format": kind,
        "width": width,
        "scale": SCALE if kind == "png" else 1,
    }
