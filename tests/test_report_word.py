"""The report as a Word document: its structure, its accessibility, and plan text as text."""

import io
import re
import zipfile
from datetime import date

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Cm
from lxml import etree

from tests.comparing import APRIL, JANUARY, NOV, OPEN, SEPTEMBER
from tests.reports import appendix, report, sample
from tracker.charts.palette import contrast
from tracker.output.chart_pictures import Drawn
from tracker.output.word_file import write_report
from tracker.report.content import Report, ReportTable
from tracker.report.own_words import Length

LATE = {"reference": "1", "action": "Audit", "original_due": NOV, **OPEN}


def opened(data: bytes) -> Document:
    return docx.Document(io.BytesIO(data))


def written(made: Report, **more: object) -> Document:
    return opened(write_report(made, **more))


def text_of(document: Document) -> str:
    return "\n".join(map(words_of, document.element.body.iter(qn("w:p"))))


def words_of(element: etree._Element) -> str:
    return "".join(element.xpath(".//w:t/text()"))


@pytest.fixture(scope="module")
def png() -> bytes:
    """A picture as a browser draws one."""
    from PIL import Image

    buffer = io.BytesIO()
    Image.new("RGB", (68, 51), "white").save(buffer, "PNG")
    return buffer.getvalue()


@pytest.fixture(scope="module")
def april(png: bytes) -> Document:
    pictures = {key: Drawn(key, png, f"The finding of {key}") for key in ("completion", "other")}
    return written(sample(APRIL, JANUARY), pictures=pictures, made_on=date(2016, 5, 3))


def test_the_sections_have_real_heading_styles_in_their_order(april: Document) -> None:
    styled = [(p.style.name, p.text) for p in april.paragraphs if p.style.name != "Normal"]
    titles = [text for style, text in styled if style == "Title"]
    sections = [text for style, text in styled if style == "Heading 1"]
    assert titles == ["Building the Picture: progress on the action plan"]
    assert [text[:2] for text in sections[:8]] == [f"{number}." for number in range(1, 9)]
    assert sections[8] == "Appendix A: the action plan as at 30 April 2016"
    second = [text for style, text in styled if style == "Heading 2"]
    assert second == ["Force-specific recommendations", "National action plan"]


def test_paragraphs_stand_beside_their_numbers(april: Document) -> None:
    (first,) = (p for p in april.paragraphs if p.text.startswith("2.1"))
    assert first.text == "2.1\tThe Commissioner is asked to note the report."
    form = first.paragraph_format
    assert form.left_indent == -form.first_line_indent == form.tab_stops[0].position


def test_a_full_report_has_its_further_appendices_on_wide_pages_too() -> None:
    document = written(sample(APRIL, JANUARY, length=Length.full))
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert [text[:11] for text in headings[8:]] == [f"Appendix {letter}:" for letter in "ABCDEF"]
    assert len(document.sections) == 2
    assert what_words_accessibility_checker_finds(document) == []


def test_the_appendix_alone_is_landscape_and_the_page_is_a4(april: Document) -> None:
    text, appendix = april.sections
    assert (text.page_width.cm, text.page_height.cm) == pytest.approx((21, 29.7), abs=0.01)
    assert (appendix.page_width.cm, appendix.page_height.cm) == pytest.approx((29.7, 21), abs=0.01)
    assert appendix.orientation == 1
    inside = [
        words_of(element)
        for element in april.element.body.iterchildren()
        if element.tag == qn("w:p") and element.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None
    ]
    assert inside == ["8.1Information Assurance Manager"]  # the contact ends the upright pages


def test_every_page_has_its_number_and_what_must_be_read_first(april: Document) -> None:
    for part in april.sections:
        codes = part.footer._element.xpath(".//w:fldSimple/@w:instr")
        assert codes == ["PAGE", "NUMPAGES"]
        assert "Illustrative" in part.header.paragraphs[0].text
        assert "Not for publication" in part.header.paragraphs[0].text
        assert part.header.paragraphs[0].text.startswith("Official ")


def test_tables_fit_between_the_margins(april: Document) -> None:
    upright, wide = (
        (part.page_width - part.left_margin - part.right_margin) for part in april.sections
    )
    for table in april.tables:
        width = sum(int(each.get(qn("w:w"))) for each in table._tbl.tblGrid) * 635
        assert width <= (wide if len(table.columns) == 9 else upright) + Cm(0.05)


def test_every_cell_of_the_report_is_in_the_document(april: Document) -> None:
    made = sample(APRIL, JANUARY)
    expected = [
        block
        for blocks in (*(part.blocks for part in made.sections), appendix(made))
        for block in blocks
        if isinstance(block, ReportTable)
    ]
    assert len(april.tables) == len(expected)
    for shown, table in zip(april.tables, expected, strict=True):
        cells = [tuple(words_of(t) for t in row._tr.iter(qn("w:tc"))) for row in shown.rows]
        assert cells == [table.headings, *table.rows]


