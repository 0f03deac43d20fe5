"""What groups of measured actions come to: counts, extremes and middles, with numpy.

``codes`` says which of ``groups`` groups each action is in. An element is unknown where it is
``NaN`` or ``NaT``, and so is what a group without known elements comes to.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tracker.vocabulary import FIGURES

Codes: TypeAlias = NDArray[np.intp]
Flags: TypeAlias = NDArray[np.bool_]
Days: TypeAlias = NDArray[np.datetime64]
Numbers: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True)
class Facts:
    """What the figures of a group are worked out from, an element an action.

    ``counted``: the flags that are counted, by name. ``slippage``: days. ``upcoming``: the agreed
    date, where the action is open and it has not passed.
    """

    counted: dict[str, Flags]
    slippage: Numbers
    upcoming: Days

    def of(self, rows: Codes) -> Facts:
        """The facts of these actions, which may stand more than once."""
        return Facts(
            {name: flags[rows] for name, flags in self.counted.items()},
            self.slippage[rows],
            self.upcoming[rows],
        )


_FLAGS = (
    "is_complete",
    "is_open",
    "is_withdrawn",
    "is_due",
    "is_overdue",
    "is_overdue_revised",
    "is_rebaselined",
)


def facts(measured: pd.DataFrame) -> Facts:
    """The facts of measured actions."""
    flags = {name: measured[name].to_numpy() for name in _FLAGS}
    complete, live = flags["is_complete"], ~flags["is_withdrawn"]
    original, finished = measured["original_due"].to_numpy(), measured["completed_on"].to_numpy()
    on_time = complete & (finished <= original)
    ahead = flags["is_open"] & ~flags["is_overdue_revised"]
    return Facts(
        counted={
            "withdrawn": flags["is_withdrawn"],
            "completed": complete,
            "open": flags["is_open"],
            "overdue": flags["is_overdue"],
            "overdue_unknown": flags["is_open"] & np.isnat(original),
            "confirmed": complete & measured["status"].eq("confirmed").to_numpy(),
            "due": flags["is_due"],
            "dated": complete & ~np.isnat(original) & ~np.isnat(finished),
            "on_time": on_time,
            "hit": on_time & flags["is_due"],
            "undated": live & np.isnat(original),
            "rebaselined": live & flags["is_rebaselined"],
        },
        slippage=measured["slippage_days"].to_numpy(dtype="float64", na_value=np.nan),
        upcoming=where(ahead, measured["agreed_due"].to_numpy()),
    )


@dataclass(frozen=True)
class Groups:
    """What is counted of groups of actions, an element a group; slippage in days, ``NaN`` unknown.

    ``count`` has the ``counted`` of ``Facts``; ``in_plan`` are those not withdrawn.
    """

    actions: Codes
    count: dict[str, Codes]
    in_plan: Codes
    median: Numbers
    mean: Numbers
    most: Numbers
    next_due: Days
    confirmed_known: bool


FUNCTIONS: dict[str, Callable[[Groups], Any]] = {
    "actions": lambda of: of.actions,
    "withdrawn": lambda of: of.count["withdrawn"],
    "completed": lambda of: of.count["completed"],
    "open": lambda of: of.count["open"],
    "overdue": lambda of: of.count["overdue"],
    "completion_rate": lambda of: rate(of.count["completed"], of.in_plan),
    "confirmed": lambda of: integers(
        of.count["confirmed"], np.full(len(of.actions), not of.confirmed_known)
    ),
    "confirmed_rate": lambda of: rate(of.count["confirmed"], of.in_plan * of.confirmed_known),
    "due": lambda of: of.count["due"],
    "on_time_rate": lambda of: rate(of.count["on_time"], of.count["dated"]),
    "hit_task_rate": lambda of: rate(of.count["hit"], of.count["due"]),
    "bei": lambda of: rate(of.count["completed"], of.count["due"] + of.count["undated"]),
    "median_slippage_days": lambda of: of.median,
    "mean_slippage_days": lambda of: of.mean,
    "max_slippage_days": lambda of: integers(of.most, np.isnan(of.most)),
    "rebaselined": lambda of: of.count["rebaselined"],
    "next_due": lambda of: of.next_due,
}
"""What works out each of the vocabulary's figures, of all groups at once."""


