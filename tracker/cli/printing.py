"""How an answer is printed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from tracker.cli.showing import Standing
    from tracker.questions import Weighed


def print_json(command: str, values: Mapping[str, Any]) -> None:
    """Print a command's answer as one JSON object; unknown is null."""
    from tracker.output.as_json import answer, json_text

    typer.echo(json_text(answer(command, values)))


def print_answer(
    command: str, at: Standing, values: Mapping[str, Any], questions: Iterable[Weighed]
) -> None:
    """Print a plan's answer as JSON: where it is from, the values, questions and findings."""
    from tracker.output.as_json import json_text, plan_answer

    made = plan_answer(
        command,
        at.plan,
        at.as_at,
        values,
        as_at_source=at.as_at_source,
        filters=at.filters,
        findings=at.findings,
        questions=questions,
    )
    typer.echo(json_text(made))


def print_notice(at: Standing) -> None:
    """Print what must be known of what was printed or written, where there is something."""
    if at.audience.notice:
        typer.echo(at.audience.of_figures)
    for sentence in at.doubts:
        typer.echo(sentence)
