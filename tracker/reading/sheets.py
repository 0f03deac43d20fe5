"""Which sheets of a workbook are the plan: parts of one plan, or versions of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from rapidfuzz import fuzz

from tracker.book import column_of
from tracker.fields import DOWNLOAD_SHEETS
from tracker.reading import headings
from tracker.reading.banners import inspection_in, stated_in
from tracker.reading.choices import Choice, Choices, Question, QuestionKind, Tabs
from tracker.reading.findings import Findings
from tracker.reading.kinds import FindingKind
from tracker.reading.sheet_plan import SheetPlan
from tracker.reading.table import area
from tracker.words import count, listed

SAME_SHAPE = 0.6
"""Share of headings that two sheets must have in common to be of the same shape."""

SAME_ACTION = 80
"""Of 100 (RapidFuzz, words in any order) from which two wordings are one action."""

_LEAST_COMMON = 0.3
"""Share of the shorter sheet's references that two versions of a plan have in common."""

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


def choose(plans: Sequence[SheetPlan], choices: Choices, findings: Findings) -> Chosen:
    """Choose among the sheets that hold a table: at least one."""
    beside = [p for p in plans if p.table.beside and choices.second_table != "use"]
    plans = _without_what_is_worked_out([p for p in plans if p not in beside])
    chosen = Chosen([*plans], []) if choices.sheets else _likeliest(plans, choices, findings)
    for second in beside:
        _leave(second, choices, chosen, findings)
    _name_inspections(chosen.parts, findings)
    return chosen


def _likeliest(plans: Sequence[SheetPlan], choices: Choices, findings: Findings) -> Chosen:
    """The sheets that are the plan, where the user has not said which."""
    best = max(plans, key=_likeness)
    alike = [p for p in plans if p is best or (p.size and _belongs(p, best))]
    alike = [p for p in alike if p is best or _is_shown(p, best, findings)]
    best = max(alike, key=lambda p: p.size if p is best or _relation(best, p)[0] == "copy" else 0)
    relations = {id(p): _relation(best, p) for p in alike if p is not best}
    if choices.tabs:
        relations = {
            id(p): (choices.tabs if _may_be_either(best, p) else "parts", True)
            for p in alike
            if p is not best
        }
    asked = [p for p in alike if p is best or not relations[id(p)][1]]
    versions = [p for p in alike if p is best or relations[id(p)][0] == "versions"]
    parts = [p for p in alike if p is best or relations[id(p)][0] == "parts"]
    copies = [p for p in alike if p is not best and relations[id(p)][0] == "copy"]
    if len(versions) > 1:
        chosen = _latest(versions, parts, choices, findings)
    else:
        chosen = Chosen(parts, [])
        if len(parts) > 1:
            _say_parts(parts, findings)
    if len(asked) > 1:
        chosen.questions.append(_about_tabs(asked, "versions" if len(versions) > 1 else "parts"))
    for copy in copies:
        findings.add(
            "warning",
            FindingKind.SHEET_NOT_READ,
            f"Every row of the sheet “{copy.name}” stands on “{best.name}” too, so it was not read "
            "again. Choose both if they are different actions.",
            sheet=copy.name,
            value=copy.name,
        )
    told = {p.name for p in copies} | {version.sheet for version in chosen.versions}
    _say_unread([p for p in plans if p.name not in told], chosen.parts, findings)
    return chosen


def _about_tabs(tabs: Sequence[SheetPlan], stands: Tabs) -> Question:
    names = listed([f"“{name}”" for name in dict.fromkeys(p.name for p in tabs)])
    says: dict[Tabs, str] = {
        "parts": f"Parts of one plan: the actions of {names} all count",
        "versions": f"Versions of one plan: only the latest of {names} counts",
    }
    order: tuple[Tabs, ...] = (stands, "versions" if stands == "parts" else "parts")
    return Question(
        QuestionKind.TABS,
        f"The sheets {names} hold the same actions. Are they parts of one plan, or the same plan "
        "at several dates?",
        tabs[-1].name,
        (),
        tuple(Choice(says[tab], {"tabs": tab}, tab == stands) for tab in order),
    )


