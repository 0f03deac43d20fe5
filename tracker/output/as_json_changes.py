"""What changed between two plans, as the plain values that the command line prints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from tracker.output.as_json import action_values, plain
from tracker.timeline import Comparison

if TYPE_CHECKING:
    from tracker.reading.plan import Plan

_TIMESCALES = ("original_due", "original_due_text", "revised_due", "revised_due_text")


def comparison_values(old: Plan, new: Plan, comparison: Comparison) -> dict[str, Any]:
    """Each change with its action before and after, the counts, the balance, the CEI, the doubts.

    ``old`` and ``new`` are the plans that were compared. An action's timescales are as its plan
    prints them, its measures from what is original. ``before`` is None for an action that was
    added, ``after`` for one that was removed.
    """
    before = action_values(old, _as_printed(old, comparison.before))
    after = action_values(new, _as_printed(new, comparison.after))
    changes = comparison.changes
    return {
        "changes": [
            {
                "kind": kind,
                "kinds": list(kinds),
                "reference": reference,
                "before": None if old_at is None else before[old_at],
                "after": None if new_at is None else after[new_at],
            }
            for kind, kinds, reference, old_at, new_at in zip(
                changes["kind"],
                changes["kinds"],
                changes["reference"],
                map(plain, changes["old"]),
                map(plain, changes["new"]),
                strict=True,
            )
        ],
        "counts": dict(comparison.counts),
        "balance": dict(comparison.balance),
        "cei": plain(comparison.cei),
        "doubtful": [
            {"doubt": doubt, "before": before[old_at], "after": after[new_at]}
            for doubt, old_at, new_at in zip(
                *(comparison.doubtful[name].tolist() for name in ("doubt", "old", "new")),
                strict=True,
            )
        ],
    }


def _as_printed(plan: Plan, measured: pd.DataFrame) -> pd.DataFrame:
    return measured.assign(**{name: plan.actions[name] for name in _TIMESCALES})
