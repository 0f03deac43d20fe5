"""What was understood of a sheet and what was not, for the Data quality page."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from tracker import Finding, Plan
from tracker.fields import FIELDS
from tracker.words import count, date_words, listed, shortened
from ui import frame
from ui.safe import escaped
from ui.view import View

SEVERITIES = {
    "error": ("Could not be used", "cell"),
    "warning": ("Assumed, and a figure depends on it", "assumption"),
    "note": ("Notes", "note"),
}
"""Severity -> its heading, and what one of its findings is called."""

MOST_IN_WORDS = 25  # findings of one severity in words; the table has all

_HEADINGS = {
    "severity": "How it was dealt with",
    "cell": "Cell",
    "sheet": "Sheet",
    "field": "Field",
    "value": "As typed",
    "problem": "What it means, and what to do",
}


def in_words(view: View) -> str:
    """What was read and how well, as Markdown."""
    plan, source = view.plan, view.plan.source
    sheets = listed([f"“{escaped(sheet)}”" for sheet in source.sheets])
    noun = "sheet" if len(source.sheets) == 1 else "sheets"
    read = f"{count('action', len(plan.actions))} read from {noun} {sheets}, header in row "
    number = {severity: len(_of(view, severity)) for severity in SEVERITIES}
    findings = (
        f"{count('value', number['error']) if number['error'] else 'No value'} could not be used; "
        f"{count('assumption', number['warning']) if number['warning'] else 'no assumption'} "
        "could change a figure"
    )
    return f"{read}{source.header_row}. {findings}."


def show_findings(view: View) -> None:
    """Every finding, the most serious first: in words, then all of them in a table."""
    if not view.findings:
        st.write("Every cell that the figures need was understood.")
        return
    for severity, (heading, noun) in SEVERITIES.items():
        found = _of(view, severity)
        if not found:
            continue
        st.subheader(f"{heading} ({len(found)})", anchor=False)
        st.markdown("\n".join(f"- {_in_words(finding)}" for finding in found[:MOST_IN_WORDS]))
        left = len(found) - MOST_IN_WORDS
        if left > 0:
            st.caption(f"{count(f'more {noun}', left)} in the table.")
    with st.expander("Table of these findings"):
        _show_table(view.findings)


def _in_words(finding: Finding) -> str:
    where = " ".join(part for part in (finding.sheet, finding.cell) if part)
    value = f" “{escaped(shortened(finding.value))}”" if finding.value else ""
    start = f"**{escaped(where)}**{value}: " if where else ""
    return start + escaped(finding.problem)


def _show_table(found: Sequence[Finding]) -> None:
    findings = pd.DataFrame([finding.as_dict() for finding in found])
    labels = {name: field.label for name, field in FIELDS.items()}
    frame.table(
        findings.assign(
            severity=findings["severity"].map(
                {key: words for key, (words, _) in SEVERITIES.items()}
            ),
            field=findings["field"].map(lambda name: labels.get(name, name)),
        ).replace("", None),
        _HEADINGS,
        alt="Every finding with its cell",
    )


def show_source(plan: Plan) -> None:
    """The sheet, its header row and the column that each field was read from."""
    for label, text in _facts(plan):
        st.markdown(f"{label}: {text}")
    mapped = [(FIELDS[field].label, header) for field, header in plan.columns.items()]
    frame.table(
        pd.DataFrame(mapped, columns=["field", "header"]),
        {"field": "Field", "header": "Column of your sheet"},
        alt="The column that each field was read from",
    )
    used = set(plan.columns.values())
    others = [escaped(header) for header in plan.original.columns if header not in used]
    if others:
        st.caption(f"Kept as they are, and given back in the download: {listed(others)}.")


def _facts(plan: Plan) -> list[tuple[str, str]]:
    source = plan.source
    stated = date_words(plan.as_at) if plan.as_at else "not stated in the workbook"
    facts = [
        ("File", escaped(source.file)),
        ("As-at date", stated),
        ("Hidden", _hidden(source.hidden_rows, source.hidden_columns)),
    ]
    if source.versions:
        versions = [
            f"{escaped(version.sheet)} ({date_words(version.as_at)})" for version in source.versions
        ]
        facts.append(("The plan as at other dates, not read", listed(versions)))
    if source.other_sheets:
        facts.append(("Sheets not read", listed([escaped(name) for name in source.other_sheets])))
    if plan.published:
        facts.append(("“Immediately” counts from", date_words(plan.published)))
    return facts


def _hidden(rows: int, columns: int) -> str:
    if not rows and not columns:
        return "no rows and no columns"
    hidden = [count("row", rows), count("column", columns)]
    return f"{listed(hidden)}, read and counted like the others"


def _of(view: View, severity: str) -> list[Finding]:
    return [finding for finding in view.findings if finding.severity == severity]
