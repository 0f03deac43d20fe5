"""What a status cell may hold: the words for each group, and what may stand beside them."""

from __future__ import annotations

import re
from functools import lru_cache

from tracker.reading.date_forms import MONTH, WEEKDAY

WORDS: dict[str, str] = {
    "not_started": """
        not started; not yet started; not begun; not yet begun; not commenced; not yet commenced;
        yet to start; yet to commence; yet to begin; no progress; planned; to do; todo; new; proposed;
        awaiting allocation; to be allocated; unallocated; unassigned; not assigned; not allocated;
        scheduled; backlog; not due; not yet due; future; pending; identified; waiting to start;
        awaiting start; to start; logged; raised; not actioned; draft; submitted to owner; initiated;
        not in progress; no action taken; no action yet; not implemented; queued; upcoming; selected for development;
        recorded; registered; reported; triage; untriaged; ready to start; ready; to be started;
        heb ddechrau; heb ei ddechrau; heb gychwyn; heb ei gychwyn; iw wneud; newydd; arfaethedig;
        wedii gynllunio; dim cynnydd; iw ddechrau; heb ei ddyrannu; ar ddod""",
    "in_progress": """
        in progress; inprogress; ongoing; on going; underway; under way; started;
        commenced; begun; being progressed; progressing; work in progress; wip; on track; off track;
        on target; off target; at risk; delayed; delay; behind; behind schedule; slipped; slipping; overdue;
        late; past due; open; active; live; current; outstanding; on hold; hold; paused; blocked; stalled;
        deferred; postponed; suspended; extended; revised; in hand; in development; developing; in work;
        partial; partly met; incomplete; in complete; uncompleted; still open; reopened; re opened;
        working on it; in train; committed; being implemented; being actioned; being addressed; implementing; monitoring;
        continuing; continues; unresolved; doing; executing; in execution; remediation in progress; mitigation in progress;
        escalated; extension requested; on schedule; ahead of schedule; in delivery; limited progress;
        carried forward; c/f; mitigating; parked; assigned; allocated; accepted by owner; stuck;
        in the works; awaiting; waiting; waiting for; on course; good progress; some progress; slow progress;
        progress made; further work required; further work needed; more work required; action required;
        needs work; rework; investigating; under investigation; analysis; in analysis;
        treating; treatment in progress; remediating; in remediation; missed; at standstill; not on track;
        expired; unfinished; unmet; unachieved; open action; open ended; continuous; rolling; in flight; up next;
        needs attention; under development; being developed; non compliant; being drafted; being scoped; being considered;
        under consideration; for completion; due for completion; nearing completion; near completion; close to completion; in preparation; preparing; drafting; in draft; procurement; in design; in build; in scoping; scoping;
        ar y gweill; parhaus; yn parhau; parhau; ar waith; yn mynd rhagddo; mynd rhagddo; hwyr; yn hwyr; ar agor;
        agored; ar y trywydd iawn; ar y trywydd cywir; ar darged; ar y trywydd; oddi ar y trywydd; wedi dechrau; dechreuwyd;
        wedi cychwyn; rhannol; anghyflawn; gohiriwyd; wedii ohirio; oedi; mewn perygl; heb ei gwblhau;
        heb gwblhau; heb eu cwblhau; wedii gwblhaun rhannol; cwblhawyd yn rhannol; wedii ailagor; i barhau""",
    "awaiting_sign_off": """
        submitted; in review; under review; ready to close; evidence submitted; awaiting hmic; awaiting hmicfrs;
        with hmic; with hmicfrs; in verification; in testing; in qa; peer review; code review; in uat; resolution proposed;
        implemented awaiting verification; closure proposed; recommend closure; proposed closure; recommended closure;
        to be verified; to be signed off; to be approved; to be validated; to be discharged; not verified;
        not yet verified; not signed off; not yet signed off; not validated; not yet validated; not confirmed;
        not yet confirmed; unverified; unconfirmed; requested closure; closure request; done pending review;
        yn aros am gymeradwyaeth; aros am gymeradwyaeth; iw gymeradwyo; dan adolygiad; yn cael ei adolygu;
        cyflwynwyd; disgwyl cymeradwyaeth; yn aros am lofnod; yn aros i gael ei ddilysu""",
    "complete": """
        complete; completed; closed; done; implemented; achieved; delivered; finished; resolved; fixed;
        remediated; actioned; met; satisfied; fulfilled; concluded; compliant; complied; released; deployed; solved;
        rectified; finalised; finalized; embedded; business as usual; bau; corrected; accomplished; closed out;
        implemented in full; implementation complete; implementation completed; sorted; addressed;
        cwblhawyd; wedii gwblhau; wedi ei gwblhau; wedii chwblhau; wediu cwblhau; wedi cwblhau; cwblhau; cyflawn; cyflawnwyd;
        wedii gyflawni; wedii chyflawni; gorffennwyd; wedi gorffen; wedii orffen; ar gau; caewyd; wedi cau; wedii gau; wedii chau;
        gweithredwyd; wedii weithredu; wedii gwblhaun llawn; cwblhawyd yn llawn; busnes fel arfer""",
    "confirmed": """
        verified; validated; signed off; discharged; confirmed complete; confirmed completed; confirmed closed;
        accepted as complete; approved as complete; closed by hmic; closed by hmicfrs; peer checked; confirmed by hmic; hmic verified; hmicfrs verified; hmicfrs confirmed; hmic closed; hmicfrs closed; hmicfrs discharged;
        confirmed by hmicfrs; audited and closed; implementation verified; effectiveness verified; closed effective; complete effective; completed effective;
        accepted by hmic; accepted by hmicfrs; closure approved; closure agreed; closure confirmed;
        dilyswyd; wedii ddilysu; cadarnhawyd; wedii gadarnhau; llofnodwyd; wedii lofnodi; wedii gymeradwyo ai gau""",
    "withdrawn": """
        withdrawn; superseded; not accepted; not adopted; rejected; declined; no further action;
        no further action needed; no further action required; nfa; duplicate; duplicated; cancelled; canceled;
        without implementing; without implementation; closed not implemented; descoped; de scoped; out of scope;
        removed; void; voided; no longer required; no longer relevant; no longer applicable; no longer needed; not needed;
        false positive; raised in error; recorded in error; entered in error; logged in error; merged with; merged into; merged to; subsumed into; subsumed by; subsumed within; incorporated into; absorbed into; consolidated into; amalgamated with; combined with; abandoned; discontinued; not pursued; dropped;
        not proceeding; not being pursued; will not implement; wont do; wontfix; wont fix; obsolete; no action required; no action needed;
        deleted; terminated; skipped; not required; disagreed; not agreed; operational requirement; closed wont do;
        invalid; cannot reproduce; not a bug; works as designed; not planned; rescinded; revoked; not taken forward; not being taken forward; not progressing; overtaken by events; superceded; retired; not to be implemented; not being implemented; not being progressed; stood down;
        tynnwyd yn ol; tynnwyd yn ôl; wedii dynnun ôl; wedii dynnun ol; disodlwyd; wedii ddisodli; gwrthodwyd; wedii wrthod; canslwyd; wedii ganslo;
        dyblyg; dim gweithredu pellach; dim angen gweithredu pellach; nid oes angen gweithredu pellach; ni dderbyniwyd""",
    "asked": """
        accepted; risk accepted; accepted risk; tolerated; approved; peer reviewed; reviewed; mitigated; confirmed; agreed; transferred; handed over; treated; noted; merged; replaced;
        to be confirmed; to be determined; tbd; iw gadarnhau; n a; na; n/a; not applicable; amherthnasol; ddim yn berthnasol; none; nil; not set; tbc; tba; unknown; other""",
}  # fmt: skip
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


BODIES = _any(
    "hmic; hmicfrs; hmi; iopc; ico; home office; college of policing; npcc; acpo; pcc; opcc; cqc; ofsted; "
    "estyn; hse; commissioner; boards?; committees?; panels?; groups?; meetings?; auditors?; audit; internal; external; "
    "scrutiny; joint; strategic; strategy; executive; senior; programme; project; steering; governance; information; "
    "assurance; management; managers?; head; directors?; officers?; leads?; sponsor; sro; siro; cc; dcc; acc; chief; constable; deputy; "
    "assistant; superintendent; inspector; inspectors; inspectorate; sergeant; council; cabinet; trustees?; governors?; "
    "owner; peer; reviewer; line; teams?; departments?; directorate; police; forces?; national; regional; "
    "local; corporate; performance; risk; records; data protection; security; it; ict; hr; finance; legal; "
    "estates; training; quality; independent; regulator; client; qa; pmo; dpo; of; and; the; for; &"
)
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
