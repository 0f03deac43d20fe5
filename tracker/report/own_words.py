"""The words of a report that no plan holds: of the meeting, and what the author has to say."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from enum import StrEnum
from os import PathLike
from pathlib import Path
from types import MappingProxyType
from typing import Any

from tracker.book import PlanError

KIND = "action-plan-tracker report words"

LONGEST = 20_000
"""Characters of one text: ten pages."""

MAX_BYTES = 1_000_000
"""A file of words; all texts at their longest take less than half of it."""

DECISION = "The Commissioner is asked to note the report."


class Length(StrEnum):
    """How long a report is: the two pages of its sections, or the committee's lists with them."""

    short = "short"
    full = "full"


@dataclass(frozen=True)
class ReportWords:
    """What the author of a report says; an empty text or None means that nothing is said.

    A new line in a text begins a paragraph. ``meeting`` is where it is reported, ``item`` its
    number on the agenda, ``author`` who reports; ``last_told`` is what the last meeting was told,
    ``national_view`` what is said nationally of the timescales.
    """

    title: str = ""
    meeting: str = ""
    item: str = ""
    meeting_date: date | None = None
    last_meeting: date | None = None
    next_meeting: date | None = None
    author: str = ""
    classification: str = ""
    decision: str = DECISION
    last_told: str = ""
    national_view: str = ""
    implications: str = ""
    links: str = ""
    reasons_restricted: str = ""
    background: str = ""
    contact: str = ""


DATES = ("meeting_date", "last_meeting", "next_meeting")
"""The words that are dates; the others are texts."""

LABELS: Mapping[str, str] = MappingProxyType(
    {
        "title": "Title of the report",
        "meeting": "Report to",
        "item": "Item number",
        "meeting_date": "Date of the meeting",
        "last_meeting": "Date of the last meeting",
        "next_meeting": "Date of the next meeting",
        "author": "Report of",
        "classification": "Classification",
        "decision": "Decision required",
        "last_told": "What the last meeting was told",
        "national_view": "The national view",
        "implications": "Implications",
        "links": "Links to the Police and Crime Plan",
        "reasons_restricted": "Reasons why restricted",
        "background": "Background documents",
        "contact": "Contact for further information",
    }
)
"""What each of the words is called, in the order of the report."""

PLACEHOLDERS: Mapping[str, str] = {
    "meeting": "Strategic Scrutiny Meeting",
    "item": "7",
    "author": "Information Assurance Manager",
    "classification": "Official",
    "title": "As the plan is called",
    "last_told": "In a sentence or two",
    "national_view": "What is said nationally of the timescales, if anything",
    "links": "Which priorities of the Police and Crime Plan this work serves",
    "reasons_restricted": "Left empty where nothing is restricted: “Not restricted.”",
    "background": "Besides Appendix A, one a line",
    "contact": "Who can be asked",
}
HELP: Mapping[str, str] = {
    "reasons_restricted": "They are left out of the public version: they tell of what it leaves "
    "out. What the other fields say of restricted actions is for you to take out.",
}


def for_next_time(words: ReportWords) -> ReportWords:
    """Remembered words as the next report begins: this meeting is the last, the next is this."""
    return replace(
        words,
        item="",
        last_meeting=words.meeting_date,
        meeting_date=words.next_meeting,
        next_meeting=None,
        last_told="",
    )


def write_words(words: ReportWords) -> bytes:
    """The JSON of the words, for :func:`read_words`."""
    values = asdict(words)
    values |= {name: values[name].isoformat() if values[name] else None for name in DATES}
    text = json.dumps({"kind": KIND, **values}, ensure_ascii=False, indent=2)
    return text.encode(errors="surrogatepass")


def read_words(
    file: bytes | str | PathLike[str], default: ReportWords | None = None
) -> ReportWords:
    """Read the JSON of a report's words; what it does not give is that of ``default``.

    Raises :class:`PlanError` where it is not such a file.

    >>> read_words(b'{"meeting": "Strategic Scrutiny Meeting"}').meeting
    'Strategic Scrutiny Meeting'
    """
    try:
        data = file if isinstance(file, bytes) else Path(file).read_bytes()
    except OSError as error:
        name = Path(str(file)).name
        raise PlanError(f"The report's words “{name}” could not be opened.") from error
    if len(data) > MAX_BYTES:
        raise PlanError("This is not a file of a report's words: it is too large.")
    try:
        values = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise PlanError("This is not a file of a report's words: it is not JSON.") from error
    if not isinstance(values, dict):
        raise PlanError("This is not a file of a report's words: it is not a JSON object.")
    values.pop("kind", None)
    known = {field.name for field in fields(ReportWords)}
    for name in values:
        if name not in known:
            raise PlanError(
                f"The report's words name something unknown: “{name}”; they are "
                f"{', '.join(LABELS)}."
            )
    given = {name: _value(name, value) for name, value in values.items()}
    return replace(default or ReportWords(), **given)


def _value(name: str, value: Any) -> Any:
    if name in DATES:
        try:
            return date.fromisoformat(value) if value is not None else None
        except (TypeError, ValueError) as error:
            raise PlanError(
                f"The report's words give no date for “{name}”: it needs one such as 2016-04-30."
            ) from error
    if not isinstance(value, str):
        raise PlanError(f"The report's words give no text for “{name}”.")
    if len(value) > LONGEST:
        raise PlanError(f"The text of “{name}” has more than {LONGEST:,} characters.")
    return value
