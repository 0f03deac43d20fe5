"""Rows that may be no actions, which is asked about: other rows are their parts, or words alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from tracker.book import Column, Flags, Objects, RowNumbers
from tracker.reading.banners import Banner
from tracker.reading.choices import RowsCount
from tracker.reading.expressions import expressions
from tracker.reading.headings import normal
from tracker.reading.markings import heading_restricts
from tracker.reading.parents import (
    LEAST_INDENT,
    LOOKED_AT,
    above_parts,
    indent,
    numbers_under,
    with_those_of_parts,
)
from tracker.reading.statuses import DONE, read_status
from tracker.reading.table import Table

_IS = expressions("doubtful_rows")
_MOSTLY, _LEAST_SUMMED, _LEAST_PARTS = 0.8, 2, 2
"""The share of parts that somebody answers for where nobody does for the rows above them, how many
such rows there are where only their dates tell, and parts of each, where no words say that they
are."""

_DEEPEST = 20
"""Parts of parts that are followed: no task list is as deep."""

_YES = {"yes", "y", "true", "1"}
_YES_OR_NO = _YES | {"no", "n", "false", "0", ""}

_Parts = Mapping[int, RowNumbers]
"""By each row that has parts, the rows that they are."""


@dataclass(frozen=True)
class ParentRows:
    """``heads``: rows that are no actions but sum up others, with what they say of those below.

    ``doubtful``: rows of which it is not certain, whether in ``heads`` or not.
    """

    heads: Mapping[int, Banner | None]
    doubtful: list[int]


def parent_rows(
    table: Table, fields: Mapping[str, int], filled: Flags, keep: Flags, said: RowsCount | None
) -> ParentRows:
    """The rows that others are parts of, and whether they count: as it is ``said``, else by these.

    The sheet may say it by a column that names each row's parent, its level or whether it is a
    summary, or by numbers (1 over 1.1 and 1.2). Indents, an outline and other numbers may mean
    less: they tell something only where such rows have nothing of their own. With nothing of its
    own no such row counts.
    """
    if said == "count":
        return ParentRows({}, [])
    heads: dict[int, Banner | None] = {**above_parts(table.columns, fields, filled, keep)}
    others = keep.copy()
    others[list(heads)] = False
    kept = np.flatnonzero(others)
    for in_words, parts in _Structure(table, fields, kept).every():
        bare = bool(parts) and _has_nothing_of_its_own(table, fields, filled, parts)
        if parts and (in_words or (bare and max(map(len, parts.values())) >= _LEAST_PARTS)):
            left = _headings(table, fields, parts) if bare or said == "leave" else {}
            return ParentRows(heads | left, sorted(parts))
    return ParentRows(heads, [])


def _headings(table: Table, fields: Mapping[str, int], parts: _Parts) -> dict[int, Banner | None]:
    """What rows that do not count say of their parts, where those stand right below them."""
    words, numbers = (
        table.columns[fields[name]].texts if name in fields else None
        for name in ("action", "reference")
    )
    said: dict[int, Banner | None] = dict.fromkeys(parts)
    for row, its in parts.items():
        if words is None or not words[row] or its[0] != row + 1 or (np.diff(its) != 1).any():
            continue
        text, withheld = " ".join(words[row].split()), heading_restricts(words[row])
        number, below = (None, None) if numbers is None else numbers[[row, its[0]]]
        number = number if numbers_under(number, below) else None
        said[row] = Banner(number, text, section=text, withheld=withheld)
    return said


@dataclass(frozen=True)
class _Structure:
    """What tells parts: of the rows ``kept``, which may be actions."""

    table: Table
    fields: Mapping[str, int]
    kept: RowNumbers

    def every(self) -> Iterator[tuple[bool, _Parts]]:
        """By each sign, whether it says so in words, and the parts that it tells."""
        table, fields, kept = self.table, self.fields, self.kept
        for place, heading in enumerate(map(normal, table.names)):
            if _IS["parent"].fullmatch(heading):
                yield True, self._named(place)
            elif _IS["level"].fullmatch(heading):
                yield True, self._deeper(self._numbers(place))
            elif _IS["summary"].fullmatch(heading):
                yield True, self._flagged(place)
            elif _IS["type"].fullmatch(heading):
                yield True, self._typed(place)
        if "action" in fields:
            at = fields["action"] + table.sheet.start[1]
            rows = kept + table.first_row + table.sheet.start[0]
            words = table.columns[fields["action"]]
            if any(map(indent, words[:LOOKED_AT])):
                yield False, self._deeper(words[kept].map(indent, np.int64) // LEAST_INDENT)
            yield False, self._deeper(np.isin(rows, table.sheet.indented_cells.get(at, ())))
            yield False, self._deeper(np.isin(rows, table.sheet.outlined_rows))
        if "reference" in fields:
            numbers = table.columns[fields["reference"]].texts
            first = _Structure(table, fields, kept[:LOOKED_AT])._numbered(numbers)
            parts = first and self._numbered(numbers)
            dotted = all("." in (numbers[row[0]] or "") for row in parts.values())
            yield dotted and _several_each(parts), parts

    def _named(self, place: int) -> _Parts:
        """The rows that a column names, by their wording or reference, as others' parents."""
        table, texts = self.table, self.table.columns[place].texts
        of = [self.fields[name] for name in ("action", "reference") if name in self.fields]
        of += [c for c, name in enumerate(table.names) if _IS["identifier"].fullmatch(normal(name))]
        called = {table.columns[c].texts[row]: row for c in of for row in self.kept.tolist()}
        parts: dict[int, list[int]] = {}
        for row in self.kept.tolist():
            parent = called.get(texts[row]) if texts[row] else None
            if parent is not None and parent != row:
                parts.setdefault(parent, []).append(row)
        return {parent: np.array(rows) for parent, rows in parts.items()}

    def _numbers(self, place: int) -> Flags | RowNumbers:
        """A column of levels; all alike where they are no whole numbers."""
        cells = self.table.columns[place][self.kept]
        texts = [text or "" for text in cells.different_texts()]
        if not all(text.isdecimal() and len(text) == 1 for text in texts):
            return np.zeros(len(self.kept), np.int64)
        return cells.map_texts(lambda text: int(text or 0), np.int64)

    def _flagged(self, place: int) -> _Parts:
        """The rows that a column of yes and no calls summaries, and those below."""
        cells = self.table.columns[place][self.kept]
        if not {(text or "").casefold() for text in cells.different_texts()} <= _YES_OR_NO:
            return {}
        yes = cells.map_texts(lambda text: (text or "").casefold() in _YES, bool)
        return self._deeper(~yes)

    def _typed(self, place: int) -> _Parts:
        """The rows that a column of types calls recommendations or the like over its actions."""
        cells = self.table.columns[place][self.kept]
        over = cells.map_texts(lambda text: _IS["over_actions"].fullmatch(text or ""), bool)
        parts = cells.map_texts(lambda text: _IS["action"].fullmatch(text or ""), bool)
        return self._deeper(~over) if parts.any() else {}

    def _deeper(self, depth: Flags | RowNumbers) -> _Parts:
        """The rows right above deeper ones, and those."""
        above = np.flatnonzero(depth[:-1] < depth[1:]).tolist()
        depths = depth.tolist() if above else []
        return self._parts(above, lambda place, end: depths[end] > depths[place])

    def _numbered(self, numbers: Objects) -> _Parts:
        """The rows whose number begins those of the rows right below, and those."""
        texts = numbers[self.kept].tolist()
        above = [at for at, pair in enumerate(pairwise(texts)) if numbers_under(*pair)]
        return self._parts(above, lambda place, end: numbers_under(texts[place], texts[end]))

    def _parts(self, above: list[int], is_part: Callable[[int, int], bool]) -> _Parts:
        """The parts of these places of ``kept``: the rows right below, as long as they are some.

        None where rows are parts of parts beyond measure, as in no plan.
        """
        parts: dict[int, RowNumbers] = {}
        left = _DEEPEST * len(self.kept)
        for place in above:
            end = place + 2
            while end < len(self.kept) and left > 0 and is_part(place, end):
                end, left = end + 1, left - 1
            if left <= 0:
                return {}
            parts[int(self.kept[place])] = self.kept[place + 1 : end]
        return parts


