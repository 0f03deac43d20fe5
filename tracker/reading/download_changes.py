"""What somebody changed in a download: what that does to each action, and a finding for each."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from tracker.book import Cell, YesNo, as_text, objects
from tracker.fields import dtype_of
from tracker.own_downloads import CARRIED_FIELDS
from tracker.reading.download import Download, Row, said
from tracker.reading.findings import Finding, sayings
from tracker.vocabulary import FIELDS, STATUS_GROUPS

if TYPE_CHECKING:
    from tracker.reading.plan import Plan

_ALSO: Mapping[str, tuple[str, ...]] = {
    "owners": ("owner",),
    "recommendation_text": ("recommendation",),
    "original_due_text": ("original_due",),
    "revised_due_text": ("revised_due",),
    "date_moves": ("revised_due",),
    "status_text": ("status",),
    "status": ("completed_on", "percent_complete"),
    "completed_on": ("status",),
}
"""Fields that are read from the cells of others too."""

_WHERE_BLANK = {"status"}
"""Fields that others tell only where their own cell is blank."""

_SAID = sayings("download_changes")


def restored(download: Download, plan: Plan, mistaken: Collection[str]) -> pd.DataFrame:
    """The actions, each field as it was read when downloaded where its cells are as they were.

    ``mistaken`` are fields read from columns that were not theirs: what was not known stays so.
    """
    nothing: list[Cell] = [""] * len(download.before)
    words = {f"{name}_text" for name in mistaken} & FIELDS.keys()
    told = {**dict.fromkeys([*mistaken, *words], nothing), **_told(download)}
    columns = {name: plan.actions[name].astype("object").tolist() for name in told}
    for position, place in enumerate(_places(download, plan)):
        number = download.pairs.get(place) if place is not None else None
        if number is None or place is None:
            continue
        fresh = _changed_fields(download, plan, place, number)
        for name, values in columns.items():
            kept = _value(name, told[name][number])
            if name not in fresh and name in FIELDS and FIELDS[name].kind == "flag":
                values[position] = bool(kept) or bool(values[position])  # once raised it stays
            elif name == "date_moves" and name in fresh:
                values[position] = int(kept) + 1
            elif name not in fresh:
                values[position] = kept
    return plan.actions.assign(**{name: _column(name, v) for name, v in columns.items()})


def _told(download: Download) -> dict[str, Sequence[Cell]]:
    """The fields of each row that are not read from its cells: those kept, and of columns gone."""
    gone = {
        name: [row.cells[heading] for row in download.before]
        for name, heading in download.facts["fields"].items()
        if heading not in download.columns
    }
    return {**gone, **{name: cells for name, cells in download.kept.items() if name in FIELDS}}


def _places(download: Download, plan: Plan) -> list[int | None]:
    start, name = download.sheet.start[0], download.sheet.name
    pairs = zip(plan.actions["sheet"], plan.actions["row"], strict=True)
    return [int(row) - 1 - start if sheet == name else None for sheet, row in pairs]


def _changed_fields(download: Download, plan: Plan, place: int, number: int) -> set[str]:
    row = download.by_place[place]
    headings = set(_changed(download, row, download.before[number]))
    then = download.facts["fields"]
    fresh = {
        name
        for name in FIELDS
        if (then.get(name) in headings)
        or (name in plan.columns and plan.columns[name] != then.get(name))
    }
    others = {name for name, also in _ALSO.items() if fresh.intersection(also)}
    for name in others:
        own = row.cells.get(then.get(name, ""), "")
        if name not in _WHERE_BLANK or not said(own):
            fresh.add(name)
    return fresh


def _changed(download: Download, now: Row, before: Row) -> Iterator[str]:
    """The headings of the user's own cells of a row that are not as they were."""
    for heading in download.own:
        if heading in download.columns and _differ(now.cells[heading], before.cells[heading]):
            yield heading


def _differ(one: Cell, other: Cell) -> bool:
    return one != other and said(one) != said(other)


def _value(name: str, cell: Cell) -> Any:
    """A field as it is kept; unknown where somebody wrote something else into the hidden sheet."""
    kind = FIELDS[name].kind
    if kind == "list":
        return _names(as_text(cell))
    if kind == "flag":
        return cell in ("Yes", YesNo.YES)
    if kind == "number":
        return cell if isinstance(cell, float) else (0 if name == "date_moves" else np.nan)
    if kind == "date":
        return np.datetime64(_day(cell) or "NaT", "s")
    text = cell if isinstance(cell, str) else said(cell)
    if kind == "status":
        return text if text in STATUS_GROUPS else "unknown"
    return text or None


