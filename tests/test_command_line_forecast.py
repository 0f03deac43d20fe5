"""``forecast`` on the command line: its JSON, its words, and what it refuses."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.plans import plan
from tests.test_command_line import SAMPLE, answer, run, sample
from tracker import forecast, measure, read_plan

SEPTEMBER = sample("2016-09-30")
KEYS = [
    "p50",
    "p80",
    "p95",
    "later_than",
    "completions",
    "own_pace",
    "actions",
    "open",
    "completed",
    "completed_on",
    "reason",
]
SAYS = ["latest", "without_date", "passed", "chance"]


def test_forecast_prints_the_contract_in_its_order() -> None:
    values = answer("forecast", SEPTEMBER)
    assert list(values) == [
        "as_at",
        "as_at_source",
        "source",
        "published",
        "plan",
        "plan_says",
        "recommendations",
        "scopes",
        "owners",
        "median_age_days",
        "curve",
        "ahead",
        "what_if",
        "accuracy",
    ]
    assert (values["as_at"], values["as_at_source"]) == ("2016-09-30", "workbook")
    assert values["published"] == "2015-07-02"
    assert list(values["plan"]) == KEYS
    assert list(values["plan_says"]) == SAYS
    assert list(values["recommendations"][0]) == ["recommendation", *KEYS, "plan_says"]
    assert list(values["scopes"][0]) == ["scope", *KEYS, "plan_says"]
    assert list(values["owners"][0]) == ["owner", *KEYS, "plan_says"]
    assert list(values["curve"][0]) == ["age_days", "share_open", "lower", "upper"]
    assert list(values["ahead"][0]) == list(values["curve"][0])
    assert values["accuracy"] is None
    assert values["what_if"] is None


def test_the_figures_are_those_of_the_library() -> None:
    values = answer("forecast", SEPTEMBER)
    read = read_plan(SEPTEMBER)
    found = forecast(measure(read.actions, read.as_at, published=read.published), read.as_at)
    plan_ = values["plan"]
    assert [plan_[name] for name in ("p50", "p80", "p95")] == [
        day.isoformat() for day in (found.plan.p50, found.plan.p80, found.plan.p95)
    ]
    # The sample as at 30 September 2016: 22 of 31 complete, all on a known day.
    assert (plan_["actions"], plan_["completed"], plan_["open"], plan_["completions"]) == (
        *(31, 22, 9),
        22,
    )
    assert values["plan_says"]["latest"] == "2018-01-31"
    assert values["curve"][-1]["share_open"] == round(9 / 31, 4)
    # The sixteenth of 31, in order of age, was completed on 8 July 2016, 372 days after.
    assert values["median_age_days"] == 372


def test_a_refusal_is_null_dates_with_a_reason() -> None:
    early = answer("forecast", sample("2016-01-12"))
    assert early["plan"]["p50"] is None
    assert "at least 10 completions" in early["plan"]["reason"]
    assert "there are 8" in early["plan"]["reason"]
    assert early["ahead"] == []
    assert all(row["reason"] for row in early["recommendations"])
    owners = answer("forecast", SEPTEMBER)["owners"]
    assert all((row["p50"] is None) == bool(row["reason"]) for row in owners)


def test_filters_narrow_what_is_forecast() -> None:
    values = answer("forecast", SEPTEMBER, "--scope", "national")
    assert (values["plan"]["actions"], values["plan"]["completed"]) == (25, 18)
    few = answer("forecast", SEPTEMBER, "--recommendation", "5")
    assert few["plan"]["completed_on"] == "2016-09-13"


def test_the_as_at_date_and_the_publication_can_be_said() -> None:
    values = answer("forecast", SEPTEMBER, "--as-at", "2016-10-31", "--published", "2015-08-01")
    assert (values["as_at"], values["published"]) == ("2016-10-31", "2015-08-01")
    assert values["curve"][-1]["age_days"] == (date(2016, 10, 31) - date(2015, 8, 1)).days


@pytest.mark.parametrize("option", [("--overdue",), ("--status", "in_progress")])
def test_filters_by_outcome_are_refused(option: tuple[str, ...]) -> None:
    done = run("forecast", SEPTEMBER, *option)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("error: --status, --overdue: a pace cannot be told of actions")
    assert done.stderr.count("\n") == 1


def test_a_date_given_by_hand_stands_beside_the_forecast() -> None:
    plain = answer("forecast", SEPTEMBER)
    values = answer("forecast", SEPTEMBER, "--if", "1.2=2019-12-31", "--if", "6.1=2016-10-01")
    assert values["plan"] == plain["plan"]
    what_if = values["what_if"]
    assert list(what_if) == ["dates_given", "plan", "plan_says"]
    assert what_if["dates_given"] == 2
    assert what_if["plan_says"]["latest"] == what_if["plan"]["p80"] == "2019-12-31"


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
    rows = answer("forecast", SEPTEMBER, *database)["accuracy"]
    assert [row["as_at"] for row in rows] == ["2016-01-12", "2016-04-30"]
    assert [row["behind"] for row in rows] == [0, 14]
    assert rows[0]["reason"] == "few_completions"
    # Of 18 open in April nine are complete in September, and none went.
    april = rows[1]
    assert (april["open"], april["followed"], april["done"], april["gone"]) == (18, 18, 9, 0)
    then = answer("forecast", SAMPLE)["plan"]
    assert (april["p50"], april["p80"]) == (then["p50"], then["p80"])
    cei = answer("compare", SAMPLE, SEPTEMBER)["cei"]
    assert round(april["kept"] / april["due"], 4) == cei
    said = run("forecast", SEPTEMBER, *database).stdout
    assert "The forecast as at 30 April 2016, from 14 completions, would have given" in said


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
    assert lines[2].startswith("On past pace, an even chance of completion by ")
    assert lines[2].endswith("; from 22 completions.")
    for words in ("The plan itself says 31 January 2018", "By recommendation", "What is assumed"):
        assert words in done.stdout


def test_a_plan_without_dates_is_a_refusal_and_not_a_failure(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    path.write_bytes(
        plan(
            *([f"{n}", "1", "a", "Lead", None, "Complete"] for n in range(12)),
            ["13", "1", "b", "Lead", None, "Open"],
        )
    )
    values = answer("forecast", path, "--as-at", "2016-04-30")
    assert values["plan"]["p50"] is None
    assert "there are 0 (12 complete in all)" in values["plan"]["reason"]
    assert values["curve"] == []


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
    for option in ("--if", "--database", "--name", "--as-at", "--recommendation", "--format"):
        assert option in text