def test_pictures_have_the_finding_as_their_words_and_stay_between_the_margins(
    april: Document,
) -> None:
    described = april.element.body.findall(f".//{qn('wp:docPr')}")
    assert [each.get("descr") for each in described] == ["The finding of completion"]
    room = april.sections[0]
    for shape in april.inline_shapes:
        assert shape.width <= room.page_width - room.left_margin - room.right_margin
        assert shape.width / shape.height == pytest.approx(68 / 51, rel=0.01)


def test_without_pictures_the_tables_stand_alone() -> None:
    document = written(sample(APRIL, JANUARY))
    assert len(document.inline_shapes) == 0
    assert len(document.tables) == 3


def test_the_properties_are_the_reports_and_nobody_elses(april: Document) -> None:
    about = april.core_properties
    assert about.title == "Building the Picture: progress on the action plan"
    assert about.subject == "Appendix A: the action plan as at 30 April 2016"
    assert (about.author, about.last_modified_by) == ("Information Assurance Manager",) * 2
    assert (about.language, about.comments, about.keywords) == ("en-GB", "", "")
    assert about.created.date() == about.modified.date() == date(2016, 5, 3)


def test_a_document_says_nothing_of_the_program_or_machine_that_wrote_it() -> None:
    data = write_report(sample(SEPTEMBER, APRIL), made_on=date(2016, 10, 1))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist())
        assert not [name for name in archive.namelist() if "app.xml" in name or "thumb" in name]
    for word in (b"python", b"Macintosh", b"/work", b"/home", b"/tmp"):
        assert word not in everything
    assert data == write_report(sample(SEPTEMBER, APRIL), made_on=date(2016, 10, 1))


def test_what_is_still_to_be_completed_is_marked_for_the_eye() -> None:
    from tracker.report.own_words import ReportWords

    document = written(sample(APRIL, words=ReportWords()))
    marked = document.element.body.xpath(".//w:r[w:rPr/w:highlight]")
    assert all(words_of(run).startswith("[to be completed: ") for run in marked)
    assert len(marked) == 9


# ------------------------------------------------------------------------------- accessibility

BLANKS = re.compile(r" {3,}|\t{2,}|\n{3,}")


def what_words_accessibility_checker_finds(document: Document) -> list[str]:
    """Word's accessibility checker's rules for a document, on its XML.

    Errors: pictures and tables without alternative text, tables without a header row. Warnings:
    merged (but for a heading over rows), split or nested cells, blank cells used as layout,
    pictures not in line with the text, headings out of order or long, repeated blanks, too little
    contrast, no title.
    """
    found: list[str] = []
    body = document.element.body
    for drawing in body.iter(qn("wp:docPr")):
        if not drawing.get("descr"):
            found.append("picture without alternative text")
    if body.xpath(".//wp:anchor|.//w:pict|.//w:object"):
        found.append("object not in line")
    for table in body.iter(qn("w:tbl")):
        found += table_problems(table)
    found += heading_problems(document)
    for paragraph in body.iter(qn("w:p")):
        if BLANKS.search(words_of(paragraph)):
            found.append("repeated blanks")
    if not document.core_properties.title:
        found.append("no title")
    for fill in body.xpath(".//w:shd/@w:fill"):
        if contrast(f"#{fill}", "#1F2430") < 4.5:
            found.append("hard to read")
    if body.xpath(".//w:color") or body.xpath(".//w:vanish"):
        found.append("text in a colour of its own, or hidden")
    languages = {
        each.get(qn("w:val")) for each in document.styles.element.iter(qn("w:lang"))
    } | set(body.xpath(".//w:lang/@w:val"))
    if languages != {"en-GB"}:
        found.append(f"language {languages}")
    return found


def table_problems(table: etree._Element) -> list[str]:
    found = []
    rows = table.findall(qn("w:tr"))
    first = rows[0]
    if first.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is None:
        found.append("table without header row")
    look = table.find(f"{qn('w:tblPr')}/{qn('w:tblLook')}")
    if look is None or look.get(qn("w:firstRow")) != "1":
        found.append("first row not marked as header")
    for name in ("tblCaption", "tblDescription"):
        element = table.find(f"{qn('w:tblPr')}/{qn('w:' + name)}")
        if element is None or not element.get(qn("w:val")):
            found.append(f"table without {name}")
    across = [row for row in rows if len(row.findall(qn("w:tc"))) == 1]  # a heading over rows
    for row in across:
        rows.remove(row)
        span = row.xpath("./w:tc/w:tcPr/w:gridSpan/@w:val")
        if span != [str(len(rows[0].findall(qn("w:tc"))))]:
            found.append("heading that is not over all columns")
    merged = ".//w:gridSpan" if len(table.xpath(".//w:gridSpan")) > len(across) else "./w:none"
    if table.xpath(f"{merged}|.//w:vMerge|.//w:hMerge|.//w:tbl|.//w:gridBefore|.//w:gridAfter"):
        found.append("merged, split or nested cells")
    if len({len(row.findall(qn("w:tc"))) for row in rows}) != 1:
        found.append("rows of different lengths")
    for row in rows:
        for cell in row.findall(qn("w:tc")):
            if not words_of(cell).strip():
                found.append("empty cell")
    return found


