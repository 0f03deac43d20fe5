"""What a file is, from its first bytes and its parts: never from its name."""

from __future__ import annotations

import io
import re
import zipfile

from tracker.book.limited import PASSWORD, PlanError

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
    if has_stream("WordDocument"):
        raise PlanError(f"This is an old Word document (.doc), not a spreadsheet. {_SAVE_AS}")
    if has_stream("PowerPoint Document"):
        raise PlanError(f"This is a PowerPoint presentation, not a spreadsheet. {_SAVE_AS}")
    if has_stream("__properties_version1.0"):
        raise PlanError(f"This is an Outlook message, not a spreadsheet. {_SAVE_AS}")
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
    if not utf16 and b"\x00" in sample and not _utf16_without_mark(sample):
        raise PlanError(f"This is not a spreadsheet. {_SAVE_AS}")
    return "text"


def _utf16_without_mark(sample: bytes) -> bool:
    """Whether every second byte is nearly always zero, as in UTF-16 of plain letters."""
    return len(sample) > 8 and max(sample[0::2].count(0), sample[1::2].count(0)) > len(sample) * 0.4
