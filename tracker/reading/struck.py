"""What is struck out: whole actions, cells, and a part of a cell's words."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

import numpy as np

from tracker.book import Column, Flags
from tracker.reading import dates
from tracker.reading.choices import Choice, Question, QuestionKind
from tracker.reading.date_forms import Role
from tracker.reading.dates import DateReading
from tracker.reading.expressions import expressions, words
from tracker.reading.findings import sayings
from tracker.reading.statuses import read_status

if TYPE_CHECKING:
    from tracker.reading.sheet_plan import SheetPlan

_BLANK_IF_STRUCK = ("revised_due", "completed_on")
"""Fields that claim a completion or a later date: struck out, they claim it no longer."""

_STRUCK = sayings("struck")
_IS = expressions("struck")
_LEADS = ("this", "action", "item", "is", "was", "has", "now")
_BEGINNINGS = {f"{word} "[:3] for word in (*_LEADS, *words("struck", "OVER"))}
"""How a text begins, by three letters, whose words may call an action withdrawn."""

_ASKS = {
    (True, False): "Are the actions that are struck out withdrawn?",
    (True, True): "Are the actions withdrawn that are struck out, or called so in their words?",
    (False, True): "Are the actions withdrawn that are called so in their words?",
    (False, False): "",
}
"""What is asked where actions are struck out, and where they are called withdrawn."""


def struck_rows(plan: SheetPlan) -> Flags:
    """The actions whose wording, else reference, is struck out as a whole."""
    column = plan.columns.fields.get("action", plan.columns.fields.get("reference"))
    if column is None:
        return np.zeros(plan.size, dtype=bool)
    return plan.rows_of(plan.table.sheet.struck_cells, column)


def called_withdrawn(plan: SheetPlan) -> Flags:
    """The actions that their own words call withdrawn; without a status, that their update does."""
    status = plan.column("status")
    called = status.map_texts(lambda text: read_status(text or "").group != "withdrawn", bool)
    said = _call_withdrawn(plan.column("action"))
    rows = np.flatnonzero(~status.filled & ~said)
    said[rows] = _call_withdrawn(plan.column("progress")[rows])
    return np.asarray(called & said)


def _call_withdrawn(column: Column) -> Flags:
    """The rows whose texts say so."""
    return column.map_texts(lambda text: text is not None and _is_withdrawn(text), bool)


def _is_withdrawn(text: str) -> bool:
    """Whether words begin or end so: "WITHDRAWN – merged with 1", "Review it (deleted in May)"."""
    if text[0] not in "([" and text[-1] not in ")]" and text[:3].casefold() not in _BEGINNINGS:
        return False  # as most do: quickly
    begins, ends = _IS["withdrawn"].match(text), _IS["withdrawn_in_brackets"].search(text)
    alone = begins and (begins[0].isupper() or not text[begins.end() :].strip()[:1].isalnum())
    return bool(alone or ends)


def without_struck(plan: SheetPlan, name: str, column: int, cells: Column) -> Column:
    """A field's cells without what of them is struck out; a status struck out whole says so."""
    kept = {row: words for row, (words, _) in _struck_parts(plan, column).items()}
    alone = _struck_alone(plan, column) & cells.filled
    if name == "status":
        kept |= {row: f"{cells.texts[row]} (struck out)" for row in np.flatnonzero(alone).tolist()}
    elif name in _BLANK_IF_STRUCK and alone.any():
        cells = cells.with_codes(np.where(alone, -1, cells.codes))
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


def say_struck(plan: SheetPlan, dated: Collection[str]) -> None:
    """Say which actions and cells are struck out; ask whether such actions are withdrawn.

    So of those that are called withdrawn. ``dated`` are the fields of dates, of which a part struck
    out is said with the date.
    """
    wording = "action" if "action" in plan.columns.fields else "reference"
    called, said = called_withdrawn(plan) & ~plan.struck, plan.choices.struck or "keep"
    plan.tell(_STRUCK[said], wording, np.flatnonzero(plan.struck).tolist(), value="")
    plan.tell(_STRUCK[f"{said}_called"], wording, np.flatnonzero(called).tolist(), value="")
    asks = _ASKS[bool(plan.struck.any()), bool(called.any())]
    plan.struck = plan.struck | called
    rows = np.flatnonzero(plan.struck).tolist()
    if rows and plan.choices.struck is None:
        now = Choice("No, they count as they stand", {"struck": "keep"}, stands=True)
        other = Choice("Yes, they are withdrawn", {"struck": "withdraw"})
        plan.questions.append(
            Question(
                QuestionKind.STRUCK_OUT,
                asks,
                plan.name,
                tuple(plan.addresses(plan.columns.fields[wording], rows)),
                (now, other),
            )
        )
    for name, column in plan.columns.fields.items():
        alone = np.flatnonzero(_struck_alone(plan, column)).tolist()
        if name != "status":  # whose own words then say so
            plan.tell(_STRUCK["blank" if name in _BLANK_IF_STRUCK else "stands"], name, alone)
        if name not in dated:
            plan.tell(_STRUCK["part"], name, list(_struck_parts(plan, column)))
