"""A plan as at a date: what the file says, where it came from, and what it was corrected by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from tracker.fields import Periods, seen_at
from tracker.measures import measure
from tracker.timeline.redaction import without_restricted
from tracker.timeline.threads import Flags

if TYPE_CHECKING:
    from tracker.reading.plan import Plan


@dataclass(frozen=True)
class Superseded:
    """That a recorded position no longer counts: ``by`` is the ``id`` of the one that does."""

    by: int
    reason: str
    who: str
    when: datetime


@dataclass(frozen=True)
class Recorded:
    """What is known of a recorded position without opening it.

    ``id`` is never given to another. ``name`` is the plan's, ``as_at`` the date of the position,
    ``sheets`` those read as the plan. ``actions`` is their number; ``errors``, ``warnings`` and
    ``notes`` are the numbers of findings. ``when`` is in UTC. ``stated`` is the as-at date that the
    file itself states; ``published``, ``tells_confirmed`` and ``revised_only`` are the plan's.
    ``superseded``: what it was corrected by.
    """

    id: int
    name: str
    as_at: date
    file_name: str
    sha256: str
    sheets: tuple[str, ...]
    who: str
    when: datetime
    actions: int
    errors: int
    warnings: int
    notes: int
    stated: date | None = None
    published: date | None = None
    tells_confirmed: bool = False
    revised_only: bool = False
    superseded: Superseded | None = None


@dataclass(frozen=True, eq=False)
class Position:
    """A plan as at a date.

    Parameters
    ----------
    as_at : date
        The day that the position is of.
    actions : DataFrame
        Those of the plan, as in ``Plan.actions``.
    read : function
        Gives the whole plan, which is read when it is first asked for.
    stated : date
        The as-at date that the file itself states, None where it states none.
    published : date
        The day that the report was published, from which ages count.
    tells_confirmed : bool
        Whether the plan tells confirmed completions apart.
    revised_only : bool
        Whether its due dates are headed as revised ones, and no original is given beside them.
    sha256, sheets
        The file's digest and the sheets of it that were read as the plan.
    periods : mapping
        As in ``Plan.periods``. None are kept with what is recorded, which was seen at its own date.
    recorded : Recorded
        Who recorded it and when, and what it was corrected by; None where nobody did.
    withheld : int
        The rows that may not be published and so are not in it; None where it is whole.
    key : object
        What it is known by in whatever form of it.

    >>> Position.of(plan, date(2016, 4, 30)).measured()["slippage_days"].max()
    """

    as_at: date
    actions: pd.DataFrame
    read: Callable[[], Plan]
    stated: date | None = None
    published: date | None = None
    tells_confirmed: bool = False
    revised_only: bool = False
    sha256: str = ""
    sheets: tuple[str, ...] = ()
    periods: Periods = field(default_factory=dict)
    recorded: Recorded | None = None
    withheld: int | None = None
    key: object = field(default_factory=object, repr=False)

    @classmethod
    def of(cls, plan: Plan, as_at: date, *, recorded: Recorded | None = None) -> Position:
        """The position of a plan that has been read, as at ``as_at``."""
        return cls(
            as_at=as_at,
            actions=plan.actions,
            read=lambda: plan,
            stated=plan.as_at,
            published=plan.published,
            tells_confirmed=plan.tells_confirmed,
            revised_only=plan.revised_only,
            sha256=plan.source.sha256,
            sheets=plan.source.sheets,
            periods=plan.periods,
            recorded=recorded,
        )

    @cached_property
    def plan(self) -> Plan:
        """The plan, which says how many of its rows are withheld."""
        plan = self.read()
        whole = plan.withheld is None and self.withheld is None
        return plan if whole else replace(plan, withheld=self.withheld)

    @property
    def order(self) -> tuple[date, bool, datetime, int]:
        """What positions are ordered by: their date, then when they were recorded, if they were."""
        if self.recorded is None:
            return self.as_at, True, datetime.min.replace(tzinfo=UTC), 0
        return self.as_at, False, self.recorded.when, self.recorded.id

    @property
    def own_date(self) -> date:
        """The date that the file itself states; one that states none is before all others.

        A position that is recorded for an earlier day was known by then: it is of that day.
        """
        stated = self.stated or date.min
        return min(stated, self.as_at) if self.recorded else stated

    def is_of_file(self, other: Position) -> bool:
        """Whether both are the same sheets of the same file, as at one date."""
        mine, theirs = ((p.as_at, p.sha256, p.sheets) for p in (self, other))
        return bool(self.sha256) and mine == theirs

    def redacted(self, rows: Flags) -> Position:
        """The same position without these rows and their words, saying how many are withheld."""
        left_out = int(rows.sum()) + (self.withheld or 0)
        if not left_out:
            return replace(self, withheld=0)
        plan = without_restricted(self.plan, rows)
        return replace(self, actions=plan.actions, read=lambda: plan, withheld=left_out)

    def measured(self, as_at: date | None = None) -> pd.DataFrame:
        """The measured actions, as at the position's own date or another."""
        return self.measure(self.actions, as_at or self.as_at)

    def measure(self, actions: pd.DataFrame, as_at: date) -> pd.DataFrame:
        """Its actions, their originals perhaps those first recorded, measured as seen at a date."""
        seen = seen_at(actions, self.periods, as_at)
        return measure(seen, as_at, published=self.published)
