"""The words that column headings use for each field, in English and Welsh, and what they say.

A heading is compared without its case, punctuation, accents, line breaks and plural endings.
Where one says two things ("Statws / Status", "Recommendation/Action") each part is looked up.
What a heading says of dates stands in :mod:`tracker.reading.date_headings`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from rapidfuzz import fuzz, process

from tracker.reading.date_headings import NOT_NAMES, date_kind, is_former, says_date
from tracker.reading.heading_words import doubt_of, singular
from tracker.reading.heading_words import normal as normal

STRONG: dict[str, str] = {
    "reference": """ref; reference; id; no; number; uid; action ref; action reference; action no; action number; action id; action code; item no; unique id;
        urn; task id; task no; issue key; key; ticket; risk id; risk ref; poam id; ncr; wbs; wbs code; serial; s n; paragraph; para; cyf; cyfeirnod; rhif
        cyfeirnod; cyfeirnod gweithredu; rhif; rhif y cam gweithredu""",
    "recommendation": """recommendation; rec; rec no; rec number; rec ref; rec id; recommendation no; recommendation number; recommendation ref;
        recommendation reference; recommendation id; hmic rec; recommendation title; recommendation made; recommendation and number; afi; afi no; area for
        improvement; areas for improvement; cause of concern; must do should do; requirement notice; argymhelliad; argymhellion; rhif argymhelliad; rhif yr
        argymhelliad; maes i'w wella; meysydd i'w gwella; achos pryder""",
    "recommendation_text": """recommendation text; recommendation wording; recommendation description; recommendation detail; full recommendation; wording of
        recommendation; recommendation in full; text of recommendation; detail of recommendation; rec description; rec text; description of recommendation;
        recommendation summary; geiriad yr argymhelliad; testun yr argymhelliad; disgrifiad o'r argymhelliad""",
    "source": """source; source report; source document; source name; source of recommendation; inspection; inspection report; inspection name; inspection
        title; inspectorate; report; report title; report name; name of report; name of inspection; review name; review title; audit; audit review; audit
        title; audit name; audit report; audit area; audit subject; origin; publication; ffynhonnell; arolygiad; adroddiad; enw'r adroddiad; archwiliad""",
    "scope": """scope; national or force; national or local; national force; national local; force or national; national or force specific; national force
        specific; plan type; cwmpas; cenedlaethol neu heddlu""",
    "action": """action; action s; action required; action needed; action to be taken; actions to address; action description; action detail; action point;
        action item; action plan; action taken planned; action taken or planned; action taken and planned; agreed action; corrective action; capa description; task; task name; task title; task description; activity; activities;
        activity name; activity description; work item; to do; deliverable; mitigation; mitigation plan; mitigation strategy; mitigation action; treatment;
        treatment plan; risk treatment; remediation; remediation plan; planned remediation; what; what will be done; what will we do; what we will do; what
        needs to be done; what action will be taken; how will we; how we will; cam gweithredu; camau gweithredu; gweithred; gweithredoedd; gweithredu; camau;
        cam i'w gymryd; camau i'w cymryd; camau gofynnol; tasg; tasgau; beth""",
    "owner": """owner; owner s; action owner; actionee; actioner; task owner; owner role; owned by; action by; action by who; who by; by who; actioned by; lead; action lead; lead officer; lead name; lead person; lead responsible;
        lead agency; responsible; responsible officer; responsible person; responsible party; responsible manager; responsible role; responsible department;
        function responsible; person responsible; officer responsible; responsibility; responsibilities; who; by whom; who is responsible; who will do it;
        sro; assigned to; assigned; assign; assignee; allocated to; accountable; accountable person; point of contact; poc; official; agency official; responsible official; resource names; officer;
        perchennog; perchnogion; perchennog y cam gweithredu; arweinydd; arweinwyr; swyddog cyfrifol; swyddog arweiniol; person cyfrifol; cyfrifoldeb; yn
        gyfrifol; pwy; gan bwy; uwch berchennog cyfrifol""",
    "status": """status; current status; action status; status of action; task status; state; current state; status update rag; status rag; status at date;
        status group; open closed; open or closed; statws; statws cyfredol; statws presennol; cyflwr; ar agor ar gau""",
    "percent_complete": """pct; percentage; percent; canran""",
    "progress": """progress; progress update; update; latest update; current update; status update; progress commentary; progress report; progress summary;
        progress made; progress to date; action to date; action taken to date; commentary; comments; notes; narrative; remarks; position; current position; latest position; action taken; work
        done; milestone changes; cynnydd; cynnydd hyd yma; diweddariad; diweddariadau; diweddariad cynnydd; sylwadau; sylw; sylwebaeth; nodiadau; nodyn; y
        sefyllfa bresennol; sefyllfa gyfredol""",
    "dependency": """dependency; dependencies; dependencies and constraints; dependent on; dependant on; depends on; dependency on; external dependencies;
        interdependency; interdependencies; waiting for; waiting on; blocked by; blockers; constraints; barriers; linked to; dibyniaeth; dibyniaethau; dibynnu
        ar""",
    "risk": """risk; risks and issues; risk rating; risk level; level of risk; risk grade; risk score; residual risk; risk if not delivered; risk of non
        delivery; risg; risgiau; lefel risg""",
    "priority": """priority; priority level; priority rating; severity; criticality; urgency; importance; grade; original risk rating; blaenoriaeth;
        difrifoldeb""",
    "evidence": """evidence; evidence of completion; evidence of implementation; evidence of progress; evidence held; evidence provided; evidence link;
        evidence location; source of evidence; proof; assurance; tystiolaeth; tystiolaeth o gwblhau""",
    "success_measure": """success measure; measure of success; success criteria; what success looks like; outcome; outcome measure; kpi; benefits; acceptance
        criteria; how will we know; meini prawf llwyddiant; mesur llwyddiant; mesurau llwyddiant; canlyniad; canlyniadau; deilliant""",
    "restricted": """restricted; restriction; restricted y n; marking; classification; security classification; gsc; gpms; sensitivity; sensitive; sensitive y
        n; confidential; handling; publish; publishable; publication; for publication; do not publish; publication status; withhold; withhold from
        publication; exclude from publication; exempt; exempt y n; exempt from publication; exemption; open or exempt; open exempt; public; private; public
        private; public or private; part 1 part 2; foi; foi status; foi exempt; disclosure; cyfyngedig; marc diogelwch; marcio amddiffynnol; dosbarthiad
        diogelwch; i'w gyhoeddi""",
}  # fmt: skip
"""Field to its headings, semicolon between."""

