"""A saved Word document: the text of its parts, read without unpacking a bomb."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from lxml import etree

from policies.evidence import linear
from policies.evidence.saved import Saved, Unreadable

MOST_MEMBERS = 200
LARGEST_MEMBER = 8 * 1024 * 1024
# Python unpacks others whole, whatever comes out of them.
_BOUNDED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_SHOWN = re.compile(r"word/(?:header\d*|document|footnotes|endnotes|footer\d*)\.xml")
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_GAPS = {f"{_WORD}{name}" for name in ("p", "tab", "br", "cr")}


def read(content: bytes) -> Saved:
    """The words of the document, its headers and its footers."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            if "policy.json" in archive.namelist():
                raise Unreadable(_("Unpack the package, and check policy.json in it."))
            shown = sorted(m.filename for m in members if _SHOWN.fullmatch(m.filename))
            if not shown or len(members) > MOST_MEMBERS:
                raise Unreadable(_("This kind of file cannot be checked."))
            if any(m.compress_type not in _BOUNDED for m in members):
                raise Unreadable(_("This kind of file cannot be checked."))
            texts = [_text(content) for content in _contents(archive, shown)]
    except (
        zipfile.BadZipFile, zlib.error, EOFError, etree.LxmlError, OSError,
        ValueError, RuntimeError,
    ):  # fmt: skip
        raise Unreadable(_("This file is damaged.")) from None
    return linear.read("\n".join(texts), "docx")


def _contents(archive: zipfile.ZipFile, names: Sequence[str]) -> Iterator[bytes]:
    """The contents of these members, as long as they are not too much together."""
    size = 0
    for name in names:
        content = member(archive, name)
        size += len(content)
        if size > LARGEST_MEMBER:
            raise Unreadable(_("This file is damaged."))
        yield content


def member(archive: zipfile.ZipFile, name: str) -> bytes:
    """A member's content; what it says of its own size is not believed."""
    with archive.open(name) as file:
        content = file.read(LARGEST_MEMBER + 1)
    if len(content) > LARGEST_MEMBER:
        raise Unreadable(_("This file is damaged."))
    return content


def _text(content: bytes) -> str:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    return "".join(_pieces(etree.fromstring(content, parser)))


def _pieces(root: etree._Element) -> Iterator[str]:
    for element in root.iter(f"{_WORD}t", *_GAPS):
        yield "\n" if element.tag in _GAPS else element.text or ""
