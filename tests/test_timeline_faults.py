"""Faults of a plan over time that people met, each gone on the command line.

Written from the definitions alone: ``docs/history.md`` and sections 3, 4 and 6 of
``docs/measures.md``.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from tests.commands import answer, plan_file, told
from tracker.words import days_words

FORCE = "Force plan"

ACTIONS = {
    "1.1": "Nominate a lead for the national group",
    "1.2": "Rewrite the disposal policy",
    "2.1": "Audit custody records every quarter",
    "2.2": "Link the duplicate nominals",
    "4.2": "Train every officer in the code of practice",
    "6.2": "Close the stand-alone intelligence systems",
}


def line(reference: str, original: str = "30/11/2015", *more: str, **fields: str) -> str:
    """One row of a plan: open, due on 30 November 2015, unless said otherwise."""
    row = {
        "rec": reference.split(".")[0],
        "inspection": "Building the Picture",
        "action": ACTIONS.get(reference, f"Do what finding {reference} asks for"),
        "owner": "Head of Records",
        "revised": "",
        "status": "In progress",
        "completed": "",
        "marking": "OFFICIAL",
    } | fields
    assert not more
    cells = [reference, row["rec"], row["inspection"], row["action"], row["owner"], original]
    return ",".join([*cells, row["revised"], row["status"], row["completed"], row["marking"]])


@pytest.fixture
def database(tmp_path: Path) -> list[str]:
    return ["--database", f"sqlite:///{tmp_path / 'history.sqlite3'}"]


def add(file: Path, database: list[str], *more: str) -> dict[str, Any]:
    return answer("history", "add", file, *database, *more)


def by_reference(values: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {action["reference"]: action for action in values["actions"]}


def recommendation(values: dict[str, Any], number: str) -> dict[str, Any]:
    (row,) = [each for each in values["recommendations"] if each["recommendation"] == number]
    return row  # type: ignore[no-any-return]


def test_1_two_plans_of_one_file_name_are_two_plans(tmp_path, database):
    estates = [
        line(reference, "31/03/2016", action=action)
        for reference, action in zip(
            ACTIONS,
            ("Sell the hall", "Move the archive", "Buy vans", "Mend the roof", "Let No 4", "Paint"),
            strict=True,
        )
    ]
    force = plan_file(tmp_path / "force" / "plan.csv", [line(each) for each in ACTIONS])
    other = plan_file(tmp_path / "estates" / "plan.csv", estates)
    first = add(force, database, "--as-at", "2016-01-12")
    second = add(other, database, "--as-at", "2016-04-30")
    assert first["name"] != second["name"]
    plans = {row["plan"]: row for row in answer("history", "portfolio", *database)["plans"]}
    # 30 days from 31 March to 30 April, not 152 from 30 November.
    assert plans[second["name"]]["median_slippage_days"] == 30.0


def restricted_since(tmp_path: Path, database: list[str], stated: str) -> Path:
    """January's file, and a position as at May in which 2.1 is marked as restricted."""
    rows = [line(each) for each in ACTIONS]
    january = plan_file(tmp_path / "january.csv", rows, stated)
    marked = [
        line("2.1", marking="OFFICIAL-SENSITIVE") if row.startswith("2.1,") else row for row in rows
    ]
    may = plan_file(tmp_path / "may.csv", marked, "31 May 2016")
    add(may, database, "--name", FORCE)
    return january


@pytest.mark.parametrize("stated", ["12 January 2016", ""])
@pytest.mark.parametrize("as_at", ["2016-01-31", "2019-01-01"])
def test_2_what_was_restricted_since_is_in_nothing_public(tmp_path, database, stated, as_at):
    january = restricted_since(tmp_path, database, stated)
    asked = ["--public", "--as-at", as_at, "--recorded-as", FORCE, *database]
    for command in ("summary", "actions"):
        values = answer(command, january, *asked)
        assert (values["public"], values["left_out"]) == (True, 1)
        assert ACTIONS["2.1"] not in str(values)
    report = tmp_path / "report.docx"
    assert answer("report", january, "-o", report, "--no-charts", *asked)["left_out"] == 1
    workbook = tmp_path / "plan.xlsx"
    assert answer("export", january, "-o", workbook, *asked)["left_out"] == 1
    for file in (report, workbook):
        assert not any(ACTIONS["2.1"].encode() in part for part in parts(file))


def parts(file: Path) -> Iterable[bytes]:
    with zipfile.ZipFile(file) as archive:
        yield from (archive.read(name) for name in archive.namelist())


def test_3_an_action_added_later_does_not_move_its_recommendation(tmp_path, database):
    one, two = line("1.1"), line("1.2")
    january = plan_file(tmp_path / "january.csv", [one, two], "12 January 2016")
    added = line("1.6", "31/07/2016", revised="30/12/2016")
    june = plan_file(tmp_path / "june.csv", [one, two, added], "30 June 2016")
    add(january, database, "--name", FORCE)
    row = recommendation(answer("summary", june, "--recorded-as", FORCE, *database), "1")
    assert row["original_due"] == "2015-11-30"
    assert row["expected_finish"] == "2016-12-30"
    assert row["slippage_days"] == 396
    add(june, database)
    kept = answer("history", "trend", "--name", FORCE, *database)["positions"][-1]
    assert recommendation(kept, "1")["slippage_days"] == 396


