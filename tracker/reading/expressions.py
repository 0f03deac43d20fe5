"""The regular expressions of ``expressions.toml``: words looked for in cells and titles."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tracker.vocabulary import tables_beside

_TOLD: dict[str, dict[str, str]] = tables_beside(__file__)
_NAME = re.compile(r"<([A-Z_]+)>")
_FLAGS = re.compile(r"^\(\?[is]+\)")


def words(table: str, name: str) -> list[str]:
    """A list of words, a semicolon between."""
    return " ".join(_TOLD[table][name].split()).split("; ")


def any_of(phrases: Iterable[str]) -> str:
    """A pattern of any of these phrases, the longest first."""
    escaped = (re.escape(phrase).replace(r"\ ", r"\s+") for phrase in phrases)
    return f"{_one_of(escaped)}(?![a-z])"


def _one_of(patterns: Iterable[str]) -> str:
    return "(?:" + "|".join(sorted(patterns, key=len, reverse=True)) + ")"


NUMBERED: dict[str, dict[str, int]] = {
    name: {
        word.strip(): number
        for number, each in enumerate(words("everywhere", name), start=1)
        for word in each.split(",")
    }
    for name in ("MONTHS", "WEEKDAYS", "NUMBERS", "UNITS", "ORDINALS")
}
"""Words of dates by their number."""

NUMBERED["NUMBERS"] |= {"eighteen": 18, "twenty four": 24, "twenty-four": 24}
MONTHS, WEEKDAYS = NUMBERED["MONTHS"], NUMBERED["WEEKDAYS"]
MONTH, WEEKDAY = any_of(MONTHS), any_of(WEEKDAYS)
BODIES = _one_of(words("everywhere", "BODIES"))
"""Who may agree, accept or inspect something."""


def expressions(table: str) -> dict[str, re.Pattern[str]]:
    """The expressions of a table by their names."""
    told = {
        name: text.replace("\n", "") for name, text in (_TOLD["everywhere"] | _TOLD[table]).items()
    }
    own = sorted(told, key=str.isupper)  # a name in capitals goes before the same in small letters
    parts = {name.upper(): _FLAGS.sub("", told[name]) for name in own}
    parts |= {
        name: _one_of(words(place, name))
        for place in ("everywhere", table)
        for name, text in _TOLD[place].items()
        if "; " in text and name not in NUMBERED
    }
    parts |= {name[:-1]: any_of(numbered) for name, numbered in NUMBERED.items()}

    def whole(text: str) -> str:
        return _NAME.sub(lambda name: whole(parts[name[1]]), text)

    return {name: re.compile(whole(told[name])) for name in _TOLD[table] if name.islower()}
