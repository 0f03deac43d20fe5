"""What the reader says: one finding a cell (or a column, or a sheet), and the refusal of a file."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Literal, cast

from tracker.book import PlanError

Severity = Literal["error", "warning", "note"]

CELLS_NAMED = 12
"""Further cells that a finding names; of more it says how many there are."""

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")


FindingKind = StrEnum(
    "FindingKind",
    """ACTION_ON_TWO_SHEETS ANOTHER_CATALOGUE ANOTHER_OWNER_COLUMN ANOTHER_TABLE_BELOW CARRIED_DOWN
    CALLED_WITHDRAWN CHANGE_NOT_ACCEPTED CHANGE_SINCE_THE_DOWNLOAD CHOSEN_COLUMN_MISSING
    COLOUR_AS_A_STATUS
    COLUMN_NOT_FOUND COLUMN_NOT_USED COLUMN_RECOGNISED_BY_ITS_CONTENTS COMPLETED_AFTER_AS_AT
    COMPLETED_BEFORE_PUBLICATION COMPLETED_WITHIN COMPLETED_WHILE_OPEN COMPLETED_WITHOUT_A_DATE
    COMPLETE_BELOW_100_PERCENT COMPLETE_BUT_NOT_ACCEPTED COMPLETE_BUT_NOT_BY_ITS_DATE
    COMPLETE_BY_ITS_HEADING COMPLETION_DATE
    COMPLETION_DATE_BUT_NOT_COMPLETE COMPLETION_DATE_BUT_WITHDRAWN COMPLETION_DATE_TOLD_TWICE
    CONTINUED_WITHOUT_HEADINGS COUNTED_BESIDE_ITS_PARTS COUNTED_FROM_A_DATE
    DATES_NOT_RECOGNISED DATES_PERHAPS_SWAPPED
    DATE_IN_MORE_WORDS DATE_NOT_AGREED DATE_NOT_UNDERSTOOD DATE_OF_A_START DATE_WITHOUT_ITS_FORMAT
    DAY_FIRST_OR_MONTH_FIRST DIFFERS_FROM_CATALOGUE DOWNLOAD_READ_BACK DUE_DATE_TAKEN_AS_REVISED
    ERROR_IN_A_CELL FINANCIAL_QUARTER FORMULA_NOT_CALCULATED
    HEADINGS_DOWN_THE_SHEET HEADINGS_EXPLAINED
    HEADING_KNOWN_IN_PART HEADING_ROW HEADING_TAKEN_BY_LIKENESS HIDDEN_COLUMNS HIDDEN_ROWS
    HIDDEN_SHEET INSPECTION_FROM_A_TITLE KEY_BELOW_THE_TABLE KEY_BESIDE_THE_TABLE
    LINE_OF_ANOTHER_LENGTH MARKING_NOT_UNDERSTOOD MONTH_FIRST_DATE MONTH_FIRST_DATES
    MONTH_PRECISION NOTE_BELOW_THE_TABLE NOT_COMPLETE_AT_100_PERCENT NOT_STARTED_BUT_UNDER_WAY
    NO_ACTIONS_FOUND NO_DATE_GIVEN NO_ORIGINAL_TIMESCALE NO_OWNER_NAMED NO_PERCENTAGE_GIVEN
    NO_RECOMMENDATION_NAMED
    NO_STATUS OF_ANOTHER_VERSION ONLY_ONE_DATE_COLUMN ORIGINAL_CHANGED
    ORIGINAL_DATE_BY_ANOTHER_NAME ORIGINAL_DATE_NOT_GIVEN OWNERS_AND_DATES OWNER_WRITTEN_TWO_WAYS
    PERCENTAGES_AS_FRACTIONS PERCENTAGES_OF_TWO_KINDS PERCENTAGE_AS_A_STATUS PERCENTAGE_IN_WORDS
    PERCENTAGE_NOT_UNDERSTOOD PERHAPS_A_MARKING PLANNED_DATE_AS_COMPLETION PROVISIONAL_DATE
    PUBLICATION_DATE_ASSUMED PUBLICATION_DATE_NEEDED QUARTER_OF_WHICH_YEAR RECOMMENDATION_WITHHELD
    REFERENCE_USED_MORE_THAN_ONCE REPEATED_HEADER_ROW RESTRICTED_BY_A_HEADING
    REVISED_EARLIER_THAN_ORIGINAL ROWS_ABOVE_THE_HEADINGS ROWS_NUMBERED_IN_ADVANCE ROW_GOES_ON
    ROW_LEFT_OUT SCOPE_NOT_UNDERSTOOD SECOND_TABLE SEVERAL_DATES_IN_A_CELL SEVERAL_DATE_COLUMNS
    SEVERAL_OWNERS_IN_A_CELL SEVERAL_SHEETS SEVERAL_TABLES SEVERAL_VERSIONS
    SHEET_MARKED_RESTRICTED SHEET_NOT_READ SIGNATURE_BLOCK STATUS_IN_DATE_COLUMN
    STATUS_BY_ITS_KEY STATUS_IN_MORE_WORDS STATUS_MISSPELT STATUS_NOT_UNDERSTOOD
    STATUS_TOLD_BY_A_MARK STATUS_TOLD_BY_FILL_COLOUR STRUCK_OUT TOTAL_ROW
    VALUES_ALONE VALUE_FAR_AWAY WEEKDAY_DOES_NOT_FIT WEEK_PRECISION WORDS_ALONE
    YEAR_OUT_OF_LINE YEAR_PRECISION""",
)
"""What a finding is about, the same for every one of a sort; JSON prints it in small letters."""


def label_of(kind: FindingKind) -> str:
    """A kind in words, without a capital: ``no date given``."""
    return kind.value.replace("_", " ")


class NoTable(PlanError):
    """The file could be opened but no plan was found in it: its user can say where it stands."""


@dataclass(frozen=True)
class Finding:
    """One thing the reader did not understand, assumed or left out.

    ``severity``: ``error`` where a value could not be used, ``warning`` where an assumption
    changes a figure, ``note`` otherwise. ``cell`` is an address such as ``H14``, a column
    letter where the finding is of the whole column, or empty; ``also`` are the addresses of
    further cells of which the same is said. ``value`` is the cell as typed.
    ``problem`` says what happened, what was done about it and what to do.
    """

    severity: Severity
    sheet: str
    cell: str
    field: str
    value: str
    problem: str
    kind: FindingKind
    also: tuple[str, ...] = ()

    @property
    def cells(self) -> tuple[str, ...]:
        """Every cell of which it is said, the first one first; none where it is of no cell."""
        return ((self.cell,) if self.cell else ()) + self.also

    @property
    def rows(self) -> tuple[int | None, ...]:
        """The rows of the cells, each of a range; ``None`` for a column's letter."""
        return tuple(row for cell in self.cells for row in _rows(cell) or (None,))

    @property
    def told(self) -> str:
        """The problem, and in which further cells there is the same."""
        return self.problem + same_in(self.also)

    def without_rows(self, rows: Collection[int]) -> Finding | None:
        """The finding of the cells not wholly in these rows; ``None`` where none is left."""
        kept = [c for c in self.cells if not _rows(c) or any(row not in rows for row in _rows(c))]
        if len(kept) == len(self.cells):
            return self
        return replace(self, cell=kept[0], also=tuple(kept[1:])) if kept else None

    def as_row(self) -> dict[str, str]:
        """The finding as a row of a table that people read, every text as it is shown."""
        names = ("severity", "sheet", "cell", "field", "value")
        return {name: getattr(self, name) for name in names} | {"problem": self.told}

    def as_dict(self) -> dict[str, object]:
        """The keys that the command line prints, in its order."""
        names = ("severity", "kind", "sheet", "cell", "cells", "field", "value", "problem")
        values = {name: getattr(self, name) for name in names}
        return values | {"kind": str(self.kind), "cells": list(self.cells)}