def figures(of: Facts, codes: Codes, groups: int, confirmed_known: bool) -> dict[str, Any]:
    """The vocabulary's ``FIGURES``, in its order, and ``overdue_unknown``: an array of the groups.

    That last one counts the open whose original timescale is not known.
    """
    count = {name: occurrences(codes[flags], groups) for name, flags in of.counted.items()}
    actions = occurrences(codes, groups)
    counted = Groups(
        actions,
        count,
        actions - count["withdrawn"],
        *middles(of.slippage, codes, groups),
        earliest(of.upcoming, codes, groups),
        confirmed_known,
    )
    found = {name: FUNCTIONS[name](counted) for name in FIGURES}
    return {**found, "overdue_unknown": count["overdue_unknown"]}


def integers(values: NDArray[Any], unknown: Flags) -> pd.arrays.IntegerArray:
    """Whole numbers as pandas has them, ``<NA>`` where unknown."""
    return pd.arrays.IntegerArray(np.where(unknown, 0, values).astype("int64"), unknown)


def occurrences(codes: Codes, groups: int) -> Codes:
    """How often each group occurs."""
    return np.bincount(codes, minlength=groups)


def rate(part: Codes, whole: Codes) -> Numbers:
    """Share of the whole, NaN where the whole is 0."""
    rates = np.full(len(whole), np.nan)
    np.divide(part, whole, out=rates, where=whole > 0)
    return rates


def middles(values: Numbers, codes: Codes, groups: int) -> tuple[Numbers, Numbers, Numbers]:
    """The median, the mean and the greatest of each group's known values."""
    known = ~np.isnan(values)
    values, codes = values[known], codes[known]
    sizes = occurrences(codes, groups)
    some = sizes > 0
    ends = np.cumsum(sizes)[some]
    sizes = sizes[some]
    ordered = _ordered(values, codes)
    median, mean, most = np.full((3, groups), np.nan)
    starts = ends - sizes
    median[some] = (ordered[starts + (sizes - 1) // 2] + ordered[starts + sizes // 2]) / 2
    mean[some] = np.bincount(codes, weights=values, minlength=groups)[some] / sizes
    most[some] = ordered[ends - 1]
    return median, mean, most


def _ordered(values: Numbers, codes: Codes) -> Numbers:
    """The values of the first group in order, then those of the second, and so on."""
    if not len(values):
        return values
    # Whole days: group and value make one number, which is sorted four times as fast as two.
    low = values.min()
    span = values.max() - low + 1
    ordered: Numbers = np.sort(codes * span + (values - low)) % span + low
    return ordered


def earliest(days: Days, codes: Codes, groups: int) -> Days:
    """The earliest known day of each group."""
    return _extreme(np.minimum, days, codes, groups)


def latest(days: Days, codes: Codes, groups: int) -> Days:
    """The latest known day of each group."""
    return _extreme(np.maximum, days, codes, groups)


def _extreme(of_two: Any, days: Days, codes: Codes, groups: int) -> Days:
    known = ~np.isnat(days)
    extremes = at(days, first_rows(known, codes, groups))
    of_two.at(extremes.view(np.int64), codes[known], days[known].view(np.int64))
    return extremes


def first_rows(wanted: Flags, codes: Codes, groups: int) -> Codes:
    """The first of the wanted actions of each group, by position; −1 where it has none."""
    rows = np.flatnonzero(wanted)[::-1]
    first = np.full(groups, -1)
    first[codes[rows]] = rows  # of several, the last written stands: the first in the plan
    return first


def at(days: Days, rows: Codes) -> Days:
    """The days at these positions; unknown where a position is −1."""
    return where(rows >= 0, days[rows]) if len(days) else np.full(len(rows), NEVER)


def where(flags: Flags, days: Days) -> Days:
    """The days where a flag is set, unknown elsewhere."""
    return np.where(flags, days, NEVER)


NEVER = np.datetime64("NaT", "s")
