"""Every command's JSON answer is what its published schema says, and says nothing more."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import typer
from jsonschema import Draft202012Validator, ValidationError
from referencing import Registry, Resource

from tests.commands import answer, told
from tracker.cli import app

ROOT = Path(__file__).parents[1]
SCHEMAS = {file.stem: json.loads(file.read_text()) for file in (ROOT / "docs/schema").iterdir()}
REGISTRY = Registry().with_resources(
    (f"{name}.json", Resource.from_contents(schema)) for name, schema in SCHEMAS.items()
)
JANUARY, APRIL, SEPTEMBER = (
    ROOT / "sample_data" / f"building_the_picture_{day}.xlsx"
    for day in ("2016-01-12", "2016-04-30", "2016-09-30")
)


def validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(SCHEMAS[name], registry=REGISTRY)


def assert_as_published(name: str, values: dict[str, Any]) -> None:
    assert next(iter(values)) == "schema"
    assert values["schema"] == {"name": name, "version": 1}
    validator(name).validate(values)


@pytest.fixture
def database(tmp_path: Path) -> tuple[str, str]:
    return "--database", f"sqlite:///{tmp_path / 'history.sqlite3'}"


def test_every_command_that_prints_json_has_a_schema_and_every_schema_a_command():
    group: Any = typer.main.get_command(app)
    printing = set()
    for name, command in group.commands.items():
        for full, each in (
            ((f"{name}-{sub}", its) for sub, its in command.commands.items())
            if hasattr(command, "commands")
            else ((name, command),)
        ):
            if any(parameter.name == "output_format" for parameter in each.params):
                printing.add(full)
    assert printing == set(SCHEMAS) - {"common"}


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_schemas_are_schemas(name: str):
    Draft202012Validator.check_schema(SCHEMAS[name])


@pytest.mark.parametrize("options", [(), ("--public",), ("--overdue",), ("--text", "nosuchword")])
@pytest.mark.parametrize("name", ["summary", "actions"])
def test_the_answers_about_a_plan(name: str, options: tuple[str, ...]):
    assert_as_published(name, answer(name, APRIL, *options))


def test_the_answer_about_a_plan_with_open_questions(tmp_path: Path):
    file = tmp_path / "plan.csv"
    rows = ["Ref,Action,Owner,Target date,Due date,Status"]
    rows += [f"{n},Task {n},Heron,30/11/2015,31/03/2016,Amber" for n in range(1, 8)]
    file.write_text("\n".join(rows))
    values = answer("check", file, "--as-at", "2016-04-30", status=0)
    assert values["questions"]
    assert_as_published("check", values)
    assert_as_published("summary", answer("summary", file, "--as-at", "2016-04-30"))


def test_the_answer_about_findings_that_are_errors():
    assert_as_published("check", answer("check", APRIL, status=1))


def test_the_answers_about_files_that_are_written(tmp_path: Path):
    assert_as_published("export", answer("export", APRIL, "-o", tmp_path / "a.xlsx"))
    owners = answer("export", APRIL, "--by-owner", "-o", tmp_path / "owners")
    assert_as_published("export", owners)
    sent = sorted((tmp_path / "owners").iterdir())[:2]
    assert_as_published("replies", answer("replies", APRIL, *sent))
    assert_as_published("publish", answer("publish", APRIL, "-o", tmp_path / "p.html"))
    report = ("report", APRIL, "-o", tmp_path / "r.docx", "--no-charts", "--previous", JANUARY)
    assert_as_published("report", answer(*report))


@pytest.mark.parametrize("options", [(), ("--public",)])
def test_the_answer_about_two_versions(options: tuple[str, ...]):
    assert_as_published("compare", answer("compare", JANUARY, APRIL, *options))


def test_the_answers_about_what_is_recorded(database, tmp_path):  # eleven commands in turn
    corrected = tmp_path / "corrected.xlsx"
    openpyxl.load_workbook(SEPTEMBER).save(corrected)
    for file in (JANUARY, APRIL, SEPTEMBER, corrected):
        added = answer("history", "add", file, "--name", "Plan", "--who", "Manager", *database)
        assert_as_published("history-add", added)
    numbers = [each["id"] for each in answer("history", "list", *database)["recorded"]]
    assert_as_published("history-list", answer("history", "list", *database))
    assert_as_published("history-trend", answer("history", "trend", *database))
    assert_as_published("history-portfolio", answer("history", "portfolio", *database))
    forecast = answer("forecast", SEPTEMBER, "--name", "Plan", "--times", "2", *database)
    assert forecast["accuracy"]
    assert_as_published("forecast", forecast)
    by = ("--by", numbers[3], "--reason", "A draft", "--who", "Manager")
    superseded = answer("history", "supersede", numbers[2], *by, *database)
    assert_as_published("history-supersede", superseded)
    who = ("--who", "Manager", *database)
    assert_as_published("history-undo", answer("history", "undo", numbers[2], *who))
    redated = answer("history", "redate", numbers[2], "--as-at", "2016-09-29", *who)
    assert_as_published("history-redate", redated)
    renamed = answer("history", "rename", "Plan", "--to", "Our plan", *who)
    assert_as_published("history-rename", renamed)
    told("history", "add", APRIL, "--name", "Other", *who)
    merged = answer("history", "merge", "Other", "--into", "Our plan", *who)
    assert_as_published("history-merge", merged)
    assert_as_published("history-delete", answer("history", "delete", numbers[0], *who))


def test_a_key_that_is_not_published_or_of_another_kind_would_show():
    values = answer("summary", APRIL)
    for spoilt in (
        values | {"more": 1},
        {name: value for name, value in values.items() if name != "totals"},
        values | {"totals": values["totals"] | {"overdue": "9"}},
        values | {"totals": values["totals"] | {"completion_rate": 52.17}},
    ):
        with pytest.raises(ValidationError):
            validator("summary").validate(spoilt)
