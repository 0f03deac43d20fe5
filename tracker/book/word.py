"""The tables of a Word document to sheets, with the words that stand above each.

What a reader would see with all changes accepted is read: content controls, insertions and moves,
smart tags and links, but nothing deleted and no prompt such as "Choose an item".
"""

from __future__ import annotations

import io
import re
import zipfile
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from tracker.book.formats import colour_name
from tracker.book.limited import DAMAGED, PlanError

_MOST_WORDS_ABOVE = 40
"""Paragraphs above a table that are kept: its titles, and the date it is stated at."""

_CHANGES = frozenset(("ins", "del", "moveTo", "moveFrom", "cellIns", "cellDel", "cellMerge"))
"""What tells that a change has not been accepted yet."""

_UNREAD = frozenset("del moveFrom pPr rPr sdtPr tcPr tbl drawing pict object Fallback".split())
"""What is deleted, says how words look, holds no words of the cell itself, or says them again."""

_TICKED, _NOT_TICKED = "☒", "☐"
_PROMPTS = (
    "Choose an item.",
    "Click or tap to enter a date.",
    "Click here to enter a date.",
    "Click or tap here to enter text.",
    "Click here to enter text.",
)
"""What Word asks for in a control that was not filled in, where only the words were kept."""
_SYMBOLS = dict.fromkeys(("FE", "FD", "52", "53", "54"), _TICKED) | {
    **dict.fromkeys(("6F", "A8", "A3", "2A"), _NOT_TICKED),
    **dict.fromkeys(("FC", "50"), "✓"),
    **dict.fromkeys(("FB", "4F"), "✗"),
}
"""Ticks, crosses and boxes of the fonts Wingdings and Wingdings 2, by their number there."""

_LETTERS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_FALSE = ("0", "false", "off")

_RGB = re.compile("[0-9A-Fa-f]{6}")

Piece = tuple[str, bool]
"""Words, and whether they are struck out."""


@dataclass
class WordTable:
    """A table: its rows as text, below ``above`` rows of the paragraphs before it, a cell each.

    The rest are fields of :class:`tracker.book.Sheet`; the table's first row is 0.
    """

    above: int
    rows: list[list[str]]
    merged: list[tuple[tuple[int, int], tuple[int, int]]] = field(default_factory=list)
    changed: list[tuple[int, int]] = field(default_factory=list)
    deleted: list[int] = field(default_factory=list)
    struck_parts: dict[tuple[int, int], tuple[str, str]] = field(default_factory=dict)
    struck_cells: dict[int, array[int]] = field(default_factory=dict)
    fills: dict[str, dict[int, array[int]]] = field(default_factory=dict)


def tables_of(data: bytes) -> list[WordTable]:
    """The tables of a document in its order, without those inside another's cells.

    A table of one column that only frames others is not one itself.
    """
    found: list[WordTable] = []
    above: list[str] = []
    for block in _content(_body(data)):
        if _name(block) == "p":
            words = _joined(_pieces(block))
            above += [words] if words else []
            continue
        kept = above[-_MOST_WORDS_ABOVE:]
        table = WordTable(len(kept), [[words] for words in kept])
        _add_rows(table, block)
        found.append(table)
        above = []
    return found


def _content(element: Any) -> Iterator[Any]:
    """The paragraphs and tables in order, of a table that only frames others what is in it."""
    for block in _blocks(element, ("p", "tbl")):
        rows = [[*_blocks(row, ("tc",))] for row in _blocks(block, ("tr",))]
        cells = [cell for row in rows for cell in row]
        if len(cells) == len(rows) and any(
            next(_blocks(each, ("tbl",)), None) is not None for each in cells
        ):
            for cell in cells:
                yield from _content(cell)
        else:
            yield block


def _body(data: bytes) -> Any:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        part = next(n for n in archive.namelist() if n.lower().endswith("word/document.xml"))
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        tree = etree.fromstring(archive.read(part), parser)
    body = next(_blocks(tree, ("body",)), None)
    if body is None:
        raise PlanError(DAMAGED)
    return body


def _name(element: Any) -> str:
    """An element's name without its namespace; empty for a comment."""
    return element.tag.rsplit("}", 1)[-1] if isinstance(element.tag, str) else ""


def _value(element: Any, name: str, attribute: str = "val") -> str | None:
    """An attribute of the first descendant of a name: ``None`` without one, else ``""``."""
    found = next(element.iter(f"{{*}}{name}"), None)
    if found is None:
        return None
    values = (value for key, value in found.attrib.items() if key.endswith("}" + attribute))
    return next(values, "")


def _is_on(element: Any, name: str) -> bool:
    value = _value(element, name)
    return value is not None and value not in _FALSE


