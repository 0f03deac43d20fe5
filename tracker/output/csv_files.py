"""CSV files: for Excel, which takes some texts for formulas, and for programs, unaltered."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime

from tracker.output.cells import FORMULA_STARTS


def csv_for_excel(headings: Iterable[str], rows: Iterable[Sequence[object]]) -> bytes:
    """UTF-8 with a mark. A text that would be run as a formula begins with an apostrophe.

    None is an empty cell; dates are ISO; a flag is Yes or No. Half a character (a surrogate
    alone), which UTF-8 cannot hold, is replaced.
    """
    inert = (map(_inert, row) for row in (headings, *rows))
    return _written(inert).encode("utf-8-sig", errors="replace")


def csv_for_programs(headings: Iterable[str], rows: Iterable[Sequence[object]]) -> bytes:
    """The same without the mark, every text as it is."""
    return _written((headings, *rows)).encode(errors="replace")


def _written(rows: Iterable[Iterable[object]]) -> str:
    file = io.StringIO(newline="")
    csv.writer(file).writerows([_cell(cell) for cell in row] for row in rows)
    return file.getvalue()


def _inert(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell


def _cell(cell: object) -> object:
    if isinstance(cell, bool):
        return "Yes" if cell else "No"
    return cell.date() if isinstance(cell, datetime) else cell
