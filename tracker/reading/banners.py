"""What titles, tabs and rows across a table say: recommendation, inspection, scope, date."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from tracker.book import Cell, Column, Flags, Sheet, as_text
from tracker.reading import dates, meanings
from tracker.reading.date_forms import MONTH, WEEKDAY
from tracker.reading.dates import DateReading
from tracker.reading.findings import FindingKind
from tracker.reading.profile import date_of

_RECOMMENDATION = re.compile(
    r"^(?:hmic(?:frs)?(?:'s)?\s+)?(?P<name>(?:national\s+|force\s+)?(?:recommendation|rec|argymhelliad|"
    r"area for improvement|afi|"
    r"cause of concern|finding|objective|action plan item|theme|strand|r)\.?\s*(?:no\.?|number)?\s*"
    r"(?P<number>\d+(?:\.\d+)*[a-z]?))\b[\s:.\-–—]*(?P<text>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_NUMBERED = re.compile(
    r"^(?P<number>\d{1,3}(?:\.\d+)*[a-z]?)\s*[:.)\-–—]\s+(?P<text>.*\S.*)$", re.DOTALL
)
_COMPLETED = re.compile(
    r"(?:completed?|closed|discharged|implemented)"
    r"(?: (?:actions?|recommendations?|items?|tasks?))?",
    re.IGNORECASE,
)
_SCOPE = re.compile(
    r"(?:the )?(?:national|force|local)\b|"
    r".*\b(?:national|force|local)(?:[- ](?:specific|level))?\s+"
    r"(?:action|recommendation|plan)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Banner:
    """What a row across the table says of the rows below it; ``None`` where it does not."""

    recommendation: str | None = None
    text: str | None = None
    due: DateReading | None = None
    scope: str | None = None
    source: str | None = None
    section: str | None = None
    completed: bool = False
    marked: bool = False

    @property
    def tells(self) -> bool:
        """Whether it says something of the rows below it besides its words."""
        return bool(
            self.recommendation or self.scope or self.source or self.completed or self.marked
        )


_ONLY_A_NUMBER = re.compile(
    r"(?:hmic(?:frs)?(?:'s)?\s+)?(?:(?:recommendation|rec|argymhelliad)s?\b\.?\s*(?:no\b\.?|number|rhif|#)?)?"
    r"\s*:?\s*(?P<number>\d+(?:\.\d+)*[a-z]?)\.?",
    re.IGNORECASE,
)


def recommendation_name(text: str) -> str:
    """What a recommendation is known by: its number alone, however it is written.

    >>> recommendation_name("Recommendation 3"), recommendation_name("AFI 3")
    ('3', 'AFI 3')
    """
    name = " ".join(text.split())
    number = _ONLY_A_NUMBER.fullmatch(name)
    return number["number"] if number else name


def split_recommendation(text: str) -> tuple[str, str] | None:
    """A number and wording in one text: ``("3", "Audit …")``, else ``None``.

    >>> split_recommendation("Recommendation 3 – Audit local practice")
    ('3', 'Audit local practice')
    """
    match = _RECOMMENDATION.match(text.strip())
    if match:
        return recommendation_name(match["name"]), " ".join(match["text"].split())
    match = _NUMBERED.match(text.strip())
    return (match["number"], " ".join(match["text"].split())) if match else None


def named_recommendation(texts: Iterable[str]) -> Banner | None:
    """The first of several titles that names a recommendation, as a sheet for each has."""
    for text in texts:
        said = banner_of(text)
        if said is not None and said.recommendation:
            return said
    return None


def banner_of(text: str) -> Banner | None:
    """What a banner says, ``None`` where it names neither a recommendation nor a scope."""
    split = _RECOMMENDATION.match(text.strip())
    marked = meanings.heading_restricts(text)
    scope = meanings.scope_of(text if split is None else text[: split.start("text")])
    if split:
        wording = " ".join(split["text"].split())
        due = _due_in(wording)
        name = recommendation_name(split["name"])
        return Banner(name, wording or None, due, scope, marked=marked)
    if scope and _SCOPE.match(" ".join(text.split())):
        return Banner(scope=scope, marked=marked)
    return Banner(
        text=" ".join(text.split()),
        source=inspection_in(text),
        section=" ".join(text.split()),
        completed=_COMPLETED.fullmatch(text.strip(" :")) is not None,
        marked=marked,
    )


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
    """A recommendation's banner keeps what the section that it stands in says of its rows."""
    if not said.recommendation or before is None:
        return said
    return replace(
        said,
        scope=said.scope or before.scope,
        source=before.source,
        section=before.section,
        completed=before.completed if said.scope is None else said.completed,
        marked=said.marked or before.marked,
    )


