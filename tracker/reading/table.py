"""A sheet to its tables: their columns and cells, and what stands above and beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from tracker.book import Codes, Column, PlanError, Sheet, as_text, blank_column
from tracker.reading import headings
from tracker.reading.banners import stated_date
from tracker.reading.blocks import Columns, blocks
from tracker.reading.findings import Finding, sayings
from tracker.reading.header import (
    HINTS_SEEN,
    LEAST_HEADINGS,
    Header,
    find_header,
    further_headers,
    hint_rows,
    is_value,
)
from tracker.reading.on_side import TurnedSheet, upright
from tracker.words import count, have

_SAME_SHAPE = 0.6
"""Share of the headed columns that a row above the headings must fill to look like an action."""

_MOST_OF_TITLE = 3
"""Rows above the headings of a further table that may be its title."""


@dataclass(frozen=True)
class Table:
    """A sheet's table: ``names[c]`` heads ``columns[c]``, whose first cell is ``first_row``.

    Rows are counted from 0 within the sheet's cells; :meth:`Sheet.address` gives addresses.
    ``score`` is how many fields the header names; ``as_at`` the date stated above the table.
    ``title`` is all the text above it, ``sheet_title`` all above the sheet's first table.
    ``merged_down`` gives, by column, the rows of ``columns`` that have their value only from a
    cell merged over them. ``beside``: it stands beside the sheet's own table. ``keys``: by row
    the words of keys beside it. ``findings``: what stands around it and is not read.
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
    beside: bool = False
    keys: Mapping[int, list[str]] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    @property
    def own_title(self) -> str:
        """The words right above a further table; none above the sheet's first."""
        return "" if self.title == self.sheet_title else self.title

    @property
    def is_turned(self) -> bool:
        """Whether its headings stand below one another in the file."""
        return isinstance(self.sheet, TurnedSheet)

    @property
    def height(self) -> int:
        """How many rows there are below the headings."""
        return len(self.columns[0])

    @property
    def wide_rows(self) -> set[int]:
        """Rows of the columns with a cell merged across half of them or more."""
        width = max(2, sum(map(bool, self.names)) / 2)
        wide = {r1 for (r1, c1), (r2, c2) in self.sheet.merged if r1 == r2 and c2 - c1 + 1 >= width}
        return {row - self.sheet.start[0] - self.first_row for row in wide}


def find_tables(
    sheet: Sheet, header_row: int | None = None, said: frozenset[str] = frozenset()
) -> list[Table]:
    """The tables of a sheet, below and beside one another; none where no row is like a header.

    ``header_row`` (from 1, as the spreadsheet numbers it) is the user's word for it, ``said`` the
    headings (normalised) that the user named: they make a row a likely header. Raises
    :class:`PlanError` where that row is not there.
    """
    if not sheet.height:
        return []
    filled, merged = filled_down(sheet)
    if header_row is not None:
        row = header_row - 1 - sheet.start[0]
        if not 0 <= row < sheet.height or not any(_texts(sheet, row)):
            raise PlanError(f"There is nothing in row {header_row} of the sheet “{sheet.name}”.")
        texts = _texts(filled, row)
        headers = [Header(texts, row, row, headings.score(texts, said))]
    else:
        found = find_header(filled, sheet, said)
        turned = upright(sheet, found)
        if turned:
            return find_tables(turned, turned.headed + 1, said)
        if found is None:
            return []
        above = _header_above(filled, sheet, found, said)
        headers = [*above, found, *further_headers(filled, found)]
    ends = [_titles_from(filled, header.first) for header in headers[1:]] + [sheet.height]
    return [
        replace(
            table,
            merged_down={
                column: frozenset(r - table.first_row for r in rows if table.first_row <= r < end)
                for column, rows in merged.items()
            },
        )
        for header, end in zip(headers, ends, strict=True)
        for table in _side_by_side(filled, header, end, headers[0].first)
    ]


def _header_above(sheet: Sheet, raw: Sheet, found: Header, said: frozenset[str]) -> list[Header]:
    """The headings of a table above the likeliest: nearly as many, or rows like its actions."""
    upper, own = (
        replace(each, columns=[column[: found.first] for column in each.columns])
        for each in (sheet, raw)
    )
    above = find_header(upper, own, said) if found.first > 1 else None
    named = {field for name in above.names for field in headings.surely(name)} if above else set()
    if above is None or above.score < LEAST_HEADINGS or not named & {"reference", "action"}:
        return []  # as a history of the document
    rows = upper.texts(above.last + 1, found.first)
    rows_below = any(sum(map(bool, texts)) >= LEAST_HEADINGS for texts in rows)
    nearly = rows_below and above.score >= _SAME_SHAPE * found.score
    return [above] if nearly or _alike_above(sheet, found) else []


def find_table(
    sheet: Sheet, header_row: int | None = None, said: frozenset[str] = frozenset()
) -> Table | None:
    """The first of :func:`find_tables`, ``None`` where there is none."""
    return next(iter(find_tables(sheet, header_row, said)), None)


def _side_by_side(sheet: Sheet, header: Header, end: int, top: int) -> Iterator[Table]:
    """The table under some headings, then those beside it that are tables of their own."""
    own, others, keys = blocks(sheet, header, end)
    findings = [_around(sheet, "KEY_BESIDE_THE_TABLE", rows, columns) for columns, rows in keys]
    if header.first == top:
        findings += _rows_above(sheet, header)
    if isinstance(sheet, TurnedSheet):
        findings.append(_SAID["HEADINGS_DOWN_THE_SHEET"].of(sheet.name))
    table = _table(sheet, header, own, end, top, findings)
    yield replace(table, keys=_of_keys(sheet, keys))
    for block, of_block in others:
        yield replace(_table(sheet, of_block, block, end, top, []), beside=True)


