"""``write_report``: a report as a Word document, on a plain A4 page or in the user's template."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from copy import deepcopy
from datetime import date
from io import BytesIO
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from tracker.output.word_blocks import elements, one_line
from tracker.output.word_sections import (
    Room,
    close_text,
    end_appendix,
    governing,
    landscape,
    number_pages,
    place_of,
)
from tracker.output.word_styles import (
    complete_styles,
    leave_out_origin,
    prepare_own,
    set_language,
    set_properties,
)
from tracker.output.word_template import TemplateError, faults, open_template
from tracker.report.content import Heading, Paragraph, Report, ReportTable

if TYPE_CHECKING:
    from docx.document import Document

    from tracker.output.chart_pictures import Drawn

NO_PICTURES: Mapping[str, Drawn] = MappingProxyType({})


def write_report(
    report: Report,
    *,
    template: bytes | None = None,
    pictures: Mapping[str, Drawn] = NO_PICTURES,
    made_on: date | None = None,
) -> bytes:
    """The report as a .docx.

    ``template`` is a Word document of the user's: its styles, headers, footers, page and logo
    stay, and the report stands where a paragraph says "[report]", else last. ``pictures`` are the
    report's charts by their key; those that are not given are left out. ``made_on``, by default
    today, is the date in its properties. Raises :class:`TemplateError` where the template cannot
    be used.

    >>> write_report(compose_report(plan, measured, as_at=date(2016, 4, 30)))
    """
    import docx

    if template is None:
        document = docx.Document()
        prepare_own(document)
        return _written(document, report, pictures, made_on, own=True)
    document = open_template(template)
    try:
        return _written(document, report, pictures, made_on, own=False)
    except faults() as error:
        raise TemplateError(
            "This template could not be written to: save it anew from Word as .docx."
        ) from error


def _written(
    document: Document,
    report: Report,
    pictures: Mapping[str, Drawn],
    made_on: date | None,
    *,
    own: bool,
) -> bytes:
    complete_styles(document)
    set_language(document)
    leave_out_origin(document)
    title, subject = one_line(report.title), one_line(report.appendices[0].title)
    author = one_line(report.author)
    set_properties(document, title, subject, author, made_on or date.today())
    body: Any = document.element.body
    end = body.get_or_add_sectPr()
    place, last = place_of(body, end)
    section = governing(place, end)
    number_pages(document, section, _on_every_page(report) if own else "")
    wide = landscape(section)
    text = elements(document, report, Room.of(section), pictures, appendices=False)
    appendix = elements(document, report, Room.of(wide), pictures, appendices=True)
    close_text(text, deepcopy(section))
    for element in (*text, *appendix):
        place.addprevious(element)
    end_appendix(appendix[-1], wide, end, last=last)
    _tell_pictures_apart(document, text)
    if place is not end:
        body.remove(place)
    return _saved(document)


def _on_every_page(report: Report) -> str:
    """The classification, and the first sentence of what must be read first."""
    notices = (f"{notice.split('. ')[0].removesuffix('.')}." for notice in report.notices)
    return " ".join(filter(None, (report.classification, *notices)))


def _saved(document: Document) -> bytes:
    """The document's bytes: the same for the same document, whenever and wherever it is saved."""
    package: Any = document.part.package
    names = [part.partname for part in package.iter_parts()]
    if len(set(names)) < len(names):
        raise ValueError("two parts of one name")  # of a damaged template
    saved, timeless = BytesIO(), BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as parts, zipfile.ZipFile(timeless, "w") as archive:
        for name in parts.namelist():
            part = zipfile.ZipInfo(name)  # of 1 January 1980
            part.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(part, parts.read(name))
    return timeless.getvalue()


def _tell_pictures_apart(document: Document, made: Sequence[Any]) -> None:
    """Give each picture of the report a number of its own in the document."""
    first: int = document.part.next_id
    drawings = [each for element in made for each in element.xpath(".//wp:docPr")]
    for number, drawing in enumerate(drawings, start=first):
        drawing.set("id", str(number))
        drawing.set("name", f"Chart {number}")


def template_problem(template: bytes) -> str:
    """Why a template cannot be used, in a sentence; "" where it can."""
    try:
        write_report(_trial(), template=template)
    except TemplateError as error:
        return str(error)
    return ""


def _trial() -> Report:
    """A short report with everything in it that a report may have, to try a template with."""
    from tracker.report.content import Appendix, Section

    table = ReportTable("Table", "A table", ("A", "B"), (("Over both",), ("1", "2")), (1, 1))
    blocks = (table, Paragraph("Text", "1.1"))
    appendix = Appendix("Appendix", (Heading("Heading"), table))
    return Report("Title", "", (), (), (Section(1, "Section", blocks),), (appendix,))
