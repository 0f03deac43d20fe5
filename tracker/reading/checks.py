"""What was read, held against itself, and as a whole: nothing is changed, everything is said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from tracker.book import objects
from tracker.fields import COMPLETED_GROUPS, STATUS_GROUPS
from tracker.reading import owners
from tracker.reading.cell_notes import say_of_cells
from tracker.reading.findings import Finding, Findings, Severity
from tracker.reading.kinds import FindingKind
from tracker.reading.sheet_plan import SheetPlan

if TYPE_CHECKING:
    from tracker.reading.plan import Plan

Locate = Callable[[str, int], str]
"""The address of a field's cell, by field and position in the frame."""


def check_actions(actions: pd.DataFrame, published: date | None, locate: Locate) -> list[Finding]:
    """Contradictions and oddities that do not depend on the as-at date."""
    found: list[Finding] = []

    def say(
        severity: Severity, kind: FindingKind, name: str, rows: Iterable[int], problem: str
    ) -> None:
        found.extend(_said(actions, severity, kind, name, rows, problem, locate))

    status = actions["status"].cat.codes.to_numpy()
    complete = np.isin(status, [STATUS_GROUPS.index(group) for group in COMPLETED_GROUPS])
    withdrawn = status == STATUS_GROUPS.index("withdrawn")
    percent = actions["percent_complete"].to_numpy()
    completed_on = actions["completed_on"].to_numpy()
    done_on = ~np.isnat(completed_on)
    stated = actions["status_text"].notna().to_numpy()
    say(
        "warning",
        FindingKind.COMPLETE_BELOW_100_PERCENT,
        "percent_complete",
        np.flatnonzero(complete & stated & (percent < 100)).tolist(),
        "The status says complete and the percentage does not. The status decides: correct the "
        "one that is wrong.",
    )
    say(
        "warning",
        FindingKind.NOT_COMPLETE_AT_100_PERCENT,
        "percent_complete",
        np.flatnonzero(~complete & ~withdrawn & stated & (percent == 100)).tolist(),
        "The percentage is 100 and the status does not say complete. The status decides, so the "
        "action counts as open: correct the one that is wrong.",
    )
    say(
        "warning",
        FindingKind.COMPLETION_DATE_BUT_NOT_COMPLETE,
        "completed_on",
        np.flatnonzero(~complete & ~withdrawn & stated & done_on).tolist(),
        "There is a completion date and the status does not say complete. The status decides, so "
        "the action counts as open: correct the one that is wrong.",
    )
    say(
        "note",
        FindingKind.COMPLETION_DATE_BUT_WITHDRAWN,
        "completed_on",
        np.flatnonzero(withdrawn & done_on).tolist(),
        "There is a completion date on a withdrawn action. It stays out of every rate: correct the "
        "status if it was completed.",
    )
    started = (status == STATUS_GROUPS.index("not_started")) & stated & (percent > 0)
    say(
        "warning",
        FindingKind.NOT_STARTED_BUT_UNDER_WAY,
        "percent_complete",
        np.flatnonzero(started & (percent < 100)).tolist(),
        "The status says not started and the percentage does not. The status decides: correct the "
        "one that is wrong.",
    )
    if published is not None:
        before = completed_on < np.datetime64(published, "s")
        say(
            "warning",
            FindingKind.COMPLETED_BEFORE_PUBLICATION,
            "completed_on",
            np.flatnonzero(before).tolist(),
            f"This is before the report was published ({published:%d/%m/%Y}). Check the date.",
        )
    say(
        "warning",
        FindingKind.REVISED_EARLIER_THAN_ORIGINAL,
        "revised_due",
        np.flatnonzero(
            actions["revised_due"].to_numpy() < actions["original_due"].to_numpy()
        ).tolist(),
        "The revised timescale is earlier than the original one. Both are used as typed: check "
        "them.",
    )
    found += _duplicates(actions, locate)
    found += _typos(actions, locate)
    return found


def check_counts(actions: pd.DataFrame, columns: Collection[str], locate: Locate) -> list[Finding]:
    """Which actions lack what figures need; ``columns`` are the fields that have a column."""
    told = [
        (
            actions["original_due"].isna() & ("original_due" in columns),
            FindingKind.NO_ORIGINAL_TIMESCALE,
            "original_due",
            "no original timescale that could be read, so no slippage and no day to be overdue.",
        ),
        (
            actions["status"].eq("unknown") & actions["status_text"].isna(),
            FindingKind.NO_STATUS,
            "status",
            "no status, completion date, percentage or due date: counted as open.",
        ),
    ]
    found = []
    for lacking, kind, field, problem in told:
        for sheet in actions.loc[lacking, "sheet"].unique():
            here = actions["sheet"].eq(sheet)
            cells = [locate(field, row) for row in np.flatnonzero(lacking & here).tolist()]
            have = "has" if len(cells) == 1 else "have"
            count = f"{len(cells)} of {int(here.sum())} actions {have} {problem}"
            found.append(Finding("warning", sheet, cells[0], field, "", count, kind, (*cells[1:],)))
    return found


