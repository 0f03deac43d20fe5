"""Words with one meaning: whether a row is restricted, whether it is national or the force's."""

from __future__ import annotations

import re

from tracker.book import Cell, Column

LOOKED_FOR = ("SENSITIVE", "RESTRICTED", "PUBLICATION")
"""Words of protective markings, one of which a text that carries one has."""

_RESTRICTED = re.compile(
    r"restricted|official\W{1,3}sensitive|\bconfidential|\bsecret\b|not for publication|"
    r"do not publish|"
    r"\bexempt\b|\bprivate\b|\bclosed\b|\bsensitive\b|not public|part (?:2|ii|b)\b",
    re.IGNORECASE,
)
_OPEN = re.compile(
    r"official|not protectively marked|npm|unrestricted|unclassified|public|open|none|no|n|"
    r"false|n/?a|-|"
    r"nil|not restricted|part (?:1|i|a)|non.?sensitive|not sensitive",
    re.IGNORECASE,
)
_YES = frozenset(("yes", "y", "true", "x", "1", "✓", "✔"))
_MARKING = re.compile(
    r"\bOFFICIAL\W{1,3}SENSITIVE\b|\bNOT FOR PUBLICATION\b|^\W*RESTRICTED\b|\[RESTRICTED\]|"
    r"\(RESTRICTED\)"
)

_HEADING = re.compile(
    r"\W*(?:restricted|confidential|exempt|official\W{1,3}sensitive|not for publication|"
    r"not public)\b",
    re.IGNORECASE,
)


def read_marking(text: str, *, publish: bool = False) -> bool | None:
    """Whether a marking keeps the row from publication; ``None`` where it is not understood.

    ``publish`` where the column asks the opposite question ("For publication?").
    """
    word = text.strip().casefold()
    if not word:
        return False
    if publish and word in ("yes", "y", "true", "1", "no", "n", "false", "0"):
        return word in ("no", "n", "false", "0")
    if word in _YES:
        return True
    if _OPEN.fullmatch(word):
        return False
    return True if _RESTRICTED.search(word) else None


def may_carry_marking(column: Column) -> bool:
    """Whether any of a column's texts may carry a marking: most columns' plainly do not."""
    together = "\n".join(filter(None, column.distinct.texts.tolist()))
    return any(word in together for word in LOOKED_FOR)


def carries_marking(cell: Cell) -> bool:
    """Whether a text itself carries a protective marking, in capitals as they are written."""
    if not isinstance(cell, str) or not any(word in cell for word in LOOKED_FOR):
        return False
    return _MARKING.search(cell) is not None


def heading_restricts(text: str) -> bool:
    """Whether a heading, a title or a sheet's name marks what stands under it as restricted.

    >>> heading_restricts("Restricted actions"), heading_restricts("OFFICIAL")
    (True, False)
    """
    return _MARKING.search(text) is not None or _HEADING.match(text) is not None


def share_of_markings(texts: list[str]) -> float:
    """The share of these different texts that are markings."""
    return sum(read_marking(text) is not None for text in texts) / len(texts) if texts else 0.0


def are_markings(texts: list[str]) -> bool:
    """Whether all these texts are markings, and one of them plainly restricts."""
    plain = re.compile(
        r"official\W{1,3}sensitive|restricted|confidential|private|exempt|not for pub", re.I
    )
    return share_of_markings(texts) == 1.0 and any(plain.search(text) for text in texts)


def scope_of(text: str) -> str | None:
    """``national``, ``force`` or ``None`` for the words of a cell, a banner or a sheet's name."""
    word = text.casefold()
    national = re.search(r"\bnational\b|\ball forces\b", word)
    force = re.search(
        r"\bforce(?:[- ]specific|[- ]level|[- ]only)?\b(?!s)|\blocal(?:ly)?\b|"
        r"\bconstabulary[- ]specific\b",
        word,
    )
    if bool(national) == bool(force):
        return None
    return "national" if national else "force"
