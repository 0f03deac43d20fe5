"""What was found in a file, said once with every cell that it was found in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from tracker.reading.findings import SEVERITIES, Finding, FindingKind
from tracker.words import number, shortened

MOST_VALUES = 20  # different values named of one finding

STATUS_WORDS, COLUMNS = "status-words", "columns"
"""What of a reading its user can say otherwise: also what the page calls the places for it."""

_SET_AT = {
    FindingKind.COLOUR_AS_A_STATUS: STATUS_WORDS,
    FindingKind.SEVERAL_VERSIONS: COLUMNS,
    FindingKind.SHEET_NOT_READ: COLUMNS,
    FindingKind.STATUS_BY_ITS_KEY: STATUS_WORDS,
    FindingKind.STATUS_IN_MORE_WORDS: STATUS_WORDS,
    FindingKind.STATUS_MISSPELT: STATUS_WORDS,
    FindingKind.STATUS_NOT_UNDERSTOOD: STATUS_WORDS,
    FindingKind.STATUS_TOLD_BY_FILL_COLOUR: STATUS_WORDS,
    FindingKind.COLUMN_NOT_FOUND: COLUMNS,
    FindingKind.DAY_FIRST_OR_MONTH_FIRST: COLUMNS,
    FindingKind.MONTH_FIRST_DATES: COLUMNS,
    FindingKind.PUBLICATION_DATE_ASSUMED: COLUMNS,
    FindingKind.PUBLICATION_DATE_NEEDED: COLUMNS,
}


def set_at(finding: Finding) -> str | None:
    """Where what a finding is about can be said otherwise; None where it is only in the file."""
    if finding.severity == "note":
        return None
    column = bool(finding.cell) and not any(letter.isdigit() for letter in finding.cell)
    return _SET_AT.get(finding.kind) or (COLUMNS if column else None)


def grouped(findings: Iterable[Finding]) -> list[list[Finding]]:
    """The findings of which the same is said, the worst first, then the most frequent."""
    said: dict[tuple[str, str], list[Finding]] = {}
    for each in findings:
        said.setdefault((each.severity, f"{each.kind} {each.problem}"), []).append(each)

    def rank(found: list[Finding]) -> tuple[int, int]:
        cells = sum(max(1, len(each.cells)) for each in found)
        return SEVERITIES.index(found[0].severity), -cells

    return sorted(said.values(), key=rank)


def places(found: Sequence[Finding], escape: Callable[[str], str] = str) -> str:
    """Every cell of which the same is said, by what is in them, the first values alone."""
    cells: dict[tuple[str, str], list[str]] = {}
    for each in found:
        cells.setdefault((each.sheet, each.value), []).extend(each.cells)
    several = len({sheet for sheet, _ in cells}) > 1
    said = []
    for (sheet, value), those in list(cells.items())[:MOST_VALUES]:
        where = f"{escape(sheet)} " if several or not those else ""
        where += ", ".join(in_ranges(those))
        said.append(f"“{escape(shortened(value))}” in {where}" if value else where)
    left = len(cells) - MOST_VALUES
    return "; ".join(said + ([f"and {number(left)} more in the downloads"] if left > 0 else []))


def in_ranges(cells: Iterable[str]) -> list[str]:
    """Cells below each other as a range.

    >>> in_ranges(["E2", "E3", "E4", "F9", "G"])
    ['E2:E4', 'F9', 'G']
    """
    ranges: list[tuple[str, int, int]] = []
    for cell in cells:
        letters = cell.rstrip("0123456789")
        row = int(cell[len(letters) :] or 0)
        if row and ranges and ranges[-1][0] == letters and ranges[-1][2] == row - 1:
            ranges[-1] = (letters, ranges[-1][1], row)
        else:
            ranges.append((letters, row, row))
    return [
        f"{letters}{first or ''}" + (f":{letters}{last}" if last > first else "")
        for letters, first, last in ranges
    ]
