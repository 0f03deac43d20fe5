"""Real plans made by others give the figures that were counted by hand in their index."""

from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from tracker import Choices, measure, read_plan, summarise

CORPUS = Path(__file__).parents[2] / "shared" / "corpus"
pytestmark = pytest.mark.skipif(
    not CORPUS.is_dir(), reason="the real plans made by others are not here"
)


class Expected(NamedTuple):
    """The figures of the index: ``overdue`` is against the latest agreed date."""

    rows: int
    due: int
    completed: int
    overdue: int
    as_at: date


EXPECTED = {
    "k08_rmf_poam.xlsx": Expected(3, 3, 0, 2, date(2025, 7, 8)),
    "k09_securedocs_poam.xlsx": Expected(5, 0, 0, 0, date(2026, 6, 30)),
    "k10_complyscan_poam.csv": Expected(7, 7, 0, 6, date(2026, 9, 30)),
    "k13_audit_actions_it.csv": Expected(8, 8, 7, 1, date(2025, 6, 30)),
    "k20_acme_risks.xlsx": Expected(10, 10, 0, 4, date(2026, 9, 1)),
    "k22_grc_risks.csv": Expected(12, 12, 1, 3, date(2026, 8, 1)),
    "k23_cti_risks_quarters.xlsx": Expected(20, 20, 0, 7, date(2026, 5, 1)),
    "k25_pmo_schedule_baseline.xlsx": Expected(27, 27, 27, 0, date(2024, 10, 31)),
    "k32_fedramp_poam_template_empty.xlsx": Expected(0, 0, 0, 0, date(2026, 6, 30)),
    "k33_method123_issue_register_empty.xls": Expected(0, 0, 0, 0, date(2026, 6, 30)),
    "k41_arch_tracker_percent.xlsx": Expected(55, 0, 41, 0, date(2026, 6, 30)),
    "k45_ias_schedule.xlsx": Expected(13, 9, 0, 7, date(2018, 4, 18)),
}
COLUMNS = {"k13_audit_actions_it.csv": {"action": "azione"}}


@pytest.mark.parametrize("name", EXPECTED)
def test_a_real_plan_gives_the_figures_counted_by_hand(name: str) -> None:
    expected = EXPECTED[name]
    plan = read_plan(CORPUS / name, Choices(columns=COLUMNS.get(name, {})))
    measured = measure(plan.actions, expected.as_at, published=plan.published)
    totals = summarise(measured).totals
    assert (
        Expected(
            rows=len(plan.actions),
            due=int((measured["agreed_due"].notna()).sum()),
            completed=int(str(totals["completed"])),
            overdue=int(measured["is_overdue_revised"].sum()),
            as_at=expected.as_at,
        )
        == expected
    )


def test_thirteen_tasks_of_the_schedule_finished_after_their_baseline() -> None:
    plan = read_plan(CORPUS / "k25_pmo_schedule_baseline.xlsx")
    assert measure(plan.actions, date(2024, 10, 31))["is_late"].sum() == 13


def test_what_the_schedule_finished_after_the_as_at_date_is_open_and_said() -> None:
    """The index counts all 27 as completed as at 1 July 2024, but I11, I15 and twelve more cells
    give an actual finish after that day: as at it they are open (measures, section 3)."""
    plan = read_plan(CORPUS / "k25_pmo_schedule_baseline.xlsx")
    as_at = date(2024, 7, 1)
    assert measure(plan.actions, as_at)["is_complete"].sum() == 13
    late = [f for f in plan.findings_as_at(as_at) if f.kind == "completed_after_as_at"]
    cells = [cell for finding in late for cell in finding.cells]
    assert len(cells) == 14
    assert cells[0] == "I11"


def test_durations_are_said_to_be_no_dates() -> None:
    plan = read_plan(CORPUS / "k09_securedocs_poam.xlsx")
    errors = [f for f in plan.findings if f.severity == "error" and f.field == "original_due"]
    assert {f.value: len(f.cells) for f in errors} == {"30 Days": 2, "15 Days": 2, "20 Days": 1}


@pytest.mark.parametrize("name", EXPECTED)
def test_every_date_status_and_owner_cell_is_used_or_in_the_findings(name: str) -> None:
    plan = read_plan(CORPUS / name, Choices(columns=COLUMNS.get(name, {})))
    said = {(f.sheet, cell) for f in plan.findings for cell in f.cells}
    for at in range(len(plan.actions)):
        action = plan.actions.iloc[at]
        for field, words, unused in (
            ("original_due", action["original_due_text"], action["original_due"] is None),
            ("status", action["status_text"], action["status"] == "unknown"),
            ("owner", action["owner"], not action["owners"]),
        ):
            used = not (
                words and (unused or (field == "original_due" and action[field] != action[field]))
            )
            assert used or (action["sheet"], plan.cell(field, at)) in said, (field, words)
