"""The findings as a CSV file, for whoever puts the plan right."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping

from tracker.exports.cells import FORMULA_STARTS
from tracker.fields import FIELDS

SEVERITY_LABELS: Mapping[str, str] = {
    "error": "Could not be used",
    "warning": "Assumed, and a figure depends on it",
    "note": "Note",
}
"""What is said of a finding's severity."""

_HEADINGS = {
    "severity": "How it was dealt with",
    "sheet": "Sheet",
    "cell": "Cell",
    "field": "Field",
    "value": "As typed",
    "problem": "What it means, and what to do",
}


def findings_csv(findings: Iterable[Mapping[str, str]]) -> bytes:
    """A row a finding; each is given with the keys of ``Finding.as_dict``.

    UTF-8 with a mark, so that Excel shows every letter. A value that a spreadsheet program would
    run as a formula begins with an apostrophe.
    """
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(_HEADINGS.values())
    for finding in findings:
        row = dict(finding)
        row["severity"] = SEVERITY_LABELS.get(row["severity"], row["severity"])
        if row["field"] in FIELDS:
            row["field"] = FIELDS[row["field"]].label
        writer.writerow([inert(row[name]) for name in _HEADINGS])
    return file.getvalue().encode("utf-8-sig")


def inert(text: str) -> str:
    """A text that no spreadsheet program takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
