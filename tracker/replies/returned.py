"""What owners sent back: each change that they propose, and each thing that stops one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from tracker.book import Book, PlanError, Sheet, as_text, open_book
from tracker.replies.answers import Refused, Value, answer, is_share
from tracker.replies.form import (
    CODE,
    FACTS_SHEET,
    FILLED,
    FORM_SHEET,
    GIVEN,
    HEADER_ROW,
    REASON,
    RowFacts,
    codes,
    facts_from,
    given,
    headings,
)
from tracker.replies.proposals import Proposal, Replies, Stopped, agreed, in_words
from tracker.replies.workbooks import owners_files
from tracker.vocabulary import FIELDS, STATUS_LABELS
from tracker.words import date_words

if TYPE_CHECKING:
    from tracker.reading.plan import Plan

_COMPLETE = STATUS_LABELS["complete"]


def read_replies(
    plan: Plan, measured: pd.DataFrame, as_at: date, files: Iterable[tuple[str, bytes]]
) -> Replies:
    """What owners' workbooks propose for a plan.

    Parameters
    ----------
    plan : Plan
        The plan that they were made from.
    measured : DataFrame
        Its measured actions, as at ``as_at``.
    files : iterable of (str, bytes)
        Each file's name and content.

    >>> read_replies(plan, measured, plan.as_at, [("Chief Clerk.xlsx", data)]).proposed
    """
    against = _Against(plan, measured, as_at)
    proposed: list[Proposal] = []
    stopped: list[Stopped] = []
    for name, data in files:
        try:
            taken, refused = against.read(name, data)
        except (Refused, PlanError) as refusal:
            stopped.append(Stopped(name, "", str(refusal)))
            continue
        proposed += taken
        stopped += refused
    changes, disputed = agreed(proposed)
    return Replies(
        tuple(sorted(changes, key=lambda each: (each.position, list(FILLED).index(each.field)))),
        (*stopped, *disputed),
        tuple(against.untouched),
        tuple(owner for owner in owners_files(measured) if owner not in against.heard),
    )


class _Against:
    """The plan that replies are read against."""

    def __init__(self, plan: Plan, measured: pd.DataFrame, as_at: date) -> None:
        self.plan, self.as_at = plan, as_at
        self.positions = {code: place for place, code in enumerate(codes(plan))}
        self.told = list(given(measured))
        self.heard: set[str] = set()  # the owners from whom an answer came
        self.untouched: list[str] = []  # the files without any

    def read(self, name: str, data: bytes) -> tuple[list[Proposal], list[Stopped]]:
        """The proposals of one file, and what stops others. Raises what refuses the file."""
        book = _opened(name, data)
        facts = _facts(book)
        before, self.heard = self.heard, self.heard | {facts.owner}
        self._hold_to_position(facts)
        form = _form(book)
        proposed: list[Proposal] = []
        stopped: list[Stopped] = []
        rows = _rows_by_code(form)
        for code in facts.codes:
            if code not in rows:
                stopped.append(Stopped(name, "", self._missing(code)))
        for code, places in rows.items():
            problem = self._row_problem(form, facts, code, places)
            if problem is not None:
                stopped.append(Stopped(name, problem[0], problem[1]))
                continue
            taken, refused = self._answers(form, facts, places[0], self.positions[code])
            proposed += [replace(each, file=name) for each in taken]
            stopped += [Stopped(name, cell, said) for cell, said in refused]
        if not (proposed or stopped):
            self.heard = before
            self.untouched.append(name)
        return proposed, stopped

    def _hold_to_position(self, facts: RowFacts) -> None:
        """Refuse a form of another plan or of another position of this one."""
        source = self.plan.source
        if facts.sha256 == source.sha256:
            return
        known = any(code in self.positions for code in facts.codes)
        if facts.plan != source.file and not known:
            raise Refused(
                f"This is of another plan: “{facts.plan}”, as at {date_words(facts.as_at)}."
            )
        if facts.stated != self.plan.as_at:
            raise Refused(
                f"This answers the position as at {date_words(facts.as_at)}, and the plan is "
                f"as at {date_words(self.as_at)}: send its owner a new workbook."
            )

    def _missing(self, code: str) -> str:
        if code not in self.positions:
            return "A row that has changed in the plan since was deleted: nothing is taken from it."
        return (
            f"The row of {self._name(self.positions[code])} was deleted from the workbook: nothing "
            "is changed for it."
        )

    def _name(self, position: int) -> str:
        told = self.told[position]
        words = ". ".join(str(told[name]) for name in ("reference", "action") if told[name])
        return f"“{words if len(words) <= 80 else words[:79] + '…'}”"

    def _row_problem(
        self, form: Sheet, facts: RowFacts, code: str, places: Sequence[int]
    ) -> tuple[str, str] | None:
        """Why nothing is taken from a row, and the cell that it is about."""
        first = form.address(places[0], 0)
        if code not in facts.codes:
            return (
                first,
                "This row was not in the workbook that was sent: nothing is taken from it.",
            )
        if len(places) > 1:
            where = ", ".join(str(place + form.start[0] + 1) for place in places)
            return first, f"Rows {where} are copies of one row: it is not known which holds."
        if code not in self.positions:
            return first, "This action has changed in the plan since the workbook was sent."
        formula = self._formula(form, places[0])
        if formula:
            return formula, "This cell holds a formula: type the answer itself."
        return self._typed_over(form, facts, places[0], self.positions[code])

    def _formula(self, form: Sheet, place: int) -> str:
        row, left = place + form.start[0], form.start[1]
        columns = [c for r, c in form.formulas if r == row and c - left < len(headings())]
        return form.address(place, min(columns) - left) if columns else ""

    def _typed_over(
        self, form: Sheet, facts: RowFacts, place: int, position: int
    ) -> tuple[str, str] | None:
        told = self.told[position]
        original = told["original_due"]
        days = (facts.as_at - original).days if isinstance(original, date) else 0
        told = {**told, "days_overdue": days if days > 0 else None}  # as on the day it was sent
        for column, (name, heading) in enumerate(GIVEN.items()):
            was, now = _said(told[name]), _said(form.columns[column][place])
            if was != now:
                what = "The original timescale" if name == "original_due" else f"“{heading}”"
                return (
                    form.address(place, column),
                    f"{what} was changed from “{was}” to “{now}”: that cell is locked, and nothing "
                    "is taken from its row.",
                )
        return None

    def _answers(
        self, form: Sheet, facts: RowFacts, place: int, position: int
    ) -> tuple[list[Proposal], list[tuple[str, str]]]:
        """What a row's answers propose, and those that are stopped with their cells."""
        cells = {
            name: (form.columns[column][place], form.address(place, column))
            for column, name in enumerate(FILLED, start=len(GIVEN))
        }
        reason = as_text(cells[REASON][0])
        now = self._now(position)
        proposed: list[Proposal] = []
        stopped: list[tuple[str, str]] = []
        for name, (cell, address) in cells.items():
            if name == REASON or not as_text(cell):
                continue
            try:
                after = answer(name, cell, is_share=is_share(form, address))
                if name == "revised_due" and after != now[name]:
                    self._hold_to_future(after, reason)
            except Refused as refusal:
                stopped.append((address, str(refusal)))
                continue
            proposed.append(
                Proposal(
                    position=position,
                    reference=str(self.told[position]["reference"] or ""),
                    owner=facts.owner,
                    field=name,
                    before=now[name],
                    after=after,
                    reason=reason if name == "revised_due" else "",
                    file="",
                    cell=address,
                )
            )
        if reason and not as_text(cells["revised_due"][0]):
            stopped.append((cells[REASON][1], "A reason is given, but no new date."))
        said = {each.field: each for each in proposed}
        percent = said.get("percent_complete")
        if percent and percent.after != 100 and said.get("status", percent).after == _COMPLETE:
            proposed.remove(percent)
            stopped.append(
                (percent.cell, f"It is said to be complete, and {in_words(percent.after)} done.")
            )
        return proposed, stopped

    def _hold_to_future(self, day: Value, reason: str) -> None:
        """Stop a new date that has passed already, or that has no reason."""
        if isinstance(day, date) and day < self.as_at:
            raise Refused(
                f"{date_words(day)} is before {date_words(self.as_at)}, the date of the plan: a "
                "new date is one that is still to come."
            )
        if not reason:
            raise Refused("A new date is asked for without a reason.")

    def _now(self, position: int) -> dict[str, Any]:
        """What the plan says now of what can be answered."""
        row = self.plan.actions.iloc[position]
        found = {name: row[name] for name in FILLED if name in FIELDS}
        found["status"] = STATUS_LABELS[found["status"]]
        return {
            name: None
            if pd.isna(value)
            else value.date()
            if isinstance(value, pd.Timestamp)
            else value
            for name, value in found.items()
        }


