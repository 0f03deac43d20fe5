"""What changed between two positions of a plan: a :class:`Comparison`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tracker.filters import filter_actions
from tracker.summaries import due_next
from tracker.timeline.kinds import KINDS, changes_between, is_of_kind

BALANCE = ("opening", "added", "reopened", "completed", "withdrawn", "removed", "closing")
"""The lines of the balance: the first and the next two, less three, make the last."""

DAYS_AHEAD = 90
"""How far ahead the next meeting is where the two dates do not say: a quarter."""

_Column: TypeAlias = "pd.Series[Any]"


@dataclass(frozen=True)
class Lists:
    """What a committee asks for: measured actions of the later plan, in its order.

    ``live``: open. ``completed``: since the earlier plan. ``extended``: the agreed date is later
    than in the earlier plan; with the columns ``agreed_before``, ``days_moved``, ``date_moves``
    and ``moved_at_deadline`` of the changes. ``overdue``: against the original timescale, with
    no later date agreed or one that has passed too. ``due``: on or before the next meeting and
    not overdue, soonest first.
    """

    live: pd.DataFrame
    completed: pd.DataFrame
    extended: pd.DataFrame
    overdue: pd.DataFrame
    due: pd.DataFrame


@dataclass(frozen=True)
class Comparison:
    """What changed between two positions of a plan.

    ``before`` and ``after``: the measured actions of each as at its own date, from what is
    original.
    ``changes``: see ``changes_between``. ``counts``: for each of ``KINDS`` the actions to which
    it applies, so that an action of two kinds counts in both. ``balance``: the counts of open
    actions, by the names of ``BALANCE``. ``due_between``: the open actions of the earlier plan
    whose agreed date was after its own date and not after the later one's;
    ``completed_of_due``: those of them that were complete by then. ``doubtful``: see ``Matches``.
    """

    as_at: date
    previous_as_at: date
    next_meeting: date
    before: pd.DataFrame
    after: pd.DataFrame
    changes: pd.DataFrame
    counts: Mapping[str, int]
    balance: Mapping[str, int]
    due_between: int
    completed_of_due: int
    doubtful: pd.DataFrame
    lists: Lists

    @property
    def cei(self) -> float | None:
        """The Current Execution Index: how many finished of those that said they would.

        A share from 0 to 1, None where nothing fell due between the two dates.
        """
        return self.completed_of_due / self.due_between if self.due_between else None


def compared(
    before: pd.DataFrame,
    after: pd.DataFrame,
    pairs: pd.DataFrame,
    doubtful: pd.DataFrame,
    *,
    as_at: date,
    previous_as_at: date,
    next_meeting: date | None = None,
    ended: NDArray[np.bool_] | None = None,
) -> Comparison:
    """What changed between two positions, each measured as at its own date.

    ``pairs`` are those of ``Threads``, ``doubtful`` those of ``Matches`` and ``ended`` as in
    ``changes_between``; ``next_meeting`` is by
    default as far ahead as the two dates are apart. Source: ``docs/measures.md``, section 6.
    """
    changes = changes_between(before, after, pairs, as_at, ended)
    meeting = next_meeting or _as_far_ahead(previous_as_at, as_at)
    apart = ~(doubtful["old"].isin(pairs["old"]) | doubtful["new"].isin(pairs["new"]))
    return Comparison(
        as_at=as_at,
        previous_as_at=previous_as_at,
        next_meeting=meeting,
        before=before,
        after=after,
        doubtful=doubtful[apart].reset_index(drop=True),
        **_figures(changes, after, previous_as_at, as_at, meeting),
    )


def without_removed(comparison: Comparison) -> Comparison:
    """What changed of the actions that the later plan has."""
    none = pd.Series(False, comparison.doubtful.index)
    return _narrowed(comparison, comparison.changes["new"].notna(), none)


def filter_comparison(comparison: Comparison, **filters: Any) -> Comparison:
    """What changed of the actions that match every filter of ``filter_actions``.

    An action counts by what the later plan says of it, one that is no longer there by what the
    earlier plan said: so the balance still adds up. ``before`` and ``after`` stay
    whole, for the positions in ``changes`` point into them.

    >>> filter_comparison(comparison, owners=["Head of Records"]).balance["closing"]
    """
    if not any(filters.values()):
        return comparison
    new = _matching(comparison.after, filters)
    old = _matching(comparison.before, filters)
    changes = comparison.changes
    kept = changes["new"].isin(new) | (changes["new"].isna() & changes["old"].isin(old))
    doubtful = comparison.doubtful
    return _narrowed(comparison, kept, doubtful["new"].isin(new) | doubtful["old"].isin(old))


def _narrowed(comparison: Comparison, kept: _Column, doubtful: _Column) -> Comparison:
    """The comparison of the changes and the pairs in doubt that are flagged."""
    return replace(
        comparison,
        doubtful=comparison.doubtful[doubtful].reset_index(drop=True),
        **_figures(
            comparison.changes[kept].reset_index(drop=True),
            comparison.after,
            comparison.previous_as_at,
            comparison.as_at,
            comparison.next_meeting,
        ),
    )


def _matching(measured: pd.DataFrame, filters: Mapping[str, Any]) -> list[int]:
    """The positions of the actions that match."""
    by_position = measured.reset_index(drop=True)
    return filter_actions(by_position, **filters).index.to_list()


def _figures(
    changes: pd.DataFrame, measured: pd.DataFrame, previous_as_at: date, as_at: date, meeting: date
) -> dict[str, Any]:
    """All of a comparison that follows from its changes."""
    due = _due_between(changes, previous_as_at, as_at)
    return {
        "changes": changes,
        "counts": MappingProxyType(_counts(changes)),
        "balance": MappingProxyType(_balance(changes)),
        "due_between": int(due.sum()),
        "completed_of_due": int((due & changes["state_after"].eq("complete")).sum()),
        "lists": _lists(measured, changes, as_at, meeting),
    }


def _counts(changes: pd.DataFrame) -> dict[str, int]:
    applying = Counter(kind for kinds in changes["kinds"] for kind in kinds)
    return {kind: applying[kind] for kind in KINDS}


def _balance(changes: pd.DataFrame) -> dict[str, int]:
    """Counts of open actions: what was, what came and went between the plans, what is."""
    was_open, is_open = changes["state_before"].eq("open"), changes["state_after"].eq("open")
    came, went = ~was_open & is_open, was_open & ~is_open
    known_before = changes["state_before"].notna()
    lines = {
        "opening": was_open,
        "added": came & ~known_before,
        "reopened": came & known_before,
        "completed": went & changes["state_after"].eq("complete"),
        "withdrawn": went & changes["state_after"].eq("withdrawn"),
        "removed": went & changes["state_after"].isna(),
        "closing": is_open,
    }
    return {name: int(flags.sum()) for name, flags in lines.items()}


def _due_between(changes: pd.DataFrame, previous_as_at: date, as_at: date) -> _Column:
    """Open in the earlier plan, and to finish after its date and not after the later plan's."""
    agreed = changes["agreed_before"]
    between = agreed.gt(pd.Timestamp(previous_as_at)) & agreed.le(pd.Timestamp(as_at))
    return changes["state_before"].eq("open") & between


