"""What the reader says: one finding a cell (or a column, or a sheet), and the refusal of a file."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum, auto
from typing import Literal, cast

from tracker.book import PlanError

Severity = Literal["error", "warning", "note"]

CELLS_NAMED = 12
"""Further cells that a finding names; of more it says how many there are."""

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")


class FindingKind(StrEnum):
    """What a finding is about, the same for every finding of one sort.

    The value is what JSON prints (``no_date_given``); ``label`` is what people read.
    """

    ACTION_ON_TWO_SHEETS = auto()
    ANOTHER_CATALOGUE = auto()
    ANOTHER_OWNER_COLUMN = auto()
    ANOTHER_TABLE_BELOW = auto()
    CARRIED_DOWN = auto()
    CHANGE_NOT_ACCEPTED = auto()
    CHANGE_SINCE_THE_DOWNLOAD = auto()
    CHOSEN_COLUMN_MISSING = auto()
    COLOUR_AS_A_STATUS = auto()
    COLUMN_NOT_FOUND = auto()
    COLUMN_NOT_USED = auto()
    COLUMN_RECOGNISED_BY_ITS_CONTENTS = auto()
    COMPLETED_AFTER_AS_AT = auto()
    COMPLETED_BEFORE_PUBLICATION = auto()
    COMPLETED_WITHOUT_A_DATE = auto()
    COMPLETE_BELOW_100_PERCENT = auto()
    COMPLETE_BUT_NOT_ACCEPTED = auto()
    COMPLETE_BUT_NOT_BY_ITS_DATE = auto()
    COMPLETE_BY_ITS_HEADING = auto()
    COMPLETION_DATE = auto()
    COMPLETION_DATE_BUT_NOT_COMPLETE = auto()
    COMPLETION_DATE_BUT_WITHDRAWN = auto()
    COMPLETION_DATE_TOLD_TWICE = auto()
    COUNTED_BESIDE_ITS_PARTS = auto()
    COUNTED_FROM_A_DATE = auto()
    DATES_NOT_RECOGNISED = auto()
    DATES_PERHAPS_SWAPPED = auto()
    DATE_IN_MORE_WORDS = auto()
    DATE_NOT_AGREED = auto()
    DATE_NOT_UNDERSTOOD = auto()
    DATE_OF_A_START = auto()
    DATE_WITHOUT_ITS_FORMAT = auto()
    DAY_FIRST_OR_MONTH_FIRST = auto()
    DIFFERS_FROM_CATALOGUE = auto()
    DOWNLOAD_READ_BACK = auto()
    DUE_DATE_TAKEN_AS_REVISED = auto()
    ERROR_IN_A_CELL = auto()
    FINANCIAL_QUARTER = auto()
    FORMULA_NOT_CALCULATED = auto()
    HEADINGS_EXPLAINED = auto()
    HEADING_ROW = auto()
    HEADING_TAKEN_BY_LIKENESS = auto()
    HEADING_KNOWN_IN_PART = auto()
    HIDDEN_COLUMNS = auto()
    HIDDEN_ROWS = auto()
    HIDDEN_SHEET = auto()
    INSPECTION_FROM_A_TITLE = auto()
    KEY_BELOW_THE_TABLE = auto()
    KEY_BESIDE_THE_TABLE = auto()
    LINE_OF_ANOTHER_LENGTH = auto()
    MARKING_NOT_UNDERSTOOD = auto()
    MONTH_FIRST_DATE = auto()
    MONTH_FIRST_DATES = auto()
    MONTH_PRECISION = auto()
    NOTE_BELOW_THE_TABLE = auto()
    NOT_COMPLETE_AT_100_PERCENT = auto()
    NOT_STARTED_BUT_UNDER_WAY = auto()
    NO_ACTIONS_FOUND = auto()
    NO_DATE_GIVEN = auto()
    NO_ORIGINAL_TIMESCALE = auto()
    NO_OWNER_NAMED = auto()
    NO_PERCENTAGE_GIVEN = auto()
    NO_STATUS = auto()
    OF_ANOTHER_VERSION = auto()
    ONLY_ONE_DATE_COLUMN = auto()
    ORIGINAL_CHANGED = auto()
    ORIGINAL_DATE_BY_ANOTHER_NAME = auto()
    ORIGINAL_DATE_NOT_GIVEN = auto()
    OWNERS_AND_DATES = auto()
    OWNER_WRITTEN_TWO_WAYS = auto()
    PERCENTAGES_AS_FRACTIONS = auto()
    PERCENTAGES_OF_TWO_KINDS = auto()
    PERCENTAGE_AS_A_STATUS = auto()
    PERCENTAGE_IN_WORDS = auto()
    PERCENTAGE_NOT_UNDERSTOOD = auto()
    PERHAPS_A_MARKING = auto()
    PLANNED_DATE_AS_COMPLETION = auto()
    PROVISIONAL_DATE = auto()
    PUBLICATION_DATE_ASSUMED = auto()
    PUBLICATION_DATE_NEEDED = auto()
    QUARTER_OF_WHICH_YEAR = auto()
    RECOMMENDATION_WITHHELD = auto()
    REFERENCE_USED_MORE_THAN_ONCE = auto()
    REPEATED_HEADER_ROW = auto()
    RESTRICTED_BY_A_HEADING = auto()
    REVISED_EARLIER_THAN_ORIGINAL = auto()
    ROWS_ABOVE_THE_HEADINGS = auto()
    ROWS_NUMBERED_IN_ADVANCE = auto()
    ROW_GOES_ON = auto()
    ROW_LEFT_OUT = auto()
    SCOPE_NOT_UNDERSTOOD = auto()
    SECOND_TABLE = auto()
    SEVERAL_DATES_IN_A_CELL = auto()
    SEVERAL_DATE_COLUMNS = auto()
    SEVERAL_OWNERS_IN_A_CELL = auto()
    SEVERAL_SHEETS = auto()
    SEVERAL_TABLES = auto()
    SEVERAL_VERSIONS = auto()
    SHEET_MARKED_RESTRICTED = auto()
    SHEET_NOT_READ = auto()
    SIGNATURE_BLOCK = auto()
    STATUS_IN_DATE_COLUMN = auto()
    STATUS_IN_MORE_WORDS = auto()
    STATUS_MISSPELT = auto()
    STATUS_NOT_UNDERSTOOD = auto()
    STATUS_TOLD_BY_A_MARK = auto()
    STATUS_TOLD_BY_FILL_COLOUR = auto()
    STRUCK_OUT = auto()
    TOTAL_ROW = auto()
    VALUE_FAR_AWAY = auto()
    WEEKDAY_DOES_NOT_FIT = auto()
    WORDS_ALONE = auto()
    YEAR_OUT_OF_LINE = auto()
    YEAR_PRECISION = auto()

    @property
    def label(self) -> str:
        """The kind in words, without a capital: ``no date given``."""
        return self.value.replace("_", " ")


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


def sayings(table: str) -> dict[str, Said]:
    """What can be said, by code.

    The table's entries are ``severity KIND code: problem``, indented where one goes on; without
    a code it is the kind's name.
    """
    found = {}
    for entry in re.split(r"\n(?! )", table.strip()):
        about, _, problem = " ".join(entry.split()).partition(": ")
        severity, kind, *code = about.split(" ")
        found["".join(code) or kind] = Said(cast(Severity, severity), FindingKind[kind], problem)
    return found
