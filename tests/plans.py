"""Small plans in the layouts that tests need, as the bytes of real files."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter

HEADINGS = ["Ref", "Recommendation", "Action", "Lead", "HMIC timescale", "Status"]


def workbook(
    sheets: Mapping[str, Sequence[Sequence[Any]]],
    *,
    merged: Iterable[str] = (),
    hidden_rows: Iterable[int] = (),
    hidden_columns: Iterable[int] = (),
) -> bytes:
    """An .xlsx of the rows given for each sheet; merges and hiding apply to the first sheet."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        for cells in sheet.iter_rows():
            for cell in cells:
                if isinstance(cell.value, date):
                    cell.number_format = "dd/mm/yyyy"
    first = book.worksheets[0]
    for area in merged:
        first.merge_cells(area)
    for row in hidden_rows:
        first.row_dimensions[row].hidden = True
    for column in hidden_columns:
        first.column_dimensions[get_column_letter(column)].hidden = True
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    """A workbook's bytes."""
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def plan(*rows: Sequence[Any], headings: Sequence[str] = HEADINGS) -> bytes:
    """An .xlsx with one sheet: the headings, then the rows."""
    return workbook({"Plan": [headings, *rows]})
