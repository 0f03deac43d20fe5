"""How far each of the four figures moved since an earlier position, worked out by hand."""

from __future__ import annotations

from datetime import date

from tests.comparing import APRIL, MARCH, NOV, plan
from tracker.statements.headlines import Change, changes_of
from tracker.timeline import compare

ON_TIME = {"status": "complete", "original_due": NOV, "completed_on": NOV}
LATE = {"status": "complete", "original_due": NOV, "completed_on": date(2016, 4, 20)}
OPEN = {"status": "in_progress", "original_due": NOV}


def moved(before: list[dict], after: list[dict]) -> dict[str, Change]:
    old, new = (
        plan(*({"reference": str(n), "action": f"Action {n}", **row} for n, row in enumerate(rows)))
        for rows in (before, after)
    )
    return changes_of(compare(old, new, as_at=APRIL, previous_as_at=MARCH))


def test_a_share_of_more_actions_has_changed_though_its_count_has_not():
    # On time 1 of 1, then 1 of 2: 100% and 50%. Complete 1 of 2 (50%), then 2 of 3 (67%).
    found = moved([ON_TIME, OPEN], [ON_TIME, LATE, OPEN])
    assert found["Completed on time"] == Change("−50 points", -1)
    assert found["Complete"] == Change("+1, +17 points", 1)


def test_a_count_of_as_many_actions_says_its_change_alone():
    # Complete 1 of 2, then 2 of 2.
    assert moved([ON_TIME, OPEN], [ON_TIME, LATE])["Complete"] == Change("+1", 1)


def test_more_of_many_more_is_neither_better_nor_worse():
    # Complete 1 of 1 (100%), then 2 of 3 (67%).
    found = moved([ON_TIME], [ON_TIME, LATE, OPEN])
    assert found["Complete"] == Change("+1, −33 points", 0)


def test_what_has_not_moved_is_no_change():
    found = moved([ON_TIME, OPEN], [ON_TIME, OPEN])
    assert found["Complete"] == found["Completed on time"] == Change("no change", 0)


def test_no_change_is_told_of_what_is_not_known():
    found = moved([{"status": "in_progress"}], [{"status": "in_progress"}])
    assert "Overdue" not in found
    assert "Median slippage" not in found
