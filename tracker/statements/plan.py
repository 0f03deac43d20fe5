"""The findings in plain English: the paragraph and the sentences that stand above the figures.

Plain text, with names as typed in the plan: whoever shows it escapes it for where it is shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Literal, TypeAlias

import pandas as pd

from tracker.summaries import Summary, recommendation_labels, timescales_kept
from tracker.words import (
    are,
    count,
    counted,
    date_words,
    days_words,
    have,
    holds_of,
    listed,
    number,
    rate_words,
    recommendation_words,
    sentence_case,
    share,
    shortened,
    slippage_words,
    spoken,
    verb,
    were,
)

SlippageMeasure: TypeAlias = Literal[
    "slippage_days",
    "slippage_working_days",
    "slippage_against_revised_days",
    "slippage_against_revised_working_days",
]
_Column: TypeAlias = "pd.Series[Any]"

MOPI_REVIEW = r"\bmopi\b|management of police information"
"""What a dependency on the national review of the Management of Police Information says."""

NO_DEPENDENCY = ("none", "none identified", "no", "nil", "n/a", "na", "not applicable", "-", "–")
"""What is typed where an action waits for nothing."""

MOST_NAMED = 3
"""Names given in a sentence; of more than these it gives the number."""


def overview(summary: Summary, measured: pd.DataFrame, as_at: date) -> str:
    """The position of the plan in a paragraph; it begins "C of N actions (P%) are complete".

    N leaves out the withdrawn actions. ``summary`` is that of ``measured``.

    >>> overview(summarise(measured), measured, date(2016, 4, 30))
    """
    totals: Any = summary.totals
    live = totals["actions"] - totals["withdrawn"]
    if live == 0:
        return _nothing(totals["actions"])
    position = (
        f"{counted(totals['completed'], 'action', live)} {are(live)} complete "
        f"as at {date_words(as_at)}{_confirmed(totals['confirmed'])}."
    )
    return _paragraph(
        position,
        _overdue(measured),
        _median(measured["slippage_days"].dropna()),
        _on_time(measured),
        _revised(totals["rebaselined"], live),
        _waiting(measured),
        _left_out(totals["withdrawn"]),
    )


def position(summary: Summary, measured: pd.DataFrame) -> str:
    """How many actions are complete and how many overdue, in a sentence.

    ``summary`` is that of ``measured``; the withdrawn actions are left out.
    """
    totals: Any = summary.totals
    live = totals["actions"] - totals["withdrawn"]
    if live == 0:
        return _nothing(totals["actions"])
    complete = f"{counted(totals['completed'], 'action', live)} {are(live)} complete"
    open_, overdue = totals["open"], totals["overdue"]
    known = int((measured["is_open"] & measured["original_due"].notna()).sum())
    if open_ == 0:
        return f"{complete}: nothing is left open."
    if known == 0:
        return f"{complete}. {originals_unknown(open_)}"
    if open_ == 1:
        return f"{complete}, and the one open action {'is' if overdue else 'is not'} overdue."
    if overdue == open_:
        return f"{complete}, and all {number(open_)} open ones are overdue."
    late = f"{number(overdue) if overdue else 'none'} of the {number(open_)} open ones"
    return f"{complete}, and {late} {are(overdue) if overdue else 'is'} overdue."


def slippage_finding(measured: pd.DataFrame, column: SlippageMeasure = "slippage_days") -> str:
    """How many actions have slipped, and the median; which most, the chart's title says.

    ``column`` is the measure shown: in calendar or working days, against the original or the
    agreed timescale.
    """
    live = int((~measured["is_withdrawn"]).sum())
    if live == 0:
        return _nothing(len(measured))
    known = measured[column].astype("float64").dropna()
    if known.empty:
        return f"The slippage of {count('action', live)} is unknown: {_WHY_UNKNOWN}."
    unit = "working day" if "working" in column else "day"
    timescale = "agreed" if "revised" in column else "original"
    slipped, median = int((known > 0).sum()), float(known.median())
    return (
        f"{share(slipped, 'action', len(known))} whose slippage is known {have(slipped)} "
        f"slipped against the {timescale} timescale; the median is "
        f"{slippage_words(median, unit) if median else days_words(0, unit)}."
    )


def recommendations_finding(summary: Summary, as_at: date) -> str:
    """How many recommendations are complete, how many met their timescale, the worst slippage."""
    groups = summary.recommendations
    named = groups[groups["recommendation"].notna()]
    live = named[named["actions"] > named["withdrawn"]]
    if live.empty:
        if named.empty and len(groups):
            return "No action says which recommendation it answers."
        return _nothing(int(groups["actions"].sum()))
    complete = int(live["is_complete"].sum())
    position = f"{share(complete, 'recommendation', len(live))} {are(complete)} complete."
    unnamed = int(groups["actions"].sum() - named["actions"].sum())
    nameless = f"{count('action', unnamed)} {verb(unnamed, 'names', 'name')} no recommendation."
    return _paragraph(
        position,
        timescales_met(live, as_at),
        _worst_recommendations(live, as_at),
        nameless if unnamed else "",
    )


def timescales_met(recommendations: pd.DataFrame, as_at: date) -> str:
    """How many of the recommendations that were due were complete by their original timescale.

    ``recommendations`` are those of a ``Summary`` that have actions not withdrawn.
    """
    met, due, undated = timescales_kept(recommendations, as_at)
    by = f" due by {date_words(as_at)}"
    if not due:
        return f"No recommendation was{by}."
    verbs, done, days = ("was", "were"), "complete", ""
    if undated:
        verbs, done = ("is", "are"), "known to have been complete"
        days = f" ({spoken(undated)} {were(undated)} completed on a day not given)"
    tail = f"{done} by {verb(met or 1, 'its', 'their')} original timescale"
    return f"{holds_of(met, 'recommendation', due, verbs, tail, by)}{days}."


def in_figures(summary: Summary) -> str:
    """How the actions of one stand, in a sentence."""
    totals: Any = summary.totals
    live = totals["actions"] - totals["withdrawn"]
    said = [
        f"{rate_words(totals['completed'], live)} complete" if live else "All withdrawn",
        f"{number(totals['overdue'])} overdue",
        f"{number(totals['open'])} open",
    ]
    if not pd.isna(totals["next_due"]):
        said.append(f"next due {date_words(totals['next_due'])}")
    if not pd.isna(totals["median_slippage_days"]):
        median = float(totals["median_slippage_days"])
        early = " early" if median < 0 else ""
        said.append(f"median slippage {days_words(abs(median))}{early}")
    return f"{'; '.join(said)}."


def owners_finding(summary: Summary) -> str:
    """Who has the most overdue actions, and what has no owner."""
    groups = summary.owners
    named = groups[groups["owner"].notna()]
    if named.empty:
        return "No action names an owner." if len(groups) else _nothing(0)
    nobody = groups[groups["owner"].isna()]
    unowned, late = int(nobody["actions"].sum()), int(nobody["overdue"].sum())
    nameless = f"{count('action', unowned)} {verb(unowned, 'names', 'name')} no owner"
    overdue = f", {number(late)} of them overdue" if late else ""
    return _paragraph(
        _most_overdue(named),
        f"{nameless}{overdue}." if unowned else "",
    )


def owners_note(summary: Summary) -> str:
    """Why the owners' rows add up to more than the plan; "" where they do not."""
    total: Any = summary.totals["actions"]
    named = int(summary.owners["actions"].sum())
    if named == total:
        return ""
    return (
        "An action that names several owners counts for each of them, so the rows add up to "
        f"{number(named)} for {count('action', total)}."
    )


