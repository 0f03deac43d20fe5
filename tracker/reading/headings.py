"""The words that column headings use for each field: one readable table, and how it is searched.

Dates are told apart by the words in the heading (:func:`date_kind`); every other field by the
table. A heading is compared with its case, punctuation and line breaks gone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from rapidfuzz import fuzz, process

STRONG: dict[str, str] = {
    "reference": """ref; reference; ref no; ref number; reference number; reference no; action ref;
        action reference; action no; action number; action id; id; no; number; item no; item number;
        unique id; unique ref; uid; poam id; poa and m id; poam no; poam item id; wbs; wbs id; wbs code; task id;
        task no; task number; task ref; issue id; issue no; risk id; risk ref; risk no; audit id; capa no; capa id;
        capa number; capa ref; log no; serial; serial no; s no; sr no; sl no; issue key; key; ticket; ticket id;
        vulnerability id; milestone id; milestone no; action code; line no; line ref; finding id; work item id;
        record no; record id; our ref; unique reference; action plan ref; urn; nc no; ncr no; ncr; ncr id; nc ref; non conformity no; incident no; item ref; item id; case no""",
    "recommendation": """recommendation; recommendations; rec; rec no; rec number; rec ref; rec id;
        recommendation no; recommendation number; recommendation ref; recommendation reference; recommendation id;
        hmic recommendation; hmicfrs recommendation; hmic rec; hmic recommendation no;
        hmic recommendation number; inspection recommendation; audit recommendation; report recommendation;
        afi; area for improvement; areas for improvement; afi no; cause of concern; national recommendation;
        recommendation title; recommendation made; recommendation and number; must do should do""",
    "recommendation_text": """recommendation text; recommendation wording; recommendation description;
        recommendation detail; recommendation details; full recommendation; wording of recommendation;
        recommendation in full; text of recommendation; detail of recommendation; rec description; rec text;
        description of recommendation; recommendation summary""",
    "source": """source; inspection; inspection report; inspection name; source report; report; report title;
        report name; audit review; review name; audit area; audit subject; source of recommendation; source document; audit title; audit name; audit; audit report;
        inspectorate; name of report; name of inspection; origin; publication; inspection title; review title""",
    "scope": """scope; national or force; national or local; national force; national local; national or
        force specific; force or national; national force specific; action plan type; plan type""",
    "action": """action; actions; action required; actions required; action to be taken; actions to be taken;
        action description; description of action; planned action; planned actions; agreed action; agreed actions;
        agreed management action; management action; management actions; task; tasks; task name; task title;
        task description; activity; activities; activity name; activity description; mitigation; mitigation plan;
        mitigation strategy; mitigation action; mitigation actions; mitigating action; mitigating actions;
        remediation; remediation plan; planned remediation; overall remediation plan; remediation action;
        remediation actions; corrective action; corrective actions; corrective action plan; preventive action;
        corrective preventive action; corrective and preventive action; capa description; treatment;
        treatment plan; risk treatment; deliverable; deliverables; what; what will be done; what will we do;
        what needs to be done; what we will do; how will we; how we will; what action will be taken; what are we going to do; action point; action points; improvement action; force action;
        force response action; action needed; proposed action; proposed actions; action detail; action details;
        details of action; specific action; work item; action item; action items; to do; key action; key actions;
        action s; actions to address; actions needed; summary of action; action plan; required action""",
    "owner": """owner; owners; action owner; action owners; lead; leads; action lead; lead officer; lead
        officers; responsible; responsible officer; responsible person; person responsible; persons responsible;
        officer responsible; responsible party; responsible owner; responsible lead; responsibility;
        responsibilities; responsible manager; who; by whom; sro; senior responsible owner; senior responsible
        officer; assigned to; assignee; assigned; assigned owner; accountable; accountable officer; accountable
        person; accountable lead; point of contact; poc; delivery lead; strategic lead; chief officer lead; executive lead; task owner; risk owner; issue owner;
        business owner; allocated to; named lead; nominated lead; nominated officer; lead person; owner s;
        owner lead; lead owner; who is responsible; who will do it; resource names; lead responsible;
        capa owner; process owner; milestone owner; recommendation owner; operational lead; lead name; owned by;
        owner role; action owner role; responsible role; project lead; officer; responsible department""",
    "status": """status; current status; action status; progress status; overall status; completion status;
        implementation status; task status; delivery status; issue status; status of action; item status;
        poam status; capa status; current state; state; status update rag; status rag; rag and status;
        complete; completed; is complete; complete y n; completed y n; complete yes no; completed yes no;
        done; done y n; action complete; action completed; actions complete; action done; open closed; open or closed; closed y n; status at date; status group; implemented y n""",
    "percent_complete": """percent complete; percentage complete; percent completed; percentage completed;
        percent completion; completion percent; completion percentage; complete percent; progress percent;
        percent progress; percent done; pct complete; pct; percentage; percent; percentage progress;
        completed percent; progress percentage; percent work complete; physical percent complete""",
    "progress": """progress; progress update; progress updates; update; updates; latest update; current update;
        progress notes; progress note; commentary; comments; comment; notes; note; current position; position;
        narrative; remarks; progress to date; latest position; status update; progress comments; progress and
        comments; action taken; actions taken; progress made; update on progress; progress commentary;
        latest progress; update notes; officer comments; management comments; comments progress; work done;
        progress report; progress summary; status comments; milestone changes comments; milestone changes""",
    "dependency": """dependency; dependencies; dependent on; depends on; dependant on; waiting for; waiting on;
        blocked by; interdependency; interdependencies; constraints; barriers; linked to; dependencies and
        constraints; vendor dependency; dependency on; external dependency; external dependencies; blockers""",
    "risk": """risk; risks; risk rating; risk level; risk if not delivered; risk of non delivery; risks and
        issues; risk grade; risk score; residual risk; level of risk""",
    "priority": """priority; severity; criticality; urgency; importance; priority level; priority rating;
        finding priority; recommendation priority; grade; original risk rating""",
    "evidence": """evidence; evidence of completion; supporting evidence; evidence of implementation; proof;
        assurance; evidence link; evidence location; evidence held; evidence of progress; evidence provided;
        source of evidence; assurance evidence""",
    "success_measure": """success measure; success measures; measure of success; measures of success; success
        criteria; expected outcome; desired outcome; intended outcome; outcome; outcomes; kpi; target outcome;
        how will we know; benefits; benefit; outcome measure; what success looks like; acceptance criteria""",
    "restricted": """restricted; restriction; marking; protective marking; classification; gpms; security
        classification; security marking; sensitivity; confidential; handling; publish; publishable; for
        publication; exempt; exempt y n; open or exempt; open exempt; public private; public or private; foi;
        foi status; foi exempt; exemption; publication status; exempt from publication; do not publish; not for publication; sensitive;
        sensitive y n; withhold; withhold from publication; exclude from publication; restricted y n; public; private; part 1 part 2; government security classification; gsc; document marking; disclosure; publication""",
}  # fmt: skip
"""Field to its headings, semicolon between."""

WEAK: dict[str, str] = {
    "reference": "item; code; line; n; task; identifier; control; control id; control ref; seq; index",
    "recommendation": """finding; findings; finding description; finding title; issue; issues; weakness;
        weakness name; weakness description; risk name; risk title; risk description; observation; observations;
        audit finding; non conformity; nonconformity; non conformance; requirement; regulation; standard; objective;
        objectives; theme; workstream; work stream; project; phase; goal; strand; issue description;
        issue identified; description of issue; area; key line of enquiry; kloe; deficiency; gap; gaps; problem;
        concern; root cause; outcome area; milestone; recommendation area; category; section""",
    "source": "auditor; framework; raised from; source type; weakness detector source",
    "scope": "level; type; plan",
    "action": """description; summary; title; name; subject; step; steps; next steps; next step; response;
        management response; force response; how; control measures; milestone; milestones; planned milestones;
        milestone description; resolution; details; detail; solution; recommended action; control; work; item""",
    "owner": """team; department; responsible team; manager; contact; resource; resources;
        unit; business area; directorate; raised to; responsible unit;
        lead department; lead team; agency; portfolio holder; executive sponsor; sponsor""",
    "status": """rag; rag status; rag rating; brag; brag status; brag rating; rag at date; progress rag;
        current rag; delivery rag; stage; traffic light; health; progress; position; overall rag; rayg""",
    "progress": "outcome of review; history; action log; discussion; latest comments; justification",
    "dependency": "predecessor; predecessors; predecessor s",
    "evidence": "evidence and assurance; documents; document; links; link",
    "success_measure": "measure; measures; target; impact; result; results",
    "priority": "impact level; category of risk; rating; level of priority",
}  # fmt: skip
"""Headings that are the field only where no column has a better one."""

NOT_FIELDS = """start; start date; planned start; actual start; baseline start; date raised; raised; raised by;
    date identified; date opened; opened; created; created by; date created; created date; last updated; updated;
    date updated; last modified; modified; next review; next review date; review date; date of review; expiry;
    expiry date; expires; status date; original detection date; date reported; date logged; date received;
    date issued; issue date; publication date; date published; report date; date of report; duration; effort;
    cost; costs; budget; likelihood; impact; score; asset; system; last vendor check in date; days overdue;
    days late; slippage; age; days open; weight; family; location; domain; comments date; meeting date; version; milestones with completion dates; milestone dates; verified date; verified by;
    date of meeting; date of update; effective date; date assigned; date agreed; approval date; date approved; risk owner date"""

FUZZY_THRESHOLD = 90
"""Of 100 (RapidFuzz, words in any order). Below it a heading is not taken for a field."""

DateKind = Literal[
    "original", "due", "end", "date", "revised", "completed", "completion", "other", ""
]
"""What a heading says of its dates. ``due`` is a due date of any standing (target, deadline);
``end`` and ``date`` weaker ones; ``completion`` is the bare "Completion date"."""


_INNER_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")
_POSSESSIVE = re.compile(r"['’]s\b")
_WORD = re.compile(r"\w+")
_IN_BRACKETS = re.compile(r"[(\[].*?[)\]]")


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
    if "'" in text or "’" in text:
        text = _POSSESSIVE.sub("", text).replace("'", "").replace("’", "")
    return " ".join(_WORD.findall(text.replace("_", " ")))


def _table(rows: dict[str, str]) -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for field, headings in rows.items():
        for heading in headings.split(";"):
            table[normal(heading)] = (*table.get(normal(heading), ()), field)
    return table


_STRONG, _WEAK = _table(STRONG), _table(WEAK)
_NOT_FIELDS = frozenset(normal(heading) for heading in NOT_FIELDS.split(";"))
_ENDINGS = frozenset(
    "ref reference id owner lead officer status action actions recommendation priority evidence dependency "
    "dependencies comments notes update progress outcome marking contact".split()
)  # fmt: skip
"""Last words that make a longer heading the field that they name alone: "Force lead officer"."""


_FORMER = re.compile(r"(?:previous|former|old|prior|last month|previously)\b")
_ANSWERABLE = re.compile(r"\b(?:owner|owners|responsible|accountable|assigned|assignee|sro)\b")
_OTHERS = re.compile(r"(?:risk|issue|process|business|recommendation|project|control)\b")
_NAMED = 1.5
_NOTES = frozenset(("update", "progress", "comments", "notes"))
"""First words that alone settle a long heading: "Update for the April meeting"."""


@dataclass(frozen=True)
class Match:
    """A field that a heading may be, how surely (0 to 100) and why."""

    field: str
    score: float
    how: Literal["exact", "weak", "part", "similar"]


@lru_cache(maxsize=10_000)
def matches(heading: str) -> tuple[Match, ...]:
    """The fields other than dates that a heading may be, surest first."""
    whole = normal(heading)
    bracketed = "(" in heading or "[" in heading
    bare = (normal(_IN_BRACKETS.sub(" ", heading)) if bracketed else whole) or whole
    found: list[Match] = []
    for text, score in ((whole, 100.0), (bare, 98.0)):
        if text in _NOT_FIELDS or _FORMER.match(text):
            return ()
        found += [Match(field, score + _more(text), "exact") for field in _STRONG.get(text, ())]
        found += [Match(field, score - 40, "weak") for field in _WEAK.get(text, ())]
    if found or not whole or _is_date_heading(whole):
        return tuple(sorted(found, key=lambda match: -match.score))
    return _in_part(whole, bare) or _similar(whole)


def _more(text: str) -> float:
    """The owner of the action goes before another thing's, and an owner before a lead."""
    return 0.0 if not _ANSWERABLE.search(text) else 0.2 if _OTHERS.match(text) else 0.5


