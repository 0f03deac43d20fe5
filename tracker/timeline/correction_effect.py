"""What correcting a record would do to the figures, said before it is done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from tracker.summaries import Value, summarise
from tracker.timeline.timeline import Timeline

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
    left = [each for each in timeline.positions if each is not gone]
    after = timeline.of_positions(left, len(left) - 1)
    in_use = after.in_use
    measured = [each.measured() for each in (timeline.using(in_use), after)]
    summaries = [summarise(each, confirmed=in_use.tells_confirmed) for each in measured]
    before, now = ({name: summary.totals[name] for name in SHOWN} for summary in summaries)
    recommendations = [summary.recommendations for summary in summaries]
    originals = [
        _changed("action", measured, ["reference", "action"]),
        _changed("recommendation", recommendations, ["recommendation", "recommendation_text"]),
    ]
    return Effect(in_use.as_at, before, now, pd.concat(originals, ignore_index=True))


def _changed(what: str, rows: Sequence[pd.DataFrame], names: list[str]) -> pd.DataFrame:
    """Those of the rows, which are the same before and after, whose original is another."""
    before, after = (each["original_due"] for each in rows)
    other = before.ne(after) & (before.notna() | after.notna())
    named = rows[1].loc[other, names].set_axis(["name", "wording"], axis="columns")
    named.insert(0, "what", what)
    return named.assign(before=before[other], after=after[other])
