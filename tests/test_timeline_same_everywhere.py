"""The same original timescale, finish and slippage of everything, wherever they are printed."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from sample_data import make
from tests.commands import answer, plan_file
from tests.comparing import APRIL, JANUARY, SEPTEMBER
from tests.test_timeline_faults import line
from tracker.words import short_date

NAME = "Plan"
INSPECTIONS = ("Building the Picture", "Crime Data Integrity", "PEEL")


def of_inspections(folder: Path, *, moved: bool) -> list[Path]:
    """Two versions of a plan of three inspections, whose recommendations have the same numbers."""
    first, then = [], []
    for place, inspection in enumerate(INSPECTIONS):
        for number in (1, 2):
            row = {"rec": str(number), "inspection": inspection}
            due, later = f"30/1{place}/2015", f"31/0{place + 1}/2016"
            first.append(line(f"{inspection[0]}{number}.1", due, **row))
            then.append(line(f"{inspection[0]}{number}.1", later if moved else due, **row))
            then.append(line(f"{inspection[0]}{number}.2", "31/12/2016", **row))
    then[0] = then[0].replace("In progress,", "Complete,29/04/2016").replace(",,OFF", ",OFF")
    return [
        plan_file(folder / "first.csv", first, "12 January 2016"),
        plan_file(folder / "then.csv", then, "30 April 2016"),
    ]


def versions(kind: str, folder: Path) -> list[Path]:
    if kind == "sample":
        return [make.path(day) for day in (JANUARY, APRIL, SEPTEMBER)]
    return of_inspections(folder, moved=kind == "moved")


def sheet_rows(file: Path, sheet: str, has: str) -> list[dict[str, Any]]:
    """The rows of a download's sheet, by the headings of the row that has this one."""
    rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(file)[sheet].iter_rows()]
    head = next(place for place, cells in enumerate(rows) if has in cells)
    return [dict(zip(rows[head], cells, strict=True)) for cells in rows[head + 1 :] if any(cells)]


def day(value: Any) -> str | None:
    """A cell's date as JSON has it; what is not known is None."""
    return value.date().isoformat() if isinstance(value, datetime) else None


@pytest.fixture(scope="module", params=["sample", "moved", "as before"])
def told(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Any]:
    """Everything that is told of the last version of a plan whose earlier ones are recorded."""
    folder = tmp_path_factory.mktemp("everywhere")
    database = ["--database", f"sqlite:///{folder / 'history.sqlite3'}"]
    *earlier, last = versions(request.param, folder)
    for file in earlier:
        answer("history", "add", file, "--name", NAME, *database)
    asked = ["--recorded-as", NAME, *database]
    workbook, report = folder / "out.xlsx", folder / "out.docx"
    answer("export", last, "-o", workbook, *asked)
    answer(
        "report",
        last,
        "-o",
        report,
        "--no-charts",
        "--length",
        "full",
        "--previous",
        earlier[-1],
        *asked,
    )
    found = {
        "actions": answer("actions", last, *asked)["actions"],
        "recommendations": answer("summary", last, *asked)["recommendations"],
        "workbook": workbook,
        "report": report,
        "compared": answer("compare", earlier[0], last)["changes"],
    }
    answer("history", "add", last, *database)
    (*_, point) = answer("history", "trend", "--name", NAME, *database)["positions"]
    return {**found, "trend": point["recommendations"]}


def test_the_workbook_has_the_actions_of_the_json(told: dict[str, Any]) -> None:
    rows = sheet_rows(told["workbook"], "Actions", "Slippage in days")
    assert len(rows) == len(told["actions"])
    for row, action in zip(rows, told["actions"], strict=True):
        assert row["Ref"] == action["reference"]
        assert day(row["Expected or actual finish"]) == action["expected_finish"]
        assert row["Slippage in days"] == action["slippage_days"]  # from the same original


def test_the_workbook_and_the_trend_have_the_recommendations_of_the_json(
    told: dict[str, Any],
) -> None:
    rows = sheet_rows(told["workbook"], "By recommendation", "Slippage in days")
    assert len(rows) == len(told["recommendations"]) == len(told["trend"])
    for row, point, each in zip(rows, told["trend"], told["recommendations"], strict=True):
        assert day(row["Original timescale"]) == each["original_due"] == point["original_due"]
        assert day(row["Expected or actual finish"]) == each["expected_finish"]
        assert row["Slippage in days"] == each["slippage_days"] == point["slippage_days"]
        assert (point["source"], point["recommendation"]) == (
            each["source"],
            each["recommendation"],
        )


def test_the_reports_appendix_has_the_actions_of_the_json(told: dict[str, Any]) -> None:
    actions = {action["reference"]: action for action in told["actions"]}
    whole: dict[str, dict[str, str]] = {}
    live: dict[str, dict[str, str]] = {}
    for table in docx.Document(str(told["report"])).tables:
        head = [cell.text for cell in table.rows[0].cells]
        found = whole if "State" in head else live if head[-1] == "Slippage" else {}
        for row in table.rows[1:]:
            if "Ref" in head and len(row._tr.tc_lst) == len(head):
                cells = dict(zip(head, (cell.text for cell in row.cells), strict=True))
                found[cells["Ref"].removesuffix(" (restricted)")] = cells
    assert whole.keys() == actions.keys()
    for reference, cells in whole.items():
        due = actions[reference]["original_due"]
        original = short_date(date.fromisoformat(due)) if due else "–"
        assert cells["Original timescale"].startswith(original)
    assert {name for name, action in actions.items() if action["is_open"]} <= live.keys()
    for reference, cells in live.items():
        action = actions[reference]
        days = action["slippage_days"]
        if days is None or (days <= 0 and action["is_open"]):
            assert "late" not in cells["Slippage"]
            assert "early" not in cells["Slippage"]
        elif days:
            unit = "day" if abs(days) == 1 else "days"
            assert f"{abs(days)} {unit} {'late' if days > 0 else 'early'}" in cells["Slippage"]


def test_a_comparison_measures_as_the_json_does(told: dict[str, Any]) -> None:
    actions = {action["reference"]: action for action in told["actions"]}
    for change in told["compared"]:
        after = change["after"]
        if after is not None:
            action = actions[after["reference"]]
            assert after["slippage_days"] == action["slippage_days"]
            assert after["expected_finish"] == action["expected_finish"]


def test_nothing_unfinished_is_early_and_no_finish_is_the_day_of_the_position(
    told: dict[str, Any],
) -> None:
    for action in told["actions"]:
        if action["slippage_is_minimum"]:
            assert action["expected_finish"] is None
            assert action["slippage_days"] is None or action["slippage_days"] >= 0