_OF_WHO_ACTS = ("owner", "status", "percent_complete", "completed_on", "revised_due")


def numbered(
    columns: Sequence[Column], fields: Mapping[str, int], filled: Flags, keep: Flags
) -> dict[int, Banner]:
    """Rows that head the rows below them by their number, 1 over 1.1 and 1.2, as banners.

    Only where nobody answers for any row with such below it and none has a status, as those have:
    the timescale of such a row is then its recommendation's.
    """
    own = [fields[name] for name in _OF_WHO_ACTS if name in fields]
    if not {"owner", "status"} & fields.keys() or not {"reference", "action"} <= fields.keys():
        return {}
    bare = keep & ~filled[own].any(axis=0)
    numbers, words = (columns[fields[name]].texts for name in ("reference", "action"))
    due = columns[fields["original_due"]] if "original_due" in fields else None
    parents: dict[int, Banner] = {}
    for row in np.flatnonzero(bare[:-1] & keep[1:] & ~bare[1:]).tolist():
        if words[row] and numbers_under(numbers[row], numbers[row + 1]):
            timescale = date_of(due[row]) if due is not None and due.filled[row] else None
            parents[row] = Banner(numbers[row], " ".join(words[row].split()), timescale)
    busy = np.flatnonzero(keep[:-1] & ~bare[:-1] & keep[1:]).tolist() if parents else ()
    if any(numbers_under(numbers[row], numbers[row + 1]) for row in busy):
        return {}
    return parents


def numbers_under(above: str | None, below: str | None) -> bool:
    """Whether a number is of a part of another: 1.1, 1a or 1(a) of 1."""
    if not above or not below or not below.startswith(above.rstrip(".")):
        return False
    return (
        re.fullmatch(r"[./-]\d+.*|\s?\(?[a-z]\)?", below.removeprefix(above.rstrip(".")))
        is not None
    )


# --- What is no action ------------------------------------------------------------------------

_TOTAL = re.compile(
    r"(?:grand |sub ?-?)?(?:totals?|cyfanswm)\b.{0,30}|(?:count|average|sum)(?: of .{0,20})?",
    re.IGNORECASE,
)

_LONGEST_TOTAL, _TOTAL_BEGINS = 60, "gstcaGSTCA"
"""Letters of whatever it takes at most, and its first one: most texts are no such."""

