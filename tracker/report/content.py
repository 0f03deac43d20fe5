"""What a report consists of: plain text in sections, without a thought of how it is shown.

Every text is as typed or as said; whoever shows it escapes it for where it is shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

TO_COMPLETE = re.compile(r"\[to be completed: [^\]]*\]")
"""What stands in a report where only its author knows the words."""


def to_complete(what: str) -> str:
    """The words that stand for what is still to be written."""
    return f"[to be completed: {what}]"


@dataclass(frozen=True)
class Heading:
    """A heading within a section, numbered with it: "3.1 Progress since …"."""

    text: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; a line break in it is a line break."""

    text: str


@dataclass(frozen=True)
class Bullets:
    """A list of short texts."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A table with one row of headings; each of ``rows`` has a text for each of them, none empty.

    ``title`` stands above it, ``description`` says what it holds to those who cannot see it, and
    ``widths`` are the columns' shares of its width.
    """

    title: str
    description: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]


@dataclass(frozen=True)
class Picture:
    """The place of a chart, which is left out where it could not be drawn."""

    key: str


Block: TypeAlias = Heading | Paragraph | Bullets | Table | Picture


@dataclass(frozen=True)
class Section:
    """One of the report's numbered sections."""

    number: int
    title: str
    blocks: tuple[Block, ...]

    @property
    def heading(self) -> str:
        """The section's heading with its number."""
        return f"{self.number}. {self.title}"


@dataclass(frozen=True)
class Report:
    """A report as its reader meets it.

    ``facts`` are the lines under the title, a label and a text each; ``notices`` what must be
    read first (made up, restricted, a public version); ``missing`` what its author still has to
    complete, in words.
    """

    title: str
    author: str
    facts: tuple[tuple[str, str], ...]
    notices: tuple[str, ...]
    sections: tuple[Section, ...]
    appendix_title: str
    appendix: tuple[Block, ...]
    missing: tuple[str, ...]

    def texts(self) -> Iterable[str]:
        """Every text of the report, in order."""
        yield self.title
        for label, text in self.facts:
            yield f"{label}: {text}"
        yield from self.notices
        for section in self.sections:
            yield section.heading
            yield from _texts(section.blocks)
        yield self.appendix_title
        yield from _texts(self.appendix)


def _texts(blocks: Iterable[Block]) -> Iterable[str]:
    for block in blocks:
        if isinstance(block, Heading | Paragraph):
            yield block.text
        elif isinstance(block, Bullets):
            yield from block.items
        elif isinstance(block, Table):
            yield block.title
            yield from block.headings
            for row in block.rows:
                yield from row
