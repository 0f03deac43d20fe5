"""How long comparing two plans takes: python -m benchmarks.comparing

By reference both plans give every action the same one; by wording they give none, and every
wording has been edited, so that each must be held against every other. Its floor
there is RapidFuzz alone scoring those wordings, on as many cores.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pandas as pd
from rapidfuzz import fuzz, process

from benchmarks import plans
from benchmarks.table import Row, least, show
from tracker import Plan, read_plan
from tracker.timeline import compare
from tracker.timeline.matching import DOUBTFUL_FROM

SIZE = 2_000
MOST_SECONDS = 0.050
MOST_OF_SCORING = 1.5
LATER = date(2016, 7, 31)


def later(plan: Plan, *, edited: float = 0.0) -> Plan:
    """The plan three months on: of 100 actions 3 are gone and 3 new, 20 moved, 10 done, 2 withdrawn
    and 1 reopened; some wordings edited.
    """
    chance = random.Random(2016)
    kept = plan.actions.sample(frac=0.97, random_state=7).sort_index()
    new = plan.actions.sample(frac=0.03, random_state=8)
    new["reference"] = [f"N{number}" for number in range(len(new))]
    new["action"] = "For this quarter: " + new["action"]
    actions = pd.concat([kept, new], ignore_index=True)
    open_ = actions.index[actions["status"].isin(["not_started", "in_progress"])]
    complete = actions.index[actions["status"].eq("complete")]
    ten, two, one = (round(len(actions) * share) for share in (0.1, 0.02, 0.01))
    changed = pd.Series(open_).sample(ten + two, random_state=9).to_list()
    reopened = pd.Series(complete).sample(one, random_state=9).to_list()
    actions.loc[changed[:ten], ["status", "completed_on"]] = ["complete", pd.Timestamp(LATER)]
    actions.loc[changed[ten:], "status"] = "withdrawn"
    actions.loc[reopened, ["status", "completed_on"]] = ["in_progress", pd.NaT]
    moved = [chance.random() < 0.2 for _ in range(len(actions))]
    actions["revised_due"] = actions["revised_due"] + pd.to_timedelta([56 * m for m in moved], "D")
    actions["action"] = [
        f"{text} As agreed by the board." if chance.random() < edited else text
        for text in actions["action"]
    ]
    return replace(plan, actions=actions, as_at=LATER)


def unnumbered(plan: Plan) -> Plan:
    """The plan without references, under one recommendation."""
    actions = plan.actions.assign(reference=None, recommendation="1", recommendation_text=None)
    return replace(plan, actions=actions)


def rows() -> Iterator[Row]:
    """Each piece of work, measured as it is asked for."""
    old = read_plan(plans.workbook_of(SIZE))
    new = later(old)
    (ours,) = least(lambda: compare(old, new, as_at=LATER, previous_as_at=plans.AS_AT), runs=15)
    yield Row("comparing, by reference", "50 ms", SIZE, ours, MOST_SECONDS, 1.0)
    before, after = unnumbered(old), unnumbered(later(old, edited=1.0))
    was, now = before.actions["action"].tolist(), after.actions["action"].tolist()
    ours, theirs = least(
        lambda: compare(before, after, as_at=LATER, previous_as_at=plans.AS_AT),
        lambda: process.cdist(
            was, now, scorer=fuzz.token_set_ratio, score_cutoff=DOUBTFUL_FROM, workers=-1
        ),
        runs=5,
    )
    yield Row("comparing, by wording", "RapidFuzz cdist", SIZE, ours, theirs, MOST_OF_SCORING)


def main() -> int:
    """Print the table; 1 where a row is above what it must be."""
    return 0 if show(rows()) else 1


if __name__ == "__main__":
    sys.exit(main())
