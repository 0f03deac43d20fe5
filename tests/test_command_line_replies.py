"""``replies`` as another program uses it: what owners sent back, and the plan with it."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from tests.commands import answer, told
from tests.plans import plan
from tracker import read_plan

HEADINGS = ["Ref", "Action", "Lead", "Due", "Revised date", "Status"]
NOV = date(2015, 11, 30)
ROWS = [
    ["1", "Audit", "Heron", NOV, None, "Open"],
    ["2", "Train", "Lapwing", NOV, None, "Open"],
]


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path, Path]:
    """A plan and the two workbooks that its owners sent back."""
    path = tmp_path / "plan.xlsx"
    path.write_bytes(plan(*ROWS, headings=HEADINGS))
    told("export", path, "--by-owner", "-o", tmp_path / "out", "--as-at", "2016-04-30")
    for name in ("Heron", "Lapwing"):
        file = tmp_path / "out" / f"{name}.xlsx"
        book = openpyxl.load_workbook(file)
        form = book["Your actions"]
        headings = [cell.value for cell in form[4]]
        form.cell(5, headings.index("Status") + 1).value = "Awaiting sign-off"
        if name == "Lapwing":
            form.cell(5, headings.index("New date asked for") + 1).value = datetime(2016, 6, 30)
        book.save(file)
    return path, tmp_path / "out" / "Heron.xlsx", tmp_path / "out" / "Lapwing.xlsx"


def test_it_lists_what_is_proposed_and_what_is_stopped_and_writes_the_plan_with_the_rest(
    files, tmp_path
):
    path, *sent = files
    new = tmp_path / "new.xlsx"
    values = answer("replies", path, *sent, "-o", new, "--as-at", "2016-04-30")
    assert values["schema"] == {"name": "replies", "version": 1}
    assert values["proposed"] == [
        {
            "reference": reference,
            "owner": owner,
            "field": "status",
            "before": "In progress",
            "after": "Awaiting sign-off",
            "reason": "",
            "file": f"{owner}.xlsx",
        }
        for reference, owner in (("1", "Heron"), ("2", "Lapwing"))
    ]
    assert [each["file"] for each in values["stopped"]] == ["Lapwing.xlsx"]
    assert "without a reason" in values["stopped"][0]["problem"]
    assert values["written"] == 2
    assert (values["untouched"], values["silent"]) == ([], [])
    assert read_plan(new).actions["status"].tolist() == ["awaiting_sign_off"] * 2
    assert read_plan(path).actions["status"].tolist() == ["in_progress"] * 2


def test_who_has_not_answered_is_told(files):
    path, heron, _ = files
    lines = told("replies", path, heron, "--as-at", "2016-04-30").splitlines()
    assert lines[-1] == "One owner has answered nothing yet: Lapwing."


def test_only_names_whose_changes_are_written(files, tmp_path):
    path, *sent = files
    new = tmp_path / "new.xlsx"
    command = ("replies", path, *sent, "-o", new, "--as-at", "2016-04-30")
    assert "Wrote 1 change to" in told(*command, "--only", "2")
    assert read_plan(new).actions["status"].tolist() == ["in_progress", "awaiting_sign_off"]
    assert "no change is proposed" in told(*command, "--only", "7", status=2)


def test_the_plan_itself_and_another_ending_are_refused(files, tmp_path):
    path, *sent = files
    before = path.read_bytes()
    command = ("replies", path, *sent, "--as-at", "2016-04-30", "-o")
    assert "is the plan itself" in told(*command, path, status=2)
    assert "must end in .xlsx" in told(*command, tmp_path / "new.csv", status=2)
    assert path.read_bytes() == before
    assert not (tmp_path / "new.csv").exists()


def test_people_are_told_each_change_beside_what_stood_and_why_others_are_stopped(files):
    path, *sent = files
    lines = told("replies", path, *sent, "--as-at", "2016-04-30").splitlines()
    assert lines[:3] == [
        "2 changes proposed",
        "  1 Status: In progress → Awaiting sign-off",
        "    Heron, Heron.xlsx",
    ]
    assert lines[-2:] == [
        "1 answer stopped",
        "  Lapwing.xlsx L5: A new date is asked for without a reason.",
    ]
