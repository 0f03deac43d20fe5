"""What titles, tabs and rows across a table say: recommendation, inspection, scope, date."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from tracker.book import Cell, Column, Flags, Sheet, as_text
from tracker.reading import dates
from tracker.reading.dates import DateReading
from tracker.reading.expressions import expressions
from tracker.reading.findings import FindingKind
from tracker.reading.markings import heading_restricts

_IS = expressions("banners")
_ZEROS = re.compile(r"^0+(?=\d)")


@dataclass(frozen=True)
class Banner:
    """What a row across the table says of the rows below it; ``None`` where it does not.

    ``marked``: it heads restricted rows. ``withheld``: its own row is restricted, and so are the
    rows that take its words, up to the next such row. ``over``: its words, where they say that
    nothing below it is to be done. ``within``: what it says of how far they are it says below its
    recommendation, and so of that alone.
    """

    recommendation: str | None = None
    text: str | None = None
    due: DateReading | None = None
    scope: str | None = None
    source: str | None = None
    section: str | None = None
    completed: bool = False
    over: str | None = None
    marked: bool = False
    withheld: bool = False
    within: bool = False

    @property
    def is_state(self) -> bool:
        """Whether it says only how far the rows below it are: "Open actions"."""
        return self.recommendation is None and says_how_far(self.text or "")

    @property
    def tells(self) -> bool:
        """Whether it says something of the rows below it besides its words."""
        return bool(
            self.recommendation
            or self.scope
            or self.source
            or self.completed
            or self.over
            or self.marked
        )


def recommendation_name(text: str) -> str:
    """What a recommendation is known by: its number alone, however it is written.

    >>> recommendation_name("Recommendation 03"), recommendation_name("AFI 3")
    ('3', 'AFI 3')
    """
    name = " ".join(text.split())
    number = _IS["only_a_number"].fullmatch(name)
    return _ZEROS.sub("", number["number"]) if number else name


def split_recommendation(text: str) -> tuple[str, str] | None:
    """A number and wording in one text: ``("3", "Audit …")``, else ``None``.

    >>> split_recommendation("Recommendation 3 – Audit local practice")
    ('3', 'Audit local practice')
    """
    match = _IS["recommendation"].match(text.strip())
    if match:
        return recommendation_name(match["name"]), " ".join(match["text"].split())
    match = _IS["numbered"].match(text.strip())
    return (match["number"], " ".join(match["text"].split())) if match else None


def named_recommendation(texts: Iterable[str]) -> Banner | None:
    """The first of several titles that names a recommendation, as a sheet for each has."""
    for text in texts:
        said, coded = banner_of(text), _IS["coded"].match(text.strip())
        if said is not None and said.recommendation:
            return said
        if coded:
            return Banner(coded["name"], coded["text"], marked=heading_restricts(text))
    return None


def banner_of(text: str) -> Banner | None:
    """What a banner says, ``None`` where it names neither a recommendation nor a scope."""
    split = _IS["recommendation"].match(text.strip())
    marked = heading_restricts(text)
    scope = scope_of(text if split is None else text[: split.start("text")])
    if split:
        wording = " ".join(split["text"].split())
        due = _due_in(wording)
        name = recommendation_name(split["name"])
        return Banner(name, wording or None, due, scope, marked=marked)
    if scope and _IS["scope"].match(" ".join(text.split())):
        return Banner(scope=scope, marked=marked)
    return Banner(
        text=" ".join(text.split()),
        source=None if says_how_far(text) else inspection_in(text),
        section=" ".join(text.split()),
        completed=says_finished(text),
        over=" ".join(text.split()) if _IS["over"].fullmatch(text.strip(" :")) else None,
        marked=marked,
    )


def group_above(sheet: Sheet, header: int) -> Banner | None:
    """What stands between a table's title and its headings and names its first group of rows.

    One cell, short, without a date, a number or what a title tells with a colon.
    """
    if header < 2 or not any(map(as_text, sheet.row(header - 2))):
        return None
    texts = list(filter(None, map(as_text, sheet.row(header - 1))))
    if len(texts) != 1 or len(texts[0]) > _MOST_GROUP or ":" in texts[0]:
        return None
    said = banner_of(texts[0])
    numbered = said is not None and said.recommendation
    return None if re.search(r"\d", texts[0]) and not numbered else said


_MOST_GROUP = 60


def says_finished(text: str) -> bool:
    """Whether a title or banner says of all that stands below it that it is finished.

    >>> says_finished("Closed actions"), says_finished("Actions closed: 3")
    (True, False)
    """
    return _IS["completed"].fullmatch(text.strip(" :")) is not None


def says_how_far(text: str) -> bool:
    """Whether a banner says only how far the actions below it are, and names none of them.

    >>> says_how_far("CLOSED ACTIONS"), says_how_far("Records of closed sites")
    (True, False)
    """
    return _IS["state"].fullmatch(text) is not None


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


def _due_in(text: str) -> DateReading | None:
    """A timescale at a banner's end, "… (by 30 November 2015)", or "Immediately" at its start."""
    whole = dates.read_date(text)
    if re.match(r"by|due|deadline|timescale|target", text, re.IGNORECASE) and whole.day:
        return whole
    at_once = re.match(r"(?:with )?immediate(?:ly| effect)", text, re.IGNORECASE)
    if at_once:
        return dates.read_date(at_once[0])
    match = re.search(
        r"(?:[(\[–—:;.,-]|\s)\s*"
        r"((?:hmic )?(?:timescale|by|due|deadline|target)[^()\[\]]{0,40})[)\]]?\s*$",
        text,
        re.IGNORECASE,
    )
    if not match:
        return None
    reading = dates.read_date(match[1].strip())
    return reading if reading.outcome in ("date", "from_publication") else None


