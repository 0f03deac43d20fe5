"""A form for each action, or a table on its side, as a sheet with a row for each action."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, NamedTuple

import numpy as np

from tracker.book import CellRows, Column, Flags, Sheet, column_of
from tracker.reading import headings
from tracker.reading.header import Header, is_value
from tracker.reading.heading_words import date_kind

_LEAST, _MORE_THAN_A_ROW, _FIRST, _BESIDE = 4.0, 2.0, 3.0, 2.0
"""Fields that cells below one another must name to be headings, how many more than any row does,
and how many of them the column with the most and each further one must name."""

_LONGEST, _SEEN, _COLUMNS_SEEN = 60, 60, 12
_MOST_CELLS = 50_000
_LEAST_FILLED = 2
_MOSTLY = 0.7
"""Share of a column's different texts that must be headings for it to be one of headings."""

_WHAT = {"action", "reference", "recommendation"}


class _Place(NamedTuple):
    row: int
    column: int


class _Pair(NamedTuple):
    """Where a heading stands, and the cell that it is of."""

    heading: _Place
    cell: _Place


_Record = dict[tuple[str, int], _Pair]
"""An action's cells by their headings and how often each stood there before."""


@dataclass(frozen=True)
class TurnedSheet(Sheet):
    """A sheet whose cells stand elsewhere in the file: ``places`` has the address of each.

    ``headed`` is the row of the headings.
    """

    places: Mapping[tuple[int, int], str] = field(default_factory=dict)
    headed: int = 0

    def letters(self, column: int) -> str:
        """The address of a column's heading, as the file has no such column."""
        return self.places[self.headed, column]

    def address(self, row: int, column: int) -> str:
        """``B14``, where the cell stands in the file; that of its heading where it has none."""
        return self.places.get((row, column)) or self.letters(column)


def upright(sheet: Sheet, header: Header | None) -> TurnedSheet | None:
    """The sheet with a row for each action, where its headings stand below one another.

    ``header`` is the likeliest row of headings. ``None`` where that has them, or no date stands
    beside a heading of one.
    """
    best = header.score if header else 0.0
    named = [bool(text) and _is_heading(text) for text in header.names] if header else []
    in_a_row = max((sum(some) for whether, some in groupby(named) if whether), default=0)
    if best >= _LEAST or in_a_row >= _FIRST or sheet.height * sheet.width > _MOST_CELLS:
        return None
    alone = np.sum([column.filled for column in sheet.columns], axis=0) == 1
    scores = [_score(column, alone) for column in sheet.columns[:_COLUMNS_SEEN]]
    labels: list[int] = []
    for c in sorted(
        range(len(scores) - (len(scores) == sheet.width)), key=scores.__getitem__, reverse=True
    ):
        if scores[c] >= _BESIDE and all(abs(c - other) > 1 for other in labels):
            labels.append(c)
    labels.sort()
    least = max(_LEAST, best + _MORE_THAN_A_ROW)
    first = _FIRST
    if len(labels) > 1 and _have_values(sheet, labels):
        least, first = _LEAST, _BESIDE  # no row of headings, but of headings and their values
    if max(scores, default=0.0) < first or sum(scores[c] for c in labels) < least:
        return None
    records = list(_records(sheet, labels))
    told = [(heading, pair.cell) for record in records for (heading, _), pair in record.items()]
    dated = any(
        sheet.columns[c].filled[row] and is_value(sheet.columns[c][row], _text(sheet, row, c))
        for heading, (row, c) in told
        if date_kind(heading) not in ("", "other")
    )
    worded = any(
        any(map(str.isalpha, _text(sheet, row, c)))
        for heading, (row, c) in told
        if _WHAT & set(headings.surely(heading))
    )
    return _turned(sheet, records) if dated and worded else None


def _have_values(sheet: Sheet, labels: Sequence[int]) -> bool:
    """Whether a date or the like stands beside one of the headings."""
    return any(
        _text(sheet, row, c + 1) and is_value(sheet.columns[c + 1][row], _text(sheet, row, c + 1))
        for c in labels
        for row in range(min(sheet.height, _SEEN))
    )


def _is_heading(text: str) -> bool:
    """Whether a text is a heading word for word, or with a number: "Recommendation 3"."""
    text = re.sub(r" \d{1,3}$", "", text)
    if date_kind(text) not in ("", "other"):
        return True
    return any(match.how == "exact" for match in headings.matches(text))  # no "Complete"