def _opened(name: str, data: bytes) -> Book:
    if not data:
        raise Refused("The file is empty.")
    book = open_book(data, name)
    if book.kind != "xlsx":
        raise Refused(
            "This is not the workbook that was sent, but the same saved as another kind of file: "
            "ask for the Excel workbook itself."
        )
    return book


def _sheet(book: Book, name: str) -> Sheet | None:
    return next((sheet for sheet in book.sheets if sheet.name == name), None)


def _facts(book: Book) -> RowFacts:
    hidden = _sheet(book, FACTS_SHEET)
    if hidden is None or not hidden.height:
        raise Refused("This is not a workbook that the tracker made for an owner.")
    facts = facts_from("".join(map(as_text, hidden.row(0))))
    if facts is None:
        raise Refused("The hidden sheet that says what this workbook answers was changed.")
    return facts


def _form(book: Book) -> Sheet:
    form = _sheet(book, FORM_SHEET)
    if form is None:
        names = ", ".join(f"“{s.name}”" for s in book.sheets if s.name != FACTS_SHEET)
        raise Refused(f"The sheet “{FORM_SHEET}” is gone or has another name: there is {names}.")
    row = HEADER_ROW - form.start[0]
    found = [as_text(cell) for cell in form.row(row)] if 0 <= row < form.height else []
    if form.start[1] or found[: len(headings())] != list(headings()):
        raise Refused("The columns of the workbook were moved, deleted or renamed.")
    return form


def _rows_by_code(form: Sheet) -> dict[str, list[int]]:
    """The places of the rows below the headings by their code, those without a cell left out."""
    first, code = HEADER_ROW - form.start[0] + 1, len(headings()) - 1
    rows: dict[str, list[int]] = {}
    for place in range(first, form.height):
        if any(as_text(cell) for cell in form.row(place)):
            rows.setdefault(as_text(form.columns[code][place]) or CODE, []).append(place)
    return rows


def _said(value: Any) -> str:
    cell = "" if value is None else float(value) if isinstance(value, int) else value
    return " ".join(as_text(cell).split())
