"""A status cell to its group. One readable table of words; what is not in it is asked about."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from rapidfuzz import fuzz, process

WORDS: dict[str, str] = {
    "not_started": """
        not started; not yet started; not begun; not yet begun; not commenced; not yet commenced;
        yet to start; yet to commence; yet to begin; no progress; planned; to do; todo; new; proposed;
        awaiting allocation; to be allocated; unallocated; unassigned; not assigned; not allocated;
        scheduled; backlog; not due; not yet due; future; pending; identified; waiting to start;
        awaiting start; to start; logged; raised; not actioned; draft; submitted to owner; initiated;
        not in progress; no action taken; no action yet; not implemented; not yet implemented; queued""",
    "in_progress": """
        in progress; in-progress; inprogress; ongoing; on going; on-going; underway; under way; started;
        commenced; begun; being progressed; progressing; work in progress; wip; on track; off track;
        on target; off target; at risk; delayed; behind; behind schedule; slipped; slipping; overdue; late;
        past due; open; active; live; current; outstanding; on hold; paused; blocked; stalled; deferred;
        postponed; suspended; extended; revised; in hand; in development; developing; in work;
        partially complete; partly complete; partially completed; partly completed; part complete;
        part completed; partially implemented; partly implemented; part implemented; partial; partly met; not met; not achieved;
        partially met; partially achieved; not complete; not completed; not yet complete; not yet completed;
        incomplete; in complete; uncompleted; nearly complete; almost complete; substantially complete;
        mostly complete; largely complete; not closed; still open; reopened; re-opened; working on it;
        in train; being implemented; being actioned; being addressed; implementing; monitoring; continuing;
        action ongoing; open - on track; open - delayed; unresolved; not resolved; not done; doing; executing;
        in execution; remediation in progress; mitigation in progress; escalated; extension requested;
        to be completed; on schedule; ahead of schedule; in delivery; started - on track; limited progress""",
    "awaiting_sign_off": """
        awaiting sign off; awaiting sign-off; awaiting signoff; pending sign off; pending sign-off;
        for sign off; for sign-off; ready for sign off; ready for sign-off; submitted; submitted for approval;
        awaiting approval; pending approval; for approval; awaiting verification; pending verification;
        ready for verification; awaiting validation; pending validation; awaiting confirmation;
        pending confirmation; awaiting review; pending review; in review; under review; for review;
        ready for review; awaiting closure; pending closure; proposed for closure; recommended for closure;
        recommend closure; proposed closure; closure requested; closure proposed; awaiting evidence review;
        awaiting inspection; submitted for closure; submitted for sign off; submitted for verification;
        with hmic; with hmicfrs; awaiting hmic; awaiting hmicfrs; awaiting peer review; in verification;
        evidence submitted; pending acceptance; awaiting acceptance; with auditor for review; in testing;
        implemented awaiting verification; ready to close""",
    "complete": """
        complete; completed; closed; done; implemented; fully implemented; achieved; delivered; finished;
        resolved; fixed; remediated; actioned; fully complete; fully completed; action complete; met; fully met;
        action completed; action closed; closed - complete; closed - completed; closed - implemented;
        closed complete; closed - done; 100% complete; complete - closed; completed on time; completed late;
        complete - on time; complete - late; mitigated; satisfied; fulfilled; concluded; compliant;
        fully achieved; fully delivered; implemented in full; released; deployed""",
    "confirmed": """
        confirmed; verified; validated; signed off; signed-off; discharged; confirmed complete;
        verified complete; complete and verified; complete - verified; completed and verified; accepted as
        complete; complete and signed off; complete - signed off; completed and signed off;
        closed and verified; closed - verified; verified closed; closed (verified); closed by hmic;
        closed by hmicfrs; peer checked; peer-checked; complete - peer checked; discharged by hmicfrs;
        verified by hmic; verified by hmicfrs; confirmed by hmic; confirmed by hmicfrs; audited and closed;
        implementation verified; complete - confirmed; complete and confirmed; verified and closed;
        validated and closed; effectiveness verified; independently verified""",
    "withdrawn": """
        withdrawn; superseded; not accepted; not adopted; rejected; declined; no further action;
        no further action needed; no further action required; nfa; duplicate; duplicated; cancelled; canceled;
        closed without implementing; closed without implementation; closed - not implemented; closed - superseded;
        closed - duplicate; closed - withdrawn; closed - no further action; closed - no longer required;
        closed - not accepted; closed - cancelled; descoped; de-scoped; out of scope; removed; void;
        no longer required; no longer relevant; no longer applicable; no longer needed;
        risk accepted; accepted risk; false positive; merged; abandoned; discontinued; not pursued; dropped;
        not proceeding; will not implement; won't do; wont do; wontfix; won't fix; obsolete; closed - risk accepted;
        closed - no action; deleted; terminated; not required; disagreed; not agreed; operational requirement""",
}  # fmt: skip
"""Status group to the words for it, semicolon between; case, dashes and full stops do not count."""

COLOURS = frozenset(
    "red amber green blue yellow orange grey gray black white purple r a g b y brag rag".split()
) | {"red/amber", "amber/green", "amber green", "red amber", "amber/red", "green/amber", "dark green",
     "light green", "lime"}  # fmt: skip

FUZZY_THRESHOLD = 90
"""Of 100 (RapidFuzz ratio): one slip in a word of ten letters. Below it a word is asked about."""

How = Literal[
    "exact", "phrase", "doubtful", "typo", "colour", "fill", "percent", "yes_no", "unknown", "blank"
]


@dataclass(frozen=True)
class StatusReading:
    """The group of a status cell and how it was found; ``word`` is what it was taken to say."""

    group: str | None
    how: How
    word: str = ""


def normal(text: str) -> str:
    """A status as it is compared: case, spaces, dashes and marks at the ends do not count."""
    text = text.replace("\xa0", " ").replace("–", "-").replace("—", "-").replace("’", "'")
    text = re.sub(r"[✓✔☑✅•]", "", text)
    text = re.sub(r"\s*-\s*", " - ", re.sub(r"(?<=\w)-(?=\w)", " ", text.casefold()))
    text = re.sub(r"[_\s]+", " ", text)
    text = re.sub(r"^(?:\(?[0-9a-z][.)]|\d+\s?[-:.])\s*(?=[a-z])", "", text.strip())
    return text.strip(" .,;:!*-[]\"'")


_NOT_APPLICABLE = frozenset(("n/a", "na", "not applicable"))
"""Withdrawn, as they leave every rate; but they may also stand for "no status", so it is said."""

_GROUPS: dict[str, str] = {
    normal(word): group for group, words in WORDS.items() for word in words.split(";")
}

_WITHDRAWN = r"superseded|withdrawn|not (?:been )?(?:accepted|adopted|pursued|implemented)|rejected|" \
    r"no further action|\bnfa\b|duplicat|cancell?ed|de ?scoped|without implement|" \
    r"no longer (?:required|relevant|applicable|needed)|merged (?:with|into)|risk accepted|false positive"  # fmt: skip
_WAITING = r"\b(?:awaiting|await|pending|subject to|ready for|submitted (?:for|to)|proposed for|" \
    r"recommended for|requires?|needs|not yet|to be|for)\b.*\b(?:sign(?:ed)? ?(?:-|off)|sign off|approv|verif|" \
    r"closure|confirm|validat|review|accept|inspection|discharge|audit|ratif|hmic)"  # fmt: skip
_DENIED = r"\b(?:fail\w*|ineffective|incomplete|re ?opened|no|reject\w*)\b|\b\d{1,2}(?:\.\d+)? ?%"
_NOT_DONE = r"\b(?:not|in|un|never|partial|partially|partly|part|nearly|almost|substantially|mostly|" \
    r"largely|yet|to be|due|expected|aim|working|towards?|until|when|once|if|except|unable|" \
    r"cannot|half|further|some|most|remaining|still)\b"  # fmt: skip
_CONFIRMED = r"\b(?:verified|confirmed|signed off|validated|discharged|peer checked|accepted by|closed by hmic)"
_NOT_CONFIRMED = r"\b(?:not|un|yet|to be|awaiting|pending|await)\b"
_FIRST_WORDS = re.compile(r"^(.*?)(?:\s-\s|[:;,.(/\n]|\s(?=\d{1,2}[/.]\d)|$)")
_MOST_WORDS = 36
_JOINING = frozenset("and as but subject pending awaiting with following after since".split())
_JOINING_PAST = frozenset("by into to of due on in at via under within".split())
# "Complete by March" is a plan, "completed by March" and "superseded by 4" are reports.
_NEGATED = r"\b(?:not|non|un|never|no|partial\w*|partly|part)\b"


def read_status(text: str, *, yes_no: bool = False) -> StatusReading:
    """Read one status. ``yes_no`` where the column's heading asks ("Complete?").

    >>> read_status("Completed – verified by HMIC").group
    'confirmed'
    """
    return _read(text, yes_no)


@lru_cache(maxsize=5_000)
def _read(text: str, yes_no: bool) -> StatusReading:
    word = normal(text)
    if not word:
        ticked = re.search(r"[✓✔☑✅]", text) and yes_no
        if ticked:
            return StatusReading("complete", "yes_no")
        return StatusReading(None, "unknown" if text.strip() else "blank")
    if word in {"", "none", "nil", "not set", "tbc", "?"} or not re.search(r"\w", word):
        return StatusReading(None, "unknown")
    if yes_no and word in ("yes", "y", "true", "1", "x"):
        return StatusReading("complete", "yes_no")
    if yes_no and word in ("no", "n", "false", "0"):
        return StatusReading("in_progress", "yes_no")
    if word.endswith(" fill"):
        return StatusReading("in_progress", "fill")
    if word in COLOURS:
        return StatusReading("in_progress", "colour")
    if word in _NOT_APPLICABLE:
        return StatusReading("withdrawn", "doubtful", word)
    if word in _GROUPS:
        return StatusReading(_GROUPS[word], "exact", word)
    percent = re.fullmatch(r"(\d{1,3}(?:\.\d+)?) ?%(?: ?(?:complete|completed|done))?", word)
    if percent and float(percent[1]) <= 100:
        value = float(percent[1])
        group = "complete" if value == 100 else "in_progress" if value else "not_started"
        return StatusReading(group, "percent")
    return _phrase(word) or _typo(word) or StatusReading(None, "unknown")


def _phrase(word: str) -> StatusReading | None:
    """A known status with more words behind it: "Complete - awaiting HMIC sign-off"."""
    head = _head(word)
    group = _GROUPS.get(head)
    rest = word[len(head) :]
    if group is None or len(word.split()) > _MOST_WORDS:
        return None
    if group in ("complete", "confirmed"):
        if re.search(_DENIED, rest):
            return None
        if re.search(_WITHDRAWN, rest):
            return StatusReading("withdrawn", "phrase", head)
        if re.search(_WAITING, rest):
            return StatusReading("awaiting_sign_off", "phrase", head)
        if re.search(_CONFIRMED, rest) and not re.search(_NOT_CONFIRMED, rest):
            return StatusReading("confirmed", "phrase", head)
        if re.search(_NOT_DONE, rest):
            return None
    elif group in ("in_progress", "not_started"):
        if re.search(r"\b(?:complete|completed|closed|implemented|withdrawn|superseded)\b", rest):
            return None
        if re.search(_WAITING, rest) and head in ("pending", "open"):
            return StatusReading("awaiting_sign_off", "phrase", head)
    return StatusReading(group, "phrase", head)


def _head(word: str) -> str:
    """The words before a dash, a bracket or a joining word that can follow a whole status."""
    head = normal(_FIRST_WORDS.match(word)[1])  # type: ignore[index]
    if head in _GROUPS:
        return head
    words = head.split()
    for count in range(min(len(words) - 1, 5), 0, -1):
        start = " ".join(words[:count])
        joining = _JOINING if start.endswith(("complete", "done")) else _JOINING | _JOINING_PAST
        if start in _GROUPS and words[count] in joining:
            return start
    return head


def _typo(word: str) -> StatusReading | None:
    if len(word) < 6 or len(word) > 40 or re.search(_NEGATED, word):
        return None
    best = process.extractOne(word, _GROUPS.keys(), scorer=fuzz.ratio, score_cutoff=FUZZY_THRESHOLD)
    if best is None or best[0][0] != word[0] or best[0].count(" ") != word.count(" "):
        return None
    return StatusReading(_GROUPS[best[0]], "typo", best[0])


def share_of_statuses(texts: list[str]) -> float:
    """The share of these different texts that are status words: what a status column holds."""
    known = [
        t
        for t in texts
        if read_status(t).how in ("exact", "phrase", "doubtful", "colour", "percent")
    ]
    return len(known) / len(texts) if texts else 0.0


def only_colours(texts: list[str]) -> bool:
    """Whether every one of these texts is a colour word."""
    return bool(texts) and all(read_status(text).how == "colour" for text in texts)
