"""A workbook of one cell, read so that what Python loads and compiles at first use is there."""

from __future__ import annotations

import io
import zipfile
from importlib import import_module

from tracker.reading import confined, signatures, worker

_OFFICE = "http://schemas.openxmlformats.org"
_MAIN = f'xmlns="{_OFFICE}/spreadsheetml/2006/main"'
_RELATION = f"{_OFFICE}/officeDocument/2006/relationships"


def _relation(kind: str, target: str) -> str:
    return f"""<Relationships xmlns="{_OFFICE}/package/2006/relationships">
        <Relationship Id="a" Type="{_RELATION}/{kind}" Target="{target}"/></Relationships>"""


_SMALLEST = {
    "_rels/.rels": _relation("officeDocument", "xl/workbook.xml"),
    "xl/workbook.xml": f"""<workbook {_MAIN} xmlns:r="{_RELATION}"><sheets>
        <sheet name="Plan" sheetId="1" r:id="a"/></sheets></workbook>""",
    "xl/_rels/workbook.xml.rels": _relation("worksheet", "worksheets/sheet1.xml"),
    "xl/styles.xml": f'<styleSheet {_MAIN}><cellXfs><xf numFmtId="9"/></cellXfs></styleSheet>',
    "xl/worksheets/sheet1.xml": f"""<worksheet {_MAIN}><sheetData><row r="1"><c r="A1" s="0">
        <v>1</v></c></row></sheetData></worksheet>""",
}


def rehearse() -> None:
    """Read it as a user's workbook is read."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, xml in _SMALLEST.items():
            archive.writestr(name, xml)
    data = buffer.getvalue()
    import_module("resource")
    confined.expanded_size(data)
    for _ in worker.sheets_of(signatures.kind_of(data), data):
        pass
