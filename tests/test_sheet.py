"""Columns of cells arrive as they went, however many rows and whatever is in them."""

from __future__ import annotations

import datetime as dt
import marshal
import pickle
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.plans import plan
from tracker.book import Cell, Column, YesNo, as_text, column_letters, column_of, open_book
from tracker.book.opening import Coming
from tracker.book.parsing import packed

DAY = dt.date(2015, 11, 30)


def through(rows: list[tuple[Any, ...]]) -> list[Column]:
    """The columns of these rows at the other end."""
    coming = [Coming() for _ in rows[0]]
    for packs in packed(rows, len(rows[0]), lambda more: None):
        for column, pack in zip(coming, marshal.loads(marshal.dumps(packs)), strict=True):
            column.add(*pack)
    return [column.column() for column in coming]


def typed(cells: Any) -> list[tuple[type, Any]]:
    return [(type(cell), cell) for cell in cells]


@pytest.mark.parametrize(
    ("cell", "as_it_comes"),
    [
        ("Audit", "Audit"),
        (" ", " "),
        ("", ""),
        (None, ""),
        (2.5, 2.5),
        (3, 3.0),
        (True, YesNo.YES),
        (DAY, DAY),
        (dt.datetime(2015, 11, 30, 13, 30), DAY),
        (dt.time(9, 5), "09:05"),
        (dt.timedelta(hours=26, minutes=3), "26:03"),
        (float("nan"), ""),
    ],
)
def test_each_kind_of_value_comes_as_text_number_day_or_yes_or_no(
    cell: Any, as_it_comes: Cell
) -> None:
    assert typed(through([(cell,), ("x",)])[0]) == typed([as_it_comes, "x"])


def test_yes_and_one_are_two_values_and_so_are_a_day_and_its_number() -> None:
    cells = [True, 1.0, False, 0.0, 1.0, True, DAY, float(DAY.toordinal())]
    [column] = through([(cell,) for cell in cells])

    assert typed(column) == typed(
        [YesNo.YES, 1.0, YesNo.NO, 0.0, 1.0, YesNo.YES, DAY, float(DAY.toordinal())]
    )
    assert column.codes.tolist() == [0, 1, 2, 3, 1, 0, 4, 5]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["", "Complete", "In progress", 1.0, True, 0.0, False, DAY]),
            st.text(max_size=3),
        ),
        min_size=1,
        max_size=40,
    ),
    st.sampled_from([1, 50]),
)
def test_any_cells_arrive_as_they_went(rows: list[tuple[Any, str]], times: int) -> None:
    truths = {True: YesNo.YES, False: YesNo.NO}
    few, many = through([(a, f"{b}{n}") for n, (a, b) in enumerate(rows * times)])

    went = [truths[a] if isinstance(a, bool) else a for a, _ in rows * times]
    assert typed(few) == typed(went)
    assert list(many) == [f"{b}{n}" for n, (_, b) in enumerate(rows * times)]
    for column in (few, many):
        assert list(column.distinct.cells) == [*dict.fromkeys(c for c in column if c != ""), ""]


@pytest.fixture
def column() -> Column:
    return column_of(["Title", " Audit ", "", "Audit", "\xa0", 2.0])


def test_a_part_of_a_column_is_looked_at_as_the_whole_is(column: Column) -> None:
    for rows in (slice(1, 5), np.array([1, 2, 3, 4])):
        part = column[rows]
        assert list(part) == [" Audit ", "", "Audit", "\xa0"]
        assert part.texts.tolist() == ["Audit", None, "Audit", None]
        assert part.filled.tolist() == [True, False, True, False]
        assert part.not_empty.tolist() == [True, False, True, True]
        assert part.plain.tolist() == [" Audit ", None, "Audit", "\xa0"]
        assert list(part.different()) == [" Audit ", "", "Audit", "\xa0"]
        assert part.map(lambda cell: len(str(cell)), int).tolist() == [7, 0, 5, 1]


def test_rows_that_do_not_follow_one_another_are_taken_in_their_order(column: Column) -> None:
    part = column[np.array([0, 3, 5])]
    assert list(part) == ["Title", "Audit", 2.0]
    assert part.texts.tolist() == ["Title", "Audit", "2"]
    assert list(part[1:].different()) == ["Audit", 2.0]
    assert list(column[0:0]) == []
    assert column[0:0].texts.tolist() == []


def test_cells_can_be_replaced_and_given_other_values_of_the_column(column: Column) -> None:
    replaced = column.replaced({0: "Heading", 2: YesNo.YES})
    assert list(replaced) == ["Heading", " Audit ", YesNo.YES, "Audit", "\xa0", 2.0]
    same = column.with_codes(column.codes[[3, 3, 3, 2, 5, 5]])
    assert list(same) == ["Audit"] * 3 + [""] + [2.0] * 2
    assert list(same.different()) == ["Audit", "", 2.0]
    assert same.texts.tolist() == ["Audit"] * 3 + [None] + ["2"] * 2


def test_a_cell_is_said_as_a_person_would_type_it() -> None:
    cells: list[Cell] = ["\xa0Audit ", 2.0, 0.35, dt.date(2016, 4, 1), YesNo.NO, ""]
    assert [as_text(cell) for cell in cells] == ["Audit", "2", "0.35", "01/04/2016", "No", ""]


@pytest.mark.parametrize(
    ("column", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")]
)
def test_columns_are_lettered_as_spreadsheets_do(column: int, letters: str) -> None:
    assert column_letters(column) == letters


def test_a_book_is_kept_and_pickled_as_it_is_without_what_was_worked_out_of_it() -> None:
    book = open_book(plan(["1", "5", "Audit", "Lead", DAY, "Open"]), "plan.xlsx")
    fresh = len(pickle.dumps(book))
    texts = [sheet.texts(0, sheet.height) for sheet in book.sheets]
    again = pickle.loads(pickle.dumps(book))

    assert [sheet.texts(0, sheet.height) for sheet in again.sheets] == texts
    assert (again.kind, again.name, again.sha256) == ("xlsx", "plan.xlsx", book.sha256)
    assert len(pickle.dumps(book)) <= fresh * 1.05
