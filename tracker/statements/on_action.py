"""Where an action stands, what was typed of its dates, and which actions are meant, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from tracker.protective_marking import marking
from tracker.vocabulary import FIELDS, NO_OWNER, STATE_LABELS
from tracker.words import (
    NOT_KNOWN,
    UNKNOWN,
    action_words,
    count,
    date_words,
    listed,
    recommendation_words,
    sentence_case,
    slippage_words,
    standing_slippage,
)

if TYPE_CHECKING:
    from tracker.reading.plan import Plan

_FIGURE_FIELDS = (
    "owner",
    "original_due",
    "revised_due",
    "status",
    "percent_complete",
    "completed_on",
)
MOST_NAMED, LONGEST_NAMES = 6, 130
"""Actions named in a sentence, and characters of their names; of more it gives the number."""


def standing(action: Any) -> str:
    """Where an action stands against its original timescale, in words."""
    words = STATE_LABELS[action.state]
    if action.is_complete:
        finished = f" on {date_words(action.completed_on)}" if pd.notna(action.completed_on) else ""
        known = pd.notna(action.slippage_days)
        return words + finished + (f", {slippage_words(action.slippage_days)}" if known else "")
    if action.is_overdue and action.slippage_is_minimum:
        words = f"overdue by {count('day', action.days_overdue)}"
    elif action.is_open and pd.notna(action.slippage_days) and action.slippage_days > 0:
        words = slippage(action, overdue=True)
    elif action.state in ("open", "not_started") and pd.isna(action.original_due):
        return f"{words}: no original timescale"
    waiting = action.status == "awaiting_sign_off" and action.is_overdue
    return sentence_case(words) + (", awaiting sign-off" if waiting else "")


def slippage(row: Any, *, overdue: bool = False) -> str:
    """The slippage of an action or a recommendation: "109 days late", "at least 152 days late".

    ``overdue`` says by how many days an action is overdue before what is expected of it.
    """
    return standing_slippage(
        row.slippage_days,
        is_open=not row.is_complete,
        is_minimum=row.slippage_is_minimum,
        original_known=pd.notna(row.original_due),
        overdue=row.days_overdue if overdue else None,
    )


def dates_of(row: Any) -> str:
    """A recommendation's own original timescale, its finish and its slippage, in a sentence.

    "Original timescale 31 March 2016; expected finish not known; at least 30 days late."
    """
    unknown = row.finish_is_minimum or pd.isna(row.expected_finish)
    said = [
        timescale("original timescale", row.original_due, row.original_due_text)
        or "original timescale not known",
        f"{'finished' if row.is_complete else 'expected finish'} "
        f"{NOT_KNOWN if unknown else date_words(row.expected_finish)}",
        slippage(row),
    ]
    return f"{sentence_case('; '.join(each for each in said if each != UNKNOWN))}."


def timescale(label: str, value: pd.Timestamp, typed: str | None) -> str:
    """A date in words, with what was typed where that was words: "30 November 2015 (“Nov-15”)"."""
    words = date_words(value) if pd.notna(value) else ""
    typed = " ".join((typed or "").split())
    if not any(letter.isalpha() for letter in typed) or typed == words:
        return f"{label} {words}" if words else ""
    if not words:
        return f"{label} “{typed}”, which is no date"
    return f"{label} “{typed}”" if words in typed else f"{label} {words} (“{typed}”)"


def _original(action: Any) -> str:
    """The original timescale, and what the plan now gives as one where that is another."""
    first = timescale("original timescale", action.original_due, action.original_due_text)
    if not action.original_moved:
        return first
    now = date_words(action.original_now) if pd.notna(action.original_now) else "none"
    return f"{first}, as first recorded: the plan now gives {now}"


def in_brief(action: Any, chance: str = "", of: str = "") -> list[str]:
    """What is said of an action in a line: where it stands, whose it is, its dates.

    ``chance`` is that of a later date at the next report, in words; ``of`` an owner who is known.
    """
    others = [owner for owner in action.owners if owner != of]
    whose = "; ".join(others) or ("" if action.owners else NO_OWNER)
    told = [
        standing(action),
        f"with {whose}" if of and others else whose,
        sentence_case(recommendation_words(action.recommendation)) if action.recommendation else "",
        _original(action),
        timescale("agreed date", action.revised_due, action.revised_due_text),
        f"waiting for {action.dependency}" if action.dependency else "",
        f"chance that the next report moves it later: {chance}" if chance else "",
        marking(action),
    ]
    return [each for each in told if each]


def read_from(plan: Plan, action: Any) -> str:
    """The sheet, and the cell of each field that a figure is worked out from."""
    position: Any = plan.actions.index.get_loc(action.Index)
    cells = [
        f"{FIELDS[name].label.lower()} {plan.cell(name, position)}"
        for name in _FIGURE_FIELDS
        if name in plan.columns
    ]
    return f"Read from {action.sheet}, row {action.row}: {', '.join(cells)}"


def named_actions(rows: pd.DataFrame) -> str:
    """These actions as a subject: "Action 6.2", "Actions 1.2 and 1.3"; of many, how many."""
    return sentence_case(_named(rows))


def which(rows: pd.DataFrame) -> str:
    """The actions by name after their number: " (actions 1.2 and 1.3)".

    "" of none and of many, and where one has neither reference nor wording.
    """
    if rows.empty or rows[["reference", "action"]].isna().all(axis="columns").any():
        return ""
    named = _named(rows)
    return "" if named == count("action", len(rows)) else f" ({named})"


def _named(rows: pd.DataFrame) -> str:
    pairs = zip(rows["reference"], rows["action"], strict=True)
    names: Sequence[str] = [action_words(reference, action) for reference, action in pairs]
    if len(names) > MOST_NAMED or sum(map(len, names)) > LONGEST_NAMES:
        return count("action", len(names))
    if len(names) > 1 and all(name.startswith("action ") for name in names):
        return f"actions {listed([name.removeprefix('action ') for name in names])}"
    return listed(names)
