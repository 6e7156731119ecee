"""A DOCX file as a package: opened with limits, before anything in it is read."""

from __future__ import annotations

import copy
import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from django.utils.translation import gettext as _
from lxml import etree

from policies.importers.refusal import Refused, check_size
from policies.returning.units import NAMESPACE

BODY = "word/document.xml"
MOST_PARTS = 2_000
MOST_UNPACKED = 40 * 1000 * 1000
MOST_XML = 20 * 1000 * 1000
MOST_ELEMENTS = 250_000
MAX_DEPTH = 100
_OWN = re.compile(r"customXml/item\d{1,4}\.xml")
_DECLARES = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
# What Python finds wrong with a package, or with a part of it.
_FAULTS = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, OSError,
    RuntimeError, ValueError, etree.XMLSyntaxError,
)  # fmt: skip
# Python unpacks others whole, whatever comes out of them; no word processor uses them.
_BOUNDED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_MACROS = re.compile(r"(?i)vba(?:Project|Data)|macrosheets|activeX/")


def opened(data: bytes) -> zipfile.ZipFile:
    """The package, when it is a DOCX file that can be read in time; else Refused."""
    _check_container(data)
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
        _check_parts(package.infolist())
    except _FAULTS as fault:
        raise _broken() from fault
    return package


def checked(package: zipfile.ZipFile) -> bytes:
    """A package of the parts that are text alone, each as large as it says.

    Whatever reads it then finds nothing that was not looked at here.
    """
    target = io.BytesIO()
    try:
        with zipfile.ZipFile(target, "w") as made:
            for part in _xml_parts(package.infolist()):
                content = _read(package, part)
                _check_xml(content)
                made.writestr(part.filename, content)
    except _FAULTS as fault:
        raise _broken() from fault
    return target.getvalue()


def _read(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    """A part's content: one that is larger than it says is a bomb."""
    told = part.file_size
    more = copy.copy(part)
    more.file_size = told + 1
    with package.open(more) as file:
        content = file.read(more.file_size)
    if len(content) != told:
        raise _broken()
    return content


def brought(package: zipfile.ZipFile) -> tuple[str, str] | None:
    """The list of paragraphs and the skeleton, when this house wrote the file."""
    for name in package.namelist():
        if _OWN.fullmatch(name):
            root = etree.fromstring(package.read(name), _parser())
            if root.tag == f"{{{NAMESPACE}}}policy":
                found = [root.findtext(f"{{{NAMESPACE}}}{n}") for n in _MEMBERS]
                return found[0] or "", found[1] or ""
    return None


_MEMBERS = ("units", "skeleton")


def _check_container(data: bytes) -> None:
    check_size(data)
    if not data.startswith(b"PK\x03\x04"):
        message = _(
            "This is no DOCX file, whatever its name says. Open it in a word processor, "
            "save it as .docx and import that."
        )
        raise Refused("binary", message)


def _check_parts(parts: list[zipfile.ZipInfo]) -> None:
    names = {part.filename for part in parts}
    if BODY not in names or len(names) != len(parts):
        raise _broken()
    if any(part.compress_type not in _BOUNDED for part in parts):
        raise _broken()
    if any(_MACROS.search(name) for name in names):
        message = _(
            "The file holds macros. Save it as a document without macros (.docx) and "
            "import that."
        )
        raise Refused("macros", message)
    if any(part.flag_bits & 1 for part in parts):
        message = _("The file is locked with a password. Save it without one.")
        raise Refused("password", message)
    unpacked = sum(part.file_size for part in parts)
    xml = sum(part.file_size for part in parts if _is_xml(part.filename))
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED or xml > MOST_XML:
        raise _too_big()


def _xml_parts(parts: list[zipfile.ZipInfo]) -> Iterator[zipfile.ZipInfo]:
    yield from (part for part in parts if _is_xml(part.filename))


def _is_xml(name: str) -> bool:
    return name.endswith((".xml", ".rels"))


def _check_xml(data: bytes) -> None:
    """Refuse what declares entities, or nests or repeats more than a text ever does."""
    if _DECLARES.search(data) or data.startswith((b"\xff\xfe", b"\xfe\xff")):
        message = _(
            "The file declares entities of its own, as no word processor does. Open it "
            "in one, save it anew and import that."
        )
        raise Refused("entities", message)
    depth = count = 0
    events = etree.iterparse(
        io.BytesIO(data), ("start", "end"), resolve_entities=False, no_network=True
    )
    for event, element in events:
        depth += 1 if event == "start" else -1
        count += event == "start"
        if depth > MAX_DEPTH or count > MOST_ELEMENTS:
            raise _too_big()
        if event == "end":
            element.clear()


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True)


def _too_big() -> Refused:
    message = _(
        "What is packed in the file is too much to be a policy. Copy the text into a "
        "new document, save that as .docx and import it."
    )
    return Refused("too_complex", message)


def _broken() -> Refused:
    message = _(
        "The file is damaged, or no DOCX file. Open it in a word processor, save it as "
        ".docx and import that."
    )
    return Refused("docx", message)
