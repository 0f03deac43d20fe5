"""The illustrative sample: nobody's own, so its versions are opened and read once for everybody."""

from __future__ import annotations

import functools
from datetime import date
from pathlib import Path

from tracker.book import Book, open_book
from tracker.own_downloads import FOLDER
from tracker.reading.plan import Plan, read_plan
from tracker.timeline import Position, Timeline
from tracker.words import date_words

NAME = "Illustrative sample plan"


@functools.cache
def versions() -> dict[str, Path]:
    """The sample's versions by their date in words, the latest first."""
    dated = sorted(FOLDER.glob("*_????-??-??.xlsx"), reverse=True)
    return {date_words(day_of(path)): path for path in dated}


def day_of(path: Path) -> date:
    """The as-at date of a version, which its name says too."""
    return date.fromisoformat(path.stem[-10:])


@functools.cache
def book_of(path: Path) -> Book:
    """A version as opened."""
    return open_book(path)


@functools.cache
def plan_of(path: Path) -> Plan:
    """The plan in a version."""
    return read_plan(book_of(path))


@functools.cache
def timeline(file: str) -> Timeline:
    """The versions over time, that of this file in use."""
    every = {path.name: Position.of(plan_of(path), day_of(path)) for path in versions().values()}
    return Timeline.of([*every.values()]).using(every[file])


def labels(over: Timeline) -> tuple[str, ...]:
    """What each position is called: its plan's name, its tab or its file, and its date."""
    return tuple(_label(each, over.in_use) for each in over.positions)


def _label(position: Position, in_use: Position) -> str:
    dated = date_words(position.as_at)
    if position.recorded:
        return f"{position.recorded.name}, recorded as at {dated}"
    if position.sha256 == in_use.sha256 and position is not in_use:
        return f"The tab {', '.join(position.sheets)}, as at {dated}"
    file = position.plan.source.file
    is_sample = file in {path.name for path in versions().values()}
    return f"The sample as at {dated}" if is_sample else f"{file}, as at {dated}"
