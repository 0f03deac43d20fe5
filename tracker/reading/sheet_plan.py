"""One sheet to its actions: every field's column read, and what must be said of its cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np

from tracker.fields import FIELDS, STATUS_LABELS
from tracker.reading import date_columns, markings, owners, percentages, statuses
from tracker.reading.columns import Columns, assign
from tracker.reading.date_columns import DateColumn
from tracker.reading.findings import Findings
from tracker.reading.rows import Rows, find_rows, split_recommendation
from tracker.reading.table import Table
from tracker.reading.workbook import Cell, as_text, column_letters

DATE_FIELDS = ("original_due", "revised_due", "completed_on", "recommendation_due")
TEXT_FIELDS = (
    "reference", "recommendation", "recommendation_text", "source", "scope", "action", "owner", "progress",
    "dependency", "risk", "priority", "evidence", "success_measure",
)  # fmt: skip
FIELD_ORDER = tuple(name for name, field in FIELDS.items() if field.mapped or name == "date_moves")
CARRIED = ("recommendation", "recommendation_text", "recommendation_due", "source", "scope")
"""Fields of a recommendation: left blank below its first row, they are carried down."""


@dataclass
class Choices:
    """What the user chose for reading: columns, status words, day first or month first."""

    columns: Mapping[str, str] = field(default_factory=dict)
    statuses: Mapping[str, str] = field(default_factory=dict)
    day_first: bool | None = None
    today: date = field(default_factory=date.today)


@dataclass
class SheetPlan:
    """A table with its columns and rows told apart, and the columns of its fields read."""

    table: Table
    columns: Columns
    rows: Rows
    findings: Findings
    cells: dict[str, list[Cell]] = field(default_factory=dict)
    dates: dict[str, DateColumn] = field(default_factory=dict)
    later: list[DateColumn] = field(default_factory=list)
    later_texts: list[list[str | None]] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.table.sheet.name

    @property
    def size(self) -> int:
        return len(self.rows.kept)

    def address(self, name_or_column: str | int, row: int) -> str:
        """The address of a kept row's cell in a field's column."""
        column = (
            self.columns.fields.get(name_or_column, 0)
            if isinstance(name_or_column, str)
            else name_or_column
        )
        return self.table.sheet.address(int(self.rows.kept[row]) + self.table.first_row, column)

    def row_numbers(self) -> list[int]:
        """The kept rows as the spreadsheet numbers them."""
        first = self.table.first_row + self.table.sheet.start[0] + 1
        return [int(row) + first for row in self.rows.kept]

    def texts(self, name: str) -> list[str | None]:
        """A field's cells as text, ``None`` where blank or without a column."""
        if name not in self.cells:
            return [None] * self.size
        return date_columns.typed(self.cells[name])

    def say(
        self, severity: Any, kind: str, problem: str, name: str, row: int, value: str = ""
    ) -> None:
        """Add a finding of one cell."""
        self.findings.add(
            severity,
            kind,
            problem,
            sheet=self.name,
            cell=self.address(name, row),
            field=name,
            value=value,
        )


def read_sheet(table: Table, choices: Choices) -> SheetPlan:
    """Read one table: columns, rows, then each field's cells."""
    findings = Findings()
    columns = assign(table.names, table.columns, choices.columns, choices.today)
    rows = find_rows(table, columns.fields, findings)
    plan = SheetPlan(table, columns, rows, findings)
    for remark in columns.remarks:
        letter = (
            "" if remark.column is None else column_letters(remark.column + table.sheet.start[1])
        )
        value = "" if remark.column is None else table.names[remark.column]
        findings.add(
            remark.severity, remark.kind, remark.problem,
            sheet=table.sheet.name, cell=letter, field=remark.field, value=value,
        )  # fmt: skip
    for name, column in columns.fields.items():
        plan.cells[name] = [table.columns[column][row] for row in rows.kept]
    _carry_down(plan)
    for name in DATE_FIELDS:
        if name in plan.cells and name != "revised_due":
            plan.dates[name] = date_columns.read_date_column(plan.cells[name], choices.day_first)
    for column in columns.revised:
        cells = [table.columns[column][row] for row in rows.kept]
        plan.later.append(date_columns.read_date_column(cells, choices.day_first))
        plan.later_texts.append(date_columns.typed(cells))
    return plan


def _carry_down(plan: SheetPlan) -> None:
    """Fill a recommendation's cells left blank below its first row, section by section."""
    for name in CARRIED:
        cells = plan.cells.get(name)
        if cells is None or not any(_blank(cell) for cell in cells):
            continue
        filled, first, count = list(cells), -1, 0
        for row in range(1, len(filled)):
            same_section = plan.rows.sections[row] == plan.rows.sections[row - 1]
            if _blank(filled[row]) and same_section and not _blank(filled[row - 1]):
                filled[row] = filled[row - 1]
                first, count = (row if first < 0 else first), count + 1
        plan.cells[name] = filled
        if count:
            plan.say(
                "note", "carried down",
                f"Left blank, so taken from the row above, here and in {count - 1} more cells below."
                if count > 1 else "Left blank, so taken from the row above.",
                name, first,
            )  # fmt: skip


