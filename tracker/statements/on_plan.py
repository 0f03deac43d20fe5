"""The findings in plain English: the paragraph and the sentences that stand above the figures.

Plain text, with names as typed in the plan: whoever shows it escapes it for where it is shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import pandas as pd

from tracker.statements.on_overdue import later_words, overdue_words
from tracker.summaries import Summary, recommendation_labels, summarise, timescales_kept
from tracker.words import (
    about_days,
    are,
    count,
    date_words,
    days_words,
    have,
    holds_of,
    listed,
    median_slippage,
    number,
    recommendation_words,
    sentence_case,
    shortened,
    spoken,
    spoken_count,
    verb,
    were,
)

if TYPE_CHECKING:
    from tracker.timeline import Comparison, Position

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
    """The position of the plan in a paragraph; it begins with how many actions are complete.

    N leaves out the withdrawn actions. ``summary`` is that of ``measured``.

    >>> overview(summarise(measured), measured, date(2016, 4, 30))
    """
    totals: Any = summary.totals
    live = totals["actions"] - totals["withdrawn"]
    if live == 0:
        return _nothing(totals["actions"])
    return _paragraph(
        completed_words(totals, f" as at {date_words(as_at)}"),
        overdue_words(measured),
        later_words(measured),
        median_words(measured),
        _on_time(measured),
        revised_words(totals, measured),
        _waiting(measured),
        withdrawn_words(totals["withdrawn"]),
    )


def as_known(measured: pd.DataFrame, known: Position) -> str:
    """The same of a recorded position, and what it is measured from where it is superseded."""
    said = overview(summarise(measured), measured, known.as_at)
    if not (known.recorded and known.recorded.superseded):
        return said
    return f"{said} It is superseded: slippage is from the original timescales that it gives."


def position(summary: Summary, measured: pd.DataFrame) -> str:
    """How many actions are complete and how many overdue.

    ``summary`` is that of ``measured``; the withdrawn actions are left out.
    """
    totals: Any = summary.totals
    if totals["actions"] == totals["withdrawn"]:
        return _nothing(totals["actions"])
    return _paragraph(completed_words(totals), overdue_words(measured, longest=False))


def completed_words(totals: Any, day: str = "") -> str:
    """How much is complete, as at a ``day`` in words, and how much is open."""
    completed, open_ = totals["completed"], totals["open"]
    done = holds_of(completed, "action", completed + open_, ("is", "are"), f"complete{day}")
    if totals["confirmed"] is not None and completed:
        done += _confirmed(totals["confirmed"], completed)
    return f"{done}, and {spoken(open_)} {are(open_)} open." if completed and open_ else f"{done}."


def _confirmed(confirmed: int, completed: int) -> str:
    """After how many are complete: how many of these are confirmed."""
    if completed == 1:
        return f"{', and' if confirmed else ' but not'} confirmed by those who set it"
    every_one = "both" if completed == 2 else "all"
    who = every_one if confirmed == completed else spoken(confirmed)
    return f", {who} of them confirmed by those who set them"


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
    tail, which = f"slipped against the {timescale} timescale", " whose slippage is known"
    done = holds_of(slipped, "action", len(known), ("has", "have"), tail, which)
    days = median_slippage(median, unit)
    return f"{done}: {days}." if len(known) == 1 else f"{done}; the median is {days}."


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
    position = holds_of(complete, "recommendation", len(live), ("is", "are"), "complete")
    unnamed = int(groups["actions"].sum() - named["actions"].sum())
    nameless = f"{count('action', unnamed)} {verb(unnamed, 'names', 'name')} no recommendation."
    return _paragraph(
        f"{position}.",
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
        return _none_of_them_due(recommendations, by)
    verbs, done, days = ("was", "were"), "complete", ""
    if undated:
        verbs, done = ("is", "are"), "known to have been complete"
        days = f" ({spoken(undated)} {were(undated)} completed on a day not given)"
    tail = f"{done} by {verb(met or 1, 'its', 'their')} original timescale"
    return f"{holds_of(met, 'recommendation', due, verbs, tail, by)}{days}."


def _none_of_them_due(recommendations: pd.DataFrame, by: str) -> str:
    known = recommendations["original_due"].notna()
    if len(known) == 1 and not known.any():
        return "The original timescale of the one recommendation is not known."
    if len(known) and not known.any():
        return f"The original timescales of the {number(len(known))} recommendations are not known."
    which = "" if known.all() else " whose original timescale is known"
    return f"No recommendation{which} was{by}."


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
    undated = named["overdue_unknown"].any() and named["overdue"].any()
    return _paragraph(
        _most_overdue(named),
        "Of those without an original timescale it is not known." if undated else "",
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


def median_words(part: pd.DataFrame) -> str:
    """The median slippage and the most, over the actions whose dates are known."""
    known = part["slippage_days"].dropna()
    if known.empty:
        return "The slippage is not known, because dates are missing."
    if len(known) == 1:
        if known.iloc[0] <= 0:
            return "The one action whose dates are known has not slipped."
        return "" if len(part) == 1 else "The slippage of one action alone is known."
    median = float(known.median())
    every_one = len(known) == (~part["is_withdrawn"]).sum()
    over = "" if every_one else f"Over the {count('action', len(known))} whose dates are known, "
    if known.max() <= 0:
        return sentence_case(f"{over}none has slipped.")
    early = " early" if median < 0 else ""
    return sentence_case(f"{over}the median slippage is {about_days(median)}{early}.")


def none_slipped(shown: pd.DataFrame, since: Comparison | None = None) -> str:
    """That no action has slipped, or no date moved since; where that is not known, so."""
    if since is not None:
        dated = since.after["agreed_due"].notna().any()
        return "No date was moved to a later one." if dated else "No action has a date to move."
    known = shown["slippage_days"].notna()
    if not known.any():
        return "The slippage is not known, because dates are missing."
    every = int(known.sum()) == int((~shown["is_withdrawn"]).sum())
    return f"No action {'' if every else 'whose slippage is known '}has slipped."


def none_due(shown: pd.DataFrame, when: str) -> str:
    """That no open action falls due then; where no date of any is known, so."""
    return due_unknown(shown) or f"No open action falls due {when}."


def due_unknown(shown: pd.DataFrame) -> str:
    """That no open action has a date; "" where one has, or none is open."""
    agreed = shown.loc[shown["is_open"], "agreed_due"]
    if len(agreed) and agreed.isna().all():
        return "What falls due is not known: no open action has a date."
    return ""


def revised_words(totals: Any, measured: pd.DataFrame) -> str:
    """How many actions have had a timescale revised; "" where none has any."""
    if measured["agreed_due"].isna().all():
        return ""
    live, revised = totals["actions"] - totals["withdrawn"], totals["rebaselined"]
    return holds_of(revised, "action", live, ("has", "have"), "had a timescale revised") + "."


def _on_time(measured: pd.DataFrame) -> str:
    complete = measured[measured["is_complete"]]
    if complete.empty:
        return ""
    on_time, dated = on_time_of(measured)
    if dated == 0:
        return "How many were completed on time is unknown: their dates are not given."
    known = "" if dated == len(complete) else " whose dates are known"
    verbs = ("was", "were")
    return holds_of(on_time, "completed action", dated, verbs, "completed on time", known) + "."


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


def withdrawn_words(withdrawn: int) -> str:
    """That withdrawn actions count in no figure; "" where there is none."""
    if withdrawn == 0:
        return ""
    gone = sentence_case(spoken_count("withdrawn action", withdrawn))
    return f"{gone} {are(withdrawn)} left out of the figures."


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
    most, unknown = int(named["overdue"].max()), int(named["overdue_unknown"].sum())
    if most == 0:
        if unknown and unknown == named["open"].sum():
            return "Which owners have overdue actions is not known: no open one has a timescale."
        whose = " whose original timescale is known" if unknown else ""
        return f"No owner has an overdue action{whose}."
    if len(named) == 1:
        who, open_ = shortened(named["owner"].iloc[0]), int(named["open"].iloc[0])
        if open_ == 1:
            return f"{who} has one open action, which is overdue."
        return f"{who} has {number(most)} of {number(open_)} open overdue."
    rows = named[named["overdue"] == most]
    names = [shortened(name) for name in rows["owner"].head(MOST_NAMED + 1)]
    who = f"{_named_or_counted(names, 'owner', len(rows))} {have(len(rows))}"
    if len(rows) == 1:
        open_ = int(rows["open"].iloc[0])
        if most == 1:
            some = f", of {number(open_)} open" if open_ > 1 else ""
            return f"{names[0]} is the only owner with an overdue action{some}."
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
