"""A history as one person may use it: each call asks whether they may, and is written down."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, cast

from tracker.access.audit import AuditError
from tracker.access.permissions import Act, NotAllowed, Person
from tracker.store.errors import HistoryError

if TYPE_CHECKING:
    from tracker.store import History

ACTS: Mapping[str, Act] = MappingProxyType(
    {
        "plans": "see",
        "recorded": "see",
        "latest": "see",
        "find": "see",
        "load": "see",
        "timeline": "see",
        "last_actions": "see",
        "effect": "supersede",
        "effect_of_undoing": "supersede",
        "effect_of_redating": "supersede",
        "effect_of_merging": "supersede",
        "effect_of_correcting": "supersede",
        "effect_of_deleting": "delete",
        "mapping": "see",
        "deleted": "see",
        "layout_for": "see",
        "decisions": "see",
        "report_words": "report",
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
        "undo": "supersede",
        "redate": "supersede",
        "rename": "supersede",
        "merge": "supersede",
        "delete": "delete",
    }
)
"""What somebody must be let do to make each call of a history; no other call can be made."""

NOTED: Mapping[str, str] = MappingProxyType(
    {
        "record": "recorded",
        "supersede": "superseded",
        "undo": "undid a supersession",
        "redate": "changed a position's date",
        "rename": "renamed a plan",
        "merge": "merged two plans",
        "delete": "deleted",
        "remember_layout": "remembered a layout",
        "remember_match": "decided a match",
        "remember_report_words": "remembered a report's words",
        "forget_report_words": "forgot a report's words",
    }
)
"""The calls that are written down, in words."""


class GuardedHistory:
    """Stands for a history before one person; see :func:`guarded`."""

    def __init__(
        self,
        history: History,
        who: Callable[[], Person],
        note: Callable[[str, Mapping[str, Any]], None],
        check: Callable[[], None],
    ) -> None:
        self._history, self._who, self._note, self._check = history, who, note, check

    def __getattr__(self, name: str) -> Any:
        if name not in ACTS:
            raise AttributeError(name)
        self._must(name)
        attribute = getattr(self._history, name)
        return self._asking(name, attribute) if callable(attribute) else attribute

    def _must(self, name: str) -> Person:
        person = self._who()
        try:
            person.must(ACTS[name])
        except NotAllowed as error:
            raise HistoryError(str(error)) from error
        return person

    def _asking(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def asked(*arguments: Any, **named: Any) -> Any:
            person = self._must(name)  # again: a page may have kept the call over a sign-in's end
            if name not in NOTED:
                return call(*arguments, **named)
            if person.name and "who" in named:
                named["who"] = person.name
            try:
                self._check()
                done = call(*arguments, **named)
                self._note(NOTED[name], _facts(done, arguments, named))
            except AuditError as error:
                raise HistoryError(str(error)) from error
            return done

        return asked


def guarded(
    history: History,
    who: Callable[[], Person],
    note: Callable[[str, Mapping[str, Any]], None],
    check: Callable[[], None],
) -> History:
    """The history as somebody may use it; ``note`` is told of each change and what it was of.

    ``who`` says who it is now, and is asked at each call: one that their role does not let them
    make raises ``HistoryError`` with the reason. ``check`` raises ``AuditError`` before a change
    that could not be noted. What is kept of who did something is the name they signed in with,
    whatever they typed.
    """
    return cast("History", GuardedHistory(history, who, note, check))


def _facts(done: Any, arguments: tuple[Any, ...], named: Mapping[str, Any]) -> dict[str, Any]:
    """What a change was of: no word of a plan's cells."""
    of = {"plan": named.get("name") or next((a for a in arguments if isinstance(a, str)), None)}
    for name in ("id", "name", "as_at", "file_name", "sha256", "actions"):
        if hasattr(done, name):
            of["plan" if name == "name" else name] = getattr(done, name)
    if isinstance(next(iter(arguments), None), int):
        of["id"] = arguments[0]
    return {key: value for key, value in of.items() if value is not None}