def _in_part(whole: str, bare: str) -> tuple[Match, ...]:
    """A heading that ends, or before a slash or bracket begins, with the words for a field."""
    for text in (bare, whole):
        words = text.split()
        for length in range(min(len(words) - 1, 4), 0, -1):
            tail = " ".join(words[-length:])
            if tail in _STRONG and (length > 1 or tail in _ENDINGS):
                return (Match(_STRONG[tail][0], 80 + length, "part"),)
        for length in range(min(len(words) - 1, 4), 1, -1):
            head = " ".join(words[:length])
            if head in _STRONG:
                return (Match(_STRONG[head][0], 75 + length, "part"),)
        if words[0] in _ENDINGS and words[0] in _STRONG and (len(words) == 2 or words[0] in _NOTES):
            return (Match(_STRONG[words[0]][0], 70, "part"),)
    return ()


def _sorted_words(text: str) -> str:
    return " ".join(sorted(text.split()))


_STRONG_WORDS = {heading: _sorted_words(heading) for heading in _STRONG}
_NOT_FIELDS_WORDS = [_sorted_words(heading) for heading in _NOT_FIELDS]
_LONGEST_SIMILAR = max(map(len, _STRONG)) * (200 / FUZZY_THRESHOLD - 1)
"""Characters beyond which a text is too long to be as like as that to any heading."""


