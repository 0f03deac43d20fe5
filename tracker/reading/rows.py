"""Which rows of a table are actions, and what banners above them say of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tracker.book import Cell, Flags, RowNumbers, as_text
from tracker.reading import headings
from tracker.reading.banners import (
    Banner,
    banner_of,
    is_note,
    is_of_a_key,
    is_signature,
    merge_banners,
)
from tracker.reading.findings import Finding, Findings, Severity
from tracker.reading.header import is_value
from tracker.reading.kinds import FindingKind
from tracker.reading.profile import date_of
from tracker.reading.table import Table, area
from tracker.words import count as counted

_TOTAL = re.compile(
    r"(?:grand |sub ?-?)?(?:totals?|cyfanswm)\b.{0,30}|(?:count|average|sum)(?: of .{0,20})?",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    r"[\d.,%\s:/]*(?:\b(?:actions?|items?|recommendations?|recs?|completed?|open|overdue|of|in|total)\b"
    r"[\d.,%\s:/]*)*",
    re.IGNORECASE,
)
_MOST_BANNER = 400
_LONGEST_CODE = 12
_CODE = re.compile(r"(?:[^\W\d_]+[\s./#-]*)*\d[\w\s./()-]*|\w")
_LONGEST_REPEAT = 40
_FULL_ROW = 3
_MOSTLY_FULL = 0.8
_LAST_ROWS = 12
"""Rows at a table's end that are each looked at: signatures and keys may follow without a gap."""

_SAMPLE = 50
"""Rows that are looked at to see whether most actions have what tells them from other rows."""

_OWN_HEADINGS = 1.5
"""Fields that a row behind a gap must name to head another table."""

_LOOSE = 3
"""Blocks of actions with blank rows between them from which a blank row ends nothing."""

_PREFILLED = ("status", "percent_complete", "priority", "scope", "recommendation")
"""Fields that a row numbered in advance may have filled too."""


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

    def by_banner(self, of: Callable[[Banner | None], Any], dtype: Any = object) -> NDArray[Any]:
        """What a function makes of the banner above each action."""
        return np.fromiter(map(of, self.banners), dtype, len(self.banners))[self.sections]


def find_rows(table: Table, fields: Mapping[str, int], findings: Findings) -> Rows:
    """Tell actions from banners, repeated headers, totals, notes and rows numbered in advance.

    What is left out and is not blank is said in ``findings``, each kind once.
    """
    filled = np.array([column.filled for column in table.columns], dtype=bool)
    if not filled.size:
        return Rows(np.array([], dtype=np.int64), np.array([], dtype=np.int64), [None])
    used = [i for i, name in enumerate(table.names) if name]
    count = filled[used].sum(axis=0) if used else filled.sum(axis=0)
    everything = filled.sum(axis=0)
    action = _column(filled, fields.get("action"))
    keep = _may_be_actions(fields, filled, action, count)
    continued = _continued(table, fields, filled)
    keep[list(continued)] = False
    like = _Like(table, fields, keep)
    away = _away(like, everything)
    keep[away] = False
    doubtful = (~keep | (count <= 2) | _may_repeat(table, fields)) & (everything > 0)
    doubtful[np.flatnonzero(everything)[-_LAST_ROWS:]] = True
    doubtful[list(continued)] = False
    wide = _wide_rows(table)
    titles = _titles(table, fields, action, count)
    left_out: dict[int, FindingKind] = {}
    marks: dict[int, Banner | None] = {}
    banner: Banner | None = None
    for row in np.flatnonzero(doubtful & (everything > 0)).tolist():
        alone = row in wide or row in titles
        kind, said = _kind(like, filled[:, row], row, bool(keep[row]), alone, bool(away[row]))
        if kind is None:
            continue
        keep[row] = False
        left_out[row] = kind
        if kind is FindingKind.HEADING_ROW:
            banner = merge_banners(banner, said) if said else banner
            marks[row] = banner
    kept = np.flatnonzero(keep)
    starts = np.array(sorted(marks), dtype=np.int64)
    banners = [None, *(marks[row] for row in starts.tolist())]
    sections = np.searchsorted(starts, kept, side="right")
    _say(table, _as_said(left_out, marks, titles, kept, "recommendation" in fields), findings)
    return Rows(kept, sections, banners, continued)


