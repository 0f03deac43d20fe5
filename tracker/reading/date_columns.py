"""A column of dates: the cells' readings together, and what must be said of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import numpy.typing as npt

from tracker.book import Cell, Column
from tracker.reading import dates
from tracker.reading.dates import DateReading
from tracker.reading.findings import Severity
from tracker.reading.kinds import FindingKind

Days = npt.NDArray[np.datetime64]

_UNIX_EPOCH = date(1970, 1, 1).toordinal()
_DAYS_TO_1904 = 1462
YEARS_OUT_OF_LINE = 10
"""A year this far from the middle of its column is asked about: 1915 or 2091 among 2015s."""


@dataclass(frozen=True)
class DateColumn:
    """One column read. ``days`` has one day a row (``NaT`` where none was read).

    ``later`` gives, by row, the dates that the cell says it was revised to; ``remarks`` the
    readings that must be spoken of, by row. ``order`` is that of :func:`dates.column_order`.
    """

    days: Days
    later: dict[int, tuple[date, ...]]
    remarks: dict[int, DateReading]
    order: str
    order_assumed: bool = False

    @property
    def month_first(self) -> bool:
        """Whether all-digit dates were read month first."""
        return self.order == "mdy"


def read_date_column(
    cells: Column,
    day_first: bool | None = None,
    *,
    from_1904: bool = False,
    american: Callable[[], bool] = lambda: False,
    month_rows: Iterable[int] = (),
) -> DateColumn:
    """Read a column. ``day_first=None`` lets the column itself prove that it is month first.

    ``from_1904``: numbers that lost their date format count from 1904, not from 1900.
    ``american`` tells whether another column of the table proves month first: then this one is
    read so too where it settles nothing itself. ``month_rows``: rows whose cell shows only month
    and year.
    """
    order, assumed = dates.column_order(c for c in cells.different() if type(c) is str), False
    if day_first is not None:
        order = "dmy" if day_first else "mdy"
    elif order == "either" and american():
        order = "mdy"
        assumed = True

    def read(cell: Cell) -> DateReading:
        reading = _reading(cell, order != "mdy", from_1904)
        if order == "mixed" and reading.order in ("mdy", "either"):
            return replace(reading, caution=f"mixed_{reading.order}")
        return reading

    readings = [read(cell) for cell in cells.different()]
    ordinals = cells.spread(map(_ordinal, readings), np.int64)
    later = {row: reading.later for row, reading in _those(cells, readings, _moves).items()}
    remarks = _those(cells, readings, _is_remark)
    for row in month_rows:
        cell = cells[row]
        if isinstance(cell, date) and cell.day == 1:
            reading = dates.month_of(cell)
            ordinals[row] = _ordinal(reading)
            remarks[row] = reading if reading.day else DateReading("unclear")
    days = (ordinals - _UNIX_EPOCH).astype("datetime64[D]")
    days[ordinals == 0] = np.datetime64("NaT")
    return DateColumn(days.astype("datetime64[s]"), later, remarks, order, assumed)


def _reading(cell: Cell, day_first: bool, from_1904: bool) -> DateReading:
    if isinstance(cell, date):
        return dates.read_day(cell)
    if isinstance(cell, str):
        return dates.read_date(cell, day_first)
    if isinstance(cell, float):
        return dates.read_number(cell + _DAYS_TO_1904 if from_1904 else cell)
    return DateReading("unclear")


def _ordinal(reading: DateReading) -> int:
    return reading.day.toordinal() if reading.day else 0


def _moves(reading: DateReading) -> bool:
    return bool(reading.later)


def _is_remark(reading: DateReading) -> bool:
    return (
        reading.outcome not in ("date", "blank")
        or bool(reading.caution)
        or (reading.day is None and bool(reading.later))
    )


def _those(
    cells: Column, readings: Sequence[DateReading], wanted: Callable[[DateReading], bool]
) -> dict[int, DateReading]:
    """The readings that are wanted, by row."""
    rows = np.flatnonzero(cells.spread(map(wanted, readings), bool))
    return dict(zip(rows.tolist(), cells.spread(readings)[rows], strict=True)) if len(rows) else {}


def without_revisions(column: DateColumn) -> DateColumn:
    """A column whose dates do not move, such as completion: a cell with a revision is unclear."""
    if not column.later:
        return column
    days, remarks = column.days.copy(), dict(column.remarks)
    for row in column.later:
        days[row] = np.datetime64("NaT")
        remarks[row] = DateReading("unclear", caution="several")
    return replace(column, days=days, later={}, remarks=remarks)


def resolve(column: DateColumn, published: date | None) -> DateColumn:
    """The same column with "Immediately" and "Within …" counted from publication, if known."""
    rows = [row for row, r in column.remarks.items() if r.outcome == "from_publication"]
    if published is None or not rows:
        return column
    days = column.days.copy()
    readings = [column.remarks[row] for row in rows]
    different = {id(reading): reading for reading in readings}
    found = {at: dates.from_publication(reading, published) for at, reading in different.items()}
    days[rows] = [found[id(reading)] for reading in readings]
    return replace(column, days=days)


def out_of_line(days: Days) -> list[int]:
    """Rows whose year is far from the middle of the column's."""
    rows = np.flatnonzero(~np.isnat(days))
    if len(rows) < 3:
        return []
    known = days[rows]
    first, last = (day.astype("datetime64[Y]").astype(int) for day in (known.min(), known.max()))
    if last - first <= YEARS_OUT_OF_LINE:
        return []
    years = known.astype("datetime64[Y]").astype(np.int64)
    far: list[int] = rows[np.abs(years - np.median(years)) > YEARS_OUT_OF_LINE].tolist()
    return far


