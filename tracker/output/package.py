"""A workbook in British English, with its title, its subject and who made it."""

from __future__ import annotations

import re
import zlib
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from xlsxwriter import Workbook
from xlsxwriter.packager import Packager

from tracker.output.cells import MADE_BY

LANGUAGE = "en-GB"

_CHART_LANGUAGE = re.compile(r'(<(?:c:lang val|a:rPr lang|a:endParaRPr lang)=)"en-US"')


class LanguagePackager(Packager):  # type: ignore[misc]  # XlsxWriter ships no types
    """XlsxWriter's parts, which are in American English or in none, in ``LANGUAGE``."""

    def _create_package(self) -> list[Any]:
        parts: list[Any] = super()._create_package()
        return [
            (_in_language(file, name) if not is_binary else file, name, is_binary)
            for file, name, is_binary in parts
        ]


class DownloadWorkbook(Workbook):  # type: ignore[misc]
    """A workbook in memory whose text is text: no formula, link or number is made of it."""

    def __init__(self, buffer: BytesIO, title: str, subject: str) -> None:
        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        super().__init__(buffer, options)
        self.set_properties({"title": title, "subject": subject, "author": MADE_BY})
        self.set_custom_property("Language", LANGUAGE)

    def _get_packager(self) -> LanguagePackager:
        return LanguagePackager()


def _in_language(file: StringIO, name: str) -> StringIO:
    if name == "docProps/core.xml":
        language = f"<dc:language>{LANGUAGE}</dc:language></cp:coreProperties>"
        return StringIO(file.getvalue().replace("</cp:coreProperties>", language))
    if name.startswith("xl/charts/"):
        return StringIO(_CHART_LANGUAGE.sub(rf'\1"{LANGUAGE}"', file.getvalue()))
    return file


def is_untouched(path: Path) -> bool:
    """Whether a file is a workbook that the tracker wrote, and that nothing has saved since."""
    try:
        with ZipFile(path) as parts:
            properties = parts.read("docProps/core.xml").decode(errors="replace")
    except (BadZipFile, KeyError, OSError, EOFError, NotImplementedError, RuntimeError, zlib.error):
        return False
    tags = ("dc:creator", "cp:lastModifiedBy")
    return all(f"<{tag}>{MADE_BY}</{tag}>" in properties for tag in tags)