def _may_be_actions(
    fields: Mapping[str, int], filled: Flags, action: Flags, count: RowNumbers
) -> Flags:
    """Rows with an action's words, or with a reference and more than is filled in in advance."""
    if "action" not in fields and "reference" not in fields:
        return np.asarray(count >= 2)
    reference = _column(filled, fields.get("reference"))
    others = [i for name, i in fields.items() if name not in ("reference", "action")]
    keep = action | (reference & filled[others].any(axis=0))
    if action.any():
        own = [i for name, i in fields.items() if name not in ("reference", "action", *_PREFILLED)]
        behind = np.arange(len(keep)) > np.flatnonzero(action)[-1]
        keep[behind & ~filled[own].any(axis=0)] = False
    return keep


@dataclass
class _Like:
    """What the rows that are actions hold, and whether another row holds the same."""

    table: Table
    fields: Mapping[str, int]
    keep: Flags

    @cached_property
    def sample(self) -> RowNumbers:
        """The rows that may be actions up to the first blank one behind them."""
        rows = np.flatnonzero(self.keep)
        filled = np.any([column.filled for column in self.table.columns], axis=0)
        gaps = np.flatnonzero(~filled[rows[0] :]) if rows.size else rows
        return rows[rows < rows[0] + gaps[0]] if gaps.size else rows

    @cached_property
    def known(self) -> dict[int, set[Cell]]:
        """The owners and the statuses of those rows, by column."""
        columns = [self.fields[name] for name in ("owner", "status") if name in self.fields]
        return {c: set(self.table.columns[c][self.sample].different()) - {""} for c in columns}

    @cached_property
    def shapes(self) -> set[str]:
        """How the references of those rows are written, where most of them have digits."""
        if "reference" not in self.fields:
            return set()
        cells = self.table.columns[self.fields["reference"]][self.sample[:_SAMPLE]]
        texts = [text for text in cells.different_texts() if text]
        codes = list(filter(_is_code, texts))
        return set(map(_shape, codes)) if len(codes) >= len(texts) / 2 else set()

    @cached_property
    def full(self) -> int:
        """How many fields most of those rows have filled."""
        rows = self.sample[:_SAMPLE]
        filled = [self.table.columns[c].filled[rows] for c in self.fields.values()]
        return max(_FULL_ROW + 1, int(np.median(np.sum(filled, axis=0)))) if len(rows) else 0

    def fits(self, row: int) -> bool:
        """Whether a row is like those rows: something of what they hold, or words as often."""
        texts = {name: self.table.columns[c].texts[row] for name, c in self.fields.items()}
        worded = [texts[name] or "A" for name in ("action", "owner", "status") if name in texts]
        if "action" in texts and not re.search(r"[^\W\d_]", texts["action"] or ""):
            return False
        full = sum(map(bool, texts.values())) >= self.full
        return self.holds(row) or (full and all(map(re.compile(r"\D").search, worded)))

    def alike(self, block: list[int]) -> bool:
        """Whether the rows between two gaps are like those rows."""
        return any(map(self.holds, filter(self.fits, block))) or all(map(self.fits, block))

    def holds(self, row: int) -> bool:
        """Whether a row has a date, or a status, owner or form of reference that those rows have."""
        cells = {name: self.table.columns[c][row] for name, c in self.fields.items()}
        if any(cells.get(name, "") in self.known.get(c, ()) for name, c in self.fields.items()):
            return True
        if _shape(as_text(cells.get("reference", ""))) in self.shapes:
            return True
        dated = ("original_due", "revised_due", "completed_on")
        return any(name in cells and date_of(cells[name]).outcome == "date" for name in dated)

    def has_own_headings(self, row: int) -> bool:
        """Whether a row has words alone and names fields, as the headings of another table do."""
        cells = [(column[row], column.texts[row] or "") for column in self.table.columns]
        if self.holds(row) or any(text and is_value(cell, text) for cell, text in cells):
            return False
        words = [text for _, text in cells if text]
        again = sum(map(str.__eq__, (text for _, text in cells), self.table.names))
        return len(words) > 1 and not again and headings.score(words) >= _OWN_HEADINGS

    @cached_property
    def tells(self) -> bool:
        """Whether most of those rows fit, so that one which does not is of another kind."""
        rows = self.sample[:_SAMPLE].tolist()
        return sum(map(self.fits, rows)) > len(rows) / 2

    @cached_property
    def last(self) -> int:
        """The last row that fits; below it may stand keys and signatures."""
        rows = np.flatnonzero(self.keep)[::-1].tolist()
        return next(filter(self.fits, rows), -1) if self.tells else rows[0] if rows else -1


