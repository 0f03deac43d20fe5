"""One sheet to its actions: every field's column read, and what must be said of its cells."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, cached_property

import numpy as np

from tracker.book import (
    Cell,
    CellRows,
    Column,
    Flags,
    Objects,
    RowNumbers,
    as_text,
    blank_column,
    column_of,
    is_blank,
)
from tracker.reading import date_columns, dates
from tracker.reading.choices import Choice, Choices, Question, QuestionKind
from tracker.reading.column_dates import DUE
from tracker.reading.column_notes import Remark
from tracker.reading.columns import Columns, assign
from tracker.reading.contents import date_of
from tracker.reading.date_columns import DateColumn
from tracker.reading.date_forms import Role
from tracker.reading.dates import DateReading
from tracker.reading.findings import Finding, FindingKind, Said, sayings
from tracker.reading.heading_words import date_kind
from tracker.reading.headings import matches
from tracker.reading.on_side import TurnedSheet
from tracker.reading.owners import owner_and_date
from tracker.reading.parents import numbers_under
from tracker.reading.rows import Rows, find_rows
from tracker.reading.struck import say_struck, struck_dates, struck_rows, without_struck
from tracker.reading.table import Table
from tracker.vocabulary import FIELDS

DATE_FIELDS: tuple[Role, ...]
DATE_FIELDS = ("original_due", "revised_due", "completed_on", "recommendation_due")
TEXT_FIELDS = tuple(
    "reference recommendation recommendation_text source scope action owner progress dependency "
    "risk priority evidence success_measure".split()
)
FIELD_ORDER = tuple(name for name, field in FIELDS.items() if field.mapped or name == "date_moves")
CARRIED = ("recommendation", "recommendation_text", "recommendation_due", "source", "scope")
"""Fields of a recommendation: left blank below its first row, they are carried down."""
_SAID = sayings("sheet_plan")


@dataclass
class SheetPlan:
    """A table with its columns and rows told apart, and the columns of its fields read."""

    table: Table
    columns: Columns
    rows: Rows
    findings: list[Finding]
    cells: dict[str, Column] = field(default_factory=dict)
    dates: dict[str, DateColumn] = field(default_factory=dict)
    later: list[DateColumn] = field(default_factory=list)
    later_cells: list[Column] = field(default_factory=list)
    finished: bool = False
    choices: Choices = field(default_factory=Choices)
    questions: list[Question] = field(default_factory=list)
    struck: Flags = field(default_factory=lambda: np.array([], dtype=bool))

    @property
    def name(self) -> str:
        return self.table.sheet.name

    @property
    def size(self) -> int:
        return len(self.rows.kept)

    def addresses(self, column: int, rows: Sequence[int]) -> list[str]:
        """The addresses of kept rows' cells in a column."""
        sheet, first = self.table.sheet, self.table.first_row
        return [sheet.address(first + row, column) for row in self.rows.kept[rows].tolist()]

    def rows_of(self, cells: CellRows, column: int) -> Flags:
        """Whether each kept row's cell in a column is among the cells given."""
        return np.isin(self.row_numbers() - 1, cells.get(column + self.table.sheet.start[1], ()))

    def row_numbers(self, rows: Sequence[int] | slice = slice(None)) -> RowNumbers:
        """The kept rows, or these of them, as the spreadsheet numbers them."""
        kept = self.rows.kept[rows]
        return kept + (self.table.first_row + self.table.sheet.start[0] + 1)

    @property
    def field_letters(self) -> dict[tuple[str, int], dict[str, str]]:
        """By sheet and the row from which it holds, each field's column letter.

        Of a sheet on its side the address of the field's cell, by each row.
        """
        table, fields = self.table, self.columns.fields.items()
        sheet = table.sheet
        if isinstance(sheet, TurnedSheet):
            return {
                (self.name, row): {name: sheet.address(row - 1, column) for name, column in fields}
                for row in self.row_numbers().tolist()
            }
        letters = {name: sheet.letters(column) for name, column in fields}
        return {(self.name, table.header_row + sheet.start[0] + 1): letters}

    def column(self, name: str) -> Column:
        """A field's cells, blank ones where it has no column."""
        return self.cells.get(name, self.blank)

    @cached_property
    def headings(self) -> list[str]:
        """What the columns are called; one without a heading by its letter."""
        headings: list[str] = []
        for column, name in enumerate(self.table.names):
            called = name or f"Column {self.table.sheet.letters(column)}"
            while not name and called in self.table.names:
                called += " (no heading)"
            headings.append(called)
        return headings

    @property
    def unused(self) -> list[str]:
        """The headings of the columns from which no field is read."""
        used = self.columns.used
        return [name for i, name in enumerate(self.table.names) if name and i not in used]

    @cached_property
    def blank(self) -> Column:
        """A column of blank cells."""
        return blank_column(self.size)

    def texts(self, name: str) -> Objects:
        """A field's cells as text, ``None`` where blank or without a column."""
        return self.column(name).texts

    def tell(
        self,
        said: Said,
        name: str,
        rows: Sequence[int],
        *,
        column: int | None = None,
        value: str | None = None,
        **words: object,
    ) -> None:
        """Say it of these kept rows' cells: one finding for each value of them, or for ``value``.

        ``column`` is that of the field ``name`` where another is not given; ``words`` fill in the
        sentence.
        """
        if not rows:
            return
        place = self.columns.fields.get(name, 0) if column is None else column
        by_value: dict[str, Sequence[int]] = {}
        if value is None:
            typed = self.table.columns[place][self.rows.kept[list(rows)]].texts.tolist()
            for row, text in zip(rows, typed, strict=True):
                by_value.setdefault(text or "", []).append(row)  # type: ignore[attr-defined]
        else:
            by_value[value] = rows
        for shown, its in by_value.items():
            cells = self.addresses(place, its)
            self.findings.append(said.of(self.name, cells, name, shown, **words))


