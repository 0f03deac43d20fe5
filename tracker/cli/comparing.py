"""``compare``: what changed between two versions of a plan."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from tracker.cli.options import (
    Asked,
    Format,
    OutputFormat,
    Public,
)
from tracker.cli.position import day, read
from tracker.cli.printing import print_json
from tracker.words import GONE_IS_NOT_NAMED

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
    previous_as_at: PreviousAsAt = None,
    public: Public = False,
    output_format: OutputFormat = Format.text,
) -> None:
    """What changed between two versions of a plan, each with its kind, before and after."""
    from tracker.as_json_changes import comparison_values
    from tracker.timeline import compare as compare_plans
    from tracker.timeline import public_plans

    later, at, _ = read(new, asked)
    earlier, _, _ = read(old, asked)
    before = previous_date(previous_as_at, earlier.as_at, at)
    left_out = 0
    if public:
        left_out = int(later.actions["restricted"].sum())
        earlier, later = public_plans([earlier, later])
    comparison = compare_plans(earlier, later, as_at=at, previous_as_at=before)
    if output_format is Format.json:
        print_json(comparison_values(earlier, later, comparison))
    else:
        from tracker import as_text

        typer.echo(as_text.changes(comparison))
        typer.echo(as_text.left_out(left_out), nl=bool(left_out))
        typer.echo(GONE_IS_NOT_NAMED if left_out else "", nl=bool(left_out))


def previous_date(given: str | None, stated: date | None, otherwise: date) -> date:
    """The date that the earlier plan is taken at: given, else stated in it, else the later's."""
    return day(given, "--previous-as-at") or stated or otherwise
