"""What a report is made from, and the sentences that say how a plan stands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pandas as pd

from tracker.report.own_words import ReportWords
from tracker.summaries import Summary, due_next, told_apart_by_inspection
from tracker.timeline import Comparison
from tracker.words import (
    date_words,
    every,
    have,
    sentence_case,
    spoken_count,
    verb,
)

DAYS_AHEAD = 90
"""How far ahead the report looks where the date of the next meeting is not given."""


@dataclass(frozen=True)
class Given:
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
    changed_originals: int = 0
    tells_confirmed: bool = False

    @property
    def live(self) -> int:
        """How many actions are not withdrawn."""
        totals: Any = self.summary.totals
        return int(totals["actions"] - totals["withdrawn"])


def briefly(actions: pd.DataFrame) -> pd.DataFrame:
    """The same, without what the names of all inspections begin with: "HMIC inspection: "."""
    names = actions["source"].dropna().unique()
    starts = {name.partition(": ")[0] for name in names if ": " in name}
    if len(names) < 2 or len(starts) != 1 or not all(": " in name for name in names):
        return actions
    return actions.assign(source=actions["source"].map(lambda name: name.partition(": ")[2]))


def told_apart(given: Given) -> Given:
    """The same, a reference that several inspections have followed by its inspection."""
    measured, comparison = given.measured, given.comparison
    labels = _with_inspection(measured)
    if labels.equals(measured["reference"]):
        return given
    if comparison is not None:
        lists, changes = comparison.lists, comparison.changes
        later = pd.Series(_with_inspection(briefly(comparison.after)).to_numpy(), dtype="object")
        earlier = pd.Series(_with_inspection(briefly(comparison.before)).to_numpy(), dtype="object")
        names = changes["new"].map(later).where(changes["new"].notna(), changes["old"].map(earlier))
        named = {
            name: rows.assign(reference=labels.reindex(rows.index))
            for name, rows in vars(lists).items()
        }
        comparison = replace(
            comparison, changes=changes.assign(reference=names), lists=replace(lists, **named)
        )
    return replace(given, measured=measured.assign(reference=labels), comparison=comparison)


def _with_inspection(measured: pd.DataFrame) -> pd.Series[Any]:
    """The references, those that stand in several inspections with theirs: "2.1 of Custody"."""
    return told_apart_by_inspection(measured, "reference", before=" of ", after="")


def nothing(given: Given) -> str:
    """What is said of a plan in which nothing is left to count."""
    withdrawn: Any = given.summary.totals["actions"]
    if not withdrawn:
        return "The plan has no actions."
    return (
        f"{'The one action' if withdrawn == 1 else every('action', withdrawn)} of the plan "
        f"{have(withdrawn)} been withdrawn."
    )


def verdict(given: Given) -> str:
    """Whether the original timescales have been met, as far as the figures show."""
    measured = given.measured
    due = measured[measured["is_due"]]
    if due.empty:
        if measured.loc[~measured["is_withdrawn"], "original_due"].isna().all():
            return (
                "The original timescales are not given, so whether they have been met is not known."
            )
        return "The original timescales have not yet passed."
    if due["is_overdue"].any() or due["is_late"].any():
        return "The original timescales have not been met."
    if (due["is_complete"] & due["completed_on"].isna()).any():
        return (
            "Whether the original timescales have been met is not known: no action is overdue, but "
            "some that are complete give no date of completion."
        )
    return "The original timescales have been met as far as they have passed."


def unknown(given: Given) -> list[str]:
    """What the figures cannot say, because the plan does not."""
    live = given.measured[~given.measured["is_withdrawn"]]
    sentences = []
    undated = int(live["original_due"].isna().sum())
    if 0 < undated < len(live):
        sentences.append(
            f"{sentence_case(spoken_count('action', undated))} {have(undated)} no original "
            f"timescale, so whether {verb(undated, 'it is', 'they are')} late is not known."
        )
    unread = int(live["status"].eq("unknown").sum())
    if unread:
        sentences.append(
            f"The status of {spoken_count('action', unread)} is not understood; "
            f"{verb(unread, 'it is', 'they are')} counted as open."
        )
    return sentences


def due_soon(given: Given) -> tuple[pd.DataFrame, str]:
    """The open actions whose agreed date comes before the next meeting, and by when in words."""
    meeting = given.words.next_meeting
    if meeting is None:
        rows = due_next(given.measured, given.as_at, DAYS_AHEAD)
        return rows, f"in the {DAYS_AHEAD} days from {date_words(given.as_at)}"
    rows = due_next(given.measured, given.as_at, (meeting - given.as_at).days)
    return rows, f"before the next meeting, on {date_words(meeting)}"


def lines(text: str) -> list[str]:
    """The paragraphs of a text that was typed."""
    return [line.strip() for line in text.splitlines() if line.strip()]
