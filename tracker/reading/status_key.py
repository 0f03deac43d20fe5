"""The sheet's own key of its status words: what it says that a colour or a letter means."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping

import numpy as np

from tracker.reading.banners import is_title_of_key
from tracker.reading.sheet_plan import SheetPlan
from tracker.reading.statuses import COLOURS, OPEN, normal, read_status

_FAR = 200
"""Rows above and below the actions in which a key is looked for."""
_NAMED = re.compile(
    r"[^=:;]{0,40}\b(?:key|legend|b?ra[yg]g?|status(?:es)?|colours?)\b[^=:;]{0,20}:"
)
_ENDS = " \t\n;,.|•/"
_BETWEEN = r"\s*(?:[=:(]|[–-]\s?)\s*"
_MARK = r"[^\w\s.,;:=&'’\"()/|•–-]\s*[=:–-]?\s*(?=[^\W\d_])"


def read_key(plan: SheetPlan, words: Iterable[str]) -> dict[str, str]:
    """What each word of the sheet's key means, by the word as statuses are compared: a text.

    A key has two words or more, told in a text ("Blue = complete; Green = on track"), each beside
    its meaning, or by the colour of the cells that hold the meanings; in rows that are no actions.
    A word that is given two meanings has none. ``words`` are the statuses that it may be of.
    """
    rows = _rows_around(plan)
    begins = _beginning({*map(word_of, words), *COLOURS} - {""})
    told = [pair for row in rows.values() for text in row for pair in _told(text, begins)]
    beside = [pair for row in rows.values() for pair in _beside(row)]
    meanings: dict[str, set[str]] = {}
    for form in (told, beside, list(_painted(plan, rows, begins))):
        if len({word for word, _ in form}) > 1:
            for word, means in form:
                if any(map(str.isalpha, means)):
                    meanings.setdefault(word_of(word), set()).add(normal(means))
    return {word: means.pop() for word, means in meanings.items() if len(means) == 1}


def _beginning(words: Collection[str]) -> re.Pattern[str]:
    """Where a word of a key begins: one of ``words``, a word before "=", or a mark."""
    known = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    return re.compile(
        rf"(?:^|(?<=[;,.|•\n)])|(?<=\s))\s*(?P<word>(?:{known}){_BETWEEN}"
        rf"|(?<![^\W\d_]\s)[^\W\d_][\w /]{{0,23}}\s*=\s*|{_MARK})"
    )


def word_of(text: str) -> str:
    """A status as it stands in a key: a colour by its name, a new one too, a mark as it is."""
    word = normal(text).removesuffix(" fill")
    colour = word.removeprefix("new ")
    return (colour if colour in COLOURS else word) or text.strip()


def meaning(words: str) -> str | None:
    """The status group that a key's words say, all of them understood; else ``None``."""
    reading = read_status(words)
    surely = reading.how in ("exact", "phrase") or (reading.how == "more" and reading.group in OPEN)
    return reading.group if surely else None


def _told(text: str, begins: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    """Each word with all that stands between it and the next one."""
    words = _NAMED.sub("", text.casefold())
    found = list(begins.finditer(words))
    ends = [*(each.start() for each in found), len(words)][1:]
    for here, end in zip(found, ends, strict=True):
        means = words[here.end() : end]
        yield here["word"].rstrip(" =:(–-\t\n"), _closed(means.strip(_ENDS))


def _closed(means: str) -> str:
    """Without the bracket that closes one before it: "Blue (complete)"."""
    return means.removesuffix(")").strip() if means.count(")") > means.count("(") else means


def _beside(row: list[str]) -> Iterator[tuple[str, str]]:
    """A word and its meaning, which alone stand in a row, side by side, or behind a title."""
    filled = [at for at, text in enumerate(row) if text.strip()]
    if len(filled) == 3 and is_title_of_key(row[filled[0]]):
        filled = filled[1:]
    if len(filled) == 2 and filled[1] - filled[0] == 1:
        yield row[filled[0]], row[filled[1]]


def _painted(
    plan: SheetPlan, rows: Mapping[int, list[str]], begins: re.Pattern[str]
) -> Iterator[tuple[str, str]]:
    """The colour of each cell that has one, and what stands in it, or right of an empty one.

    A cell that holds but its colour's name is as an empty one.
    """
    top, left = plan.table.sheet.start
    for colour, cells in plan.table.sheet.fills.items():
        for column, places in cells.items():
            for row in rows.keys() & {int(place) - top for place in places}:
                here = rows[row][column - left : column - left + 2]
                if text := next((t for t in here if t and word_of(t) != colour), ""):
                    yield colour, dict(_told(text, begins)).get(colour, text)


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
