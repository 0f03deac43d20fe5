"""An owner's cell to the owners it names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz import fuzz, process

_PARTS = re.compile(r"\s*(?:;|\r?\n|\s/\s)\s*")
_NOBODY = frozenset(
    (
        "n/a",
        "na",
        "tbc",
        "tba",
        "none",
        "-",
        "–",
        "—",
        "not assigned",
        "unassigned",
        "to be confirmed",
        "?",
        "nil",
        "vacant",
        "not applicable",
        "to be allocated",
        "to be agreed",
        "tbd",
    )
)
TYPO_THRESHOLD = 92
"""Of 100 (RapidFuzz ratio) from which two names may be one owner, misspelt; they are not merged."""


def split_owners(text: str) -> tuple[str, ...]:
    """The owners named in a cell, each once, in order. ``;``, line breaks and `` / `` part them.

    >>> split_owners("Information Manager / Head of Records")
    ('Information Manager', 'Head of Records')
    """
    names = (
        " ".join(part.split()).strip(" ,;") for part in _PARTS.split(text.replace("\xa0", " "))
    )
    return tuple(dict.fromkeys(name for name in names if name))


def names_nobody(name: str) -> bool:
    """Whether the words stand for there being no owner yet."""
    return name.casefold().strip(" .") in _NOBODY


def one_spelling(cells: Sequence[tuple[str, ...]]) -> dict[str, str]:
    """For names that differ only in case: the spelling that the plan uses first."""
    first: dict[str, str] = {}
    spelling: dict[str, str] = {}
    for names in cells:
        for name in names:
            spelling[name] = first.setdefault(name.casefold(), name)
    return spelling


def likely_typos(names: Sequence[str]) -> list[tuple[str, str]]:
    """Pairs of different names so alike that one may be a slip for the other."""
    pairs = []
    for i, name in enumerate(names):
        if len(name) < 6:
            continue
        for other, _, _ in process.extract(
            name, names[i + 1 :], scorer=fuzz.ratio, score_cutoff=TYPO_THRESHOLD, limit=3
        ):
            if re.sub(r"\D", "", name) == re.sub(r"\D", "", other):
                pairs.append((name, other))
    return pairs
