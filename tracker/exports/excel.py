"""The filtered Excel: the actions shown, as the user's own sheet has them, then as calculated."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any, TypeAlias

import pandas as pd
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from tracker.exports.about import ABOUT_SHEET, ILLUSTRATIVE, Cover, write_about
from tracker.exports.cells import (
    Formats,
    formats_of,
    headings,
    lines_needed,
    one_line,
    set_lines,
    write_cell,
)
from tracker.fields import (
    CALCULATED_HEADINGS,
    DATE_DTYPE,
    DOWNLOAD_MEASURES,
    MEASURE_LABELS,
    PUBLISHED_ON,
    READ_FROM_HEADING,
    SCOPE_LABELS,
    STATE_LABELS,
    STATUS_LABELS,
    free_heading,
)
from tracker.words import count, date_words, number

if TYPE_CHECKING:
    from tracker.reading.plan import Plan

ACTIONS_SHEET = "Actions"
HEADER_ROW = 2  # from 0: a title and a line of context stand above it
A3, A4 = 8, 9  # Excel's numbers for the paper sizes
WIDTHS = (11, 48)  # the narrowest and the widest column, in characters

_Cells: TypeAlias = list[object]
_Column: TypeAlias = "pd.Series[Any]"

_LABELS: Mapping[str, Mapping[str, str]] = {
    "status": STATUS_LABELS,
    "state": STATE_LABELS,
    "scope": SCOPE_LABELS,
}

_FIRST_HEADINGS = (
    "Status group",
    "Original timescale (date)",
    "Revised timescale (date)",
    "Completed on (date)",
)
"""What people want to see first of what was read; the rest stands after the measures."""


def export_excel(
    plan: Plan,
    view: pd.DataFrame,
    *,
    as_at: date,
    filters: str = "",
    plan_name: str = "",
    illustrative: bool = False,
) -> bytes:
    """A workbook of the actions in ``view``: what it is, then the actions.

    ``view`` is a measured frame, or a filtered part of it, whose index selects the rows of
    ``plan.original``; ``filters`` says in words what it was filtered by. The user's columns
    stand in their order, and after them what was read and calculated, from which the tracker
    reads the file back to the same figures.

    >>> export_excel(plan, filter_actions(measured, overdue=True), as_at=date(2016, 4, 30))
    """
    cover = Cover(plan_name or plan.source.file, as_at, filters, illustrative)
    original = plan.original.loc[view.index]
    own = headings(str(column) for column in original.columns)
    calculated = _calculated(plan, view)
    shown = {heading: free_heading(heading, own) for heading in calculated}
    cells = [original.iloc[:, at].tolist() for at in range(len(own))] + list(calculated.values())
    buffer = BytesIO()
    with _workbook(buffer) as workbook:
        formats = formats_of(workbook)
        workbook.set_properties({"title": cover.title, "subject": one_line(cover.plan_name)})
        workbook.set_custom_property("Language", "en-GB")
        about = workbook.add_worksheet(ABOUT_SHEET)
        write_about(about, formats, cover, plan, view, shown)
        actions = workbook.add_worksheet(ACTIONS_SHEET)
        write_cell(actions, 0, 0, cover.title, formats, text_format=formats.title)
        context = _context(cover, plan, view)
        write_cell(actions, 1, 0, context, formats, text_format=formats.line)
        _write_table(actions, [*own, *shown.values()], cells, formats, _share_columns(plan))
        _set_page(about, A4)
        _set_page(actions, A3)
        actions.repeat_rows(HEADER_ROW)
    return buffer.getvalue()


def _context(cover: Cover, plan: Plan, view: pd.DataFrame) -> str:
    """One line: the plan, what the filters leave, and where the calculated columns begin."""
    part = f"{number(len(view))} of {count('action', len(plan.actions))}"
    sentences = [
        cover.plan_name,
        *([ILLUSTRATIVE] if cover.illustrative else []),
        f"{part}: {cover.filters}" if cover.filters else part,
        *([f"{PUBLISHED_ON} {date_words(plan.published)}"] if plan.published else []),
        f"After the plan's own columns stand the calculated ones, from “{_FIRST_HEADINGS[0]}” on",
    ]
    return ". ".join(sentences) + "."


def _workbook(buffer: BytesIO) -> Workbook:
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    return Workbook(buffer, options)


def _set_page(sheet: Worksheet, paper: int) -> None:
    """Landscape, as wide as one page, pages numbered."""
    sheet.set_landscape()
    sheet.set_paper(paper)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&A&RPage &P of &N")


def _write_table(
    sheet: Worksheet,
    names: Sequence[str],
    columns: Sequence[_Cells],
    formats: Formats,
    shares: Collection[int],
) -> None:
    """Write the columns as one Excel table with its header frozen.

    ``shares`` are the positions of the columns whose numbers are shown as percentages.
    """
    first = HEADER_ROW + 1
    widths = [_width(name, cells) for name, cells in zip(names, columns, strict=True)]
    lines = [1] * len(columns[0])
    for column, (width, cells) in enumerate(zip(widths, columns, strict=True)):
        sheet.set_column(column, column, width, formats.text)
        style = formats.percent if column in shares else None
        for row, value in enumerate(cells):
            write_cell(sheet, first + row, column, value, formats, number_format=style)
            if isinstance(value, str):
                lines[row] = max(lines[row], lines_needed(value, width))
    headings_lines = max(
        lines_needed(name, width - 2) for name, width in zip(names, widths, strict=True)
    )
    set_lines(sheet, HEADER_ROW, headings_lines)
    for row, needed in enumerate(lines, start=first):
        set_lines(sheet, row, needed)
    options = {
        "name": "Actions",
        "style": "Table Style Light 1",
        "title": "Actions",
        "description": "The actions, as the plan has them and as calculated",
        "columns": [{"header": name, "header_format": formats.heading} for name in names],
    }
    # A table has at least one row, if only an empty one.
    sheet.add_table(HEADER_ROW, 0, HEADER_ROW + max(len(lines), 1), len(names) - 1, options)
    sheet.freeze_panes(first, 0)


def _share_columns(plan: Plan) -> list[int]:
    """The user's column that gives percentages as shares of 1, by position: 0.6 is shown as 60%."""
    name = plan.columns.get("percent_complete")
    for position, heading in enumerate(plan.original.columns):
        if heading == name:
            shares = pd.to_numeric(plan.original.iloc[:, position], errors="coerce").dropna()
            percent = plan.actions["percent_complete"].loc[shares.index]
            return [position] if (100 * shares - percent).abs().lt(0.001).all() else []
    return []