def on_time_of(measured: pd.DataFrame) -> tuple[int, int]:
    """How many actions were completed on time, of how many completed with both dates known."""
    dated = measured[measured["is_complete"]].dropna(subset=["original_due", "completed_on"])
    return int((~dated["is_late"]).sum()), len(dated)


def waiting_for(measured: pd.DataFrame) -> tuple[int, int]:
    """How many open actions wait for the national MoPI review, and how many for something else."""
    review, other = waits(measured)
    return int(review.sum()), int(other.sum())


def waits(measured: pd.DataFrame) -> tuple[_Column, _Column]:
    """Which open actions wait for the national MoPI review, and which for something else."""
    typed = measured["dependency"].fillna("").astype("object").str.strip()
    waiting = measured["is_open"] & typed.ne("") & ~typed.str.casefold().isin(NO_DEPENDENCY)
    review = waiting & typed.str.contains(MOPI_REVIEW, case=False).astype(bool)
    return review, waiting & ~review


_WHY_UNKNOWN = "no action has both an original timescale and a finish that is known or expected"


def _nothing(withdrawn: int) -> str:
    if withdrawn == 0:
        return "No actions to show: the plan has none, or the filters leave none."
    return f"No actions to count: {count('action', withdrawn)} shown, withdrawn."


def _confirmed(confirmed: int | None) -> str:
    if confirmed is None:
        return ""
    return f", {number(confirmed) if confirmed else 'none'} of them confirmed"


def _overdue(measured: pd.DataFrame) -> str:
    open_, overdue = int(measured["is_open"].sum()), int(measured["is_overdue"].sum())
    if open_ == 0:
        return "Nothing is left open."
    known = int((measured["is_open"] & measured["original_due"].notna()).sum())
    whose = "" if known == open_ else " whose original timescale is known"
    if known == 0:
        said = originals_unknown(open_)
    elif overdue == 0:
        said = f"None of the {count('open action', known)}{whose} is overdue."
    else:
        said = (
            f"{share(overdue, 'open action', known)}{whose} {are(overdue)} overdue against the "
            f"original timescale, the longest by {days_words(measured['days_overdue'].max())}; "
            f"{_later(measured, overdue)}."
        )
    return _paragraph(said, lapsed_words(measured))


