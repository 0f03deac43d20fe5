"""The first sheet of a download: what it is, as at when, which actions, what its columns say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd
from xlsxwriter.worksheet import Worksheet

from tracker.exports.cells import Formats, lines_needed, set_lines, write_cell
from tracker.fields import (
    CALCULATED_HEADINGS,
    FIELDS,
    MEASURE_LABELS,
    READ_FROM_HEADING,
    STATUS_LABELS,
)
from tracker.words import count, date_words, number, rate_words

if TYPE_CHECKING:
    from tracker.reading.plan import Plan

ABOUT_SHEET = "About this download"
LABEL_WIDTH, TEXT_WIDTH = 40, 90  # characters
ILLUSTRATIVE = "Illustrative: made up to show how the tracker works, not a real plan"

_MEASURES: Mapping[str, str] = {
    "state": "Complete, awaiting sign-off, overdue, not started, open or withdrawn, as at the date "
    "above.",
    "slippage_days": "Calendar days from the original timescale to the expected or actual finish; "
    "negative is early. Empty where either is unknown and for withdrawn actions.",
    "slippage_working_days": "The same in working days: Monday to Friday less the bank holidays of "
    "England and Wales.",
    "slippage_is_minimum": "Yes where the action is open and its agreed date is not after the date "
    "above: it has slipped at least that far, and is still slipping.",
    "is_overdue": "Yes where the action is open and its original timescale is before the date "
    "above.",
    "days_overdue": "Calendar days from the original timescale to the date above, where overdue.",
    "expected_finish": "For a complete action the day it was completed; for an open one the later "
    "of the date above and its revised, else original, timescale.",
    "is_overdue_revised": "Yes where the action is open and its revised, else original, timescale "
    "is before the date above.",
    "is_late": "Yes where the action was completed after its original timescale.",
    "is_rebaselined": "Yes where a revised timescale is given that differs from the original.",
    "extension_days": "Calendar days from the original to the revised timescale.",
    "slippage_against_revised_days": "Calendar days from the revised, else original, timescale to "
    "the expected or actual finish: the second slip, after a new date was agreed.",
    "age_days": "Calendar days from the report's publication to completion, or to the date above "
    "while the action is open.",
}
DEFINITIONS: Mapping[str, str] = {
    "Status group": f"What the status was understood as: {', '.join(STATUS_LABELS.values())}.",
    **{MEASURE_LABELS[name]: text for name, text in _MEASURES.items()},
    READ_FROM_HEADING: "The sheet and row of the plan from which the action was read.",
}
"""What each calculated column says, in a sentence or two, by heading."""

_AS_READ = "What was read as “{label}”, so that this file can be read back to the same figures."


@dataclass(frozen=True)
class Cover:
    """What a download is: of which plan, as at when, filtered by what, and whether made up."""

    plan_name: str
    as_at: date
    filters: str
    illustrative: bool

    @property
    def title(self) -> str:
        """The title of the file and of its table."""
        return f"Action plan: position as at {date_words(self.as_at)}"


def write_about(
    sheet: Worksheet,
    formats: Formats,
    cover: Cover,
    plan: Plan,
    view: pd.DataFrame,
    headings: Mapping[str, str],
) -> None:
    """Write the sheet. ``headings`` gives each calculated column's heading as shown in the file."""
    sheet.set_column(0, 0, LABEL_WIDTH, formats.text)
    sheet.set_column(1, 1, TEXT_WIDTH, formats.text)
    facts = [
        ("Plan", cover.plan_name),
        *([("Note", ILLUSTRATIVE)] if cover.illustrative else []),
        ("Position as at", date_words(cover.as_at)),
        ("Filters", cover.filters or "None: every action of the plan"),
        ("Actions in this file", f"{number(len(view))} of {number(len(plan.actions))}"),
        *_counts(view),
        ("Actions restricted", _restricted(int(view["restricted"].sum()))),
    ]
    write_cell(sheet, 0, 0, ABOUT_SHEET, formats, text_format=formats.title)
    row = _write_pairs(sheet, 2, facts, formats)
    write_cell(sheet, row + 1, 0, "Calculated columns", formats, text_format=formats.title)
    meanings = [(shown, _meaning(plain)) for plain, shown in headings.items()]
    row = _write_pairs(sheet, row + 3, meanings, formats)
    write_cell(sheet, row + 1, 0, "Columns of the plan", formats, text_format=formats.title)
    columns = [(FIELDS[field].label, f"Column “{name}”") for field, name in plan.columns.items()]
    _write_pairs(sheet, row + 3, columns, formats)


def _counts(view: pd.DataFrame) -> list[tuple[str, str]]:
    withdrawn = int(view["is_withdrawn"].sum())
    open_, overdue = int(view["is_open"].sum()), int(view["is_overdue"].sum())
    complete = rate_words(int(view["is_complete"].sum()), len(view) - withdrawn)
    return [
        ("Actions complete", f"{complete} (withdrawn actions left out)"),
        ("Actions open", number(open_)),
        ("Actions overdue", number(overdue)),
        ("Actions withdrawn", number(withdrawn)),
    ]


def _restricted(restricted: int) -> str:
    if restricted == 0:
        return "None in this file"
    return f"{count('restricted action', restricted)} in this file: not for publication"


def _meaning(heading: str) -> str:
    if heading in DEFINITIONS:
        return DEFINITIONS[heading]
    return _AS_READ.format(label=FIELDS[CALCULATED_HEADINGS[heading]].label)


def _write_pairs(
    sheet: Worksheet, row: int, pairs: Sequence[tuple[str, str]], formats: Formats
) -> int:
    """Write labels with their texts, one pair a row; the row after the last of them."""
    for label, text in pairs:
        write_cell(sheet, row, 0, label, formats, text_format=formats.label)
        write_cell(sheet, row, 1, text, formats)
        lines = max(lines_needed(label, LABEL_WIDTH), lines_needed(text, TEXT_WIDTH))
        set_lines(sheet, row, lines)
        row += 1
    return row
