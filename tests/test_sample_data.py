"""The sample plan: what its versions hold, and the changes built into them."""

import io
import zipfile
from collections import Counter
from datetime import date, datetime

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from sample_data import make
from tracker import measure, read_plan, summarise
from tracker.inspection_catalogue import apply_catalogue, read_catalogue

JANUARY, APRIL, SEPTEMBER = date(2016, 1, 12), date(2016, 4, 30), date(2016, 9, 30)
VERSIONS = (JANUARY, APRIL, SEPTEMBER)
HEADER_ROW = 7

Action = dict[str, object]


def sheet_of(as_at: date) -> Worksheet:
    return openpyxl.load_workbook(make.path(as_at)).worksheets[0]


def actions_of(as_at: date) -> dict[str, Action]:
    """The rows with a reference, by reference, as Excel shows them to a person."""
    rows = list(sheet_of(as_at).iter_rows(min_row=HEADER_ROW, values_only=True))
    headings = [str(heading) for heading in rows[0]]
    actions = [dict(zip(headings, row, strict=True)) for row in rows[1:]]
    return {str(action["Ref"]): action for action in actions if action["Ref"]}


def changed(column: str, earlier: date, later: date) -> dict[str, tuple[object, object]]:
    """Actions of both versions whose cell in a column changed, with both cells."""
    before, after = actions_of(earlier), actions_of(later)
    return {
        reference: (before[reference][column], after[reference][column])
        for reference in before.keys() & after.keys()
        if before[reference][column] != after[reference][column]
    }


