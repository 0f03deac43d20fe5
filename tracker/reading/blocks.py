"""The blocks of columns that stand side by side on a sheet: its table, others, and keys to it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

import numpy as np

from tracker.book import Column, Sheet
from tracker.reading import headings
from tracker.reading.banners import is_title_of_key
from tracker.reading.expressions import expressions
from tracker.reading.header import LEAST_HEADINGS, Header, find_header
from tracker.reading.statuses import read_status

_SCALE = expressions("banners")["scale"]

_LONGEST_KEY = 30
"""Rows that a key beside a table may have."""

_SHARED_FIELDS = 2.0
"""Fields that two blocks of columns must both name to be two tables side by side."""

_SHARED_IN_STEP = 2.5
"""The same where nearly every row of the one has something in the other too."""

_IN_STEP = 0.8

_NEARLY = 0.75
"""Share of the fields of the block that names most with which one left of it is the first table."""

_REPEATED_HEADINGS = 2
"""Headings that stand again right of themselves where no blank column parts two tables."""

Columns = frozenset[int]


def blocks(
    sheet: Sheet, header: Header, end: int
) -> tuple[Columns, list[tuple[Columns, Header]], list[tuple[Columns, list[int]]]]:
    """The columns of the table itself, of tables beside it, and of keys beside it with rows."""
    used = [
        bool(name) or bool(column.filled[header.first : end].any())
        for name, column in zip(header.names, sheet.columns, strict=True)
    ]
    runs: list[list[int]] = []
    for c in filter(used.__getitem__, range(sheet.width)):
        if not runs or not used[c - 1] or _begins_again(header.names, runs[-1], c):
            runs.append([])
        runs[-1].append(c)
    below = [column[header.last + 1 : end] for column in sheet.columns]
    parted = [_key_at_end(header, below, run) for run in runs]
    runs = [
        part
        for run, key in zip(runs, parted, strict=True)
        for part in (run[: len(run) - len(key)], key)
        if part
    ]
    if len(runs) < 2:
        return frozenset(range(sheet.width)), [], []
    scores = [headings.score([header.names[c] for c in run]) for run in runs]
    least = max(LEAST_HEADINGS, _NEARLY * max(scores))
    named = [any("action" in headings.surely(header.names[c]) for c in run) for run in runs]
    nearly = (i for i, s in enumerate(scores) if s >= least and named[i] == any(named))
    main = runs.pop(next(nearly, scores.index(max(scores))))
    own = [header.names[c] for c in main]

    rows = [np.any([below[c].filled for c in run], axis=0) for run in (main, *runs)]
    others: list[tuple[Columns, Header]] = []
    keys: list[tuple[Columns, list[int]]] = []
    for run, filled in zip(runs, rows[1:], strict=True):
        names = [header.names[c] for c in run]
        in_step = (rows[0] & filled).sum() >= _IN_STEP * rows[0].sum()
        beside = _own_header(sheet, header, own, run, in_step)
        if beside:
            others.append((frozenset(run), beside))
        elif run in parted or (
            filled.sum() <= _LONGEST_KEY
            and _is_key(
                names,
                [[below[c].texts[row] or "" for c in run] for row in np.flatnonzero(filled)],
                shorter=bool(filled.sum() < rows[0].sum()),
            )
        ):
            first = header.first if any(names) else header.last + 1
            numbers = [first, *(np.flatnonzero(filled) + header.last + 1).tolist()]
            keys.append((frozenset(run), numbers))
        else:
            own += names
    apart = frozenset[int]().union(*(columns for columns, _ in (*keys, *others)))
    return frozenset(range(sheet.width)) - apart, others, keys


def _key_at_end(header: Header, below: Sequence[Column], run: list[int]) -> list[int]:
    """The last columns of a block, without a heading, where they are a key to the others.

    That is told by its rows: they are not those of the block, or name its words in another order.
    """
    untitled = takewhile(lambda c: is_title_of_key(header.names[c] or "Key"), reversed(run))
    place = len(run) - len(list(untitled))
    own, key = run[:place], run[place:]
    if not own or not key:
        return []
    filled, others = (np.any([below[c].filled for c in each], axis=0) for each in (key, own))
    rows = np.flatnonzero(filled)
    if not 2 <= len(rows) <= _LONGEST_KEY or rows[-1] - rows[0] >= len(rows):
        return []
    words = _words_of_key([[below[c].texts[row] or "" for c in key] for row in rows])
    if not words or (filled != others).any():
        return key if words else []
    said = [[(below[c].texts[row] or "").casefold() for row in rows] for c in own]
    return key if words not in said and any(map({*words}.intersection, said)) else []


def _begins_again(names: list[str], before: list[int], column: int) -> bool:
    """Whether a second table begins right of another: its reference or action, then the rest."""
    left = [names[c] for c in before]
    fields = {field for name in left for field in headings.surely(name)}
    if not fields & {"reference", "action"} & set(headings.surely(names[column])):
        return False
    right = names[column:]
    again = {headings.normal(name) for name in left if name}
    count = sum(headings.normal(name) in again for name in right if name)
    return count >= _REPEATED_HEADINGS and _shared(left, right) >= _SHARED_IN_STEP


def _shared(left: list[str], right: list[str]) -> float:
    return headings.score(left) + headings.score(right) - headings.score(left + right)


def _own_header(
    sheet: Sheet, header: Header, own: list[str], run: list[int], in_step: bool
) -> Header | None:
    """The headings of a block of columns that is a table beside the sheet's own one."""
    names = [header.names[c] for c in run]
    if any(names):
        least = _SHARED_IN_STEP if in_step else _SHARED_FIELDS
        return header if _shared(own, names) >= least else None
    part = replace(sheet, columns=[sheet.columns[c] for c in run], merged=())
    found = find_header(part, part)
    if found is None or _shared(own, found.names) < _SHARED_FIELDS:
        return None
    wide = dict(zip(run, found.names, strict=True))
    return replace(found, names=[wide.get(c, "") for c in range(sheet.width)])


