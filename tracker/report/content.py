"""What a report consists of: plain text in sections, without a thought of how it is shown.

Every text is as typed or as said; whoever shows it escapes it for where it is shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

TO_COMPLETE = re.compile(r"\[to be (?:completed|confirmed): [^\]]*\]")
"""What stands in a report where only its author knows the words, or has not yet checked them."""


def to_complete(what: str) -> str:
    """The words that stand for what is still to be written."""
    return f"[to be completed: {what}]"


def to_confirm(what: str) -> str:
    """The words that stand before what the author has still to check."""
    return f"[to be confirmed: {what}]"


def parts(text: str) -> Iterator[tuple[str, bool]]:
    """A text in parts, each with whether it is still to be completed or confirmed."""
    start = 0
    for found in TO_COMPLETE.finditer(text):
        if found.start() > start:
            yield text[start : found.start()], False
        yield found.group(), True
        start = found.end()
    if start < len(text):
        yield text[start:], False


@dataclass(frozen=True)
class Heading:
    """A heading within an appendix."""

    text: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph, with its ``number`` where it has one; a line break in it is a line break."""

    text: str
    number: str = ""


@dataclass(frozen=True)
class ReportTable:
    """A table with one row of headings; each of ``rows`` has a text for each of them, none empty.

    A row of one text is a heading over the rows below it.
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


Block: TypeAlias = Heading | Paragraph | ReportTable | Picture


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
class Appendix:
    """An appendix: "Appendix A: the action plan as at …" and what stands in it."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Report:
    """A report as its reader meets it.

    ``facts`` are the lines under the title, a label and a text each; ``notices`` what must be
    read first (made up, whom it is for); ``classification`` stands on every page.
    ``missing`` is what its author still has to complete, in words, and ``warnings`` what is to be
    thought of before it is sent, a sentence each.
    """

    title: str
    author: str
    facts: tuple[tuple[str, str], ...]
    notices: tuple[str, ...]
    sections: tuple[Section, ...]
    appendices: tuple[Appendix, ...]
    missing: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    classification: str = ""

    def body(self) -> Iterable[str]:
        """Every text before the appendices, in order, as its reader counts words."""
        yield self.title
        for label, text in self.facts:
            yield f"{label}: {text}"
        yield from self.notices
        for section in self.sections:
            yield section.heading
            yield from _texts(section.blocks)

    def texts(self) -> Iterable[str]:
        """Every text of the report, in order."""
        yield from self.body()
        for appendix in self.appendices:
            yield appendix.title
            yield from _texts(appendix.blocks)


def _texts(blocks: Iterable[Block]) -> Iterable[str]:
    for block in blocks:
        if isinstance(block, Heading | Paragraph):
            yield block.text
        elif isinstance(block, ReportTable):
            yield block.title
            yield from block.headings
            for row in block.rows:
                yield from row
