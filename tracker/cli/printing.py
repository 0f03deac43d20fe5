"""How an answer is printed."""

from __future__ import annotations

from typing import Any

import typer


def print_json(values: dict[str, Any]) -> None:
    """Print one JSON object; unknown is null."""
    from tracker.as_json import json_text

    typer.echo(json_text(values))
