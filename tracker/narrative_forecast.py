"""The forecast in plain English: when, from how much, beside what the plan says, and why not.

Plain text, with names as typed in the plan: whoever shows it escapes it for where it is shown.
"""

from __future__ import annotations

from datetime import date

import pandas as pd

from tracker.fields import NO_OWNER, NO_RECOMMENDATION, NO_SCOPE, SCOPE_LABELS
from tracker.forecasting import Forecast, Outlook
from tracker.forecasting.outlook import TIMES_AHEAD
from tracker.forecasting.record import LEAST_COMPLETIONS, LEAST_DAYS
from tracker.narrative import waiting_for
from tracker.words import (
    count,
    date_words,
    days_words,
    listed,
    month_words,
    number,
    percent,
    recommendation_words,
    sentence_case,
)

_CHANCES = (("p50", "an even chance of completion"), ("p80", "80%"), ("p95", "95%"))

BY_OUTCOME = (
    "A pace cannot be told of actions chosen by their status, or because they are overdue: those "
    "that were done sooner or later would be missing."
)
"""Why nothing is forecast of what these filters leave."""

MOST_NAMED = 3
"""Parts named in a sentence; of more than these it gives the number."""


def finding(forecast: Forecast) -> str:
    """When the plan will be done on past pace, or why no date is given."""
    return outlook_words(forecast, forecast.plan)


def outlook_words(forecast: Forecast, outlook: Outlook) -> str:
    """When all of a group will be done on past pace, or why no date is given."""
    if outlook.reason is not None:
        return reason_words(forecast, outlook)
    if outlook.behind == 0 and outlook.p50 is not None:
        return f"If every date given is kept, complete on {date_words(outlook.p50)}."
    behind = f"from {count('completion', outlook.behind)}{_undated(forecast)}."
    said = [
        f"{words} by {month_words(getattr(outlook, name))}"
        for name, words in _CHANCES
        if getattr(outlook, name) is not None
    ]
    if not said:
        return (
            f"On past pace, completion is more likely than not to be later than "
            f"{month_words(outlook.later_than)}, further ahead than the record can tell; {behind}"
        )
    if outlook.later_than is not None:
        left = [words for name, words in _CHANCES if getattr(outlook, name) is None]
        said.append(f"{listed(left)} only later than {month_words(outlook.later_than)}")
    return f"On past pace, {'; '.join(said)}; {behind}"


def reason_words(forecast: Forecast, outlook: Outlook) -> str:
    """Why a group has no forecast, in one or two sentences; when it was complete, if it is."""
    published = date_words(forecast.published)
    match outlook.reason:
        case None:
            return ""
        case "complete":
            return _complete(outlook)
        case "no_actions":
            return "There is nothing to forecast: no action is left that is not withdrawn."
        case "no_publication":
            return (
                "No date can be told: ages count from the day on which the report was published, "
                "and that is not known. Say which day it was."
            )
        case "before_publication":
            return (
                f"No date can be told: the as-at date is not after {published}, the day on which "
                "the report was published, from which ages count."
            )
        case "few_completions":
            in_all = f" ({number(outlook.completed)} complete in all)"
            return (
                f"No date can be told yet: it takes at least {LEAST_COMPLETIONS} completions on a "
                f"known day to tell a pace, and there {_are(outlook.dated)} "
                f"{number(outlook.dated)}{in_all if outlook.completed > outlook.dated else ''}."
            )
        case "few_days":
            return (
                f"No date can be told: the completions are dated on fewer than {LEAST_DAYS} "
                "different days. Those are batches, not a pace."
            )
        case "late_start":
            return (
                f"No date can be told: nothing was completed in the first half of the time since "
                f"{published}, so the pace since then says little. Check that the report was "
                "published on that day."
            )
        case "uneven":
            return (
                "No date can be told: the completions came too unevenly to be one pace, as where "
                "many were closed together, or none of late. Check that the as-at date is the one "
                "that the plan was brought up to."
            )
        case "slower_than_plan":
            whole = forecast.plan
            return (
                f"No date can be told: {number(outlook.completed)} of {number(outlook.actions)} "
                f"complete is slower than the plan as a whole "
                f"({number(whole.completed)} of {number(whole.actions)}), and too few for a pace "
                "of its own."
            )


SHORT_REASONS = {
    "no_actions": "Every action is withdrawn",
    "complete": "Complete",
    "no_publication": "Day of publication not known",
    "before_publication": "As at a day before publication",
    "few_completions": f"Fewer than {LEAST_COMPLETIONS} completions",
    "few_days": "Completed in batches",
    "late_start": "No completion in the first half of the time",
    "uneven": "Completed too unevenly",
    "slower_than_plan": "Slower than the plan, and too few completions of its own",
}
"""Why a group has no forecast, in a table."""


def rests_on(outlook: Outlook) -> str:
    """What a group's dates rest on, in a table: completions, or why there are no dates."""
    if outlook.reason == "complete" and outlook.completed_on is not None:
        return f"Complete on {date_words(outlook.completed_on)}"
    if outlook.reason == "few_completions":
        return f"{number(outlook.dated)} of the {LEAST_COMPLETIONS} completions needed"
    if outlook.reason is not None:
        return SHORT_REASONS[outlook.reason]
    if not outlook.behind:
        return "The dates given"
    whose = "of its own" if outlook.own else "of the whole plan"
    return f"{count('completion', outlook.behind)} {whose}"


def date_or_later(outlook: Outlook, name: str) -> str:
    """One of a group's dates in a table; see ``month_or_later``."""
    return month_or_later(getattr(outlook, name), outlook.later_than)


