"""The benchmark of the forecast: what it prints, and that it holds on the histories there are."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.calibration import main
from benchmarks.histories import FOLDER, Reports, read_histories

COUNT = "history,measure,horizon_days,range,cases,covered,refused,mean_width".split(",")
MOVES = "history,measure,cases,brier,base_brier,reliability".split(",")


def printed(folder: Path, capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    main(folder)
    said = capsys.readouterr()
    assert said.err.count("\n") == said.out.count("\n")
    return [json.loads(line) for line in said.out.splitlines()]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A history of each form, small enough to count by hand."""
    rows = ["recommendation,made,closed,status,year"]
    # Twenty made on one day, one closed every thirty days; one cancelled, which is not counted.
    for place in range(16):
        month, day = divmod(place * 30, 360)
        closed = f"{2011 + month}-{1 + day // 30:02}-15"
        rows.append(f"{place},2010-12-15,{closed},Closed acceptable,2010")
    rows += [f"{place},2010-12-15,,Open,2010" for place in range(16, 20)]
    rows += ["20,2010-12-15,2011-01-15,Closed cancelled,2010", "21,2016-01-01,,Open,2016"]
    (tmp_path / "closings.csv").write_text("\n".join(rows))
    (tmp_path / "reports.csv").write_text(
        "project,reported,agreed_due\n"
        "1,2015-01-01,2016-01-01\n1,2015-05-01,2016-06-01\n1,2015-09-01,2016-06-01\n"
        "2,2015-01-01,2016-01-01\n2,2015-05-01,\n2,2015-09-01,2017-01-01\n"
    )
    (tmp_path / "yearly.csv").write_text(
        "project,year,start,agreed_due,rating\nA,2018,2015-01-01,2020-01-01,Amber\n"
        "A,2019,2015-01-01,2019-06-01,Red\n"
    )
    versions = tmp_path / "versions"
    versions.mkdir()
    head = "Ref,Target date,Revised target date,Status\n"
    (versions / "plan_2025-12-01.csv").write_text(
        f"{head}1,2026-01-31,,on_track\n2,2026-05-31,,completed\n"
    )
    (versions / "plan_2026-03-13.csv").write_text(
        f"{head}1,2026-01-31,2026-09-30,on_track\n2,2026-05-31,,completed\n"
    )
    return tmp_path


def test_a_json_object_a_line_is_printed_of_every_history(folder: Path, capsys: Any):
    found = printed(folder, capsys)
    counts = [line for line in found if line["measure"] == "count"]
    assert [line["history"] for line in counts] == ["closings"] * 6
    assert [(line["horizon_days"], line["range"]) for line in counts] == [
        (days, share) for days in (91, 183, 365) for share in (50, 80)
    ]
    moves = [line for line in found if line["measure"] == "date_moves_later"]
    assert {line["history"]: line["cases"] for line in moves} == {
        "reports": 2,  # project 2 gave no date in May, so only project 1's two
        "versions": 1,  # the other was complete
        "yearly": 1,
    }
    assert all(list(line) == COUNT for line in counts)
    assert all(list(line) == MOVES for line in moves)
    for line in counts:
        assert line["cases"] == 5  # at 4, 7, 10, 13 and 16 of the 20
        assert line["refused"] == 0
        assert 0 <= line["covered"] <= 5
        assert 0 <= line["mean_width"] <= 1


def test_the_brier_score_and_the_base_rate_s_are_as_worked_out_by_hand(folder: Path, capsys: Any):
    (line,) = [line for line in printed(folder, capsys) if line["history"] == "reports"]
    assert line["base_brier"] == 0.25  # one of two moved
    chances = {moved: chance for chance, moved, _ in line["reliability"]}
    assert sum(cases for *_, cases in line["reliability"]) == 2
    by_hand = ((1 - chances[1.0]) ** 2 + chances[0.0] ** 2) / 2
    assert line["brier"] == pytest.approx(by_hand, abs=2e-4)


def test_an_earlier_date_agreed_is_no_move_later(folder: Path, capsys: Any):
    found = printed(folder, capsys)
    (yearly,) = [line for line in found if line["history"] == "yearly"]
    assert yearly["reliability"][0][1] == 0


def test_a_table_of_another_form_is_named_and_passed_over(tmp_path: Path, capsys: Any):
    (tmp_path / "other.csv").write_text("name,value\na,1\n")
    main(tmp_path)
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", "other.csv: not a history of a known form\n")


@pytest.mark.skipif(not FOLDER.exists(), reason="the histories are not beside the project")
def test_on_the_real_histories_ranges_hold_and_chances_beat_the_base_rate(capsys: Any):
    """Reads 1,000 recommendations and forecasts 126 times: a few seconds."""
    found = printed(FOLDER, capsys)
    for line in found:
        if line["measure"] == "count":
            assert line["refused"] <= line["cases"] / 10
            if line["range"] == 80 and line["horizon_days"] > 91:
                told = line["cases"] - line["refused"]
                assert 0.72 <= line["covered"] / told <= 0.9
                assert line["mean_width"] <= {183: 0.45, 365: 0.6}[line["horizon_days"]]
    (york,) = [line for line in found if line["history"] == "new_york_capital_projects"]
    assert york["brier"] <= 0.93 * york["base_brier"]


@pytest.mark.skipif(not FOLDER.exists(), reason="the histories are not beside the project")
def test_new_york_s_dates_move_as_often_as_its_history_says():
    (york,) = [each for each in read_histories(FOLDER) if each.name.startswith("new_york")]
    assert isinstance(york, Reports)
    assert york.agreed.notna().to_numpy().sum() == 1022