@dataclass(frozen=True)
class Remark:
    """The words for one outcome of reading a date cell; ``{day}`` is filled in."""

    severity: Severity
    kind: FindingKind
    problem: str


_NOT_USED = "It is not used: type the date in the spreadsheet, or leave the cell blank"

CAUTIONS: dict[str, Remark] = {
    "month": Remark(
        "note", FindingKind.MONTH_PRECISION, "Only a month is given; read as its last day, {day}."
    ),
    "month_format": Remark(
        "warning",
        FindingKind.MONTH_PRECISION,
        "The cell shows only a month and a year, which a spreadsheet keeps as the first of the "
        "month; read as the month's last day, {day}. If a day is meant, give the cell a format "
        "that shows it.",
    ),
    "month_or_day": Remark(
        "warning",
        FindingKind.MONTH_PRECISION,
        "Read as a month and year, so its last day, {day}. If it is a day of a month, add the "
        "year.",
    ),
    "calendar_quarter": Remark(
        "warning",
        FindingKind.QUARTER_OF_WHICH_YEAR,
        "Read as a quarter of the calendar year, so {day}. If the financial year is meant, write "
        "it as Q4 2015/16.",
    ),
    "financial_quarter": Remark(
        "note",
        FindingKind.FINANCIAL_QUARTER,
        "Read as a quarter of the financial year (April to March), so {day}.",
    ),
    "financial_year_name": Remark(
        "warning",
        FindingKind.QUARTER_OF_WHICH_YEAR,
        "Read as the financial year that ends in that year (FY23 is 2022/23), so {day}. "
        "Write it as Q4 2022/23 to be sure.",
    ),
    "financial_year": Remark(
        "warning",
        FindingKind.YEAR_PRECISION,
        "Only a financial year is given; read as its end, {day}.",
    ),
    "year_end": Remark(
        "note", FindingKind.YEAR_PRECISION, "Only a year's end is given; read as {day}."
    ),
    "serial": Remark(
        "warning",
        FindingKind.DATE_WITHOUT_ITS_FORMAT,
        "A number where a date belongs; read as Excel's number for {day}. "
        "Give the cell a date format to be sure.",
    ),
    "beside": Remark(
        "warning",
        FindingKind.WORDS_BESIDE_A_DATE,
        "The date {day} was used; the other words in the cell were not understood. Check them.",
    ),
    "listed": Remark(
        "warning",
        FindingKind.SEVERAL_DATES_IN_A_CELL,
        "Several dates in one cell: the first, {day}, was taken as the original and the last "
        "as the revised date. Check that.",
    ),
    "mixed_mdy": Remark(
        "warning",
        FindingKind.MONTH_FIRST_DATE,
        "The column is written day first, but this can only be month first; read as {day}.",
    ),
    "mixed_either": Remark(
        "warning",
        FindingKind.DAY_FIRST_OR_MONTH_FIRST,
        "The column holds day-first and month-first dates. This one could be either; read day "
        "first, as {day}. Check it.",
    ),
}

