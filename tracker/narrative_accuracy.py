"""How far earlier forecasts held, in plain English: ``rows`` are those of ``past_accuracy``."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from tracker.narrative_forecast import SHORT_REASONS, month_or_later
from tracker.words import count, date_words, number, percent

NO_HISTORY = (
    "No earlier position of this plan is recorded, so there is no past forecast to check against "
    "what came."
)


def accuracy_finding(rows: pd.DataFrame) -> str:
    """How far earlier forecasts held: ``rows`` of ``past_accuracy``."""
    if rows.empty:
        return NO_HISTORY
    told = rows[rows["reason"].isna() & rows["followed"].gt(0)]
    if told.empty:
        return (
            f"{count('earlier position', len(rows))} {_are(len(rows))} known, and none of them had "
            "open actions and completions enough to forecast from."
        )
    if len(told) == 1:
        return _one_held(told.iloc[0])
    within = int((told["done"].ge(told["low"]) & told["done"].le(told["high"])).sum())
    fewer, more = int(told["done"].lt(told["low"]).sum()), int(told["done"].gt(told["high"]).sum())
    return (
        f"Of {count('earlier forecast', len(told))}, {number(within)} gave a range that the number "
        f"completed since fell in (8 in 10 should); fewer were completed in {number(fewer)}, more "
        f"in {number(more)}."
    )


def honesty_finding(rows: pd.DataFrame, now: date) -> str:
    """How many of the actions due since the last position were done; empty where none was due."""
    due = rows[rows["due"].gt(0)] if not rows.empty else rows
    if due.empty:
        return ""
    last = due.iloc[-1]
    return (
        f"Of the {count('open action', last['due'])} that the plan of {date_words(last['as_at'])} "
        f"said would be done by {date_words(now)}, {number(last['kept'])} "
        f"({percent(last['kept'], last['due'])}) {'was' if last['kept'] == 1 else 'were'}"
        f"{_not_done(last['due_withdrawn'], last['due_gone'])}."
    )


def _not_done(withdrawn: int, gone: int) -> str:
    said = []
    if withdrawn:
        said.append(f"{number(withdrawn)} {'was' if withdrawn == 1 else 'were'} withdrawn")
    if gone:
        said.append(f"{number(gone)} {_are(gone)} no longer in the plan")
    return f"; {' and '.join(said)}" if said else ""


def what_came(row: dict[str, Any]) -> str:
    """What is known now of the actions that were open in an earlier position, in a table."""
    if row["finished_on"] is not None:
        return f"All done by {date_words(row['finished_on'])}"
    said = [f"{number(row['done'])} of {number(row['followed'])} done"]
    if row["withdrawn"]:
        said.append(f"{number(row['withdrawn'])} withdrawn")
    if row["gone"]:
        said.append(f"{number(row['gone'])} no longer in the plan")
    return ", ".join(said)


def foretold(row: dict[str, Any]) -> str:
    """What an earlier forecast gave as done by now, in a table; or why there was none."""
    if row["reason"] is not None and not pd.isna(row["reason"]):
        return SHORT_REASONS[row["reason"]]
    return f"{_range(row['low'], row['high'])} of {number(row['followed'])} done"


def past_date(row: dict[str, Any], name: str) -> str:
    """One of an earlier forecast's dates in a table."""
    return month_or_later(row[name], row["later_than"])


def _one_held(row: Any) -> str:
    behind, followed = count("completion", row["behind"]), count("open action", row["followed"])
    held = "within" if row["done"] >= row["low"] else "fewer than"
    held = "more than" if row["done"] > row["high"] else held
    return (
        f"The forecast as at {date_words(row['as_at'])}, from {behind}, would have given "
        f"{_range(row['low'], row['high'])} of {followed} as done by now (8 chances in 10). "
        f"{number(row['done'])} {_are(row['done'])}: {held} what it gave."
    )


def _range(low: Any, high: Any) -> str:
    return number(low) if low == high else f"{number(low)} to {number(high)}"


def _are(number_of: int) -> str:
    return "is" if number_of == 1 else "are"