def test_4_a_position_does_not_take_the_place_of_an_earlier_one(tmp_path, database):
    rows = [line(each) for each in ACTIONS]
    april = plan_file(tmp_path / "april.csv", rows, "30 April 2016")
    quiet = [line("6.2", "31/12/2016") if row.startswith("6.2,") else row for row in rows]
    june = plan_file(tmp_path / "june.csv", quiet, "30 June 2016")
    first = add(april, database, "--name", FORCE)["id"]
    second = add(june, database)["id"]
    (before,) = answer("history", "portfolio", *database)["plans"]
    assert before["overdue"] == 6
    reason = ["--reason", "June is newer"]
    said = told("history", "supersede", first, "--by", second, *reason, *database, status=2)
    assert said.startswith("error: A position is superseded by another of the same date")
    assert answer("history", "portfolio", *database)["plans"] == [before]
    action = by_reference(answer("actions", june, "--recorded-as", FORCE, *database))["6.2"]
    assert action["original_due"] == "2015-11-30"


def test_4_what_superseding_changes_is_said_before_and_undone(tmp_path, database):
    draft = plan_file(tmp_path / "draft.csv", [line("1.1"), line("6.2")], "12 January 2016")
    final = plan_file(
        tmp_path / "final.csv", [line("1.1"), line("6.2", "31/12/2016")], "12 January 2016"
    )
    april = plan_file(tmp_path / "april.csv", [line("1.1"), line("6.2")], "30 April 2016")
    old = add(draft, database, "--name", FORCE)["id"]
    new = add(final, database)["id"]
    add(april, database)
    overdue = lambda: answer("history", "portfolio", *database)["plans"][0]["overdue"]  # noqa: E731
    asked = ["history", "supersede", old, "--by", new, "--reason", "A draft", *database]
    shown = answer(*asked, "--show")
    assert (shown["before"]["overdue"], shown["after"]["overdue"]) == (2, 1)
    changed = {
        (row["what"], row["name"]): (row["before"], row["after"]) for row in shown["originals"]
    }
    assert changed["action", "6.2"] == ("2015-11-30", "2016-12-31")
    assert overdue() == 2
    answer(*asked)
    assert overdue() == 1
    answer("history", "undo", old, *database)
    assert overdue() == 2


def test_5_the_same_words_never_count_as_changed(tmp_path, database):
    words = ["1.1", "1.2", "2.1"]
    first = [*(line(each, "Immediately") for each in words), line("2.2")]
    then = [*(line(each, "Immediately") for each in words), line("2.2", "31/03/2016")]
    january = plan_file(tmp_path / "january.csv", first, "12 January 2016")
    april = plan_file(tmp_path / "april.csv", then, "30 April 2016")
    add(january, database, "--name", FORCE, "--published", "2015-07-14")
    values = answer("actions", april, "--recorded-as", FORCE, *database)
    moved = [each for each in values["findings"] if each["kind"] == "original_changed"]
    assert len(moved) == 1
    actions = by_reference(values)
    assert {actions[each]["original_due"] for each in words} == {"2015-07-14"}
    assert actions["2.2"]["original_due"] == "2015-11-30"
    # Two files read with other publication dates: the words are the same in both.
    compared = answer("compare", january, april)
    assert compared["counts"]["original_changed"] == 1


def test_6_a_version_is_known_by_what_is_in_it(tmp_path, database):
    rows = [line(f"{number // 6 + 1}.{number % 6 + 1}") for number in range(48)]
    first = plan_file(tmp_path / "MoPI actions v7 FINAL.csv", rows, "12 January 2016")
    changed = [line("8.6", action="Move the archive out of the cellar"), *rows[:-1]]
    second = plan_file(tmp_path / "Board paper v9.csv", changed, "30 April 2016")
    name = add(first, database)["name"]
    recorded = add(second, database)
    assert recorded["name"] == name
    assert recorded["version_of"] == {"name": name, "paired": 47, "actions": 48}
    assert len(answer("history", "portfolio", *database)["plans"]) == 1


def test_7_a_version_said_by_hand_holds_above_what_a_file_looks_like(tmp_path, database):
    mine = plan_file(tmp_path / "force.csv", [line(each) for each in ACTIONS], "12 January 2016")
    some = [line(each, "31/03/2016") for each in ("1.1", "1.2", "2.1")]
    other = plan_file(tmp_path / "estates.csv", some, "12 January 2016")
    add(mine, database, "--name", FORCE)
    add(other, database, "--name", "Estates plan")
    rows = [line(each, "31/07/2016") for each in ACTIONS]
    next_one = plan_file(tmp_path / "april.csv", rows, "30 April 2016")
    asked = ["actions", next_one, "--recorded-as", "Estates plan", *database]
    for _ in range(2):  # each time that it is asked
        told_of = by_reference(answer(*asked))
        assert told_of["1.1"]["original_due"] == "2016-03-31"
        assert told_of["6.2"]["original_due"] == "2016-07-31"
    assert add(next_one, database, "--name", "Estates plan")["name"] == "Estates plan"
    kept = answer("history", "list", "--name", "Estates plan", *database)["recorded"]
    assert [each["as_at"] for each in kept] == ["2016-01-12", "2016-04-30"]
    assert len(answer("history", "list", "--name", FORCE, *database)["recorded"]) == 1


