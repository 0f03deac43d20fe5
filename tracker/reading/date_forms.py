"""How a date is written, in English and Welsh, the day that it means, and the words beside it.

The words stand in ``date_forms.toml``. Each phrase has one meaning; a word that is on no list is
unknown, and a cell that holds one is not read.
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, Literal, NamedTuple, cast
from zoneinfo import ZoneInfo

from tracker.reading.expressions import BODIES, MONTHS, NUMBERED, WEEKDAY, any_of, expressions
from tracker.vocabulary import tables_beside

MIN_YEAR, MAX_YEAR = 1900, 2199
"""Years outside are another calendar's, a placeholder's or a slip of the keyboard."""

_TWO_DIGIT_PIVOT = 70
_LONDON = ZoneInfo("Europe/London")

Precision = Literal["day", "month", "quarter", "year"]
Order = Literal["", "dmy", "mdy", "either"]
Outcome = Literal[
    "date",  # a date was read
    "from_publication",  # a time from the report's publication
    "blank",
    "no_date",  # words that say there is no date yet: TBC, Ongoing
    "not_applicable",  # N/A, none, a dash; in a revised column, that nothing changed
    "done",  # "Complete" typed where a date belongs
    "not_done",  # "No", "In progress"
    "unclear",  # not understood
]


@dataclass(frozen=True)
class DateReading:
    """What one cell of a date column says.

    ``day`` is the date (the first, where the cell holds several), ``later`` the dates it was
    revised to, in order. ``months`` and ``days`` count from publication where ``outcome`` is
    ``from_publication``. ``cautions`` are codes of
    :data:`tracker.reading.date_columns.CAUTIONS`: what the reading rests on or, where it is
    unclear, why. ``order`` says whether digits alone settled which number is the day: ``dmy`` or
    ``mdy`` where only that is possible, ``either`` where both are. ``written``: the dates of a cell
    that is unclear, in order, of which its user may say that one counts.
    """

    outcome: Outcome
    day: date | None = None
    later: tuple[date, ...] = ()
    precision: Precision = "day"
    months: int = 0
    days: int = 0
    cautions: tuple[str, ...] = ()
    order: Order = ""
    written: tuple[date, ...] = ()

    @property
    def begins(self) -> date | None:
        """The first day of the period of which ``day`` is the last: of the month, say."""
        if self.day is None or self.precision == "day":
            return self.day
        months = {"month": 0, "quarter": 2, "year": 11}[self.precision]
        if "financial_half" in self.cautions:
            months = 5
        year, month = divmod(self.day.year * 12 + self.day.month - 1 - months, 12)
        return date(year, month + 1, 1)


FORMS = {name: form.pattern for name, form in expressions("date_forms").items()}
"""Each way of writing a date, by its name."""

_BESIDE = expressions("dates")
BEFORE, AFTER, TIME = (_BESIDE[name].pattern for name in ("before", "after", "time"))
RELATIVE, DAY_ALONE = _BESIDE["relative"], _BESIDE["day_alone"]
_UNITS, _NUMBERS, _ORDINALS = (NUMBERED[name] for name in ("UNITS", "NUMBERS", "ORDINALS"))


def unclear(why: str, order: Order = "") -> DateReading:
    """A cell of which no date is used, and why."""
    return DateReading("unclear", cautions=(why,), order=order)


def length(text: str) -> tuple[int, int]:
    """The months and days of a length of time: ``(18, 0)`` for "eighteen months"."""
    said = re.sub(r"calendar |'", "", text)
    name = next(unit for unit in sorted(_UNITS, key=len, reverse=True) if said.endswith(unit))
    word = said.removesuffix(name).strip(" -")
    number, unit = int(word) if word.isdigit() else _NUMBERS[word], _UNITS[name]
    return {3: number, 4: 12 * number}.get(unit, 0), {1: number, 2: 7 * number}.get(unit, 0)


def later_by(day: date, months: int, days: int) -> date:
    """A day so much later, on a day that the month has."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    last = calendar.monthrange(year, month)[1]
    return date(year, month, min(day.day, last)) + timedelta(days=days)


def make(
    year: int,
    month: int,
    day: int,
    precision: Precision = "day",
    caution: str = "",
    order: Order = "",
) -> DateReading:
    """A day, if there is one and its year can be meant."""
    if not MIN_YEAR < year <= MAX_YEAR:
        return unclear("placeholder" if year in (1899, 1900, 9999) else "year")
    try:
        found = date(year, month, day)
    except ValueError:
        return unclear("impossible")
    return DateReading("date", found, (), precision, 0, 0, (caution,) if caution else (), order)


def month_end(
    year: int, month: int, precision: Precision = "month", caution: str = ""
) -> DateReading:
    """A month's last day."""
    last = calendar.monthrange(year, month)[1] if 1 <= year <= 9999 else 28
    return make(year, month, last, precision, caution)


def in_digits(a: str, b: str, year: str, day_first: bool, mark: str) -> DateReading:
    """A date of three numbers, the year last; with full stops nobody writes the month first."""
    first, second = int(a), int(b)
    if first > 12 and second > 12:
        return unclear("impossible")
    order: Order = "dmy" if first > 12 else "mdy" if second > 12 else "either"
    month_first = order == "mdy" or (order == "either" and not day_first)
    day, month = (second, first) if month_first else (first, second)
    settled = first == second or (mark == "." and order == "either" and day_first)
    return make(_year(year), month, day, order="" if settled else order)


def _year(text: str) -> int:
    text = text.lstrip("'")
    if len(text) == 4:
        return int(text)
    return int(text) + (1900 if int(text) >= _TWO_DIGIT_PIVOT else 2000)


