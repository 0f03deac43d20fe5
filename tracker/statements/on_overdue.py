"""What is overdue, in sentences: against the original timescales and the agreed ones."""

from __future__ import annotations

from typing import Any

import pandas as pd

from tracker.statements.on_action import which
from tracker.summaries import overdue_known
from tracker.words import (
    are,
    count,
    days_words,
    every,
    have,
    none_of,
    number,
    sentence_case,
    spoken,
    verb,
)


def overdue_words(measured: pd.DataFrame, *, longest: bool = True) -> str:
    """How many open actions are overdue and the ``longest`` by how much; "" where none is open."""
    known = measured["is_open"] & measured["original_due"].notna()
    open_, late = int(known.sum()), int(measured["is_overdue"].sum())
    if not measured["is_open"].any():
        return ""
    whose = "" if open_ == measured["is_open"].sum() else " whose original timescale is known"
    return " ".join(
        filter(None, [_overdue_of(measured, open_, late, whose, longest), lapsed_words(measured)])
    )


def _overdue_of(measured: pd.DataFrame, open_: int, late: int, whose: str, longest: bool) -> str:
    if open_ == 0:
        return originals_unknown(int(measured["is_open"].sum()))
    if late == 0:
        if open_ == 1:
            return f"The one open action{whose} is not overdue."
        return f"{none_of('open action', open_)}{whose} is overdue."
    days = days_words(measured["days_overdue"].max())
    its = f"overdue against its original timescale, by {days}" if longest else "overdue"
    theirs = f"overdue against their original timescales, the longest by {days}"
    if open_ == 1:
        return f"The one open action{whose} is {its}."
    if late == open_:
        who = f"{every('open action', open_)}{whose}"
    else:
        who = f"{sentence_case(spoken(late))} of the {number(open_)} open actions{whose}"
    if late == 1:
        return f"{who} is {its}."
    return f"{who} are {theirs if longest else 'overdue'}."


def originals_unknown(open_: int) -> str:
    """That no original timescale of the open actions is known."""
    if open_ == 1:
        return "The original timescale of the one open action is not known."
    return f"The original timescales of the {number(open_)} open actions are not known."


def overdue_count(of: Any) -> str:
    """How many of a group's actions are overdue: "13 overdue", "overdue not known"."""
    late = overdue_known(of)
    return "overdue not known" if late is None else f"{number(late)} overdue"


def beside_overdue(of: Any) -> str:
    """Of how many more of a group's open actions it is not known: " (not known of 3)"; else ""."""
    unknown = of["overdue_unknown"]
    return f" (not known of {number(unknown)})" if 0 < unknown < of["open"] else ""


def none_overdue(measured: pd.DataFrame) -> str:
    """That none is overdue, where nothing says so of some or of all of the open; "" otherwise."""
    open_ = measured["is_open"]
    return none_known(int((open_ & measured["original_due"].isna()).sum()), int(open_.sum()))


def none_known(unknown: int, open_: int) -> str:
    """The same, of so many open actions without an original timescale."""
    if not unknown:
        return ""
    if unknown == open_:
        return "Whether any action is overdue is not known"
    return f"No action is known to be overdue ({number(unknown)} without an original timescale)"


def overdue_unknown_words(open_: int, unknown: int) -> str:
    """Of how many of the open actions it is not known whether they are overdue; "" of none."""
    if not unknown:
        return ""
    if unknown == open_:
        return originals_unknown(open_)
    return f"Not known of {count('more open action', unknown)}."


def later_words(measured: pd.DataFrame) -> str:
    """The overdue actions without a later agreed date still to come; "" where none is overdue."""
    late = int(measured["is_overdue"].sum())
    rows = measured[measured["is_overdue"] & measured["is_overdue_revised"]]
    if not late:
        return ""
    if rows.empty:
        return verb(
            late,
            "The one overdue action has a later agreed date that is still to come.",
            f"Each of the {number(late)} overdue actions has a later agreed date still to come.",
        )
    none = "no later agreed date still to come"
    if late == 1:
        return f"The one overdue action has {none}."
    if len(rows) == late:
        return f"{none_of('overdue action', late)} has a later agreed date still to come."
    whose = f"{sentence_case(spoken(len(rows)))} of the {number(late)} overdue actions"
    return f"{whose}{which(rows)} {have(len(rows))} {none}."


def lapsed_words(measured: pd.DataFrame) -> str:
    """How many open actions are past an agreed date without a known original; "" for none."""
    lapsed = int(measured["is_lapsed"].sum())
    if not lapsed:
        return ""
    its = verb(lapsed, "its agreed date, and its", "their agreed date, and their")
    return (
        f"{count('open action', lapsed)} {are(lapsed)} past {its} original timescale is not known."
    )
