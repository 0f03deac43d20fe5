"""Which action of the later position is which action of the earlier one.

In this order, each action in one pair at most:

1. Pairs that a person confirmed. A pair that a person split is never made. Where all that
   is sure (5.) of a recommendation stands, with other references, under one other recommendation,
   all its actions are looked for there, and by no reference.
2. A reference that is unique in both, however it is spaced and capitalised, where the wording is
   the same or nearly so, or is not given.
3. The same recommendation and the same wording; where several have them, first those with the
   same reference, then those with the same owner and original timescale, then as they stand.
4. The same recommendation and a wording at least ``SAME_WORDING`` alike, best first. A
   recommendation that one action does not give fits any.
5. The same wording under another recommendation, if no other action of either position has it and
   the owner is the same, or the original timescale, which no other action has: as where a
   recommendation was put in between.
6. What is left of the references unique in both, where the wording does not speak against it.

A pair in doubt is not made: it carries nothing until a person has said that it is one action. So a
reference that is used again for another action is two actions, and a reference does not hold a
pair together where the earlier action's wording stands elsewhere.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tracker.timeline.renumbering import as_renumbered, surely_moved
from tracker.timeline.texts import (
    SCORES_AT_ONCE,
    Pairs,
    Scores,
    Texts,
    as_pairs,
    is_settled,
    keys_of,
    pairs_alike,
    reference_key,
    similarities,
    texts_of,
    unique,
)

SAME_WORDING = 90.0
"""Token-set similarity, of 100, from which two wordings are the same action's."""

DOUBTFUL_FROM = 85.0
"""A wording from here to ``SAME_WORDING`` is shown for a person to confirm."""

OTHER_WORDING = 60.0
"""Below this the wording speaks against a reference: it is used again for another action."""

MOST_COMPARED = 40_000
"""Pairs of actions of different recommendations whose wordings are compared."""

_WORDING = ("wordings", "recommendations")
_TOLD_APART_BY = (("references", "others"), ("references",), ("others",), ())
"""What tells actions of the same wording apart, in this order."""

Doubt: TypeAlias = Literal["wording", "reference", "recommendation"]
DOUBT_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "wording": "Worded alike, not the same",
        "reference": "The same reference, worded differently",
        "recommendation": "Worded alike, under another recommendation",
    }
)
"""Why a pair is doubtful, in the words shown for it."""

_Flags: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True)
class Decision:
    """What a person said of a doubtful pair: that it is the same action, or two.

    ``old`` and ``new`` are the keys of the two actions, as in ``Matches.doubtful``: a decision
    holds for any comparison in which the same two texts meet, and for no other.
    """

    old: str
    new: str
    same: bool


@dataclass(frozen=True)
class Matches:
    """The pairs of two positions' actions.

    ``pairs``, in the order of the later one: ``old``, ``new`` (places), ``how`` ("confirmed",
    "reference" or "wording"), ``score`` (the similarity of the wordings, 0 to 100; NaN where one
    is not given).

    ``doubtful``, which are not made: ``old``, ``new``, ``score``; ``doubt``: one of
    ``DOUBT_LABELS``; ``old_key`` and ``new_key`` for a :class:`Decision`. Each action is in one of
    them at most.
    """

    pairs: pd.DataFrame
    doubtful: pd.DataFrame


class _Matching:
    """The pairs made so far, which actions are still free, and which pairs may not be made."""

    def __init__(self, left: Texts, right: Texts, decided: Iterable[Decision]) -> None:
        self.free_old = np.ones(len(left.wordings), dtype=bool)
        self.free_new = np.ones(len(right.wordings), dtype=bool)
        self.same = {(each.old, each.new): each.same for each in decided}
        self.old_keys = keys_of(left) if self.same else []
        self.new_keys = keys_of(right) if self.same else []
        self.made: list[tuple[Pairs, str, Scores]] = []

    def confirmed(self) -> Pairs:
        """The pairs that a person confirmed; where a key is several actions', in their order."""
        olds, news = _places(self.old_keys), _places(self.new_keys)
        pairs: list[tuple[int, int]] = []
        for (old, new), same in self.same.items():
            while same and olds[old] and news[new]:
                pairs.append((olds[old].popleft(), news[new].popleft()))
        return as_pairs(pairs)

    def possible(self, pairs: Pairs) -> _Flags:
        """Which pairs can be made: both actions are free, and nobody split them."""
        free = self.free_old[pairs[:, 0]] & self.free_new[pairs[:, 1]]
        if not all(self.same.values()):
            for place in free.nonzero()[0].tolist():
                old, new = pairs[place]
                free[place] = self.same.get((self.old_keys[old], self.new_keys[new]), True)
        return free

    def make(self, pairs: Pairs, how: str, scores: Scores) -> None:
        self.free_old[pairs[:, 0]] = False
        self.free_new[pairs[:, 1]] = False
        self.made.append((pairs, how, scores))

    def pairs(self) -> pd.DataFrame:
        """What was made, in the order of the later position: as in ``Matches``."""
        pairs, scores = (np.concatenate([each[part] for each in self.made]) for part in (0, 2))
        how = np.repeat([name for _, name, _ in self.made], [len(each) for each, _, _ in self.made])
        order = np.argsort(pairs[:, 1])
        return _frame(pairs[order], scores[order], how=how[order])


