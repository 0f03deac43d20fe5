"""The parts of a plan as one: what they call alike is one, what is not is told apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from tracker.book import Objects, column_of, objects
from tracker.reading import owners
from tracker.reading.banners import inspection_in
from tracker.reading.findings import Findings
from tracker.reading.kinds import FindingKind
from tracker.reading.part import Part
from tracker.reading.sheet_plan import SheetPlan
from tracker.reading.sheets import finished_sheet, rows_of, shared_rows


def joined(parts: Sequence[Part]) -> Part:
    """The parts as one, in which each owner and each recommendation has one name."""
    whole = parts[0] if len(parts) == 1 else _one_below_the_other(parts)
    actions = whole.actions
    if len(parts) > 1:  # a part has one spelling of each owner
        actions = _one_spelling_of_owners(actions)
    return replace(whole, actions=_one_spelling_of_recommendations(actions))


def _one_below_the_other(parts: Sequence[Part]) -> Part:
    """Several parts as one; a column that one of them lacks is blank there."""
    original = pd.concat([part.original for part in parts], ignore_index=True)
    return Part(
        pd.concat([part.actions for part in parts], ignore_index=True),
        original.astype("object").where(original.notna().to_numpy(), None),  # type: ignore[call-overload]
    )


def _one_spelling_of_owners(actions: pd.DataFrame) -> pd.DataFrame:
    """Owners that differ only in case or spaces, spelt as the first, in all parts together."""
    owned = actions["owners"].tolist()
    different = dict.fromkeys(owned)
    spelling = owners.one_spelling(list(different))
    names = {each: tuple(dict.fromkeys(map(spelling.get, each))) for each in different}
    return actions.assign(owners=objects(map(names.__getitem__, owned)))


_LETTERED = re.compile(r"r\.? ?(?P<number>\d+(?:\.\d+)*[a-z]?)", re.IGNORECASE)


def _one_spelling_of_recommendations(actions: pd.DataFrame) -> pd.DataFrame:
    """Recommendations that differ only in case or spaces, spelt as the first.

    So is R3 where others are named by their number alone.
    """
    said = actions["recommendation"].tolist()
    names = list(filter(None, dict.fromkeys(said)))
    numbered = any(name.isdigit() for name in names)
    first: dict[str, str] = {}
    spelling: dict[str | None, str | None] = {None: None}
    for name in names:
        lettered = numbered and name[0] in "Rr" and _LETTERED.fullmatch(name)
        known = lettered["number"] if lettered else name
        spelling[name] = first.setdefault(known.casefold(), known)
    if all(spelling[name] == name for name in names):
        return actions
    return actions.assign(recommendation=objects(map(spelling.__getitem__, said)))


def name_inspections(parts: Sequence[SheetPlan], findings: Findings) -> None:
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
    findings.add(
        "note",
        FindingKind.INSPECTION_FROM_A_TITLE,
        "The inspection of each action is taken from the title, tab or heading above it, so that "
        "recommendations of one number in several inspections stay apart.",
        field="source",
        value=", ".join(names),
    )


def _above(part: SheetPlan) -> Objects:
    """The inspection that the headings above each action name.

    A heading is taken for one where it says so, or where the numbers begin again under each.
    """
    if not any(banner and (banner.section or banner.source) for banner in part.rows.banners):
        return objects([None] * part.size, part.size)
    sections = part.rows.by_banner(lambda banner: banner.section if banner else None)
    numbers = part.rows.by_banner(lambda banner: banner.recommendation if banner else None)
    if "recommendation" in part.cells:
        numbers = part.texts("recommendation")
    first: dict[str, str] = {}
    for section, number in zip(sections, numbers, strict=True):
        if section and number:
            first.setdefault(section, number)
    if len(first) > 1 and all(re.search(r"(?<![\d.])1$", number) for number in first.values()):
        return sections
    return part.rows.by_banner(lambda banner: banner.source if banner else None)


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
