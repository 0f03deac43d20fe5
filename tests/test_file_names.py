"""File names after people and groups: every system takes them, and tells them apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.output.file_names import file_names


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
