"""Which sheets of a workbook are the plan: parts of one plan, or versions of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from tracker.reading import headings
from tracker.reading.choices import Choice, Choices, Question, QuestionKind, Tabs
from tracker.reading.findings import Finding, Severity, sayings
from tracker.reading.sheet_plan import SheetPlan
from tracker.reading.table import area
from tracker.reading.versions import (
    NUMBERED,
    OLD,
    dated,
    finished_part,
    finished_sheet,
    relation,
)
from tracker.words import count, listed

SAME_SHAPE = 0.6
"""Share of headings that two sheets must have in common to be of the same shape."""

_SAID = sayings("sheets")
_OLD_READ = " One says that it is old: choose the sheets to read if it is no part of the plan."
_Findings = list[Finding]
_LEAST_FIELDS = 3
"""Fields that a further table on the plan's sheet must have to be read with it."""

_LEAST_TOLD = 2
"""Of reference, owner, status and a due date what it must have: histories and risks have one."""

_OF_AN_ACTION = {"reference", "original_due", "status"}
"""Fields by which such a table is of actions though no column of it is headed as their words."""


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


_ACTIONS = re.compile(r"\bactions?\b", re.IGNORECASE)
_TELLS = frozenset(("status", "completed_on", "original_due"))
"""Fields that tell how far an action is."""
_THING = re.compile(
    r"\b(action|risk|issue|decision|assumption|dependency|change|lesson|opportunity|benefit)s?\b"
)
"""What a log has a table of each of."""


def choose(plans: Sequence[SheetPlan], choices: Choices, findings: _Findings) -> Chosen:
    """Choose among the sheets that hold a table: at least one."""
    others = [] if choices.second_table == "use" else _of_others(plans)
    plans = [p for p in plans if p not in others]
    chosen = Chosen([*plans], []) if choices.sheets else _likeliest(plans, choices, findings)
    for first in {p.name: p for p in reversed(chosen.parts)}.values():
        seconds = [p for p in others if p.name == first.name and p.size]
        _leave(seconds, first, choices, chosen, findings)
    return chosen


def _of_others(plans: Sequence[SheetPlan]) -> list[SheetPlan]:
    """The tables beside one, and those of risks or decisions on the sheet of one of actions."""
    of_actions = {p.name for p in plans if p.size and (_thing(p) == "action" or _heads_actions(p))}
    return [
        p
        for p in plans
        if p.table.beside
        or (p.name in of_actions and _thing(p) not in ("", "action") and not _heads_actions(p))
    ]


def _heads_actions(plan: SheetPlan) -> bool:
    """Whether a heading says in so many words that actions are below it, another how far."""
    place = plan.columns.fields.get("action")
    named = place is not None and _ACTIONS.search(plan.table.names[place]) is not None
    return named and not _TELLS.isdisjoint(plan.columns.fields)


def _thing(plan: SheetPlan) -> str:
    """What each row of a table is, as its numbers' heading says, else the title right above it."""
    place = plan.columns.fields.get("reference")
    heading = "" if place is None else plan.table.names[place]
    for text in (heading, plan.table.own_title):
        if things := _THING.findall(headings.normal(text)):
            return "action" if "action" in things else str(things[0])
    return ""


def _likeliest(plans: Sequence[SheetPlan], choices: Choices, findings: _Findings) -> Chosen:
    """The sheets that are the plan, where the user has not said which.

    Forms, as on a cover sheet, are none of them where a table tells how far actions are; else it
    is but a list of them.
    """
    forms = [p for p in plans if p.table.is_turned]
    tables = [p for p in plans if p not in forms]
    if not any(p.size and not _TELLS.isdisjoint(p.columns.fields) for p in tables):
        tables = forms or tables
    best = max(tables, key=_likeness)
    alike = [p for p in tables if p is best or (p.size and _belongs(p, best))]
    alike = [p for p in alike if p is best or _is_shown(p, best, findings)]
    best = max(alike, key=lambda p: p.size if p is best or relation(best, p)[0] == "copy" else 0)
    relations = [relation(best, p, choices.tabs) for p in alike]
    versions, parts, copies = (
        [p for p, (relation, _) in zip(alike, relations, strict=True) if relation == wanted]
        for wanted in ("versions", "parts", "copy")
    )
    asked = [p for p, (_, sure) in zip(alike, relations, strict=True) if p is best or not sure]
    if versions:
        chosen = _latest([p for p in alike if p is best or p in versions], alike, findings)
    else:
        chosen = Chosen(parts, [])
        if len(parts) > 1:
            _say_parts(parts, findings)
    if len(asked) > 1:
        chosen.questions[:] = [_about_tabs(asked, "versions" if versions else "parts")]
    for copy in copies:
        _warn(findings, "copy", copy, other=best.name)
    for other in plans:
        if other.size and other not in alike and other.name in {p.name for p in chosen.parts}:
            _say_second(other, best, "warning", findings)
    told = {p.name for p in copies} | {version.sheet for version in chosen.versions}
    unread = _say_unread([p for p in plans if p.name not in told], chosen.parts, findings)
    offered = [p for p in unread if _of_the_same(p, best)]
    chosen.questions.extend([_about_others(offered, chosen.parts)] if offered else [])
    return chosen


