"""Comments on the user's own cells: how one was read, where that is not what was typed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import pandas as pd

from tracker.vocabulary import FIELDS, LABELS
from tracker.words import date_words

if TYPE_CHECKING:
    from tracker.reading.plan import Plan

NOT_UNDERSTOOD = "Not understood"
_TOLERANCE = 0.005  # of a percentage


def own_places(plan: Plan) -> dict[str, int]:
    """Where the user's own column of each field stands."""
    headings = list(plan.original.columns)
    return {
        field: headings.index(heading)
        for field, heading in plan.columns.items()
        if heading in headings
    }


def comments(plan: Plan, view: pd.DataFrame) -> dict[int, dict[int, str]]:
    """By the place of a user's column the comments on its cells, by row from 0."""
    typed, say = plan.original.loc[view.index], lru_cache(maxsize=None, typed=True)(_comment)
    found: dict[int, dict[int, str]] = {}
    for field, place in own_places(plan).items():
        cells = zip(typed.iloc[:, place], _values(view, field), strict=True)
        said = {
            row: words
            for row, (cell, read) in enumerate(cells)
            if cell is not read and (words := say(field, cell, read))
        }
        if field == "original_due":
            said |= dict(_moved(view))
        found.setdefault(place, {}).update(said)
    return found


def _values(view: pd.DataFrame, field: str) -> Iterable[Any]:
    if field == "owner":
        return ["; ".join(owners) or None for owners in view["owners"]]
    column = view[field]
    unknown = column.isna().tolist()
    pairs = zip(column.tolist(), unknown, strict=True)
    return [None if is_unknown else value for value, is_unknown in pairs]


def _comment(field: str, cell: object, read: object) -> str:
    """What is said of a cell; nothing where it was read as it was typed."""
    kind = FIELDS[field].kind
    if kind == "flag":
        return "Read as not for publication" if read else ""
    if read is None or read == "unknown":
        is_said = isinstance(cell, str) and cell.strip() and kind != "text"
        return NOT_UNDERSTOOD if is_said else ""
    if kind == "date" and isinstance(read, date):
        return "" if _says_day(cell, read) else f"Read as {date_words(read)}"
    if kind == "number" and isinstance(read, float):
        return "" if _says_number(cell, read) else f"Read as {read:g}%"
    label = LABELS.get(field, {}).get(str(read), str(read))
    same = _plain(cell) in (_plain(read), _plain(label))
    return "" if same else f"Read as {label}"


def _plain(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return " ".join(str(cell).replace("_", " ").split()).casefold()


def _says_day(cell: object, day: date) -> bool:
    """Whether a cell is this day, or says day, month and year and nothing else."""
    if isinstance(cell, date):
        return (cell.year, cell.month, cell.day) == (day.year, day.month, day.day)
    words = [word.lstrip("0") for word in re.findall(r"\d+|[a-z]+", str(cell).casefold())]
    months = {str(day.month), *(f"{day:%B}".casefold()[:n] for n in range(3, 10))}
    years = {f"{day:%Y}", f"{day:%y}".lstrip("0")}
    return len(words) == 3 and words[0] == str(day.day) and words[1] in months and words[2] in years


def _says_number(cell: object, percent: float) -> bool:
    found = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*%?\s*", str(cell))
    return found is not None and any(
        abs(float(found[1]) * times - percent) < _TOLERANCE for times in (1, 100)
    )


def _moved(view: pd.DataFrame) -> Iterable[tuple[int, str]]:
    """The original timescales that are not those first recorded."""
    columns = (view["original_moved"], view["original_due"], view["original_now"])
    for row, (moved, first, now) in enumerate(zip(*columns, strict=True)):
        if moved:
            yield (
                row,
                f"First recorded as {date_words(first)}, from which slippage is measured; the plan "
                f"now gives {'none' if pd.isna(now) else date_words(now)}",
            )
