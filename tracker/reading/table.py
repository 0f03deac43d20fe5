"""A sheet to its table: where the header row is, what the columns are called, what stands above."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from tracker.reading import dates, headings
from tracker.reading.findings import PlanError
from tracker.reading.workbook import Cell, Sheet, as_text, is_day

SEARCHED_ROWS = 120
"""Rows in which a header row is looked for; titles and notes above a plan take tens."""

LEAST_SCORE = 2.0
"""Fields that a row must name to be a header row."""

_LONGEST_HEADING = 160
_TWO_ROW_GAIN = 0.6
"""How many more fields two rows read together must name than the better of them alone."""


@dataclass(frozen=True)
class Table:
    """A sheet's table: ``names[c]`` heads ``columns[c]``, whose first cell is ``first_row``.

    Rows are counted from 0 within the sheet's cells; :meth:`Sheet.address` gives addresses.
    ``score`` is how many fields the header names; ``as_at`` the date stated above the table.
    ``title`` is all the text above it.
    """

    sheet: Sheet
    names: list[str]
    columns: list[list[Cell]]
    header_row: int
    first_row: int
    score: float
    as_at: date | None
    title: str


def find_table(
    sheet: Sheet, header_row: int | None = None, said: frozenset[str] = frozenset()
) -> Table | None:
    """The table of a sheet, ``None`` where no row looks like a header.

    ``header_row`` (from 1, as the spreadsheet numbers it) is the user's word for it, ``said`` the
    headings (normalised) that the user named: they make a row a likely header. Raises
    :class:`PlanError` where that row is not there.
    """
    if not sheet.height:
        return None
    sheet = replace(sheet, columns=_fill_merged(sheet))
    if header_row is not None:
        row = header_row - 1 - sheet.start[0]
        if not 0 <= row < sheet.height or not any(_texts(sheet, row)):
            raise PlanError(f"There is nothing in row {header_row} of the sheet “{sheet.name}”.")
        names, top, score = _texts(sheet, row), row, headings.score(_texts(sheet, row))
    else:
        found = _find_header(sheet, said)
        if found is None:
            return None
        names, top, row, score = found
    return Table(
        sheet=sheet,
        names=_unique(names),
        columns=[column[row + 1 :] for column in sheet.columns],
        header_row=row,
        first_row=row + 1,
        score=score,
        as_at=_stated_date(sheet, top),
        title="\n".join(
            filter(None, (" ".join(filter(None, _texts(sheet, r))) for r in range(top)))
        ),
    )


def _texts(sheet: Sheet, row: int) -> list[str]:
    return [as_text(cell) for cell in sheet.row(row)]


def _find_header(sheet: Sheet, said: frozenset[str]) -> tuple[list[str], int, int, float] | None:
    """Headings, first header row, last header row and score of the likeliest header."""
    best: tuple[list[str], int, int, float] | None = None
    last = min(sheet.height, SEARCHED_ROWS)
    rows = [_heading_like(sheet.row(r)) for r in range(last)]
    scores = [headings.score(row, said) if row else 0.0 for row in rows]
    for r in range(last):
        row = rows[r]
        if row is None:
            continue
        if scores[r] >= LEAST_SCORE and (best is None or scores[r] > best[3]):
            best = (row, r, r, scores[r])
        below = rows[r + 1] if r + 1 < last else None
        if below is None or not _groups(sheet, r):
            continue
        joined = _joined(sheet, r, row, below)
        score = headings.score(joined, said)
        least = max(LEAST_SCORE, max(scores[r], scores[r + 1]) + _TWO_ROW_GAIN)
        if score >= least and (best is None or score > best[3]):
            best = (joined, r, r + 1, score)
    return best


def _heading_like(cells: Sequence[Cell]) -> list[str] | None:
    """The row's texts if it can be a header: words, few of them long, no dates or amounts."""
    texts = [as_text(cell) for cell in cells]
    filled = [i for i, text in enumerate(texts) if text]
    if len(filled) < 2:
        return None
    odd = sum(1 for i in filled if type(cells[i]) is not str or len(texts[i]) > _LONGEST_HEADING)
    return texts if odd <= len(filled) / 3 else None


