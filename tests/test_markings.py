"""Markings over a table, on its sheet and in the headings between its rows."""

import pytest

from tests.plans import workbook
from tests.test_public import public_version
from tracker import read_plan

HEADINGS = ["Ref", "Action", "Status"]
MARKED_SHEET = "sheet_marked_restricted"


@pytest.mark.parametrize(
    "title", ["OFFICIAL-SENSITIVE", "Force plan – OFFICIAL – SENSITIVE", "Restricted when complete"]
)
def test_a_marking_over_the_table_restricts_every_row_of_the_sheet(title: str):
    rows = [["1", "Audit", "Open"], ["2", "Train", "Complete"]]
    read = read_plan(workbook({"Plan": [[title], [], HEADINGS, *rows]}))
    assert read.actions["restricted"].tolist() == [True, True]
    assert [f.value for f in read.findings if f.kind == MARKED_SHEET] == [title]


def test_where_rows_are_marked_one_by_one_the_marking_over_them_is_the_documents():
    rows = [["1", "Audit", "Open", "OFFICIAL"], ["2", "Train", "Open", "OFFICIAL-SENSITIVE"]]
    sheet = [["OFFICIAL-SENSITIVE"], [], [*HEADINGS, "Marking"], *rows]
    read = read_plan(workbook({"Plan": sheet}))
    assert read.actions["restricted"].tolist() == [False, True]
    assert MARKED_SHEET in {each.kind for each in read.findings}


def test_the_lowest_marking_over_the_table_restricts_nothing():
    sheet = [["OFFICIAL"], [], HEADINGS, ["1", "Audit", "Open"]]
    read = read_plan(workbook({"Plan": sheet}))
    assert read.actions["restricted"].tolist() == [False]


def test_a_marked_heading_restricts_the_rows_under_it_and_its_words_are_not_published():
    rows = [
        ["1", "Audit", "Open"],
        ["RESTRICTED: Nightjar", None, None],
        ["Recommendation 2: Watch", None, None],
        ["2", "Watch", "Open"],
        ["Other work", None, None],
        ["3", "Train", "Open"],
    ]
    read = read_plan(workbook({"Plan": [HEADINGS, *rows]}))
    assert read.actions["restricted"].tolist() == [False, True, False]
    assert "restricted_by_a_heading" in {each.kind for each in read.findings}
    public, left_out = public_version(read)
    assert left_out == 1
    assert not [f for f in public.findings if "nightjar" in f"{f.value} {f.problem}".casefold()]
