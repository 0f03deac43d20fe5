"""What is said of a plan as a whole: no actions, missing columns, hidden rows, bad cells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tracker.book import column_letters
from tracker.reading import checks
from tracker.reading.findings import Findings
from tracker.reading.kinds import FindingKind
from tracker.reading.sheet_plan import SheetPlan

if TYPE_CHECKING:
    from tracker.reading.plan import Plan


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
        "action": "No column was recognised as the action. Say which one it is in the column "
        "mapping.",
        "original_due": "No column was recognised as the original timescale, so no slippage can "
        "be measured. "
        "Say which one it is in the column mapping.",
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
    findings.extend(checks.check_counts(plan.actions, plan.columns, plan.source.sheet))
    _say_hidden(plan, findings)
    for part in parts:
        _say_bad_cells(part, findings)


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


def _say_bad_cells(part: SheetPlan, findings: Findings) -> None:
    """Cells that hold an error, or a formula that was never calculated: read as blank."""
    fields = {c + part.table.sheet.start[1]: n for n, c in part.columns.fields.items()}
    sheet = part.table.sheet
    bad = [(r, c, value, "an error") for r, c, value in sheet.errors]
    bad += [(r, c, "", "a formula that was never calculated") for r, c in sheet.uncalculated]
    rows = set((part.row_numbers() - 1).tolist()) if bad else set()
    for row, column, value, what in bad:
        if row in rows:
            name = fields.get(column, "")
            findings.add(
                "error" if name else "note",
                FindingKind.ERROR_IN_A_CELL if value else FindingKind.FORMULA_NOT_CALCULATED,
                f"The cell holds {what}, so it is read as blank. Open the workbook in Excel, "
                "put it right "
                "and save it.",
                sheet=sheet.name,
                cell=f"{column_letters(column)}{row + 1}",
                field=name,
                value=value,
            )