def _width(name: str, cells: _Cells) -> float:
    """A column's width in characters: that of its longest text, within ``WIDTHS``."""
    longest = max((len(cell) for cell in cells if isinstance(cell, str)), default=0)
    narrowest, widest = WIDTHS
    longest_word = max(len(word) for word in name.split())
    return min(max(narrowest, longest + 2, longest_word + 4), widest)


def _calculated(plan: Plan, view: pd.DataFrame) -> dict[str, _Cells]:
    """The calculated columns in their order: heading and a value for each row.

    What was read of a field is left out where the whole plan says nothing of it.
    """
    read = [
        heading
        for heading, field in CALCULATED_HEADINGS.items()
        if heading not in _FIRST_HEADINGS and _is_known(plan.actions[field])
    ]
    return {
        **{heading: _as_read(heading, view) for heading in _FIRST_HEADINGS},
        **{MEASURE_LABELS[name]: _shown(view[name]) for name in DOWNLOAD_MEASURES},
        READ_FROM_HEADING: _read_from(view),
        **{heading: _as_read(heading, view) for heading in read},
    }


def _as_read(heading: str, view: pd.DataFrame) -> _Cells:
    field = CALCULATED_HEADINGS[heading]
    if field == "owner":
        return ["; ".join(owners) or None for owners in view["owners"]]
    return _shown(view[field])


def _is_known(column: _Column) -> bool:
    if column.name in ("restricted", "date_moves"):
        return bool(column.any())
    return bool(column.notna().any())


def _read_from(view: pd.DataFrame) -> _Cells:
    return [
        f"{sheet}, row {row}" if sheet else f"row {row}"
        for sheet, row in zip(view["sheet"], view["row"], strict=True)
    ]


def _shown(column: _Column) -> _Cells:
    """A column's values as they are written: words for groups and flags, None for unknown."""
    if column.dtype == "bool":
        return ["Yes" if flag else "No" for flag in column]
    if column.dtype == DATE_DTYPE:
        return list(column.to_numpy(dtype="datetime64[D]").tolist())
    labels = _LABELS.get(str(column.name), {})
    return [None if pd.isna(value) else labels.get(value, value) for value in column.tolist()]
