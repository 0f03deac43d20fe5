"""Nothing typed is lost: every date, status and owner cell is used or among the findings."""

from datetime import date, timedelta
from typing import Any

import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.plans import plan
from tracker import read_plan

HEADINGS = [
    "Ref",
    "Action",
    "Lead",
    "Due",
    "Revised date",
    "Status",
    "% complete",
    "Date completed",
]
DAYS = st.dates(date(2014, 1, 1), date(2019, 12, 31))
WORDS = st.text(st.characters(min_codepoint=32, max_codepoint=383), min_size=1, max_size=12).filter(
    lambda text: not text.startswith("=")  # a formula
)
DATES = st.one_of(
    st.none(),
    DAYS,
    DAYS.map(lambda day: f"By {day.day} {day:%B %Y}"),
    DAYS.map(lambda day: f"{day:%d/%m/%Y} revised to {day + timedelta(days=90):%d/%m/%Y}"),
    st.sampled_from(
        ["TBC", "Immediately", "N/A", "Q4 2015/16", "30 Days", "07/17", "Complete", "x"]
    ),
    WORDS,
)
STATUSES = st.one_of(
    st.none(),
    st.sampled_from(["Complete", "In progress", "Green", "Superseded", "Bedded in", "60%", "Yes"]),
    WORDS,
)
OWNERS = st.one_of(
    st.none(), st.sampled_from(["Lead", "A; B", "TBC", "A / B", "Head of R&D", "-"]), WORDS
)
PERCENTS = st.one_of(st.none(), st.sampled_from([0, 40, 100, 0.5, "60%", "half", 140, "-"]))
ROWS = st.lists(st.tuples(OWNERS, DATES, DATES, STATUSES, PERCENTS, DATES), min_size=1, max_size=6)
FIELDS = ("owner", "original_due", "revised_due", "status", "percent_complete", "completed_on")


def blank(cell: Any) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(ROWS)
def test_every_cell_is_used_or_in_the_findings(rows: list[tuple[Any, ...]]) -> None:
    data = plan(*[[str(i), f"Action {i}", *row] for i, row in enumerate(rows)], headings=HEADINGS)
    read = read_plan(data)
    assert len(read.actions) == len(rows)
    used = read.actions.assign(
        owner=read.actions["owners"].map(bool),
        status=read.actions["status"].ne("unknown"),
        **{name: read.actions[name].notna() for name in FIELDS if name not in ("owner", "status")},
    )
    columns = {name: column for name, column in read.columns.items() if name in FIELDS}
    said = {(cell, f.field) for f in read.findings for cell in f.cells}
    values = {(f.value, f.field) for f in read.findings}
    for at, row in enumerate(rows):
        for name, cell in zip(FIELDS, row, strict=True):
            if blank(cell) or name not in columns or used[name].iloc[at]:
                continue
            typed = " ".join(str(cell).split()) if isinstance(cell, str) else cell
            address = read.cell(name, at)
            assert (address, name) in said or (typed, name) in values, (name, cell, address)


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(ROWS)
def test_a_column_is_left_out_only_with_a_finding(rows: list[tuple[Any, ...]]) -> None:
    data = plan(*[[str(i), f"Action {i}", *row] for i, row in enumerate(rows)], headings=HEADINGS)
    read = read_plan(data)
    lost = set(FIELDS) - set(read.columns)
    filled = {name for at, name in enumerate(FIELDS) if any(not blank(row[at]) for row in rows)}
    said = {f.value for f in read.findings} | {f.field for f in read.findings}
    headings = dict(zip(FIELDS, HEADINGS[2:], strict=True))
    for name in lost & filled:
        assert headings[name] in said or name in said, (name, read.findings)


def test_the_frame_keeps_its_types_whatever_was_read() -> None:
    read = read_plan(plan(["1", "a", None, "TBC", None, "x", "half", "soon"], headings=HEADINGS))
    assert pd.api.types.is_datetime64_any_dtype(read.actions["original_due"])
    assert read.actions["percent_complete"].dtype == "float64"