def read_sheet(table: Table, choices: Choices) -> SheetPlan:
    """Read one table: columns, rows, then each field's cells."""
    findings = [*table.findings]
    columns = assign(table, choices, table.as_at or date.today())
    rows = find_rows(table, _telling_actions(columns.fields), findings, choices.rows)
    table = _join_continued(table, rows)
    plan = SheetPlan(table, columns, rows, findings, choices=choices)
    if columns.own_download:
        findings.append(_SAID["DOWNLOAD_READ_BACK"].of(plan.name))
    for remark in columns.remarks:
        cell, heading = _where(table, remark, columns), table.names[remark.column]
        findings.append(remark.said.of(plan.name, [cell], remark.field, heading, **remark.words))
    plan.questions += columns.questions
    _ask_of_rows(plan)
    plan.struck = struck_rows(plan)
    for name, column in columns.fields.items():
        plan.cells[name] = table.columns[column][rows.kept]
        if name not in DATE_FIELDS:
            plan.cells[name] = without_struck(plan, name, column, plan.cells[name])
    say_struck(plan, DATE_FIELDS)
    if not columns.own_download:
        _carry_down(plan)
        _part_owners_from_dates(plan)
    _read_dates(plan)
    return plan


_COUNT = {
    "parents": (
        "Do the rows that have other rows below them as their parts count as actions?",
        "Yes, they are actions too",
        "No, they only sum up their parts",
    ),
    "words": (
        "Do the rows with nothing but words count as actions?",
        "Yes, each is an action of its own",
        "No, they go on with the actions above them",
    ),
}


