"""``write_report``: a report as a Word document, on a plain A4 page or in the user's template."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from datetime import date
from io import BytesIO
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from tracker.exports import word_blocks as blocks
from tracker.exports.word_styles import (
    BODY,
    BULLET,
    CAPTION,
    SECTION,
    SUBSECTION,
    TITLE,
    complete_styles,
    prepare_own,
    set_language,
    set_properties,
)
from tracker.exports.word_template import FAULTS, MARKER, TemplateError, open_template
from tracker.report.content import Block, Bullets, Heading, Paragraph, Picture, Report, Table

if TYPE_CHECKING:
    from docx.document import Document

    from tracker.exports.pictures import Drawn

NO_PICTURES: Mapping[str, Drawn] = MappingProxyType({})

A4 = (11_906, 16_838)  # twips
LEAST_WIDTH = 5_000  # twips; about 9 cm, below which a template's margins are not believed
APPENDIX_MARGIN = 850  # twips; 1.5 cm at the sides of the wide table
PICTURE_SHARE = 0.72
"""Of the height of a page's text, so that a picture stands with the words about it."""


def write_report(
    report: Report,
    *,
    template: bytes | None = None,
    pictures: Mapping[str, Drawn] = NO_PICTURES,
    subject: str = "",
    made_on: date | None = None,
) -> bytes:
    """The report as a .docx.

    ``template`` is a Word document of the user's: its styles, headers, footers, page and logo
    stay, and the report stands where a paragraph says ``MARKER``, else last. ``pictures`` are the
    report's charts by their key; those that are not given are left out. Raises
    :class:`TemplateError` where the template cannot be used.

    >>> write_report(compose_report(plan, measured, as_at=date(2016, 4, 30)))
    """
    import docx

    if template is None:
        document = docx.Document()
        prepare_own(document)
        return _written(document, report, pictures, subject, made_on, own=True)
    document = open_template(template)
    try:
        return _written(document, report, pictures, subject, made_on, own=False)
    except FAULTS as error:
        raise TemplateError(
            "This template could not be written to: save it anew from Word as .docx."
        ) from error


def _written(
    document: Document,
    report: Report,
    pictures: Mapping[str, Drawn],
    subject: str,
    made_on: date | None,
    *,
    own: bool,
) -> bytes:
    complete_styles(document)
    set_language(document)
    set_properties(
        document,
        blocks.one_line(report.title),
        blocks.one_line(subject or report.appendix_title),
        blocks.one_line(report.author),
        made_on or date.today(),
    )
    body: Any = document.element.body
    end = body.get_or_add_sectPr()
    place, last = _place(body, end)
    governing = _governing(place, end)
    _number_pages(document, governing, report.notices if own else ())
    page = _Page.of(governing)
    text = [*_front(document, report), *_sections(document, report, pictures, page)]
    wide = _landscape(governing)
    appendix = [
        blocks.unnumbered(blocks.paragraph(document, report.appendix_title, SECTION)),
        *_appendix(document, report, _Page.of(wide)),
    ]
    _close(text, deepcopy(governing))
    for element in (*text, *appendix):
        place.addprevious(element)
    _end_appendix(appendix[-1], wide, end, last=last)
    _tell_pictures_apart(document, text)
    if place is not end:
        body.remove(place)
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _place(body: Any, end: Any) -> tuple[Any, bool]:
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


def _governing(place: Any, end: Any) -> Any:
    """The properties of the section that a place is in: those at its end."""
    for element in (place, *place.itersiblings()):
        if element is end:
            break
        found = element.xpath("./w:pPr/w:sectPr")
        if found:
            return found[0]
    return end


class _Page:
    """The room for text on a page of a section, in twips."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height

    @classmethod
    def of(cls, section: Any) -> _Page:
        sizes, margins = _sizes(section), _margins(section)
        width = sizes[0] - margins["left"] - margins["right"]
        height = sizes[1] - margins["top"] - margins["bottom"]
        return cls(max(width, LEAST_WIDTH), max(height, LEAST_WIDTH))


def _sizes(section: Any) -> tuple[int, int]:
    size = section.find(_w("pgSz"))
    if size is None:
        return A4
    width, height = (_whole(size.get(_w(name))) for name in ("w", "h"))
    return (width, height) if width and height else A4


def _margins(section: Any) -> dict[str, int]:
    margins = section.find(_w("pgMar"))
    names = ("left", "right", "top", "bottom")
    if margins is None:
        return dict.fromkeys(names, 1_440)
    return {name: abs(_whole(margins.get(_w(name)))) for name in names}


def _whole(text: str | None) -> int:
    try:
        return int(float(text or 0))
    except ValueError:
        return 0


def _landscape(section: Any) -> Any:
    """A section like this one, turned: its headers stay, and its pages are counted on."""
    turned = deepcopy(section)
    for name in ("titlePg", "pgNumType"):
        for element in turned.findall(_w(name)):
            turned.remove(element)
    width, height = _sizes(section)
    size = _sized(turned)
    size.set(_w("w"), str(max(width, height)))
    size.set(_w("h"), str(min(width, height)))
    size.set(_w("orient"), "landscape")
    margins = turned.find(_w("pgMar"))
    if margins is not None:
        for name in ("left", "right"):
            narrow = min(abs(_whole(margins.get(_w(name)))), APPENDIX_MARGIN)
            margins.set(_w(name), str(narrow))
    kind = turned.find(_w("type"))
    if kind is not None:
        turned.remove(kind)  # by default it begins on a new page
    return turned


def _sized(section: Any) -> Any:
    """The section's page size, added where it gives none."""
    size = section.find(_w("pgSz"))
    return section.get_or_add_pgSz() if size is None else size


