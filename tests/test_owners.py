"""An owner's cell and the owners it names."""

from collections import Counter

import pytest

from tests.plans import plan
from tracker import read_plan
from tracker.reading.owners import likely_typos, split_owners, whole_names

ELSEWHERE = frozenset(
    ("head of ict", "records manager", "training manager", "ict", "hr", "jane smith")
)


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Head of ICT; Records Manager;", ["Head of ICT", "Records Manager"]),
        ("Head of Estates / Head of Fleet", ["Head of Estates", "Head of Fleet"]),
        ("Head of Estates\nHead of Fleet", ["Head of Estates", "Head of Fleet"]),
        ("Head\nof ICT", ["Head of ICT"]),
        ("Ann Jones (until May; then Bob Lee); HR", ["Ann Jones (until May; then Bob Lee)", "HR"]),
        ("Head of\nEstates", ["Head of Estates"]),
        ("Estates\nManager", ["Estates Manager"]),
        ("Ann\nJones", ["Ann Jones"]),
        ("DCC\nACC", ["DCC", "ACC"]),
        ("Head of Estates\n(acting)", ["Head of Estates (acting)"]),
        ("ICT/HR", ["ICT", "HR"]),
        ("Legal/Finance", ["Legal/Finance"]),
        ("T/DCI Jones", ["T/DCI Jones"]),
        ("Jones, Ann B.", ["Jones, Ann B."]),
        ("Superintendent, Crime", ["Superintendent, Crime"]),
        ("Head of Learning & Development", ["Head of Learning & Development"]),
        ("Head of Estates - Fleet Manager", ["Head of Estates - Fleet Manager"]),
        ("• Head of Estates\n• Fleet Manager", ["Head of Estates", "Fleet Manager"]),
        ("1. Head of Estates\n2. Fleet Manager", ["Head of Estates", "Fleet Manager"]),
        ("1) Head of Estates 2) Fleet Manager", ["Head of Estates", "Fleet Manager"]),
        ("- Head of Information\n  Management\n- HR", ["Head of Information Management", "HR"]),
        ("Head of Estates <estates@force.example>", ["Head of Estates"]),
        ("Head of Estates (estates@force.example)", ["Head of Estates"]),
        ("Head of Estates - estates@force.example", ["Head of Estates"]),
        ("estates@force.example", ["estates@force.example"]),
        ("Lead: Head of Estates; Support: HR", ["Head of Estates", "HR"]),
        ("Records Manager (Lead); Head of ICT (Support)", ["Records Manager", "Head of ICT"]),
        ("Head of Estates (Lead)", ["Head of Estates (Lead)"]),
        ("3rd party supplier", ["3rd party supplier"]),
    ],
)
def test_a_cell_names_its_owners(cell: str, names: list[str]) -> None:
    reading = split_owners(cell, ELSEWHERE)
    assert list(reading.names) == names
    assert (reading.parted, reading.joined) == (False, False)


@pytest.mark.parametrize(
    "cell",
    [
        "Head of ICT & Records Manager",
        "Head of ICT and Records Manager",
        "Head of ICT, Records Manager",
        "Head of ICT (Lead), Records Manager (Support)",
    ],
)
def test_owners_that_stand_alone_elsewhere_are_parted_at_and_or_a_comma_and_that_is_said(
    cell: str,
) -> None:
    reading = split_owners(cell, ELSEWHERE)
    assert reading.names == ("Head of ICT", "Records Manager")
    assert reading.parted


def test_where_only_some_are_owners_elsewhere_they_stay_one_and_that_is_said() -> None:
    reading = split_owners("Head of ICT and deputies", ELSEWHERE)
    assert reading.names == ("Head of ICT and deputies",)
    assert reading.joined


def test_only_cells_that_join_nothing_tell_whole_names() -> None:
    cells = ["Head of ICT", "A & B", "Ann\nJones", "HR; Records Manager", "Smith, Jane"]
    assert whole_names(cells) == {"head of ict", "hr", "records manager"}


def test_two_spellings_of_one_owner_are_told_the_more_used_first() -> None:
    names = Counter(
        {"Head of IT": 3, "Head of lT": 1, "A. Jones": 1, "A Jones": 2, "Jones, Ann": 1,
         "Ann Jones": 2, "Records Manger": 1, "Records Manager": 2, "Team 1": 1, "Team 2": 1}
    )  # fmt: skip
    assert set(likely_typos(names)) == {
        ("Head of IT", "Head of lT"),
        ("A Jones", "A. Jones"),
        ("Ann Jones", "Jones, Ann"),
        ("Records Manager", "Records Manger"),
    }


def test_owners_of_places_beside_each_other_and_owners_who_both_stand_often_are_no_slips() -> None:
    area = "Head of Records for the {} Area"
    assert likely_typos(Counter({area.format("North"): 2, area.format("South"): 1})) == []
    assert likely_typos(Counter({area.format("Dene"): 5, area.format("Dean"): 4})) == []
    assert likely_typos(Counter({area.format("Dene"): 5, area.format("Dean"): 3})) != []