def heading_problems(document: Document) -> list[str]:
    found, last = [], 0
    headings = [p for p in document.paragraphs if p.style.name.startswith("Heading")]
    if not headings:
        found.append("no headings")
    for heading in headings:
        level = int(heading.style.name.split()[-1])
        if level > last + 1:
            found.append("heading level left out")
        if not heading.text or len(heading.text) > 100:
            found.append("empty or long heading")
        last = level
    return found


def test_words_accessibility_checker_has_nothing_to_report(april: Document) -> None:
    assert what_words_accessibility_checker_finds(april) == []


@pytest.mark.parametrize(("as_at", "previous"), [(JANUARY, None), (SEPTEMBER, APRIL)])
def test_it_has_nothing_to_report_of_the_other_versions(as_at, previous) -> None:
    assert what_words_accessibility_checker_finds(written(sample(as_at, previous))) == []


def test_it_has_nothing_to_report_of_odd_plans() -> None:
    for rows in ([], [{**LATE, "status": "withdrawn"}], [{"reference": None, **OPEN}]):
        assert what_words_accessibility_checker_finds(written(report(*rows))) == []


def test_the_checker_itself_sees_a_picture_without_words_and_a_table_without_header(
    april: Document,
) -> None:
    buffer = io.BytesIO()
    april.save(buffer)
    spoilt = opened(buffer.getvalue())
    del spoilt.element.body.find(f".//{qn('wp:docPr')}").attrib["descr"]
    header = spoilt.element.body.find(f".//{qn('w:tblHeader')}")
    header.getparent().remove(header)
    assert what_words_accessibility_checker_finds(spoilt) == [
        "picture without alternative text",
        "table without header row",
    ]


def test_rows_are_not_split_over_pages_and_the_header_is_repeated(april: Document) -> None:
    for table in april.tables:
        for number, row in enumerate(table.rows):
            assert row._tr.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None
            header = row._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}")
            assert (header is not None) == (number == 0)


# ------------------------------------------------------------------------------------ plan text

HOSTILE = [
    "=cmd|' /C calc'!A0",
    "{ DDEAUTO c:\\windows\\system32\\cmd.exe }",
    "<w:p><w:r><w:t>XML</w:t></w:r></w:p>&amp;]]>",
    "שלום עולם",
    "_x0041_ [[report]] {{name}} %s",
    "https://example.test mailto:a@b.test",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_from_cells_is_text_in_a_document(text: str) -> None:
    row = {**LATE, "action": text, "progress": text, "owners": (text,), "dependency": text}
    document = written(report(row))
    body = document.element.body

    assert sum(cell.text == text for table in document.tables for cell in table._cells) >= 4
    assert not body.xpath(".//w:hyperlink|.//w:instrText|.//w:fldChar|.//w:object")
    assert set(body.xpath(".//w:fldSimple/@w:instr")) == set()


def test_characters_that_xml_cannot_hold_are_replaced_and_those_that_turn_text_are_left_out() -> (
    None
):
    row = {
        **LATE,
        "action": "a\x00b\x0bc\x1fd\ufffee\ud800f \u202eg\u2066h",
        "progress": "1\r\n2\t3",
    }
    made = written(report(row))
    table = made.tables[-1]

    assert table.rows[1].cells[1].text == "a�b\nc�d�e�f gh"  # a vertical tab breaks a line
    assert table.rows[1].cells[8].text == "1\n2\t3"


def test_a_text_as_long_as_a_cell_of_excel_holds_may_run_over_pages() -> None:
    long = "word " * 6_553 + "ab"
    document = written(report({**LATE, "progress": long, "action": long}))
    row = document.tables[-1].rows[1]

    assert row.cells[8].text == long
    assert row._tr.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is None


def test_a_long_plan_has_a_row_for_each_action_in_the_appendix() -> None:
    rows = [{**LATE, "reference": str(number), "action": f"Do {number}"} for number in range(300)]
    made = report(*rows)
    document = written(made)

    assert len(document.tables[-1].rows) == 301
