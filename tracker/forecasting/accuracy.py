"""How far earlier forecasts of a plan have held: what they would have said, and what came."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tracker.fields import PUBLISHED
from tracker.forecasting.pace import Pace
from tracker.forecasting.plan import plan_outlook
from tracker.measures import measure
from tracker.timeline.matching import Decision, match_actions

Version: TypeAlias = tuple[date, pd.DataFrame]

RANGE = (0.1, 0.9)
"""The ends of the range of completions that a forecast gives: 8 chances in 10 to be within."""

COLUMNS = (
    "as_at",
    "actions",
    "open",
    "behind",
    "reason",
    "p50",
    "p80",
    "p95",
    "later_than",
    "followed",
    "expected",
    "low",
    "high",
    "done",
    "withdrawn",
    "gone",
    "finished_on",
    "due",
    "kept",
    "due_withdrawn",
    "due_gone",
)

_DRAWS, _SEED = 4000, 1958
"""Draws of how many would be done, the same each time: enough for whole actions."""


def past_accuracy(
    versions: Sequence[Version],
    decided: Iterable[Decision] = (),
    *,
    published: date | None = PUBLISHED,
) -> pd.DataFrame:
    """What the forecast would have said of each earlier version, beside what is known now.

    ``versions`` (as-at date and actions) are the recorded ones, earliest first, one a date; the
    last is what is known now. ``decided`` is what the user said of doubtful matches. A row for
    each version before the last; dates are ``datetime.date``, unknown ``None``:

    ``as_at``; ``actions`` (not withdrawn), ``open`` and ``behind`` (the completions it rests on)
    then; ``reason`` why there would have been no forecast; ``p50``, ``p80``, ``p95`` and
    ``later_than`` as in ``Outlook``. Of the actions open then: ``followed``, those that are in
    the last version and not withdrawn; of these ``expected`` to be complete by its date, with
    ``low`` to ``high`` the range of 8 chances in 10; ``done``, those that are; ``withdrawn``;
    ``gone`` from the plan, of which nothing is known. ``finished_on``: when the last of them was
    completed, where that is known. ``due`` and ``kept`` are the Current Execution Index's two
    counts (section 6 of ``docs/measures.md``): agreed for a day between the two, and complete;
    ``due_withdrawn`` and ``due_gone`` are those due that were withdrawn or are gone since.
    """
    if not versions:
        return pd.DataFrame(columns=list(COLUMNS), dtype="object")
    (now, latest), decisions = versions[-1], list(decided)
    known = measure(latest, now, published=published)
    rows = [
        _held(measure(actions, as_at, published=published), as_at, known, now, decisions)
        for as_at, actions in versions[:-1]
        if as_at < now
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype="object")


def _held(
    then: pd.DataFrame, as_at: date, known: pd.DataFrame, now: date, decided: list[Decision]
) -> dict[str, Any]:
    """The row of one version: ``then`` its measured actions, ``known`` those of the last."""
    outlook, pace = plan_outlook(then, as_at)
    place = np.full(len(then), -1)
    pairs = match_actions(then, known, decided).pairs
    place[pairs["old"]] = pairs["new"]
    open_ = then["is_open"].to_numpy(dtype=bool)
    found = place[open_ & (place >= 0)]
    complete, withdrawn = known["is_complete"].to_numpy(), known["is_withdrawn"].to_numpy()
    done, dropped = int(complete[found].sum()), int(withdrawn[found].sum())
    followed, gone = len(found) - dropped, int(open_.sum()) - len(found)
    agreed = then["agreed_due"]
    between = agreed.gt(pd.Timestamp(as_at)) & agreed.le(pd.Timestamp(now))
    due = open_ & between.to_numpy()
    due_now = place[due & (place >= 0)]
    ends = known["completed_on"].to_numpy(dtype="datetime64[D]")[found[complete[found]]]
    over = followed > 0 and done == followed and not gone and not np.isnat(ends).any()
    row = {name: getattr(outlook, name, None) for name in COLUMNS}
    return row | {
        "as_at": as_at,
        "followed": followed,
        **_expected(pace, (now - as_at).days, followed),
        "done": done,
        "withdrawn": dropped,
        "gone": gone,
        "finished_on": ends.max().item() if over else None,
        "due": int(due.sum()),
        "kept": int(complete[due_now].sum()),
        "due_withdrawn": int(withdrawn[due_now].sum()),
        "due_gone": int(due.sum()) - len(due_now),
    }


def _expected(pace: Pace | str, days: int, followed: int) -> dict[str, float | int | None]:
    """How many of those followed were to be done within so many days, and the range."""
    if not isinstance(pace, Pace):
        return {"expected": None, "low": None, "high": None}
    done: NDArray[np.float64] = 1 - pace.still_open([days])[0]
    draws = np.random.default_rng(_SEED)
    curves = draws.choice(len(done), size=_DRAWS, p=pace.weights)
    counts = draws.binomial(followed, done[curves])
    low, high = np.quantile(counts, RANGE, method="inverted_cdf")
    return {"expected": float(followed * (done @ pace.weights)), "low": int(low), "high": int(high)}
