"""What correcting a record would do to the figures, said before it is done."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeAlias

import pandas as pd

from tracker.summaries import Value, summarise
from tracker.timeline.timeline import Timeline

_Column: TypeAlias = "pd.Series[Any]"

SHOWN = ("overdue", "median_slippage_days")
"""The figures that are shown before and after."""


@dataclass(frozen=True)
class Effect:
    """What a correction does to the last position that counts after it.

    ``as_at`` is that position's date. ``before`` and ``after`` have the figures of ``SHOWN``.
    ``originals`` has a row for each action and recommendation whose original timescale is another:
    ``what`` ("action" or "recommendation"), ``name``, ``wording``, ``before`` and ``after`` [date].
    """

    as_at: date
    before: dict[str, Value]
    after: dict[str, Value]
    originals: pd.DataFrame


def effect(timeline: Timeline, superseded: int) -> Effect:
    """What superseding the recorded position of this id changes.

    >>> effect(history.timeline("Force plan"), 3).after["overdue"]
    """
    gone = next(e for e in timeline.positions if e.recorded and e.recorded.id == superseded)
    left = tuple(each for each in timeline.positions if each is not gone)
    after = replace(timeline, positions=left, place=len(left) - 1, followed=None)
    before = timeline.using(after.in_use)
    summaries = [
        summarise(each.measured(), confirmed=each.in_use.tells_confirmed)
        for each in (before, after)
    ]
    figures = [{name: summary.totals[name] for name in SHOWN} for summary in summaries]
    old, new = (summary.recommendations["original_due"] for summary in summaries)
    recommendations = _changed(
        old,
        new,
        summaries[1].recommendations[["recommendation", "recommendation_text"]],
        "recommendation",
    )
    old, new = (each.measured()["original_due"] for each in (before, after))
    actions = _changed(
        old,
        new,
        after.in_use.actions[["reference", "action"]],
        "action",
    )
    originals = pd.concat([actions, recommendations], ignore_index=True)
    return Effect(after.in_use.as_at, figures[0], figures[1], originals)


def _changed(before: _Column, after: _Column, names: pd.DataFrame, what: str) -> pd.DataFrame:
    other = before.ne(after) & (before.notna() | after.notna())
    rows = names[other].set_axis(["name", "wording"], axis="columns")
    return rows.assign(before=before[other], after=after[other]).assign(what=what)[
        ["what", "name", "wording", "before", "after"]
    ]
