"""Files of every kind: what a file is decides how it is read, and a refusal is one sentence."""

import io
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path

import docx
import odf.opendocument
import odf.table
import odf.text
import pytest
import xlsxwriter
import xlwt

from tests.plans import HEADINGS, plan
from tracker import PlanError, read_plan
from tracker.book import limited, open_book
from tracker.book.files import rows_of

ROW = ["1.1", "5", "Audit practice", "Head of Records", "30/11/2015", "In progress"]
LINES = [",".join(HEADINGS), ",".join(ROW)]


def xls() -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Plan")
    for r, cells in enumerate([HEADINGS, ROW]):
        for c, cell in enumerate(cells):
            sheet.write(r, c, cell)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def ods() -> bytes:
    book = odf.opendocument.OpenDocumentSpreadsheet()
    sheet = odf.table.Table(name="Plan")
    for cells in [HEADINGS, ROW]:
        row = odf.table.TableRow()
        for text in cells:
            cell = odf.table.TableCell(valuetype="string")
            cell.addElement(odf.text.P(text=text))
            row.addElement(cell)
        sheet.addElement(row)
    book.spreadsheet.addElement(sheet)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def word(rows: list[list[str]]) -> bytes:
    document = docx.Document()
    document.add_paragraph("Position as at 30 April 2016")
    if rows:
        table = document.add_table(rows=len(rows), cols=len(rows[0]))
        for row, cells in zip(table.rows, rows, strict=True):
            for cell, words in zip(row.cells, cells, strict=True):
                cell.text = words
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def text(delimiter: str, encoding: str) -> bytes:
    lines = [delimiter.join(HEADINGS), delimiter.join([*ROW[:2], "Café – “audit”", *ROW[3:]])]
    return "\r\n".join(lines).encode(encoding)


@pytest.mark.parametrize(
    "make",
    [
        lambda: plan(ROW),
        xls,
        ods,
        lambda: word([HEADINGS, ROW]),
        lambda: "\n".join(LINES).encode(),
        lambda: "\n".join(LINES).replace(",", ";").encode(),
        lambda: "\n".join(LINES).replace(",", "\t").encode(),
        lambda: "\n".join(["sep=|", *LINES]).replace(",", "|").encode(),
    ],
    ids=["xlsx", "xls", "ods", "docx", "csv", "semicolons", "tabs", "declared delimiter"],
)
@pytest.mark.parametrize("name", ["plan.xlsx", "plan.csv", "plan"])
def test_a_file_is_read_as_what_it_is_whatever_its_name(
    make: Callable[[], bytes], name: str
) -> None:
    read = read_plan(make(), name=name)
    assert read.actions["reference"].tolist() == ["1.1"]
    assert read.actions["original_due"].dt.date.tolist() == [date(2015, 11, 30)]
    assert read.actions["owners"].tolist() == [("Head of Records",)]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_delimited_text_is_read_in_each_encoding(delimiter: str, encoding: str) -> None:
    read = read_plan(text(delimiter, encoding))
    assert read.actions["action"].tolist() == ["Café – “audit”"]
    assert list(read.original) == HEADINGS


def test_quoted_delimiters_and_line_breaks_stay_in_their_cell() -> None:
    data = b'Ref,Action,Status\r\n1,"Audit, then ""report""\r\nto the board",Open\r\n'
    assert rows_of(data)[0][1] == ["1", 'Audit, then "report"\r\nto the board', "Open"]


def test_both_date_systems_of_excel_give_the_day_that_excel_shows() -> None:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"date_1904": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Ref", "Action", "Due"])
        sheet.write_row(1, 0, ["1", "Audit"])
        sheet.write_datetime(1, 2, date(2015, 11, 30), book.add_format({"num_format": "dd/mm/yy"}))
    read = read_plan(buffer.getvalue())
    assert read.actions["original_due"].dt.date.tolist() == [date(2015, 11, 30)]


def encrypted_entry() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    data = bytearray(buffer.getvalue())
    directory = data.rindex(b"PK\x01\x02")
    data[6] |= 1
    data[directory + 8] |= 1
    return bytes(data)


