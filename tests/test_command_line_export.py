"""``export`` as another program uses it: one workbook, one an owner, and what it will not do."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from tests.plans import plan
from tests.test_command_line import SAMPLE, answer, run
from tests.workbooks import about, holds, table
from tracker import read_plan
from tracker.words import OF_THOSE_SHOWN

HEADINGS = ["Ref", "Action", "Lead", "Due", "Status", "Marking"]
NOV = date(2015, 11, 30)
ROWS = [
    ["1", "Audit", "Heron", NOV, "Open", "OFFICIAL"],
    ["2", "Train", "Heron; Lap/wing", NOV, "Complete", "OFFICIAL"],
    ["3", "Watch Nightjar", "Falconry", "SomeWords", "Odd", "OFFICIAL-SENSITIVE"],
    ["4", "Merge", None, NOV, "Open", "OFFICIAL"],
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "plan.xlsx"
    file.write_bytes(plan(*ROWS, headings=HEADINGS))
    return file


def test_by_owner_writes_a_workbook_an_owner_into_a_folder_and_says_which(path, tmp_path):
    folder = tmp_path / "for owners" / "April"
    values = answer("export", path, "--by-owner", "-o", folder, "--as-at", "2016-04-30")
    assert values == {
        "as_at": "2016-04-30",
        "folder": str(folder),
        "files": [
            {"owner": "Heron", "file": "Heron.xlsx", "actions": 2},
            {"owner": "Lap/wing", "file": "Lap-wing.xlsx", "actions": 1},
            {"owner": "Falconry", "file": "Falconry.xlsx", "actions": 1},
            {"owner": None, "file": "No owner named.xlsx", "actions": 1},
        ],
        "left_out": None,
    }
    assert sorted(file.name for file in folder.iterdir()) == sorted(
        file["file"] for file in values["files"]
    )
    assert read_plan(folder / "Heron.xlsx").actions["action"].tolist() == ["Audit", "Train"]
    assert about((folder / "Falconry.xlsx").read_bytes())["Actions restricted"].startswith("1 ")


def test_it_tells_people_what_it_wrote_and_that_restricted_actions_are_in_it(path, tmp_path):
    done = run("export", path, "--by-owner", "-o", tmp_path / "out", "--as-at", "2016-04-30")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        f"Wrote 4 workbooks to {tmp_path / 'out'}",
        "  Heron.xlsx: 2 actions",
        "  Lap-wing.xlsx: 1 action",
        "  Falconry.xlsx: 1 action",
        "  No owner named.xlsx: 1 action",
        "1 restricted action included: not for publication.",
    ]


def test_public_leaves_no_word_of_a_restricted_row_in_any_byte_of_any_download(path, tmp_path):
    words = ("Nightjar", "Falconry", "SomeWords", "OFFICIAL-SENSITIVE")
    whole, public = tmp_path / "whole.xlsx", tmp_path / "public.xlsx"
    run("export", path, "-o", whole, "--as-at", "2016-04-30")
    assert all(holds(whole.read_bytes(), word) for word in words)
    done = run("export", path, "-o", public, "--public", "--as-at", "2016-04-30")
    assert done.stdout.splitlines() == [
        f"Wrote 3 actions to {public}",
        f"1 restricted action left out. {OF_THOSE_SHOWN}.",
    ]
    assert [word for word in words if holds(public.read_bytes(), word)] == []
    facts = about(public.read_bytes())
    assert facts["Actions restricted"].startswith("1 restricted action left out of every sheet")
    assert facts["Filters"] == "None: every action of the plan"
    folder = tmp_path / "owners"
    values = answer("export", path, "--by-owner", "-o", folder, "--public")
    assert values["left_out"] == 1
    assert [file["file"] for file in values["files"]] == [
        "Heron.xlsx",
        "Lap-wing.xlsx",
        "No owner named.xlsx",
    ]
    for file in folder.iterdir():
        assert [word for word in words if holds(file.read_bytes(), word)] == []


def test_filters_narrow_the_owners_workbooks(path, tmp_path):
    values = answer(
        "export", path, "--by-owner", "-o", tmp_path / "out", "--overdue", "--as-at", "2016-04-30"
    )
    assert [file["actions"] for file in values["files"]] == [1, 1]
    assert table((tmp_path / "out" / "Heron.xlsx").read_bytes())["Ref"].tolist() == ["1"]
    nothing = answer("export", path, "--by-owner", "-o", tmp_path / "out", "--text", "nosuchword")
    assert nothing["files"] == []


def test_its_own_files_are_replaced_but_none_that_somebody_saved_since(path, tmp_path):
    folder = tmp_path / "out"
    command = ("export", path, "--by-owner", "-o", folder, "--as-at", "2016-04-30")
    assert run(*command).returncode == 0
    first = (folder / "Heron.xlsx").read_bytes()
    assert run(*command, "--text", "audit").returncode == 0
    assert (folder / "Heron.xlsx").read_bytes() != first

    book = openpyxl.load_workbook(folder / "Lap-wing.xlsx")
    book["Actions"]["A4"] = "noted by its owner"
    book.properties.lastModifiedBy = "Lap Wing"
    book.save(folder / "Lap-wing.xlsx")
    kept = {file.name: file.read_bytes() for file in folder.iterdir()}
    done = run(*command)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Lap-wing.xlsx is there already" in done.stderr
    assert done.stderr.count("\n") == 1
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == kept


@pytest.mark.parametrize("content", [b"", b"not a workbook", b"PK\x03\x04 broken"])
def test_a_file_of_another_kind_is_never_replaced(path, tmp_path, content):
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "Falconry.xlsx").write_bytes(content)
    done = run("export", path, "--by-owner", "-o", folder)
    assert done.returncode == 2
    assert [file.name for file in folder.iterdir()] == ["Falconry.xlsx"]
    assert (folder / "Falconry.xlsx").read_bytes() == content


def test_a_plan_is_not_replaced_by_a_workbook_named_like_it(path, tmp_path):
    folder = tmp_path / "out"
    assert run("export", path, "--by-owner", "-o", folder).returncode == 0
    mine = folder / "Heron.xlsx"
    done = run("export", mine, "--by-owner", "-o", folder)
    assert done.returncode == 2
    assert "is the plan itself" in done.stderr


def test_a_folder_that_cannot_be_made_is_one_error_line(path, tmp_path):
    (tmp_path / "file").write_text("x")
    done = run("export", path, "--by-owner", "-o", tmp_path / "file")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert done.stderr.startswith("error: the folder")


def test_one_file_says_in_json_what_it_wrote(tmp_path):
    output = tmp_path / "download.xlsx"
    values = answer("export", SAMPLE, "-o", output, "--owner", "Head of Records")
    assert list(values) == ["as_at", "file", "actions", "left_out"]
    assert (values["file"], values["left_out"]) == (str(output), None)


def test_a_name_whose_ending_is_not_what_it_writes_is_refused(path, tmp_path):
    for name in ("actions.csv", "actions.xls", "actions"):
        done = run("export", path, "-o", tmp_path / name)
        assert (done.returncode, done.stderr.count("\n")) == (2, 1)
        assert "must end in .xlsx" in done.stderr
        assert not (tmp_path / name).exists()


def test_it_says_where_the_filters_leave_nothing(path, tmp_path):
    done = run("export", path, "-o", tmp_path / "none.xlsx", "--owner", "Nobody at all")
    assert done.returncode == 0
    assert done.stdout.splitlines()[1] == "No action is left by the filters: owner Nobody at all."