def originals_unknown(open_: int) -> str:
    """That no original timescale of the open actions is known."""
    if open_ == 1:
        return "The original timescale of the one open action is not known."
    return f"The original timescales of the {number(open_)} open actions are not known."


def _later(measured: pd.DataFrame, overdue: int) -> str:
    """How many of the overdue actions have no later agreed date that is still to come."""
    lapsed = int((measured["is_overdue"] & measured["is_overdue_revised"]).sum())
    if lapsed == 0:
        return f"{verb(overdue, 'it', 'each')} has a later agreed date still to come"
    if lapsed == overdue:
        return f"{verb(overdue, 'it has', 'they have')} no later agreed date still to come"
    return f"{number(lapsed)} of them {have(lapsed)} no later agreed date still to come"


def lapsed_words(measured: pd.DataFrame) -> str:
    """How many open actions are past an agreed date without a known original; "" for none."""
    lapsed = int(measured["is_lapsed"].sum())
    if not lapsed:
        return ""
    its = verb(lapsed, "its agreed date, and its", "their agreed date, and their")
    return (
        f"{count('open action', lapsed)} {are(lapsed)} past {its} original timescale is not known."
    )


def _median(known: _Column) -> str:
    if known.empty:
        return f"Slippage is unknown: {_WHY_UNKNOWN}."
    median = float(known.median())
    days = f"{days_words(abs(median))} early" if median < 0 else days_words(median)
    return (
        f"The median slippage against the original timescale is {days}, "
        f"over {count('action', len(known))} whose dates are known."
    )


def _on_time(measured: pd.DataFrame) -> str:
    complete = measured[measured["is_complete"]]
    if complete.empty:
        return ""
    on_time, dated = on_time_of(measured)
    if dated == 0:
        return "How many were completed on time is unknown: their dates are not given."
    known = "" if dated == len(complete) else " whose dates are known"
    return f"{share(on_time, 'completed action', dated)}{known} {were(on_time)} completed on time."


def _revised(rebaselined: int, live: int) -> str:
    if rebaselined == 0:
        return "No timescale has been revised."
    return f"{share(rebaselined, 'action', live)} {have(rebaselined)} been given a revised date."


def _waiting(measured: pd.DataFrame) -> str:
    """What open actions wait for: the national MoPI review, and all else."""
    review, other = waiting_for(measured)
    if review:
        others = f", and {number(other)} for something else" if other else ""
        return (
            f"{count('open action', review)} {are(review)} waiting for the national MoPI "
            f"review{others}."
        )
    return f"{count('open action', other)} {have(other)} a dependency noted." if other else ""


def _left_out(withdrawn: int) -> str:
    if withdrawn == 0:
        return ""
    return f"{count('withdrawn action', withdrawn)} {are(withdrawn)} left out of these figures."


def _worst_recommendations(recommendations: pd.DataFrame, as_at: date) -> str:
    named = recommendations.assign(recommendation=recommendation_labels(recommendations))
    named = named[named["recommendation"].notna()]
    slippage = named["slippage_days"].dropna()
    if slippage.empty or slippage.max() <= 0:
        return ""
    rows = named.loc[slippage.index[slippage == slippage.max()]]
    moving = ~rows["is_complete"] & rows["expected_finish"].eq(pd.Timestamp(as_at))
    names = [recommendation_words(name) for name in rows["recommendation"].head(MOST_NAMED + 1)]
    least = "at least " if moving.any() else ""
    return (
        f"{_named_or_counted(names, 'recommendation', len(rows))} {have(len(rows))} slipped "
        f"furthest of the recommendations: {least}{days_words(slippage.max())}."
    )


def _most_overdue(named: pd.DataFrame) -> str:
    most = int(named["overdue"].max())
    if most == 0:
        return "No owner has an overdue action."
    if len(named) == 1:
        only = named.iloc[0]
        return (
            f"{shortened(only['owner'])} has {number(most)} of {number(only['open'])} open overdue."
        )
    rows = named[named["overdue"] == most]
    names = [shortened(name) for name in rows["owner"].head(MOST_NAMED + 1)]
    who = f"{_named_or_counted(names, 'owner', len(rows))} {have(len(rows))}"
    if len(rows) == 1:
        open_ = int(rows["open"].iloc[0])
        return f"{who} the most overdue actions: {number(most)} of {number(open_)} open."
    return f"{who} the most overdue actions: {number(most)} each."


def _named_or_counted(names: Sequence[str], noun: str, total: int) -> str:
    """Up to ``MOST_NAMED`` names as the subject of a sentence, else how many there are."""
    if total > MOST_NAMED:
        return count(noun, total)
    codes = [name.removeprefix(f"{noun} ") for name in names]
    if total > 1 and all(name == f"{noun} {code}" for name, code in zip(names, codes, strict=True)):
        return sentence_case(f"{noun}s {listed(codes)}")
    return sentence_case(listed(names))


def _paragraph(*sentences: str) -> str:
    return " ".join(sentence for sentence in sentences if sentence)