def _warn(findings: _Findings, code: str, plan: SheetPlan, value: str = "", **more: object) -> None:
    said = _SAID[code].of(plan.name, (), "", value or plan.name, sheet_name=plan.name, **more)
    findings.append(said)


def _about_tabs(tabs: Sequence[SheetPlan], stands: Tabs) -> Question:
    names = listed([f"“{name}”" for name in dict.fromkeys(p.name for p in tabs)])
    says: dict[Tabs, str] = {
        "parts": f"Parts of one plan: the actions of {names} all count",
        "versions": f"Versions of one plan: only the latest of {names} counts",
    }
    return Question(
        QuestionKind.TABS,
        f"The sheets {names} hold the same actions. Are they parts of one plan, or the same plan "
        "at several dates?",
        tabs[-1].name,
        (),
        tuple(
            Choice(says[tab], {"tabs": tab}, tab == stands)
            for tab in sorted(says, key=lambda tab: tab != stands)
        ),
    )


def _leave(
    seconds: Sequence[SheetPlan],
    first: SheetPlan,
    choices: Choices,
    chosen: Chosen,
    findings: _Findings,
) -> None:
    """Say of tables on the sheet of one that is read that they are not, and ask whether to."""
    severity: Severity = "note" if choices.second_table else "warning"
    told = [(p, _say_second(p, first, severity, findings)) for p in seconds]
    offered = [(p, cells) for p, cells in told if {"action", "reference"} & p.columns.fields.keys()]
    offered = [(p, cells) for p, cells in offered if p.table.beside or _belongs(p, first)]
    if choices.second_table or not offered:
        return
    what = count("row", sum(p.size for p, _ in offered))
    no = Choice("No: leave it out", {"second_table": "leave"}, stands=True)
    yes = Choice(f"Yes: its {what} count too", {"second_table": "use"})
    asks = f"Is the second table on “{first.name}” part of the plan?"
    if len(offered) > 1:
        no, yes = (
            replace(no, says="No: leave them out"),
            replace(yes, says=f"Yes: their {what} count too"),
        )
        asks = f"Are the other tables on “{first.name}” part of the plan?"
    places = tuple(cells for _, cells in offered)
    chosen.questions.append(
        Question(QuestionKind.SECOND_TABLE, asks, first.name, places, (no, yes))
    )


def _say_second(
    second: SheetPlan, first: SheetPlan, severity: Severity, findings: _Findings
) -> str:
    """Say of a table on the sheet of another that it is not read; its cells."""
    where = "below" if second.table.header_row > first.table.header_row else "above"
    where = "beside" if second.table.beside else where
    used = [c for c, name in enumerate(second.table.names) if name]
    tables = (first, second) if where == "beside" else (second,)
    last = max(int(p.rows.kept[-1]) + p.table.first_row for p in tables if p.size)
    cells = area(second.table.sheet, second.table.header_row, used[0], last, used[-1])
    said, heading = replace(_SAID["SECOND_TABLE"], severity=severity), second.table.names[used[0]]
    rows = count("row", second.size)
    findings.append(said.of(second.name, [cells], "", heading, rows=rows, where=where))
    return cells


def mark_finished(parts: Sequence[SheetPlan]) -> None:
    """Of several parts, those on a sheet or under a title of completed ones: beside a live one."""
    finished = [bool(finished_part(part)) for part in parts]
    for part, so in zip(parts, finished, strict=True):
        part.finished = so and not all(finished)


def _say_unread(
    plans: Sequence[SheetPlan], read: Sequence[SheetPlan], findings: _Findings
) -> list[SheetPlan]:
    """Say which visible sheets may hold actions of the plan and were not read; the first tables."""
    first: dict[str, SheetPlan] = {}
    for plan in plans:
        if plan.size and _of_actions(plan) and plan.table.sheet.visible:
            first.setdefault(plan.name, plan)
    unread = [plan for name, plan in first.items() if name not in {part.name for part in read}]
    for plan in unread:
        _warn(findings, "unlike", plan, rows=count("row", plan.size))
    return unread


def _about_others(others: Sequence[SheetPlan], read: Sequence[SheetPlan]) -> Question:
    """Whether sheets of another shape, whose rows are headed as those of the plan, belong to it."""
    own, more = (tuple(dict.fromkeys(p.name for p in plans)) for plans in (read, others))
    names = listed([f"“{name}”" for name in more])
    asks = f"Are the actions on {names} part of the plan? The columns are other ones."
    no = Choice("No: leave them out", {"sheets": own}, stands=True)
    yes = Choice("Yes: they count too", {"sheets": (*own, *more)})
    return Question(QuestionKind.SECOND_TABLE, asks, more[0], (), (no, yes))


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
    shown = 2.0 * plan.table.sheet.visible + 1.5 * (plan.size > 0)
    told = 2.0 * ("original_due" in plan.columns.fields) + (_ACTIONS.search(plan.name) is not None)
    return plan.table.score + shown + told - 0.5 * finished_sheet(plan.name)


