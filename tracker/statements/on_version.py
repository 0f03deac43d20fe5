"""What speaks against the day or the plan that a file is taken for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np

from tracker.timeline import Timeline
from tracker.words import count, date_words, number, verb, were


def version_doubts(timeline: Timeline, as_at: date) -> list[str]:
    """What is odd of the position in use as a version of the plan on a day, a sentence each."""
    return list(_doubts(timeline, as_at))


def measured_from(changed: int, name: str | None) -> str:
    """From what slippage is measured, where so many dates of the plan say otherwise."""
    where = f"first recorded under “{name}”" if name else "of its earlier positions"
    other = verb(
        changed, "original timescale in this plan is", "original timescales in this plan are"
    )
    return (
        f"Slippage is measured from the original timescales {where}: {number(changed)} {other} "
        "now another date."
    )


def assumed(doubtful: int) -> str:
    """How much of a plan was assumed, or left out."""
    return (
        f"{count('cell or column', doubtful, 'cells or columns')} of the plan "
        f"{were(doubtful)} assumed to mean something, or could not be used."
    )


def _doubts(timeline: Timeline, as_at: date) -> Iterator[str]:
    stated = timeline.in_use.stated
    if stated and stated > as_at:
        yield f"The file itself states {date_words(stated)}, which is after {date_words(as_at)}."
    numbers = list(timeline.threads.numbers)
    own = numbers.pop(timeline.place)
    if numbers and len(own) and not np.isin(own, np.concatenate(numbers)).any():
        other = f"“{timeline.name}”" if timeline.name else "the other plan"
        yield f"None of its actions stands in {other}: it may be another plan."
    before = timeline.previous
    if before and "restricted" not in timeline.in_use.plan.columns:
        marked = before.actions["restricted"].to_numpy(dtype=bool)
        of_marked = timeline.threads.numbers[timeline.positions.index(before)][marked]
        shown = ~timeline.withheld[timeline.place]
        if gone := int((np.isin(own, of_marked) & shown).sum()):
            yield (
                f"{count('action', gone)} that {verb(gone, 'is', 'are')} restricted as at "
                f"{date_words(before.as_at)} {verb(gone, 'is', 'are')} not restricted here, where "
                "no column marks any: check what may be published."
            )
