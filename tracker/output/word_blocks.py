"""The elements of a Word document: paragraphs, tables and pictures, with plan text as text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any, TypeAlias

from tracker.output.word_styles import BODY, TABLE, TABLE_TEXT
from tracker.report.content import TO_COMPLETE, Table

if TYPE_CHECKING:
    from docx.document import Document

    from tracker.output.pictures import Drawn

Styles: TypeAlias = Mapping[str, str]
"""The identifiers of a document's styles by their names."""

EMU_PER_TWIP = 635

NUMBER_TWIPS = 620
"""The room left of a numbered paragraph: 1.1 cm, in which "3.12" fits."""

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_TURNS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
"""Marks that turn the direction of the text after them, and could show it as another."""

HEADER_SHADE, HEADING_SHADE, LINE = "E8ECF2", "F4F6F9", "A6ADBA"
LONGEST_UNSPLIT = 1_200
"""Characters of a row above which it may be split over pages: it could be taller than one."""


def text_lines(text: str) -> list[str]:
    """A text's lines, each of what XML can hold; other characters are replaced by "�"."""
    lines = text.translate(_TURNS).splitlines() or [""]
    return [_NOT_XML.sub("�", line) for line in lines]


def one_line(text: str) -> str:
    """A text on one line, of what XML can hold."""
    return " ".join(" ".join(text_lines(text)).split())


def paragraph(
    styles: Styles,
    text: str,
    style: str,
    *,
    label: str = "",
    number: str = "",
    apart: bool = False,
    tight: bool = False,
) -> Any:
    """A paragraph of a style; its ``label`` in bold before it; ``apart`` from what is above it.

    Its ``number`` stands left of it; a ``tight`` one is close to the next.
    """
    made = _element("w:p")
    _set_style(styles, made, style)
    if number:
        tabs = _element("w:tabs")
        tabs.append(_element("w:tab", val="left", pos=NUMBER_TWIPS))
        made.get_or_add_pPr().append(tabs)
    if apart:
        made.get_or_add_pPr().append(_element("w:spacing", before=160))
    elif tight:
        made.get_or_add_pPr().append(_element("w:spacing", after=20))
    if number:
        made.pPr.append(_element("w:ind", left=NUMBER_TWIPS, hanging=NUMBER_TWIPS))
        text = f"{number}\t{text}"
    if label:
        made.append(_run(label, bold=True))
        text = f" {text}"
    _add_text(made, text)
    return made


def table(styles: Styles, content: Table, width: int) -> Any:
    """A table ``width`` twips wide: its header repeated on each page, its rows not split."""
    made = _element("w:tbl")
    made.append(_table_properties(styles, content, width))
    shares = [width * share / sum(content.widths) for share in content.widths]
    widths = [int(share) for share in shares]
    grid = _element("w:tblGrid")
    for column in widths:
        grid.append(_element("w:gridCol", w=column))
    made.append(grid)
    made.append(_row(styles, content.headings, widths, header=True))
    for cells in content.rows:
        heading = len(cells) == 1 < len(widths)
        made.append(
            _heading_row(styles, cells[0], widths) if heading else _row(styles, cells, widths)
        )
    return made


def picture(document: Document, styles: Styles, drawn: Drawn, width: int, height: int) -> Any:
    """A paragraph with a picture no larger than ``width`` and ``height`` twips, with its words."""
    inline: Any = document.part.new_pic_inline(BytesIO(drawn.png))
    extent = inline.extent
    limit = min(width * EMU_PER_TWIP / extent.cx, height * EMU_PER_TWIP / extent.cy)
    cx, cy = int(extent.cx * limit), int(extent.cy * limit)
    inline.extent.cx, inline.extent.cy = cx, cy
    inline.graphic.graphicData.pic.spPr.cx = cx
    inline.graphic.graphicData.pic.spPr.cy = cy
    inline.docPr.set("descr", one_line(drawn.alt))
    inline.graphic.graphicData.pic.nvPicPr.cNvPr.set("name", f"{drawn.key}.png")
    drawing = _element("w:drawing")
    drawing.append(inline)
    run = _element("w:r")
    run.append(drawing)
    made = _element("w:p")
    _set_style(styles, made, BODY)
    made.append(run)
    return made


def unnumbered(made: Any) -> Any:
    """The paragraph without the number that its style gives it."""
    number = _element("w:numPr")
    number.append(_element("w:numId", val=0))
    made.pPr.append(number)
    return made


def after_table() -> Any:
    """The paragraph that must follow a table, as low as can be."""
    made = _element("w:p")
    properties = _element("w:pPr")
    properties.append(_element("w:spacing", before=0, after=0, line=20, lineRule="exact"))
    made.append(properties)
    return made


