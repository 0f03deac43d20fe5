"""``read_plan``: a spreadsheet's bytes in, a :class:`Plan` out."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import BinaryIO

import pandas as pd

from tracker.book import Book, PlanError, Sheet, open_book
from tracker.fields import Periods, seen_at
from tracker.own_downloads import ADDED_SHEETS, AS_AT_HEADING, heading_in_download
from tracker.reading import checks, dates, headings, sheet_plan, sheets
from tracker.reading.banners import stated_date
from tracker.reading.choices import Choices, Question
from tracker.reading.columns import has_heading
from tracker.reading.continued import with_continued
from tracker.reading.download import find_download, read_back
from tracker.reading.findings import (
    SEVERITIES,
    Finding,
    FindingKind,
    NoTable,
    as_one_each,
    sayings,
)
from tracker.reading.frames import joined, read_part
from tracker.reading.header import SEARCHED_ROWS
from tracker.reading.heading_words import date_kind
from tracker.reading.inspections import name_inspections
from tracker.reading.publication import assumed_publication, names_report
from tracker.reading.repeats import once_each
from tracker.reading.sheet_plan import SheetPlan
from tracker.reading.sheets import mark_finished
from tracker.reading.source import Source, source_of
from tracker.reading.status_questions import asked_once
from tracker.reading.table import Table, find_tables
from tracker.reading.versions import dated
from tracker.vocabulary import STATUS_GROUPS

_SAID = sayings("plan")
_VALUES_ALONE = ("xls", "xlsb")
"""Kinds of files of which neither formats nor what is hidden is read."""


@dataclass(frozen=True)
class Plan:
    """An action plan as read: the one object that everything after reading takes.

    ``actions``: one row an action, in the sheet's order, with every field of
    :data:`tracker.fields.FIELDS`, then ``sheet`` and ``row`` (from 1).
    ``original``: the user's own columns in their order, on the same index.
    ``columns``: field to header text. ``as_at``: the date stated in the workbook, or ``None``.
    ``published``: the day the report was published, ``None`` where that is not known.
    ``part_of_confirmed``: a download says that the plan it is a part of tells confirmed
    completions apart. ``choices``: what it was read with; ``questions``: the doubts that they
    leave, not yet weighed (:mod:`tracker.questions`). ``withheld``: how many of its rows are
    not in it because they may not be published; ``None`` where it is whole.
    ``periods``: of what was completed in a month or quarter, by sheet and row, its first day;
    ``completed_on`` is its last.
    """

    actions: pd.DataFrame
    original: pd.DataFrame
    columns: Mapping[str, str]
    findings: tuple[Finding, ...]
    as_at: date | None
    source: Source
    published: date | None = None
    part_of_confirmed: bool = False
    choices: Choices = field(default_factory=Choices)
    questions: tuple[Question, ...] = ()
    withheld: int | None = None
    periods: Periods = field(default_factory=dict)

    @property
    def tells_confirmed(self) -> bool:
        """Whether the plan tells confirmed completions apart from those only reported."""
        return self.part_of_confirmed or bool(self.actions["status"].eq("confirmed").any())

    @property
    def revised_only(self) -> bool:
        """Whether the due dates are those of a column that is headed as revised, unless chosen."""
        heading = self.columns.get("original_due", "")
        return date_kind(heading) == "revised" and "original_due" not in self.choices.columns

    def cell(self, name: str, position: int) -> str:
        """The address of a field's cell for the action at a position; its row where it has none."""
        return self.cells(name, [position])[0]

    def cells(self, name: str, positions: Sequence[int]) -> list[str]:
        """The same for several positions."""
        rows = self.actions["row"].to_numpy()[positions].tolist()
        sheets = self.actions["sheet"].to_numpy()[positions].tolist()
        told = [True] * len(rows)
        if name == "completed_on":  # which the status may tell
            heading = self.columns.get(name)
            typed = self.original[heading].to_numpy()[positions] if heading else [None] * len(rows)
            told = [each is not None for each in typed]
        return [
            self.source.cell(sheet, row, name if own else "status")
            for sheet, row, own in zip(sheets, rows, told, strict=True)
        ]

    def carried_down(self, name: str) -> pd.Series[bool]:
        """For which actions a field's cell was left blank, and so taken from the row above."""
        blank = {
            (finding.sheet, row)
            for finding in self.findings
            if finding.kind is FindingKind.CARRIED_DOWN and finding.field == name
            for row in finding.rows
        }
        if not blank:
            return pd.Series(False, self.actions.index)
        places = zip(self.actions["sheet"], self.actions["row"], strict=True)
        return pd.Series([place in blank for place in places], self.actions.index, dtype="bool")

    @property
    def changed_originals(self) -> int:
        """How many original timescales are not those first recorded, which are measured from."""
        return sum(finding.kind is FindingKind.ORIGINAL_CHANGED for finding in self.findings)

    def seen_at(self, as_at: date) -> Plan:
        """The plan as at a date: what was completed in the month that holds it was so by that day.

        That month's end, as which it was read, is a day to come.
        """
        if not self.periods:
            return self
        actions = seen_at(self.actions, self.periods, as_at)
        days, before = actions["completed_on"], self.actions["completed_on"]
        within = days.notna() & days.ne(before)
        said = checks.completed_within(self.actions, as_at, self.cells, within)
        findings = _sorted([*self.findings, *said])
        return replace(self, actions=actions, findings=findings, periods={})

    def findings_as_at(self, as_at: date) -> tuple[Finding, ...]:
        """The findings, with those that depend on the as-at date."""
        seen = self.seen_at(as_at)
        found = checks.check_as_at(seen.actions, as_at, self.cells)
        return _sorted([*seen.findings, *found])


