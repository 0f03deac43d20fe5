"""What is odd of a file as a version of a plan, or of a name that no plan has, is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands import answer, plan_file, told

FORCE = "Force plan"
POLICE = ["1.1,1,MoPI,Rewrite the disposal policy,Records,31/03/2016,,In progress,,OFFICIAL"]
COUNCIL = ["9,7,Audit,Resurface the north car park,Highways,31/03/2016,,In progress,,OFFICIAL"]
UNMARKED = "Ref,Rec,Inspection,Action,Owner,Original timescale,Revised timescale,Status,Completed"


@pytest.fixture
def database(tmp_path: Path) -> list[str]:
    return ["--database", f"sqlite:///{tmp_path / 'history.sqlite3'}"]


@pytest.fixture
def january(tmp_path: Path) -> Path:
    return plan_file(tmp_path / "january.csv", POLICE, "12 January 2016")


def test_that_no_action_of_a_file_is_in_the_plan_it_is_recorded_under_is_said(
    tmp_path, database, january
):
    council = plan_file(tmp_path / "council.csv", COUNCIL, "30 April 2016")
    doubt = "None of its actions stands in “Force plan”: it may be another plan."
    assert doubt not in told("history", "add", january, "--name", FORCE, *database)
    for command in ("summary", "actions"):
        assert doubt in told(command, council, "--recorded-as", FORCE, *database)
        assert doubt not in told(command, january, "--recorded-as", FORCE, *database)
    assert doubt in told("history", "add", council, "--name", FORCE, *database)
    assert "stands in the other plan" in told("compare", january, council)


def test_a_day_before_the_one_that_a_file_states_is_said(tmp_path, database, january):
    doubt = "The file itself states 12 January 2016, which is after 31 December 2015."
    day = ["--as-at", "2015-12-31"]
    assert doubt in told("summary", january, *day)
    assert "itself states" not in told("summary", january, "--as-at", "2016-12-31")
    assert doubt in told("history", "add", january, *day, *database)


def test_that_the_column_which_marked_an_action_is_gone_is_said_before_it_is_published(
    tmp_path, database
):
    rows = [POLICE[0].replace("OFFICIAL", "OFFICIAL-SENSITIVE"), COUNCIL[0]]
    january = plan_file(tmp_path / "january.csv", rows, "12 January 2016")
    told("history", "add", january, "--name", FORCE, *database)
    unmarked = [each.rpartition(",")[0] for each in rows]
    april = plan_file(tmp_path / "april.csv", unmarked, "30 April 2016", UNMARKED)
    public = ["-o", tmp_path / "page.html", "--recorded-as", FORCE, *database]
    doubt = "1 action that is restricted as at 12 January 2016 is not restricted here"
    assert doubt in told("publish", april, *public)
    cleared = plan_file(tmp_path / "cleared.csv", [POLICE[0], COUNCIL[0]], "30 April 2016")
    assert doubt not in told("publish", cleared, *public)
    undated = plan_file(tmp_path / "undated.csv", unmarked, "", UNMARKED)
    said = told("publish", undated, *public)  # it is withheld, as of a file without a date
    assert "1 restricted action left out" in said
    assert doubt not in said


def test_a_name_that_no_plan_has_is_an_error_with_the_names_there_are(database, january):
    told("history", "add", january, "--name", FORCE, *database)
    there = "Nope: nothing is recorded under that name; recorded is “Force plan”"
    for asked in (
        ["history", "list", "--name"],
        ["history", "trend", "--name"],
        ["summary", january, "--recorded-as"],
        ["forecast", january, "--name"],
    ):
        assert there in told(*asked, "Nope", *database, status=2)
    early = told("history", "portfolio", "--as-at", "2015-01-01", *database)
    assert early == "No plan is recorded by 1 January 2015.\n"


def test_a_plan_recorded_without_a_name_says_which_it_is_taken_for(tmp_path, database, january):
    told("history", "add", january, "--name", FORCE, *database)
    april = plan_file(tmp_path / "april.csv", POLICE, "30 April 2016")
    said = told("history", "add", april, *database)
    assert "It is taken for the next version of “Force plan”: 1 of 1 action stand" in said


def test_a_group_in_which_nothing_is_finished_is_not_on_time(january):
    said = told("summary", january)  # due on 31 March and expected then
    assert "on time" not in said
    assert "Recommendation 1  0 of 1, 0%  0        0 days" in said


def test_a_column_without_a_heading_is_said_to_go_by_its_letter_and_does(tmp_path):
    rows = [f"{n},{what},Records,31/03/2016,Open" for n, what in enumerate(("Do it", "Try"), 1)]
    file = tmp_path / "plan.csv"
    file.write_text("\n".join(["Ref,,Owner,Original timescale,Status", *rows]))
    assert "say which: a column without a heading goes by its letter." in told("check", file)
    mapped = answer("actions", file, "--map", "action=B")["actions"]
    assert [each["action"] for each in mapped] == ["Do it", "Try"]
