"""What the words beside a date mean, and what they do to it in a column of each role.

The words stand in ``date_words.toml``. Each phrase has one meaning; a word that is on no list is
unknown, and a cell that holds one is not read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any, Literal, NamedTuple, cast

from tracker.reading.date_forms import (
    AFTER,
    BEFORE,
    FORMS,
    TIME,
    DateReading,
    Outcome,
    build,
    counted,
    length,
    unclear,
)
from tracker.reading.expressions import BODIES, WEEKDAY, any_of
from tracker.vocabulary import tables_beside

Role = Literal["original_due", "revised_due", "completed_on", "recommendation_due"]

_TOLD: dict[str, dict[str, Any]] = tables_beside(__file__)


def _by_phrase(table: str) -> dict[str, str]:
    """What each phrase of a table means."""
    return {
        " ".join(phrase.split()): meaning
        for meaning, phrases in _TOLD[table].items()
        for phrase in phrases.split(";")
    }


MEANINGS = _by_phrase("words")
PHRASES = cast(dict[str, Outcome], _by_phrase("phrases"))
"""What a whole cell says that holds no date."""

RULES: dict[str, dict[str, str]] = {
    role: {word: "" if verdict == "harmless" else verdict
           for verdict, words in rules.items() for word in words.split()}
    for role, rules in _TOLD["roles"].items()
}  # fmt: skip
"""What words do to a date, by the column's role: nothing; ``~caution``; ``!reason`` not to use it;
``later``: it is only a revised date. Words that are not named are a reason not to use it."""

_DATE = "|".join(
    f"(?P<{name}>" + pattern.replace("(?P<", f"(?P<{name}__").replace("(?P=", f"(?P={name}__") + ")"
    for name, pattern in FORMS.items()
)
_SCANNER = re.compile(
    r"(?P<nothing>[ \t.:*!'\"_•-]+)|(?P<mark>[\n,;/|()\[\]])"
    rf"|(?P<date>{BEFORE}?(?:{_DATE})(?![^\W_])(?!/\d){AFTER})"
    r"|(?P<body>(?:agreed|approved|accepted|authorised|endorsed) by(?: the)?"
    rf"(?! (?:hmi|inspectorate|the|of|and|for|&))(?: {BODIES}\b)+)"
    rf"|(?P<time>{TIME})|(?P<weekday>{WEEKDAY})|(?P<phrase>{any_of(MEANINGS)})"
    r"|(?P<unknown>\d+|[^\W\d_]+|.)"
)
_GROUPS = {
    name: [(g.partition("__")[2], g) for g in _SCANNER.groupindex if g.startswith(f"{name}__")]
    for name in FORMS
}


_ODD_MARKS = str.maketrans(
    {
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("⁄∕", "/"),
        **dict.fromkeys("‘’ʼ`", "'"),
        **dict.fromkeys("→⇒➔➜➝⟶▶►", " → "),
        **dict.fromkeys("\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u2060\ufeff\u00ad", ""),
    }
)


def normal(text: str) -> str:
    """A cell in small letters, with plain digits, dashes, arrows and spaces."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).translate(_ODD_MARKS)
    if ">" in text:
        text = re.sub(r"[-=]*>+", " → ", text)
    text = re.sub(r"[ \t\r]+", " ", re.sub(r":\s*\n", ": ", text)).strip().casefold()
    return re.sub(r"\bre-(?=[a-z])", "re", text)


class Token(NamedTuple):
    """A piece of a cell: a date, a word by its meaning, a mark between words, or unknown."""

    kind: str
    text: str
    reading: DateReading | None = None


def tokens_of(text: str, day_first: bool) -> Iterator[Token]:
    """The pieces of a cell from left to right."""
    for match in _SCANNER.finditer(text):
        kind, said = match.lastgroup or "unknown", match[0]
        if kind == "date":
            yield Token(kind, said, _date(match, day_first))
        else:
            yield Token(MEANINGS[" ".join(said.split())] if kind == "phrase" else kind, said)


def _date(match: re.Match[str], day_first: bool) -> DateReading:
    form = next(name for name in FORMS if match[name])
    parts = {name: match[group] or "" for name, group in _GROUPS[form]} | {"text": match[form]}
    reading = build(form, parts, day_first)
    start = match["start"]
    if start and "month_or_day" in reading.cautions and re.search(r"\d", start):
        return unclear("no_year")  # October 1 - November 30
    times = [said for said in (match["length"], match["more"]) if said]
    return counted(reading, *length(times[0])) if times else reading
