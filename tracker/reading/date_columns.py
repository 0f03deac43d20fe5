"""A column of dates: the cells' readings together, and what must be said of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import numpy.typing as npt

from tracker.book import Cell, Column, Flags, YesNo
from tracker.reading import dates
from tracker.reading.choices import DateWords, MonthNumbers
from tracker.reading.date_forms import DateReading, Role, make, month_end, unclear
from tracker.reading.date_words import as_said

Days = npt.NDArray[np.datetime64]

_UNIX_EPOCH = date(1970, 1, 1).toordinal()
_DAYS_TO_1904 = 1462
YEARS_OUT_OF_LINE = 10
"""A year this far from the middle of its column is asked about: 1915 or 2091 among 2015s."""

YEARS_TOGETHER = 5
""""Nov 15" is a month of 2015 where the column's other years are no further from it."""


@dataclass(frozen=True)
class DateColumn:
    """One column read. ``days`` has one day a row (``NaT`` where none was read).

    ``later`` gives, by row, the dates that the cell says it was revised to; ``remarks`` the
    readings that must be spoken of, by row. ``order`` is that of :func:`column_order`, or
    as chosen; ``assumed`` where it is another column's, ``chosen`` where the user said it.
    ``month_numbers``: as what those behind a month were taken, where nothing settles it.
    """

    days: Days
    later: dict[int, tuple[date, ...]]
    remarks: dict[int, DateReading]
    order: str
    assumed: bool = False
    chosen: bool = False
    month_numbers: MonthNumbers | None = None

    @property
    def month_first(self) -> bool:
        """Whether all-digit dates were read month first."""
        return self.order == "mdy"


def read_date_column(
    cells: Column,
    day_first: bool | None = None,
    role: Role = "original_due",
    *,
    from_1904: bool = False,
    elsewhere: Callable[[], Sequence[DateReading]] = tuple,
    special: Mapping[int, DateReading] | None = None,
    month_numbers: MonthNumbers | None = None,
    date_words: DateWords = "none",
) -> DateColumn:
    """Read a column. ``day_first=None`` lets the column itself prove that it is month first.

    ``from_1904``: numbers that lost their date format count from 1904, not from 1900.
    ``elsewhere`` gives the dates of all the sheet's columns: which number they prove to come first,
    or of which years they are, settles what this one leaves open. ``special``: readings by row that
    rest on more than the cell's value, as of one that shows only month and year. ``date_words``:
    which date counts in cells of which not every word is understood.
    """
    proved = column_order(cell for cell in cells.different() if type(cell) is str)
    order = proved if day_first is None else "dmy" if day_first else "mdy"
    if order == "either":
        order = _proved_by(elsewhere()) or order

    def read(cell: Cell) -> DateReading:
        reading = as_said(_reading(cell, order != "mdy", role, from_1904), date_words, role)
        if isinstance(cell, date) and proved == "mdy":
            return _perhaps_swapped(reading, back=day_first is False)
        if order == "mixed" and reading.order in ("mdy", "either"):
            return replace(reading, cautions=(*reading.cautions, f"mixed_{reading.order}"))
        return reading

    readings, asked = _settle_months([*map(read, cells.different())], elsewhere, month_numbers)
    ordinals = cells.spread(map(_ordinal, readings), np.int64)
    moved = _those(cells, readings, [bool(reading.later) for reading in readings])
    later = {row: reading.later for row, reading in moved.items()}
    spoken_of = (
        reading.outcome not in ("date", "blank")
        or bool(reading.cautions)
        or (reading.day is None and bool(reading.later))
        for reading in readings
    )
    remarks = _those(cells, readings, spoken_of)
    for row, each in (special or {}).items():
        remarks[row] = reading = as_said(each, date_words, role)
        ordinals[row] = _ordinal(reading)
        later.pop(row, None)
        if reading.later:
            later[row] = reading.later
    days = (ordinals - _UNIX_EPOCH).astype("datetime64[D]")
    days[ordinals == 0] = np.datetime64("NaT")
    return DateColumn(
        days.astype("datetime64[s]"),
        later,
        remarks,
        order,
        assumed=day_first is None and order != proved,
        chosen=day_first is not None,
        month_numbers=asked,
    )


def _proved_by(readings: Iterable[DateReading]) -> str:
    """Which number of a date comes first, where dates prove the one and none the other."""
    proof = {reading.order for reading in readings} & {"mdy", "dmy"}
    return proof.pop() if len(proof) == 1 else ""


def column_order(texts: Iterable[str]) -> str:
    """Whether a column's all-digit dates are day first or month first, from the column itself.

    ``mdy`` only where a value can only be month first and none only day first; ``mixed`` where
    there are both; ``either`` where none settles it; ``""`` where there are no such dates.
    """
    orders = {dates.read_date(text).order for text in texts}
    if {"dmy", "mdy"} <= orders:
        return "mixed"
    return next((order for order in ("mdy", "dmy", "either") if order in orders), "")


def _reading(cell: Cell, day_first: bool, role: Role, from_1904: bool) -> DateReading:
    if isinstance(cell, date):
        return dates.read_day(cell)
    if isinstance(cell, str):
        year = cell.strip()
        if len(year) == 4 and year.isdecimal():
            return _year_end(int(year))
        return dates.read_date(cell, day_first, role)
    if isinstance(cell, YesNo):
        return dates.read_date(cell.value, day_first, role)
    if cell in _YEARS:
        return _year_end(int(cell))
    return dates.read_number(cell + _DAYS_TO_1904 if from_1904 else cell)


