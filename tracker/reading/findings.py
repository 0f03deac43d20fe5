"""What the reader says: one finding a cell (or a column, or a sheet), and the refusal of a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["error", "warning", "note"]

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
    for every finding of one sort, so that they can be grouped and counted.
    """

    severity: Severity
    sheet: str
    cell: str
    field: str
    value: str
    problem: str
    kind: str

    def as_dict(self) -> dict[str, str]:
        """The keys that the command line prints, in its order."""
        names = ("severity", "sheet", "cell", "field", "value", "problem")
        return {name: getattr(self, name) for name in names}


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
    ) -> None:
        """Note one finding."""
        self.found.append(Finding(severity, sheet, cell, field, value, problem, kind))

    def extend(self, findings: Iterable[Finding]) -> None:
        """Note several."""
        self.found.extend(findings)

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.found)
