"""Plan against plan: what changed between two versions.

>>> from tracker.comparison import compare
>>> change = compare(old, new, as_at=date(2016, 4, 30), previous_as_at=date(2016, 1, 12))
>>> change.counts["original_changed"]
1
"""

from tracker.comparison.kinds import KIND_LABELS, KINDS
from tracker.comparison.matching import DOUBT_LABELS, Decision
from tracker.comparison.plans import BALANCE, Comparison, Lists, compare, filter_comparison
from tracker.comparison.public import (
    public_plans,
    public_positions,
    public_version,
    restricted_rows,
    restricted_since,
)

__all__ = [
    "BALANCE",
    "DOUBT_LABELS",
    "KINDS",
    "KIND_LABELS",
    "Comparison",
    "Decision",
    "Lists",
    "compare",
    "filter_comparison",
    "public_plans",
    "public_positions",
    "public_version",
    "restricted_rows",
    "restricted_since",
]
