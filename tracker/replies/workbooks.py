"""A workbook for each owner to fill in: their open actions, locked but for the answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pandas as pd
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from tracker.output.cells import MAX_CELL_TEXT, CellFormats, formats_of, one_line, write_text
from tracker.output.file_names import file_names
from tracker.output.sheet_table import lines_needed, set_lines, set_page
from tracker.output.xlsxwriter_internals import DownloadWorkbook
from tracker.own_downloads import ILLUSTRATIVE
from tracker.replies.form import (
    ANSWERS,
    CODE,
    FACTS_SHEET,
    FILLED,
    FORM_SHEET,
    GIVEN,
    HEADER_ROW,
    REASON,
    RowFacts,
    codes,
    given,
    headings,
)
from tracker.words import count, date_words

if TYPE_CHECKING:
    from tracker.reading.plan import Plan

ENDING = ".xlsx"
_WIDTHS = {
    "recommendation": 17.0,
    "action": 44.0,
    "progress": 36.0,
    REASON: 30.0,
    "evidence": 24.0,
}  # characters
_WIDTH = 14.0
_PIECE = 30_000  # characters of the facts in a cell, which holds 32,767
_FIRST_DATE, _LAST_DATE = date(2000, 1, 1), date(2100, 12, 31)
_HOW_TO = (
    "Fill in what has changed, in the columns with the coloured headings, and send the file back "
    "as it is: an empty cell changes nothing. A new date needs a reason. All else is locked."
)


@dataclass(frozen=True)
class OwnersWorkbook:
    """One owner's workbook: whose, its file's name, their open actions, its bytes."""

    owner: str
    file: str
    actions: pd.DataFrame
    content: bytes


def owners_files(view: pd.DataFrame) -> dict[str, str]:
    """The owners whom open actions name, in the order first named, each with a file name."""
    owners = list(_rows_of_owners(view))
    return dict(zip(owners, file_names(owners, ENDING, "Owner"), strict=True))


def unowned(view: pd.DataFrame) -> int:
    """How many open actions name no owner, and so are in nobody's workbook."""
    return sum(not owners for owners in view.loc[view["is_open"], "owners"])


def owners_workbooks(
    plan: Plan,
    view: pd.DataFrame,
    *,
    as_at: date,
    plan_name: str = "",
    illustrative: bool = False,
) -> Iterator[OwnersWorkbook]:
    """A workbook for each owner of open actions in ``view``, in the order first named.

    ``view`` is a measured frame, or a filtered part of it, of ``plan`` as at ``as_at``. An action
    of several owners is in each one's.
    """
    every = pd.Series(codes(plan), index=plan.actions.index)
    name = plan_name or plan.source.file
    files = owners_files(view)
    for owner, rows in _rows_of_owners(view).items():
        theirs = view.iloc[rows]
        its = tuple(every.loc[theirs.index])
        facts = RowFacts(name, plan.source.sha256, plan.as_at, as_at, owner, its)
        content = _workbook(facts, theirs, illustrative=illustrative)
        yield OwnersWorkbook(owner, files[owner], theirs, content)


def _rows_of_owners(view: pd.DataFrame) -> dict[str, list[int]]:
    """The positions of each owner's open actions, owners in the order first named."""
    rows: dict[str, list[int]] = {}
    for place, (owners, is_open) in enumerate(zip(view["owners"], view["is_open"], strict=True)):
        for owner in dict.fromkeys(owners if is_open else ()):
            rows.setdefault(owner, []).append(place)
    return rows


def _workbook(facts: RowFacts, theirs: pd.DataFrame, *, illustrative: bool) -> bytes:
    buffer = BytesIO()
    title = f"Actions of {facts.owner}: position as at {date_words(facts.as_at)}"
    with DownloadWorkbook(buffer, one_line(title), one_line(facts.plan)) as workbook:
        formats = formats_of(workbook)
        sheet = workbook.add_worksheet(FORM_SHEET)
        write_text(sheet, 0, 0, title, formats, formats.title)
        note = f" {ILLUSTRATIVE}." if illustrative else ""
        said = f"{facts.plan}. {count('open action', len(theirs))}.{note}"
        write_text(sheet, 1, 0, said, formats, formats.line)
        write_text(sheet, 2, 0, _HOW_TO, formats, formats.line)
        _write_headings(sheet, formats)
        for row, (told, code) in enumerate(
            zip(given(theirs), facts.codes, strict=True), start=HEADER_ROW + 1
        ):
            for place, name in enumerate(GIVEN):
                _write(sheet, row, place, told[name], formats)
            set_lines(sheet, row, max(_lines(name, str(told[name] or "")) for name in GIVEN))
            sheet.write_string(row, len(headings()) - 1, code)
        _write_answers(workbook, sheet, len(theirs))
        _lock(sheet)
        hidden = workbook.add_worksheet(FACTS_SHEET)
        text = facts.as_text()
        for place, start in enumerate(range(0, len(text), _PIECE)):
            hidden.write_string(0, place, text[start : start + _PIECE])
        hidden.very_hidden()
    return buffer.getvalue()


