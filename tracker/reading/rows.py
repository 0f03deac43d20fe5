"""Which rows of a table are actions, and what banners above them say of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tracker.reading import headings
from tracker.reading.banners import Banner, banner_of, merge_banners
from tracker.reading.cells import Flags, RowNumbers, as_text
from tracker.reading.findings import Findings
from tracker.reading.kinds import FindingKind
from tracker.reading.table import Table

_TOTAL = re.compile(
    r"(?:grand |sub ?-?)?totals?\b.{0,30}|(?:count|average|sum)(?: of .{0,20})?", re.IGNORECASE
)
_TOTAL_BEGINS = "gstca"
_AMOUNT = re.compile(
    r"[\d.,%\s:/]*(?:\b(?:actions?|items?|recommendations?|recs?|completed?|open|overdue|of|in|total)\b"
    r"[\d.,%\s:/]*)*",
    re.IGNORECASE,
)
_MOST_BANNER = 400
_LONGEST_CODE = 12
_LONGEST_REPEAT = 40
_FULL_ROW = 3
_MOSTLY_FULL = 0.8


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

    What is left out and is not blank is said in ``findings``.
    """
    filled = np.array([column.filled for column in table.columns], dtype=bool)
    if not filled.size:
        return Rows(np.array([], dtype=np.int64), np.array([], dtype=np.int64), [None])
    used = [i for i, name in enumerate(table.names) if name]
    count = filled[used].sum(axis=0) if used else filled.sum(axis=0)
    everything = filled.sum(axis=0)
    action = _column(filled, fields.get("action"))
    reference = _column(filled, fields.get("reference"))
    others = [i for name, i in fields.items() if name not in ("reference", "action")]
    keep = action | (reference & filled[others].any(axis=0))
    if "action" not in fields and "reference" not in fields:
        keep = count >= 2
    continued = _continued(table, fields, filled)
    keep[list(continued)] = False
    keep[_tail(table, fields, everything, action)] = False
    doubtful = (everything > 0) & (~keep | (count <= 2) | _may_repeat(table, fields))
    left_out = _Left()
    banner: Banner | None = None
    marks: dict[int, Banner | None] = {}
    wide = _wide_rows(table)
    doubtful[list(continued)] = False
    titles = _titles(table, fields, action, count)
    for row in np.flatnonzero(doubtful).tolist():
        alone = row in wide or row in titles
        kind, said = _kind(table, fields, filled[:, row], row, bool(keep[row]), alone)
        if row in titles and kind == "banner":
            left_out.titles.append(row)
        if kind == "banner":
            banner = merge_banners(banner, said) if said else banner
            marks[row] = banner
            left_out.banners.append((row, said))
        if kind == "action":
            continue
        keep[row] = False
        if kind in ("numbered", "note", "total", "header"):
            left_out.rows.append((row, kind))
    kept = np.flatnonzero(keep)
    starts = np.array(sorted(marks), dtype=np.int64)
    banners = [None, *(marks[row] for row in starts.tolist())]
    sections = np.searchsorted(starts, kept, side="right")
    left_out.say(table, "recommendation" in fields, kept.tolist(), findings)
    return Rows(kept, sections, banners, continued)


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


def _tail(
    table: Table,
    fields: Mapping[str, int],
    everything: RowNumbers,
    action: Flags,
) -> slice:
    """The rows behind the first gap below the last action: keys, totals and signatures."""
    if "action" not in fields or not action.any():
        return slice(0, 0)
    last = int(np.flatnonzero(action)[-1])
    gaps = np.flatnonzero(everything[last + 1 :] == 0)
    return slice(last + 1 + int(gaps[0]), len(everything)) if gaps.size else slice(0, 0)


def _column(filled: Flags, column: int | None) -> Flags:
    if column is None:
        return np.zeros(filled.shape[1], dtype=bool)
    return np.asarray(filled[column])


def _may_repeat(table: Table, fields: Mapping[str, int]) -> Flags:
    """Rows worth a look: a heading again in its own column, or a first word like "Total"."""
    repeated = np.zeros(len(table.columns[0]), dtype=bool)
    for name in ("action", "reference", "recommendation", "owner"):
        if name not in fields:
            continue
        cells = table.columns[fields[name]]
        heading = headings.normal(table.names[fields[name]])
        may_begin, ends_in_digit = _Beginnings(heading), heading[-1:].isdigit()
        odd = {
            cell
            for cell in cells.different()
            if type(cell) is str
            and len(cell) < _LONGEST_REPEAT
            and may_begin[cell[:1]]
            and (
                _TOTAL.match(cell.strip())
                or ((ends_in_digit or not cell[-1:].isdigit()) and headings.normal(cell) == heading)
            )
        }
        if odd:
            repeated |= cells.map(odd.__contains__, bool)
    return repeated


