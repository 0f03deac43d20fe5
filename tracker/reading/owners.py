"""Cells to owners: the names in one, and which spellings are one name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

from tracker.reading import dates
from tracker.reading.expressions import expressions, words

_IS = expressions("owners")
_NOBODY = frozenset(words("owners", "NOBODY"))
TYPO_THRESHOLD = 92
"""Of 100 (RapidFuzz ratio) from which two names may be one owner, misspelt; they are not merged."""

_EMAIL = r"(?:mailto:)?[\w.+'-]+@[\w-]+(?:\.[\w-]+)+"
_BESIDE = re.compile(rf"[\s<(\[|,/–-]*{_EMAIL}[\s>)\]]*")
_BULLET = re.compile(r"^\s*(?:[•▪●◦*‣·]\s*|[-–—]\s+|\(?(?:\d{1,2}|[a-z])[.)]\s+)")
_NUMBERED_IN_A_LINE = re.compile(r"1[.)]\s.*\s2[.)]\s", re.DOTALL)
_ROLE = r"(?:joint )?(?:leads?|support(?:ing)?|sponsor|owner|action owner|deputy|assisting|sro)"
_LABEL = re.compile(rf"^\s*{_ROLE}\s*[:–]\s*", re.IGNORECASE)
_IN_BRACKETS = re.compile(rf"\s*\({_ROLE}\)$", re.IGNORECASE)
_APART = re.compile(r"(?:;|\s/\s)(?![^(]*\))")
_PLAIN = re.compile(r" ?[^\W\d_]+(?: [^\W\d_]+)*")
_JOINS = re.compile(r"\s*(?:[/&,+]|\band\b|\ba(?:c)?\b(?= ))\s*", re.IGNORECASE)
_GOES_ON = re.compile(r"(?:of|and|for|the|to|&|,|-|–|/)$", re.IGNORECASE)
_LOOK_ALIKE = str.maketrans({"l": "i", "1": "i", "|": "i", "0": "o", "&": " and "})


@dataclass(frozen=True)
class OwnersReading:
    """The owners that a cell names, each once, in order.

    ``parted`` where "and", a comma or "&" was taken to part them, as each is an owner elsewhere;
    ``joined`` where only some are, so that the cell's words were left one name.
    """

    names: tuple[str, ...]
    parted: bool = False
    joined: bool = False


def whole_names(texts: Collection[str]) -> frozenset[str]:
    """The names, casefolded, that stand in cells of their own: with nothing that may join two."""
    pieces = {piece.strip() for text in texts for piece in _APART.split(text)}
    names = {_clean(piece) for piece in pieces if "\n" not in piece}
    return frozenset(name.casefold() for name in names if name and not _JOINS.search(name))


@lru_cache(maxsize=20_000)
def split_owners(text: str, elsewhere: frozenset[str] = frozenset()) -> OwnersReading:
    """The owners of one cell; ``elsewhere`` are the names that stand in cells of their own.

    A semicolon, `` / `` and a bullet part two names; a line break where both lines are whole
    names; a bare ``/``, a comma, "&" or "and" where all that they part are owners elsewhere.

    >>> split_owners("Information Manager / Head of Records").names
    ('Information Manager', 'Head of Records')
    """
    text = text.replace("\xa0", " ").replace("\r\n", "\n").replace("\r", "\n")
    if _NUMBERED_IN_A_LINE.match(text):
        text = re.sub(r"\s+(?=\d{1,2}[.)]\s)", "\n", text)
    names: list[str] = []
    parted = joined = False
    for piece in _APART.split(text):
        if _PLAIN.fullmatch(piece) and not _JOINS.search(piece):
            names.append(piece.strip())
            continue
        for line in _lines(piece, elsewhere):
            parts = _parts(line)
            known = [part.casefold() in elsewhere for part in parts]
            whole = line.casefold() in elsewhere or len(parts) < 2
            if not whole and all(known):
                parted |= "/" not in line
                names += parts
            else:
                joined |= not whole and any(known)
                names.append(_without_role(line, elsewhere))
    each = (name.replace(_IN_BOTH, " / ") for name in names if name)
    return OwnersReading(tuple(dict.fromkeys(each)), parted, joined)


_IN_BOTH = " ∕ "
"""What stands between an owner's name in one language and in another while the cell is parted."""


def in_two_languages(text: str, alone: Collection[str]) -> str:
    """A cell in which each owner is named twice, so that a stroke or line does not part the two.

    ``alone`` are the cells, casefolded, that hold one name. Two names are of one owner where one,
    and not the other, is in Welsh.
    """
    pieces = []
    for piece in text.split(";"):
        names = re.split(r"\s/\s|\n", piece.strip())
        told = sum(_IS["welsh"].search(name.replace("’", "'")) is not None for name in names)
        both = len(names) == 2 and told == 1
        both = both and not {name.casefold() for name in names} <= {*alone}
        pieces.append(_IN_BOTH.join(names) if both else piece)
    return ";".join(pieces)


