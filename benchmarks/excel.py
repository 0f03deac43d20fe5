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

from benchmarks.history import least, made_file
from tracker import export_excel, measure, read_plan
from tracker.exports.actions import action_columns

ACTIONS = (2_000, 20_000)
AS_AT = date(2016, 4, 30)

MOST = 1.3


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


def rows() -> Iterator[tuple[str, float, float, float]]:
    """Each piece of work: its name, its time, its floor's time (seconds), the most it may be."""
    for actions in ACTIONS:
        plan = read_plan(made_file(actions), name="plan.csv")
        view = measure(plan.actions, AS_AT)
        columns, _ = action_columns(plan, view)
        cells: list[list[Any]] = [[column.heading, *column.cells] for column in columns]
        work = partial(export_excel, plan, view, as_at=AS_AT)
        ours, floor = least(work, partial(bare, cells))
        yield f"{actions:,} actions × {len(columns)} columns", ours, floor, MOST


def main() -> int:
    """Print the table; 1 where a line is above what it must be."""
    missed = False
    print(f"{'filtered Excel':36}{'ms':>8}{'bare':>8}{'ratio':>7}{'most':>6}")
    for work, taken, floor, most in rows():
        missed |= taken / floor > most
        print(
            f"{work:36}{1e3 * taken:8.0f}{1e3 * floor:8.0f}{taken / floor:7.2f}{most:6.1f}",
            flush=True,
        )
    return int(missed)


if __name__ == "__main__":
    raise SystemExit(main())
