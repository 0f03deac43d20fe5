"""How long the filtered Excel takes: python -m benchmarks.excel

Beside it XlsxWriter, writing the same bare cells of the actions by its quickest public calls: no
widths, no heights, no table, no other sheet. Each is the least of several runs, taken in turn.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Any

from xlsxwriter import Workbook

from benchmarks import plans
from benchmarks.table import Row, least, show
from tracker import export_excel, measure, read_plan
from tracker.output.sheet_of_actions import sheet_columns

ACTIONS = (2_000, 20_000)

MOST = 1.3
PEER = "XlsxWriter, bare cells"
RUNS = 7


def bare(columns: list[list[Any]]) -> bytes:
    """A workbook of these columns of cells, and nothing else."""
    buffer = io.BytesIO()
    with Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "dd mmm yyyy"})
        for column, cells in enumerate(columns):
            for row, cell in enumerate(cells):
                if isinstance(cell, str):
                    sheet.write_string(row, column, cell)
                elif isinstance(cell, date):
                    sheet.write_datetime(row, column, cell, day)
                elif cell is not None:
                    sheet.write_number(row, column, cell)
    return buffer.getvalue()


def rows() -> Iterator[Row]:
    """Each size, measured as it is asked for."""
    for actions in ACTIONS:
        plan = read_plan(plans.workbook_of(actions))
        view = measure(plan.actions, plans.AS_AT)
        columns, _ = sheet_columns(plan, view)
        # Twice: on the sheet of actions, and on the hidden one that says what was downloaded.
        cells: list[list[Any]] = [[column.heading, *column.cells] for column in columns] * 2
        work = partial(export_excel, plan, view, as_at=plans.AS_AT)
        ours, theirs = least(work, partial(bare, cells), runs=RUNS)
        yield Row(
            f"filtered Excel, {len(columns)} columns, as downloaded too",
            PEER,
            actions,
            ours,
            theirs,
            MOST,
        )


def main() -> int:
    """Print the table; 1 where a row is above what it must be."""
    return 0 if show(rows()) else 1


if __name__ == "__main__":
    raise SystemExit(main())
