"""The sheet's own key of its status words: what it says that a colour or a letter means."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import numpy as np

from tracker.reading.banners import is_title_of_key
from tracker.reading.sheet_plan import SheetPlan
from tracker.reading.statuses import OPEN, normal, read_status

_FAR = 200
"""Rows above and below the actions in which a key is looked for."""
_NAMED = re.compile(
    r"[^=:;]{0,40}\b(?:key|legend|b?ra[yg]g?|status(?:es)?|colours?)\b[^=:;]{0,20}:"
)
_PARTS = re.compile(r"[;\n|•]|[,.](?=\s*[\w /]{1,24}\s*[=:–(-])")
_PAIR = re.compile(r"\W*(?P<word>\w[\w /]{0,23}?)\s*(?:[=:(]|\s[–-]\s?)\s*(?P<means>[^=]+?)\W*")

_MARKED = re.compile(r"([^\w\s.,;:=&'’\"()/–-])\s*[=:–-]?\s*([^\W\d_][\w ]*)")


def read_key(plan: SheetPlan) -> dict[str, str]:
    """What each word of the sheet's key means, by the word as statuses are compared: a text.

    A key has two words or more, told in a text ("Blue = complete; Green = on track"), each beside
    its meaning, or by the colour of the cells that hold the meanings; in rows that are no actions.
    A word that is given two meanings has none.
    """
    rows = _rows_around(plan)
    told = [pair for row in rows.values() for text in row for pair in _told(text)]
    beside = [pair for row in rows.values() for pair in _beside(row)]
    meanings: dict[str, set[str]] = {}
    for form in (told, beside, list(_painted(plan, rows))):
        if len({word for word, _ in form}) > 1:
            for word, means in form:
                meanings.setdefault(word_of(word), set()).add(normal(means))
    return {word: means.pop() for word, means in meanings.items() if len(means) == 1}


def word_of(text: str) -> str:
    """A status as it stands in a key: a fill's colour by its name, a mark as it is."""
    return normal(text).removesuffix(" fill") or text.strip()


def meaning(words: str) -> str | None:
    """The status group that a key's words say, all of them understood; else ``None``."""
    reading = read_status(words)
    surely = reading.how in ("exact", "phrase") or (reading.how == "more" and reading.group in OPEN)
    return reading.group if surely else None


def _told(text: str) -> Iterator[tuple[str, str]]:
    for part in _PARTS.split(_NAMED.sub("", text.casefold())):
        if pair := _PAIR.fullmatch(part):
            yield pair["word"], pair["means"]
    yield from _MARKED.findall(text)


def _beside(row: list[str]) -> Iterator[tuple[str, str]]:
    """A word and its meaning, which alone stand in a row, side by side, or behind a title."""
    filled = [at for at, text in enumerate(row) if text.strip()]
    if len(filled) == 3 and is_title_of_key(row[filled[0]]):
        filled = filled[1:]
    if len(filled) == 2 and filled[1] - filled[0] == 1:
        yield row[filled[0]], row[filled[1]]


def _painted(plan: SheetPlan, rows: Mapping[int, list[str]]) -> Iterator[tuple[str, str]]:
    """The colour of each cell that has one, and what stands in it, or right of an empty one."""
    top, left = plan.table.sheet.start
    for colour, cells in plan.table.sheet.fills.items():
        for column, places in cells.items():
            for row in rows.keys() & {int(place) - top for place in places}:
                here = rows[row][column - left : column - left + 2]
                if text := next(filter(None, here), ""):
                    yield colour, dict(_told(text)).get(colour, text)


def _rows_around(plan: SheetPlan) -> dict[int, list[str]]:
    """The rows of the sheet that are no actions, near the table, without its headings.

    Of the others a key that stands beside the table.
    """
    sheet, table = plan.table.sheet, plan.table
    kept = np.append(np.arange(table.header_row, table.first_row), plan.rows.kept + table.first_row)
    first, end = max(table.header_row - _FAR, 0), min(kept.max() + _FAR, sheet.height)
    away = np.ones(end - first, dtype=bool)
    away[kept - first] = False
    others = np.flatnonzero(away) + first
    rows = zip(*(column[others].texts for column in sheet.columns), strict=True)
    around = zip(others.tolist(), ([text or "" for text in row] for row in rows), strict=True)
    return {**dict(around), **table.keys}