def archive(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        for name in names:
            made.writestr(name, "x")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"  \r\n\x00", "empty"),
        (b"%PDF-1.7 ...", "a PDF document"),
        (b"\x89PNG\r\n\x1a\n....", "a picture"),
        (b"{\\rtf1 hello}", "rich text"),
        (b"<html><body><table><tr><td>Action</td></tr></table></body></html>", "web page"),
        (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>', "Excel 2003"),
        (b"ID;PWXL;N;E\nC;Y1;X1;K1\nE\n", "SYLK"),
        (b"\x00\x01\x02\x03\x04\x05\x06\x07 binary", "not a spreadsheet"),
        (b"PK\x03\x04 not really", "damaged"),
        (archive("readme.txt"), "no workbook"),
        (archive("ppt/presentation.xml"), "PowerPoint"),
        (archive("xl/workbook.xml"), "damaged"),
        (archive("word/document.xml"), "damaged"),
        (word([["Name", "Telephone"]]), "Word document"),
        (word([]), "Word document with no table"),
        (encrypted_entry(), "password"),
        (b"just some words\nin a letter\n", "No table"),
        (b'{"a": 1}', "data file"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence_that_names_the_cause(
    data: bytes, words: str
) -> None:
    with pytest.raises(PlanError, match=words) as refused:
        read_plan(data)
    assert "\n" not in str(refused.value)


def test_a_file_over_the_limit_is_refused_with_the_limit_and_its_size() -> None:
    with pytest.raises(PlanError, match="51 MB; the limit is 50 MB"):
        open_book(b"x" * (limited.MAX_FILE_BYTES + 1024**2))


def test_a_workbook_that_unpacks_out_of_proportion_is_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("xl/workbook.xml", "<workbook/>")
        with made.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(limited.MAX_UNPACKED_BYTES // 1024**2 + 1):
                part.write(b" " * 1024**2)
    with pytest.raises(PlanError, match="unpacks to more than 400 MB"):
        open_book(buffer.getvalue())


MALFORMED = Path(__file__).parents[2] / "shared" / "corpus" / "malformed"
READ_OR_REFUSED = {
    "example_password.xlsx": "password",
    "pass_protected.xlsx": "password",
    "protected_passtika.xlsx": "password",
    "protected_sha512.xlsx": "password",
    "xor-encryption-abc.xls": "password",
    "invalid.xlsx": "empty archive",
    "clusterfuzz-testcase-minimized-POIHSSFFuzzer-6137883240824832.xls": "damaged",
    "clusterfuzz-testcase-minimized-XLSX2CSVFuzzer-5636439151607808.xlsx": "damaged",
}
"""What the index of the malformed files says is to be refused, and the cause it names."""

MAY_BE_REFUSED = (
    "54764-2",
    "clusterfuzz",
    "corrupted_error",
    "issue_594",
    "issue_666",
    "poc-xmlbomb",
    "slk_renamed",
    "spreadsheetml2003",
)


@pytest.mark.skipif(not MALFORMED.is_dir(), reason="the malformed files of others are not here")
def test_each_malformed_file_is_read_or_refused_as_its_index_says() -> None:
    for path in sorted(MALFORMED.iterdir()):
        if path.suffix == ".md":
            continue
        if path.name in READ_OR_REFUSED:
            with pytest.raises(PlanError, match=READ_OR_REFUSED[path.name]):
                open_book(path.read_bytes())
        elif path.name.startswith("docx_named"):
            with pytest.raises(PlanError, match="Word document"):
                read_plan(path)
        elif path.name.startswith(MAY_BE_REFUSED):
            with suppress(PlanError):
                open_book(path.read_bytes())
        else:
            assert open_book(path.read_bytes()).sheets, path.name


def test_a_carriage_return_within_a_cell_of_a_csv_file_is_read_as_a_new_line():
    data = b"Ref,Action,Status,Due\r\n1,Audit\rthe archive,Open,30/11/2015\r\n2,Train,Open,\r\n"
    plan = read_plan(data, name="plan.csv")
    assert plan.actions["action"].tolist() == ["Audit\nthe archive", "Train"]
    assert plan.actions["status"].tolist() == ["in_progress"] * 2


@pytest.mark.parametrize(("make", "warned"), [(lambda: plan(ROW), []), (xls, [1]), (ods, [])])
def test_of_a_file_read_for_its_values_alone_that_is_said(
    make: Callable[[], bytes], warned: list[int]
) -> None:
    kinds = [finding.kind for finding in read_plan(make()).findings]
    assert [kinds.count("values_alone")] == (warned or [0])
