"""A workbook for each owner, of their own actions and nothing else."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from tracker.exports.cover import Cover
from tracker.exports.excel import tables_of, write_workbook
from tracker.exports.file_names import file_names
from tracker.exports.findings import findings_in
from tracker.fields import NO_OWNER
from tracker.summaries import summarise
from tracker.timeline import filter_comparison
from tracker.timeline.redaction import without_rows

if TYPE_CHECKING:
    from tracker.reading.plan import Plan
    from tracker.timeline import Comparison

_ENDING = ".xlsx"
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip holds: the same content, the same file


@dataclass(frozen=True)
class OwnersWorkbook:
    """One owner's workbook: whose (None: actions without an owner), its file's name, its bytes."""

    owner: str | None
    file: str
    actions: int
    content: bytes


def owners_files(view: pd.DataFrame) -> dict[str | None, str]:
    """The owners whom the actions name, in the order first named, each with a file name.

    The actions without an owner come last, under None.
    """
    owners = list(_rows_of_owners(view))
    names = file_names([NO_OWNER if owner is None else owner for owner in owners], _ENDING, "Owner")
    return dict(zip(owners, names, strict=True))


def owners_workbooks(
    plan: Plan,
    view: pd.DataFrame,
    *,
    as_at: date,
    filters: str = "",
    plan_name: str = "",
    illustrative: bool = False,
    left_out: int | None = None,
    comparison: Comparison | None = None,
) -> Iterator[OwnersWorkbook]:
    """A workbook for each owner whom the actions in ``view`` name, in the order first named.

    The parameters are those of ``export_excel``. Each holds the owner's actions, an action of
    several owners being in each one's, and figures and findings of those alone.
    """
    files = owners_files(view)
    for owner, rows in _rows_of_owners(view).items():
        own = _own_plan(plan, view.index[rows], as_at)
        shown = view.iloc[rows].set_axis(own.actions.index)
        cover = Cover(
            plan_name or plan.source.file,
            as_at,
            filters,
            illustrative,
            plan.published,
            actions=None,
            left_out=left_out,
            owner=NO_OWNER if owner is None else owner,
            not_first_recorded=own.changed_originals,
        )
        figures = summarise(shown, confirmed=plan.tells_confirmed)
        changes = filter_comparison(comparison, owners=[owner]) if comparison else None
        tables = tables_of(
            own, shown, cover, figures, own.findings, by_owner=False, comparison=changes
        )
        content = write_workbook(cover, figures, int(shown["restricted"].sum()), tables, own, shown)
        yield OwnersWorkbook(owner, files[owner], len(shown), content)


def export_by_owner(
    plan: Plan,
    view: pd.DataFrame,
    *,
    as_at: date,
    filters: str = "",
    plan_name: str = "",
    illustrative: bool = False,
    left_out: int | None = None,
    comparison: Comparison | None = None,
) -> bytes:
    """A zip of ``owners_workbooks``, each under a name that every system takes.

    >>> export_by_owner(plan, measured, as_at=date(2016, 4, 30))
    """
    buffer = io.BytesIO()
    workbooks = owners_workbooks(
        plan,
        view,
        as_at=as_at,
        filters=filters,
        plan_name=plan_name,
        illustrative=illustrative,
        left_out=left_out,
        comparison=comparison,
    )
    # A workbook is a zip already: packing it again would cost time and save nothing.
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for workbook in workbooks:
            archive.writestr(zipfile.ZipInfo(workbook.file, _ZIP_DATE), workbook.content)
    return buffer.getvalue()


def _rows_of_owners(view: pd.DataFrame) -> dict[str | None, list[int]]:
    """The positions of each owner's actions, owners in the order first named, None last."""
    rows: dict[str | None, list[int]] = {}
    for place, owners in enumerate(view["owners"]):
        for owner in dict.fromkeys(owners) or (None,):
            rows.setdefault(owner, []).append(place)
    nobody = {None: rows.pop(None)} if None in rows else {}
    return rows | nobody


def _own_plan(plan: Plan, rows: pd.Index, as_at: date) -> Plan:
    """The plan as if it had nothing but these rows: their findings, no word of the others."""
    own = plan.actions.index.isin(rows)
    findings = findings_in(plan.findings_as_at(as_at), plan.actions[own])
    apart = plan.tells_confirmed
    return without_rows(replace(plan, findings=tuple(findings), part_of_confirmed=apart), ~own)
