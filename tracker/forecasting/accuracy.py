"""A plan's earlier positions: the dates then agreed, what would have been forecast, what came."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from tracker.fields import DATE_DTYPE, PUBLISHED
from tracker.forecasting.counts import RANGE, counts
from tracker.forecasting.curves import borrowed
from tracker.forecasting.plan import reason_for_none, record_of
from tracker.measures import measure
from tracker.timeline.matching import Decision, match_actions

Version: TypeAlias = tuple[date, pd.DataFrame]

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


def agreed_before(
    measured: pd.DataFrame, as_at: date, versions: Sequence[Version], decided: Iterable[Decision]
) -> pd.DataFrame:
    """What each version before ``as_at`` gave as the agreed date of each action of ``measured``.

    ``versions`` are as-at dates and actions, earliest first. A column for each (its name the date),
    ``NaT`` where the action was not in it or not open: what ``date_chances`` takes.
    """
    decisions, found = list(decided), {}
    for day, actions in versions:
        if day >= as_at:
            continue
        then = measure(actions, day)
        pairs = match_actions(then, measured, decisions).pairs
        agreed = np.full(len(measured), np.datetime64("NaT", "s"))
        agreed[pairs["new"]] = then["agreed_due"].where(then["is_open"]).to_numpy()[pairs["old"]]
        found[day] = agreed.astype(DATE_DTYPE)
    return pd.DataFrame(found, index=measured.index)


def past_accuracy(
    versions: Sequence[Version],
    decided: Iterable[Decision] = (),
    *,
    published: date | None = PUBLISHED,
) -> pd.DataFrame:
    """What the forecast would have said of each earlier version, beside what is known now.

    ``versions`` (as-at date and actions) are the recorded ones, earliest first, one a date; the
    last is what is known now. ``decided`` is what the user said of doubtful matches. A row for
    each version before the last:

    ``as_at`` [date]; ``open`` and ``dated`` (completions on a known day) then; ``reason`` why
    there would have been no forecast. Of the actions open then: ``followed``, those that are in
    the last version and not withdrawn; the range ``low`` to ``high`` of how many of these would be
    done by its date, and ``likeliest``; ``done``, those that are; ``withdrawn``; ``gone`` from the
    plan, of which nothing is known. ``due`` and ``kept`` are the Current Execution Index's two
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
    place = np.full(len(then), -1)
    pairs = match_actions(then, known, decided).pairs
    place[pairs["old"]] = pairs["new"]
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
