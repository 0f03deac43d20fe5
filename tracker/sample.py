"""The illustrative sample: nobody's own, so its versions are opened and read once for everybody."""

from __future__ import annotations

import functools
from datetime import date
from pathlib import Path

from tracker.book import Book, open_book
from tracker.own_files import FOLDER
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
