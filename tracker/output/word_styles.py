"""What a report needs of a Word document's styles, language and properties, where it lacks them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.document import Document

LANGUAGE = "en-GB"
TABLE_TEXT = "Report Table Text"
"""The style of the text in a report's tables."""

TITLE, SECTION, SUBSECTION = "Title", "Heading 1", "Heading 2"
BODY, CAPTION = "Normal", "Caption"

INK, ACCENT = "1F2430", "163766"
FONT = "Arial"


_ORIGINS = frozenset(
    ("attachedTemplate", "extended-properties", "custom-properties", "thumbnail", "origin")
)
"""Relations to what says where a file comes from; the last is that of its signatures."""


def prepare_own(document: Document) -> None:
    """Give python-docx's plain document the look of a committee paper: A4, Arial, dark blue."""
    from docx.enum.text import WD_LINE_SPACING
    from docx.shared import Cm, Pt, RGBColor

    section = document.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.3)
    section.top_margin = section.bottom_margin = Cm(2)
    section.header_distance = section.footer_distance = Cm(0.8)  # a header may take three lines
    styles: Any = document.styles
    for name, size, before, after, bold in (
        (BODY, 10.5, 0, 5, False),
        (TITLE, 16, 0, 8, True),
        (SECTION, 12.5, 10, 3, True),
        (SUBSECTION, 11.5, 10, 3, True),
        (CAPTION, 9.5, 6, 3, True),
    ):
        style = styles[name]
        _set_font(style)
        style.font.size, style.font.bold = Pt(size), bold
        style.font.color.rgb = RGBColor.from_string(INK if name in (BODY, CAPTION) else ACCENT)
        form = style.paragraph_format
        form.space_before, form.space_after = Pt(before), Pt(after)
        form.line_spacing_rule = WD_LINE_SPACING.SINGLE
    styles[BODY].paragraph_format.line_spacing = 1.05
    for name in ("Header", "Footer"):
        styles[name].font.size = Pt(9)
    title = styles[TITLE].element
    for border in title.xpath("w:pPr/w:pBdr"):
        border.getparent().remove(border)
    for setting in document.settings.element.xpath(
        "w:compat/w:compatSetting[@w:name='compatibilityMode']"
    ):
        setting.set(w("val"), "15")  # else Word opens it in its compatibility mode


def complete_styles(document: Document) -> None:
    """Add the styles that a template lacks; those that it has stay as they are."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt

    styles: Any = document.styles
    known = {style.name for style in styles}
    if BODY not in known:
        _added(styles, BODY, WD_STYLE_TYPE.PARAGRAPH).element.set(w("default"), "1")
    for name, size, level in ((TITLE, 20, None), (SECTION, 14, 0), (SUBSECTION, 12, 1)):
        if name not in known:
            style = _added(styles, name, WD_STYLE_TYPE.PARAGRAPH)
            style.font.size, style.font.bold = Pt(size), True
            style.paragraph_format.space_before = Pt(12)
            style.paragraph_format.space_after = Pt(6)
            style.paragraph_format.keep_with_next = True
            if level is not None:
                _set_outline(style, level)
    if CAPTION not in known:
        style = _added(styles, CAPTION, WD_STYLE_TYPE.PARAGRAPH)
        style.font.bold = True
    if TABLE_TEXT not in known:
        style = _added(styles, TABLE_TEXT, WD_STYLE_TYPE.PARAGRAPH)
        style.font.size = Pt(9)
        form = style.paragraph_format
        form.space_before = form.space_after = Pt(1.5)
        form.line_spacing = 1.0
    styles[CAPTION].paragraph_format.keep_with_next = True


def style_ids(document: Document) -> dict[str, str]:
    """The identifier of each style of the document by its name."""
    styles: Any = document.styles
    return {style.name: style.style_id for style in styles}


def numbered_styles(document: Document) -> frozenset[str]:
    """Which styles of a report's headings Word numbers by itself."""
    styles: Any = document.styles
    return frozenset(name for name in (SECTION, SUBSECTION) if _is_numbered(styles[name]))


def _is_numbered(style: Any) -> bool:
    seen: list[str] = []
    while style is not None and style.style_id not in seen:
        seen.append(style.style_id)
        number = style.element.xpath("./w:pPr/w:numPr/w:numId/@w:val")
        if number:
            return bool(number[0] != "0")
        style = style.base_style
    return False


def set_language(document: Document) -> None:
    """British English, for whatever checks the spelling and for whatever reads aloud."""
    from docx.oxml.parser import OxmlElement

    element: Any = document.styles.element
    defaults = element.find(w("docDefaults"))
    if defaults is None:
        defaults = OxmlElement("w:docDefaults")
        element.insert(0, defaults)
    run_defaults = _child(_child(defaults, "w:rPrDefault", first=True), "w:rPr")
    language = _child(run_defaults, "w:lang")
    for lang in (language, *element.iter(w("lang"))):
        lang.set(w("val"), LANGUAGE)
    for lang in document.settings.element.iter(w("themeFontLang")):
        lang.set(w("val"), LANGUAGE)


def set_properties(document: Document, title: str, subject: str, author: str, on: date) -> None:
    """The document's own properties: nothing of a template's, of a person or of a machine."""
    properties = document.core_properties
    for name in ("category", "comments", "content_status", "identifier", "keywords", "version"):
        setattr(properties, name, "")
    properties.title, properties.subject = title[:255], subject[:255]
    properties.author = properties.last_modified_by = author[:255]
    properties.language = LANGUAGE
    properties.revision = 1
    moment = datetime(on.year, on.month, on.day, tzinfo=UTC)
    properties.created = properties.modified = moment.replace(tzinfo=None)
    printed: Any = properties._element
    for element in printed.xpath("cp:lastPrinted"):
        printed.remove(element)


def leave_out_origin(document: Document) -> None:
    """Take out which template, program and machine the file came from."""
    settings = document.settings.element
    for element in settings.xpath("w:attachedTemplate"):
        settings.remove(element)
    package: Any = document.part.package
    for relations in (package.rels, *(part.rels for part in package.iter_parts())):
        for name, relation in list(relations.items()):
            if relation.reltype.rsplit("/", 1)[-1] in _ORIGINS:
                del relations[name]


def _set_font(style: Any) -> None:
    """The font by name, in place of the theme's."""

    style.font.name = FONT
    fonts = style.element.rPr.rFonts
    for name in [key for key in fonts.attrib if key.endswith("Theme")]:
        del fonts.attrib[name]
    fonts.set(w("cs"), FONT)
    fonts.set(w("eastAsia"), FONT)


def _added(styles: Any, name: str, kind: Any) -> Any:
    style = styles.add_style(name, kind, builtin=name != TABLE_TEXT)
    if name != BODY:
        style.base_style = styles[BODY]
    style.quick_style, style.hidden = True, False
    return style


def _set_outline(style: Any, level: int) -> None:
    from docx.oxml.parser import OxmlElement

    outline = OxmlElement("w:outlineLvl")
    outline.set(w("val"), str(level))
    style.element.get_or_add_pPr().append(outline)


def _child(parent: Any, tag: str, *, first: bool = False) -> Any:
    """The child of that tag, added where there is none."""
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement

    found = parent.find(qn(tag))
    if found is None:
        found = OxmlElement(tag)
        parent.insert(0, found) if first else parent.append(found)
    return found


def w(name: str) -> str:
    """A name in Word's own namespace."""
    from docx.oxml.ns import qn

    return qn(f"w:{name}")
