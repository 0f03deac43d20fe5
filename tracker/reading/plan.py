"""``read_plan``: a spreadsheet's bytes in, a :class:`Plan` out."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO

import numpy as np
import pandas as pd

from tracker.fields import PUBLISHED, STATUS_GROUPS, STATUS_LABELS, actions_frame
from tracker.reading import checks, date_columns, sheet_plan, sheets
from tracker.reading.findings import SEVERITIES, Finding, Findings, PlanError
from tracker.reading.sheet_plan import Choices, SheetPlan
from tracker.reading.sheets import Version
from tracker.reading.table import find_table, stated_above
from tracker.reading.workbook import Cell, Sheet, as_text, column_letters, read_sheets

REPORT_NAME = "building the picture"
YEARS_FROM_REPORT = 3
"""Where all a plan's dates are further from July 2015, it is not about Building the Picture."""


@dataclass(frozen=True)
class Source:
    """Where a plan was read from.

    ``sheets`` are those that were read, ``other_sheets`` those that were not, ``versions`` those
    of them that hold the plan as at another date. ``header_row`` is the (last) header row of the
    first sheet, from 1. ``hidden_rows`` and ``hidden_columns`` are how many of those read are
    hidden in the workbook. ``letters`` gives, by sheet, the column letter of each field.
    """

    file: str
    sheets: tuple[str, ...]
    header_row: int
    rows: int
    other_sheets: tuple[str, ...] = ()
    versions: tuple[Version, ...] = ()
    hidden_rows: int = 0
    hidden_columns: int = 0
    letters: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def sheet(self) -> str:
        """The sheets read, as one text."""
        return ", ".join(self.sheets)


@dataclass(frozen=True)
class Plan:
    """An action plan as read: the one object that everything after reading takes.

    ``actions``: one row an action, in the sheet's order, with every field of
    :data:`tracker.fields.FIELDS`, then ``sheet`` and ``row`` (from 1).
    ``original``: the user's own columns in their order, on the same index.
    ``columns``: field to header text. ``as_at``: the date stated in the workbook, or ``None``.
    ``published``: the day "Immediately" counts from, ``None`` where it could not be assumed.
    """

    actions: pd.DataFrame
    original: pd.DataFrame
    columns: Mapping[str, str]
    findings: tuple[Finding, ...]
    as_at: date | None
    source: Source
    published: date | None = None

    def cell(self, name: str, position: int) -> str:
        """The address of a field's cell for the action at a position; its row where it has none."""
        row = int(self.actions["row"].iloc[position])
        letters = self.source.letters.get(self.actions["sheet"].iloc[position], {})
        return f"{letters.get(name, '')}{row}"

    def findings_as_at(self, as_at: date) -> tuple[Finding, ...]:
        """The findings, with those that depend on the as-at date."""
        return _sorted([*self.findings, *checks.check_as_at(self.actions, as_at, self.cell)])


