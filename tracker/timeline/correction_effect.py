"""What correcting a record would do to the figures, said before it is done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from tracker.summaries import Value, summarise, totals
from tracker.timeline.position import Recorded
from tracker.timeline.timeline import Timeline

SHOWN = ("completed", "withdrawn", "overdue", "median_slippage_days")
"""The figures that are shown before and after."""


@dataclass(frozen=True)
class Effect:
    """What a correction does to the last position that counts before and after it.

    ``as_at`` is the date that position then has, as at which ``before`` and ``after`` have all
    figures; where the correction takes out one of that date, ``before`` has that one's.
    ``originals`` has a row for each action and recommendation whose original
    timescale is another: ``what`` ("action" or "recommendation"), ``name``, ``wording``, ``before``
    and ``after`` [date]. ``same_day`` has each date of which there is then one more position.
    ``in_common``: how many actions stand in both of two plans that are made one. ``released``: how
    many actions of any of these positions may then be published that may not be now.
    """

    as_at: date
    before: Mapping[str, Value]
    after: Mapping[str, Value]
    originals: pd.DataFrame
    same_day: tuple[date, ...]
    in_common: int | None
    released: int


def corrected(timeline: Timeline, change: Callable[[Recorded], Recorded | None]) -> Timeline:
    """The plan over time with what is said of each position changed; without those of ``None``.

    >>> corrected(timeline, lambda each: None if each.id == 3 else each)
    """
    every = [*timeline.positions, *timeline.corrected]
    changed = [(each, change(each.recorded)) for each in every if each.recorded]
    kept = [replace(each, recorded=new, as_at=new.as_at) for each, new in changed if new]
    return Timeline.of(kept, timeline.decided, timeline.name)


def effect(before: Sequence[Timeline], after: Timeline) -> Effect | None:
    """What a correction changes that makes one plan of these; None where no position stays.

    >>> effect([timeline], corrected(timeline, change)).after["overdue"]
    """
    plans = {position.key: plan for plan in before for position in plan.positions}
    stays = [position for position in after.positions if position.key in plans]
    if not stays:
        return None
    last = stays[-1]
    both = [plan.using(plan.same(last)) for plan in (plans[last.key], after)]
    measured = [plan.measured(last.as_at) for plan in both]
    summaries = [summarise(each, confirmed=last.tells_confirmed) for each in measured]
    gone = _taken_out(before, after, last.as_at)
    was, now = (summary.totals for summary in summaries)
    if gone is not None:
        was = totals(gone, confirmed=last.tells_confirmed)
    recommendations = [summary.recommendations for summary in summaries]
    originals = [
        _changed("action", measured, ["reference", "action"]),
        _changed("recommendation", recommendations, ["recommendation", "recommendation_text"]),
    ]
    return Effect(
        as_at=last.as_at,
        before=was,
        after=now,
        originals=pd.concat(originals, ignore_index=True),
        same_day=_doubled(before, after),
        in_common=_in_common(before, after) if len(before) > 1 else None,
        released=_released(plans, after),
    )


def _taken_out(before: Sequence[Timeline], after: Timeline, day: date) -> pd.DataFrame | None:
    """The measured actions of the last position of a day that counts before and not after."""
    stay = {position.key for position in after.positions}
    gone = [
        plan.measured_of(position)
        for plan in before
        for position in plan.positions
        if position.as_at == day and position.key not in stay
    ]
    return gone[-1] if gone else None


def _released(before: Mapping[object, Timeline], after: Timeline) -> int:
    """How many actions of positions that stay may be published after, and may not before."""
    if not any(plan.restricts for plan in before.values()):
        return 0
    found: set[int] = set()
    for numbers, position in zip(after.threads.numbers, after.positions, strict=True):
        if plan := before.get(position.key):
            both = [each.using(each.same(position)) for each in (plan, after)]
            was, now = (each.withheld[each.place] for each in both)
            found |= set(numbers[was & ~now].tolist())
    return len(found)


def _doubled(before: Sequence[Timeline], after: Timeline) -> tuple[date, ...]:
    were = [Counter(each.as_at for each in plan.positions) for plan in before]
    days = Counter(each.as_at for each in after.positions)
    return tuple(d for d, n in days.items() if n > 1 and n > max(each[d] for each in were))


def _in_common(before: Sequence[Timeline], after: Timeline) -> int:
    numbers = {p.key: n for p, n in zip(after.positions, after.threads.numbers, strict=True)}
    stand = [{n for p in plan.positions for n in numbers[p.key].tolist()} for plan in before]
    return len(set.intersection(*stand))


def _changed(what: str, rows: Sequence[pd.DataFrame], names: list[str]) -> pd.DataFrame:
    """Those of the rows, which are the same before and after, whose original is another."""
    before, after = (each["original_due"] for each in rows)
    other = before.ne(after) & (before.notna() | after.notna())
    named = rows[1].loc[other, names].set_axis(["name", "wording"], axis="columns")
    named.insert(0, "what", what)
    return named.assign(before=before[other], after=after[other])
