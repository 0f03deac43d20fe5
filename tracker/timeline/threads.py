"""Each action followed through the positions of a plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tracker.timeline.matching import SAME_WORDING, Decision, match_texts
from tracker.timeline.texts import Texts, texts_of_each

Numbers: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]

_NO_DOUBTS = pd.DataFrame({"old": [], "new": []}, dtype="int64")


@dataclass(frozen=True)
class Threads:
    """Which action of a position is which of the others.

    ``numbers``: for each position a number for each of its actions; an action has the same one
    wherever it stands. ``doubtful``: for each position the pairs with the one before it that are
    in doubt and so were not made: the places of both. ``hidden``: the numbers of the actions that
    were left out of each; empty where none was. ``marked``: those of them that it marks itself.
    """

    numbers: tuple[Numbers, ...]
    doubtful: tuple[pd.DataFrame, ...]
    hidden: tuple[Numbers, ...] = ()
    marked: tuple[Numbers, ...] = ()

    @property
    def size(self) -> int:
        """How many actions there are in all positions together."""
        return 1 + max((int(n.max()) for n in self.numbers if len(n)), default=-1)

    def flagged(self, position: int, rows: Flags) -> Flags:
        """The rows of a position that are flagged, as flags of the actions by their number."""
        flags = np.zeros(self.size, dtype=bool)
        flags[self.numbers[position][rows]] = True
        return flags

    def flagged_last(self, rows: Sequence[Flags | None]) -> Flags:
        """The actions that are flagged where they last stand; None passes a position over."""
        flags = np.zeros(self.size, dtype=bool)
        for numbers, own in zip(self.numbers, rows, strict=True):
            if own is not None:
                flags[numbers] = own
        return flags

    def spread(self, flags: Flags) -> Flags:
        """Flags of actions, with those that an earlier action shares that may be the same."""
        flags = flags.copy()
        for later in range(len(self.numbers) - 1, 0, -1):
            old, new = (self.doubtful[later][name].to_numpy() for name in ("old", "new"))
            flags[self.numbers[later - 1][old]] |= flags[self.numbers[later][new]]
        return flags

    def pairs(self, earlier: int, later: int) -> pd.DataFrame:
        """The actions that stand in both of two positions: ``old``, ``new`` (places)."""
        _, old, new = np.intersect1d(
            self.numbers[earlier], self.numbers[later], assume_unique=True, return_indices=True
        )
        order = np.argsort(new)
        return pd.DataFrame({"old": old[order], "new": new[order]})

    def hides_new(self, earlier: int, later: int) -> bool:
        """Whether one was left out of the later position that is new there, or newly marked."""
        if not self.hidden:
            return False
        known = np.concatenate([self.numbers[earlier], self.hidden[earlier]])
        new = np.setdiff1d(self.hidden[later], known)
        return len(new) + len(np.setdiff1d(self.marked[later], self.marked[earlier])) > 0

    def first(self, positions: int) -> Threads:
        """Those of the first so many positions."""
        hidden, marked = self.hidden[:positions], self.marked[:positions]
        return Threads(self.numbers[:positions], self.doubtful[:positions], hidden, marked)

    def without(self, hidden: Sequence[Flags], marks: Sequence[Flags]) -> Threads:
        """Those of the rows that are not hidden, with no pair in doubt; ``marks``: those marked."""
        kept, left_out = (
            tuple(n[rows == out] for n, rows in zip(self.numbers, hidden, strict=True))
            for out in (False, True)
        )
        marked = tuple(n[rows] for n, rows in zip(self.numbers, marks, strict=True))
        return Threads(kept, (_NO_DOUBTS,) * len(kept), left_out, marked)


class Ends(NamedTuple):
    """Where the actions of the positions so far ended, for the next position to go on from.

    ``texts``: what each is told apart by where it last stood, by its number. ``standing``: the
    numbers of the last position's actions, in its order.
    """

    texts: Texts
    standing: Numbers

    def matched_with(
        self, texts: Texts, decided: Sequence[Decision] = ()
    ) -> tuple[Numbers, pd.DataFrame]:
        """The numbers of the next position's actions, and its doubtful pairs as in ``Matches``.

        It is matched with the last one. An action that was not in that one is looked for among
        those that disappeared earlier, by its wording: its reference may have been given to
        another meanwhile.
        """
        matches = match_texts(self.texts.at(self.standing.tolist()), texts, decided)
        numbers = np.full(len(texts.wordings), -1, dtype=np.int64)
        numbers[matches.pairs["new"]] = self.standing[matches.pairs["old"]]
        known = len(self.texts.wordings)
        gone = np.setdiff1d(np.arange(known), self.standing)
        back = (numbers < 0).nonzero()[0]
        if len(gone) and len(back):
            left, right = self.texts.at(gone.tolist()), texts.at(back.tolist())
            pairs = match_texts(left, right, decided).pairs
            pairs = pairs[pairs["score"].ge(SAME_WORDING) | pairs["how"].eq("confirmed")]
            numbers[back[pairs["new"]]] = gone[pairs["old"]]
        new = (numbers < 0).nonzero()[0]
        numbers[new] = known + np.arange(len(new))
        return numbers, matches.doubtful

    def followed_by(self, texts: Texts, numbers: Numbers) -> Ends:
        """Where they end after the next position, whose actions have these numbers."""
        known = len(self.texts.wordings)
        last = np.arange(max(known, int(numbers.max(initial=-1)) + 1))
        last[numbers] = known + np.arange(len(numbers))
        every = Texts._make([*old, *now] for old, now in zip(self.texts, texts, strict=True))
        return Ends(every.at(last.tolist()), numbers)


NO_ENDS = Ends(Texts([], [], [], []), np.empty(0, dtype=np.int64))
"""Those of no position."""


def follow(frames: Sequence[pd.DataFrame], decided: Sequence[Decision] = ()) -> Threads:
    """Follow each action through these frames, the earliest first."""
    if len(frames) < 2:  # nothing to match
        return Threads(tuple(np.arange(len(each)) for each in frames), (_NO_DOUBTS,) * len(frames))
    ends, threads, doubtful = NO_ENDS, [], []
    for texts in texts_of_each(frames):
        numbers, doubts = ends.matched_with(texts, decided)
        ends = ends.followed_by(texts, numbers)
        threads.append(numbers)
        doubtful.append(doubts)
    return Threads(tuple(threads), tuple(doubtful))
