"""Where a report stands in a document, and the sections that its pages are in."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from tracker.output import word_blocks as blocks
from tracker.output.word_styles import w
from tracker.output.word_template import MARKER

if TYPE_CHECKING:
    from docx.document import Document

A4 = (11_906, 16_838)  # twips
LEAST_WIDTH = 5_000  # twips; about 9 cm, below which a template's margins are not believed
APPENDIX_MARGIN = 850  # twips; 1.5 cm at the sides of the wide table


def place_of(body: Any, end: Any) -> tuple[Any, bool]:
    """The element that the report stands before, and whether nothing stands after it.

    Empty paragraphs at the end of a template without a marker give way to the report.
    """
    for made in body.xpath("./w:p"):
        if "".join(made.xpath(".//w:t/text()")).strip().casefold() == MARKER:
            return made, made.getnext() is end and not made.xpath("./w:pPr/w:sectPr")
    while (before := end.getprevious()) is not None and _is_blank(before):
        body.remove(before)
    return end, True


def _is_blank(element: Any) -> bool:
    is_paragraph = str(element.tag).endswith("}p")
    return is_paragraph and not element.xpath(".//w:t|.//w:drawing|.//w:pict|.//w:sectPr|.//w:sdt")


def governing(place: Any, end: Any) -> Any:
    """The properties of the section that a place is in: those at its end."""
    for element in (place, *place.itersiblings()):
        if element is end:
            break
        found = element.xpath("./w:pPr/w:sectPr")
        if found:
            return found[0]
    return end


class Room:
    """The room for text on a page of a section, in twips."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height

    @classmethod
    def of(cls, section: Any) -> Room:
        sizes, margins = _sizes(section), _margins(section)
        width = sizes[0] - margins["left"] - margins["right"]
        height = sizes[1] - margins["top"] - margins["bottom"]
        return cls(max(width, LEAST_WIDTH), max(height, LEAST_WIDTH))


def _sizes(section: Any) -> tuple[int, int]:
    size = section.find(w("pgSz"))
    if size is None:
        return A4
    width, height = (_whole(size.get(w(name))) for name in ("w", "h"))
    return (width, height) if width and height else A4


def _margins(section: Any) -> dict[str, int]:
    margins = section.find(w("pgMar"))
    names = ("left", "right", "top", "bottom")
    if margins is None:
        return dict.fromkeys(names, 1_440)
    return {name: abs(_whole(margins.get(w(name)))) for name in names}


def _whole(text: str | None) -> int:
    try:
        return int(float(text or 0))
    except ValueError:
        return 0


def landscape(section: Any) -> Any:
    """A section like this one, turned: its headers stay, and its pages are counted on."""
    turned = deepcopy(section)
    for name in ("titlePg", "pgNumType"):
        for element in turned.findall(w(name)):
            turned.remove(element)
    width, height = _sizes(section)
    size = _sized(turned)
    size.set(w("w"), str(max(width, height)))
    size.set(w("h"), str(min(width, height)))
    size.set(w("orient"), "landscape")
    margins = turned.find(w("pgMar"))
    if margins is not None:
        for name in ("left", "right"):
            narrow = min(abs(_whole(margins.get(w(name)))), APPENDIX_MARGIN)
            margins.set(w(name), str(narrow))
    kind = turned.find(w("type"))
    if kind is not None:
        turned.remove(kind)  # by default it begins on a new page
    return turned


def _sized(section: Any) -> Any:
    """The section's page size, added where it gives none."""
    size = section.find(w("pgSz"))
    return section.get_or_add_pgSz() if size is None else size


def close_text(text: Sequence[Any], section: Any) -> None:
    """End the section of the text with its last paragraph."""
    text[-1].get_or_add_pPr().append(section)


def end_appendix(last_element: Any, wide: Any, end: Any, *, last: bool) -> None:
    """End the section of the appendix: the document's own last one where nothing follows."""
    closing = blocks.after_table()
    last_element.addnext(closing)
    if last:
        end.getparent().replace(end, wide)
    else:
        closing.get_or_add_pPr().append(wide)


def number_pages(document: Document, section: Any, header: str) -> None:
    """See to it that pages are numbered, and that each has its header where there is one."""
    from docx.section import Section

    about = Section(section, document.part)
    if not _numbers_pages(document):
        footer = about.footer
        is_new = footer.is_linked_to_previous
        written = footer.paragraphs[0] if is_new else footer.add_paragraph()
        blocks.page_number(written._p)
    if header:
        about.header.paragraphs[0].text = blocks.one_line(header)


def _numbers_pages(document: Document) -> bool:
    """Whether a header or footer of the document has the page's number."""
    parts: Any = document.part.package.iter_parts()
    codes = [
        code
        for part in parts
        if part.content_type.endswith(("header+xml", "footer+xml"))
        for code in part.element.xpath(".//w:instrText/text()|.//w:fldSimple/@w:instr")
    ]
    return any("PAGE" in code.upper().split() for code in codes)