def _are_less_far(status: Column, parts: _Parts) -> bool:
    """Whether one that has parts is not said to be done though they all are."""
    done = status.map_texts(lambda text: read_status(text or "").group in DONE, bool)
    return any(
        status.filled[row] and not done[row] and done[its].all() for row, its in parts.items()
    )


def _several_each(parts: _Parts) -> bool:
    """Whether rows with parts have more than one each, as what sums up has."""
    return sum(map(len, parts.values())) >= _LEAST_PARTS * len(parts)


def _has_nothing_of_its_own(
    table: Table, fields: Mapping[str, int], filled: Flags, parts: _Parts
) -> bool:
    """Whether nobody answers for the rows that have parts, and their dates are their parts' latest.

    Where nobody answers for the parts either, only the dates tell.
    """
    rows = list(parts)
    below = np.setdiff1d(np.concatenate(list(parts.values())), rows)
    if "status" in fields and _are_less_far(table.columns[fields["status"]], parts):
        return False
    owned = filled[fields["owner"]] if "owner" in fields else np.zeros(filled.shape[1], bool)
    if owned[rows].any() or (owned[below].any() and owned[below].mean() < _MOSTLY):
        return False
    dates = [
        pair
        for row, its in parts.items()
        for pair in with_those_of_parts(table.columns, fields, row, its)
    ]
    if any(day != max(its, default=None) for day, its in dates):
        return False
    summed = sum(len(its) > 1 for _, its in dates)  # else the parts have but the same date
    return bool(owned[below].any()) or summed >= _LEAST_SUMMED