def _away(like: _Like, everything: RowNumbers) -> Flags:
    """Rows in a block behind a blank row with nothing in it that the actions above hold."""
    away = np.zeros(len(everything), dtype=bool)
    rows = np.flatnonzero(everything)
    gaps = rows.size and rows[-1] - rows[0] + 1 > rows.size
    if not gaps or not like.tells:
        return away
    blocks = np.split(rows, np.flatnonzero(np.diff(rows) > 1) + 1)
    fits = [
        like.alike(block.tolist()) and not (number and like.has_own_headings(int(block[0])))
        for number, block in enumerate(blocks)
    ]
    last = max((number for number, fit in enumerate(fits) if fit), default=len(fits))
    loose = sum(fits) >= _LOOSE
    for number, (block, fit) in enumerate(zip(blocks, fits, strict=True)):
        if not fit and (number > last or (everything[block] > 1).any()) and number:
            away[block] = True
            if loose or number < last:
                away[block[everything[block] == 1]] = False
    return away


def _titles(
    table: Table,
    fields: Mapping[str, int],
    action: Flags,
    count: RowNumbers,
) -> frozenset[int]:
    """Rows with words in the action's column alone, where it is the first: titles of groups.

    Only where nearly every other action has more in its row, and the title has such below it.
    """
    first = min(fields.values(), default=-1)
    if fields.get("action") != first or not action.any():
        return frozenset()
    lonely = np.flatnonzero(action & (count == 1))
    full = np.flatnonzero(action & (count >= _FULL_ROW))
    if len(lonely) == 0 or len(full) < _MOSTLY_FULL * (action.sum() - len(lonely)):
        return frozenset()
    return frozenset(row for row in lonely.tolist() if row < full[-1]) if full.size else frozenset()


_OF_AN_ACTION = ("reference", "original_due", "revised_due", "status", "completed_on")


def _continued(table: Table, fields: Mapping[str, int], filled: Flags) -> dict[int, int]:
    """Rows under an action merged down over them, with nothing of an action of their own."""
    action = fields.get("action", fields.get("reference"))
    if action is None or not table.merged_down.get(action):
        return {}
    own = [fields[name] for name in _OF_AN_ACTION if name in fields]
    heads: dict[int, int] = {}
    for row in sorted(table.merged_down[action]):
        new = [c for c in own if filled[c, row] and row not in table.merged_down.get(c, ())]
        if not new and filled[action, row]:
            heads[row] = heads.get(row - 1, row - 1)
    return heads


def _column(filled: Flags, column: int | None) -> Flags:
    if column is None:
        return np.zeros(filled.shape[1], dtype=bool)
    return np.asarray(filled[column])


