"""Versions of a plan as the public may see them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tracker.reading.plan import Plan
from tracker.timeline.matching import Decision
from tracker.timeline.redaction import marked_rows, without_restricted
from tracker.timeline.threads import follow


def public_version(
    plan: Plan, owners: Collection[str] = (), later: Sequence[pd.DataFrame] = ()
) -> tuple[Plan, int]:
    """The plan without its restricted rows and all that was said of them, and how many they are.

    ``owners`` are the names of somebody who may see their own restricted rows; for the public
    there are none. ``later`` are the actions of the plan's later versions, earliest first: see
    ``restricted_rows``.

    >>> public, left_out = public_version(plan)
    """
    hidden = restricted_since(plan.actions, later, owners=owners)
    return without_restricted(plan, hidden), int(hidden.sum())


def public_plans(
    plans: Sequence[Plan], decided: Sequence[Decision] = (), owners: Collection[str] = ()
) -> list[Plan]:
    """The public version of each of a plan's versions, earliest first; see ``restricted_rows``.

    >>> earlier, later = public_plans([old, new])
    """
    flags = restricted_rows([plan.actions for plan in plans], decided, owners)
    return [without_restricted(plan, rows) for plan, rows in zip(plans, flags, strict=True)]


def public_positions(
    positions: Sequence[tuple[date, pd.DataFrame]],
    decided: Sequence[Decision] = (),
    owners: Collection[str] = (),
) -> list[tuple[date, pd.DataFrame]]:
    """As ``public_plans``, of positions: each as-at date with its actions, earliest first."""
    flags = restricted_rows([actions for _, actions in positions], decided, owners)
    return [
        (as_at, actions[~rows].reset_index(drop=True))
        for (as_at, actions), rows in zip(positions, flags, strict=True)
    ]


def restricted_since(
    actions: pd.DataFrame,
    later: Sequence[pd.DataFrame],
    decided: Sequence[Decision] = (),
    owners: Collection[str] = (),
) -> NDArray[np.bool_]:
    """Which of these actions stay out of a public version, given the plan's later versions.

    See ``restricted_rows``, whose first this is.
    """
    return restricted_rows([actions, *later], decided, owners)[0]


def restricted_rows(
    versions: Sequence[pd.DataFrame],
    decided: Sequence[Decision] = (),
    owners: Collection[str] = (),
) -> list[NDArray[np.bool_]]:
    """Which actions of each version, earliest first, stay out of a public version.

    Those that are restricted there, and those that are restricted where they last appear: an
    earlier version may say in plain words what has been restricted since. Also those that are
    gone from a version in which restricted rows are new: one of these may be the same action
    under another reference and wording. ``owners`` are the names of somebody who may see their
    own.
    """
    own = [marked_rows(frame, owners) for frame in versions]
    if not any(flags.any() for flags in own):
        return own
    threads = follow(versions, decided).numbers
    numbers = 1 + max((int(thread.max()) for thread in threads if len(thread)), default=-1)
    hidden = np.zeros(numbers, dtype=bool)
    for thread, flags in zip(threads, own, strict=True):
        hidden[thread] = flags
    for (before, _), (after, flags) in pairwise(zip(threads, own, strict=True)):
        if not np.isin(after[flags], before).all():
            gone = before[~np.isin(before, after)]
            hidden[gone] = True
    return [flags | hidden[thread] for thread, flags in zip(threads, own, strict=True)]
