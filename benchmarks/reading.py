"""How fast a plan is read, and what that takes of memory: python -m benchmarks.reading

Reading is from a file's bytes to a ``Plan``, its dates, statuses and findings included, with the
process that parses the file. Its floor is python-calamine alone giving the cells of the same file
as Python values; its peer is what people write who have only pandas.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator

import pandas as pd
from python_calamine import CalamineWorkbook

from benchmarks import plans
from benchmarks.memory import peak_of
from benchmarks.table import Row, least, show
from tracker import Plan, measure, read_plan, summarise

CALAMINE = "python-calamine to_python()"
PANDAS = "pandas.read_excel, openpyxl"

MOST_TO_READ = {2_000: 3.0, 100_000: 1.5}
MOST_MEMORY = 2.0
MOST_TO_SUMMARISE = 0.3
MOST_OF_PANDAS = 1 / 9
MOST_GROWTH = 5.5
SMALLER, LARGER = 20_000, 100_000


def floor(data: bytes) -> object:
    """The cells of a file's first sheet as Python values."""
    return CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()


def of_plan(plan: Plan) -> object:
    """Every measure and figure of a plan."""
    return summarise(measure(plan.actions, plans.AS_AT, published=plan.published))


def rows() -> Iterator[Row]:
    """Each piece of work, measured as it is asked for."""
    reading: dict[int, float] = {}
    summing: dict[int, float] = {}
    for size in (2_000, SMALLER, LARGER):
        data = plans.workbook_of(size)
        plan = read_plan(data)
        runs = 20 if size < SMALLER else 8
        reading[size], calamine, summing[size] = least(
            lambda data=data: read_plan(data),
            lambda data=data: floor(data),
            lambda plan=plan: of_plan(plan),
            runs=runs,
        )
        if size in MOST_TO_READ:
            most = MOST_TO_READ[size]
            yield Row("file to plan", CALAMINE, size, reading[size], calamine, most)
            yield Row(
                "measures and summaries",
                "file to plan",
                size,
                summing[size],
                reading[size],
                MOST_TO_SUMMARISE,
            )
    yield _memory(LARGER)
    yield _against_pandas(LARGER)
    for work, times in (("file to plan", reading), ("measures and summaries", summing)):
        yield Row(
            f"{work}, five times the size",
            "the same of 20,000",
            LARGER,
            times[LARGER],
            times[SMALLER],
            MOST_GROWTH,
        )


def _memory(size: int) -> Row:
    prepare = (
        "from benchmarks import plans, reading; from tracker import read_plan; "
        f"data = plans.workbook_of({size}); read_plan(plans.workbook_of(200))"
    )
    ours = peak_of(prepare, "plan = read_plan(data)")
    theirs = peak_of(prepare, "cells = reading.floor(data)")
    return Row("file to plan, memory", CALAMINE, size, ours, theirs, MOST_MEMORY, "MB")


def _against_pandas(size: int) -> Row:
    data = plans.workbook_of(size)
    ours, theirs = least(
        lambda: of_plan(read_plan(data)),
        lambda: pd.read_excel(io.BytesIO(data), header=3, engine="openpyxl"),
        runs=3,
    )
    return Row("file to summaries", PANDAS, size, ours, theirs, MOST_OF_PANDAS)


def main() -> int:
    """Print the table; 1 where a row is above what it must be."""
    return 0 if show(rows()) else 1


if __name__ == "__main__":
    sys.exit(main())
