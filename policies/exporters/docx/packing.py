"""The file as bytes that are the same each time, and the part that programs read."""

from __future__ import annotations

import io
import uuid
import zipfile
from xml.sax.saxutils import escape

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from policies.returning.units import NAMESPACE

_DATASTORE = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
_TYPE = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
# The first moment that a ZIP file can say.
_MOMENT = (1980, 1, 1, 0, 0, 0)


def brings(file: Document, units: str, skeleton: str, identity: str) -> None:
    """Put the list of paragraphs and the skeleton into a part of their own."""
    xml = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<policy xmlns="{NAMESPACE}">'
        f"<units>{escape(units)}</units><skeleton>{escape(skeleton)}</skeleton></policy>"
    )
    number = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{NAMESPACE}:{identity}")).upper()
    about = (
        '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n'
        f'<ds:datastoreItem ds:itemID="{{{number}}}" xmlns:ds="{_DATASTORE}">'
        f'<ds:schemaRefs><ds:schemaRef ds:uri="{NAMESPACE}"/></ds:schemaRefs>'
        "</ds:datastoreItem>"
    )
    # The template has one of its own, about sources to quote.
    for key, relation in list(file.part.rels.items()):
        if relation.reltype == RELATIONSHIP_TYPE.CUSTOM_XML:
            del file.part.rels[key]
    item = _part(file, "/customXml/item1.xml", "application/xml", xml)
    properties = _part(file, "/customXml/itemProps1.xml", _TYPE, about)
    item.relate_to(properties, RELATIONSHIP_TYPE.CUSTOM_XML_PROPS)
    file.part.relate_to(item, RELATIONSHIP_TYPE.CUSTOM_XML)


def packed(data: bytes) -> bytes:
    """The same ZIP file without the moment at which it was made."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for name in source.namelist():
            info = zipfile.ZipInfo(name, _MOMENT)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            info.create_system = 3
            made.writestr(info, source.read(name), compresslevel=6)
    return stream.getvalue()


def _part(file: Document, name: str, media_type: str, text: str) -> Part:
    return Part(PackURI(name), media_type, text.encode(), file.part.package)
