"""The cells of one sheet's columns to the values of fields, with what must be said of each."""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt
import pandas as pd

from tracker.book import Column, Flags, Objects, as_text
from tracker.reading import markings, owners, percentages
from tracker.reading.banners import (
    Banner,
    named_recommendation,
    recommendation_name,
    split_recommendation,
)
from tracker.reading.findings import Severity
from tracker.reading.kinds import FindingKind
from tracker.reading.sheet_plan import SheetPlan


def read_owners(plan: SheetPlan) -> Objects:
    """The owners of each row, a tuple; names that differ only in case are one."""
    column = plan.column("owner")
    different = column.different_texts()
    elsewhere = owners.whole_names([text for text in different if text])
    readings = [owners.split_owners(text or "", elsewhere) for text in different]
    spelling = owners.one_spelling([reading.names for reading in readings])
    nobody = {name for name in spelling if owners.names_nobody(name)}
    said: list[tuple[FindingKind, str, list[bool]]] = [
        (
            FindingKind.NO_OWNER_NAMED,
            "These words name nobody: counted under no owner.",
            [not nobody.isdisjoint(reading.names) for reading in readings],
        ),
        (
            FindingKind.SEVERAL_OWNERS_IN_A_CELL,
            "Read as several owners, as each of them stands alone in another cell. Put a semicolon "
            "between owners.",
            [reading.parted for reading in readings],
        ),
        (
            FindingKind.SEVERAL_OWNERS_IN_A_CELL,
            "This may name several owners, but is counted as one. Put a semicolon between owners.",
            [reading.joined for reading in readings],
        ),
    ]
    for kind, problem, told in said:
        for row in np.flatnonzero(column.spread(told, bool)).tolist() if any(told) else ():
            plan.say("warning", kind, problem, "owner", row, column.texts[row])
    return column.spread(
        tuple(dict.fromkeys(spelling[name] for name in reading.names if name not in nobody))
        for reading in readings
    )


def read_percent(plan: SheetPlan) -> npt.NDArray[np.float64]:
    """The percentages of each row, 0 to 100."""
    if "percent_complete" not in plan.cells:
        return np.full(plan.size, np.nan)
    cells = plan.cells["percent_complete"]
    sheet, column = plan.table.sheet, plan.columns.fields["percent_complete"]
    formats = (
        plan.rows_of(noted, column) for noted in (sheet.percent_cells, sheet.typed_percent_cells)
    )
    read = percentages.read_percentages(cells, *formats)
    if plan.columns.own_download:
        return read.shares / 100 if read.fractions else read.shares
    first = np.flatnonzero(~np.isnan(read.shares))[:1].tolist() if read.fractions else []
    said: list[tuple[Severity, FindingKind, str, list[int]]] = [
        (
            "note",
            FindingKind.NO_PERCENTAGE_GIVEN,
            "No percentage is given here, so none is used.",
            np.flatnonzero(cells.map(percentages.says_none, bool)).tolist(),
        ),
        (
            "error",
            FindingKind.PERCENTAGE_NOT_UNDERSTOOD,
            "This is not a percentage from 0 to 100. It is not used: correct it in the "
            "spreadsheet.",
            read.bad,
        ),
        (
            "error",
            FindingKind.PERCENTAGES_OF_TWO_KINDS,
            "This is below 1 where other numbers of the column are above: it may be a share of 1 "
            "or less than one per cent, so it is not used. Write them all one way.",
            read.small,
        ),
        (
            "warning",
            FindingKind.PERCENTAGE_IN_WORDS,
            "Read as the least percentage that it says. Write one number if that is wrong.",
            read.least,
        ),
        (
            "warning" if read.only_ones else "note",
            FindingKind.PERCENTAGES_AS_FRACTIONS,
            "The numbers in this column are at most 1, so they are read as shares of 1 (1 is "
            "100%).",
            first,
        ),
    ]
    for severity, kind, problem, found in said:
        for row in found:
            plan.say(severity, kind, problem, "percent_complete", row, as_text(cells[row]))
    return read.shares


def read_restricted(plan: SheetPlan, status: Column) -> Flags:
    """Whether each row is marked as not for publication, by its column or in its own words."""
    heading = (
        plan.table.names[plan.columns.fields["restricted"]]
        if "restricted" in plan.columns.fields
        else ""
    )
    asks_to_keep = re.search(r"\b(?:not|exempt|withh\w*|exclu\w*)\b", heading, re.IGNORECASE)
    publish = "publi" in heading.casefold() and not asks_to_keep
    marked = plan.column("restricted")
    readings = [
        markings.read_marking(text, publish=publish) if text else False
        for text in marked.different_texts()
    ]
    unclear = marked.spread((reading is None for reading in readings), bool)
    for row in np.flatnonzero(unclear).tolist():
        plan.say(
            "warning",
            FindingKind.MARKING_NOT_UNDERSTOOD,
            "This marking is not understood, so the row is treated as restricted and kept out of "
            "public versions.",
            "restricted",
            row,
            marked.texts[row],
        )
    restricted: Flags = unclear | marked.spread((reading or False for reading in readings), bool)
    restricted |= status.map_texts(
        lambda text: text is not None and "restricted" in text.casefold(), bool
    )
    for column in plan.table.columns:
        if markings.may_carry_marking(column):
            restricted |= column[plan.rows.kept].map(markings.carries_marking, bool)
    return restricted | _restricted_by_heading(plan, column_tells=bool(marked.filled.any()))


