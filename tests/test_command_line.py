"""The command line as another program uses it: its exact output and its exit statuses."""

import json
import subprocess
import sys
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from tests.commands import plan_file, run, told
from tests.plans import plan, workbook
from tracker.book import Book, open_book

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "sample_data" / "building_the_picture_2016-04-30.xlsx"
FIGURES = [
    "actions",
    "withdrawn",
    "completed",
    "open",
    "overdue",
    "completion_rate",
    "confirmed",
    "confirmed_rate",
    "due",
    "on_time_rate",
    "hit_task_rate",
    "bei",
    "median_slippage_days",
    "mean_slippage_days",
    "max_slippage_days",
    "rebaselined",
    "next_due",
]


def started(*arguments: object) -> subprocess.CompletedProcess[str]:
    """A command as another program starts it."""
    return subprocess.run(
        [sys.executable, "-m", "tracker", *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
    )


def test_a_command_started_by_another_program_prints_and_ends_as_in_this_process():
    for arguments in (("summary", SAMPLE, "--format", "json"), ("summary", "nowhere.xlsx")):
        done, here = started(*arguments), run(*arguments)
        assert (done.returncode, done.stdout, done.stderr) == (
            here.returncode,
            here.stdout,
            here.stderr,
        )


def answer(*arguments: object, status: int = 0) -> dict[str, Any]:
    done = run(*arguments, "--format", "json")
    assert (done.returncode, done.stderr) == (status, "")
    values: dict[str, Any] = json.loads(done.stdout)
    return values


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Five actions whose figures are worked out in the tests that use them."""
    headings = [
        "Ref",
        "Rec",
        "Action",
        "Lead",
        "HMIC timescale",
        "Revised",
        "Status",
        "Done on",
        "Cost",
    ]
    end_nov = date(2015, 11, 30)
    rows = [
        ["Position as at 30 April 2016"],
        headings,
        ["1.1", "1", "Audit", "A; B", end_nov, None, "Complete", date(2015, 12, 10), 5],
        ["1.2", "1", "Report", "A", end_nov, date(2016, 6, 30), "In progress", None, None],
        ["2.1", "2", "Train", "B", end_nov, None, "Not started", None, 2.5],
        ["2.2", "2", "Publish", None, date(2016, 5, 31), None, "Open", None, None],
        ["3.1", None, "Merge", "A", end_nov, None, "Superseded", None, None],
    ]
    rows[-1][1] = "3"
    path = tmp_path / "plan.xlsx"
    rows[1][7] = "Date completed"
    path.write_bytes(workbook({"Appendix A": rows}))
    return path


BEGINS = ("schema", "as_at", "as_at_source", "source", "filters", "public", "left_out")
ENDS = ("questions", "findings")
"""The keys with which every answer about one plan begins and ends."""


def test_summary_prints_the_figures_of_the_contract_in_its_order(small: Path) -> None:
    values = answer("summary", small)
    assert list(values) == [
        *BEGINS,
        "totals",
        "recommendations",
        "owners",
        "scopes",
        "range",
        *ENDS,
    ]
    assert (values["as_at"], values["as_at_source"]) == ("2016-04-30", "workbook")
    assert values["source"] == {
        "file": "plan.xlsx",
        "sha256": sha256(small.read_bytes()).hexdigest(),
        "sheet": "Appendix A",
        "header_row": 2,
        "rows": 5,
        "columns": {
            "reference": "Ref",
            "recommendation": "Rec",
            "action": "Action",
            "owner": "Lead",
            "original_due": "HMIC timescale",
            "revised_due": "Revised",
            "status": "Status",
            "completed_on": "Date completed",
        },
        "unused_columns": ["Cost"],
    }
    # Slippage: 1.1 10 days; 1.2 to 30 June 2016, 213; 2.1 to the as-at date, 152; 2.2 in date, 0.
    assert values["totals"] == {
        "actions": 5,
        "withdrawn": 1,
        "completed": 1,
        "open": 3,
        "overdue": 2,
        "completion_rate": 0.25,
        "confirmed": None,
        "confirmed_rate": None,
        "due": 3,
        "on_time_rate": 0.0,
        "hit_task_rate": 0.0,
        "bei": 0.3333,
        "median_slippage_days": 81.0,
        "mean_slippage_days": 93.75,
        "max_slippage_days": 213,
        "rebaselined": 1,
        "next_due": "2016-05-31",
    }
    assert list(values["totals"]) == FIGURES
    first = values["recommendations"][0]
    dates = ["original_due", "expected_finish", "slippage_days", "is_complete"]
    assert list(first) == ["source", "recommendation", *dates, *FIGURES]
    assert [first[name] for name in dates] == ["2015-11-30", "2016-06-30", 213, False]
    assert [row["recommendation"] for row in values["recommendations"]] == ["1", "2", "3"]
    assert [(row["owner"], row["actions"]) for row in values["owners"]] == [
        ("A", 3),
        ("B", 2),
        (None, 1),
    ]
    assert [(row["scope"], row["actions"]) for row in values["scopes"]] == [(None, 5)]


def test_actions_prints_every_field_measure_and_other_column(small: Path) -> None:
    values = answer("actions", small, "--as-at", "2016-04-30")
    assert list(values) == [*BEGINS, "actions", *ENDS]
    second = values["actions"][1]
    assert second["owners"] == ["A"]
    assert second["extra"] == {"Cost": None}
    assert values["actions"][0]["extra"] == {"Cost": 5.0}
    measures = list(second)[list(second).index("extra") + 1 :]
    assert measures == [
        "is_complete",
        "is_open",
        "slippage_days",
        "days_overdue",
        "expected_finish",
        "slippage_is_minimum",
        "slippage_working_days",
        "is_overdue",
        "is_overdue_revised",
        "is_late",
        "is_rebaselined",
        "extension_days",
        "slippage_against_revised_days",
        "age_days",
        "sheet",
        "row",
    ]
    assert (second["expected_finish"], second["slippage_days"], second["extension_days"]) == (
        "2016-06-30",
        213,
        213,
    )
    assert (second["is_overdue"], second["days_overdue"], second["is_overdue_revised"]) == (
        True,
        152,
        False,
    )
    assert (second["sheet"], second["row"]) == ("Appendix A", 4)


def test_the_as_at_date_is_the_option_else_the_workbooks_else_today(
    small: Path, tmp_path: Path
) -> None:
    given = answer("summary", small, "--as-at", "2015-12-31")
    assert (given["as_at"], given["as_at_source"]) == ("2015-12-31", "option")
    silent = tmp_path / "silent.xlsx"
    silent.write_bytes(plan(["1", "1", "a", "Lead", date(2015, 11, 30), "Open"]))
    before = date.today()
    values = answer("summary", silent)
    assert before.isoformat() <= values["as_at"] <= date.today().isoformat()
    assert values["as_at_source"] == "today"


def test_check_prints_findings_and_ends_with_1_where_one_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    path.write_bytes(plan(["1", "1", "a", "Lead", "TBC", "Open"]))
    values = answer("check", path, "--as-at", "2016-04-30", status=1)
    assert list(values) == [*BEGINS, *ENDS]
    first = values["findings"][0]
    assert list(first) == [
        "severity",
        "kind",
        "sheet",
        "cell",
        "cells",
        "field",
        "value",
        "problem",
    ]
    assert [first[name] for name in list(first)[:7]] == [
        "error",
        "no_date_given",
        "Plan",
        "E2",
        ["E2"],
        "original_due",
        "TBC",
    ]
    path.write_bytes(plan(["1", "1", "a", "Lead", date(2015, 11, 30), "Open"]))
    assert answer("check", path)["findings"] == []


def test_check_says_of_no_cell_only_how_grave_it_is(tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    path.write_text("Ref,Action,Owner,Due date\n1,Train,Lead,30/11/2015\n", encoding="utf-8")
    assert "\n  warning: No column was recognised as the status" in run("check", path).stdout


@pytest.mark.parametrize(
    ("filters", "references"),
    [
        (["--owner", "b"], ["1.1", "2.1"]),
        (["--owner", "No owner named"], ["2.2"]),
        (["--recommendation", "1", "--recommendation", "3"], ["1.1", "1.2", "3.1"]),
        (["--status", "complete"], ["1.1"]),
        (["--status", "withdrawn", "--status", "Not started"], ["2.1", "3.1"]),
        (["--overdue"], ["1.2", "2.1"]),
        (["--overdue", "--owner", "A"], ["1.2"]),
        (["--text", "PUBLISH"], ["2.2"]),
        (["--scope", "national"], []),
    ],
)
def test_filters_narrow_the_actions(small: Path, filters: list[str], references: list[str]) -> None:
    values = answer("actions", small, *filters)
    assert [action["reference"] for action in values["actions"]] == references
    assert answer("summary", small, *filters)["totals"]["actions"] == len(references)


def test_status_means_a_word_with_an_equals_sign_and_a_filter_without(small: Path) -> None:
    values = answer("summary", small, "--status", "Open=complete", "--status", "complete")
    assert values["totals"]["actions"] == 2


def test_columns_sheets_and_header_rows_can_be_said(tmp_path: Path) -> None:
    path = tmp_path / "piano.xlsx"
    rows = [["Piano"], ["id", "azione", "scadenza"], ["1", "Verifica", date(2015, 11, 30)]]
    path.write_bytes(workbook({"Foglio": rows, "Note": [["x"]]}))
    said = ["--sheet", "Foglio", "--header-row", "2", "--map", "action=azione"]
    values = answer(
        "actions", path, *said, "--map", "original_due=scadenza", "--as-at", "2016-01-01"
    )
    (action,) = values["actions"]
    assert (action["action"], action["original_due"], action["slippage_days"]) == (
        "Verifica",
        "2015-11-30",
        32,
    )


def test_a_mapping_file_and_a_publication_date_are_used(tmp_path: Path) -> None:
    path, mapping = tmp_path / "plan.xlsx", tmp_path / "mapping.json"
    path.write_bytes(plan(["1", "1", "a", "Lead", "Immediately", "Bedded in"]))
    mapping.write_text(json.dumps({"statuses": {"Bedded in": "complete"}}))
    values = answer("actions", path, "--mapping", mapping, "--published", "2018-03-01")
    (action,) = values["actions"]
    assert (action["status"], action["original_due"]) == ("complete", "2018-03-01")


def test_a_catalogue_gives_a_recommendation_its_own_timescale(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    path.write_bytes(plan(["1", "5", "a", "Lead", date(2016, 3, 31), "Open"]))
    catalogue = ROOT / "sample_data" / "hmic_building_the_picture.csv"
    values = answer("summary", path, "--catalogue", catalogue, "--as-at", "2016-04-30")
    assert values["recommendations"][0]["original_due"] == "2015-11-30"
    assert values["recommendations"][0]["slippage_days"] == 152
    assert "31 March 2016" in values["findings"][0]["problem"]


def test_export_writes_what_the_filters_leave_and_it_reads_back(
    small: Path, tmp_path: Path
) -> None:
    output = tmp_path / "download.xlsx"
    done = run("export", small, "-o", output, "--owner", "A")
    assert (done.returncode, done.stdout) == (0, f"Wrote 3 actions to {output}\n")
    shown = answer("summary", small, "--owner", "A")
    again = answer("summary", output)
    assert again["totals"] == shown["totals"]
    assert again["recommendations"] == shown["recommendations"]


def test_a_public_version_leaves_restricted_rows_out_of_rows_counts_and_findings(
    tmp_path: Path,
) -> None:
    path, output = tmp_path / "plan.xlsx", tmp_path / "public.xlsx"
    headings = ["Ref", "Action", "Lead", "Due", "Status", "Marking"]
    rows = [
        ["1", "Audit", "A", date(2015, 11, 30), "Open", "OFFICIAL"],
        ["2", "Secret thing", "Hidden owner", "SomeWords", "Odd", "OFFICIAL-SENSITIVE"],
    ]
    path.write_bytes(plan(*rows, headings=headings))
    done = run("summary", path, "--public", "--format", "json", "--as-at", "2016-04-30")
    assert json.loads(done.stdout)["totals"]["actions"] == 1
    for words in ("Hidden owner", "SomeWords", "Odd"):
        assert words not in done.stdout
    assert run("export", path, "-o", output, "--public").returncode == 0
    assert answer("summary", output)["totals"]["actions"] == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "Missing command"),
        (["summary"], "Missing argument"),
        (["nosuch", "x"], "No such command"),
        (["summary", "nosuch.xlsx"], f"There is no file “nosuch.xlsx” in {Path.cwd()}."),
        (["summary", "LICENSE"], "This is a text, not a spreadsheet"),
        (["summary", SAMPLE, "--as-at", "30/04/2016"], "--as-at 30/04/2016"),
        (["summary", SAMPLE, "--published", "then"], "--published then"),
        (["summary", SAMPLE, "--sheet", "Annex"], "There is no sheet “Annex”"),
        (["summary", SAMPLE, "--header-row", "900"], "nothing in row 900"),
        (["summary", SAMPLE, "--map", "action=Deed"], "no column headed “Deed”"),
        (["summary", SAMPLE, "--map", "verb=Action"], "no field called “verb”"),
        (["summary", SAMPLE, "--map", "Action"], "FIELD=HEADER"),
        (["summary", SAMPLE, "--status", "Done=finished"], "“finished”"),
        (["summary", SAMPLE, "--status", "finished"], "no such group"),
        (["check", SAMPLE, "--status", "complete"], "TEXT=GROUP"),
        (["summary", SAMPLE, "--scope", "regional"], "no such group"),
        (["summary", SAMPLE, "--mapping", "LICENSE"], "not a mapping"),
        (["summary", SAMPLE, "--catalogue", "LICENSE"], "not a catalogue"),
        (["export", SAMPLE], "--output"),
        (["export", SAMPLE, "-o", SAMPLE], "is the plan itself"),
        (["export", SAMPLE, "-o", "nosuch/file.xlsx"], "could not be written"),
    ],
    ids=lambda value: " ".join(map(str, value))[:40] if isinstance(value, list) else None,
)
def test_what_cannot_be_done_is_one_error_line_and_status_2(
    arguments: list[Any], words: str
) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("error: ")
    assert done.stderr.count("\n") == 1
    assert words in done.stderr


@pytest.mark.parametrize("command", ["check", "summary", "actions"])
def test_each_command_also_speaks_to_people(small: Path, command: str) -> None:
    done = run(command, small)
    assert (done.returncode, done.stderr) == (0, "")
    assert "30 April 2016" in done.stdout


def test_every_command_and_option_has_help() -> None:
    for command in ("check", "summary", "actions", "export"):
        text = run(command, "--help").stdout
        options = [line for line in text.splitlines() if line.startswith(("  -", "  --"))]
        assert options
        for option in ("--as-at", "--sheet", "--header-row", "--map", "--status", "--published"):
            assert option in text


SAMPLES = ROOT / "sample_data"


def sample(day: str) -> Path:
    return SAMPLES / f"building_the_picture_{day}.xlsx"


def test_compare_prints_the_changes_of_the_contract() -> None:
    values = answer("compare", sample("2016-01-12"), sample("2016-04-30"))
    assert list(values)[:2] == ["schema", "as_at"]
    assert values["previous_as_at"] == "2016-01-12"
    wanted = ("changes", "counts", "balance", "cei")
    assert [name for name in values if name in wanted] == [*wanted]
    first = values["changes"][0]
    assert list(first) == ["kind", "kinds", "reference", "before", "after"]
    assert (first["kind"], first["reference"]) == ("original_changed", "4.2")
    assert first["before"]["original_due"] == "2015-11-30"
    assert first["after"]["original_due"] == "2016-02-29"
    assert values["balance"] == {
        "opening": 24,
        "added": 1,
        "reopened": 1,
        "completed": 7,
        "withdrawn": 1,
        "removed": 0,
        "closing": 18,
    }


def two_in_doubt(folder: Path) -> list[Path]:
    """Two plans, each with a date that may be day or month first."""
    return [
        plan_file(folder / name, [f"1.1,1,,Sort the archive,ICT,{due},,In progress,,"], as_at)
        for name, due, as_at in (
            ("old.csv", "04/05/2016", "31 January 2016"),
            ("new.csv", "05/04/2016", "30 April 2016"),
        )
    ]


def test_what_a_comparison_or_a_record_rests_on_in_doubt_is_said_with_it(tmp_path: Path) -> None:
    database = ["--database", f"sqlite:///{tmp_path}/history.sqlite3"]
    old, new = two_in_doubt(tmp_path)
    values = answer("compare", old, new)
    assert [each["kind"] for each in values["questions"]] == ["month_first"]
    assert values["previous_questions"] == 1
    said = told("compare", old, new)
    assert "1 question could change these figures" in said
    assert said.endswith(f"1 question of the earlier plan could change this too: see check {old}\n")
    assert answer("history", "add", new, *database)["questions"] == 1
    assert f"It has 1 open question: see check {new}" in told(
        "history", "add", new, "--name", "Again", *database
    )
    clear = plan_file(tmp_path / "c.csv", ["1,1,,a,ICT,31/03/2016,,Open,,"], "30 April 2016")
    assert "It has" not in told("history", "add", clear, "--name", "Clear", *database)
    # At the end of January neither reading of 04/05/2016 has passed.
    assert answer("history", "add", old, *database)["questions"] == 0


def test_a_file_is_parsed_once_whatever_is_asked_of_it(tmp_path: Path, monkeypatch) -> None:
    database = ["--database", f"sqlite:///{tmp_path}/history.sqlite3"]
    old, new = two_in_doubt(tmp_path)
    parsed: list[str] = []

    def counted(path: Path) -> Book:
        parsed.append(path.name)
        return open_book(path)

    monkeypatch.setattr("tracker.book.open_book", counted)
    answer("compare", old, new)  # each with a question, whose answers are tried
    assert sorted(parsed) == ["new.csv", "old.csv"]
    answer("history", "add", new, *database)
    assert parsed[2:] == ["new.csv"]


def test_compare_takes_the_earlier_plan_at_the_date_that_is_said(tmp_path: Path) -> None:
    old, new = tmp_path / "old.xlsx", tmp_path / "new.xlsx"
    old.write_bytes(plan(["1", "1", "a", "Lead", date(2015, 11, 30), "Open"]))
    new.write_bytes(plan(["1", "1", "a", "Lead", date(2015, 11, 30), "Complete"]))
    dates = ["--as-at", "2016-04-30", "--previous-as-at", "2015-10-31"]
    assert answer("compare", old, new, *dates)["cei"] == 1.0
    assert answer("compare", old, new, "--as-at", "2016-04-30")["cei"] is None


def test_plans_are_recorded_listed_and_followed_over_time(tmp_path: Path) -> None:
    database = ["--database", f"sqlite:///{tmp_path / 'history.sqlite3'}"]
    recorded = answer("history", "add", sample("2016-01-12"), "--name", "Plan", *database)
    assert (recorded["name"], recorded["as_at"], recorded["actions"]) == ("Plan", "2016-01-12", 32)
    answer("history", "add", sample("2016-04-30"), *database)
    again = run("history", "add", sample("2016-04-30"), *database)
    assert (again.returncode, again.stderr.count("\n")) == (2, 1)
    assert "already recorded" in again.stderr
    listed = answer("history", "list", *database)["recorded"]
    assert [row["as_at"] for row in listed] == ["2016-01-12", "2016-04-30"]
    positions = answer("history", "trend", *database)["positions"]
    assert [point["totals"]["completed"] for point in positions] == [8, 14]
    (row,) = answer("history", "portfolio", *database)["plans"]
    totals = positions[1]["totals"]
    assert (
        row == {"plan": "Plan", "recorded_id": 2, "as_at": "2016-04-30", "restricted": 1} | totals
    )
    (row,) = answer("history", "portfolio", "--public", *database)["plans"]
    # Of an earlier position too the public figures leave out what has been restricted since.
    (before,) = answer("history", "portfolio", "--public", "--as-at", "2016-01-31", *database)[
        "plans"
    ]
    assert before["as_at"] == "2016-01-12"
    assert (row["restricted"], row["actions"]) == (1, totals["actions"] - 1)
    moved = f"sqlite:///{tmp_path / 'moved.sqlite3'}"
    assert run("history", "move", "--to", moved, *database).returncode == 0
    assert answer("history", "list", "--database", moved)["recorded"] == listed


def test_figures_are_measured_from_the_first_recorded_dates_where_that_is_asked(
    tmp_path: Path,
) -> None:
    january, april = tmp_path / "january.xlsx", tmp_path / "april.xlsx"
    january.write_bytes(plan(["1", "1", "a", "Lead", date(2015, 11, 30), "Open"]))
    april.write_bytes(plan(["1", "1", "a", "Lead", date(2016, 3, 31), "Open"]))
    database = ["--database", f"sqlite:///{tmp_path / 'history.sqlite3'}"]
    answer("history", "add", january, "--name", "Plan", "--as-at", "2016-01-12", *database)
    asked = ["--as-at", "2016-04-30"]
    own = answer("summary", april, *asked)
    assert own["totals"]["max_slippage_days"] == 30
    known = answer("summary", april, *asked, "--recorded-as", "plan", *database)
    assert known["totals"]["max_slippage_days"] == 152
    assert "first recorded" in known["findings"][0]["problem"]
    (action,) = answer("actions", april, *asked, "--recorded-as", "Plan", *database)["actions"]
    assert (action["original_due"], action["days_overdue"]) == ("2015-11-30", 152)
    forecast = answer("forecast", april, *asked, "--recorded-as", "Plan", *database)
    assert forecast["chances"][0]["agreed_due"] == "2016-03-31"  # typed over: as the plan says now
    assert len(forecast["accuracy"]) == 1
    answer("history", "add", april, "--name", "Plan", *asked, *database)
    positions = answer("history", "trend", *database)["positions"]
    assert [point["totals"]["max_slippage_days"] for point in positions] == [43, 152]
    unknown = run("summary", april, "--recorded-as", "Other", *database)
    assert (unknown.returncode, unknown.stderr.count("\n")) == (2, 1)


def test_a_history_that_cannot_be_reached_is_one_error_line(tmp_path: Path) -> None:
    done = run("history", "list", "--database", "postgresql://nobody@localhost:1/none")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert done.stderr.startswith("error: ")


def test_a_public_version_leaves_out_what_a_later_position_restricts(tmp_path: Path) -> None:
    database = ["--database", f"sqlite:///{tmp_path / 'history.sqlite3'}"]
    headings = "Ref,Action,Original timescale,Status,Marking\n"
    march, april = tmp_path / "march.csv", tmp_path / "april.csv"
    march.write_text(f"{headings}1,Alpha,30/11/2015,Open,\n2,Beta,30/11/2015,Open,\n")
    april.write_text(f"{headings}1,Alpha,30/11/2015,Open,\n2,Beta,30/11/2015,Open,RESTRICTED\n")
    answer("history", "add", april, "--name", "Plan", "--as-at", "2016-04-30", *database)
    asked = [march, "--as-at", "2016-03-31", "--public"]
    alone = answer("actions", *asked)
    assert [action["action"] for action in alone["actions"]] == ["Alpha", "Beta"]
    known = answer("actions", *asked, "--recorded-as", "Plan", *database)
    assert [action["action"] for action in known["actions"]] == ["Alpha"]


def test_a_completion_told_by_its_month_is_as_the_date_asked_about_has_it(tmp_path: Path) -> None:
    file = tmp_path / "plan.csv"
    file.write_text(
        "Position as at 15 November 2015\n"
        "Ref,Action,Owner,Due,Date completed,Status\n"
        "1,Write it,IT,15/11/2015,Nov 2015,Complete\n"
    )
    told = {
        day: answer("summary", file, "--as-at", day)["totals"]
        for day in ("2015-10-31", "2015-11-15", "2016-05-15")
    }
    assert [each["completed"] for each in told.values()] == [0, 1, 1]
    assert [each["on_time_rate"] for each in told.values()] == [None, 1.0, 0.0]