def parts(workbook: bytes) -> dict[str, bytes]:
    """A workbook's files, inflated: compression differs between machines, contents do not."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("as_at", VERSIONS)
def test_making_the_sample_anew_gives_the_workbooks_that_are_shipped(as_at: date) -> None:
    assert parts(make.workbook(as_at)) == parts(make.path(as_at).read_bytes())


@pytest.mark.parametrize("as_at", VERSIONS)
def test_each_version_says_that_it_is_illustrative_and_its_date(as_at: date) -> None:
    sheet = sheet_of(as_at)
    titles = [sheet.cell(row, 1).value for row in range(1, HEADER_ROW)]

    assert str(titles[0]).startswith("ILLUSTRATIVE")
    assert (
        titles[4]
        == {
            JANUARY: "Position as at 12 January 2016",
            APRIL: "Position as at 30 April 2016",
            SEPTEMBER: "Position as at 30 September 2016",
        }[as_at]
    )
    assert "Illustrative" in str(sheet.oddFooter.left.text)


@pytest.mark.parametrize(
    ("as_at", "statuses"),
    [
        # 32 rows: 27 national, five force-specific
        (
            JANUARY,
            {"Complete": 8, "In progress": 15, "Not started": 8, "Awaiting sign-off": 1},
        ),
        # 33 rows: FS3.2 is new
        (
            APRIL,
            {
                "Complete": 14,
                "In progress": 12,
                "Not started": 5,
                "Awaiting sign-off": 1,
                "Superseded": 1,
            },
        ),
        # 32 rows: 8.1 is gone
        (
            SEPTEMBER,
            {
                "Complete": 19,
                "Complete – verified by HMIC": 3,
                "In progress": 5,
                "Not started": 3,
                "Awaiting sign-off": 1,
                "Superseded": 1,
            },
        ),
    ],
)
def test_each_version_has_the_statuses_counted_by_hand(
    as_at: date, statuses: dict[str, int]
) -> None:
    assert Counter(action["Status"] for action in actions_of(as_at).values()) == statuses


@pytest.mark.parametrize("as_at", VERSIONS)
def test_an_action_has_a_completion_date_when_it_is_complete_and_none_in_the_future(
    as_at: date,
) -> None:
    for reference, action in actions_of(as_at).items():
        completed = action["Date completed"]
        assert str(action["Status"]).startswith("Complete") == (completed is not None), reference
        if isinstance(completed, datetime):
            assert completed.date() <= as_at, reference


@pytest.mark.parametrize("as_at", VERSIONS)
def test_a_recommendation_with_several_actions_is_merged_beside_them(as_at: date) -> None:
    sheet = sheet_of(as_at)
    merged = [range_ for range_ in sheet.merged_cells.ranges if range_.size["rows"] > 1]

    # Number and wording of each of 13 recommendations. FS3 has one action in January, and
    # 8 has one in September.
    assert len(merged) == {JANUARY: 24, APRIL: 26, SEPTEMBER: 24}[as_at]


def test_national_actions_come_before_the_force_specific_ones_each_under_a_banner() -> None:
    first_column = [row[0].value for row in sheet_of(APRIL).iter_rows(min_row=HEADER_ROW + 1)]
    banners = ["National action plan", "Force-specific recommendations"]

    assert [value for value in first_column if value in banners] == banners
    assert first_column.index("National action plan") == 0
    assert first_column.index("Force-specific recommendations") == 28  # after 27 actions
    assert first_column.index("FS1") == 29


def test_timescales_are_written_as_people_write_them() -> None:
    typed = {action["HMIC timescale"] for action in actions_of(JANUARY).values()}

    assert typed == {
        "By 30 November 2015",
        "30 September 2015",
        "Immediately",
        "End of March 2016",
        "Q1 2016/17",
        datetime(2016, 1, 31),
        "By 31 July 2016",
        "Within six months",
    }


def test_owners_are_role_titles_and_three_actions_have_two() -> None:
    leads = {reference: str(action["Lead"]) for reference, action in actions_of(APRIL).items()}

    assert set(leads.values()) == {
        "Data Quality Manager",
        "Head of ICT",
        "Head of Intelligence",
        "Head of Intelligence; Head of Public Protection",
        "Head of Learning and Development",
        "Head of Public Protection",
        "Head of Records",
        "Head of Records\nHead of Estates",
        "Information Assurance Manager",
        "Information Manager",
        "Information Manager / Head of Records",
        "Senior Information Risk Owner",
    }
    assert [r for r, lead in leads.items() if set(lead) & set(";/\n")] == ["2.3", "4.2", "FS2.2"]


@pytest.mark.parametrize("as_at", VERSIONS)
def test_some_actions_wait_for_the_national_review_and_one_is_restricted(as_at: date) -> None:
    actions = actions_of(as_at)
    waiting = [r for r, a in actions.items() if a["Dependency"] == "National MoPI review"]
    restricted = [r for r, a in actions.items() if a["Marking"] == "OFFICIAL-SENSITIVE"]

    assert waiting == ["1.2", "8.2", "9.2", "10.2"]
    assert restricted == ["7.2"]


def test_by_april_one_action_is_added_and_by_september_a_finished_one_is_dropped() -> None:
    january, april, september = (set(actions_of(as_at)) for as_at in VERSIONS)

    assert april - january == {"FS3.2"}
    assert january - april == set()
    assert september - april == set()
    assert april - september == {"8.1"}


def test_one_original_timescale_is_changed_quietly() -> None:
    assert changed("HMIC timescale", JANUARY, APRIL) == {
        "4.2": ("By 30 November 2015", "By 29 February 2016")
    }
    assert changed("HMIC timescale", APRIL, SEPTEMBER) == {}


def test_revised_timescales_move_once_just_before_a_meeting() -> None:
    until_april = changed("Revised timescale", JANUARY, APRIL)
    until_september = changed("Revised timescale", APRIL, SEPTEMBER)

    assert until_april == {
        "1.2": (datetime(2016, 6, 30), datetime(2018, 1, 31)),
        "2.3": (datetime(2016, 3, 31), datetime(2016, 6, 30)),
        "2.4": (datetime(2016, 9, 30), datetime(2016, 7, 31)),  # brought forward
        "3.2": (datetime(2016, 4, 29), datetime(2016, 7, 31)),  # the day before the meeting
        "4.2": (datetime(2016, 2, 29), datetime(2016, 5, 31)),
        "6.1": (datetime(2016, 6, 30), datetime(2016, 9, 30)),
        "6.2": (None, datetime(2016, 7, 31)),
        "7.2": (datetime(2016, 3, 31), datetime(2016, 6, 30)),
        "8.2": (None, datetime(2018, 1, 31)),
        "10.2": (None, "End of January 2018"),
    }
    assert until_september == {
        "4.4": (datetime(2016, 3, 31), datetime(2016, 11, 30)),
        "6.1": (datetime(2016, 9, 30), datetime(2016, 12, 31)),
        "FS2.2": (None, datetime(2016, 10, 31)),
    }


def test_statuses_change_as_built_in() -> None:
    until_april = changed("Status", JANUARY, APRIL)
    until_september = changed("Status", APRIL, SEPTEMBER)

    assert until_april == {
        "2.2": ("In progress", "Complete"),
        "5.2": ("In progress", "Complete"),
        "5.3": ("Not started", "Awaiting sign-off"),
        "6.2": ("Complete", "In progress"),  # reopened
        "9.1": ("In progress", "Complete"),
        "10.1": ("In progress", "Complete"),
        "10.3": ("Not started", "Superseded"),
        "FS1.1": ("In progress", "Complete"),
        "FS1.2": ("Not started", "In progress"),
        "FS2.1": ("In progress", "Complete"),
        "FS2.2": ("Not started", "In progress"),
        "FS3.1": ("Awaiting sign-off", "Complete"),
    }
    assert until_september == {
        "2.3": ("In progress", "Complete"),
        "2.4": ("Not started", "Awaiting sign-off"),
        "3.2": ("In progress", "Complete"),
        "4.2": ("In progress", "Complete"),
        "4.3": ("In progress", "Complete"),
        "5.1": ("Complete", "Complete – verified by HMIC"),
        "5.2": ("Complete", "Complete – verified by HMIC"),
        "5.3": ("Awaiting sign-off", "Complete – verified by HMIC"),
        "6.2": ("In progress", "Complete"),
        "7.2": ("In progress", "Complete"),
        "7.3": ("In progress", "Complete"),
        "FS1.2": ("In progress", "Complete"),
        "FS3.2": ("Not started", "In progress"),
    }


# Counted from the tables of ``sample_data/actions.py`` by hand: D is the as-at date, and from
# 30 November 2015 to D are 43, 152 and 305 days; from 2 July 2015 ("Immediately") 194 and 303.
TOTALS = {
    # Completed with their slippage: 1.1 −3, 2.1 12, 3.1 −10, 4.1 39, 5.1 0, 6.2 85, 7.1 43,
    # 8.1 −24; on time 1.1, 3.1, 5.1, 8.1. Due: the 27 national ones and FS3.1 (2 January 2016).
    # Open: 43 for 4.3, 8.2, 9.2, 10.2, 10.3; 91 for 2.2, 4.2, 10.1; 122 for 2.3, 4.4, 5.2, 9.1;
    # 151 for 3.2; 213 for 1.2, 5.3; 305 for 2.4; from July 273 for 7.2, 364 for 6.1, 7.3;
    # 0 for FS1.1, FS1.2, FS2.1, FS2.2; 10 for FS3.1. Sum 3,011 over 32; the 16th and 17th
    # are 43. Re-dated: 1.2, 2.2, 2.3, 2.4, 3.2, 4.2, 4.4, 5.2, 5.3, 6.1, 7.2, 7.3, 9.1, 10.1.
    JANUARY: {
        "actions": 32,
        "withdrawn": 0,
        "completed": 8,
        "open": 24,
        "overdue": 20,
        "completion_rate": 8 / 32,
        "confirmed": None,
        "confirmed_rate": None,
        "due": 28,
        "on_time_rate": 4 / 8,
        "hit_task_rate": 4 / 28,
        "bei": 8 / 28,
        "median_slippage_days": 43.0,
        "mean_slippage_days": 3011 / 32,
        "max_slippage_days": 364,
        "rebaselined": 14,
        "next_due": date(2016, 1, 31),  # FS2.1
    },
    # Completed: 1.1 −3, 2.1 12, 2.2 109, 3.1 −10, 4.1 39, 5.1 0, 5.2 122, 7.1 43, 8.1 −24,
    # 9.1 133, 10.1 91, FS1.1 −7, FS2.1 −2, FS3.1 55; on time six of them. Withdrawn 10.3. Due:
    # 26 national, FS1.1, FS2.1, FS3.1. Open: 152 for 4.3, 4.4, 9.2; 213 for 2.3, 5.3; 244 for
    # 2.4, 3.2; 793 for 1.2, 8.2, 10.2; 92 for 4.2 from its new 29 February; from July 364 for
    # 7.2, 7.3, 395 for 6.2, 456 for 6.1; 0 for FS1.2, FS2.2, FS3.2. Sum 5,978 over 32; the 16th
    # is 109 and the 17th 122. Re-dated: January's 14, and 6.2, 8.2, 10.2.
    APRIL: {
        "actions": 33,
        "withdrawn": 1,
        "completed": 14,
        "open": 18,
        "overdue": 15,
        "completion_rate": 14 / 32,
        "confirmed": None,
        "confirmed_rate": None,
        "due": 29,
        "on_time_rate": 6 / 14,
        "hit_task_rate": 6 / 29,
        "bei": 14 / 29,
        "median_slippage_days": 115.5,
        "mean_slippage_days": 5978 / 32,
        "max_slippage_days": 793,
        "rebaselined": 17,
        "next_due": date(2016, 5, 31),  # 4.2
    },
    # Completed: April's 14 less 8.1, and 2.3 228, 3.2 270, 4.2 106, 4.3 235, 5.3 288, 6.2 393,
    # 7.2 358, 7.3 414, FS1.2 8; on time 1.1, 3.1, 5.1, FS1.1, FS2.1. Confirmed 5.1, 5.2, 5.3.
    # Due: 25 national, and FS1.1, FS1.2, FS2.1, FS2.2, FS3.1. Open: 305 for 2.4, 9.2; 366 for
    # 4.4; 548 for 6.1; 793 for 1.2, 8.2, 10.2; 92 for FS2.2; 0 for FS3.2. Sum 6,877 over 31; the
    # 16th is 122. Re-dated: April's 17 and FS2.2.
    SEPTEMBER: {
        "actions": 32,
        "withdrawn": 1,
        "completed": 22,
        "open": 9,
        "overdue": 8,
        "completion_rate": 22 / 31,
        "confirmed": 3,
        "confirmed_rate": 3 / 31,
        "due": 30,
        "on_time_rate": 5 / 22,
        "hit_task_rate": 5 / 30,
        "bei": 22 / 30,
        "median_slippage_days": 122.0,
        "mean_slippage_days": 6877 / 31,
        "max_slippage_days": 793,
        "rebaselined": 18,
        "next_due": date(2016, 10, 31),  # FS2.2
    },
}


@pytest.mark.parametrize("as_at", VERSIONS)
def test_the_figures_of_each_version_are_those_worked_out_by_hand(as_at: date) -> None:
    plan = read_plan(make.path(as_at))
    assert plan.as_at == as_at

    totals = summarise(measure(plan.actions, as_at)).totals

    every_one_is_dated = {"overdue_unknown": 0}
    assert dict(totals) == pytest.approx(TOTALS[as_at] | every_one_is_dated)


def test_recommendation_5_was_complete_288_days_after_its_timescale() -> None:
    plan = read_plan(make.path(SEPTEMBER))
    recommendations = summarise(measure(plan.actions, SEPTEMBER)).recommendations
    fifth = recommendations.set_index("recommendation").loc["5"]

    assert fifth["is_complete"]
    assert fifth["expected_finish"] == datetime(2016, 9, 13)
    assert fifth["slippage_days"] == 288


@pytest.mark.parametrize("as_at", VERSIONS)
def test_the_reader_takes_scope_owners_and_marking_from_the_sheet(as_at: date) -> None:
    actions = read_plan(make.path(as_at)).actions.set_index("reference")

    assert actions.loc["1.1", "scope"] == "national"
    assert actions.loc["FS1.1", "scope"] == "force"
    assert actions.loc["2.3", "owners"] == ("Information Manager", "Head of Records")
    assert actions.loc["FS2.2", "owners"] == ("Head of Records", "Head of Estates")
    assert actions.loc["2.4", "recommendation"] == "2"
    assert str(actions.loc["2.4", "recommendation_text"]).startswith("Review how the force's")
    assert actions.index[actions["restricted"]].tolist() == ["7.2"]


@pytest.mark.parametrize("as_at", VERSIONS)
def test_the_only_cell_that_cannot_be_used_is_a_date_to_be_confirmed(as_at: date) -> None:
    findings = read_plan(make.path(as_at)).findings
    not_notes = [(f.severity, f.field, f.value) for f in findings if f.severity != "note"]

    assert not_notes == [("error", "revised_due", "TBC")]


def test_the_catalogue_sees_the_timescale_that_was_typed_over() -> None:
    catalogue = read_catalogue(make.FOLDER / "hmic_building_the_picture.csv")

    def differing(as_at: date) -> list[str]:
        plan = apply_catalogue(read_plan(make.path(as_at)), catalogue)
        return [f.value for f in plan.findings if f.severity == "warning"]

    assert differing(JANUARY) == []
    assert differing(APRIL) == differing(SEPTEMBER) == ["By 29 February 2016"]
