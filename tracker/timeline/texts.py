"""What an action is told apart by: its reference, recommendation and wording; how alike two are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from hashlib import sha256
from itertools import pairwise
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from rapidfuzz import fuzz, process
from rapidfuzz.utils import default_process

from tracker.recommendation_numbers import recommendation_key

CHARACTERS_COMPARED = 500
"""Of a wording: an action is told in fewer, and the time of a comparison grows with them."""

SCORES_AT_ONCE = 1_000_000
"""Similarities held in memory together: 4 MB."""

THREADS_FROM = 10_000
"""Similarities from which threads cost less than they save."""

MUCH_LONGER = 0.6
"""Token-set similarity is 100 where one wording holds all words of the other. Where the shorter
has less than this share of the longer's characters, that proves little."""

SAME_DESPITE_REFERENCE = 95.0
"""Over this similarity a wording under another reference is the same action, renumbered."""

LEAST_WORDS = 2
"""Words of an action, of more than two letters, by which it is known again in another."""

KEY_LENGTH = 32
"""Hexadecimal digits of an action's key: 128 bits, so that no two texts ever share one."""

Pairs: TypeAlias = NDArray[np.int64]  # two columns: positions in the earlier and the later plan
Scores: TypeAlias = NDArray[np.float32]
_Positions: TypeAlias = NDArray[np.int64]
_Column: TypeAlias = "pd.Series[Any]"

TOLD_BY = ["reference", "recommendation", "recommendation_text", "action", "owner", "original_due"]
"""The columns of an action that its texts are made of."""

UNKNOWN_DAY = np.iinfo(np.int64).min

_DIGITS = re.compile(r"\d+")


class Texts(NamedTuple):
    """What a plan's actions are told apart by, however it is spaced and capitalised.

    A text an action; "" for unknown. ``others`` are its owner and its original timescale, a day's
    number or ``UNKNOWN_DAY``.
    """

    references: Sequence[str]
    recommendations: Sequence[str]
    wordings: Sequence[str]
    others: Sequence[tuple[str, int]]

    def at(self, places: Sequence[int]) -> Texts:
        """Those of the actions at these places."""
        return Texts._make([column[place] for place in places] for column in self)


def texts_of(actions: pd.DataFrame) -> Texts:
    """The texts of a plan's actions; the recommendation's wording stands for one not given."""
    wording = actions["action"].where(actions["action"].notna(), actions["recommendation_text"])
    due = actions["original_due"].to_numpy().astype("int64").tolist()
    return Texts(
        references=_made_of(actions["reference"], _unspaced),
        recommendations=_made_of(
            apart_from_actions(actions), lambda name: recommendation_key(name) or ""
        ),
        wordings=_made_of(wording, _in_words),
        others=list(zip(_made_of(actions["owner"], _unspaced), due, strict=True)),
    )


def apart_from_actions(actions: pd.DataFrame) -> _Column:
    """The recommendations, unknown where one is in the very words of its action."""
    recommendations: _Column = actions["recommendation"]
    return recommendations.mask(recommendations.eq(actions["action"]), None)


_OF_A_REFERENCE = re.compile(r"^(?:actions?|items?|ref(?:erence)?)?(?:no|number)?[.:#-]*(?=\w*\d)")


def reference_key(reference: str) -> str:
    """A reference without spaces, capitals, a word for what it is, and what ends it.

    >>> reference_key("Action No. 1.1."), reference_key("FS 3")
    ('1.1', 'fs3')
    """
    return _OF_A_REFERENCE.sub("", _unspaced(reference)).rstrip(".:)")


def texts_of_each(frames: Sequence[pd.DataFrame]) -> list[Texts]:
    """The texts of each of these frames; what stands in several of them is made once."""
    together = texts_of(pd.concat([frame[TOLD_BY] for frame in frames], ignore_index=True))
    ends = np.cumsum([0, *map(len, frames)]).tolist()
    return [together.at(range(*part)) for part in pairwise(ends)]


def keys_of(texts: Texts) -> list[str]:
    """What each action is known by in a decision on it.

    A digest of its reference, recommendation and wording: the same for the same texts in any
    plan, and telling nothing of them to who reads it.
    """
    rows = zip(texts.references, texts.recommendations, texts.wordings, strict=True)
    return [sha256("\n".join(row).encode()).hexdigest()[:KEY_LENGTH] for row in rows]


