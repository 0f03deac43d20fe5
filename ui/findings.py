"""What the reader did not understand, assumed or left out: by problem, worst first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath

import pandas as pd
import streamlit as st

from tracker import Finding, mark_workbook
from tracker.book import can_be_marked
from tracker.exports.findings_csv import SEVERITY_LABELS, findings_csv
from tracker.fields import FIELDS
from tracker.reading.findings import SEVERITIES
from tracker.reading.kinds import FindingKind
from tracker.reading.preview import status_words
from tracker.words import count, listed, number, sentence_case, shortened
from ui import frame, people
from ui.safe import escaped
from ui.view import View

MOST_CELLS = 10  # cells named of one problem; the table and the downloads have all
MOST_PROBLEMS = 5  # different sentences shown of one kind of finding
MOST_WORDS = 12  # status words named in a sentence
MOST_ROWS = 2_000  # rows of the table, which a browser still shows at once

MAPPED = frozenset(
    {
        "a colour as a status",
        "colours are not a status",
        FindingKind.COLUMN_NOT_FOUND,
        FindingKind.COLUMN_RECOGNISED_BY_ITS_CONTENTS,
        FindingKind.DATES_NOT_RECOGNISED,
        FindingKind.HEADING_TAKEN_BY_LIKENESS,
        FindingKind.MONTH_FIRST_DATES,
        FindingKind.NO_STATUS,
        "status misspelt",
        FindingKind.STATUS_NOT_UNDERSTOOD,
        FindingKind.STATUS_TOLD_BY_FILL_COLOUR,
    }
)
"""Kinds of finding that the user can settle on the mapping page."""

_HEADINGS = {
    "severity": "How it was dealt with",
    "cell": "Cell",
    "sheet": "Sheet",
    "field": "Field",
    "value": "As typed",
    "problem": "What it means, and what to do",
}


@dataclass(frozen=True)
class Group:
    """The findings of one kind and severity, in the order found."""

    severity: str
    kind: FindingKind
    found: tuple[Finding, ...]

    @property
    def problems(self) -> dict[str, list[Finding]]:
        """The findings by what is said of them."""
        problems: dict[str, list[Finding]] = {}
        for finding in self.found:
            problems.setdefault(finding.told, []).append(finding)
        return problems


def grouped(findings: Iterable[Finding]) -> list[Group]:
    """The findings by kind: the most serious first, then the most frequent."""
    kinds: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        kinds.setdefault((finding.severity, finding.kind), []).append(finding)
    groups = [Group(severity, kind, tuple(found)) for (severity, kind), found in kinds.items()]
    return sorted(groups, key=lambda g: (SEVERITIES.index(g.severity), -len(g.found)))


def show(view: View) -> None:
    """Every problem with its cells; the worst is open."""
    groups = grouped(view.findings)
    if not groups:
        st.write("Every cell that the figures need was understood.")
        return
    severity = ""
    for group in groups:
        if group.severity != severity:
            severity = group.severity
            total = sum(len(each.found) for each in groups if each.severity == severity)
            heading = "Notes" if severity == "note" else SEVERITY_LABELS[severity]
            st.subheader(f"{heading} ({number(total)})", anchor=False)
        with st.expander(_label(group), expanded=group is groups[0]):
            _show_group(view, group)
    with st.expander("Table of these findings"):
        _show_table(view.findings)


def downloads(view: View) -> None:
    """The user's own workbook with the cells marked, and the findings as a list."""
    in_use, findings = view.in_use, view.findings
    if not findings:
        return
    stem = PurePath(in_use.name).stem
    with st.container(horizontal=True):
        if not in_use.is_public and can_be_marked(in_use.content()):
            suffix = ".xlsm" if in_use.name.casefold().endswith(".xlsm") else ".xlsx"
            name = f"{stem} marked{suffix}"
            st.download_button(
                "Download my workbook with these cells marked",
                data=people.noted_download(
                    name, lambda: mark_workbook(in_use.content(), view.plan, findings)
                ),
                file_name=name,
                on_click="ignore",
                help="Your own workbook, its formatting kept: each cell named below has a colour "
                "and a comment, and a sheet lists them all.",
            )
        name = f"{stem} findings.csv"
        st.download_button(
            "Download the findings as CSV",
            data=people.noted_download(
                name, lambda: findings_csv(finding.as_row() for finding in findings)
            ),
            file_name=name,
            mime="text/csv",
            on_click="ignore",
        )


def _label(group: Group) -> str:
    cells = [cell for each in group.found for cell in each.cells]
    found, name = max(len(cells), len(group.found)), sentence_case(group.kind.label)
    if all(any(letter.isdigit() for letter in cell) for cell in cells or [""]):
        return f"{name}: {count('cell', found)}"
    return name if found == 1 else f"{name}: {number(found)}"


def _show_group(view: View, group: Group) -> None:
    problems = group.problems
    for problem, found in list(problems.items())[:MOST_PROBLEMS]:
        st.markdown(escaped(problem))
        if group.kind == FindingKind.STATUS_NOT_UNDERSTOOD:
            st.markdown(_unknown_words(view))
        places = [place for place in map(_place, found[:MOST_CELLS]) if place]
        if places:
            st.markdown("\n".join(f"- {place}" for place in places))
    left = len(group.found) - sum(
        len(found[:MOST_CELLS]) for found in list(problems.values())[:MOST_PROBLEMS]
    )
    if left > 0:
        st.caption(f"And {number(left)} more, in the table below and in the downloads.")
    if group.kind in MAPPED:
        st.page_link("../pages/mapping.py", label="Say how it is to be read")


def _unknown_words(view: View) -> str:
    words = status_words(view.plan, view.in_use.mapping.statuses)
    unknown = words[words["group"].eq("unknown")]
    named = [
        f"“{escaped(shortened(row.word))}” ({count('action', row.actions)})"
        for row in unknown.head(MOST_WORDS).itertuples()
    ]
    more = len(unknown) - len(named)
    return f"The words are {listed(named + ([count('other', more)] if more else []))}."


def _place(finding: Finding) -> str:
    """Sheet, cell, field and value of a finding, as Markdown."""
    where = " ".join(part for part in (finding.sheet, finding.cell) if part)
    label = FIELDS[finding.field].label if finding.field in FIELDS else ""
    value = f"“{escaped(shortened(finding.value))}”" if finding.value else ""
    said = ", ".join(part for part in (f"**{escaped(where)}**" if where else "", label) if part)
    return f"{said}: {value}" if said and value else said + value


def _show_table(found: tuple[Finding, ...]) -> None:
    findings = pd.DataFrame([finding.as_row() for finding in found[:MOST_ROWS]])
    labels = {name: field.label for name, field in FIELDS.items()}
    frame.table(
        findings.assign(
            severity=findings["severity"].map(SEVERITY_LABELS),
            field=findings["field"].map(lambda name: labels.get(name, name)),
        ).replace("", None),
        _HEADINGS,
        alt="Every finding with its cell",
    )
    if len(found) > MOST_ROWS:
        st.caption(
            f"The first {number(MOST_ROWS)} of {number(len(found))}; the downloads have all."
        )
