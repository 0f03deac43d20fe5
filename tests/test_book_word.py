"""The tables of a Word document are read as they would look with all changes accepted."""

from __future__ import annotations

import io
import zipfile

import pytest

from tracker import PlanError
from tracker.book import Sheet, open_book

NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
)


def docx(*blocks: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(
            "word/document.xml",
            f"<w:document {NAMES}><w:body>{''.join(blocks)}</w:body></w:document>",
        )
    return buffer.getvalue()


def run(words: str, look: str = "") -> str:
    return f"<w:r><w:rPr>{look}</w:rPr><w:t>{words}</w:t></w:r>"


def paragraph(*content: str) -> str:
    return f"<w:p>{''.join(content)}</w:p>"


def cell(*paragraphs: str, look: str = "") -> str:
    return f"<w:tc><w:tcPr>{look}</w:tcPr>{''.join(paragraphs)}</w:tc>"


def said(words: str, look: str = "") -> str:
    return cell(paragraph(run(words)), look=look)


def row(*cells: str, look: str = "") -> str:
    return f"<w:tr><w:trPr>{look}</w:trPr>{''.join(cells)}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/>{''.join(rows)}</w:tbl>"


def control(content: str, about: str = "") -> str:
    return f"<w:sdt><w:sdtPr>{about}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def tracked(kind: str, content: str) -> str:
    return f'<w:{kind} w:id="1" w:author="A">{content}</w:{kind}>'


def only(*blocks: str) -> Sheet:
    [sheet] = open_book(docx(*blocks)).sheets
    return sheet


def one(content: str) -> Sheet:
    """A table of one cell with this in it, beside one that says "x"."""
    return only(table(row(cell(content), said("x"))))


def words(sheet: Sheet) -> list[list[str]]:
    return sheet.texts(0, sheet.height)


DELETED = tracked("del", "<w:r><w:delText>gone</w:delText></w:r>")
SYMBOL = '<w:r><w:sym w:font="Wingdings" w:char="{}"/></w:r>'
ENTRIES = '<w:listEntry w:val="Open"/><w:listEntry w:val="Complete"/>'


def form(field: str) -> str:
    """A form field as documents had before content controls."""
    return f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{field}</w:ffData></w:fldChar></w:r>'


BOX = '<w14:checkbox><w14:checked w14:val="{}"/></w14:checkbox>'


@pytest.mark.parametrize(
    ("content", "read"),
    [
        (paragraph(run("Com"), run("plete")), "Complete"),
        (paragraph(run("a"), "<w:r><w:tab/><w:t>b</w:t><w:br/></w:r>", run("c")), "a\tb\nc"),
        (paragraph(run("a")) + paragraph(run("b")), "a\nb"),
        (paragraph(control(run("Complete"), "<w:dropDownList/>")), "Complete"),
        (control(paragraph(run("30/11/2015")), "<w:date/>"), "30/11/2015"),
        (paragraph(control(control(run("in another")))), "in another"),
        (paragraph(control(run("Choose an item."), "<w:showingPlcHdr/>")), ""),
        (paragraph(run("Choose an item.")), ""),
        (paragraph(run("Choose an item. Or none.")), "Choose an item. Or none."),
        (paragraph(control(run("☒"), BOX.format(1))), "Yes"),
        (paragraph(control(run("☐"), BOX.format(0))), "No"),
        (paragraph(control(run("☒"), BOX.format(1)), run(" Done")), "☒ Done"),
        (paragraph(tracked("ins", run("30/11/2015")), DELETED), "30/11/2015"),
        (paragraph(tracked("moveTo", run("here")), tracked("moveFrom", run("there"))), "here"),
        (
            paragraph(f"<w:smartTag>{run('30 November')}</w:smartTag>", run(" 2015")),
            "30 November 2015",
        ),
        (paragraph(f"<w:hyperlink>{run('Head of IT')}</w:hyperlink>"), "Head of IT"),
        (paragraph("<w:r><w:instrText>MAILTO</w:instrText></w:r>", run("Lead")), "Lead"),
        (paragraph(SYMBOL.format("F0FC")), "✓"),
        (paragraph(SYMBOL.format("f0a8")), "No"),
        (paragraph(form('<w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox>')), "Yes"),
        (paragraph(form('<w:checkBox><w:default w:val="0"/></w:checkBox>')), "No"),
        (paragraph(form(f"<w:ddList><w:result w:val='1'/>{ENTRIES}</w:ddList>")), "Complete"),
        (paragraph(form("<w:textInput/>"), run("as typed")), "as typed"),
        (paragraph(run("a")) + table(row(said("inner"))) + paragraph(run("b")), "a\nb"),
    ],
)
def test_a_cell_holds_what_a_reader_would_see(content: str, read: str) -> None:
    sheet = one(content)
    assert words(sheet) == [[read, "x"]]
    assert list(sheet.changed) == ([(0, 0)] if "w:id" in content else [])


def test_rows_and_cells_are_read_in_content_controls_and_as_changes_would_leave_them() -> None:
    sheet = only(
        control(
            table(
                row(said("Ref"), said("Action")),
                control(row(said("1"), control(said("Audit")))),
                row(said("2"), said("Train"), look=tracked("ins", "")),
                row(said("3"), said("Gone"), look=tracked("del", "")),
                row(said("4"), said("old", look=tracked("cellDel", "")), said("new")),
            )
        )
    )
    assert words(sheet) == [["Ref", "Action"], ["1", "Audit"], ["2", "Train"], ["4", "new"]]
    assert list(sheet.changed) == [(2, 0), (2, 1)]


def test_merged_cells_and_cells_left_out_before_a_row_keep_the_columns() -> None:
    down = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    sheet = only(
        table(
            row(said("Banner", look='<w:gridSpan w:val="2"/>'), said("c")),
            row(said("merged", look=down[0]), said("b"), said("c")),
            row(said("", look=down[1]), said("b2"), said("c2")),
            row(said("b3"), look='<w:gridBefore w:val="1"/>'),
        )
    )
    assert words(sheet) == [
        ["Banner", "", "c"],
        ["merged", "b", "c"],
        ["merged", "b2", "c2"],
        ["", "b3", ""],
    ]
    assert list(sheet.merged) == [((0, 0), (0, 1))]


def test_struck_words_are_told_from_the_rest() -> None:
    strike, off = "<w:strike/>", '<w:strike w:val="0"/>'
    sheet = only(
        table(
            row(
                cell(paragraph(run("30/09/2015", strike), run(" 30/11/2015", off))),
                cell(paragraph(run("Complete", "<w:dstrike/>"))),
                said("x"),
            )
        )
    )
    assert words(sheet) == [["30/09/2015 30/11/2015", "Complete", "x"]]
    assert sheet.struck_parts == {(0, 0): ("30/11/2015", "30/09/2015")}
    assert {column: rows.tolist() for column, rows in sheet.struck_cells.items()} == {1: [0]}


def test_words_above_a_table_stand_above_it_and_the_table_keeps_its_own_rows() -> None:
    first, second = open_book(
        docx(
            paragraph(run("Action "), tracked("ins", run("plan"))),
            paragraph(),
            control(paragraph(run("Position as at 30 April 2016"))),
            table(row(said("a"))),
            paragraph(run("Second")),
            table(row(said("b"))),
        )
    ).sheets
    assert words(first) == [["Action plan"], ["Position as at 30 April 2016"], ["a"]]
    assert (first.name, first.address(2, 0)) == ("Table 1", "A1")
    assert (second.name, words(second)) == ("Table 2", [["Second"], ["b"]])


@pytest.mark.parametrize(
    "data",
    [
        docx("<w:p>" * 400 + "</w:p>" * 400),
        docx(table(row(said("a", look='<w:gridSpan w:val="999999999"/>')))),
        docx(table(row(said("a", look='<w:gridSpan w:val="x"/>')))),
        docx().replace(b"</w:body>", b"</w:bodx>"),
        docx().replace(b"w:body", b"w:bode"),
    ],
)
def test_a_document_that_cannot_be_read_is_refused_in_a_sentence(data: bytes) -> None:
    with pytest.raises(PlanError, match=r"\.$"):
        open_book(data)


def test_the_shading_of_a_cell_is_its_colour_as_a_fill_is_in_excel() -> None:
    def shaded(fill: str) -> str:
        return said("", f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>')

    fills = ("FFC000", "00B050", "auto", "FFFFFF", "FFC000")
    sheet = only(paragraph(run("Title")), table(*(row(said("a"), shaded(f)) for f in fills)))
    rows = {colour: {c: r.tolist() for c, r in at.items()} for colour, at in sheet.fills.items()}
    assert rows == {"amber": {1: [0, 4]}, "green": {1: [1]}}


def test_a_table_of_one_cell_that_frames_a_plan_is_no_table_itself() -> None:
    plan = table(row(said("Action"), said("Owner")), row(said("Train"), said("HR")))
    frame = table(row(cell(paragraph(run("Action plan")), plan, paragraph(run("Note")))))
    for around in (frame, table(row(cell(frame)), row(said("Printed in May")))):
        sheet = only(paragraph(run("Force")), around)
        assert words(sheet) == [
            ["Force", ""],
            ["Action plan", ""],
            ["Action", "Owner"],
            ["Train", "HR"],
        ]
    beside = only(table(row(cell(paragraph(run("Steps")), plan), said("b"))))
    assert words(beside) == [["Steps", "b"]]


def test_a_row_deleted_by_a_tracked_change_is_told_by_its_place() -> None:
    gone = row(said("b"), look='<w:del w:id="1" w:author="A"/>')
    sheet = only(paragraph(run("Title")), table(row(said("a")), gone, gone, row(said("c")), gone))
    assert words(sheet) == [["Title"], ["a"], ["c"]]
    assert sheet.deleted == [1, 1, 2]
