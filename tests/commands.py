"""The command line in this process: what a command prints, without starting a Python for each."""

from __future__ import annotations

import contextlib
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tracker.cli import main

HEADINGS = (
    "Ref,Rec,Inspection,Action,Owner,Original timescale,Revised timescale,Status,Completed,Marking"
)


def told(*arguments: object, status: int = 0) -> str:
    """What a command prints; what it says on standard error where it cannot be done."""
    out, said = io.StringIO(), io.StringIO()
    code: object = 0
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(said):
        try:
            main([str(argument) for argument in arguments])
        except SystemExit as end:
            code = end.code or 0
    assert code == status, (code, out.getvalue(), said.getvalue())
    return said.getvalue() if status == 2 else out.getvalue()


def answer(*arguments: object, status: int = 0) -> dict[str, Any]:
    """What a command prints as JSON."""
    values: dict[str, Any] = json.loads(told(*arguments, "--format", "json", status=status))
    return values


def plan_file(file: Path, rows: Sequence[str], as_at: str = "", headings: str = HEADINGS) -> Path:
    """A plan as a CSV file: these lines beneath its headings, and the date that it states."""
    stated = [f"Position as at {as_at}"] if as_at else []
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join([*stated, headings, *rows]) + "\n", encoding="utf-8")
    return file
