"""The findings of the plan in use in one table, what can be taken away, and what is remembered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import PurePath

import pandas as pd
import streamlit as st

from tracker import Choices, Finding, mark_workbook
from tracker.book import can_be_marked
from tracker.mapping import write_mapping
from tracker.output.csv import findings_csv
from tracker.output.sheet_of_findings import SEVERITY_LABELS
from tracker.reading.findings import SEVERITIES, Severity, label_of
from tracker.statements.on_findings import grouped, places, set_at
from tracker.words import number, sentence_case
from ui import check_page, saving
from ui.check_page import Subject
from ui.markdown_escape import escaped
from ui.session import session
from ui.view import View

MOST_ROWS = 100  # of the table, whose text wraps; filters reach the others
MAX_MAPPING_MEGABYTES = 1

_SHADES: Mapping[Severity, str] = {"error": "red", "warning": "orange", "note": "gray"}


def show(view: View, *, links: bool) -> None:
    """The findings, the worst first, as far as the filters above them leave them.

    ``links`` is whether they lead to where the reading is changed.
    """
    if not view.findings:
        st.markdown("Every cell that the figures need was understood.")
        return
    kinds = {sentence_case(label_of(each.kind)): each.kind for each in view.findings}
    labels = {SEVERITY_LABELS[name]: name for name in SEVERITIES}
    held = {each.severity for each in view.findings}
    with st.container(horizontal=True):
        severities = st.multiselect(
            "How it was dealt with",
            [label for label, name in labels.items() if name in held],
            key="dealt",
            bind="query-params",
            placeholder="All",
            width=360,
        )
        chosen = st.multiselect(
            "Kind of finding",
            sorted(kinds),
            key="kind",
            bind="query-params",
            placeholder="All",
            width=360,
        )
    wanted = {labels[each] for each in severities} or held
    of_kind = {kinds[each] for each in chosen} or set(kinds.values())
    left = (f for f in view.findings if f.severity in wanted and f.kind in of_kind)
    rows = table(left, links=links)
    st.table(rows.head(MOST_ROWS), hide_index=True, alt="Findings, the worst first")
    if len(rows) > MOST_ROWS:
        st.caption(f"The first {MOST_ROWS} of {number(len(rows))}; the downloads have all.")


def table(findings: Iterable[Finding], *, links: bool = True) -> pd.DataFrame:
    """One row for each thing that is said, as Markdown: the worst first, then the most frequent."""
    return pd.DataFrame(
        [
            {
                "What was found, and what to do": _problem(found[0], links),
                "Where": places(found, escaped),
            }
            for found in grouped(findings)
        ]
    )


def _problem(finding: Finding, links: bool) -> str:
    dealt = f":{_SHADES[finding.severity]}-badge[{SEVERITY_LABELS[finding.severity]}]"
    kind = (
        f"**{escaped(sentence_case(label_of(finding.kind)))}** {dealt} {escaped(finding.problem)}"
    )
    place = set_at(finding)
    return f"{kind} [Set it](#{place})" if place and links else kind


def downloads(view: View, about: Subject) -> None:
    """The user's own workbook with the cells marked, the findings, and how the file is read."""
    in_use, found = view.in_use, view.findings
    name = PurePath(in_use.name)
    with st.container(horizontal=True):
        if found and not in_use.is_public and can_be_marked(in_use.content()):
            saving.button(
                "My workbook with these cells marked",
                f"{name.stem} marked{'.xlsm' if name.suffix.casefold() == '.xlsm' else '.xlsx'}",
                lambda: mark_workbook(in_use.content(), view.plan, found),
                help="Your own workbook, its formatting kept: each cell named above has a colour "
                "and a comment, and a sheet lists them all.",
            )
        if found:
            saving.button(
                "The findings as CSV",
                f"{name.stem} findings.csv",
                lambda: findings_csv(finding.as_row() for finding in found),
            )
        if about.plan_in_use is not None and not in_use.is_public:
            saving.button(
                "How it is read, as a mapping file",
                f"{name.stem} mapping.json",
                lambda: write_mapping(about.choices),
                disabled=about.choices == Choices(),
                help="It holds what you have said here, and nothing else of your plan. Give it "
                "with next month's file, here or to the command line's `--mapping`.",
            )
            if about.can_be_changed:
                _remembered(about, about.plan_in_use.remembered)


def _remembered(about: Subject, remembered: bool) -> None:
    said = session().said.pop("layout", None)
    if said is not None:
        st.toast("Remembered for the next file with these headings." if said else "Forgotten.")
    if remembered:
        st.button("Forget what was remembered", on_click=check_page.forget, args=(about,))
        return
    st.button(
        "Remember it for these headings",
        on_click=check_page.remember,
        args=(about, about.choices),
        disabled=about.choices == Choices(),
        help="The next file with the same headings is then read in the same way.",
    )


def offer_saved(about: Subject) -> None:
    """To read the file with a mapping file from before."""
    key = session().turn("map_upload")
    st.file_uploader(
        "Use a mapping file that you downloaded before",
        type=["json"],
        key=key,
        max_upload_size=MAX_MAPPING_MEGABYTES,
        on_change=check_page.read_saved,
        args=(about, key),
    )