WEAK: dict[str, str] = {
    "reference": """item; code; line; n; task; action; identifier; control; control id; control ref; seq; index; page""",
    "recommendation": """finding; finding description; finding title; issue; issue description; issue identified; description of issue; weakness; weakness
        name; weakness description; risk name; risk title; risk description; observation; audit finding; non conformity; nonconformity; non conformance;
        requirement; regulation; standard; objective; theme; workstream; work stream; project; phase; goal; strand; area; key line of enquiry; kloe;
        deficiency; gap; problem; concern; root cause; outcome area; milestone; recommendation area; category; section; canfyddiad; canfyddiadau; mater;
        materion; amcan; amcanion; thema; maes; bwlch""",
    "source": """framework; raised from; source type; weakness detector source""",
    "scope": """level; type; plan""",
    "action": """description; short description; snag; snagging item; punch list item; description of work; description of defect; summary; title; name; card name; subject; story; user story;
        feature; subtask; sub task; step; next steps; response; management response; force response; how; control measures; milestone; planned milestones;
        milestone description; resolution; fix; detail; solution; recommended action; recommended control; recommended mitigation; control; work; item;
        improvement; intervention; initiative; milestone name; milestone title; disgrifiad; crynodeb; teitl; ymateb; ymateb rheolwyr; camau nesaf; manylion""",
    "owner": """team; department; dept; concerned dept; department concerned; contractor; responsible team; manager; resource; unit; responsible unit; business area; directorate; raised to; lead
        department; lead team; agency; person; people; member; tim; adran; cyfarwyddiaeth""",
    "status": """rag; r a g; b r a g; rag status; rag rating; rag at date; current rag; overall rag; progress rag; delivery rag; brag; brag status; brag rating; rayg; traffic
        light; stage; health; progress; position; current position; latest position; status update; outcome; cynnydd; sefyllfa; list name; section column; cag""",
    "percent_complete": """progress; completion; completion rate; implementation rate; overall progress; current progress; work done; work complete; complete; completed; done; cynnydd; cwblhau""",
    "progress": """outcome of review; history; action log; discussion; latest comments; justification""",
    "dependency": """predecessor; predecessor s""",
    "evidence": """evidence and assurance; documents; links""",
    "success_measure": """measure; target; impact; result; mesur; targed""",
    "priority": """impact level; category of risk; rating; level of priority""",
}  # fmt: skip
"""Headings that are the field only where no column has a better one."""