def _similar(text: str) -> tuple[Match, ...]:
    if not 4 <= len(text) <= _LONGEST_SIMILAR:
        return ()
    words = _sorted_words(text)
    best = process.extractOne(words, _STRONG_WORDS, scorer=fuzz.ratio, score_cutoff=FUZZY_THRESHOLD)
    if best is None:
        return ()
    near = process.extractOne(
        words, _NOT_FIELDS_WORDS, scorer=fuzz.ratio, score_cutoff=FUZZY_THRESHOLD
    )
    if near and near[1] >= best[1]:
        return ()
    return (Match(_STRONG[best[2]][0], best[1] - 30, "similar"),)


_DATE_WORDS = re.compile(
    r"\b(?:dates?|deadline|timescales?|time scales?|timeframe|time frame|timelines?|due|by when|when|finish|"
    r"finished|end|completion|completed by|complete by|implement by|delivery by|eta|ecd|target \d|"
    r"milestone date|baseline|forecast|target|actual|revised|extended|extension|planned|scheduled|original|"
    r"completed (?:on|at)|closed (?:on|at)|implemented on|achieved on|resolved (?:on|at)|done (?:on|at)|closed|closure|resolved|duedate)\b"
)
_OTHER = re.compile(
    r"\b(?:start|started|raised|created|opened|open|identified|review|reviewed|expiry|expires|expiration|"
    r"updated?|logged|reported|received|detection|detected|issued|published|publication|meeting|checked|check in|"
    r"status date|assigned|allocated|approved|approval|last|born|birth|modified|effective|"
    r"inspection date|report date|request|requested|entered|commenced?|reason for|effort|cost|budget|days|"
    r"variance|slippage|work|duration|hours|hrs|no of|number of|count|owner|by whom|moves|verification|"
    r"effectiveness|check)\b"
)
_ORIGINAL = re.compile(
    r"\b(?:original|originally|baseline|baselined|initial|first|hmic|hmicfrs|hmicfrss)\b"
)
_REVISED = re.compile(
    r"\b(?:revised|revision|extended|extension|new|current|agreed|forecast|forecasted|expected|latest|amended|"
    r"anticipated|projected|estimated|eta|ecd|re ?scheduled|re ?planned|re ?baselined?|changed|adjusted|likely|"
    r"second|third|further|predicted)\b"
)
_DUE = re.compile(
    r"\b(?:target|deadline|due|duedate|by when|when|planned|scheduled|schedule|timescales?|time scales?|"
    r"timeframe|time frame|timelines?|complete by|completed by|completion by|implement by|date for|"
    r"required by|to be completed|implementation date|required date|date required|delivery date|milestone date)\b"
)
_COMPLETED = re.compile(
    r"\b(?:actual|actually|completed|closed|implemented|achieved|resolved|done|finished|delivered|"
    r"date of completion|date complete|date of closure|closure date|date closed|close date|"
    r"date of implementation|discharged|signed off)\b"
)
_COMPLETION = re.compile(r"\bcompletion\b|\bcomplete date\b|\bimplementation\b")
_END = re.compile(r"\b(?:finish|end|end date)\b")


