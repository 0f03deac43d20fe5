"""The first sheet of a download: what it is, as at when, which actions, and what is in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import date
from typing import Any

from tracker.output.cells import MAX_CELL_TEXT, REPLACEMENT, write_text
from tracker.output.sheet_table import SheetBook, SheetTable, lines_needed, set_lines, set_page
from tracker.own_downloads import ABOUT_SHEET, FINDINGS_SHEET, ILLUSTRATIVE, PUBLISHED_ON
from tracker.protective_marking import Audience
from tracker.summaries import overdue_known
from tracker.words import count, date_words, number, rate_words

LABEL_WIDTH, TEXT_WIDTH, ROWS_WIDTH = 30, 90, 11  # characters
WHAT_IT_IS = (
    "An action plan's actions, as the plan has them and as measured against their original "
    "timescales. No cell is a formula. The plan's own columns may be changed and the file uploaded "
    "again: the tracker then lists what was changed."
)


@dataclass(frozen=True)
class Cover:
    """What a download is: of which plan, as at when, filtered by what, and what is in it.

    ``actions`` is how many the plan has. ``not_first_recorded`` is how many original timescales of
    the plan its history knows to be others.
    """

    plan_name: str
    as_at: date
    filters: str
    illustrative: bool
    published: date | None
    actions: int
    audience: Audience
    not_first_recorded: int = 0

    @property
    def title(self) -> str:
        """The title of the file and of its tables."""
        return f"Action plan: position as at {date_words(self.as_at)}"

    @property
    def position(self) -> str:
        """The same within the title of a sheet that says what it holds."""
        return f"position as at {date_words(self.as_at)}"

    def context(self, shown: int) -> str:
        """One line for above a table: the plan, what the filters leave, what version it is."""
        part = f"{number(shown)} of {count('action', self.actions)}"
        sentences = [
            f"{self.plan_name}.",
            *([f"{ILLUSTRATIVE}."] if self.illustrative else []),
            f"{part}: {self.filters}." if self.filters else f"{part}.",
            self.audience.notice,
        ]
        return " ".join(filter(None, sentences))


def write_cover(
    book: SheetBook, cover: Cover, totals: Mapping[str, Any], tables: Sequence[SheetTable]
) -> None:
    """Write the cover into its sheet, which is there already: facts, then the contents.

    ``totals`` are the figures of the actions in the file, ``tables`` the other sheets, which are
    written already: what they could not hold is said here.
    """
    sheet, formats = book.workbook.get_worksheet_by_name(ABOUT_SHEET), book.formats
    for place, width in enumerate((LABEL_WIDTH, TEXT_WIDTH, ROWS_WIDTH)):
        sheet.set_column(place, place, width, formats.text)
    write_text(sheet, 0, 0, cover.title, formats, formats.title)
    write_text(sheet, 1, 0, WHAT_IT_IS, formats, formats.line)
    row = 3
    facts = [*_facts(cover, totals), *_not_held(book)]
    for label, text in facts:
        write_text(sheet, row, 0, label, formats, formats.label)
        write_text(sheet, row, 1, text, formats, formats.text)
        lines = max(lines_needed(label, LABEL_WIDTH), lines_needed(text, TEXT_WIDTH))
        set_lines(sheet, row, lines)
        row += 1
    _write_contents(book, row + 1, tables)
    set_page(sheet)


def _facts(cover: Cover, totals: Mapping[str, Any]) -> list[tuple[str, str]]:
    shown, withdrawn = totals["actions"], totals["withdrawn"]
    complete = rate_words(totals["completed"], shown - withdrawn)
    return [
        ("Plan", cover.plan_name),
        *([("Note", ILLUSTRATIVE)] if cover.illustrative else []),
        ("Position as at", date_words(cover.as_at)),
        ("Filters", cover.filters or "None: every action of the plan"),
        ("Actions in this file", f"{number(shown)} of {number(cover.actions)}"),
        ("Actions complete", f"{complete} (withdrawn actions left out)"),
        ("Actions open", number(totals["open"])),
        ("Actions overdue", number(overdue_known(totals))),
        ("Actions withdrawn", number(withdrawn)),
        ("Publication", cover.audience.of_figures or cover.audience.stated),
        *([(PUBLISHED_ON, date_words(cover.published))] if cover.published else []),
        *_first_recorded(cover.not_first_recorded),
    ]


def _first_recorded(changed: int) -> list[tuple[str, str]]:
    if not changed:
        return []
    place = (
        "1 place in the plan gives another, which"
        if changed == 1
        else (f"{number(changed)} places in the plan give others, which")
    )
    text = (
        "Slippage is measured from those first recorded in the plan's history; "
        f"{place} {FINDINGS_SHEET} lists"
    )
    return [("Original timescales", text)]


def _not_held(book: SheetBook) -> list[tuple[str, str]]:
    """What no workbook can hold, if anything: nothing is changed without saying so."""
    cut, replaced, as_text = astuple(book.not_held)
    said = [
        (cut, f"cut to the {MAX_CELL_TEXT:,} characters that a cell holds; each says so"),
        (replaced, f"with something that is no character, for which {REPLACEMENT} stands"),
        (as_text, "with a date before March 1900, or a number without end, as text"),
    ]
    words = "; ".join(f"{count('cell', cells)} {what}" for cells, what in said if cells)
    return [("Not held as it was", words)] if words else []


def _write_contents(book: SheetBook, row: int, tables: Sequence[SheetTable]) -> None:
    """The contents as a table, each sheet's name a link to it."""
    sheet, formats = book.workbook.get_worksheet_by_name(ABOUT_SHEET), book.formats
    for at, table in enumerate(tables, start=row + 1):
        link = f"internal:'{table.sheet}'!A1"
        sheet.write_url(at, 0, link, formats.link, table.sheet, f"Go to {table.sheet}")
        write_text(sheet, at, 1, table.about, formats, formats.text)
        sheet.write_number(at, 2, table.rows, formats.count)
    options = {
        "name": "Contents",
        "style": "Table Style Light 1",
        "title": "Contents",
        "description": "The sheets of this workbook, each with a link to it",
        "autofilter": False,
        "columns": [
            {"header": name, "header_format": formats.heading}
            for name in ("Sheet", "What it holds", "Rows")
        ],
    }
    sheet.add_table(row, 0, row + len(tables), 2, options)
