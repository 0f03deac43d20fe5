"""How a layout is read, as a file and in words."""

from datetime import date

import pytest

from tracker import Choices, PlanError
from tracker.mapping import read_mapping, told, write_mapping

EVERYTHING = Choices(
    sheets=("April",),
    header_row=4,
    columns={"owner": "Chi", "priority": ""},
    statuses={"Fatto": "complete", "Verde": "unknown"},
    day_first=False,
    published=date(2016, 3, 1),
    tabs="parts",
    second_table="leave",
    percent={"Done": False},
    struck="withdraw",
    rows={"parents": "leave"},
    month_numbers="days",
    date_words={"Due": "first", "Closed": "none"},
)


def test_a_mapping_file_holds_everything_that_can_be_said() -> None:
    assert read_mapping(write_mapping(EVERYTHING)) == EVERYTHING
    assert read_mapping(write_mapping(Choices())) == Choices()


@pytest.mark.parametrize("file", [b"[]", b'{"columns": {"nothing": "x"}}', b'{"tabs": "both"}'])
def test_a_file_that_says_what_cannot_be_is_refused(file: bytes) -> None:
    with pytest.raises(PlanError):
        read_mapping(file)


def test_each_thing_said_is_told_in_words_and_can_be_left_out_alone() -> None:
    assert [words for words, _ in told(EVERYTHING)] == [
        "“Fatto”: complete",
        "“Verde”: as it was read",
        "Owner: “Chi”",
        "Priority: no column",
        "“Done” is not the percentage complete",
        "“Due”: the first date of a cell in other words",
        "“Closed”: no date of a cell in other words",
        "Rows with parts below left out",
        "Read: “April”",
        "Headings in row 4",
        "Month first",
        "Report published on 1 March 2016",
        "Tabs are parts of one plan",
        "Second table left out",
        "What is struck out or called withdrawn is withdrawn",
        "“Nov 15” is a day without its year",
    ]
    assert told(Choices()) == []
    left = EVERYTHING
    while said := told(left):
        words, without = said[0]
        assert words not in [other for other, _ in told(without)]
        assert len(told(without)) == len(said) - 1
        left = without
    assert left == Choices()
