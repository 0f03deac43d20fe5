"""Whether two tabs are parts of one plan, or the same plan at two dates."""

from __future__ import annotations

import re
from datetime import date
from typing import Literal

from rapidfuzz import fuzz

from tracker.reading.banners import says_finished
from tracker.reading.choices import Tabs
from tracker.reading.dates import first_date
from tracker.reading.expressions import expressions
from tracker.reading.sheet_plan import SheetPlan

SAME_ACTION = 80
"""Of 100 (RapidFuzz, words in any order) from which two wordings are one action."""

_LEAST_COMMON = 0.3
"""Share of the shorter sheet's references that two versions of a plan have in common."""

_IS = expressions("versions")
OLD, NUMBERED = _IS["old"], _IS["numbered"]


def finished_sheet(name: str) -> bool:
    """Whether a sheet's name says that its rows are complete."""
    return _speaks_of_finished(name) and not _IN_PART.search(name)


def finished_part(plan: SheetPlan) -> bool | None:
    """Whether a sheet's name, or a line of the titles above its table, says so of its rows.

    ``None`` where a word of completion stands there, but not for all of the rows, or beside
    others in a title that may give it another sense: "Closed session actions".
    """
    own, lines = plan.table.own_title, plan.table.title.splitlines()
    plain = [line for line in lines if not line.rstrip().endswith(":")]  # a field to fill in
    if _IS["wholly"].fullmatch(own) or any(map(says_finished, plain)) or finished_sheet(plan.name):
        return True
    return None if any(map(_speaks_of_finished, (plan.name, own))) else False


_NOT_YET = re.compile(r"(?i)\b(?:not|in|to|be|must|outstanding|due|open|live)\b")
_IN_PART = re.compile(
    r"(?i)\b(?:part|partly|partially|nearly|almost|half|previously|re-?opened|circuit|sessions?)\b"
)


def _speaks_of_finished(name: str) -> bool:
    return _IS["finished"].search(name) is not None and not _NOT_YET.search(name)


Relation = Literal["parts", "versions", "copy"]

Row = tuple[str, str, str, str]
"""An action's words, owner, original timescale and status, as typed."""


def relation(
    plan: SheetPlan, other: SheetPlan, chosen: Tabs | None = None
) -> tuple[Relation, bool]:
    """What another sheet is to a plan, and whether that is sure.

    Versions say so by dates or words in their tabs or titles, and agree in the owners and the
    words of the actions that they share. A sheet whose every row stands on the other is a copy.
    """
    finished = finished_sheet(other.name) != finished_sheet(plan.name)
    if plan.name == other.name or finished or chosen:
        return ("parts" if plan.name == other.name or finished else chosen or "parts"), True
    shared = shared_rows(rows_of(plan), rows_of(other))
    if not shared:
        return "parts", True
    owners = sum(is_one(*pair) for pair in shared) >= len(shared) / 2
    mine, theirs = _own_words(plan), _own_words(other)
    named = bool(mine) and bool(theirs) and mine != theirs
    if dated(plan) != dated(other) or any(_IS["version"].search(p.name) for p in (plan, other)):
        return ("versions" if owners and not named else "parts"), owners != named
    if len(shared) == min(plan.size, other.size) and all(a == b for a, b in shared):
        return "copy", True
    return ("parts" if named or not owners else "versions"), named and not owners


def _own_words(plan: SheetPlan) -> str:
    """What a sheet's tab and title say besides a date, a version and that it is a plan."""
    tab = plan.name if len(plan.name.strip()) > 1 else ""
    return _IS["no_name"].sub("", _IS["version"].sub(" ", f"{tab} {plan.table.title}")).casefold()


def shared_rows(mine: dict[str, Row], theirs: dict[str, Row]) -> list[tuple[Row, Row]]:
    """The actions that two sheets both hold, by reference and words; none where they are few."""
    common = mine.keys() & theirs.keys()
    pairs = [(mine[k], theirs[k]) for k in common if _are_alike(mine[k], theirs[k])]
    few = len(common) < max(1, _LEAST_COMMON * min(len(mine), len(theirs)))
    return [] if few or len(pairs) < len(common) / 2 else pairs


def _are_alike(row: Row, other: Row) -> bool:
    """Whether two rows say the same action."""
    return row[0] == other[0] or fuzz.token_sort_ratio(row[0], other[0]) >= SAME_ACTION


def is_one(row: Row, other: Row) -> bool:
    """Whether two rows are the same action of the same owner."""
    return _are_alike(row, other) and row[1].casefold() == other[1].casefold()


def rows_of(plan: SheetPlan) -> dict[str, Row]:
    """Reference to row, or wording to row where there are no references."""
    names = ("action", "owner", "original_due", "status")
    rows = list(zip(*([text or "" for text in plan.texts(name)] for name in names), strict=True))
    keys = plan.texts("reference")
    if not any(keys):
        keys = plan.texts("action")
    return {key.casefold(): row for key, row in zip(keys, rows, strict=True) if key}


def dated(plan: SheetPlan) -> date | None:
    """The date that a sheet's name, or the rows above its table, give it."""
    return first_date(plan.name) or plan.table.as_at
