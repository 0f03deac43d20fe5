"""A plan's earlier positions: what would have been forecast, and what came."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from tracker.fields import PUBLISHED
from tracker.forecasting.before import Before, Positions
from tracker.forecasting.counts import RANGE, counts
from tracker.forecasting.curves import borrowed
from tracker.forecasting.outlook import reason_for_none, record_of
from tracker.measures import measure

COLUMNS = (
    "as_at",
    "open",
    "dated",
    "reason",
    "low",
    "likeliest",
    "high",
    "followed",
    "done",
    "withdrawn",
    "gone",
    "due",
    "kept",
    "due_withdrawn",
    "due_gone",
)


def past_accuracy(over_time: Positions, *, published: date | None = PUBLISHED) -> pd.DataFrame:
    """What the forecast would have said of each earlier position, beside what is known now.

    The last position is what is known now, with what was complete or withdrawn before it was
    dropped. A row for each before it:

    ``as_at`` [date]; ``open`` and ``dated`` (completions on a known day) then; ``reason`` why
    there would have been no forecast. Of the actions open then: ``followed``, those that are in
    the last version and not withdrawn; the range ``low`` to ``high`` of how many of these would be
    done by its date, and ``likeliest``; ``done``, those that are; ``withdrawn``; ``gone`` from the
    plan, of which nothing is known. ``due`` and ``kept`` are the Current Execution Index's two
    counts (section 6 of ``docs/measures.md``): agreed for a day between the two, and complete;
    ``due_withdrawn`` and ``due_gone`` are those due that were withdrawn or are gone since.
    """
    if not over_time:
        return pd.DataFrame(columns=list(COLUMNS), dtype="object")
    now, last = over_time[-1]
    known = Before.of(over_time, published).with_dropped(last)
    rows = [
        _held(measure(then, as_at, published=published), as_at, known, now)
        for as_at, then in over_time[:-1]
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype="object")


def _held(then: pd.DataFrame, as_at: date, known: pd.DataFrame, now: date) -> dict[str, Any]:
    """The row of one position: ``then`` its measured actions, ``known`` those of now."""
    places = pd.Series(np.arange(len(known)), index=known["action_number"])
    place = places.reindex(then["action_number"], fill_value=-1).to_numpy()
    open_ = then["is_open"].to_numpy(dtype=bool)
    found = place[open_ & (place >= 0)]
    complete, withdrawn = known["is_complete"].to_numpy(), known["is_withdrawn"].to_numpy()
    dropped = int(withdrawn[found].sum())
    agreed = then["agreed_due"]
    between = agreed.gt(pd.Timestamp(as_at)) & agreed.le(pd.Timestamp(now))
    due = open_ & between.to_numpy()
    due_now = place[due & (place >= 0)]
    return {
        "as_at": as_at,
        "open": int(open_.sum()),
        **_foretold(then, (now - as_at).days, len(found) - dropped),
        "followed": len(found) - dropped,
        "done": int(complete[found].sum()),
        "withdrawn": dropped,
        "gone": int(open_.sum()) - len(found),
        "due": int(due.sum()),
        "kept": int(complete[due_now].sum()),
        "due_withdrawn": int(withdrawn[due_now].sum()),
        "due_gone": int(due.sum()) - len(due_now),
    }


def _foretold(then: pd.DataFrame, days: int, followed: int) -> dict[str, Any]:
    """How many of so many of the actions open then were to be done in so many days."""
    record = record_of(then)
    reason = reason_for_none(then, record)
    low = high = likeliest = None
    if reason is None:
        open_ages = record.open_ages[:followed]  # all are of one age
        number = counts(borrowed().given(record), open_ages, days, batch=record.batch)
        (low, high), likeliest = number.range(RANGE), number.likeliest()
    told = {"low": low, "likeliest": likeliest, "high": high}
    return {"dated": len(record.ages), "reason": reason, **told}
