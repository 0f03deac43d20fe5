"""``compare``: what changed between two versions of a plan."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tracker.cli.options import Asked, Format, Kept, OutputFormat, Shown
from tracker.cli.printing import print_answer, print_notice
from tracker.cli.showing import Earlier, open_questions, standing, weighed

OldPath = Annotated[Path, typer.Argument(help="The earlier version of the plan.")]
NewPath = Annotated[Path, typer.Argument(help="The later version of the plan.")]
PreviousAsAt = Annotated[
    str | None,
    typer.Option(
        "--previous-as-at",
        metavar="YYYY-MM-DD",
        help="The day the earlier plan is taken at: by default its workbook's own, else --as-at.",
    ),
]


def compare(
    old: OldPath,
    new: NewPath,
    asked: Asked,
    kept: Kept,
    shown: Shown,
    previous_as_at: PreviousAsAt = None,
    output_format: OutputFormat = Format.text,
) -> None:
    """What changed between two versions of a plan, each with its kind, before and after."""
    from tracker.output.as_json_changes import comparison_values

    previous = Earlier(old, previous_as_at)
    at = standing(new, asked, kept, shown, previous=previous)
    earlier, comparison = at.since()
    questions = weighed(at, asked, kept)
    before = open_questions(previous.book, earlier.plan, at.as_at, asked)
    if output_format is Format.json:
        plans = earlier.plan, at.timeline.in_use.plan
        values = {
            "previous_as_at": comparison.previous_as_at.isoformat(),
            "previous_questions": before,
            "recorded_as": kept.recorded_as,
        }
        print_answer("compare", at, values | comparison_values(*plans, comparison), questions)
    else:
        from tracker.output import as_text
        from tracker.words import count

        typer.echo(as_text.changes(comparison))
        if comparison.previous_as_at > comparison.as_at:
            typer.echo("The first plan is the later of the two: give the earlier one first.")
        print_notice(at)
        if gone := earlier.withheld:
            typer.echo(f"Left out of the earlier plan: {count('restricted action', gone)}.")
        if at.audience.of_changes:
            typer.echo(at.audience.of_changes)
        if shown.public and not kept.recorded_as:
            typer.echo("Recorded positions were not looked at: --recorded-as NAME does.")
        if questions:
            typer.echo(as_text.questions(questions))
        if before:
            asks = f"{count('question', before)} of the earlier plan could change this too"
            typer.echo(f"\n{asks}: see check {old}")
