"""Paragraph 3.1: what was reported last time, and what has changed since."""

from __future__ import annotations

from typing import Any, TypeAlias

import pandas as pd

from tracker.report.content import to_complete
from tracker.report.inputs import Given, lines
from tracker.statements.on_action import named_actions, which
from tracker.statements.on_changes import (
    completions_finding,
    originals_finding,
    owners_changed_finding,
    statuses_finding,
)
from tracker.timeline import DEADLINE_DAYS, Comparison, is_of_kind
from tracker.words import (
    about_days,
    are,
    date_words,
    listed,
    number,
    sentence_case,
    shortened,
    spoken,
    spoken_count,
    verb,
    were,
)

NOTHING_TO_COMPARE = (
    "No earlier position of the plan was compared with this one, so this report does not say what "
    "has changed since the last, nor whether an original timescale has been changed."
)

MOST_ORIGINALS = 3
"""Changed original timescales that are told one by one."""

_Column: TypeAlias = "pd.Series[Any]"

_MOVES = (("completed", "completed"), ("withdrawn", "withdrawn"), ("added", "added"),
          ("reopened", "reopened"))  # fmt: skip


def progress(given: Given) -> str:
    """What the last meeting was told, and what was completed, moved, added and withdrawn since."""
    comparison = given.comparison
    told = _told(given)
    if comparison is None:
        return " ".join(filter(None, [told, NOTHING_TO_COMPARE, *_first(given)]))
    sentences = [
        told,
        _balance(comparison),
        _kept_to(comparison),
        *_reopened(comparison),
        completions_finding(comparison),
        *_gone(comparison),
        _moved(comparison),
        owners_changed_finding(comparison),
        statuses_finding(comparison),
    ]
    return " ".join(filter(None, sentences))


def _first(given: Given) -> list[str]:
    """What a first report says of the plan: what it answers, from when to when, and who acts."""
    live = given.measured[~given.measured["is_withdrawn"]]
    due, names = live["original_due"].dropna(), live[["source", "recommendation"]].dropna(how="all")
    under = names.dropna(subset="recommendation").drop_duplicates()
    said = [f"The plan has {spoken_count('action', len(live))}"]
    if len(under):
        said.append(f"under {spoken_count('recommendation', len(under))}")
    if due.min() < due.max():
        said.append(f"with original timescales from {date_words(due.min())} to")
        said.append(date_words(due.max()))
    sentences = [f"{' '.join(said)}."] if len(live) else []
    owners = live.loc[live["is_open"], "owners"].explode().dropna().value_counts(sort=False)
    if len(owners) > 1:
        most = owners[owners.eq(owners.max())]
        many = spoken(int(most.iloc[0]))
        who = f"; {shortened(most.index[0])} has most, {many}"
        if len(most) > 1:
            who = f"; {number(len(most))} of them have most, {many} each"
        if len(most) == len(owners):
            who = f", {many} each"
        sentences.append(f"The open actions are with {number(len(owners))} owners{who}.")
    return sentences


def _told(given: Given) -> str:
    words = given.words
    if given.comparison is None and not (words.last_meeting or words.last_told.strip()):
        return ""
    held = words.last_meeting
    day = date_words(held) if held else to_complete("the date of the last meeting")
    said = " ".join(lines(words.last_told)) or to_complete("what it was told")
    end = "" if said.endswith((".", "!", "?")) else "."
    return f"At the last meeting, on {day}, it was reported: {said}{end}"


def originals(given: Given) -> str:
    """Which original timescales were changed, and from which the report measures."""
    comparison = given.comparison
    measured_from = _from_first(given.changed_originals)
    if comparison is None:
        return measured_from
    changed = comparison.changes[comparison.changes["kind"].eq("original_changed")]
    since = date_words(comparison.previous_as_at)
    if changed.empty:
        return f"No original timescale has been changed since {since}. {measured_from}".strip()
    many = len(changed)
    if many <= MOST_ORIGINALS:
        said = originals_finding(comparison)
    else:
        said = (
            f"{number(many)} original timescales have been changed since {since}{which(changed)}."
        )
    if given.changed_originals == many:
        start = verb(many, "the one", "those")
        return f"{said} Slippage is measured from {start} first recorded."
    now = f"Slippage is measured from {verb(many, 'the one', 'those')} that the plan gives now."
    return f"{said} {measured_from or now}"


def _from_first(changed: int) -> str:
    """That slippage is measured from what was first recorded; "" where the plan says the same."""
    if not changed:
        return ""
    those = verb(changed, "the one", "those")
    return (
        f"{sentence_case(spoken_count('original timescale', changed))} in the plan "
        f"{are(changed)} not {those} first recorded: slippage in this report is measured "
        f"from {those} first recorded."
    )


