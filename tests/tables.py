"""Tables made by hand, as the reader finds them in a sheet."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.book import Cell, Sheet, column_of
from tracker.reading.table import Table


def table_of(names: Sequence[str], rows: Sequence[Sequence[Cell]]) -> Table:
    """A table of these headings and rows, the headings in row 1 of a sheet called Plan."""
    columns = [column_of([row[c] for row in rows]) for c in range(len(names))]
    sheet = Sheet(
        "Plan", [column_of([name, *column]) for name, column in zip(names, columns, strict=True)]
    )
    return Table(sheet, list(names), columns, 0, 1, 4.0, None, "", "", {})
