"""What the reader says: one finding a cell (or a column, or a sheet), and the refusal of a file."""

from __future__ import annotations

import re
import string
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, cast

from tracker.book import PlanError
from tracker.reading.kinds import FindingKind

Severity = Literal["error", "warning", "note"]

CELLS_NAMED = 12
"""Further cells that a finding names; of more it says how many there are."""

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")


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


@dataclass
class Findings:
    """Findings being gathered while one plan is read; local to one call of ``read_plan``."""

    found: list[Finding] = field(default_factory=list)

    def add(
        self,
        severity: Severity,
        kind: FindingKind,
        problem: str,
        *,
        sheet: str = "",
        cell: str = "",
        field: str = "",
        value: str = "",
        also: Sequence[int] = (),
    ) -> None:
        """Note one finding; ``also`` are the rows of further cells of the same column."""
        column = cell.rstrip(string.digits)
        further = tuple(f"{column}{row}" for row in also)
        self.found.append(Finding(severity, sheet, cell, field, value, problem, kind, further))

    def extend(self, findings: Iterable[Finding]) -> None:
        """Note several."""
        self.found.extend(findings)

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.found)
