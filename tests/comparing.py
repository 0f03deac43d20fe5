"""Two plans to compare, made by hand or of the sample, and what a comparison of them says."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from sample_data import make
from tracker import read_plan
from tracker.fields import actions_frame
from tracker.reading.plan import Plan
from tracker.reading.source import Source
from tracker.timeline import Comparison, compare

JANUARY, APRIL, SEPTEMBER = date(2016, 1, 12), date(2016, 4, 30), date(2016, 9, 30)
NOV, MARCH, JUNE = date(2015, 11, 30), date(2016, 3, 31), date(2016, 6, 30)

OPEN: Mapping[str, object] = {"status": "in_progress"}
DONE: Mapping[str, object] = {"status": "complete"}
GONE: Mapping[str, object] = {"status": "withdrawn"}


def plan(*rows: Mapping[str, object]) -> Plan:
    """A plan of these actions; a field that none gives is unknown."""
    names = {name for row in rows for name in row} or {"reference"}
    columns = {name: [row.get(name) for row in rows] for name in names}
    actions = actions_frame({"status": ["in_progress"] * len(rows)} | columns)
    source = Source("plan.xlsx", ("Plan",), 1, len(rows))
    return Plan(actions, pd.DataFrame(index=actions.index), {}, (), None, source)


def one(**fields: object) -> Plan:
    """A plan of one action."""
    return plan({"reference": "1", "action": "Review the policy", **fields})


def between(old: Plan, new: Plan, **more: Any) -> Comparison:
    """The plans compared, from January to April unless said otherwise."""
    return compare(old, new, **({"as_at": APRIL, "previous_as_at": JANUARY} | more))


def kinds_of(old: Plan, new: Plan) -> tuple[str, ...]:
    """The kinds of the one action of both plans."""
    changes = between(old, new).changes
    assert len(changes) == 1
    return tuple(changes["kinds"].iloc[0])


def pairs_of(comparison: Comparison) -> set[tuple[int, int]]:
    """The positions of the actions that were matched."""
    matched = comparison.changes.dropna(subset=["old", "new"])
    return set(zip(matched["old"], matched["new"], strict=True))


def doubts_of(comparison: Comparison) -> list[tuple[int, int, str]]:
    """The doubtful pairs, which are not made: positions, and why."""
    columns = comparison.doubtful[["old", "new", "doubt"]]
    return list(columns.itertuples(index=False, name=None))


def worded(*wordings: str | None, recommendation: str | None = "1") -> Plan:
    """A plan whose actions have these wordings and no reference."""
    return plan(*({"action": text, "recommendation": recommendation} for text in wordings))


def sample(old: date, new: date) -> Comparison:
    """Two versions of the sample compared."""
    plans = read_plan(make.path(old)), read_plan(make.path(new))
    return compare(*plans, as_at=new, previous_as_at=old)


def listed(comparison: Comparison) -> list[tuple[str, str]]:
    """Each change's reference and kinds, in the order listed."""
    changes = comparison.changes
    return [
        (reference, " ".join(kinds))
        for reference, kinds in zip(changes["reference"], changes["kinds"], strict=True)
    ]


def each(references: str, kinds: str) -> list[tuple[str, str]]:
    """These references, each with the same kinds."""
    return [(reference, kinds) for reference in references.split()]
