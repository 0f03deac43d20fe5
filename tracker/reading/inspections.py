"""Which inspection each action answers, where no column says it."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.book import Objects, column_of, objects
from tracker.reading import values
from tracker.reading.banners import inspection_in
from tracker.reading.findings import Finding, sayings
from tracker.reading.sheet_plan import SheetPlan
from tracker.reading.versions import finished_sheet, rows_of, shared_rows

_SAID = sayings("inspections")


def name_inspections(parts: Sequence[SheetPlan], findings: list[Finding]) -> None:
    """Give each action the inspection that a heading above it, its title or its tab names.

    Only where there are several: a recommendation is known by its inspection and its number.
    """
    parts = [p for p in parts if "source" not in p.cells and not p.columns.own_download]
    own = [_inspection_of(p) for p in parts]
    if len({*own} - {None}) < 2:
        own = [p.name if _number_alike(parts) else None for p in parts]
    told: list[list[str]] = []
    for part, name in zip(parts, own, strict=True):
        told.append([source or name or "" for source in _above(part)])
    names = dict.fromkeys(name for each in told for name in each if name)
    if len(names) < 2:
        return
    for part, cells in zip(parts, told, strict=True):
        part.cells["source"] = column_of(cells)
    said = _SAID["INSPECTION_FROM_A_TITLE"]
    findings.append(said.of("", field="source", value=", ".join(names)))


def _above(part: SheetPlan) -> Objects:
    """The inspection that the headings above each action name.

    A heading is taken for one where it says so, or where the numbers begin again under each. Where
    one names an inspection, the sheet's title is that of the rows above it.
    """
    sections = part.rows.by_banner(lambda banner: banner.section if banner else None)
    sources = part.rows.by_banner(lambda banner: banner.source if banner else None)
    if not any(sections) and not any(sources):
        return sources
    if any(sources):
        title = ["", *filter(None, part.table.title.split("\n"))][-1]
        sections = values.first_of(sections, objects([title] * part.size, part.size))
        sources = values.first_of(sources, objects([_inspection_of(part)] * part.size, part.size))
    numbers, _ = values.recommendations(part)
    of: dict[str, set[int]] = {}
    for section, number in zip(sections, numbers, strict=True):
        if section and number:
            of.setdefault(section, set()).update([int(number)] if number.isdecimal() else [])
    if len(of) > 1 and all(own and own == {*range(1, len(own) + 1)} for own in of.values()):
        return sections
    return sources


def _inspection_of(part: SheetPlan) -> str | None:
    lines = (*part.table.title.splitlines(), part.name)
    return next(filter(None, map(inspection_in, lines)), None)


def _number_alike(parts: Sequence[SheetPlan]) -> bool:
    """Whether sheets each number recommendations of their own from 1: the words differ."""
    sheets = list({p.name: p for p in parts if "recommendation" in p.cells}.values())
    if len(sheets) < 2 or any(finished_sheet(p.name) for p in sheets):
        return False
    rows = [rows_of(part) for part in sheets]
    common = rows[0].keys() & rows[1].keys()
    return bool(common) and not shared_rows(rows[0], rows[1])
