"""What a row across the table, a title or a tab says: a recommendation, its timescale, a scope."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from tracker.reading import dates, markings
from tracker.reading.dates import DateReading

_RECOMMENDATION = re.compile(
    r"^(?:hmic(?:frs)?(?:'s)?\s+)?(?P<name>(?:national\s+|force\s+)?(?:recommendation|rec|"
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
    completed: bool = False
    restricted: bool = False


def split_recommendation(text: str) -> tuple[str, str] | None:
    """A number and wording in one text: ``("Recommendation 3", "Audit …")``, else ``None``.

    >>> split_recommendation("Recommendation 3 – Audit local practice")
    ('Recommendation 3', 'Audit local practice')
    """
    match = _RECOMMENDATION.match(text.strip())
    if match:
        return " ".join(match["name"].split()), " ".join(match["text"].split())
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
    restricted = markings.heading_restricts(text)
    scope = markings.scope_of(text if split is None else text[: split.start("text")])
    if split:
        wording = " ".join(split["text"].split())
        due = _due_in(wording)
        name = " ".join(split["name"].split())
        return Banner(name, wording or None, due, scope, restricted=restricted)
    if scope and _SCOPE.match(" ".join(text.split())):
        return Banner(scope=scope, restricted=restricted)
    return Banner(
        recommendation=None,
        text=" ".join(text.split()),
        completed=_COMPLETED.fullmatch(text.strip(" :")) is not None,
        restricted=restricted,
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
        completed=before.completed if said.scope is None else said.completed,
        restricted=said.restricted or before.restricted,
    )
