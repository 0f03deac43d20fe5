"""What a person needs to see of a file to say how it is to be read: rows, columns, status words."""

from __future__ import annotations

import string
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from tracker.book import Book, PlanError, Sheet, as_text
from tracker.reading import headings, statuses
from tracker.reading.choices import Choices
from tracker.reading.columns import assign
from tracker.reading.contents import Contents
from tracker.reading.plan import Plan
from tracker.reading.statuses import normal
from tracker.reading.table import Table, find_table

ROWS = 12
"""Rows shown of a sheet whose header row is known: the headings and what stands around them."""

ROWS_TO_SEARCH = 40
"""Rows shown where a person must find the header row: titles and notes above it take tens."""

ROWS_ABOVE = 5
"""Rows shown above a header row that lies deep in its sheet."""

EXAMPLES = 3
"""Different values shown of a column."""


@dataclass(frozen=True)
class PreviewColumn:
    """One column of a table: ``heading`` is what a mapping calls it, ``letter`` the sheet's."""

    heading: str
    letter: str
    examples: tuple[str, ...]


@dataclass(frozen=True)
class Preview:
    """The first rows of one sheet of a file, and its columns where a header row is known.

    ``sheets`` are those of the file that hold anything. ``rows`` are row numbers (from 1) with
    their cells as text, under ``letters``. ``header_row`` is the (last) header row, ``None``
    where none was found. ``revised`` are the headings of all columns of later dates: each gives
    what the one before it was moved to.
    """

    sheets: tuple[str, ...]
    sheet: str
    last_row: int
    letters: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    header_row: int | None = None
    columns: tuple[PreviewColumn, ...] = ()
    revised: tuple[str, ...] = ()


def preview(
    book: Book,
    *,
    sheet: str = "",
    header_row: int | None = None,
    columns: Mapping[str, str] | None = None,
) -> Preview:
    """Look at a file without reading a plan from it.

    ``sheet`` is the one to show (the likeliest where it is empty or not there), ``header_row``
    and ``columns`` the user's choices as in ``read_plan``. Raises :class:`PlanError` where the
    file holds nothing.
    """
    filled = [each for each in book.sheets if each.height]
    if not filled:
        raise PlanError("There is nothing in this file.")
    said = frozenset(headings.normal(heading) for heading in (columns or {}).values() if heading)
    tables = {each.name: find_table(each, None, said) for each in filled}
    shown = next((each for each in filled if each.name == sheet), None)
    scores = {name: table.score if table else 0.0 for name, table in tables.items()}
    shown = shown or max(filled, key=lambda each: scores[each.name])
    table = tables[shown.name]
    if header_row is not None:
        with suppress(PlanError):  # that row may not be in the sheet
            table = None
            table = find_table(shown, header_row)
    if table and table.is_turned:
        shown = table.sheet
    names = tuple(each.name for each in filled)
    last = shown.start[0] + shown.height
    letters = tuple(map(shown.letters, range(shown.width)))
    if table is None:
        return Preview(names, shown.name, last, letters, _rows(shown, 0, ROWS_TO_SEARCH))
    return Preview(
        names,
        shown.name,
        last,
        letters,
        _rows(shown, max(0, table.header_row - ROWS_ABOVE), ROWS),
        table.header_row + shown.start[0] + 1,
        _columns(table),
        () if (columns or {}).get("revised_due") is not None else _revised(table),
    )


def text_at(book: Book, sheet: str, address: str) -> str:
    """What a cell (``H14``) holds, or of a whole column (``H``) its first different texts.

    Empty where there is nothing.
    """
    letters = address.rstrip(string.digits)
    of = next((each for each in book.sheets if each.name == sheet), None)
    places = {of.letters(c): c for c in range(of.width)} if of else {}
    if of is None or letters not in places:
        return ""
    column = of.columns[places[letters]]
    if letters == address:
        return "; ".join([text for text in column.different_texts() if text][:EXAMPLES])
    row = int(address[len(letters) :]) - 1 - of.start[0]
    return as_text(column[row]) if 0 <= row < len(column) else ""


def status_words(plan: Plan, chosen: Mapping[str, str]) -> pd.DataFrame:
    """The plan's status words: ``word``, ``group``, ``actions``, ``asked``, ``chosen``.

    Words that differ only in case and dashes are one. ``asked`` is true of those that do not say
    for themselves what they mean (unknown words, colours, fills), which come first; then the most
    used. ``chosen`` is true where ``chosen``, the user's own meaning of words, decides.
    """
    own = {normal(word) for word in chosen}
    used = plan.actions.loc[plan.actions["status_text"].notna(), ["status_text", "status"]]
    keys = used["status_text"].map(normal)
    words = used.astype(str).groupby(keys, sort=False)
    table = words.agg(
        word=("status_text", "first"), group=("status", "first"), actions=("status", "size")
    )
    hows = table["word"].map(lambda word: statuses.read_status(word).how)
    table["chosen"] = table.index.isin(own)
    table["asked"] = hows.isin(("colour", "fill")) | (
        hows.eq("unknown") & (table["chosen"] | table["group"].eq("unknown"))
    )
    return table.sort_values(
        ["asked", "actions"], ascending=False, ignore_index=True, kind="stable"
    )


def _rows(sheet: Sheet, first: int, count: int) -> tuple[tuple[int, tuple[str, ...]], ...]:
    last = min(sheet.height, first + count)
    return tuple(
        (row + sheet.start[0] + 1, tuple(as_text(cell) for cell in sheet.row(row)))
        for row in range(first, last)
    )


def _columns(table: Table) -> tuple[PreviewColumn, ...]:
    banners = np.sum([column.not_empty for column in table.columns], axis=0) == 1
    found = []
    for i, (name, cells) in enumerate(zip(table.names, table.columns, strict=True)):
        values = Contents(cells[np.flatnonzero(~banners)]).texts
        if name or values:
            letter = table.sheet.letters(i)
            different = tuple(dict.fromkeys(" ".join(text.split()) for text in values))
            found.append(PreviewColumn(name or letter, letter, different[:EXAMPLES]))
    return tuple(found)


def _revised(table: Table) -> tuple[str, ...]:
    return tuple(table.names[i] for i in assign(table, Choices(), date.today()).revised)
