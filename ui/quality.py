"""What was understood of a sheet and what was not, for the Data quality page."""

from __future__ import annotations

from collections import Counter

import pandas as pd
import streamlit as st

from tracker import Plan
from tracker.fields import FIELDS
from tracker.words import count, date_words, listed
from ui import frame, mapping
from ui.safe import escaped
from ui.view import View


def in_words(view: View) -> str:
    """What was read and how well, as Markdown."""
    plan, source = view.plan, view.plan.source
    sheets = listed([f"“{escaped(sheet)}”" for sheet in source.sheets])
    noun = "sheet" if len(source.sheets) == 1 else "sheets"
    read = f"{count('action', len(plan.actions))} read from {noun} {sheets}, header in row "
    number = Counter(finding.severity for finding in view.findings)
    findings = (
        f"{count('value', number['error']) if number['error'] else 'No value'} could not be used; "
        f"{count('assumption', number['warning']) if number['warning'] else 'no assumption'} "
        "could change a figure"
    )
    return f"{read}{source.header_row}. {findings}."


def offer_versions(view: View) -> None:
    """Other sheets of the workbook that hold the plan as at another date, to be opened."""
    about = mapping.subject(view.in_use)
    versions = view.plan.source.versions
    if versions:
        names = {
            version.sheet: f"{version.sheet} ({date_words(version.as_at)})"
            if version.as_at
            else version.sheet
            for version in versions
        }
        st.selectbox(
            "This workbook holds the plan as at other dates too",
            list(names),
            format_func=names.__getitem__,
            index=None,
            placeholder="Open another one",
            key="version",
            on_change=mapping.sheets_changed,
            args=(about, "version"),
        )
    elif view.in_use.mapping.sheets:
        st.button(
            "Back to the sheet found automatically", on_click=mapping.find_sheets, args=(about,)
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
