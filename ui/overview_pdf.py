"""The overview as one page to print."""

from __future__ import annotations

from tracker.charts import completion_by_recommendation, for_print, planned_and_actual
from tracker.output.one_page import OnePage, Tile, overview_pdf
from tracker.own_files import ILLUSTRATIVE
from tracker.statements.plan import overview
from tracker.timeline import Comparison
from tracker.words import count, date_words, signed
from ui import figures, questions
from ui.view import View

MOST_RECOMMENDATIONS = 16  # bars that leave room for the other chart


def pdf(view: View, since: Comparison | None) -> bytes:
    """The finding, the tiles and two charts of what is shown, on an A4 page."""
    charts = (
        completion_by_recommendation(view.shown, view.as_at, limit=MOST_RECOMMENDATIONS),
        planned_and_actual(view.shown, view.as_at),
    )
    return overview_pdf(page_of(view, since), [for_print(chart) for chart in charts])


def _tiles(view: View, since: Comparison | None) -> list[Tile]:
    ranges = questions.ranges_in_words(view.summary.totals, questions.weighed(view))
    changes = figures.changes_of(since) if since else {}
    tiles = []
    for each in figures.figures_of(view.shown):
        beneath = [f"could be {ranges[each.label]}"] if each.label in ranges else []
        if since and each.label in changes:
            moved = signed(changes[each.label])
            beneath.append(f"{moved} since {date_words(since.previous_as_at)}")
        tiles.append(Tile(each.label, each.words, ", ".join(beneath)))
    return tiles


def page_of(view: View, since: Comparison | None = None) -> OnePage:
    """The words and figures of the page."""
    every, shown = len(view.measured), len(view.shown)
    part = count("action", every) if shown == every else f"{shown} of {count('action', every)}"
    filters = f": {view.filters}" if view.filters else ""
    illustrative = f"{ILLUSTRATIVE}." if view.in_use.is_sample else ""
    return OnePage(
        title="How the plan stands",
        context=f"{view.in_use.name}, as at {date_words(view.as_at)}. {part}{filters}.",
        notices=list(filter(None, (illustrative, view.audience.notice))),
        finding=overview(view.summary, view.shown, view.as_at),
        tiles=_tiles(view, since),
        footer=f"Position as at {date_words(view.as_at)}, against the original timescales.",
    )
