"""Which action of the later plan is which action of the earlier one.

In this order, each action in one pair at most:

1. Pairs that the user confirmed. A pair that the user split is never made.
2. A reference that is unique in both plans, however it is spaced and capitalised, where the
   wording is the same or nearly so, or is not given.
3. The same recommendation and the same wording; where several have them, first those with the
   same reference, then those with the same owner and original timescale, then as they stand.
4. The same recommendation and a wording at least ``SAME_WORDING`` alike, best first. A
   recommendation that one action does not give fits any.
5. What is left of the references unique in both: the wording has changed.

So a reference does not hold a pair together where the earlier action's wording stands under
another reference: the plan was renumbered, and its numbers prove nothing. Pairs that a person
should look at are ``doubtful``; so are pairs that were not made but might be right.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from types import MappingProxyType
from typing import Any, Literal, NamedTuple, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tracker.comparison.texts import (
    SCORES_AT_ONCE,
    Pairs,
    Scores,
    Texts,
    is_settled,
    keys_of,
    pairs_alike,
    similarities,
    texts_of,
)

SAME_WORDING = 90.0
"""Token-set similarity, of 100, from which two wordings are the same action's."""

DOUBTFUL_FROM, DOUBTFUL_TO = 85.0, 95.0
"""A similarity between these, both included, is shown for the user to confirm or split."""

OTHER_WORDING = 65.0
"""Below this the wordings under one reference are doubtful: of the sample plan's pairs of two
different actions 99 in 100 are less alike."""

_WORDING = ("wordings", "recommendations")
_TOLD_APART_BY = (("references", "others"), ("references",), ("others",), ())
"""What tells actions of the same wording apart, in this order."""

Doubt: TypeAlias = Literal["", "wording", "reference", "recommendation"]
DOUBT_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "wording": "Worded alike, not the same",
        "reference": "The same reference, worded differently",
        "recommendation": "The same wording, under another recommendation",
    }
)
"""Why a pair is doubtful, in the words shown for it."""

_Flags: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True)
class Decision:
    """What a user said of a doubtful pair: that it is the same action, or two.

    ``old`` and ``new`` are the keys of the two actions, as in ``Matches.doubtful``: a decision
    holds for any comparison in which the same two texts meet, and for no other.
    """

    old: str
    new: str
    same: bool


@dataclass(frozen=True)
class Matches:
    """The pairs of two plans' actions.

    ``pairs``, in the order of the later plan: ``old``, ``new`` (positions), ``how``
    ("confirmed", "reference" or "wording"), ``score`` (the similarity of the wordings, 0 to 100;
    NaN where one is not given).

    ``doubtful``: the same columns; ``doubt``: one of ``DOUBT_LABELS``; ``matched``: whether it
    is in ``pairs``; ``old_key`` and ``new_key`` for a :class:`Decision`.
    """

    pairs: pd.DataFrame
    doubtful: pd.DataFrame


class _Pair(NamedTuple):
    old: int
    new: int
    how: str
    score: float
    doubt: Doubt


class _Matching:
    """The pairs made so far, which actions are still free, and which pairs may not be made."""

    def __init__(self, left: Texts, right: Texts, decided: Iterable[Decision]) -> None:
        self.free_old = np.ones(len(left.wordings), dtype=bool)
        self.free_new = np.ones(len(right.wordings), dtype=bool)
        self.same = {(each.old, each.new): each.same for each in decided}
        self.old_keys = keys_of(left) if self.same else []
        self.new_keys = keys_of(right) if self.same else []
        self.made: list[_Pair] = []

    def confirmed(self) -> Pairs:
        """The pairs that the user confirmed; where a key is several actions', in their order."""
        olds, news = _places(self.old_keys), _places(self.new_keys)
        pairs: list[tuple[int, int]] = []
        for (old, new), same in self.same.items():
            while same and olds[old] and news[new]:
                pairs.append((olds[old].popleft(), news[new].popleft()))
        return _pairs(pairs)

    def possible(self, pairs: Pairs) -> _Flags:
        """Which pairs can be made: both actions are free, and the user did not split them."""
        free = self.free_old[pairs[:, 0]] & self.free_new[pairs[:, 1]]
        if not all(self.same.values()):
            for place in free.nonzero()[0].tolist():
                old, new = pairs[place]
                free[place] = self.same.get((self.old_keys[old], self.new_keys[new]), True)
        return free

    def make(self, pairs: Pairs, how: str, scores: Scores, doubts: Iterable[Doubt]) -> None:
        self.free_old[pairs[:, 0]] = False
        self.free_new[pairs[:, 1]] = False
        for (old, new), score, doubt in zip(pairs.tolist(), scores.tolist(), doubts, strict=False):
            self.made.append(_Pair(old, new, how, score, doubt))


def match_actions(
    old: pd.DataFrame, new: pd.DataFrame, decided: Iterable[Decision] = ()
) -> Matches:
    """Pair the actions of two plans, one to one; ``old`` and ``new`` have the columns of FIELDS.

    Source: ``docs/measures.md``, section 6.
    """
    texts = texts_of(old), texts_of(new)
    left, right = _comparable(*texts)
    matching = _Matching(*texts, decided)
    confirmed = matching.confirmed()
    matching.make(confirmed, "confirmed", similarities(left, right, confirmed), repeat(""))
    reworded, scores = _match_references(left, right, matching)
    for more in _TOLD_APART_BY:
        same = _same_wording(left, right, matching, more)
        matching.make(same, "wording", _certain(same), repeat(""))
    near, near_scores = _match_wordings(left, right, matching)
    anywhere = _without_recommendations(left), _without_recommendations(right)
    elsewhere = _same_wording(anywhere[0], anywhere[1], matching)
    moved = np.isin(elsewhere[:, 0], reworded[:, 0]) | np.isin(elsewhere[:, 1], reworded[:, 1])
    renumbered = elsewhere[moved]
    matching.make(renumbered, "wording", _certain(renumbered), repeat("recommendation"))
    held = matching.possible(reworded)
    unlike: list[Doubt] = ["reference" if each < OTHER_WORDING else "" for each in scores[held]]
    matching.make(reworded[held], "reference", scores[held], unlike)
    made = sorted(matching.made, key=lambda pair: pair.new)
    doubtful = [pair for pair in made if pair.doubt]
    proposed = _proposals(elsewhere, near, near_scores, matching)
    return Matches(_frame(made).drop(columns="doubt"), _doubtful(doubtful, proposed, *texts))


