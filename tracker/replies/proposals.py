"""What came back of owners: changes proposed, answers stopped, and who has not answered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tracker.replies.answers import Value
from tracker.vocabulary import FIELDS
from tracker.words import date_words, have, listed, sentence_case, shortened, spoken_count

MOST_SILENT = 12
"""Owners who have answered nothing that are named; of more it gives the number."""

_PROGRESS = dict.fromkeys(("status", "percent_complete", "completed_on"), "how far it is")


@dataclass(frozen=True)
class Proposal:
    """A change that an owner asks for.

    ``position`` is the action's in the plan; ``before`` is what the plan says now and ``after``
    what it would say, None for nothing; ``reason`` is that of a new date.
    """

    position: int
    reference: str
    owner: str
    field: str
    before: Value | None
    after: Value
    reason: str
    file: str
    cell: str


@dataclass(frozen=True)
class Stopped:
    """What cannot be taken from a reply: its file, its cell where it is of one, and why."""

    file: str
    cell: str
    problem: str


@dataclass(frozen=True)
class Replies:
    """What came back: the changes proposed, in the plan's order, and what was stopped.

    ``untouched`` are the files that came back without an answer, ``silent`` the owners of open
    actions from whom nothing has come yet but such files.
    """

    proposed: tuple[Proposal, ...]
    stopped: tuple[Stopped, ...]
    untouched: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()


def agreed(answers: Sequence[Proposal]) -> tuple[list[Proposal], Iterator[Stopped]]:
    """The changes, one for each field of an action; and the answers in which owners disagree.

    An answer that it stands as the plan says is no change, but counts as an answer. Where owners
    disagree about how far an action is, nothing of how far it is counts. An update is added below
    what the plan says, of several owners one below the other.
    """
    by_field: dict[tuple[int, str], list[Proposal]] = {}
    for each in answers:
        by_field.setdefault((each.position, _PROGRESS.get(each.field, each.field)), []).append(each)
    found: list[Proposal] = []
    disputed: list[tuple[Proposal, list[Proposal]]] = []
    for group in by_field.values():
        by_name: dict[str, list[Proposal]] = {}
        for each in group:
            by_name.setdefault(each.field, []).append(each)
        differ = [name for name, same in by_name.items() if len({e.after for e in same}) > 1]
        if differ and differ != ["progress"]:
            about = by_name[differ[0]]
            disputed += [(each, about) for each in group]
            continue
        for name, same in by_name.items():
            one = replace(same[0], owner="; ".join(dict.fromkeys(each.owner for each in same)))
            if name == "progress":
                told = dict.fromkeys(each.after for each in same if each.after != one.before)
                lines = filter(None, (one.before, *told))
                one = replace(one, after="\n".join(map(str, lines)))
            if one.after != one.before:
                found.append(one)
    return found, (_dispute(each, about) for each, about in disputed)


def _dispute(one: Proposal, about: Sequence[Proposal]) -> Stopped:
    """What is said of one answer, of several owners ``about`` something of whose action differ."""
    label = FIELDS[about[0].field].label.lower()
    said = "; ".join(f"{each.owner} says “{in_words(each.after)}”" for each in about)
    return Stopped(
        one.file,
        one.cell,
        f"Owners disagree about the {label} of {one.reference or 'an action'}: {said}.",
    )


def silent_words(replies: Replies) -> list[str]:
    """Which files came back without an answer, and from whom nothing has come: a sentence each."""
    said = []
    if replies.untouched:
        said.append(f"Sent back without an answer: {listed(replies.untouched)}.")
    if replies.silent:
        many = len(replies.silent)
        names = [shortened(name) for name in replies.silent[:MOST_SILENT]]
        names += [f"{many - MOST_SILENT} more"] if many > MOST_SILENT else []
        said.append(
            f"{sentence_case(spoken_count('owner', many))} {have(many)} answered nothing yet: "
            f"{listed(names)}."
        )
    return said


def in_words(value: Value | None) -> str:
    """A value as people read it; an empty text for none."""
    if isinstance(value, date):
        return date_words(value)
    return f"{value:g}%" if isinstance(value, float) else value or ""
