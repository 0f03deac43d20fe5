"""What a position says that an earlier one speaks against."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from tracker.reading.findings import Finding, FindingKind
from tracker.timeline.position import Position
from tracker.timeline.threads import Numbers
from tracker.vocabulary import COMPLETED_GROUPS
from tracker.words import date_words

if TYPE_CHECKING:
    from tracker.reading.plan import Plan

ENDED = (*COMPLETED_GROUPS, "withdrawn")
"""The status groups of what is not open."""


def completed_while_open(
    plan: Plan, numbers: Numbers, earlier: Sequence[tuple[Position, Numbers]]
) -> list[Finding]:
    """A warning for each action said to be complete on a day after which it was open.

    ``numbers`` are those of the plan's actions, as in ``Threads``; ``earlier`` the positions before
    it, the earliest first, with theirs. The last of them that speaks against the day is named.
    """
    complete = plan.actions["status"].isin(COMPLETED_GROUPS)
    days = plan.actions["completed_on"].where(complete).to_numpy()
    open_after = np.full(len(days), None, dtype=object)
    for position, thread in earlier:
        still = thread[~position.actions["status"].isin(ENDED).to_numpy()]
        before = days < np.datetime64(position.as_at, "s")
        open_after[before & np.isin(numbers, still)] = position.as_at
    return [
        Finding(
            severity="warning",
            sheet=plan.actions["sheet"].iloc[place],
            cell=plan.cell("completed_on", place),
            field="completed_on",
            value=date_words(plan.actions["completed_on"].iloc[place]),
            problem=(
                f"The position as at {date_words(day)} still had the action "
                "open, after the day on which it is said here to be complete. That day counts: "
                "check it."
            ),
            kind=FindingKind.COMPLETED_WHILE_OPEN,
        )
        for place, day in enumerate(open_after.tolist())
        if day is not None
    ]
