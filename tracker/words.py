"""How numbers, dates and names are said: British English, counts beside percentages.

Every function takes None, NaN, NaT and NA for unknown and says "–".
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import takewhile
from typing import TypeAlias

import pandas as pd

UNKNOWN = "–"
NOT_KNOWN = "not known"
"""Stands for an expected finish of which only a floor is known: never the as-at date."""

Number: TypeAlias = "int | float | None"

# Not strftime: month names must not follow the server's locale.
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

_NAMED_RECOMMENDATION = re.compile(r"rec(ommendation)?s?(?![a-z])", re.IGNORECASE)

LONGEST_NAME = 60
"""Characters of a wording that is used as a name in a sentence."""


def folded(text: str) -> str:
    """A text without what does not tell it from another: its case and its spaces.

    >>> folded(" Head of  ICT")
    'head of ict'
    """
    return " ".join(text.split()).casefold()


def number(value: Number) -> str:
    """A number in full: "1,234", "92.5"; at most one decimal place."""
    if _is_unknown(value):
        return UNKNOWN
    rounded = round(float(value or 0), 1)
    return f"{rounded:,.1f}".removesuffix(".0").replace("-", "−")


def signed(value: Number) -> str:
    """A change: "+9", "−7", "0"."""
    return f"+{number(value)}" if value and value > 0 else number(value)


def count(noun: str, value: Number, plural: str | None = None) -> str:
    """A number of things: "1 action", "3 actions"."""
    if _is_unknown(value):
        return UNKNOWN
    return f"{number(value)} {noun if value == 1 else plural or noun + 's'}"


def spoken(value: int) -> str:
    """A number of things within a sentence: "none", "one", "12"."""
    return {0: "none", 1: "one"}.get(value) or number(value)


def spoken_count(noun: str, value: int) -> str:
    """A number of things as the subject of a sentence: "no action", "one action", "3 actions"."""
    return {0: f"no {noun}", 1: f"one {noun}"}.get(value) or count(noun, value)


def about_days(value: float) -> str:
    """Whole days, halves rounded up: "1 day", "about 116 days" for a median of 115.5."""
    whole = math.floor(abs(value) + 0.5)
    return f"{'' if whole == abs(value) else 'about '}{days_words(whole)}"


def percent(part: Number, whole: Number) -> str:
    """A share as a whole percentage, halves rounded up: "64%"; "–" where the whole is 0.

    100% means all and 0% none: 199 of 200 is 99%.
    """
    if _is_unknown(part) or _is_unknown(whole) or not whole:
        return UNKNOWN
    # Rounded first: 0.575 is held as a little less, and 23 of 40 is 58%, from counts or their rate.
    share = int(round(100 * (part or 0) / whole, 9) + 0.5)
    if 0 < (part or 0) < whole:
        share = min(max(share, 1), 99)
    return f"{share}%"


def rate_words(part: Number, whole: Number) -> str:
    """A share with its counts: "14 of 22, 64%"; "–" where the whole is 0."""
    share = percent(part, whole)
    return share if share == UNKNOWN else f"{number(part)} of {number(whole)}, {share}"


def date_words(value: date | None) -> str:
    """A date in words: "30 November 2015"."""
    return UNKNOWN if _is_unknown(value) or value is None else _date(value, None)


def month_words(value: date | None) -> str:
    """The month of a date that is not to be taken to the day: "March 2017"."""
    if _is_unknown(value) or value is None:
        return UNKNOWN
    return f"{_MONTHS[value.month - 1]} {value.year}"


def short_date(value: date | None) -> str:
    """A date where room is short: "30 Nov 2015"."""
    return UNKNOWN if _is_unknown(value) or value is None else _date(value, 3)


def finish_words(value: date | None, is_minimum: bool) -> str:
    """When something finished or is to; "not known" where only a floor of that is known."""
    return NOT_KNOWN if is_minimum else date_words(value)


def short_finish(value: date | None, is_minimum: bool) -> str:
    """The same with the month in short."""
    return NOT_KNOWN if is_minimum else short_date(value)


def days_words(value: Number, unit: str = "day") -> str:
    """A number of days: "1 day", "151 days"; ``unit`` may be "working day"."""
    return count(unit, value)


def slippage_words(value: Number, unit: str = "day") -> str:
    """Slippage: "21 days early", "on time", "151 days late"."""
    if _is_unknown(value) or value is None:
        return UNKNOWN
    if value == 0:
        return "on time"
    return f"{days_words(abs(value), unit)} {'late' if value > 0 else 'early'}"


def median_slippage(value: Number, unit: str = "day") -> str:
    """The slippage of a group, of which some may be open: "0 days" and never "on time"."""
    return days_words(0, unit) if value == 0 else slippage_words(value, unit)


def standing_slippage(
    days: Number,
    *,
    is_open: bool,
    is_minimum: bool,
    original_known: bool = True,
    overdue: Number = None,
    unit: str = "day",
) -> str:
    """Slippage of what may not have finished: "in date", "at least 152 days late", "21 days early".

    What is open is never early and never on time. ``overdue`` is by how many days its original
    timescale has passed: "overdue by 152 days, now expected 793 days late".
    """
    if not is_open:
        return slippage_words(days, unit)
    if _is_unknown(days) or days is None:
        return "in date" if is_minimum and original_known else UNKNOWN
    if days <= 0:
        return "in date"
    if is_minimum:
        return f"at least {slippage_words(days, unit)}"
    expected = f"expected {slippage_words(days, unit)}"
    return expected if _is_unknown(overdue) else f"overdue by {days_words(overdue)}, now {expected}"


def counted(part: int, noun: str, whole: int) -> str:
    """A share with its counts, as a subject: "14 of 22 actions (64%)"."""
    return f"{number(part)} of {count(noun, whole)} ({percent(part, whole)})"


def every(noun: str, whole: int) -> str:
    """All of several, as a subject: "Both actions", "All 3 actions"."""
    return f"Both {noun}s" if whole == 2 else f"All {count(noun, whole)}"


def none_of(noun: str, whole: int) -> str:
    """None of several, as a subject: "Neither of the 2 actions", "None of the 3 actions"."""
    return f"{'Neither' if whole == 2 else 'None'} of the {count(noun, whole)}"


def holds_of(
    part: int, noun: str, whole: int, verbs: tuple[str, str], tail: str, which: str = ""
) -> str:
    """Of how many of ``whole`` something holds: "3 of 6 actions (50%) are complete".

    ``verbs`` are for one and for several; ``which`` stands after the noun, such as " whose dates
    are known".
    """
    one, several = verbs
    if whole == 1:
        return f"The one {noun}{which} {one} {'' if part else 'not '}{tail}"
    if part == 0:
        return f"{none_of(noun, whole)}{which} {one} {tail}"
    if part == whole:
        return f"{every(noun, whole)}{which} {several} {tail}"
    return f"{counted(part, noun, whole)}{which} {verb(part, one, several)} {tail}"


def verb(subject: int, one: str, several: str) -> str:
    """The form of a verb for so many: ``verb(1, "names", "name")``."""
    return one if subject == 1 else several


def are(subject: int) -> str:
    """ "is" for one, else "are"."""
    return verb(subject, "is", "are")


def were(subject: int) -> str:
    """ "was" for one, else "were"."""
    return verb(subject, "was", "were")


def have(subject: int) -> str:
    """ "has" for one, else "have"."""
    return verb(subject, "has", "have")


def listed(words: Sequence[str], joined: str = "and") -> str:
    """Words as a list in a sentence: "A", "A and B", "A, B and C"; ``joined`` may be "or"."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {joined} {words[-1]}"


