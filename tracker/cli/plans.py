"""``check``, ``summary`` and ``actions``."""

from __future__ import annotations

import typer

from tracker.cli.options import (
    Asked,
    Filters,
    Format,
    Kept,
    OutputFormat,
    PlanPath,
)
from tracker.cli.position import CommandError, as_known, position, read
from tracker.cli.printing import print_json


def check(
    plan: PlanPath,
    asked: Asked,
    kept: Kept,
    output_format: OutputFormat = Format.text,
) -> None:
    """Say what was understood of the plan, and every cell that was not."""
    from tracker import as_json, as_text

    if any("=" not in words for words in asked.status or []):
        raise CommandError("--status needs TEXT=GROUP here, as in --status 'Embedded=complete'")
    said, day, _ = read(plan, asked)
    understood = as_known(said, day, asked, kept)
    findings = understood.findings_as_at(day)
    if output_format is Format.json:
        print_json(
            {
                "as_at": day.isoformat(),
                "source": as_json.source_values(understood),
                "findings": as_json.finding_values(findings),
            }
        )
    else:
        typer.echo(as_text.check(understood, day, findings))
    if any(finding.severity == "error" for finding in findings):
        raise typer.Exit(1)


def summary(
    plan: PlanPath,
    asked: Asked,
    kept: Kept,
    filters: Filters,
    output_format: OutputFormat = Format.text,
) -> None:
    """Completion and slippage: in all, by recommendation, by owner and by scope."""
    from tracker import as_json, as_text
    from tracker.summaries import summarise

    at = position(plan, asked, kept, filters)
    figures = summarise(at.view, confirmed=at.plan.tells_confirmed)
    findings = at.plan.findings_as_at(at.as_at)
    if output_format is Format.json:
        print_json(
            {
                "as_at": at.as_at.isoformat(),
                "as_at_source": at.as_at_source,
                "source": as_json.source_values(at.plan),
                **as_json.summary_values(figures),
                "findings": as_json.finding_values(findings),
            }
        )
    else:
        typer.echo(as_text.summary(at.view, figures, at.as_at, at.filters))
        typer.echo(as_text.left_out(at.left_out), nl=bool(at.left_out))


def actions(
    plan: PlanPath,
    asked: Asked,
    kept: Kept,
    filters: Filters,
    output_format: OutputFormat = Format.text,
) -> None:
    """Every action with its fields and its measures."""
    from tracker import as_json, as_text

    at = position(plan, asked, kept, filters)
    if output_format is Format.json:
        print_json(as_json.actions_object(at.plan, at.view, at.as_at))
    else:
        typer.echo(as_text.actions(at.view, at.as_at))
        typer.echo(as_text.left_out(at.left_out), nl=bool(at.left_out))
