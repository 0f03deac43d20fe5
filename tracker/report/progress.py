"""Section 3, first part: what has changed since the last report."""

from __future__ import annotations

from typing import Any, TypeAlias

import pandas as pd

from tracker.narrative_changes import originals_finding
from tracker.report.content import Block, Heading, Paragraph
from tracker.report.tables import actions_table, original_dates_table
from tracker.timeline import DEADLINE_DAYS, Comparison
from tracker.words import (
    action_words,
    are,
    count,
    date_words,
    days_words,
    have,
    listed,
    number,
    percent,
    sentence_case,
    verb,
    were,
)

MOST_NAMED = 6
"""Actions named in a sentence; of more than these it gives the number."""

ORIGINALS_IN_A_SENTENCE = 3
"""More changed original timescales than these are listed in a table."""

NOTHING_TO_COMPARE = (
    "No earlier position of the plan was compared with this one, so this report does not say what "
    "has changed since the last, nor whether an original timescale has been changed."
)

_Column: TypeAlias = "pd.Series[Any]"

_BALANCE_WORDS = (
    ("completed", "completed"),
    ("withdrawn", "withdrawn"),
    ("added", "added"),
    ("reopened", "reopened"),
)


def last_report(comparison: Comparison) -> str:
    """The last report's position by its date: "the last report, as at 12 January 2016"."""
    return f"the last report, as at {date_words(comparison.previous_as_at)}"


def progress(comparison: Comparison | None) -> list[Block]:
    """What was completed, moved, added and withdrawn since the last report."""
    if comparison is None:
        return [Heading("Progress since the last report"), Paragraph(NOTHING_TO_COMPARE)]
    sentences = [
        _balance(comparison),
        _kept_to(comparison),
        *_named_changes(comparison),
        *_gone(comparison),
    ]
    blocks: list[Block] = [
        Heading(f"Progress since {last_report(comparison)}"),
        Paragraph(" ".join(filter(None, sentences))),
    ]
    blocks += _completed(comparison)
    blocks += _moved(comparison)
    return blocks


def in_short(comparison: Comparison | None) -> str:
    """The change since the last report in a sentence, for the summary; "" without a comparison."""
    if comparison is None:
        return ""
    counts = comparison.counts
    completed, slipped = counts["completed"], counts["slipped"]
    done = f"{_actions_or_none(completed)} {have(completed or 1)} been completed"
    moved = (
        f"the agreed {verb(slipped, 'date', 'dates')} of {number(slipped)} "
        f"{have(slipped)} been moved later"
        if slipped
        else "no agreed date has been moved later"
    )
    changed = counts["original_changed"]
    original = f" {count('original timescale', changed)} {have(changed)} been changed."
    return f"Since the last report, {done} and {moved}.{original if changed else ''}"


def originals(comparison: Comparison | None, not_first_recorded: int) -> list[Block]:
    """Which original timescales were changed, in a paragraph of their own.

    ``not_first_recorded`` is how many of the plan are not those first recorded, from which the
    report is then measured.
    """
    if comparison is None:
        return [Paragraph(_from_first(not_first_recorded))] if not_first_recorded else []
    changes = comparison.changes
    changed = changes[changes["kind"].eq("original_changed")]
    if changed.empty:
        since = f"No original timescale has been changed since {last_report(comparison)}."
        return [Paragraph(f"{since} {_from_first(not_first_recorded)}".strip())]
    should_not = "An original timescale should not move."
    measured_from = _from_first(not_first_recorded) or (
        f"Slippage in this report is measured from the "
        f"{verb(len(changed), 'timescale', 'timescales')} that the plan gives now"
    )
    if len(changed) <= ORIGINALS_IN_A_SENTENCE:
        hidden = "" if not_first_recorded else f"{_hidden(changed)}."
        said = f"{originals_finding(comparison)} {should_not} {measured_from}{hidden}"
        return [Paragraph(said)]
    said = f"{count('original timescale', len(changed))} {have(len(changed))} been changed."
    title = "Original timescales that have been changed"
    end = "" if not_first_recorded else "."
    return [
        Paragraph(f"{said} {should_not} {measured_from}{end}"),
        *original_dates_table(changed, title),
    ]


def _from_first(changed: int) -> str:
    """That slippage is measured from what was first recorded; "" where the plan says the same."""
    if not changed:
        return ""
    return (
        f"{count('original timescale', changed)} in the plan {verb(changed, 'is', 'are')} not "
        f"{verb(changed, 'the one', 'those')} first recorded: slippage in this report is measured "
        f"from {verb(changed, 'the one', 'those')} first recorded."
    )


def _hidden(changed: pd.DataFrame) -> str:
    """By how much a later original timescale makes the slippage look smaller."""
    days = changed["original_days_moved"].dropna()
    later = days[days > 0]
    if len(later) != len(changed):
        return ""
    words = listed([days_words(value) for value in later])
    each = ", respectively" if len(later) > 1 else ""
    return f", which makes it {words} less than from the earlier {'ones' if each else 'one'}{each}"


def _balance(comparison: Comparison) -> str:
    """How the open actions of the last report became those of this one."""
    balance = comparison.balance
    opening, closing = balance["opening"], balance["closing"]
    moves = [
        f"{number(balance[name])} {have(balance[name])} been {word}"
        for name, word in _BALANCE_WORDS
        if balance[name]
    ]
    if balance["removed"]:
        gone = balance["removed"]
        moves.append(f"{number(gone)} {are(gone)} no longer in the plan")
    start = (
        f"{count('action', opening)} {were(opening)} open as at "
        f"{date_words(comparison.previous_as_at)}"
    )
    end = f"{number(closing)} {are(closing)} open as at {date_words(comparison.as_at)}"
    if not moves:
        return f"{start}; none has since been completed, withdrawn or added, and {end}."
    return f"{start}. Since then {listed(moves)}: {end}."