def _is_date_heading(text: str) -> bool:
    return date_kind(text) not in ("", "other") and text not in ("original", "actual", "target")


@lru_cache(maxsize=10_000)
def date_kind(heading: str) -> DateKind:
    """What a heading says of the dates below it, ``""`` where it does not speak of dates.

    >>> [date_kind(h) for h in ("HMIC timescale", "Revised target date", "Date completed")]
    ['original', 'revised', 'completed']
    """
    text = normal(heading)
    if text in _NOT_FIELDS:
        return "other" if _DATE_WORDS.search(text) else ""
    if not _DATE_WORDS.search(text) or (text in _STRONG and not _DUE.search(text)):
        return ""
    if _OTHER.search(text) and not re.search(
        r"\b(?:due|deadline|target)\b.*\b(?:date|by)?\b", text
    ):
        return "other"
    if _REVISED.search(text) and not re.search(r"\b(?:original|baseline)\b", text):
        return "revised"
    if _ORIGINAL.search(text):
        return "original"
    if _COMPLETED.search(text) and not re.search(
        r"\b(?:target|planned|due|scheduled|deadline|to be|by|when)\b", text
    ):
        return "completed"
    if _DUE.search(text):
        return "due"
    if _COMPLETION.search(text):
        return "completion"
    return "end" if _END.search(text) else "date" if re.search(r"\bdates?\b", text) else ""


