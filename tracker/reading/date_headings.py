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

NOT_FIELDS = """start; started; raised; raised by; reporter; opened; created; created by; updated; modified; next review;
    expiry; expires; duration; effort; cost; budget; likelihood; probability; confidence; weighting; impact score; score; asset; system; age; weight; family;
    location; domain; version; slippage; days overdue; days late; days open; original detection date; verified date; verified by;
    effectiveness verified; date agreed; dyddiad cytuno; risk owner date; comments date; milestone dates; completed by; tags;
    milestones with completion dates; cvss; url; labels; monitoring; resources cost; adnoddau; costau; cyllideb"""
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

_WORDS = {
    "says": """dates?; deadlines?; time ?scales?; time ?frames?; time ?lines?; due; duedate; by when; when; d?dyddiad;
        amserlen; erbyn; terfyn""",
    "due": """targets?; deadlines?; due; duedate; by when; when; planned; scheduled?; time ?scales?; time ?frames?;
        time ?lines?; date for; to be completed; date required;
        (?:delivery|milestone|compliance|commitment|submission|go live|plan) (?:dates?|finish|end); erbyn; d?darged; targed;
        (?:completed?|completion|implement|delivery|fix|resolve|required|needed|close|do|done|finish) by; amserlen; terfyn""",
    "original": "original; originally; orig; gwreiddiol; wreiddiol",
    "first": "baseline; baselined; initial; first; 1st; hmic; hmicfrss?; cychwynnol",
    "revised": """revised; revision; extended; extension; new; current; latest; amended; re ?(?:scheduled|planned|baselined?);
        changed; adjusted; second; third; further; updated; (?:moved|slipped|deferred) to; d?diwygiedig; newydd; estynedig;
        estyniad; cyfredol; diweddaraf; presennol""",
    "soft": """agreed; forecast(?:ed)?; expected; anticipated; projected; proposed; estimated; eta; ecd; edd; likely; predicted; committed; promised;
        cytunwyd; disgwyliedig; rhagamcanol; arfaethedig""",
    "completed": """actual; actually; completed; closed; implemented; achieved; resolved; done; finished; delivered; rectified; complied; satisfied;
        remediated; fixed; actioned; discharged; signed off; date of (?:completion|closure|implementation|compliance); date complete;
        clos(?:ure|e) date; final action; cwblhawyd; caewyd; gwirioneddol; gweithredwyd""",
    "completion": "completion; complete date; implementation; resolution; closure; sign off; signoff; cwblhau; gweithredu",
    "end": "finish; ends?; (?:week|month|period) ending; gorffen",
    "held": """inspections?; audits?; visits?; committee; panel; board; meetings?; surveys?; assessments?; report; arolygiad;
        archwiliad; ymweliad; pwyllgor; cyfarfod; adroddiad""",
    "found": "findings?; observations?; incidents?; issue; defect; recommendation; log; risk; canfyddiad",
    "other": r"""start\w*; begins?; began; commenc\w*; raised; created; opened?; identified; discovered; noted; found; reviews?;
        reviewed; expir\w*; updated?; logged; recorded; registered; reported; received; detect\w*; changed(?! to); issued; published;
        publication; check; checked; check in; assigned; allocated; approved; approval; last; born; birth; modified; effective;
        effectiveness; status date; added; request; requested; refused; rejected; entered; entry; verification; follow up;
        reminder; dechrau; cychwyn; codwyd; codi; adolygu; adolygiad; diweddaru; diweddarwyd; cyhoeddi; cyhoeddwyd; cofnodwyd;
        crewyd; agorwyd; nesaf; derbyniwyd""",
    "bare": r"""finished; (?:agreed|target|planned|timescale) (?:latest|current|new); eta; ecd; edd; baseline; forecast; actual; revised; extended; extension; orig; original; completion;
        (?:completed|closed|implemented|achieved|resolved|done|remediated|rectified|fixed|signed off) (?:on|at); closed;
        closure; resolved; rectified; (?:moved|slipped|deferred) to; cwblhawyd; caewyd; gwreiddiol; d?diwygiedig; estyniad;
        cwblhau; (?:expected|anticipated|estimated|projected|proposed) (?:resolution|implementation|delivery|sign ?off)""",
    "quantity": """days; hours; hrs; weeks; months; seconds; minutes; mins; estimate; effort; duration; offset; variance; lag;
        slippage; float; number of; no of; count; cost; budget; moves; owner; by whom; reason; diwrnodau; wythnosau""",
}  # fmt: skip
"""Words by what they say of dates; an expression where a word has several forms."""

_SAID = {
    name: re.compile(rf"\b(?:{'|'.join(word.strip() for word in words.split(';'))})\b")
    for name, words in _WORDS.items()
}
_TO_COME = re.compile(rf"{_SAID['due'].pattern}|\b(?:to be|by(?! hmic))\b")
_STILL_DUE = re.compile(
    r"\b(?:updated|changed|latest|new|current|revised|extended|extension)\b.*\b(?:due|target|deadline|time ?scales?|"
    r"completion|scheduled|planned|ends?|finish|delivery|implementation|approved|agreed)\b"
)
"""Words by which a heading with one of ``other`` still speaks of a due date."""
_PLAIN = re.compile(
    r"(?:(?:action|task|no|the|of|and|time) )*(?:dates?|d?dyddiad)(?: \d+| and time)?"
)
"""Headings of dates that say nothing else: what other word stands there was not understood."""
_DONE = frozenset(
    "complete completed implemented done finished fixed achieved delivered remediated actioned".split()
)
"""Headings that, alone, speak of dates where dates stand below."""


def is_former(text: str) -> bool:
    """Whether a heading, as compared, says that it was so before: "Previous status"."""
    former = r"(?:previous|former|old|prior|last month|previously)\b|.*\bblaenorol$"
    return re.match(former, text) is not None


def says_date(heading: str) -> bool:
    """Whether a heading says in so many words that dates stand below it."""
    return _SAID["says"].search(normal(heading)) is not None


@lru_cache(maxsize=10_000)
def date_kind(heading: str) -> DateKind:
    """What a heading says of the dates below it, ``""`` where it does not speak of dates.

    >>> [date_kind(h) for h in ("HMIC timescale", "Revised target date", "Date completed")]
    ['original', 'revised', 'completed']
    """
    text = normal(heading)
    said = {name for name, words in _SAID.items() if words.search(text)}
    held = "other" in said or ("held" in said and "due" not in said)
    if singular(text) in NOT_NAMES or (held and not _STILL_DUE.search(text)):
        return "other"
    if not said & {"says", "due", "end", "bare"} and text not in _DONE:
        return ""
    if is_former(text) or "quantity" in said:
        return "other"
    either = "actual" in text and bool(said & {"soft", "due"})
    done = "completed" in said and not _TO_COME.search(_SAID["completed"].sub(" ", text))
    rules: tuple[tuple[DateKind, bool], ...] = (
        ("completion", either),
        ("revised", "revised" in said and "original" not in said),
        ("completed", done and "first" in said),
        ("original", bool(said & {"original", "first"})),
        ("soft", "soft" in said),
        ("completed", done),
        ("due", "due" in said),
        ("completion", "completion" in said),
        ("other", "found" in said),
        ("end", "end" in said),
        ("date", _PLAIN.fullmatch(text) is not None),
    )
    return next((kind for kind, fits in rules if fits), "")
