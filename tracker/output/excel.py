"""The filtered Excel: a workbook of the actions shown and of the figures worked out from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from io import BytesIO
from itertools import accumulate
from typing import TYPE_CHECKING

import pandas as pd

from tracker.output.as_read import own_places
from tracker.output.cells import formats_of, one_line
from tracker.output.cover import Cover, write_cover
from tracker.output.definitions import definitions_table
from tracker.output.downloaded import write_downloaded
from tracker.output.native_charts import CHARTS
from tracker.output.sheet_of_actions import sheet_columns
from tracker.output.sheet_of_changes import balance_table, changes_table
from tracker.output.sheet_of_findings import findings_shown, findings_table
from tracker.output.sheet_of_slippage import slippage_table
from tracker.output.sheet_table import SheetBook, SheetColumn, SheetTable, width_of, write_table
from tracker.output.sheets_of_groups import completion_table, owners_table, recommendations_table
from tracker.output.xlsxwriter_internals import DownloadWorkbook
from tracker.own_downloads import ABOUT_SHEET, ACTIONS_SHEET, PUBLISHED_ON
from tracker.protective_marking import Audience
from tracker.summaries import Summary, summarise
from tracker.words import date_words

if TYPE_CHECKING:
    from tracker.reading.findings import Finding
    from tracker.reading.plan import Plan
    from tracker.timeline import Comparison


EDITED = (
    "Change the plan's own columns here if you like, and upload this file again: the coloured "
    "columns at the right are then worked out anew."
)
PRINTED = 260  # characters of columns a print of A4 has across: more would be under 6 points
ROOM = 110  # characters of columns that may stay in view: more would leave none for the others


def export_excel(
    plan: Plan,
    view: pd.DataFrame,
    *,
    as_at: date,
    filters: str = "",
    plan_name: str = "",
    illustrative: bool = False,
    comparison: Comparison | None = None,
) -> bytes:
    """A workbook of the actions in ``view``: what it is, the actions, the figures, the findings.

    Parameters
    ----------
    plan : Plan
        The plan, whole or what is left of it to be published.
    view : DataFrame
        A measured frame, or a filtered part of it, whose index selects rows of ``plan.original``.
    as_at : date
        The day at which ``view`` was measured.
    filters : str
        What ``view`` was filtered by, in words.
    plan_name : str
        The plan's name; by default its file's.
    illustrative : bool
        Whether the plan is made up.
    comparison : Comparison
        What changed since an earlier plan, where there is one; narrowed as ``view`` is.

    The user's columns stand in their order, and after them what was calculated. The tracker reads
    the file back as it was edited: see :mod:`tracker.reading.download`.

    >>> export_excel(plan, filter_actions(measured, overdue=True), as_at=date(2016, 4, 30))
    """
    cover = Cover(
        plan_name or plan.source.file,
        as_at,
        filters,
        illustrative,
        plan.published,
        actions=len(plan.actions),
        audience=Audience.of(plan, view),
        not_first_recorded=plan.changed_originals,
    )
    figures = summarise(view, confirmed=plan.tells_confirmed)
    findings = findings_shown(plan.findings_as_at(as_at), plan.actions, view)
    tables = tables_of(plan, view, cover, figures, findings, comparison)
    return write_workbook(cover, figures, tables, plan, view)


def tables_of(
    plan: Plan,
    view: pd.DataFrame,
    cover: Cover,
    figures: Summary,
    findings: Sequence[Finding],
    comparison: Comparison | None = None,
) -> list[SheetTable]:
    """The tables of a workbook, a sheet each, in their order. ``figures`` are those of ``view``."""
    title, context = cover.position, cover.context(len(view))
    actions, calculated = _actions(plan, view, cover)
    drawn = completion_table(figures, title, context), slippage_table(view, title, context)
    others = [
        recommendations_table(figures, title, context),
        owners_table(figures, title, context),
        *(table for table in drawn if table),
        *(make(comparison, title) for make in (changes_table, balance_table) if comparison),
        findings_table(findings, title, context),
    ]
    return [actions, *others, definitions_table(plan, actions, calculated, others, title, context)]


def write_workbook(
    cover: Cover,
    figures: Summary,
    tables: Sequence[SheetTable],
    plan: Plan,
    view: pd.DataFrame,
) -> bytes:
    """The workbook: its cover, then a sheet for each table, charts beside theirs.

    What was downloaded is kept in it.
    """
    buffer = BytesIO()
    with DownloadWorkbook(buffer, cover.title, one_line(cover.plan_name)) as workbook:
        book = SheetBook(workbook, formats_of(workbook))
        workbook.add_worksheet(ABOUT_SHEET)
        for table in tables:
            write_table(book, table)
            if table.sheet in CHARTS:
                CHARTS[table.sheet](book, table, cover.as_at)
        write_cover(book, cover, figures.totals, tables)
        write_downloaded(book, plan, view, tables[0].columns)
    return buffer.getvalue()


def _actions(plan: Plan, view: pd.DataFrame, cover: Cover) -> tuple[SheetTable, Mapping[str, str]]:
    """The actions, and the heading under which each calculated column stands."""
    columns, calculated = sheet_columns(plan, view)
    in_view = _in_view(plan, columns)
    printed = max(_fitting(columns, PRINTED), in_view)
    end = columns[printed - 1].heading
    some = f" A print ends with the column “{end}”." if printed < len(columns) else ""
    published = f" {PUBLISHED_ON} {date_words(plan.published)}." if plan.published else ""
    table = SheetTable(
        sheet=ACTIONS_SHEET,
        name="Actions",
        title=cover.title,
        context=f"{cover.context(len(view))}{published} {EDITED}{some}",
        about="The actions: the plan's own columns, then what was calculated of them",
        columns=columns,
        in_view=in_view,
        printed=printed,
    )
    return table, calculated


def _in_view(plan: Plan, columns: Sequence[SheetColumn]) -> int:
    """The columns up to reference and action, as far as there is room beside them."""
    own = own_places(plan)
    places = sorted(own[field] + 1 for field in ("reference", "action") if field in own)
    fitting = _fitting(columns, ROOM)
    return next((place for place in places[::-1] if place <= fitting), 0)


def _fitting(columns: Sequence[SheetColumn], room: float) -> int:
    """How many columns from the first have room for their widths."""
    return sum(each <= room for each in accumulate(map(width_of, columns)))
