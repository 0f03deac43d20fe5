"""The forecast in plain English: how many by a day, which dates may move, when half, and why not.

Plain text, with names as typed in the plan: whoever shows it escapes it for where it is shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Any

import pandas as pd

from tracker.forecasting import Forecast, Outlook
from tracker.forecasting.reference import COUNTS_HELD, LEAST_COMPLETIONS, SOURCE
from tracker.statements.on_plan import waiting_for
from tracker.vocabulary import SCOPE_LABELS
from tracker.words import (
    UNKNOWN,
    action_words,
    are,
    count,
    date_words,
    days_words,
    have,
    listed,
    month_words,
    number,
    verb,
)

BY_OUTCOME = (
    "Nothing is forecast of actions chosen by their status, or because they are overdue: those "
    "that were done sooner or later would be missing."
)
"""Why nothing is forecast of what these filters leave."""

MOST_NAMED = 3
"""Actions named in a sentence."""

LIKELY = 0.5
"""The chance from which a date is named as likely to move."""

ALL_NEVER_HELD = "on real recommendations a date for all of them never held (0 of 13)"

_REASONS = {
    "no_actions": "There is nothing to forecast: no action is left that is not withdrawn.",
    "complete": "There is nothing to forecast: every action is complete.",
    "no_publication": "No forecast yet: say on which day the report was published.",
    "before_publication": "No forecast yet: the as-at date is before the report was published.",
}


def finding(forecast: Forecast) -> str:
    """How many open actions will be done by the day asked for, or why that is not said."""
    return outlook_words(forecast.plan)


def outlook_words(outlook: Outlook) -> str:
    """How many of a group's open actions will be done by its day, or why that is not said."""
    if outlook.reason is not None:
        return _REASONS[outlook.reason]
    by = f"By {date_words(outlook.by)},"
    low, high, likeliest = outlook.low or 0, outlook.high or 0, outlook.likeliest or 0
    if outlook.open == 1:
        return f"{by} the one open action {_one(low, high, likeliest)}."
    of = f"of the {number(outlook.open)} open actions"
    if low == high:
        return f"{by} {number(low) if low else 'none'} {of} {are(low or 1)} likely to be done."
    most = number(likeliest) if likeliest else "none"
    verb = are(1 if high == 1 else 2)
    return f"{by} {range_words(low, high)} {of} {verb} likely to be done, most likely {most}."


def range_words(low: Any, high: Any) -> str:
    """A range of numbers: "4 to 9", "up to 3" from none, "4" where it is one."""
    if low == high:
        return number(low)
    return f"{number(low)} to {number(high)}" if low else f"up to {number(high)}"


def basis(forecast: Forecast) -> str:
    """What the count rests on, and how such ranges held; empty where there is none."""
    plan = forecast.plan
    if plan.reason is not None:
        return ""
    held, checked = COUNTS_HELD
    undated = forecast.record.undated
    on_known_days = count("completion", plan.dated)
    if plan.is_borrowed:
        said = (
            f"This is borrowed from {SOURCE}: with {on_known_days} on a known day the plan has too "
            f"few of its own (at least {LEAST_COMPLETIONS} are needed)."
        )
    else:
        said = f"This rests on {on_known_days} of the plan."
    if undated:
        said += f" {number(undated)} more {are(undated)} complete without a date."
    return (
        f"{said} On real recommendations {number(held)} of {number(checked)} such ranges held the "
        "number that came."
    )


def own_dates(forecast: Forecast) -> str:
    """How many of the open actions the plan itself would have done by that day."""
    plan = forecast.plan
    if not plan.open:
        return ""
    agreed = forecast.chances["agreed_due"]
    due, passed = int(agreed.le(pd.Timestamp(plan.by)).sum()), int(forecast.chances["passed"].sum())
    of = f" ({number(passed)} of them already passed)" if passed else ""
    without = plan.open - len(agreed)
    said = f"By the plan's own dates it would be {number(due) if due else 'none'}{of}"
    if without:
        said += f"; {number(without)} {have(without)} no date"
    return f"{said}."


def when(forecast: Forecast) -> str:
    """When half, and eight in ten, of the open actions are done, as far as the record reaches."""
    if forecast.record_reaches is None or not forecast.plan.open:
        return ""
    reach = date_words(forecast.record_reaches)
    if forecast.half_by is None:
        return f"Half of the open actions: not before {reach}, as far ahead as the record reaches."
    said = f"Half of the open actions may be done by {month_words(forecast.half_by)}"
    if forecast.eight_in_ten_by is None:
        return f"{said}, eight in ten not before {reach}, as far ahead as the record reaches."
    said += f", eight in ten by {month_words(forecast.eight_in_ten_by)}"
    if forecast.all_by is None:
        return f"{said}, all not before {reach}, as far ahead as the record reaches."
    return f"{said}, all by {month_words(forecast.all_by)}; {ALL_NEVER_HELD}."