def read_plan(
    file: bytes | str | os.PathLike[str] | BinaryIO,
    *,
    name: str = "",
    sheets: Sequence[str] = (),
    header_row: int | None = None,
    columns: Mapping[str, str] | None = None,
    statuses: Mapping[str, str] | None = None,
    published: date | None = None,
    day_first: bool | None = None,
) -> Plan:
    """Read an action plan in whatever layout it has.

    Parameters
    ----------
    file : bytes, path or binary file
        An xlsx, xlsm, xls, xlsb, ods, csv or tsv file; what it is decides, not its name.
    name : str
        The file's name, for showing.
    sheets, header_row : sequence of str, int
        The sheets to read together and the header row (from 1), where the user says so.
    columns : mapping of field to heading
        The user's choice of columns; an empty heading means that there is none.
    statuses : mapping of status words to status group
        The user's meaning of status words.
    published : date
        The day the report was published: "Immediately" and "Within …" count from it.
    day_first : bool
        Whether 1/2/2016 is 1 February; ``None`` lets each column prove that it is not.

    Raises
    ------
    PlanError
        One plain sentence, where the file cannot be read or holds no plan.

    Examples
    --------
    >>> read_plan("sample_data/building_the_picture_2016-04-30.xlsx").as_at
    datetime.date(2016, 4, 30)
    """
    data, name = _load(file, name)
    own = _checked_statuses(statuses or {})
    choices = Choices(columns or {}, own, day_first)
    findings = Findings()
    book = read_sheets(data)
    chosen = _choose_sheets(book, sheets, header_row, choices, findings)
    stated = _stated(chosen, book)
    known = published is not None or _names_report(chosen.parts, name)
    counted_from = published or _assumed_publication(chosen.parts, known)
    parts = [_read_part(part, own, counted_from, known) for part in chosen.parts]
    actions = pd.concat([part.actions for part in parts], ignore_index=True)
    original = pd.concat([part.original for part in parts], ignore_index=True)
    source = _source(name, chosen, book, len(actions))
    plan = Plan(
        actions=actions,
        original=original.astype("object").where(original.notna(), None),
        columns=MappingProxyType(_headings(chosen.parts)),
        findings=(),
        as_at=stated,
        source=source,
        published=counted_from,
    )
    for part in chosen.parts:
        findings.extend(part.findings)
    _say_whole(plan, chosen.parts, findings)
    findings.extend(checks.check_actions(actions, counted_from, plan.cell))
    return replace(plan, findings=_sorted(findings))


def _load(file: bytes | str | os.PathLike[str] | BinaryIO, name: str) -> tuple[bytes, str]:
    if isinstance(file, bytes):
        return file, name
    if isinstance(file, str | os.PathLike):
        path = Path(file)
        try:
            return path.read_bytes(), name or path.name
        except FileNotFoundError as error:
            raise PlanError(f"There is no file “{path.name}” there.") from error
        except IsADirectoryError as error:
            raise PlanError(f"“{path.name}” is a folder, not a file.") from error
        except OSError as error:
            raise PlanError(
                f"The file “{path.name}” could not be opened: {error.strerror}."
            ) from error
    return file.read(), name or Path(getattr(file, "name", "") or "").name


def _checked_statuses(statuses: Mapping[str, str]) -> dict[str, str]:
    for word, group in statuses.items():
        if group not in STATUS_GROUPS:
            known = ", ".join(STATUS_GROUPS)
            raise PlanError(
                f"“{group}”, given for the status “{word}”, is not a group: they are {known}."
            )
    return dict(statuses)


def _choose_sheets(
    book: list[Sheet],
    wanted: Sequence[str],
    header_row: int | None,
    choices: Choices,
    findings: Findings,
) -> sheets.Chosen:
    named = {sheet.name.strip().casefold(): sheet for sheet in book}
    for name in wanted:
        if name.strip().casefold() not in named:
            known = ", ".join(f"“{sheet.name}”" for sheet in book)
            raise PlanError(f"There is no sheet “{name}” in this workbook: its sheets are {known}.")
    searched = (
        [named[name.strip().casefold()] for name in dict.fromkeys(wanted)] if wanted else book
    )
    tables = [
        find_table(sheet, header_row if wanted or len(book) == 1 else None) for sheet in searched
    ]
    if header_row is not None and not wanted and len(book) > 1:
        likely = max(range(len(book)), key=lambda i: tables[i].score if tables[i] else 0.0)  # type: ignore[union-attr]
        tables = [find_table(book[likely], header_row)]
    plans = [sheet_plan.read_sheet(table, choices) for table in tables if table is not None]
    if wanted:
        if len(plans) < len(searched):
            raise PlanError(sheets.NO_TABLE)
        return sheets.Chosen(plans, [])
    return sheets.choose(plans, findings)


def _stated(chosen: sheets.Chosen, book: list[Sheet]) -> date | None:
    """The as-at date: above the table, in a version's tab, else on a cover sheet."""
    above = [part.table.as_at for part in chosen.parts if part.table.as_at]
    if above:
        return max(above)
    if chosen.versions:
        return sheets.dated(chosen.parts[-1])
    read = {part.name for part in chosen.parts}
    covers = (stated_above(sheet) for sheet in book if sheet.name not in read)
    return next((day for day in covers if day), None)


