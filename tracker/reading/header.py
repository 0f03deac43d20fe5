"""Where a table's headings are, in one to three rows, and the rows below that explain them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tracker.book import Cell, Column, Flags, Sheet
from tracker.reading import dates, headings
from tracker.reading.banners import kind_of_row
from tracker.reading.expressions import expressions
from tracker.reading.heading_words import date_kind
from tracker.reading.statuses import read_status

_IS = expressions("header")

SEARCHED_ROWS = 120
"""Rows in which a header row is looked for; titles and notes above a plan take tens."""

LEAST_SCORE = 2.0
"""Fields that a row must name to be a header row."""

_SEARCHED_CELLS = 6_000
"""Cells that are looked at for headings, each at up to half a millisecond: in a wide sheet the
first rows."""

_LEAST_ROWS = 12
_SEARCHED_COLUMNS = 250
"""Columns whose headings tell a header row; a chart of weeks may have hundreds more."""

_LONGEST_DATE = 60
_MOST_ROWS = 3
_LONGEST_HEADING = 160
LEAST_HEADINGS = 3
LEAST_OF_ANOTHER = 1.5
"""Fields that a row behind a gap must name to head another table."""

_MOSTLY_HEADINGS = 0.6
"""Share of a further row's cells that must be headings where it has none of the first table's."""

_SURE_SCORE = 4.0
"""Fields that a row must name to be a header row though most of it are dates, as in a Gantt."""

_GAIN = 0.6
"""How many more fields two rows read together must name than the better of them alone."""

HINTS_SEEN = 5
"""Rows below the headings that are looked at for words that explain them."""

_BOTH = 2
"""Headings merged down into the row below from which that is a header row too."""

_MOST_HINTS = 2
_HINTS = 0.6
"""Rows below the headings that may explain them, and the share of their cells that must do so."""

_STATUSES = 50
"""Rows below a heading of statuses that are looked at."""

Spans = Sequence[tuple[int, int]]
"""The first and last columns of cells merged in a row."""


@dataclass(frozen=True)
class Header:
    """Headings, the first and the last of their rows, and how many fields they name."""

    names: list[str]
    first: int
    last: int
    score: float


def find_header(sheet: Sheet, raw: Sheet, said: frozenset[str] = frozenset()) -> Header | None:
    """The likeliest headings of a sheet; ``raw`` is it before its merged cells were filled.

    ``said`` are headings (normalised) that the user named: they make a row likelier.
    """
    width = min(sheet.width, _SEARCHED_COLUMNS)
    last = min(sheet.height, SEARCHED_ROWS, max(_LEAST_ROWS, _SEARCHED_CELLS // max(width, 1)))
    texts = sheet.texts(0, last)
    cells = zip(*(column[:last] for column in sheet.columns[:width]), strict=True)
    worded = [_worded(c, t[:width], sheet.width) for c, t in zip(cells, texts, strict=True)]
    unfilled = raw.texts(0, last) if sheet.merged else texts
    scores = [0.0] * last
    for r, row in enumerate(worded):
        if row and headings.score(row, said) >= LEAST_SCORE:
            scores[r] = headings.score(_without_recurring(unfilled, r, row), said)
    merged = _merged_across(sheet)
    best: Header | None = None
    for r, row in enumerate(worded):
        if row is None:
            continue
        header = Header(texts[r], r, r, scores[r])
        for below in range(r + 1, min(r + _MOST_ROWS, last)):
            words = worded[below]
            spans = merged.get(below - 1, ())
            wider = words and _joined(header, texts[below], words, spans, said, scores[below])
            if not wider:
                break
            header = wider
        if header.score >= LEAST_SCORE and (best is None or header.score > best.score):
            best = header
    return best or next(
        filter(None, (_of_statuses(sheet, r, row) for r, row in enumerate(worded))), None
    )


def _of_statuses(sheet: Sheet, row: int, words: list[str] | None) -> Header | None:
    """A row as headings though it names the status alone: what stands below that is statuses."""
    places = [c for c, text in enumerate(words or ()) if headings.surely(text) == ["status"]]
    if words is None or len(places) != 1 or not words[0] or places[0] == 0:
        return None
    below = sheet.columns[places[0]][row + 1 :]
    told = [read_status(text).groups for text in below[:_STATUSES].texts if text]
    different = {groups for groups in told if groups}
    if len(told) < LEAST_HEADINGS or len(different) < _BOTH or not all(told):
        return None
    return Header(sheet.texts(row, row + 1)[0], row, row, headings.score(words))


_LONGEST_WORD = 8


def is_value(cell: Cell, text: str) -> bool:
    """Whether a cell is a value or a sentence, as no heading is: a number, a date, "Yes"."""
    if type(cell) is not str or len(text) > _LONGEST_HEADING:
        return True
    if (len(text) <= _LONGEST_WORD or not text[0].isalpha()) and _IS["value"].fullmatch(text):
        return True
    if text.endswith(".") and text.count(" ") > 3:
        return True
    if len(text) > _LONGEST_DATE or not _DIGIT.search(text):
        return False
    return dates.read_date(text).outcome == "date"


_DIGIT = re.compile(r"\d")


def _worded(cells: Sequence[Cell], texts: list[str], width: int = 0) -> list[str] | None:
    """A row's words, its values left out, if it can be a header: few of it are values.

    They are made as many as ``width``.
    """
    filled = [i for i, text in enumerate(texts) if text]
    if len(filled) < 2:
        return None
    worded = [
        "" if text and is_value(cell, text) else text
        for cell, text in zip(cells, texts, strict=True)
    ]
    worded += [""] * (width - len(worded))
    count = sum(map(bool, worded))
    few = len(filled) - count <= len(filled) / 3
    return worded if few or (count >= 2 and headings.score(worded) >= _SURE_SCORE) else None


def _without_recurring(rows: list[list[str]], row: int, worded: list[str]) -> list[str]:
    """A row without texts that stand again elsewhere in their column, as headings do not.

    Where most of it stands again it is a header repeated.
    """
    own = [(c, text) for c, text in enumerate(rows[row]) if text]
    shared = [{c for c, text in own if texts[c] == text} for texts in rows]
    again = set[int]().union(*(each for each in shared if len(each) < len(own) / 2))
    return ["" if c in again else text for c, text in enumerate(worded)]


def _merged_across(sheet: Sheet) -> dict[int, list[tuple[int, int]]]:
    merged: dict[int, list[tuple[int, int]]] = {}
    for (r1, c1), (_, c2) in sheet.merged:
        span = (c1 - sheet.start[1], c2 - sheet.start[1])
        merged.setdefault(r1 - sheet.start[0], []).append(span)
    return merged


def _joined(
    header: Header,
    below: list[str],
    words_below: list[str],
    merged: Spans,
    said: frozenset[str],
    score_below: float,
) -> Header | None:
    """The header with the row below it read as part of it: "Timescale" over "Revised".

    That is so where both name more fields than either, or where the row below has words only
    under headings of groups of columns. ``None`` where the row below is no part of it.
    """
    above = header.names
    across = any(end > start for start, end in merged)
    filled = [c for c, text in enumerate(below) if text]
    if any(above[c] and not words_below[c] for c in filled):
        return None  # a value under a heading: a row of data
    last = max((c for c, text in enumerate(above) if text), default=0)
    first = next((c for c, text in enumerate(above) if text), 0)
    if all(above[first : last + 1]) and not across and all(above[c] != below[c] for c in filled):
        return None  # no gap to hold a group
    spread = _spread(above, below, merged, across)
    names = [
        group if group == name or not name else f"{group} {name}".strip()
        for group, name in zip(spread, below, strict=True)
    ]
    score = headings.score(names[:_SEARCHED_COLUMNS], said)
    both = sum(bool(text) and text == below[c] for c, text in enumerate(above))
    if both < _BOTH and score < max(LEAST_SCORE, max(header.score, score_below) + _GAIN):
        groups = {c for c, text in enumerate(spread) if text and not above[c]}
        heads = groups | {c - 1 for c in groups}
        only_parts = all(c in heads or above[c] == below[c] for c in filled)
        better = header.score >= max(LEAST_SCORE, score_below + _GAIN)
        if not (better and only_parts and groups & set(filled)):
            return None
    return Header(names, header.first, header.last + 1, max(score, header.score))


def _spread(above: list[str], below: list[str], merged: Spans, across: bool) -> list[str]:
    """The headings of groups, each over all its columns."""
    spread = list(above)
    for start, end in merged:
        for c in range(max(start, 0), min(end + 1, len(spread))):
            spread[c] = above[start]
    if not across:
        for c in range(1, len(spread)):
            if not spread[c] and below[c]:
                spread[c] = spread[c - 1]
    return spread


def further_headers(sheet: Sheet, first: Header) -> list[Header]:
    """Header rows of other tables below the first: with other headings, behind a gap or banner.

    One in which two headings stand again in their columns, and another column is headed as
    something else, needs no gap, nor does one with the first's headings in another order. Below
    such a table the first one's headings head another.
    """
    count = np.sum([column.not_empty for column in sheet.columns], axis=0)
    again = np.sum(list(map(_heading_again, sheet.columns, first.names)), axis=0)
    own = {headings.normal(name) for name in first.names if name}
    start = first.last + 2
    apart = (count[start - 1 : -1] <= 1) | (again[start:] >= _BOTH)
    likely = np.flatnonzero((count[start:] >= LEAST_HEADINGS) & apart) + start
    found: list[Header] = []
    for row in likely.tolist():
        texts = sheet.texts(row, row + 1)[0]
        words = _worded(sheet.row(row), texts)
        last, firsts = ([*filter(None, each.names)] for each in ([first, *found][-1], first))
        said = [*filter(None, texts)]
        if words is None or said == last:
            continue
        score = headings.score(words)
        known = sum(headings.normal(text) in own for text in words if text)
        if _are_of_actions(texts):
            known = 2
        wide = score >= LEAST_HEADINGS and (known >= 2 or score >= first.score * 0.6)
        gap = count[row - 1] <= 1
        if (
            sorted(said) == sorted(firsts)
            or (gap and wide)
            or _are_of_another(first.names, texts, words, score, gap)
        ):
            found.append(Header(texts, row, row, score))
    return found


def _heading_again(column: Column, name: str) -> Flags:
    """The rows in which a column's heading stands again."""
    return column.by_row(column.distinct.texts == name) & bool(name)