def half_done(forecast: Forecast, name: str) -> str:
    """One of the days of ``when`` in a table: a month, or before when it is not."""
    day: date | None = getattr(forecast, name)
    if day is None and forecast.record_reaches is not None:
        return f"Not before {month_words(forecast.record_reaches)}"
    return month_words(day)


def odds_words(chance: float) -> str:
    """A chance as one may say it: "4 in 5", "1 in 10"."""
    tenths = Fraction(min(max(round(10 * chance), 1), 9), 10)
    return f"{tenths.numerator} in {tenths.denominator}"


def because(row: Any) -> str:
    """What speaks for a date's moving, of a row of ``Forecast.chances``."""
    moves = {0: "not moved so far", 1: "moved once", 2: "moved twice"}
    said = [moves.get(row.moves, f"moved {number(row.moves)} times")]
    if row.changed:
        said.append("changed at the last report")
    ahead = row.days_ahead
    if ahead < 0:
        said.append(f"passed {days_words(-ahead)} ago")
    else:
        said.append(f"due in {days_words(ahead)}" if ahead else "due on the as-at date")
    return ", ".join(said)


def likely_to_move(forecast: Forecast, measured: pd.DataFrame) -> str:
    """The agreed dates that are likeliest to move at the next report; empty where none is."""
    likely = forecast.chances[forecast.chances["chance"].ge(LIKELY)]
    if likely.empty:
        return ""
    rows: Any = likely.head(MOST_NAMED).join(measured[["reference", "action"]]).itertuples()
    said = [
        f"{action_words(row.reference, row.action)} ({because(row)}: {odds_words(row.chance)})"
        for row in rows
    ]
    more = len(likely) - len(said)
    others = f"; {number(more)} more {are(more)} at least as likely as not" if more else ""
    return f"Likely to move later at the next report: {'; '.join(said)}{others}."


def chance_words(forecast: Forecast, label: Any) -> str:
    """The chance that one action's date moves, in a table; a dash where there is none."""
    chances = forecast.chances["chance"]
    return odds_words(chances[label]) if label in chances.index else UNKNOWN


def waiting(measured: pd.DataFrame) -> str:
    """How many open actions wait for something, of which the forecast knows nothing; else empty."""
    waits = sum(waiting_for(measured))
    if not waits:
        return ""
    says = verb(waits, "says what it waits", "say what they wait")
    return f"{count('open action', waits)} {says} for. The forecast knows nothing of that."


def what_if(forecast: Forecast) -> str:
    """What is supposed, before a finding of it: dates that are kept, more done a month."""
    said = []
    if forecast.promised:
        kept = forecast.promised
        said.append(
            f"{verb(kept, 'the date given is', f'the {number(kept)} dates given are')} kept"
        )
    if forecast.times != 1:
        times = "twice" if forecast.times == 2 else f"{number(forecast.times)} times"
        said.append(f"{times} as many are done a month")
    return f"If {listed(said)}: " if said else ""


def group_name(outlook: Outlook, by: str) -> str:
    """What a table calls an owner or a scope."""
    return SCOPE_LABELS[outlook.name or ""] if by == "scope" else outlook.name or UNKNOWN


def assumptions(forecast: Forecast) -> list[str]:
    """What the forecast takes for granted, a sentence or two each."""
    said: Iterable[str] = (
        "Actions close as others of their age did, and some never do. Closings arrive in batches: "
        "the range is wider where many were completed on one day.",
        "Every open action is taken to be like the others. Where several wait for one thing, such "
        "as a national review, more or fewer may be done together.",
        "Nothing new is foreseen: no action added, none withdrawn, no more and no fewer people.",
        "Whether a date moves is judged by how New York's capital projects and the United "
        "Kingdom's major projects moved theirs, then by this plan's own record and its owners'. "
        "The chance holds if the action is still open at the next report.",
    )
    before = forecast.record.before
    if before:
        left_out = (
            f"{count('action', before)} completed before the report was published {are(before)}"
        )
        return [*said, f"{left_out} left out."]
    return [*said]


def _one(low: int, high: int, likeliest: int) -> str:
    if low == high:
        return f"is {'' if low else 'not '}likely to be done"
    return f"may be done, {'more likely than not' if likeliest else 'but more likely is not'}"
