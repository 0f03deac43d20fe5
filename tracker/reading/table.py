"""A sheet to its table: where the header row is, what the columns are called, what stands above."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from tracker.reading import dates, headings
from tracker.reading.cells import Cell, Codes, Column, as_text, is_day
from tracker.reading.findings import PlanError
from tracker.reading.workbook import Sheet

SEARCHED_ROWS = 120
"""Rows in which a header row is looked for; titles and notes above a plan take tens."""

LEAST_SCORE = 2.0
"""Fields that a row must name to be a header row."""

_LONGEST_HEADING = 160
_LEAST_HEADINGS = 3
_NEAR = 40
"""Characters behind "as at" in which its date stands."""
_SURE_SCORE = 4.0
"""Fields that a row must name to be a header row though most of it are dates, as in a Gantt."""

Spans = Sequence[tuple[int, int]]
"""The first and last columns of cells merged in a row."""

_Header = tuple[list[str], int, int, float]
"""Headings, first header row, last header row, score."""

_TWO_ROW_GAIN = 0.6
"""How many more fields two rows read together must name than the better of them alone."""


@dataclass(frozen=True)
class Table:
    """A sheet's table: ``names[c]`` heads ``columns[c]``, whose first cell is ``first_row``.

    Rows are counted from 0 within the sheet's cells; :meth:`Sheet.address` gives addresses.
    ``score`` is how many fields the header names; ``as_at`` the date stated above the table.
    ``title`` is all the text above it, ``sheet_title`` all above the sheet's first table.
    ``merged_down`` gives, by column, the rows of ``columns``
    that have their value only from a cell merged over them.
    """

    sheet: Sheet
    names: list[str]
    columns: list[Column]
    header_row: int
    first_row: int
    score: float
    as_at: date | None
    title: str
    sheet_title: str
    merged_down: dict[int, frozenset[int]]


def find_tables(
    sheet: Sheet, header_row: int | None = None, said: frozenset[str] = frozenset()
) -> list[Table]:
    """The tables of a sheet, one below the other; none where no row looks like a header.

    ``header_row`` (from 1, as the spreadsheet numbers it) is the user's word for it, ``said`` the
    headings (normalised) that the user named: they make a row a likely header. Raises
    :class:`PlanError` where that row is not there.
    """
    if not sheet.height:
        return []
    columns, merged = _fill_merged(sheet)
    sheet = replace(sheet, columns=columns)
    if header_row is not None:
        row = header_row - 1 - sheet.start[0]
        if not 0 <= row < sheet.height or not any(_texts(sheet, row)):
            raise PlanError(f"There is nothing in row {header_row} of the sheet “{sheet.name}”.")
        texts = _texts(sheet, row)
        headers = [(texts, row, row, headings.score(texts, said))]
    else:
        found = _find_header(sheet, said)
        if found is None:
            return []
        headers = [found, *_further_headers(sheet, found)]
    top = headers[0][1]
    as_at = _stated_date(sheet, top)
    title = "\n".join(filter(None, (" ".join(filter(None, _texts(sheet, r))) for r in range(top))))
    ends = [header[1] for header in headers[1:]] + [sheet.height]
    return [
        Table(
            sheet=sheet,
            names=_unique(names),
            columns=[column[row + 1 : end] for column in sheet.columns],
            header_row=row,
            first_row=row + 1,
            score=score,
            as_at=as_at,
            title=title if number == 0 else _title_above(sheet, first),
            sheet_title=title,
            merged_down={
                column: frozenset(r - row - 1 for r in rows if row < r < end)
                for column, rows in merged.items()
            },
        )
        for number, ((names, first, row, score), end) in enumerate(zip(headers, ends, strict=True))
    ]


def _title_above(sheet: Sheet, header: int) -> str:
    """The words right above a further table: rows with one cell, up to a gap."""
    titles: list[str] = []
    for row in range(header - 1, max(header - 4, -1), -1):
        texts = [text for text in _texts(sheet, row) if text]
        if len(texts) != 1:
            break
        titles.insert(0, texts[0])
    return "\n".join(titles)


def find_table(
    sheet: Sheet, header_row: int | None = None, said: frozenset[str] = frozenset()
) -> Table | None:
    """The first of :func:`find_tables`, ``None`` where there is none."""
    return next(iter(find_tables(sheet, header_row, said)), None)


def _texts(sheet: Sheet, row: int) -> list[str]:
    return sheet.texts(row, row + 1)[0]


def _find_header(sheet: Sheet, said: frozenset[str]) -> _Header | None:
    """Headings, first header row, last header row and score of the likeliest header."""
    best: _Header | None = None
    last = min(sheet.height, SEARCHED_ROWS)
    cells = zip(*(column[:last] for column in sheet.columns), strict=True)
    rows = list(map(_heading_like, cells, sheet.texts(0, last)))
    scores = [headings.score(row, said) if row else 0.0 for row in rows]
    merged: dict[int, list[tuple[int, int]]] = {}
    for (r1, c1), (_, c2) in sheet.merged:
        span = (c1 - sheet.start[1], c2 - sheet.start[1])
        merged.setdefault(r1 - sheet.start[0], []).append(span)
    for r in range(last):
        row = rows[r]
        if row is None:
            continue
        if scores[r] >= LEAST_SCORE and (best is None or scores[r] > best[3]):
            best = (row, r, r, scores[r])
        below = rows[r + 1] if r + 1 < last else None
        if below is None or not _groups(row, below, merged.get(r, ())):
            continue
        joined = _joined(row, below, merged.get(r, ()))
        score = headings.score(joined, said)
        least = max(LEAST_SCORE, max(scores[r], scores[r + 1]) + _TWO_ROW_GAIN)
        if score >= least and (best is None or score > best[3]):
            best = (joined, r, r + 1, score)
    return best


def _further_headers(sheet: Sheet, first: _Header) -> list[_Header]:
    """Header rows of other tables below the first: with other headings, behind a gap or banner."""
    count = np.sum([column.not_empty for column in sheet.columns], axis=0)
    own = {headings.normal(name) for name in first[0] if name}
    start = first[2] + 2
    likely = (
        np.flatnonzero((count[start:] >= _LEAST_HEADINGS) & (count[start - 1 : -1] <= 1)) + start
    )
    found: list[_Header] = []
    for row in likely.tolist():
        texts = _heading_like(sheet.row(row), _texts(sheet, row))
        if texts is None or [t for t in texts if t] == [n for n in first[0] if n]:
            continue
        score = headings.score(texts)
        known = sum(headings.normal(text) in own for text in texts if text)
        if score >= _LEAST_HEADINGS and (known >= 2 or score >= first[3] * 0.6):
            found.append((texts, row, row, score))
    return found


def _heading_like(cells: Sequence[Cell], texts: list[str]) -> list[str] | None:
    """The row's texts if it can be a header: words, few of them long, no dates or amounts."""
    filled = [i for i, text in enumerate(texts) if text]
    if len(filled) < 2:
        return None
    odd = {i for i in filled if type(cells[i]) is not str or len(texts[i]) > _LONGEST_HEADING}
    if len(odd) <= len(filled) / 3:
        return texts
    worded = [texts[i] for i in filled if i not in odd]
    return texts if len(worded) >= 2 and headings.score(worded) >= _SURE_SCORE else None


