"""The view: a plan as at a date, with what the filters leave of it. Worked out once, then kept.

The last few are kept, with the charts and words made of them: whoever goes back to a choice of
filters, or to another page, need not wait for them again.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, partial
from typing import Any, TypeVar

import pandas as pd
from cachetools import LRUCache

from tracker import Finding, Plan, Summary, filter_actions, summarise
from tracker.filters import describe_filters, words_found
from tracker.protective_marking import Audience
from ui.plan_source import PlanInUse
from ui.session import kept, session
from ui.timelines import OverTime

MOST_VIEWS, MOST_ACTIONS = 8, 150_000  # kept of a session: views, and what filters left in all
MOST_MADE = 40  # charts, sentences and so on kept of a view
T = TypeVar("T")


@dataclass(frozen=True)
class View:
    """What every page shows. ``measured`` is all of the plan, ``shown`` what the filters leave.

    ``in_use.plan`` is as its file says, ``plan`` measured from what was first recorded.
    """

    in_use: PlanInUse
    as_at: date
    choice: Mapping[str, object]
    measured: pd.DataFrame
    _made: LRUCache[Hashable, tuple[Any, ...]] = field(
        default_factory=partial(LRUCache, MOST_MADE), init=False, repr=False
    )

    def once(self, make: Callable[..., T], /, *of: object, **named: object) -> T:
        """What a function makes of these arguments, made once for this view.

        Frames and the like count as the same where they are the same object: nobody changes one.
        The view itself is not given, as it would hold itself, and outlive what it is of.
        """
        given = (*of, *named.values())  # held too, so that no other object gets their place
        key = (make, *named, *map(_identity, given))
        return self.once_of(key, partial(make, *of, **named), given)

    def once_of(self, key: Hashable, make: Callable[[], T], held: object = None) -> T:
        """As ``once``, where ``key`` says all of what it is made of, which then is not held."""
        entry = self._made.get(key)
        if entry is None:
            entry = self._made[key] = (make(), held)
        made: T = entry[0]
        return made

    def made(self, key: Hashable) -> Any | None:
        """What ``once_of`` made under a key, ``None`` where it has not yet."""
        return self._made.get(key, (None,))[0]

    @property
    def plan(self) -> Plan:
        """The plan whose figures are shown: from the original timescales first recorded."""
        return self.over.shown.baseline

    @property
    def over(self) -> OverTime:
        """What is known of the plan over time."""
        return self.in_use.over

    @cached_property
    def shown(self) -> pd.DataFrame:
        """The measured actions that the filters leave."""
        text = str(self.choice["text"])
        search = partial(
            words_found, self.measured, text, self.plan.original
        )  # the longest of filtering, so kept
        found = kept("found", (self.in_use.id, text), search) if text else None
        return filter_actions(self.measured, **self.choice, found=found)

    @property
    def actions_held(self) -> int:
        """How many actions it holds beside those measured, which all views share."""
        return 0 if self.shown is self.measured else len(self.shown)

    @cached_property
    def summary(self) -> Summary:
        """The figures of what is shown."""
        return summarise(self.shown, confirmed=self.plan.tells_confirmed)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What the reader found, with what depends on the as-at date."""
        return self.plan.findings_as_at(self.as_at)

    @property
    def audience(self) -> Audience:
        """Whom what is shown is for."""
        return Audience.of(self.plan, self.shown)

    @property
    def dated(self) -> str:
        """The end of a download's name: its date, and whom it is for."""
        return f"as_at_{self.as_at.isoformat()}{self.audience.in_file_name}"

    @property
    def filters(self) -> str:
        """The filters in words, or an empty text."""
        return describe_filters(**self.choice)


def keep_view(in_use: PlanInUse, as_at: date, choice: Mapping[str, object]) -> View:
    """The view for this run: one of the last where it is the same, its measures where they hold."""
    of_plan, over = session().plan, in_use.over.shown
    known = [each for each in of_plan.views if each.over.shown is over and each.as_at == as_at]
    alike = [each for each in known if each.in_use.id == in_use.id]
    wanted = (choice, in_use.over.trouble, in_use.over.likeness)
    said = {id(v): (v.choice, v.over.trouble, v.over.likeness) for v in alike}
    view = next((v for v in alike if said[id(v)] == wanted), None)
    if view is None:
        measured = known[-1].measured if known else over.measured(as_at)
        view = View(in_use, as_at, choice, measured)
    of_plan.view = view
    of_plan.views = _no_more_than_may_be([v for v in alike if v is not view], view)
    return view


def _no_more_than_may_be(earlier: list[View], view: View) -> list[View]:
    """The views to keep, this one last: the longest unseen are let go."""
    kept, actions = [view], view.actions_held
    for each in reversed(earlier[-(MOST_VIEWS - 1) :]):
        actions += each.actions_held
        if actions > MOST_ACTIONS:
            break
        kept.append(each)
    return kept[::-1]


def _identity(value: object) -> Hashable:
    """A value that can be compared, else which object it is."""
    plain = isinstance(value, str | int | date | tuple | None)
    return (type(value), value) if plain else id(value)


def current_view() -> View:
    """The view that the shell made in this run."""
    view = session().plan.view
    assert view is not None
    return view
