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
    marked, where it last stood, as one to withhold; ``ever``: whether it was anywhere.
    ``doubted``: whether an earlier one may be the same. ``restricts``: whether any row of any
    position is marked; ``corrected``: whether any position was corrected.
    """

    ends: Ends
    first: Originals
    marked: Flags
    ever: Flags
    doubted: Flags
    restricts: bool
    corrected: bool

    def followed_by(self, position: Position, decided: Sequence[Decision] = ()) -> Step | None:
        """The next position, which is later than all of these, as its timeline would measure it.

        None where it changes what is withheld of an earlier one, or where more than its own marks
        says what is withheld of it: the whole timeline must be asked then.
        """
        numbers, doubtful, ends = self.ends.followed_by(texts_of(position.actions), decided)
        marks = marked_rows(position.actions)
        new = (0, len(ends.texts.wordings) - len(self.marked))
        marked, ever, doubted = (np.pad(e, new) for e in (self.marked, self.ever, self.doubted))
        otherwise = (marks != marked[numbers]) & (numbers < len(self.marked))
        marked[numbers] = marks
        ever |= marked
        doubted[numbers[doubtful[:, 1]]] = True
        restricts = self.restricts or bool(marks.any())
        # The file may be older than a mark that is gone.
        older = position.own_date < position.as_at and (ever[numbers] & ~marks).any()
        if restricts and (self.corrected or otherwise.any() or older or (ever & doubted).any()):
            return None
        first = self.first.followed_by(position.actions, numbers, 0)
        actions = measured_from(position.actions, first.due[numbers], first.text[numbers])
        return Step(
            measure(actions, position.as_at, for_totals=True),
            marks,
            Trail(ends, first, marked, ever, doubted, restricts, self.corrected),
        )


@dataclass(frozen=True)
class Step:
    """A position that follows a trail.

    ``measured``: its actions, measured for their totals. ``withheld``: which of them are withheld.
    ``trail``: with this position.
    """

    measured: pd.DataFrame
    withheld: Flags
    trail: Trail


_NONE: Flags = np.empty(0, dtype=bool)

NO_TRAIL = Trail(NO_ENDS, Originals.unknown(0), _NONE, _NONE, _NONE, False, False)
"""That of no position."""


def trail_of(timeline: Timeline) -> Trail:
    """What all positions of a timeline leave to the next one."""
    if not timeline.positions:
        return NO_TRAIL
    threads = timeline.threads
    rows = pd.concat([each.actions[TOLD_BY] for each in timeline.positions], ignore_index=True)
    numbers = pd.Series(np.concatenate(threads.numbers))
    last = numbers.drop_duplicates(keep="last").sort_values().index
    marks = [marked_rows(each.actions) for each in timeline.positions]
    ever, doubted = np.zeros((2, threads.size), dtype=bool)
    for place, (own, doubtful) in enumerate(zip(marks, threads.doubtful, strict=True)):
        ever |= threads.flagged(place, own)
        doubted[threads.numbers[place][doubtful[:, 1]]] = True
    return Trail(
        Ends(texts_of(rows.loc[last]), threads.numbers[-1]),
        timeline.seen.first,
        threads.flagged_last(marks),
        ever,
        doubted,
        timeline.restricts,
        bool(timeline.corrected),
    )