def _are_of_another(
    names: Sequence[str], texts: Sequence[str], words: Sequence[str], score: float, gap: bool
) -> bool:
    """Whether texts without a value head a table of other things, or of the same in another state.

    Two headings stand again in their columns and another says something else there; or, behind a
    gap, the first names what each row is the number of.
    """
    pairs = [(name, text) for name, text in zip(names, texts, strict=True) if text]
    if any(text not in (word, *names) for text, word in zip(texts, words, strict=True)):
        return False
    again = [text for name, text in pairs if (text in names if gap else text == name)]
    if len(again) >= _BOTH:
        return any(_says(text) not in ("", *map(_says, names)) for _, text in pairs)
    numbers = headings.surely(pairs[0][1]) == ["reference"] and kind_of_row(pairs[0][1]) is None
    return gap and score >= LEAST_OF_ANOTHER and numbers  # "Key" heads a legend


def _says(heading: str) -> str:
    """What a heading is of: the kind of its dates, else its field; ``""``: neither is known."""
    return date_kind(heading) or next(iter(headings.surely(heading)), "")


def _are_of_actions(texts: Sequence[str]) -> bool:
    """Whether texts are headings, most of them known, of actions with a timescale."""
    filled = [text for text in texts if text]
    sure = {field for text in filled for field in headings.surely(text)}
    dated = any(headings.names(text, "original_due") for text in filled)
    named = dated and bool(sure & {"reference", "action"})
    return named and headings.score(filled) >= _MOSTLY_HEADINGS * len(filled)