def _may_repeat(table: Table, fields: Mapping[str, int]) -> Flags:
    """Rows worth a look: a heading again in its own column, or a first word like "Total"."""
    repeated = np.zeros(len(table.columns[0]), dtype=bool)
    for name in fields.keys() & {"action", "reference", "recommendation", "owner"}:
        cells, heading = table.columns[fields[name]], table.names[fields[name]].casefold()
        odd = {
            text
            for text in cells.different_texts()
            if text and len(text) < _LONGEST_REPEAT
            if _TOTAL.match(text) or " ".join(text.split()).casefold() == heading
        }
        if odd:
            repeated |= cells.map_texts(odd.__contains__, bool)
    return repeated


def _wide_rows(table: Table) -> set[int]:
    """Rows of the table with a cell merged across half of it or more."""
    width = sum(1 for name in table.names if name)
    offset = table.sheet.start[0] + table.first_row
    return {
        r1 - offset
        for (r1, c1), (r2, c2) in table.sheet.merged
        if r1 == r2 and r1 >= offset and c2 - c1 + 1 >= max(2, width / 2)
    }


def _kind(
    like: _Like, filled: Flags, row: int, kept: bool, wide: bool, away: bool
) -> tuple[FindingKind | None, Banner | None]:
    """What a row is, ``None`` for an action; with a heading, what it says of the rows below."""
    table, fields = like.table, like.fields
    columns = np.flatnonzero(filled).tolist()
    texts = [as_text(table.columns[c][row]) for c in columns]
    same = sum(
        headings.normal(text) == headings.normal(table.names[c])
        for c, text in zip(columns, texts, strict=True)
    )
    if same >= 2 and same >= len(columns) / 2:
        return FindingKind.REPEATED_HEADER_ROW, None
    if _TOTAL.fullmatch(texts[0]) and all(_AMOUNT.fullmatch(text) for text in texts[1:]):
        return FindingKind.TOTAL_ROW, None
    named = next((name for name, c in fields.items() if c == columns[0]), "action")
    if row > like.last and named in ("reference", "action", "recommendation", "source"):
        by_words = _by_words(texts[0])
        if by_words:
            return by_words, None
    alone = len(columns) == 1
    numbered = columns[0] == fields.get("reference") and _is_code(texts[0])
    above_actions = len(texts[0]) <= _MOST_BANNER and _actions_below(table, fields, row)
    if _heads(like, columns[0], texts) and above_actions:
        return FindingKind.HEADING_ROW, banner_of(": ".join(texts))
    if numbered and not wide and not kept:
        in_advance = {fields[name] for name in ("reference", *_PREFILLED) if name in fields}
        if all(map(_is_code, texts)) or set(columns) <= in_advance:
            return FindingKind.ROWS_NUMBERED_IN_ADVANCE, None
    if away:
        kind = FindingKind.NOTE_BELOW_THE_TABLE if alone else FindingKind.ANOTHER_TABLE_BELOW
        return kind, None
    if kept and not wide and not (alone and _banner_words(texts[0], table, fields, columns[0])):
        return None, None
    if (alone or wide) and above_actions:
        return FindingKind.HEADING_ROW, banner_of(texts[0])
    return FindingKind.ROW_LEFT_OUT, None


def _by_words(text: str) -> FindingKind | None:
    """What a row that is like no action says that it is, by its first words."""
    if is_signature(text):
        return FindingKind.SIGNATURE_BLOCK
    if is_of_a_key(text):
        return FindingKind.KEY_BELOW_THE_TABLE
    return FindingKind.NOTE_BELOW_THE_TABLE if is_note(text) else None


def _heads(like: _Like, column: int, texts: list[str]) -> bool:
    """Whether a row is a heading in the reference's column: "Stage 2", "Objective 2 | Train"."""
    other = like.shapes and _shape(texts[0]) not in like.shapes and " " in texts[0]
    if not other or column != like.fields.get("reference") or len(texts) > 2 or not like.tells:
        return False
    said = banner_of(texts[0])
    return _is_code(texts[0]) or (said is not None and said.recommendation is not None)


def _shape(text: str) -> str:
    """A reference with its digits and letters made alike.

    >>> _shape("F12.3"), _shape("Stage 2")
    ('A9.9', 'AA 9')
    """
    return re.sub(r"\d+", "9", re.sub(r"[^\W\d_]{2,}", "AA", re.sub(r"\b[^\W\d_]\b", "A", text)))


