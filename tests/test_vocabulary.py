"""The registry of fields, measures and figures, and all that comes from it."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from tests.commands import answer
from tracker import export_excel, group_figures, listing_order, measures, read_plan, vocabulary
from tracker.vocabulary import FIGURES, MEASURES, OWN, Figure, Measure

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "sample_data" / "building_the_picture_2016-04-30.xlsx"


def definitions(terms: Mapping[str, Measure] | Mapping[str, Figure]) -> str:
    """A table in Markdown of what each is called and means, and of where that comes from."""
    lines = ["| name | label | unit | definition | source |", "|---|---|---|---|---|"]
    for term in terms.values():
        source = "" if term.source == OWN else term.source
        lines.append(
            f"| `{term.name}` | {term.label} | {term.unit} | {term.definition} | {source} |"
        )
    return "\n".join(lines)


@pytest.mark.parametrize("terms", [MEASURES, FIGURES], ids=["measures", "figures"])
def test_the_tables_of_definitions_in_the_docs_are_the_registrys(terms):
    assert definitions(terms) in (ROOT / "docs" / "measures.md").read_text()


def test_every_measure_and_every_figure_has_its_function_and_no_other_has():
    assert all(callable(getattr(measures, name)) for name in MEASURES)
    assert set(group_figures.FUNCTIONS) == set(FIGURES)


def test_a_figure_is_added_by_one_entry_and_one_function(monkeypatch):
    """In JSON, in Excel with its definition, in the words about the measures, in a page's list."""
    from ui import about_page

    added = Figure("left", "Left to do", "count", "Open actions, counted anew.", listed=True)
    monkeypatch.setitem(FIGURES, "left", added)
    monkeypatch.setitem(group_figures.FUNCTIONS, "left", lambda of: of.count["open"])

    told = answer("summary", SAMPLE)
    assert told["totals"]["left"] == told["totals"]["open"] > 0
    assert told["owners"][0]["left"] == told["owners"][0]["open"]

    plan = read_plan(SAMPLE)
    measured = measures.measure(plan.actions, date(2016, 4, 30))
    book = openpyxl.load_workbook(io.BytesIO(export_excel(plan, measured, as_at=date(2016, 4, 30))))
    headings = {str(cell.value) for row in book["By owner"].iter_rows(max_row=6) for cell in row}
    assert "Left to do" in headings
    said = {row[2].value for row in book["Definitions"].iter_rows()}
    assert "Open actions, counted anew." in said

    about_page.measures.cache_clear()
    assert "**Left to do**: Open actions, counted anew." in about_page.measures()
    about_page.measures.cache_clear()
    assert "left" in listing_order.of_groups("owner")
    assert vocabulary.heading("left") == "Left to do"