def _rows(cell: str) -> range:
    """The rows of an address ("H14") or of a range ("A6 to A9"); none of a column's letter."""
    ends = [int(number) for number in re.findall(r"\d+", cell)]
    return range(ends[0], ends[-1] + 1) if ends else range(0)


def same_in(cells: Sequence[str]) -> str:
    """Where else the same stands: the first of these cells, and how many more there are."""
    if not cells:
        return ""
    named = ", ".join(cells[:CELLS_NAMED])
    rest = f" and {len(cells) - CELLS_NAMED} more" if len(cells) > CELLS_NAMED else ""
    return f" The same in {named}{rest}."


def as_one_each(findings: Iterable[Finding]) -> list[Finding]:
    """The findings, those that say the same of several cells as one finding with its cells."""
    first: dict[tuple[str, ...], list[Finding]] = {}
    for found in findings:
        key = (found.severity, found.sheet, found.field, found.value, found.problem, found.kind)
        first.setdefault(key, []).append(found)
    return [
        same[0]
        if len(same) == 1
        else replace(
            same[0],
            also=tuple(
                dict.fromkeys(cell for each in same for cell in each.cells if cell != same[0].cell)
            ),
        )
        for same in first.values()
    ]


@dataclass(frozen=True)
class Said:
    """What is said of cells: a sentence in which what differs stands in braces."""

    severity: Severity
    kind: FindingKind
    problem: str

    def of(
        self,
        sheet: str,
        cells: Sequence[str] = (),
        field: str = "",
        value: str = "",
        **more: object,
    ) -> Finding:
        """The finding of some cells, ``value`` what they hold; ``more`` fills in the sentence."""
        first, *also = cells or ("",)
        problem = self.problem.format(**more)
        return Finding(self.severity, sheet, first, field, value, problem, self.kind, tuple(also))


@cache
def _tables() -> dict[str, str]:
    text = Path(__file__).with_suffix(".txt").read_text(encoding="utf-8")
    names_and_tables = re.split(r"^\[(\w+)\]\n", text, flags=re.MULTILINE)[1:]
    return dict(zip(names_and_tables[::2], names_and_tables[1::2], strict=True))


def sayings(table: str) -> dict[str, Said]:
    """What a table of ``findings.txt`` says, by code; without one it is the kind's name."""
    found = {}
    for entry in re.split(r"\n(?! )", _tables()[table].strip()):
        about, _, problem = " ".join(entry.split()).partition(": ")
        severity, kind, *code = about.split(" ")
        found["".join(code) or kind] = Said(cast(Severity, severity), FindingKind[kind], problem)
    return found
