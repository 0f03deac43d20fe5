"""Which recorded plan another one is a version of: by what is in it, never by what it is called."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

import pandas as pd

from tracker.reading.plan import Plan
from tracker.timeline.matching import match_actions
from tracker.timeline.position import Recorded

ENOUGH = 0.6
"""The share of the smaller one's actions that must pair without doubt."""


_MONTH = (
    "(jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?"
    "|oct(ober)?|nov(ember)?|dec(ember)?)"
)
_DATE_IN_NAME = re.compile(
    r"\b\d{4} \d{1,2} \d{1,2}\b|\b\d{1,2} \d{1,2} \d{2,4}\b"
    rf"|\b\d{{1,2}}(st|nd|rd|th)? {_MONTH}( \d{{2,4}})?\b|\b{_MONTH}( \d{{2,4}}\b|$)"
    r"|\b(19|20)\d{2}\b|\bv(ersion)? ?\d+\b",
    re.IGNORECASE,
)
"""Dates and versions in a file's name, its punctuation being spaces."""


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


def name_from_file(file_name: str) -> str:
    """A plan's name from its file's: "Force plan" of ``Force_plan_2016-04-30.xlsx``."""
    words = re.sub(r"[\W_]+", " ", PurePath(file_name).stem)
    undated = " ".join(_DATE_IN_NAME.sub(" ", words).split())
    return undated or words.strip() or "Action plan"


def standing(recorded: Iterable[Recorded]) -> list[Recorded]:
    """The records that no correction has taken the place of, in their order."""
    return [each for each in recorded if each.superseded is None]


def of_file(recorded: Sequence[Recorded], plan: Plan, sha256: str) -> Recorded | None:
    """The last of these records that is of the same sheets of the same file."""
    same = (sha256, tuple(plan.source.sheets))
    return next((e for e in reversed(recorded) if (e.sha256, e.sheets) == same), None)


def of_the_day(recorded: Sequence[Recorded], as_at: date) -> Recorded | None:
    """The record as at a date, of whatever file."""
    return next((each for each in recorded if each.as_at == as_at), None)
