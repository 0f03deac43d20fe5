"""The words that stand beside a field's own in a heading, and what is left when they are known.

A heading is taken for a field only where each of its words is accounted for: the field's own,
one that says nothing else (:data:`_FILLERS`), or the name of what a row is (:data:`ITEMS`). A word
of :data:`OTHERS` makes it the date, status or owner of something else; a word on no list leaves
doubt.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Literal

Doubt = Literal["", "item", "unknown", "held", "another"]
"""What the words left over make of a heading. ``item``: it names what a row is; ``held``:
something that is held, written or signed; ``another``: something else; ``unknown``: who knows."""

_FILLERS = """
    a an and any are as at be been by for from has have if in into is it its no not of off on or
    our per that the their this to we where which who will with within n s i c e w p o v y yr yn
    ar ei ii gan gyfer wedi wedii pryd action task item activity subtask deliverable job work
    step plan planned programme program project workstream strand package recommendation rec
    objective measure improvement corrective correction preventive preventative remedial
    remediation mitigation mitigating treatment control capa car ncr nc poam poa m afi kloe must
    should do agreed agree approved proposed management mgmt implementation implemented
    implement delivery deliver completion complete completed closure close progress status rag
    brag position performance lifecycle out fully next granted whom was achieve process exec
    milestone phase stage target due date day month year week quarter period time timeframe
    timescale deadline q fy dd mm yy yyyy uk us gmt utc format ddmmyyyy ending current latest
    final full overall total main primary key lead leading named nominated designated delegated
    assigned allocated accountable answerable responsible officer manager director head owner
    holder senior chief executive assistant deputy member person people individual party staff
    role name title group post now today currently colleague surname initial first second third
    original originally revised new updated actual stated set given confirmed required needed
    necessary mandated mandatory statutory regulatory regulator formal official expected
    anticipated estimated forecast approx approximate reported self assessed internal external
    local national regional central corporate strategic operational tactical business client
    customer provider organisation organisational organization agency authority department dept
    departmental directorate division team unit service site area ward school academy college
    university parish town trust council county borough district city community hospital station
    brigade company police force constabulary fire rescue ambulance nhs health gold silver
    bronze leadership hmic hmicfr hmicfrs hmi hmip hmcpsi hmiprobation cqc ofsted estyn hiw ciw
    hiqa ico hse icb ccg nhse nhsi mhra iopc ipcc peel pcc opcc mopac oig gao omb ig ia slt smt
    cmt elt sro acpo npcc pfcc cfo dcc acc cc cio ciso dpo ict hr applicable known available
    only also other than tbc tba see note free text drop down dropdown select enter please g eg
    ie etc open closed yes percent percentage number ref reference id code heddlu cam camau
    gweithred gweithredu argymhelliad argymhellion cwblhau cwblhawyd cyfredol gwreiddiol
    wreiddiol cyngor ysgol arolygiaeth amser cau presennol diweddaraf newydd diwygiedig swyddog
    arweiniol cyfrifol
"""
"""Words that say nothing else: of grammar, the action, its delivery, units, who an office is."""

ITEMS = frozenset("""
    finding issue defect observation incident deficiency nonconformity nonconformance conformity
    conformance non snag gap exception vulnerability weakness concern requirement ticket case
    story bug change hazard lesson canfyddiad problem
""".split())  # fmt: skip
"""What one row of a plan may be: it has a deadline and an end, but its own date is another."""

HELD = r"""
    inspections?; audits?; visits?; committees?; panels?; boards?; meetings?; surveys?;
    assessments?; reports?; risks?; log; signed off; sign ?off;
    (?:project|programme|program) (?:ends?|closed|closure|close|completion|finish);
    (?<!date )(?:agreed|approved) (?:at|by|with|on); arolygiad; archwiliad; ymweliad; pwyllgor;
    cyfarfod; adroddiad