def _leave(second: SheetPlan, choices: Choices, chosen: Chosen, findings: Findings) -> None:
    """Say of a table beside one that is read that it is not, and ask whether it should be."""
    first = next((p for p in chosen.parts if p.table.sheet.name == second.name), None)
    if first is None or not second.size:
        return
    used = [c for c, name in enumerate(second.table.names) if name]
    last = max(int(p.rows.kept[-1]) + p.table.first_row for p in (first, second) if p.size)
    cells = area(second.table.sheet, second.table.header_row, used[0], last, used[-1])
    what = count("row", second.size)
    findings.add(
        "note" if choices.second_table else "warning",
        FindingKind.SECOND_TABLE,
        f"A second table ({what}) stands beside the first: it is not read. Move it to a sheet of "
        "its own if it is part of the plan.",
        sheet=second.name,
        cell=cells,
        value=second.table.names[used[0]],
    )
    if not choices.second_table and {"action", "reference"} & second.columns.fields.keys():
        chosen.questions.append(
            Question(
                QuestionKind.SECOND_TABLE,
                f"Is the second table on “{second.name}” part of the plan?",
                second.name,
                (cells,),
                (
                    Choice("No: leave it out", {"second_table": "leave"}, stands=True),
                    Choice(f"Yes: its {what} count too", {"second_table": "use"}),
                ),
            )
        )


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


Relation = Literal["parts", "versions", "copy"]

_VERSION = re.compile(
    r"\b(?:v(?:ersion)?\.?\s*\d[\d.]*|draft|final|old|previous|prior|current|latest|live|archived?|copy|"
    r"back-?up|superseded|baseline|original|updated?|rev(?:ision)?\s*\d|q[1-4]|quarter|week|wk|"
    r"period\s*\d|p\d{1,2}|meeting\s*\d|"
    r"(?:jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec|may)(?:uary|ruary|ch|il|e|y|ust|tember|"
    r"ober|ember)?)\b|\(\d+\)$",
    re.IGNORECASE,
)
_OLD = re.compile(
    r"\b(?:old|previous|prior|archived?|superseded|back-?up|baseline|original|draft|copy)\b",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"(?:\bv(?:ersion)?|rev(?:ision)?|draft|issue)\.?\s*(\d+(?:\.\d+)?)\b", re.I)
_NO_NAME = re.compile(
    r"(?<![a-z])(?:sheet|tab|table|plan|actions?|tracker|log|register|list)(?![a-z])|[\W\d_]",
    re.IGNORECASE,
)
_Row = tuple[str, str, str, str]
"""An action's words, owner, original timescale and status, as typed."""


def _may_be_either(plan: SheetPlan, other: SheetPlan) -> bool:
    """Whether two tables may be versions: on different sheets, neither of completed actions."""
    same = plan.table.sheet.name == other.table.sheet.name
    return not same and finished_sheet(other.name) == finished_sheet(plan.name)


def _relation(plan: SheetPlan, other: SheetPlan) -> tuple[Relation, bool]:
    """What another sheet is to a plan, and whether that is sure.

    Versions say so by dates or words in their tabs or titles, and agree in the owners and the
    words of the actions that they share. A sheet whose every row stands on the other is a copy.
    """
    if not _may_be_either(plan, other):
        return "parts", True
    shared = _shared(_rows(plan), _rows(other))
    if not shared:
        return "parts", True
    owners = sum(_is_one(*pair) for pair in shared) >= len(shared) / 2
    days = dated(plan), dated(other)
    said = days[0] != days[1] or any(_VERSION.search(p.name) for p in (plan, other))
    if said:
        return ("versions" if owners else "parts"), owners
    if len(shared) == min(plan.size, other.size) and all(a == b for a, b in shared):
        return "copy", True
    named = all(_NO_NAME.sub("", p.name) for p in (plan, other))
    if not owners:
        return "parts", named
    return ("parts" if named else "versions"), False


def _shared(mine: dict[str, _Row], theirs: dict[str, _Row]) -> list[tuple[_Row, _Row]]:
    """The actions that two sheets both hold, by reference and words; none where they are few."""
    common = mine.keys() & theirs.keys()
    pairs = [(mine[k], theirs[k]) for k in common if _are_alike(mine[k], theirs[k])]
    few = len(common) < max(1, _LEAST_COMMON * min(len(mine), len(theirs)))
    return [] if few or len(pairs) < len(common) / 2 else pairs


def _are_alike(row: _Row, other: _Row) -> bool:
    """Whether two rows say the same action."""
    return fuzz.token_sort_ratio(row[0], other[0]) >= SAME_ACTION


def _is_one(row: _Row, other: _Row) -> bool:
    """Whether two rows are the same action of the same owner."""
    return _are_alike(row, other) and row[1].casefold() == other[1].casefold()


def _rows(plan: SheetPlan) -> dict[str, _Row]:
    """Reference to row, or wording to row where there are no references."""
    names = ("action", "owner", "original_due", "status")
    rows = list(zip(*([text or "" for text in plan.texts(name)] for name in names), strict=True))
    keys = plan.texts("reference")
    if not any(keys):
        keys = plan.texts("action")
    return {key.casefold(): row for key, row in zip(keys, rows, strict=True) if key}


