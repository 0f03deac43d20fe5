"""What a column holds, and the columns chosen for the fields."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from tracker.reading.cells import Cell, Column, as_text, is_blank
from tracker.reading.dates import DateReading, read_date, read_day, read_number
from tracker.reading.findings import Severity

SAMPLE = 400
"""Different values of a column that are looked at to see what it holds."""

DATE_SHARE = 0.5
"""Share of a column's values that must be dates where its heading only hints at dates."""


@dataclass(frozen=True)
class Remark:
    """What must be said of a column: it becomes a finding with the column's address."""

    severity: Severity
    kind: str
    column: int | None
    field: str
    problem: str


@dataclass
class Columns:
    """The columns chosen: ``fields`` (field to column), and those that need more than one.

    ``revised`` are the columns of later dates in order, ``yes_no`` whether the status column
    asks a question; ``own_download`` whether the tracker wrote the file, ``dropped`` its
    calculated columns there.
    """

    fields: dict[str, int] = field(default_factory=dict)
    revised: list[int] = field(default_factory=list)
    yes_no: bool = False
    own_download: bool = False
    dropped: frozenset[int] = frozenset()
    remarks: list[Remark] = field(default_factory=list)

    def note(self, severity: Severity, kind: str, column: int | None, name: str, text: str) -> None:
        """Add a remark."""
        self.remarks.append(Remark(severity, kind, column, name, text))


@dataclass
class Profile:
    """What one column holds, looked at only where its heading leaves a question."""

    cells: Column

    @cached_property
    def values(self) -> list[Cell]:
        """Different values that are not blank, at most :data:`SAMPLE`."""
        seen: dict[tuple[type, Cell], Cell] = {}
        for cell in self.cells.different():
            if not is_blank(cell):
                seen[type(cell), cell] = cell
                if len(seen) >= SAMPLE:
                    break
        return list(seen.values())

    @cached_property
    def texts(self) -> list[str]:
        return [as_text(value) for value in self.values]

    @cached_property
    def length(self) -> float:
        """Mean length of the values, in characters."""
        return sum(map(len, self.texts)) / len(self.texts) if self.texts else 0.0

    @cached_property
    def dates(self) -> float:
        """Share of the values that are dates."""
        return self._share(lambda r: r.outcome in ("date", "from_publication"))

    @cached_property
    def date_like(self) -> float:
        """Share of the values that are dates, or words that stand where a date would."""
        return self._share(lambda r: r.outcome not in ("unclear", "blank"))

    def _share(self, wanted: Callable[[DateReading], bool]) -> float:
        if not self.values:
            return 0.0
        readings = [date_of(value) for value in self.values]
        return sum(map(wanted, readings)) / len(readings)


def date_of(value: Cell) -> DateReading:
    """A cell of any kind read as a date, day first."""
    if type(value) is int:
        return read_day(value)
    if type(value) is float:
        return read_number(value)
    return read_date(value) if isinstance(value, str) else DateReading("unclear")
