"""Each action followed through the versions of a plan."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tracker.comparison.matching import SAME_WORDING, Decision, match_actions


def thread_actions(
    frames: Sequence[pd.DataFrame], decided: Sequence[Decision] = ()
) -> list[NDArray[np.int64]]:
    """For each version the number of each action; an action has the same number in all of them.

    Each version is compared with the one before it, as the changes between them are. An action
    that was not in that one is looked for among those that disappeared earlier, by its wording:
    its reference may have been given to another meanwhile.
    """
    threads: list[NDArray[np.int64]] = []
    last_seen: dict[int, tuple[int, int]] = {}  # by number: in which version, at which position
    for version, frame in enumerate(frames):
        numbers = np.full(len(frame), -1, dtype=np.int64)
        if version:
            pairs = match_actions(frames[version - 1], frame, decided).pairs
            numbers[pairs["new"]] = threads[-1][pairs["old"]]
        back = (numbers < 0).nonzero()[0]
        gone = {number: place for number, place in last_seen.items() if place[0] < version - 1}
        if gone and len(back):
            earlier, gone_numbers = _rows_at(frames, gone)
            pairs = match_actions(earlier, frame.iloc[back], decided).pairs
            pairs = pairs[pairs["score"].ge(SAME_WORDING) | pairs["how"].eq("confirmed")]
            numbers[back[pairs["new"]]] = gone_numbers[pairs["old"]]
        new = (numbers < 0).nonzero()[0]
        numbers[new] = len(last_seen) + np.arange(len(new))
        last_seen |= {number: (version, place) for place, number in enumerate(numbers.tolist())}
        threads.append(numbers)
    return threads


def _rows_at(
    frames: Sequence[pd.DataFrame], places: dict[int, tuple[int, int]]
) -> tuple[pd.DataFrame, NDArray[np.int64]]:
    """The actions at these places, and their numbers, in the same order."""
    rows: dict[int, list[tuple[int, int]]] = {}
    for number, (version, place) in places.items():
        rows.setdefault(version, []).append((place, number))
    found = [frames[version].iloc[[place for place, _ in some]] for version, some in rows.items()]
    numbers = [number for some in rows.values() for _, number in some]
    return pd.concat(found), np.array(numbers, dtype=np.int64)
