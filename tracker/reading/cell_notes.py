"""What a book knows of cells besides their values: struck out, changed, in error, far away."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

import numpy as np

from tracker.book import Column, Flags, column_letters
from tracker.reading import dates
from tracker.reading.choices import Choice, Question, QuestionKind, Struck
from tracker.reading.date_forms import DateReading
from tracker.reading.date_words import Role
from tracker.reading.findings import Findings, sayings
from tracker.reading.kinds import FindingKind

if TYPE_CHECKING:
    from tracker.reading.sheet_plan import SheetPlan

_BLANK_IF_STRUCK = ("revised_due", "completed_on")
"""Fields that claim a completion or a later date: struck out, they claim it no longer."""

_TEXTS = {
    "an error": FindingKind.ERROR_IN_A_CELL,
    "a formula that was never calculated": FindingKind.FORMULA_NOT_CALCULATED,
}


_SAID = sayings("""
warning STRUCK_OUT keep: The action is struck out. It is counted as it stands: say whether
    struck-out actions are withdrawn.
warning STRUCK_OUT withdraw: The action is struck out, and counts as withdrawn, as you said.
warning STRUCK_OUT blank: The cell is struck out, and is read as blank. Check that.
warning STRUCK_OUT stands: The cell is struck out, and is read as it stands. Check that.
warning STRUCK_OUT part: A part of the cell is struck out: only the rest is read. Check that.
""")


def struck_rows(plan: SheetPlan) -> Flags:
    """The actions whose wording, else reference, is struck out as a whole."""
    column = plan.columns.fields.get("action", plan.columns.fields.get("reference"))
    if column is None:
        return np.zeros(plan.size, dtype=bool)
    return plan.rows_of(plan.table.sheet.struck_cells, column)


def without_struck(plan: SheetPlan, name: str, column: int, cells: Column) -> Column:
    """A field's cells without what of them is struck out; a status struck out whole says so."""
    kept = {row: words for row, (words, _) in _struck_parts(plan, column).items()}
    if name == "status":
        alone = np.flatnonzero(_struck_alone(plan, column) & cells.filled).tolist()
        kept |= {row: f"{cells.texts[row]} (struck out)" for row in alone}
    return cells.replaced(kept) if kept else cells


def struck_dates(
    plan: SheetPlan, role: Role, column: int, day_first: bool
) -> dict[int, DateReading]:
    """The readings of dates by row of which a part is struck out: that was the date before."""
    found = {
        row: dates.read_date(f"~~{struck.strip()}~~ {kept.strip()}", day_first, role)
        for row, (kept, struck) in _struck_parts(plan, column).items()
    }
    if role in _BLANK_IF_STRUCK:
        blank = np.flatnonzero(_struck_alone(plan, column)).tolist()
        found |= dict.fromkeys(blank, dates.read_date(""))
    return found


def _struck_alone(plan: SheetPlan, column: int) -> Flags:
    """The rows whose cell is struck out, but not the action."""
    return plan.rows_of(plan.table.sheet.struck_cells, column) & ~plan.struck


def _struck_parts(plan: SheetPlan, column: int) -> dict[int, tuple[str, str]]:
    """By row, what of a column's cells is not struck out, and what is, where it is a part."""
    parts = plan.table.sheet.struck_parts
    if not parts:
        return {}
    at = column + plan.table.sheet.start[1]
    numbers = enumerate((plan.row_numbers() - 1).tolist())
    return {row: parts[number, at] for row, number in numbers if (number, at) in parts}


def say_struck(plan: SheetPlan, choice: Struck | None, dated: Collection[str]) -> None:
    """Say which actions and cells are struck out; ask whether such actions are withdrawn.

    ``dated`` are the fields of dates, of which a part struck out is said with the date.
    """
    wording = "action" if "action" in plan.columns.fields else "reference"
    rows = np.flatnonzero(plan.struck).tolist()
    plan.tell(_SAID[choice or "keep"], wording, rows, value="")
    if rows and choice is None:
        now = Choice("No, they count as they stand", {"struck": "keep"}, stands=True)
        other = Choice("Yes, they are withdrawn", {"struck": "withdraw"})
        plan.questions.append(
            Question(
                QuestionKind.STRUCK_OUT,
                "Are the actions that are struck out withdrawn?",
                plan.name,
                tuple(plan.address(wording, row) for row in rows),
                (now, other),
            )
        )
    for name, column in plan.columns.fields.items():
        alone = np.flatnonzero(_struck_alone(plan, column)).tolist()
        if name != "status":  # whose own words then say so
            plan.tell(_SAID["blank" if name in _BLANK_IF_STRUCK else "stands"], name, alone)
        if name not in dated:
            plan.tell(_SAID["part"], name, list(_struck_parts(plan, column)))


def say_of_cells(plan: SheetPlan, findings: Findings) -> None:
    """Say which cells hold an error, were changed in Word, or stand far from the others."""
    sheet, start = plan.table.sheet, plan.table.sheet.start[1]
    fields = {column + start: name for name, column in plan.columns.fields.items()}
    rows = set((plan.row_numbers() - 1).tolist())
    bad = [(row, column, value, "an error") for row, column, value in sheet.errors]
    bad += [(r, c, "", "a formula that was never calculated") for r, c in sheet.uncalculated]
    for row, column, value, what in bad:
        if row in rows:
            findings.add(
                "error" if column in fields else "note",
                _TEXTS[what],
                f"The cell holds {what}, so it is read as blank. Open the workbook in Excel, put "
                "it right and save it.",
                sheet=sheet.name,
                cell=f"{column_letters(column)}{row + 1}",
                field=fields.get(column, ""),
                value=value,
            )
    for row, column in sheet.changed:
        if row in rows:
            findings.add(
                "warning",
                FindingKind.CHANGE_NOT_ACCEPTED,
                "A tracked change here was never accepted or rejected. It is read as accepted.",
                sheet=sheet.name,
                cell=f"{column_letters(column)}{row + 1}",
                field=fields.get(column, ""),
            )
    for cell, text in sheet.far:
        findings.add(
            "warning",
            FindingKind.VALUE_FAR_AWAY,
            "This cell stands far from all others of the sheet, so it is not read. Delete it if "
            "it is there by mistake.",
            sheet=sheet.name,
            cell=cell,
            value=text,
        )
    first = plan.table.first_row
    for line, cells, headings in sheet.ragged:
        if line > first:
            more = "more" if cells > headings else "fewer"
            findings.add(
                "error",
                FindingKind.LINE_OF_ANOTHER_LENGTH,
                f"This line has {cells} cells, {more} than the {headings} headings, so its cells "
                "may stand under the wrong ones. A comma within a cell needs quotation marks "
                "around the cell.",
                sheet=sheet.name,
                cell=f"A{line}",
            )
