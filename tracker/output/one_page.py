"""The overview as one A4 page: HTML that fetches and runs nothing, for a browser to print."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import TYPE_CHECKING, Any

from tracker.output.browser import make
from tracker.output.chart_pictures import figure_job
from tracker.own_downloads import ILLUSTRATIVE
from tracker.statements.headlines import changes_of, key_figures
from tracker.statements.on_plan import overview
from tracker.words import count, date_words

if TYPE_CHECKING:
    import pandas as pd

    from tracker.charts import Chart
    from tracker.protective_marking import Audience
    from tracker.summaries import Summary
    from tracker.timeline import Comparison

CHART_WIDTH = 620
"""Pixels; two of them fill the lower part of the page."""

LONGEST_LINE, LONGEST_FINDING = 200, 1_200
"""Characters of a name or a notice, and of the finding: more would not fit the page."""

_STYLE = """
@page { size: A4; margin: 12mm 14mm }
* { box-sizing: border-box }
html { font: 10pt Arial, "Liberation Sans", sans-serif; color: #1F2430; line-height: 1.35 }
body { margin: 0; height: 272mm; display: flex; flex-direction: column; gap: 4mm;
  overflow: hidden; overflow-wrap: anywhere }
h1 { font-size: 17pt; margin: 0; color: #163766 }
p { margin: 0 }
.notice { font-weight: bold; border: 0.4mm solid #1F2430; padding: 1.5mm 3mm }
.context { color: #555B66 }
dl { display: grid; grid-template-columns: repeat(4, 1fr); gap: 3mm; margin: 0 }
dl div { border-top: 0.6mm solid #163766; padding-top: 1.5mm }
dt, dd { margin: 0 }
dt { font-size: 8.5pt }
.figure { font-size: 16pt; font-weight: bold }
.beneath { font-size: 8.5pt; color: #555B66 }
img { width: 100%; flex: 1 1 0; min-height: 0; object-fit: contain; object-position: left top }
footer { font-size: 8.5pt; color: #555B66; border-top: 0.2mm solid #A6ADBA; padding-top: 1.5mm }
"""


@dataclass(frozen=True)
class Tile:
    """One figure that a meeting asks for: its label, the figure, and a line beneath."""

    label: str
    figure: str
    beneath: str


@dataclass(frozen=True)
class OnePage:
    """What stands on the page, as plain text; ``notices`` are what must be read first."""

    title: str
    context: str
    notices: Sequence[str]
    finding: str
    tiles: Sequence[Tile]
    footer: str


def page_of(
    shown: pd.DataFrame,
    summary: Summary,
    *,
    as_at: date,
    name: str,
    every: int,
    filters: str,
    illustrative: bool,
    audience: Audience,
    since: Comparison | None,
    ranges: Mapping[str, str],
) -> OnePage:
    """The words and figures of the page, of the measured actions ``shown`` and their summary.

    ``every`` is how many there are without the ``filters``; ``ranges`` is what open questions could
    make of a figure.
    """
    actions = count("action", every)
    part = actions if len(shown) == every else f"{len(shown)} of {actions}"
    made_up = f"{ILLUSTRATIVE}." if illustrative else ""
    return OnePage(
        title="How the plan stands",
        context=f"{name}, as at {date_words(as_at)}. {part}{f': {filters}' if filters else ''}.",
        notices=list(filter(None, (made_up, audience.notice))),
        finding=overview(summary, shown, as_at),
        tiles=_tiles(shown, since, ranges),
        footer=f"Position as at {date_words(as_at)}, against the original timescales.",
    )


def _tiles(shown: pd.DataFrame, since: Comparison | None, ranges: Mapping[str, str]) -> list[Tile]:
    changes = changes_of(since) if since else {}
    tiles = []
    for each in key_figures(shown):
        beneath = [f"could be {ranges[each.label]}"] if each.label in ranges else []
        if since and each.label in changes:
            moved = changes[each.label].words
            beneath.append(f"{moved} since {date_words(since.previous_as_at)}")
        beneath += [each.note] if each.note else []
        tiles.append(Tile(each.label, each.words, ", ".join(beneath)))
    return tiles


def overview_pdf(page: OnePage, charts: Sequence[Chart]) -> bytes:
    """The page with its charts as a PDF of one A4 page.

    Raises ``BrowserError`` where this computer has no browser, or it does not answer.
    """
    figures: dict[str, dict[str, Any]] = {}
    places: dict[str, tuple[str, int]] = {}
    for chart in charts:
        if chart.figure is not None:
            name = f"p{secrets.token_hex(8)}"  # which no text of a plan can hold
            figures[name] = figure_job(chart.figure, "svg", CHART_WIDTH)
            places[name] = (chart.alt, int(chart.figure.layout.height))
    made = make(figures, one_page(page, places))
    return made.pdf or b""


def one_page(page: OnePage, charts: Mapping[str, tuple[str, int]]) -> str:
    """The page as HTML; ``charts`` are the pictures' names with their words and their heights.

    The pictures share what the text leaves of the page as their heights are to each other.

    Every text is escaped, and the page may fetch and run nothing.
    """
    notices = "".join(f'<p class="notice">{_text(notice)}</p>' for notice in page.notices)
    tiles = "".join(_tile(tile) for tile in page.tiles)
    pictures = "".join(
        f'<img src="picture:{name}" alt="{_text(words, LONGEST_FINDING)}" '
        f'style="flex-grow: {height}">'
        for name, (words, height) in charts.items()
    )
    return (
        '<!doctype html><html lang="en-GB"><head><meta charset="utf-8">'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        "img-src data:; style-src 'unsafe-inline'\">"
        f"<title>{_text(page.title)}</title><style>{_STYLE}</style></head><body>"
        f'<h1>{_text(page.title)}</h1><p class="context">{_text(page.context)}</p>{notices}'
        f"<p>{_text(page.finding, LONGEST_FINDING)}</p><dl>{tiles}</dl>{pictures}"
        f"<footer>{_text(page.footer)}</footer></body></html>"
    )


def _tile(tile: Tile) -> str:
    return (
        f'<div><dt>{_text(tile.label)}</dt><dd class="figure">{_text(tile.figure)}</dd>'
        f'<dd class="beneath">{_text(tile.beneath)}</dd></div>'
    )


def _text(text: str, limit: int = LONGEST_LINE) -> str:
    """A text on one line, escaped; cut with "…" where it is longer than ``limit``."""
    line = " ".join(text.encode("utf-8", "replace").decode().split())
    return escape(line if len(line) <= limit else line[: limit - 1] + "…")