def _part(element: Any, name: str) -> Any:
    """A child by its name, an empty element where there is none."""
    return next((child for child in element if _name(child) == name), etree.Element(name))


def _blocks(element: Any, names: tuple[str, ...]) -> Iterator[Any]:
    """The elements of these names, also within content controls, insertions and the like."""
    for child in element:
        name = _name(child)
        if name in names:
            yield child
        elif name == "sdt":
            if _shows_words(child):
                yield from _blocks(_part(child, "sdtContent"), names)
        elif name not in _UNREAD:
            yield from _blocks(child, names)


def _shows_words(control: Any) -> bool:
    """Whether a content control was filled in, and shows no prompt to do so."""
    return not _is_on(_part(control, "sdtPr"), "showingPlcHdr")


def _pieces(element: Any, struck: bool = False) -> Iterator[Piece]:
    for child in element:
        name = _name(child)
        if name == "t":
            yield child.text or "", struck
        elif name in _LETTERS:
            yield _LETTERS[name], struck
        elif name == "sdt":
            about = _part(child, "sdtPr")
            if _value(about, "checkbox") is not None:
                yield (_TICKED if _is_on(about, "checked") else _NOT_TICKED), struck
            elif _shows_words(child):
                yield from _pieces(_part(child, "sdtContent"), struck)
        elif name == "sym":
            yield _SYMBOLS.get((_value(child, "sym", "char") or "")[-2:].upper(), ""), struck
        elif name == "ffData":
            yield _answer(child), struck
        elif name == "r":
            look = _part(child, "rPr")
            yield from _pieces(child, _is_on(look, "strike") or _is_on(look, "dstrike"))
        elif name and name not in _UNREAD:
            yield from _pieces(child, struck)


def _answer(form: Any) -> str:
    """What was chosen in a form field of older documents, which stands nowhere in words."""
    box, entries = _part(form, "checkBox"), _part(form, "ddList")
    if len(box):
        ticked = _is_on(box, "default" if _value(box, "checked") is None else "checked")
        return _TICKED if ticked else _NOT_TICKED
    words = [next(iter(e.attrib.values()), "") for e in entries if _name(e) == "listEntry"]
    chosen = int(_value(entries, "result") or _value(entries, "default") or 0)
    return words[chosen] if 0 <= chosen < len(words) else ""


def _cell_pieces(cell: Any) -> list[Piece]:
    pieces: list[Piece] = []
    for paragraph in _blocks(cell, ("p",)):
        pieces += [("\n", pieces[-1][1])] if pieces else []
        pieces += _pieces(paragraph)
    return pieces


def _joined(pieces: Iterator[Piece] | list[Piece]) -> str:
    words = "".join(words for words, _ in pieces).strip()
    return "" if words in _PROMPTS else {_TICKED: "Yes", _NOT_TICKED: "No"}.get(words, words)


def _add_rows(table: WordTable, element: Any) -> None:
    """Add the table's own rows.

    A cell merged down gives its words to each row; one merged across to its first column.
    """
    above: dict[int, str] = {}
    for row in _blocks(element, ("tr",)):
        about, number = _part(row, "trPr"), len(table.rows) - table.above
        if _value(about, "del") is not None:
            table.deleted.append(number)
            continue
        texts = [""] * int(_value(about, "gridBefore") or 0)
        added = _value(about, "ins") is not None
        for cell in _blocks(row, ("tc",)):
            look = _part(cell, "tcPr")
            if _value(look, "cellDel") is not None:
                continue
            column, width = len(texts), int(_value(look, "gridSpan") or 1)
            if _value(look, "vMerge") in ("", "continue"):
                texts.append(above.get(column, ""))
            else:
                texts.append(_read_cell(table, cell, (number, column)))
            texts += [""] * (width - 1)
            if width > 1:
                table.merged.append(((number, column), (number, column + width - 1)))
            shade = _value(look, "shd", "fill") or ""
            if colour := colour_name(shade) if _RGB.fullmatch(shade) else "":
                cells = table.fills.setdefault(colour, {})
                cells.setdefault(column, array("i")).append(number)
            if added or any(_name(element) in _CHANGES for element in cell.iter()):
                table.changed.append((number, column))
        above = dict(enumerate(texts))
        table.rows.append(texts)


def _read_cell(table: WordTable, cell: Any, at: tuple[int, int]) -> str:
    pieces = _cell_pieces(cell)
    kept, struck = (_joined([p for p in pieces if p[1] is out]) for out in (False, True))
    if struck and kept:
        table.struck_parts[at] = kept, struck
    elif struck:
        table.struck_cells.setdefault(at[1], array("i")).append(at[0])
    return _joined(pieces)
