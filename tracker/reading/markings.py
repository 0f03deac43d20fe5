"""Protective markings: which cells, headings and titles say what may not be published."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from tracker.book import Cell, Column, Flags, as_text
from tracker.reading.expressions import expressions
from tracker.reading.findings import sayings

if TYPE_CHECKING:
    from tracker.reading.sheet_plan import SheetPlan
    from tracker.reading.table import Table

_IS, _SAID = expressions("markings"), sayings("markings")
LOOKED_FOR = ("SENSITIVE", "RESTRICTED", "PUBLICATION")
"""Words of protective markings, one of which a text that carries one has."""

_YES = frozenset(("yes", "y", "true", "x", "1", "✓", "✔"))


def read_marking(text: str, *, publish: bool = False) -> bool | None:
    """Whether a marking keeps the row from publication; ``None`` where it is not understood.

    ``publish`` where the column asks the opposite question ("For publication?").
    """
    word = text.strip().casefold()
    if not word:
        return False
    if publish and word in ("yes", "y", "true", "1", "no", "n", "false", "0"):
        return word in ("no", "n", "false", "0")
    if word in _YES:
        return True
    if _IS["open"].fullmatch(word):
        return False
    return True if _IS["restricted"].search(word) else None


def asks_to_publish(heading: str) -> bool:
    """Whether a column asks what may be published, rather than what may not.

    >>> asks_to_publish("For publication?"), asks_to_publish("Not for publication")
    (True, False)
    """
    asks_to_keep = re.search(r"\b(?:not|exempt|withh\w*|exclu\w*)\b", heading, re.IGNORECASE)
    return "publi" in heading.casefold() and not asks_to_keep


def status_restricts(text: str | None) -> bool:
    """Whether a status itself says that the row is restricted."""
    return text is not None and "restricted" in text.casefold()


def may_carry_marking(column: Column) -> bool:
    """Whether any of a column's texts may carry a marking: most columns' plainly do not."""
    together = "\n".join(filter(None, column.distinct.texts.tolist()))
    return any(word in together for word in LOOKED_FOR)


def carries_marking(cell: Cell) -> bool:
    """Whether a text itself carries a protective marking, in capitals as they are written."""
    if not isinstance(cell, str) or not any(word in cell for word in LOOKED_FOR):
        return False
    return _IS["marking"].search(cell) is not None


def heading_restricts(text: str) -> bool:
    """Whether a heading, a title or a sheet's name marks what stands under it as restricted.

    >>> heading_restricts("Restricted actions"), heading_restricts("OFFICIAL")
    (True, False)
    """
    return _IS["marking"].search(text) is not None or _IS["heading"].match(text) is not None


def share_of_markings(texts: list[str]) -> float:
    """The share of these different texts that are markings."""
    return sum(read_marking(text) is not None for text in texts) / len(texts) if texts else 0.0


def are_markings(texts: list[str]) -> bool:
    """Whether all these texts are markings, and one of them plainly restricts."""
    plain = re.compile(
        r"official\W{1,3}sensitive|restricted|confidential|private|exempt|not for pub", re.I
    )
    return share_of_markings(texts) == 1.0 and any(plain.search(text) for text in texts)


def read_restricted(plan: SheetPlan, status: Column) -> Flags:
    """Whether each row is marked as not for publication, by its column or in its own words."""
    heading = (
        plan.table.names[plan.columns.fields["restricted"]]
        if "restricted" in plan.columns.fields
        else ""
    )
    publish = asks_to_publish(heading)
    marked = plan.column("restricted")
    readings = [
        read_marking(text, publish=publish) if text else False for text in marked.different_texts()
    ]
    unclear = marked.spread((reading is None for reading in readings), bool)
    plan.tell(_SAID["MARKING_NOT_UNDERSTOOD"], "restricted", np.flatnonzero(unclear).tolist())
    restricted: Flags = unclear | marked.spread((reading or False for reading in readings), bool)
    restricted |= status.map_texts(status_restricts, bool)
    for column in plan.table.columns:
        if may_carry_marking(column):
            restricted |= column[plan.rows.kept].map(carries_marking, bool)
    return restricted | _restricted_by_heading(plan, column_tells=bool(marked.filled.any()))


def _restricted_by_heading(plan: SheetPlan, *, column_tells: bool) -> Flags:
    """Rows under a heading that is marked, or on a sheet that is and marks no row itself."""
    under: Flags = plan.rows.by_banner(
        lambda banner: banner is not None and (banner.marked or banner.withheld), bool
    )
    table = plan.table
    lines = (*table.sheet_title.splitlines(), *table.title.splitlines(), plan.name)
    mark = next(filter(heading_restricts, lines), None)
    if mark is not None and plan.size:
        said = _SAID["rows_marked" if column_tells else "no_row_marked"]
        plan.findings.append(said.of(plan.name, field="restricted", value=mark))
        under |= not column_tells
    if under.any() and mark is None:
        rows = np.flatnonzero(under).tolist()
        said = _SAID["RESTRICTED_BY_A_HEADING"]
        plan.tell(said, "restricted", rows, value="", number=len(rows))
    return under


def is_restricted(table: Table, fields: Mapping[str, int], row: int) -> bool:
    """Whether a row that is no action is marked as not for publication, as an action would be."""
    cells = [column[row] for column in table.columns]
    if any(map(carries_marking, cells)):
        return True
    if "status" in fields and status_restricts(as_text(cells[fields["status"]])):
        return True
    if "restricted" not in fields:
        return False
    column = fields["restricted"]
    publish = asks_to_publish(table.names[column])
    return read_marking(as_text(cells[column]), publish=publish) is not False
