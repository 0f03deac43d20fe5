"""What a column holds, and the columns chosen for the fields."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import filterfalse, islice

from tracker.book import Cell, Column, as_text, is_blank
from tracker.reading.choices import Question
from tracker.reading.dates import DateReading, read_date, read_day, read_number
from tracker.reading.findings import Severity
from tracker.reading.kinds import FindingKind

SAMPLE = 400
"""Different values of a column that are looked at to see what it holds."""

DATE_SHARE = 0.5
"""Share of a column's values that must be dates where its heading only hints at dates."""


@dataclass(frozen=True)
class Remark:
    """What must be said of a column: it becomes a finding with the column's address."""

    severity: Severity
    kind: FindingKind
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
    questions: list[Question] = field(default_factory=list)

    def note(
        self, severity: Severity, kind: FindingKind, column: int | None, name: str, text: str
    ) -> None:
        """Add a remark."""
        self.remarks.append(Remark(severity, kind, column, name, text))


@dataclass
class Profile:
    """What one column holds, looked at only where its heading leaves a question."""

    cells: Column

    @cached_property
    def values(self) -> list[Cell]:
        """Different values that are not blank, at most :data:`SAMPLE`."""
        return list(islice(filterfalse(is_blank, self.cells.different()), SAMPLE))

    @cached_property
    def texts(self) -> list[str]:
        return [as_text(value) for value in self.values]

    @cached_property
    def length(self) -> float:
        """Mean length of the values, in characters."""
        return sum(map(len, self.texts)) / len(self.texts) if self.texts else 0.0

    def has_dates(self, share: float) -> bool:
        """Whether at least this share of the values are dates."""
        return self._has(share, lambda r: r.outcome in ("date", "from_publication"))

    def is_like_dates(self, share: float) -> bool:
        """Whether so many are dates, or words that stand where a date would."""
        return self._has(share, lambda r: r.outcome not in ("unclear", "blank"))

    def _has(self, share: float, wanted: Callable[[DateReading], bool]) -> bool:
        can_be = count = len(self.values)
        for value in self.values:
            can_be -= not wanted(date_of(value))
            if can_be / count < share:
                return False
        return count > 0


def date_of(value: Cell) -> DateReading:
    """A cell of any kind read as a date, day first."""
    if isinstance(value, date):
        return read_day(value)
    if type(value) is float:
        return read_number(value)
    return read_date(value) if isinstance(value, str) else DateReading("unclear")