def read_plan(
    file: Book | bytes | str | os.PathLike[str] | BinaryIO,
    choices: Choices | None = None,
    *,
    name: str = "",
) -> Plan:
    """Read an action plan in whatever layout it has.

    Parameters
    ----------
    file : Book, bytes, path or binary file
        A file as :func:`tracker.book.open_book` takes it, or has opened it.
    choices : Choices
        What the user says of the layout; by default the reader finds everything itself.
    name : str
        The file's name, for showing; a Book has its own.

    Raises
    ------
    PlanError
        One plain sentence, where the file cannot be read or holds no plan.

    Examples
    --------
    >>> read_plan("sample_data/building_the_picture_2016-04-30.xlsx").as_at
    datetime.date(2016, 4, 30)
    """
    book = file if isinstance(file, Book) else open_book(file, name)
    choices = choices or Choices()
    download = find_download(book)
    if download is None:
        return _read(book, choices)
    plan = _read(download.as_typed, download.choices(choices))
    plan = replace(plan, **read_back(download, plan, choices), choices=choices)
    return replace(plan, findings=_sorted(plan.findings))


def _read(book: Book, choices: Choices) -> Plan:
    _check_statuses(choices.statuses)
    findings: list[Finding] = []
    chosen = _choose_sheets(book, choices, findings)
    mark_finished(chosen.parts)
    name_inspections(chosen.parts, findings)
    if book.kind in _VALUES_ALONE:
        merged = ", what is merged down" if book.kind == "xlsb" else ""
        said = _SAID["VALUES_ALONE"].of(chosen.parts[0].name, kind=book.kind, merged=merged)
        findings.append(said)
    stated = _stated(chosen, book.sheets)
    known = choices.published is not None or names_report(chosen.parts, book.name)
    # An assumed day is for the timescales that need one, each of which says so: no age rests on it.
    counted_from = choices.published or assumed_publication(chosen.parts, known)
    parts = [read_part(part, counted_from, known) for part in chosen.parts]
    whole = once_each(joined(parts), chosen.parts, choices)
    source = replace(
        source_of(book.name, chosen, book.sheets, len(whole.actions)), sha256=book.sha256
    )
    asked = asked_once([*chosen.questions, *(q for part in chosen.parts for q in part.questions)])
    published = counted_from if known else None
    plan = Plan(
        actions=whole.actions,
        original=whole.original,
        columns=MappingProxyType(_columns(chosen.parts)),
        findings=(),
        as_at=stated,
        source=source,
        published=published,
        choices=choices,
        questions=asked,
        periods=whole.periods,
    )
    for part in chosen.parts:
        findings.extend(part.findings)
    checks.say_whole(plan, chosen.parts, findings)
    findings.extend(checks.check_actions(plan.actions, published, plan.cells))
    return replace(plan, findings=_sorted(findings))


def _check_statuses(statuses: Mapping[str, str]) -> None:
    for word, group in statuses.items():
        if group not in STATUS_GROUPS:
            known = ", ".join(STATUS_GROUPS)
            raise PlanError(
                f"“{group}”, given for the status “{word}”, is not a group: they are {known}."
            )


