"""The four figures that a meeting asks for first, how far each moved and what each could be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from tracker.questions import Headline, Weighed, ranges
from tracker.statements.on_plan import on_time_of
from tracker.summaries import Summary, totals
from tracker.timeline import Comparison
from tracker.words import (
    UNKNOWN,
    count,
    date_words,
    days_words,
    number,
    percent,
    rate_words,
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
    """A figure in words, and as the number that changes; which way of changing is better."""

    label: str
    words: str
    amount: float | None
    better: int


def key_figures(shown: pd.DataFrame) -> list[KeyFigure]:
    """The four figures of measured actions."""
    of: Mapping[str, Any] = totals(shown)
    live = of["actions"] - of["withdrawn"]
    median, (on_time, dated) = of["median_slippage_days"], on_time_of(shown)
    overdue = f"{number(of['overdue'])} of {number(of['open'])} open" if of["open"] else UNKNOWN
    return [
        KeyFigure(COMPLETE, rate_words(of["completed"], live), of["completed"], 1),
        KeyFigure(OVERDUE, overdue, of["overdue"], -1),
        KeyFigure(SLIPPAGE, count("day", median), median, -1),
        KeyFigure(ON_TIME, rate_words(on_time, dated), on_time, 1),
    ]


def changes_of(since: Comparison) -> dict[str, float]:
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
        now.label: now.amount - then.amount
        for then, now in pairs
        if then.amount is not None and now.amount is not None
    }


def ranges_in_words(now: Headline, known: Iterable[Weighed]) -> dict[str, str]:
    """By the tile's label the least and the most that an answer would make of its figure."""
    said = {}
    ends_of: Mapping[str, tuple[Any, Any]] = ranges(now, known)
    for name, (low, high) in ends_of.items():
        if low != high:
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
        f"{number(of['overdue'])} overdue",
        f"{number(of['open'])} open",
    ]
    if not pd.isna(of["next_due"]):
        said.append(f"next due {date_words(of['next_due'])}")
    if not pd.isna(of["median_slippage_days"]):
        median = float(of["median_slippage_days"])
        early = " early" if median < 0 else ""
        said.append(f"median slippage {days_words(abs(median))}{early}")
    return f"{'; '.join(said)}."