def _is_key(names: Sequence[str], rows: Sequence[Sequence[str]], shorter: bool) -> bool:
    """Whether columns beside a table are a key to it, or counts: few lines, each another word.

    ``shorter`` is whether it has fewer rows than the table.
    """
    lines = [texts for texts in ([text for text in row if text] for row in rows) if texts]
    titles = [*names, *(lines[0] if lines else ())]
    told = [line[0] for line in lines if _SCALE.fullmatch(line[0])]
    if any(map(is_title_of_key, titles)):
        return True
    different = len(set(told)) == len(told) >= 2 and all(
        not name or _SCALE.fullmatch(name) for name in names[:1]
    )
    return (
        different
        and len(told) >= len(lines) - 1
        and (any(len(line) > 1 or "=" in line[0] for line in lines) or (shorter and not any(names)))
    )


def _words_of_key(rows: Sequence[Sequence[str]]) -> list[str]:
    """The words of a key, where these rows are nothing else; else none.

    A key has two words or more, most of them colours, letters or statuses, each once and beside
    its meaning or before "=", and meanings that a status may have.
    """
    lines = [[text for text in row if text] for row in rows]
    if len(lines[0]) == 1 and is_title_of_key(lines[0][0]):
        lines = lines[1:]
    pairs = [line if len(line) == 2 else _WORD_IS.split(line[0], maxsplit=1) for line in lines]
    if any(len(pair) != 2 for pair in pairs):
        return []
    words = [word.strip().casefold() for word, _ in pairs]
    known = [word for word in words if len(word) == 1 or _SCALE.fullmatch(word)]
    meant = [means for _, means in pairs if read_status(means).group]
    surely = len({*words}) == len(words) and min(len(known), len(meant)) >= max(2, len(pairs) - 1)
    return words if surely else []


_WORD_IS = re.compile(r"\s*[=:]\s*|\s+[–—-]\s+")
