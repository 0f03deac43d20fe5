"""What reaches below what XlsxWriter offers: its parts are in American English, or in none.

Its version is pinned, and what is used of its inside is looked for when this is loaded.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from io import BytesIO, StringIO
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.packager import Packager

from tracker.own_downloads import MADE_BY

LANGUAGE = "en-GB"

_CHART_LANGUAGE = re.compile(r'(<(?:c:lang val|a:rPr lang|a:endParaRPr lang)=)"en-US"')
_INSIDE: Mapping[type, tuple[str, ...]] = {
    Workbook: ("_get_packager",),
    Packager: ("_create_package",),
}
"""What is taken the place of here."""


def check_inside(inside: Mapping[type, tuple[str, ...]] = _INSIDE) -> None:
    """Raise ``RuntimeError``, naming it, where XlsxWriter no longer has what is used of it."""
    gone = [
        f"{of.__name__}.{name}"
        for of, names in inside.items()
        for name in names
        if not hasattr(of, name)
    ]
    if gone:
        raise RuntimeError(f"This XlsxWriter has no {', '.join(gone)}: install the version pinned.")


check_inside()


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
