"""``forecast`` on the command line: its JSON, its words, and what it refuses."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.plans import plan
from tests.test_command_line import BEGINS, ENDS, SAMPLE, answer, run, sample
from tracker import forecast, measure, read_plan

SEPTEMBER = sample("2016-09-30")
COUNT = [
    "by",
    "open",
    "completed",
    "completions",
    "range",
    "most_likely",
    "reason",
    "half_by",
    "eight_in_ten_by",
    "all_by",
    "record_reaches",
    "reference",
]


def test_forecast_prints_the_contract_in_its_order() -> None:
    values = answer("forecast", SEPTEMBER)
    own = [*COUNT, "chances", "owners", "scopes", "what_if", "accuracy"]
    assert list(values) == [*BEGINS, *own, *ENDS]
    assert (values["as_at"], values["as_at_source"]) == ("2016-09-30", "workbook")
    assert list(values["chances"][0]) == [
        "reference",
        "owners",
        "agreed_due",
        "chance",
        "moves",
        "because",
    ]
    assert list(values["scopes"][0]) == ["scope", *COUNT[1:6]]
    assert values["accuracy"] is None
    assert values["what_if"] is None


def test_the_figures_are_those_of_the_library() -> None:
    values = answer("forecast", SEPTEMBER, "--by", "2017-01-12")
    read = read_plan(SEPTEMBER)
    measured = measure(read.actions, read.as_at, published=read.published)
    found = forecast(measured, read.as_at, by=date(2017, 1, 12))
    assert values["by"] == "2017-01-12"
    assert values["range"] == [found.plan.low, found.plan.high]
    assert values["most_likely"] == found.plan.likeliest
    assert values["half_by"] == found.half_by.isoformat()
    assert [row["chance"] for row in values["chances"]] == found.chances["chance"].round(4).tolist()
    # The sample as at 30 September 2016: 22 of 31 complete, all on a known day, 9 open; its report
    # was published on 2 July 2015, 456 days before, and the record reaches as far ahead.
    assert (values["completed"], values["open"], values["completions"]) == (22, 9, 22)
    assert values["record_reaches"] == "2017-12-30"
    assert values["reference"] is None
    assert len(values["chances"]) == 9


def test_a_plan_of_few_completions_says_what_it_borrows() -> None:
    early = answer("forecast", sample("2016-01-12"))
    assert early["reason"] is None
    assert early["reference"]["completions"] == 8
    assert early["reference"]["completions_needed"] == 10
    assert "New Zealand" in early["reference"]["source"]
    assert early["range"][0] <= early["most_likely"] <= early["range"][1] <= early["open"] == 24


def test_the_day_is_91_days_on_where_none_is_asked_for() -> None:
    assert answer("forecast", SEPTEMBER)["by"] == "2016-12-30"
    done = run("forecast", SEPTEMBER, "--by", "2016-09-30")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "not after the as-at date" in done.stderr


def test_filters_narrow_what_is_forecast() -> None:
    values = answer("forecast", SEPTEMBER, "--scope", "national")
    assert (values["open"], values["completed"]) == (7, 18)
    assert len(values["chances"]) == 7
    done = answer("forecast", SEPTEMBER, "--recommendation", "5")
    assert (done["range"], done["reason"]) == (
        None,
        "There is nothing to forecast: every action is complete.",
    )


def test_the_as_at_date_and_the_publication_can_be_said() -> None:
    values = answer("forecast", SEPTEMBER, "--as-at", "2016-10-31", "--published", "2015-10-31")
    assert values["as_at"] == "2016-10-31"
    assert values["record_reaches"] == "2017-11-01"  # 366 days on, as 2016 had
    assert values["completions"] == 20  # two of the 22 were completed before that


@pytest.mark.parametrize("option", [("--overdue",), ("--status", "in_progress")])
def test_filters_by_outcome_are_refused(option: tuple[str, ...]) -> None:
    done = run("forecast", SEPTEMBER, *option)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(
        "error: --status, --overdue: nothing is forecast of actions chosen"
    )
    assert done.stderr.count("\n") == 1


def test_what_is_supposed_stands_beside_the_forecast() -> None:
    by = ["--by", "2017-01-12"]
    plain = answer("forecast", SEPTEMBER, *by)
    kept = ["--if", "1.2=2017-01-12", "--if", "6.1=2016-10-01"]
    values = answer("forecast", SEPTEMBER, *by, *kept)
    assert {name: values[name] for name in COUNT} == {name: plain[name] for name in COUNT}
    what_if = values["what_if"]
    assert list(what_if) == ["dates_given", "times_as_many", *COUNT]
    assert (what_if["dates_given"], what_if["times_as_many"]) == (2, 1)
    assert what_if["range"][0] >= 2
    twice = answer("forecast", SEPTEMBER, *by, "--times", "2")["what_if"]
    assert twice["range"][1] > plain["range"][1]
    said = run("forecast", SEPTEMBER, *by, *kept, "--times", "2").stdout
    assert "If the 2 dates given are kept and twice as many are done a month: By 12 January" in said


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("9.9=2017-01-01", "no open action has this reference"),
        ("1.1=2017-01-01", "no open action has this reference"),
        ("1.2=2016-01-01", "before the as-at date"),
        ("1.2=soon", "it needs a date"),
        ("1.2", "REFERENCE=YYYY-MM-DD"),
    ],
)
def test_a_date_that_cannot_be_given_is_one_error_line(given: str, words: str) -> None:
    done = run("forecast", SEPTEMBER, "--if", given)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert done.stderr.startswith("error: ")
    assert words in done.stderr


def test_the_history_gives_past_accuracy(tmp_path: Path) -> None:
    database = ["--database", f"sqlite:///{tmp_path / 'history.sqlite3'}"]
    for day in ("2016-01-12", "2016-04-30", "2016-09-30"):
        answer("history", "add", sample(day), "--name", "Plan", *database)
    values = answer("forecast", SEPTEMBER, *database)
    rows = values["accuracy"]
    assert [row["as_at"] for row in rows] == ["2016-01-12", "2016-04-30"]
    assert [row["dated"] for row in rows] == [8, 14]
    # Of 18 open in April nine are complete in September, and none went.
    april = rows[1]
    assert (april["open"], april["followed"], april["done"], april["gone"]) == (18, 18, 9, 0)
    then = answer("forecast", SAMPLE, "--by", "2016-09-30")
    assert [april["low"], april["high"]] == then["range"]
    cei = answer("compare", SAMPLE, SEPTEMBER)["cei"]
    assert round(april["kept"] / april["due"], 4) == cei
    said = run("forecast", SEPTEMBER, *database).stdout
    assert "Of 2 earlier forecasts, " in said
    # What earlier reports said of a date speaks for its chance.
    assert any("changed at the last report" in row["because"] for row in values["chances"])


def test_a_history_of_several_plans_asks_which(tmp_path: Path) -> None:
    database = ["--database", f"sqlite:///{tmp_path / 'history.sqlite3'}"]
    for name in ("One", "Two"):
        answer("history", "add", SAMPLE, "--name", name, *database)
    done = run("forecast", SEPTEMBER, *database)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "--name" in done.stderr
    assert len(answer("forecast", SEPTEMBER, *database, "--name", "One")["accuracy"]) == 1


def test_it_speaks_to_people() -> None:
    done = run("forecast", SEPTEMBER)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0] == "As at 30 September 2016"
    assert lines[2].startswith("By 30 December 2016, up to ")
    assert lines[4].startswith("This rests on 22 completions of the plan.")
    for words in ("By the plan's own dates", "Because", "By scope", "What is assumed"):
        assert words in done.stdout


def test_a_plan_without_dates_borrows_and_does_not_fail(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    path.write_bytes(
        plan(
            *([f"{n}", "1", "a", "Lead", None, "Complete"] for n in range(12)),
            ["13", "1", "b", "Lead", None, "Open"],
        )
    )
    values = answer("forecast", path, "--as-at", "2016-04-30", "--published", "2015-07-02")
    assert (values["completed"], values["completions"]) == (12, 0)
    assert values["reference"]["completions"] == 0
    assert values["chances"] == []


def test_restricted_rows_are_left_out_of_a_public_version(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    headings = ["Ref", "Action", "Lead", "Due", "Status", "Marking"]
    rows = [
        ["1", "Audit", "A", date(2016, 11, 30), "Open", "OFFICIAL"],
        ["2", "Secret thing", "Hidden owner", date(2016, 11, 30), "Open", "OFFICIAL-SENSITIVE"],
    ]
    path.write_bytes(plan(*rows, headings=headings))
    done = run("forecast", path, "--public", "--as-at", "2016-04-30")
    assert "Hidden owner" not in done.stdout
    assert "1 restricted action left out." in done.stdout


def test_it_has_help_for_every_option() -> None:
    text = run("forecast", "--help").stdout
    for option in (
        "--by",
        "--if",
        "--times",
        "--database",
        "--name",
        "--as-at",
        "--recommendation",
        "--format",
    ):
        assert option in text