def _restricted_by_heading(plan: SheetPlan, *, column_tells: bool) -> Flags:
    """Rows under a heading that is marked, or on a sheet that is and marks no row itself."""
    under: Flags = plan.rows.by_banner(
        lambda banner: banner is not None and banner.restricted, bool
    )
    table = plan.table
    lines = (*table.sheet_title.splitlines(), *table.title.splitlines(), plan.name)
    mark = next(filter(markings.heading_restricts, lines), None)
    if mark is not None and plan.size:
        what = (
            "Its own rows are marked one by one, so those marks alone say which are restricted."
            if column_tells
            else "No row of it is marked by itself, so every one is treated as restricted and kept "
            "out of public versions. Where some may be published, add a column “Marking” that says "
            "OFFICIAL or OFFICIAL-SENSITIVE for each."
        )
        plan.findings.add(
            "warning",
            FindingKind.SHEET_MARKED_RESTRICTED,
            f"The sheet is marked above its table. {what}",
            sheet=plan.name,
            field="restricted",
            value=mark,
        )
        under |= not column_tells
    if under.any() and mark is None:
        plan.say(
            "warning",
            FindingKind.RESTRICTED_BY_A_HEADING,
            f"{int(under.sum())} actions stand under a heading that is marked, so they are treated "
            "as restricted and kept out of public versions.",
            "restricted",
            int(np.flatnonzero(under)[0]),
        )
    return under


_NAMED = re.compile(r"\s*(?:rec|argymhelliad)", re.IGNORECASE)


def recommendations(plan: SheetPlan) -> tuple[Objects, Objects]:
    """Each row's recommendation and its wording, from the columns, else from the banners."""
    texts = plan.texts("recommendation_text")
    if "recommendation" not in plan.cells:
        return _recommendations_of_banners(plan, texts)
    column = plan.cells["recommendation"]
    names: list[str | None] = []
    wordings: list[str | None] = []
    both = "recommendation_text" not in plan.cells
    for name in column.different_texts():
        worded = both and name and (len(name) > 30 or _NAMED.match(name))
        split = split_recommendation(name) if name and worded else None
        if split and split[1]:
            names.append(split[0])
            wordings.append(split[1])
        else:
            names.append(recommendation_name(name) if name else None)
            wordings.append(None)
    if any(wordings):
        texts = column.spread(wordings)
    return column.spread(names), texts


def _recommendations_of_banners(plan: SheetPlan, texts: Objects) -> tuple[Objects, Objects]:
    of_sheet = named_recommendation([*plan.table.title.split("\n"), plan.name])

    def banner(of_row: Banner | None) -> Banner | None:
        """A row's banner, or its sheet's title where the banner names no recommendation."""
        return of_sheet if of_sheet and not (of_row and of_row.recommendation) else of_row

    def name(of_row: Banner | None) -> str | None:
        said = banner(of_row)
        return (said.recommendation or said.text) if said else None

    def wording(of_row: Banner | None) -> str | None:
        said = banner(of_row)
        return said.text if said and said.recommendation else None

    return plan.rows.by_banner(name), first_of(texts, plan.rows.by_banner(wording))


def first_of(texts: Objects, others: Objects) -> Objects:
    """Each row's text, else the other one."""
    return np.where(pd.isna(texts), others, texts)


def scopes(plan: SheetPlan) -> Objects:
    """``national`` or ``force`` for each row: its column, its banner, or its sheet's name."""
    column = plan.column("scope")
    of_sheet = markings.scope_of(plan.name)
    texts = column.different_texts()
    said = [markings.scope_of(text) if text else None for text in texts]
    unclear = [text is not None and scope is None for text, scope in zip(texts, said, strict=True)]
    for row in np.flatnonzero(column.spread(unclear, bool)).tolist() if any(unclear) else ():
        plan.say(
            "warning",
            FindingKind.SCOPE_NOT_UNDERSTOOD,
            "Read as neither national nor force-specific.",
            "scope",
            row,
            column.texts[row],
        )

    def scope(banner: Banner | None) -> str | None:
        return (banner.scope if banner else None) or of_sheet

    found = column.spread(said)
    if not any(map(scope, plan.rows.banners)):
        return found
    return first_of(found, plan.rows.by_banner(scope))
