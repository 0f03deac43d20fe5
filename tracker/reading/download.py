"""A download of the tracker's that comes back: read as it was edited, each change named.

The hidden sheet that :mod:`tracker.output.downloaded` writes says what was downloaded. The user's
own columns decide: a cell that is as it was downloaded is read as it was read then, a changed one
anew. What the tracker calculates is worked out again.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from tracker.book import Book, Cell, Sheet, as_text, blank_column
from tracker.own_downloads import ACTIONS_SHEET, DOWNLOAD_SHEETS, DOWNLOADED_SHEET
from tracker.reading.choices import Choices

if TYPE_CHECKING:
    from tracker.reading.plan import Plan

_SEARCHED_ROWS = 30  # for the headings: people put notes above them
_FILLED = ("recommendation", "action", "owner")
"""Read where a cell was blank when it was downloaded: without them a row is no action."""


@dataclass(frozen=True)
class Row:
    """A row of actions: where it stands in its sheet, from 0, its key and its cells by heading."""

    place: int
    key: str
    cells: Mapping[str, Cell]

    def own(self, headings: Sequence[str]) -> tuple[str, ...]:
        """Its cells beneath some headings, as they are compared."""
        return tuple(said(self.cells.get(heading, "")) for heading in headings)


def said(cell: Cell) -> str:
    """A cell as it is compared: spaces and ends of lines that programs change do not count."""
    return " ".join(as_text(cell).split())


@dataclass(frozen=True)
class Download:
    """What was downloaded, and the sheet of actions as it came back.

    ``facts`` are those of the hidden sheet, ``headings`` those of the sheet of actions then,
    ``before`` its rows and ``kept`` the fields of each, ``columns`` where the headings stand now.
    """

    book: Book
    sheet: Sheet
    header: int
    facts: Mapping[str, Any]
    headings: Sequence[str]
    before: Sequence[Row]
    kept: Mapping[str, Sequence[Cell]]
    columns: Mapping[str, int] = field(default_factory=dict)

    @property
    def own(self) -> Sequence[str]:
        """The headings of the user's own columns, as downloaded."""
        return self.headings[: self.facts["own"]]

    @property
    def calculated(self) -> Sequence[str]:
        """Those of the calculated columns."""
        return self.headings[self.facts["own"] :]

    @cached_property
    def now(self) -> list[Row]:
        """The rows below the headings as they are now, those without a cell left out."""
        rows = _rows(self.sheet, self.header + 1, self.columns, self.facts["key"])
        return [row for row in rows if any(map(said, row.cells.values()))]

    @cached_property
    def by_place(self) -> dict[int, Row]:
        """The same by where they stand."""
        return {row.place: row for row in self.now}

    @cached_property
    def pairs(self) -> dict[int, int]:
        """By a row's place now the number of the row that it was when it was downloaded.

        Rows are known by the place in the plan that they were read from, of copies the first;
        without it by all their own cells, else by a reference that both have once.
        """
        found: dict[int, int] = {}
        reference = self.facts["fields"].get("reference")
        for key in (
            lambda row: row.key,
            lambda row: row.own(self.own),
            lambda row: said(row.cells.get(reference, "")),
        ):
            taken = set(found.values())
            left = [row for row in self.now if row.place not in found]
            were = {key(row): n for n, row in reversed([*enumerate(self.before)]) if n not in taken}
            times = Counter(map(key, left))
            for row in left:
                name = key(row)
                single = times[name] == 1 or name == row.key
                if name and single and name in were:
                    found[row.place] = were.pop(name)
        return found

    @property
    def as_typed(self) -> Book:
        """The book to read: the user's own columns of the actions, and sheets of their own."""
        columns = list(self.sheet.columns)
        for heading in self.calculated:
            if heading in self.columns:
                columns[self.columns[heading]] = blank_column(self.sheet.height)
        for name in _FILLED:
            at = self.columns.get(self.facts["fields"].get(name, ""))
            if at is not None and name in self.kept:
                cells = columns[at]
                told = {p: self.kept[name][n] for p, n in self.pairs.items() if not said(cells[p])}
                columns[at] = cells.replaced(told)
        actions = replace(self.sheet, columns=columns)
        sheets = [
            actions if sheet is self.sheet else sheet
            for sheet in self.book.sheets
            if sheet is self.sheet or sheet.name not in (*DOWNLOAD_SHEETS, DOWNLOADED_SHEET)
        ]
        return replace(self.book, sheets=tuple(sheets))

    def choices(self, given: Choices) -> Choices:
        """How it is read: as the plan was that it was made from, but for what is said now."""
        headings = self.facts["fields"].items()
        known = {
            name: heading
            for name, heading in headings
            if heading in self.columns and name != "revised_due"
        }
        said_of = {heading: name for name, heading in given.columns.items()}
        known = {name: heading for name, heading in known.items() if heading not in said_of}
        published = self.facts["published"]
        return replace(
            given,
            columns={**known, **given.columns},
            statuses={**self.facts["statuses"], **given.statuses},
            day_first=self.facts["day_first"] if given.day_first is None else given.day_first,
            rows={"parents": "count", "words": "count"},  # each of its rows was an action
            published=given.published or (date.fromisoformat(published) if published else None),
        )