def _front(document: Document, report: Report) -> list[Any]:
    """The title, the lines under it and what must be read first."""
    facts = [
        blocks.paragraph(document, text, BODY, label=f"{label}:") for label, text in report.facts
    ]
    notices = [blocks.paragraph(document, "", BODY, label=text) for text in report.notices]
    return [blocks.paragraph(document, report.title, TITLE), *notices, *facts]


def _sections(
    document: Document, report: Report, pictures: Mapping[str, Drawn], page: _Page
) -> list[Any]:
    made = []
    for section in report.sections:
        heading = section.title if _is_numbered(document, SECTION) else section.heading
        made.append(blocks.paragraph(document, heading, SECTION))
        made += _blocks(document, section.blocks, pictures, page)
    return made


def _appendix(document: Document, report: Report, page: _Page) -> list[Any]:
    """The blocks of the appendix, whose headings have no numbers."""
    made: list[Any] = []
    for block in report.appendix:
        if isinstance(block, Heading):
            heading = blocks.paragraph(document, block.text, SUBSECTION)
            made.append(blocks.unnumbered(heading))
        else:
            made += _blocks(document, [block], NO_PICTURES, page)
    return made


def _blocks(
    document: Document, content: Iterable[Block], pictures: Mapping[str, Drawn], page: _Page
) -> list[Any]:
    made: list[Any] = []
    numbered = _is_numbered(document, SUBSECTION)
    after_table = False
    for block in content:
        if isinstance(block, Heading):
            text = _without_number(block.text) if numbered else block.text
            made.append(blocks.paragraph(document, text, SUBSECTION))
        elif isinstance(block, Paragraph):
            made.append(blocks.paragraph(document, block.text, BODY, apart=after_table))
        elif isinstance(block, Bullets):
            made += [blocks.paragraph(document, item, BULLET) for item in block.items]
        elif isinstance(block, Table):
            made.append(blocks.paragraph(document, block.title, CAPTION))
            made.append(blocks.table(document, block, page.width))
        elif isinstance(block, Picture) and block.key in pictures:
            height = int(page.height * PICTURE_SHARE)
            made.append(blocks.picture(document, pictures[block.key], page.width, height))
        after_table = isinstance(block, Table)
    return made


def _close(text: Sequence[Any], section: Any) -> None:
    """End the section of the text with its last paragraph."""
    text[-1].get_or_add_pPr().append(section)


def _end_appendix(last_element: Any, wide: Any, end: Any, *, last: bool) -> None:
    """End the section of the appendix: the document's own last one where nothing follows."""
    closing = blocks.after_table()
    last_element.addnext(closing)
    if last:
        end.getparent().replace(end, wide)
    else:
        closing.get_or_add_pPr().append(wide)


def _tell_pictures_apart(document: Document, made: Sequence[Any]) -> None:
    """Give each picture of the report a number of its own in the document."""
    first: int = document.part.next_id
    drawings = [each for element in made for each in element.xpath(".//wp:docPr")]
    for number, drawing in enumerate(drawings, start=first):
        drawing.set("id", str(number))
        drawing.set("name", f"Chart {number}")


def _number_pages(document: Document, section: Any, notices: Sequence[str]) -> None:
    """See to it that pages are numbered, and that each says what must be read first."""
    from docx.section import Section

    about = Section(section, document.part)
    if not _numbers_pages(document):
        footer = about.footer
        is_new = footer.is_linked_to_previous
        written = footer.paragraphs[0] if is_new else footer.add_paragraph()
        blocks.page_number(written._p)
    if notices:
        about.header.paragraphs[0].text = blocks.one_line(" ".join(notices))


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


def _is_numbered(document: Document, name: str) -> bool:
    """Whether Word itself numbers the paragraphs of a style."""
    style: Any = document.styles[name]
    seen: list[str] = []
    while style is not None and style.style_id not in seen:
        seen.append(style.style_id)
        number = style.element.xpath("./w:pPr/w:numPr/w:numId/@w:val")
        if number:
            return bool(number[0] != "0")
        style = style.base_style
    return False


def _without_number(text: str) -> str:
    return text.split(" ", 1)[1]


def _w(name: str) -> str:
    from docx.oxml.ns import qn

    return qn(f"w:{name}")
