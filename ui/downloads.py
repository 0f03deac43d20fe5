"""The downloads of what the filters show: each built, and what builds it loaded, when asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from tracker.output.browser import NO_BROWSER, has_browser
from tracker.statements import headlines
from ui import compared_with, saving
from ui.open_questions import weighed
from ui.view import View

if TYPE_CHECKING:
    from tracker.output.one_page import OnePage
    from tracker.replies.workbooks import OwnersWorkbook
    from tracker.timeline import Comparison

MOST_RECOMMENDATIONS = 16  # bars of the overview to print, which leave room for the other chart


def offer(view: View) -> None:
    """The filtered Excel, the owners' workbooks, the actions as they are, the overview to print."""
    since = compared_with.since(view)
    _button(view, "Download filtered Excel", "xlsx", lambda: excel(view, since()))
    _button(view, "Owners' workbooks", "zip", lambda: by_owner(view), "owners")
    with_post = "Owners' workbooks, e-mail drafts and calendars"
    _button(view, with_post, "zip", lambda: by_owner(view, with_post=True), "owners_with_post")
    _button(view, "Actions as CSV", "csv", lambda: csv_file(view))
    guarded = "action_plan_for_excel"
    _button(view, "Actions as CSV for Excel", "csv", lambda: csv_file(view, True), guarded)
    _button(view, "Actions as JSON", "json", lambda: json_file(view))
    if has_browser():
        _button(view, "The overview as a PDF", "pdf", lambda: overview(view, since()), "overview")
    else:
        st.caption(f"The overview cannot be saved as a PDF. {NO_BROWSER}")
    st.caption(view.audience.stated)


def excel(view: View, comparison: Comparison | None = None) -> bytes:
    """The workbook of what the view shows; with the changes where a comparison is given."""
    from tracker import export_excel

    return export_excel(
        view.plan,
        view.shown,
        as_at=view.as_at,
        filters=view.filters,
        plan_name=view.in_use.name,
        illustrative=view.in_use.is_sample,
        comparison=comparison,
    )


def owners_books(view: View) -> Iterator[OwnersWorkbook]:
    """A workbook to fill in for each owner of open actions that the view shows."""
    from tracker import owners_workbooks

    return owners_workbooks(
        view.plan,
        view.shown,
        as_at=view.as_at,
        plan_name=view.in_use.name,
        illustrative=view.in_use.is_sample,
    )


def by_owner(view: View, *, with_post: bool = False) -> bytes:
    """A zip of the owners' workbooks.

    ``with_post`` adds an e-mail draft and a calendar of due dates for each.
    """
    from tracker.replies.mail_and_calendar import beside, zipped

    name = view.in_use.name
    return zipped(
        file
        for book in owners_books(view)
        for file in (
            (book.file, book.content),
            *(beside(book, name, view.as_at).items() if with_post else ()),
        )
    )


def overview(view: View, since: Comparison | None = None) -> bytes:
    """The overview on an A4 page: the finding, the tiles and two charts of what is shown."""
    from tracker.charts import completion_by_recommendation, for_print, planned_and_actual
    from tracker.output.one_page import overview_pdf

    charts = (
        completion_by_recommendation(view.shown, view.as_at, limit=MOST_RECOMMENDATIONS),
        planned_and_actual(view.shown, view.as_at),
    )
    return overview_pdf(overview_page(view, since), [for_print(chart) for chart in charts])


def overview_page(view: View, since: Comparison | None = None) -> OnePage:
    """The words and figures of that page."""
    from tracker.output.one_page import page_of

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
        ranges=headlines.ranges_in_words(view.summary.totals, weighed(view)),
    )


def csv_file(view: View, for_excel: bool = False) -> bytes:
    """The actions shown: every text as it is, or ``for_excel`` none that can be run."""
    from tracker.output.csv import actions_csv

    return actions_csv(view.plan, view.shown, view.as_at, for_excel=for_excel)


def json_file(view: View) -> bytes:
    """The actions shown, as the command line prints them; questions where they are weighed."""
    from tracker.output.as_json import action_values, json_text, plan_answer

    made = plan_answer(
        "actions",
        view.plan,
        view.as_at,
        {"actions": action_values(view.plan, view.shown)},
        as_at_source=_as_at_source(view),
        filters=view.filters,
        findings=view.findings,
        questions=view.made(weighed) if view.plan.questions else (),
    )
    return json_text(made).encode("utf-8", errors="replace")


def _as_at_source(view: View) -> str:
    """Where the as-at date is from, as the command line says it."""
    stated = view.plan.as_at
    if view.as_at == stated:
        return "workbook"
    return "today" if stated is None and view.as_at == date.today() else "option"


def _button(
    view: View, label: str, ending: str, build: Callable[[], bytes], of: str = "action_plan"
) -> None:
    facts = {"plan": view.in_use.name, "actions": len(view.shown)}
    name = f"{of}_{view.dated}.{ending}"
    saving.button(label, name, build, facts, disabled=view.shown.empty)
