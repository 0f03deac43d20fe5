"""What all recorded plans together say, in a sentence; and which of them is furthest behind."""

from __future__ import annotations

import pandas as pd

from tracker.statements.on_overdue import none_known
from tracker.summaries import with_overdue_known
from tracker.words import count, number, percent, shortened, uncapitalised


def furthest_behind_first(rows: pd.DataFrame) -> pd.DataFrame:
    """The plans of a portfolio by the share of their actions that is overdue, the largest first.

    Of those with the same share, the one with more overdue actions stands first, then the one
    with less complete.
    """
    in_plan = rows["actions"] - rows["withdrawn"]
    late = with_overdue_known(rows)["overdue"].astype("float64")
    share = (late / in_plan.where(in_plan > 0)).fillna(-1.0)  # what is not known stands last
    ranked = rows.assign(share=share).sort_values(
        ["share", "overdue", "completion_rate"], ascending=[False, False, True], kind="stable"
    )
    return ranked.drop(columns="share").reset_index(drop=True)


def portfolio_finding(rows: pd.DataFrame) -> str:
    """How much is complete of all the plans' actions, and which plan is furthest behind.

    >>> portfolio_finding(history.portfolio())
    '3 plans, 61 of 90 actions complete (68%); the furthest behind is “Force plan”: ...'
    """
    if rows.empty:
        return "No plan is recorded"
    in_plan = int((rows["actions"] - rows["withdrawn"]).sum())
    done = int(rows["completed"].sum())
    if not in_plan:
        return f"{count('plan', len(rows))}, no action to count"
    start = f"{count('plan', len(rows))}, {_share(done, in_plan, 'complete')}"
    if not rows["overdue"].any():
        none = none_known(int(rows["overdue_unknown"].sum()), int(rows["open"].sum()))
        return f"{start}; {uncapitalised(none)}" if none else f"{start}; no action is overdue"
    worst = furthest_behind_first(rows).iloc[0]
    late = overdue_words(worst)
    if len(rows) == 1:
        return f"{start}; {late}"
    return f"{start}; the furthest behind is “{shortened(worst['plan'])}”: {late}"


def overdue_words(row: pd.Series) -> str:
    """How many of a plan's actions are overdue: "5 of 30 actions overdue (17%)"."""
    in_plan = int(row["actions"] - row["withdrawn"])
    overdue = int(row["overdue"])
    unknown = f", not known of {number(n)}" if (n := int(row["overdue_unknown"])) else ""
    return f"{_share(overdue, in_plan, 'overdue')}{unknown}"


def _share(part: int, whole: int, what: str) -> str:
    if whole == 1:
        return f"the one action {'' if part else 'not '}{what}"
    if whole and not part:
        return f"none of the {number(whole)} actions {what}"
    return f"{number(part)} of {count('action', whole)} {what} ({percent(part, whole)})"
