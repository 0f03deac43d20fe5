"""The parts of an .xlsx workbook, and what its cell styles mean: number formats and fills.

Only a fill typed into a cell is one: the colours of conditional formatting are not in the cells.
"""

from __future__ import annotations

import colorsys
import posixpath
import re
import zipfile
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.etree import ElementTree

_RELATIONS = re.compile(r"(?:^|/)workbook\.xml$", re.IGNORECASE)
_BUILT_IN_PERCENT = ("9", "10")
_BUILT_IN_MONTH = "17"  # mmm-yy

_THEME_ORDER = ("lt1", "dk1", "lt2", "dk2", *(f"accent{number}" for number in range(1, 7)))
_INDEXED = dict(
    zip(
        (2, 3, 4, 5, 10, 11, 12, 13, 17, 22, 23, 43, 47, 50, 51, 52, 53, 57),
        "FF0000 00FF00 0000FF FFFF00 FF0000 00FF00 0000FF FFFF00 008000 C0C0C0 808080 FFFF99 "
        "FFCC99 99CC00 FFCC00 FF9900 FF6600 339966".split(),
        strict=True,
    )
)
"""The numbered colours of older workbooks that people fill cells with."""

_HUES = ((15, "red"), (50, "amber"), (70, "yellow"), (170, "green"), (260, "blue"), (330, "purple"))
"""The end of each colour's range of hue, in degrees."""


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
    """What is to be noted of the cells of a style: by its number as text, as the XML has it.

    A note is the name of a field of :class:`tracker.book.Sheet`, or the name of a fill's colour
    behind a ``#``.
    """

    notes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def read_styles(archive: zipfile.ZipFile) -> Styles:
    """The cell styles that change what a cell says."""
    tree = _part(archive, r"styles\.xml$")
    if tree is None:
        return Styles()
    theme = _theme(archive)
    formats = {number: ["percent_cells"] for number in _BUILT_IN_PERCENT}
    formats[_BUILT_IN_MONTH] = ["month_cells"]
    fills: list[str] = []
    notes: defaultdict[str, list[str]] = defaultdict(list)
    for element in tree.iter():
        tag = local(element.tag)
        if tag == "numFmt":
            formats[element.get("numFmtId", "")] = _said_by(element.get("formatCode", ""))
        elif tag == "fills":
            fills = [_fill_colour(fill, theme) for fill in element]
        elif tag == "cellXfs":
            for number, style in enumerate(element):
                notes[str(number)] += formats.get(style.get("numFmtId", ""), [])
                fill = int(style.get("fillId") or 0)
                if fill < len(fills) and fills[fill]:
                    notes[str(number)].append("#" + fills[fill])
    return Styles({number: tuple(said) for number, said in notes.items() if said})


def _said_by(code: str) -> list[str]:
    """What a number format says of the cells that have it."""
    if "%" in code:
        return ["percent_cells"]
    letters = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.|_.', "", code.split(";")[0]).lower()
    if "m" in letters and "y" in letters and not re.search("[dhs0#]", letters):
        return ["month_cells"]  # mmm-yy
    return []


def colour_name(rgb: str) -> str:
    """The everyday name of a colour such as ``FFC000``; empty for white.

    >>> colour_name("FFC000"), colour_name("92D050"), colour_name("FFFFFF")
    ('amber', 'green', '')
    """
    red, green, blue = (int(rgb[i : i + 2], 16) / 255 for i in (0, 2, 4))
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    if lightness > 0.97:
        return ""
    if lightness < 0.1:
        return "black"
    if saturation < 0.15:
        return "grey"
    return next((name for end, name in _HUES if hue * 360 < end), "red")


def _fill_colour(fill: ElementTree.Element, theme: list[str]) -> str:
    for pattern in fill:
        if pattern.get("patternType") not in (None, "none", "gray125"):
            for colour in pattern:
                if local(colour.tag) == "fgColor":
                    rgb = _rgb(colour, theme)
                    return colour_name(rgb) if rgb else ""
    return ""


def _rgb(colour: ElementTree.Element, theme: list[str]) -> str:
    rgb = colour.get("rgb", "")[-6:]
    if colour.get("theme") is not None:
        number = int(colour.get("theme") or 0)
        rgb = theme[number] if number < len(theme) else ""
    elif colour.get("indexed") is not None:
        rgb = _INDEXED.get(int(colour.get("indexed") or 0), "")
    if not re.fullmatch(r"[0-9A-Fa-f]{6}", rgb):
        return ""
    return _tinted(rgb, float(colour.get("tint") or 0))


def _tinted(rgb: str, tint: float) -> str:
    parts = [int(rgb[i : i + 2], 16) for i in (0, 2, 4)]
    if tint > 0:
        parts = [round(part + (255 - part) * min(tint, 1)) for part in parts]
    elif tint < 0:
        parts = [round(part * (1 + max(tint, -1))) for part in parts]
    return "".join(f"{part:02X}" for part in parts)


def _theme(archive: zipfile.ZipFile) -> list[str]:
    tree = _part(archive, r"theme/theme\d*\.xml$")
    if tree is None:
        return []
    found: dict[str, str] = {}
    for element in tree.iter():
        name = local(element.tag)
        if name in _THEME_ORDER and len(element):
            found.setdefault(name, element[0].get("lastClr") or element[0].get("val") or "")
    return [found.get(name, "") for name in _THEME_ORDER]


def _part(archive: zipfile.ZipFile, pattern: str) -> ElementTree.Element | None:
    name = next((n for n in archive.namelist() if re.search(pattern, n, re.IGNORECASE)), None)
    if name is None:
        return None
    try:
        return ElementTree.fromstring(archive.read(name))
    except ElementTree.ParseError:
        return None