_UNCLEAR_WORDS = {
    "placeholder": "This is the date that a spreadsheet shows for an empty date, not a real one.",
    "year": "The year is not one of ours: another calendar or a slip.",
    "impossible": "There is no such day.",
    "several": "The cell holds several dates and does not say which of them counts.",
    "words": "There is a date in the cell, but the words with it do not say that it is due then.",
    "": "This is not a date that the tracker understands.",
}

_TIMESCALES = {
    "original_due": "original timescale to be measured against",
    "revised_due": "revised timescale",
    "recommendation_due": "timescale of its recommendation's own",
}


def remark_of(
    reading: DateReading, field: str, *, published_known: bool, resolved: bool
) -> Remark | None:
    """What to say of a reading in a column of ``field``; ``None`` where nothing is assumed."""
    if reading.outcome == "date":
        if reading.day is None:
            return _only_revised(field)
        return CAUTIONS[reading.caution] if reading.caution else None
    if reading.outcome == "from_publication":
        return _relative(published_known, resolved)
    due = field in _TIMESCALES
    if reading.outcome == "not_applicable":
        severity: Severity = "error" if field == "original_due" else "note"
        return Remark(
            severity, FindingKind.NO_DATE_GIVEN, "No date is given here, so none is used."
        )
    if reading.outcome == "no_date":
        if not due:
            return Remark(
                "note", FindingKind.NO_DATE_GIVEN, "No date is given here, so none is used."
            )
        return Remark(
            "error",
            FindingKind.NO_DATE_GIVEN,
            f"This is not a date, so the action has no {_TIMESCALES[field]}. {_NOT_USED}.",
        )
    if reading.outcome == "done":
        return _done(due)
    return Remark(
        "error", FindingKind.DATE_NOT_UNDERSTOOD, f"{_UNCLEAR_WORDS[reading.caution]} {_NOT_USED}."
    )


def _only_revised(field: str) -> Remark | None:
    if field != "original_due":
        return None
    return Remark(
        "error",
        FindingKind.ORIGINAL_DATE_NOT_GIVEN,
        "The cell gives only the date that the timescale was revised to. It is used as the "
        "revised timescale; the original one is unknown: type it before the words.",
    )


def _relative(published_known: bool, resolved: bool) -> Remark | None:
    if not resolved:
        return Remark(
            "error",
            FindingKind.PUBLICATION_DATE_NEEDED,
            "This counts from the day the report was published, which is not known here, and the "
            "plan's other dates are too far from July 2015 to assume Building the Picture. "
            "Give the publication date.",
        )
    if published_known:
        return None
    return Remark(
        "warning",
        FindingKind.PUBLICATION_DATE_ASSUMED,
        "Counted from 2 July 2015, when Building the Picture was published, so {day}. The plan "
        "does not name its report: give the publication date if it is another's.",
    )


def _done(due: bool) -> Remark:
    if due:
        return Remark(
            "error",
            FindingKind.STATUS_IN_DATE_COLUMN,
            f"A status stands where a date belongs. {_NOT_USED}; the status column decides.",
        )
    return Remark(
        "warning",
        FindingKind.COMPLETED_WITHOUT_A_DATE,
        "Says that it is complete but not when: the completion date is unknown. Where the status "
        "is blank the action counts as complete.",
    )
