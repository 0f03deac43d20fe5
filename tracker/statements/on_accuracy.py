"""How far earlier forecasts held, in plain English: ``rows`` are those of ``past_accuracy``."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from tracker.statements.on_forecast import range_words
from tracker.words import (
    are,
    count,
    date_words,
    holds_of,
    number,
    sentence_case,
    spoken,
    were,
)

NO_HISTORY = (
    "No earlier position of this plan is recorded, so there is no past forecast to check against "
    "what came."
)


def accuracy_finding(rows: pd.DataFrame) -> str:
    """How far earlier forecasts held: ``rows`` of ``past_accuracy``."""
    if rows.empty:
        return NO_HISTORY
    told = rows[rows["reason"].isna() & rows["followed"].gt(0)]
    if rows["reason"].eq("no_publication").all():
        return (
            "No earlier forecast can be checked: the day on which the report was published is not "
            "known."
        )
    if told.empty:
        return (
            f"{count('earlier position', len(rows))} {are(len(rows))} known, and none of them had "
            "open actions to forecast."
        )
    if len(told) == 1:
        return _one_held(told.iloc[0])
    within = int((told["done"].ge(told["low"]) & told["done"].le(told["high"])).sum())
    fewer, more = int(told["done"].lt(told["low"]).sum()), int(told["done"].gt(told["high"]).sum())
    inside, under, over = (number(each) if each else "none" for each in (within, fewer, more))
    return (
        f"Of {count('earlier forecast', len(told))}, {inside} gave a range that the number "
        f"completed since fell in (4 in 5 should); fewer were completed in {under}, more in {over}."
    )


def honesty_finding(rows: pd.DataFrame, now: date) -> str:
    """How many of the actions due since the last position were done; empty where none was due."""
    due = rows[rows["due"].gt(0)] if not rows.empty else rows
    if due.empty:
        return ""
    last = due.iloc[-1]
    which = f" that the plan of {date_words(last['as_at'])} said would be done by {date_words(now)}"
    done = holds_of(last["kept"], "open action", last["due"], ("was", "were"), "done", which)
    return f"{done}{_not_done(last['due_withdrawn'], last['due_gone'])}."


def what_came(row: dict[str, Any]) -> str:
    """What is known now of the actions that were open in an earlier position, in a table."""
    said = [f"{number(row['done'])} of {number(row['followed'])}"]
    if row["withdrawn"]:
        said.append(f"{number(row['withdrawn'])} withdrawn")
    if row["gone"]:
        said.append(f"{number(row['gone'])} no longer in the plan")
    return ", ".join(said)


def foretold(row: dict[str, Any]) -> str:
    """What an earlier forecast gave as done by now, in a table."""
    if not pd.isna(row["reason"]):
        return "No forecast"
    return f"{range_words(row['low'], row['high'])} of {number(row['followed'])}"


def _not_done(withdrawn: int, gone: int) -> str:
    said = []
    if withdrawn:
        said.append(f"{number(withdrawn)} {were(withdrawn)} withdrawn")
    if gone:
        said.append(f"{number(gone)} {are(gone)} no longer in the plan")
    return f"; {' and '.join(said)}" if said else ""


def _one_held(row: Any) -> str:
    held = "the number that" if row["low"] == row["high"] else "within the range that"
    held = "fewer than" if row["done"] < row["low"] else held
    held = "more than" if row["done"] > row["high"] else held
    return (
        f"The forecast as at {date_words(row['as_at'])} would have given "
        f"{range_words(row['low'], row['high'])} of {count('open action', row['followed'])} as "
        f"done by now. {sentence_case(spoken(row['done']))} {were(row['done'] or 1)} done, "
        f"{held} it gave."
    )