def test_every_cell_with_the_rarer_spelling_is_named() -> None:
    rows = [[str(i), "1", "a", o, None, "Open"] for i, o in enumerate(["A. Jo", *["A Jo"] * 3])]
    rows.append(["9", "1", "a", "A. Jo", None, "Open"])
    read = read_plan(plan(*rows))
    (said,) = (f for f in read.findings if f.kind == "owner_written_two_ways")
    assert said.cells == ("D2", "D6")
    assert read.actions["owners"].iloc[0] == ("A. Jo",)


def test_a_mark_alone_names_nobody_and_is_said() -> None:
    rows = [["1", "Train staff", ",", "Open"], ["2", "Train others", "HR", "Open"]]
    read = read_plan(plan(*rows, headings=["Ref", "Action", "Owner", "Status"]))
    assert read.actions["owners"].tolist() == [(), ("HR",)]
    assert [f.cells for f in read.findings if f.kind == "no_owner_named"] == [("C2",)]


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("Lead and timescale", ["Head of ICT\n31 March 2016", "HR, June 2016", "Estates"]),
        ("Deadline / Owner", ["31/03/2016\nHead of ICT", "June 2016; HR", "Estates"]),
        ("Who, by when", ["Head of ICT (31.3.16)", "HR – end of June 2016", "Estates"]),
    ],
)
def test_a_column_of_owners_and_their_dates_is_read_as_both(heading: str, cells: list[str]) -> None:
    rows = [[f"{n}.1", "Train staff", cell, "In progress"] for n, cell in enumerate(cells)]
    read = read_plan(plan(*rows, headings=["Ref", "Action", heading, "Status"]))
    assert read.actions["owners"].tolist() == [("Head of ICT",), ("HR",), ("Estates",)]
    dates = read.actions["original_due"].dt.strftime("%d/%m/%Y").tolist()
    assert dates[:2] == ["31/03/2016", "30/06/2016"]
    assert dates[2] != dates[2]  # not a number
    (found,) = [each for each in read.findings if each.kind == "owners_and_dates"]
    assert (found.severity, found.cell, found.value) == ("warning", "C", heading)


def test_a_cell_whose_date_cannot_be_parted_from_its_owner_is_an_error_and_names_nobody() -> None:
    cells = ["HR\n31 March 2016", "IT\nJune 2016", "Estates 5 of 12 June"]
    rows = [[f"{n}.1", "Train staff", cell, "Open"] for n, cell in enumerate(cells)]
    read = read_plan(plan(*rows, headings=["Ref", "Action", "Owner and due date", "Status"]))
    assert read.actions["owners"].tolist() == [("HR",), ("IT",), ()]
    errors = [each.cells for each in read.findings if each.severity == "error"]
    assert errors == [("C4",)]


TWICE = ["Rhif / No", "Cam gweithredu / Action", "Arweinydd / Lead", "Statws / Status", "Nodiadau"]


def owners(names: list[str], *cells: str) -> list[tuple[str, ...]]:
    rows = [[str(n), f"Gwaith {n} / Task {n}", cell, "Open", ""] for n, cell in enumerate(cells)]
    return read_plan(plan(*rows, headings=names)).actions["owners"].tolist()


def test_an_owner_named_in_two_languages_is_one_where_the_headings_are_in_both() -> None:
    cells = ("Pennaeth Cyllid / Head of Finance", "Y Clerc\nThe Clerk", "Uned A / A; B / Tîm B")
    assert owners(TWICE, *cells) == [
        ("Pennaeth Cyllid / Head of Finance",),
        ("Y Clerc / The Clerk",),
        ("Uned A / A", "B / Tîm B"),
    ]
    assert owners(["No", "Action", "Lead", "Status", "Notes"], cells[0]) == [
        ("Pennaeth Cyllid", "Head of Finance")
    ]


def test_joint_owners_in_one_language_are_two_though_the_headings_are_in_both() -> None:
    cells = ("Head of IT / Head of HR", "Head of IT", "Pennaeth Cyllid / Pennaeth Pobl")
    assert owners(TWICE, *cells) == [
        ("Head of IT", "Head of HR"),
        ("Head of IT",),
        ("Pennaeth Cyllid", "Pennaeth Pobl"),
    ]


def test_two_owners_who_stand_alone_elsewhere_are_two_in_whatever_language() -> None:
    read = owners(TWICE, "Matron / Clerk", "Matron", "Clerk")
    assert read == [("Matron", "Clerk"), ("Matron",), ("Clerk",)]


def test_headings_of_two_words_for_one_thing_here_and_there_are_not_two_languages() -> None:
    names = ["No", "Action", "Owner / Lead", "RAG / Status", "Notes"]
    assert owners(names, "Head of HR / Head of IT") == [("Head of HR", "Head of IT")]
