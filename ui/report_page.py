"""The report of the plan in use: what goes into it, and the Word file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import zip_longest

import streamlit as st

from tracker import compose_report, write_report
from tracker.access import NotAllowed
from tracker.charts import PLOTLY_CONFIG, Chart
from tracker.output.browser import NO_BROWSER, BrowserError, has_browser, warm
from tracker.output.chart_pictures import Drawn, draw_charts
from tracker.output.report_html import report_html
from tracker.output.word_file import template_problem
from tracker.output.word_template import MARKER, MAX_TEMPLATE_BYTES
from tracker.report.content import Picture, Report
from tracker.report.own_words import Length, ReportWords
from tracker.statements.on_changes import nothing_yet
from tracker.timeline import Comparison
from tracker.words import date_words, listed
from ui import compared_with, forecasts, identity, saving
from ui.markdown_escape import escaped
from ui.session import kept, session
from ui.streamlit_internals import wait_until_run
from ui.view import View

LENGTH, EXTENSIONS = "report_length", "report_extensions"
CHARTS, APPENDIX, TEMPLATE = "report_charts", "report_appendix", "report_template"
LENGTHS = {
    Length.short: "Two pages and Appendix A",
    Length.full: "With the committee's lists as appendices",
}
WHOLE, SHOWN = "The whole plan", "What the filters show"


def only_for_who_makes_it() -> None:
    """End the page, with the reason, for somebody whose role does not let them make the report."""
    try:
        identity.current().must("report")
    except NotAllowed as error:
        st.info(escaped(str(error)))
        st.stop()


def choose_last_report(view: View) -> Comparison | None:
    """The plan compared with that of the last report; ``None`` where there is none."""
    before = compared_with.chosen(view)
    if before is None:
        st.markdown(nothing_yet(view.in_use.kind, recorded=view.over.is_recorded))
        return None
    if before.as_at >= view.as_at:
        st.warning(
            f"The plan compared with is as at {date_words(before.as_at)}, which is not before "
            f"{date_words(view.as_at)}: the report is made without it."
        )
        return None
    return compared_with.compared(view, before)


def composer(view: View, comparison: Comparison | None) -> Callable[[ReportWords], Report]:
    """What makes of words the report, with the appendix that was chosen."""
    shown = bool(view.filters) and st.session_state.get(APPENDIX) == SHOWN
    before = forecasts.before(view)
    return lambda words: compose_report(
        view.plan,
        view.measured,
        as_at=view.as_at,
        words=words,
        comparison=comparison,
        length=st.session_state.get(LENGTH) or Length.short,
        decide_extensions=bool(st.session_state.get(EXTENSIONS)),
        illustrative=view.in_use.is_sample,
        view=view.shown if shown else None,
        filters=view.filters if shown else "",
        before=before,
    )


def options(view: View) -> None:
    """How long it is, what is put for decision, charts or none, and what the appendix has."""
    st.radio("Length", [*LENGTHS], format_func=LENGTHS.__getitem__, key=LENGTH)
    st.toggle(
        "Put extensions for decision",
        key=EXTENSIONS,
        help="The open actions whose agreed date moved later since the last report, or whose "
        "revised date is not yet agreed. They take the place of the chart and its table.",
    )
    if has_browser():
        warm()  # so that the download need not wait for it to start
        st.toggle("With a chart", value=True, key=CHARTS)
    else:
        st.caption(f"{NO_BROWSER} The report has no chart.")
    if view.filters:
        st.radio("Appendix A has", [WHOLE, SHOWN], key=APPENDIX, horizontal=True)


def template() -> bytes | None:
    """The user's own Word template, where they gave one that can be used."""
    with st.expander("Use your own Word template"):
        st.caption(
            f"Its styles, headers, footers, page size and logo are kept. The report stands where a "
            f"paragraph says {escaped(MARKER)}, else after what is in it."
        )
        file = st.file_uploader(
            "Word template",
            type=["docx", "dotx"],
            key=TEMPLATE,
            max_upload_size=MAX_TEMPLATE_BYTES // 1024**2,
        )
        if file is None:
            return None
        content: bytes = file.getvalue()
        problem = kept("template", (file.file_id,), lambda: template_problem(content))
        if problem:
            st.error(f"{escaped(problem)} The report is made without it.")
            return None
    return content


def charts(view: View) -> dict[str, Chart]:
    """The charts that the report is to have, by the place where each stands."""
    from tracker.charts.of_report import report_charts

    if not (has_browser() and st.session_state.get(CHARTS, True)):
        return {}
    return view.once(report_charts, view.measured, view.as_at)


def download(
    view: View, report: Report, newest: Callable[[], Report], own_template: bytes | None
) -> None:
    """The button that makes the Word file, and what still has to be completed in it.

    ``newest`` composes the report when the file is asked for. Nothing that comes and goes stands
    above the button: it would move from under the pointer.
    """
    trouble: list[str] = session().said.setdefault("drawing", [])
    name = f"scrutiny_report_{view.dated}.docx"
    make = _made(view, newest, own_template, trouble)
    facts = {"plan": view.in_use.name}
    saving.button("Download the report", name, make, facts, type="primary")
    if report.missing:
        st.warning(f"Still to be completed: {listed([*report.missing])}.")
    for warning in report.warnings:
        st.warning(escaped(warning))
    if trouble:
        st.warning(f"The last report was made without its chart. {escaped(trouble.pop())}")


def publish(view: View) -> None:
    """The button that makes the public version as one web page."""
    name = f"action_plan_as_at_{view.as_at.isoformat()}_public.html"
    saving.button(
        "Download a page for the public",
        name,
        lambda: page(view),
        {"plan": view.in_use.name},
        help="The whole plan without its restricted rows, as one web page that needs no network: "
        "figures, actions, what changed, and the rows to check them by.",
    )


def page(view: View) -> bytes:
    """The public version of the plan, whatever is shown of it."""
    from tracker.output.published import publish

    over = view.over.shown.redacted()
    return publish(
        over.baseline,
        over.measured(view.as_at),
        as_at=view.as_at,
        title=view.in_use.name,
        comparison=over.compared(as_at=view.as_at),
        illustrative=view.in_use.is_sample,
    )


def _made(
    view: View, newest: Callable[[], Report], own_template: bytes | None, trouble: list[str]
) -> Callable[[], bytes]:
    """What makes the file when it is asked for; ``trouble`` says why it has no charts.

    Words that are still in a field when the button is pressed are sent with that press, and run the
    page anew: the file has them.
    """
    drawn, tab = charts(view), session().name

    def make() -> bytes:
        pictures: dict[str, Drawn] = {}
        if drawn:
            try:
                pictures = draw_charts(drawn)
            except BrowserError as error:
                trouble[:] = [str(error)]
        wait_until_run(tab)
        return write_report(newest(), template=own_template, pictures=pictures)

    return make


def preview(report: Report, charts: Mapping[str, Chart]) -> None:
    """The whole report as it will print, with its charts, its appendices on papers of their own."""
    blocks = [block for section in report.sections for block in section.blocks]
    stand = [charts[b.key] for b in blocks if isinstance(b, Picture) and b.key in charts]
    with st.container(gap=None):
        for fragment, chart in zip_longest(report_html(report, charts), stand):
            st.html(fragment)
            if chart is not None and chart.figure is not None:
                st.plotly_chart(chart.figure, alt=chart.alt, config=dict(PLOTLY_CONFIG), theme=None)
