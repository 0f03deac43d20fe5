"""The Data quality page: the findings by problem, worst first, and their downloads."""

import csv
import io

from tests.test_pages import turned_to, uploaded, words
from tracker import Finding
from tracker.exports.findings_csv import findings_csv
from ui.findings import MOST_CELLS, grouped


def finding(severity: str, kind: str, cell: str = "A1", value: str = "x") -> Finding:
    return Finding(severity, "Plan", cell, "status", value, f"Said of {kind}.", kind)


def test_findings_are_grouped_by_problem_the_worst_and_then_the_most_frequent_first():
    groups = grouped(
        [
            finding("note", "a"),
            finding("warning", "b"),
            finding("error", "c"),
            finding("error", "d"),
            finding("error", "d", "A2"),
        ]
    )
    assert [(group.kind, len(group.found)) for group in groups] == [
        ("d", 2),
        ("c", 1),
        ("b", 1),
        ("a", 1),
    ]


def test_each_problem_is_said_once_with_its_cells_and_unknown_words_with_their_counts():
    plan = b"""Ref,Action,Lead,HMIC timescale,Status
1,Alpha,Records,30/11/2015,Bedded in
2,Beta,ICT,30/11/2015,Bedded in
3,Gamma,ICT,TBC,Handed over
"""
    app = turned_to(uploaded(plan), "data_quality")
    labels = [each.label for each in app.expander]
    assert "Status not understood: 3 cells" in labels
    said = words(app)
    assert "The words are “Bedded in” (2 actions) and “Handed over” (1 action)." in said
    assert said.count("This status is not understood") == 1
    assert "E2**, Status: “Bedded in”" in said
    assert "D4**, Original timescale: “TBC”" in said


def test_with_thousands_of_findings_the_page_names_the_first_of_each_problem():
    rows = [f"{number},Action {number},Lead,TBC,Bedded in" for number in range(1500)]
    plan = "\n".join(["Ref,Action,Lead,HMIC timescale,Status", *rows]).encode()
    app = turned_to(uploaded(plan), "data_quality")
    assert "Status not understood: 1,500 cells" in [each.label for each in app.expander]
    assert words(app).count("Status: “Bedded in”") == MOST_CELLS
    assert "And 1,490 more, in the table below" in words(app)
    assert "The first 2,000 of 3,0" in words(app)


def test_the_findings_as_csv_name_everything_and_run_nothing():
    found = [finding("error", "c", "F2", value='=HYPERLINK("http://a.test")').as_row()]
    rows = list(csv.reader(io.StringIO(findings_csv(found).decode("utf-8-sig"))))
    assert rows[0] == [
        "How it was dealt with",
        "Sheet",
        "Cell",
        "Field",
        "As typed",
        "What it means, and what to do",
    ]
    assert rows[1] == [
        "Could not be used",
        "Plan",
        "F2",
        "Status",
        '\'=HYPERLINK("http://a.test")',
        "Said of c.",
    ]