def match_actions(
    old: pd.DataFrame, new: pd.DataFrame, decided: Iterable[Decision] = ()
) -> Matches:
    """Pair the actions of two positions, one to one; the frames have the columns of FIELDS.

    Source: ``docs/measures.md``, section 6.
    """
    return match_texts(texts_of(old), texts_of(new), decided)


def match_texts(old: Texts, new: Texts, decided: Iterable[Decision] = ()) -> Matches:
    """As :func:`match_actions`, of what the actions are told apart by."""
    texts = old, new
    left, right = _comparable(*texts)
    left = as_renumbered(left, right)
    matching = _Matching(*texts, decided)
    confirmed = matching.confirmed()
    matching.make(confirmed, "confirmed", similarities(left, right, confirmed))
    reworded, scores = _match_references(left, right, matching)
    for more in _TOLD_APART_BY:
        same = _same_wording(left, right, matching, more)
        matching.make(same, "wording", _certain(same))
    near, near_scores = _match_wordings(left, right, matching)
    anywhere = _without_recommendations(left), _without_recommendations(right)
    elsewhere = _same_wording(anywhere[0], anywhere[1], matching)
    surely = surely_moved(*texts, elsewhere)
    matching.make(elsewhere[surely], "wording", _certain(elsewhere[surely]))
    elsewhere = elsewhere[~surely]
    alike, alike_scores = _unsettled(anywhere, matching)
    moved = np.isin(reworded[:, 0], elsewhere[:, 0]) | np.isin(reworded[:, 1], elsewhere[:, 1])
    held = matching.possible(reworded)
    sure = held & ~moved & (scores >= OTHER_WORDING)
    matching.make(reworded[sure], "reference", scores[sure])
    unsure = held & ~sure
    doubts: list[tuple[Doubt, Pairs, Scores]] = [
        ("recommendation", elsewhere, _certain(elsewhere)),
        ("wording", near, near_scores),
        ("recommendation", alike, alike_scores),
        ("reference", reworded[unsure], scores[unsure]),
    ]
    return Matches(matching.pairs(), _doubtful(doubts, matching, *texts))


def _match_references(left: Texts, right: Texts, matching: _Matching) -> tuple[Pairs, Scores]:
    """Make the pairs of one reference whose wording agrees; the others, with their similarity."""
    named = _of_references(left.references, right.references)
    if len(named) < min(len(left.references), len(right.references)):
        keys = _of_references(*([*map(reference_key, each.references)] for each in (left, right)))
        apart = ~(np.isin(keys[:, 0], named[:, 0]) | np.isin(keys[:, 1], named[:, 1]))
        named = np.concatenate([named, keys[apart]])
    named = named[matching.possible(named)]
    scores = similarities(left, right, named)
    reworded = scores < SAME_WORDING  # not where a wording is unknown
    matching.make(named[~reworded], "reference", scores[~reworded])
    return named[reworded], scores[reworded]


def _of_references(old: Sequence[str], new: Sequence[str]) -> Pairs:
    """The places of each reference that is unique in both."""
    olds, news = unique(old), unique(new)
    return as_pairs([(place, news[name]) for name, place in olds.items() if name in news])


def _same_wording(
    left: Texts, right: Texts, matching: _Matching, more: Sequence[str] = ()
) -> Pairs:
    """Free actions with the same recommendation, wording and ``more``, the first with the first.

    ``more`` names texts that the action must give, and give the same.
    """
    if not (matching.free_old.any() and matching.free_new.any()):
        return as_pairs([])
    olds, news = (
        list(zip(*(getattr(texts, name) for name in (*_WORDING, *more)), strict=True))
        for texts in (left, right)
    )
    waiting = _places(news, matching.free_new)
    pairs = [
        (place, waiting[olds[place]].popleft())
        for place in matching.free_old.nonzero()[0].tolist()
        if left.wordings[place] and all(olds[place][len(_WORDING) :]) and waiting[olds[place]]
    ]
    same = as_pairs(pairs)
    return same[matching.possible(same)]


def _unsettled(anywhere: tuple[Texts, Texts], matching: _Matching) -> tuple[Pairs, Scores]:
    """Free actions of different recommendations whose wordings a few words tell apart.

    None where there are more than ``MOST_COMPARED`` pairs of them: they are other plans' then.
    """
    left, right = anywhere
    if matching.free_old.sum() * matching.free_new.sum() > MOST_COMPARED:
        return as_pairs([]), _certain(as_pairs([]))
    pairs, scores = _alike(left, right, matching)
    alike = [is_settled(left, right, (old, new), 100.0) for old, new in pairs.tolist()]
    found = np.array(alike, dtype=bool)
    order = np.argsort(-scores[found], kind="stable")
    return pairs[found][order], scores[found][order]