_REFERENCE = re.compile(r"[^\W\d_]{0,4}[-./ ]?\d")
_WORD = re.compile(r"\w{4,}")
_LETTER_OR_DIGIT = re.compile(r"[^\W_]")


def hint_rows(names: Sequence[str], rows: Sequence[Sequence[str]]) -> int:
    """How many of the rows right below the headings explain them and are no actions.

    >>> hint_rows(["Ref", "Action", "Due"], [["", "What will be done?", "dd/mm/yyyy"]])
    1
    """
    for count, row in enumerate(rows[:_MOST_HINTS]):
        if not _explains(names, row, rows[count + 1 :]):
            return count
    return min(len(rows), _MOST_HINTS)


def _explains(names: Sequence[str], row: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    texts = [text for text in row if text]
    if len(texts) > 1 and not any(map(_LETTER_OR_DIGIT.search, texts)):
        return True  # a line of dashes
    if len(texts) < 2:
        return not any(row[:2]) and any(map(_IS["how"].fullmatch, texts))
    marks = [re.sub(r"\W", "", text).casefold() for text in texts]
    if len(marks) > 2 and marks in (_NUMBERS[: len(marks)], _LETTERS[: len(marks)]):
        return True  # the columns are numbered
    if _IS["example"].match(texts[0]):
        return True
    if any(map(_REFERENCE.match, texts)):
        return False
    if headings.score(texts) >= LEAST_HEADINGS:
        return True  # the headings in another language
    unnumbered = any(
        _REFERENCE.match(other) and not text
        for others in below
        for text, other in zip(row, others, strict=True)
    )
    sure = len(list(filter(_IS["how"].fullmatch, texts)))
    asked = sum(
        _asks(name, text)
        for name, text in zip(names, row, strict=True)
        if text and not _IS["how"].fullmatch(text)
    )
    asked *= unnumbered or sure > 0
    return sure + asked >= max(2, _HINTS * len(texts)) and (sure > 0 or asked >= 2)


_NUMBERS = [str(number) for number in range(1, 27)]
_LETTERS = list("abcdefghijklmnopqrstuvwxyz")


def _asks(name: str, text: str) -> bool:
    """Whether a cell asks or tells what belongs under its heading."""
    own, said = ({word.casefold()[:5] for word in _WORD.findall(each)} for each in (name, text))
    return _IS["asks"].fullmatch(text) is not None or bool(own & said)
