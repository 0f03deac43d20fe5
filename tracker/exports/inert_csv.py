"""CSV that Excel shows with every letter, and that no spreadsheet program runs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime

from tracker.exports.cells import FORMULA_STARTS


def inert_csv(headings: Iterable[str], rows: Iterable[Sequence[object]]) -> bytes:
    """UTF-8 with a mark. A text that would be run as a formula begins with an apostrophe.

    None is an empty cell; dates are ISO; a flag is Yes or No. Half a character (a surrogate
    alone), which UTF-8 cannot hold, is replaced.
    """
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(map(_inert, headings))
    writer.writerows([_inert(cell) for cell in row] for row in rows)
    return file.getvalue().encode("utf-8-sig", errors="replace")


def _inert(cell: object) -> object:
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell
    if isinstance(cell, bool):
        return "Yes" if cell else "No"
    return cell.date() if isinstance(cell, datetime) else cell
