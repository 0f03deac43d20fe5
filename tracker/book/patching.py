"""A few cells of a user's own workbook changed in its XML: everything else stays byte for byte."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from lxml import etree

from tracker.book.files import kind_of
from tracker.book.formats import sheet_parts, uses_1904
from tracker.book.limited import Limited, PlanError
from tracker.book.sheet_xml import Place, column_letters, place

MERGED = "the cell is merged with others"
FORMULA = "the cell holds a formula"
FILL = "FFFFF2CC"  # a pale yellow, as opaque RGB
_TIMES_READING = 4  # the memory and time of changing XML, over those of reading it
_DAY_NOUGHT, _DAY_NOUGHT_1904 = date(1899, 12, 30), date(1904, 1, 1)
_SHORT_DATE = 14  # Excel's number for a date in the form of the computer's country
_DATE_FORMATS = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_CANNOT = "This workbook's cells cannot be changed: only those that Excel itself saved can."


@dataclass(frozen=True)
class Edit:
    """What a cell of a sheet is to hold."""

    sheet: str
    cell: str
    value: str | float | date


def patch_workbook(
    data: bytes, edits: Sequence[Edit], name: str, rows: Sequence[Sequence[str]]
) -> tuple[bytes, list[str | None]]:
    """The .xlsx or .xlsm workbook in ``data`` with some cells changed, and filled in yellow.

    A last sheet called ``name`` lists ``rows``. Beside it for each edit, in order, None where it
    was made, else why not (:data:`MERGED`, :data:`FORMULA`). Raises :class:`PlanError` where it
    cannot be done.
    """
    if kind_of(data) != "xlsx":
        raise PlanError(_CANNOT)
    plain = [(edit.sheet, edit.cell, *_plain(edit.value)) for edit in edits]
    table = [list(row) for row in rows]
    with Limited(_work, data, plain, name, table, times=_TIMES_READING) as work:
        answers = work.answers()
        content: bytes = next(answers)
        problems: list[str | None] = next(answers)
    return content, problems


def _plain(value: str | float | date) -> tuple[str | float, bool]:
    """A value as a process is given it, and whether it is a day."""
    return (value.toordinal(), True) if isinstance(value, date) else (value, False)


def _work(
    data: bytes,
    edits: list[tuple[str, str, Any, bool]],
    name: str,
    rows: list[list[str]],
) -> Iterator[Any]:
    try:
        package = _Package(data)
        problems = package.edit(edits)
        package.add_list(name, rows)
        yield package.saved()
        yield problems
    except (KeyError, IndexError, ValueError, etree.LxmlError, zipfile.BadZipFile) as error:
        raise PlanError(_CANNOT) from error


class _Package:
    """The parts of a workbook, those that are changed parsed."""

    def __init__(self, data: bytes) -> None:
        self.archive = zipfile.ZipFile(io.BytesIO(data))
        self.trees: dict[str, Any] = {}
        self.added: dict[str, bytes] = {}
        root = _parsed(self.archive.read("_rels/.rels")).getroot()
        main = next(e for e in root if e.get("Type").endswith("/officeDocument"))
        self.main = main.get("Target").lstrip("/")
        self.book = self._tree(self.main).getroot()
        self.space = etree.QName(self.book).namespace
        self.folder = posixpath.dirname(self.main)
        self.rels = self._tree(f"{self.folder}/_rels/{posixpath.basename(self.main)}.rels")
        first_day = _DAY_NOUGHT_1904 if uses_1904(self.archive) else _DAY_NOUGHT
        self.first_day = first_day.toordinal()
        styles = next(e for e in self.rels.getroot() if e.get("Type").endswith("/styles"))
        target = styles.get("Target")
        part = target.lstrip("/") if target.startswith("/") else f"{self.folder}/{target}"
        self.styles = _Styles(self._tree(posixpath.normpath(part)).getroot(), self.space)

    def _tag(self, name: str) -> str:
        return f"{{{self.space}}}{name}"

    def _tree(self, part: str) -> Any:
        if part not in self.trees:
            self.trees[part] = _parsed(self.archive.read(part))
        return self.trees[part]

    def edit(self, edits: Sequence[tuple[str, str, Any, bool]]) -> list[str | None]:
        """Make the edits; for each None, or why it was not made."""
        parts = sheet_parts(self.archive)
        problems = []
        for sheet, address, value, is_date in edits:
            root = self._tree(parts[sheet]).getroot()
            problems.append(self._set(root, address, value, is_date=is_date))
        calculation = self.book.find(self._tag("calcPr"))
        if calculation is not None:
            calculation.set("fullCalcOnLoad", "1")  # what rests on a changed cell is worked out
        return problems

    def _set(self, root: Any, address: str, value: Any, *, is_date: bool) -> str | None:
        if self._is_merged(root, address):
            return MERGED
        cell = self._cell(root, address)
        if cell.find(self._tag("f")) is not None:
            return FORMULA
        for child in list(cell):
            cell.remove(child)
        for name in ("t", "cm", "vm"):
            cell.attrib.pop(name, None)
        cell.set("s", str(self.styles.marked(int(cell.get("s", "0")), is_date=is_date)))
        if isinstance(value, str):
            self._put_text(cell, value)
        else:
            number = value - self.first_day if is_date else value
            etree.SubElement(cell, self._tag("v")).text = f"{number:.16G}"
        return None

    def _put_text(self, cell: Any, text: str) -> None:
        cell.set("t", "inlineStr")
        words = etree.SubElement(etree.SubElement(cell, self._tag("is")), self._tag("t"))
        words.text = re.sub(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text)
        words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")

    def _is_merged(self, root: Any, address: str) -> bool:
        """Whether a cell is one of those that another, the first of its area, covers."""
        at = _at(address)
        for area in root.iter(self._tag("mergeCell")):
            first, _, last = area.get("ref").partition(":")
            (top, left), end = _at(first), _at(last or first)
            inside = top <= at[0] <= end[0] and left <= at[1] <= end[1]
            if inside and at != (top, left):
                return True
        return False

    def _cell(self, root: Any, address: str) -> Any:
        """The cell at an address, made where there is none."""
        row_number, column = _at(address)
        data = root.find(self._tag("sheetData"))
        row = _found_or_made(
            data, self._tag("row"), str(row_number + 1), lambda e: int(e.get("r")) - 1, row_number
        )
        row.attrib.pop("spans", None)  # which says where the row's cells end
        return _found_or_made(row, self._tag("c"), address, lambda e: _at(e.get("r"))[1], column)

    def add_list(self, name: str, rows: Sequence[Sequence[str]]) -> None:
        """A last sheet with these rows, the first of which are its headings."""
        sheets = self.book.find(self._tag("sheets"))
        taken = {sheet.get("name").casefold() for sheet in sheets}
        free = (n for n in (name, *(f"{name} ({i})" for i in range(2, 1000))))
        called = next(n for n in free if n.casefold() not in taken)
        number = next(
            n for n in range(1, 10_000) if self._list_part(n) not in self.archive.namelist()
        )
        root = etree.Element(self._tag("worksheet"), nsmap={None: self.space})
        columns = etree.SubElement(root, self._tag("cols"))
        for at in range(len(rows[0])):
            width = {"min": str(at + 1), "max": str(at + 1), "width": "24", "customWidth": "1"}
            etree.SubElement(columns, self._tag("col"), width)
        data = etree.SubElement(root, self._tag("sheetData"))
        for r, texts in enumerate(rows, start=1):
            row = etree.SubElement(data, self._tag("row"), r=str(r))
            for c, text in enumerate(texts):
                if not text:
                    continue
                cell = etree.SubElement(row, self._tag("c"), r=f"{column_letters(c)}{r}")
                self._put_text(cell, text)
        self.added[self._list_part(number)] = _bytes(root)
        self._announce(sheets, called, self._list_part(number))

    def _list_part(self, number: int) -> str:
        return f"{self.folder}/worksheets/replies{number}.xml"

    def _announce(self, sheets: Any, called: str, part: str) -> None:
        """Name a new sheet's part in the workbook, its relations and its types."""
        kind = next(e for e in self.rels.getroot() if e.get("Type").endswith("/styles")).get("Type")
        kind = kind.removesuffix("styles") + "worksheet"
        keys = {e.get("Id") for e in self.rels.getroot()}
        key = next(f"rIdReplies{n}" for n in range(1, 10_000) if f"rIdReplies{n}" not in keys)
        etree.SubElement(
            self.rels.getroot(),
            f"{{{_RELATIONS}}}Relationship",
            Id=key,
            Type=kind,
            Target=f"/{part}",
        )
        types = self._tree("[Content_Types].xml").getroot()
        etree.SubElement(
            types, f"{{{_TYPES}}}Override", PartName=f"/{part}", ContentType=_SHEET_TYPE
        )
        spaces = kind.rpartition("/")[0]
        numbers = [int(sheet.get("sheetId")) for sheet in sheets]
        etree.SubElement(
            sheets,
            self._tag("sheet"),
            {"name": called, "sheetId": str(max(numbers) + 1), f"{{{spaces}}}id": key},
        )

    def saved(self) -> bytes:
        """The workbook: changed parts anew, all others as they are."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as out:
            for entry in self.archive.infolist():
                tree = self.trees.get(entry.filename)
                content = _bytes(tree) if tree is not None else self.archive.read(entry)
                out.writestr(entry, content, compress_type=entry.compress_type)
            for name, content in self.added.items():
                out.writestr(name, content)
        return buffer.getvalue()


def _parsed(content: bytes) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    return etree.parse(io.BytesIO(content), parser)


def _found_or_made(parent: Any, tag: str, address: str, number_of: Any, wanted: int) -> Any:
    """The child of a number, its children being in order; made in its place where it is not."""
    for at, child in enumerate(parent):
        if number_of(child) == wanted:
            return child
        if number_of(child) > wanted:
            made = etree.Element(tag, r=address)
            parent.insert(at, made)
            return made
    return etree.SubElement(parent, tag, r=address)


def _at(address: str) -> Place:
    found = place(address)
    if found is None:
        raise ValueError(address)
    return found


def _bytes(tree: Any) -> bytes:
    found: bytes = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
    return found


class _Styles:
    """The styles of a workbook, to which those of changed cells are added."""

    def __init__(self, root: Any, space: str) -> None:
        self.root, self.space = root, space
        self.formats = root.find(f"{{{space}}}cellXfs")
        self.made: dict[tuple[int, bool], int] = {}
        self.fill = -1

    def marked(self, style: int, *, is_date: bool) -> int:
        """The number of a style like this one but for its fill, and for a date shown as one."""
        if (style, is_date) in self.made:
            return self.made[style, is_date]
        copy = etree.fromstring(etree.tostring(self.formats[style]))
        copy.set("fillId", str(self._fill()))
        copy.set("applyFill", "1")
        if is_date and not self._shows_a_date(int(copy.get("numFmtId", "0"))):
            copy.set("numFmtId", str(_SHORT_DATE))
            copy.set("applyNumberFormat", "1")
        self.formats.append(copy)
        self.formats.set("count", str(len(self.formats)))
        self.made[style, is_date] = len(self.formats) - 1
        return self.made[style, is_date]

    def _fill(self) -> int:
        if self.fill < 0:
            fills = self.root.find(f"{{{self.space}}}fills")
            pattern = etree.SubElement(
                etree.SubElement(fills, f"{{{self.space}}}fill"),
                f"{{{self.space}}}patternFill",
                patternType="solid",
            )
            etree.SubElement(pattern, f"{{{self.space}}}fgColor", rgb=FILL)
            fills.set("count", str(len(fills)))
            self.fill = len(fills) - 1
        return self.fill

    def _shows_a_date(self, number: int) -> bool:
        if number in _DATE_FORMATS:
            return True
        for each in self.root.iter(f"{{{self.space}}}numFmt"):
            if each.get("numFmtId") == str(number):
                plain = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", each.get("formatCode").casefold())
                return bool(re.search("[dmy]", plain))
        return False
