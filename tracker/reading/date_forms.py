"""The forms in which timescales are written, one pattern a form, and the words around them."""

from __future__ import annotations

import re

MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july",
         "aug august", "sep sept september", "oct october", "nov november", "dec december"),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
NUMBERS = {
    word: number
    for number, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve".split(), start=1
    )
} | {"a": 1, "an": 1, "eighteen": 18, "twenty four": 24, "twenty-four": 24}

MONTH = "(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")(?![a-z])\.?"
DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:\s?(?:st|nd|rd|th))?"
YEAR = r"(?:\d{4}|'?\d{2})(?!\d)"
TIME = r"(?:[t ,]\s*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:am|pm|z)?)?"
FY = r"(?:f\.?y\.?|financial year|fin year)"
FY_SPAN = r"(?:20)?\d{2}\s?[/-]\s?(?:20)?\d{2}"
SEP = r"(?:[.,/-]\s?|\s)?"  # never " - ", which parts two dates

FORMS = tuple(
    (name, re.compile(pattern))
    for name, pattern in {
        "quarter_fy": rf"(?:q|quarter\s?|qtr\s?)(?P<q>[1-4])[\s,]*(?:of\s)?(?:{FY}\s?)?(?P<span>{FY_SPAN})(?!\d)",
        "quarter_fy_end": rf"(?:q|quarter\s?|qtr\s?)(?P<q>[1-4])[\s,-]*(?:of\s)?{FY}\s?'?(?P<y>\d{{4}}|\d{{2}})(?!\d)",
        "fy_quarter": rf"(?:{FY}\s?)?(?P<span>{FY_SPAN})[\s,-]*(?:q|quarter\s?|qtr\s?)(?P<q>[1-4])",
        "fy_end_quarter": rf"{FY}\s?'?(?P<y>\d{{4}}|\d{{2}})[\s,-]*(?:q|quarter\s?|qtr\s?)(?P<q>[1-4])",
        "ordinal_quarter_fy": rf"(?P<q>[1-4])(?:st|nd|rd|th)\s(?:quarter|qtr)[\s,]*(?:of\s)?(?:{FY}\s?)?(?P<span>{FY_SPAN})(?!\d)",
        "quarter": r"(?:q|quarter\s?|qtr\s?)(?P<q>[1-4])[\s,-]*(?:of\s)?(?P<y>\d{4})(?!\d)",
        "ordinal_quarter": r"(?P<q>[1-4])(?:st|nd|rd|th)\s(?:quarter|qtr)[\s,]*(?:of\s)?(?P<y>\d{4})(?!\d)",
        "year_quarter": r"(?P<y>\d{4})[\s,-]*(?:q|quarter\s?|qtr\s?)(?P<q>[1-4])",
        "iso": rf"(?P<y>\d{{4}})(?P<s>[-/.])(?P<m>\d{{1,2}})(?P=s)(?P<d>\d{{1,2}})(?!\d){TIME}",
        "numeric": rf"(?P<a>\d{{1,2}})\s?(?P<s>[/.-])\s?(?P<b>\d{{1,2}})\s?(?P=s)\s?(?P<y>\d{{4}}|\d{{2}})(?!\d){TIME}",
        "day_month_year": rf"(?P<d>{DAY}){SEP}(?:of\s)?(?P<mon>{MONTH}){SEP}(?P<y>{YEAR})(?!\s?[/-]\s?\d){TIME}",
        "month_day_year": rf"(?P<mon>{MONTH})[\s.-]*(?P<d>{DAY})(?:\s?,\s?|\s+)(?P<y>\d{{4}})(?!\d){TIME}",
        "month_year": rf"(?P<mon>{MONTH}){SEP}(?P<y>{YEAR})(?!\s?[/-]\s?\d)",
        "compact": r"(?<!\d)(?P<y>20\d{2})(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?!\d)",
        "number_month_year": r"(?P<m>0?[1-9]|1[0-2])[/.-](?P<y>\d{4})(?!\d)",
        "iso_month": r"(?P<y>\d{4})[-/](?P<m>0[1-9]|1[0-2])(?!\d)",
        "end_of_fy": rf"(?:(?:the\s)?end\s(?:of\s)?(?:the\s)?)?{FY}(?:\send)?\s?(?P<span>{FY_SPAN})(?!\d)|(?<!\d)(?:the\s)?end\s(?:of\s)?(?P<span2>{FY_SPAN})(?!\d)",
        "end_of_year": r"end\s(?:of\s)?(?:the\s)?(?:calendar\s)?(?:year\s)?(?P<y>(?:19|20)\d{2})(?!\d)",
    }.items()
)  # fmt: skip

