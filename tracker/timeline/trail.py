"""What the positions of a plan leave to the next one: all that its figures need of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from tracker.measures import measure
from tracker.timeline.baseline import Originals, measured_from
from tracker.timeline.matching import Decision
from tracker.timeline.position import Position
from tracker.timeline.redaction import marked_rows
from tracker.timeline.texts import Texts, taken_in, texts_of, texts_of_each
from tracker.timeline.threads import NO_ENDS, Ends, Flags, Numbers
from tracker.timeline.timeline import Timeline


@dataclass(frozen=True)
class Trail:
    """What is known of the actions of all positions so far, by their number in ``Threads``.

    ``ends``: where each ended. ``first``: the timescales first known. ``marked``: whether it was
    marked, where it last stood, as one to withhold; ``ever``: whether it was anywhere.
    ``doubted``: whether an earlier one may be the same, or was taken in by it. ``restricts``:
    whether any row of any position is marked; ``corrected``: whether any position was corrected.
    """

    ends: Ends
    first: Originals
    marked: Flags
    ever: Flags
    doubted: Flags
    restricts: bool
    corrected: bool

    def next(self, position: Position, decided: Sequence[Decision] = ()) -> Step | None:
        """The next position, which is later than all of these, as its timeline would measure it.

        None where it changes what is withheld of an earlier one, or where more than its own marks
        says what is withheld of it: the whole timeline must be asked then.
        """
        texts, marks = texts_of(position.actions), marked_rows(position.actions)
        numbers, doubtful = self.ends.matched_with(texts, decided)
        trail = self.followed_by(position, texts, numbers, doubtful)
        known = numbers < len(self.marked)
        otherwise = (self.marked[numbers[known]] != marks[known]).any()
        # The file may be older than a mark that is gone.
        older = position.own_date < position.as_at and (trail.ever[numbers] & ~marks).any()
        in_doubt = (trail.ever & trail.doubted).any()
        if trail.restricts and (self.corrected or otherwise or older or in_doubt):
            return None
        due, text = trail.first.due[numbers], trail.first.text[numbers]
        actions = measured_from(position.actions, due, text)
        return Step(measure(actions, position.as_at, for_totals=True), marks, trail)

    def followed_by(
        self, position: Position, texts: Texts, numbers: Numbers, doubtful: pd.DataFrame
    ) -> Trail:
        """With the next position, whose actions have these texts, numbers and doubtful pairs."""
        ends, marks = self.ends.followed_by(texts, numbers), marked_rows(position.actions)
        new = (0, len(ends.texts.wordings) - len(self.marked))
        marked, ever, doubted = (np.pad(e, new) for e in (self.marked, self.ever, self.doubted))
        marked[numbers] = marks
        doubted[numbers[doubtful["new"].to_numpy()]] = True
        gone = np.setdiff1d(self.ends.standing, numbers)
        if len(gone) and marks.any():
            left, now = self.ends.texts.at(gone.tolist()), texts.at(np.flatnonzero(marks).tolist())
            doubted[numbers[marks][taken_in(left.wordings, now.wordings)[:, 1]]] = True
        first = self.first.followed_by(position, numbers, 0)
        restricts = self.restricts or bool(marks.any())
        return Trail(ends, first, marked, ever | marked, doubted, restricts, self.corrected)


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
    positions, threads = timeline.positions, timeline.threads
    corrected = bool(timeline.corrected)
    trail = replace(NO_TRAIL, restricts=timeline.restricts, corrected=corrected)
    texts = texts_of_each([each.actions for each in positions]) if positions else []
    for each in zip(positions, texts, threads.numbers, threads.doubtful, strict=True):
        trail = trail.followed_by(*each)
    return trail
