"""A report in the elements of a Word document: ``report.xml.j2``, with plan text as text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING, Any

from tracker.output.templates import templates
from tracker.output.word_styles import numbered_styles, style_ids
from tracker.report.content import Report, ReportTable, parts

if TYPE_CHECKING:
    from docx.document import Document

    from tracker.output.chart_pictures import Drawn
    from tracker.output.word_sections import Room

EMU_PER_TWIP = 635

NUMBER_TWIPS = 620
"""The room left of a numbered paragraph: 1.1 cm, in which "3.12" fits."""

PICTURE_SHARE = 0.72
"""Of the height of a page's text, so that a picture stands with the words about it."""

LONGEST_UNSPLIT = 1_200
"""Characters of a row above which it may be split over pages: it could be taller than one."""

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_TURNS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
"""Marks that turn the direction of the text after them, and could show it as another."""


def text_lines(text: str) -> list[str]:
    """A text's lines, each of what XML can hold; other characters are replaced by "�"."""
    lines = text.translate(_TURNS).splitlines() or [""]
    return [_NOT_XML.sub("�", line) for line in lines]


def one_line(text: str) -> str:
    """A text on one line, of what XML can hold."""
    return " ".join(" ".join(text_lines(text)).split())


def elements(
    document: Document,
    report: Report,
    room: Room,
    pictures: Mapping[str, Drawn],
    *,
    appendices: bool,
) -> list[Any]:
    """The report's elements up to its ``appendices``, or those of them, for a page's room.

    Styles that the document lacks are not named; a table is as wide as the text.
    """
    from docx.oxml.parser import parse_xml

    environment = templates()
    environment.filters |= {"lines": text_lines, "one_line": one_line, "parts": parts}
    made = environment.get_template("report.xml.j2").render(
        report=report,
        appendices=appendices,
        styles=style_ids(document),
        numbered=numbered_styles(document),
        pictures=pictures,
        width=room.width,
        widths_of=partial(_widths, width=room.width),
        room_left=NUMBER_TWIPS,
        longest_unsplit=LONGEST_UNSPLIT,
        kind=lambda block: type(block).__name__,
    )
    body: Any = parse_xml(made)
    for drawing in body.xpath(".//w:drawing"):
        (key,) = drawing.attrib.values()
        drawing.attrib.clear()
        drawing.append(_picture(document, pictures[key], room))
    return list(body)


def _widths(content: ReportTable, width: int) -> list[int]:
    """The widths of a table's columns in twips."""
    return [int(width * share / sum(content.widths)) for share in content.widths]


def _picture(document: Document, drawn: Drawn, room: Room) -> Any:
    """A picture that fits the room, with its words."""
    inline: Any = document.part.new_pic_inline(BytesIO(drawn.png))
    extent, height = inline.extent, room.height * PICTURE_SHARE
    limit = min(room.width * EMU_PER_TWIP / extent.cx, height * EMU_PER_TWIP / extent.cy)
    shape = inline.graphic.graphicData.pic
    extent.cx = shape.spPr.cx = int(extent.cx * limit)
    extent.cy = shape.spPr.cy = int(extent.cy * limit)
    inline.docPr.set("descr", one_line(drawn.alt))
    shape.nvPicPr.cNvPr.set("name", f"{drawn.key}.png")
    return inline


def after_table() -> Any:
    """The paragraph that must follow a table, as low as can be."""
    low = '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
    return _parsed(f"<w:p {{}}><w:pPr>{low}</w:pPr></w:p>")


def page_number(made: Any) -> None:
    """Add "Page 1 of 9" to a paragraph."""
    for part in ("Page ", "PAGE", " of ", "NUMPAGES"):
        words = f'<w:r {{}}><w:t xml:space="preserve">{"1" if part.isupper() else part}</w:t></w:r>'
        field = f'<w:fldSimple {{}} w:instr="{part}">{words.replace(" {}", "")}</w:fldSimple>'
        made.append(_parsed(field if part.isupper() else words))


def _parsed(xml: str) -> Any:
    """An element of Word's own namespace, which stands for the braces in it."""
    from docx.oxml.ns import nsdecls
    from docx.oxml.parser import parse_xml

    return parse_xml(xml.format(nsdecls("w")))