UNSURE: dict[str, str] = {
    "owner": "contact; contact name; contact person; portfolio holder; executive sponsor; sponsor",
    "source": "review; assignment; engagement; audit assignment",
}
"""Headings that may be of another: a person whom no column names better, with a warning; an
inspection below each of which the numbers begin again."""

ASKS = """complete; completed; is complete; complete y n; completed y n; complete yes no; completed yes no; done; done y n;
    action complete; action completed; action done; closed; closed y n; is closed; implemented; implemented y n; resolved; fixed; remediated;
    finished; achieved; delivered; actioned; due complete; cwblhawyd; wedi'i gwblhau; wedi ei gwblhau"""
"""Headings that ask whether it is done: the status where no column is headed as that."""

LIKENESS = 90
"""Of 100 (RapidFuzz, words in any order). Below it a heading is not taken for a field."""

EXACT, IN_PART, WEAKLY = 100.0, 80.0, 45.0
"""How surely a heading is a field; two weak ones together are less than one that is exact."""

_IN_BRACKETS = re.compile(r"[(\[].*?[)\]]")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?|q[1-4])"
)
_DAY = rf"(?:\d\d? \d\d? \d{{2,4}}|(?:\d\d?(?:st|nd|rd|th)? )?{_MONTH}(?: \d{{2,4}})?|\d{{4}})"
_WHEN = re.compile(rf"\b(?:(?:as )?(?:at|of|on|for|to) )?{_DAY}\b")
"""When a heading's words were written: "Status as at 31/12/2015", "RAG May"."""
_BETWEEN_PARTS = re.compile(r"\s*[/|\n&]\s*|\s+[-–—]\s+")


def _table(rows: dict[str, str]) -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for field, headings in rows.items():
        for heading in map(singular, map(normal, headings.split(";"))):
            table[heading] = (*table.get(heading, ()), field)
    return table


_STRONG, _WEAK, _UNSURE = _table(STRONG), _table(WEAK), _table(UNSURE)
_ASKS = frozenset(_table({"": ASKS}))
_ENDINGS = frozenset(
    "ref reference id no number owner lead officer status action recommendation priority evidence "
    "dependency comment note update progress outcome marking contact statws perchennog".split()
)
"""Last words that make a longer heading the field that they name alone: "Force lead officer"."""
_NOTES = frozenset(("update", "progress", "comment", "note", "evidence"))
"""First words that alone settle a long heading: "Update for the April meeting"."""
_OTHER_NOUNS = frozenset("type category mode group cost date count size points".split())
"""Last words of headings that are of what stands before them: "Work item type"."""
_OF_ANOTHER = frozenset("linked related parent source associated control asset".split())
"""First words of headings that name another thing than the action: "Linked risk ID"."""
_ACTION_TO = re.compile(r"action (?:to(?! date)|for|we|being|that|which)\b")
"""How a heading begins that says what its actions are for: "Actions to deliver improvement"."""
_NUMBERS = frozenset("no number ref reference id code".split())
_NUMBERED = frozenset("report audit review inspection assignment engagement".split())
"""First words of headings that, with one of a number, are what several rows may share."""
_PERSONS = "holder official officer manager sponsor party person director head executive".split()
_PERSON = re.compile(rf"\b(?:{'|'.join(_PERSONS)})\b")
_DID_ELSE = re.compile(
    r"^(?!(?:owned|actioned|assigned|implemented|delivered|led|managed|progressed) )(?:last )?\w+(?:ed|en) by(?: whom| who)?$|"
    r"^(?:lead |head |action )?(?:auditor|inspector|reviewer|author|chair(?:man|person)?|reporter|verifier|approver)(?: name)?$"
)
"""Headings of persons who did something else than the action."""
_ANSWERABLE = re.compile(r"\b(?:owners?|responsible|accountable|assigned|assignee|sro)\b")
_OTHERS = re.compile(r"(?:risk|issue|process|business|recommendation|project|control)\b")
_OF_PERSONS = re.compile(
    r"\b(?:staff|officer|post|job|member|person|people|site|school|ward|target|forecast|expected|"
    r"planned|proposed|baseline)s? (?:status|rag|state)$"
)
"""Headings of what a person or a place is, or is to be, perhaps not an action."""
PERCENTAGE = frozenset("percent percentage pct canran".split())
_OF_COMPLETION = PERCENTAGE | frozenset(
    "complete completed completion progress done finished achieved delivered implemented "
    "implementation work task action milestone project status update rate actual physical overall current latest total "
    "est estimated reported assessed self plan phase activity average of the to date cynnydd gwblhau cwblhau cwblhawyd wedii wedi ei".split()
)
"""Words of a heading of percentages that are of the action's completion: any other is of another thing."""
_NAMED = 1.5


