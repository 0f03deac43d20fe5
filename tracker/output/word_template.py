"""A user's own Word template: opened within limits, without anything in it that acts.

What it links to or runs would act on whoever opens the report, a Commissioner's office among
them, so a template with such things is refused in a sentence that names them. What it says of
its own origin (the template that it was made from, its properties) is left out.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from io import BytesIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.document import Document

MAX_TEMPLATE_BYTES = 5 * 1024**2
"""A template is headers, styles and a logo: 50 kB to 2 MB."""

MAX_EXPANDED_BYTES = 8 * 1024**2
"""Of all its parts, unpacked."""

MAX_TAGS = 500_000
"""Tags and attributes of all its parts: a template has ten to thirty thousand. Parsed, each
takes about 150 bytes."""

MAX_PARTS = 1_000
"""Parts of a Word file; a template has twenty to fifty."""

MARKER = "[report]"
"""A paragraph of the template that the report takes the place of; without one it stands last."""

_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_TEMPLATE_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"
_CONTENT_TYPES = "[Content_Types].xml"
_NOT_WORD = "This template is not a Word document: save it from Word as .docx."
_TOO_LARGE = "This template is too large: a template may have {limit} MB{when}."

_MACROS = re.compile(r"vbaproject|vbadata|macroenabled|activex", re.IGNORECASE)
_EMBEDDED = re.compile(r"oleobject|/package$|/control$|afchunk|subdocument|/frame$", re.IGNORECASE)
_HARMLESS_LINK = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)
_ACTING_FIELDS = frozenset(
    "dde ddeauto include includepicture includetext import link database macrobutton print".split()
)
_VML = "{urn:schemas-microsoft-com:vml}"


class TemplateError(Exception):
    """A template that cannot be used; ``str(error)`` is one plain sentence."""


def faults() -> tuple[type[Exception], ...]:
    """What working on a damaged file raises in the libraries beneath."""
    from docx.exceptions import PythonDocxError
    from docx.opc.exceptions import OpcError
    from docx.oxml.exceptions import XmlchemyError
    from lxml.etree import LxmlError

    of_libraries = (PythonDocxError, OpcError, XmlchemyError, LxmlError)
    of_zip = (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError)
    of_values = (KeyError, IndexError, ValueError, TypeError, AttributeError, AssertionError)
    return (*of_libraries, *of_zip, *of_values)


def open_template(data: bytes) -> Document:
    """The template as a document to be written to. Raises :class:`TemplateError`."""
    if len(data) > MAX_TEMPLATE_BYTES:
        raise TemplateError(_TOO_LARGE.format(limit=MAX_TEMPLATE_BYTES // 1024**2, when=""))
    try:
        document = _opened(_checked(data))
        _refuse_what_acts(document)
    except faults() as error:
        raise TemplateError(_NOT_WORD) from error
    return document


def _checked(data: bytes) -> bytes:
    """The file, its size known before it is unpacked or parsed; a .dotx as a .docx."""
    if not data.startswith(b"PK"):
        raise TemplateError(_NOT_WORD)
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = archive.infolist()
        if len(parts) > MAX_PARTS or len({part.filename for part in parts}) < len(parts):
            raise TemplateError(_NOT_WORD)
        if sum(part.file_size for part in parts) > MAX_EXPANDED_BYTES:
            limit = MAX_EXPANDED_BYTES // 1024**2
            raise TemplateError(_TOO_LARGE.format(limit=limit, when=" when it is unpacked"))
        contents = [archive.read(part) for part in parts]
        if sum(content.count(b"<") + content.count(b"=") for content in contents) > MAX_TAGS:
            raise TemplateError("This template is too large: its text is that of a long document.")
        types = archive.read(_CONTENT_TYPES)
        if any(_MACROS.search(part.filename) for part in parts) or b"macroEnabled" in types:
            raise TemplateError(
                "This template holds macros or controls: save it from Word as .docx, without them."
            )
        if _TEMPLATE_MAIN.encode() not in types:
            return data
        return _retyped(archive, types.replace(_TEMPLATE_MAIN.encode(), _MAIN.encode()))


def _retyped(archive: zipfile.ZipFile, types: bytes) -> bytes:
    """The file with other content types."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as changed:
        for part in archive.infolist():
            content = types if part.filename == _CONTENT_TYPES else archive.read(part)
            changed.writestr(part.filename, content)
    return buffer.getvalue()


def _opened(data: bytes) -> Document:
    import docx

    document = docx.Document(BytesIO(data))
    if document.element.body is None:
        raise TemplateError(_NOT_WORD)
    return document


def _refuse_what_acts(document: Document) -> None:
    """No embedded object, no link that is followed by itself, no field that fetches."""
    package: Any = document.part.package
    for relations in (package.rels, *(part.rels for part in package.iter_parts())):
        for relation in relations.values():
            if _MACROS.search(relation.reltype) or _EMBEDDED.search(relation.reltype):
                raise TemplateError("This template holds an embedded object: take it out.")
            if relation.is_external and not _is_harmless(relation):
                raise TemplateError(
                    "This template refers to a file or picture outside of it: put the picture "
                    "itself into the template, or take the link out."
                )
    for part in package.iter_parts():
        root = _root(part)
        if root is not None and any(_acts(element) for element in _telling(root)):
            raise TemplateError(
                "This template has a field or picture that fetches or runs something: take it out."
            )


def _is_harmless(relation: Any) -> bool:
    kind = relation.reltype.rsplit("/", 1)[-1]
    if kind == "attachedTemplate":
        return True  # left out when it is written
    return bool(kind == "hyperlink" and _HARMLESS_LINK.match(relation.target_ref))


def _root(part: Any) -> Any:
    """A part's XML; None where it is something else."""
    from lxml import etree

    root = getattr(part, "element", None)
    if root is None:
        if b"<" not in part.blob[:8]:
            return None
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        root = etree.fromstring(part.blob, parser)
    if root.getroottree().docinfo.doctype:
        raise TemplateError(_NOT_WORD)
    return root


def _telling(root: Any) -> list[tuple[str, str]]:
    """The code of each field, as ("field", code), and addresses in old drawings ("link", …)."""
    found: list[tuple[str, str]] = []
    open_fields: list[str] = []
    for element in root.iter("{*}instrText", "{*}fldChar", "{*}fldSimple", f"{_VML}*"):
        if element.tag.startswith(_VML):
            found += [
                ("link", value)
                for name, value in element.attrib.items()
                if name.rsplit("}", 1)[-1].casefold() in ("src", "href", "althref")
            ]
            continue
        values = {name.rsplit("}", 1)[-1]: value for name, value in element.attrib.items()}
        if element.tag.endswith("fldSimple"):
            found.append(("field", values.get("instr", "")))
        elif element.tag.endswith("instrText"):
            if open_fields:
                open_fields[-1] += element.text or ""
            else:
                found.append(("field", element.text or ""))
        elif values.get("fldCharType") == "begin":
            open_fields.append("")
        elif open_fields and values.get("fldCharType") == "end":
            found.append(("field", open_fields.pop()))
    return found + [("field", code) for code in open_fields]


def _acts(told: tuple[str, str]) -> bool:
    kind, text = told
    if kind == "link":
        return not text.startswith("#")
    word = text.split(maxsplit=1)
    return bool(word) and word[0].strip('"\\').casefold() in _ACTING_FIELDS
