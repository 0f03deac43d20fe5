"""What the reader says: one finding a cell (or a column, or a sheet), and the refusal of a file."""

from __future__ import annotations

import string
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

Severity = Literal["error", "warning", "note"]

CELLS_NAMED = 12
"""Further cells that a finding names; of more it says how many there are."""

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")


class PlanError(Exception):
    """A plan that could not be read. ``str(error)`` is one plain sentence for the user."""


class NoTable(PlanError):
    """The file could be opened but no plan was found in it: its user can say where it stands."""


@dataclass(frozen=True)
class Finding:
    """One thing the reader did not understand, assumed or left out.

    ``severity``: ``error`` where a value could not be used, ``warning`` where an assumption
    changes a figure, ``note`` otherwise. ``cell`` is an address such as ``H14``, a column
    letter where the finding is of the whole column, or empty. ``value`` is the cell as typed.
    ``problem`` says what happened, what was done about it and what to do. ``kind`` is the same
    for every finding of one sort, so that they can be grouped and counted. ``also`` are the rows
    of further cells of that column of which the same is said; ``problem`` ends by naming them.
    """

    severity: Severity
    sheet: str
    cell: str
    field: str
    value: str
    problem: str
    kind: str
    also: tuple[int, ...] = ()

    def without_rows(self, rows: Collection[int]) -> Finding | None:
        """The finding of the cells that are in none of these rows; ``None`` where none is left."""
        column = self.cell.rstrip(string.digits)
        own = self.cell[len(column) :]
        every = ((int(own),) if own else ()) + self.also
        kept = [row for row in every if row not in rows]
        if len(kept) == len(every):
            return self
        if not kept:
            return None
        said = self.problem.removesuffix(same_in(column, self.also))
        also = tuple(kept[1:])
        return replace(
            self, cell=f"{column}{kept[0]}", problem=said + same_in(column, also), also=also
        )

    def as_dict(self) -> dict[str, str]:
        """The keys that the command line prints, in its order."""
        names = ("severity", "sheet", "cell", "field", "value", "problem")
        return {name: getattr(self, name) for name in names}


def same_in(column: str, rows: Sequence[int]) -> str:
    """Where else the same stands: the first of these rows' cells, and how many there are."""
    if not rows:
        return ""
    named = ", ".join(f"{column}{row}" for row in rows[:CELLS_NAMED])
    rest = f" and {len(rows) - CELLS_NAMED} more" if len(rows) > CELLS_NAMED else ""
    return f" The same in {named}{rest}."


@dataclass
class Findings:
    """Findings being gathered while one plan is read; local to one call of ``read_plan``."""

    found: list[Finding] = field(default_factory=list)

    def add(
        self,
        severity: Severity,
        kind: str,
        problem: str,
        *,
        sheet: str = "",
        cell: str = "",
        field: str = "",
        value: str = "",
        also: Sequence[int] = (),
    ) -> None:
        """Note one finding; ``also`` are the rows of further cells of which the same is said."""
        said = problem + same_in(cell.rstrip(string.digits), also)
        self.found.append(Finding(severity, sheet, cell, field, value, said, kind, tuple(also)))

    def extend(self, findings: Iterable[Finding]) -> None:
        """Note several."""
        self.found.extend(findings)

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.found)
