"""The four figures that a meeting asks for first, how far each moved and what each could be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from tracker.questions import Headline, Weighed, ranges
from tracker.statements.on_overdue import (
    beside_overdue,
    overdue_count,
    overdue_unknown_words,
)
from tracker.statements.on_plan import on_time_of
from tracker.summaries import Summary, overdue_known, totals
from tracker.timeline import Comparison
from tracker.words import (
    UNKNOWN,
    count,
    date_words,
    days_words,
    number,
    percent,
    rate_words,
    signed,
)

COMPLETE, OVERDUE, ON_TIME = "Complete", "Overdue", "Completed on time"
SLIPPAGE = "Median slippage"
_TILES = {
    "completed": COMPLETE,
    "overdue": OVERDUE,
    "on_time_rate": ON_TIME,
    "median_slippage_days": SLIPPAGE,
}


@dataclass(frozen=True)
class KeyFigure:
    """A figure in words, and as the number that changes; which way of changing is better.

    ``whole`` is what it is shown as a share of. ``note`` says why the figure is not known, or of
    how many actions it is not.
    """

    label: str
    words: str
    amount: float | None
    better: int
    whole: int = 0
    note: str = ""


@dataclass(frozen=True)
class Change:
    """How far a figure moved, in words; ``towards`` is 1 for more, −1 for less, 0 for neither."""

    words: str
    towards: int


def key_figures(shown: pd.DataFrame) -> list[KeyFigure]:
    """The four figures of measured actions."""
    of: Mapping[str, Any] = totals(shown)
    live = of["actions"] - of["withdrawn"]
    median, (on_time, dated) = of["median_slippage_days"], on_time_of(shown)
    unknown = "No action shown has both an original timescale and a known finish."
    undated = "No completed action shown has an original timescale and a finish date."
    return [
        _of_whole(COMPLETE, of["completed"], live, "Every action shown is withdrawn."),
        _overdue(of),
        KeyFigure(
            SLIPPAGE, count("day", median), median, -1, note=unknown if median is None else ""
        ),
        _of_whole(ON_TIME, on_time, dated, undated),
    ]


def _of_whole(label: str, part: int, whole: int, why_unknown: str) -> KeyFigure:
    if not whole:
        return KeyFigure(label, UNKNOWN, None, 1, note=why_unknown)
    return KeyFigure(label, rate_words(part, whole), part, 1, whole)


def _overdue(of: Mapping[str, Any]) -> KeyFigure:
    """Of the open actions whose original timescale is known, as the sentences say it."""
    late, open_, unknown = overdue_known(of), of["open"], of["overdue_unknown"]
    if not open_:
        return KeyFigure(OVERDUE, UNKNOWN, None, -1, note="No action shown is open.")
    words = UNKNOWN if late is None else f"{number(late)} of {number(open_ - unknown)} open"
    return KeyFigure(OVERDUE, words, late, -1, note=overdue_unknown_words(open_, unknown))


def changes_of(since: Comparison) -> dict[str, Change]:
    """How far each figure has moved since an earlier position, by its label; known ones alone.

    Of the actions whose changes are told: those that a filter leaves, as they were and as they are.
    """
    if since.previous_as_at > since.as_at:
        return {}
    then, now = (
        frame.iloc[since.changes[place].dropna().astype(int)]
        for frame, place in ((since.before, "old"), (since.after, "new"))
    )
    pairs = zip(key_figures(then), key_figures(now), strict=True)
    return {
        now.label: _change(then, now)
        for then, now in pairs
        if then.amount is not None and now.amount is not None
    }


def _change(then: KeyFigure, now: KeyFigure) -> Change:
    """The change of the number; where it is now of another whole, of its share too.

    "+4", "+4, −2 points": those between the shares as they are shown.
    """
    moved = (now.amount or 0) - (then.amount or 0)
    points = 0 if now.whole == then.whole else _share(now) - _share(then)
    said = [signed(moved)] if moved else []
    if points:
        said.append(f"{signed(points)} {'point' if abs(points) == 1 else 'points'}")
    ways = {(each > 0) - (each < 0) for each in (moved, points) if each}
    return Change(", ".join(said) or "no change", ways.pop() if len(ways) == 1 else 0)


def _share(figure: KeyFigure) -> int:
    return int(percent(figure.amount, figure.whole).removesuffix("%"))


def ranges_in_words(now: Headline, known: Iterable[Weighed]) -> dict[str, str]:
    """By the tile's label the least and the most that an answer would make of its figure."""
    said = {}
    ends_of: Mapping[str, tuple[Any, Any]] = ranges(now, known)
    for name, (low, high) in ends_of.items():
        if low != high and name in _TILES:
            rate = name == "on_time_rate"
            ends = [percent(end, 1) if rate else number(end) for end in (low, high)]
            said[_TILES[name]] = " to ".join(ends)
    return said


def in_figures(summary: Summary) -> str:
    """How the actions of one stand, in a sentence."""
    of: Any = summary.totals
    live = of["actions"] - of["withdrawn"]
    said = [
        f"{rate_words(of['completed'], live)} complete" if live else "All withdrawn",
        f"{overdue_count(of)}{beside_overdue(of)}",
        f"{number(of['open'])} open",
    ]
    if not pd.isna(of["next_due"]):
        said.append(f"next due {date_words(of['next_due'])}")
    if not pd.isna(of["median_slippage_days"]):
        median = float(of["median_slippage_days"])
        early = " early" if median < 0 else ""
        said.append(f"median slippage {days_words(abs(median))}{early}")
    return f"{'; '.join(said)}."