class _Beginnings(dict[str, bool]):
    """Whether a cell that begins so can be a heading or a total, worked out once for each."""

    def __init__(self, heading: str) -> None:
        self.likely = (heading[:1], *_TOTAL_BEGINS)

    def __missing__(self, first: str) -> bool:
        self[first] = not first.isalnum() or first.casefold()[0] in self.likely
        return self[first]


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
    table: Table,
    fields: Mapping[str, int],
    filled: Flags,
    row: int,
    kept: bool,
    wide: bool,
) -> tuple[str, Banner | None]:
    """``action``, ``banner``, ``header``, ``total``, ``numbered`` or ``note``."""
    columns = np.flatnonzero(filled).tolist()
    texts = [as_text(table.columns[c][row]) for c in columns]
    same = sum(
        headings.normal(text) == headings.normal(table.names[c])
        for c, text in zip(columns, texts, strict=True)
    )
    if same >= 2 and same >= len(columns) / 2:
        return "header", None
    if _TOTAL.fullmatch(texts[0]) and all(_AMOUNT.fullmatch(text) for text in texts[1:]):
        return "total", None
    if (
        kept
        and not wide
        and (len(columns) > 1 or not _banner_words(texts[0], table, fields, columns[0]))
    ):
        return "action", None
    reference_filled = fields.get("reference") in columns
    if len(columns) == 1 or wide:
        if reference_filled and not wide and _is_code(texts[0]):
            return "numbered", None
        if len(texts[0]) <= _MOST_BANNER and _actions_below(table, fields, row):
            return "banner", banner_of(texts[0])
    codes = all(_is_code(text) for text in texts)
    return ("numbered" if reference_filled and codes else "note"), None


def _is_code(text: str) -> bool:
    return len(text) <= _LONGEST_CODE and re.search(r"\d", text) is not None


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


@dataclass
class _Left:
    """Rows that are not actions, gathered to be said."""

    banners: list[tuple[int, Banner | None]] = field(default_factory=list)
    rows: list[tuple[int, str]] = field(default_factory=list)
    titles: list[int] = field(default_factory=list)

    def say(
        self, table: Table, has_recommendation: bool, kept: Sequence[int], findings: Findings
    ) -> None:
        sheet = table.sheet

        def address(row: int) -> tuple[str, str]:
            column = next(c for c, cells in enumerate(table.columns) if cells.filled[row])
            return sheet.address(row + table.first_row, column), as_text(table.columns[column][row])

        for row, said in self.banners:
            cell, value = address(row)
            used = said is not None and (
                said.recommendation
                or said.scope
                or said.completed
                or said.restricted
                or (said.text and not has_recommendation)
            )
            what = "its words are used for the rows below it" if used else "its words are not used"
            doubt = " If it is an action, give it an owner, a date or a status."
            findings.add(
                "warning" if row in self.titles else "note",
                FindingKind.HEADING_ROW,
                f"A heading above other rows: {what}; it is not counted as an action."
                + (doubt if row in self.titles else ""),
                sheet=sheet.name,
                cell=cell,
                value=value,
            )
        numbered = [row for row, kind in self.rows if kind == "numbered"]
        if numbered:
            cell, value = address(numbered[0])
            last, _ = address(numbered[-1])
            findings.add(
                "note",
                FindingKind.ROWS_NUMBERED_IN_ADVANCE,
                f"{len(numbered)} rows to {last} hold a number and nothing else: not counted as "
                "actions."
                if len(numbered) > 1
                else "This row holds a number and nothing else: not counted as an action.",
                sheet=sheet.name,
                cell=cell,
                field="reference",
                value=value,
            )
        words = {
            "header": (
                "note",
                FindingKind.REPEATED_HEADER_ROW,
                "The header row again: not counted as an action.",
            ),
            "total": ("note", FindingKind.TOTAL_ROW, "A total, not an action: left out."),
            "note": (
                "warning",
                FindingKind.ROW_LEFT_OUT,
                "This row has no action text and is not counted as "
                "an action. If it is one, give it a reference or its action.",
            ),
        }
        last_kept = kept[-1] if kept else -1
        for row, kind in self.rows:
            if kind not in words:
                continue
            severity, name, problem = words[kind]
            if kind == "note" and row > last_kept:
                severity, name, problem = (
                    "note",
                    FindingKind.NOTE_BELOW_THE_TABLE,
                    "Words below the table: not an action.",
                )
            cell, value = address(row)
            findings.add(severity, name, problem, sheet=sheet.name, cell=cell, value=value)  # type: ignore[arg-type]
