"""``publish``: what may be published of a plan, as one page that anybody can open and check."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tracker.cli.comparing import PreviousAsAt
from tracker.cli.options import TO_PUBLISH, Asked, Format, Kept, OutputFormat, PlanPath
from tracker.cli.output_files import refuse_to_overwrite, write
from tracker.cli.printing import print_answer, print_notice
from tracker.cli.showing import CommandError, Earlier, standing, weighed

Output = Annotated[Path, typer.Option("--output", "-o", help="The HTML file to write.")]
Previous = Annotated[
    Path | None,
    typer.Option("--previous", help="An earlier version: what changed since stands on the page."),
]
Title = Annotated[
    str | None, typer.Option("--title", help="What the page is called: by default as the file.")
]


def publish(
    plan: PlanPath,
    output: Output,
    asked: Asked,
    kept: Kept,
    previous: Previous = None,
    previous_as_at: PreviousAsAt = None,
    title: Title = None,
    output_format: OutputFormat = Format.text,
) -> None:
    """Write what may be published as one web page, which needs no network and can be checked."""
    from tracker.output import published
    from tracker.own_downloads import is_sample

    earlier = Earlier.given(previous, previous_as_at)
    if output.suffix.casefold() not in (".html", ".htm"):
        raise CommandError(
            f"{output.name}: publish writes a web page, so the name must end in .html"
        )
    at = standing(plan, asked, kept, TO_PUBLISH, previous=earlier)
    refuse_to_overwrite(output, plan, previous)
    try:
        data = published.publish(
            at.plan,
            at.measured,
            as_at=at.as_at,
            title=title or plan.stem.replace("_", " "),
            comparison=at.since()[1] if earlier else at.timeline.compared(as_at=at.as_at),
            illustrative=is_sample(at.plan.source.sha256),
        )
    except published.TooLarge as error:
        raise CommandError(str(error)) from error
    write(output, data)
    if output_format is Format.json:
        values = {"file": str(output), "actions": len(at.measured), "bytes": len(data)}
        print_answer("publish", at, values, weighed(at, asked, kept))
    else:
        from tracker.words import count

        typer.echo(f"Published {count('action', len(at.measured))} in {output}")
        print_notice(at)
