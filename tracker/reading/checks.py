"""What was read, held against itself, and as a whole: nothing is changed, everything is said."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from tracker.reading.findings import Finding, Said, sayings
from tracker.reading.owners import likely_typos
from tracker.reading.parents import numbers_under
from tracker.reading.sheet_plan import SheetPlan
from tracker.vocabulary import COMPLETED_GROUPS, STATUS_GROUPS
from tracker.words import count as counted

if TYPE_CHECKING:
    from tracker.reading.plan import Plan

Locate = Callable[[str, Sequence[int]], list[str]]
"""The addresses of a field's cells, by field and positions in the frame."""

_SAID = sayings("checks")


def check_actions(actions: pd.DataFrame, published: date | None, locate: Locate) -> list[Finding]:
    """Contradictions and oddities that do not depend on the as-at date."""
    status = actions["status"].cat.codes.to_numpy()
    complete = np.isin(status, [STATUS_GROUPS.index(group) for group in COMPLETED_GROUPS])
    withdrawn = status == STATUS_GROUPS.index("withdrawn")
    percent = actions["percent_complete"].to_numpy()
    completed_on = actions["completed_on"].to_numpy()
    done_on = ~np.isnat(completed_on)
    stated = actions["status_text"].notna().to_numpy()
    started = (status == STATUS_GROUPS.index("not_started")) & (percent > 0) & (percent < 100)
    before = completed_on < np.datetime64(published or "NaT", "s")
    earlier = actions["revised_due"].to_numpy() < actions["original_due"].to_numpy()
    checks = {
        "COMPLETE_BELOW_100_PERCENT": ("percent_complete", complete & stated & (percent < 100)),
        "NOT_COMPLETE_AT_100_PERCENT": (
            "percent_complete",
            ~complete & ~withdrawn & stated & (percent == 100),
        ),
        "COMPLETION_DATE_BUT_NOT_COMPLETE": (
            "completed_on",
            ~complete & ~withdrawn & stated & done_on,
        ),
        "COMPLETION_DATE_BUT_WITHDRAWN": ("completed_on", withdrawn & done_on),
        "NOT_STARTED_BUT_UNDER_WAY": ("percent_complete", started & stated),
        "COMPLETED_BEFORE_PUBLICATION": ("completed_on", before),
        "REVISED_EARLIER_THAN_ORIGINAL": ("revised_due", earlier),
    }
    found = [
        finding
        for kind, (name, rows) in checks.items()
        for finding in _of_values(
            actions, locate, _SAID[kind], name, np.flatnonzero(rows).tolist(), day=published
        )
    ]
    numbers = [number or "" for number in actions["reference"].tolist()]
    begin = map(str.startswith, numbers[1:], [number.rstrip(".") for number in numbers])
    over = [
        row
        for row in np.flatnonzero(np.fromiter(begin, bool)).tolist()
        if numbers[row] and numbers_under(numbers[row], numbers[row + 1])
    ]
    found += _of_values(actions, locate, _SAID["COUNTED_BESIDE_ITS_PARTS"], "reference", over)
    return [*found, *_duplicates(actions, locate), *_two_spellings(actions, locate)]


def check_counts(actions: pd.DataFrame, columns: Collection[str], locate: Locate) -> list[Finding]:
    """Which actions lack what figures need; ``columns`` are the fields that have a column."""
    sheets, without_words = actions["sheet"].to_numpy(), actions["status_text"].isna().to_numpy()
    undated = np.isnat(actions["original_due"].to_numpy()) & ("original_due" in columns)
    unknown = actions["status"].cat.codes.to_numpy() == STATUS_GROUPS.index("unknown")
    silent = unknown & without_words & ("status" in columns)
    found = []
    for kind, field, lacking in (
        ("NO_ORIGINAL_TIMESCALE", "original_due", undated),
        ("NO_STATUS", "status", silent),
    ):
        for sheet in dict.fromkeys(sheets[lacking]):
            here = sheets == sheet
            cells = locate(field, np.flatnonzero(lacking & here).tolist())
            have = "has" if len(cells) == 1 else "have"
            words: dict[str, Any] = {"number": len(cells), "all": int(here.sum()), "have": have}
            found.append(_SAID[kind].of(sheet, cells, field, **words))
    return found


def check_as_at(actions: pd.DataFrame, as_at: date, locate: Locate) -> list[Finding]:
    """Actions reported complete on a day after the as-at date: open as at that date."""
    late = actions["completed_on"] > pd.Timestamp(as_at)
    rows = np.flatnonzero((late & actions["status"].isin(COMPLETED_GROUPS)).to_numpy()).tolist()
    said = _SAID["COMPLETED_AFTER_AS_AT"]
    return _of_values(actions, locate, said, "completed_on", rows, day=as_at)


def completed_within(
    actions: pd.DataFrame, as_at: date, locate: Locate, within: pd.Series[bool]
) -> list[Finding]:
    """What was completed in a month or quarter that holds the as-at date."""
    rows, said = np.flatnonzero(within).tolist(), _SAID["COMPLETED_WITHIN"]
    return _of_values(actions, locate, said, "completed_on", rows, shown="", day=as_at)


