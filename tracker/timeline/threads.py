"""Each action followed through the positions of a plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tracker.timeline.matching import SAME_WORDING, Decision, match_actions, match_texts
from tracker.timeline.texts import Pairs, texts_of_each

Numbers: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]

_NO_PAIRS: Pairs = np.empty((0, 2), dtype=np.int64)


@dataclass(frozen=True)
class Threads:
    """Which action of a position is which of the others.

    ``numbers``: for each position a number for each of its actions; an action has the same one
    wherever it stands. ``doubtful``: for each position the pairs with the one before it that are
    in doubt and so were not made: the places of both.
    """

    numbers: tuple[Numbers, ...]
    doubtful: tuple[Pairs, ...]

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
            old, new = self.doubtful[later].T
            flags[self.numbers[later - 1][old]] |= flags[self.numbers[later][new]]
        return flags

    def pairs(self, earlier: int, later: int) -> pd.DataFrame:
        """The actions that stand in both of two positions: ``old``, ``new`` (places)."""
        _, old, new = np.intersect1d(
            self.numbers[earlier], self.numbers[later], assume_unique=True, return_indices=True
        )
        order = np.argsort(new)
        return pd.DataFrame({"old": old[order], "new": new[order]})

    def first(self, positions: int) -> Threads:
        """Those of the first so many positions."""
        return Threads(self.numbers[:positions], self.doubtful[:positions])

    def without(self, hidden: Sequence[Flags]) -> Threads:
        """Those of the rows that are not hidden, with no pair in doubt."""
        kept = tuple(n[~rows] for n, rows in zip(self.numbers, hidden, strict=True))
        return Threads(kept, (_NO_PAIRS,) * len(kept))


def follow(frames: Sequence[pd.DataFrame], decided: Sequence[Decision] = ()) -> Threads:
    """Follow each action through these frames, the earliest first.

    Each is matched with the one before it. An action that was not in that one is looked for among
    those that disappeared earlier, by its wording: its reference may have been given to another
    meanwhile.
    """
    texts = texts_of_each(frames) if len(frames) > 1 else []
    threads: list[Numbers] = []
    doubtful: list[Pairs] = []
    last_seen: dict[int, tuple[int, int]] = {}  # by number: in which position, at which place
    for position, frame in enumerate(frames):
        numbers = np.full(len(frame), -1, dtype=np.int64)
        if position:
            matches = match_texts(texts[position - 1], texts[position], decided)
            numbers[matches.pairs["new"]] = threads[-1][matches.pairs["old"]]
        doubtful.append(matches.doubtful[["old", "new"]].to_numpy() if position else _NO_PAIRS)
        back = (numbers < 0).nonzero()[0]
        gone = {number: place for number, place in last_seen.items() if place[0] < position - 1}
        if gone and len(back):
            earlier, gone_numbers = _rows_at(frames, gone)
            pairs = match_actions(earlier, frame.iloc[back], decided).pairs
            pairs = pairs[pairs["score"].ge(SAME_WORDING) | pairs["how"].eq("confirmed")]
            numbers[back[pairs["new"]]] = gone_numbers[pairs["old"]]
        new = (numbers < 0).nonzero()[0]
        numbers[new] = len(last_seen) + np.arange(len(new))
        last_seen |= {number: (position, place) for place, number in enumerate(numbers.tolist())}
        threads.append(numbers)
    return Threads(tuple(threads), tuple(doubtful))


def _rows_at(
    frames: Sequence[pd.DataFrame], places: dict[int, tuple[int, int]]
) -> tuple[pd.DataFrame, Numbers]:
    """The actions at these places, and their numbers, in the same order."""
    rows: dict[int, list[tuple[int, int]]] = {}
    for number, (position, place) in places.items():
        rows.setdefault(position, []).append((place, number))
    found = [frames[position].iloc[[place for place, _ in some]] for position, some in rows.items()]
    numbers = [number for some in rows.values() for _, number in some]
    return pd.concat(found), np.array(numbers, dtype=np.int64)