@dataclass(frozen=True)
class Match:
    """A field that a heading may be, how surely (0 to 100) and why.

    ``doubtful``: a word of it is on no list; ``another``: it is that of something else;
    ``numbered``: a number of reports or audits, each of which may have several actions.
    """

    field: str
    score: float
    how: Literal["exact", "weak", "asks", "part", "doubtful", "another", "numbered", "similar"]


@lru_cache(maxsize=10_000)
def matches(heading: str) -> tuple[Match, ...]:
    """The fields other than dates that a heading may be, surest first.

    >>> [match.field for match in matches("Perchennog / Owner")]
    ['owner']
    """
    whole = singular(normal(heading))
    bare = singular(normal(_IN_BRACKETS.sub(" ", heading))) or whole
    if not whole or bare in NOT_NAMES or is_no_field(heading):
        return ()
    found = _in_tables(whole, EXACT) or _percentage(whole)
    if not found:
        found = [_accounted(heading, match) for match in _in_tables(bare, EXACT - 2)]
    if not found and is_dated(heading):
        found = _in_tables(" ".join(_WHEN.sub(" ", whole).split()), EXACT - 4)
    if not found:
        parts = map(singular, map(normal, _BETWEEN_PARTS.split(heading)))
        found = [match for part in parts for match in _in_tables(part, EXACT - 12)]
    if not found and not says_date(heading):
        found = _in_part(heading, bare) or _in_part(heading, whole) or _similar(whole)
    best: dict[str, Match] = {}
    for match in sorted(found, key=lambda match: -match.score):
        best.setdefault(match.field, match)
    return tuple(best.values())


def names(text: str, field: str) -> bool:
    """Whether a text is a heading of a field, word for word.

    >>> names("Deadline", "original_due"), names("Task", "action"), names("Train", "action")
    (True, True, False)
    """
    if field.endswith(("_due", "completed_on")):
        return date_kind(text) not in ("", "other")
    return any(match.field == field and match.how in ("exact", "weak") for match in matches(text))


def surely(heading: str) -> list[str]:
    """The field that a heading names, if it surely does."""
    return [match.field for match in matches(heading)[:1] if match.how != "weak"]


def is_no_field(heading: str) -> bool:
    """Whether a heading is known to be none of the fields, or says that it was so before."""
    text = normal(heading)
    return singular(text) in NOT_NAMES or is_former(text) or _DID_ELSE.search(text) is not None


def is_dated(heading: str) -> bool:
    """Whether a heading says when what stands below it was written."""
    return _WHEN.search(normal(heading)) is not None


def _in_tables(text: str, score: float) -> list[Match]:
    found = [Match(field, score + _more(text), "exact") for field in _STRONG.get(text, ())]
    if text in _ASKS:
        found.append(Match("status", score - 15, "asks"))
    weakly = score - EXACT + WEAKLY
    found += [Match(field, weakly, "doubtful") for field in _UNSURE.get(text, ())]
    return found + [Match(field, weakly, "weak") for field in _WEAK.get(text, ())]


def _more(text: str) -> float:
    """The owner of the action goes before another thing's, and an owner before a lead."""
    return 0.0 if not _ANSWERABLE.search(text) else 0.2 if _OTHERS.match(text) else 0.5


