"""Columns of cells arrive as they went, however many rows and whatever is in them."""

from __future__ import annotations

import datetime as dt
import marshal
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.reading import packing
from tracker.reading.cells import Cell, Column, column_of
from tracker.reading.workbook import ComingSheet

DAY = dt.date(2015, 11, 30)


def arrived(rows: list[tuple[Any, ...]]) -> list[Column]:
    """The columns of these rows at the other end."""
    sheet = ComingSheet({"name": "Plan", "height": len(rows)})
    for part in packing.pack(rows, len(rows[0])):
        sheet.add(marshal.loads(marshal.dumps(part)))
    return sheet.come({}).columns


def typed(cells: Any) -> list[tuple[type, Any]]:
    return [(type(cell), cell) for cell in cells]


@pytest.mark.parametrize(
    ("cell", "as_it_goes"),
    [
        ("Audit", "Audit"),
        ("", ""),
        (None, ""),
        (2.5, 2.5),
        (3, 3.0),
        (True, True),
        (DAY, DAY.toordinal()),
        (dt.datetime(2015, 11, 30, 13, 30), DAY.toordinal()),
        (dt.time(9, 5), "09:05"),
        (dt.timedelta(hours=26, minutes=3), "26:03"),
    ],
)
def test_each_kind_of_value_goes_as_text_number_yes_or_no_or_the_ordinal_of_a_day(
    cell: Any, as_it_goes: Cell
) -> None:
    [column] = arrived([(cell,)])
    assert typed(column) == typed([as_it_goes])


def test_yes_and_one_are_two_values_and_so_are_no_and_nought() -> None:
    cells = [True, 1.0, False, 0.0, 1.0, True]
    assert typed(arrived([(cell,) for cell in cells])[0]) == typed(cells)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                ["", "Complete", "In progress", 1.0, True, 0.0, False, DAY.toordinal()]
            ),
            st.text(max_size=3),
        ),
        min_size=1,
        max_size=40,
    ),
    st.sampled_from([1, 50, 120]),
)
def test_any_cells_arrive_as_they_went(rows: list[tuple[Any, str]], times: int) -> None:
    many = rows * times
    dated = [
        (dt.date.fromordinal(a) if type(a) is int else a, f"{b} {n}")
        for n, (a, b) in enumerate(many)
    ]
    few, straight = arrived(dated)

    assert typed(few) == typed(a for a, _ in many)
    assert list(straight) == [b for _, b in dated]


@pytest.mark.parametrize("rows", [1, 499, 500, 501, 999, 1_000, 1_001, 2_500])
def test_a_column_of_mostly_different_values_goes_without_codes_from_five_hundred_rows_on(
    rows: int,
) -> None:
    few, free = arrived([(f"Status {n % 7}", f"Words {n}") for n in range(rows)])

    assert free.straight == (rows >= 500)
    assert not few.straight
    assert list(few) == [f"Status {n % 7}" for n in range(rows)]
    assert list(free) == [f"Words {n}" for n in range(rows)]
    assert len(few.distinct.cells) == min(rows, 7)


@pytest.fixture(params=["straight", "coded"])
def column(request: pytest.FixtureRequest) -> Column:
    """Six cells, in a column of either make."""
    cells: list[Cell] = ["Title", " Audit ", "", "Audit", "\xa0", 2.0]
    made = column_of(cells)
    if request.param == "straight":
        return made
    return Column(made.distinct, np.array([0, 1, 2, 3, 4, 5], dtype=np.int32))


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
    assert list(column.replaced({0: "Heading", 2: True})) == [
        "Heading",
        " Audit ",
        True,
        "Audit",
        "\xa0",
        2.0,
    ]
    same = column.with_codes(np.array([3, 3, 3, 3, 5, 5], dtype=np.int32))
    assert list(same) == ["Audit"] * 4 + [2.0] * 2
    assert list(same.different()) == ["Audit", 2.0]
    assert same.texts.tolist() == ["Audit"] * 4 + ["2"] * 2


def test_equal_cells_have_one_number_however_they_are_written() -> None:
    assert column_of([1.0, True, "1", "a", "a", 0.0, False]).same.tolist() == [0, 0, 2, 3, 3, 5, 5]
