"""The cells of an .xlsx sheet found by searching its XML, where that can be trusted.

It can where the sheet is written as spreadsheet programs write it. Whoever searches also counts
what there is to be found in whatever way it is written: where the two differ, the sheet is to be
parsed (:mod:`.sheet_xml`), which takes many times as long.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from tracker.reading.sheet_xml import column_number

_OPENING = b"<sheetData>"


class Part(NamedTuple):
    """A sheet part, and where its cells begin and end in it."""

    xml: bytes
    start: int
    end: int

    def occurrences(self, mark: bytes, rare: bytes) -> int:
        """How often a mark is in the cells; a search for ``rare``, one byte of it, is quick."""
        if self.xml.find(rare, self.start, self.end) < 0:
            return 0
        return self.xml.count(mark, self.start, self.end)

    def findall(self, pattern: bytes) -> list[Any]:
        """The matches in the cells."""
        return re.compile(pattern).findall(self.xml, self.start, self.end)


def part_of(xml: bytes) -> Part | None:
    """A sheet part, ``None`` where it cannot be searched."""
    start, end = xml.find(_OPENING), xml.rfind(b"</sheetData>")
    if start < 0 or end < 0:
        return None  # no cells, or names with a prefix
    part = Part(xml, start + len(_OPENING), end)
    # In a comment anything may be found.
    return None if part.occurrences(b"<!", b"!") else part


def alternatives(styles: Iterable[int]) -> bytes:
    """The numbers of styles for a pattern."""
    return b"|".join(b"%d" % style for style in sorted(styles))


def count_styled(part: Part, numbers: bytes) -> int:
    """How often a style of these numbers (:func:`alternatives`) is named, in whatever way."""
    if not numbers:
        return 0
    odd_marks = ((b"s='", b"'"), (b"\ns=", b"\n"), (b"\ts=", b"\t"))
    odd = sum(part.occurrences(mark, rare) for mark, rare in odd_marks)
    return odd + len(part.findall(b' s="(?:%b)"' % numbers))


def styled_cells(xml: bytes, styles: Iterable[int]) -> list[tuple[int, int, int]] | None:
    """The row, column and style of each cell of these styles; ``None`` where it must be parsed."""
    part, numbers = part_of(xml), alternatives(styles)
    if part is None:
        return None
    cells = part.findall(rb'<c r="([A-Z]{1,3}+)(\d{1,7}+)" s="(%b)"' % numbers)
    if len(cells) != count_styled(part, numbers):
        return None
    return [(int(row) - 1, column_number(letters), int(style)) for letters, row, style in cells]
