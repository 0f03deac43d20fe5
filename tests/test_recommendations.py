"""What a recommendation is called: one name for one, however its cells write it."""

import pytest

from tests.plans import plan, workbook
from tracker import read_plan
from tracker.reading.banners import recommendation_name


@pytest.mark.parametrize(
    "text",
    ["3", "3.", "Recommendation 3", "RECOMMENDATION  3", "Rec 3", "Rec. 3", "Recommendation no. 3",
     "Recommendation: 3", "HMICFRS recommendation 3", "Argymhelliad 3", "Recommendation #3"],
)  # fmt: skip
def test_a_recommendation_is_known_by_its_number_alone(text: str) -> None:
    assert recommendation_name(text) == "3"


@pytest.mark.parametrize(
    "text",
    ["National recommendation 3", "Force recommendation 3", "AFI 3", "Area for improvement 3",
     "Recommendations 3 and 4", "Train supervisors by 2016"],
)  # fmt: skip
def test_what_is_not_a_recommendation_s_number_alone_stays_as_typed(text: str) -> None:
    assert recommendation_name(text) == text


def names(*cells: str | int) -> list[str]:
    rows = [[str(i), cell, "a", "Lead", None, "Open"] for i, cell in enumerate(cells)]
    return list(read_plan(plan(*rows)).actions["recommendation"])


def test_one_recommendation_written_several_ways_is_one() -> None:
    assert names("Recommendation 3", "Rec. 3", 3, "R3", "r. 3", "AFI 3") == ["3"] * 5 + ["AFI 3"]
    cells = ("Recommendation 3 – Audit", "3", "Recommendation 4: Train all supervisors in sharing")
    assert names(*cells) == ["3", "3", "4"]


def test_codes_that_a_plan_uses_throughout_stay_as_they_are() -> None:
    assert names("R1", "R2", "R1") == ["R1", "R2", "R1"]


def test_a_row_above_each_tables_headings_names_its_recommendation_by_its_code() -> None:
    heads = ["Ref", "Action", "Due date", "Status"]
    sheets = {
        code: [
            [f"Ref No. {code}", f"The service should do {code}"],
            heads,
            [f"{code}.1", "Write the policy", "31/12/2015", "Open"],
            [f"{code}.2", "Train the staff", "31/03/2016", "Open"],
        ]
        for code in ("E1", "E2")
    }
    read = read_plan(workbook(sheets)).actions
    assert read["recommendation"].tolist() == ["E1", "E1", "E2", "E2"]
    assert read["recommendation_text"].iloc[0] == "The service should do E1"
    sheets["E1"][0] = ["Ref No. 12/2016", "Action plan of the unit"]
    assert "12" not in read_plan(workbook(sheets)).actions["recommendation"].tolist()


def test_a_dash_or_not_applicable_names_no_recommendation_and_is_said() -> None:
    rows = [
        ["1", "1", "a"],
        ["2", "N/A", "b"],
        ["3", "-", "c"],
        ["4", "TBC", "d"],
        ["5", "01", "e"],
    ]
    read = read_plan(plan(*rows, headings=["Ref", "Recommendation", "Action"]))
    assert read.actions["recommendation"].tolist() == ["1", None, None, None, "1"]
    told = [each.cells for each in read.findings if each.kind == "no_recommendation_named"]
    assert told == [("B3",), ("B4",), ("B5",)]
