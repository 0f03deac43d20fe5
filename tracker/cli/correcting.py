"""``history supersede``, ``undo``, ``redate``, ``rename``, ``merge`` and ``delete``: corrections.

Each is written down in the audit log, with who did it.
"""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tracker.cli.options import Database, Format, OutputFormat
from tracker.cli.printing import print_json
from tracker.cli.recording import recorded_values
from tracker.cli.showing import CommandError, day

if TYPE_CHECKING:
    from tracker.store import History
    from tracker.timeline import Effect

RecordedId = Annotated[int, typer.Argument(help="The position's number, as history list has it.")]
Who = Annotated[str | None, typer.Option("--who", help="Who does it: by default who you are.")]
Name = Annotated[str, typer.Argument(help="The plan's name.")]
Show = Annotated[bool, typer.Option("--show", help="Say what it would change, and change nothing.")]


@dataclass(frozen=True)
class Doing:
    """The options of every correction: who does it, where, and how it is told."""

    who: Who = None
    database: Database = None
    output_format: OutputFormat = Format.text

    @property
    def name(self) -> str:
        """Who does it."""
        return self.who or getpass.getuser()

    @contextmanager
    def at_history(self) -> Iterator[History]:
        """The history as they may change it: each change is written down."""
        from tracker.access.audit import check_audit, write_audit
        from tracker.access.guarded_history import guarded
        from tracker.access.permissions import Person
        from tracker.store import History

        person = Person(self.name, "administrator")
        with History(self.database) as kept:
            yield guarded(
                kept,
                lambda: person,
                lambda what, facts: write_audit(person.name, what, facts),
                check_audit,
            )

    def say(self, command: str, sentence: str, values: dict[str, Any]) -> None:
        """Print what was done."""
        if self.output_format is Format.json:
            print_json(f"history-{command}", values)
        else:
            typer.echo(sentence)

    def say_effect(
        self, command: str, done: str, values: dict[str, Any], changes: Effect | None, show: bool
    ) -> None:
        """Print that it is done, where it was not only to be shown, and what that changes."""
        lines, effect = [] if show else [done], None
        if changes is None:
            lines.append("  No other position of the plan is recorded.")
        else:
            lines += effect_words(changes)
            effect = effect_values(changes)
        self.say(command, "\n".join(lines), values | {"done": not show, "effect": effect})


def supersede(
    recorded_id: RecordedId,
    by: Annotated[int, typer.Option("--by", help="The position of the same date that counts.")],
    doing: Doing,
    reason: Annotated[str, typer.Option("--reason", help="Why: the reason is kept.")] = "",
    show: Show = False,
) -> None:
    """Let another position of the same date take the place of one, and say what that changes."""
    with doing.at_history() as kept:
        changes = kept.effect(recorded_id, by=by)
        if not show:
            kept.supersede(recorded_id, by=by, reason=reason, who=doing.name)
    assert changes  # the one that takes its place counts
    done = [] if show else [f"Position {recorded_id} no longer counts: {by} does."]
    values = {"recorded": recorded_id, "by": by, "done": not show} | _figures(changes)
    doing.say("supersede", "\n".join([*done, *effect_words(changes)]), values)


def undo(recorded_id: RecordedId, doing: Doing, show: Show = False) -> None:
    """Let a superseded position count again, and say what that changes."""
    with doing.at_history() as kept:
        changes = kept.effect_of_undoing(recorded_id)
        recorded = kept.find(recorded_id) if show else kept.undo(recorded_id, who=doing.name)
    done = f"Position {recorded_id} counts again."
    doing.say_effect("undo", done, recorded_values(recorded), changes, show)


def redate(
    recorded_id: RecordedId,
    as_at: Annotated[
        str, typer.Option("--as-at", metavar="YYYY-MM-DD", help="The day that it is of.")
    ],
    doing: Doing,
    show: Show = False,
) -> None:
    """Put right the date that a position was recorded for, and say what that changes."""
    from tracker.words import date_words

    to = day(as_at, "--as-at")
    if to is None:
        raise CommandError("--as-at: it needs a date such as 2016-04-30")
    with doing.at_history() as kept:
        changes = kept.effect_of_redating(recorded_id, to)
        recorded = kept.find(recorded_id) if show else kept.redate(recorded_id, to, who=doing.name)
    done = f"Position {recorded_id} is now as at {date_words(to)}."
    doing.say_effect("redate", done, recorded_values(recorded), changes, show)


def rename(
    name: Name,
    to: Annotated[str, typer.Option("--to", metavar="NAME", help="Its new name.")],
    doing: Doing,
) -> None:
    """Give a recorded plan another name."""
    with doing.at_history() as kept:
        kept.rename(name, to, who=doing.name)
    doing.say("rename", f"“{name}” is now called “{to}”.", {"name": to})


def merge(
    name: Name,
    into: Annotated[str, typer.Option("--into", metavar="NAME", help="The plan that stays.")],
    doing: Doing,
    show: Show = False,
) -> None:
    """Make one plan of two recorded under two names, and say what that changes."""
    with doing.at_history() as kept:
        changes = kept.effect_of_merging(name, into=into)
        if not show:
            kept.merge(name, into=into, who=doing.name)
    done = f"The positions of “{name}” are now those of “{into}”."
    doing.say_effect("merge", done, {"name": into}, changes, show)


def delete(recorded_id: RecordedId, doing: Doing, show: Show = False) -> None:
    """Remove a position and its file for ever, and say what that changes.

    That it was there, and who deleted it, is kept.
    """
    with doing.at_history() as kept:
        recorded, changes = kept.find(recorded_id), kept.effect_of_deleting(recorded_id)
        if not show:
            kept.delete(recorded_id, who=doing.name)
    done = f"Position {recorded_id} is deleted."
    doing.say_effect("delete", done, recorded_values(recorded), changes, show)


def effect_values(changes: Effect) -> dict[str, Any]:
    """What changes, as JSON."""
    return _figures(changes) | {
        "same_day": [each.isoformat() for each in changes.same_day],
        "in_common": changes.in_common,
        "released": changes.released,
    }


def _figures(changes: Effect) -> dict[str, Any]:
    from tracker.output.as_json import plain, row_values
    from tracker.timeline.correction_effect import SHOWN

    return {
        "as_at": changes.as_at.isoformat(),
        "before": {name: plain(changes.before[name]) for name in SHOWN},
        "after": {name: plain(changes.after[name]) for name in SHOWN},
        "originals": row_values(changes.originals, changes.originals.columns),
    }


def effect_words(changes: Effect) -> Iterator[str]:
    """What changes, a line each."""
    from tracker.statements.on_changes import effect_figures, positions_words
    from tracker.words import action_words, date_words, recommendation_words, sentence_case

    yield f"As at {date_words(changes.as_at)}:"
    for name, before, after in effect_figures(changes):
        yield f"  {sentence_case(name)}: {before}, then {after}"
    for row in changes.originals.to_dict("records"):
        if row["what"] == "action":
            said = action_words(row["name"], row["wording"])
        else:
            said = recommendation_words(row["name"])
        before, after = date_words(row["before"]), date_words(row["after"])
        yield f"  Original timescale of {said}: {before}, then {after}"
    if changes.originals.empty:
        yield "  No original timescale changes."
    yield from (f"  {sentence}" for sentence in positions_words(changes))