def _of_values(
    actions: pd.DataFrame,
    locate: Locate,
    said: Said,
    name: str,
    rows: Sequence[int],
    shown: str | None = None,
    **words: Any,
) -> list[Finding]:
    """A finding for each sheet, of a field's cells in rows; ``shown`` in place of its value."""
    values, sheets = actions[name].array, actions["sheet"].array
    of_sheet: defaultdict[str, list[int]] = defaultdict(list)
    for row in rows:
        of_sheet[sheets[row]].append(row)
    found = []
    for sheet, its in of_sheet.items():
        value = _as_shown(values[its[0]], name) if shown is None else shown
        found.append(said.of(sheet, locate(name, its), name, value, **words))
    return found


def _as_shown(value: Any, name: str) -> str:
    if isinstance(value, pd.Timestamp):
        return f"{value:%d/%m/%Y}"
    return f"{value:g}%" if name == "percent_complete" else str(value)


def _duplicates(actions: pd.DataFrame, locate: Locate) -> list[Finding]:
    """References on several actions; each sheet and each inspection may number its own from 1."""
    references, sheets = actions["reference"].tolist(), actions["sheet"].array
    if len(set(references)) == len(references):
        return []
    times, sources = Counter(references), actions["source"].array
    rows: defaultdict[tuple[Any, ...], list[int]] = defaultdict(list)
    for row, reference in enumerate(references):
        if reference is not None and times[reference] > 1:
            rows[sheets[row], sources[row], reference].append(row)
    said = _SAID["REFERENCE_USED_MORE_THAN_ONCE"]
    return [
        finding
        for its in rows.values()
        if len(its) > 1
        for finding in _of_values(actions, locate, said, "reference", its, number=len(its))
    ]


def _two_spellings(actions: pd.DataFrame, locate: Locate) -> list[Finding]:
    named: list[tuple[str, ...]] = actions["owners"].tolist()
    times: Counter[str] = Counter()
    for names, count in Counter(named).items():
        times.update(dict.fromkeys(names, count))
    sheets, said = actions["sheet"].array, _SAID["OWNER_WRITTEN_TWO_WAYS"]
    return [
        said.of(sheets[row], locate("owner", [row]), "owner", other, other=other, name=name)
        for name, other in likely_typos(times)
        for row, names in enumerate(named)
        if other in names
    ]


def say_whole(plan: Plan, parts: Sequence[SheetPlan], findings: list[Finding]) -> None:
    """What is said of the plan as a whole: no actions, missing columns, hidden rows, bad cells."""
    source = plan.source

    def say(code: str, field: str = "", number: int = 0) -> None:
        said = _SAID[code].of(source.sheet, (), field, str(number or ""), number=number)
        findings.append(said)

    if not len(plan.actions):
        say("NO_ACTIONS_FOUND")
    dated = {"original_due"} if plan.actions["original_due"].notna().any() else set()  # by headings
    for name in ("action", "original_due", "status", "owner"):
        if name not in dated | plan.columns.keys() and len(plan.actions):
            say(name, name)
    findings.extend(check_counts(plan.actions, plan.columns, plan.cells))
    if source.hidden_rows:
        say("HIDDEN_ROWS", number=source.hidden_rows)
    if source.hidden_columns:
        say("HIDDEN_COLUMNS", number=source.hidden_columns)
    for part in parts:
        say_of_cells(part, findings)


def say_of_cells(plan: SheetPlan, findings: list[Finding]) -> None:
    """Say which cells hold an error, were changed in Word, or stand far from the others."""
    sheet, start = plan.table.sheet, plan.table.sheet.start[1]
    fields = {column + start: name for name, column in plan.columns.fields.items()}
    bad = [(row, column, value, "ERROR_IN_A_CELL") for row, column, value in sheet.errors]
    bad += [(row, column, "", "FORMULA_NOT_CALCULATED") for row, column in sheet.uncalculated]
    bad += [(row, column, "", "CHANGE_NOT_ACCEPTED") for row, column in sheet.changed]
    rows = set((plan.row_numbers() - 1).tolist()) if bad else ()
    for row, column, value, code in bad:
        if row in rows:
            said = _SAID[code]
            if said.severity == "error" and column not in fields:
                said = replace(said, severity="note")
            cell = sheet.address(row - sheet.start[0], column - start)
            findings.append(said.of(sheet.name, [cell], fields.get(column, ""), value))
    for row in sorted({*sheet.deleted}):
        cell = sheet.address(max(row - 1, 0) - sheet.start[0], 0)
        number = sheet.deleted.count(row)
        findings.append(_SAID["deleted"].of(sheet.name, [cell], rows=counted("row", number)))
    for cell, text in sheet.far:
        findings.append(_SAID["VALUE_FAR_AWAY"].of(sheet.name, [cell], "", text))
    for line, cells, headings in sheet.ragged:
        if line > plan.table.first_row:
            more = "more" if cells > headings else "fewer"
            said = _SAID["LINE_OF_ANOTHER_LENGTH"]
            words: dict[str, Any] = {"filled": cells, "more": more, "headings": headings}
            findings.append(said.of(sheet.name, [f"A{line}"], **words))