NO_DATE = re.compile(
    r"(?:on-?\s?going|continuous|continual|rolling|business as usual|bau|t\.?b\.?[cadn]\.?|"
    r"to be (?:confirmed|agreed|advised|decided|determined|set|arranged)|not (?:yet )?"
    r"(?:set|agreed|known|confirmed|determined|decided)|no date(?: set| given| yet)?|unknown|n/?k|"
    r"asap|a\.s\.a\.p\.?|as soon as possible|pending|various|as required|awaited|awaiting.*|"
    r"subject to .*|dependent (?:up)?on .*|long[- ]term|medium[- ]term|short[- ]term|\?+|regular|"
    r"(?:monthly|quarterly|annually|annual|weekly)|when resources allow|under review)"
)
NOT_APPLICABLE = re.compile(r"(?:n\.?\s?/?\s?a\.?|not applicable|none|nil|no|no change|-+|–|—|\.+)")
DONE = re.compile(
    r"(?:fully )?(?:complete|completed|closed|done|achieved|implemented|finished|delivered|yes|y|"
    r"discharged|actioned)[.!]?"
)
RELATIVE = re.compile(
    r"(?:with(?:in)?|in)\s(?:the next\s)?(?P<n>\d{1,3}|"
    + "|".join(sorted(NUMBERS, key=len, reverse=True))
    + r")\s?(?P<u>day|week|month|year)s?'?"
    r"(?:\s(?:of|from|after|following)\s(?:the\s)?(?:date\sof\s)?(?:the\s)?"
    r"(?:report(?:'s)?\s?)?(?:publication|report|publishing|issue)(?:\s(?:of|date).*)?)?"
)
IMMEDIATELY = re.compile(
    r"(?:with\s)?immediate(?:ly)?(?:\seffect)?|forthwith|straight\s?away|at once"
)

REVISED = re.compile(
    r"revised|extended|moved|amended|changed|re-?set|slipped|deferred|postponed|re-?planned|"
    r"re-?scheduled|\bnow\b|\bthen\b|\bnew\b|→|⇒|[-=]+>|put back|pushed|re-?baselined|updated to"
)
WAS = re.compile(r"\b(?:was|originally|original|previously|formerly|initially|prev|orig|before)\b")
RANGE = re.compile(r"\s*(?:-|–|—|to|until|till|through|and|&|up to)\s*")
RANGE_START = re.compile(
    rf"(?:(?:from|between)\s)?(?:(?P<d>{DAY})(?:\s?[/.]\s?(?P<m>\d{{1,2}}))?(?:\s(?:of\s)?{MONTH})?|{MONTH})"
    r"\s*(?:-|–|—|to|until|and|&|/)\s*$"
)
HARMLESS = re.compile(
    r"\b(?:by|the|end|of|on|or|at|latest|due|date|for|in|no|not|later|than|before|until|up to|"
    r"target|deadline|timescale|close|mon|tues?|wed|weds|thurs?|fri|sat|sun|(?:mon|tues|wednes|"
    r"thurs|fri|satur|sun)day|hmic(?:frs)?|estimated|est|approx(?:imately)?|circa|c|provisional|"
    r"expected|anticipated|planned|proposed|completion|complete by|finish|from|between|revised|"
    r"original(?:ly)?|was|now|to|and|week ending|w/e|fin(?:al)?|current(?:ly)?|forecast|"
    r"agreed|extended|extension|year|month|quarter|calendar|report|publication|published|new|date)\b"
)
BLOCKING = re.compile(
    r"\b(?:on-?going|review(?:ed)?|since|started|starts?|commenc\w*|tbc|tba|after|not before|"
    r"earliest|completed|closed|achieved|done|discharged|submitted|meeting|no date|mid|early|"
    r"late|beginning|spring|summer|autumn|winter|between|week commencing|w/c|working days?|raised|"
    r"updated|or)\b|\?|never|didn't|did not|cancel"
)
