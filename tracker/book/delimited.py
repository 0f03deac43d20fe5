"""Delimited text (CSV, TSV) to rows of text."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter

from tracker.book.limited import PlanError

DELIMITERS = ",;\t|"
_SAMPLE_LINES, _SAMPLE = 100, 200_000

_LONE_RETURN = re.compile(r"\r(?!\n)")
_IN_A_CELL = "\u2028"
"""Stands for a carriage return within a cell, which a file need not have put in quotes."""


def decode(data: bytes) -> str:
    """The text: UTF-8, UTF-16 (with or without mark), else Windows-1252."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    sample = data[:65536]
    if sample[1::2].count(0) > len(sample) * 0.4:
        return data.decode("utf-16-le", "replace")
    if sample[0::2].count(0) > len(sample) * 0.4:
        return data.decode("utf-16-be", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def delimiter_of(text: str) -> str:
    """The delimiter that cuts the first lines into the most, and the most even, columns."""
    declared = re.match(r"\ufeff?sep=(.)\r?\n", text)
    if declared:
        return declared.group(1)
    sample = "".join(text[:_SAMPLE].splitlines(keepends=True)[:_SAMPLE_LINES])
    best, best_score = ",", 0.0
    sample = _LONE_RETURN.sub(_IN_A_CELL if "\n" in sample else "\n", sample)
    for delimiter in DELIMITERS:
        widths = [len(row) for row in csv.reader(io.StringIO(sample), delimiter=delimiter) if row]
        wide = [width for width in widths if width > 1]
        if not wide:
            continue
        common, count = Counter(wide).most_common(1)[0]
        score = count / len(widths) * min(common, 12) ** 0.5
        if score > best_score:
            best, best_score = delimiter, score
    return best


def rows_of(data: bytes) -> tuple[list[list[str]], list[tuple[int, int, int]]]:
    """The rows of a delimited file, and which have more or fewer cells than the headings.

    Those are the row (from 1), its cells and the headings'. Refuses what is plainly no table.
    """
    text = decode(data)
    csv.field_size_limit(2**31 - 1)
    delimiter = delimiter_of(text)
    if "\n" not in text:  # lines of an old Macintosh
        text = text.replace("\r", "\n")
    text = re.sub(r"\A\ufeff?sep=.\r?\n", "", text)
    text, inside = _LONE_RETURN.subn(_IN_A_CELL, text)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    if inside:
        rows = [[cell.replace(_IN_A_CELL, "\n") for cell in row] for row in rows]
    _refuse_writing(text[:_SAMPLE], rows[: _SAMPLE // 100])
    return rows, _ragged(rows)


_CODE = re.compile(
    r"\s*(?:def|class|return|if|elif|else|for|while|try|except|with|function|var|let|const|public|"
    r"private|package|namespace|SELECT|INSERT|CREATE|select|insert|create)\b.*[({:;\[\])}]\s*|"
    r"\s*(?:import|from|using)\s[\w.]+[\w.{}*, ]*;?|\s*(?:#include\b|#!|//|/\*|<\?).*|"
    r"\s*[A-Za-z_][\w.]*(?:\s*(?:=|\+=|:=)\s*\S.*|\(.*\)\s*[;:{]?\s*)|\s*[)}\]\"']+[;,)]*\s*"
)
"""A line as a programming language writes it."""

_LEAST_LINES, _LONG = 4, 2_000
"""Lines, and letters, from which a file can be code."""

_EVEN, _WORDS, _MARKS = 0.6, 4, 0.04
"""Share of the rows that are as long as most in a table; words of a cell, and brackets and equals
signs among the letters, beyond which rows that are not are no table."""


def _refuse_writing(text: str, rows: list[list[str]]) -> None:
    """Refuse source code and prose: uneven rows, and lines of code or cells of many words."""
    lines = [line for line in text.splitlines() if line.strip()]
    code = sum(_CODE.fullmatch(line) is not None for line in lines)
    marks = sum(map(text.count, "{}()=[]")) > _MARKS * len(text) and len(text) > _LONG
    widths = [len(row) for row in rows if len(row) > 1]
    common = Counter(widths).most_common(1)
    even = bool(common) and common[0][1] >= _EVEN * len(widths)
    if (code >= _LEAST_LINES and code >= len(lines) * (0.5 if even else 0.2)) or (
        marks and not even
    ):
        raise PlanError("This is a file of source code, not a spreadsheet.")
    words = [len(cell.split()) for row in rows for cell in row if cell.strip()]
    if not even and len(lines) > 2 * _LEAST_LINES and sum(words) > _WORDS * len(words):
        raise PlanError("This is a text, not a spreadsheet: its lines are not rows of one table.")


def _ragged(rows: list[list[str]]) -> list[tuple[int, int, int]]:
    """The rows below the headings, the first row of three cells or more, that do not fit them."""
    filled = [sum(map(bool, map(str.strip, row))) for row in rows]
    head = next((number for number, count in enumerate(filled) if count > 2), len(rows))
    ragged = []
    for number in range(head + 1, len(rows)):
        row, expected = rows[number], len(rows[head])
        count = len(row)
        while count > expected and not row[count - 1].strip():
            count -= 1  # blank cells at the end of a line are no cells too many
        if filled[number] > 1 and count != expected:
            ragged.append((number + 1, count, expected))
    return ragged
