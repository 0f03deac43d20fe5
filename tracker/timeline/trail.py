"""What the positions of a plan leave to the next one: all that its figures need of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from tracker.measures import measure
from tracker.timeline.baseline import Originals, measured_from
from tracker.timeline.matching import Decision
from tracker.timeline.position import Position
from tracker.timeline.redaction import marked_rows
from tracker.timeline.texts import TOLD_BY, texts_of
from tracker.timeline.threads import NO_ENDS, Ends, Flags
from tracker.timeline.timeline import Timeline


@dataclass(frozen=True)
class Trail:
    """What is known of the actions of all positions so far, by their number in ``Threads``.

    ``ends``: where each ended. ``first``: the timescales first known. ``marked``: whether it was
    marked, where it last stood, as one to withhold; ``ever``: whether any was, anywhere.
    ``tangled``: whether what is withheld can depend on more than these marks, as pairs are in
    doubt or positions were corrected.
    """

    ends: Ends
    first: Originals
    marked: Flags
    ever: bool
    tangled: bool

    def followed_by(self, position: Position, decided: Sequence[Decision] = ()) -> Step | None:
        """The next position, which is later than all of these, as its timeline would measure it.

        None where it changes what is withheld of an earlier one, or where that cannot be known
        from here: the whole timeline must be asked then.
        """
        numbers, doubtful, ends = self.ends.followed_by(texts_of(position.actions), decided)
        marks = marked_rows(position.actions)
        ever, tangled = self.ever or bool(marks.any()), self.tangled or len(doubtful) > 0
        known = numbers < len(self.marked)
        otherwise = marks[known] != self.marked[numbers[known]]
        if ever and (tangled or otherwise.any()):
            return None
        marked = np.zeros(len(ends.texts.wordings), dtype=bool)
        marked[: len(self.marked)] = self.marked
        marked[numbers] = marks
        first = self.first.followed_by(position.actions, numbers, 0)
        actions = measured_from(position.actions, first.due[numbers], first.text[numbers])
        return Step(
            measure(actions, position.as_at, published=position.published),
            marks,
            Trail(ends, first, marked, ever, tangled),
        )


@dataclass(frozen=True)
class Step:
    """A position that follows a trail.

    ``measured``: its measured actions. ``withheld``: which of them are withheld.
    ``trail``: with this position.
    """

    measured: pd.DataFrame
    withheld: Flags
    trail: Trail


NO_TRAIL = Trail(
    NO_ENDS,
    Originals.unknown(0),
    np.empty(0, dtype=bool),
    ever=False,
    tangled=False,
)
"""That of no position."""


def trail_of(timeline: Timeline) -> Trail:
    """What all positions of a timeline leave to the next one."""
    if not timeline.positions:
        return NO_TRAIL
    threads = timeline.threads
    rows = pd.concat([each.actions[TOLD_BY] for each in timeline.positions], ignore_index=True)
    numbers = pd.Series(np.concatenate(threads.numbers))
    last = numbers.drop_duplicates(keep="last").sort_values().index
    return Trail(
        Ends(texts_of(rows.loc[last]), threads.numbers[-1]),
        timeline.seen.first,
        threads.flagged_last([marked_rows(each.actions) for each in timeline.positions]),
        timeline.restricts,
        bool(timeline.corrected) or any(map(len, threads.doubtful)),
    )