def _blank(cell: Cell) -> bool:
    return type(cell) is str and not cell.strip()


def say_dates(plan: SheetPlan, published_known: bool, published: date | None) -> None:
    """The findings of every date column; those that rest on one assumption once a value."""
    columns = [(n, c, n) for n, c in plan.dates.items()]
    columns += [
        ("revised_due", c, i) for c, i in zip(plan.later, plan.columns.revised, strict=True)
    ]  # type: ignore[misc]
    for name, column, place in columns:
        _say_column(plan, name, column, place, published_known, published)
        for row in date_columns.out_of_line(column.days):
            year = str(column.days[row])[:4]
            plan.findings.add(
                "warning", "year out of line",
                f"The year {year} is far from the others in this column. Check whether it is a slip.",
                sheet=plan.name, cell=plan.address(place, row), field=name, value=str(column.days[row])[:10],
            )  # fmt: skip
        if column.order == "mdy" and any(r.order for r in column.remarks.values()) is not None:
            _say_month_first(plan, name, place)


def _say_month_first(plan: SheetPlan, name: str, place: str | int) -> None:
    column = plan.columns.fields[place] if isinstance(place, str) else place
    plan.findings.add(
        "note", "month-first dates",
        "The dates in this column are written month first (American order), as some of them can "
        "only be; the whole column is read that way.",
        sheet=plan.name, cell=column_letters(column + plan.table.sheet.start[1]), field=name,
        value=plan.table.names[column],
    )  # fmt: skip


def _say_column(
    plan: SheetPlan,
    name: str,
    column: DateColumn,
    place: str | int,
    known: bool,
    published: date | None,
) -> None:
    index = plan.columns.fields[place] if isinstance(place, str) else place
    once: dict[tuple[str, str], list[int]] = {}
    words: dict[tuple[str, str], date_columns.Remark] = {}
    for row, reading in sorted(column.remarks.items()):
        resolved = not np.isnat(column.days[row])
        remark = date_columns.remark_of(reading, name, published_known=known, resolved=resolved)
        if remark is None:
            continue
        value = as_text(plan.table.columns[index][plan.rows.kept[row]])
        if not value and name in plan.cells:  # carried down
            value = as_text(plan.cells[name][row])
        key = (value if remark.severity != "error" else f"{value}\0{row}", remark.kind)
        once.setdefault(key, []).append(row)
        words[key] = remark
    for key, rows in once.items():
        remark = words[key]
        day = column.days[rows[0]].astype(object)
        said = remark.problem.replace("{day}", f"{day:%-d %B %Y}" if day else "")
        more = f" The same in {len(rows) - 1} more cells of this column." if len(rows) > 1 else ""
        plan.findings.add(
            remark.severity, remark.kind, said + more,
            sheet=plan.name, cell=plan.address(place, rows[0]), field=name, value=key[0].split("\0")[0],
        )  # fmt: skip


def read_owners(plan: SheetPlan) -> list[tuple[str, ...]]:
    """The owners of each row; names that differ only in case are one."""
    texts = plan.texts("owner")
    split = {text: owners.split_owners(text) for text in set(texts) if text}
    named = [split[text] if text else () for text in texts]
    spelling = owners.one_spelling(named)
    for row, names in enumerate(named):
        if any(owners.names_nobody(name) for name in names):
            plan.say(
                "warning", "no owner named", "These words name nobody: counted under no owner.",
                "owner", row, texts[row] or "",
            )  # fmt: skip
    clean = {
        names: tuple(dict.fromkeys(spelling[n] for n in names if not owners.names_nobody(n)))
        for names in set(named)
    }
    return [clean[names] for names in named]


def read_percent(plan: SheetPlan) -> percentages.PercentColumn:
    """The percentages of each row, 0 to 100."""
    if "percent_complete" not in plan.cells:
        return percentages.PercentColumn(np.full(plan.size, np.nan), [], False, False)
    column = plan.columns.fields["percent_complete"] + plan.table.sheet.start[1]
    formatted = {r for r, c in plan.table.sheet.percent_cells if c == column}
    rows = [row for row, number in enumerate(plan.row_numbers()) if number - 1 in formatted]
    read = percentages.read_percentages(plan.cells["percent_complete"], rows)
    if plan.columns.own_download:
        return (
            read
            if not read.fractions
            else percentages.PercentColumn(read.values / 100, read.bad, False, False)
        )
    for row in read.bad:
        plan.say(
            "error", "percentage not understood",
            "This is not a percentage from 0 to 100. It is not used: correct it in the spreadsheet.",
            "percent_complete", row, as_text(plan.cells["percent_complete"][row]),
        )  # fmt: skip
    if read.fractions:
        plan.say(
            "warning" if read.only_ones else "note", "percentages as fractions",
            "The numbers in this column are at most 1, so they are read as shares of 1 (1 is 100%).",
            "percent_complete", 0, as_text(plan.cells["percent_complete"][0]),
        )  # fmt: skip
    return read