def _score(column: Column, alone: Flags) -> float:
    """How many of the first cells are headings word for word; 0 where most are not.

    A column in which most say what stands above them holds statuses. What stands ``alone`` in its
    row may be a title.
    """
    below = list(filter(None, column[:_SEEN].texts.tolist()))
    if sum(map(str.__eq__, below, below[1:])) > len(below) / 2:
        return 0
    texts, titles = (
        {text.rstrip(": ") for text in cells.texts.tolist() if text}
        for cells in (column[:_SEEN], column[np.flatnonzero(alone[:_SEEN])])
    )
    named = {text for text in texts if len(text) <= _LONGEST and _is_heading(text)}
    return len(named) if len(named) >= _MOSTLY * len(named | (texts - titles)) else 0


def _text(sheet: Sheet, row: int, column: int) -> str:
    return sheet.columns[column].texts[row] or ""


def _records(sheet: Sheet, labels: Sequence[int]) -> Iterator[_Record]:
    """Each action's cells: from one column of headings those of each column, else one of each."""
    values = range(labels[0] + 1, sheet.width) if len(labels) == 1 else [None]
    for value in values:
        record: _Record = {}
        pairs = list(_pairs(sheet, labels, value))
        times = Counter(heading for heading, _ in pairs)
        # The first of those that stand in each form; what is said once above them is a title.
        forms = (n for name, n in times.items() if _WHAT & set(headings.surely(name)))
        often = max(forms, default=0) / 2
        begins = next((at for at, (name, _) in enumerate(pairs) if times[name] >= often), 0)
        stood = Counter[str]()
        for heading, pair in pairs[begins:]:
            if heading == pairs[begins][0]:
                yield from _told(sheet, record)
                record, stood = {}, Counter()
            record[heading, stood[heading]] = pair
            stood[heading] += 1
        yield from _told(sheet, record)


def _told(sheet: Sheet, record: _Record) -> Iterator[_Record]:
    cells = [pair.cell for pair in record.values()]
    if sum(bool(sheet.columns[c].filled[row]) for row, c in cells) >= _LEAST_FILLED:
        yield record


def _pairs(sheet: Sheet, labels: Sequence[int], value: int | None) -> Iterator[tuple[str, _Pair]]:
    """Each heading, row by row, and its cell: of this column, or else the next filled one."""
    begun = False
    for row in range(sheet.height):
        for c, end in zip(labels, [*labels[1:], sheet.width], strict=True):
            heading = _text(sheet, row, c).rstrip(": ")
            beside = range(c + 1, end) if value is None else [value]
            filled = [each for each in beside if sheet.columns[each].filled[row]]
            begun = begun or bool(filled and headings.score([heading]))
            if begun and heading and len(heading) <= _LONGEST:
                yield heading, _Pair(_Place(row, c), _Place(row, (filled or beside)[0]))


_CELLS = ("percent_cells", "typed_percent_cells", "month_cells", "year_cells", "struck_cells")


def _turned(sheet: Sheet, records: Sequence[_Record]) -> TurnedSheet:
    """The titles above the headings, a row of headings, and a row for each record."""
    names = {key: pair for record in reversed(records) for key, pair in record.items()}
    order = list(dict.fromkeys(key for record in records for key in record))
    first = min(pair.heading.row for pair in names.values())
    titles = [
        _Place(row, c)
        for row in range(first)
        for c, column in enumerate(sheet.columns)
        if column.filled[row]
    ]
    rows: list[list[_Place | None]] = [
        *([title, *[None] * (len(order) - 1)] for title in titles),
        [names[key].heading for key in order],
        *([record[key].cell if key in record else None for key in order] for record in records),
    ]
    columns = [
        column_of([sheet.columns[at.column][at.row] if at else "" for at in column])
        for column in zip(*rows, strict=True)
    ]
    now = {
        (at.row + sheet.start[0], at.column + sheet.start[1]): (r, c)
        for r, row in enumerate(rows)
        for c, at in enumerate(row)
        if at
    }

    def moved(cells: CellRows) -> CellRows:
        found: dict[int, list[int]] = {}
        for column, its in cells.items():
            for row in its:
                if at := now.get((int(row), column)):
                    found.setdefault(at[1], []).append(at[0])
        return {column: np.array(sorted(its), np.int32) for column, its in found.items()}

    told: dict[str, Any] = {name: moved(getattr(sheet, name)) for name in _CELLS}
    for name in ("uncalculated", "formulas", "changed"):
        told[name] = [now[cell] for cell in getattr(sheet, name) if cell in now]
    return TurnedSheet(
        name=sheet.name,
        columns=columns,
        visible=sheet.visible,
        from_1904=sheet.from_1904,
        errors=[(*now[r, c], text) for r, c, text in sheet.errors if (r, c) in now],
        struck_parts={now[at]: parts for at, parts in sheet.struck_parts.items() if at in now},
        fills={colour: moved(cells) for colour, cells in sheet.fills.items()},
        far=sheet.far,
        places={
            (r, c): sheet.address(at.row, at.column)
            for r, row in enumerate(rows)
            for c, at in enumerate(row)
            if at
        },
        headed=len(titles),
        **told,
    )
