"""What changed between two plans, as the plain values that the command line prints."""

from __future__ import annotations

from typing import Any

from tracker.as_json import action_values, plain
from tracker.comparison import Comparison
from tracker.reading.plan import Plan


def comparison_values(old: Plan, new: Plan, comparison: Comparison) -> dict[str, Any]:
    """Each change with its action before and after, then the counts, the balance and the CEI.

    ``old`` and ``new`` are the plans that were compared; ``before`` is None for an action that
    was added, ``after`` for one that was removed.
    """
    before = action_values(old, comparison.before)
    after = action_values(new, comparison.after)
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
    }