def _lists(measured: pd.DataFrame, changes: pd.DataFrame, as_at: date, meeting: date) -> Lists:
    moves = ["agreed_before", "agreed_after", "days_moved", "date_moves", "moved_at_deadline"]
    extended = changes[is_of_kind(changes, "slipped")].sort_values("new")
    rows = measured.iloc[extended["new"].astype(int)]
    more = {name: extended[name].set_axis(rows.index) for name in moves}
    completed = changes.loc[is_of_kind(changes, "completed"), "new"].astype(int)
    there = np.sort(changes["new"].dropna().to_numpy(dtype="int64"))
    is_open, overdue = measured["is_open"].to_numpy(), measured["is_overdue"].to_numpy()
    still = overdue & measured["is_overdue_revised"].to_numpy()
    live = measured.iloc[there[is_open[there]]]
    return Lists(
        live=live,
        completed=measured.iloc[completed.sort_values()],
        extended=rows.assign(**more),
        overdue=measured.iloc[there[still[there]]],
        due=due_next(live, as_at, (meeting - as_at).days),
    )


def _as_far_ahead(previous_as_at: date, as_at: date) -> date:
    days = (as_at - previous_as_at).days
    ahead = timedelta(days=days if days > 0 else DAYS_AHEAD)
    return as_at + min(ahead, date.max - as_at)