def _groups(texts: list[str], below: list[str], merged: Spans) -> bool:
    """Whether a row can head groups of columns: it has gaps, or cells merged across."""
    first = next((i for i, text in enumerate(texts) if text), 0)
    last = max((i for i, text in enumerate(texts) if text), default=0)
    across = any(end > start for start, end in merged)
    same = any(a and a == b for a, b in zip(texts, below, strict=True))
    return across or same or not all(texts[first : last + 1])


def _joined(above: list[str], below: list[str], merged: Spans) -> list[str]:
    """A group heading above and a heading below, read as one: "Timescale" + "Revised"."""
    spread = list(above)
    for start, end in merged:
        for c in range(max(start, 0), min(end + 1, len(spread))):
            spread[c] = above[start]
    if not any(end > start for start, end in merged):
        for c in range(1, len(spread)):
            if not spread[c] and below[c]:
                spread[c] = spread[c - 1]
    joined = []
    for group, name in zip(spread, below, strict=True):
        joined.append(group if group == name or not name else f"{group} {name}".strip())
    return joined


def _unique(names: list[str]) -> list[str]:
    """Headings without line breaks, a second one of a name numbered; blank stays blank."""
    seen: dict[str, int] = {}
    unique = []
    for name in names:
        name = " ".join(name.split())
        count = seen[name.casefold()] = seen.get(name.casefold(), 0) + 1
        unique.append(headings.repeated(name, count) if name and count > 1 else name)
    return unique


