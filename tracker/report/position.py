"""The position that a report is about, and the sentences that say how it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from tracker.forecasting import Forecast
from tracker.narrative import lapsed_words, originals_unknown, waits
from tracker.report.words import ReportWords
from tracker.summaries import Summary, due_next
from tracker.timeline import Comparison
from tracker.words import (
    are,
    count,
    counted,
    date_words,
    days_words,
    have,
    number,
    slippage_words,
    verb,
)

DAYS_AHEAD = 90
"""How far ahead the report looks where the date of the next meeting is not given."""


@dataclass(frozen=True)
class Position:
    """What the report is about: measured actions with their figures, and what they are held to.

    ``changed_originals`` is how many original timescales of the plan are not those first recorded,
    from which its actions are then measured; ``tells_confirmed`` is whether the plan tells
    confirmed completions apart.
    """

    measured: pd.DataFrame
    summary: Summary
    as_at: date
    words: ReportWords
    comparison: Comparison | None
    forecast: Forecast
    changed_originals: int = 0
    tells_confirmed: bool = False

    @property
    def live(self) -> int:
        """How many actions are not withdrawn."""
        totals: Any = self.summary.totals
        return int(totals["actions"] - totals["withdrawn"])


def nothing(position: Position) -> str:
    """What is said of a plan in which nothing is left to count."""
    withdrawn: Any = position.summary.totals["actions"]
    if not withdrawn:
        return "The plan has no actions."
    return (
        f"{verb(withdrawn, 'The one action', f'All {number(withdrawn)} actions')} of the plan "
        + (f"{have(withdrawn)} been withdrawn.")
    )


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
        return f"None of the {count(noun, whole)}{which} {one} {tail}"
    if part == whole:
        return f"All {count(noun, whole)}{which} {several} {tail}"
    return f"{counted(part, noun, whole)}{which} {verb(part, one, several)} {tail}"


def standing(position: Position) -> str:
    """How much is complete and how much is open: the first figures of the report."""
    totals: Any = position.summary.totals
    confirmed = ""
    if totals["confirmed"] is not None:
        how_many = number(totals["confirmed"]) if totals["confirmed"] else "none"
        confirmed = f", {how_many} of them confirmed by those who set them"
    completed, open_ = totals["completed"], totals["open"]
    done = holds_of(completed, "action", position.live, ("is", "are"), "complete")
    said = f"{done}{confirmed}"
    said += f", and {number(open_)} {are(open_)} open." if 0 < open_ < position.live else "."
    withdrawn = totals["withdrawn"]
    if withdrawn:
        said += f" {count('withdrawn action', withdrawn)} {are(withdrawn)} left out of the figures."
    return said


def verdict(position: Position, timescales: str) -> str:
    """Whether the original timescales have been met, as far as the figures show.

    ``timescales`` is what they are called in the sentence.
    """
    measured = position.measured
    due = measured[measured["is_due"]]
    if due.empty:
        if measured.loc[~measured["is_withdrawn"], "original_due"].isna().all():
            return f"{timescales} are not given, so whether they have been met is not known."
        return f"{timescales} have not yet passed."
    if due["is_overdue"].any() or due["is_late"].any():
        return f"{timescales} have not been met."
    if (due["is_complete"] & due["completed_on"].isna()).any():
        return (
            f"{timescales} may have been met or not: no action is overdue, but some that are "
            "complete give no date of completion."
        )
    return f"{timescales} have been met as far as they have passed."


def overdue(measured: pd.DataFrame) -> str:
    """How many open actions are overdue and by how much; "" where none is open."""
    known = measured["is_open"] & measured["original_due"].notna()
    open_, late = int(known.sum()), int(measured["is_overdue"].sum())
    if not measured["is_open"].any():
        return ""
    whose = "" if open_ == measured["is_open"].sum() else " whose original timescale is known"
    return " ".join(
        filter(None, [_overdue_of(measured, open_, late, whose), lapsed_words(measured)])
    )


def _overdue_of(measured: pd.DataFrame, open_: int, late: int, whose: str) -> str:
    if open_ == 0:
        return originals_unknown(int(measured["is_open"].sum()))
    if late == 0:
        if open_ == 1:
            return f"The one open action{whose} is not overdue."
        return f"None of the {number(open_)} open actions{whose} is overdue."
    longest = days_words(measured["days_overdue"].max())
    if open_ == 1:
        return (
            f"The one open action{whose} is overdue against its original timescale, by {longest}."
        )
    if late == open_:
        who = f"All {number(open_)} open actions{whose}"
    else:
        who = f"{number(late)} of the {number(open_)} open actions{whose}"
    if late == 1:
        return f"{who} is overdue against its original timescale, by {longest}."
    return f"{who} are overdue against their original timescales, the longest by {longest}."


def waiting(measured: pd.DataFrame) -> str:
    """How many open actions wait for the national review; "" where none does."""
    review, _ = waits(measured)
    many = int(review.sum())
    if not many:
        return ""
    return (
        f"{count('open action', many)} {verb(many, 'depends', 'depend')} on the national review "
        "of the Management of Police Information (MoPI)."
    )


def middle(part: pd.DataFrame) -> str:
    """The median slippage and the most, over the actions whose dates are known."""
    known = part["slippage_days"].dropna()
    if known.empty:
        return "The slippage is not known, because dates are missing."
    if len(known) == 1:
        return f"The one action whose dates are known is {slippage_words(known.iloc[0])}."
    middle = float(known.median())
    median = f"{days_words(-middle)} early" if middle < 0 else days_words(middle)
    worst = known.max()
    if worst <= 0:
        return (
            f"Over the {count('action', len(known))} whose dates are known, the median slippage is "
            f"{median}; none has slipped."
        )
    moving = part.loc[part["slippage_days"].eq(worst).fillna(False), "slippage_is_minimum"].any()
    most = f"{'at least ' if moving else ''}{days_words(worst)}"
    return (
        f"Over the {count('action', len(known))} whose dates are known, the median slippage is "
        f"{median} and the most is {most}."
    )


def unknown(position: Position) -> list[str]:
    """What the figures cannot say, because the plan does not."""
    live = position.measured[~position.measured["is_withdrawn"]]
    sentences = []
    undated = int(live["original_due"].isna().sum())
    if 0 < undated < len(live):
        sentences.append(
            f"{count('action', undated)} {have(undated)} no original timescale, so whether "
            f"{verb(undated, 'it is', 'they are')} late is not known."
        )
    unread = int(live["status"].eq("unknown").sum())
    if unread:
        sentences.append(
            f"The status of {count('action', unread)} is not understood; "
            f"{verb(unread, 'it is', 'they are')} counted as open."
        )
    return sentences


def due_soon(position: Position) -> tuple[pd.DataFrame, str]:
    """The open actions whose agreed date comes before the next meeting, and by when in words."""
    meeting = position.words.next_meeting
    if meeting is None:
        rows = due_next(position.measured, position.as_at, DAYS_AHEAD)
        return rows, f"in the {DAYS_AHEAD} days after {date_words(position.as_at)}"
    rows = due_next(position.measured, position.as_at, (meeting - position.as_at).days)
    return rows, f"before the next meeting, on {date_words(meeting)}"


def lines(text: str) -> list[str]:
    """The paragraphs of a text that was typed."""
    return [line.strip() for line in text.splitlines() if line.strip()]
