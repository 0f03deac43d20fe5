"""The parts of an .xlsx workbook: its sheets, its date system, its number formats."""

from __future__ import annotations

import posixpath
import re
import zipfile
from dataclasses import dataclass
from xml.etree import ElementTree

_RELATIONS = re.compile(r"(?:^|/)workbook\.xml$", re.IGNORECASE)
_BUILT_IN_PERCENT = {9, 10}
_BUILT_IN_MONTH = 17  # mmm-yy


def local(tag: str) -> str:
    """A tag or attribute without its namespace."""
    return tag.rsplit("}", 1)[-1].rsplit(":", 1)[-1]


def sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name to the path of its part. Empty where the workbook part cannot be read."""
    names = {name.lstrip("/").lower(): name for name in archive.namelist()}
    workbook = next((name for name in names.values() if _RELATIONS.search(name)), None)
    if workbook is None:
        return {}
    folder = posixpath.dirname(workbook)
    relations = posixpath.join(folder, "_rels", posixpath.basename(workbook) + ".rels")
    if relations.lower() not in names:
        return {}
    try:
        targets = {
            element.get("Id", ""): element.get("Target", "")
            for element in ElementTree.fromstring(archive.read(names[relations.lower()]))
        }
        tree = ElementTree.fromstring(archive.read(workbook))
    except ElementTree.ParseError:
        return {}
    parts: dict[str, str] = {}
    for element in tree.iter():
        if local(element.tag) != "sheet":
            continue
        relation = next((v for k, v in element.attrib.items() if local(k) == "id"), "")
        target = targets.get(relation, "")
        path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
        path = posixpath.normpath(path).lower()
        if path in names:
            parts[element.get("name", "")] = names[path]
    return parts


def uses_1904(archive: zipfile.ZipFile) -> bool:
    """Whether a workbook counts its days from 1904 instead of 1900."""
    name = next((n for n in archive.namelist() if _RELATIONS.search(n)), None)
    text = archive.read(name)[:20_000] if name else b""
    return re.search(rb"""date1904=["'](?:1|true)["']""", text) is not None


@dataclass(frozen=True)
class Styles:
    """The cell styles whose number format is a percentage, and those that show month and year."""

    percent: frozenset[int] = frozenset()
    month: frozenset[int] = frozenset()


def read_styles(archive: zipfile.ZipFile) -> Styles:
    """The cell styles whose number format changes what a number says."""
    name = next((n for n in archive.namelist() if n.lower().endswith("styles.xml")), None)
    if name is None:
        return Styles()
    try:
        tree = ElementTree.fromstring(archive.read(name))
    except ElementTree.ParseError:
        return Styles()
    percent, month = set(_BUILT_IN_PERCENT), {_BUILT_IN_MONTH}
    styles: list[int] = []
    for element in tree.iter():
        tag = local(element.tag)
        if tag == "numFmt":
            number, code = int(element.get("numFmtId", "0")), element.get("formatCode", "")
            if "%" in code:
                percent.add(number)
            elif _shows_month(code):
                month.add(number)
        elif tag == "cellXfs":
            styles = [int(xf.get("numFmtId", "0") or 0) for xf in element]
    return Styles(
        frozenset(i for i, number_format in enumerate(styles) if number_format in percent),
        frozenset(i for i, number_format in enumerate(styles) if number_format in month),
    )


def _shows_month(code: str) -> bool:
    """Whether a date format shows a month and a year and no day: ``mmm-yy``."""
    letters = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.|_.', "", code.split(";")[0]).lower()
    return "m" in letters and "y" in letters and not re.search("[dhs0#]", letters)