def half_done(forecast: Forecast) -> str:
    """How long half of the actions took; empty where ``Record.median`` does not say."""
    days = forecast.record.median
    if days is None:
        return ""
    known = "By the dates known, half" if forecast.record.undated else "Half"
    return f"{known} of the actions were complete within {days_words(days)} of the report."


def plan_says(outlook: Outlook) -> str:
    """What the plan itself says of its open actions, and how likely that is on past pace."""
    if not outlook.open:
        return ""
    agreed, open_ = outlook.agreed, count("open action", outlook.open)
    if agreed.latest is None:
        return f"The plan itself gives no date for its {open_}."
    of = "its only open action" if outlook.open == 1 else f"its {open_}"
    said = f"The plan itself says {date_words(agreed.latest)}, the latest agreed date of {of}"
    more = []
    if agreed.passed:
        more.append(f"{_all_or(agreed.passed, outlook.open - agreed.without)} passed")
    if agreed.without:
        more.append(f"{count('action', agreed.without)} {_have(agreed.without)} none")
    said += f"; {listed(more)}." if more else "."
    if agreed.chance is None:
        return said
    return f"{said} On past pace, the chance that all are done by then is {_chance(agreed.chance)}."


def later_parts(forecast: Forecast) -> str:
    """Which parts, on their own pace, are later than the plan as a whole; empty for none."""
    plan = forecast.plan
    if plan.reason is not None or plan.p80 is None:
        return ""
    parts = [
        *(f"{_scope(each.name)} actions" for each in forecast.scopes if _is_later(each, plan)),
        *(
            recommendation_words(each.name)
            for each in forecast.recommendations
            if _is_later(each, plan)
        ),
        *(f"the actions of {each.name}" for each in forecast.owners if _is_later(each, plan)),
    ]
    if not parts:
        return ""
    named = parts[:MOST_NAMED]
    if len(parts) > MOST_NAMED:
        named.append(count("other part", len(parts) - MOST_NAMED))
    return (
        f"On their own pace, {listed(named)} would be much later than this: the dates for the plan "
        "as a whole are then too early."
    )


def waiting(measured: pd.DataFrame) -> str:
    """How many open actions wait for something, of which past pace knows nothing; else empty."""
    waits = sum(waiting_for(measured))
    if not waits:
        return ""
    verb = "says what it waits" if waits == 1 else "say what they wait"
    return f"{count('open action', waits)} {verb} for. Past pace knows nothing of that."


def assumptions(forecast: Forecast) -> list[str]:
    """What the forecast takes for granted, a sentence or two each."""
    record = forecast.record
    said = [
        f"Every age counts from {date_words(forecast.published)}, when the report was published, "
        "whenever an action was added: one added late looks slower than it was."
    ]
    said = said if forecast.published else []
    said += [
        "No open action is older than the record, so the record itself cannot show what comes "
        "next. The pace is taken to go on rising or waning as it has, along a smooth curve; what "
        "the curve may be, given so many completions, is part of the chances.",
        "Every open action is taken to be like the others, and to be done independently of them. "
        "Where several wait for one thing, such as a national review, the dates say too much.",
        "Nothing new is foreseen: no action added, none withdrawn, no more and no fewer people.",
        f"Dates further ahead than {TIMES_AHEAD} times the time since publication are not given.",
    ]
    if record.undated:
        said.append(
            f"{count('action', record.undated)} {_are(record.undated)} complete without a date, "
            "and so known only to be done by the as-at date."
        )
    if record.before:
        said.append(
            f"{count('action', record.before)} completed before the report was published "
            f"{_are(record.before)} left out: {'it says' if record.before == 1 else 'they say'} "
            "nothing of the pace since."
        )
    return said


def month_or_later(day: date | None, later_than: date | None) -> str:
    """A forecast's date in a table: "October 2017", "After June 2020", or a dash."""
    if day is None and later_than is not None:
        return f"After {month_words(later_than)}"
    return month_words(day)


def _complete(outlook: Outlook) -> str:
    every = f"All {count('action', outlook.actions)} are"
    every = "The one action is" if outlook.actions == 1 else every
    if outlook.completed_on is None:
        return f"{every} complete. When the last was is not known, as not all have a date."
    return f"{every} complete, the last on {date_words(outlook.completed_on)}."


def _undated(forecast: Forecast) -> str:
    undated = forecast.record.undated
    return f" ({number(undated)} more {_are(undated)} complete without a date)" if undated else ""


def _is_later(part: Outlook, plan: Outlook) -> bool:
    """Whether a part of its own pace is not even likely to be done by when the plan mostly is."""
    if part.reason is not None or not part.own or plan.p80 is None or not part.behind:
        return False
    return part.p50 is None or part.p50 > plan.p80


def _scope(name: str | None) -> str:
    return "the " + (SCOPE_LABELS[name] if name else NO_SCOPE).lower()


def _chance(chance: float) -> str:
    """A chance as a percentage that is never 0 or 100."""
    return percent(min(max(chance, 1e-6), 1 - 1e-6), 1)


def _all_or(part: int, whole: int) -> str:
    if part == whole:
        return "it has" if whole == 1 else "all of the dates have"
    return f"{number(part)} of the dates {_have(part)}"


def _have(number_of: int) -> str:
    return "has" if number_of == 1 else "have"


def _are(number_of: int) -> str:
    return "is" if number_of == 1 else "are"


def group_name(name: str | None, by: str) -> str:
    """What a table calls a group."""
    if by == "recommendation":
        return NO_RECOMMENDATION if name is None else sentence_case(recommendation_words(name))
    if by == "scope":
        return NO_SCOPE if name is None else SCOPE_LABELS[name]
    return name or NO_OWNER
