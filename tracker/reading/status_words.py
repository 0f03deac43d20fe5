"""What a status cell may hold: the words for each group, and what may stand beside them."""

from __future__ import annotations

import re
from functools import lru_cache

from tracker.reading.date_forms import MONTH, WEEKDAY
from tracker.reading.heading_words import TOLD
from tracker.vocabulary import tables_beside

WORDS: dict[str, str] = tables_beside(__file__)
"""Group to the words for it, semicolon between; ``asked``: known, but they can mean two things."""

COLOURS = frozenset(
    "red amber green blue yellow orange grey gray black white purple lime r a g b y".split()
)
WARM_COLOURS = frozenset("red amber orange yellow r a y".split())
DONE_COLOURS = frozenset("green blue g b".split())
"""Colours of trouble, which contradict a completion beside them, and those that may mean one."""

_TYPOGRAPHY = str.maketrans(
    {"\xa0": " ", "–": "-", "—": "-", "‑": "-", "_": " ", "•": " "}
    | dict.fromkeys("'’‘ʼ\u200b\ufeff", "")
    | {mark: f" {colour} " for marks, colour in (
        ("🔴🟥", "red"), ("🟠🟧", "amber"), ("🟡🟨", "yellow"), ("🟢🟩", "green"),
        ("🔵🟦", "blue"), ("⚪⬜", "white"), ("⚫⬛", "black")) for mark in marks}
)  # fmt: skip

ANSWERS = dict.fromkeys(("yes", "y", "true", "1", "✓", "✔", "☑", "✅", "√", "ie"), "complete") | (
    dict.fromkeys(("no", "n", "false", "0", "✗", "✘", "❌", "☒", "nac ydy"), "in_progress")
)
"""Answers to whether an action is done."""


def _any(words: str) -> str:
    return "(?:" + "|".join(sorted(words.split("; "), key=len, reverse=True)) + ")"


_LETTER = r"[^\W\d]"
_NUMBER_BEFORE = re.compile(
    rf"^(?:\(?[0-9a-z][.)]|\(?\d+\)?\s?[-:.)])\s*(?={_LETTER})(?!{MONTH}[-./ ]?\d)"
)


@lru_cache(maxsize=20_000)
def normal(text: str) -> str:
    """A status as it is compared: case, spaces, dashes and a number before it do not count."""
    text = text.translate(_TYPOGRAPHY).casefold().replace(" x000d ", " ").removesuffix("x000d ")
    text = re.sub(r"(?<=[^\W\d])-(?=[^\W\d])", " ", text)
    text = re.sub(r"\s+", " ", text).strip()
    text = _NUMBER_BEFORE.sub("", text)
    text = re.sub(r"^\*+(.*?)\*+$", r"\1", text)
    return re.sub(r"(?<!\.)\.$", "", text.strip(' ,;:!-[]"“”'))


