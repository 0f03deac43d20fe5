"""Which sheets of a workbook are the plan: parts of one plan, or versions of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from rapidfuzz import fuzz

from tracker.fields import DOWNLOAD_SHEETS
from tracker.reading import headings
from tracker.reading.banners import stated_in
from tracker.reading.choices import Question
from tracker.reading.findings import Findings
from tracker.reading.kinds import FindingKind
from tracker.reading.sheet_plan import SheetPlan

SAME_SHAPE = 0.6
"""Share of headings that two sheets must have in common to be of the same shape."""

SAME_ACTION = 80
"""Of 100 (RapidFuzz, words in any order) from which two wordings are one action."""

_LEAST_FIELDS = 3
"""Fields that a further table on the plan's sheet must have to be read with it."""

_FINISHED = re.compile(
    r"\b(?:completed?|closed|archived?|discharged|implemented|done|finished)\b", re.IGNORECASE
)


@dataclass(frozen=True)
class Version:
    """A sheet that holds the plan as at another date (``None`` where it does not say)."""

    sheet: str
    as_at: date | None


@dataclass(frozen=True)
class Chosen:
    """The sheets to read together, in the workbook's order, and the earlier versions beside.

    ``questions`` are those of the choice of sheets itself; each part has its own besides.
    """

    parts: list[SheetPlan]
    versions: list[Version]
    questions: list[Question] = field(default_factory=list)


def finished_sheet(name: str) -> bool:
    """Whether a sheet's name says that its rows are complete."""
    return _FINISHED.search(name) is not None and not re.search(
        r"\b(?:not|in|to|be|must|outstanding|due|open|live)\b", name, re.IGNORECASE
    )


def choose(plans: Sequence[SheetPlan], findings: Findings) -> Chosen:
    """Choose among the sheets that hold a table: at least one."""
    plans = _without_what_is_worked_out(plans)
    best = max(plans, key=_likeness)
    alike = [p for p in plans if p is best or (p.size and _belongs(p, best))]
    alike = [p for p in alike if p is best or _is_shown(p, best, findings)]
    relations = {id(p): _relation(best, p) for p in alike if p is not best}
    versions = [p for p in alike if relations.get(id(p)) == "versions"]
    parts = [p for p in alike if p is best or relations[id(p)] == "parts"]
    if versions:
        chosen = _latest([p for p in alike if p in versions or p is best], parts, findings)
        told = {version.sheet for version in chosen.versions}
        _say_unread([p for p in plans if p.name not in told], chosen.parts, findings)
        return chosen
    if len(parts) > 1:
        _say_parts(parts, findings)
    _say_unread(plans, parts, findings)
    return Chosen(parts, [])


def _without_what_is_worked_out(plans: Sequence[SheetPlan]) -> Sequence[SheetPlan]:
    """Of a download of the tracker's the actions, and any sheet that is not its own."""
    if not any(plan.columns.own_download for plan in plans):
        return plans
    return [p for p in plans if p.columns.own_download or p.name not in DOWNLOAD_SHEETS]


def mark_finished(parts: Sequence[SheetPlan]) -> None:
    """Of several parts, those on a sheet of completed actions: beside a live one only."""
    live = [part for part in parts if not finished_sheet(part.name)]
    for part in parts:
        part.finished = bool(live) and finished_sheet(part.name)


def _say_unread(plans: Sequence[SheetPlan], read: Sequence[SheetPlan], findings: Findings) -> None:
    """Visible sheets that may hold actions of the plan and were not read."""
    names = {part.name for part in read}
    for plan in plans:
        likely = plan.size and "action" in plan.columns.fields and len(plan.columns.fields) > 2
        if likely and plan.table.sheet.visible and plan.name not in names:
            findings.add(
                "warning",
                FindingKind.SHEET_NOT_READ,
                f"The sheet “{plan.name}” may hold actions too ({plan.size} rows) but is laid out "
                "differently or is another version, so it was not read. Choose the sheets to read "
                "if it belongs to the plan.",
                sheet=plan.name,
                value=plan.name,
            )
            names.add(plan.name)


def no_table(kind: str) -> str:
    """The refusal of a file of this kind in which no table looks like a plan."""
    word = "This is a Word document. " if kind == "docx" else ""
    return (
        f"{word}No table that looks like an action plan was found: no row has headings such as "
        "Action, Owner, Timescale and Status. Check that this is the right file, or say which row "
        "the headings are in."
    )


def _likeness(plan: SheetPlan) -> float:
    """How much like a plan a sheet is: fields named in its header, rows, and being visible."""
    lines = 1.5 if plan.size else 0.0
    finished = 0.5 if finished_sheet(plan.name) else 0.0
    return plan.table.score + lines + (2.0 if plan.table.sheet.visible else 0.0) - finished