def _of_actions(plan: SheetPlan) -> bool:
    """Whether a table's columns are those of actions, be none of them headed as their words."""
    fields = plan.columns.fields.keys()
    return len(fields) >= _LEAST_FIELDS and ("action" in fields or fields >= _OF_AN_ACTION)


def _belongs(plan: SheetPlan, best: SheetPlan) -> bool:
    """Whether a table may be part of the same plan: of its shape, or a plan on the same sheet."""
    if plan.name == best.name:
        fields, kinds = plan.columns.fields, plan.columns.settled
        told = sum(name in fields for name in ("reference", "owner"))
        told += "status" in fields or "completed_on" in fields
        told += "original_due" in fields and kinds.get(fields["original_due"]) != "date"
        return (_of_actions(plan) or _of_the_same(plan, best)) and told >= _LEAST_TOLD
    return _same_shape(plan, best)


def _of_the_same(plan: SheetPlan, best: SheetPlan) -> bool:
    """Whether two tables head what each row is alike, and a table says how far its rows are."""
    mine, theirs = ({headings.normal(name) for name in p.table.names if name} for p in (plan, best))
    names = ("reference", "action", "recommendation", "recommendation_text")
    places = (plan.columns.fields.get(name) for name in names)
    named = {headings.normal(plan.table.names[i]) for i in places if i is not None}
    far = plan.columns.fields.keys() & _TELLS
    return bool(far and named & theirs) and len(mine & theirs) >= _LEAST_TOLD


def _is_shown(plan: SheetPlan, best: SheetPlan, findings: _Findings) -> bool:
    """A hidden sheet beside a visible plan is not read with it, and that is said."""
    if plan.table.sheet.visible or not best.table.sheet.visible:
        return True
    _warn(findings, "HIDDEN_SHEET", plan)
    return False


def _same_shape(plan: SheetPlan, other: SheetPlan) -> bool:
    mine = {headings.normal(name) for name in plan.table.names if name}
    theirs = {headings.normal(name) for name in other.table.names if name}
    if mine and theirs and len(mine & theirs) / len(mine | theirs) >= SAME_SHAPE:
        return True
    fields = plan.columns.fields.keys()
    return {"action", "original_due", "status"} <= fields == other.columns.fields.keys()


def _latest(versions: list[SheetPlan], alike: Sequence[SheetPlan], findings: _Findings) -> Chosen:
    """The latest of several versions: by their dates or numbers, else by their tabs' words."""
    dates = {p.name: dated(p) for p in versions}
    numbers = {p.name: found[1] for p in versions if (found := NUMBERED.search(p.name))}
    live = [p for p in versions if not OLD.search(p.name)] or versions
    questions: list[Question] = []
    if all(dates.values()):
        latest = max(versions, key=lambda p: dates[p.name] or date.min)
        why = "the latest by its date"
    elif numbers.keys() == dates.keys():
        latest = max(versions, key=lambda p: float(numbers[p.name]))
        why = "the latest by its number"
    else:
        latest, why = live[-1], "the other tabs say that they are older"
        if len(live) > 1:
            why = "the last tab, as not every tab says its date"
            questions.append(_about_latest(live))
    earlier = [Version(name, day) for name, day in dates.items() if name != latest.name]
    _warn(findings, "SEVERAL_VERSIONS", latest, ", ".join(dates), times=len(dates), why=why)
    also = [p for p in alike if p not in versions and finished_sheet(p.name)]
    read = [p for p in alike if p.name == latest.name or p in also]
    return Chosen(read, earlier, questions)


def _about_latest(tabs: Sequence[SheetPlan]) -> Question:
    names = list(dict.fromkeys(p.name for p in reversed(tabs)))
    return Question(
        QuestionKind.TABS,
        "The workbook holds the same plan several times. Which sheet is the latest?",
        names[0],
        (),
        tuple(Choice(f"“{name}”", {"sheets": (name,)}, stands=name == names[0]) for name in names),
    )


def _say_parts(parts: list[SheetPlan], findings: _Findings) -> None:
    named = list(dict.fromkeys(p.name for p in parts))
    names = ", ".join(f"“{name}”" for name in named)
    what = "sheets of the same shape" if len(named) == len(parts) else "tables"
    said = _SAID["SEVERAL_SHEETS" if len(named) > 1 else "SEVERAL_TABLES"]
    words = {"number": len(parts), "what": what, "names": names}
    sheet = named[0] if len(named) == 1 else ""
    if any(map(OLD.search, named)):
        said = replace(said, severity="warning", problem=said.problem + _OLD_READ)
    findings.append(said.of(sheet, (), "", ", ".join(named), **words))
