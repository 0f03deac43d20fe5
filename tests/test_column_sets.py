"""Columns of plans as people keep them, each with the right field of each column.

``column_sets.txt`` has one plan a paragraph: its title, what is asked of it (``??``), its
headings and rows, and which heading is which field (``=>``). A heading ``(none)`` is blank.
"""

from datetime import date
from pathlib import Path

import pytest

from tests.tables import table_of
from tracker.reading.choices import Choices
from tracker.reading.columns import Columns, assign

TODAY = date(2026, 4, 30)
SETS = {
    text.split("\n")[0][2:]: text.split("\n")[1:]
    for text in Path(__file__).with_name("column_sets.txt").read_text("utf-8").strip().split("\n\n")
}


def blank_as_empty(text: str) -> str:
    return "" if text.strip() == "(none)" else text.strip()


def table_rows(title: str) -> list[list[str]]:
    rows = [line.split("|") for line in SETS[title] if not line.startswith(("=>", "??"))]
    width = len(rows[0])
    return [(list(map(blank_as_empty, row)) + [""] * width)[:width] for row in rows]


def columns_of(title: str, choices: Choices | None = None) -> Columns:
    names, *rows = table_rows(title)
    return assign(table_of(names, rows), choices or Choices(), TODAY)


def wanted_of(title: str) -> dict[str, str]:
    line = next(line for line in SETS[title] if line.startswith("=>"))
    pairs = (part.split(": ", 1) for part in line[3:].split("; "))
    return {field: blank_as_empty(heading) for field, heading in pairs}


@pytest.mark.parametrize("title", SETS)
def test_each_column_of_a_plan_as_people_keep_it_is_the_right_field(title: str) -> None:
    wanted = wanted_of(title)
    later = wanted.pop("revised", "").split(", ")
    columns = columns_of(title)
    assert {name: columns.names[i] for name, i in columns.fields.items()} == wanted
    assert later == [""] or [columns.names[i] for i in columns.revised] == later


@pytest.mark.parametrize("title", SETS)
def test_an_ordinary_plan_raises_no_question_of_its_columns(title: str) -> None:
    asked = [line[3:] for line in SETS[title] if line.startswith("??")]
    assert [question.asks for question in columns_of(title).questions] == asked


BY_ORDER = ("an inspectorate's portal", "a RAG for each month")
FIGURES = ("original_due", "revised_due", "completed_on", "status", "percent_complete")


@pytest.mark.parametrize("title", SETS)
def test_what_figures_rest_on_does_not_depend_on_the_order_of_the_columns(title: str) -> None:
    names, *rows = table_rows(title)
    if "revised" in wanted_of(title) or title in BY_ORDER:
        pytest.skip("the order tells Target 1 from Target 3, and one status from the other")
    back = assign(table_of(names[::-1], [row[::-1] for row in rows]), Choices(), TODAY)
    found = {name: back.names[i] for name, i in back.fields.items() if name in FIGURES}
    assert found == {name: h for name, h in wanted_of(title).items() if name in FIGURES}