def _kept_to(comparison: Comparison) -> str:
    """How many finished of those that were to; "" where none was to."""
    due, done = comparison.due_between, comparison.completed_of_due
    if not due:
        return ""
    return (
        f"Of the {count('open action', due)} that {were(due)} then to finish after "
        f"{date_words(comparison.previous_as_at)} and by {date_words(comparison.as_at)}, "
        f"{number(done) if done else 'none'} "
        f"({percent(done, due)}) {were(done or 1)} completed by that date."
    )


def _named_changes(comparison: Comparison) -> list[str]:
    """Which actions were reopened, withdrawn and added, where they are few."""
    sentences = []
    for kind, said in (("reopened", "reopened"), ("withdrawn", "withdrawn"), ("added", "new")):
        rows = _of_kind(comparison.changes, kind)
        if 0 < len(rows) <= MOST_NAMED:
            form = are(len(rows)) if kind == "added" else were(len(rows))
            sentences.append(f"{named_actions(rows)} {form} {said}.")
    return sentences


def _gone(comparison: Comparison) -> list[str]:
    """What is no longer in the plan, and that this does not show that it was done."""
    removed = _of_kind(comparison.changes, "removed")
    was_open = removed["state_before"].eq("open")
    sentences = []
    gone, finished = removed[was_open], removed[~was_open]
    if len(gone):
        sentences.append(
            f"{named_actions(gone)}, open at the last report, {are(len(gone))} no longer in the "
            f"plan; that does not show that {verb(len(gone), 'it was', 'they were')} done, and "
            f"{verb(len(gone), 'it is', 'they are')} not counted as complete."
        )
    if len(finished):
        sentences.append(
            f"{named_actions(finished)}, finished at the last report, {are(len(finished))} no "
            "longer listed."
        )
    return sentences


def _completed(comparison: Comparison) -> list[Block]:
    rows = comparison.lists.completed
    if rows.empty:
        return []
    return actions_table(
        rows,
        ("Ref", "Action", "Owner", "Completed on", "Original timescale", "Slippage"),
        f"Completed since {date_words(comparison.previous_as_at)}",
        "A row for each action completed since the last report, with its owner, the day it was "
        "completed, its original timescale and its slippage.",
    )


def _moved(comparison: Comparison) -> list[Block]:
    """The agreed dates that were moved, in a sentence each way, and those moved later in a list."""
    rows = comparison.lists.extended
    sentences = []
    if len(rows):
        later = _by(_days(comparison, "slipped"))
        sentences.append(f"{_dates_of(len(rows))} been moved later{later}{_at_deadline(rows)}.")
    earlier = _days(comparison, "pulled_in")
    if len(earlier):
        sentences.append(f"{_dates_of(len(earlier))} been brought forward{_by(earlier)}.")
    if not sentences:
        return [Paragraph("No agreed date has been moved.")]
    blocks: list[Block] = [Paragraph(" ".join(sentences))]
    if len(rows):
        blocks += actions_table(
            rows,
            ("Ref", "Action", "Owner", "Date before", "Date now", "Moved by", "Times moved"),
            f"Dates moved later since {date_words(comparison.previous_as_at)}",
            "A row for each action whose agreed date was moved later, with the date before and "
            "now, by how many days it was moved, and how often so far.",
        )
    return blocks


def _dates_of(many: int) -> str:
    dates = verb(many, "date", "dates")
    return f"The agreed {dates} of {count('action', many)} {have(many)}"


def _by(days: _Column) -> str:
    known = days.dropna().abs()
    if known.empty:
        return ", with no new date given"
    undated = len(days) - len(known)
    without = f", {number(undated)} of them to no date" if undated else ""
    how = "" if len(known) == 1 else "a median of "
    return f", by {how}{days_words(float(known.median()))}{without}"


def _at_deadline(rows: pd.DataFrame) -> str:
    late = int(rows["moved_at_deadline"].sum())
    if not late:
        return ""
    who = f"{number(late)} of them {were(late)}" if len(rows) > 1 else "it was"
    return f"; {who} moved within {DEADLINE_DAYS} days of the date that was replaced"


def _days(comparison: Comparison, kind: str) -> _Column:
    days: _Column = _of_kind(comparison.changes, kind)["days_moved"]
    return days


def _of_kind(changes: pd.DataFrame, kind: str) -> pd.DataFrame:
    flags = pd.Series([kind in kinds for kinds in changes["kinds"]], changes.index, dtype=bool)
    return changes[flags]


def _actions_or_none(value: int) -> str:
    return count("action", value) if value else "no action"


def named_actions(rows: pd.DataFrame) -> str:
    """These actions as a subject: "Action 6.2", "Actions 1.2 and 1.3"; of many, how many."""
    pairs = zip(rows["reference"], rows["action"], strict=True)
    names = [action_words(reference, action) for reference, action in pairs]
    if len(names) > MOST_NAMED:
        return count("action", len(names))
    if len(names) > 1 and all(name.startswith("action ") for name in names):
        return f"Actions {listed([name.removeprefix('action ') for name in names])}"
    return sentence_case(listed(names))