def _names_report(parts: Sequence[SheetPlan], name: str) -> bool:
    texts = [name.replace("_", " ").replace("-", " ")]
    for part in parts:
        texts += [part.name, part.table.title]
        texts += [text for text in set(part.texts("source")) if text]
    return any(REPORT_NAME in " ".join(text.casefold().split()) for text in texts)


def _assumed_publication(parts: Sequence[SheetPlan], known: bool) -> date | None:
    if known:
        return PUBLISHED
    days = [c.days[~np.isnat(c.days)] for p in parts for c in (*p.dates.values(), *p.later)]
    every = np.concatenate(days) if days else np.array([], dtype="datetime64[s]")
    if not every.size:
        return PUBLISHED
    near = np.abs(every - np.datetime64(PUBLISHED, "s")) <= np.timedelta64(
        YEARS_FROM_REPORT * 365, "D"
    )
    return PUBLISHED if near.any() else None


@dataclass(frozen=True)
class _Part:
    actions: pd.DataFrame
    original: pd.DataFrame


def _read_part(
    part: SheetPlan, own: Mapping[str, str], published: date | None, known: bool
) -> _Part:
    part.dates = {n: date_columns.resolve(c, published) for n, c in part.dates.items()}
    part.later = [date_columns.resolve(c, published) for c in part.later]
    names, wording = sheet_plan.recommendations(part)
    groups, status_texts = sheet_plan.read_statuses(part, own)
    percent = sheet_plan.read_percent(part)
    owners = sheet_plan.read_owners(part)
    fields: dict[str, object] = {n: part.texts(n) for n in sheet_plan.TEXT_FIELDS}
    fields |= {n: c.days for n, c in part.dates.items()}
    fields["original_due_text"] = part.texts("original_due")
    fields |= _revised(part)
    fields["recommendation"], fields["recommendation_text"] = names, wording
    fields["scope"] = sheet_plan.scopes(part)
    fields["recommendation_due"] = _recommendation_due(part)
    fields["percent_complete"] = percent.values
    fields["status_text"] = status_texts
    fields["restricted"] = sheet_plan.read_restricted(part, status_texts)
    fields["status"] = _groups(part, groups, fields)
    fields["sheet"] = [part.name] * part.size
    fields["row"] = part.row_numbers()
    index = pd.RangeIndex(part.size)
    fields["owners"] = pd.Series(owners, index=index, dtype="object")
    sheet_plan.say_dates(part, known, published)
    return _Part(actions_frame(fields, index), _original(part))


def _revised(part: SheetPlan) -> dict[str, object]:
    """The latest agreed date, its words, and how many different dates followed the original."""
    size = part.size
    latest = np.full(size, np.datetime64("NaT"), dtype="datetime64[s]")
    texts: list[str | None] = [None] * size
    original = part.dates["original_due"].days if "original_due" in part.dates else latest
    seen: dict[int, set[date]] = {}

    def moved(row: int, days: Sequence[date]) -> None:
        seen.setdefault(row, set()).update(days)
        latest[row] = np.datetime64(days[-1], "s")

    if "original_due" in part.dates:
        for row, days in part.dates["original_due"].later.items():
            moved(row, days)
            texts[row] = part.texts("original_due")[row]
    for column, words in zip(part.later, part.later_texts, strict=True):
        known = ~np.isnat(column.days)
        latest[known] = column.days[known]
        for row in np.flatnonzero(known).tolist():
            seen.setdefault(row, set()).add(column.days[row].astype(object).date())
        for row, days in column.later.items():
            moved(row, days)
        for row, text in enumerate(words):
            texts[row] = text if text is not None else texts[row]
    moves = np.zeros(size, dtype=np.int64)
    for row, days_seen in seen.items():
        first = None if np.isnat(original[row]) else original[row].astype(object).date()
        moves[row] = len(days_seen - {first})
    if part.columns.own_download and "date_moves" in part.cells:
        moves = np.array(
            [int(cell) if isinstance(cell, float) else 0 for cell in part.cells["date_moves"]]
        )
    return {"revised_due": latest, "revised_due_text": texts, "date_moves": moves}