def sentence_case(text: str) -> str:
    """Text with a capital first letter; the rest, such as names, as it is."""
    return text[:1].upper() + text[1:]


def uncapitalised(text: str) -> str:
    """Text with a small first letter, as within a sentence."""
    return text[:1].lower() + text[1:]


def shortened(text: str, limit: int = LONGEST_NAME) -> str:
    """Text on one line, cut between words with "…" where it is longer than ``limit``."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    cut = line[: limit - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut) + "…"


def told_apart(names: Iterable[str], limit: int = LONGEST_NAME) -> dict[str, str]:
    """Each name, cut at a word; those that would look alike go on from where they differ.

    "Head of… West of the force…", "Head of… East of the force…"; where their ends are alike too,
    "Head of… Estates… (East)", "Head of… Finance… (East)". What still is alike is not cut.
    """
    whole = {name: " ".join(name.split()) for name in names}
    cut = {name: shortened(line, limit) for name, line in whole.items()}
    for again in (False, True):
        for several in _alike(cut):
            words = [whole[name].split() for name in several]
            alike_so_far = takewhile(lambda each: len(set(each)) == 1, zip(*words, strict=False))
            shared = len(list(alike_so_far))
            start = shortened(" ".join(words[0][:shared]), limit // 3)
            for name, own in zip(several, words, strict=True):
                if 0 < shared < len(own):
                    end = cut[name].rpartition("… ")[2]
                    rest = f"{own[shared]}… {end}" if again else " ".join(own[shared:])
                    cut[name] = f"{start} {shortened(rest, limit - len(start))}"
    return cut | {name: whole[name] for several in _alike(cut) for name in several}


def _alike(cut: Mapping[str, str]) -> list[list[str]]:
    """The names that look alike though they are not, together."""
    by_look: dict[str, list[str]] = {}
    for name, short in cut.items():
        by_look.setdefault(short, []).append(name)
    return [names for names in by_look.values() if len(names) > 1]


def moved_words(
    reference: str | None, action: str | None, first: date | None, now: date | None
) -> str:
    """What is said of an original timescale that is not the one first recorded, with both dates."""
    gives = "none" if _is_unknown(now) else date_words(now)
    return (
        f"{sentence_case(action_words(reference, action))}: the original timescale first recorded "
        f"was {date_words(first)}; the plan now gives {gives}"
    )


_LONGEST_CODE = 4
"""Letters of a recommendation's code without a number: "VIII"."""


def recommendation_words(name: str | None) -> str:
    """A recommendation's name within a sentence: "recommendation 5", "Recommendation 5 (b)".

    A bare number or code gets the noun, also with its inspection in brackets; a name that has
    it keeps its own; a wording, be it one word, is quoted.
    """
    if name is None:
        return "the actions without a recommendation"
    line = " ".join(name.split())
    if _NAMED_RECOMMENDATION.match(line):
        return shortened(line)
    code, _, _ = line.partition(" (")
    is_code = " " not in code and (len(code) <= _LONGEST_CODE or any(map(str.isdigit, code)))
    return f"recommendation {shortened(line)}" if is_code else f"“{shortened(line)}”"


def action_words(reference: str | None, action: str | None) -> str:
    """An action's name within a sentence: "action 7.1", else its wording, quoted."""
    if reference:
        return f"action {shortened(reference)}"
    return f"“{shortened(action)}”" if action else "an action without a reference"


def _date(value: date, letters: int | None) -> str:
    return f"{value.day} {_MONTHS[value.month - 1][:letters]} {value.year}"


def _is_unknown(value: object) -> bool:
    return bool(pd.isna(value))  # type: ignore[call-overload]
