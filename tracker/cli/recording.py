"""``history add``, ``list``, ``trend``, ``portfolio`` and ``move``: recorded plans."""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tracker.cli.options import (
    Asked,
    Database,
    Format,
    OutputFormat,
    PlanName,
    PlanPath,
    Shown,
    with_options,
)
from tracker.cli.printing import print_json
from tracker.cli.showing import (
    CommandError,
    choices_of,
    day,
    not_recorded,
    open_questions,
    opened,
    read,
)

if TYPE_CHECKING:
    from datetime import date

    from tracker.reading.plan import Plan
    from tracker.store import History
    from tracker.timeline import Likeness, Recorded, Timeline

history = typer.Typer(
    help="Recorded plans: what the plan said at each meeting.",
    rich_markup_mode=None,
    add_completion=False,
)


@history.command()
@with_options
def add(
    plan: PlanPath,
    asked: Asked,
    name: Annotated[
        str | None,
        typer.Option(
            "--name",
            help="The plan's name: by default that of the plan that this is a version of by what "
            "is in it, else of its file.",
        ),
    ] = None,
    corrects: Annotated[
        int | None,
        typer.Option("--corrects", help="The position of its date that it replaces."),
    ] = None,
    reason: Annotated[str, typer.Option("--reason", help="Why, where it corrects one.")] = "",
    who: Annotated[str | None, typer.Option("--who", help="Who records it.")] = None,
    database: Database = None,
    output_format: OutputFormat = Format.text,
) -> None:
    """Record a plan as at its date."""
    from tracker.cli.correcting import effect_values, effect_words
    from tracker.statements.on_version import version_doubts
    from tracker.store import History
    from tracker.timeline import Position

    with History(database) as kept:
        book = opened(plan)
        read_plan, at, _ = read(book, asked)
        likeness = None if name else _version_of(read_plan, kept)
        name = name or (likeness.name if likeness else _free_name(plan.stem, kept.plans()))
        known = kept.timeline(name)
        if known.published and known.published != read_plan.published:
            read_plan, at, _ = read(book, asked, known.published)
        recorded = kept.record(
            read_plan,
            name=name,
            as_at=at,
            data=plan.read_bytes(),
            who=who or getpass.getuser(),
            mapping=choices_of(asked),
            corrects=corrects,
            reason=reason,
        )
        changes = None if corrects is None else kept.effect_of_correcting(corrects)
    questions = open_questions(book, read_plan, at, asked)
    if output_format is Format.json:
        values = recorded_values(recorded) | {"version_of": likeness and asdict(likeness)}
        effect = changes and effect_values(changes)
        print_json("history-add", values | {"questions": questions, "effect": effect})
    else:
        effects = effect_words(changes) if changes else ()
        beside = _of_the_same_date(known, at, corrects)
        typer.echo("\n".join([*_told(recorded, likeness, beside), *effects]))
        for sentence in version_doubts(known.using(Position.of(read_plan, at)), at):
            typer.echo(sentence)
        if told := _doubts(recorded, questions):
            typer.echo(f"It has {told}: see check {plan}")


def _of_the_same_date(known: Timeline, at: date, corrects: int | None) -> list[Recorded]:
    """The recorded positions of a date, but for the one that is corrected."""
    return [
        each.recorded
        for each in known.positions
        if each.as_at == at and each.recorded and each.recorded.id != corrects
    ]


def _version_of(plan: Plan, kept: History) -> Likeness | None:
    """The recorded plan of which this looks like a version."""
    from tracker.timeline import versions_of

    found = versions_of(plan.actions, kept.last_actions())
    return found[0] if found else None


def _free_name(name: str, taken: list[str]) -> str:
    """The name, numbered where another plan has it: two plans may have files of one name."""
    folded = {each.casefold() for each in taken}
    names = (name, *(f"{name} ({number})" for number in range(2, len(taken) + 3)))
    return next(each for each in names if each.casefold() not in folded)


def _told(recorded: Recorded, likeness: Likeness | None, beside: list[Recorded]) -> Iterator[str]:
    from tracker.words import count, date_words, number

    said = count("action", recorded.actions)
    yield f"Recorded {said} of “{recorded.name}” as at {date_words(recorded.as_at)}."
    if likeness:
        yield (
            f"It is taken for the next version of “{likeness.name}”: {number(likeness.paired)} of "
            f"{count('action', likeness.actions)} stand in both."
        )
    for each in beside:
        yield (
            f"Another file is recorded as at that date, position {each.id}: if this one corrects "
            f"it, say so with history supersede {each.id} --by {recorded.id}."
        )


