"""One plan at several dates: what is original, what changed, what may be published.

>>> from tracker.timeline import Position, Timeline
>>> over = Timeline.of([Position.of(january, date(2016, 1, 12)), Position.of(april, april.as_at)])
>>> over.compared().counts["original_changed"]
1
"""

from tracker.timeline.comparison import BALANCE, Comparison, filter_comparison
from tracker.timeline.effect import Effect, effect
from tracker.timeline.kinds import DEADLINE_DAYS, KIND_LABELS, KINDS, is_of_kind
from tracker.timeline.matching import DOUBT_LABELS, Decision
from tracker.timeline.position import Position, Recorded, Superseded
from tracker.timeline.recognition import (
    Likeness,
    name_from_file,
    of_file,
    of_the_day,
    standing,
    versions_of,
)
from tracker.timeline.timeline import Timeline, compare
from tracker.timeline.trend import Trend, moves_by

__all__ = [
    "BALANCE",
    "DEADLINE_DAYS",
    "DOUBT_LABELS",
    "KINDS",
    "KIND_LABELS",
    "Comparison",
    "Decision",
    "Effect",
    "Likeness",
    "Position",
    "Recorded",
    "Superseded",
    "Timeline",
    "Trend",
    "compare",
    "effect",
    "filter_comparison",
    "is_of_kind",
    "moves_by",
    "name_from_file",
    "of_file",
    "of_the_day",
    "standing",
    "versions_of",
]
