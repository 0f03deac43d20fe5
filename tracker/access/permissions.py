"""What each role may do, and who has it: asked by the calls that do it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, TypeAlias

Role: TypeAlias = Literal["nobody", "viewer", "owner", "manager", "administrator"]
Act: TypeAlias = Literal[
    "see",
    "see_restricted",
    "upload",
    "record",
    "remember",
    "report",
    "supersede",
    "delete",
]

_VIEWER: tuple[Act, ...] = ("see",)
_MANAGER: tuple[Act, ...] = (*_VIEWER, "see_restricted", "upload", "record", "remember", "report")

ROLES: Mapping[Role, tuple[Act, ...]] = MappingProxyType(
    {
        "viewer": _VIEWER,
        "owner": _VIEWER,
        "manager": _MANAGER,
        "administrator": (*_MANAGER, "supersede", "delete"),
    }
)
"""The roles, each with what it may do; an owner also sees their own restricted rows."""

ACT_WORDS: Mapping[Act, str] = MappingProxyType(
    {
        "see": "look at plans",
        "see_restricted": "see restricted rows",
        "upload": "upload a plan",
        "record": "record a position",
        "remember": "change what the tracker remembers",
        "report": "make the scrutiny report",
        "supersede": "supersede a recorded position",
        "delete": "delete a recorded position",
    }
)
"""What each act is called in a sentence."""


class NotAllowed(Exception):
    """Somebody's role does not let them do this; ``str(error)`` is one plain sentence."""


@dataclass(frozen=True)
class Person:
    """Somebody who uses the tracker.

    ``name`` is what is kept of them where they do something: their e-mail address, or what they
    typed where nobody signs in. ``owners`` are the names under which plans list them as owner.
    """

    name: str
    role: Role
    owners: tuple[str, ...] = ()

    def may(self, act: Act) -> bool:
        """Whether their role lets them; nobody, whose sign-in has ended, may do nothing."""
        return act in ROLES.get(self.role, ())

    def must(self, act: Act) -> None:
        """Raise :class:`NotAllowed` unless their role lets them."""
        if not self.may(act):
            if self.role == "nobody":
                raise NotAllowed("Your sign-in has ended: sign in again.")
            lowest = next(role for role, acts in ROLES.items() if act in acts)
            article = "an" if lowest[0] in "aeiou" else "a"
            raise NotAllowed(
                f"Only {article} {lowest} may {ACT_WORDS[act]}; your role is {self.role}."
            )


LOCAL = Person("", "administrator")
"""Whoever is at the computer, where nobody signs in."""