def _names(text: str) -> tuple[str, ...]:
    try:
        names = json.loads(text or "[]")
    except ValueError:
        return ()
    return tuple(map(str, names)) if isinstance(names, list) else ()


def _day(cell: Cell) -> date | None:
    """A day, one that Excel cannot hold as text."""
    try:
        return cell if isinstance(cell, date) else date.fromisoformat(as_text(cell))
    except ValueError:
        return None


def _column(name: str, values: list[Any]) -> pd.Series[Any]:
    column = pd.Series(objects(values, len(values)), dtype="object")
    dtype: Any = dtype_of(FIELDS[name])
    return column if dtype == "object" else column.astype(dtype)


def changes(download: Download, plan: Plan) -> Iterator[Finding]:
    """A finding for each cell, row and column that is not as it was downloaded."""
    yield _SAID["DOWNLOAD_READ_BACK"].of(download.sheet.name)
    read = {place for place in _places(download, plan) if place is not None}
    yield from _of_columns(download)
    yield from _carried_down(download)
    for row in download.now:
        number = download.pairs.get(row.place)
        if number is None:
            copied = row.key and any(row.key == before.key for before in download.before)
            new = "copied" if copied else "added"
            yield _finding(download, new if row.place in read else "unread", row)
            continue
        before = download.before[number]
        if row.place not in read:
            yield _finding(download, "lost", row)
        yield from _of_cells(download, row, before)
    left = set(range(len(download.before))) - set(download.pairs.values())
    for number in sorted(left):
        yield _finding(download, "deleted", name=_name(download, download.before[number]))


def _carried_down(download: Download) -> Iterator[Finding]:
    """The cells that were blank in the plan, so that words of the row above are known as such."""
    cells: dict[str, list[str]] = {}
    told = download.kept.get(CARRIED_FIELDS, ())
    fields: Mapping[str, str] = download.facts["fields"]
    for place, number in sorted(download.pairs.items()) if told else ():
        now, before = download.by_place[place].cells, download.before[number].cells
        for name in as_text(told[number]).split():
            heading = fields.get(name, "")
            if heading in download.columns and not _differ(now[heading], before[heading]):
                address = download.sheet.address(place, download.columns[heading])
                cells.setdefault(name, []).append(address)
    for name, addresses in cells.items():
        yield _SAID["CARRIED_DOWN"].of(download.sheet.name, addresses, name)


def _of_cells(download: Download, now: Row, before: Row) -> Iterator[Finding]:
    typed_over = (
        heading
        for heading in download.calculated
        if heading in download.columns and _differ(before.cells[heading], now.cells[heading])
    )
    for code, headings in (
        ("changed", _changed(download, now, before)),
        ("typed_over", typed_over),
    ):
        for heading in headings:
            was, new = (_quoted(said(row.cells[heading])) for row in (before, now))
            yield _finding(download, code, now, heading, called=heading, was=was, new=new)


def _of_columns(download: Download) -> Iterator[Finding]:
    for heading in download.own:
        if heading not in download.columns:
            yield _finding(download, "column_gone", called=heading)
    for heading, place in download.columns.items():
        if heading not in download.headings:
            letters = download.sheet.letters(place)
            yield _SAID["column_added"].of(download.sheet.name, [letters], called=heading)


def _finding(
    download: Download, code: str, row: Row | None = None, heading: str = "", **more: str
) -> Finding:
    """What is said of a row, or of the cell of it beneath a heading."""
    if row is None:
        return _SAID[code].of(download.sheet.name, **more)
    place = download.columns[heading] if heading else 0
    value = said(row.cells[heading]) if heading else ""
    fields: Mapping[str, str] = download.facts["fields"]
    name = next((field for field, its in fields.items() if its == heading), "")
    address = download.sheet.address(row.place, place)
    return _SAID[code].of(download.sheet.name, [address], name, value, **more)


def _name(download: Download, row: Row) -> str:
    """An action as people know it: its reference and the beginning of its words."""
    fields: Mapping[str, str] = download.facts["fields"]
    told: Sequence[str] = [
        said(row.cells[fields[name]]) for name in ("reference", "action") if name in fields
    ]
    words = ". ".join(filter(None, told)) or row.key
    return f"“{words if len(words) <= 80 else words[:79] + '…'}”"


def _quoted(words: str) -> str:
    return f"“{words if len(words) <= 60 else words[:59] + '…'}”" if words else "blank"
