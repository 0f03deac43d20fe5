"""What the words beside a date mean, and what they do to it in a column of each role.

English and Welsh. Each phrase has one meaning; a word that is on no list is unknown, and a cell
that holds one is not read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Literal, NamedTuple

from tracker.reading.date_forms import (
    AFTER,
    BEFORE,
    FORMS,
    TIME,
    WEEKDAY,
    DateReading,
    Outcome,
    any_of,
    build,
    counted,
    length,
    unclear,
)
from tracker.reading.status_words import BODIES

Role = Literal["original_due", "revised_due", "completed_on", "recommendation_due"]
Meaning = Literal[
    "plain",  # nothing beside the date
    "to", "and", "between",
    "limit",  # it is the day by which: harmless in a column of timescales
    "before",  # the same of a day; of a month it may mean the one before
    "plan",  # it is what is meant to happen
    "agreed", "hmic",
    "force",  # another's date than the inspectorate's
    "hedge",  # not firm
    "about",
    "original", "previous", "revised",
    "shifted",  # revised, where it says to when
    "forward",  # revised to an earlier date
    "from", "start",  # when work begins
    "done", "refused", "not",
    "timing",  # whether that was in time
    "same",  # the timescale did not move
    "missed",  # the day has passed
]  # fmt: skip

WORDS: dict[Meaning, str] = {
    "plain": "the; date; dates; of; on; in; is; at; for; it; this; noon; midday; midnight; 1st; "
    "2nd; 3rd; first; second; third; y; yr; ar; ym mis; mis; day; dyddiad",
    "to": "to; i; until; till; hyd",
    "and": "and; &; a",
    "between": "between; rhwng",
    "limit": "by; by the; due; deadline; timescale; timeframe; within; o fewn; on or before; or "
    "before; or sooner; or earlier; no later than; not later than; not later; no later; latest; "
    "at the latest; up to; end; end of; close of; close of play; close of business; end of play; "
    "cop; cob; week ending; w/e; month ending; month end; last day of; complete by; to be "
    "complete by; completed no later than; to be completed by; to be completed; must be "
    "completed by; completion; completion by; finish; finish by; implementation; implement by; "
    "erbyn; diwedd; dim hwyrach na; ddim hwyrach na; hyd at; terfyn amser",
    "before": "before; prior to; ahead of; cyn",
    "plan": "planned; target; targeted; expected; anticipated; forecast; estimated; est; "
    "scheduled; intended; eta; projected; due to complete; targed; disgwyliedig",
    "agreed": "agreed; approved; accepted; authorised; cytunwyd",
    "hmic": "hmic; hmicfrs; hmi; hmic's; hmicfrs's; inspectorate; inspectorate's; by hmic; "
    "by hmicfrs; by the inspectorate; set by hmic; set by hmicfrs; arolygiaeth",
    "force": "force; internal; local; force's",
    "hedge": "provisional; provisionally; proposed; tentative; tentatively; indicative; suggested; "
    "subject to confirmation; subject to change; dros dro; arfaethedig",
    "about": "approx; approximately; circa; around; about; roughly; ~; tua",
    "original": "original; originally; orig; initial; initially; baseline; gwreiddiol; "
    "yn wreiddiol; wreiddiol",
    "previous": "was; previously; previous; prev; formerly; former; old; blaenorol; yn flaenorol; "
    "gynt",
    "revised": "revised; revision; extended; extension; extn; replanned; rescheduled; rebaselined; "
    "reforecast; now; then; new; updated to; amended to; current; currently; is now; has been; "
    "been; extension agreed to; extension agreed until; extension approved to; extension "
    "approved until; diwygiedig; ddiwygiedig; diwygiwyd; estynedig; estynnwyd; newydd; bellach; "
    "nawr; wedi'i ddiwygio; wedi ei ddiwygio; wedi'i ymestyn; →",
    "shifted": "moved; changed; amended; reset; updated; slipped; deferred; delayed; postponed; "
    "put back; pushed; pushed back; extension agreed; extension approved; extension accepted; "
    "revision agreed; revision approved; gohiriwyd; symudwyd",
    "forward": "brought forward; pulled forward; advanced; accelerated",
    "from": "from; o",
    "start": "start; starts; starting; started; begin; begins; beginning; began; commence; "
    "commences; commencing; commenced; w/c; wc; w/b; week commencing; week beginning; "
    "with effect from; wef; effective; effective from; since; onwards; onward; as of; as from; "
    "dechrau; yn dechrau; ymlaen; dechreuwyd",
    "done": "complete; completed; closed; done; finished; delivered; implemented; achieved; "
    "actioned; discharged; signed off; actual; actually; fully; yes; verified; resolved; ✓; ✔; "
    "cwblhawyd; wedi'i gwblhau; wedi ei gwblhau; wedi'i chwblhau; caewyd; fixed; rectified; "
    "remediated",
    "timing": "on time; late; early; on schedule; ahead of schedule; ar amser",
    "missed": "overdue; missed; not met; not achieved; past due; now overdue; still overdue",
    "refused": "requested; request; refused; rejected; declined; denied; sought; turned down; "
    "not agreed; not approved; not accepted; not granted; not authorised; not yet agreed; "
    "not yet approved; never agreed; never approved; awaiting approval; awaiting agreement; "
    "pending approval; pending agreement; withdrawn; cancelled; applied for; asked for; "
    "subject to approval; subject to agreement; to be agreed; to be approved; gwrthodwyd",
    "not": "not; no; never; nor; without; nid; heb; dim; ddim",
    "same": "as original; as per original; unchanged; no change; stands; remains; no new date; "
    "same; same as; as before; not revised; not extended; no extension; not changed; no revision; "
    "dim newid; heb newid",
}
MEANINGS: dict[str, Meaning] = {
    phrase.strip(): meaning for meaning, phrases in WORDS.items() for phrase in phrases.split(";")
}


_DUE = {
    "": "plain to and limit before plan agreed hmic original same",
    "~provisional": "hedge about",
    "~internal": "force",
    "~by_whom": "body",
    "~missed": "missed",
    "later": "revised forward",
    "!start": "from start",
    "!done": "done",
    "!not_agreed": "refused",
}
_ROLES: dict[Role, dict[str, str]] = {
    "original_due": _DUE,
    "recommendation_due": _DUE,
    "revised_due": {
        "": "plain to and limit before plan agreed hmic force revised forward original same",
        "~provisional": "about",
        "~by_whom": "body",
        "~missed": "missed",
        "!start": "from start",
        "!done": "done",
        "!not_agreed": "refused hedge not",
    },
    "completed_on": {
        "": "plain and hmic done timing",
        "!not_completed": "to limit before plan hedge about from start refused not",
    },
}
"""What words do to a date, by the column's role: nothing; ``~caution``; ``!reason`` not to use it;
``later``: it is only a revised date. Words that are not named are a
reason not to use it."""

RULES = {
    role: {word: verdict for verdict, words in rules.items() for word in words.split()}
    for role, rules in _ROLES.items()
}

_PHRASES: dict[Outcome, str] = {
    "no_date": "ongoing; on going; continuous; continual; rolling; business as usual; bau; tbc; "
    "t.b.c; tba; tbd; tbn; no date; no date yet; unknown; nk; n/k; asap; a.s.a.p; "
    "as soon as possible; pending; various; as required; awaited; long term; medium term; "
    "short term; ?; ??; ???; regular; monthly; quarterly; annually; annual; weekly; "
    "when resources allow; under review; parhaus; i'w gadarnhau; i'w gytuno; i'w benderfynu; "
    "cyn gynted â phosibl",
    "not_applicable": "not required; not needed; n/a; na; n.a; n a; n / a; not applicable; none; "
    "nil; no; no change; amherthnasol; dim",
    "done": "complete; completed; closed; done; achieved; implemented; finished; delivered; yes; "
    "y; discharged; actioned; signed off; fully complete; fully completed; fully implemented; "
    "fully achieved; fully closed; ✓; ✔; cwblhawyd; wedi'i gwblhau; wedi ei gwblhau; caewyd",
    "not_done": "n; not yet; not complete; not completed; not done; not closed; "
    "partly complete; partly completed; partially complete; partially completed; "
    "nearly complete; almost complete; incomplete; in progress; not started; open; outstanding; "
    "overdue; live; active; started; partial; underway; under way; on track; off track; at risk; "
    "x; ✗; ✘; ar y gweill; heb ddechrau; heb ei gwblhau",
    "from_publication": "immediate; immediately; immediate effect; with immediate effect; "
    "forthwith; straight away; straightaway; at once; ar unwaith; yn syth",
}
PHRASES: dict[str, Outcome] = {
    phrase.strip(): outcome
    for outcome, phrases in _PHRASES.items()
    for phrase in phrases.split(";")
}
"""What a whole cell says that holds no date."""

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
