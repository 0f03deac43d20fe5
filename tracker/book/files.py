"""What a file is, from its first bytes and its parts, never its name; delimited text to rows.

One kind of web page is read: a plan's, as the tracker published it. It carries the filtered Excel
of the actions that it shows, which is read in its place.
"""

from __future__ import annotations

import base64
import binascii
import csv
import io
import re
import zipfile
from collections import Counter

from tracker.book.limited import PASSWORD, PlanError
from tracker.own_downloads import PUBLISHED_MARK

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NOT_TABLES = (
    (b"%PDF", "a PDF document"),
    (b"{\\rtf", "a rich text document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"7z\xbc\xaf", "a compressed archive"),
    (b"Rar!", "a compressed archive"),
    (b"\x1f\x8b", "a compressed archive"),
    (b"MZ", "a program"),
    (b"SQLite format 3", "a database"),
)


def kind_of(data: bytes) -> str:
    """``xlsx``, ``xlsb``, ``ods``, ``xls``, ``docx``, ``html``, ``xml2003`` or ``text``.

    Raises :class:`PlanError` for what holds no table that the tracker can read.
    """
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise PlanError("This file is empty.")
    if data.startswith(b"PK"):
        return _zip_kind(data)
    if data.startswith(OLE2):
        return _ole_kind(data)
    if re.match(rb"\x09[\x00\x02\x04\x08][\x04\x06\x08]\x00", data):
        return "xls"
    for start, what in _NOT_TABLES:
        if data.startswith(start):
            raise PlanError(f"This is {what}, not a spreadsheet. {_SAVE_AS}")
    return _text_kind(data)


# The record that says "encrypted" stands right behind the one that begins an .xls workbook.
_FILE_PASS = re.compile(rb"\x09\x08\x10\x00.{16}(?:\x86\x00\x00\x00)?\x2f\x00", re.DOTALL)

_SAVE_AS = "Save the plan as an Excel workbook (.xlsx) and upload that."


def _zip_kind(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            mimetype = archive.read("mimetype")[:100] if "mimetype" in names else b""
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError) as error:
        raise PlanError(
            "This file is damaged: it begins like a workbook but cannot be unpacked. "
            "Open it in Excel, save it again and upload the new copy."
        ) from error
    lower = {name.lower().lstrip("/") for name in names}
    if any(name.endswith("workbook.bin") for name in lower):
        return "xlsb"
    if b"opendocument.spreadsheet" in mimetype:
        return "ods"
    if any(name.endswith("word/document.xml") for name in lower):
        return "docx"
    if any(name.startswith("ppt/") for name in lower):
        raise PlanError(f"This is a PowerPoint presentation, not a spreadsheet. {_SAVE_AS}")
    if any(name.endswith("workbook.xml") for name in lower) or "[content_types].xml" in lower:
        return "xlsx"
    if "content.xml" in lower and b"opendocument" not in mimetype:
        return "ods"
    if not names:
        raise PlanError("This file is an empty archive: there is no workbook in it.")
    raise PlanError(f"This is a zip archive with no workbook in it. {_SAVE_AS}")


def _ole_kind(data: bytes) -> str:
    def has_stream(name: str) -> bool:
        return re.search(re.escape(name.encode("utf-16-le")), data, re.IGNORECASE) is not None

    if has_stream("EncryptedPackage") or has_stream("EncryptionInfo"):
        raise PlanError(PASSWORD)
    for stream, what in (
        ("WordDocument", "an old Word document (.doc)"),
        ("PowerPoint Document", "a PowerPoint presentation"),
        ("__properties_version1.0", "an Outlook message"),
    ):
        if has_stream(stream):
            raise PlanError(f"This is {what}, not a spreadsheet. {_SAVE_AS}")
    if _FILE_PASS.search(data):
        raise PlanError(PASSWORD)
    return "xls"


def _text_kind(data: bytes) -> str:
    if data.startswith(b"ID;P"):
        raise PlanError(f"This is a SYLK file (an old exchange format), not a workbook. {_SAVE_AS}")
    start = data[:4096].lower()
    if b'progid="excel.sheet"' in start or b"urn:schemas-microsoft-com:office:spreadsheet" in start:
        raise PlanError(f"This is an Excel 2003 XML file, whatever its name says. {_SAVE_AS}")
    if re.search(rb"<!doctype html|<html|<table", start):
        raise PlanError(f"This is a web page, whatever its name says. {_SAVE_AS}")
    if start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<?xml", b'{"')):
        raise PlanError(f"This is a data file, not a spreadsheet. {_SAVE_AS}")
    utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    sample = data[:65536]
    if not utf16 and b"\x00" in sample and (len(sample) < 9 or not _utf16_order(sample)):
        raise PlanError(f"This is not a spreadsheet. {_SAVE_AS}")
    return "text"


def _utf16_order(sample: bytes) -> str:
    """The order of bytes of which every second is nearly always zero, as in plain letters."""
    orders = {"utf-16-le": sample[1::2], "utf-16-be": sample[0::2]}
    return next((name for name, half in orders.items() if half.count(0) > 0.4 * len(sample)), "")


_START = 2_048  # bytes in which a page that the tracker made says so
_WORKBOOK = re.compile(
    rb'<a id="workbook"[^>]{0,200} href="data:[a-z0-9./-]{1,100};base64,([A-Za-z0-9+/=]+)"'
)


def workbook_in(data: bytes) -> bytes | None:
    """The workbook in a published page; None where it is no such page.

    Raises :class:`PlanError` where the page is one, but what it carries is not whole.
    """
    if PUBLISHED_MARK.encode() not in data[:_START] or not data.lstrip().lower().startswith(
        b"<!doctype html"
    ):
        return None
    found = _WORKBOOK.search(data)
    try:
        if found:
            return base64.b64decode(found.group(1), validate=True)
    except binascii.Error:
        pass
    raise PlanError(
        "This published page is damaged: the plan that it carries is not whole. Download it again."
    )


DELIMITERS = ",;\t|"
_SAMPLE_LINES, _SAMPLE = 100, 200_000

_LONE_RETURN = re.compile(r"\r(?!\n)")
_IN_A_CELL = "\u2028"
"""Stands for a carriage return within a cell, which a file need not have put in quotes."""


def decode(data: bytes) -> str:
    """The text: UTF-8, UTF-16 (with or without mark), else Windows-1252."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    if order := _utf16_order(data[:65536]):
        return data.decode(order, "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def delimiter_of(text: str) -> str:
    """The delimiter that cuts the first lines into the most, and the most even, columns."""
    declared = re.match(r"\ufeff?sep=(.)\r?\n", text)
    if declared:
        return declared.group(1)
    sample = "".join(text[:_SAMPLE].splitlines(keepends=True)[:_SAMPLE_LINES])
    best, best_score = ",", 0.0
    sample = _LONE_RETURN.sub(_IN_A_CELL if "\n" in sample else "\n", sample)
    for delimiter in DELIMITERS:
        widths = [len(row) for row in csv.reader(io.StringIO(sample), delimiter=delimiter) if row]
        wide = [width for width in widths if width > 1]
        if not wide:
            continue
        common, count = Counter(wide).most_common(1)[0]
        score = count / len(widths) * min(common, 12) ** 0.5
        if score > best_score:
            best, best_score = delimiter, score
    return best


def rows_of(data: bytes) -> tuple[list[list[str]], list[tuple[int, int, int]]]:
    """The rows of a delimited file, and which have more or fewer cells than the headings.

    Those are the row (from 1), its cells and the headings'. Refuses what is plainly no table.
    """
    text = decode(data)
    csv.field_size_limit(2**31 - 1)
    delimiter = delimiter_of(text)
    if "\n" not in text:  # lines of an old Macintosh
        text = text.replace("\r", "\n")
    text = re.sub(r"\A\ufeff?sep=.\r?\n", "", text)
    text, inside = _LONE_RETURN.subn(_IN_A_CELL, text)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    if inside:
        rows = [[cell.replace(_IN_A_CELL, "\n") for cell in row] for row in rows]
    _refuse_writing(text[:_SAMPLE], rows[: _SAMPLE // 100])
    return rows, _ragged(rows)


_CODE = re.compile(
    r"\s*(?:def|class|return|if|elif|else|for|while|try|except|with|function|var|let|const|public|"
    r"private|package|namespace|SELECT|INSERT|CREATE|select|insert|create)\b.*[({:;\[\])}]\s*|"
    r"\s*(?:import|from|using)\s[\w.]+[\w.{}*, ]*;?|\s*(?:#include\b|#!|//|/\*|<\?).*|"
    r"\s*[A-Za-z_][\w.]*(?:\s*(?:=|\+=|:=)\s*\S.*|\(.*\)\s*[;:{]?\s*)|\s*[)}\]\"']+[;,)]*\s*"
)
"""A line as a programming language writes it."""

_LEAST_LINES, _LONG = 4, 2_000
"""Lines, and letters, from which a file can be code."""

_EVEN, _WORDS, _MARKS = 0.6, 4, 0.04
"""Share of the rows that are as long as most in a table; words of a cell, and brackets and equals
signs among the letters, beyond which rows that are not are no table."""


def _refuse_writing(text: str, rows: list[list[str]]) -> None:
    """Refuse source code and prose: uneven rows, and lines of code or cells of many words."""
    lines = [line for line in text.splitlines() if line.strip()]
    code = sum(_CODE.fullmatch(line) is not None for line in lines)
    marks = sum(map(text.count, "{}()=[]")) > _MARKS * len(text) and len(text) > _LONG
    widths = [len(row) for row in rows if len(row) > 1]
    common = Counter(widths).most_common(1)
    even = bool(common) and common[0][1] >= _EVEN * len(widths)
    if (code >= _LEAST_LINES and code >= len(lines) * (0.5 if even else 0.2)) or (
        marks and not even
    ):
        raise PlanError("This is a file of source code, not a spreadsheet.")
    words = [len(cell.split()) for row in rows for cell in row if cell.strip()]
    if not even and len(lines) > 2 * _LEAST_LINES and sum(words) > _WORDS * len(words):
        raise PlanError("This is a text, not a spreadsheet: its lines are not rows of one table.")


def _ragged(rows: list[list[str]]) -> list[tuple[int, int, int]]:
    """The rows below the headings that do not fit them.

    Those are the first row of three cells or more and at least half as many as the fullest.
    """
    filled = [sum(map(bool, map(str.strip, row))) for row in rows]
    least = max(3, max(filled, default=0) / 2)
    head = next((number for number, count in enumerate(filled) if count >= least), len(rows))
    ragged = []
    for number in range(head + 1, len(rows)):
        row, expected = rows[number], len(rows[head])
        count = len(row)
        while count > expected and not row[count - 1].strip():
            count -= 1  # blank cells at the end of a line are no cells too many
        if filled[number] > 1 and count != expected:
            ragged.append((number + 1, count, expected))
    return ragged