def _parts(name: str) -> list[str]:
    return [part for each in _JOINS.split(name) if (part := _IN_BRACKETS.sub("", each).strip())]


def _lines(piece: str, elsewhere: Collection[str]) -> list[str]:
    """The lines of a cell as names: a line that goes on with the one above is joined to it."""
    lines = [line for line in piece.split("\n") if line.strip()]
    listed = any(map(_BULLET.match, lines)) and len(lines) > 1
    names: list[str] = []
    for line in lines:
        name = _clean(line)
        if not names or (_BULLET.match(line) if listed else _begins(names[-1], name, elsewhere)):
            names.append(name)
        else:
            names[-1] = f"{names[-1]} {name}".strip()
    return names


def _begins(above: str, name: str, elsewhere: Collection[str]) -> bool:
    """Whether a line is a name of its own, not the rest of the one above: "Head⏎of IT" is one."""
    if f"{above} {name}".casefold() in elsewhere:
        return False
    if _GOES_ON.search(above) or not name[:1].isupper() or re.match(r"(?:Of|And)\b", name):
        return False
    known = name.casefold() in elsewhere or above.casefold() in elsewhere
    return known or all(" " in each or each.isupper() for each in (above, name))


def _clean(piece: str) -> str:
    """A name without its bullet, list number, label, e-mail address and marks at the ends."""
    name = _LABEL.sub("", _BULLET.sub("", piece))
    return " ".join((_BESIDE.sub(" ", name).strip() or name).split()).strip(" ,;/|")


def _without_role(name: str, elsewhere: Collection[str]) -> str:
    """A name without "(lead)" where the name alone is an owner elsewhere."""
    alone = _IN_BRACKETS.sub("", name)
    return alone if alone.casefold() in elsewhere else name


_BETWEEN_VALUES = re.compile(r"\s*\n\s*|\s*[;,(]\s*|\s+[–—-]\s+")


def owner_and_date(text: str) -> tuple[str, str]:
    """The owner and the date in a cell that holds both, as "Head of IT, 30 June 2016" does."""
    for between in _BETWEEN_VALUES.finditer(text):
        parts = text[: between.start()], text[between.end() :].rstrip(" )")
        dated = [dates.read_date(part).outcome == "date" for part in parts]
        owner = parts[dated[0]]
        if sum(dated) == 1 and not dates.first_date(owner):
            return owner, parts[dated[1]]
    return ("", text) if re.search(r"\d", text) else (text, "")


def names_nobody(name: str) -> bool:
    """Whether the words stand for there being no owner yet."""
    return name.casefold().strip(" .").replace("’", "'") in _NOBODY


def one_spelling(cells: Sequence[tuple[str, ...]]) -> dict[str, str]:
    """For names that differ only in case: the spelling that the plan uses first."""
    first: dict[str, str] = {}
    spelling: dict[str, str] = {}
    for names in cells:
        for name in names:
            spelling[name] = first.setdefault(name.casefold(), name)
    return spelling


SLIPS = 3
"""How often a slip is made at most: a name that stands more often is meant."""

_PLACES = frozenset(words("owners", "PLACES"))


def likely_typos(names: Counter[str]) -> list[tuple[str, str]]:
    """Pairs of names so alike that one may be a slip for the other, the more used first.

    Alike: the same letters but for what looks the same (l and I), full stops and the order of
    the words, or at least :data:`TYPO_THRESHOLD`, unless both stand often.
    """
    ordered = [name for name, _ in names.most_common()]
    pairs: dict[tuple[str, str], None] = {}
    same: dict[str, str] = {}
    for name in ordered:
        letters = name.casefold().translate(_LOOK_ALIKE)
        words = " ".join(sorted(re.findall(r"\w+", letters)))
        if same.setdefault(words, name) != name:
            pairs[same[words], name] = None
    for i, name in enumerate(ordered):
        if len(name) < 6:
            continue
        for other, _, _ in process.extract(
            name, ordered[i + 1 :], scorer=fuzz.ratio, score_cutoff=TYPO_THRESHOLD, limit=3
        ):
            often = min(names[name], names[other]) > SLIPS
            if not often and not _told_apart(name, other):
                pairs[name, other] = None
    return list(pairs)


def _told_apart(name: str, other: str) -> bool:
    """Whether two names differ by a number, or by words that tell places apart."""
    if re.sub(r"\D", "", name) != re.sub(r"\D", "", other):
        return True
    words = set(re.findall(r"\w+", name.casefold())) ^ set(re.findall(r"\w+", other.casefold()))
    return words <= _PLACES