def read_statuses(
    plan: SheetPlan, chosen: Mapping[str, str]
) -> tuple[list[str | None], list[str | None]]:
    """Each row's group (``None`` where the cell is blank) and its words."""
    texts = plan.texts("status")
    own = {statuses.normal(word): group for word, group in chosen.items()}
    groups: list[str | None] = []
    readings = {
        text: statuses.read_status(text, yes_no=plan.columns.yes_no) for text in set(texts) if text
    }
    once: dict[str, list[int]] = {}
    for row, text in enumerate(texts):
        if text is None:
            groups.append(None)
        elif statuses.normal(text) in own:
            groups.append(own[statuses.normal(text)])
        else:
            reading = readings[text]
            groups.append("unknown" if reading.how == "unknown" else reading.group)
            if reading.how not in ("exact", "blank", "yes_no"):
                once.setdefault(text, []).append(row)
    for text, rows in once.items():
        _say_status(plan, text, readings[text], rows)
    return groups, texts


def _say_status(
    plan: SheetPlan, text: str, reading: statuses.StatusReading, rows: Sequence[int]
) -> None:
    label = STATUS_LABELS[reading.group] if reading.group else ""
    more = f" The same in {len(rows) - 1} more cells." if len(rows) > 1 else ""
    if reading.how == "unknown":
        for row in rows:
            plan.say(
                "error", "status not understood",
                "This status is not understood, so the action counts as open. Say what it means in "
                "the list of status words.", "status", row, text,
            )  # fmt: skip
        return
    severity, kind, problem = {
        "colour": ("warning", "a colour as a status",
                   "A colour alone does not say what is complete: it is counted as in progress. Say "
                   "what it means in the list of status words."),
        "typo": ("warning", "status misspelt", f"Read as “{reading.word}”, so {label}."),
        "percent": ("note", "percentage as a status", f"A percentage; read as {label}."),
        "phrase": ("note", "status in more words", f"Read as {label}."),
    }[reading.how]  # fmt: skip
    plan.say(severity, kind, problem + more, "status", rows[0], text)


def read_restricted(plan: SheetPlan, status_texts: Sequence[str | None]) -> list[bool]:
    """Whether each row is marked as not for publication, by its column or in its own words."""
    restricted = [bool(text and "restricted" in text.casefold()) for text in status_texts]
    heading = (
        plan.table.names[plan.columns.fields["restricted"]]
        if "restricted" in plan.columns.fields
        else ""
    )
    publish = "publi" in heading.casefold()
    readings = {
        t: markings.read_marking(t, publish=publish) for t in set(plan.texts("restricted")) if t
    }
    for row, text in enumerate(plan.texts("restricted")):
        if text is None:
            continue
        reading = readings[text]
        if reading is None:
            plan.say(
                "warning", "marking not understood",
                "This marking is not understood, so the row is treated as restricted and kept out of "
                "public versions.", "restricted", row, text,
            )  # fmt: skip
        restricted[row] = restricted[row] or reading is None or reading
    for name in ("action", "progress", "recommendation_text", "reference"):
        marked = {text for text in set(plan.texts(name)) if text and markings.carries_marking(text)}
        for row, text in enumerate(plan.texts(name)) if marked else ():
            restricted[row] = restricted[row] or text in marked
    return restricted


def recommendations(plan: SheetPlan) -> tuple[list[str | None], list[str | None]]:
    """Each row's recommendation and its wording, from the columns, else from the banners."""
    names, texts = plan.texts("recommendation"), plan.texts("recommendation_text")
    has_text = "recommendation_text" in plan.cells
    split = {name: split_recommendation(name) for name in set(names) if name}
    for row, name in enumerate(names):
        parts = split[name] if name else None
        if parts and parts[1] and not has_text and name and len(name) > 30:
            names[row], texts[row] = parts[0], texts[row] or parts[1]
        elif name:
            names[row] = " ".join(name.split())
        banner = plan.rows.banners[row]
        if banner is not None and "recommendation" not in plan.cells:
            names[row] = names[row] or banner.recommendation or banner.text
            texts[row] = texts[row] or (banner.text if banner.recommendation else None)
    return names, texts


def scopes(plan: SheetPlan) -> list[str | None]:
    """``national`` or ``force`` for each row: its column, else its banner, else its sheet's name."""
    found: list[str | None] = []
    of_sheet = markings.scope_of(plan.name)
    for row, text in enumerate(plan.texts("scope")):
        banner = plan.rows.banners[row]
        of_cell = markings.scope_of(text) if text else None
        if text and of_cell is None:
            plan.say(
                "warning", "scope not understood", "Read as neither national nor force-specific.",
                "scope", row, text,
            )  # fmt: skip
        found.append(of_cell or (banner.scope if banner else None) or of_sheet)
    return found