def _fill_merged(sheet: Sheet) -> tuple[list[Column], dict[int, set[int]]]:
    """The columns with a cell merged down giving its value to each row it covers.

    Also, by column, the rows filled so. A cell merged across gives its value to its first column
    only: it is a banner or a title.
    """
    codes: dict[int, Codes] = {}
    filled: dict[int, set[int]] = {}
    for (r1, c1), (r2, _) in sheet.merged:
        top, left, bottom = r1 - sheet.start[0], c1 - sheet.start[1], r2 - sheet.start[0]
        if bottom <= top or not (0 <= left < sheet.width and 0 <= top < sheet.height):
            continue
        if left not in filled:
            codes[left] = sheet.columns[left].codes.copy()
            filled[left] = set()
        end = min(bottom + 1, sheet.height)
        codes[left][top:end] = codes[left][top]
        filled[left].update(range(top + 1, end))
    columns = [
        column.with_codes(codes[c]) if c in codes else column
        for c, column in enumerate(sheet.columns)
    ]
    return columns, filled


_SURE = re.compile(
    r"\bas\s+(?:at|of|on)\b|\b(?:position|progress|status|update)\s+(?:at|on|to)\b|"
    r"\b(?:log|tracker|plan|register)\s+at\b|"
    r"\b(?:position|status|data|as-at)\s+date\b",
    re.IGNORECASE,
)
_LIKELY = re.compile(
    r"\b(?:last\s+)?updated?(?:\s+on)?\b|\breport\s+date\b|\bdate\s+of\s+(?:report|update)\b|"
    r"\bposition\b",
    re.IGNORECASE,
)
_ANOTHER = re.compile(r"\b(?:previous|prior|earlier|next|last(?!\s+updated?))\b", re.IGNORECASE)


def _stated_date(sheet: Sheet, above: int, *, surely: bool = False) -> date | None:
    """The as-at date stated in the rows above the table: the latest of the surest wording."""
    for wording in (_SURE,) if surely else (_SURE, _LIKELY):
        days = []
        for r in range(above):
            cells = sheet.row(r)
            for c, cell in enumerate(cells):
                match = wording.search(cell) if type(cell) is str and cell else None
                if match is None or _ANOTHER.search(match.string[: match.end()]):
                    continue
                said = match.string[match.end() :].strip(" :-–\xa0")
                days.append(stated_in(said[:_NEAR]) if said else _neighbour(cells, c))
        known = [day for day in days if day]
        if known:
            return max(known)
    return None


def _neighbour(cells: Sequence[Cell], column: int) -> date | None:
    for cell in cells[column + 1 : column + 4]:
        if is_day(cell):
            return dates.read_day(int(cell)).day
        if as_text(cell):
            return stated_in(as_text(cell))
    return None


def stated_in(text: str) -> date | None:
    """The date that a text states, the first of several; ``None`` where it states none."""
    return dates.first_date(text)


def stated_above(sheet: Sheet) -> date | None:
    """The as-at date that a sheet without the plan's table states, as a cover does."""
    return _stated_date(sheet, min(sheet.height, SEARCHED_ROWS), surely=True)