def _year_end(year: int) -> DateReading:
    """A cell that holds or shows only a year: the year's last day."""
    return make(year, 12, 31, "year", "year_alone")


_YEARS = range(1990, 2101)
"""Numbers in a column of dates that are taken as years."""


def _perhaps_swapped(reading: DateReading, *, back: bool) -> DateReading:
    """A real date among texts that are month first: perhaps typed so, and read day first."""
    day = reading.day
    if day is None or day.day > 12 or day.day == day.month:
        return reading
    if back:
        return make(day.year, day.day, day.month, caution="swapped_back")
    return replace(reading, cautions=("perhaps_swapped",))


def _settle_months(
    readings: list[DateReading],
    elsewhere: Callable[[], Sequence[DateReading]],
    said: MonthNumbers | None,
) -> tuple[list[DateReading], MonthNumbers | None]:
    """ "Nov 15" is a month of 2015 only where other dates' years bear that out.

    Those are the column's, else the table's; else the numbers themselves must be like years, and
    it is told as what they were taken, as that must be asked. A day without its year says that
    these are days too: in the column itself surely, in another so that it must be asked.
    """
    doubtful = [r.day for r in readings if r.day and "month_or_day" in r.cautions]
    if not doubtful:
        return readings, None
    asked: MonthNumbers | None = None
    if said:
        years = said == "years"
    elif _any_without_year(readings):
        years = False
    elif known := _sure_years(readings):
        years = _near(doubtful, float(np.median(known)))
    else:
        beside = elsewhere()
        known = _sure_years(beside)
        may_be = _near(doubtful, float(np.median(known))) if known else _like_years(doubtful)
        days_beside = _any_without_year(beside)
        years = may_be and not days_beside
        if not known or (may_be and days_beside):
            asked = "years" if years else "days"
    if not years:
        readings = [unclear("no_year") if "month_or_day" in r.cautions else r for r in readings]
    return readings, asked


def _any_without_year(readings: Iterable[DateReading]) -> bool:
    return any("no_year" in reading.cautions for reading in readings)


def _near(months: Sequence[date], year: float) -> bool:
    return max(abs(month.year - year) for month in months) <= YEARS_TOGETHER


def _like_years(months: Sequence[date]) -> bool:
    """Whether the numbers of several months can be years: near, and no more of them than months."""
    years = {month.year for month in months}
    alike = len(months) > 1 and (len(years) > 1 or years.isdisjoint(_LIKE_DAYS))
    few = len(years) <= len({month.month for month in months})
    return alike and few and _near(months, (min(years) + max(years)) / 2)


def _sure_years(readings: Iterable[DateReading]) -> list[int]:
    return [r.day.year for r in readings if r.day and "month_or_day" not in r.cautions]


_LIKE_DAYS = frozenset((2001, 2015, 2028, 2029, 2030, 2031))
"""Years whose last two digits are a month's first, middle or last day."""


def _ordinal(reading: DateReading) -> int:
    return reading.day.toordinal() if reading.day else 0


def _those(
    cells: Column, readings: Sequence[DateReading], wanted: Iterable[bool]
) -> dict[int, DateReading]:
    rows = np.flatnonzero(cells.spread(wanted, bool))
    return dict(zip(rows.tolist(), cells.spread(readings)[rows], strict=True)) if len(rows) else {}


def shown_as(cells: Column, months: Iterable[int], years: Iterable[int]) -> dict[int, DateReading]:
    """The readings of rows whose date shows only its month and year, or only its year.

    A spreadsheet keeps what was typed so as the first day; another day is the date's own.
    """
    found: dict[int, DateReading] = {}
    for row in months:
        cell = cells[row]
        if isinstance(cell, date) and cell.day == 1:
            found[row] = month_end(cell.year, cell.month, caution="month_format")
    for row in years:
        cell = cells[row]
        if isinstance(cell, date):
            first = (cell.month, cell.day) == (1, 1)
            hidden = replace(dates.read_day(cell), cautions=("hidden_day",))
            found[row] = _year_end(cell.year) if first else hidden
    return found


def only(column: DateColumn, rows: Flags) -> DateColumn:
    """The same column, blank in all but some rows."""
    return replace(
        column,
        days=np.where(rows, column.days, np.datetime64("NaT")),
        later={row: days for row, days in column.later.items() if rows[row]},
        remarks={row: reading for row, reading in column.remarks.items() if rows[row]},
    )


def resolve(column: DateColumn, published: date | None) -> DateColumn:
    """The same column with "Immediately" and "Within …" counted from publication, if known."""
    rows = [row for row, r in column.remarks.items() if r.outcome == "from_publication"]
    if published is None or not rows:
        return column
    readings = {id(column.remarks[row]): column.remarks[row] for row in rows}
    meant = {key: dates.from_publication(reading, published) for key, reading in readings.items()}
    days = column.days.copy()
    days[rows] = [meant[id(column.remarks[row])] for row in rows]
    return replace(column, days=days)


def out_of_line(days: Days) -> list[int]:
    """Rows whose year is far from the middle of the column's."""
    rows = np.flatnonzero(~np.isnat(days))
    if len(rows) < 3:
        return []
    years = days[rows].astype("datetime64[Y]").astype(np.int64)
    far: list[int] = rows[np.abs(years - np.median(years)) > YEARS_OUT_OF_LINE].tolist()
    return far
