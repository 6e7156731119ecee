"""DOCX for lawyers: real styles, tables and fields, and it can come back.

Each paragraph has a bookmark, and a part of the file that word processors leave alone
says which text each is, with the skeleton (`policies.returning`); so a file in which
somebody changed words can be imported.
"""

from __future__ import annotations

import io

import docx
from django.utils.translation import gettext_lazy as _

from policies.edition import Edition
from policies.exporters import Format, imprint
from policies.exporters.blocks import Border, Heading, Words
from policies.exporters.body import body
from policies.exporters.docx.dress import dress
from policies.exporters.docx.packing import brings, packed
from policies.exporters.docx.writer import Writer
from policies.exporters.reading import read
from policies.importers.docx_returned import texts
from policies.returning import units
from policies.returning.skeleton import TITLE, skeleton

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def write(edition: Edition, language: str) -> bytes:
    """The version in one language."""
    file = docx.Document()
    dress(file, edition, language)
    writer = Writer(file)
    title = Words(imprint.title(edition, language))
    writer.write([Heading(1, (Border(TITLE), title, Border("")))])
    for name, value in imprint.lines(edition, language):
        writer.imprint(name, value)
    origin = imprint.origin(edition, language)
    writer.write(read(body(edition.document, language, marked=True), origin))
    found, outside = texts(_saved(file), writer.units, writer.anchors)
    bones = skeleton(edition.document, language, found, outside, origin)
    listed = units.as_json(writer.units, writer.anchors)
    brings(file, listed, bones.as_json(), f"{edition.policy}/{edition.number}")
    return packed(_saved(file))


def _saved(file: docx.document.Document) -> bytes:
    stream = io.BytesIO()
    file.save(stream)
    return stream.getvalue()


FORMAT = Format(
    name="docx",
    label=_("Word (DOCX)"),
    media_type=MEDIA_TYPE,
    write=write,
    costly=True,
)
