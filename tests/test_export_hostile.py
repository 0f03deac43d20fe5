"""A workbook of hostile texts goes in and comes out as text, unchanged, in every download."""

from __future__ import annotations

import shutil
import subprocess
from io import BytesIO
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from tests.workbooks import AS_AT, opened
from tracker import Plan, export_excel, measure, owners_workbooks, read_plan, read_replies
from tracker.output.xlsxwriter_internals import check_inside
from tracker.own_downloads import DOWNLOAD_SHEETS, DOWNLOADED_SHEET

HEADINGS = ["Ref", "Recommendation", "Action", "Lead", "HMIC timescale", "Status", "=Notes"]
HOSTILE = [
    "=1+1",
    '=HYPERLINK("http://example.com","click")',
    "=cmd|' /C calc'!A0",
    '=DDE("cmd";"/C calc";"x")',
    "=WEBSERVICE(A1)",
    "{=1+1}",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\r\n=1+1",
    "http://example.com",
    "file:///etc/passwd",
    "internal:'Actions'!A1",
    "mailto:a@example.com",
    "0123",
    "1E5",
    "TRUE",
    "#REF!",
    "bell\x07 nul\x00 escape\x1b",
    "_x0041_ _x0000_",
    "<r><t>x</t></r>",
    "<r>&</r>",
    "</t></si></sst>",
    "]]>&amp;<!--",
    "\u202eright to left\u202c",
    "שלום עולם مرحبا",
    "zero\u200bwidth\ufeff",
    "combining Zoe\u0308 and Zo\u00eb",
    "emoji 😀👩\u200d🚒",
    "two\nlines\n\nfour",
    " spaces ",
    "\u00a0no-break\u00a0",
    "x" * 32_767,
    "😀" * 16_383,
]


@pytest.fixture(scope="module")
def plan() -> Plan:
    """A plan whose actions, owners, recommendations and notes are hostile, read from a file."""
    buffer = BytesIO()
    # "in_memory", without making formulas, links or numbers of text; "<r>" in pieces is text.
    book = Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet("Plan")
    for column, heading in enumerate(HEADINGS):
        sheet.write_string(0, column, heading)
    for row, text in enumerate(HOSTILE, start=1):
        cells = [str(row), text, text, text[:70], "30/11/2015", "Open", text]
        for column, cell in enumerate(cells):
            if cell.startswith("<r>"):
                sheet.write_rich_string(row, column, "<", "r", cell[2:])
            else:
                sheet.write_string(row, column, cell)
    book.close()
    return read_plan(buffer.getvalue(), name="=cmd|' /C calc'!A0.xlsx")


@pytest.fixture(scope="module")
def download(plan: Plan) -> bytes:
    return export_excel(plan, measure(plan.actions, AS_AT), as_at=AS_AT, filters="=1+1")


def column(data: bytes, heading: str) -> list[object]:
    """A column of the actions, as a program other than the one that wrote it reads it."""
    rows = CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_name("Actions").to_python()
    place = rows[2].index(heading)
    return [row[place] for row in rows[3:]]


def test_every_text_comes_out_as_it_went_in(plan, download):
    assert plan.original["=Notes"].tolist() == HOSTILE
    assert column(download, "=Notes") == HOSTILE


def test_read_back_and_written_again_it_is_still_the_same(download):
    back = read_plan(download)
    assert back.original["=Notes"].tolist() == HOSTILE
    again = export_excel(back, measure(back.actions, AS_AT), as_at=AS_AT)
    assert column(again, "=Notes") == HOSTILE


def test_nothing_in_any_sheet_is_a_formula_or_a_link_to_elsewhere(plan, download):
    book = opened(download)
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", (sheet.title, cell.coordinate)
                assert cell.hyperlink is None or cell.hyperlink.target is None
    assert "By owner" in book.sheetnames


def test_the_name_of_the_file_is_text_on_the_cover_too(plan, download):
    cover = opened(download)["About this download"]
    values = {cell.value for row in cover.iter_rows() for cell in row}
    assert plan.source.file in values


def test_an_owner_of_any_name_gets_a_workbook(plan):
    measured = measure(plan.actions, AS_AT)
    books = list(owners_workbooks(plan, measured, as_at=AS_AT))
    assert {book.owner for book in books} == {
        name for names in measured["owners"] for name in names
    }
    for book in books:
        read_replies(plan, measured, AS_AT, [(book.file, book.content)])


OFFICE = shutil.which("soffice")


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not on this computer")
def test_libreoffice_opens_it_and_sees_the_same_texts(plan, tmp_path):
    file = tmp_path / "download.xlsx"
    shown = measure(plan.actions, AS_AT)
    file.write_bytes(export_excel(plan, shown, as_at=AS_AT))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [str(OFFICE), profile, "--headless", "--convert-to", "ods", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(file)], check=True, capture_output=True, timeout=180)
    book = CalamineWorkbook.from_path(Path(tmp_path / "download.ods"))
    sheets = [sheet for sheet in DOWNLOAD_SHEETS if sheet not in ("Changes", "Balance")]
    assert book.sheet_names == [*sheets, DOWNLOADED_SHEET]
    rows = book.get_sheet_by_name("Actions").to_python()
    place = rows[2].index("=Notes")
    # ODS has no control characters, and its reader runs white space and lines together.
    plain = [text for text in HOSTILE if text.isprintable() and "  " not in text]
    seen = {row[place] for row in rows[3:]}
    assert {text.strip() for text in plain} <= {str(text).strip() for text in seen}


def test_an_xlsxwriter_that_is_other_inside_is_refused_by_name():
    with pytest.raises(RuntimeError, match=r"This XlsxWriter has no Workbook\._gone: install"):
        check_inside({Workbook: ("_get_packager", "_gone")})