def test_8_a_recommendation_with_overdue_actions_is_not_early(tmp_path):
    headings = "Rec,Recommendation timescale,Ref,Action,Owner,Original timescale,Status"
    rows = [
        "3,31/07/2016,3.1,Audit custody records,Head of Records,30/11/2015,In progress",
        "3,31/07/2016,3.2,Link duplicate nominals,Head of Records,31/01/2016,In progress",
    ]
    file = plan_file(tmp_path / "plan.csv", rows, "30 April 2016", headings)
    column = ["--map", "recommendation_due=Recommendation timescale"]
    row = recommendation(answer("summary", file, *column), "3")
    assert row["original_due"] == "2016-07-31"
    assert (row["overdue"], row["slippage_days"], row["expected_finish"]) == (2, None, None)
    workbook = tmp_path / "out.xlsx"
    answer("export", file, "-o", workbook, *column)
    sheet = openpyxl.load_workbook(workbook)["By recommendation"]
    table = [[cell.value for cell in row] for row in sheet.iter_rows()]
    at = next(place for place, cells in enumerate(table) if "Slippage in days" in cells)
    found = dict(zip(table[at], table[at + 1], strict=True))
    assert found["Slippage in days"] is None
    assert found["Expected or actual finish"] == "not known"


def test_9_the_report_measures_from_what_was_first_recorded(tmp_path):
    rows = [line("1.1"), line("4.2")]
    january = plan_file(tmp_path / "january.csv", rows, "12 January 2016")
    april = plan_file(
        tmp_path / "april.csv", [line("1.1"), line("4.2", "29/02/2016")], "30 April 2016"
    )
    out = tmp_path / "report.docx"
    answer("report", april, "-o", out, "--previous", january, "--no-charts")
    document = docx.Document(str(out))
    said = "\n".join(paragraph.text for paragraph in document.paragraphs)
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    # From 30 November to 30 April: 152 days; from 29 February it would be 61.
    assert not any(days_words(61) in text for text in [said, *cells])
    assert sum(days_words(152) in text for text in cells) >= 3
    assert "30 November 2015" in said
    assert "29 February 2016" in said


def test_10_a_reference_used_again_accuses_nobody(tmp_path):
    january = plan_file(tmp_path / "january.csv", [line("1.1"), line("2.1")], "12 January 2016")
    reused = line("2.1", "31/03/2016", action="Buy a scanner for the county archive")
    april = plan_file(tmp_path / "april.csv", [line("1.1"), reused], "30 April 2016")
    compared = answer("compare", january, april)
    assert compared["counts"]["original_changed"] == 0
    kinds = {(each["kind"], each["reference"]) for each in compared["changes"]}
    assert kinds == {("unchanged", "1.1"), ("added", "2.1"), ("removed", "2.1")}
    out = tmp_path / "report.docx"
    answer("report", april, "-o", out, "--previous", january, "--no-charts")
    text = "\n".join(paragraph.text for paragraph in docx.Document(str(out)).paragraphs)
    assert "No original timescale has been changed" in text


def test_11_none_confirmed_stays_none_once_recorded(tmp_path, database):
    rows = [
        line("1.1", status="Complete", completed="01/12/2015"),
        line("1.2", status="Complete and verified", completed="01/12/2015"),
    ]
    file = plan_file(tmp_path / "plan.csv", rows, "30 April 2016")
    download = tmp_path / "download.xlsx"
    answer("export", file, "-o", download, "--status", "complete")
    assert answer("summary", download)["totals"]["confirmed"] == 0
    add(download, database, "--name", FORCE)
    (row,) = answer("history", "portfolio", *database)["plans"]
    assert (row["confirmed"], row["confirmed_rate"]) == (0, 0.0)
    (point,) = answer("history", "trend", "--name", FORCE, *database)["positions"]
    assert point["totals"]["confirmed"] == 0


def test_12_recommendations_of_two_inspections_are_not_one(tmp_path):
    inspections = {"Building the Picture": 4, "Crime Data Integrity": 4, "PEEL": 3}
    rows = [
        line(f"{inspection[0]}{number}", rec=str(number), inspection=inspection)
        for inspection, many in inspections.items()
        for number in range(1, many + 1)
    ]
    file = plan_file(tmp_path / "plan.csv", rows, "30 April 2016")
    found = answer("summary", file)["recommendations"]
    assert len(found) == 11
    assert {each["source"] for each in found} == set(inspections)
    out = tmp_path / "report.docx"
    answer("report", file, "-o", out, "--no-charts")
    text = "\n".join(paragraph.text for paragraph in docx.Document(str(out)).paragraphs)
    assert "11 actions under 11 recommendations" in text
