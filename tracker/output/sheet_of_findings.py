"""The reader's findings as a table: those of the actions shown, and those of the whole plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from tracker.output.sheet_table import SheetColumn, SheetTable
from tracker.own_downloads import FINDINGS_SHEET
from tracker.vocabulary import FIELDS
from tracker.words import count

if TYPE_CHECKING:
    from tracker.reading.findings import Finding

_WIDEST = 70.0

SEVERITY_LABELS: Mapping[str, str] = {
    "error": "Could not be used",
    "warning": "Assumed, and a figure depends on it",
    "note": "Note",
}
"""What is said of a finding's severity."""

HEADINGS: Mapping[str, str] = {
    "severity": "How it was dealt with",
    "sheet": "Sheet",
    "cell": "Cell",
    "field": "Field",
    "value": "As typed",
    "problem": "What it means, and what to do",
}
"""The heading of each key of a finding."""


def findings_shown(
    findings: Iterable[Finding], actions: pd.DataFrame, view: pd.DataFrame
) -> list[Finding]:
    """All but the findings of cells in those rows of ``actions`` that are not shown."""
    hidden = _rows(actions) - _rows(view)
    return [
        f for f in findings if not f.cells or any((f.sheet, row) not in hidden for row in f.rows)
    ]


def findings_table(findings: Sequence[Finding], title: str, context: str) -> SheetTable:
    """A row a finding, in the order given."""
    rows = [in_words(finding.as_row()) for finding in findings]
    said = count("finding", len(rows)) if rows else "Nothing to report"
    return SheetTable(
        sheet=FINDINGS_SHEET,
        name="Findings",
        title=f"{FINDINGS_SHEET}: {title}",
        context=f"{said}: what of these actions and their columns was assumed or not understood. "
        f"{context}",
        about="What was assumed, and what could not be used, with the cell that it is about",
        columns=[
            SheetColumn(heading, [row[name] or None for row in rows], widest=_WIDEST)
            for name, heading in HEADINGS.items()
        ],
    )


def _rows(actions: pd.DataFrame) -> set[tuple[str, int | None]]:
    return set(zip(actions["sheet"], actions["row"], strict=True))


def in_words(finding: Mapping[str, str]) -> dict[str, str]:
    """A finding with its severity and its field in the words that people are shown."""
    severity, field = finding["severity"], finding["field"]
    return {
        **finding,
        "severity": SEVERITY_LABELS.get(severity, severity),
        "field": FIELDS[field].label if field in FIELDS else field,
    }
