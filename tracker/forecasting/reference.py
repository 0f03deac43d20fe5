"""Numbers taken from real histories, and from which; ``docs/forecast.md`` says how.

``python -m benchmarks.fitting FOLDER`` prints them anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

LEAST_COMPLETIONS = 10
"""Completions on a known day from which a forecast counts as the plan's own, not borrowed."""

SOURCE = (
    "safety recommendations of New Zealand's Transport Accident Investigation Commission, made "
    "from 2001 on"
)
"""Whose closing curve is borrowed: the cohorts of odd years, 2001 to 2023."""

TYPICAL_DAYS, DAYS_SPREAD = 1160.0, 1.0
"""Days by which 63% of those that ever close have closed, and the spread of its logarithm between
plans: wider than between those cohorts, as other bodies may be several times as quick."""

TYPICAL_RISE, RISE_SPREAD = 1.16, 0.4
"""How the rate rises or falls with age (Weibull's exponent), and the spread of its logarithm."""

STEADINESS = 5.0
"""Shape of the gamma multiplier of the period to come: the rate differs from period to period by
45%, before closings in batches are allowed for."""

COUNTS_HELD = (70, 84)
"""Of so many 80% ranges on those recommendations, half a year and a year ahead, so many held."""

MOVED_BEFORE: Mapping[str, float] = MappingProxyType(
    {
        "always": -1.02,
        "changed": 1.58,
        "extent": -1.23,
        "moves": 0.12,
        "near": 2.30,
        "passed": -0.28,
    }
)
"""Terms of the log odds that the next report moves a date later, where an earlier report of it is
known: see ``moves.terms``. From New York's capital projects and the United Kingdom's major ones."""

NOT_SEEN_BEFORE: Mapping[str, float] = MappingProxyType(
    {"always": -0.78, "moves": 0.35, "near": 1.88, "passed": -0.55}
)
"""The same where no earlier report is known."""
