"""The files that commands write."""

from __future__ import annotations

from pathlib import Path

from tracker.cli.showing import CommandError


def is_same(file: Path, other: Path) -> bool:
    """Whether a file is there and is the other one, by whatever path."""
    return file.exists() and file.resolve() == other.resolve()


def refuse_to_overwrite(output: Path, *inputs: Path | None) -> None:
    """Raise ``CommandError`` where the output is one of the files read."""
    if any(each is not None and is_same(output, each) for each in inputs):
        raise CommandError(f"{output.name} is one of the files read: give another name")


def write(file: Path, data: bytes) -> None:
    """Write a file. Raises ``CommandError`` where that cannot be done."""
    try:
        file.write_bytes(data)
    except OSError as error:
        raise CommandError(f"{file} could not be written: {error.strerror}") from error