def _match_wordings(left: Texts, right: Texts, matching: _Matching) -> tuple[Pairs, Scores]:
    """Make the pairs ``SAME_WORDING`` alike, best first; what is in doubt, best first."""
    pairs, scores = _alike(left, right, matching)
    if not len(pairs):
        return pairs, scores
    # Of equals the nearest in length: a wording that is part of another scores 100 too.
    lengths = [np.array([len(text) for text in texts.wordings]) for texts in (left, right)]
    gaps = np.abs(lengths[0][pairs[:, 0]] - lengths[1][pairs[:, 1]])
    order = np.lexsort((gaps, -scores))
    pairs, scores = pairs[order], scores[order]
    alike = int((scores >= SAME_WORDING).sum())
    best = _best_first(pairs[:alike], matching)
    settled = [
        at for at in best if is_settled(left, right, (pairs[at, 0], pairs[at, 1]), scores[at])
    ]
    matching.make(pairs[settled], "wording", scores[settled])
    unsettled = [*(place for place in best if place not in set(settled)), *range(alike, len(pairs))]
    return pairs[unsettled], scores[unsettled]


def _alike(left: Texts, right: Texts, matching: _Matching) -> tuple[Pairs, Scores]:
    """The possible pairs of one recommendation that are at least ``DOUBTFUL_FROM`` alike."""
    olds = _places(left.recommendations, matching.free_old & _given(left.wordings))
    news = _places(right.recommendations, matching.free_new & _given(right.wordings))
    everywhere = sorted(place for places in news.values() for place in places)
    parts, scores = [as_pairs([])], [_certain(as_pairs([]))]
    for name, rows in olds.items():
        columns = sorted([*news.get(name, ()), *news.get("", ())]) if name else everywhere
        found, similar = pairs_alike(left, right, np.array(rows), np.array(columns), DOUBTFUL_FROM)
        possible = matching.possible(found)
        parts.append(found[possible])
        scores.append(similar[possible])
    return np.concatenate(parts), np.concatenate(scores)


def _best_first(pairs: Pairs, matching: _Matching) -> list[int]:
    """Which of the pairs to make, taken in order, so that each action is in one at most."""
    free_old, free_new = matching.free_old.copy(), matching.free_new.copy()
    chosen = []
    for start in range(0, len(pairs), SCORES_AT_ONCE):
        some = pairs[start : start + SCORES_AT_ONCE]
        for place in (free_old[some[:, 0]] & free_new[some[:, 1]]).nonzero()[0].tolist():
            old, new = some[place]
            if free_old[old] and free_new[new]:
                free_old[old] = free_new[new] = False
                chosen.append(start + place)
    return chosen


def _doubtful(
    doubts: list[tuple[Doubt, Pairs, Scores]], matching: _Matching, left: Texts, right: Texts
) -> pd.DataFrame:
    """Pairs that were not made, though a person may know them to be right: the likeliest first."""
    pairs = np.concatenate([pairs for _, pairs, _ in doubts])
    scores = np.concatenate([scores for _, _, scores in doubts])
    names = [doubt for doubt, pairs, _ in doubts for _ in range(len(pairs))]
    best = _best_first(pairs, matching)
    return _frame(
        pairs[best],
        scores[best],
        doubt=pd.Series([names[at] for at in best], dtype="object"),
        old_key=keys_of(left.at(pairs[best, 0].tolist())),
        new_key=keys_of(right.at(pairs[best, 1].tolist())),
    )


def _frame(pairs: Pairs, scores: Scores, **more: Any) -> pd.DataFrame:
    similar = scores.astype("float64")
    return pd.DataFrame({"old": pairs[:, 0], "new": pairs[:, 1], "score": similar, **more})


def _comparable(left: Texts, right: Texts) -> tuple[Texts, Texts]:
    """The texts without recommendations where one of the plans gives none."""
    if any(left.recommendations) and any(right.recommendations):
        return left, right
    return _without_recommendations(left), _without_recommendations(right)


def _without_recommendations(texts: Texts) -> Texts:
    return texts._replace(recommendations=[""] * len(texts.recommendations))


def _places(names: Sequence[Hashable], keep: _Flags | None = None) -> defaultdict[Any, deque[int]]:
    """The positions of each name, in order, of those to ``keep``."""
    places: defaultdict[Any, deque[int]] = defaultdict(deque)
    for place in range(len(names)) if keep is None else keep.nonzero()[0].tolist():
        places[names[place]].append(place)
    return places


def _given(texts: Sequence[str]) -> _Flags:
    return np.array([bool(text) for text in texts], dtype=bool)


def _certain(pairs: Pairs) -> Scores:
    return np.full(len(pairs), 100, dtype=np.float32)
