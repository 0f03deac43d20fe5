"""What the recorded versions of a plan say of its actions: dates that cannot move unseen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tracker.comparison.matching import Decision
from tracker.comparison.threads import thread_actions
from tracker.fields import DATE_DTYPE
from tracker.measures import agreed_due

Version: TypeAlias = tuple[date, pd.DataFrame]
"""A version's as-at date and its actions."""


@dataclass(frozen=True)
class Followed:
    """The versions of a plan, each action followed through them.

    ``actions``: those of each version, earliest first, measured from the action's first known
    ``original_due`` in this version or an earlier one. ``latest``: of the last version what
    ``baselines`` says.
    """

    actions: list[pd.DataFrame]
    latest: pd.DataFrame


def baselines(
    versions: Sequence[Version], actions: pd.DataFrame, decided: Iterable[Decision] = ()
) -> pd.DataFrame:
    """The first recorded original date of each of ``actions``, and how often its date moved.

    ``versions`` are the recorded ones, earliest first; ``actions`` those of the plan as it is
    now, recorded or not. On the index of ``actions``:

    ``original_due`` [date]: the first known original timescale of the action in the versions,
    else its own; unknown where there is none. ``recorded_as_at`` [date]: the as-at date of the
    version which gives it, unknown where none does. ``date_moves``: how many times the agreed
    date moved: those that the action's first version shows, and the different agreed dates
    since (a lower bound). Source: ``docs/measures.md``, sections 1 and 6.
    """
    return follow([*versions, (None, actions)], decided).latest


def follow(
    versions: Sequence[tuple[date | None, pd.DataFrame]], decided: Iterable[Decision] = ()
) -> Followed:
    """Follow each action through the versions, earliest first, of which there is at least one."""
    frames = [frame for _, frame in versions]
    threads = thread_actions(frames, list(decided))
    parts = [
        _seen(thread, as_at, frame).assign(version=place)
        for place, (thread, (as_at, frame)) in enumerate(zip(threads, versions, strict=True))
    ]
    seen = pd.concat(parts, ignore_index=True)
    by_thread = seen.groupby("thread")
    first = seen[seen["original_due"].notna()].groupby("thread").first()
    shown = by_thread["date_moves"]
    different = by_thread["agreed_due"].nunique().clip(lower=1)
    moves = (shown.first() + different - 1).where(lambda count: count > shown.max(), shown.max())
    now = threads[-1]
    latest = pd.DataFrame(
        {
            "original_due": first["original_due"].reindex(now).to_numpy(),
            "recorded_as_at": first["as_at"].reindex(now).to_numpy(),
            "date_moves": moves.reindex(now).to_numpy(),
        },
        index=frames[-1].index,
    )
    originals = [
        first["original_due"].where(first["version"].le(place)).reindex(thread).to_numpy()
        for place, thread in enumerate(threads)
    ]
    known = [
        measured_from(frame, pd.Series(original, index=frame.index))
        for frame, original in zip(frames, originals, strict=True)
    ]
    return Followed(known, latest)


def measured_from(actions: pd.DataFrame, original_due: pd.Series[Any]) -> pd.DataFrame:
    """The actions with these original timescales [date, on their index].

    One of their own that is another is what the plan now says of its end, so where it gives no
    ``revised_due``, it becomes that, without the words typed there ("TBC"). Source:
    ``docs/measures.md``, section 6.
    """
    first = original_due.astype(DATE_DTYPE)
    own, revised = actions["original_due"], actions["revised_due"]
    agreed_instead = revised.isna() & own.notna() & first.notna() & first.ne(own)
    return actions.assign(
        original_due=first,
        revised_due=revised.mask(agreed_instead, own),
        revised_due_text=actions["revised_due_text"].mask(agreed_instead, None),
    )


def _seen(thread: NDArray[np.int64], as_at: date | None, actions: pd.DataFrame) -> pd.DataFrame:
    agreed = agreed_due(actions["revised_due"], actions["original_due"])
    # "TBC" in place of a revised date is not a return to the original one.
    words = actions["revised_due"].isna() & actions["revised_due_text"].notna()
    return pd.DataFrame(
        {
            "thread": thread,
            "as_at": np.full(len(thread), np.datetime64(as_at or "NaT", "s"), dtype=DATE_DTYPE),
            "original_due": actions["original_due"].to_numpy(),
            "agreed_due": agreed.mask(words).to_numpy(),
            "date_moves": actions["date_moves"].to_numpy(),
        }
    )