def _ask_of_rows(plan: SheetPlan) -> None:
    """Ask whether rows count as actions that may be none."""
    fields, first = plan.columns.fields, plan.table.first_row
    column = fields.get("action", fields.get("reference", 0))
    for what, rows in plan.rows.doubtful.items():
        cells = tuple(plan.table.sheet.address(first + row, column) for row in rows)
        counted = bool(np.isin(rows, plan.rows.kept).all())
        said = _SAID.get(f"{what}_{'count' if counted else 'leave'}")
        refs = plan.table.columns[fields["reference"]].texts if "reference" in fields else ()
        by_number = len(refs) > rows[0] + 1 and numbers_under(*refs[rows[0] : rows[0] + 2])
        if said and not (what == "parents" and by_number):  # which is said of references
            plan.findings.append(said.of(plan.name, cells, "action"))
        if what not in plan.choices.rows:
            asks, *says = _COUNT[what]
            yes, no = (
                Choice(words, {"rows": {what: count}}, counted is (count == "count"))
                for words, count in zip(says, ("count", "leave"), strict=True)
            )
            choices = (yes, no) if counted else (no, yes)
            kind = QuestionKind.DOUBTFUL_ROWS
            plan.questions.append(Question(kind, asks, plan.name, cells, choices))


def _telling_actions(fields: Mapping[str, int]) -> dict[str, int]:
    """The columns that tell actions: not a recommendation's number, where actions have words."""
    number = fields.get("recommendation", -1) if "action" in fields else -1
    return {name: i for name, i in fields.items() if name != "reference" or i != number}


def _read_dates(plan: SheetPlan) -> None:
    table, columns, kept, choices = plan.table, plan.columns, plan.rows.kept, plan.choices

    @cache
    def elsewhere() -> list[DateReading]:
        return _dates_of(table)

    def read(name: Role, column: int, cells: Column) -> DateColumn:
        months = np.flatnonzero(plan.rows_of(table.sheet.month_cells, column)).tolist()
        years = np.flatnonzero(plan.rows_of(table.sheet.year_cells, column)).tolist()
        first = choices.day_first is not False
        special = _dates_by_line(plan, name, cells, first) | struck_dates(plan, name, column, first)
        return date_columns.read_date_column(
            cells,
            choices.day_first,
            name,
            from_1904=table.sheet.from_1904,
            elsewhere=elsewhere,
            special=date_columns.shown_as(cells, months, years) | special,
            month_numbers=choices.month_numbers,
            date_words=choices.date_words.get(plan.headings[column], "none"),
        )

    for name in DATE_FIELDS:
        if name in plan.cells and name != "revised_due":
            plan.dates[name] = read(name, columns.fields[name], plan.cells[name])
    for column in columns.revised:
        cells = table.columns[column][kept]
        plan.later.append(read("revised_due", column, cells))
        plan.later_cells.append(without_struck(plan, "revised_due", column, cells))


def _dates_by_line(
    plan: SheetPlan, role: Role, cells: Column, day_first: bool
) -> dict[int, DateReading]:
    """The readings by row of dates in as many lines as an action has, each with a number or mark.

    They may be of one each, and none is what another was revised to.
    """
    found: dict[int, DateReading] = {}
    for row in np.flatnonzero(cells.map_texts(_lines) > 1).tolist():
        lines = [*map(_LISTED.match, (plan.texts("action")[row] or "").splitlines())]
        by_line = all(lines) and len(lines) == _lines(cells.texts[row])
        reading = dates.read_date(cells.texts[row], day_first, role)
        if by_line and "listed" in reading.cautions and reading.day:
            several = (reading.day, *reading.later)
            found[row] = DateReading("unclear", cautions=("several",), written=several)
    return found


_LISTED = re.compile(r"(?i)\s*(?:\(?(?:\d+(?:\.\d+)*|[a-z]|[ivx]+)[.):]?\s|[-–•*·]\s*)\S")
"""How one of several things in a cell begins: "1.1 Revise", "b) brief", "• audit"."""


def _lines(text: str | None) -> int:
    return len((text or "").splitlines())


