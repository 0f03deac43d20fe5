"""Plans made in memory, as exports take them, and what a written workbook holds."""

from __future__ import annotations

import functools
import re
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tracker import export_excel, measure, read_plan
from tracker.fields import actions_frame
from tracker.reading.findings import Finding
from tracker.reading.plan import Plan
from tracker.reading.source import Source
from tracker.timeline import compare

AS_AT = date(2016, 4, 30)
NOV, SEPT = date(2015, 11, 30), date(2016, 9, 30)


def plan_of(
    actions: Mapping[str, list],
    original: Mapping[str, list],
    *,
    findings: tuple[Finding, ...] = (),
    **columns: str,
) -> Plan:
    """A plan of these actions; ``columns`` says which of ``original`` is which field."""
    rows = len(next(iter(actions.values())))
    places = {"sheet": ["Appendix A"] * rows, "row": list(range(5, 5 + rows))}
    return Plan(
        actions=actions_frame({**actions, **places}),
        original=pd.DataFrame(dict(original), dtype="object"),
        columns=columns,
        findings=findings,
        as_at=AS_AT,
        source=Source("plan.xlsx", ("Appendix A",), 4, rows),
    )


def opened(data: bytes) -> Workbook:
    """A workbook as openpyxl reads it."""
    return openpyxl.load_workbook(BytesIO(data))


def seen(data: bytes) -> list[Worksheet]:
    """The sheets that people see."""
    return [sheet for sheet in opened(data) if sheet.sheet_state == "visible"]


def table(data: bytes, sheet: str = "Actions") -> pd.DataFrame:
    """The table of a sheet."""
    rows = list(opened(data)[sheet].iter_rows(min_row=3, values_only=True))
    width = len([name for name in rows[0] if name is not None])
    return pd.DataFrame([row[:width] for row in rows[1:]], columns=rows[0][:width], dtype="object")


def about(data: bytes) -> dict[str, Any]:
    """The cover's facts by their labels."""
    rows = opened(data)["About this download"].iter_rows(max_col=2, values_only=True)
    return {label: text for label, text in rows if label}


def definitions(data: bytes, sheet: str = "Actions") -> dict[str, str]:
    """What each column of a sheet says."""
    rows = opened(data)["Definitions"].iter_rows(min_row=4, max_col=3, values_only=True)
    return {column: text for column, where, text in rows if where == sheet}


def parts(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Every part of a workbook, or of the workbooks in a zip, unpacked: its name and bytes."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for name in archive.namelist():
            content = archive.read(name)
            if name.endswith(".xlsx"):
                yield from parts(content)
            else:
                yield name, content


def holds(data: bytes, words: str) -> list[str]:
    """The parts in which words stand, whatever their case, or that are named so."""
    wanted = re.escape(words.encode()).lower()
    return [n for n, c in parts(data) if re.search(wanted, c.lower()) or words in n]


SAMPLES = Path(__file__).parents[1] / "sample_data"
BEFORE, NOW = date(2016, 1, 12), date(2016, 4, 30)


@functools.cache
def sample() -> Plan:
    """The sample's April version."""
    return read_plan(SAMPLES / f"building_the_picture_{NOW}.xlsx")


@functools.cache
def sample_download() -> bytes:
    """The workbook of all of it, with the changes since January."""
    plan = sample()
    before = read_plan(SAMPLES / f"building_the_picture_{BEFORE}.xlsx")
    return export_excel(
        plan,
        measure(plan.actions, NOW, published=plan.published),
        as_at=NOW,
        illustrative=True,
        comparison=compare(before, plan, as_at=NOW, previous_as_at=BEFORE),
    )
