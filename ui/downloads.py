"""The downloads of what the filters show: each built, and what builds it loaded, when asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from tracker.output.browser import NO_BROWSER, has_browser
from ui import earlier, people
from ui.questions import weighed
from ui.view import View

if TYPE_CHECKING:
    from tracker.replies.workbooks import OwnersWorkbook
    from tracker.timeline import Comparison

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def offer(view: View) -> None:
    """The filtered Excel, the owners' workbooks, the actions as they are, the overview to print."""
    since = earlier.since(view)
    _button("Download filtered Excel", lambda: excel(view, since()), "xlsx", XLSX, view)
    zipped = ("zip", "application/zip", view)
    _button("Owners' workbooks", lambda: by_owner(view), *zipped, "owners")
    _button(
        "Owners' workbooks, e-mail drafts and calendars",
        lambda: by_owner(view, with_post=True),
        *zipped,
        "owners_with_post",
    )
    _button("Actions as CSV", lambda: csv_file(view), "csv", "text/csv", view)
    _button(
        "Actions as CSV for Excel",
        lambda: csv_file(view, for_excel=True),
        "csv",
        "text/csv",
        view,
        "action_plan_for_excel",
    )
    _button("Actions as JSON", lambda: json_file(view), "json", "application/json", view)
    if has_browser():
        pdf = "application/pdf"
        _button(
            "The overview as a PDF", lambda: overview(view, since()), "pdf", pdf, view, "overview"
        )
    else:
        st.caption(f"The overview cannot be saved as a PDF. {NO_BROWSER}")
    st.caption(view.audience.notice or "The downloads hold no restricted action.")


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
    from tracker.replies.post import beside, zipped

    name = view.in_use.name
    return zipped(
        file
        for book in owners_books(view)
        for file in (
            (book.file, book.content),
            *(beside(book, name, view.as_at).items() if with_post else ()),
        )
    )


def overview(view: View, comparison: Comparison | None = None) -> bytes:
    """The overview on one page to print."""
    from ui import overview_pdf

    return overview_pdf.pdf(view, comparison)


def csv_file(view: View, *, for_excel: bool = False) -> bytes:
    """The actions shown: every text as it is, or ``for_excel`` none that can be run."""
    from tracker.output.csv import actions_csv

    return actions_csv(view.plan, view.shown, for_excel=for_excel)


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
    label: str,
    build: Callable[[], bytes],
    ending: str,
    kind: str,
    view: View,
    of: str = "action_plan",
) -> None:
    name = f"{of}_{view.dated}.{ending}"
    facts = {"plan": view.in_use.name, "actions": len(view.shown)}
    st.download_button(
        label,
        data=people.noted_download(name, build, **facts),
        file_name=name,
        mime=kind,
        on_click="ignore",
        disabled=view.shown.empty,
    )
