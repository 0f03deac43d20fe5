"""A workbook for each owner: their own actions, nothing of anybody else's, in files well named."""

from __future__ import annotations

import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workbooks import AS_AT, NOV, about, holds, opened, plan_of, table
from tracker import (
    Finding,
    Plan,
    export_by_owner,
    filter_actions,
    measure,
    read_plan,
    summarise,
)
from tracker.exports.by_owner import owners_files
from tracker.exports.file_names import file_names
from tracker.timeline import compare

SAMPLES = Path(__file__).parents[1] / "sample_data"


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def finding(cell: str, value: str, problem: str) -> Finding:
    return Finding("warning", "Appendix A", cell, "action", value, problem, "odd")


@pytest.fixture
def plan() -> Plan:
    """Rows 5 to 8: Heron's, Heron and Lapwing's, Lapwing's, nobody's. Each has its own words."""
    words = ["Quillon", "Nightjar", "Dunnock", "Whimbrel"]
    return plan_of(
        {
            "reference": ["1", "2", "3", "4"],
            "recommendation": ["5", "5", "Bittern", "Bittern"],
            "action": words,
            "owner": ["Heron", "Heron; Lapwing", "Lapwing", None],
            "owners": [("Heron",), ("Heron", "Lapwing"), ("Lapwing",), ()],
            "original_due": [NOV] * 4,
            "status": ["complete", "in_progress", "in_progress", "confirmed"],
            "restricted": [False, False, True, False],
        },
        {"Task": words, "Who": ["Heron", "Heron; Lapwing", "Lapwing", None], "Note": ["a"] * 4},
        findings=(
            finding("C5", "Quillon", "in Heron's row"),
            finding("C6", "Nightjar", "in the row of both; also “Dunnock” is like it"),
            finding("C7", "Dunnock", "in Lapwing's row"),
            finding("C", "Dunnock, Whimbrel", "of the whole column"),
        ),
        action="Task",
        owner="Who",
    )


@pytest.fixture
def workbooks(plan: Plan) -> dict[str, bytes]:
    return unpacked(export_by_owner(plan, measure(plan.actions, AS_AT), as_at=AS_AT))


def test_there_is_a_workbook_for_each_owner_named_after_them_and_one_for_nobodys(workbooks):
    assert list(workbooks) == ["Heron.xlsx", "Lapwing.xlsx", "No owner named.xlsx"]


def test_each_holds_the_owners_actions_and_those_that_they_share(workbooks):
    tasks = {name: table(data)["Task"].tolist() for name, data in workbooks.items()}
    assert tasks == {
        "Heron.xlsx": ["Quillon", "Nightjar"],
        "Lapwing.xlsx": ["Nightjar", "Dunnock"],
        "No owner named.xlsx": ["Whimbrel"],
    }


def test_no_part_of_a_workbook_has_a_word_of_another_owners_rows(workbooks):
    others = {
        "Heron.xlsx": ["Dunnock", "Whimbrel", "Bittern"],
        "Lapwing.xlsx": ["Quillon", "Whimbrel"],
        "No owner named.xlsx": ["Heron", "Lapwing", "Quillon", "Nightjar", "Dunnock"],
    }
    for name, words in others.items():
        for word in words:
            assert holds(workbooks[name], word) == [], (name, word)
    assert holds(workbooks["Heron.xlsx"], "Quillon")  # the search finds what is there


def test_counts_and_figures_are_of_the_owners_own_actions(workbooks):
    facts = about(workbooks["Lapwing.xlsx"])
    assert facts["Owner"] == "Lapwing"
    assert facts["Actions in this file"] == "2"
    assert facts["Actions complete"].startswith("0 of 2, 0%")
    assert facts["Actions restricted"] == "1 restricted action in this file: not for publication"
    assert facts["Filters"] == "None: every action of this owner"
    recommendations = table(workbooks["Heron.xlsx"], "By recommendation")
    assert recommendations["Recommendation"].tolist() == ["5"]
    assert recommendations["Actions"].tolist() == [2]
    assert "By owner" not in opened(workbooks["Heron.xlsx"]).sheetnames
    # The plan tells confirmed actions apart, so that none of Heron's is confirmed is known.
    assert recommendations["Confirmed"].tolist() == [0]


