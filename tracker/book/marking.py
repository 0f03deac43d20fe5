"""The user's own workbook with the cells that were not understood marked in it."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from tracker.book.files import kind_of
from tracker.book.limited import Limited, PlanError
from tracker.own_downloads import MADE_UP, MARKED_LIST, is_sample

if TYPE_CHECKING:
    from tracker.reading.findings import Finding
    from tracker.reading.plan import Plan

_COLOURS = {"error": "F4B183", "warning": "FFE699", "note": "DDEBF7"}
_AUTHOR = "Action-plan tracker"
_TIMES_READING = 8
"""Memory and time of changing a workbook, over those of reading it (openpyxl keeps styles)."""
_CANNOT = (
    "This workbook cannot be marked: only .xlsx and .xlsm workbooks that Excel itself saved can. "
    "The list of findings can be downloaded instead."
)


def can_be_marked(data: bytes) -> bool:
    """Whether a file is of a kind that :func:`mark_workbook` takes."""
    try:
        return kind_of(data) == "xlsx"
    except PlanError:
        return False


def mark_workbook(data: bytes, plan: Plan, findings: Iterable[Finding]) -> bytes:
    """The workbook in ``data`` with a fill and a comment on each cell of ``findings``.

    A sheet named :data:`MARKED_LIST` lists them, and says first what the file is where it is the
    sample or not for publication. A finding of a whole column marks its heading.
    Formatting is kept; macros too. Raises :class:`PlanError` where it cannot be done.
    """
    if not can_be_marked(data):
        raise PlanError(_CANNOT)
    marks = [
        (f.severity, f.sheet, _cell(cell, plan.source.header_row), f.value, f.problem)
        for f in findings
        for cell in f.cells or ("",)
    ]
    marks = [*(("note", "", "", "", said) for said in _notices(plan)), *marks]
    with Limited(_work, data, marks, times=_TIMES_READING) as work:
        marked: bytes = next(work.answers())
    return marked


def _notices(plan: Plan) -> list[str]:
    from tracker.protective_marking import Audience

    made_up = MADE_UP if is_sample(plan.source.sha256) else ""
    return list(filter(None, (made_up, Audience.of(plan, plan.actions).notice)))


def _cell(cell: str, header_row: int) -> str:
    return f"{cell}{header_row}" if cell.isalpha() else cell.split(" to ")[0]


def _work(data: bytes, marks: list[tuple[str, str, str, str, str]]) -> Iterator[bytes]:
    try:
        yield _marked(data, marks)
    except Exception as error:  # whatever this library finds wrong in a stranger's workbook
        raise PlanError(_CANNOT) from error


def _marked(data: bytes, marks: list[tuple[str, str, str, str, str]]) -> bytes:
    import openpyxl

    macros = b"vbaProject.bin" in data
    book = openpyxl.load_workbook(io.BytesIO(data), keep_vba=macros, rich_text=True)
    told: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for severity, sheet, cell, _, problem in marks:
        if cell and sheet in book.sheetnames:
            told.setdefault((sheet, cell), []).append((severity, problem))
    for (sheet, cell), problems in told.items():
        _mark(book[sheet], cell, problems)
    _add_list(book, marks)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _mark(sheet: Any, address: str, problems: list[tuple[str, str]]) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    area = next((area for area in sheet.merged_cells.ranges if address in area), None)
    cell = sheet[area.start_cell.coordinate if area else address]
    worst = min((severity for severity, _ in problems), key=list(_COLOURS).index)
    cell.fill = PatternFill("solid", fgColor=_COLOURS[worst])
    own = [cell.comment.text] if cell.comment else []
    words = "\n\n".join([*own, *(f"{severity}: {problem}" for severity, problem in problems)])
    cell.comment = Comment(words, _AUTHOR, height=160, width=320)


def _add_list(book: Any, marks: list[tuple[str, str, str, str, str]]) -> None:
    from openpyxl.styles import Alignment, Font

    if MARKED_LIST in book.sheetnames:
        del book[MARKED_LIST]
    sheet = book.create_sheet(MARKED_LIST)
    rows = [("Severity", "Sheet", "Cell", "As typed", "What was done, and what to do"), *marks]
    for r, row in enumerate(rows, start=1):
        for c, text in enumerate(row, start=1):
            cell = sheet.cell(r, c)
            cell.value = text
            cell.data_type = "s"  # a value that begins with = is text, not a formula
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(bold=r == 1)
    for letter, width in zip("ABCDE", (12, 22, 10, 36, 80), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:E{len(rows)}"
