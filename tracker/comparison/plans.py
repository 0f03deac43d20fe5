"""``compare``: two plans in, a :class:`Comparison` out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any, TypeAlias

import pandas as pd

from tracker.comparison.kinds import KINDS, changes_between
from tracker.comparison.matching import Decision, match_actions
from tracker.measures import measure
from tracker.reading.plan import Plan
from tracker.summaries import due_next

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
    """What changed between two plans.

    ``before`` and ``after``: the measured actions of the plans, each as at its own date.
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


def compare(
    old: Plan,
    new: Plan,
    *,
    as_at: date,
    previous_as_at: date,
    next_meeting: date | None = None,
    decided: Iterable[Decision] = (),
) -> Comparison:
    """What changed from one plan to another, each taken as at its own date.

    ``as_at`` is the later plan's date and ``previous_as_at`` the earlier one's; ``next_meeting``
    is by default as far ahead as these are apart; ``decided`` is what the user said of doubtful
    matches. Source: ``docs/measures.md``, section 6.

    >>> compare(old, new, as_at=new.as_at, previous_as_at=old.as_at).balance["closing"]
    """
    before = measure(old.actions, previous_as_at, published=old.published)
    after = measure(new.actions, as_at, published=new.published)
    matches = match_actions(old.actions, new.actions, decided)
    changes = changes_between(before, after, matches.pairs, as_at)
    meeting = next_meeting or _as_far_ahead(previous_as_at, as_at)
    due = _due_between(changes, previous_as_at, as_at)
    return Comparison(
        as_at=as_at,
        previous_as_at=previous_as_at,
        next_meeting=meeting,
        before=before,
        after=after,
        changes=changes,
        counts=MappingProxyType(_counts(changes)),
        balance=MappingProxyType(_balance(before, after, changes)),
        due_between=int(due.sum()),
        completed_of_due=int((due & changes["state_after"].eq("complete")).sum()),
        doubtful=matches.doubtful,
        lists=_lists(after, changes, as_at, meeting),
    )


def _counts(changes: pd.DataFrame) -> dict[str, int]:
    applying = Counter(kind for kinds in changes["kinds"] for kind in kinds)
    return {kind: applying[kind] for kind in KINDS}


def _balance(before: pd.DataFrame, after: pd.DataFrame, changes: pd.DataFrame) -> dict[str, int]:
    """Counts of open actions: what was, what came and went between the plans, what is."""
    was_open, is_open = changes["state_before"].eq("open"), changes["state_after"].eq("open")
    came, went = ~was_open & is_open, was_open & ~is_open
    known_before = changes["state_before"].notna()
    counts = {
        "added": came & ~known_before,
        "reopened": came & known_before,
        "completed": went & changes["state_after"].eq("complete"),
        "withdrawn": went & changes["state_after"].eq("withdrawn"),
        "removed": went & changes["state_after"].isna(),
    }
    return {
        "opening": int(before["is_open"].sum()),
        **{name: int(flags.sum()) for name, flags in counts.items()},
        "closing": int(after["is_open"].sum()),
    }


def _due_between(changes: pd.DataFrame, previous_as_at: date, as_at: date) -> _Column:
    """Open in the earlier plan, and to finish after its date and not after the later plan's."""
    agreed = changes["agreed_before"]
    between = agreed.gt(pd.Timestamp(previous_as_at)) & agreed.le(pd.Timestamp(as_at))
    return changes["state_before"].eq("open") & between


def _lists(after: pd.DataFrame, changes: pd.DataFrame, as_at: date, meeting: date) -> Lists:
    moves = ["agreed_before", "days_moved", "date_moves", "moved_at_deadline"]
    extended = changes[_of_kind(changes, "slipped")].sort_values("new")
    rows = after.iloc[extended["new"].astype(int)]
    more = {name: extended[name].set_axis(rows.index) for name in moves}
    completed = changes.loc[_of_kind(changes, "completed"), "new"].astype(int)
    return Lists(
        live=after[after["is_open"]],
        completed=after.iloc[completed.sort_values()],
        extended=rows.assign(**more),
        overdue=after[after["is_overdue"] & after["is_overdue_revised"]],
        due=due_next(after, as_at, (meeting - as_at).days),
    )


def _of_kind(changes: pd.DataFrame, kind: str) -> _Column:
    flags = [kind in kinds for kinds in changes["kinds"]]
    return pd.Series(flags, index=changes.index, dtype=bool)


def _as_far_ahead(previous_as_at: date, as_at: date) -> date:
    days = (as_at - previous_as_at).days
    ahead = timedelta(days=days if days > 0 else DAYS_AHEAD)
    return as_at + min(ahead, date.max - as_at)
