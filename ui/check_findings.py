"""The findings of the plan in use in one table, what can be taken away, and what is remembered."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import PurePath
from typing import Any

import pandas as pd
import streamlit as st

from tracker import Choices, Finding, mark_workbook
from tracker.book import can_be_marked
from tracker.mapping import write_mapping
from tracker.output.csv import findings_csv
from tracker.output.findings import SEVERITY_LABELS
from tracker.reading.findings import SEVERITIES, FindingKind
from tracker.words import number, sentence_case, shortened
from ui import check, people
from ui.check import Subject
from ui.safe import escaped
from ui.view import View

MOST_ROWS = 100  # of the table, whose text wraps; filters reach the others
MOST_VALUES = 20  # different values named in one row of it
MAX_MAPPING_MEGABYTES = 1

WORDS, COLUMNS = "status-words", "columns"
"""The places of the page where a reading is changed, as its headings' anchors."""

_SET_AT = {
    FindingKind.COLOUR_AS_A_STATUS: WORDS,
    FindingKind.SEVERAL_VERSIONS: COLUMNS,
    FindingKind.SHEET_NOT_READ: COLUMNS,
    FindingKind.STATUS_IN_MORE_WORDS: WORDS,
    FindingKind.STATUS_MISSPELT: WORDS,
    FindingKind.STATUS_NOT_UNDERSTOOD: WORDS,
    FindingKind.STATUS_TOLD_BY_FILL_COLOUR: WORDS,
    FindingKind.COLUMN_NOT_FOUND: COLUMNS,
    FindingKind.DAY_FIRST_OR_MONTH_FIRST: COLUMNS,
    FindingKind.MONTH_FIRST_DATES: COLUMNS,
    FindingKind.PUBLICATION_DATE_ASSUMED: COLUMNS,
    FindingKind.PUBLICATION_DATE_NEEDED: COLUMNS,
}


def show(view: View, *, links: bool) -> None:
    """The findings, the worst first, as far as the filters above them leave them.

    ``links`` is whether they lead to where the reading is changed.
    """
    if not view.findings:
        st.markdown("Every cell that the figures need was understood.")
        return
    kinds = {sentence_case(each.kind.label): each.kind for each in view.findings}
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
    said: dict[tuple[str, str], list[Finding]] = {}
    for each in findings:
        said.setdefault((each.severity, f"{each.kind} {each.problem}"), []).append(each)
    groups = sorted(
        said.values(),
        key=lambda found: (SEVERITIES.index(found[0].severity), -sum(map(_cells, found))),
    )
    return pd.DataFrame(
        [
            {
                "How it was dealt with": SEVERITY_LABELS[found[0].severity],
                "What it means, and what to do": _problem(found[0], links),
                "Where": _places(found),
            }
            for found in groups
        ]
    )


def _cells(finding: Finding) -> int:
    return max(1, len(finding.cells))


def _problem(finding: Finding, links: bool) -> str:
    kind = f"**{escaped(sentence_case(finding.kind.label))}**. {escaped(finding.problem)}"
    column = bool(finding.cell) and not any(letter.isdigit() for letter in finding.cell)
    place = _SET_AT.get(finding.kind) or (COLUMNS if column else None)
    if place is None or finding.severity == "note" or not links:
        return kind
    return f"{kind} [Set it](#{place})"


def _places(found: list[Finding]) -> str:
    """Every cell of which the same is said, by what is in them."""
    cells: dict[tuple[str, str], list[str]] = {}
    for each in found:
        cells.setdefault((each.sheet, each.value), []).extend(each.cells)
    several = len({sheet for sheet, _ in cells}) > 1
    said = []
    for (sheet, value), those in list(cells.items())[:MOST_VALUES]:
        where = f"{escaped(sheet)} " if several or not those else ""
        where += ", ".join(in_ranges(those))
        said.append(f"“{escaped(shortened(value))}” in {where}" if value else where)
    left = len(cells) - MOST_VALUES
    return "; ".join(said + ([f"and {number(left)} more in the downloads"] if left > 0 else []))


def in_ranges(cells: Iterable[str]) -> list[str]:
    """Cells below each other as a range.

    >>> in_ranges(["E2", "E3", "E4", "F9", "G"])
    ['E2:E4', 'F9', 'G']
    """
    ranges: list[tuple[str, int, int]] = []
    for cell in cells:
        letters = cell.rstrip("0123456789")
        row = int(cell[len(letters) :] or 0)
        if row and ranges and ranges[-1][0] == letters and ranges[-1][2] == row - 1:
            ranges[-1] = (letters, ranges[-1][1], row)
        else:
            ranges.append((letters, row, row))
    return [
        f"{letters}{first or ''}" + (f":{letters}{last}" if last > first else "")
        for letters, first, last in ranges
    ]


def downloads(view: View, about: Subject) -> None:
    """The user's own workbook with the cells marked, the findings, and how the file is read."""
    in_use, found = view.in_use, view.findings
    name = PurePath(in_use.name)
    with st.container(horizontal=True):
        if found and not in_use.is_public and can_be_marked(in_use.content()):
            _download(
                "My workbook with these cells marked",
                f"{name.stem} marked{'.xlsm' if name.suffix.casefold() == '.xlsm' else '.xlsx'}",
                lambda: mark_workbook(in_use.content(), view.plan, found),
                help="Your own workbook, its formatting kept: each cell named above has a colour "
                "and a comment, and a sheet lists them all.",
            )
        if found:
            _download(
                "The findings as CSV",
                f"{name.stem} findings.csv",
                lambda: findings_csv(finding.as_row() for finding in found),
            )
        if about.plan_in_use is not None and not in_use.is_public:
            _download(
                "How it is read, as a mapping file",
                f"{name.stem} mapping.json",
                lambda: write_mapping(about.choices),
                disabled=about.choices == Choices(),
                help="It holds what you have said here, and nothing else of your plan. Give it "
                "with next month's file, here or to the command line's `--mapping`.",
            )
            if about.can_be_changed:
                _remembered(about, about.plan_in_use.remembered)


def _download(label: str, name: str, build: Callable[[], bytes], **more: Any) -> None:
    data = people.noted_download(name, build)
    st.download_button(label, data=data, file_name=name, on_click="ignore", **more)


def _remembered(about: Subject, remembered: bool) -> None:
    kept = st.session_state.pop("_layout_kept", None)
    if kept is not None:
        st.toast("Remembered for the next file with these headings." if kept else "Forgotten.")
    if remembered:
        st.button("Forget what was remembered", on_click=check.forget, args=(about,))
        return
    st.button(
        "Remember it for these headings",
        on_click=check.remember,
        args=(about, about.choices),
        disabled=about.choices == Choices(),
        help="The next file with the same headings is then read in the same way.",
    )


def offer_saved(about: Subject) -> None:
    """To read the file with a mapping file from before."""
    key = f"map_upload_{st.session_state.get('_mapping_turn', 0)}"
    st.file_uploader(
        "Use a mapping file that you downloaded before",
        type=["json"],
        key=key,
        max_upload_size=MAX_MAPPING_MEGABYTES,
        on_change=check.read_saved,
        args=(about, key),
    )