def is_firmly_revised(heading: str) -> bool:
    """Whether a heading says that its dates came after others, rather than only when.

    >>> is_firmly_revised("Revised date"), is_firmly_revised("Agreed implementation date")
    (True, False)
    """
    soft = re.compile(
        r"\b(?:agreed|expected|forecast\w*|estimated|anticipated|projected|eta|ecd|likely|predicted)\b"
    )
    return _REVISED.search(soft.sub(" ", normal(heading))) is not None


def repeated(name: str, count: int) -> str:
    """The heading of a second or further column of one name."""
    return f"{name} ({count})"


def is_repeat(name: str) -> bool:
    """Whether :func:`repeated` gave this heading its number."""
    return re.search(r" \(\d+\)$", name) is not None


def recommendation_date(heading: str) -> bool:
    """Whether the dates are the recommendation's own rather than the action's."""
    return re.search(r"\b(?:rec|recommendation)\b", normal(heading)) is not None


def score(headings: list[str], said: frozenset[str] = frozenset()) -> float:
    """How much like the header row of a plan these texts are: one point a field recognised.

    A heading that the user named (``said``, normalised) counts more than any other.
    """
    fields: dict[str, float] = {}
    for heading in headings:
        for field, worth in _worth(heading):
            fields[field] = max(fields.get(field, 0.0), worth)
    named = said & {normal(heading) for heading in headings} if said else ()
    return sum(fields.values()) + _NAMED * len(named)


@lru_cache(maxsize=10_000)
def _worth(heading: str) -> tuple[tuple[str, float], ...]:
    """What one heading is recognised as, and how many points that is."""
    kind = date_kind(heading)
    if kind and kind != "other":
        return ((f"date {kind}", 1.0),)
    found = []
    for match in matches(heading)[:1]:
        worth = {"exact": 1.0, "part": 0.7, "similar": 0.8, "weak": 0.5}[match.how]
        found.append((match.field, worth))
    whole = normal(heading)
    return (*found, (whole, 0.5)) if whole in _NOT_FIELDS else tuple(found)


NOT_NAMES = _NOT_FIELDS
"""Headings that are known to be none of the fields, as compared."""
