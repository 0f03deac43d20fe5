"""The overview as one page to print."""

from __future__ import annotations

from tracker.charts import completion_by_recommendation, for_print, planned_and_actual
from tracker.output.one_page import OnePage, overview_pdf, page_of
from tracker.statements import headlines
from tracker.timeline import Comparison
from ui import questions
from ui.view import View

MOST_RECOMMENDATIONS = 16  # bars that leave room for the other chart


def pdf(view: View, since: Comparison | None) -> bytes:
    """The finding, the tiles and two charts of what is shown, on an A4 page."""
    charts = (
        completion_by_recommendation(view.shown, view.as_at, limit=MOST_RECOMMENDATIONS),
        planned_and_actual(view.shown, view.as_at),
    )
    return overview_pdf(page(view, since), [for_print(chart) for chart in charts])


def page(view: View, since: Comparison | None = None) -> OnePage:
    """The words and figures of the page."""
    return page_of(
        view.shown,
        view.summary,
        as_at=view.as_at,
        name=view.in_use.name,
        every=len(view.measured),
        filters=view.filters,
        illustrative=view.in_use.is_sample,
        audience=view.audience,
        since=since,
        ranges=headlines.ranges_in_words(view.summary.totals, questions.weighed(view)),
    )
