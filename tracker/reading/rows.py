"""Which rows of a table are actions, and what banners above them say of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tracker.book import Cell, Flags, RowNumbers, as_text
from tracker.reading import banners, headings, statuses
from tracker.reading.banners import Banner, banner_of, group_above
from tracker.reading.choices import RowsCount
from tracker.reading.contents import date_of
from tracker.reading.continued import rows_going_on
from tracker.reading.doubtful_rows import parent_rows, words_alone
from tracker.reading.expressions import expressions
from tracker.reading.findings import Finding, FindingKind, Severity, sayings
from tracker.reading.header import LEAST_OF_ANOTHER, is_value
from tracker.reading.markings import is_restricted
from tracker.reading.parents import DATED
from tracker.reading.table import Table, area
from tracker.words import count as counted

_IS = expressions("rows")
_CODE = re.compile(r"(?=.{1,12}$)(?:(?:[^\W\d_]+[\s./#-]*)*\d[\w\s./()-]*|\w)")
_LETTER = re.compile(r"[^\W\d_]")
_MOST_BANNER, _FULL_ROW, _MOSTLY_FULL = 400, 3, 0.8
_LAST_ROWS, _SAMPLE = 12, 50
"""Rows at a table's end that are each looked at, as signatures and keys may follow without a gap,
and rows that are looked at to see what tells most actions from other rows."""

_LOOSE = 3
"""Blocks of actions with blank rows between them from which a blank row ends nothing."""

_OVER = (*statuses.DONE, "withdrawn")
_IN_ADVANCE = ("reference", "status", "percent_complete", "priority", "scope", "recommendation")
"""Fields that a row numbered in advance may have filled."""


@dataclass
class Rows:
    """``kept``: the rows (of the table's columns) that are actions.

    ``sections`` numbers, for each, the section between two banners that it stands in;
    ``banners`` gives each section's. ``continued``: rows that only go on with the action above
    them, to that action's row.
    """

    kept: RowNumbers
    sections: RowNumbers
    banners: list[Banner | None]
    continued: dict[int, int] = field(default_factory=dict)
    doubtful: Mapping[str, list[int]] = field(default_factory=dict)

    def by_banner(self, of: Callable[[Banner | None], Any], dtype: Any = object) -> NDArray[Any]:
        """What a function makes of the banner above each action."""
        return np.fromiter(map(of, self.banners), dtype, len(self.banners))[self.sections]


def find_rows(
    table: Table,
    fields: Mapping[str, int],
    findings: list[Finding],
    counts: Mapping[str, RowsCount] | None = None,
) -> Rows:
    """Tell actions from banners, repeated headers, totals, notes and rows numbered in advance.

    What is left out and is not blank is said in ``findings``, each kind once. ``counts``:
    of which doubtful rows it is said whether they count, as in :class:`Choices`.
    """
    if not table.columns or not len(table.columns[0]):
        return Rows(np.array([], dtype=np.int64), np.array([], dtype=np.int64), [None])
    blank = np.zeros(len(table.columns[0]), dtype=bool)  # the last: of fields without a column
    filled = np.array([*(column.filled for column in table.columns), blank])
    used = [i for i, name in enumerate(table.names) if name]
    count = filled[used].sum(axis=0) if used else filled.sum(axis=0)
    everything = filled.sum(axis=0)
    keep = _may_be_actions(table, fields, filled, count)
    continued = rows_going_on(table, fields, filled, everything)
    keep[list(continued)] = False
    above = parent_rows(table, fields, filled, keep, (counts or {}).get("parents"))
    like = _Like(table, fields, keep.copy(), above.heads)
    away = _away(like, everything)
    keep[away] = False
    alone = table.wide_rows | (titles := _titles(fields, filled, count))
    doubtful = ~keep | (count <= 2) | _may_repeat(table, fields)
    doubtful[np.flatnonzero(everything)[-_LAST_ROWS:]] = True
    doubtful[list(continued)] = False
    doubtful[list(like.parents)] = True
    rows = np.flatnonzero(doubtful & (everything > 0)).tolist()
    left, marks = _tell_apart(like, filled, rows, keep, alone, away)
    words, many = words_alone(table, fields, filled, np.flatnonzero(keep))
    keep[words] = (counts or {}).get("words", "leave" if many else "count") == "count"
    kept = np.flatnonzero(keep)
    merged = frozenset[int]().union(*table.merged_down.values())
    left |= dict.fromkeys(continued.keys() - merged, FindingKind.ROW_GOES_ON)
    for row in (row for row, kind in left.items() if kind is FindingKind.ROW_LEFT_OUT):
        if row > kept.max(initial=-1) and everything[row] < _FULL_ROW:
            left[row] = FindingKind.NOTE_BELOW_THE_TABLE
    has_other = "recommendation" in fields
    unused = {row for row, said in marks.items() if not said or (has_other and not said.tells)}
    perhaps = dict.fromkeys(titles | like.parents.keys(), _PERHAPS)
    perhaps |= dict.fromkeys(above.doubtful, _SUMMING)
    _say(table, fields, left, unused, perhaps, findings)
    starts = np.array(sorted(marks), dtype=np.int64)
    sections = np.searchsorted(starts, kept, side="right")
    said_of = [None, *(marks[row] for row in starts.tolist())]
    doubts = {"parents": above.doubtful, "words": words}
    return Rows(
        kept, sections, said_of, continued, {what: its for what, its in doubts.items() if its}
    )


def _tell_apart(
    like: _Like, filled: Flags, rows: list[int], keep: Flags, alone: set[int], away: Flags
) -> tuple[dict[int, FindingKind], dict[int, Banner | None]]:
    """What those of the rows are that are no actions, which are kept no longer, and the banners."""
    left: dict[int, FindingKind] = {}
    banner = group_above(like.table.sheet, like.table.header_row) if like.titles else None
    marks: dict[int, Banner | None] = {-1: banner} if banner else {}
    for row in rows:
        kind, said = _kind(like, filled[:, row], row, keep[row], row in alone, away[row])
        if kind is None and FindingKind.SIGNATURE_BLOCK in left.values():
            kind = FindingKind.SIGNATURE_BLOCK
        if kind:
            keep[row], left[row] = False, kind
        if kind is FindingKind.HEADING_ROW:
            if said and is_restricted(like.table, like.fields, row):
                said = replace(said, withheld=True)
            banner = banners.merge_banners(banner, said) if said else banner
            marks[row] = banner
    return left, marks


def _may_be_actions(
    table: Table, fields: Mapping[str, int], filled: Flags, count: RowNumbers
) -> Flags:
    """Rows with an action's words, or with a reference and more than is filled in in advance."""
    if "action" not in fields and "reference" not in fields:
        return np.asarray(count >= 2)
    action, reference = (filled[fields.get(name, -1)] for name in ("action", "reference"))
    others = [i for name, i in fields.items() if name not in ("reference", "action")]
    keep = action | (reference & filled[others].any(axis=0))
    if action.any():
        own = [i for name, i in fields.items() if name not in _IN_ADVANCE]
        behind = np.flatnonzero(action)[-1] + 1
        told = filled[own, behind:].any(axis=0)
        if "status" in fields:
            told |= table.columns[fields["status"]][behind:].map_texts(
                lambda text: statuses.read_status(text or "").group in _OVER, bool
            )
        keep[behind:] &= told
    return np.asarray(keep)


@dataclass
class _Like:
    """What the rows that are actions hold, and whether another row holds the same."""

    table: Table
    fields: Mapping[str, int]
    keep: Flags
    parents: Mapping[int, Banner | None]

    @cached_property
    def sample(self) -> RowNumbers:
        """The first rows that may be actions, up to a blank one."""
        rows = np.flatnonzero(self.keep)[:_SAMPLE]
        ends = ~np.any([column.filled for column in self.table.columns], axis=0)
        ends[self.titles] = True
        return rows[np.cumsum(ends)[rows] == np.cumsum(ends)[rows[0]]] if rows.size else rows

    @cached_property
    def titles(self) -> list[int]:
        """Rows with one cell, a title, right above headings of which one stands again."""
        count = np.sum([column.filled for column in self.table.columns], axis=0)
        rows = np.flatnonzero((count[:-1] == 1) & (count[1:] >= _FULL_ROW)).tolist()
        return [row for row in rows if self._heads_some(row + 1)]

    @cached_property
    def known(self) -> dict[int, set[Cell]]:
        """The owners and the statuses of those rows, by column."""
        columns = [self.fields[name] for name in ("owner", "status") if name in self.fields]
        return {c: set(self.table.columns[c][self.sample].different()) - {""} for c in columns}

    @cached_property
    def shapes(self) -> set[str]:
        """How the references of those rows are written, where most of them are codes."""
        if "reference" not in self.fields:
            return set()
        texts = [
            text for text in self.table.columns[self.fields["reference"]][self.sample].texts if text
        ]
        codes = list(filter(_CODE.fullmatch, texts))
        return set(map(banners.shape, codes)) if len(codes) >= len(texts) / 2 else set()

    def fits(self, row: int) -> bool:
        """Whether a row has an action's words and something that those rows have."""
        action = self.fields.get("action")
        words = action is None or _LETTER.search(self.table.columns[action].texts[row] or "")
        return bool(words) and self.holds(row)

    def holds(self, row: int) -> bool:
        """Whether a row has a date, or a status, owner or form of reference as those rows have."""
        columns, fields = self.table.columns, self.fields
        if any(columns[c][row] in known for c, known in self.known.items()):
            return True
        reference = columns[fields["reference"]].texts[row] if self.shapes else None
        if reference and banners.shape(reference) in self.shapes:
            return True
        dated = (columns[fields[name]][row] for name in DATED if name in fields)
        return any(date_of(cell).outcome == "date" for cell in dated)

    def heads_another(self, row: int) -> bool:
        """Whether a row has words alone and names fields, as the headings of another table do."""
        texts = [column.texts[row] or "" for column in self.table.columns]
        cells = zip((column[row] for column in self.table.columns), texts, strict=True)
        if self.holds(row) or any(text and is_value(cell, text) for cell, text in cells):
            return False
        again = any(map(str.__eq__, filter(None, texts), self.table.names))
        return not again and headings.score(texts) >= LEAST_OF_ANOTHER

    def _heads_some(self, row: int) -> bool:
        """Whether a row has words and no value, and a heading again in its place."""
        names = zip(self.table.names, self.table.columns, strict=True)
        if not any(name and name == column.texts[row] for name, column in names):
            return False
        cells = (column[row] for column in self.table.columns if column.filled[row])
        return not any(is_value(cell, as_text(cell)) for cell in cells)

    @cached_property
    def tells(self) -> bool:
        """Whether most of those rows fit, so that one which does not is of another kind."""
        rows = self.sample.tolist()
        return sum(map(self.fits, rows)) > len(rows) / 2

    @cached_property
    def last(self) -> int:
        """The last row that fits; below it may stand keys and signatures."""
        rows = np.flatnonzero(self.keep)[::-1].tolist()
        return next(filter(self.fits, rows), -1) if self.tells else max(rows, default=-1)


def _away(like: _Like, everything: RowNumbers) -> Flags:
    """Rows in a block behind a blank row, or a title with headings, without what actions hold."""
    away = np.zeros(len(everything), dtype=bool)
    rows = np.flatnonzero(everything)
    begins = np.flatnonzero((np.diff(rows) > 1) | np.isin(rows[1:], like.titles)) + 1
    blocks = np.split(rows, begins)
    if len(blocks) < 2 or not like.tells:
        return away
    fits = [
        any(map(like.fits, block.tolist())) and not (number and like.heads_another(int(block[0])))
        for number, block in enumerate(blocks)
    ]
    last = max((number for number, fit in enumerate(fits) if fit), default=len(fits))
    for number, block in enumerate(blocks[1:], start=1):
        if not fits[number]:
            ends = number > last and sum(fits) < _LOOSE
            away[block if ends else block[everything[block] > 1]] = True
    return away


def _titles(fields: Mapping[str, int], filled: Flags, count: RowNumbers) -> set[int]:
    """Rows with words in the action's column alone, where it is the first: titles of groups.

    Only where nearly every other action has more in its row, and the title has such below it.
    """
    action = filled[fields.get("action", -1)]
    lonely, full = action & (count == 1), action & (count >= _FULL_ROW)
    first = fields.get("action") == min(fields.values(), default=-1)
    if not first or full.sum() < max(1, _MOSTLY_FULL * (action & ~lonely).sum()):
        return set()
    return set(np.flatnonzero(lonely[: np.flatnonzero(full)[-1]]).tolist())


def _may_repeat(table: Table, fields: Mapping[str, int]) -> Flags:
    """Rows worth a look: a field's heading again in its column, or a first word like "Total"."""
    repeated = np.zeros(len(table.columns[0]), dtype=bool)
    for name in fields.keys() & {"action", "reference", "recommendation", "owner"}:
        cells = table.columns[fields[name]]
        repeated |= banners.are_totals(cells, table.names[fields[name]])
    for name in fields.keys() & {"owner", "status"}:  # of which a plan has few different ones
        cells = table.columns[fields[name]]
        named = (text and headings.names(text, name) for text in cells.different_texts())
        repeated |= cells.spread(named, bool)
    return repeated


def _kind(
    like: _Like, filled: Flags, row: int, kept: bool, wide: bool, away: bool
) -> tuple[FindingKind | None, Banner | None]:
    """What a row is, ``None`` for an action; with a heading, what it says of the rows below."""
    if row in like.parents:
        return FindingKind.HEADING_ROW, like.parents[row]
    table, fields = like.table, like.fields
    columns = np.flatnonzero(filled).tolist()
    texts = [as_text(table.columns[c][row]) for c in columns]
    names = [headings.normal(table.names[c]) for c in columns]
    same = sum(map(str.__eq__, map(headings.normal, texts), names))
    again = sum(headings.names(as_text(table.columns[c][row]), name) for name, c in fields.items())
    if same >= 2 and (same >= len(columns) / 2 or headings.score(texts) >= _FULL_ROW):
        return FindingKind.REPEATED_HEADER_ROW, None
    if again >= max(_FULL_ROW, 0.75 * len(columns)):
        return FindingKind.REPEATED_HEADER_ROW, None
    if len(texts) == 1 and banners.is_page(texts[0]):
        return FindingKind.REPEATED_HEADER_ROW, None
    if banners.is_total(texts):
        return FindingKind.TOTAL_ROW, None
    named = next((name for name, c in fields.items() if c == columns[0]), "action")
    worded = row > like.last and named in ("reference", "action", "recommendation", "source")
    worded &= len(texts) <= 2 or ":" in texts[0]
    if _signs(like, row, texts[0]):
        return FindingKind.SIGNATURE_BLOCK, None
    if worded and (by_words := banners.kind_of_row(texts[0])):
        return by_words, None
    alone = len(columns) == 1
    own = fields.get("action", fields.get("reference", len(table.columns)))
    below = own == len(table.columns) or bool(table.columns[own].filled[row + 1 :].any())
    heads = below and len(texts[0]) <= _MOST_BANNER and (wide or columns[0] <= own)
    if named == "reference" and heads and _heads(like, texts):
        return FindingKind.HEADING_ROW, banner_of(": ".join(texts))
    if named == "reference" and not wide and not kept and _CODE.fullmatch(texts[0]):
        in_advance = {fields[name] for name in _IN_ADVANCE if name in fields}
        if set(columns) <= in_advance or all(map(_CODE.fullmatch, texts)):
            return FindingKind.ROWS_NUMBERED_IN_ADVANCE, None
    if away:
        kind = FindingKind.NOTE_BELOW_THE_TABLE if alone else FindingKind.ANOTHER_TABLE_BELOW
        return kind, None
    if alone and row and not kept and like.keep[row - 1] and _IS["account"].match(texts[0]):
        return FindingKind.ROW_GOES_ON, None
    said = banner_of(texts[0])
    if kept and not wide:
        titled = said and (said.recommendation or (said.scope and len(texts[0]) < 60))
        staged = like.shapes and _IS["stage"].fullmatch(texts[0])
        if not (alone and (titled or staged) and columns[0] == fields.get("action")):
            return None, None
    if (alone or wide) and heads:
        return FindingKind.HEADING_ROW, said
    return FindingKind.ROW_LEFT_OUT, None


def _signs(like: _Like, row: int, text: str) -> bool:
    """Whether words sign the plan: no row from here on has a status or a code as its reference."""
    told = [like.table.columns[c] for n, c in like.fields.items() if n in ("reference", "status")]
    if not told or not _IS["signed_by"].match(text):
        return False
    below = (each for column in told for each in column.texts[row:] if each)
    return not any(_CODE.fullmatch(each) or statuses.read_status(each).group for each in below)


def _heads(like: _Like, texts: list[str]) -> bool:
    """Whether a row is a heading in the reference's column: "Stage 2", "Objective 2 | Train"."""
    if len(texts) > 2 or " " not in texts[0] or not like.tells:
        return False
    said = banner_of(texts[0])
    code = _CODE.fullmatch(texts[0]) or (said and said.recommendation)
    return bool(code and like.shapes and banners.shape(texts[0]) not in like.shapes)


_PERHAPS = ". If one is an action, give it an owner or a status"
_SUMMING = ", as they seem to sum these up. If they are actions, say that they count"
"""What is said of headings that may be actions."""
_SAID = sayings("rows")
"""How each kind of row that is no action is said."""


def _say(
    table: Table,
    fields: Mapping[str, int],
    left: Mapping[int, FindingKind],
    unused: set[int],
    perhaps: Mapping[int, str],
    findings: list[Finding],
) -> None:
    alike: dict[tuple[Severity, FindingKind, str], list[int]] = {}
    for row, kind in left.items():
        dated = any(table.columns[fields[name]].filled[row] for name in DATED if name in fields)
        said = _SAID["dated" if dated and kind is FindingKind.ROW_LEFT_OUT else kind.name]
        severity, words = said.severity, said.problem
        if kind is FindingKind.HEADING_ROW:
            words += " not used" if row in unused else " used for them"
            if row in perhaps:
                severity, words = "warning", words + perhaps[row]
        alike.setdefault((severity, kind, words), []).append(row)
    for (severity, kind, words), rows in alike.items():
        column = next(c for c, cells in enumerate(table.columns) if cells.filled[rows].any())
        runs = np.split(np.array(rows) + table.first_row, np.flatnonzero(np.diff(rows) > 1) + 1)
        cells = [area(table.sheet, int(run[0]), column, int(run[-1]), column) for run in runs]
        value = next(text for each in table.columns if (text := each.texts[rows[0]]))
        if kind is FindingKind.ROW_GOES_ON or is_restricted(table, fields, rows[0]):
            value = ""  # perhaps withheld
        problem = f"Not counted as actions ({counted('row', len(rows))}): {words}."
        said = replace(_SAID[kind.name], severity=severity, problem=problem)
        findings.append(said.of(table.sheet.name, cells, "", value))