def _recommendation_due(part: SheetPlan) -> object:
    if "recommendation_due" in part.dates:
        return part.dates["recommendation_due"].days
    return np.array(
        [
            np.datetime64(b.due, "s") if b and b.due else np.datetime64("NaT", "s")
            for b in part.rows.banners
        ],
        dtype="datetime64[s]",
    )


def _groups(part: SheetPlan, groups: list[str | None], fields: Mapping[str, object]) -> list[str]:
    """The status group of each row: its cell, else its completion, percentage or due date."""
    finished = sheets.finished_sheet(part.name)
    completed = part.dates.get("completed_on")
    percent = fields["percent_complete"]
    due = part.dates.get("original_due")
    found = []
    for row, group in enumerate(groups):
        banner = part.rows.banners[row]
        if group is None and (finished or (banner is not None and banner.completed)):
            group = "complete"
        if group is None and completed is not None:
            typed = completed.remarks.get(row)
            if not np.isnat(completed.days[row]) or (typed is not None and typed.outcome == "done"):
                group = "complete"
        if group is None and not np.isnan(percent[row]):  # type: ignore[index]
            value = percent[row]  # type: ignore[index]
            group = "complete" if value == 100 else "in_progress" if value else "not_started"
        has_due = (due is not None and not np.isnat(due.days[row])) or not np.isnat(
            fields["revised_due"][row]
        )  # type: ignore[index]
        found.append(group or ("not_started" if has_due else "unknown"))
    return found


def _original(part: SheetPlan) -> pd.DataFrame:
    """The user's own columns as read, merged and carried-down cells filled."""
    frame: dict[str, list[object]] = {}
    filled = {column: name for name, column in part.columns.fields.items()}
    for column, name in enumerate(part.table.names):
        if column in part.columns.dropped:
            continue
        if column in filled:
            cells = part.cells[filled[column]]
        else:
            whole = part.table.columns[column]
            cells = [whole[row] for row in part.rows.kept]
        values = _values(cells)
        if not name and all(value is None for value in values):
            continue
        frame[name or f"Column {column_letters(column + part.table.sheet.start[1])}"] = values
    return pd.DataFrame(frame, index=pd.RangeIndex(part.size), dtype="object")


def _values(cells: Sequence[Cell]) -> list[object]:
    kinds = set(map(type, cells))
    if kinds == {str}:
        return [cell if cell else None for cell in cells]
    return [
        (cell or None)
        if type(cell) is str
        else date.fromordinal(cell)
        if type(cell) is int
        else cell
        for cell in cells
    ]


def _headings(parts: Sequence[SheetPlan]) -> dict[str, str]:
    headings: dict[str, str] = {}
    for part in parts:
        for name, column in part.columns.fields.items():
            headings.setdefault(name, part.table.names[column])
    return {name: headings[name] for name in sheet_plan.FIELD_ORDER if name in headings}


def _source(name: str, chosen: sheets.Chosen, book: list[Sheet], rows: int) -> Source:
    parts = chosen.parts
    read = [part.name for part in parts]
    hidden_rows = hidden_columns = 0
    for part in parts:
        hidden = set(part.table.sheet.hidden_rows)
        hidden_rows += sum(number - 1 in hidden for number in part.row_numbers())
        for first, last in part.table.sheet.hidden_columns:
            start = part.table.sheet.start[1]
            hidden_columns += sum(
                1
                for i, heading in enumerate(part.table.names)
                if heading and first <= i + start <= last
            )
    return Source(
        file=name,
        sheets=tuple(read),
        header_row=parts[0].table.header_row + parts[0].table.sheet.start[0] + 1,
        rows=rows,
        other_sheets=tuple(sheet.name for sheet in book if sheet.name not in read),
        versions=tuple(chosen.versions),
        hidden_rows=hidden_rows,
        hidden_columns=hidden_columns,
        letters={
            part.name: {
                name: column_letters(column + part.table.sheet.start[1])
                for name, column in part.columns.fields.items()
            }
            for part in parts
        },
    )