def similarities(left: Texts, right: Texts, pairs: Pairs) -> Scores:
    """Token-set similarity of each pair's wordings, 0 to 100; NaN where one is unknown."""
    olds = [left.wordings[place] for place in pairs[:, 0].tolist()]
    news = [right.wordings[place] for place in pairs[:, 1].tolist()]
    scores = np.full(len(pairs), 100, dtype=np.float32)
    known = np.array([bool(a and b) for a, b in zip(olds, news, strict=True)], dtype=bool)
    scores[~known] = np.nan
    differ = [place for place in known.nonzero()[0].tolist() if olds[place] != news[place]]
    if differ:
        scores[differ] = process.cpdist(
            [olds[place][:CHARACTERS_COMPARED] for place in differ],
            [news[place][:CHARACTERS_COMPARED] for place in differ],
            scorer=fuzz.token_set_ratio,
            dtype=np.float32,
        )
    return scores


def pairs_alike(
    left: Texts, right: Texts, rows: _Positions, columns: _Positions, least: float
) -> tuple[Pairs, Scores]:
    """The pairs of these actions whose wordings are at least so alike, and how alike they are."""
    olds = [left.wordings[place][:CHARACTERS_COMPARED] for place in rows.tolist()]
    news = [right.wordings[place][:CHARACTERS_COMPARED] for place in columns.tolist()]
    parts, scores = [np.empty((0, 2), dtype=np.int64)], [np.empty(0, dtype=np.float32)]
    step = max(1, SCORES_AT_ONCE // max(1, len(news)))
    for start in range(0, len(olds) if news else 0, step):
        block = process.cdist(
            olds[start : start + step],
            news,
            scorer=fuzz.token_set_ratio,
            score_cutoff=least,
            dtype=np.float32,
            workers=-1 if len(olds) * len(news) >= THREADS_FROM else 1,
        )
        row, column = block.nonzero()
        parts.append(np.column_stack([rows[start + row], columns[column]]))
        scores.append(block[row, column])
    return np.concatenate(parts), np.concatenate(scores)


def is_settled(left: Texts, right: Texts, pair: tuple[int, int], score: float) -> bool:
    """Whether nothing but a few words tells two actions apart whose wordings are very alike.

    Not so where the wordings name different numbers (station 1, station 2), one says much more
    than the other, or the references differ and the wordings do by more than a word or two.
    """
    old, new = pair
    texts = left.wordings[old], right.wordings[new]
    shorter, longer = sorted(map(len, texts))
    numbers = [sorted(_DIGITS.findall(text)) for text in texts]
    references = {*map(reference_key, (left.references[old], right.references[new]))} - {""}
    told_alike = len(references) < 2 or score > SAME_DESPITE_REFERENCE
    return shorter >= MUCH_LONGER * longer and numbers[0] == numbers[1] and told_alike


def taken_in(gone: Sequence[str], marked: Sequence[str]) -> Pairs:
    """Which wordings hold all words of one that is gone: the places of this and of that."""
    olds, news = ([{w for w in text.split() if len(w) > 2} for text in e] for e in (gone, marked))
    return as_pairs(
        [
            (old, new)
            for old, words in enumerate(olds)
            for new, others in enumerate(news)
            if len(words) >= LEAST_WORDS and words <= others
        ]
    )


def _made_of(column: _Column, make: Callable[[str], str]) -> list[str]:
    """What is made of each text, once of those that are the same; "" where there is none."""
    texts = column.tolist()
    made = {text: make(text) if isinstance(text, str) else "" for text in set(texts)}
    return [made[text] for text in texts]


def _in_words(text: str) -> str:
    """The words alone, in small letters, a space between two."""
    words = default_process(text)
    while "  " in words:  # there seldom are: faster than to split each
        words = words.replace("  ", " ")
    return words


def _unspaced(text: str) -> str:
    return "".join(text.split()).casefold()


def unique(names: Sequence[str]) -> dict[str, int]:
    """The position of each name that occurs once."""
    counts = Counter(names)
    return {name: place for place, name in enumerate(names) if name and counts[name] == 1}


def as_pairs(pairs: Sequence[tuple[int, int]]) -> Pairs:
    """Pairs of places as an array of two columns."""
    return np.array(pairs, dtype=np.int64).reshape(-1, 2)