def _balance(comparison: Comparison) -> str:
    """How the open actions of the last report became those of this one."""
    balance, changes = comparison.balance, comparison.changes
    opening, closing = balance["opening"], balance["closing"]
    moves = [
        f"{spoken(balance[name])} {were(balance[name])} {word}{which(_in_balance(changes, name))}"
        for name, word in _MOVES
        if balance[name]
    ]
    if balance["removed"]:
        gone = balance["removed"]
        moves.append(f"{spoken(gone)} {are(gone)} no longer in the plan")
    start = (
        f"{sentence_case(spoken_count('action', opening))} {were(opening)} open as at "
        f"{date_words(comparison.previous_as_at)}"
    )
    end = f"{spoken(closing)} {are(closing)} open now"
    if not moves:
        return f"{start}; none was completed, withdrawn or added since, and {end}."
    return f"{start}. Since then {listed(moves)}: {end}."


def _in_balance(changes: pd.DataFrame, name: str) -> pd.DataFrame:
    """The changes that a line of the balance counts."""
    was_open, is_open = changes["state_before"].eq("open"), changes["state_after"].eq("open")
    known = changes["state_before"].notna()
    if name in ("added", "reopened"):
        return changes[~was_open & is_open & (known if name == "reopened" else ~known)]
    after = {"completed": "complete", "withdrawn": "withdrawn"}[name]
    return changes[was_open & changes["state_after"].eq(after)]


def _kept_to(comparison: Comparison) -> str:
    """How many finished of those that were to; "" where none was to."""
    due, done = comparison.due_between, comparison.completed_of_due
    if not due:
        return ""
    if due == 1:
        done_words = "was" if done else "was not"
        return f"The one action that was to finish in that time {done_words} completed in it."
    return (
        f"Of the {number(due)} that were to finish in that time, {spoken(done)} {were(done or 1)} "
        "completed in it."
    )


def _reopened(comparison: Comparison) -> list[str]:
    """What was finished at the last report and is open again, where it has not been named."""
    rows = _of_kind(comparison.changes, "reopened")
    named = which(_in_balance(comparison.changes, "reopened"))
    return [] if rows.empty or named else [f"{named_actions(rows)} {were(len(rows))} reopened."]


def _gone(comparison: Comparison) -> list[str]:
    """What is no longer in the plan, and that this does not show that it was done."""
    removed = _of_kind(comparison.changes, "removed")
    was_open = removed["state_before"].eq("open")
    sentences = []
    gone, finished = removed[was_open], removed[~was_open]
    if len(gone):
        sentences.append(
            f"{named_actions(gone)}, open at the last report, {are(len(gone))} no longer in the "
            f"plan and {verb(len(gone), 'is', 'are')} not counted as complete: whether "
            f"{verb(len(gone), 'it was', 'they were')} done is not known."
        )
    for state in ("complete", "withdrawn"):
        rows = finished[finished["state_before"].eq(state)]
        if len(rows):
            sentences.append(
                f"{named_actions(rows)}, {state} at the last report, {are(len(rows))} no longer "
                "listed."
            )
    return sentences


def _moved(comparison: Comparison) -> str:
    """The agreed dates that were moved, later and earlier."""
    rows = comparison.lists.extended
    sentences = []
    if len(rows):
        later = _by(_of_kind(comparison.changes, "slipped")["days_moved"])
        sentences.append(f"{_dates_of(len(rows))} moved later{later}{_at_deadline(rows)}.")
    earlier = _of_kind(comparison.changes, "pulled_in")["days_moved"]
    if len(earlier):
        sentences.append(f"{_dates_of(len(earlier))} brought forward{_by(earlier)}.")
    return " ".join(sentences) or "No agreed date was moved."


def _dates_of(many: int) -> str:
    dates = verb(many, "agreed date", "agreed dates")
    return f"{sentence_case(spoken(many))} {dates} {were(many)}"


def _by(days: _Column) -> str:
    known = days.dropna().abs()
    if known.empty:
        return ", with no new date given"
    undated = len(days) - len(known)
    without = f", {spoken(undated)} of them to no date" if undated else ""
    how = "" if len(known) == 1 else "a median of "
    return f", by {how}{about_days(float(known.median()))}{without}"


def _at_deadline(rows: pd.DataFrame) -> str:
    late = int(rows["moved_at_deadline"].sum())
    if not late:
        return ""
    who = f"{spoken(late)} of them" if len(rows) > 1 else "and this"
    return f", {who} within {DEADLINE_DAYS} days of the date replaced"


def _of_kind(changes: pd.DataFrame, kind: str) -> pd.DataFrame:
    """The changes to which a kind applies."""
    return changes[is_of_kind(changes, kind)]
