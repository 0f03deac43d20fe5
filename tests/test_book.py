"""What is known of a file's cells besides their values, and what a file may cost."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from tests.plans import plan
from tracker import PlanError, read_plan
from tracker.book import Book, Sheet, open_book, parsing
from tracker.book import opening as opening_module

DAY = date(2015, 11, 30)


def xlsx(write: Callable[[Any, Any], None], options: Mapping[str, Any] | None = None) -> bytes:
    """A workbook of one sheet, written with XlsxWriter."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, dict(options or {})) as book:
        write(book, book.add_worksheet("Plan"))
    return buffer.getvalue()


def changed(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """The file with one of its parts changed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", 8) as new:
        for entry in old.infolist():
            content = old.read(entry)
            new.writestr(entry, change(content) if entry.filename.endswith(part) else content)
    return buffer.getvalue()


def only(data: bytes) -> Sheet:
    [sheet] = open_book(data).sheets
    return sheet


def rows(cells: Mapping[int, Any]) -> dict[int, list[int]]:
    return {column: rows.tolist() for column, rows in cells.items()}


@pytest.mark.parametrize(
    ("code", "noted"),
    [
        ("0%", "percent_cells"),
        ("0.0 %", "percent_cells"),
        ('0"%"', "typed_percent_cells"),
        (r"0\%", "typed_percent_cells"),
        ("mmm yyyy", "month_cells"),
        ("mmmm-yy", "month_cells"),
        ("yyyy", "year_cells"),
        ("yy", "year_cells"),
        ("dd/mm/yyyy", None),
        ("[$-809]d mmmm yyyy", None),
        ('0 "years"', None),
        ("hh:mm", None),
        ("0", None),
    ],
)
def test_a_number_format_that_changes_what_a_number_says_is_noted(
    code: str, noted: str | None
) -> None:
    def write(book: Any, sheet: Any) -> None:
        sheet.write(0, 1, "Heading")
        sheet.write(3, 1, 42338, book.add_format({"num_format": code}))

    sheet = only(xlsx(write))
    names = ("percent_cells", "typed_percent_cells", "month_cells", "year_cells")
    assert {name: rows(getattr(sheet, name)) for name in names if getattr(sheet, name)} == (
        {noted: {1: [3]}} if noted else {}
    )


def test_a_zero_that_its_format_hides_or_shows_as_day_nought_is_blank() -> None:
    def write(book: Any, sheet: Any) -> None:
        for row, (value, code) in enumerate(
            [
                ("Heading", "General"),
                (0, ";;;"),
                (0, "0;-0;;@"),
                (0, "dd/mm/yyyy"),
                (0, "0"),
                (0, "0;-0"),
                (42338, "dd/mm/yyyy;;"),
                (7, "0;-0;;@"),
                (0, "#,###"),
                (0, "#,##0"),
            ]
        ):
            sheet.write(row, 2, value, book.add_format({"num_format": code}))

    assert list(only(xlsx(write)).columns[0]) == [
        "Heading",
        "",
        "",
        "",
        0.0,
        0.0,
        DAY,
        7.0,
        "",
        0.0,
    ]


def test_what_is_struck_out_is_told_from_the_rest() -> None:
    struck, plain = InlineFont(strike=True), InlineFont()
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"] = "30/09/2015"
    sheet["A1"].font = openpyxl.styles.Font(strike=True)
    sheet["B2"] = CellRichText(TextBlock(struck, "30/09/2015"), TextBlock(plain, " 30/11/2015"))
    sheet["B3"] = CellRichText(TextBlock(struck, "Comp"), TextBlock(struck, "lete"))
    sheet["B4"] = CellRichText("Not ", TextBlock(InlineFont(b=True), "struck"))
    buffer = io.BytesIO()
    book.save(buffer)

    def in_line(xml: bytes) -> bytes:
        text = rb'<is><r><rPr><strike/></rPr><t>old</t></r><r><rPr><strike val="0"/></rPr>'
        return xml.replace(
            b"</sheetData>",
            b'<row r="9"><c r="C9" t="inlineStr">' + text + b"<t>new</t></r></is></c></row>"
            b"</sheetData>",
        )

    for data in (buffer.getvalue(), changed(buffer.getvalue(), "sheet1.xml", in_line)):
        told = only(data)
        inline = {(8, 2): ("new", "old")} if told.height == 9 else {}
        assert rows(told.struck_cells) == {0: [0], 1: [2]}
        assert told.struck_parts == {(1, 1): (" 30/11/2015", "30/09/2015"), **inline}
        assert told.columns[1][1] == "30/09/2015 30/11/2015"


def test_solid_fills_are_told_by_their_everyday_names_whatever_gives_the_colour() -> None:
    def write(book: Any, sheet: Any) -> None:
        for row, colour in enumerate(("#FFC000", "#00B050", "#FFFFFF", "#FF0000")):
            sheet.write(row, 0, "x", book.add_format({"bg_color": colour}))
            sheet.write(row, 1, "x")
        sheet.write(9, 0, "", book.add_format({"bg_color": "#FFC000"}))

    def by_theme(xml: bytes) -> bytes:  # accent 6 of Office's own theme, a darkened orange
        return xml.replace(b'rgb="FFFF0000"', b'theme="9" tint="-0.25"')

    data = xlsx(write)
    red = {"amber": {0: [0, 9]}, "green": {0: [1]}, "red": {0: [3]}}
    assert {name: rows(cells) for name, cells in only(data).fills.items()} == red
    fills = only(changed(data, "styles.xml", by_theme)).fills
    assert {name: rows(cells) for name, cells in fills.items()} == {
        "amber": {0: [0, 3, 9]},
        "green": {0: [1]},
    }


def test_a_plan_is_read_again_with_other_choices_without_opening_anything(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from tracker import Choices

    book = open_book(plan(["1", "5", "Audit", "Lead", "30/11/2015", "Blue"]), "plan.xlsx")
    begun: list[object] = []
    monkeypatch.setattr(opening_module, "Limited", lambda *work: begun.append(work))
    monkeypatch.setattr("builtins.open", lambda *file: begun.append(file))

    read = [read_plan(book, Choices(statuses=s)) for s in ({}, {"blue": "complete"})]

    assert [each.actions["status"].tolist() for each in read] == [["in_progress"], ["complete"]]
    assert [each.source.file for each in read] == ["plan.xlsx"] * 2
    assert begun == []


# What a file may cost


HEAD = ["Ref", "Action"]


def with_cells(data: bytes, cells: str) -> bytes:
    """The workbook with further rows at the end of its first sheet."""
    return changed(
        data,
        "sheet1.xml",
        lambda xml: xml.replace(b"</sheetData>", cells.encode() + b"</sheetData>"),
    )


SMALL = xlsx(lambda _, sheet: [sheet.write_row(0, 0, HEAD), sheet.write_row(1, 0, ["1", "Audit"])])


@pytest.mark.parametrize(
    ("cells", "far"),
    [
        ('<row r="1048567">{}</row>', ["F1048567"]),
        ('<row r="1048576"><c r="XFD1048576"><v>7</v></c></row>', ["XFD1048576"]),
        ('<row r="3"><c r="A3"><v>7</v></c><c r="XFD3"><f>1+6</f><v>7</v></c></row>', ["XFD3"]),
        (
            '<row r="900000"><c r="B900000" t="s"><v>1</v></c></row><row r="1000000">'
            '<c r="A1000000" t="str"><v>a &amp; b</v></c></row>',
            ["B900000", "A1000000"],
        ),
    ],
)
def test_cells_far_from_the_others_are_named_and_cost_nothing(cells: str, far: list[str]) -> None:
    cell = '<c r="F1048567" t="inlineStr"><is><t>7</t></is></c>'
    data = with_cells(SMALL, cells.format(cell))
    started = time.monotonic()
    sheet = only(data)

    assert [list(column)[:2] for column in sheet.columns] == [["Ref", "1"], ["Action", "Audit"]]
    assert sheet.height == (3 if '<c r="A3">' in cells else 2)
    assert [address for address, _ in sheet.far] == far
    assert {text for _, text in sheet.far} <= {"7", "Action", "a & b"}
    assert time.monotonic() - started < 5


def test_a_plan_below_a_thousand_blank_rows_is_what_most_cells_are_of() -> None:
    cells = "".join(
        f'<row r="{row}"><c r="A{row}"><v>{row}</v></c><c r="B{row}"><v>1</v></c></row>'
        for row in range(1_048_000, 1_048_009)
    )
    sheet = only(with_cells(SMALL, cells + '<row r="1048576"><c r="ZZ1048576"><v>1</v></c></row>'))

    assert (sheet.start, sheet.height) == ((1_047_999, 0), 9)
    assert [address for address, _ in sheet.far] == ["A1", "B1", "A2", "B2", "ZZ1048576"]


def test_formatting_in_the_last_row_and_column_costs_nothing() -> None:
    styled = '<row r="1048567" s="1"><c r="A1048567" s="1"/><c r="XFD1048567" s="1"/></row>'
    sheet = only(with_cells(SMALL, styled))

    assert (sheet.height, sheet.width, list(sheet.far)) == (2, 2, [])


def test_more_filled_cells_than_the_limit_are_refused() -> None:
    with pytest.raises(PlanError, match="more than 2,000,000 filled cells"):
        open_book((b"a," * 999 + b"a\n") * 2_001)


def test_filled_cells_are_counted_while_they_are_looked_at_and_blank_ones_do_not_count(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def write(book: Any, sheet: Any) -> None:
        for row in range(20):
            sheet.write_row(row, 0, ["x", 1, row])
            sheet.write_blank(row, 5, None, book.add_format({"bold": True}))

    data = xlsx(write)
    for most, refused in ((60, False), (59, True)):
        monkeypatch.setattr(parsing, "MAX_CELLS", most)
        for work in (parsing.cells, parsing.near_cells):
            if not refused:
                assert list(work(data))
                continue
            with pytest.raises(PlanError, match="more than 59 filled cells"):
                list(work(data))


def test_five_million_tiny_cells_are_refused_within_five_seconds() -> None:
    """The file alone takes a second to make."""
    row = b"<row>" + b"<c><v>1</v></c>" * 100 + b"</row>"
    data = changed(
        SMALL,
        "sheet1.xml",
        lambda xml: xml.replace(b"</sheetData>", row * 50_000 + b"</sheetData>"),
    )
    started = time.monotonic()
    with pytest.raises(PlanError, match="more than 2,000,000 filled cells"):
        open_book(data)
    assert time.monotonic() - started < 5


# Delimited text


def test_a_line_of_facts_above_the_headings_is_not_taken_for_them() -> None:
    headings = "Ref,Action,Lead,Due,Status,Notes,Risk,Done"
    lines = [
        "Force,System,Date",
        "North,Records,May",
        headings,
        "1,Audit,HR,May,Open,,,",
        "2,Train",
    ]
    assert only("\n".join(lines).encode()).ragged == [(5, 2, 8)]


@pytest.mark.parametrize(
    ("lines", "ragged"),
    [
        (["1,Audit,Open", "2,Scan 1,000 files,Open", "3,Train,Open"], [(3, 4, 3)]),
        (["1,Audit,Open", "2,Train", "3,Train,Open"], [(3, 2, 3)]),
        (["1,Audit,Open,", "2,Train,Open,", "3,Train,Open, "], []),
        (["1,Audit,Open", "", "Closed actions", "2,Train,Open"], []),
        (['1,"Scan 1,000 files",Open'], []),
    ],
)
def test_a_line_with_more_or_fewer_cells_than_the_headings_is_told(
    lines: list[str], ragged: list[tuple[int, int, int]]
) -> None:
    assert only("\n".join(["Ref,Action,Status", *lines]).encode()).ragged == ragged
    titled = ["Action plan as at 30 April 2016", "", "Ref,Action,Status", *lines]
    assert [r - 2 for r, _, _ in only("\n".join(titled).encode()).ragged] == [
        r for r, _, _ in ragged
    ]


@pytest.mark.parametrize(
    "source",
    [
        'import sys\nimport os\n\nprint("a, b", 1)\nx = {"Action": 1, "Owner": 2}\nmain(x)\n',
        '#include <stdio.h>\nint main(void) {\n  printf("a, b");\n  return 0;\n}\n',
        "function go(a, b) {\n  const c = a;\n  let d = b;\n  return c;\n}\n",
        "SELECT a, b FROM plan;\nINSERT INTO plan VALUES (1, 2);\nSELECT c, d FROM plan;\n"
        "CREATE TABLE action (ref, owner);\n",
    ],
    ids=["Python", "C", "JavaScript", "SQL"],
)
def test_source_code_is_refused_as_that(source: str) -> None:
    with pytest.raises(PlanError, match="source code"):
        open_book(source.encode())


@pytest.mark.parametrize(
    "odd",
    [
        "Ref,Action\n1,Import the records (all)\n2,If asked: reply\n",
        "Ref;Action;Due\n1;for each station, a lead;30/11/2015\n",
        "Action,Owner\nReturn the forms;,Lead\nUse = signs,Lead\nClass 1 records,Lead\n",
        "Ref,Due\n1,30/11/2015\n",
        "Ref,Action\n5(a),Audit the archive\n5(b),Train (all)\nR6(c),Return it\n7(d),Review (x)\n",
        "Action,Owner\nImport the records,Lead\nFrom 1 April: train,Lead\nUsing the guide,Lead\n"
        "For each station; audit,Lead\nClass the files,Lead (all)\n",
    ],
)
def test_a_small_odd_plan_is_no_source_code(odd: str) -> None:
    assert isinstance(open_book(odd.encode()), Book)