def merge_banners(before: Banner | None, said: Banner) -> Banner:
    """A recommendation's banner keeps what the section that it stands in says of its rows.

    One that says only how far they are leaves the rest as it was.
    """
    if before and said.is_state:
        marked, within = said.marked or before.marked, before.recommendation is not None
        return replace(
            before, completed=said.completed, over=said.over, marked=marked, within=within
        )
    if not said.recommendation or before is None:
        return said
    of_section = said.scope is None and not before.within
    return replace(
        said,
        scope=said.scope or before.scope,
        source=before.source,
        section=before.section,
        completed=before.completed if of_section else said.completed,
        over=before.over if of_section else said.over,
        marked=said.marked or before.marked,
    )


# --- What is no action ------------------------------------------------------------------------


_TOTAL_BEGINS, _LONGEST_TOTAL = frozenset(("to", "gr", "su", "cy", "co", "av", "ov")), 60
"""The first two letters of a total, and how many it has at most: most texts are no such."""


def shape(reference: str) -> str:
    """A reference with its digits and letters made alike.

    >>> shape("F12.3"), shape("Stage 2")
    ('A9.9', 'AA 9')
    """
    letters = re.sub(r"\b[^\W\d_](?![^\W\d_])", "A", reference)
    return re.sub(r"\d+", "9", re.sub(r"[^\W\d_]{2,}", "AA", letters))


def are_totals(cells: Column, heading: str = "") -> Flags:
    """The rows of a column that say "Total" or the like, or its heading again.

    >>> from tracker.book import column_of
    >>> are_totals(column_of(["Sub-total", "Total the hours", "Train"])).tolist()
    [True, True, False]
    """
    texts, again = cells.different_texts(), heading.casefold()
    begins = _TOTAL_BEGINS | {again[:2]}
    if begins.isdisjoint({text[:2].casefold() for text in texts if text}):
        return np.zeros(len(cells), dtype=bool)
    most = max(_LONGEST_TOTAL, 2 * len(again))

    def is_alike(text: str | None) -> bool:
        if not text or len(text) > most or text[:2].casefold() not in begins:
            return False
        return bool(_IS["total"].fullmatch(text)) or " ".join(text.split()).casefold() == again

    return cells.spread(map(is_alike, texts), bool)


def is_total(texts: Sequence[str]) -> bool:
    """Whether a row says "Total" and then amounts alone, or "Total", of what, and amounts.

    Of "Overall" it may say how far it is, and no more.
    """
    if _IS["total"].fullmatch(texts[0]) is None:
        return False
    words = [text for text in texts[1:] if not _IS["amount"].fullmatch(text)]
    first = texts[0].rstrip(": ").casefold()
    bare = first.endswith(("total", "totals", "cyfanswm")) and len(texts) > 2
    return not words or (len(words) == 1 and (bare or first == "overall"))


def kind_of_row(text: str) -> FindingKind | None:
    """What a row below the actions is by its first words: "Prepared by:", "Key", "NB …"."""
    if _IS["signature"].fullmatch(text):
        return FindingKind.SIGNATURE_BLOCK
    if _IS["key"].fullmatch(text) or _IS["scale"].fullmatch(text):
        return FindingKind.KEY_BELOW_THE_TABLE
    return FindingKind.NOTE_BELOW_THE_TABLE if _IS["note"].match(text) else None


def is_page(text: str) -> bool:
    """Whether a line ends with a page's number: "Action plan – page 2 of 3"."""
    return _IS["page"].fullmatch(text) is not None


def is_title_of_key(text: str) -> bool:
    """Whether a text is what a key is called: "Key", "RAG legend:"."""
    return _IS["key"].fullmatch(text) is not None


# --- The day of a position --------------------------------------------------------------------

_NEAR = 40
"""Characters behind "as at" in which its date stands."""


def stated_date(sheet: Sheet, above: int, *, surely: bool = False) -> date | None:
    """The as-at date stated in the rows above the table: the latest of the surest wording.

    The date of a report counts only where no inspection is named beside it: it may be theirs.
    """
    rows = [sheet.row(r) for r in range(above)]
    inspected = any(inspection_in(as_text(cell)) for cells in rows for cell in cells)
    for wording in (_IS["sure"],) if surely else (_IS["sure"], _IS["likely"]):
        days = []
        for cells in rows:
            for c, cell in enumerate(cells):
                match = wording.search(cell) if type(cell) is str and cell else None
                if match is None or _IS["another"].search(match.string[: match.end()]):
                    continue
                if inspected and _IS["reported"].search(match[0]):
                    continue
                said = match.string[match.end() :].strip(" :-–\xa0")[:_NEAR]
                if not said:
                    days.append(_neighbour(cells, c))
                elif _IS["directly"].match(said):
                    days.append(dates.first_date(said))
        known = [day for day in days if day]
        if known:
            return max(known)
    return None


def _neighbour(cells: Sequence[Cell], column: int) -> date | None:
    for cell in cells[column + 1 : column + 4]:
        if isinstance(cell, date):
            return dates.read_day(cell).day
        if as_text(cell):
            return dates.first_date(as_text(cell))
    return None


def inspection_in(text: str) -> str | None:
    """The inspection that a title or a tab names, ``None`` where it names none.

    >>> inspection_in("Custody inspection 2014")
    'Custody inspection 2014'
    """
    line = " ".join(text.split()).strip(" :")
    named = (
        _IS["inspection"].search(line) and len(line) <= 100 and not _IS["not_its_name"].search(line)
    )
    return line if named else None