def _is_code(text: str) -> bool:
    return len(text) <= _LONGEST_CODE and _CODE.fullmatch(text) is not None


def _banner_words(text: str, table: Table, fields: Mapping[str, int], column: int) -> bool:
    """Whether the only cell of a row, in the column of actions, is a heading and no action."""
    said = banner_of(text)
    return bool(
        said
        and (said.recommendation or (said.scope and len(text) < 60))
        and column == fields.get("action")
    )


def _actions_below(table: Table, fields: Mapping[str, int], row: int) -> bool:
    column = fields.get("action", fields.get("reference"))
    return column is None or bool(table.columns[column].filled[row + 1 :].any())


_SAID: dict[FindingKind, tuple[Severity, str]] = {
    FindingKind.ANOTHER_TABLE_BELOW: (
        "warning",
        "behind a blank row, without a date, status, owner or number as the actions have them. If "
        "they are part of the plan, close the gap",
    ),
    FindingKind.HEADING_ROW: ("note", "headings of the rows below, "),
    FindingKind.KEY_BELOW_THE_TABLE: ("note", "a key to the table"),
    FindingKind.NOTE_BELOW_THE_TABLE: ("note", "words below the table"),
    FindingKind.REPEATED_HEADER_ROW: ("note", "the headings again"),
    FindingKind.ROWS_NUMBERED_IN_ADVANCE: ("note", "numbered, with nothing of an action yet"),
    FindingKind.ROW_LEFT_OUT: (
        "warning",
        "no action's words. If they are actions, give each a reference or its words",
    ),
    FindingKind.SIGNATURE_BLOCK: ("note", "who signed or wrote the plan"),
    FindingKind.TOTAL_ROW: ("note", "totals"),
}
"""How each kind of row that is no action is said."""

_Said = dict[tuple[Severity, FindingKind, str], list[int]]


def _as_said(
    kinds: Mapping[int, FindingKind],
    marks: Mapping[int, Banner | None],
    titles: frozenset[int],
    kept: RowNumbers,
    has_recommendation: bool,
) -> _Said:
    """The rows left out, by what is said of them."""
    said: _Said = {}
    for row, kind in kinds.items():
        if kind is FindingKind.ROW_LEFT_OUT and row > kept.max(initial=-1):
            kind = FindingKind.NOTE_BELOW_THE_TABLE
        severity, words = _SAID[kind]
        if kind is FindingKind.HEADING_ROW:
            used = _is_used(marks[row], has_recommendation)
            words += "whose words are used for them" if used else "whose words are not used"
            if row in titles:
                severity = "warning"
                words += ". If one is an action, give it an owner, a date or a status"
        said.setdefault((severity, kind, words), []).append(row)
    return said


def _is_used(banner: Banner | None, has_recommendation: bool) -> bool:
    return banner is not None and bool(
        banner.recommendation
        or banner.scope
        or banner.source
        or banner.completed
        or banner.restricted
        or (banner.text and not has_recommendation)
    )


def _say(table: Table, said: _Said, findings: Findings) -> None:
    """One finding for each kind of row left out, with its count and its cells."""
    for (severity, kind, words), rows in said.items():
        columns = [c for c, column in enumerate(table.columns) if column.filled[rows].any()]
        runs = np.split(rows, np.flatnonzero(np.diff(rows) > 1) + 1)
        first = table.first_row
        cells = [
            area(table.sheet, run[0] + first, columns[0], run[-1] + first, columns[0])
            for run in (each.tolist() for each in runs)
        ]
        value = next(text for c in columns if (text := table.columns[c].texts[rows[0]]))
        findings.found.append(
            Finding(
                severity,
                table.sheet.name,
                cells[0],
                "",
                value,
                f"Not counted as actions ({counted('row', len(rows))}): {words}.",
                kind,
                tuple(cells[1:]),
            )
        )
