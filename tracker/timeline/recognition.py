"""Which recorded plan another one is a version of: by what is in it, never by what it is called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from tracker.timeline.matching import match_actions

ENOUGH = 0.6
"""The share of the smaller one's actions that must pair without doubt."""


@dataclass(frozen=True)
class Likeness:
    """That ``paired`` of the ``actions`` of the smaller of two plans stand in the other too.

    ``name`` is the recorded plan's.
    """

    name: str
    paired: int
    actions: int


def versions_of(actions: pd.DataFrame, recorded: Mapping[str, pd.DataFrame]) -> list[Likeness]:
    """The recorded plans of which these actions look like a version, the likest first.

    ``recorded`` gives the actions of each plan's last position by its name. The likest is the one
    of which most stands here and of which most of what stands here is.

    >>> versions_of(plan.actions, {"Force plan": last.actions})
    [Likeness(name='Force plan', paired=47, actions=48)]
    """
    found: list[tuple[float, Likeness]] = []
    for name, others in recorded.items():
        smaller = min(len(actions), len(others))
        paired = len(match_actions(others, actions).pairs)
        if smaller and paired >= ENOUGH * smaller:
            in_common = 2 * paired / (len(actions) + len(others))  # Dice's coefficient
            found.append((in_common, Likeness(name, paired, smaller)))
    return [each for _, each in sorted(found, key=lambda each: -each[0])]
