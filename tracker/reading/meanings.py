"""What a cell's words mean that is neither a date nor a status: owners, a percentage, a marking."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from rapidfuzz import fuzz, process

from tracker.book import Cell, Column, as_text
from tracker.reading import dates
from tracker.reading.expressions import expressions, words

_IS = expressions("meanings")
_NOBODY = frozenset(words("meanings", "NOBODY"))
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

_PLACES = frozenset(words("meanings", "PLACES"))


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


_N = r"\d+(?:[.,]\d+)?"
_PERCENT = r"\s*(?P<sign>%|per ?cent)?"
_NUMBER = re.compile(rf"(?P<n>{_N}){_PERCENT}(?:\s*(?:complete|completed|done))?", re.IGNORECASE)
_AT_LEAST = re.compile(
    rf"(?:(?:about|approx(?:imately|\.)?|around|circa|ca?\.|over|at least|more than|[~>≥≈]=?)\s*"
    rf"(?P<n>{_N})|(?P<low>{_N})\s*%?\s*(?:-|–|to)\s*{_N}|(?P<more>{_N})){_PERCENT}\s*\+?",
    re.IGNORECASE,
)
_OF = re.compile(r"(?P<done>\d+)\s*(?:/|of|out of)\s*(?P<all>\d+)", re.IGNORECASE)


def share_of_percentages(cells: Sequence[Cell]) -> float:
    """The share of these values that can be a percentage."""
    return sum(percentage(cell)[0] <= 100 for cell in cells) / len(cells) if cells else 0.0


def says_none(cell: Cell) -> bool:
    """Whether a cell's words stand for there being no percentage."""
    return isinstance(cell, str) and cell.strip().casefold() in ("-", "–", "—", "n/a", "na", "none")


def percentage(cell: Cell) -> tuple[float, bool, bool]:
    """The number in a cell (``NaN`` if none), whether it is a percentage for certain, and whether
    it is the least of what its words say, or a count of some."""
    if isinstance(cell, float):
        return cell, False, False
    if not isinstance(cell, str):
        return np.nan, False, False
    words = as_text(cell)
    of = _OF.fullmatch(words)
    if of and 0 < int(of["all"]) >= int(of["done"]):
        return 100 * int(of["done"]) / int(of["all"]), True, True
    match = _NUMBER.fullmatch(words)
    if match:
        return float(match["n"].replace(",", ".")), match["sign"] is not None, False
    match = _AT_LEAST.fullmatch(words)
    if not match:
        return np.nan, False, False
    number = match["n"] or match["low"] or match["more"]
    return float(number.replace(",", ".")), match["sign"] is not None, True


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
