"""The words that stand beside a field's own in a heading, and what is left when they are known.

A heading is taken for a field only where each of its words is accounted for: the field's own,
one that says nothing else (``fillers``), or the name of what a row is (``items``). A word of
``others`` makes it the date, status or owner of something else; a word on no list leaves
doubt.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Any, Literal

from tracker.vocabulary import tables_beside

Doubt = Literal["", "item", "unknown", "held", "thing", "another"]
"""What the words left over make of a heading. ``item``: it names what a row is; ``held``:
something that is held, written or signed, which may set a deadline; ``thing``: the same with a
deadline of its own, or beside words that are not known; ``another``: something else;
``unknown``: who knows."""

TOLD: dict[str, Any] = tables_beside(__file__)
"""The tables of ``heading_words.toml``."""

_INNER_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")
_POSSESSIVE = re.compile(r"['’]s\b")
_WORD = re.compile(r"\w+")


@lru_cache(maxsize=10_000)
def normal(heading: str) -> str:
    """A heading as it is compared.

    >>> normal("% Complete\\n(to date)"), normal("Action_Owner"), normal("dueDate")
    ('percent complete to date', 'action owner', 'due date')
    """
    text = heading.replace("\xa0", " ")
    if not text[1:].islower():
        text = _INNER_CAPITAL.sub(" ", text)
    text = text.casefold().replace("%", " percent ").replace("&", " and ").replace("#", " no ")
    if not text.isascii():
        letters = unicodedata.normalize("NFD", text.replace("’", "'"))
        text = "".join(letter for letter in letters if not unicodedata.combining(letter))
    if "'" in text:
        text = _POSSESSIVE.sub("", text).replace("'", "")
    return " ".join(_WORD.findall(text.replace("_", " ")))


def singular(text: str) -> str:
    """A heading's words without their plural endings.

    >>> singular("actions and progress")
    'action and progress'
    """
    return " ".join(
        word[:-1] if len(word) > 3 and word[-1] == "s" and word[-2] not in "sui" else word
        for word in text.split()
    )


_FILLERS = frozenset(map(singular, TOLD["fillers"].split()))
_ITEMS, _OFFICES = frozenset(TOLD["items"].split()), frozenset(TOLD["offices"].split())
_ASIDE = frozenset(map(singular, TOLD["aside"].split()))


def expression(words: str) -> re.Pattern[str]:
    """One pattern of words parted by semicolons."""
    each = (" ".join(word.split()) for word in words.split(";"))
    return re.compile(rf"\b(?:{'|'.join(filter(None, each))})\b")


_HELD, _THINGS, _OTHERS = (expression(TOLD[name]) for name in ("held", "things", "others"))
_BODIES = expression(TOLD["bodies"])
_IN_BRACKETS = re.compile(r"[(\[].*?[)\]]")
_INITIALS = re.compile(r"\b[A-Z]{2,6}\b(?!['’])")
"""Of an office or a body before an owner, in a heading that is not all capitals: "SLT lead"."""


@lru_cache(maxsize=10_000)
def doubt_of(
    heading: str, own: re.Pattern[str] | None = None, known: str = "", *, office: bool = False
) -> Doubt:
    """What the words of a heading make of it that are not a field's ``own``, nor ``known``.

    ``office``: whether they may be an office's, as capitals that are on no list then are.

    >>> [doubt_of(words) for words in ("Agreed action", "Evidence", "Finding", "Audit", "Xyz")]
    ['', 'another', 'item', 'held', 'unknown']
    """
    if _OTHERS.search(normal(heading)):
        return "another"
    bare = normal(_IN_BRACKETS.sub(" ", heading))
    aside = normal(" ".join(_IN_BRACKETS.findall(heading)))
    if not bare:
        bare, aside = aside, ""
    held = _HELD.search(bare)
    if office and not heading.isupper():
        bare = normal(_INITIALS.sub(" ", _IN_BRACKETS.sub(" ", heading)))
    if held:
        bare = _BODIES.sub(" ", _HELD.sub(" ", bare))
    thing, aside = _THINGS.search(bare), _BODIES.sub(" ", aside)
    if own:
        bare, aside = own.sub(" ", bare), own.sub(" ", aside)
    left = {*singular(bare).split(), *({*singular(aside).split()} - _ASIDE)}
    left -= _FILLERS | {*known.split()}
    left = {word for word in left if not word[0].isdigit()} - (_OFFICES if office else set())
    if held or thing:
        return "thing" if thing or left - _ITEMS else "held"
    return "unknown" if left - _ITEMS else "item" if left else ""