def field(code: str) -> Any:
    """A run with a field, such as the page's number."""
    made = _element("w:fldSimple", instr=code)
    made.append(_run("1"))
    return made


def page_number(made: Any) -> None:
    """Add "Page 1 of 9" to a paragraph."""
    for part in ("Page ", "PAGE", " of ", "NUMPAGES"):
        made.append(field(part) if part.isupper() else _run(part))


def _table_properties(styles: Styles, content: Table, width: int) -> Any:
    made = _element("w:tblPr")
    if TABLE in styles:
        made.append(_element("w:tblStyle", val=styles[TABLE]))
    made.append(_element("w:tblW", w=width, type="dxa"))
    borders = _element("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        borders.append(_element(f"w:{side}", val="single", sz=4, space=0, color=LINE))
    made.append(borders)
    made.append(_element("w:tblLayout", type="fixed"))
    margins = _element("w:tblCellMar")
    for side in ("left", "right"):
        margins.append(_element(f"w:{side}", w=70, type="dxa"))
    made.append(margins)
    look = {"val": "0620", "firstRow": 1, "lastRow": 0, "firstColumn": 0, "lastColumn": 0}
    made.append(_element("w:tblLook", **look, noHBand=1, noVBand=1))
    made.append(_element("w:tblCaption", val=one_line(content.title)))
    made.append(_element("w:tblDescription", val=one_line(content.description)))
    return made


def _row(
    styles: Styles, cells: Sequence[str], widths: Sequence[int], *, header: bool = False
) -> Any:
    made = _element("w:tr")
    properties = _element("w:trPr")
    if header or sum(map(len, cells)) <= LONGEST_UNSPLIT:
        properties.append(_element("w:cantSplit"))
    if header:
        properties.append(_element("w:tblHeader"))
    if len(properties):
        made.append(properties)
    for text, width in zip(cells, widths, strict=True):
        cell = _element("w:tc")
        about = _element("w:tcPr")
        about.append(_element("w:tcW", w=width, type="dxa"))
        if header:
            about.append(_element("w:shd", val="clear", color="auto", fill=HEADER_SHADE))
        cell.append(about)
        inside = _element("w:p")
        _set_style(styles, inside, TABLE_TEXT)
        _add_text(inside, text, bold=header)
        cell.append(inside)
        made.append(cell)
    return made


def _heading_row(styles: Styles, text: str, widths: Sequence[int]) -> Any:
    """One cell over all columns, which stays with the row below it."""
    made = _row(styles, (text,), (sum(widths),))
    (about,) = made.xpath("w:tc/w:tcPr")
    about.append(_element("w:gridSpan", val=len(widths)))
    about.append(_element("w:shd", val="clear", color="auto", fill=HEADING_SHADE))
    (inside,) = made.xpath("w:tc/w:p")
    inside.get_or_add_pPr().append(_element("w:keepNext"))
    for run in inside.xpath("w:r"):
        run.get_or_add_rPr().insert(0, _element("w:b"))
    return made


def _add_text(made: Any, text: str, *, bold: bool = False) -> None:
    """Add a text in runs: line breaks as such, what is to be completed highlighted."""
    for number, line in enumerate(text_lines(text)):
        if number:
            run = _element("w:r")
            run.append(_element("w:br"))
            made.append(run)
        for part, highlighted in _marked(line):
            made.append(_run(part, bold=bold, highlighted=highlighted))


def _marked(line: str) -> Iterator[tuple[str, bool]]:
    start = 0
    for found in TO_COMPLETE.finditer(line):
        if found.start() > start:
            yield line[start : found.start()], False
        yield found.group(), True
        start = found.end()
    if start < len(line):
        yield line[start:], False


def _run(text: str, *, bold: bool = False, highlighted: bool = False) -> Any:
    made = _element("w:r")
    if bold or highlighted:
        properties = _element("w:rPr")
        if bold:
            properties.append(_element("w:b"))
        if highlighted:
            properties.append(_element("w:highlight", val="yellow"))
        made.append(properties)
    pieces = text.split("\t")
    for number, piece in enumerate(pieces):
        if number:
            made.append(_element("w:tab"))
        if piece or len(pieces) == 1:
            words = _element("w:t")
            words.text = piece
            words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            made.append(words)
    return made


def _set_style(styles: Styles, made: Any, name: str) -> None:
    if name in styles:
        properties = _element("w:pPr")
        properties.append(_element("w:pStyle", val=styles[name]))
        made.insert(0, properties)


def _element(tag: str, **attributes: object) -> Any:
    """An element of Word's own namespace, its attributes too."""
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement

    made: Any = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    return made
