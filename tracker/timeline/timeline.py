"""One plan over time: its positions in order, and every question that is asked of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import pandas as pd

from tracker.inspection_catalogue import with_timescales
from tracker.timeline.baseline import Baseline, Seen, baselines, seen, with_warnings
from tracker.timeline.comparison import Comparison, compared, without_removed
from tracker.timeline.contradictions import ENDED, completed_while_open
from tracker.timeline.matching import Decision, match_actions
from tracker.timeline.position import Position
from tracker.timeline.redaction import marked_rows, withheld_rows
from tracker.timeline.threads import Flags, Threads, follow
from tracker.timeline.trend import Trend, trend

if TYPE_CHECKING:
    from tracker.reading.plan import Plan


@dataclass(frozen=True, eq=False)
class Timeline:
    """The positions of one plan.

    Parameters
    ----------
    positions : tuple of Position
        Those that count, in order.
    place : int
        Which of them is in use: the one that is asked about.
    decided : tuple of Decision
        What people said of pairs of actions that are in doubt; the last on a pair holds.
    name : str
        The name that the plan is recorded under, None where nobody recorded it.
    corrected : tuple of Position
        Those that another took the place of.
    followed : Threads
        Which action of a position is which of the others, where that is known already.
    known : Seen
        What the positions say of each action together, where that is known already.

    >>> Timeline.of([Position.of(plan, date(2016, 4, 30))]).baseline.actions["original_due"]
    """

    positions: tuple[Position, ...]
    place: int = -1
    decided: tuple[Decision, ...] = ()
    name: str | None = None
    corrected: tuple[Position, ...] = ()
    followed: Threads | None = None
    known: Seen | None = None

    @classmethod
    def of(
        cls,
        positions: Sequence[Position],
        decided: Sequence[Decision] = (),
        name: str | None = None,
    ) -> Self:
        """The timeline of these positions, in whatever order they are given; the last is in use."""
        ordered = sorted(positions, key=lambda position: position.order)
        gone = [each for each in ordered if each.recorded and each.recorded.superseded]
        counting = [e for e in ordered if not (e.recorded and e.recorded.superseded)]
        return cls(tuple(counting), len(counting) - 1, tuple(decided), name, tuple(gone))

    def using(self, position: Position) -> Self:
        """The same timeline with this position in use, which is added where it is not there.

        A file that is recorded already, as at the same date, takes the place of that position.
        """
        place = self._place_of(position)
        if place is not None:
            return replace(self, place=place, followed=self.threads, known=self.seen)
        others = [each for each in self.positions if not each.is_of_file(position)]
        ordered = sorted([*others, position], key=lambda each: each.order)
        place = next(place for place, each in enumerate(ordered) if each.key is position.key)
        return self.of_positions(ordered, place)

    def after(self, earlier: Position) -> Self:
        """The same timeline with another file before the one in use: what it is compared with.

        A file that is recorded as at that date stays so.
        """
        others = [e for e in self.positions[: self.place] if not e.is_of_file(earlier)]
        recorded = (e.recorded for e in self.positions if e.is_of_file(earlier))
        earlier = replace(earlier, recorded=next(recorded, earlier.recorded))
        before = sorted([*others, earlier], key=lambda each: each.order)
        return self.of_positions([*before, *self.positions[self.place :]], len(before))

    def of_positions(self, positions: Sequence[Position], place: int) -> Self:
        """The same timeline of other positions, the one at this place in use."""
        return replace(self, positions=tuple(positions), place=place, followed=None, known=None)

    def with_catalogue(self, catalogue: pd.DataFrame) -> Self:
        """The timeline with a catalogue's timescales for recommendations that give none.

        See :func:`tracker.inspection_catalogue.with_timescales`. What it says otherwise than the
        plan in use is a finding of :func:`tracker.inspection_catalogue.apply_catalogue`.
        """
        positions = [
            replace(
                each,
                actions=with_timescales(each.actions, catalogue),
                read=partial(_catalogued, each, catalogue),
            )
            for each in self.positions
        ]
        return replace(self, positions=tuple(positions), followed=self.threads)

    def same(self, position: Position) -> Position:
        """A position as it is in this timeline, whatever was made of it here."""
        place = self._place_of(position)
        if place is None:
            raise ValueError("the position is not of this timeline")
        return self.positions[place]

    def _place_of(self, position: Position) -> int | None:
        places = (place for place, each in enumerate(self.positions) if each.key is position.key)
        return next(places, None)

    @property
    def in_use(self) -> Position:
        """The position that is asked about."""
        return self.positions[self.place]

    @property
    def previous(self) -> Position | None:
        """The last position before the one in use, as at an earlier date; None where none is."""
        before = [each for each in self.positions if each.as_at < self.in_use.as_at]
        return before[-1] if before else None

    @property
    def published(self) -> date | None:
        """The day that the report was published, as the last position that knows it says."""
        known = [each.published for each in self.positions if each.published]
        return known[-1] if known else None

    def at(self, as_at: date) -> Position | None:
        """The position that stands on a day: the last on or before it; None where none is."""
        known = [each for each in self.positions if each.as_at <= as_at]
        return known[-1] if known else None

    def as_known_on(self, day: date) -> Self:
        """What was known on a day: the positions as at that day or before, the last in use."""
        known = sum(each.as_at <= day for each in self.positions)
        return replace(
            self,
            positions=self.positions[:known],
            place=known - 1,
            followed=self.threads.first(known),
        )

    @cached_property
    def threads(self) -> Threads:
        """Which action of a position is which of the others."""
        return self.followed or follow([each.actions for each in self.positions], self.decided)

    @cached_property
    def baselines(self) -> list[Baseline]:
        """Of each position what is original: see :func:`tracker.timeline.baseline.baselines`.

        A row that is withheld from everything public counts as restricted, wherever it is marked.
        """
        found = baselines(self.positions, self.threads.numbers, self.seen)
        if self.restricts:
            for baseline, rows in zip(found, self.withheld, strict=True):
                baseline.actions["restricted"] = rows
        return found

    @cached_property
    def seen(self) -> Seen:
        """What the positions say of each action together."""
        return self.known or seen(self.positions, self.threads.numbers)

    @cached_property
    def baseline(self) -> Plan:
        """The plan in use measured from what is original, with a warning where that moved.

        Another where an earlier position had open still what is complete here. Positions after the
        one in use have no part in it. Source: ``docs/measures.md``, sections 1 and 4.
        """
        plan, numbers = self.in_use.plan, self.threads.numbers
        earlier = list(zip(self.positions, numbers, strict=True))[: self.place]
        found = completed_while_open(plan, numbers[self.place], earlier)
        return with_warnings(plan, self.baselines[self.place], found)

    def measured(self, as_at: date | None = None) -> pd.DataFrame:
        """The measured actions of :attr:`baseline`, as at the position's own date or another."""
        return self.measured_at(self.place, as_at)

    def measured_at(self, place: int, as_at: date | None = None) -> pd.DataFrame:
        """As :meth:`measured`, of the position at a place, whichever is in use.

        ``action_number`` is the same of an action in every position.
        """
        position, actions = self.positions[place], self.baselines[place].actions
        measured = position.measure(actions, as_at or position.as_at)
        return measured.assign(action_number=self.threads.numbers[place])

    def measured_of(self, position: Position) -> pd.DataFrame:
        """As :meth:`measured`, of a position; one that was superseded from what itself gives.

        That has no part in what is original.
        """
        return (
            position.measured()
            if any(each.key is position.key for each in self.corrected)
            else self.measured_at(self.positions.index(position))
        )

    def over_time(self, as_at: date | None = None) -> list[tuple[date, pd.DataFrame]]:
        """Each date with the measured actions of the last position of it, the earliest first.

        The position in use stands as at ``as_at``, by default its own date.
        """
        days = {
            place: (as_at if as_at and place == self.place else each.as_at)
            for place, each in enumerate(self.positions)
        }
        last = {day: place for place, day in sorted(days.items(), key=lambda item: item[1])}
        return [(day, self.measured_at(place, day)) for day, place in last.items()]

    @property
    def restricts(self) -> bool:
        """Whether any row is marked as restricted, in whatever position."""
        return any(each.actions["restricted"].any() for each in (*self.positions, *self.corrected))

    @cached_property
    def withheld(self) -> list[Flags]:
        """Which rows of each position are withheld from everything public."""
        return withheld_rows(self)

    def redacted(self, owners: Collection[str] = ()) -> Self:
        """The timeline as the public may see it, each position saying what it withheld.

        ``owners`` are the names of somebody who may see their own restricted rows. All that is
        public is made from what this returns: see
        :func:`tracker.timeline.redaction.withheld_rows`.
        """
        hidden = withheld_rows(self, owners) if owners else self.withheld
        marks = [marked_rows(each.actions, owners) for each in self.positions]
        positions = [p.redacted(rows) for p, rows in zip(self.positions, hidden, strict=True)]
        # A row is the same action to the public as in full, with the same original timescale.
        return replace(
            self,
            positions=tuple(positions),
            corrected=(),
            followed=self.threads.without(hidden, marks),
            known=self.seen,
        )

    @property
    def left_out(self) -> int | None:
        """How many rows of the position in use are withheld; None where the timeline is whole."""
        return self.in_use.withheld

    def compared(
        self,
        earlier: Position | None = None,
        *,
        as_at: date | None = None,
        previous_as_at: date | None = None,
        next_meeting: date | None = None,
    ) -> Comparison | None:
        """What changed from an earlier position, by default the last before, to the one in use.

        Each is taken as at its own date, or ``as_at`` and ``previous_as_at``; ``next_meeting`` is
        by default as far ahead as these are apart. None where there is no earlier position. Of a
        redacted timeline the actions that are gone are left out where a withheld one is new or
        newly marked: it may be one of them in other words.
        """
        before = earlier or self.previous
        if before is None:
            return None
        before = self.same(before)
        place = self.positions.index(before)
        known = place == self.place - 1 and not self.threads.hidden
        doubtful = (
            self.threads.doubtful[self.place]
            if known
            else match_actions(before.actions, self.in_use.actions, self.decided).doubtful
        )
        comparison = compared(
            self.measured_at(place, previous_as_at),
            self.measured_at(self.place, as_at),
            self.threads.pairs(place, self.place),
            doubtful,
            as_at=as_at or self.in_use.as_at,
            previous_as_at=previous_as_at or before.as_at,
            next_meeting=next_meeting,
            ended=self._ended_before(place),
        )
        hides = self.threads.hides_new(place, self.place)
        return without_removed(comparison) if hides else comparison

    def _ended_before(self, place: int) -> Flags:
        """Which actions in use are not in a position, and were complete or withdrawn before it."""
        rows = [each.actions["status"].isin(ENDED).to_numpy() for each in self.positions[:place]]
        numbers = self.threads.numbers
        ended = self.threads.flagged_last([*rows, *[None] * (len(numbers) - place)])
        own = numbers[self.place]
        found: Flags = ended[own] & ~np.isin(own, numbers[place])
        return found

    def trend(self, as_at: date | None = None, **filters: Any) -> Trend:
        """What the positions say together: see :class:`tracker.timeline.trend.Trend`.

        ``filters`` are those of ``filter_actions``: of each position the actions count that matched
        them then. The position in use stands as at ``as_at``, by default its own date.
        """
        return trend(self.over_time(as_at), **filters)


def _catalogued(position: Position, catalogue: pd.DataFrame) -> Plan:
    plan = position.plan
    return replace(plan, actions=with_timescales(plan.actions, catalogue))


def compare(
    old: Plan,
    new: Plan,
    *,
    as_at: date,
    previous_as_at: date,
    next_meeting: date | None = None,
    decided: Sequence[Decision] = (),
) -> Comparison:
    """What changed from one plan to another: a timeline of two, each as at its own date.

    See :meth:`Timeline.compared`.

    >>> compare(old, new, as_at=new.as_at, previous_as_at=old.as_at).balance["closing"]
    """
    earlier, later = Position.of(old, previous_as_at), Position.of(new, as_at)
    both = Timeline((earlier, later), 1, tuple(decided))
    comparison = both.compared(earlier, next_meeting=next_meeting)
    assert comparison is not None
    return comparison
