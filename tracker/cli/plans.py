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
    Shown,
)
from tracker.cli.printing import print_answer, print_notice
from tracker.cli.showing import standing, weighed


def check(
    plan: PlanPath,
    asked: Asked,
    kept: Kept,
    output_format: OutputFormat = Format.text,
) -> None:
    """Say what was understood of the plan, what to answer, and every cell that was not read."""
    from tracker.output import as_text

    at = standing(plan, asked, kept)
    questions = weighed(at, asked, kept)
    if output_format is Format.json:
        print_answer("check", at, {}, questions)
    else:
        typer.echo(as_text.check(at.plan, at.as_at, at.findings))
        if questions:
            typer.echo(as_text.questions(questions))
    if any(finding.severity == "error" for finding in at.findings):
        raise typer.Exit(1)


def summary(
    plan: PlanPath,
    asked: Asked,
    kept: Kept,
    shown: Shown,
    filters: Filters,
    output_format: OutputFormat = Format.text,
) -> None:
    """Completion and slippage: in all, by recommendation, by owner and by scope."""
    from tracker.output import as_json, as_text
    from tracker.questions import ranges
    from tracker.summaries import summarise

    at = standing(plan, asked, kept, shown, filters)
    figures = summarise(at.view, confirmed=at.plan.tells_confirmed)
    questions = weighed(at, asked, kept)
    ends = ranges(figures.totals, questions)
    if output_format is Format.json:
        values = as_json.summary_values(figures) | {"range": as_json.range_values(ends)}
        print_answer("summary", at, values, questions)
    else:
        typer.echo(as_text.summary(at.view, figures, at.as_at, at.filters))
        print_notice(at)
        if questions:
            typer.echo(as_text.questions(questions))


def actions(
    plan: PlanPath,
    asked: Asked,
    kept: Kept,
    shown: Shown,
    filters: Filters,
    output_format: OutputFormat = Format.text,
) -> None:
    """Every action with its fields and its measures."""
    from tracker.output import as_json, as_text

    at = standing(plan, asked, kept, shown, filters)
    if output_format is Format.json:
        questions = weighed(at, asked, kept)
        values = {"actions": as_json.action_values(at.plan, at.view)}
        print_answer("actions", at, values, questions)
    else:
        typer.echo(as_text.actions(at.view, at.as_at))
        print_notice(at)