def find_download(book: Book) -> Download | None:
    """What a book says was downloaded; None where it is no download of the tracker's."""
    hidden = next((sheet for sheet in book.sheets if sheet.name == DOWNLOADED_SHEET), None)
    if hidden is None or hidden.height < 2:
        return None
    facts = _facts("".join(as_text(cell) for cell in hidden.row(0)))
    if facts is None:
        return None
    names = [said(cell) for cell in hidden.row(1)]
    headings, names = names[: facts["columns"]], names[facts["columns"] :]
    found = _actions_sheet(book, headings)
    if found is None:
        return None
    sheet, header = found
    places = {said(cell): place for place, cell in reversed([*enumerate(sheet.row(header))])}
    every = {heading: place for place, heading in enumerate(headings)}
    return Download(
        book=book,
        sheet=sheet,
        header=header,
        facts=facts,
        headings=headings,
        before=list(_rows(hidden, 2, every, facts["key"])),
        kept={
            name: list(hidden.columns[place][2:])
            for place, name in enumerate(names, start=facts["columns"])
            if name
        },
        columns={heading: place for heading, place in places.items() if heading},
    )


_KINDS: Mapping[str, type | tuple[type, ...]] = {
    "own": int,
    "columns": int,
    "key": str,
    "fields": dict,
    "statuses": dict,
    "day_first": (bool, type(None)),
    "published": (str, type(None)),
    "confirmed": bool,
}
"""The facts of the hidden sheet, and what each is."""


def _facts(text: str) -> dict[str, Any] | None:
    """The facts that a text tells; None where it is not, or not any more, what was written."""
    try:
        facts = json.loads(text)
        known = {name: facts[name] for name in _KINDS}
        date.fromisoformat(known["published"] or "2000-01-01")
    except (ValueError, KeyError, TypeError):
        return None
    are_right = all(isinstance(known[name], kind) for name, kind in _KINDS.items())
    texts = (*known["fields"].items(), *known["statuses"].items()) if are_right else ()
    return known if are_right and all(isinstance(t, str) for pair in texts for t in pair) else None


def _actions_sheet(book: Book, headings: Sequence[str]) -> tuple[Sheet, int] | None:
    """The sheet with most of the headings in one row, by whatever name, and that row."""
    best: tuple[int, Sheet, int] | None = None
    for sheet in book.sheets:
        if sheet.name == DOWNLOADED_SHEET or (
            sheet.name in DOWNLOAD_SHEETS and sheet.name != ACTIONS_SHEET
        ):
            continue
        for row in range(min(sheet.height, _SEARCHED_ROWS)):
            shared = len({said(cell) for cell in sheet.row(row)} & set(headings))
            if 2 * shared > len(headings) and (best is None or shared > best[0]):
                best = shared, sheet, row
    return best[1:] if best else None


def _rows(sheet: Sheet, first: int, columns: Mapping[str, int], key: str) -> Iterator[Row]:
    cells = {heading: sheet.columns[place][first:] for heading, place in columns.items()}
    for at, row in enumerate(zip(*cells.values(), strict=True)):
        by_heading = dict(zip(cells, row, strict=True))
        yield Row(first + at, said(by_heading.get(key, "")), by_heading)


def read_back(download: Download, plan: Plan, given: Choices) -> dict[str, Any]:
    """What of a plan read anew is to be otherwise, as the download says: its parts by name.

    ``given`` are the choices that its user makes now.
    """
    from tracker.reading.download_changes import changes, restored

    then = download.facts["fields"]
    columns = {
        name: heading
        for name, heading in plan.columns.items()
        if heading not in download.own or then.get(name) == heading or name in given.columns
    }
    mistaken = plan.columns.keys() - columns.keys()
    plan = replace(plan, columns=MappingProxyType(columns))
    return {
        "actions": restored(download, plan, mistaken),
        "columns": plan.columns,
        "findings": (*plan.findings, *changes(download, plan)),
        "part_of_confirmed": download.facts["confirmed"],
        "questions": (),
    }