BODIES = _any(" ".join(TOLD["bodies"].split()) + "; &")
_ACCEPTANCE = _any(
    "sign off; signoff; signing off; approval; verification; closure; confirmation; validation; review; "
    "acceptance; inspection; reinspection; discharge; audit; ratification; signature; qa; quality assurance; "
    "testing; endorsement; scrutiny; agreement; assurance; evidence review; peer review; effectiveness (?:checks?|reviews?)"
)
_SITES = _any(
    "sites?; areas?; actions?; stations?; forces?; units?; teams?; departments?; tasks?; staff"
)
_DATE_WORD = (
    rf"(?:\d[\w./:-]*|{MONTH}\.?(?:[-/.]\d+)?|{WEEKDAY}|"
    r"of|the|end|early|mid|late|q[1-4]|quarter|fy|year|financial|calendar)(?![^\W\d_])"
)
_FILLERS = _any(
    "and; but; then; also; ac; ond; the; it; is; has; have; been; this; now; all; fully; full; already; as; "
    "successfully; formally; officially; finally; internally; independently; externally; actions?; tasks?; items?; recommendations?; "
    "work; milestone; status; rag; brag; overall; ✓; ✔; ✅"
)
_REFERENCE = (
    r"(?:(?:please )?see|refer to|ref|reference|(?:as )?per|minutes?|cf)\b"
    r"(?: (?:the|also|to|in|of|notes?|comments?|progress|updates?|column|narrative|below|above|minutes?|evidence|"
    r"log|actions?|rec|recommendation|item|ref|plan|paragraph|para|section|appendix|annex|page))*"
    r"(?: ?[a-z]{0,4}[-/#]?\d+(?:[./-]\d+)*[a-z]?)?"
)
_NUMBERED = r"(?:[a-z]{0,4}[-/#]?\d+(?:[./-]\d+)*[a-z]?)"
ITEMS = {
    "waiting": (
        r"(?:awaiting|awaits?|pending|subject to|ready for|waiting(?: for| on)?|submitted (?:for|to)|proposed for|"
        r"recommended for|requires?|requiring|needs?|for|in|under|seeking)"
        rf"(?: {BODIES})* {_ACCEPTANCE}(?: by(?: {BODIES})+)?|"
        rf"submitted to(?: {BODIES})+|"
        r"(?:recommend(?:ed)?|proposed?|requested|request)(?: (?:for|to))? clos(?:ure|e)|"
        rf"(?:(?:awaiting|pending|with)(?: the)? (?:hmic|hmicfrs|inspectorate|auditors?))(?: for {_ACCEPTANCE})?|"
        rf"(?:{BODIES} )*{_ACCEPTANCE} (?:requested|pending|awaited|outstanding|required|due|needed)"
    ),
    "nothing_left": r"no (?:further|outstanding|more) (?:actions?|work|issues)(?: (?:is )?(?:needed|required|necessary))?|nfa",
    "timing": (
        r"(?:on|in|to) time|late|early|(?:on|ahead of|behind) (?:schedule|time|target|deadline)|"
        r"within (?:the )?(?:agreed )?(?:timescales?|timeframe|time|target|deadline)|(?:before|after) (?:the )?deadline|"
        r"in full|as (?:planned|agreed)|to plan|yes|y"
    ),
    "everywhere": rf"(?:(?:at|in|across|for|by) )?all(?: \d+)? {_SITES}",
    "status": "",  # the words of the table
    "not": (
        r"(?:not(?: yet)?(?: been)?|never|yet to(?: be)?|to be|will(?: be)?|would be|should be|(?:is )?due to be|"
        r"cannot(?: be)?|unable to(?: be)?|could not be|all but|virtually|nearly|almost|substantially|mostly|"
        r"largely|partially|partly|part|half|near|nearing|expected to(?: be)?|aim(?:ing)? to(?: be)?|ddim|bron|"
        r"rhannol|anticipated|due for|no longer|being)"
    ),
    "colour": _any("; ".join([*COLOURS])),
    "percent": r"\d{1,3}(?:\.\d+)? ?(?:%|per ?cent)",
    "count": rf"(?P<n>\d+) ?(?:of|out of|/) ?(?P<m>\d+)(?![/.\d])(?: {_SITES})?",
    "target": (
        r"(?:(?:by|with|into|of|to|under|in) )?(?:(?:the|rec|recommendation|action|item|ref|task|no|number|afi) )*"
        rf"{_NUMBERED}"
    ),
    "evidence": (
        r"evidence (?:has been |is )?(?:attached|provided|uploaded|held|on file|available|saved|filed|seen|supplied|retained)|"
        r"evidenced|with evidence"
    ),
    "person": r"by (?:mr|mrs|ms|dr|pc|ps|sgt|di|dci|ds|dc|insp|supt|ci|cllr)\.?(?: [a-z])? (?P<surname>[^\W\d]+)",
    "body": rf"(?:by|at|via)(?: {BODIES})+",
    "reference": _REFERENCE + r"|#\d+",
    "date": (
        r"(?:(?:on|in|at|dated|during|as of|as at|since|from|wef|w\.e\.f\.?|w/e|with effect from|effective(?: from)?|go live|live|"
        rf"in force|operational|week ending|ym mis|ar)(?: from| on)? )?(?P<date>{_DATE_WORD}(?:[\s,./-]+{_DATE_WORD})*)"
    ),
    "filler": _FILLERS,
}  # fmt: skip
"""What a status cell may hold, in the order in which each is tried."""