def test_findings_are_those_of_the_owners_rows_without_the_words_of_others(workbooks):
    said = {
        name: table(data, "Findings")["What it means, and what to do"].dropna().tolist()
        for name, data in workbooks.items()
    }
    assert said["Heron.xlsx"] == ["in Heron's row"]
    assert said["Lapwing.xlsx"] == [
        "in the row of both; also “Dunnock” is like it",
        "in Lapwing's row",
    ]
    assert said["No owner named.xlsx"] == []


def test_a_public_version_does_not_tell_one_owner_how_many_rows_of_all_are_left_out(plan):
    public = plan_of({"action": ["a"], "owners": [("Heron",)]}, {"Task": ["a"]})
    data = export_by_owner(public, measure(public.actions, AS_AT), as_at=AS_AT, left_out=7)
    facts = about(unpacked(data)["Heron.xlsx"])
    assert facts["Actions restricted"].startswith("Restricted actions left out")
    assert "7" not in facts["Actions restricted"]


def test_a_filtered_view_gives_the_owners_of_what_it_shows(plan):
    view = filter_actions(measure(plan.actions, AS_AT), recommendations=["Bittern"])
    files = unpacked(export_by_owner(plan, view, as_at=AS_AT, filters="recommendation Bittern"))
    assert list(files) == ["Lapwing.xlsx", "No owner named.xlsx"]
    assert table(files["Lapwing.xlsx"])["Task"].tolist() == ["Dunnock"]
    assert about(files["Lapwing.xlsx"])["Filters"] == "recommendation Bittern"


