"""How an answer is printed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from tracker.cli.position import Standing
    from tracker.questions import Weighed

SCHEMA_VERSION = 1
"""Of the shape of every JSON answer; it goes up when a key changes its meaning or goes."""


def print_json(command: str, values: Mapping[str, Any]) -> None:
    """Print a command's answer as one JSON object; unknown is null.

    It begins with the name and version of its JSON Schema, in ``docs/schema``.
    """
    from tracker.output.as_json import json_text

    schema = {"name": command, "version": SCHEMA_VERSION}
    typer.echo(json_text({"schema": schema, **values}))


def print_answer(
    command: str, at: Standing, values: Mapping[str, Any], questions: Iterable[Weighed]
) -> None:
    """Print a plan's answer as JSON: where it is from, the values, questions and findings."""
    from tracker.output import as_json

    print_json(
        command,
        {
            "as_at": at.as_at.isoformat(),
            "as_at_source": at.as_at_source,
            "source": as_json.source_values(at.plan),
            "filters": at.filters,
            "public": at.left_out is not None,
            "left_out": at.left_out,
            **values,
            "questions": as_json.question_values(questions),
            "findings": as_json.finding_values(at.findings),
        },
    )