def _where(table: Table, remark: Remark, columns: Columns) -> str:
    """The heading and cells of a remark on which figures rest, else the column's letter."""
    rows = len(table.columns[remark.column])
    if remark.said.severity == "note" or remark.column not in columns.used or not rows:
        return table.sheet.letters(remark.column)
    ends = (table.header_row, table.first_row + rows - 1)
    return " to ".join(table.sheet.address(row, remark.column) for row in ends)


def _carry_down(plan: SheetPlan) -> None:
    """Fill a recommendation's cells left blank below its first row, section by section.

    What is said of a recommendation is carried only to rows of the same one.
    """
    sections = plan.rows.sections
    for name in CARRIED:
        cells = plan.cells.get(name)
        if cells is None or cells.filled.all():
            continue
        begins = np.append(True, sections[1:] != sections[:-1])
        if name != "recommendation" and "recommendation" in plan.cells:
            of = plan.cells["recommendation"].codes
            begins[1:] |= of[1:] != of[:-1]
        # The last row above, or the same, that has a cell of its own or begins a section.
        source = np.maximum.accumulate(np.where(cells.filled | begins, np.arange(plan.size), 0))
        carried = np.flatnonzero(~cells.filled & cells.filled[source])
        if len(carried):
            codes = cells.codes.copy()
            codes[carried] = codes[source[carried]]
            plan.cells[name] = cells.with_codes(codes)
            plan.tell(_SAID["CARRIED_DOWN"], name, carried.tolist())


def _part_owners_from_dates(plan: SheetPlan) -> None:
    """Of a column headed as owner and due date both, "Officer and deadline", each cell in two."""
    fields, names = plan.columns.fields, ("owner", "original_due")
    others = [place for name, place in fields.items() if name not in names]
    for place, heading in enumerate(plan.table.names):
        words = _BETWEEN_FIELDS.split(heading)
        due = any(date_kind(each) in (*DUE, "soft", "completion") for each in words)
        both = due and any(match.field == "owner" for each in words for match in matches(each))
        if not both or place in others or {fields.get(name, place) for name in names} != {place}:
            continue
        column = plan.table.columns[place][plan.rows.kept]
        parted = [owner_and_date(text or "") for text in column.different_texts()]
        if sum(bool(owner and due) for owner, due in parted) < len(parted) / 2:
            continue
        for number, name in enumerate(names):
            cells = column.spread(pair[number] for pair in parted)
            fields[name], plan.cells[name] = place, column_of(cells.tolist())
        cell = plan.table.sheet.letters(place)
        unused = (FindingKind.COLUMN_NOT_USED, cell)
        plan.findings[:] = [each for each in plan.findings if (each.kind, each.cell) != unused]
        plan.findings.append(_SAID["OWNERS_AND_DATES"].of(plan.name, [cell], "owner", heading))


_BETWEEN_FIELDS = re.compile(r"\s*(?:[/&,\n]|\b(?:and|ac?)\b)\s*")


def _dates_of(table: Table) -> list[DateReading]:
    """The dates in any column of the sheet, whatever the column is: of other tables on it too."""
    readings = (
        date_of(cell)
        for column in table.sheet.columns
        for cell in column.different()
        if not isinstance(cell, float)
    )
    return [reading for reading in readings if reading.day or "no_year" in reading.cautions]


def _join_continued(table: Table, rows: Rows) -> Table:
    """The table with the words of rows that go on with an action added to that action's row."""
    if not rows.continued:
        return table
    columns = []
    for number, column in enumerate(table.columns):
        joined: dict[int, Cell] = {}
        for row, head in rows.continued.items():
            cell, so_far = column[row], joined.get(head, column[head])
            own = row not in table.merged_down.get(number, ())
            if own and not is_blank(cell) and as_text(cell) != as_text(so_far):
                joined[head] = "\n".join(filter(None, (as_text(so_far), as_text(cell))))
        columns.append(column.replaced(joined) if joined else column)
    return replace(table, columns=columns)
