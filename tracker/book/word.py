"""The tables of a Word document to sheets, with the words that stand above each."""

from __future__ import annotations

import io
from typing import Any

_MOST_WORDS_ABOVE = 40
"""Paragraphs above a table that are kept: its titles, and the date it is stated at."""

Merged = list[tuple[tuple[int, int], tuple[int, int]]]


def tables_of(data: bytes) -> list[tuple[str, list[list[str]], int, Merged]]:
    """Each table's name, rows, the number of rows of words above it, and its merged cells.

    Rows above the table's own are the paragraphs before it, one cell each. A cell merged down
    gives its text to each row; one merged across to its first column, and is listed.
    """
    import docx
    from docx.table import Table

    document = docx.Document(io.BytesIO(data))
    found: list[tuple[str, list[list[str]], int, Merged]] = []
    above: list[str] = []
    for block in document.iter_inner_content():
        if not isinstance(block, Table):
            text = block.text.strip()
            if text:
                above.append(text)
            continue
        rows, merged = _rows(block)
        kept = above[-_MOST_WORDS_ABOVE:]
        found.append(
            (f"Table {len(found) + 1}", [[text] for text in kept] + rows, len(kept), merged)
        )
        above = []
    return found


def _rows(table: Any) -> tuple[list[list[str]], Merged]:
    rows: list[list[str]] = []
    merged: Merged = []
    for number, row in enumerate(table.rows):
        texts: list[str] = [""] * row.grid_cols_before
        start, last = len(texts), None
        for cell in row.cells:
            if cell._tc is last:
                texts.append("")
                continue
            if len(texts) - start > 1:
                merged.append(((number, start), (number, len(texts) - 1)))
            start, last = len(texts), cell._tc
            texts.append(cell.text.strip())
        if len(texts) - start > 1:
            merged.append(((number, start), (number, len(texts) - 1)))
        rows.append(texts)
    return rows, merged