def _say_whole(plan: Plan, parts: Sequence[SheetPlan], findings: Findings) -> None:
    """What is said of the plan as a whole: no actions, missing columns, hidden rows, bad cells."""
    if not len(plan.actions):
        findings.add(
            "error", "no actions found",
            "The headings were found but no actions below them: there is nothing to measure.",
            sheet=plan.source.sheet,
        )  # fmt: skip
    missing = {
        "action": "No column was recognised as the action. Say which one it is in the column mapping.",
        "original_due": "No column was recognised as the original timescale, so no slippage can be measured. "
        "Say which one it is in the column mapping.",
        "status": "No column was recognised as the status, so an action counts as complete only where its "
        "completion date or percentage says so.",
        "owner": "No column was recognised as the owner, so no action is counted under one.",
    }
    for name, problem in missing.items():
        if name not in plan.columns and len(plan.actions):
            findings.add(
                "warning", "column not found", problem, sheet=plan.source.sheet, field=name
            )
    undated = int(plan.actions["original_due"].isna().sum())
    if undated and "original_due" in plan.columns:
        findings.add(
            "warning", "no original timescale",
            f"{undated} of {len(plan.actions)} actions have no original timescale that could be read: "
            "they have no slippage and are never overdue.",
            sheet=plan.source.sheet, field="original_due",
        )  # fmt: skip
    silent = plan.actions["status"].eq("unknown") & plan.actions["status_text"].isna()
    if silent.any():
        findings.add(
            "warning", "no status",
            f"{int(silent.sum())} actions have no status, completion date, percentage or due date: "
            "they count as open.",
            sheet=plan.source.sheet, field="status",
        )  # fmt: skip
    _say_hidden(plan, findings)
    for part in parts:
        _say_bad_cells(part, findings)


def _say_hidden(plan: Plan, findings: Findings) -> None:
    source = plan.source
    if source.hidden_rows:
        findings.add(
            "warning", "hidden rows",
            f"{source.hidden_rows} of the actions stand in rows that are hidden in the workbook. They are "
            "counted: unhide them there to see them.",
            sheet=source.sheet, value=str(source.hidden_rows),
        )  # fmt: skip
    if source.hidden_columns:
        findings.add(
            "note", "hidden columns",
            f"{source.hidden_columns} columns are hidden in the workbook. They were read.",
            sheet=source.sheet, value=str(source.hidden_columns),
        )  # fmt: skip


def _say_bad_cells(part: SheetPlan, findings: Findings) -> None:
    """Cells that hold an error, or a formula that was never calculated: read as blank."""
    rows = {number - 1 for number in part.row_numbers()}
    fields = {c + part.table.sheet.start[1]: n for n, c in part.columns.fields.items()}
    sheet = part.table.sheet
    bad = [(r, c, value, "an error") for r, c, value in sheet.errors]
    bad += [(r, c, "", "a formula that was never calculated") for r, c in sheet.uncalculated]
    for row, column, value, what in bad:
        if row in rows:
            name = fields.get(column, "")
            findings.add(
                "error" if name else "note", "error in a cell" if value else "formula not calculated",
                f"The cell holds {what}, so it is read as blank. Open the workbook in Excel, put it right "
                "and save it.",
                sheet=sheet.name, cell=f"{column_letters(column)}{row + 1}", field=name, value=value,
            )  # fmt: skip


def _sorted(findings: Sequence[Finding] | Findings) -> tuple[Finding, ...]:
    """Errors first; within a severity in the order found."""
    return tuple(sorted(findings, key=lambda finding: SEVERITIES.index(finding.severity)))


def status_words(plan: Plan) -> pd.DataFrame:
    """The plan's status words with their groups: ``word``, ``group``, ``label``, ``actions``."""
    words = plan.actions.loc[plan.actions["status_text"].notna(), ["status_text", "status"]]
    table = words.astype(str).value_counts(sort=False).reset_index(name="actions")
    table.columns = pd.Index(["word", "group", "actions"])
    table.insert(2, "label", table["group"].map(STATUS_LABELS))
    return table.sort_values("actions", ascending=False, ignore_index=True)


__all__ = ["Plan", "Source", "Version", "as_text", "read_plan", "status_words"]
