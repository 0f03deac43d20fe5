"""The parts of an .xlsx workbook, and what its cell styles mean: number formats and fills.

Only a fill typed into a cell is one: the colours of conditional formatting are not in the cells.
"""

from __future__ import annotations

import colorsys
import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree import ElementTree

_RELATIONS = re.compile(r"(?:^|/)workbook\.xml$", re.IGNORECASE)
_BUILT_IN = {"9": ("percent_cells",), "10": ("percent_cells",), "17": ("month_cells",)}
"""The number formats 0%, 0.00% and mmm-yy, which workbooks name by number alone."""

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
class Formats:
    """What is to be noted of the cells of a workbook.

    ``notes``: by the number of a style, as text as the XML has it. A note is the name of a field
    of :class:`tracker.book.Sheet` or :data:`ZERO_HIDDEN`, or a fill's colour behind a ``#``.
    ``struck``: by the number of a shared text what of it is not struck out, and what is.
    """

    notes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    struck: Mapping[str, tuple[str, str]] = field(default_factory=dict)


ZERO_HIDDEN = "zero_hidden"
"""The note of a number format that shows nothing where the number is 0."""


def read_formats(archive: zipfile.ZipFile) -> Formats:
    """The styles and texts that change what a cell says."""
    tree = _part(archive, r"styles\.xml$")
    notes = {} if tree is None else _style_notes(tree, _theme(archive))
    texts = enumerate(shared_texts(archive, b"strike"))
    return Formats(notes, {str(number): parts for number, parts in texts if parts[1].strip()})


def _style_notes(tree: ElementTree.Element, theme: list[str]) -> dict[str, tuple[str, ...]]:
    parts = {local(part.tag): part for part in tree}
    said: dict[str, tuple[str, ...]] = dict(_BUILT_IN)
    for part in parts.get("numFmts", ()):
        said[part.get("numFmtId", "")] = _said_by(part.get("formatCode", ""))
    struck = [any(local(p.tag) == "strike" and is_on(p) for p in f) for f in parts.get("fonts", ())]
    fills = [_fill_colour(fill, theme) for fill in parts.get("fills", ())]
    notes: dict[str, tuple[str, ...]] = {}
    for number, style in enumerate(parts.get("cellXfs", ())):
        font, fill = _number(style.get("fontId")), _number(style.get("fillId"))
        noted = list(said.get(style.get("numFmtId", ""), ()))
        noted += ["struck_cells"] if font < len(struck) and struck[font] else []
        noted += ["indented_cells"] if any(p.get("indent", "0") != "0" for p in style) else []
        noted += [f"#{fills[fill]}"] if fill < len(fills) and fills[fill] else []
        if noted:
            notes[str(number)] = tuple(noted)
    return notes


_UNSHOWN = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
"""What a number format holds besides its codes: words, blanks as wide as a letter, conditions."""


def _said_by(code: str) -> tuple[str, ...]:
    """What a number format says of the cells that have it."""
    sections = _UNSHOWN.sub("", code).lower().split(";")
    letters = sections[0]
    zero = sections[2].strip() if len(sections) > 2 else re.sub(r"#(?!.*[0?]).*", "", letters)
    notes = [] if zero else [ZERO_HIDDEN]
    if "%" in letters:
        notes.append("percent_cells")
    elif "%" in code:
        notes.append("typed_percent_cells")  # 0"%": the number is the percentage
    elif "y" in letters and not re.search("[dhs0#]", letters):
        notes.append("month_cells" if "m" in letters else "year_cells")
    return tuple(notes)


def is_on(element: ElementTree.Element) -> bool:
    """Whether an element such as ``<strike/>`` does not say that it is off."""
    return element.get("val", "1") not in ("0", "false")


def shared_texts(archive: zipfile.ZipFile, mark: bytes = b"") -> Iterator[tuple[str, str]]:
    """The texts that cells share: of each what is not struck out, and what is.

    None of them where ``mark`` stands nowhere among them.
    """
    name = _named(archive, r"sharedStrings\.xml$")
    if name is None or mark not in archive.read(name):
        return
    with archive.open(name) as part:
        for _, element in ElementTree.iterparse(part):
            if local(element.tag) == "si":
                yield _apart(element)
                element.clear()


def _apart(text: ElementTree.Element) -> tuple[str, str]:
    words = ["", ""]
    for run in text:
        if local(run.tag) in ("r", "t"):
            struck = any(local(e.tag) == "strike" and is_on(e) for e in run.iter())
            words[struck] += "".join(e.text or "" for e in run.iter() if local(e.tag) == "t")
    return words[0], words[1]


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0


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
        number = _number(colour.get("theme"))
        rgb = theme[number] if number < len(theme) else ""
    elif colour.get("indexed") is not None:
        rgb = _INDEXED.get(_number(colour.get("indexed")), "")
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


def _named(archive: zipfile.ZipFile, pattern: str) -> str | None:
    return next((n for n in archive.namelist() if re.search(pattern, n, re.IGNORECASE)), None)


def _part(archive: zipfile.ZipFile, pattern: str) -> ElementTree.Element | None:
    name = _named(archive, pattern)
    if name is None:
        return None
    try:
        return ElementTree.fromstring(archive.read(name))
    except ElementTree.ParseError:
        return None
