"""Rows that may be no actions: other rows are their parts, or they have nothing but words."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import Alignment

from tests.plans import saved, workbook
from tracker import Plan, read_plan
from tracker.reading.choices import Choices, options_of

N = None
NOV, DEC, FEB = date(2015, 11, 30), date(2015, 12, 31), date(2016, 2, 29)


def read(*rows: Sequence[Any], choices: Choices | None = None) -> Plan:
    return read_plan(workbook({"Plan": rows}), choices)


def asked(plan: Plan) -> list[tuple[str, tuple[str, ...], str]]:
    """Of each question about rows: of which, its cells, and what stands."""
    told = []
    for question in plan.questions:
        if question.kind == "doubtful_rows":
            (which, stands), *_ = question.choices[0].change["rows"].items()
            assert [choice.stands for choice in question.choices] == [True, False]
            told.append((which, question.cells, stands))
    return told


PARTS = [
    ["Policy", N, FEB, "In progress"],
    ["Publish it", "Records", NOV, "Complete"],
    ["Brief staff", "Training", FEB, "In progress"],
    ["Audit", N, DEC, "In progress"],
    ["Choose records", "Audit", NOV, "Complete"],
    ["Look at them", "Audit", DEC, "Not started"],
]
"""Two rows that sum up two others each: nobody's, and dated as the later of their parts."""

HEADINGS = ["Action", "Owner", "Due date", "Status"]
STRUCTURE = {
    "numbers": ("Ref", ["1", "1.1", "1.2", "2", "2.1", "2.2"]),
    "levels": ("Outline level", [1, 2, 2, 1, 2, 2]),
    "a flag": ("Summary", ["Yes", "No", "No", "Yes", "No", "No"]),
    "types": ("Type", ["Objective", "Action", "Action", "Objective", "Action", "Action"]),
    "parents by name": ("Parent task", [N, "Policy", "Policy", N, "Audit", "Audit"]),
}


@pytest.mark.parametrize(("heading", "cells"), STRUCTURE.values(), ids=STRUCTURE)
def test_rows_that_sum_up_others_are_no_actions_until_somebody_says_so(
    heading: str, cells: list[Any]
) -> None:
    rows = [[cell, *row] for cell, row in zip(cells, PARTS, strict=True)]
    plan = read([heading, *HEADINGS], *rows)
    parts = ["Publish it", "Brief staff", "Choose records", "Look at them"]
    assert plan.actions["action"].tolist() == parts
    assert asked(plan) == [("parents", ("B2", "B5"), "leave")]
    counted = read([heading, *HEADINGS], *rows, choices=Choices(rows={"parents": "count"}))
    assert len(counted.actions) == 6
    assert asked(counted) == []


@pytest.mark.parametrize("how", ["spaces", "indents", "outline"])
def test_so_are_rows_over_others_that_the_sheet_sets_further_in(how: str) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(HEADINGS)
    for place, (action, *rest) in enumerate(PARTS):
        inner = place not in (0, 3)
        sheet.append([f"   {action}" if inner and how == "spaces" else action, *rest])
        if inner and how == "indents":
            sheet.cell(place + 2, 1).alignment = Alignment(indent=1)
        if inner and how == "outline":
            sheet.row_dimensions[place + 2].outlineLevel = 1
    plan = read_plan(saved(book))
    assert len(plan.actions) == 4
    assert asked(plan) == [("parents", ("A2", "A5"), "leave")]


def test_numbered_rows_that_somebody_answers_for_count_but_are_asked_about() -> None:
    rows = [["1", "Policy", "Chief", DEC, "Complete"], *([f"1.{i}", f"Step {i}", "IT", NOV, "Open"]
            for i in (1, 2))]  # fmt: skip
    plan = read(["Ref", *HEADINGS], *rows)
    assert len(plan.actions) == 3
    assert asked(plan) == [("parents", ("B2",), "count")]
    left = read(["Ref", *HEADINGS], *rows, choices=Choices(rows={"parents": "leave"}))
    assert left.actions["reference"].tolist() == ["1.1", "1.2"]


