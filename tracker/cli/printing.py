"""How an answer is printed."""

from __future__ import annotations

import json
from typing import Any

import typer


def print_json(values: dict[str, Any]) -> None:
    """Print one JSON object; unknown is null."""
    typer.echo(json.dumps(values, ensure_ascii=False, indent=2))
