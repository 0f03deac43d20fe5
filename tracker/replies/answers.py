"""An owner's answer: a cell to the value of its field, or why it is none."""

from __future__ import annotations

import re
from datetime import date

from tracker.book import Cell, Sheet, as_text, column_letters
from tracker.reading.dates import read_date
from tracker.replies.form import ANSWERS
from tracker.words import date_words

Value = str | float | date

_PERCENT = re.compile(r"\d{1,3}(\.\d+)? ?%")


class Refused(Exception):
    """A file, or an answer, of which nothing can be taken; ``str(error)`` says why."""


def is_share(form: Sheet, address: str) -> bool:
    """Whether a cell shows the number in it as a percentage: 0.75 as 75%."""
    shown = form.percent_cells.items()
    return any(address == f"{column_letters(at)}{row + 1}" for at, rows in shown for row in rows)


def answer(name: str, cell: Cell, *, is_share: bool = False) -> Value:
    """An answer as its field holds it. Raises what stops it."""
    text = as_text(cell)
    if name == "status":
        known = {label.casefold(): label for label in ANSWERS.values()}
        if text.casefold() not in known:
            raise Refused(f"“{text}” is not a status in the list: {', '.join(ANSWERS.values())}.")
        return known[text.casefold()]
    if name == "percent_complete":
        if isinstance(cell, str) and _PERCENT.fullmatch(text):
            cell = float(text.removesuffix("%").strip())
        elif isinstance(cell, float) and is_share:
            cell = round(100 * cell, 9)
        elif isinstance(cell, float) and 0 < cell < 1:
            raise Refused(f"“{text}” may be {cell:g}% or {100 * cell:g}%: type it from 0 to 100.")
        if not isinstance(cell, float) or not 0 <= cell <= 100:
            raise Refused(f"“{text}” is not a percentage from 0 to 100.")
        return cell
    if name in ("revised_due", "completed_on"):
        day = cell if isinstance(cell, date) else _typed_day(text)
        if name == "completed_on" and day > date.today():
            raise Refused(f"{date_words(day)} has not come yet: it cannot be completed then.")
        return day
    return text


def _typed_day(text: str) -> date:
    """The day that a text says beyond doubt. Raises what stops it."""
    said = read_date(text)
    if said.day is None or said.later or said.cautions or said.precision != "day":
        raise Refused(f"“{text}” is text, not a date: type it as a date, such as 30/09/2016.")
    if said.order == "either":
        other = date(said.day.year, said.day.day, said.day.month)
        raise Refused(
            f"“{text}” is text, and may be {date_words(said.day)} or {date_words(other)}: type it "
            "as a date, or with the name of the month."
        )
    return said.day