def check_as_at(actions: pd.DataFrame, as_at: date, locate: Locate) -> list[Finding]:
    """Actions reported complete on a day after the as-at date: open as at that date."""
    late = actions["completed_on"] > pd.Timestamp(as_at)
    rows = np.flatnonzero((late & actions["status"].isin(COMPLETED_GROUPS)).to_numpy())
    problem = (
        f"Completed after the as-at date ({as_at:%d/%m/%Y}), so it counts as open as at that date. "
        "Check the completion date, or the as-at date."
    )
    kind = FindingKind.COMPLETED_AFTER_AS_AT
    return _said(actions, "warning", kind, "completed_on", rows.tolist(), problem, locate)


def _said(
    actions: pd.DataFrame,
    severity: Severity,
    kind: FindingKind,
    name: str,
    rows: Iterable[int],
    problem: str,
    locate: Locate,
) -> list[Finding]:
    """One finding for each value of the field in these rows, with all its cells."""
    values, sheets = actions[name].array, actions["sheet"].array
    cells: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        value = values[row]
        if isinstance(value, pd.Timestamp):
            shown = f"{value:%d/%m/%Y}"
        else:
            shown = f"{value:g}%" if name == "percent_complete" else str(value)
        cells.setdefault((sheets[row], shown), []).append(locate(name, row))
    return [
        Finding(severity, sheet, first, name, shown, problem, kind, tuple(also))
        for (sheet, shown), (first, *also) in cells.items()
    ]


def _duplicates(actions: pd.DataFrame, locate: Locate) -> list[Finding]:
    references = actions["reference"].tolist()
    if len(set(references)) >= len(references) - max(references.count(None) - 1, 0):
        return []
    # Each sheet and each inspection may number its actions from 1.
    of = zip(actions["sheet"], actions["source"], references, strict=True)
    codes, names = pd.factorize(objects(own if own[2] else None for own in of))
    times = np.bincount(codes[codes >= 0], minlength=len(names))
    places: dict[int, list[int]] = {code: [] for code in np.flatnonzero(times > 1).tolist()}
    several = np.append(times > 1, False)[codes]  # an unknown reference has the code −1
    for row, code in zip(np.flatnonzero(several).tolist(), codes[several].tolist(), strict=True):
        places[code].append(row)
    found = []
    for rows in places.values():
        found += _said(
            actions,
            "warning",
            FindingKind.REFERENCE_USED_MORE_THAN_ONCE,
            "reference",
            rows,
            f"The same reference stands on {len(rows)} actions. Each is counted: give each its own "
            "reference if they are different actions.",
            locate,
        )
    return found


def _typos(actions: pd.DataFrame, locate: Locate) -> list[Finding]:
    rows: dict[str, list[int]] = {}
    for row, names in enumerate(actions["owners"].tolist()):
        for name in names:
            rows.setdefault(name, []).append(row)
    used = Counter({name: len(its) for name, its in rows.items()})
    return [
        Finding(
            "warning",
            actions["sheet"].iloc[row],
            locate("owner", row),
            "owner",
            other,
            f"“{other}” and “{name}” may be one owner, written two ways. They are counted apart: "
            "correct the spelling if they are one.",
            FindingKind.OWNER_WRITTEN_TWO_WAYS,
        )
        for name, other in owners.likely_typos(used)
        for row in rows[other]
    ]


def say_whole(plan: Plan, parts: Sequence[SheetPlan], findings: Findings) -> None:
    """What is said of the plan as a whole: no actions, missing columns, hidden rows, bad cells."""
    if not len(plan.actions):
        findings.add(
            "error",
            FindingKind.NO_ACTIONS_FOUND,
            "The headings were found but no actions below them: there is nothing to measure.",
            sheet=plan.source.sheet,
        )
    missing = {
        "action": "No column was recognised as the action. Say which one it is.",
        "original_due": "No column was recognised as the original timescale, so no slippage can "
        "be measured. Say which one it is.",
        "status": "No column was recognised as the status, so an action counts as complete only "
        "where its "
        "completion date or percentage says so.",
        "owner": "No column was recognised as the owner, so no action is counted under one.",
    }
    for name, problem in missing.items():
        if name not in plan.columns and len(plan.actions):
            findings.add(
                "warning",
                FindingKind.COLUMN_NOT_FOUND,
                problem,
                sheet=plan.source.sheet,
                field=name,
            )
    findings.extend(check_counts(plan.actions, plan.columns, plan.cell))
    _say_hidden(plan, findings)
    for part in parts:
        say_of_cells(part, findings)


def _say_hidden(plan: Plan, findings: Findings) -> None:
    source = plan.source
    if source.hidden_rows:
        findings.add(
            "warning",
            FindingKind.HIDDEN_ROWS,
            f"{source.hidden_rows} of the actions stand in rows that are hidden in the "
            "workbook. They are "
            "counted: unhide them there to see them.",
            sheet=source.sheet,
            value=str(source.hidden_rows),
        )
    if source.hidden_columns:
        findings.add(
            "note",
            FindingKind.HIDDEN_COLUMNS,
            f"{source.hidden_columns} columns are hidden in the workbook. They were read.",
            sheet=source.sheet,
            value=str(source.hidden_columns),
        )
