"""Protective markings: which cells, headings and titles say what may not be published."""

from __future__ import annotations

import re

from tracker.book import Cell, Column
from tracker.reading.expressions import expressions

_IS = expressions("markings")
LOOKED_FOR = ("SENSITIVE", "RESTRICTED", "PUBLICATION")
"""Words of protective markings, one of which a text that carries one has."""

_YES = frozenset(("yes", "y", "true", "x", "1", "✓", "✔"))


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
    if _IS["open"].fullmatch(word):
        return False
    return True if _IS["restricted"].search(word) else None


def asks_to_publish(heading: str) -> bool:
    """Whether a column asks what may be published, rather than what may not.

    >>> asks_to_publish("For publication?"), asks_to_publish("Not for publication")
    (True, False)
    """
    asks_to_keep = re.search(r"\b(?:not|exempt|withh\w*|exclu\w*)\b", heading, re.IGNORECASE)
    return "publi" in heading.casefold() and not asks_to_keep


def status_restricts(text: str | None) -> bool:
    """Whether a status itself says that the row is restricted."""
    return text is not None and "restricted" in text.casefold()


def may_carry_marking(column: Column) -> bool:
    """Whether any of a column's texts may carry a marking: most columns' plainly do not."""
    together = "\n".join(filter(None, column.distinct.texts.tolist()))
    return any(word in together for word in LOOKED_FOR)


def carries_marking(cell: Cell) -> bool:
    """Whether a text itself carries a protective marking, in capitals as they are written."""
    if not isinstance(cell, str) or not any(word in cell for word in LOOKED_FOR):
        return False
    return _IS["marking"].search(cell) is not None


def heading_restricts(text: str) -> bool:
    """Whether a heading, a title or a sheet's name marks what stands under it as restricted.

    >>> heading_restricts("Restricted actions"), heading_restricts("OFFICIAL")
    (True, False)
    """
    return _IS["marking"].search(text) is not None or _IS["heading"].match(text) is not None


def share_of_markings(texts: list[str]) -> float:
    """The share of these different texts that are markings."""
    return sum(read_marking(text) is not None for text in texts) / len(texts) if texts else 0.0


def are_markings(texts: list[str]) -> bool:
    """Whether all these texts are markings, and one of them plainly restricts."""
    plain = re.compile(
        r"official\W{1,3}sensitive|restricted|confidential|private|exempt|not for pub", re.I
    )
    return share_of_markings(texts) == 1.0 and any(plain.search(text) for text in texts)