def _of_keys(sheet: Sheet, keys: Sequence[tuple[Columns, list[int]]]) -> dict[int, list[str]]:
    """The words of keys beside a table, by row, each in its place."""
    words: dict[int, list[str]] = {}
    for columns, rows in keys:
        for row in rows:
            line = words.setdefault(row, [""] * sheet.width)
            for column in columns:
                line[column] = as_text(sheet.columns[column][row])
    return words


def _table(
    sheet: Sheet, header: Header, block: Columns, end: int, top: int, findings: list[Finding]
) -> Table:
    """The table of some of a sheet's columns, the others blank and without a heading."""
    names = [name if c in block else "" for c, name in enumerate(header.names)]
    if len(block) < sheet.width:
        blank = blank_column(sheet.height)
        kept = [column if c in block else blank for c, column in enumerate(sheet.columns)]
        sheet = replace(sheet, columns=kept)
    start = header.last + 1
    hints = hint_rows(names, sheet.texts(start, min(start + HINTS_SEEN, end)))
    if hints:
        rows = range(start, start + hints)
        findings = [*findings, _around(sheet, "HEADINGS_EXPLAINED", rows, range(sheet.width))]
    lines = [" ".join(filter(None, texts)) for texts in sheet.texts(0, top)]
    title = "\n".join(filter(None, lines))
    return Table(
        sheet=sheet,
        names=_unique(names),
        columns=[column[start + hints : end] for column in sheet.columns],
        header_row=header.last,
        first_row=start + hints,
        score=header.score,
        as_at=stated_date(sheet, top),
        title=title if header.first == top else _title_above(sheet, header.first),
        sheet_title=title,
        merged_down={},
        findings=tuple(findings),
    )


def _title_above(sheet: Sheet, header: int) -> str:
    """The words right above a further table: rows with one cell, up to a gap."""
    return "\n".join("".join(_texts(sheet, row)) for row in _rows_of_title(sheet, header))


def _rows_of_title(sheet: Sheet, header: int) -> range:
    first = header
    while first > max(header - _MOST_OF_TITLE, 0) and sum(map(bool, _texts(sheet, first - 1))) == 1:
        first -= 1
    return range(first, header)


def _titles_from(sheet: Sheet, header: int) -> int:
    """Where a further table begins: with the title above its headings, if that is behind a gap."""
    first = _rows_of_title(sheet, header).start
    return first if not any(_texts(sheet, first - 1)) else header


def _texts(sheet: Sheet, row: int) -> list[str]:
    return sheet.texts(row, row + 1)[0]


_SAID = sayings("table")


def _around(
    sheet: Sheet, code: str, rows: Sequence[int], columns: Iterable[int], **more: str
) -> Finding:
    """What stands around a table and is not read as part of it."""
    filled = sorted(c for c in columns if any(sheet.columns[c].filled[row] for row in rows))
    texts = (sheet.columns[c].texts[row] for row in rows for c in filled)
    cells = area(sheet, rows[0], filled[0], rows[-1], filled[-1])
    return _SAID[code].of(sheet.name, [cells], "", next(filter(None, texts)), **more)


def _alike_above(sheet: Sheet, header: Header) -> list[int]:
    """The rows above headings that are filled as the actions below them are."""
    headed = [c for c, name in enumerate(header.names) if name and not is_value(name, name)]
    least = max(3, _SAME_SHAPE * len(headed))

    below = [
        shape_of(sheet.columns, headed, row)
        for row in range(header.last + 1, min(header.last + 4, sheet.height))
    ]
    return [
        row
        for row in range(header.first)
        if len(own := shape_of(sheet.columns, headed, row)) >= least and any(own.values())
        if any(len(own.items() & other.items()) >= least for other in below)
    ]


def shape_of(columns: Sequence[Column], headed: Sequence[int], row: int) -> dict[int, bool]:
    """By the headed columns that a row fills, whether a value stands there, or words."""
    cells = {c: columns[c][row] for c in headed if columns[c].filled[row]}
    return {c: is_value(cell, as_text(cell)) for c, cell in cells.items()}


def _rows_above(sheet: Sheet, header: Header) -> Iterator[Finding]:
    if alike := _alike_above(sheet, header):
        headed = [c for c, name in enumerate(header.names) if name and not is_value(name, name)]
        words = {"number": count("row", len(alike)), "have": have(len(alike))}
        yield _around(sheet, "ROWS_ABOVE_THE_HEADINGS", alike, headed, **words)


def _unique(names: list[str]) -> list[str]:
    """Headings without line breaks, a further one of a name numbered; blank stays blank."""
    names = [" ".join(name.split()) for name in names]
    taken: set[str] = {name.casefold() for name in names}
    seen: set[str] = set()
    unique = []
    for name in names:
        count, heading = 1, name
        while heading and heading.casefold() in (seen if count == 1 else taken):
            count += 1
            heading = headings.repeated(name, count)
        seen.add(heading.casefold())
        taken.add(heading.casefold())
        unique.append(heading)
    return unique


def area(sheet: Sheet, top: int, left: int, bottom: int, right: int) -> str:
    """Cells of a sheet in words: ``F12 to F20``, or one address."""
    ends = dict.fromkeys((sheet.address(top, left), sheet.address(bottom, right)))
    return " to ".join(ends)


def filled_down(sheet: Sheet) -> tuple[Sheet, dict[int, set[int]]]:
    """The sheet with a cell merged down giving its value to each row it covers.

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
    return replace(sheet, columns=columns), filled
