"""Tables side by side, tabs that are parts or versions, several inspections, the day of a plan."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from tests.plans import workbook
from tests.test_tables import HEADINGS, ONE, PLAN, REFERENCES, THREE, TWO, beside, cells, references
from tracker import Plan, read_plan
from tracker.reading.choices import Choices, QuestionKind
from tracker.reading.findings import FindingKind as Kind

Row = list[Any]
DUE = date(2016, 3, 31)
OTHERS = [
    ["8.1", "Clear the old police station", "Estates", DUE, "Complete"],
    ["8.2", "Sell the old police station", "Estates", date(2016, 9, 30), "Complete"],
]


def read(
    sheets: dict[str, list[Row]], choices: Choices | None = None, merged: Sequence[str] = ()
) -> Plan:
    return read_plan(workbook(sheets, merged=merged), choices)


def asked(plan: Plan) -> list[QuestionKind]:
    return [question.kind for question in plan.questions]


def kinds(plan: Plan) -> set[Kind]:
    return {found.kind for found in plan.findings}


BESIDE: dict[str, tuple[list[Row], list[Row], int]] = {
    "the same headings": (PLAN, [HEADINGS, *OTHERS], 1),
    "no blank column between": (PLAN, [HEADINGS, *OTHERS], 0),
    "other headings": (PLAN, [["No", "Task", "Lead", "Deadline", "Progress"], *OTHERS], 2),
    "a later first row": (PLAN, [[], HEADINGS, *OTHERS], 1),
    "more rows": (PLAN[:2], [HEADINGS, *OTHERS], 1),
}


@pytest.mark.parametrize(("left", "right", "gap"), BESIDE.values(), ids=BESIDE)
def test_a_second_table_is_offered_and_gives_the_first_nothing(
    left: list[Row], right: list[Row], gap: int
) -> None:
    sheets = {"Plan": beside(left, right, gap)}
    plan = read(sheets)
    assert references(plan) == [row[0] for row in left[1:]]
    assert plan.actions["revised_due"].isna().all()
    assert list(plan.original) == HEADINGS
    assert [f.severity for f in plan.findings if f.kind is Kind.SECOND_TABLE] == ["warning"]
    (question,) = plan.questions
    assert (question.kind, question.choices[0].stands) == (QuestionKind.SECOND_TABLE, True)
    used = read(sheets, Choices().with_change(question.choices[1].change))
    assert references(used) == [*references(plan), "8.1", "8.2"]
    left_out = read(sheets, Choices(second_table="leave"))
    assert (references(left_out), asked(left_out)) == (references(plan), [])


def test_a_table_beside_that_has_no_actions_is_said_and_not_offered() -> None:
    risks = [["Risk", "Owner", "Date", "Status"], ["Fire", "Al", DUE, "Closed"]]
    plan = read({"Plan": beside(PLAN, risks)})
    assert plan.actions["status"].tolist() == ["in_progress", "complete", "in_progress"]
    assert cells(plan, Kind.SECOND_TABLE) == ("G1 to J4",)
    assert asked(plan) == []


def test_a_second_run_of_action_owner_and_date_is_a_table_of_its_own() -> None:
    headings = [*HEADINGS, "Further action", "Owner", "Due date", "Status"]
    rows = [headings, [*ONE, "More", "Al", DUE, "Complete"], TWO, THREE]
    plan = read({"Plan": rows})
    assert plan.actions["status"].tolist() == ["in_progress", "complete", "in_progress"]
    assert asked(plan) == [QuestionKind.SECOND_TABLE]


@pytest.mark.parametrize(
    "headings",
    [
        ["Ref", "Risk", "Action ref", "Action", "Owner", "Due date", "Status"],
        ["Ref", "Recommendation", "Response", "Agreed action", "Owner", "Due date", "Action taken"],
    ],
)
def test_one_table_may_have_two_references_or_two_columns_of_actions(headings: list[str]) -> None:
    row = ["R1", "Fire", "1.1", "Fit alarms", "Estates", DUE, "Open"]
    plan = read({"Plan": [headings, row]})
    assert (len(plan.actions), list(plan.original), asked(plan)) == (1, headings, [])


def test_a_risk_and_its_action_in_one_row_are_one_table() -> None:
    headings = ["Risk ID", "Risk", "Owner", "Status", "Controls"]
    headings += ["Action", "Owner", "Due date", "Status"]
    row = ["R1", "Fire", "Al", "Open", "Alarms", "Fit sprinklers", "Jo", DUE, "Complete"]
    plan = read({"Register": [headings, row]})
    assert (references(plan), asked(plan).count(QuestionKind.SECOND_TABLE)) == (["R1"], 0)


def tab(statuses: str, owner: str = "Head of IT", title: str = "") -> list[Row]:
    """Three actions with a status each: c for complete, o for open."""
    words = {"c": "Complete", "o": "Open"}
    rows = [
        [*row[:2], owner, DUE, words[status]]
        for row, status in zip((ONE, TWO, THREE), statuses, strict=True)
    ]
    return [*([[title], []] if title else []), HEADINGS, *rows]


VERSIONS: dict[str, dict[str, list[Row]]] = {
    "by month": {"Jan 2016": tab("ooo"), "Apr 2016": tab("oco")},
    "the newest first": {"Apr 2016": tab("oco"), "Jan 2016": tab("ooo")},
    "by day": {"12.01.16": tab("ooo"), "30.04.16": tab("oco")},
    "by number": {"v1": tab("ooo"), "v10": tab("oco"), "v2": tab("ooo")},
    "by week": {"Wk 9": tab("ooo"), "Wk 10": tab("oco")},
    "by words": {"Current": tab("oco"), "Old": tab("ooo")},
    "draft and final": {"Final": tab("oco"), "Draft": tab("ooo")},
    "by title": {
        "A": tab("ooo", title="Position as at 31 January 2016"),
        "B": tab("oco", title="Position as at 30 April 2016"),
    },
}


@pytest.mark.parametrize("sheets", VERSIONS.values(), ids=VERSIONS)
def test_tabs_that_say_so_and_agree_are_versions_and_the_latest_is_read(
    sheets: dict[str, list[Row]],
) -> None:
    plan = read(sheets)
    assert references(plan) == REFERENCES
    assert plan.actions["status"].tolist() == ["in_progress", "complete", "in_progress"]
    assert (Kind.SEVERAL_VERSIONS in kinds(plan), asked(plan)) == (True, [])


def test_which_version_is_the_latest_is_asked_where_no_tab_says_it() -> None:
    plan = read({"January": tab("ooo"), "February": tab("oco")})
    assert plan.source.sheets == ("February",)
    (question,) = plan.questions
    other = read(
        {"January": tab("ooo"), "February": tab("oco")},
        Choices().with_change(question.choices[1].change),
    )
    assert other.source.sheets == ("January",)


def test_each_table_of_the_latest_tab_is_read() -> None:
    def two(status: str) -> list[Row]:
        force = ["Ref", "Owner", "Action", "Status", "Due date"]
        return [*PLAN, [], ["Force"], force, ["F1", "Al", "Write the guide", status, DUE]]

    plan = read({"Jan 2016": two("Open"), "Apr 2016": two("Complete")})
    assert references(plan) == [*REFERENCES, "F1"]
    assert plan.source.sheets == ("Apr 2016",)


PARTS: dict[str, dict[str, list[Row]]] = {
    "their own leads": {
        "North": tab("oco", "North Manager"),
        "South": tab("ooo", "South Manager"),
        "East": tab("ooo", "East Manager"),
    },
    "numbered stations": {"Site 1": tab("oco", "First"), "Site 2": tab("ooo", "Second")},
    "dated tabs of their own": {
        "North Jan 2016": tab("oco", "North"),
        "South Feb 2016": tab("ooo", "South"),
    },
    "other actions of the same numbers": {
        "Site A": PLAN,
        "Site B": [HEADINGS, *([r, f"Paint store {r}", "Al", DUE, "Open"] for r in REFERENCES)],
    },
    "dated inspections": {
        "HMIC Nov 2014": PLAN,
        "HMIC Mar 2015": [HEADINGS, *([r, f"Buy van {r}", "Al", DUE, "Open"] for r in REFERENCES)],
    },
}


@pytest.mark.parametrize("sheets", PARTS.values(), ids=PARTS)
def test_tabs_with_leads_or_actions_of_their_own_are_parts(sheets: dict[str, list[Row]]) -> None:
    plan = read(sheets)
    assert references(plan) == REFERENCES * len(sheets)
    assert asked(plan) == []
    assert not {Kind.REFERENCE_USED_MORE_THAN_ONCE, Kind.ACTION_ON_TWO_SHEETS} & kinds(plan)


@pytest.mark.parametrize(
    ("names", "stands"),
    [(("North", "South"), "parts"), (("Sheet1", "Sheet2"), "versions")],
)
def test_tabs_that_agree_and_do_not_say_what_they_are_are_asked_about(
    names: tuple[str, str], stands: str
) -> None:
    sheets = {names[0]: tab("ooo"), names[1]: tab("oco")}
    plan = read(sheets)
    (question,) = plan.questions
    assert question.choices[0].change == {"tabs": stands}
    counts = {"parts": 6, "versions": 3}
    assert len(plan.actions) == counts[stands]
    for choice in question.choices:
        answered = read(sheets, Choices().with_change(choice.change))
        assert len(answered.actions) == counts[choice.change["tabs"]]
        assert question not in answered.questions


def test_dated_tabs_with_leads_of_their_own_are_parts_until_somebody_answers() -> None:
    plan = read({"Jan 2016": tab("oco", "North"), "Feb 2016": tab("ooo", "South")})
    assert (len(plan.actions), asked(plan)) == (6, [QuestionKind.TABS])


def test_tabs_updated_on_other_days_under_titles_of_their_own_are_parts_and_asked_about() -> None:
    north = tab("oco", title="North custody suite, updated 12/01/2016")
    south = tab("ooo", title="South custody suite, updated 14/01/2016")
    plan = read({"N": north, "S": south})
    assert (len(plan.actions), asked(plan)) == (6, [QuestionKind.TABS])


def test_titles_of_their_own_make_tabs_parts() -> None:
    suites = {
        "1": tab("oco", title="North custody suite"),
        "2": tab("ooo", title="South custody suite"),
    }
    assert len(read(suites).actions) == 6


def test_a_tab_whose_every_row_stands_on_another_is_left_out_and_said() -> None:
    for name in ("Overdue", "Zone of open actions"):
        plan = read({name: [HEADINGS, ONE, THREE], "All": PLAN})
        assert references(plan) == REFERENCES
        assert [f.sheet for f in plan.findings if f.kind is Kind.SHEET_NOT_READ] == [name]


ON_TWO_SHEETS = {"Live": [HEADINGS, ONE, TWO], "Completed": [HEADINGS, TWO]}


def test_an_action_on_the_live_and_the_completed_sheet_counts_once_and_is_asked_about() -> None:
    plan = read(ON_TWO_SHEETS)
    assert references(plan) == ["1.1", "1.2"]
    assert cells(plan, Kind.ACTION_ON_TWO_SHEETS) == ("A2",)
    assert asked(plan) == [QuestionKind.DOUBTFUL_ROWS]
    twice = read(ON_TWO_SHEETS, Choices(rows={"repeated": "count"}))
    assert references(twice) == ["1.1", "1.2", "1.2"]
    assert (asked(twice), len(twice.original)) == ([], 3)


@pytest.mark.parametrize("first", ["Open", "Complete"])
def test_of_an_action_on_two_sheets_the_less_far_counts(first: str) -> None:
    last = "Complete" if first == "Open" else "Open"
    one, other = ([*TWO[:4], status] for status in (first, last))
    plan = read({"Live": [HEADINGS, ONE, one], "Completed": [HEADINGS, other, THREE]})
    assert sorted(references(plan)) == ["1.1", "1.2", THREE[0]]
    assert plan.actions.set_index("reference").loc["1.2", "status_text"] == "Open"


def test_of_an_action_on_two_sheets_that_is_as_far_that_of_the_completed_counts() -> None:
    headings, one = [*HEADINGS, "Date completed"], [*ONE, None]
    live, completed = [*TWO, None], [*TWO, date(2016, 3, 1)]
    plan = read({"Live": [headings, one, live], "Completed": [headings, completed]})
    assert plan.actions["completed_on"].dt.date.tolist()[-1] == date(2016, 3, 1)


@pytest.mark.parametrize("restricted", ["Live", "Completed"])
def test_an_action_on_two_sheets_is_restricted_where_either_is(restricted: str) -> None:
    headings, rows = [*HEADINGS, "Restricted"], {"Live": ONE, "Completed": THREE}
    sheets = {
        name: [headings, [*other, None], [*TWO, "Yes" if name == restricted else None]]
        for name, other in rows.items()
    }
    actions = read(sheets).actions.set_index("reference")
    assert actions["restricted"].to_dict() == {"1.1": False, "1.2": True, THREE[0]: False}


def test_an_action_on_three_sheets_counts_once() -> None:
    open_one = [*TWO[:4], "Open"]
    sheets = {"Completed": [HEADINGS, TWO, THREE], "North": [HEADINGS, ONE, open_one]}
    plan = read(sheets | {"South": [HEADINGS, open_one, ["3.1", *ONE[1:]]]}, Choices(tabs="parts"))
    assert references(plan).count("1.2") == 1


def test_rows_of_one_reference_on_one_sheet_are_not_left_out() -> None:
    steps = [["1.2", f"Weed the records of {year}", *TWO[2:]] for year in (2013, 2014, 2015)]
    plan = read({"Live": [HEADINGS, ONE, steps[2]], "Completed": [HEADINGS, *steps]})
    assert len(plan.actions) == 5


def test_another_action_of_the_same_reference_on_another_sheet_counts_as_well() -> None:
    other = [TWO[0], "Sell the old police station", *TWO[2:]]
    plan = read({"Live": [HEADINGS, ONE, TWO], "Completed": [HEADINGS, other, THREE]})
    assert (len(plan.actions), asked(plan)) == (4, [])


RECOMMENDED = ["Rec", "Ref", "Action", "Owner", "Due date", "Status"]


def recommended(number: str, kind: str) -> Row:
    return [number, f"{kind[0]}{number}", f"{kind}: do what {number} says", "Jo", DUE, "Open"]


CUSTODY, CRIME = "Custody inspection 2014", "Crime data review 2015"
INSPECTIONS: dict[str, dict[str, list[Row]]] = {
    "by tab": {
        CUSTODY: [RECOMMENDED, recommended("1", "Cells"), recommended("2", "Cells")],
        CRIME: [RECOMMENDED, recommended("1", "Records"), recommended("2", "Records")],
    },
    "by title": {
        "A": [[CUSTODY], RECOMMENDED, recommended("1", "Cells"), recommended("2", "Cells")],
        "B": [[CRIME], RECOMMENDED, recommended("1", "Records"), recommended("2", "Records")],
    },
    "by heading": {
        "Plan": [
            RECOMMENDED,
            [CUSTODY],
            recommended("1", "Cells"),
            recommended("2", "Cells"),
            [CRIME],
            recommended("1", "Records"),
            recommended("2", "Records"),
        ]
    },
    "one table below the other": {
        "Plan": [
            [CUSTODY],
            RECOMMENDED,
            recommended("1", "Cells"),
            recommended("2", "Cells"),
            [],
            [CRIME],
            ["Rec", "Ref", "Action", "Lead", "Deadline", "Status"],
            recommended("1", "Records"),
            recommended("2", "Records"),
        ]
    },
}


@pytest.mark.parametrize("sheets", INSPECTIONS.values(), ids=INSPECTIONS)
def test_each_action_has_the_inspection_that_its_title_tab_or_heading_names(
    sheets: dict[str, list[Row]],
) -> None:
    plan = read(sheets)
    assert references(plan) == ["C1", "C2", "R1", "R2"]
    assert plan.actions["source"].tolist() == [CUSTODY, CUSTODY, CRIME, CRIME]


def test_headings_under_which_numbers_begin_again_name_inspections() -> None:
    first, second = "Building the Picture", "Making the victim count"
    rows = [RECOMMENDED, [first], recommended("1", "A"), recommended("2", "A"), [second]]
    again = read({"Plan": [*rows, recommended("1", "B")]})
    assert again.actions["source"].tolist() == [first, first, second]
    on = read({"Plan": [*rows, recommended("3", "B")]})
    assert on.actions["source"].isna().all()


def numbered(*names: str) -> list[Row]:
    return [[name, "Open", DUE, "Jo"] for name in names]


@pytest.mark.parametrize("title", [CUSTODY, "Custody: time to choose (published April 2014)"])
def test_the_inspection_above_the_headings_is_that_of_the_rows_down_to_the_next(title: str) -> None:
    heads = ["Recommendation", "Status", "Due date", "Lead"]
    above: list[Row] = [[title], heads, *numbered("Rec 1 Fresh air", "Rec 2 Dignity")]
    below: list[Row] = [[CRIME], heads, *numbered("Rec 1 Timetable", "Rec 2 Policy")]
    plan = read({"Plan": [*above, *below]})
    assert plan.actions["source"].tolist() == [title, title, CRIME, CRIME]
    assert plan.actions["recommendation"].tolist() == ["1", "2", "1", "2"]
    on = read({"Plan": [*above, [CRIME], heads, *numbered("Rec 3 Timetable")]})
    named = [CUSTODY, CUSTODY, CRIME] if title == CUSTODY else [None] * 3
    assert on.actions["source"].tolist() == named


def test_tabs_that_each_number_other_actions_from_one_are_inspections() -> None:
    def rows(*words: str) -> list[Row]:
        return [
            RECOMMENDED,
            *([f"{n}", f"{n}", w, "Jo", DUE, "Open"] for n, w in enumerate(words, 1)),
        ]

    plan = read({"Cells": rows("Paint walls", "Fix doors"), "Guns": rows("Store rifles", "Count")})
    assert plan.actions["source"].tolist() == ["Cells", "Cells", "Guns", "Guns"]


def test_a_title_that_names_one_inspection_is_not_the_source_of_each_action() -> None:
    plan = read({"Plan": [["HMIC inspection of custody"], RECOMMENDED, recommended("1", "A")]})
    assert plan.actions["source"].isna().all()


@pytest.mark.parametrize(
    ("title", "day"),
    [
        ("As at: 30/04/2016", date(2016, 4, 30)),
        ("Position at close of business on 30 April 2016", date(2016, 4, 30)),
        ("Data correct as at Friday 29 April 2016", date(2016, 4, 29)),
        ("Published 2 July 2015; updated 30 April 2016", date(2016, 4, 30)),
        ("Last updated by J Smith 12/01/2016", date(2016, 1, 12)),
        ("Latest position: 30 April 2016", date(2016, 4, 30)),
        ("Progress on Building the Picture (July 2015)", None),
        ("Update on the HMIC inspection of March 2015", None),
        ("Update to the Strategic Scrutiny Meeting of 12 January 2016", None),
        ("Position following publication in July 2015", None),
        ("HMIC report published 2 July 2015", None),
        ("Progress as at the Board of 30 April 2016", None),
        ("Inspection date 2 July 2015", None),
        ("Next update 30 May 2016", None),
        ("Review date: 30 June 2016", None),
    ],
)
def test_the_day_of_a_position_is_the_one_said_to_be_it(title: str, day: date | None) -> None:
    assert read({"Plan": [[title], [], *PLAN]}).as_at == day


def test_the_date_of_a_report_is_a_position_unless_an_inspection_is_named_beside_it() -> None:
    report: list[Row] = [["Date of report:", date(2016, 4, 30)]]
    inspected: list[Row] = [["Inspection:", "Custody inspection 2014"], *report]
    assert read({"Plan": [*report, *PLAN]}).as_at == date(2016, 4, 30)
    assert read({"Plan": [*inspected, *PLAN]}).as_at is None


def test_of_a_register_and_a_plan_the_tab_of_actions_with_timescales_is_read() -> None:
    risks = ["ID", "Risk", "Likelihood", "Impact", "Mitigation", "Owner", "Status"]
    tabs = {
        "Risks": [risks, ["R1", "Staff leave", 3, 4, "Recruit more staff", "HR", "Open"]],
        "Actions": [
            ["ID", "Action", "Owner", "Date raised", "Due date", "Status"],
            ["A1", "Map the work", "HR", date(2022, 1, 1), date(2022, 2, 28), "Closed"],
        ],
    }
    plan = read_plan(workbook(tabs))
    assert plan.actions["reference"].tolist() == ["A1"]


@pytest.mark.parametrize(("tab", "severity"), [("Archive", "warning"), ("Estates", "note")])
def test_a_tab_that_calls_itself_old_is_read_as_a_part_with_a_warning(
    tab: str, severity: str
) -> None:
    plan = read({"Plan": PLAN, tab: [HEADINGS, *OTHERS]})
    assert len(plan.actions) == len(PLAN) - 1 + len(OTHERS)
    (found,) = [each for each in plan.findings if each.kind == Kind.SEVERAL_SHEETS]
    assert found.severity == severity


def test_of_two_tables_side_by_side_the_left_one_is_the_first_though_the_right_says_more() -> None:
    heads = ["No", "Action", "Lead", "Due"]
    plan = read(
        {
            "Log": [
                [*heads, None, *heads, "Closed"],
                [4, "Policy", "A Lead", DUE, None, 1, "Terms", "Chair", DUE, date(2015, 10, 20)],
                [5, "Survey", "B Lead", DUE, None, 2, "Report", "C Lead", DUE, date(2015, 12, 20)],
            ]
        }
    )
    assert plan.actions["reference"].tolist() == ["4", "5"]
    assert QuestionKind.SECOND_TABLE in asked(plan)


def test_headings_under_which_the_numbers_only_go_on_name_no_inspection() -> None:
    rows = [RECOMMENDED, ["Immediate actions"], recommended("1", "A"), recommended("2", "A")]
    rows += [["Longer term actions"], recommended("1", "B"), recommended("3", "B")]
    assert read({"Plan": rows}).actions["source"].isna().all()


def test_a_tab_of_other_columns_whose_rows_are_headed_alike_is_offered() -> None:
    log = [["No", "Action", "Lead", "Due", "Update"], [5, "Fleet", "A", DUE, "Drafted"]]
    closed = [["No", "Action", "Lead", "Date closed"], [1, "Budget", "B", date(2015, 10, 1)]]
    sheets = {"Log": log, "Closed actions": closed}
    [question] = read(sheets).questions
    assert question.asks == (
        "Are the actions on “Closed actions” part of the plan? The columns are other ones."
    )
    no, yes = (
        read_plan(workbook(sheets), Choices().with_change(choice.change))
        for choice in question.choices
    )
    assert (len(no.actions), no.questions) == (1, ())
    assert (yes.actions["status"].tolist(), yes.questions) == (["not_started", "complete"], ())


@pytest.mark.parametrize(
    "title",
    ["Closed actions", "Table B: recommendations completed since the last meeting", "COMPLETED"],
)
def test_a_title_that_says_that_all_below_it_is_finished_counts_beside_live_ones(
    title: str,
) -> None:
    header = ["Ref", "Action", "Owner", "Due date"]
    live = [
        ["1", "Reconcile", "Head of Finance", "31/03/2023"],
        ["2", "Patch", "ICT", "30/06/2023"],
    ]
    over = [["4", "Write a policy", "Head of HR", "31/01/2023"]]
    first, second = [["Table A: live recommendations"], header, *live], [[title], header, *over]
    for sheets in ({"Plan": [*first, [], *second]}, {"One": first, "Two": second}):
        actions = read(sheets).actions
        assert actions["status"].tolist() == ["not_started", "not_started", "complete"]
        assert actions["recommendation"].isna().all()


@pytest.mark.parametrize("line", ["Actions closed: 0", "Completed: 14/09/2026"])
def test_a_tally_or_a_field_of_a_form_finishes_nothing(line: str) -> None:
    header = ["Ref", "Action", "Owner", "Due date", "Status"]
    first = [["North"], [], header, ["1", "Review it", "Head of Records", DUE, "Open"]]
    second = [["South"], [line], [], header, ["2", "Train staff", "HR Director", DUE, ""]]
    for sheets in ({"Plan": [*first, [], *second]}, {"One": first, "Two": second}):
        assert "complete" not in read(sheets).actions["status"].tolist()


def test_a_banner_of_how_far_actions_are_leaves_the_recommendation_above_it() -> None:
    header = ["Ref", "Action", "Owner", "Due date", "Status"]
    done = ["1", "Review it", "Head of Records", DUE, ""]
    to_do = ["2", "Train staff", "HR Director", DUE, ""]
    first = [["Recommendation 1 – Keep less"], ["Closed actions"], done, ["Open actions"], to_do]
    actions = read({"Plan": [header, *first, ["Recommendation 2 – Keep it safe"], to_do]}).actions
    assert actions["recommendation"].tolist() == ["1", "1", "2"]
    assert actions["status"].tolist() == ["complete", "not_started", "not_started"]