def _lines(name: str, text: str) -> int:
    """The lines that a text takes in the column of a field."""
    return lines_needed(text, _WIDTHS.get(name, _WIDTH))


def _write_headings(sheet: Worksheet, formats: CellFormats) -> None:
    names = [*GIVEN, *FILLED, CODE]
    set_lines(sheet, HEADER_ROW, max(map(_lines, names, headings())))
    for place, (name, heading) in enumerate(zip(names, headings(), strict=True)):
        to_fill = len(GIVEN) <= place < len(GIVEN) + len(FILLED)
        style = formats.calculated if to_fill else formats.heading
        sheet.write_string(HEADER_ROW, place, heading, style)
        options = {"hidden": True} if name == CODE else {}
        sheet.set_column(place, place, _WIDTHS.get(name, _WIDTH), None, options)


def _write(sheet: Worksheet, row: int, place: int, value: Any, formats: CellFormats) -> None:
    if isinstance(value, str):
        write_text(sheet, row, place, value, formats, formats.text)
    elif isinstance(value, date):
        sheet.write_datetime(row, place, value, formats.date)
    elif value is not None:
        sheet.write_number(row, place, value, formats.number)


def _write_answers(workbook: DownloadWorkbook, sheet: Worksheet, rows: int) -> None:
    """The cells to fill in: open, each taking what it is for alone."""
    last = HEADER_ROW + rows
    styles = _answer_formats(workbook)
    for place, name in enumerate(FILLED, start=len(GIVEN)):
        for row in range(HEADER_ROW + 1, last + 1):
            sheet.write_blank(row, place, None, styles.get(name, styles["progress"]))
        sheet.data_validation(HEADER_ROW + 1, place, last, place, _taken(name))


def _answer_formats(workbook: DownloadWorkbook) -> dict[str, Format]:
    look = {"valign": "top", "border": 1, "border_color": "#8A93A3", "locked": False}
    day = {**look, "num_format": "dd mmm yyyy", "align": "left"}
    return {
        "progress": workbook.add_format({**look, "text_wrap": True}),
        "percent_complete": workbook.add_format({**look, "num_format": "0"}),
        "revised_due": workbook.add_format(day),
        "completed_on": workbook.add_format(day),
    }


def _taken(name: str) -> Mapping[str, Any]:
    """What a cell takes, as Excel checks it, and what it says of anything else."""
    if name == "status":
        return {
            "validate": "list",
            "source": list(ANSWERS.values()),
            "error_title": "Status",
            "error_message": "Choose one of the statuses in the list.",
        }
    if name == "percent_complete":
        return {
            "validate": "decimal",
            "criteria": "between",
            "minimum": 0,
            "maximum": 100,
            "error_title": "Percent complete",
            "error_message": "Type a number from 0 to 100.",
        }
    if name in ("revised_due", "completed_on"):
        return {
            "validate": "date",
            "criteria": "between",
            "minimum": _FIRST_DATE,
            "maximum": _LAST_DATE,
            "error_title": "Date",
            "error_message": "Type a date, such as 30/06/2016.",
        }
    return {"validate": "length", "criteria": "<=", "value": MAX_CELL_TEXT}


def _lock(sheet: Worksheet) -> None:
    """Everything but the answers is locked; columns and rows may be made wider and higher."""
    sheet.protect("", {"format_columns": True, "format_rows": True, "autofilter": False})
    sheet.freeze_panes(HEADER_ROW + 1, list(GIVEN).index("action") + 1)
    sheet.repeat_rows(HEADER_ROW)
    set_page(sheet)
