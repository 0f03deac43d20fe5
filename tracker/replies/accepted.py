"""What was accepted of the owners' replies, written into the manager's own workbook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

import pandas as pd

from tracker.book import Edit, can_be_marked, patch_workbook
from tracker.measures import measure
from tracker.output.as_read import own_places
from tracker.output.cells import formats_of, one_line
from tracker.output.downloaded import write_downloaded
from tracker.output.sheet_of_actions import sheet_columns
from tracker.output.sheet_table import SheetBook, SheetColumn, SheetTable, write_table
from tracker.output.xlsxwriter_internals import DownloadWorkbook
from tracker.own_downloads import ACTIONS_SHEET, REPLIES_LIST
from tracker.replies.answers import Value
from tracker.replies.proposals import Proposal, Stopped, in_words
from tracker.vocabulary import FIELDS, STATUS_LABELS
from tracker.words import date_words

if TYPE_CHECKING:
    from tracker.reading.plan import Plan

MADE_ANEW = (
    "The plan is not a workbook that can be changed in place, so a new one was made of its rows: "
    "its formatting is not that of the file."
)
_HEADINGS = ("Reference", "Owner", "Field", "Before", "After", "Reason", "Reply", "Cell")


@dataclass(frozen=True)
class Accepted:
    """The workbook with what was accepted, what could not be written, and whether it is anew."""

    content: bytes
    written: tuple[Proposal, ...]
    stopped: tuple[Stopped, ...]
    is_new: bool


def accept(plan: Plan, data: bytes, proposals: Sequence[Proposal]) -> Accepted:
    """Write proposals into the plan's file, whose bytes are ``data``.

    In .xlsx and .xlsm workbooks only the changed cells are touched, and filled in yellow; of other
    kinds of file a new workbook is made. A last sheet lists what was accepted.
    """
    placed, stopped = [], []
    for each in proposals:
        if _cell(plan, each)[:1].isalpha():
            placed.append(each)
        else:
            label = FIELDS[each.field].label
            problem = f"The plan has no column for “{label}”, so {_what(each)} was not written."
            stopped.append(Stopped(each.file, each.cell, problem))
    if not can_be_marked(data):
        return Accepted(_anew(plan, placed), tuple(placed), tuple(stopped), is_new=True)
    edits = [
        Edit(str(plan.actions["sheet"].iloc[each.position]), _cell(plan, each), _typed(plan, each))
        for each in placed
    ]
    rows = [_HEADINGS, *(_row(plan, each) for each in placed)]
    content, problems = patch_workbook(data, edits, REPLIES_LIST, rows)
    written = tuple(e for e, problem in zip(placed, problems, strict=True) if problem is None)
    stopped += [
        Stopped(
            each.file,
            each.cell,
            f"{_cell(plan, each)}: {problem}, so {_what(each)} was not written.",
        )
        for each, problem in zip(placed, problems, strict=True)
        if problem is not None
    ]
    return Accepted(content, written, tuple(stopped), is_new=False)


def _what(each: Proposal) -> str:
    return f"“{in_words(each.after)}” of {each.reference or 'an action'}"


def _cell(plan: Plan, each: Proposal) -> str:
    """The address of a proposal's cell, the row alone where the plan has no column for it."""
    sheet, row = plan.actions[["sheet", "row"]].iloc[each.position]
    return plan.source.cell(str(sheet), int(row), each.field)


def _row(plan: Plan, each: Proposal) -> list[str]:
    sheet = str(plan.actions["sheet"].iloc[each.position])
    before, after = in_words(each.before), in_words(each.after)
    label = FIELDS[each.field].label
    where = f"{sheet}, {_cell(plan, each)}"
    return [each.reference, each.owner, label, before, after, each.reason, each.file, where]


def _typed(plan: Plan, each: Proposal) -> Value:
    """A value as the plan's own cells say such a thing."""
    if each.field == "status":
        return _status_word(plan, str(each.after))
    if each.field == "percent_complete" and isinstance(each.after, float):
        return each.after / 100 if _gives_shares(plan) else each.after
    return each.after


def _status_word(plan: Plan, label: str) -> str:
    """The plan's commonest word for a status, of those typed in its own cells, else ours."""
    group = next(group for group, words in STATUS_LABELS.items() if words == label)
    said = plan.actions.loc[plan.actions["status"].eq(group), "status_text"].dropna()
    if "status" in plan.columns:  # a fill's colour, or a resolution's words, stand in no such cell
        said = said[said.eq(plan.original.loc[said.index, plan.columns["status"]])]
    common = said.value_counts()
    return str(common.index[0]) if len(common) else label


def _gives_shares(plan: Plan) -> bool:
    """Whether the plan's percentages are typed as shares of 1."""
    typed = pd.to_numeric(plan.original[plan.columns["percent_complete"]], errors="coerce")
    read = plan.actions["percent_complete"].where(typed.notna())
    known = typed.notna() & read.gt(0)
    return bool(known.any()) and bool((100 * typed - read)[known].abs().lt(0.001).all())


def _anew(plan: Plan, proposals: Sequence[Proposal]) -> bytes:
    """A new workbook of the plan's own columns with the proposals in them.

    Beside them stands what was read from elsewhere, such as a heading above the row; what was read
    of each cell is kept in it as in a download, so that all else is read again as it was.
    """
    as_at = plan.as_at or date.today()
    view = measure(plan.actions, as_at, published=plan.published)
    columns, _ = sheet_columns(plan, view, with_measures=False)
    changed = list(columns)
    for each in proposals:
        place = own_places(plan)[each.field]
        cells = list(changed[place].cells)
        cells[each.position] = _typed(plan, each)
        changed[place] = replace(changed[place], cells=cells, comments={})
    listed = [_row(plan, each) for each in proposals]
    stated = f": position as at {date_words(plan.as_at)}" if plan.as_at else ""
    tables = (
        SheetTable(
            sheet=ACTIONS_SHEET,
            name="Action_plan",
            title=f"Action plan{stated}",
            context=f"{plan.source.file}. {MADE_ANEW}",
            about="The plan's own columns, with what was accepted of the owners' replies",
            columns=changed,
        ),
        SheetTable(
            sheet=REPLIES_LIST,
            name="Accepted_replies",
            title=REPLIES_LIST,
            context="What was accepted of the owners' replies.",
            about="Each change that was accepted, with what the plan said before",
            columns=[SheetColumn(h, [r[at] for r in listed]) for at, h in enumerate(_HEADINGS)],
        ),
    )
    buffer = BytesIO()
    with DownloadWorkbook(buffer, one_line(plan.source.file), REPLIES_LIST) as workbook:
        book = SheetBook(workbook, formats_of(workbook))
        for table in tables:
            write_table(book, table)
        write_downloaded(book, plan, view, columns)
    return buffer.getvalue()
