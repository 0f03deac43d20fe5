"""The command line in this process: what a command prints, without starting a Python for each."""

from __future__ import annotations

import contextlib
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tracker.cli import main

HEADINGS = (
    "Ref,Rec,Inspection,Action,Owner,Original timescale,Revised timescale,Status,Completed,Marking"
)


@dataclass(frozen=True)
class Done:
    """What a command printed, and how it ended."""

    returncode: object
    stdout: str
    stderr: str


def run(*arguments: object) -> Done:
    """A command, whatever comes of it."""
    out, said = io.StringIO(), io.StringIO()
    code: object = 0
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(said):
        try:
            main([str(argument) for argument in arguments])
        except SystemExit as end:
            code = end.code or 0
    return Done(code, out.getvalue(), said.getvalue())


def told(*arguments: object, status: int = 0) -> str:
    """What a command prints; what it says on standard error where it cannot be done."""
    done = run(*arguments)
    assert done.returncode == status, done
    return done.stderr if status == 2 else done.stdout


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