Parts = dict[str, str]
"""The parts of a written date by their names in its form, and the whole ``text``."""


def _iso(parts: Parts) -> DateReading:
    """Year, month, day; with Greenwich's time, the day that it then is in England."""
    reading = make(int(parts["y"]), int(parts["m"]), int(parts["d"]))
    clock, zone = parts["time"], parts["zone"].strip()
    if not reading.day or not zone or zone.strip("+-:0zutcgm") or clock.startswith("23:59"):
        return reading  # 23:59 is how a day's end is written
    hour, minute = (int(number) for number in clock.split(":")[:2])
    if hour > 23 or minute > 59:
        return unclear("impossible")
    moment = datetime(*reading.day.timetuple()[:3], hour, minute, tzinfo=UTC)
    return replace(reading, day=moment.astimezone(_LONDON).date())


def _named_day(parts: Parts) -> DateReading:
    day = _ORDINALS.get(parts["d"]) or int(re.sub(r"\D", "", parts["d"]))
    return make(_year(parts["y"]), MONTHS[parts["mon"].strip(". ")], day)


def _named_month(parts: Parts) -> DateReading:
    """A month; "Nov 15" may be a day of one, and "end of" says which day of it."""
    doubtful = re.fullmatch(r"[a-z.]+\s\d\d", parts["text"]) and int(parts["y"]) <= 31
    caution = "" if parts["end"] else "month_or_day" if doubtful else "month"
    return month_end(_year(parts["y"]), MONTHS[parts["mon"].strip(". ")], caution=caution)


def _closing_year(parts: Parts) -> int:
    """The closing year of a financial year: 2016 for 2015/16 and FY16; 0 for 2015/18."""
    if not parts.get("span"):
        return _year(parts["y"])
    first, second = (_year(part) for part in re.split(r"\s?[/-]\s?", parts["span"]))
    return second if second == first + 1 else 0


def _part_of_year(parts: Parts) -> DateReading:
    """A quarter or a half: of the financial year where one is named, else of the calendar's."""
    number = int(parts["n"] or _ORDINALS.get(parts["nth"], 0) or parts["nth"])
    half = (parts["part"] or parts["named"])[0] == "h"
    month = number * (6 if half else 3)
    end = _closing_year(parts)
    if month > 12 or not end:
        return unclear("impossible")
    if "span" not in parts and "fy" not in parts:
        return month_end(end, month, "quarter", "calendar_quarter")
    year, month = (end, month - 9) if month > 9 else (end - 1, month + 3)
    known = "financial_half" if half else "financial_quarter"
    return month_end(year, month, "quarter", known if "span" in parts else "financial_year_name")


def _financial_year(parts: Parts) -> DateReading:
    exact = parts.get("fy") and parts.get("span") and (parts["end"] or parts["ends"])
    caution = "financial_year_end" if exact else "financial_year"
    end = _closing_year(parts)
    return make(end, 3, 31, "year", caution) if end else unclear("impossible")


_BUILDERS: dict[str, Callable[[Parts], DateReading]] = {
    **dict.fromkeys(list(FORMS)[:6], _part_of_year),
    "iso": _iso,
    "compact": lambda parts: make(int(parts["y"]), int(parts["m"]), int(parts["d"])),
    **dict.fromkeys(("day_month_year", "month_day_year", "year_month_day"), _named_day),
    "month_year": _named_month,
    **dict.fromkeys(
        ("month_in_digits", "iso_month"),
        lambda parts: month_end(int(parts["y"]), int(parts["m"]), caution="month"),
    ),
    **dict.fromkeys(
        ("financial_year", "year_financial", "end_of_span", "financial_year_name"), _financial_year
    ),
    "end_of_year": lambda parts: make(
        int(parts["y"]), 12, 31, "year", "year_alone" if parts["year"] else "year_end"
    ),
}


def build(form: str, parts: Parts, day_first: bool) -> DateReading:
    """The day that a date of this form means."""
    if form == "numeric":
        return in_digits(parts["a"], parts["b"], parts["y"], day_first, parts["s"])
    return _BUILDERS[form](parts)


def counted(reading: DateReading, months: int, days: int) -> DateReading:
    """A length of time after a date; whole months after a month end with one."""
    if reading.day is None or "month_or_day" in reading.cautions:
        return unclear("words", reading.order)
    day = later_by(reading.day, months, days)
    if reading.precision != "day" and not days:
        day = month_end(day.year, day.month).day or day
    return replace(reading, day=day, cautions=("counted",))


# --- The words beside a date ----------------------------------------------------------------------

Role = Literal["original_due", "revised_due", "completed_on", "recommendation_due"]

_TOLD: dict[str, dict[str, Any]] = tables_beside(__file__)


def _by_phrase(table: str) -> dict[str, str]:
    """What each phrase of a table means."""
    return {
        " ".join(phrase.split()): meaning
        for meaning, phrases in _TOLD[table].items()
        for phrase in phrases.split(";")
    }


MEANINGS = _by_phrase("words")
PHRASES = cast(dict[str, Outcome], _by_phrase("phrases"))
"""What a whole cell says that holds no date."""

RULES: dict[str, dict[str, str]] = {
    role: {word: "" if verdict == "harmless" else verdict
           for verdict, words in rules.items() for word in words.split()}
    for role, rules in _TOLD["roles"].items()
}  # fmt: skip
"""What words do to a date, by the column's role: nothing; ``~caution``; ``!reason`` not to use it;
``later``: it is only a revised date. Words that are not named are a reason not to use it."""

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
    text = re.sub(r"(?<=\d) ?\[\d{1,2}\]$", "", text)  # the mark of a footnote
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