def _groups(sheet: Sheet, row: int) -> bool:
    """Whether a row can head groups of columns: it has gaps, or cells merged across."""
    texts = _texts(sheet, row)
    first = next((i for i, text in enumerate(texts) if text), 0)
    last = max((i for i, text in enumerate(texts) if text), default=0)
    across = any(a[0] - sheet.start[0] == row and b[1] > a[1] for a, b in sheet.merged)
    below = _texts(sheet, row + 1)
    same = sum(1 for a, b in zip(texts, below, strict=True) if a and a == b)
    return across or same > 0 or any(not texts[i] for i in range(first, last + 1))


def _joined(sheet: Sheet, row: int, above: list[str], below: list[str]) -> list[str]:
    """A group heading above and a heading below, read as one: "Timescale" + "Revised"."""
    spread = list(above)
    for (r1, c1), (_, c2) in sheet.merged:
        if r1 - sheet.start[0] == row:
            for c in range(c1 - sheet.start[1], min(c2 - sheet.start[1] + 1, len(spread))):
                if c >= 0:
                    spread[c] = above[c1 - sheet.start[1]]
    if not any(r1 - sheet.start[0] == row and c2 > c1 for (r1, c1), (_, c2) in sheet.merged):
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
        unique.append(f"{name} ({count})" if name and count > 1 else name)
    return unique


def _fill_merged(sheet: Sheet) -> list[list[Cell]]:
    """The columns with a cell merged down giving its value to each row it covers.

    A cell merged across gives its value to its first column only: it is a banner or a title.
    """
    columns = list(sheet.columns)
    copied: set[int] = set()
    for (r1, c1), (r2, _) in sheet.merged:
        top, left, bottom = r1 - sheet.start[0], c1 - sheet.start[1], r2 - sheet.start[0]
        if bottom <= top or not (0 <= left < sheet.width and 0 <= top < sheet.height):
            continue
        if left not in copied:
            columns[left] = list(columns[left])
            copied.add(left)
        end = min(bottom + 1, sheet.height)
        columns[left][top:end] = [columns[left][top]] * (end - top)
    return columns


_AS_AT = re.compile(
    r"\b(?:(?:position|status|progress|update|updated|correct|plan|data|report(?:ed)?|version|"
    r"last updated|last update|snapshot)?\s*(?:as\s+(?:at|of|on)|at|to|on)|as\s+at|as\s+of|"
    r"updated?(?:\s+on)?|last\s+updated?|report\s+date|date\s+of\s+report|data\s+date|"
    r"status\s+date|position\s+date|position|dated?)\b\s*[:\-–]?\s*(.*)",
    re.IGNORECASE | re.DOTALL,
)
_SURE = re.compile(
    r"\bas\s+(?:at|of|on)\b|\bposition\b|\bstatus date\b|\bdata date\b", re.IGNORECASE
)


def _stated_date(sheet: Sheet, above: int) -> date | None:
    """The as-at date stated in the rows above the table, the surest wording first."""
    sure: list[date] = []
    likely: list[date] = []
    for r in range(above):
        cells = sheet.row(r)
        for c, cell in enumerate(cells):
            match = _AS_AT.search(as_text(cell)) if type(cell) is str and cell else None
            if match is None:
                continue
            said = match[1].strip(" :-")
            day = stated_in(said) if said else _neighbour(cells, c)
            if day:
                (sure if _SURE.search(as_text(cell)) else likely).append(day)
    return next(iter([*sure, *likely]), None)


def _neighbour(cells: Sequence[Cell], column: int) -> date | None:
    for cell in cells[column + 1 : column + 4]:
        if is_day(cell):
            return dates.read_day(int(cell)).day
        if as_text(cell):
            return stated_in(as_text(cell))
    return None


def stated_in(text: str) -> date | None:
    """The one date that a text states, ``None`` where it states none or several."""
    reading = dates.read_date(text)
    return reading.day if reading.outcome == "date" and not reading.later else None


def stated_above(sheet: Sheet) -> date | None:
    """The as-at date that a sheet without the plan's table states, as a cover does."""
    return _stated_date(sheet, min(sheet.height, SEARCHED_ROWS))
