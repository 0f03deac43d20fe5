"""Where a plan was read from: its file, sheets, rows and columns, and what of them is hidden."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from tracker.book import Sheet
from tracker.reading.sheet_plan import SheetPlan
from tracker.reading.sheets import Chosen, Version


@dataclass(frozen=True)
class Source:
    """Where a plan was read from.

    ``sha256`` is that of the file's bytes.
    ``sheets`` are those that were read, ``other_sheets`` those that were not, ``versions`` those
    of them that hold the plan as at another date. ``header_row`` is the (last) header row of the
    first sheet, from 1. ``hidden_rows`` and ``hidden_columns`` are how many of those read are
    hidden in the workbook. ``widths`` is each heading's column's, in characters, where the workbook
    says it; ``letters``, by sheet and header row, each field's column letter, or of a sheet on its
    side, by each row, its address; ``unused`` the
    headings from which no field is read.
    """

    file: str
    sheets: tuple[str, ...]
    header_row: int
    rows: int
    sha256: str = ""
    other_sheets: tuple[str, ...] = ()
    versions: tuple[Version, ...] = ()
    hidden_rows: int = 0
    hidden_columns: int = 0
    letters: Mapping[tuple[str, int], Mapping[str, str]] = field(default_factory=dict)
    widths: Mapping[str, float] = field(default_factory=dict)
    unused: tuple[str, ...] = ()

    def is_turned(self, sheet: str) -> bool:
        """Whether a sheet stands on its side, so that its cells' rows are not those of actions."""
        fields = [its.values() for (name, _), its in self.letters.items() if name == sheet]
        return any(place[-1:].isdigit() for places in fields for place in places)

    def cell(self, sheet: str, row: int, name: str) -> str:
        """The address of a field's cell in a row of a sheet; its row where it has none."""
        above = bisect_right(self._starts[sheet], row)
        letters = self.letters[sheet, self._starts[sheet][above - 1]] if above else {}
        place = letters.get(name, "")
        return place if place[-1:].isdigit() else f"{place}{row}"

    @cached_property
    def _starts(self) -> defaultdict[str, list[int]]:
        starts: defaultdict[str, list[int]] = defaultdict(list)
        for sheet, start in sorted(self.letters):
            starts[sheet].append(start)
        return starts

    @property
    def sheet(self) -> str:
        """The sheets read, as one text."""
        return ", ".join(self.sheets)


def source_of(name: str, chosen: Chosen, book: Sequence[Sheet], rows: int) -> Source:
    """Where the plan of the chosen sheets was read from."""
    parts = chosen.parts
    read, hidden_rows, hidden_columns = [part.name for part in parts], 0, 0
    for part in parts:
        hidden = part.table.sheet.hidden_rows
        hidden_rows += int(np.isin(part.row_numbers() - 1, hidden).sum()) if hidden else 0
        for first, last in part.table.sheet.hidden_columns:
            start = part.table.sheet.start[1]
            hidden_columns += sum(
                map(bool, part.table.names[max(first - start, 0) : max(last - start + 1, 0)])
            )
    return Source(
        file=name,
        sheets=tuple(dict.fromkeys(read)),
        header_row=parts[0].table.header_row + parts[0].table.sheet.start[0] + 1,
        rows=rows,
        other_sheets=tuple(sheet.name for sheet in book if sheet.name not in read),
        versions=tuple(chosen.versions),
        hidden_rows=hidden_rows,
        hidden_columns=hidden_columns,
        letters={place: its for part in parts for place, its in part.field_letters.items()},
        widths=_widths(parts),
        unused=tuple(dict.fromkeys(heading for part in parts for heading in part.unused)),
    )


def _widths(parts: Sequence[SheetPlan]) -> dict[str, float]:
    found: dict[str, float] = {}
    for part in parts:
        start = part.table.sheet.start[1]
        for first, last, width in part.table.sheet.widths:
            for heading in part.headings[max(first - start, 0) : last - start + 1]:
                found.setdefault(heading, width)
    return found
