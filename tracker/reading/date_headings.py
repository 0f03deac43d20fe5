"""What a heading says of the dates below it, and how headings are compared."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Literal

DateKind = Literal[
    "original", "due", "end", "date", "soft", "revised", "completed", "completion", "other", ""
]
"""What a heading says of its dates. ``due``: a due date of any standing (target, deadline);
``end`` and ``date`` weaker ones; ``soft``: agreed or expected, so a later one only beside an
original; ``completion``: the bare "Completion date"; ``other``: dates, or numbers of days, that
are none of these."""

NOT_FIELDS = """start; start date; planned start; actual start; baseline start; date raised; raised; raised by; reporter;
    date identified; date opened; opened; created; created by; date created; created date; last updated; updated;
    date updated; last modified; modified; next review; next review date; review date; date of review; expiry; expires;
    expiry date; status date; original detection date; date reported; date logged; date received; date issued; issue date;
    publication date; date published; report date; date of report; duration; effort; cost; budget; likelihood; impact score;
    score; asset; system; last vendor check in date; days overdue; days late; slippage; age; days open; weight; family;
    location; domain; comments date; meeting date; version; milestones with completion dates; milestone dates; verified date;
    verified by; effectiveness verified; date of meeting; date of update; effective date; date assigned; date agreed;
    approval date; date approved; risk owner date; cvss; url; completed by; tags; labels; monitoring; resources cost;
    adnoddau; costau; cyllideb; dyddiad cytuno"""
"""Headings that are known to be none of the fields."""

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


NOT_NAMES = frozenset(singular(normal(heading)) for heading in NOT_FIELDS.split(";"))

_DUE = (
    r"\b(?:targets?|deadlines?|due|duedate|by when|when|planned|scheduled?|time ?scales?|time ?frames?|"
    r"time ?lines?|date for|to be completed|date required|delivery date|milestone date|"
    r"(?:completed?|completion|implement|delivery|fix|resolve|required|needed|close|do|done|finish) by|"
    r"erbyn|d?darged|targed|amserlen|terfyn|dyddiad cau)\b"
)
_SAYS = (
    r"\b(?:dates?|deadlines?|time ?scales?|time ?frames?|time ?lines?|due|duedate|by when|when|d?dyddiad|"
    r"amserlen|erbyn|terfyn)\b"
)
_DATES = re.compile(
    rf"{_SAYS}|{_DUE}|\b(?:finish|finished|ends?|(?:week|month|period) ending|completion|eta|ecd|edd|baseline|forecast|actual|revised|"
    r"extended|extension|orig|original|(?:completed|closed|implemented|achieved|resolved|done|remediated|"
    r"rectified|fixed|signed off) (?:on|at)|closed|closure|resolved|rectified|moved to|slipped to|deferred to|"
    r"cwblhawyd|caewyd|gwreiddiol|d?diwygiedig|estyniad|gorffen|cwblhau)\b|"
    r"^(?:completed?|implemented|done|finished|fixed|achieved|delivered|remediated|actioned)$"
)
_QUANTITY = re.compile(
    r"\b(?:days|hours|hrs|weeks|months|seconds|minutes|mins|estimate|effort|duration|offset|variance|slippage|"
    r"lag|float|number of|no of|count|cost|budget|moves|owner|by whom|reason|diwrnodau|wythnosau)\b"
)
_HELD = re.compile(
    r"\b(?:inspections?|audits?|visits?|committee|panel|board|meetings?|surveys?|assessments?|report|"
    r"arolygiad|archwiliad|ymweliad|pwyllgor|cyfarfod|adroddiad)\b"
)
_FOUND = re.compile(
    r"\b(?:findings?|observations?|incidents?|issue|defect|recommendation|log|risk|canfyddiad)\b"
)
_OTHER = re.compile(
    r"\b(?:start|starts|started|starting|begins?|began|commenc\w*|raised|created|opened|open|"
    r"identified|discovered|noted|found|reviews?|reviewed|expiry|expires|expiration|updated?|logged|recorded|"
    r"registered|reported|received|detection|detected|issued|published|publication|checked|check in|check|"
    r"assigned|allocated|approved|approval|last|born|birth|modified|effective|effectiveness|status date|added|"
    r"request|requested|refused|rejected|entered|entry|verification|follow up|reminder|revision date|"
    r"dechrau|cychwyn|codwyd|codi|adolygu|adolygiad|diweddaru|diweddarwyd|cyhoeddi|cyhoeddwyd|cofnodwyd|"
    r"crewyd|agorwyd|nesaf|derbyniwyd)\b"
)
_STILL_DUE = re.compile(
    r"\b(?:updated|latest|new|current|revised|extended|extension)\b.*\b(?:due|target|deadline|time ?scales?|"
    r"completion|scheduled|planned|ends?|finish|delivery|implementation|approved|agreed)\b"
)
"""Words by which a heading with one of the words above still speaks of a due date."""
_REVISED = re.compile(
    r"\b(?:revised|revision|extended|extension|new|current|latest|amended|re ?scheduled|re ?planned|"
    r"re ?baselined?|changed|adjusted|second|third|further|updated|moved to|slipped to|deferred to|"
    r"d?diwygiedig|newydd|estynedig|estyniad|cyfredol|diweddaraf|presennol)\b"
)
_SOFT = re.compile(
    r"\b(?:agreed|forecast(?:ed)?|expected|anticipated|projected|proposed|estimated|eta|ecd|edd|likely|"
    r"predicted|cytunwyd|disgwyliedig|rhagamcanol|arfaethedig)\b"
)
_FIRST = re.compile(r"\b(?:original|originally|orig|gwreiddiol|wreiddiol)\b")
_ORIGINAL = re.compile(
    r"\b(?:baseline|baselined|initial|first|1st|hmic|hmicfrs|hmicfrss|cychwynnol)\b"
)
_COMPLETED = re.compile(
    r"\b(?:actual|actually|completed|closed|implemented|achieved|resolved|done|finished|delivered|rectified|"
    r"remediated|fixed|actioned|discharged|signed off|date of (?:completion|closure|implementation)|"
    r"date complete|closure date|close date|cwblhawyd|caewyd|gwirioneddol|gweithredwyd)\b"
)
_TO_COME = re.compile(rf"{_DUE}|\b(?:to be|by)\b")
_COMPLETION = re.compile(
    r"\b(?:completion|complete date|implementation|resolution|closure|cwblhau|gweithredu)\b"
)
_END = re.compile(r"\b(?:finish|ends?|(?:week|month|period) ending|gorffen)\b")


def is_former(text: str) -> bool:
    """Whether a heading, as compared, says that it was so before: "Previous status"."""
    former = r"(?:previous|former|old|prior|last month|previously)\b|.*\bblaenorol$"
    return re.match(former, text) is not None


def says_date(heading: str) -> bool:
    """Whether a heading says in so many words that dates stand below it."""
    return re.search(_SAYS, normal(heading)) is not None


@lru_cache(maxsize=10_000)
def date_kind(heading: str) -> DateKind:
    """What a heading says of the dates below it, ``""`` where it does not speak of dates.

    >>> [date_kind(h) for h in ("HMIC timescale", "Revised target date", "Date completed")]
    ['original', 'revised', 'completed']
    """
    text = normal(heading)
    due = re.search(_DUE, text) is not None
    held = _OTHER.search(text) or (_HELD.search(text) and not due)
    if singular(text) in NOT_NAMES or (held and not _STILL_DUE.search(text)):
        return "other"
    if not _DATES.search(text):
        return ""
    if is_former(text) or _QUANTITY.search(text):
        return "other"
    first = _FIRST.search(text) is not None
    rules: tuple[tuple[DateKind, bool], ...] = (
        ("revised", not first and _REVISED.search(text) is not None),
        ("original", first or _ORIGINAL.search(text) is not None),
        ("soft", _SOFT.search(text) is not None),
        ("completed", _is_completed(text)),
        ("due", due),
        ("completion", _COMPLETION.search(text) is not None),
        ("other", _FOUND.search(text) is not None),
        ("end", _END.search(text) is not None),
        ("date", re.search(_SAYS, text) is not None),
    )
    return next((kind for kind, fits in rules if fits), "")


def _is_completed(text: str) -> bool:
    rest, words = _COMPLETED.subn(" ", text)
    return words > 0 and not _TO_COME.search(rest)