def _percentage(text: str) -> list[Match]:
    """A heading of percentages, where every word of it is of the action's completion."""
    words = set(_WHEN.sub(" ", text).split())
    own = words & PERCENTAGE and words <= _OF_COMPLETION
    return [Match("percent_complete", EXACT - 5, "exact")] if own else []


def _in_part(heading: str, text: str) -> list[Match]:
    """A heading that ends, or before a slash or bracket begins, with the words for a field."""
    words = text.split()
    if _ACTION_TO.match(text):
        return [Match("action", IN_PART, "part")]
    if words[-1] in _NUMBERS and words[0] in _NUMBERED:
        return [Match("reference", IN_PART, "numbered"), Match("source", IN_PART, "numbered")]
    if words[-1] in _PERSONS and not doubt_of(heading, _PERSON):
        return [Match("owner", IN_PART - 10, "part")]
    for length in range(min(len(words) - 1, 4), 0, -1):
        tail = " ".join(words[-length:])
        if tail in _STRONG and (length > 1 or tail in _ENDINGS):
            field = _STRONG[tail][0]
            lesser = 20 * (words[0] in _OF_ANOTHER) + length * (field != "reference")
            return [_accounted(heading, Match(field, IN_PART - lesser, "part"))]
    for length in [] if words[-1] in _OTHER_NOUNS else range(min(len(words) - 1, 4), 1, -1):
        head = " ".join(words[:length])
        if head in _STRONG:
            return [_accounted(heading, Match(_STRONG[head][0], IN_PART - 5 + length, "part"))]
    if words[0] in _NOTES:
        return [Match(_STRONG[words[0]][0], IN_PART - 10, "part")]
    if len(words) != 2 or words[0] not in _ENDINGS or words[-1] in _OTHER_NOUNS:
        return []
    second = _in_tables(words[1], IN_PART) if words[0] == "action" else []
    first = [Match(field, IN_PART - 10, "part") for field in _STRONG.get(words[0], ())]
    return second or [_accounted(heading, match, strictly=True) for match in first]


def _accounted(heading: str, match: Match, *, strictly: bool = False) -> Match:
    """What names a status or an owner, or ``strictly`` any field, by the heading's other words."""
    owner = match.field == "owner"
    asked = strictly or owner or match.field == "status"
    doubt = doubt_of(heading, initials=owner) if asked else ""
    if match.field == "status" and not doubt and _OF_PERSONS.search(normal(heading)):
        doubt = "unknown"
    if doubt == "another" or (doubt == "held" and not owner):
        return replace(match, how="another")
    doubtful = doubt in ("unknown", "held")
    return replace(match, score=match.score - 30, how="doubtful") if doubtful else match


def _sorted_words(text: str) -> str:
    return " ".join(sorted(text.split()))


_KNOWN_WORDS = {heading: _sorted_words(heading) for heading in (*NOT_NAMES, *_STRONG)}
_LONGEST = 60
"""Characters beyond which a text is no heading with a slip in it."""


def _similar(text: str) -> list[Match]:
    if not 4 <= len(text) <= _LONGEST:
        return []
    words = _sorted_words(text)
    best = process.extractOne(words, _KNOWN_WORDS, scorer=fuzz.ratio, score_cutoff=LIKENESS)
    if best is None or best[2] in NOT_NAMES:
        return []
    return [Match(_STRONG[best[2]][0], best[1] - 30, "similar")]


def repeated(name: str, count: int) -> str:
    """The heading of a second or further column of one name."""
    return f"{name} ({count})"


def is_repeat(name: str) -> bool:
    """Whether :func:`repeated` gave this heading its number."""
    return re.search(r" \(\d+\)$", name) is not None


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
    found = matches(heading)[:1]
    if kind not in ("", "other") and not (found and found[0].how == "exact"):
        return ((f"date {kind}", 1.0),)
    worth = {"exact": 1.0, "asks": 1.0, "similar": 0.8, "weak": 0.5}
    told = [(match.field, worth.get(match.how, 0.7)) for match in found]
    known = is_no_field(heading) or (kind == "other" and says_date(heading))
    return tuple(told) or (((normal(heading), 0.5),) if known else ())