def dated(plan: SheetPlan) -> date | None:
    """The date that a sheet's name, or the rows above its table, give it."""
    return stated_in(plan.name) or plan.table.as_at


def _latest(
    versions: list[SheetPlan], parts: list[SheetPlan], choices: Choices, findings: Findings
) -> Chosen:
    """The latest of several versions: by their dates or numbers, else by their tabs' words."""
    dates = {id(p): dated(p) for p in versions}
    numbers = [_NUMBERED.search(p.name) for p in versions]
    live = [p for p in versions if not _OLD.search(p.name)]
    if all(dates.values()):
        latest = max(versions, key=lambda p: dates[id(p)] or date.min)
        why = "the latest by its date"
    elif all(numbers):
        by_number = [float(number[1]) for number in numbers if number]
        latest = versions[by_number.index(max(by_number))]
        why = "the latest by its number"
    elif len(live) == 1:
        latest, why = live[0], "the other tabs' names say that they are older"
    else:
        latest = (live or versions)[-1]
        why = "the last tab, as not every tab says its date"
    earlier = [Version(p.name, dates[id(p)]) for p in versions if p is not latest]
    findings.add(
        "warning",
        FindingKind.SEVERAL_VERSIONS,
        f"The workbook holds the same plan {len(versions)} times. The sheet “{latest.name}” was "
        f"read: {why}. Choose another sheet to see an earlier one.",
        sheet=latest.name,
        value=", ".join(p.name for p in versions),
    )
    also = [p for p in parts if p not in versions and finished_sheet(p.name)]
    return Chosen([p for p in (*also, latest) if p is latest or p in also], earlier)


def _name_inspections(parts: Sequence[SheetPlan], findings: Findings) -> None:
    """Give each action the inspection that a heading above it, its title or its tab names.

    Only where there are several: a recommendation is known by its inspection and its number.
    """
    parts = [p for p in parts if "source" not in p.cells and not p.columns.own_download]
    above = {
        id(p): p.rows.by_banner(lambda banner: banner.source if banner else None) for p in parts
    }
    own = {id(p): _inspection_of(p) for p in parts}
    if len({name for name in own.values() if name}) < 2:
        each = _number_alike(parts)
        own = {id(p): p.name if each else None for p in parts}
    names: dict[str, None] = {}
    for part in parts:
        told = [name or own[id(part)] or "" for name in above[id(part)]]
        names.update(dict.fromkeys(filter(None, told)))
        part.cells["source"] = column_of(told)
    if len(names) < 2:
        for part in parts:
            del part.cells["source"]
        return
    findings.add(
        "note",
        FindingKind.INSPECTION_FROM_A_TITLE,
        "The inspection of each action is taken from the title, tab or heading above it, so that "
        "recommendations of one number in several inspections stay apart.",
        field="source",
        value=", ".join(names),
    )


def _inspection_of(part: SheetPlan) -> str | None:
    lines = (*part.table.title.splitlines(), part.name)
    return next(filter(None, map(inspection_in, lines)), None)


def _number_alike(parts: Sequence[SheetPlan]) -> bool:
    """Whether sheets each number recommendations of their own from 1: the words differ."""
    sheets = list({p.name: p for p in parts if "recommendation" in p.cells}.values())
    if len(sheets) < 2 or any(finished_sheet(p.name) for p in sheets):
        return False
    rows = [_rows(part) for part in sheets]
    common = rows[0].keys() & rows[1].keys()
    return bool(common) and not _shared(rows[0], rows[1])


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
    seen: dict[str, tuple[str, _Row]] = {}
    other: SheetPlan | None = None
    for part in parts:
        rows = _rows(part) if any(part.texts("reference")) else {}
        twice: list[int] = []
        for at, reference in enumerate(part.texts("reference")):
            key = (reference or "").casefold()
            name, row = seen.setdefault(key, (part.name, rows[key])) if key else (part.name, None)
            if row is None or name == part.name:
                continue
            if _is_one(row, rows[key]):
                twice.append(at)
            elif not _are_alike(row, rows[key]):
                other = part
        if twice:
            part.say(
                "warning",
                FindingKind.ACTION_ON_TWO_SHEETS,
                f"{count('action', len(twice))} of this sheet, with the same reference and words, "
                f"stand on another sheet that is read too: each counts twice. Delete one of them.",
                "reference",
                twice[0],
                part.texts("reference")[twice[0]] or "",
                twice[1:],
            )
    if other is not None:
        findings.add(
            "warning",
            FindingKind.REFERENCES_USED_TWICE,
            "Sheets read as parts of one plan use the same references for different actions. If "
            "they are versions of one plan, choose the sheet to read.",
            sheet=other.name,
            field="reference",
        )
