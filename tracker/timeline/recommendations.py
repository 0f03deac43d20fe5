"""Each recommendation followed through the positions of a plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import pandas as pd
from rapidfuzz import fuzz
from rapidfuzz.utils import default_process

from tracker.group_figures import Codes
from tracker.summaries import RecommendationKey, recommendation_groups
from tracker.timeline.matching import OTHER_WORDING
from tracker.timeline.threads import Numbers

_Votes: TypeAlias = "list[Counter[int]]"


def follow_recommendations(
    frames: Sequence[pd.DataFrame], numbers: Sequence[Numbers]
) -> list[Numbers]:
    """For each position, the earliest first, a number for the recommendation of each action.

    A recommendation has the same one wherever it stands. ``numbers`` are those of the actions, as
    in ``Threads``. It is known by its inspection and number together, but where most of its
    actions that stood before stood under one other, and most of that one's are here, it is the
    other: renumbered, or with another's number. One that is split in halves is followed by none.
    Where none of its actions stood before and it is worded otherwise, it is new, with the number of
    one that is gone.
    """
    stood = np.full(1 + max((int(n.max(initial=-1)) for n in numbers), default=-1), -1)
    called: dict[RecommendationKey, int] = {}
    said: dict[int, str] = {}
    found: list[Numbers] = []
    known = 0
    for actions, thread in zip(frames, numbers, strict=True):
        codes, keys = recommendation_groups(actions)
        votes, wordings = _votes(stood[thread], codes, len(keys)), _wordings(actions, codes)
        by_number = [_recall(key, called) for key in keys]
        for place, number in enumerate(by_number):
            if not votes[place] and _speak_against(said.get(number or 0, ""), wordings[place]):
                by_number[place] = None
        same = _followed(votes, by_number)
        for place, number in enumerate(same):
            if number is None:
                same[place], known = known, known + 1
            if keys[place] in called or same[place] != by_number[place]:
                called[keys[place]] = known - 1 if number is None else number
        now = np.array(same, dtype=np.int64)
        said |= {n: text for n, text in zip(now.tolist(), wordings, strict=True) if text}
        none_given = np.array([number is None for _, number in keys], dtype=bool)
        stood[thread] = np.where(none_given, -1, now)[codes]
        found.append(now[codes])
    return found


def _votes(stood: Numbers, codes: Codes, groups: int) -> _Votes:
    """Under which recommendation the actions of each group stood before, with how many."""
    votes: _Votes = [Counter() for _ in range(groups)]
    for group, before in zip(codes.tolist(), stood.tolist(), strict=True):
        if before >= 0:
            votes[group][before] += 1
    return votes


def _wordings(actions: pd.DataFrame, codes: Codes) -> list[str]:
    """What each group's recommendation says; "" where that is not given."""
    first = actions["recommendation_text"].groupby(codes).first()
    return [text if isinstance(text, str) else "" for text in first.tolist()]


def _speak_against(before: str, now: str) -> bool:
    """Whether two wordings are another recommendation's."""
    alike = fuzz.token_set_ratio(before, now, processor=default_process)
    return bool(before and now) and alike < OTHER_WORDING


def _followed(votes: _Votes, by_number: Sequence[int | None]) -> list[int | None]:
    """Which recommendation each group is; None for one that is new.

    ``by_number``: which one had its number.
    """
    stand: Counter[int] = sum(votes, Counter())
    same: list[int | None] = [None] * len(votes)
    for group, (its, own) in enumerate(zip(votes, by_number, strict=True)):
        kept = 0 if own is None else its[own]
        shared = own is not None and by_number.count(own) > 1
        most = 2 * kept > stand[own or 0]
        if kept and (most or (2 * kept >= its.total() and not shared)):
            same[group] = own
    kept_ones = set(same)
    others = [
        (most, group, other)
        for group, its in enumerate(votes)
        for other, most in its.most_common(1)
        if same[group] is None
        and 2 * most > max(its.total(), stand[other])
        and other not in kept_ones
    ]
    for _, group, other in sorted(others, key=lambda each: -each[0]):
        if other not in same:
            same[group] = other
    taken = set(same)
    return [
        own if found is None and own not in taken and by_number.count(own) == 1 else found
        for found, own in zip(same, by_number, strict=True)
    ]


def _recall(key: RecommendationKey, called: dict[RecommendationKey, int]) -> int | None:
    """Which recommendation had a number; a position that names no inspection may mean any."""
    if key in called:
        return called[key]
    source, number = key
    if source:
        return called.get(("", number))
    alike = {called[each] for each in called if each[1] == number}
    return alike.pop() if len(alike) == 1 else None