def _match_references(left: Texts, right: Texts, matching: _Matching) -> tuple[Pairs, Scores]:
    """Make the pairs of one reference whose wording agrees; the others, with their similarity."""
    olds, news = _unique(left.references), _unique(right.references)
    named = _pairs([(place, news[name]) for name, place in olds.items() if name in news])
    named = named[matching.possible(named)]
    scores = similarities(left, right, named)
    reworded = scores < SAME_WORDING  # not where a wording is unknown
    matching.make(named[~reworded], "reference", scores[~reworded], repeat(""))
    return named[reworded], scores[reworded]


def _same_wording(
    left: Texts, right: Texts, matching: _Matching, more: Sequence[str] = ()
) -> Pairs:
    """Free actions with the same recommendation, wording and ``more``, the first with the first.

    ``more`` names texts that the action must give, and give the same.
    """
    if not (matching.free_old.any() and matching.free_new.any()):
        return _pairs([])
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
    same = _pairs(pairs)
    return same[matching.possible(same)]


def _match_wordings(left: Texts, right: Texts, matching: _Matching) -> tuple[Pairs, Scores]:
    """Make the pairs ``SAME_WORDING`` alike, best first; the less alike, best first."""
    pairs, scores = _alike(left, right, matching)
    # Of equals the nearest in length: a wording that is part of another scores 100 too.
    lengths = [np.array([len(text) for text in texts.wordings]) for texts in (left, right)]
    gaps = np.abs(lengths[0][pairs[:, 0]] - lengths[1][pairs[:, 1]])
    order = np.lexsort((gaps, -scores))
    pairs, scores = pairs[order], scores[order]
    sure = int((scores >= SAME_WORDING).sum())
    best = _best_first(pairs[:sure], matching)
    doubts: list[Doubt] = [
        "" if score > DOUBTFUL_TO and is_settled(left, right, old, new) else "wording"
        for (old, new), score in zip(pairs[best].tolist(), scores[best].tolist(), strict=True)
    ]
    matching.make(pairs[best], "wording", scores[best], doubts)
    return pairs[sure:], scores[sure:]


def _alike(left: Texts, right: Texts, matching: _Matching) -> tuple[Pairs, Scores]:
    """The possible pairs of one recommendation that are at least ``DOUBTFUL_FROM`` alike."""
    olds = _places(left.recommendations, matching.free_old & _given(left.wordings))
    news = _places(right.recommendations, matching.free_new & _given(right.wordings))
    everywhere = sorted(place for places in news.values() for place in places)
    parts, scores = [_pairs([])], [_certain(_pairs([]))]
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


def _proposals(
    elsewhere: Pairs, near: Pairs, near_scores: Scores, matching: _Matching
) -> list[_Pair]:
    """Pairs that were not made, though a person may know them to be right."""
    pairs = np.concatenate([elsewhere, near])
    scores = np.concatenate([_certain(elsewhere), near_scores])
    return [
        _Pair(
            old=int(pairs[best, 0]),
            new=int(pairs[best, 1]),
            how="wording",
            score=float(scores[best]),
            doubt="recommendation" if best < len(elsewhere) else "wording",
        )
        for best in _best_first(pairs, matching)
    ]


def _doubtful(made: list[_Pair], proposed: list[_Pair], left: Texts, right: Texts) -> pd.DataFrame:
    pairs = made + proposed
    return _frame(pairs).assign(
        matched=[True] * len(made) + [False] * len(proposed),
        old_key=keys_of(left, [pair.old for pair in pairs]),
        new_key=keys_of(right, [pair.new for pair in pairs]),
    )


def _frame(pairs: list[_Pair]) -> pd.DataFrame:
    columns = zip(*pairs, strict=True) if pairs else [()] * len(_Pair._fields)
    kinds = {"old": "int64", "new": "int64", "score": "float64"}
    return pd.DataFrame(
        {
            name: np.array(column, dtype=kinds.get(name, "object"))
            for name, column in zip(_Pair._fields, columns, strict=True)
        }
    )


def _comparable(left: Texts, right: Texts) -> tuple[Texts, Texts]:
    """The texts without recommendations where one of the plans gives none."""
    if any(left.recommendations) and any(right.recommendations):
        return left, right
    return _without_recommendations(left), _without_recommendations(right)


def _without_recommendations(texts: Texts) -> Texts:
    return texts._replace(recommendations=[""] * len(texts.recommendations))


def _unique(names: Sequence[str]) -> dict[str, int]:
    """The position of each name that occurs once."""
    counts = Counter(names)
    return {name: place for place, name in enumerate(names) if name and counts[name] == 1}


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


def _pairs(pairs: Sequence[tuple[int, int]]) -> Pairs:
    return np.array(pairs, dtype=np.int64).reshape(-1, 2)