def _doubts(recorded: Recorded, questions: int) -> str:
    """How many errors, warnings and open questions a plan has; "" where it has none."""
    from tracker.words import count, listed

    numbers = {"error": recorded.errors, "warning": recorded.warnings, "open question": questions}
    told = [count(name, number) for name, number in numbers.items() if number]
    return listed(told) if told else ""


@history.command("list")
def list_recorded(
    name: PlanName = None, database: Database = None, output_format: OutputFormat = Format.text
) -> None:
    """The recorded plans, earliest first."""
    from tracker.store import History
    from tracker.words import count, date_words

    with History(database) as kept:
        names = kept.plans()
        rows = [e for each in ([name] if name else names) for e in kept.recorded(each)]
    if name and not rows:
        raise not_recorded("--name", name, names)
    if output_format is Format.json:
        print_json("history-list", {"recorded": [recorded_values(recorded) for recorded in rows]})
        return
    for recorded in rows:
        gone = " (superseded)" if recorded.superseded else ""
        typer.echo(
            f"{recorded.id}. {recorded.name}: {date_words(recorded.as_at)}, "
            f"{count('action', recorded.actions)}, {recorded.file_name}{gone}"
        )
    if not rows:
        typer.echo("Nothing is recorded yet.")


@history.command()
def trend(
    name: PlanName = None, database: Database = None, output_format: OutputFormat = Format.text
) -> None:
    """The figures of each recorded position, earliest first, from the first original dates."""
    from tracker.output.as_json import summary_values
    from tracker.statements.on_overdue import overdue_count
    from tracker.store import History
    from tracker.summaries import summarise
    from tracker.words import date_words, rate_words

    with History(database) as kept:
        chosen_name = name or only_name(kept.plans())
        over = kept.timeline(chosen_name)
        if not over.positions:
            raise not_recorded("--name", chosen_name, kept.plans())
    positions = [
        (
            each.recorded,
            summarise(over.measured_at(place), confirmed=each.tells_confirmed),
        )
        for place, each in enumerate(over.positions)
        if each.recorded
    ]
    if output_format is Format.json:
        points = [
            {"as_at": recorded.as_at.isoformat(), "sha256": recorded.sha256}
            | summary_values(summary)
            for recorded, summary in positions
        ]
        print_json("history-trend", {"plan": chosen_name, "positions": points})
        return
    for recorded, summary in positions:
        figures: dict[str, Any] = dict(summary.totals)
        done = rate_words(figures["completed"], figures["actions"] - figures["withdrawn"])
        typer.echo(f"{date_words(recorded.as_at)}: {done} complete, {overdue_count(figures)}")


@history.command()
@with_options
def portfolio(
    shown: Shown,
    as_at: Annotated[
        str | None,
        typer.Option(
            "--as-at", metavar="YYYY-MM-DD", help="Each plan's latest position on or before it."
        ),
    ] = None,
    database: Database = None,
    output_format: OutputFormat = Format.text,
) -> None:
    """Every recorded plan's figures in its latest position, the furthest behind first."""
    from tracker.output.as_json import portfolio_values
    from tracker.output.as_text import portfolio as in_words
    from tracker.protective_marking import Audience
    from tracker.store import History

    up_to = day(as_at, "--as-at")
    with History(database) as kept:
        rows = kept.portfolio(up_to, public=shown.public)
    if output_format is Format.json:
        print_json("history-portfolio", portfolio_values(rows))
    else:
        typer.echo(in_words(rows, Audience.of_plans(rows, public=shown.public).notice, up_to))


@history.command()
def move(
    to: Annotated[str, typer.Option("--to", metavar="URL", help="The empty database to fill.")],
    database: Database = None,
) -> None:
    """Copy the whole history to another database."""
    from tracker.store import History, copy_history

    with History(database) as source, History(to) as target:
        counts = copy_history(source, target)
        place = target.place
    for what, number in counts.items():
        typer.echo(f"{what}: {number}")
    typer.echo(f"Copied to {place}. Set TRACKER_DATABASE_URL to use it.")


def only_name(names: list[str]) -> str:
    """The name of the history's plan. Raises ``CommandError`` where it has several or none."""
    if len(names) != 1:
        raise CommandError("--name: say which plan, as the history holds several or none")
    return names[0]


def recorded_values(recorded: Recorded) -> dict[str, Any]:
    """What is known of a recorded position, for JSON."""
    names = ("id", "name", "sha256", "who", "actions", "errors", "warnings", "notes")
    return {name: getattr(recorded, name) for name in names} | {
        "as_at": recorded.as_at.isoformat(),
        "file": recorded.file_name,
        "when": recorded.when.isoformat(),
        "superseded": recorded.superseded is not None,
    }
