"""``export`` as another program uses it: one workbook, one an owner, and what it will not do."""

from __future__ import annotations

import email
from datetime import date
from email import policy
from pathlib import Path

import openpyxl
import pytest

from tests.plans import plan
from tests.test_command_line import SAMPLE, answer, run
from tests.workbooks import about, holds
from tracker.protective_marking import OF_THOSE_SHOWN

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


def test_by_owner_writes_a_workbook_of_open_actions_an_owner_into_a_folder_and_says_which(
    path, tmp_path
):
    folder = tmp_path / "for owners" / "April"
    values = answer("export", path, "--by-owner", "-o", folder, "--as-at", "2016-04-30")
    assert values["folder"] == str(folder)
    assert values["files"] == [
        {"owner": "Heron", "file": "Heron.xlsx", "actions": 1},
        {"owner": "Falconry", "file": "Falconry.xlsx", "actions": 1},
    ]
    assert sorted(file.name for file in folder.iterdir()) == ["Falconry.xlsx", "Heron.xlsx"]
    assert holds((folder / "Heron.xlsx").read_bytes(), "Audit")
    assert not holds((folder / "Heron.xlsx").read_bytes(), "Nightjar")


def test_it_tells_people_what_it_wrote_whose_nobodys_is_and_that_restricted_ones_are_in_it(
    path, tmp_path
):
    done = run("export", path, "--by-owner", "-o", tmp_path / "out", "--as-at", "2016-04-30")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        f"Wrote 2 workbooks to {tmp_path / 'out'}",
        "  Heron.xlsx: 1 open action",
        "  Falconry.xlsx: 1 open action",
        "In no workbook, as no owner is named: 1 open action",
        "Not for publication: 1 restricted action included.",
    ]


def test_with_post_each_owner_has_a_draft_with_the_workbook_and_a_calendar_of_due_dates(
    path, tmp_path
):
    folder = tmp_path / "out"
    command = ("export", path, "--by-owner", "--with-post", "-o", folder, "--as-at", "2016-04-30")
    assert run(*command).returncode == 0
    mail = email.message_from_bytes((folder / "Heron.eml").read_bytes(), policy=policy.default)
    assert (mail["X-Unsent"], mail["To"], mail["From"]) == ("1", None, None)
    assert mail["Subject"] == "Action plan: your update, plan.xlsx"
    assert "your 1 open action, as at 30 April 2016" in mail.get_body().get_content()
    (attached,) = mail.iter_attachments()
    assert attached.get_filename() == "Heron.xlsx"
    assert attached.get_content() == (folder / "Heron.xlsx").read_bytes()
    lines = (folder / "Heron.ics").read_bytes().decode().split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert {"DTSTART;VALUE=DATE:20151130", "DTEND;VALUE=DATE:20151201"} <= set(lines)
    assert "SUMMARY:Action due: 1. Audit" in lines


def test_public_leaves_no_word_of_a_restricted_row_in_any_byte_of_any_download(path, tmp_path):
    words = ("Nightjar", "Falconry", "SomeWords", "OFFICIAL-SENSITIVE")
    whole, public = tmp_path / "whole.xlsx", tmp_path / "public.xlsx"
    run("export", path, "-o", whole, "--as-at", "2016-04-30")
    assert all(holds(whole.read_bytes(), word) for word in words)
    done = run("export", path, "-o", public, "--public", "--as-at", "2016-04-30")
    assert done.stdout.splitlines() == [
        f"Wrote 3 actions to {public}",
        f"Public version: 1 restricted action left out. {OF_THOSE_SHOWN}",
    ]
    assert [word for word in words if holds(public.read_bytes(), word)] == []
    facts = about(public.read_bytes())
    assert facts["Publication"].startswith("Public version: 1 restricted action left out.")
    assert facts["Filters"] == "None: every action of the plan"
    folder = tmp_path / "owners"
    values = answer("export", path, "--by-owner", "-o", folder, "--public")
    assert values["left_out"] == 1
    assert [file["file"] for file in values["files"]] == ["Heron.xlsx"]
    for file in folder.iterdir():
        assert [word for word in words if holds(file.read_bytes(), word)] == []


def test_filters_narrow_the_owners_workbooks(path, tmp_path):
    command = ("export", path, "--by-owner", "-o", tmp_path / "out")
    values = answer(*command, "--text", "nightjar", "--as-at", "2016-04-30")
    assert [file["owner"] for file in values["files"]] == ["Falconry"]
    assert answer(*command, "--text", "nosuchword")["files"] == []


def test_its_own_files_are_replaced_but_none_that_somebody_saved_since(path, tmp_path):
    folder = tmp_path / "out"
    command = ("export", path, "--by-owner", "-o", folder, "--as-at", "2016-04-30")
    assert run(*command).returncode == 0
    assert run(*command).returncode == 0

    book = openpyxl.load_workbook(folder / "Falconry.xlsx")
    book["Your actions"]["J5"] = "Complete"
    book.properties.lastModifiedBy = "Falconry"
    book.save(folder / "Falconry.xlsx")
    kept = {file.name: file.read_bytes() for file in folder.iterdir()}
    done = run(*command)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Falconry.xlsx is there already" in done.stderr
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
    folder.mkdir()
    mine = path.rename(folder / "Heron.xlsx")
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
    assert list(values)[:2] == ["schema", "as_at"]
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


def test_the_samples_owners_workbooks_say_that_it_is_made_up(tmp_path):
    run("export", SAMPLE, "--by-owner", "-o", tmp_path / "owners")
    for file in (tmp_path / "owners").iterdir():
        form = openpyxl.load_workbook(file)["Your actions"]
        assert "Illustrative: made up" in form["A2"].value
