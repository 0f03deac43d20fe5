"""A history as one person may use it: each call asks whether they may, and is written down."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, cast

from tracker.access.people import Act, NotAllowed, Person
from tracker.history.errors import HistoryError

if TYPE_CHECKING:
    from tracker.history import History

ACTS: Mapping[str, Act] = MappingProxyType(
    {
        "plans": "see",
        "recorded": "see",
        "latest": "see",
        "find": "see",
        "load": "see",
        "positions": "see",
        "mapping": "see",
        "deleted": "see",
        "layout_for": "see",
        "decisions": "see",
        "report_words": "see",
        "versions": "see",
        "from_first_recorded": "see",
        "name_of": "see",
        "revision": "see",
        "place": "see",
        "portfolio": "see",
        "file": "see_restricted",
        "record": "record",
        "remember_layout": "remember",
        "remember_match": "remember",
        "remember_report_words": "report",
        "forget_report_words": "report",
        "supersede": "supersede",
        "delete": "delete",
    }
)
"""What somebody must be let do to make each call of a history; no other call can be made."""

NOTED: Mapping[str, str] = MappingProxyType(
    {
        "record": "recorded",
        "supersede": "superseded",
        "delete": "deleted",
        "remember_layout": "remembered a layout",
        "remember_match": "decided a match",
        "remember_report_words": "remembered a report's words",
        "forget_report_words": "forgot a report's words",
    }
)
"""The calls that are written down, in words."""


class Desk:
    """Stands for a history before one person; see :func:`desk_of`."""

    def __init__(
        self, history: History, person: Person, note: Callable[[str, Mapping[str, Any]], None]
    ) -> None:
        self._history, self._person, self._note = history, person, note

    def __getattr__(self, name: str) -> Any:
        if name not in ACTS:
            raise AttributeError(name)
        try:
            self._person.must(ACTS[name])
        except NotAllowed as error:
            raise HistoryError(str(error)) from error
        attribute = getattr(self._history, name)
        return self._noting(name, attribute) if name in NOTED else attribute

    def _noting(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def noted(*arguments: Any, **named: Any) -> Any:
            if self._person.name and "who" in named:
                named["who"] = self._person.name
            done = call(*arguments, **named)
            self._note(NOTED[name], _facts(done, arguments, named))
            return done

        return noted


def desk_of(
    history: History, person: Person, note: Callable[[str, Mapping[str, Any]], None]
) -> History:
    """The history as ``person`` may use it; ``note`` is told of each change and what it was of.

    Each call that their role does not let them make raises ``HistoryError`` with the reason. What
    is kept of who did something is the name they signed in with, whatever they typed.
    """
    return cast("History", Desk(history, person, note))


def _facts(done: Any, arguments: tuple[Any, ...], named: Mapping[str, Any]) -> dict[str, Any]:
    """What a change was of: no word of a plan's cells."""
    of = {"plan": named.get("name") or next((a for a in arguments if isinstance(a, str)), None)}
    for name in ("id", "name", "as_at", "file_name", "sha256", "actions"):
        if hasattr(done, name):
            of["plan" if name == "name" else name] = getattr(done, name)
    if isinstance(next(iter(arguments), None), int):
        of["id"] = arguments[0]
    return {key: value for key, value in of.items() if value is not None}