def _belongs(plan: SheetPlan, best: SheetPlan) -> bool:
    """Whether a table may be part of the same plan: of its shape, or a plan on the same sheet."""
    if plan.table.sheet is best.table.sheet:
        return "action" in plan.columns.fields and len(plan.columns.fields) >= _LEAST_FIELDS
    return _same_shape(plan, best)


def _is_shown(plan: SheetPlan, best: SheetPlan, findings: Findings) -> bool:
    """A hidden sheet beside a visible plan is not read with it, and that is said."""
    if plan.table.sheet.visible or not best.table.sheet.visible:
        return True
    findings.add(
        "warning",
        FindingKind.HIDDEN_SHEET,
        f"The sheet “{plan.name}” is hidden in the workbook and looks like a part or an earlier "
        f"version of the plan. It was not read: choose it to read it, or delete it.",
        sheet=plan.name,
        value=plan.name,
    )
    return False


def _same_shape(plan: SheetPlan, other: SheetPlan) -> bool:
    mine = {headings.normal(name) for name in plan.table.names if name}
    theirs = {headings.normal(name) for name in other.table.names if name}
    if mine and theirs and len(mine & theirs) / len(mine | theirs) >= SAME_SHAPE:
        return True
    needed = {"action", "original_due", "status"}
    return (
        needed <= set(plan.columns.fields)
        and plan.columns.fields.keys() == other.columns.fields.keys()
    )


def _relation(plan: SheetPlan, other: SheetPlan) -> Literal["parts", "versions"]:
    """Versions share references that stand for the same actions; parts do not."""
    if plan.table.sheet is other.table.sheet:
        return "parts"
    if finished_sheet(other.name) != finished_sheet(plan.name):
        return "parts"
    mine, theirs = _actions(plan), _actions(other)
    common = mine.keys() & theirs.keys()
    if len(common) < max(1, 0.3 * min(len(mine), len(theirs))):
        return "parts"
    same = sum(fuzz.token_sort_ratio(mine[key], theirs[key]) >= SAME_ACTION for key in common)
    return "versions" if same >= 0.5 * len(common) else "parts"


def _actions(plan: SheetPlan) -> dict[str, str]:
    """Reference to wording, or wording to itself where there are no references."""
    actions = [text or "" for text in plan.texts("action")]
    references = plan.texts("reference")
    if any(references):
        return {ref.casefold(): text for ref, text in zip(references, actions, strict=True) if ref}
    return {text.casefold(): text for text in actions if text}


def dated(plan: SheetPlan) -> date | None:
    """The date that a sheet's name, or the rows above its table, give it."""
    return stated_in(plan.name) or plan.table.as_at


def _latest(versions: list[SheetPlan], parts: list[SheetPlan], findings: Findings) -> Chosen:
    """The latest of several versions: by the tabs' dates if all have one, else the last tab."""
    dates = {id(p): dated(p) for p in versions}
    if all(dates.values()):
        latest = max(versions, key=lambda p: dates[id(p)] or date.min)
        why = "the latest by its date"
    else:
        latest = versions[-1]
        why = "the last tab, as not every tab says its date"
    earlier = [Version(p.name, dates[id(p)]) for p in versions if p is not latest]
    findings.add(
        "warning",
        FindingKind.SEVERAL_VERSIONS,
        f"The workbook holds the same plan {len(versions)} times. The sheet “{latest.name}” was "
        "read: "
        f"{why}. Choose another sheet to see an earlier one.",
        sheet=latest.name,
        value=", ".join(p.name for p in versions),
    )
    also = [p for p in parts if p not in versions and finished_sheet(p.name)]
    return Chosen([p for p in (*also, latest) if p is latest or p in also], earlier)


def _say_parts(parts: list[SheetPlan], findings: Findings) -> None:
    named = list(dict.fromkeys(p.name for p in parts))
    names = ", ".join(f"“{name}”" for name in named)
    what = "sheets of the same shape" if len(named) == len(parts) else "tables"
    findings.add(
        "note",
        FindingKind.SEVERAL_SHEETS if len(named) > 1 else FindingKind.SEVERAL_TABLES,
        f"{len(parts)} {what} were read together as parts of one plan: {names}.",
        sheet=named[0] if len(named) == 1 else "",
        value=", ".join(named),
    )
    seen: dict[str, str] = {}
    for part in parts:
        for reference in _actions(part) if any(part.texts("reference")) else ():
            if reference in seen and seen[reference] != part.name:
                findings.add(
                    "warning",
                    FindingKind.REFERENCES_USED_TWICE,
                    "Sheets read as parts of one plan use the same references for different "
                    "actions. "
                    "If they are versions of one plan, choose the sheet to read.",
                    sheet=part.name,
                    field="reference",
                    value=reference,
                )
                return
            seen[reference] = part.name
