"""Which actions moved to another recommendation, and which recommendations got another number."""

from __future__ import annotations

from collections import Counter, defaultdict

import numpy as np
from numpy.typing import NDArray

from tracker.timeline.texts import (
    UNKNOWN_DAY,
    Pairs,
    Texts,
    as_pairs,
    reference_key,
    unique,
)


def as_renumbered(left: Texts, right: Texts) -> Texts:
    """The earlier texts with the numbers that their recommendations have in the later position.

    Where these are others, actions of the same words go by them, not by their references, which
    were given to others of these words meanwhile.
    """
    olds, news = unique(left.wordings), unique(right.wordings)
    found_again = [(old, news[wording]) for wording, old in olds.items() if wording in news]
    was, now = left.recommendations, right.recommendations
    if all(was[old] == now[new] for old, new in found_again):
        return left
    pairs = as_pairs(found_again)
    became: defaultdict[str, set[str]] = defaultdict(set)
    for old, new in pairs[surely_moved(left, right, pairs)].tolist():
        before, after = left.recommendations[old], right.recommendations[new]
        other = reference_key(left.references[old]) != reference_key(right.references[new])
        became[before].add(after if other else before)
    targets = Counter(after for found in became.values() for after in found)
    moved = {
        before: after
        for before, found in became.items()
        for after in found
        if len(found) == 1 and targets[after] == 1 and "" not in (before, after) and before != after
    }
    if not moved:
        return left
    return left._replace(
        recommendations=[moved.get(each, each) for each in left.recommendations],
        references=[
            "" if number in moved and wording not in olds else reference
            for number, reference, wording in zip(
                left.recommendations, left.references, left.wordings, strict=True
            )
        ],
    )


def surely_moved(left: Texts, right: Texts, pairs: Pairs) -> NDArray[np.bool_]:
    """Which pairs of one wording are of no other action, and of one owner or a timescale alone."""
    if not len(pairs):
        return np.empty(0, dtype=bool)
    words = unique(left.wordings).keys() & unique(right.wordings).keys()
    stated = [Counter(day for _, day in texts.others) for texts in (left, right)]

    def sure(old: int, new: int) -> bool:
        (owner, day), (its_owner, its_day) = left.others[old], right.others[new]
        alone = day == its_day != UNKNOWN_DAY and all(days[day] == 1 for days in stated)
        return left.wordings[old] in words and (owner == its_owner != "" or alone)

    return np.array([sure(old, new) for old, new in pairs.tolist()], dtype=bool)