"""
"""What is held, written or signed. It may have a deadline ("Committee deadline")."""

OTHERS = r"""
    responses?; respond\w*; repl(?:y|ies); audiences?; contracts?; contractual; funding;
    funds?; funded; grants?; evidence; evidenced; benefits?; spend; spending; spent; savings?;
    budgets?; costs?; costed; invoice\w*; payments?; paid; comments?; polic(?:y|ies); leave;
    training; trained; courses?; consult\w*; sampl\w+; fte; portal; approvals?; suppliers?;
    vendors?; certifi\w+; diligence; (?:target|user|age|peer) groups?; posts? ends?;
    (?:fixed )?term ends?; fixed term; interim; (?:stages?|phases?|milestones?) (?:no )?\d+;
    (?:current|latest|next) milestone; fieldwork; questionnaires?; opinion; scores?;
    likelihood; probabilit\w+; coverage; contribution; confidence; weighting; reduction; pass;
    recurrence; satisfaction; attendance; licen[cs]e\w*; warrant\w+; leases?; insurance;
    procurement; tender\w*; recruit\w*; vacanc\w+; staffing; staff trained; headcount; absence;
    complaints?; claims?; appeals?; documents?; minutes; agenda; papers?; newsletter; campaign;
    pilot; trial; feedback; kpis?; (?:on|in|within) (?:time|timescales?|target);
    (?:revised|extended|amended) (?:on|at|by)(?! when);
    last (?:quarter|month|period|year|meeting|time); reported (?:to|by|on|at); update status;
    entries; (?:first|second|third) line; auditors?; inspectors?; authors?; chair\w*; assets?;
    beds; visited; judge?ments?; publication; business case;
    (?:extension|closure|change|revision)s? (?:agreed|approved) (?:at|by|on|with);
    (?:at|of) last \w+; (?:target|deadline|milestone|timescale|due date)s? met;
    completed by (?:the )?(?:deadline|due date|target); draft;
    (?:target|next|due|planned) (?:visit|meeting|survey)s?;
    (?:visit|meeting|survey) (?:due|deadline|target); re ?(?:audit|inspection|visit)\w*;
    (?:inspection|audit|assessment) due(?! date); third part(?:y|ies);
    action (?:plan )?agreed; action plan (?:closed|submitted); service due;
    (?:year|quarter|month|week|period|term) end;
    (?:other|some|all|most) (?:sites?|stations?|schools?|teams?);
    end of (?:the )?(?:year|quarter|month|week|period|term);
    (?:school|site|ward|hospital|station|company|college|academy|town|city|incident) closed;
    (?:service|unit|case|account|premises|office|branch|home|centre) closed
"""
"""Words, or expressions, that make a heading one of something else than the action."""


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


FILLERS = frozenset(map(singular, _FILLERS.split()))


def expression(words: str) -> re.Pattern[str]:
    """One pattern of words parted by semicolons."""
    each = (" ".join(word.split()) for word in words.split(";"))
    return re.compile(rf"\b(?:{'|'.join(filter(None, each))})\b")


_HELD, _OTHERS = expression(HELD), expression(OTHERS)


_IN_BRACKETS = re.compile(r"[(\[].*?[)\]]")
_INITIALS = re.compile(r"\b[A-Z]{2,6}\b(?!['’])")
"""Of an office or a body before an owner, in a heading that is not all capitals: "SLT lead"."""


@lru_cache(maxsize=10_000)
def doubt_of(heading: str, own: re.Pattern[str] | None = None, *, initials: bool = False) -> Doubt:
    """What the words of a heading make of it that are not a field's ``own``.

    ``initials``: whether capitals that are on no list are those of an office.

    >>> [doubt_of(words) for words in ("Agreed action", "Evidence", "Finding", "Audit", "Xyz")]
    ['', 'another', 'item', 'held', 'unknown']
    """
    if _OTHERS.search(normal(heading)):
        return "another"
    bare = normal(_IN_BRACKETS.sub(" ", heading)) or normal(heading)
    if _HELD.search(bare):
        return "held"
    if initials and not heading.isupper():
        bare = normal(_INITIALS.sub(" ", _IN_BRACKETS.sub(" ", heading)))
    left = {*singular(own.sub(" ", bare) if own else bare).split()} - FILLERS
    left = {word for word in left if not word[0].isdigit()}
    return "unknown" if left - ITEMS else "item" if left else ""