_AMOUNT = re.compile(
    r"[\d.,%\s:/]*(?:\b(?:actions?|items?|recommendations?|recs?|completed?|open|overdue|of|in|total)\b"
    r"[\d.,%\s:/]*)*",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(
    r"(?:(?:signed|signature|sign(?:ed)?[- ]?off|prepared|completed|approved|authori[sz]ed|"
    r"reviewed|agreed|compiled|endorsed|ratified|checked|updated|llofnodwyd|cymeradwywyd)"
    r"(?: (?:off )?by| gan)?|author|print name|name|rank|position|collar (?:no|number)|date|"
    r"llofnod|enw|dyddiad)"
    r"\s*(?:[:_…]|\.{2,}|$).*",
    re.IGNORECASE | re.DOTALL,
)
_NOTE = re.compile(
    r"(?:\*+|†|‡|nb\b|n\.b\.|notes?\b\s*(?:\d+\s*)?[:.\-–—]|notes?$|please note|source\s*:|"
    r"page \d+|version\s*[:\d]|end of (?:the )?(?:action )?(?:plan|table|document|report)|"
    r"continued|nodyn|document (?:owner|control)|distribution\s*:|next review)",
    re.IGNORECASE,
)
_KEY = re.compile(
    r"(?:rag|brag|rayg|status|colour|priority|risk|scoring|traffic[- ]light)?\s*"
    r"(?:rating |status )?(?:key|legend|definitions?|meanings?|guide|allwedd)(?:\s+to\b.*)?\s*:?",
    re.IGNORECASE,
)
_SCALE = re.compile(
    r"(?:red|amber|green|blue|yellow|grey|gray|black|white|orange|purple|coch|ambr|oren|gwyrdd|glas|"
    r"complete[d]?|closed|open|in progress|on[- ]?going|not (?:yet )?started|overdue|outstanding|"
    r"(?:on|off) (?:track|target|schedule|hold)|at risk|delayed|withdrawn|superseded|"
    r"very high|high|medium|moderate|low|very low|critical|[rag]|total(?: actions)?)"
    r"(?:\s*(?:[=:(–—]|-\s).*)?",
    re.IGNORECASE | re.DOTALL,
)


SIGNED_BY = re.compile(
    r"(?:\w+ (?:off )?by|[\w ]+ gan|author)\s*(?::|$)|sign(?:ed|ature)\b", re.IGNORECASE
)
"""Words that sign a plan even where a date stands beside them."""

STAGE = re.compile(
    r"(?:phase|stage|work ?stream|tranche|theme|objective|cyfnod|cam|thema|amcan)"
    r" (?:\d{1,2}|[ivx]{1,4}|[a-h]|one|two|three|four|five|six)(?:\s*[:–—(-].*)?",
    re.IGNORECASE | re.DOTALL,
)
"""The heading of a stage: "Phase 2 – Delivery"."""


def shape(reference: str) -> str:
    """A reference with its digits and letters made alike.

    >>> shape("F12.3"), shape("Stage 2")
    ('A9.9', 'AA 9')
    """
    letters = re.sub(r"\b[^\W\d_](?![^\W\d_])", "A", reference)
    return re.sub(r"\d+", "9", re.sub(r"[^\W\d_]{2,}", "AA", letters))


def are_totals(texts: Iterable[str | None]) -> list[bool]:
    """Of each text whether it says "Total" or the like.

    >>> are_totals(["Sub-total", "Total the hours", "Train"])
    [True, True, False]
    """
    return [
        text is not None
        and len(text) <= _LONGEST_TOTAL
        and text[:1] in _TOTAL_BEGINS
        and _TOTAL.fullmatch(text) is not None
        for text in texts
    ]


def is_total(texts: Sequence[str]) -> bool:
    """Whether a row says "Total" and then amounts alone, or "Total", of what, and amounts."""
    if _TOTAL.fullmatch(texts[0]) is None:
        return False
    words = [text for text in texts[1:] if not _AMOUNT.fullmatch(text)]
    bare = texts[0].rstrip(": ").casefold().endswith(("total", "totals", "cyfanswm"))
    return not words or (bare and len(words) == 1 < len(texts) - 1)


def kind_of_row(text: str) -> FindingKind | None:
    """What a row below the actions is by its first words: "Prepared by:", "Key", "NB …"."""
    if _SIGNATURE.fullmatch(text):
        return FindingKind.SIGNATURE_BLOCK
    if _KEY.fullmatch(text) or _SCALE.fullmatch(text):
        return FindingKind.KEY_BELOW_THE_TABLE
    return FindingKind.NOTE_BELOW_THE_TABLE if _NOTE.match(text) else None


def is_key(names: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Whether columns beside a table are a key to it, or counts: few lines, each another word."""
    lines = [texts for texts in ([text for text in row if text] for row in rows) if texts]
    titles = [*names, *(lines[0] if lines else ())]
    told = [line[0] for line in lines if _SCALE.fullmatch(line[0])]
    if any(_KEY.fullmatch(title) for title in titles):
        return True
    different = len(set(told)) == len(told) >= 2 and all(
        not name or _SCALE.fullmatch(name) for name in names[:1]
    )
    return (
        different
        and len(told) >= len(lines) - 1
        and any(len(line) > 1 or "=" in line[0] for line in lines)
    )


LONGEST_KEY = 30
"""Rows that a key beside a table may have."""


# --- The day of a position --------------------------------------------------------------------

_NEAR = 40
"""Characters behind "as at" in which its date stands."""

_SURE = re.compile(
    r"\bas\s+(?:at|of|on)\b|\b(?:position|progress|status|update)\s+(?:at|on|to)\b|"
    r"\b(?:log|tracker|plan|register)\s+at\b|\b(?:position|status|data|as-at)\s+date\b|"
    r"\bfel\s+(?:ar|yr oedd)\b|\bsefyllfa\s+ar\b",
    re.IGNORECASE,
)
_LIKELY = re.compile(
    r"\b(?:last\s+)?updated?(?:\s+on)?\b|\breport\s+date\b|\bdate\s+of\s+(?:report|update)\b|"
    r"\bposition\b|\b(?:date\s+of\s+export|export(?:ed)?\s+(?:date|on)|generated\s+on|"
    r"extract(?:ed)?\s+(?:date|on))\b|\bdiweddarwyd(?:\s+ar)?\b",
    re.IGNORECASE,
)
_ANOTHER = re.compile(r"\b(?:previous|prior|earlier|next|last(?!\s+updated?))\b", re.IGNORECASE)
_REPORTED = re.compile(r"\breport\b", re.IGNORECASE)
_DIRECTLY = re.compile(
    r"\W*(?:(?:the|close|of|play|business|end|day|date|on|at|is|was|for|to|week|ending|month|quarter|"
    rf"{WEEKDAY}|by [\w .]{{2,25}}|ddiwedd)\W+)*(?:\d|q[1-4]|{MONTH})",
    re.IGNORECASE,
)


def stated_date(sheet: Sheet, above: int, *, surely: bool = False) -> date | None:
    """The as-at date stated in the rows above the table: the latest of the surest wording.

    The date of a report counts only where no inspection is named beside it: it may be theirs.
    """
    rows = [sheet.row(r) for r in range(above)]
    inspected = any(inspection_in(as_text(cell)) for cells in rows for cell in cells)
    for wording in (_SURE,) if surely else (_SURE, _LIKELY):
        days = []
        for cells in rows:
            for c, cell in enumerate(cells):
                match = wording.search(cell) if type(cell) is str and cell else None
                if match is None or _ANOTHER.search(match.string[: match.end()]):
                    continue
                if inspected and _REPORTED.search(match[0]):
                    continue
                said = match.string[match.end() :].strip(" :-–\xa0")[:_NEAR]
                if not said:
                    days.append(_neighbour(cells, c))
                elif _DIRECTLY.match(said):
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


_INSPECTION = re.compile(
    r"\b(?:inspections?|reviews?|audits?|thematic|peel|building the picture|super-?complaint|"
    r"hmic(?:frs)?|hmip|cqc|ofsted|estyn|iopc|arolygiad|archwiliad|adolygiad)\b",
    re.IGNORECASE,
)
_NOT_ITS_NAME = re.compile(
    r"\b(?:action plan|recommendations?|tracker|timescales?|as at|position|updated?|review date|"
    r"next review|internal audit$|audit trail|prepared|meeting|committee)\b",
    re.IGNORECASE,
)


def inspection_in(text: str) -> str | None:
    """The inspection that a title or a tab names, ``None`` where it names none.

    >>> inspection_in("Custody inspection 2014")
    'Custody inspection 2014'
    """
    line = " ".join(text.split()).strip(" :")
    named = _INSPECTION.search(line) and len(line) <= 100 and not _NOT_ITS_NAME.search(line)
    return line if named else None