_MANY, _LEAST_OF_WORDS = 1 / 2, 2
"""So many rows with nothing but words by the others, that one may stand under each."""

_LABEL = re.compile(r"[^\W\d_]{2,}[^\d]*")
"""What may stand before such words in the place of a reference: "Evidence"."""


def words_alone(
    table: Table, fields: Mapping[str, int], filled: Flags, kept: RowNumbers
) -> tuple[list[int], bool]:
    """The kept rows with nothing but words, and whether they seem to go on with those above them.

    Most others have a reference, and two of reference, owner, status and due date; where there are
    no references, such rows are told only where there are many.
    """
    own = [fields[name] for name in ("owner", "status", "original_due") if name in fields]
    everything, nothing = filled.sum(axis=0), np.zeros(filled.shape[1], dtype=bool)
    referred = filled[fields["reference"]] if "reference" in fields else nothing
    full = kept[filled[own][:, kept].sum(axis=0) + referred[kept] >= _LEAST_PARTS]
    bare = ~filled[own].any(axis=0)
    alone = bare & ~referred & (everything == 1)
    labelled = bare & referred & (everything == 2) & filled[fields.get("action", -1)]
    if labelled.any():
        labels = table.columns[fields["reference"]].map_texts(
            lambda text: bool(text and _LABEL.fullmatch(text)), bool
        )
        if not labels[full].any():
            alone |= labelled & labels
    rows = kept[alone[kept]]
    runs = (np.diff(np.flatnonzero(alone[kept]), prepend=-2) > 1).sum()
    many = bool(runs >= max(_LEAST_OF_WORDS, _MANY * full.size) and full.size > 1)
    told = many or (full.size > 1 and bool(referred[full].mean() >= _MOSTLY))
    return (rows.tolist() if told else []), many