ORDINARY = {
    "every row its owner, none below another": ["1", "2", "3", "4", "5", "6"],
    "an action added between": ["1", "1a", "2", "3", "4", "5"],
    "groups of one number": ["1.1", "1.2", "2.1", "2.2", "3.1", "3.2"],
}


@pytest.mark.parametrize("numbers", ORDINARY.values(), ids=ORDINARY)
def test_of_ordinary_numbers_nothing_is_asked(numbers: list[str]) -> None:
    plan = read(["Ref", *HEADINGS], *([n, f"Do {n}", "IT", NOV, "Open"] for n in numbers))
    assert (len(plan.actions), asked(plan)) == (6, [])


def test_rows_of_words_under_each_action_go_on_with_it_until_somebody_says_otherwise() -> None:
    update = [N, "Update: discussed in April, two of three areas are done.", N, N, N]
    labelled = ["Evidence", "Minutes of the board", N, N, N]
    rows = [
        ["1", "Publish it", "Records", NOV, "Complete"], update, labelled,
        ["2", "Brief staff", "Training", FEB, "In progress"], update, labelled,
    ]  # fmt: skip
    plan = read(["Ref", *HEADINGS], *rows)
    assert plan.actions["reference"].tolist() == ["1", "2"]
    assert asked(plan) == [("words", ("B3", "B4", "B6", "B7"), "leave")]
    counted = read(["Ref", *HEADINGS], *rows, choices=Choices(rows={"words": "count"}))
    assert len(counted.actions) == 6


def test_one_row_of_words_among_many_actions_counts_and_is_asked_about() -> None:
    rows = [[str(n), f"Do {n}", "IT", NOV, "Open"] for n in range(1, 7)]
    rows.insert(3, [N, "Agree the funding bid", N, N, N])
    plan = read(["Ref", *HEADINGS], *rows)
    assert len(plan.actions) == 7
    assert asked(plan) == [("words", ("B5",), "count")]


def test_the_answers_are_options_of_the_command_line() -> None:
    assert options_of({"rows": {"parents": "leave"}}) == ["--rows", "parents=leave"]


def test_actions_that_nobody_has_yet_at_the_end_of_a_plan_count() -> None:
    rows = [["Do 1", "IT", NOV, "Complete"], ["Do 2", "IT", NOV, "Complete"],
            ["Do 3", "IT", NOV, "Complete"], ["Do 4", N, N, N], ["Do 5", N, N, N]]  # fmt: skip
    plan = read(HEADINGS, *rows)
    assert (len(plan.actions), asked(plan)) == (5, [])


def test_dates_that_are_all_alike_tell_nothing_of_what_sums_up_what() -> None:
    numbers = ["1", "1a", "1b", "2", "2a", "2b"]
    rows = [[number, f"Do {number}", NOV, "Open"] for number in numbers]
    plan = read(["Ref", "Action", "Due date", "Status"], *rows)
    assert (len(plan.actions), asked(plan)) == (6, [])


def test_parts_of_parts_beyond_measure_are_no_structure() -> None:
    rows = [[f"{'  ' * n}Do {n}", N, NOV, "Open"] for n in range(200)]
    plan = read(HEADINGS, *rows)
    assert (len(plan.actions), asked(plan)) == (200, [])


def test_a_row_that_is_open_though_all_its_parts_are_done_counts_until_somebody_says_not() -> None:
    rows = [
        ["1", "Policy", N, FEB, "In progress"],
        ["1.1", "Publish it", "Records", NOV, "Complete"],
        ["1.2", "Brief staff", "Training", FEB, "Complete"],
    ]
    plan = read(["Ref", *HEADINGS], *rows)
    assert (len(plan.actions), asked(plan)) == (3, [("parents", ("B2",), "count")])