def test_the_zip_is_in_the_order_in_which_the_plan_names_the_owners_with_fixed_dates(plan):
    measured = measure(plan.actions, AS_AT)
    with zipfile.ZipFile(BytesIO(export_by_owner(plan, measured, as_at=AS_AT))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert list(owners_files(measured)) == ["Heron", "Lapwing", None]
    assert list(owners_files(measured[::-1])) == ["Lapwing", "Heron", None]


def test_no_actions_make_an_empty_zip(plan):
    nothing = measure(plan.actions, AS_AT).iloc[:0]
    assert unpacked(export_by_owner(plan, nothing, as_at=AS_AT)) == {}


def test_the_changes_in_an_owners_workbook_are_of_their_own_actions():
    def version(status: str, gone: bool = False) -> Plan:
        rows = slice(0, 2 if gone else 3)
        return plan_of(
            {
                "reference": ["1", "2", "3"][rows],
                "action": ["Quillon", "Nightjar", "Dunnock"][rows],
                "owners": [("Heron",), ("Lapwing",), ("Lapwing",)][rows],
                "status": [status, "in_progress", "in_progress"][rows],
            },
            {"Ref": ["1", "2", "3"][rows]},
        )

    before, now = version("in_progress"), version("complete", gone=True)
    changed = compare(before, now, as_at=AS_AT, previous_as_at=date(2016, 1, 12))
    files = unpacked(
        export_by_owner(now, measure(now.actions, AS_AT), as_at=AS_AT, comparison=changed)
    )
    changes = {name: table(data, "Changes") for name, data in files.items()}
    assert changes["Heron.xlsx"][["Reference", "What changed"]].to_numpy().tolist() == [
        ["1", "Completed"]
    ]
    assert changes["Lapwing.xlsx"]["Reference"].tolist() == ["3"]
    assert changes["Lapwing.xlsx"]["What changed"].tolist() == ["Removed"]
    assert table(files["Heron.xlsx"], "Balance")["Actions"].tolist() == [1, 0, 0, -1, 0, 0, 0]
    assert holds(files["Heron.xlsx"], "Dunnock") == []
    assert holds(files["Lapwing.xlsx"], "Quillon") == []


def test_each_owners_workbook_of_the_sample_reads_back_to_the_owners_figures():
    plan = read_plan(SAMPLES / "building_the_picture_2016-04-30.xlsx")
    measured = measure(plan.actions, AS_AT, published=plan.published)
    files = unpacked(export_by_owner(plan, measured, as_at=AS_AT))
    for owner, name in owners_files(measured).items():
        back = read_plan(files[name])
        own = summarise(filter_actions(measured, owners=[owner]), confirmed=False)
        again = summarise(measure(back.actions, AS_AT, published=back.published), confirmed=False)
        assert again.totals == own.totals, owner


# File names


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("Head of ICT", "Head of ICT.xlsx"),
        ("Estates / Fleet", "Estates - Fleet.xlsx"),
        (r"..\..\etc\passwd", "etc-passwd.xlsx"),
        ("../../etc/passwd", "etc-passwd.xlsx"),
        ("/root", "root.xlsx"),
        ("C:\\Windows", "C-Windows.xlsx"),
        ('<a> "b" |c? *d:', "a- -b- -c- -d-.xlsx"),
        ("CON", "_CON.xlsx"),
        ("con.fidential", "_con.fidential.xlsx"),
        ("Lpt1 ", "_Lpt1.xlsx"),
        ("COM¹", "_COM¹.xlsx"),
        ("Conference lead", "Conference lead.xlsx"),
        ("Auxiliary", "Auxiliary.xlsx"),
        ("Ends with dots...", "Ends with dots.xlsx"),
        (".hidden", "hidden.xlsx"),
        ("~$lock", "$lock.xlsx"),
        ("-rf", "rf.xlsx"),
        ("two\nlines\ttabbed", "two lines tabbed.xlsx"),
        ("bell\x07\x00", "bell.xlsx"),
        ("turned \u202egpj.exe", "turned gpj.exe.xlsx"),
        ("half \ud800", "half.xlsx"),
        ("", "Owner.xlsx"),
        ("...", "Owner.xlsx"),
        ("Zoe\u0308", "Zo\u00eb.xlsx"),
    ],
)
def test_a_file_is_named_so_that_every_system_takes_it(name, file):
    assert file_names([name], ".xlsx", "Owner") == [file]


def test_names_that_a_system_takes_for_one_are_told_apart():
    names = ["Head of ICT", "HEAD OF ICT", "Head of ICT (2)", "Head of ICT/", "Straße", "STRASSE"]
    assert file_names(names, ".xlsx") == [
        "Head of ICT.xlsx",
        "HEAD OF ICT (2).xlsx",
        "Head of ICT (2) (2).xlsx",
        "Head of ICT-.xlsx",
        "Straße.xlsx",
        "STRASSE (2).xlsx",
    ]


def test_long_names_are_shortened_and_still_told_apart():
    long = ["é" * 300, "é" * 301, "x" * 99 + "."]
    files = file_names(long, ".xlsx")
    assert len(set(files)) == 3
    assert all(len(file.encode()) <= 105 for file in files)
    assert files[2] == "x" * 99 + ".xlsx"


DEVICES = {
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{port}{n}" for port in ("com", "lpt") for n in "0123456789"),
}


@given(st.lists(st.text(st.characters(), max_size=130), max_size=8))
def test_any_names_at_all_make_safe_and_different_files(names):
    files = file_names(names, ".xlsx")
    assert len(files) == len(names)
    assert len({file.casefold() for file in files}) == len(names)
    for file in files:
        stem = file.removesuffix(".xlsx")
        assert stem
        assert stem == stem.strip()
        assert stem[0] not in ".~-"
        assert stem[-1] != "."
        assert not set(stem) & set('<>:"/\\|?*\r\n\t\x00')
        assert stem.split(".")[0].strip().casefold() not in DEVICES
        assert len(file.encode()) <= 105
