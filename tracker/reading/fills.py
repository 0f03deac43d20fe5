"""The fill colours of an .xlsx workbook's cells, as people name them.

Only a fill typed into a cell is one: the colours of conditional formatting are not in the
cells. Colours of the workbook's theme are looked up in it.
"""

from __future__ import annotations

import colorsys
import re
import zipfile
from xml.etree import ElementTree

from tracker.reading import ooxml
from tracker.reading.sheet_search import styled_cells
from tracker.reading.sheet_xml import cell_styles

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

Fill = tuple[int, int, str]
"""A cell's row and column, from 0, and the name of its colour."""


def fills_of(archive: zipfile.ZipFile) -> dict[str, list[Fill]]:
    """Sheet name to its filled cells; white and no fill are left out."""
    colours = _style_colours(archive)
    if not colours:
        return {}
    return {
        name: _filled_cells(archive.read(part), colours)
        for name, part in ooxml.sheet_parts(archive).items()
    }


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


def _style_colours(archive: zipfile.ZipFile) -> dict[int, str]:
    """Cell style to the name of its fill's colour."""
    styles = _part(archive, r"styles\.xml$")
    if styles is None:
        return {}
    theme = _theme(archive)
    fills: list[str] = []
    colours: dict[int, str] = {}
    for element in styles.iter():
        tag = ooxml.local(element.tag)
        if tag == "fills":
            fills = [_fill_colour(fill, theme) for fill in element]
        elif tag == "cellXfs":
            for number, style in enumerate(element):
                fill = int(style.get("fillId") or 0)
                if fill < len(fills) and fills[fill]:
                    colours[number] = fills[fill]
    return colours


def _fill_colour(fill: ElementTree.Element, theme: list[str]) -> str:
    for pattern in fill:
        if pattern.get("patternType") not in (None, "none", "gray125"):
            for colour in pattern:
                if ooxml.local(colour.tag) == "fgColor":
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
        name = ooxml.local(element.tag)
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


def _filled_cells(xml: bytes, colours: dict[int, str]) -> list[Fill]:
    styles = styled_cells(xml, colours)
    if styles is None:
        styles = cell_styles(xml, frozenset(colours))
    return [(row, column, colours[style]) for row, column, style in styles]