def _choose_sheets(book: Book, choices: Choices, findings: list[Finding]) -> sheets.Chosen:
    wanted, header_row = choices.sheets, choices.header_row
    every = book.sheets
    if not any(sheet.height for sheet in every):
        raise PlanError("There is nothing in this file: its sheets are empty.")
    named = {sheet.name.strip().casefold(): sheet for sheet in every}
    for name in wanted:
        if name.strip().casefold() not in named:
            known = ", ".join(f"“{sheet.name}”" for sheet in every)
            raise PlanError(f"There is no sheet “{name}” in this workbook: its sheets are {known}.")
    said = frozenset(headings.normal(heading) for heading in choices.columns.values() if heading)
    own = [sheet for sheet in every if sheet.name not in ADDED_SHEETS]
    searched = [named[name.strip().casefold()] for name in dict.fromkeys(wanted)] or own
    if header_row is not None and not wanted and len(every) > 1:
        scores = [[t.score for t in find_tables(sheet, None, said)] for sheet in every]
        searched = [every[scores.index(max(scores, key=lambda found: max(found, default=0.0)))]]
    tables = with_continued(searched, [find_tables(sheet, header_row, said) for sheet in searched])
    if not any(tables) or (wanted and not all(tables)):
        raise NoTable(sheets.no_table(book.kind))
    read = [table for found in tables for table in found]
    likely = max(read, key=lambda table: table.score)
    shared = {  # the fields whose chosen heading some table has: another may be without it
        name for name, heading in choices.columns.items()
        if any(has_heading(table, heading) for table in read)
    }  # fmt: skip
    plans = [_read_with(table, choices, shared if table is not likely else set()) for table in read]
    return sheets.choose(plans, choices, findings)


def _read_with(table: Table, choices: Choices, shared: set[str]) -> SheetPlan:
    """Read a table with the choices whose headings it has, and say which of ``shared`` it lacks."""
    lacking = {
        name: heading
        for name, heading in choices.columns.items()
        if heading and not has_heading(table, heading)
    }
    if not lacking.keys() <= shared:
        return sheet_plan.read_sheet(table, choices)  # raises, naming the heading
    columns = {n: heading for n, heading in choices.columns.items() if n not in lacking}
    plan = sheet_plan.read_sheet(table, replace(choices, columns=columns))
    for name, heading in lacking.items():
        plan.findings.append(
            _SAID["CHOSEN_COLUMN_MISSING"].of(plan.name, field=name, value=heading, heading=heading)
        )
    return plan


def _stated(chosen: sheets.Chosen, book: Sequence[Sheet]) -> date | None:
    """The as-at date: above the table, in a version's tab, else on a cover sheet."""
    above = [day for part in chosen.parts if (day := part.table.as_at or _of_own_csv(part))]
    if above:
        return max(above)
    if chosen.versions:
        return dated(chosen.parts[-1])
    monthly = [sheet for sheet in book if dates.first_date(sheet.name)]
    if len(chosen.parts) == 1 and len(monthly) > 1 and dates.first_date(chosen.parts[0].name):
        return dates.first_date(chosen.parts[0].name)  # one tab of several, named by the user
    read = {part.name for part in chosen.parts}
    covers = (
        stated_date(sheet, min(sheet.height, SEARCHED_ROWS), surely=True)
        for sheet in book
        if sheet.name not in read
    )
    return next((day for day in covers if day), None)


def _of_own_csv(part: SheetPlan) -> date | None:
    """The as-at date that the rows of the tracker's own CSV say."""
    heading = heading_in_download(AS_AT_HEADING, part.table.names)
    if heading is None or not part.columns.own_download:
        return None
    days = part.table.columns[part.table.names.index(heading)].texts.tolist()
    return max(filter(None, map(dates.first_date, filter(None, days))), default=None)


def _columns(parts: Sequence[SheetPlan]) -> dict[str, str]:
    names: dict[str, str] = {}
    for part in parts:
        for name, column in part.columns.fields.items():
            names.setdefault(name, part.headings[column])
    return {name: names[name] for name in sheet_plan.FIELD_ORDER if name in names}


def _sorted(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Errors first; within a severity in the order found; one finding for one problem."""
    return tuple(
        sorted(as_one_each(findings), key=lambda finding: SEVERITIES.index(finding.severity))
    )
