"""Rows that are no actions but sum up those below them, by their numbers or their indents."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import numpy as np

from tracker.book import Cell, Column, Flags, RowNumbers
from tracker.reading.banners import Banner
from tracker.reading.contents import date_of
from tracker.reading.expressions import expressions
from tracker.reading.markings import heading_restricts


def above_parts(
    columns: Sequence[Column], fields: Mapping[str, int], filled: Flags, keep: Flags
) -> dict[int, Banner]:
    """The rows that sum up those below them, as banners."""
    found = _numbered(columns, fields, filled, keep)
    return found | _indented(columns, fields, filled, keep) | _staged(columns, fields, filled, keep)


LEAST_INDENT, _MOSTLY, LOOKED_AT = 2, 0.8, 200
"""Spaces by which a row is indented, the share of actions that somebody answers for, and the rows
among which one is indented if any is."""

DATED = ("original_due", "revised_due", "completed_on")
"""The fields of an action's dates."""
_OF_WHO_ACTS = ("owner", "status", "percent_complete", "completed_on", "revised_due")


def _numbered(
    columns: Sequence[Column], fields: Mapping[str, int], filled: Flags, keep: Flags
) -> dict[int, Banner]:
    """Rows that head the rows below them by their number, 1 over 1.1 and 1.2, as banners.

    Only where nobody answers for any row with such below it and none has a status, as those have:
    the timescale of such a row is then its recommendation's.
    """
    own = [fields[name] for name in _OF_WHO_ACTS if name in fields]
    if not {"owner", "status"} & fields.keys() or not {"reference", "action"} <= fields.keys():
        return {}
    bare = keep & ~filled[own].any(axis=0)
    numbers, words = (columns[fields[name]].texts for name in ("reference", "action"))
    due = columns[fields["original_due"]] if "original_due" in fields else None
    parents: dict[int, Banner] = {}
    for row in np.flatnonzero(bare[:-1] & keep[1:] & ~bare[1:]).tolist():
        if words[row] and numbers_under(numbers[row], numbers[row + 1]):
            timescale = date_of(due[row]) if due is not None and due.filled[row] else None
            text, withheld = " ".join(words[row].split()), heading_restricts(words[row])
            parents[row] = Banner(numbers[row], text, timescale, withheld=withheld)
    busy = np.flatnonzero(keep[:-1] & ~bare[:-1] & keep[1:]).tolist() if parents else ()
    if any(numbers_under(numbers[row], numbers[row + 1]) for row in busy):
        return {}
    return parents


def numbers_under(above: str | None, below: str | None) -> bool:
    """Whether a number is of a part of another: 1.1, 1a or 1(a) of 1."""
    if not above or not below or not below.startswith(above.rstrip(".")):
        return False
    return (
        re.fullmatch(r"[./-]\d+.*|\s?\(?[a-z]\)?", below.removeprefix(above.rstrip(".")))
        is not None
    )


def _indented(
    columns: Sequence[Column], fields: Mapping[str, int], filled: Flags, keep: Flags
) -> dict[int, Banner]:
    """Rows whose words begin further left than the next row's, which they sum up, as banners.

    Only where nobody answers for any of them, as somebody does for most actions. A row with a
    status or a date of its own is an action all the same.
    """
    if not {"owner", "action"} <= fields.keys():
        return {}
    first = columns[fields["action"]][:LOOKED_AT]
    if not any(isinstance(cell, str) and cell[:1].isspace() for cell in first):
        return {}
    rows = np.flatnonzero(keep)
    depth = columns[fields["action"]][rows].map(indent, np.int64)
    first_below = np.flatnonzero(depth[:-1] + LEAST_INDENT <= depth[1:]) + 1
    above = rows[first_below - 1]
    owned = filled[fields["owner"]]
    if owned[above].any() or owned[rows].sum() < _MOSTLY * (len(rows) - len(above)):
        return {}
    words = columns[fields["action"]].texts
    headings: dict[int, Banner] = {}
    for row, begins in zip(above.tolist(), first_below.tolist(), strict=True):
        left = (i for i in range(begins, len(rows)) if depth[i] <= depth[begins - 1])
        ends = next(left, len(rows))
        if not _has_its_own(columns, fields, row, rows[begins:ends]):
            headings[row] = _section(words[row])
    return headings


def _staged(
    columns: Sequence[Column], fields: Mapping[str, int], filled: Flags, keep: Flags
) -> dict[int, Banner]:
    """Rows called "Phase 1 – …" without an owner and a status, as most other rows have both.

    A row with a reference and a date of its own is an action all the same.
    """
    if not {"owner", "action", "status"} <= fields.keys():
        return {}
    bare = keep & ~filled[fields["owner"]] & ~filled[fields["status"]]
    busy = keep & filled[fields["owner"]] & filled[fields["status"]]
    texts = columns[fields["action"]].texts
    stages = [row for row in np.flatnonzero(bare).tolist() if _STAGE.fullmatch(texts[row] or "")]
    if busy.sum() < _MOSTLY * (keep.sum() - len(stages)):
        return {}
    own = [fields[name] for name in ("reference", "original_due") if name in fields]
    heads = (
        row
        for row in stages
        if busy[row + 1 : row + 2].any() and not (len(own) > 1 and filled[own, row].all())
    )
    return {row: _section(texts[row]) for row in heads}


def _section(text: str) -> Banner:
    return Banner(text=text, section=text, withheld=heading_restricts(text))


_STAGE = expressions("rows")["stage"]


def _has_its_own(
    columns: Sequence[Column], fields: Mapping[str, int], row: int, parts: RowNumbers
) -> bool:
    """Whether a row has a status, or a date other than the latest of its parts, which sums up."""
    if "status" in fields and columns[fields["status"]].filled[row]:
        return True
    return any(
        day != max(its, default=None)
        for day, its in with_those_of_parts(columns, fields, row, parts)
    )


def with_those_of_parts(
    columns: Sequence[Column], fields: Mapping[str, int], row: int, parts: RowNumbers
) -> Iterator[tuple[date, set[date]]]:
    """Each date of a row, with the different ones that its parts have in that field."""
    for column in (columns[fields[name]] for name in DATED if name in fields):
        if column.filled[row] and (day := date_of(column[row]).day):
            yield day, {its for cell in column[parts] if (its := date_of(cell).day)}


def indent(cell: Cell) -> int:
    """The spaces before a cell's words; a tab is several."""
    text = cell.replace("\t", "    ") if isinstance(cell, str) else ""
    return len(text) - len(text.lstrip())
