"""The findings as a CSV file, for whoever puts the plan right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tracker.output.csv_files import csv_for_excel
from tracker.vocabulary import FIELDS

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


def findings_csv(findings: Iterable[Mapping[str, str]]) -> bytes:
    """A row a finding; each is given with the keys of ``Finding.as_dict``."""
    rows = map(in_words, findings)
    return csv_for_excel(HEADINGS.values(), ([row[name] for name in HEADINGS] for row in rows))


def in_words(finding: Mapping[str, str]) -> dict[str, str]:
    """A finding with its severity and its field in the words that people are shown."""
    severity, field = finding["severity"], finding["field"]
    return {
        **finding,
        "severity": SEVERITY_LABELS.get(severity, severity),
        "field": FIELDS[field].label if field in FIELDS else field,
    }
