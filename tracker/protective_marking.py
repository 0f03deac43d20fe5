"""Whom something is for: anybody, or who may see what is not for publication."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tracker.words import count

if TYPE_CHECKING:
    import pandas as pd

    from tracker.reading.plan import Plan

OF_THOSE_SHOWN = (
    "The figures are of the actions shown alone: a recommendation that is complete here may have "
    "restricted actions that are not."
)
"""What is said of the figures where actions are left out of them."""


def marking(action: Any) -> str:
    """What is said of an action that may not be published; empty of another."""
    return "restricted" if action.restricted else ""


@dataclass(frozen=True)
class Audience:
    """What of the restricted actions is in something, and what was left out of it.

    ``included`` is how many are in it; ``left_out`` how many are not, None where none had to go:
    it is then for who may see all of the plan.

    >>> Audience(included=0, left_out=2).notice
    'Public version: 2 restricted actions left out.'
    """

    included: int
    left_out: int | None = None

    @classmethod
    def of(cls, plan: Plan, rows: pd.DataFrame) -> Audience:
        """Of these actions of a plan, which is whole or what is left of it for the public."""
        return cls(int(rows["restricted"].sum()), plan.withheld)

    @classmethod
    def of_plans(cls, rows: pd.DataFrame, *, public: bool) -> Audience:
        """Of all plans of a portfolio, whose ``restricted`` are counted in it or left out of it."""
        restricted = int(rows["restricted"].sum())
        return cls(0, restricted) if public else cls(restricted)

    @property
    def is_public(self) -> bool:
        """Whether restricted actions were taken out of it: all, or all but one owner's own."""
        return self.left_out is not None

    @property
    def notice(self) -> str:
        """What must be known of it where it is passed on; empty where nothing is restricted."""
        included = count("restricted action", self.included)
        if self.included:
            gone = f", {count('other', self.left_out)} left out" if self.left_out else ""
            return f"Not for publication: {included} included{gone}."
        if self.left_out:
            return f"Public version: {count('restricted action', self.left_out)} left out."
        return "Public version: no action had to be left out." if self.is_public else ""

    @property
    def stated(self) -> str:
        """The notice, or that there is nothing to notice."""
        return self.notice or "Nothing in it is restricted."

    @property
    def of_figures(self) -> str:
        """The notice where figures stand beside it, which are of what is in it alone."""
        return f"{self.notice} {OF_THOSE_SHOWN}" if self.left_out else self.notice

    @property
    def of_changes(self) -> str:
        """What is said of changes that hold something back.

        It is the same whether a restricted row is new or not: that is not told either.
        """
        if not self.left_out:
            return ""
        return (
            "An action that is gone since the earlier plan is listed, and counted as open then, "
            "only where no restricted row is new, or newly restricted: it may be the same one."
        )

    @property
    def answer(self) -> dict[str, Any]:
        """Whether it may be published, and what was left out of it, as JSON has them."""
        return {"public": self.is_public, "left_out": self.left_out}

    @property
    def column(self) -> dict[str, str]:
        """The heading of the column that counts the rows in it, or those left out of it."""
        return {"restricted": f"Restricted rows{' left out' if self.is_public else ''}"}

    @property
    def in_file_name(self) -> str:
        """The end of a file's name that says so, as a CSV file has no other place to."""
        if self.included:
            return "_not_for_publication"
        return "_public" if self.is_public else ""
